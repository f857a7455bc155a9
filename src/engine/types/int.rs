//! int and bool: big integers, arithmetic, methods. Small ints are immediates (`object/value.rs`).

use num_bigint::BigInt;

use crate::object::header::{Payload, Traverse};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The payload of an int that is no immediate: beyond 63 bits, or of a subclass.
pub struct BigIntObject(pub BigInt);

impl Traverse for BigIntObject {}

impl Vm {
    #[inline(always)]
    pub fn int(&self, value: i64) -> Value {
        match Value::small_int(value) {
            Some(value) => value,
            None => self.big_int(BigInt::from(value)),
        }
    }

    /// An int of any size; small ones become immediates.
    #[cold]
    pub fn big_int(&self, value: BigInt) -> Value {
        match i64::try_from(&value).ok().and_then(Value::small_int) {
            Some(small) => small,
            None => self.new_object(self.types.int(), BigIntObject(value)),
        }
    }

    /// The int of a literal's digits.
    pub fn int_from_digits(&self, digits: &str, radix: u32) -> Value {
        let parsed = BigInt::parse_bytes(digits.as_bytes(), radix);
        self.big_int(parsed.unwrap_or_default())
    }
}

pub static INT: TypeSpec = TypeSpec {
    name: "int",
    operations: Some(BigIntObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};

pub static BOOL: TypeSpec = TypeSpec {
    name: "bool",
    operations: Some(BigIntObject::OPERATIONS),
    base: Some(&INT),
    flags: type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};
