//! super: attribute lookup that starts behind a class in the method resolution order.

use crate::object::types::TypeSpec;

pub static SUPER: TypeSpec = TypeSpec { name: "super", ..TypeSpec::NONE };
