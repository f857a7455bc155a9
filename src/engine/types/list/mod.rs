//! list: the object, its slots and its table. Methods are in `methods.rs`, sorting in `sort.rs`.

mod methods;
pub mod sort;

use std::cell::RefCell;

use crate::funcs;
use crate::object::header::{Payload, Traverse};
use crate::object::native::Args;
use crate::object::slots::{CompareOp, PyResult, SequenceSlots, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::sequence::{Subscript, drop_last_first, quick_equal, resolve};

/// The payload of a list.
#[derive(Default)]
pub struct ListObject {
    pub(crate) items: RefCell<Vec<Value>>,
}

impl ListObject {
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn get(&self, at: usize) -> Option<Value> {
        self.items.borrow().get(at).cloned()
    }

    /// Exchanges two items; nothing happens where there are none.
    pub fn swap(&self, a: usize, b: usize) {
        let mut items = self.items.borrow_mut();
        if a < items.len() && b < items.len() {
            items.swap(a, b);
        }
    }

    /// Puts a value in an item's place; gives the old one, to be dropped without a borrow.
    pub fn set(&self, at: usize, value: Value) -> Option<Value> {
        self.items.borrow_mut().get_mut(at).map(|item| std::mem::replace(item, value))
    }

    /// Takes the last item.
    pub fn pop(&self) -> Option<Value> {
        self.items.borrow_mut().pop()
    }

    /// Appends a value; MemoryError when the buffer may not grow.
    #[inline]
    pub fn push(&self, vm: &Vm, item: Value) -> PyResult<()> {
        vm.push_item(&mut self.items.borrow_mut(), item)
    }

    /// Puts other items in place of all; gives the old ones, to be dropped without a borrow.
    pub fn replace(&self, items: Vec<Value>) -> Vec<Value> {
        std::mem::replace(&mut *self.items.borrow_mut(), items)
    }
}

impl Traverse for ListObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.items.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        drop_last_first(self.replace(Vec::new()));
    }
}

impl Drop for ListObject {
    /// Last item first, as CPython does.
    fn drop(&mut self) {
        let items = self.items.get_mut();
        while let Some(item) = items.pop() {
            drop(item);
        }
    }
}

impl Vm {
    /// A new list of the values.
    pub fn new_list(&self, items: Vec<Value>) -> Value {
        self.new_object(self.types.list(), ListObject { items: RefCell::new(items) })
    }

    /// Appends everything that an iterable gives, one by one, as `list.extend`.
    pub fn extend_list(&self, list: &ListObject, iterable: &Value) -> PyResult<()> {
        let itself = iterable.get::<ListObject>().filter(|other| std::ptr::eq(*other, list));
        if let Some(other) = itself.or_else(|| iterable.get_exact::<ListObject>()) {
            let new = other.items.borrow().clone();
            return self.append_all(list, new);
        }
        if let Some(new) = iterable.get_exact::<crate::object::tuple::TupleObject>() {
            return self.append_all(list, new.items().to_vec());
        }
        let iter = self.iter(iterable)?;
        let hint = self.length_hint(iterable)?;
        self.reserve_hint(&mut list.items.borrow_mut(), hint)?;
        while let Some(item) = self.next(&iter)? {
            list.push(self, item)?;
        }
        Ok(())
    }

    fn append_all(&self, list: &ListObject, new: Vec<Value>) -> PyResult<()> {
        let mut items = list.items.borrow_mut();
        if items.is_empty() && items.capacity() == 0 {
            *items = new;
            return Ok(());
        }
        self.reserve(&mut items, Some(new.len()))?;
        items.extend(new);
        Ok(())
    }
}

