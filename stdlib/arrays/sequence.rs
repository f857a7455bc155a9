//! What arrays do as sequences: items and slices, comparing, adding and repeating, iterating.

use std::cell::Cell;

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::slots::{CompareOp, PyResult, Raised, SequenceSlots, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{ByteArrayObject, ItemKind};
use taipan_engine::types::range::SliceObject;
use taipan_engine::types::sequence::{Span, resolve};

use super::{ARRAY, Array, items, of};

impl Array<'_> {
    /// The bytes of the item at an index; beyond all memory if there can be none.
    fn range(&self, at: usize) -> std::ops::Range<usize> {
        let size = usize::from(self.kind.size);
        let start = at.saturating_mul(size);
        start..start.saturating_add(size)
    }

    /// How many items there are.
    pub(super) fn len(&self) -> usize {
        self.bytes.borrow().len() / usize::from(self.kind.size)
    }

    /// The item at an index that exists; `None` behind the last one.
    pub(super) fn get(&self, vm: &Vm, at: usize) -> PyResult<Option<Value>> {
        let size = usize::from(self.kind.size);
        let mut item = [0; 8];
        match self.bytes.borrow().get(self.range(at)) {
            Some(bytes) => item[..size].copy_from_slice(bytes),
            None => return Ok(None),
        }
        items::read(vm, self.kind, &item[..size]).map(Some)
    }

    /// Puts an item in place of the one at an index; false if there is none by now.
    pub(super) fn set(&self, vm: &Vm, at: usize, value: &Value) -> PyResult<bool> {
        let size = usize::from(self.kind.size);
        let item = items::write(vm, self.kind, value)?;
        let mut bytes = self.bytes.borrow_mut();
        let Some(place) = bytes.get_mut(self.range(at)) else { return Ok(false) };
        place.copy_from_slice(&item[..size]);
        Ok(true)
    }

    /// Refused while somebody looks at the memory.
    pub(super) fn check_resizable(&self, vm: &Vm) -> PyResult<()> {
        if self.views.get() == 0 {
            return Ok(());
        }
        let text = "cannot resize an array that is exporting buffers";
        Err(vm.raise(&taipan_engine::types::exception::BUFFER_ERROR, text))
    }

    /// Adds bytes at the end.
    pub(super) fn append(&self, vm: &Vm, more: &[u8]) -> PyResult<()> {
        self.check_resizable(vm)?;
        let mut bytes = self.bytes.borrow_mut();
        if bytes.capacity() - bytes.len() < more.len() {
            vm.reserve(&mut *bytes, Some(more.len()))?;
        }
        bytes.extend_from_slice(more);
        Ok(())
    }

    /// The bytes of the items that a slice selects.
    fn select(&self, vm: &Vm, span: Span) -> PyResult<Vec<u8>> {
        let (bytes, size) = (self.bytes.borrow(), usize::from(self.kind.size));
        let mut out = Vec::new();
        vm.reserve(&mut out, span.len.checked_mul(size))?;
        if span.step == 1 {
            let start = span.start as usize * size;
            out.extend_from_slice(bytes.get(start..start + span.len * size).unwrap_or(&[]));
            return Ok(out);
        }
        for at in span.positions() {
            out.extend_from_slice(bytes.get(at * size..(at + 1) * size).unwrap_or(&[]));
        }
        Ok(out)
    }
}

/// What stands in brackets.
enum Key {
    At(i64),
    Slice(taipan_engine::types::sequence::Bounds),
}

fn key_of(vm: &Vm, key: &Value) -> PyResult<Key> {
    if let Some(slice) = key.get::<SliceObject>() {
        return Ok(Key::Slice(vm.slice_bounds(slice)?));
    }
    if !vm.is_count(key) && vm.as_big(key).is_none() {
        return Err(vm.type_error("array indices must be integers"));
    }
    let index = vm.index(key)?;
    vm.small_index(&index).map(Key::At).ok_or_else(|| {
        let class = vm.class(key).full_name();
        vm.index_error(format!("cannot fit '{class}' into an index-sized integer"))
    })
}

pub(super) fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let out = || vm.index_error("array index out of range");
    match key_of(vm, key)? {
        Key::At(at) => {
            let own = of(vm, this)?;
            let at = resolve(at, own.len()).ok_or_else(out)?;
            own.get(vm, at)?.ok_or_else(out)
        }
        Key::Slice(bounds) => {
            let own = of(vm, this)?;
            let bytes = own.select(vm, bounds.span(own.len()))?;
            Ok(super::make(vm, &vm.ty(&ARRAY), own.kind, bytes))
        }
    }
}

