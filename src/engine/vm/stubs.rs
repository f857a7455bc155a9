//! Stand-ins for functions whose real place is being written; each goes away with its own file.

use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

impl Vm {
    pub fn split_exception_group(&self, _: &Value, _: &Value) -> PyResult<(Value, Value)> {
        Ok((Value::NONE, Value::NONE))
    }
    pub fn prepare_reraise_star(&self, _: &Value, _: &Value) -> PyResult {
        Ok(Value::NONE)
    }
}
