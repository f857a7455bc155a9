//! Iterators over sequences: list, tuple, str, bytes and whatever has `__getitem__`.

use std::cell::Cell;

use crate::funcs;
use crate::object::header::{Payload, Traverse};
use crate::object::slots::{PyResult, Slots};
use crate::object::string::StrObject;
use crate::object::tuple::TupleObject;
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::bytes::{ByteArrayObject, BytesObject};
use crate::types::exception::{INDEX_ERROR, STOP_ITERATION};
use crate::types::list::ListObject;
use crate::types::str::text::count_chars;

/// The payload: the sequence (unbound once exhausted) and the next index (for str the byte offset).
pub struct SequenceIterObject {
    pub sequence: Var,
    pub at: Cell<usize>,
}

impl Traverse for SequenceIterObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.sequence.visit(visit);
    }

    fn clear(&self) {
        self.sequence.set(Value::UNBOUND);
    }
}

impl SequenceIterObject {
    /// The end: the sequence is let go, and stays so.
    fn finish(&self) -> Option<Value> {
        self.sequence.set(Value::UNBOUND);
        None
    }

    fn step(&self, item: Option<Value>) -> Option<Value> {
        match item {
            Some(item) => {
                self.at.set(self.at.get() + 1);
                Some(item)
            }
            None => self.finish(),
        }
    }
}

impl Vm {
    /// The iterator over a sequence; for what is no builtin one, the kind that calls `__getitem__`.
    pub fn sequence_iterator(&self, sequence: &Value) -> Value {
        let payload = SequenceIterObject { sequence: sequence.clone().into(), at: Cell::new(0) };
        let ty = if sequence.get::<ListObject>().is_some() {
            self.ty(&LIST_ITERATOR)
        } else if sequence.get::<TupleObject>().is_some() {
            self.ty(&TUPLE_ITERATOR)
        } else if let Some(text) = sequence.get::<StrObject>() {
            let exact = sequence.get_exact::<StrObject>().is_some();
            self.ty(if exact && text.is_ascii() { &STR_ASCII_ITERATOR } else { &STR_ITERATOR })
        } else if sequence.get::<BytesObject>().is_some() {
            self.ty(&BYTES_ITERATOR)
        } else if sequence.get::<ByteArrayObject>().is_some() {
            self.ty(&BYTEARRAY_ITERATOR)
        } else {
            self.types.sequence_iterator().clone()
        };
        self.new_object(&ty, payload)
    }

    /// The iterator that calls `__getitem__` whatever the sequence is.
    pub fn getitem_iterator(&self, sequence: &Value) -> Value {
        let payload = SequenceIterObject { sequence: sequence.clone().into(), at: Cell::new(0) };
        self.new_object(self.types.sequence_iterator(), payload)
    }
}

fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a SequenceIterObject> {
    vm.payload::<SequenceIterObject>(this, "iterator")
}

fn iter(_: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn list_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = own(vm, this)?;
    let sequence = own.sequence.get();
    let Some(list) = sequence.get::<ListObject>() else { return Ok(None) };
    Ok(own.step(list.get(own.at.get())))
}

fn tuple_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = own(vm, this)?;
    let sequence = own.sequence.get();
    let Some(items) = sequence.as_tuple() else { return Ok(None) };
    Ok(own.step(items.get(own.at.get()).cloned()))
}

fn str_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = own(vm, this)?;
    let found = own.sequence.with(|sequence| {
        let text = sequence.as_str_object()?;
        Some(text.code_point(own.at.get()))
    });
    let Some(found) = found else { return Ok(None) };
    match found {
        Some((point, next)) => {
            own.at.set(next);
            Ok(Some(vm.str_of_point(point)))
        }
        None => Ok(own.finish()),
    }
}

fn bytes_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = own(vm, this)?;
    let sequence = own.sequence.get();
    let Some(bytes) = sequence.get::<BytesObject>() else { return Ok(None) };
    let byte = bytes.0.get(own.at.get());
    Ok(own.step(byte.map(|b| Value::int_unchecked(i64::from(*b)))))
}

fn bytearray_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = own(vm, this)?;
    let sequence = own.sequence.get();
    let Some(bytes) = sequence.get::<ByteArrayObject>() else { return Ok(None) };
    let byte = bytes.0.borrow().get(own.at.get()).copied();
    Ok(own.step(byte.map(|b| Value::int_unchecked(i64::from(b)))))
}

fn getitem_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = own(vm, this)?;
    let Some(sequence) = own.sequence.bound() else { return Ok(None) };
    match vm.getitem(&sequence, &vm.int(own.at.get() as i64)) {
        Ok(item) => Ok(own.step(Some(item))),
        Err(raised)
            if vm.is_exception(&raised.0, &INDEX_ERROR)
                || vm.is_exception(&raised.0, &STOP_ITERATION) =>
        {
            Ok(own.finish())
        }
        Err(raised) => Err(raised),
    }
}

