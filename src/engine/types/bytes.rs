//! bytes and bytearray: the objects and their methods.

use std::cell::RefCell;

use crate::object::header::{Payload, Traverse};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The payload of bytes.
pub struct BytesObject(pub Box<[u8]>);

impl Traverse for BytesObject {}

/// The payload of a bytearray.
pub struct ByteArrayObject(pub RefCell<Vec<u8>>);

impl Traverse for ByteArrayObject {}

impl Vm {
    pub fn new_bytes(&self, bytes: Vec<u8>) -> Value {
        self.new_object(self.types.bytes(), BytesObject(bytes.into_boxed_slice()))
    }
}

pub static BYTES: TypeSpec = TypeSpec {
    name: "bytes",
    operations: Some(BytesObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};

pub static BYTEARRAY: TypeSpec = TypeSpec {
    name: "bytearray",
    operations: Some(ByteArrayObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};
