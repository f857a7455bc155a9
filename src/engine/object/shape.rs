//! Shapes: which attribute of an instance lies in which slot. Each class owns a tree of them.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ptr::NonNull;
use std::rc::Rc;

use super::key_order::{Death, KeyOrder};
use super::value::Value;

/// Names of the slots `0..len`, as a node of its class's tree. Adding a name leads to a child.
///
/// Inline caches compare `id`: a class that changes gives all its shapes new ones, which makes every
/// cache that relied on the class miss.
pub struct Shape {
    id: Cell<u32>,
    /// The shape without the last name.
    parent: Option<NonNull<Shape>>,
    /// The name (interned str) of the last slot; the root has none.
    name: Option<Value>,
    len: u16,
    death: Death,
    /// The class's; none if its instances' attributes die as they were set.
    order: Option<Rc<KeyOrder>>,
    // Boxed: a child keeps its address when the vector grows, since instances point to it.
    #[expect(clippy::vec_box, reason = "addresses of children must not change")]
    children: RefCell<Vec<Box<Shape>>>,
    /// Slot by address of the interned name; made on first use of a shape with many names.
    index: RefCell<Option<HashMap<usize, u16, foldhash::fast::FixedState>>>,
}

/// Instances with more attributes than this keep them in a dict.
pub const MAX_SLOTS: u16 = 64;

const LINEAR: u16 = 6;

impl Shape {
    pub(super) fn root(id: u32, order: Option<Rc<KeyOrder>>) -> Box<Shape> {
        Box::new(Shape {
            id: Cell::new(id),
            parent: None,
            name: None,
            len: 0,
            death: if order.is_some() { Death::InOrder(0) } else { Death::AsSet },
            order,
            children: RefCell::default(),
            index: RefCell::default(),
        })
    }

    #[inline(always)]
    pub fn id(&self) -> u32 {
        self.id.get()
    }

    /// How many slots are in use.
    pub fn len(&self) -> u16 {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The slot of the name (an interned str). O(1) amortised.
    pub fn find(&self, name: &Value) -> Option<u16> {
        if self.len <= LINEAR {
            return self.lineage().find(|s| s.is_last(name)).map(|s| s.len - 1);
        }
        let mut index = self.index.borrow_mut();
        let index = index.get_or_insert_with(|| {
            let pairs = self.lineage().filter_map(|s| Some((s.name.as_ref()?.bits(), s.len - 1)));
            pairs.collect()
        });
        index.get(&name.bits()).copied()
    }

    fn is_last(&self, name: &Value) -> bool {
        self.name.as_ref().is_some_and(|n| n.is(name))
    }

    /// This shape, its parent and so on up to the root.
    fn lineage(&self) -> impl Iterator<Item = &Shape> {
        // SAFETY: a parent owns its children, so it outlives them.
        std::iter::successors(Some(self), |s| s.parent.map(|p| unsafe { p.as_ref() }))
    }

    /// The shape without its last name, if `name` is that one.
    pub(super) fn without_last(&self, name: &Value) -> Option<NonNull<Shape>> {
        if self.is_last(name) { self.parent } else { None }
    }

    /// The order in which attributes die that move into a dict.
    pub(super) fn order(&self) -> Option<Rc<KeyOrder>> {
        if self.death == Death::AsSet { None } else { self.order.clone() }
    }

    /// The slots in the order in which they die, if that is another one than theirs.
    pub(super) fn dying(&self) -> Option<Vec<u16>> {
        let order = self.order.as_ref().filter(|_| self.death == Death::Shuffled)?;
        let ranked = |s: &Shape| Some((order.rank(s.name.as_ref()?), s.len - 1));
        let mut slots: Vec<_> = self.lineage().filter_map(ranked).collect();
        slots.sort_unstable();
        Some(slots.into_iter().map(|(_, slot)| slot).collect())
    }

    /// The names, by slot.
    pub fn names(&self) -> Vec<Value> {
        let mut names: Vec<Value> = self.lineage().filter_map(|s| s.name.clone()).collect();
        names.reverse();
        names
    }

    /// The shape with one more name; made on first use. `None` once there are too many.
    pub(super) fn with(
        &self,
        name: &Value,
        fresh_id: impl FnOnce() -> u32,
    ) -> Option<NonNull<Shape>> {
        if self.len >= MAX_SLOTS {
            return None;
        }
        let mut children = self.children.borrow_mut();
        if let Some(child) = children.iter().find(|c| c.is_last(name)) {
            return Some(NonNull::from(&**child));
        }
        if children.len() >= MAX_CHILDREN {
            return None;
        }
        let child = Box::new(Shape {
            id: Cell::new(fresh_id()),
            parent: Some(NonNull::from(self)),
            name: Some(name.clone()),
            len: self.len + 1,
            death: self.death.with(self.order.as_ref().and_then(|order| order.rank(name))),
            order: self.order.clone(),
            children: RefCell::default(),
            index: RefCell::default(),
        });
        let found = NonNull::from(&*child);
        children.push(child);
        Some(found)
    }

    /// Gives this shape and all below it new numbers.
    pub(super) fn renumber(&self, fresh_id: &mut dyn FnMut() -> u32) {
        self.id.set(fresh_id());
        for child in self.children.borrow().iter() {
            child.renumber(fresh_id);
        }
    }
}

/// A class whose instances take ever new names is better served by dicts.
const MAX_CHILDREN: usize = 128;
