//! Objects whose payload is any Rust value: for types whose speed does not depend on their layout.

use std::any::Any;

use super::header::Traverse;
use super::types::TypeRef;
use super::value::Value;
use super::vm::Vm;

/// A Rust value that Python code can hold. `traverse` shows every `Value` that it owns, `clear`
/// drops those that can be part of a cycle.
pub trait Foreign: Any + Traverse {}

impl<T: Any + Traverse> Foreign for T {}

/// The payload: the value behind a box.
pub struct ForeignObject(Box<dyn Foreign>);

impl Traverse for ForeignObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.traverse(visit);
    }

    fn clear(&self) {
        self.0.clear();
    }
}

impl Vm {
    /// A new object of a type whose kind is `Foreign`.
    pub fn new_foreign<T: Foreign>(&self, ty: &TypeRef, value: T) -> Value {
        self.new_object(ty, ForeignObject(Box::new(value)))
    }
}

impl Value {
    /// The Rust value, if the object holds one of that type.
    pub fn foreign<T: Foreign>(&self) -> Option<&T> {
        let object = self.get::<ForeignObject>()?;
        (&*object.0 as &dyn Any).downcast_ref()
    }
}
