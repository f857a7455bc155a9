//! What type parameters and `type` statements make: TypeVar, ParamSpec, TypeVarTuple, TypeAliasType
//! and Generic. The module `typing` shows them; the language needs none of it.

mod alias;
mod generic;
mod variable;

pub use alias::TYPE_ALIAS;
pub use generic::GENERIC;
pub use variable::{
    NO_DEFAULT_TYPE, PARAM_SPEC, PARAM_SPEC_ARGS, PARAM_SPEC_KWARGS, TYPE_VAR, TYPE_VAR_TUPLE,
    no_default,
};

pub(crate) use alias::new_alias;
pub(crate) use generic::{is_superfluous, subscript};
pub(crate) use variable::{Kind, new_parameter, set_default};

use crate::object::slots::PyResult;
use crate::object::types::TypeSpec;
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;

/// All of them, for a module to show.
pub static TYPES: &[&TypeSpec] = &[
    &TYPE_VAR,
    &PARAM_SPEC,
    &PARAM_SPEC_ARGS,
    &PARAM_SPEC_KWARGS,
    &TYPE_VAR_TUPLE,
    &TYPE_ALIAS,
    &GENERIC,
];

/// A value that a function of no arguments gives when it is first asked for.
struct Lazy {
    value: Var,
    function: Var,
}

impl Lazy {
    fn of_value(value: Value) -> Lazy {
        Lazy { value: value.into(), function: Var::unbound() }
    }

    fn of_function(function: Value) -> Lazy {
        Lazy { value: Var::unbound(), function: function.into() }
    }

    fn get(&self, vm: &Vm) -> PyResult {
        if let Some(value) = self.value.bound() {
            return Ok(value);
        }
        let value = match self.function.bound() {
            Some(function) => vm.call(&function, &[])?,
            None => Value::NONE,
        };
        self.value.set(value.clone());
        self.function.set(Value::UNBOUND);
        Ok(value)
    }

    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.value.visit(visit);
        self.function.visit(visit);
    }
}

/// Whether the value may stand beside `|` in a union. Of parameters `typing` makes one.
pub(crate) fn can_be_in_union(value: &Value) -> bool {
    alias::is_alias(value)
}

/// The name of the module whose code is being executed.
fn calling_module(vm: &Vm) -> Value {
    let frame = vm.current_frame(0);
    let frame = frame.as_ref().and_then(|f| f.get::<crate::types::frame::FrameObject>());
    let globals = frame
        .and_then(|f| f.function.get::<crate::object::code::FunctionObject>())
        .map(|function| function.globals.clone());
    let name = globals
        .as_ref()
        .and_then(|g| g.get::<crate::object::dict::DictObject>())
        .and_then(|dict| dict.get_interned(&vm.names().__name__));
    name.unwrap_or(Value::NONE)
}
