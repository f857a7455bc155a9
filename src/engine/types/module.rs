//! Modules: the object, and the static description of a native one.

use crate::object::header::{Payload, Traverse};
use crate::object::native::NativeDef;
use crate::object::slots::PyResult;
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The payload of a module.
pub struct ModuleObject {
    /// The namespace, a dict.
    pub dict: Value,
}

impl Traverse for ModuleObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.dict);
    }

    fn clear(&self) {
        if let Some(dict) = self.dict.get::<crate::object::dict::DictObject>() {
            dict.clear();
        }
    }
}

/// The static description of a native module.
pub struct ModuleSpec {
    pub name: &'static str,
    pub doc: &'static str,
    pub funcs: &'static [NativeDef],
    /// Types to put into the namespace under their own names.
    pub types: &'static [&'static TypeSpec],
    /// Other values, by name.
    pub values: &'static [(&'static str, fn(&Vm) -> Value)],
    /// Python source run in the module's namespace after all of the above.
    pub source: Option<&'static str>,
    /// Last step of making the module, if the tables do not suffice.
    pub init: Option<fn(&Vm, &Value) -> PyResult<()>>,
}

impl ModuleSpec {
    pub const NONE: ModuleSpec = ModuleSpec {
        name: "",
        doc: "",
        funcs: &[],
        types: &[],
        values: &[],
        source: None,
        init: None,
    };
}

pub static MODULE: TypeSpec = TypeSpec {
    name: "module",
    operations: Some(ModuleObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::WEAK | type_flag::DICT,
    ..TypeSpec::NONE
};
