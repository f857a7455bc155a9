//! Weak references: who refers weakly to an object, and what happens when it goes.

use std::cell::Cell;
use std::ptr::NonNull;

use super::header::{Header, Kind, Traverse, flag};
use super::slots::PyResult;
use super::types::{TypeRef, type_flag};
use super::value::Value;
use super::var::Var;
use super::vm::Vm;

/// The payload of `weakref.ref` (and of proxies).
pub struct WeakObject {
    /// What it refers to; `None` once that is gone. Not counted.
    target: Cell<Option<NonNull<Header>>>,
    callback: Var,
    /// The target's hash, kept beyond its end.
    pub hash: Cell<Option<i64>>,
}

impl WeakObject {
    /// The object, if it still lives. One without a count waits for its destruction and must not
    /// come back to life.
    pub fn target(&self) -> Option<Value> {
        // SAFETY: `clear_references` empties the field before the object goes.
        let live = |header: &NonNull<Header>| unsafe { header.as_ref() }.count() > 0;
        // SAFETY: as above, and alive.
        self.target.get().filter(live).map(|header| unsafe { Value::from_borrowed(header) })
    }

    pub fn callback(&self) -> Value {
        self.callback.get()
    }
}

impl Traverse for WeakObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.callback.visit(visit);
    }

    fn clear(&self) {
        self.callback.set(Value::UNBOUND);
    }
}

/// Types of the language that are shown as a module's.
const CORE: [&str; 3] = ["types.SimpleNamespace", "types.UnionType", "typing.TypeAliasType"];

/// Classes say by a flag whether they can be referred to weakly; of builtin types these cannot.
fn refuses(header: &Header) -> bool {
    let kinds = [
        Kind::Str,
        Kind::BigInt,
        Kind::Float,
        Kind::Complex,
        Kind::Bytes,
        Kind::ByteArray,
        Kind::List,
        Kind::Tuple,
        Kind::Dict,
        Kind::Range,
        Kind::Slice,
        Kind::Property,
        Kind::Cell,
        Kind::Exception,
    ];
    let ty = header.ty();
    // Names with a dot belong to modules, whose native types do not all say it.
    let core = |name: &str| !name.contains('.') || CORE.contains(&name);
    ty.has(type_flag::HEAP)
        || ty.spec.is_some_and(|spec| core(spec.name) || kinds.contains(&ty.operations.kind))
}

impl Vm {
    /// A new weak reference of the type `ty`; `callback` is None or unbound if there is none.
    pub fn new_weak(&self, ty: &TypeRef, target: &Value, callback: Value) -> PyResult {
        let Some(header) = target.header() else {
            return Err(self.cannot_weakly_refer(target));
        };
        if !header.ty().has(type_flag::WEAK) && refuses(header) {
            return Err(self.cannot_weakly_refer(target));
        }
        let payload = WeakObject {
            target: Cell::new(Some(NonNull::from(header))),
            callback: callback.into(),
            hash: Cell::new(None),
        };
        let value = self.new_object(ty, payload);
        header.set(flag::WEAK);
        let key = std::ptr::from_ref(header).addr();
        self.heap.weak.borrow_mut().entry(key).or_default().push(value.pointer());
        Ok(value)
    }

    /// The weak references to an object, oldest first.
    pub fn weak_references(&self, target: &Value) -> Vec<Value> {
        let Some(header) = target.header().filter(|h| h.has(flag::WEAK)) else { return Vec::new() };
        let table = self.heap.weak.borrow();
        let all = table.get(&std::ptr::from_ref(header).addr());
        // SAFETY: a weak reference leaves the table when it is destroyed; one without a count waits
        // for that and must not come back to life.
        let live = |r: &&NonNull<Header>| unsafe { r.as_ref() }.count() > 0;
        all.into_iter()
            .flatten()
            .filter(live)
            // SAFETY: a weak reference leaves the table when it is destroyed.
            .map(|r| unsafe { Value::from_borrowed(*r) })
            .collect()
    }

    /// To be called by the destruction of a weak reference.
    pub(crate) fn forget_weak(&self, weak: &WeakObject) {
        let Some(target) = weak.target.take() else { return };
        let mut table = self.heap.weak.borrow_mut();
        let key = target.addr().get();
        if let Some(all) = table.get_mut(&key) {
            all.retain(|r| {
                // SAFETY: entries are live weak references; only addresses are compared.
                let payload = unsafe {
                    &raw const (*r.cast::<super::header::Object<WeakObject>>().as_ptr()).payload
                };
                !std::ptr::addr_eq(payload, weak)
            });
            if all.is_empty() {
                table.remove(&key);
                // SAFETY: the target lives, or it would have emptied the field.
                unsafe { target.as_ref() }.clear(flag::WEAK);
            }
        }
    }
}

impl Drop for WeakObject {
    fn drop(&mut self) {
        if let Some(target) = self.target.get() {
            // SAFETY: the target lives, or it would have emptied the field.
            let vm = unsafe { target.as_ref() }.ty().vm();
            vm.forget_weak(self);
        }
    }
}

/// Empties the weak references to an object that is about to go, then runs their callbacks, the
/// newest reference's first.
pub(super) fn clear_references(vm: &Vm, header: &Header) {
    for reference in empty_references(vm, header) {
        run_callback(vm, &reference);
    }
}

/// Empties the weak references to an object; those that live, the newest first.
pub(super) fn empty_references(vm: &Vm, header: &Header) -> Vec<Value> {
    header.clear(flag::WEAK);
    let all = vm.heap.weak.borrow_mut().remove(&std::ptr::from_ref(header).addr());
    let mut alive = Vec::new();
    for reference in all.into_iter().flatten().rev() {
        // SAFETY: a weak reference leaves the table when it is destroyed.
        let (weak, dying) = unsafe {
            let payload =
                &(*reference.cast::<super::header::Object<WeakObject>>().as_ptr()).payload;
            (payload, reference.as_ref().count() == 0)
        };
        weak.target.set(None);
        // A dead one that waits for its destruction must not come back to life.
        if !dying {
            // SAFETY: as above, and alive.
            alive.push(unsafe { Value::from_borrowed(reference) });
        }
    }
    alive
}

/// Runs the callback of a weak reference that was emptied, if it has one.
pub(super) fn run_callback(vm: &Vm, reference: &Value) {
    let callback = reference.get::<WeakObject>().map_or(Value::UNBOUND, |w| w.callback.take());
    if !callback.is_unbound() && !callback.is_none() {
        vm.in_between(|| vm.call_weak_callback(&callback, reference));
    }
}