fn list<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a ListObject> {
    vm.payload::<ListObject>(value, "list")
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_object(class, ListObject::default()))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let own = list(vm, this)?;
    if !args.names.is_empty() {
        // A `__new__` written in Python may have taken them.
        let owner = vm.type_of(this).lookup_with_owner(&vm.intern("__new__"));
        if owner.is_none_or(|(owner, _)| owner.spec.is_some()) {
            return Err(vm.type_error("list() takes no keyword arguments"));
        }
    }
    drop_last_first(own.replace(Vec::new()));
    match args.positional() {
        [] => Ok(()),
        [iterable] => vm.extend_list(own, iterable),
        all => Err(vm.type_error(format!("list expected at most 1 argument, got {}", all.len()))),
    }
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = list(vm, this)?;
    if own.is_empty() {
        return Ok(vm.str("[]"));
    }
    let Some(_mark) = vm.enter_repr(this) else { return Ok(vm.str("[...]")) };
    let mut out = b"[".to_vec();
    vm.push_reprs(&mut out, &|at| own.get(at))?;
    out.push(b']');
    Ok(vm.str_wtf8(&out))
}

fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(list(vm, this)?.len())
}

fn iter(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.sequence_iterator(this))
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let own = list(vm, this)?;
    match vm.subscript(key, "list")? {
        Subscript::At(at) => {
            let items = own.items.borrow();
            let found = resolve(at, items.len()).and_then(|at| items.get(at).cloned());
            drop(items);
            found.ok_or_else(|| vm.index_error("list index out of range"))
        }
        Subscript::Slice(bounds) => {
            let items = own.items.borrow();
            let selected = bounds.span(items.len()).select_values(&items);
            drop(items);
            Ok(vm.new_list(selected))
        }
    }
}

fn setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let own = list(vm, this)?;
    match (vm.subscript(key, "list")?, value) {
        (Subscript::At(at), Some(value)) => {
            let mut items = own.items.borrow_mut();
            let place = resolve(at, items.len()).and_then(|at| items.get_mut(at));
            let Some(place) = place else {
                drop(items);
                return Err(vm.index_error("list assignment index out of range"));
            };
            let old = std::mem::replace(place, value.clone());
            drop(items);
            drop(old);
        }
        (Subscript::At(at), None) => {
            let mut items = own.items.borrow_mut();
            let Some(at) = resolve(at, items.len()) else {
                drop(items);
                return Err(vm.index_error("list assignment index out of range"));
            };
            let old = items.remove(at);
            drop(items);
            drop(old);
        }
        (Subscript::Slice(bounds), Some(value)) => return assign_slice(vm, own, bounds, value),
        (Subscript::Slice(bounds), None) => delete_slice(own, bounds),
    }
    Ok(())
}

fn assign_slice(
    vm: &Vm,
    own: &ListObject,
    bounds: super::sequence::Bounds,
    value: &Value,
) -> PyResult<()> {
    let simple = bounds.step == 1;
    let new = vm.items_by_iterator(value, "must assign iterable to extended slice")?;
    let mut items = own.items.borrow_mut();
    let span = bounds.span(items.len());
    if simple {
        let start = span.start as usize;
        vm.reserve(&mut items, Some(new.len().saturating_sub(span.len)))?;
        let old: Vec<Value> = items.splice(start..start + span.len, new).collect();
        drop(items);
        drop_last_first(old);
        return Ok(());
    }
    if new.len() != span.len {
        drop(items);
        return Err(vm.value_error(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            new.len(),
            span.len
        )));
    }
    let mut old = new;
    for (at, item) in span.positions().zip(old.iter_mut()) {
        if let Some(place) = items.get_mut(at) {
            std::mem::swap(place, item);
        }
    }
    drop(items);
    drop(old);
    Ok(())
}

fn delete_slice(own: &ListObject, bounds: super::sequence::Bounds) {
    let mut items = own.items.borrow_mut();
    let span = bounds.span(items.len());
    if span.len == 0 {
        return;
    }
    let old: Vec<Value> = if span.step == 1 {
        let start = span.start as usize;
        items.drain(start..start + span.len).collect()
    } else {
        // One pass: what is selected moves out, the rest moves up.
        let (first, step) = if span.step < 0 {
            (span.start + (span.len as i64 - 1) * span.step, -span.step)
        } else {
            (span.start, span.step)
        };
        let (mut at, mut left, mut next) = (0, span.len, first);
        let mut selected = || {
            let hit = left > 0 && at == next;
            if hit {
                left -= 1;
                next = next.saturating_add(step);
            }
            at += 1;
            hit
        };
        items.extract_if(.., |_| selected()).collect()
    };
    drop(items);
    drop_last_first(old);
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    Ok(find(vm, list(vm, this)?, item, 0, usize::MAX)?.is_some())
}

