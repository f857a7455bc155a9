//! `sys.unraisablehook`: what is told of an exception that nobody can catch.

use super::super::ExceptionObject;
use crate::object::native::{GetSet, NativeObject};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::tuple::TUPLE;

/// What messages begin with unless there is more to say.
pub(super) const USUAL: &str = "Exception ignored in";

const FIELDS: [&str; 5] = ["exc_type", "exc_value", "exc_traceback", "err_msg", "object"];

fn field(this: &Value, at: usize) -> PyResult {
    Ok(this.tuple_items().get(at).cloned().unwrap_or(Value::NONE))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let mut parts = Vec::new();
    for (name, item) in FIELDS.iter().zip(this.tuple_items()) {
        parts.push(format!("{name}={}", vm.repr_text(item)?));
    }
    Ok(vm.str(&format!("UnraisableHookArgs({})", parts.join(", "))))
}

macro_rules! field {
    ($name:literal, $at:literal, $doc:literal) => {
        GetSet { name: $name, doc: $doc, get: |_, this| field(this, $at), set: None }
    };
}

static UNRAISABLE_HOOK_ARGS: TypeSpec = TypeSpec {
    name: "UnraisableHookArgs",
    doc: "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.",
    base: Some(&TUPLE),
    slots: Slots { repr: Some(repr), ..Slots::NONE },
    getset: &[
        field!("exc_type", 0, "Exception type"),
        field!("exc_value", 1, "Exception value"),
        field!("exc_traceback", 2, "Exception traceback"),
        field!("err_msg", 3, "Error message"),
        field!("object", 4, "Object causing the exception"),
    ],
    flags: type_flag::SEQUENCE | type_flag::NO_NEW,
    ..TypeSpec::NONE
};

/// `sys.unraisablehook` as it is from the start.
pub(crate) fn unraisable_hook(vm: &Vm, args: &Value) -> PyResult<()> {
    if vm.class(args).spec.is_none_or(|spec| !std::ptr::eq(spec, &UNRAISABLE_HOOK_ARGS)) {
        let text = "sys.unraisablehook argument type must be UnraisableHookArgs";
        return Err(vm.type_error(text));
    }
    let (exception, message, object) = (field(args, 1)?, field(args, 3)?, field(args, 4)?);
    let what = message.as_str().unwrap_or(USUAL);
    vm.write_stderr(&vm.format_unraisable(what, &exception, &object));
    Ok(())
}

impl Vm {
    /// Has the script's own `sys.unraisablehook` tell of it; false if there is none.
    pub(super) fn call_unraisable_hook(
        &self,
        what: &str,
        exception: &Value,
        object: &Value,
    ) -> bool {
        let Some(hook) = self.sys_attr("unraisablehook").filter(|hook| !hook.is_none()) else {
            return false;
        };
        if hook.get::<NativeObject>().is_some_and(|native| native.def.name == "unraisablehook") {
            return false;
        }
        let traceback = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
        let args = vec![
            self.type_of(exception).value().clone(),
            exception.clone(),
            traceback.unwrap_or(Value::NONE),
            if what == USUAL { Value::NONE } else { self.str(what) },
            if object.is_unbound() { Value::NONE } else { object.clone() },
        ];
        let args = self.tuple_of_type(&self.ty(&UNRAISABLE_HOOK_ARGS), args);
        if let Err(raised) = self.call(&hook, &[args]) {
            self.raised_here(&raised.0);
            let what = "Exception ignored in sys.unraisablehook";
            self.write_stderr(&self.format_unraisable(what, &raised.0, &hook));
        }
        true
    }
}
