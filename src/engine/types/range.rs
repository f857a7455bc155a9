//! range, its iterator, and slice.

use std::cell::Cell;

use crate::object::header::{Payload, Traverse};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The payload of a range: three ints (big ones too) and the number of elements.
pub struct RangeObject {
    pub start: Value,
    pub stop: Value,
    pub step: Value,
    pub len: Value,
}

impl Traverse for RangeObject {}

/// The payload of a range's iterator while everything fits into 64 bits.
pub struct RangeIterObject {
    /// The next element.
    pub next: Cell<i64>,
    pub step: i64,
    /// Elements left.
    pub left: Cell<u64>,
}

impl Traverse for RangeIterObject {}

/// The payload of a slice.
pub struct SliceObject {
    pub start: Value,
    pub stop: Value,
    pub step: Value,
}

impl Traverse for SliceObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        [&self.start, &self.stop, &self.step].into_iter().for_each(visit);
    }
}

impl Vm {
    pub fn new_slice(&self, start: Value, stop: Value, step: Value) -> Value {
        self.new_object(self.types.slice(), SliceObject { start, stop, step })
    }
}

pub static RANGE: TypeSpec = TypeSpec {
    name: "range",
    operations: Some(RangeObject::OPERATIONS),
    flags: type_flag::SEQUENCE,
    ..TypeSpec::NONE
};

pub static RANGE_ITERATOR: TypeSpec = TypeSpec {
    name: "range_iterator",
    operations: Some(RangeIterObject::OPERATIONS),
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

pub static SLICE: TypeSpec =
    TypeSpec { name: "slice", operations: Some(SliceObject::OPERATIONS), ..TypeSpec::NONE };
