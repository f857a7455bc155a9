//! set and frozenset: the objects and their methods.

use std::cell::Cell;

use crate::object::dict::DictObject;
use crate::object::header::{Payload, Traverse};
use crate::object::slots::PyResult;
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The payload of a set or frozenset: the keys of a dict whose values say nothing.
#[derive(Default)]
pub struct SetObject {
    pub keys: DictObject,
    /// A frozenset's hash, once computed.
    pub hash: Cell<Option<i64>>,
}

impl Traverse for SetObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.keys.traverse(visit);
    }

    fn clear(&self) {
        self.keys.clear();
    }
}

impl Vm {
    /// A new set of the values; hashes them.
    pub fn new_set(&self, ty: &TypeRef, items: Vec<Value>) -> PyResult {
        let set = SetObject::default();
        for item in items {
            set.keys.insert(self, item, Value::NONE)?;
        }
        Ok(self.new_object(ty, set))
    }

    /// A frozenset of constants.
    pub fn frozen_set(&self, items: Vec<Value>) -> Value {
        let made = self.new_set(self.types.frozenset(), items);
        made.unwrap_or_else(|_| crate::object::frame::bug("a constant that cannot be hashed"))
    }
}

pub static SET: TypeSpec = TypeSpec {
    name: "set",
    operations: Some(SetObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::WEAK | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};

pub static FROZENSET: TypeSpec = TypeSpec {
    name: "frozenset",
    operations: Some(SetObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::WEAK | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};
