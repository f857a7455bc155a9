//! The loop's exception handler: where errors go that nobody can catch. Prints CPython's text.

use super::event_loop::EventLoop;
use crate::object::dict::DictObject;
use crate::object::header::SUBCLASS;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::{ExceptionObject, KEYBOARD_INTERRUPT, SYSTEM_EXIT};

/// `loop.call_exception_handler({…})`, a method that other classes of loops have their own of. Comes
/// back with an error only if that ends the program.
pub(super) fn call_exception_handler(
    vm: &Vm,
    event_loop: &Value,
    rows: &[(&str, Value)],
) -> PyResult<()> {
    let context = DictObject::new();
    for (key, value) in rows {
        context.set_interned(&vm.intern(key), value.clone());
    }
    let context = vm.new_dict(context);
    if event_loop.is_unbound() || event_loop.is_none() {
        default(vm, &context);
        return Ok(());
    }
    vm.call_method(event_loop, &vm.intern("call_exception_handler"), &[context]).map(drop)
}

/// What a native loop does then.
pub(super) fn handle(vm: &Vm, this: &Value, context: &Value) -> PyResult<()> {
    let Some(event_loop) = this.foreign::<EventLoop>() else {
        default(vm, context);
        return Ok(());
    };
    let handler = event_loop.exception_handler.get();
    if handler.is_none() || handler.is_unbound() {
        let result = call_default(vm, this, context);
        return unless_it_ends(vm, result, |vm, exception| {
            let text = "Exception in default exception handler";
            write(vm, text, Some(&exception));
        });
    }
    // The handler runs where the failed callback or task ran.
    let result = vm.call(&handler, &[this.clone(), context.clone()]).map(drop);
    unless_it_ends(vm, result, |vm, exception| {
        let rows = DictObject::new();
        let text = vm.str("Unhandled error in exception handler");
        rows.set_interned(&vm.intern("message"), text);
        rows.set_interned(&vm.intern("exception"), exception);
        rows.set_interned(&vm.intern("context"), context.clone());
        let rows = vm.new_dict(rows);
        let result = call_default(vm, this, &rows);
        let text = "Exception in default exception handler while handling an unexpected error in \
                    custom exception handler";
        if let Err(Raised(exception)) = result {
            write(vm, text, Some(&exception));
        }
    })
}

fn unless_it_ends(
    vm: &Vm,
    result: PyResult<()>,
    otherwise: impl FnOnce(&Vm, Value),
) -> PyResult<()> {
    let Err(Raised(exception)) = result else { return Ok(()) };
    if vm.is_exception(&exception, &KEYBOARD_INTERRUPT) || vm.is_exception(&exception, &SYSTEM_EXIT)
    {
        return Err(Raised(exception));
    }
    otherwise(vm, exception);
    Ok(())
}

/// The default handler; a method, since a class derived from the loop may have another one.
fn call_default(vm: &Vm, this: &Value, context: &Value) -> PyResult<()> {
    if this.header().is_some_and(|h| h.kind_byte() & SUBCLASS != 0) {
        let name = vm.intern("default_exception_handler");
        return vm.call_method(this, &name, std::slice::from_ref(context)).map(drop);
    }
    default(vm, context);
    Ok(())
}

/// `loop.default_exception_handler(context)`: everything in the context, then the traceback.
pub(super) fn default(vm: &Vm, context: &Value) {
    let Some(context) = context.get::<DictObject>() else { return };
    let message = context.get_interned(&vm.intern("message")).filter(|m| !m.is_none());
    let message = match message {
        Some(message) => vm.str_text(&message).unwrap_or_default(),
        None => "Unhandled exception in event loop".to_owned(),
    };
    let mut lines = vec![message];
    let mut rows: Vec<(String, Value)> =
        context.pairs().into_iter().map(|(key, value)| (key.to_text(), value)).collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    for (key, value) in rows {
        if key != "message" && key != "exception" {
            let text = vm.repr_text(&value).unwrap_or_else(|_| "<unprintable>".to_owned());
            lines.push(format!("{key}: {text}"));
        }
    }
    let exception = context.get_interned(&vm.intern("exception"));
    let exception = exception.filter(|e| e.get::<ExceptionObject>().is_some());
    write(vm, &lines.join("\n"), exception.as_ref());
}

/// What CPython's `logging` prints for an error when nobody has configured it.
fn write(vm: &Vm, text: &str, exception: Option<&Value>) {
    let mut out = format!("{text}\n");
    if let Some(exception) = exception {
        out.push_str(&vm.format_exception(exception));
    }
    vm.write_stderr(&out);
}

/// For finalisers, whose errors have nowhere to go.
pub(super) fn report_at_end(vm: &Vm, event_loop: &Value, rows: &[(&str, Value)]) {
    // A finaliser runs anywhere; what it calls must not see a half-finished step.
    let context = vm.local.context.get();
    if let Err(Raised(exception)) = call_exception_handler(vm, event_loop, rows) {
        vm.report_unraisable(&exception, event_loop);
    }
    vm.local.context.set(context);
}
