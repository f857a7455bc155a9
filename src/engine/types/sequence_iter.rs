//! Iterators over sequences: list, tuple, str, bytes and whatever has `__getitem__`.

use std::cell::Cell;

use crate::object::header::{Payload, Traverse};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;

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

/// All of these have the kind `SequenceIter`; the type tells what the sequence is.
pub static LIST_ITERATOR: TypeSpec = iterator("list_iterator");
pub static TUPLE_ITERATOR: TypeSpec = iterator("tuple_iterator");
pub static STR_ITERATOR: TypeSpec = iterator("str_iterator");
pub static BYTES_ITERATOR: TypeSpec = iterator("bytes_iterator");
pub static BYTEARRAY_ITERATOR: TypeSpec = iterator("bytearray_iterator");
pub static ITERATOR: TypeSpec = iterator("iterator");

const fn iterator(name: &'static str) -> TypeSpec {
    TypeSpec {
        name,
        operations: Some(SequenceIterObject::OPERATIONS),
        flags: type_flag::NO_NEW,
        ..TypeSpec::NONE
    }
}
