//! str: its methods. The object itself is `object/string.rs`.

use crate::object::header::Payload;
use crate::object::string::StrObject;
use crate::object::types::{TypeSpec, type_flag};

pub static STR: TypeSpec = TypeSpec {
    name: "str",
    operations: Some(StrObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};

use crate::object::value::Value;
use crate::object::slots::PyResult;
use crate::object::vm::Vm;
impl Vm {
    pub fn ascii(&self, value: &Value) -> PyResult { self.repr(value) }
    pub fn format(&self, value: &Value, _: &Value) -> PyResult { self.str_of(value) }
}