/// The first position of an equal item within the range of positions. Comparing may change the list.
fn find(
    vm: &Vm,
    own: &ListObject,
    item: &Value,
    from: usize,
    to: usize,
) -> PyResult<Option<usize>> {
    let mut at = from;
    loop {
        let ask = {
            let items = own.items.borrow();
            let mut candidate = None;
            while at < to
                && let Some(each) = items.get(at)
            {
                match quick_equal(each, item) {
                    Some(true) => return Ok(Some(at)),
                    Some(false) => at += 1,
                    None => {
                        candidate = Some(each.clone());
                        break;
                    }
                }
            }
            candidate
        };
        match ask {
            None => return Ok(None),
            Some(each) if vm.equal(&each, item)? => return Ok(Some(at)),
            Some(_) => at += 1,
        }
    }
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (a.get::<ListObject>(), b.get::<ListObject>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if left.len() != right.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    vm.compare_items(op, &|at| left.get(at), &|at| right.get(at))
}

fn concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let left = list(vm, this)?;
    let right = other.get::<ListObject>().ok_or_else(|| vm.not_concatenable(other, "list"))?;
    let mut items = Vec::new();
    vm.reserve(&mut items, left.len().checked_add(right.len()))?;
    items.extend_from_slice(&left.items.borrow());
    items.extend_from_slice(&right.items.borrow());
    Ok(vm.new_list(items))
}

fn repeat(vm: &Vm, this: &Value, count: usize) -> PyResult {
    let items = vm.repeat_items(&list(vm, this)?.items.borrow(), count)?;
    Ok(vm.new_list(items))
}

fn multiply(vm: &Vm, this: &Value, count: usize) -> PyResult<()> {
    let own = list(vm, this)?;
    let items = vm.repeat_items(&own.items.borrow(), count)?;
    drop_last_first(own.replace(items));
    Ok(())
}

static SEQUENCE: SequenceSlots = SequenceSlots {
    concat,
    repeat,
    extend: Some(|vm, this, other| vm.extend_list(list(vm, this)?, other)),
    multiply: Some(multiply),
};

pub static LIST: TypeSpec = TypeSpec {
    name: "list",
    doc: "A sequence that can change and grow: of an iterable's items, or empty.",
    operations: Some(ListObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        hash: Some(super::unhashable),
        compare: Some(compare),
        len: Some(len),
        iter: Some(iter),
        getitem: Some(getitem),
        setitem: Some(setitem),
        contains: Some(contains),
        sequence: Some(&SEQUENCE),
        new: Some(new),
        init: Some(init),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    methods: funcs![
        "append" = methods::append, "(self, object, /)", "Add one item at the end.";
        "clear" = methods::clear, "(self, /)", "Empty it of all items.";
        "copy" = methods::copy, "(self, /)", "A new list of the same items.";
        "count" = methods::count, "(self, value, /)", "How many items equal value.";
        "extend" = methods::extend, "(self, iterable, /)", "Add each item of an iterable at the end.";
        "index" = methods::index, "(self, value, start=0, stop=9223372036854775807, /)", "The place of the first item from start to stop that equals value; ValueError if there is none.";
        "insert" = methods::insert, "(self, index, object, /)", "Put an item in front of the one at index.";
        "pop" = methods::pop, "(self, index=-1, /)", "Take out the item at index and give it; IndexError if there is none.";
        "remove" = methods::remove, "(self, value, /)", "Take out the first item that equals value; ValueError if there is none.";
        "reverse" = methods::reverse, "(self, /)", "Reverse *IN PLACE*.";
        "sort" = sort::sort, "(self, /, *, key=None, reverse=False)", "Put the items into ascending order (descending if reverse), compared by key(item) if there is a key; equal items keep their order.";
    "__getitem__" = getitem, "(self, key, /)", "What `self[key]` gives.";
        "__reversed__" = methods::reversed, "(self, /)", "Iterate from the last item to the first.";
    ],
    flags: type_flag::BASE | type_flag::SEQUENCE | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};
