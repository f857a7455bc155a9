//! The loop's exception handler: where errors go that nobody can catch. Prints CPython's text.

use super::context::Context;
use super::event_loop::EventLoop;
use crate::object::dict::DictObject;
use crate::object::header::SUBCLASS;
use crate::object::native::Args;
use crate::object::report::Event;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::{ExceptionObject, KEYBOARD_INTERRUPT, SYSTEM_EXIT};
use crate::types::module::ModuleObject;

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
        return default(vm, &context);
    }
    vm.call_method(event_loop, &vm.intern("call_exception_handler"), &[context]).map(drop)
}

/// What a native loop does then.
pub(super) fn handle(vm: &Vm, this: &Value, context: &Value) -> PyResult<()> {
    let Some(event_loop) = this.foreign::<EventLoop>() else {
        return default(vm, context);
    };
    let handler = event_loop.exception_handler.get();
    if handler.is_none() || handler.is_unbound() {
        let result = call_default(vm, this, context);
        return unless_it_ends(vm, result, |vm, exception| {
            let text = "Exception in default exception handler";
            write(vm, text, context, Some(&exception))
        });
    }
    let result = call_handler(vm, this, context, &handler);
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
        unless_it_ends(vm, result, |vm, exception| write(vm, text, context, Some(&exception)))
    })
}

/// The handler runs where the failed callback or task ran, if that is known.
fn call_handler(vm: &Vm, this: &Value, context: &Value, handler: &Value) -> PyResult<()> {
    let known = context.get::<DictObject>().map(|rows| super::handle::context_for(vm, rows));
    let place = known.transpose()?.flatten().filter(|place| place.foreign::<Context>().is_some());
    let call = || vm.call(handler, &[this.clone(), context.clone()]).map(drop);
    match place {
        Some(place) => super::context::run_in(vm, &Var::new(place), call),
        None => call(),
    }
}

fn unless_it_ends(
    vm: &Vm,
    result: PyResult<()>,
    otherwise: impl FnOnce(&Vm, Value) -> PyResult<()>,
) -> PyResult<()> {
    let Err(Raised(exception)) = result else { return Ok(()) };
    if vm.is_exception(&exception, &KEYBOARD_INTERRUPT) || vm.is_exception(&exception, &SYSTEM_EXIT)
    {
        return Err(Raised(exception));
    }
    otherwise(vm, exception)
}

/// The default handler; a method, since a class derived from the loop may have another one.
fn call_default(vm: &Vm, this: &Value, context: &Value) -> PyResult<()> {
    if this.header().is_some_and(|h| h.kind_byte() & SUBCLASS != 0) {
        let name = vm.intern("default_exception_handler");
        return vm.call_method(this, &name, std::slice::from_ref(context)).map(drop);
    }
    default(vm, context)
}

/// `loop.default_exception_handler(context)`: everything in the context, then the traceback. An error
/// is one of the context's own methods or reprs.
pub(super) fn default(vm: &Vm, context: &Value) -> PyResult<()> {
    let text = text_of(vm, context)?;
    let exception = get(vm, context, "exception")?;
    if let Some(exception) = &exception {
        // Whatever is no exception has none.
        vm.getattr(exception, &vm.names().__traceback__)?;
    }
    write(vm, &text, context, exception.as_ref())
}

/// `context.get(key)`, if that is true.
fn get(vm: &Vm, context: &Value, key: &str) -> PyResult<Option<Value>> {
    let found = vm.call_method(context, &vm.intern("get"), &[vm.intern(key)])?;
    Ok(if vm.truth(&found)? { Some(found) } else { None })
}

/// What is to be said of a context.
pub fn text_of(vm: &Vm, context: &Value) -> PyResult<String> {
    let message = get(vm, context, "message")?;
    let message = message.unwrap_or_else(|| vm.str("Unhandled exception in event loop"));
    let keys = vm.new_list(vm.to_vec(context)?);
    vm.call_method(&keys, &vm.intern("sort"), &[])?;
    let mut lines = String::new();
    for key in vm.to_vec(&keys)? {
        if matches!(key.as_str(), Some("message" | "exception")) {
            continue;
        }
        let value = vm.getitem(context, &key)?;
        let text = match key.as_str() {
            Some("source_traceback") => stack_text(vm, "Object", &value),
            Some("handle_traceback") => stack_text(vm, "Handle", &value),
            _ => vm.repr_text(&value),
        }?;
        lines += &format!("\n{}: {text}", vm.str_text(&key)?);
    }
    if message.as_str_object().is_none() {
        let class = vm.class(&message).full_name();
        let text = format!("sequence item 0: expected str instance, {class} found");
        return Err(vm.type_error(text));
    }
    Ok(message.to_text() + &lines)
}

/// Where something was made, as a traceback.
fn stack_text(vm: &Vm, what: &str, stack: &Value) -> PyResult<String> {
    let traceback = vm.import_module("traceback")?;
    let lines =
        vm.call_method(&traceback, &vm.intern("format_list"), std::slice::from_ref(stack))?;
    let lines: PyResult<Vec<String>> =
        vm.to_vec(&lines)?.iter().map(|line| vm.str_text(line)).collect();
    let text = lines?.concat();
    Ok(format!("{what} created at (most recent call last):\n{}", text.trim_end()))
}

/// Logs an error. Who has not loaded `logging` cannot have configured it: then it prints what an
/// unconfigured logger would.
fn write(vm: &Vm, text: &str, context: &Value, exception: Option<&Value>) -> PyResult<()> {
    if log(vm, "error", text, exception)? {
        return Ok(());
    }
    let drawn = vm.drawn(&Event::Loop { text, context, exception });
    let told = drawn.unwrap_or_else(|| {
        let traceback = exception.map(|e| vm.format_exception(e)).unwrap_or_default();
        format!("{text}\n{traceback}")
    });
    vm.write_stderr(&told);
    Ok(())
}

/// Tells the logger of asyncio, if there can be one that differs from the usual.
fn log(vm: &Vm, level: &str, text: &str, exception: Option<&Value>) -> PyResult<bool> {
    let Some(logger) = logger(vm)? else { return Ok(false) };
    let method = vm.getattr(&logger, &vm.intern(level))?;
    let Some(exception) = exception else {
        return vm.call(&method, &[vm.str(text)]).map(|_| true);
    };
    let traceback = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
    let class = vm.type_of(exception).value().clone();
    let info = vec![class, exception.clone(), traceback.unwrap_or(Value::NONE)];
    let all = [vm.str(text), vm.tuple(info)];
    vm.call_args(&method, Args { all: &all, names: &[vm.intern("exc_info")] }).map(|_| true)
}

/// What the program has put in the place of the logger, or the one of `logging` once that is loaded.
fn logger(vm: &Vm) -> PyResult<Option<Value>> {
    let name = vm.intern("logger");
    let replaced = vm.loaded_module("asyncio.base_events").and_then(|module| {
        let namespace = &module.get::<ModuleObject>()?.dict;
        namespace.get::<DictObject>()?.get_interned(&name)
    });
    if replaced.is_some() || vm.loaded_module("logging").is_none() {
        return Ok(replaced);
    }
    let module = vm.import_module("asyncio.log")?;
    vm.getattr(&module, &name).map(Some)
}

/// A warning of debug mode, and the task that it is about.
pub(super) fn warn(vm: &Vm, text: &str, task: Option<&Value>) {
    if !log(vm, "warning", text, None).unwrap_or(false) {
        let drawn = vm.drawn(&Event::Slow { text, task });
        vm.write_stderr(&drawn.unwrap_or_else(|| format!("{text}\n")));
    }
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