pub(super) fn setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let key = key_of(vm, key)?;
    let own = of(vm, this)?;
    let out = || vm.index_error("array assignment index out of range");
    match (key, value) {
        (Key::At(at), Some(value)) => {
            let at = resolve(at, own.len()).ok_or_else(out)?;
            own.set(vm, at, value)?;
            Ok(())
        }
        (Key::At(at), None) => {
            let at = resolve(at, own.len()).ok_or_else(out)?;
            own.check_resizable(vm)?;
            let size = usize::from(own.kind.size);
            own.bytes.borrow_mut().drain(at * size..(at + 1) * size);
            Ok(())
        }
        (Key::Slice(bounds), Some(value)) => {
            let new = match of(vm, value) {
                Ok(other) if other.kind == own.kind => other.bytes.borrow().clone(),
                Ok(_) => return Err(wrong_kind(vm)),
                Err(_) => {
                    let class = vm.class(value).full_name();
                    let text = format!("can only assign array (not \"{class}\") to array slice");
                    return Err(vm.type_error(text));
                }
            };
            replace(vm, own, bounds.span(own.len()), new)
        }
        (Key::Slice(bounds), None) => delete(vm, own, bounds.span(own.len())),
    }
}

fn replace(vm: &Vm, own: Array, span: Span, new: Vec<u8>) -> PyResult<()> {
    let size = usize::from(own.kind.size);
    let count = new.len() / size;
    if span.step == 1 {
        if count != span.len {
            own.check_resizable(vm)?;
        }
        let mut bytes = own.bytes.borrow_mut();
        vm.reserve(&mut *bytes, Some(count.saturating_sub(span.len) * size))?;
        let start = span.start as usize * size;
        bytes.splice(start..start + span.len * size, new);
        return Ok(());
    }
    if count == 0 {
        return delete(vm, own, span);
    }
    if count != span.len {
        let wanted = span.len;
        let text =
            format!("attempt to assign array of size {count} to extended slice of size {wanted}");
        return Err(vm.value_error(text));
    }
    let mut bytes = own.bytes.borrow_mut();
    for (at, item) in span.positions().zip(new.chunks(size)) {
        if let Some(place) = bytes.get_mut(at * size..(at + 1) * size) {
            place.copy_from_slice(item);
        }
    }
    Ok(())
}

fn delete(vm: &Vm, own: Array, span: Span) -> PyResult<()> {
    own.check_resizable(vm)?;
    let size = usize::from(own.kind.size);
    let mut bytes = own.bytes.borrow_mut();
    if span.step == 1 {
        let start = span.start as usize * size;
        bytes.drain(start..start + span.len * size);
        return Ok(());
    }
    let mut gone = vec![false; bytes.len() / size];
    for at in span.positions() {
        gone.get_mut(at).into_iter().for_each(|gone| *gone = true);
    }
    let mut at = 0;
    bytes.retain(|_| {
        at += 1;
        !gone.get((at - 1) / size).copied().unwrap_or(false)
    });
    Ok(())
}

#[cold]
fn wrong_kind(vm: &Vm) -> Raised {
    vm.type_error("bad argument type for built-in operation")
}

pub(super) fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    Ok(position(vm, this, item, 0, usize::MAX)?.is_some())
}

/// Where the first equal item is, from `start` on and in front of `stop`.
pub(super) fn position(
    vm: &Vm,
    this: &Value,
    item: &Value,
    start: usize,
    stop: usize,
) -> PyResult<Option<usize>> {
    let own = of(vm, this)?;
    let mut at = start;
    // A comparison may change the array: its length is looked at anew.
    while at < stop {
        let Some(each) = own.get(vm, at)? else { return Ok(None) };
        if vm.equal(&each, item)? {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}

/// Letters whose bytes are equal exactly if the numbers are.
fn is_integer(kind: ItemKind) -> bool {
    !matches!(kind.letter, b'f' | b'd')
}

pub(super) fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Ok(left), Ok(right)) = (of(vm, a), of(vm, b)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let by_length = matches!(op, CompareOp::Eq | CompareOp::Ne);
    if by_length && left.len() != right.len() {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    if by_length && left.kind == right.kind && is_integer(left.kind) {
        let same = a.is(b) || *left.bytes.borrow() == *right.bytes.borrow();
        return Ok(Value::bool(same == (op == CompareOp::Eq)));
    }
    let mut at = 0;
    loop {
        let (Some(first), Some(second)) = (left.get(vm, at)?, right.get(vm, at)?) else { break };
        if !vm.equal(&first, &second)? {
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ => vm.compare(op, &first, &second),
            };
        }
        at += 1;
    }
    let (left, right) = (left.len(), right.len());
    Ok(Value::bool(match op {
        CompareOp::Lt => left < right,
        CompareOp::Le => left <= right,
        CompareOp::Eq => left == right,
        CompareOp::Ne => left != right,
        CompareOp::Gt => left > right,
        CompareOp::Ge => left >= right,
    }))
}

fn repeated(vm: &Vm, own: Array, count: usize) -> PyResult<Vec<u8>> {
    let bytes = own.bytes.borrow();
    let mut out = Vec::new();
    let total = bytes.len().checked_mul(count).ok_or_else(|| vm.memory_error())?;
    vm.reserve(&mut out, Some(total))?;
    (0..count).take(total).for_each(|_| out.extend_from_slice(&bytes));
    Ok(out)
}

fn concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let left = of(vm, this)?;
    let Ok(right) = of(vm, other) else {
        let class = vm.class(other).full_name();
        return Err(vm.type_error(format!("can only append array (not \"{class}\") to array")));
    };
    if left.kind != right.kind {
        return Err(wrong_kind(vm));
    }
    let mut bytes = Vec::new();
    let total = left.bytes.borrow().len().checked_add(right.bytes.borrow().len());
    vm.reserve(&mut bytes, total)?;
    bytes.extend_from_slice(&left.bytes.borrow());
    bytes.extend_from_slice(&right.bytes.borrow());
    Ok(super::make(vm, &vm.ty(&ARRAY), left.kind, bytes))
}

