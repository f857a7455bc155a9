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
