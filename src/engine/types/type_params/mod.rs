//! What type parameters and `type` statements make: TypeVar, ParamSpec, TypeVarTuple, TypeAliasType
//! and Generic. The module `typing` shows them; what they share with its other names (checking of
//! types, unions, aliases of generic classes) they ask it for.

mod alias;
mod generic;
mod parts;
mod variable;

pub use alias::TYPE_ALIAS;
pub use generic::GENERIC;
pub use parts::{NO_DEFAULT_TYPE, PARAM_SPEC_ARGS, PARAM_SPEC_KWARGS, no_default};
pub use variable::{PARAM_SPEC, TYPE_VAR, TYPE_VAR_TUPLE};

pub(crate) use alias::{is_alias, new_alias};
pub(crate) use generic::subscript;
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

    /// What it holds may refer to its owner: `type X = (X,)`.
    fn clear(&self) {
        self.value.set(Value::NONE);
        self.function.set(Value::UNBOUND);
    }
}

/// Calls a function of the module `typing`.
fn ask_typing(vm: &Vm, function: &str, args: &[Value]) -> PyResult {
    let module = vm.import_module("typing")?;
    let function = vm.getattr(&module, &vm.intern(function))?;
    vm.call(&function, args)
}

/// `typing.Unpack[variable]`.
fn unpacked(vm: &Vm, variable: &Value) -> PyResult {
    let module = vm.import_module("typing")?;
    let unpack = vm.getattr(&module, &vm.intern("Unpack"))?;
    vm.getitem(&unpack, variable)
}

/// The parameters, where a TypeVarTuple stands as `*Ts`.
fn with_tuples_unpacked(vm: &Vm, params: &Value) -> PyResult {
    let is_tuple = |value: &Value| variable::kind_of(value) == Some(Kind::TypeVarTuple);
    if !params.tuple_items().iter().any(is_tuple) {
        return Ok(params.clone());
    }
    let mut all = Vec::with_capacity(params.tuple_items().len());
    for param in params.tuple_items() {
        all.push(if is_tuple(param) { unpacked(vm, param)? } else { param.clone() });
    }
    Ok(vm.tuple(all))
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
