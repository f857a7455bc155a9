//! The `sys` module: what the interpreter says of itself.

use crate::funcs;
use crate::host::Stream;
use crate::object::dict::DictObject;
use crate::object::native::{GetSet, Maybe, Rest};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::*;
use crate::types::module::ModuleSpec;
use crate::types::tuple::TUPLE;

fn exit(vm: &Vm, status: Maybe) -> PyResult {
    let args = status.0.into_iter().cloned().collect();
    Err(crate::object::slots::Raised(vm.new_exception(&vm.ty(&SYSTEM_EXIT), args)))
}

fn getrecursionlimit(vm: &Vm) -> i64 {
    i64::from(vm.recursion_limit.get())
}

fn setrecursionlimit(vm: &Vm, limit: i64) -> PyResult<()> {
    if limit < 1 {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    }
    vm.recursion_limit.set(u32::try_from(limit).unwrap_or(u32::MAX));
    Ok(())
}

fn getrefcount(_: &Vm, object: &Value) -> i64 {
    // One more for the argument itself, as in CPython.
    object.header().map_or(4_294_967_295, |h| h.count() as i64)
}

fn exc_info(vm: &Vm) -> Value {
    match vm.handled_exception() {
        None => vm.tuple(vec![Value::NONE; 3]),
        Some(exception) => {
            let class = vm.type_of(&exception).value().clone();
            let traceback = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
            vm.tuple(vec![class, exception, traceback.unwrap_or(Value::NONE)])
        }
    }
}

fn exception(vm: &Vm) -> Option<Value> {
    vm.handled_exception()
}

