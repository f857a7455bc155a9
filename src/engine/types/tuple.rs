//! tuple: its methods. The object itself is `object/tuple.rs`.

use crate::object::header::Payload;
use crate::object::tuple::TupleObject;
use crate::object::types::{TypeSpec, type_flag};

pub static TUPLE: TypeSpec = TypeSpec {
    name: "tuple",
    operations: Some(TupleObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::SEQUENCE | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};
