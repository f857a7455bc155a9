//! float and complex. Most floats are immediates (`object/value.rs`).

use crate::object::header::{Payload, Traverse};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The payload of a float that is no immediate, or of a subclass.
pub struct FloatObject(pub f64);

impl Traverse for FloatObject {}

/// The payload of a complex number.
pub struct ComplexObject {
    pub real: f64,
    pub imag: f64,
}

impl Traverse for ComplexObject {}

impl Vm {
    #[inline(always)]
    pub fn float(&self, value: f64) -> Value {
        match Value::small_float(value) {
            Some(value) => value,
            None => self.boxed_float(value),
        }
    }

    #[cold]
    #[inline(never)]
    fn boxed_float(&self, value: f64) -> Value {
        self.new_object(self.types.float(), FloatObject(value))
    }

    pub fn complex(&self, real: f64, imag: f64) -> Value {
        self.new_object(self.types.complex(), ComplexObject { real, imag })
    }
}

impl Value {
    /// The number of a float, immediate or not, subclasses included; no conversion.
    #[inline]
    pub fn as_float(&self) -> Option<f64> {
        self.as_small_float().or_else(|| self.get::<FloatObject>().map(|f| f.0))
    }
}

pub static FLOAT: TypeSpec = TypeSpec {
    name: "float",
    operations: Some(FloatObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};

pub static COMPLEX: TypeSpec = TypeSpec {
    name: "complex",
    operations: Some(ComplexObject::OPERATIONS),
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};