fn getframe(vm: &Vm, depth: i64) -> PyResult {
    match usize::try_from(depth).ok().and_then(|d| vm.current_frame(d)) {
        Some(frame) => Ok(frame),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

fn intern(vm: &Vm, string: &Value) -> PyResult {
    if string.as_str_object().is_none() {
        let class = vm.class(string).name();
        return Err(vm.type_error(format!("intern() argument must be str, not {class}")));
    }
    Ok(vm.intern_value(string))
}

fn getsizeof(_: &Vm, object: &Value, _default: Maybe) -> i64 {
    object.header().map_or(28, |h| (h.ty().operations.size)(h) as i64)
}

fn version_info(vm: &Vm) -> Value {
    let level = vm.str("final");
    vm.tuple(vec![vm.int(3), vm.int(13), vm.int(0), level, vm.int(0)])
}

fn set_asyncgen_hooks(vm: &Vm, firstiter: Maybe<'_>, finalizer: Maybe<'_>) -> PyResult<()> {
    let check = |hook: Option<&Value>, name: &str| match hook {
        Some(hook) if !hook.is_none() && vm.class(hook).slots.call.get().is_none() => {
            let class = vm.class(hook).name();
            Err(vm.type_error(format!("callable {name} expected, got {class}")))
        }
        Some(_) | None => Ok(()),
    };
    // The finaliser comes first: it stays as it was if the other is no good.
    check(finalizer.0, "finalizer")?;
    check(firstiter.0, "firstiter")?;
    finalizer.0.into_iter().for_each(|hook| vm.asyncgen_finalizer.set(hook.clone()));
    firstiter.0.into_iter().for_each(|hook| vm.asyncgen_firstiter.set(hook.clone()));
    Ok(())
}

fn get_asyncgen_hooks(vm: &Vm) -> Value {
    let items = vec![vm.asyncgen_firstiter.get(), vm.asyncgen_finalizer.get()];
    vm.tuple_of_type(&vm.ty(&ASYNCGEN_HOOKS), items)
}

fn hooks_repr(vm: &Vm, this: &Value) -> PyResult {
    let items = this.tuple_items();
    let text = |at: usize| vm.repr_text(items.get(at).unwrap_or(&Value::NONE));
    Ok(vm.str(&format!("asyncgen_hooks(firstiter={}, finalizer={})", text(0)?, text(1)?)))
}

fn hook(this: &Value, at: usize) -> PyResult {
    Ok(this.tuple_items().get(at).cloned().unwrap_or(Value::NONE))
}

static ASYNCGEN_HOOKS: TypeSpec = TypeSpec {
    name: "asyncgen_hooks",
    base: Some(&TUPLE),
    slots: Slots { repr: Some(hooks_repr), ..Slots::NONE },
    getset: &[
        GetSet { name: "firstiter", doc: "Hook 1", get: |_, this| hook(this, 0), set: None },
        GetSet { name: "finalizer", doc: "Hook 2", get: |_, this| hook(this, 1), set: None },
    ],
    flags: type_flag::SEQUENCE,
    ..TypeSpec::NONE
};

fn display_hook(vm: &Vm, value: &Value) -> PyResult<()> {
    vm.display(value).map(drop)
}

/// Prints an exception as one that nobody caught.
fn except_hook(vm: &Vm, _class: &Value, exception: &Value, traceback: &Value) {
    if let Some(object) = exception.get::<ExceptionObject>() {
        if object.traceback.is_unbound() && !traceback.is_none() {
            object.traceback.set(traceback.clone());
        }
        vm.print_exception(exception);
    } else {
        let class = vm.class(exception).name();
        let text =
            format!("TypeError: print_exception(): Exception expected for value, {class} found\n");
        vm.write_stderr(&text);
    }
}

fn ignore(_: &Vm, _: Rest) {}

pub(crate) static SYS: ModuleSpec = ModuleSpec {
    name: "sys",
    doc: "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.",
    funcs: funcs![
        exit "(status=missing, /)" "Exit the interpreter by raising SystemExit(status).";
        getrecursionlimit "()" "Return the current value of the recursion limit.";
        setrecursionlimit "(limit, /)" "Set the maximum depth of the Python interpreter stack to n.";
        getrefcount "(object, /)" "Return the reference count of object.";
        exc_info "()" "Return current exception information: (type, value, traceback).";
        exception "()" "Return the current exception.";
        "_getframe" = getframe, "(depth=0, /)", "Return a frame object from the call stack.";
        intern "(string, /)" "Intern the given string.";
        getsizeof "(object, default=missing)" "Return the size of object in bytes.";
        "excepthook" = except_hook, "(exctype, value, traceback, /)", "Handle an exception by displaying it with a traceback on sys.stderr.";
        "unraisablehook" = unraisable_hook, "(unraisable, /)", "Handle an unraisable exception.";
        "displayhook" = display_hook, "(object, /)", "Print an object to sys.stdout and also save it in builtins._";
        set_asyncgen_hooks "(firstiter=missing, finalizer=missing)" "set_asyncgen_hooks([firstiter] [, finalizer])\n\nSet a finalizer for async generators objects.";
        get_asyncgen_hooks "()" "Return the installed asynchronous generators hooks.";
        "setswitchinterval" = ignore, "(*interval)", "Set the ideal thread switching delay inside the interpreter.";
    ],
    values: &[
        ("path", |vm| vm.new_list(Vec::new())),
        ("argv", |vm| vm.new_list(vec![vm.str("")])),
        ("orig_argv", |vm| vm.new_list(Vec::new())),
        ("modules", Vm::modules_dict),
        ("version_info", version_info),
        ("version", |vm| vm.str("3.13.0 (taipan 0.1.0)")),
        ("hexversion", |vm| vm.int(0x030d_00f0)),
        ("platform", |vm| vm.str(std::env::consts::OS)),
        ("byteorder", |vm| vm.str("little")),
        ("maxsize", |vm| vm.int(i64::MAX)),
        ("maxunicode", |vm| vm.int(0x10ffff)),
        ("executable", |vm| vm.str("")),
        ("dont_write_bytecode", |_| Value::TRUE),
        ("stdin", Vm::standard_input),
        ("__stdin__", Vm::standard_input),
        ("stdout", |vm| vm.standard_stream(Stream::Stdout)),
        ("stderr", |vm| vm.standard_stream(Stream::Stderr)),
        ("__stdout__", |vm| vm.standard_stream(Stream::Stdout)),
        ("__stderr__", |vm| vm.standard_stream(Stream::Stderr)),
        ("path_hooks", |vm| vm.new_list(Vec::new())),
        ("meta_path", |vm| vm.new_list(Vec::new())),
        ("warnoptions", |vm| vm.new_list(Vec::new())),
        ("flags", |_| Value::NONE),
        ("implementation", implementation),
    ],
    init: Some(|vm, module| {
        for (name, kept) in [
            ("excepthook", "__excepthook__"),
            ("displayhook", "__displayhook__"),
            ("unraisablehook", "__unraisablehook__"),
        ] {
            let hook = vm.getattr(module, &vm.intern(name))?;
            vm.setattr(module, &vm.intern(kept), Some(&hook))?;
        }
        Ok(())
    }),
    ..ModuleSpec::NONE
};

/// `sys.implementation`, as a module-like namespace.
fn implementation(vm: &Vm) -> Value {
    let module = vm.new_module("taipan", Value::NONE);
    if let Some(dict) = vm.namespace_of(&module)
        && let Some(dict) = dict.get::<DictObject>()
    {
        drop(dict.set_interned(&vm.intern("name"), vm.str("taipan")));
        drop(dict.set_interned(&vm.intern("cache_tag"), Value::NONE));
        drop(dict.set_interned(&vm.intern("version"), version_info(vm)));
    }
    module
}