fn repeat(vm: &Vm, this: &Value, count: usize) -> PyResult {
    let own = of(vm, this)?;
    Ok(super::make(vm, &vm.ty(&ARRAY), own.kind, repeated(vm, own, count)?))
}

fn extend(vm: &Vm, this: &Value, other: &Value) -> PyResult<()> {
    if of(vm, other).is_err() {
        let class = vm.class(other).full_name();
        let text = format!("can only extend array with array (not \"{class}\")");
        return Err(vm.type_error(text));
    }
    super::methods::extend(vm, this, other).map(drop)
}

fn multiply(vm: &Vm, this: &Value, count: usize) -> PyResult<()> {
    let own = of(vm, this)?;
    let bytes = repeated(vm, own, count)?;
    if bytes.len() != own.bytes.borrow().len() {
        own.check_resizable(vm)?;
        drop(own.bytes.replace(bytes));
    }
    Ok(())
}

pub(super) static SEQUENCE: SequenceSlots =
    SequenceSlots { concat, repeat, extend: Some(extend), multiply: Some(multiply) };

// ---- the iterator ------------------------------------------------------------------------------

struct Iter {
    /// Unbound at the end.
    array: Var,
    at: Cell<usize>,
}

impl Traverse for Iter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.array.visit(visit);
    }

    fn clear(&self) {
        self.array.set(Value::UNBOUND);
    }
}

pub(super) fn iter(vm: &Vm, this: &Value) -> PyResult {
    of(vm, this)?;
    let state = Iter { array: this.clone().into(), at: Cell::new(0) };
    Ok(vm.new_foreign(&vm.ty(&ITERATOR), state))
}

fn iter_of<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Iter> {
    this.foreign::<Iter>().ok_or_else(|| vm.wrong_self(this, "array.arrayiterator"))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = iter_of(vm, this)?;
    let Some(array) = own.array.bound() else { return Ok(None) };
    let item = of(vm, &array)?.get(vm, own.at.get())?;
    match item {
        Some(_) => own.at.set(own.at.get() + 1),
        None => own.array.set(Value::UNBOUND),
    }
    Ok(item)
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let function = vm.builtin_function("iter")?;
    let own = iter_of(vm, this)?;
    Ok(match own.array.bound() {
        Some(array) => vm.rebuilt_by(function, vec![array], Some(vm.int(own.at.get() as i64))),
        None => vm.rebuilt_by(function, vec![vm.empty_tuple()], None),
    })
}

fn setstate(vm: &Vm, this: &Value, state: &Value) -> PyResult<()> {
    let own = iter_of(vm, this)?;
    if vm.as_big(state).is_none() {
        return Err(vm.type_error("an integer is required"));
    }
    let at = vm.index_i64(state)?;
    if let Some(array) = own.array.bound() {
        own.at.set((at.max(0) as usize).min(of(vm, &array)?.len()));
    }
    Ok(())
}

pub(super) static ITERATOR: TypeSpec = TypeSpec {
    name: "array.arrayiterator",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next), ..Slots::NONE },
    methods: funcs![
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
        "__setstate__" = setstate, "(self, state, /)", "Goes on at that index.";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

/// The payload, if the value is an array and no bytearray.
pub(super) fn payload(value: &Value) -> Option<(&ByteArrayObject, ItemKind)> {
    let payload = value.get::<ByteArrayObject>()?;
    Some((payload, payload.2?))
}
