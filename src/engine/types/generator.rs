//! Generators, coroutines and asynchronous generators as Python sees them. How they run is in
//! `vm/coroutine.rs`.

use crate::object::frame::GeneratorObject;
use crate::object::header::Payload;
use crate::object::types::{TypeSpec, type_flag};

pub static GENERATOR: TypeSpec = TypeSpec {
    name: "generator",
    operations: Some(GeneratorObject::OPERATIONS),
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};

pub static COROUTINE: TypeSpec = TypeSpec {
    name: "coroutine",
    operations: Some(GeneratorObject::OPERATIONS),
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};

pub static ASYNC_GENERATOR: TypeSpec = TypeSpec {
    name: "async_generator",
    operations: Some(GeneratorObject::OPERATIONS),
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};