/// How many items are left, as far as that can be told.
fn length_hint(vm: &Vm, this: &Value) -> PyResult {
    let own = own(vm, this)?;
    let (Some(sequence), at) = (own.sequence.bound(), own.at.get()) else {
        return Ok(vm.int(0));
    };
    let left = match sequence.get::<StrObject>() {
        // The position is a byte offset.
        Some(text) => match text.as_bytes().get(at..) {
            Some(rest) => rest.iter().filter(|b| **b & 0xc0 != 0x80).count(),
            None => 0,
        },
        None => match length(vm, this, &sequence) {
            Some(length) => length?.saturating_sub(at),
            None => return Ok(Value::NOT_IMPLEMENTED),
        },
    };
    Ok(vm.int(left as i64))
}

/// How long the sequence is: for the iterator of a builtin type what it holds, whatever a class derived
/// from the type says. `None` if there is no way to ask.
fn length(vm: &Vm, this: &Value, sequence: &Value) -> Option<PyResult<usize>> {
    if vm.type_of(this) != *vm.types.sequence_iterator() {
        let held = sequence.get::<ListObject>().map(ListObject::len);
        let held = held.or_else(|| sequence.as_tuple().map(<[Value]>::len));
        let held = held.or_else(|| sequence.get::<BytesObject>().map(|bytes| bytes.0.len()));
        let array = || sequence.get::<ByteArrayObject>().map(|bytes| bytes.0.borrow().len());
        if let Some(held) = held.or_else(array) {
            return Some(Ok(held));
        }
    }
    vm.class(sequence).slots.len.get().is_some().then(|| vm.len(sequence))
}

/// `iter` and the sequence, with the next index; an empty sequence at the end.
fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let function = vm.builtin_function("iter")?;
    let own = own(vm, this)?;
    let Some(sequence) = own.sequence.bound() else {
        let class = vm.type_of(this);
        let empty = if class == vm.ty(&LIST_ITERATOR) {
            vm.new_list(Vec::new())
        } else if class == vm.ty(&STR_ITERATOR) || class == vm.ty(&STR_ASCII_ITERATOR) {
            vm.str("")
        } else {
            vm.empty_tuple()
        };
        return Ok(vm.rebuilt_by(function, vec![empty], None));
    };
    let at = match sequence.get::<StrObject>() {
        Some(text) => count_chars(text.as_bytes().get(..own.at.get()).unwrap_or(&[])),
        None => own.at.get(),
    };
    Ok(vm.rebuilt_by(function, vec![sequence], Some(vm.int(at as i64))))
}

/// Goes on at that index.
fn setstate(vm: &Vm, this: &Value, state: &Value) -> PyResult<()> {
    let own = own(vm, this)?;
    if vm.as_big(state).is_none() {
        return Err(vm.type_error("an integer is required"));
    }
    let at = vm.index_i64(state)?;
    let Some(sequence) = own.sequence.bound() else { return Ok(()) };
    if at < 0 && sequence.get::<ListObject>().is_some() {
        own.finish();
        return Ok(());
    }
    let at = at.max(0) as usize;
    own.at.set(match sequence.get::<StrObject>() {
        Some(text) => text.offset(at),
        None if vm.type_of(this) == *vm.types.sequence_iterator() => at,
        None => at.min(length(vm, this, &sequence).unwrap_or(Ok(at))?),
    });
    Ok(())
}

/// All of these have the kind `SequenceIter`; the type tells what the sequence is.
pub static LIST_ITERATOR: TypeSpec = iterator("list_iterator", list_next);
pub static TUPLE_ITERATOR: TypeSpec = iterator("tuple_iterator", tuple_next);
pub static STR_ITERATOR: TypeSpec = iterator("str_iterator", str_next);
pub static STR_ASCII_ITERATOR: TypeSpec = iterator("str_ascii_iterator", str_next);
pub static BYTES_ITERATOR: TypeSpec = iterator("bytes_iterator", bytes_next);
pub static BYTEARRAY_ITERATOR: TypeSpec = iterator("bytearray_iterator", bytearray_next);
pub static ITERATOR: TypeSpec = iterator("iterator", getitem_next);

const fn iterator(
    name: &'static str,
    next: fn(&Vm, &Value) -> PyResult<Option<Value>>,
) -> TypeSpec {
    TypeSpec {
        name,
        operations: Some(SequenceIterObject::OPERATIONS),
        slots: Slots { iter: Some(iter), next: Some(next), ..Slots::NONE },
        methods: funcs![
            "__length_hint__" = length_hint, "(self, /)", "How many items are left, as a hint.";
            "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
            "__setstate__" = setstate, "(self, state, /)", "Goes on at that index.";
        ],
        flags: type_flag::NO_NEW,
        ..TypeSpec::NONE
    }
}
