//! Rare operations that the compiler calls by number: see `Helper` in the compiler's `op.rs`.

use taipan_compiler::op::Helper;

use crate::object::code::FunctionObject;
use crate::object::dict::DictObject;
use crate::object::frame::{Flavor, Frame, GeneratorObject, Return};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::*;
use crate::types::type_params::{Kind, new_alias, new_parameter, set_default, subscript};

/// # Safety
/// `frame` is the executing frame.
pub(super) unsafe fn call(
    vm: &Vm,
    frame: *mut Frame,
    helper: Helper,
    args: Vec<Value>,
) -> PyResult {
    let mut args = args.into_iter();
    let mut arg = || args.next().unwrap_or(Value::NONE);
    match helper {
        Helper::PrintExpr => vm.call_display_hook(&arg()),
        // SAFETY: by contract.
        Helper::StopIterationError => Ok(unsafe { stop_iteration_error(vm, frame, arg()) }),
        Helper::SetupAnnotations => {
            // SAFETY: by contract.
            let namespace = unsafe { (*frame).locals.clone() };
            let name = vm.names().__annotations__.clone();
            if super::slow::item_or_none(vm, &namespace, &name)?.is_none() {
                let dict = vm.new_dict(DictObject::new());
                vm.setitem(&namespace, &name, Some(&dict))?;
            }
            Ok(Value::NONE)
        }
        Helper::SetTypeParams => {
            let (function, params) = (arg(), arg());
            if let Some(payload) = function.get::<FunctionObject>() {
                payload.type_params.set(params);
            }
            Ok(function)
        }
        Helper::TypeVar
        | Helper::TypeVarBound
        | Helper::TypeVarConstraints
        | Helper::ParamSpec
        | Helper::TypeVarTuple
        | Helper::TypeParamDefault
        | Helper::SubscriptGeneric
        | Helper::TypeAlias => vm.type_parameter(helper, args.collect()),
    }
}

/// A StopIteration that leaves a generator or coroutine becomes a RuntimeError; so does a
/// StopAsyncIteration that leaves an asynchronous generator.
unsafe fn stop_iteration_error(vm: &Vm, frame: *mut Frame, exception: Value) -> Value {
    // SAFETY: by contract of `call`.
    let flavor = unsafe {
        if (*frame).kind != Return::Generator {
            return exception;
        }
        GeneratorObject::of_frame(frame).flavor
    };
    let text = match flavor {
        Flavor::Generator => "generator raised StopIteration",
        Flavor::Coroutine => "coroutine raised StopIteration",
        Flavor::AsyncGenerator => "async generator raised StopIteration",
    };
    let text = if vm.is_exception(&exception, &STOP_ITERATION) {
        text
    } else if flavor == Flavor::AsyncGenerator && vm.is_exception(&exception, &STOP_ASYNC_ITERATION)
    {
        "async generator raised StopAsyncIteration"
    } else {
        return exception;
    };
    let error = vm.runtime_error(text).0;
    if let Some(payload) = error.get::<ExceptionObject>() {
        payload.cause.set(exception.clone());
        payload.context.set(exception);
        payload.suppress_context.set(true);
    }
    error
}

impl Vm {
    /// What the prompt does with the value of an expression statement: asks `sys.displayhook`.
    fn call_display_hook(&self, value: &Value) -> PyResult {
        match self.sys_attr("displayhook") {
            Some(hook) => self.call(&hook, std::slice::from_ref(value)),
            None => Err(self.runtime_error("lost sys.displayhook")),
        }
    }

    /// What `sys.displayhook` does at the start.
    pub(crate) fn display(&self, value: &Value) -> PyResult {
        if value.is_none() {
            return Ok(Value::NONE);
        }
        let builtins = self.builtins_dict();
        let name = self.intern("_");
        if let Some(dict) = builtins.get::<DictObject>() {
            // What the repr prints by this hook does not see the value before.
            drop(dict.set_interned(&name, Value::NONE));
        }
        let text = self.repr(value)?;
        let stdout = match self.sys_attr("stdout") {
            Some(stream) => stream,
            None => return Err(self.runtime_error("lost sys.stdout")),
        };
        if !stdout.is_none() {
            let write = self.intern("write");
            self.call_method(&stdout, &write, &[text])?;
            self.call_method(&stdout, &write, &[self.str("\n")])?;
        }
        if let Some(dict) = builtins.get::<DictObject>() {
            drop(dict.set_interned(&name, value.clone()));
        }
        Ok(Value::NONE)
    }

    /// What type parameters and `type` statements make.
    fn type_parameter(&self, helper: Helper, args: Vec<Value>) -> PyResult {
        let mut args = args.into_iter();
        let first = args.next().unwrap_or(Value::NONE);
        let mut more = || args.next();
        let made = |kind: Kind, bound: Option<Value>, constraints: Option<Value>| {
            new_parameter(self, kind, first.clone(), bound, constraints)
        };
        Ok(match helper {
            Helper::TypeVarBound => made(Kind::TypeVar, more(), None),
            Helper::TypeVarConstraints => made(Kind::TypeVar, None, more()),
            Helper::ParamSpec => made(Kind::ParamSpec, None, None),
            Helper::TypeVarTuple => made(Kind::TypeVarTuple, None, None),
            Helper::TypeParamDefault => {
                set_default(&first, more().unwrap_or(Value::NONE));
                first
            }
            Helper::SubscriptGeneric => return subscript(self, &first),
            Helper::TypeAlias => {
                let (params, value) = (more(), more());
                new_alias(self, first, params.unwrap_or(Value::NONE), value.unwrap_or(Value::NONE))
            }
            Helper::TypeVar
            | Helper::PrintExpr
            | Helper::StopIterationError
            | Helper::SetTypeParams
            | Helper::SetupAnnotations => made(Kind::TypeVar, None, None),
        })
    }
}
