//! Special methods: wrappers that show a builtin type's slots as methods, and slots that call the
//! methods of a Python class.

use crate::object::dict::DictObject;
use crate::object::types::{TypeRef, TypeSpec};
use crate::object::vm::Vm;

/// Puts a wrapper for each slot of the static table into the namespace.
pub(crate) fn fill_wrappers(_: &Vm, _: &'static TypeSpec, _: &TypeRef, _: &DictObject) {}
