//! dict: its methods, views and iterators. The object itself is `object/dict.rs`.

use crate::object::dict::DictObject;
use crate::object::header::Payload;
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

impl Vm {
    pub fn new_dict(&self, dict: DictObject) -> Value {
        self.new_object(self.types.dict(), dict)
    }
}

pub static DICT: TypeSpec = TypeSpec {
    name: "dict",
    operations: Some(DictObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::MAPPING | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};
