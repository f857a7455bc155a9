//! The `sys` module: what the interpreter says of itself. Its tables of facts are in `sys/facts.rs`,
//! what can be set in `sys/settings.rs`.

mod facts;
mod flags;
mod monitoring;
mod settings;
mod tracing;

pub(crate) use facts::BUILTINS_LATER;
pub use flags::{Flags, Started};

use crate::funcs;
use crate::host::Stream;
use crate::object::dict::DictObject;
use crate::object::native::{Maybe, Rest};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::*;
use crate::types::module::ModuleSpec;

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
    match vm.current_frame(usize::try_from(depth).unwrap_or(0)) {
        Some(frame) => Ok(frame),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

fn intern(vm: &Vm, string: &Value) -> PyResult {
    if string.as_str_object().is_none() {
        let class = vm.class(string).full_name();
        return Err(vm.type_error(format!("intern() argument must be str, not {class}")));
    }
    Ok(vm.intern_value(string))
}

fn getsizeof(vm: &Vm, object: &Value, default: Maybe) -> PyResult {
    let asked = vm.call_special(object, &vm.intern("__sizeof__"), &[]);
    let size = match (asked, default.0) {
        (Ok(Some(size)), _) => size,
        (Ok(None), Some(default)) => return Ok(default.clone()),
        (Ok(None), None) => {
            let class = vm.class(object).full_name();
            return Err(vm.type_error(format!("Type {class} doesn't define __sizeof__")));
        }
        (Err(raised), Some(default)) if vm.is_exception(&raised.0, &TYPE_ERROR) => {
            return Ok(default.clone());
        }
        (Err(raised), _) => return Err(raised),
    };
    let bytes = vm.index_i64(&size)?;
    if bytes < 0 {
        return Err(vm.value_error("__sizeof__() should return >= 0"));
    }
    // What the collector keeps in front of an object counts, too.
    let linked = object.header().is_some_and(|h| h.is_tracked());
    Ok(vm.int(bytes + if linked { 16 } else { 0 }))
}

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

fn unraisable_hook(vm: &Vm, unraisable: &Value) -> PyResult<()> {
    let [_, exception, _, message, object] = unraisable.tuple_items() else {
        let text = "sys.unraisablehook argument type must be UnraisableHookArgs";
        return Err(vm.type_error(text));
    };
    let what =
        if message.is_none() { "Exception ignored in".to_owned() } else { vm.str_text(message)? };
    let text = vm.format_unraisable(&what, exception, object);
    vm.write_stderr(&text);
    Ok(())
}

fn audit(vm: &Vm, args: Rest) -> PyResult<()> {
    match args.0 {
        [] => Err(vm.type_error("audit() missing 1 required positional argument: 'event'")),
        _ if !settings::is_audited(vm) => Ok(()),
        [event, ..] if event.as_str_object().is_none() => {
            let class = vm.class(event).full_name();
            let text = format!("expected str for argument 'event', not {class}");
            Err(vm.type_error(text))
        }
        all => settings::audit(vm, all),
    }
}

fn is_interned(vm: &Vm, string: &Value) -> PyResult<bool> {
    match string.as_str_object() {
        Some(text) => Ok(text.is_interned()),
        None => {
            let class = vm.class(string).full_name();
            Err(vm.type_error(format!("_is_interned() argument must be str, not {class}")))
        }
    }
}

fn current_frames(vm: &Vm) -> PyResult {
    let all = DictObject::new();
    for (ident, frame) in vm.thread_frames() {
        drop(all.insert(vm, vm.int(ident as i64), frame)?);
    }
    Ok(vm.new_dict(all))
}

fn current_exceptions(vm: &Vm) -> PyResult {
    let all = DictObject::new();
    let ident = vm.host.thread_numbers().ident;
    drop(all.insert(vm, vm.int(ident as i64), vm.handled_exception().unwrap_or(Value::NONE))?);
    Ok(vm.new_dict(all))
}

fn frame_module_name(vm: &Vm, depth: i64) -> PyResult {
    let Some(frame) = usize::try_from(depth).ok().and_then(|d| vm.current_frame(d)) else {
        return Ok(Value::NONE);
    };
    let globals = vm.getattr(&frame, &vm.intern("f_globals"))?;
    let name = globals.get::<DictObject>().and_then(|g| g.get_interned(&vm.names().__name__));
    Ok(name.unwrap_or(Value::NONE))
}

pub(crate) use monitoring::MONITORING;

pub(crate) static SYS: ModuleSpec = ModuleSpec {
    name: "sys",
    doc: "What belongs to the interpreter itself: its settings, its tables, its hooks.",
    funcs: funcs![
        exit "(status=missing, /)" "Raise SystemExit, by which the program ends with this status.";
        getrecursionlimit "()" "How deep calls may nest before RecursionError is raised.";
        setrecursionlimit "(limit, /)" "Let calls nest n deep before RecursionError is raised.";
        getrefcount "(object, /)" "Return the reference count of object.";
        exc_info "()" "The exception that is being handled as (type, value, traceback), three times None if there is none.";
        exception "()" "Return the current exception.";
        "_getframe" = getframe, "(depth=0, /)", "The frame of the caller, or the one that many calls further out.";
        intern "(string, /)" "Intern the given string.";
        getsizeof "(object, default=missing)" "How many bytes obj itself takes, without what it refers to; calls __sizeof__.";
        "excepthook" = except_hook, "(exctype, value, traceback, /)", "Write an exception with its traceback to sys.stderr, as for one that nobody caught.";
        "unraisablehook" = unraisable_hook, "(unraisable, /)", "Handle an unraisable exception.";
        "breakpointhook" = settings::breakpoint_hook, "(*args, **kws)", "What breakpoint() calls: a debugger, by the variable PYTHONBREAKPOINT.";
        audit "(*args)" "Passes the event to any hooks that are attached.";
        "addaudithook" = settings::add_audit_hook, "(hook)", "Have hook(event, args) called at every audited event.";
        "_is_interned" = is_interned, "(string, /)", "Whether a string is the shared copy that intern() gives.";
        "_current_frames" = current_frames, "()", "Which frame each thread is in, by the thread's number.";
        "_current_exceptions" = current_exceptions, "()", "Which exception each thread is handling, by the thread's number.";
        "_getframemodulename" = frame_module_name, "(depth=0)", "The name of the module whose code calls, or calls that many levels further out.";
        "getdefaultencoding" = settings::utf8, "()", "How text becomes bytes where nobody says how: 'utf-8'.";
        "getfilesystemencoding" = settings::utf8, "()", "How names of files become bytes.";
        "getfilesystemencodeerrors" = settings::escapes, "()", "Return the error mode used for Unicode to OS filename conversion.";
        "getallocatedblocks" = settings::allocated_blocks, "()", "How many blocks of memory objects hold now.";
        "getunicodeinternedsize" = settings::interned_count, "(*, _only_immortal=False)", "How many strings are interned.";
        "is_finalizing" = settings::is_finalizing, "()", "Whether the interpreter is being taken down.";
        "getdlopenflags" = settings::get_open_flags, "()", "The flags that setdlopenflags() set; there are no libraries to load.";
        "setdlopenflags" = settings::set_open_flags, "(flags, /)", "Remember flags for loading libraries.";
        "_is_gil_enabled" = settings::yes, "()", "Whether only one thread runs Python code at a time.";
        "activate_stack_trampoline" = settings::activate_trampoline, "(backend, /)", "Refused: calls cannot be shown to a profiler of the system.";
        "deactivate_stack_trampoline" = settings::nothing, "()", "Show calls to a profiler of the system no longer.";
        "is_stack_trampoline_active" = settings::no, "()", "Whether calls are shown to a profiler of the system; never here.";
        "get_int_max_str_digits" = settings::get_digits, "()", "How many digits an int and its decimal text may have to be converted.";
        "set_int_max_str_digits" = settings::set_digits, "(maxdigits)", "Choose how many digits an int and its decimal text may have to be converted; 0 lifts the limit.";
        "getswitchinterval" = settings::get_switch_interval, "()", "How long, in seconds, a thread runs before another one may have its turn.";
        "setswitchinterval" = settings::set_switch_interval, "(interval, /)", "Choose how long, in seconds, a thread runs before another one may have its turn.";
        "get_asyncgen_hooks" = settings::get_asyncgen_hooks, "()", "Return the installed asynchronous generators hooks.";
        "set_asyncgen_hooks" = settings::set_asyncgen_hooks, "(firstiter=missing, finalizer=missing)", "Set what is called when an asynchronous generator starts (firstiter) and when one is dropped (finalizer).";
        "get_coroutine_origin_tracking_depth" = settings::get_origin_depth, "()", "How many frames a coroutine remembers of the place where it was made.";
        "set_coroutine_origin_tracking_depth" = settings::set_origin_depth, "(depth)", "Have coroutines remember that many frames of the place where they are made; 0 for none.";
        "gettrace" = tracing::get_trace, "()", "What settrace() set, or None.";
        traces "settrace" = tracing::set_trace, "(function, /)", "Set the global debug tracing function.";
        "getprofile" = tracing::get_profile, "()", "What setprofile() set, or None.";
        traces "setprofile" = tracing::set_profile, "(function, /)", "Set the profiling function.";
        traces "_settraceallthreads" = tracing::set_trace_everywhere, "(function, /)", "What settrace() does, for all threads.";
        traces "_setprofileallthreads" = tracing::set_profile_everywhere, "(function, /)", "What setprofile() does, for all threads.";
        "call_tracing" = tracing::call_tracing, "(func, args, /)", "Call func(*args) within a trace function, and have it traced.";
        "_clear_type_cache" = settings::nothing, "()", "Forget which attributes were found in which classes.";
        "_clear_internal_caches" = settings::nothing, "()", "Forget all that is remembered only to be faster.";
        "displayhook" = display_hook, "(object, /)", "What the prompt does with a value: keep it as builtins._ and write its repr, unless it is None.";
    ],
    values: &[
        ("path", |vm| vm.new_list(Vec::new())),
        ("argv", |vm| vm.new_list(vec![vm.str("")])),
        ("orig_argv", |vm| vm.new_list(Vec::new())),
        ("modules", Vm::modules_dict),
        ("version", |vm| vm.str("3.13.0 (taipan 0.1.0)")),
        ("hexversion", |vm| vm.int(0x030d_00f0)),
        ("platform", |vm| vm.str(std::env::consts::OS)),
        ("byteorder", |vm| vm.str("little")),
        ("maxsize", |vm| vm.int(i64::MAX)),
        ("maxunicode", |vm| vm.int(0x10ffff)),
        ("executable", |vm| vm.str("")),
        ("_base_executable", |vm| vm.str("")),
        ("dont_write_bytecode", |_| Value::TRUE),
        ("stdin", Vm::standard_input),
        ("__stdin__", Vm::standard_input),
        ("stdout", |vm| vm.standard_stream(Stream::Stdout)),
        ("stderr", |vm| vm.standard_stream(Stream::Stderr)),
        ("__stdout__", |vm| vm.standard_stream(Stream::Stdout)),
        ("__stderr__", |vm| vm.standard_stream(Stream::Stderr)),
        ("warnoptions", |vm| vm.new_list(Vec::new())),
        ("_xoptions", |vm| vm.new_dict(DictObject::new())),
    ],
    lazy: facts::VALUES,
    init: Some(|vm, module| {
        for name in ["excepthook", "displayhook", "unraisablehook", "breakpointhook"] {
            let hook = vm.getattr(module, &vm.intern(name))?;
            vm.setattr(module, &vm.intern(&format!("__{name}__")), Some(&hook))?;
        }
        Ok(())
    }),
    ..ModuleSpec::NONE
};
