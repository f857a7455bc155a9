//! _thread: locks, starting threads, attributes per thread. What runs when is the engine's business;
//! `threading` is Python on top of this.

mod handle;
mod local;
mod lock;
mod rlock;
mod timeout;

use taipan_engine::funcs;
use taipan_engine::host::Signal;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::native::{Args, Maybe};
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::types::TypeRef;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{RUNTIME_ERROR, SYSTEM_EXIT};
use taipan_engine::types::module::ModuleSpec;
use taipan_engine::vm::threads::LEAST_STACK;

pub(crate) use timeout::{Patience, deadline, deadline_or_none};

/// How reprs and messages call the type: a builtin one by its full name.
fn full_name(vm: &Vm, value: &Value) -> String {
    let class = vm.class(value);
    class.spec.map_or_else(|| class.name().to_string(), |spec| spec.name.to_owned())
}

fn is_callable(vm: &Vm, value: &Value) -> bool {
    vm.class(value).slots.call.get().is_some()
}

fn start_new_thread(vm: &Vm, function: &Value, args: &Value, kwargs: Maybe<'_>) -> PyResult<i64> {
    if !is_callable(vm, function) {
        return Err(vm.type_error("first arg must be callable"));
    }
    let Some(items) = args.as_tuple() else {
        return Err(vm.type_error("2nd arg must be a tuple"));
    };
    let mut all = items.to_vec();
    let mut names = Vec::new();
    if let Some(kwargs) = kwargs.0 {
        let Some(dict) = kwargs.get::<DictObject>() else {
            return Err(vm.type_error("optional 3rd arg must be a dictionary"));
        };
        for (name, value) in dict.pairs() {
            if name.as_str_object().is_none() {
                return Err(vm.type_error("keywords must be strings"));
            }
            names.push(vm.intern_value(&name));
            all.push(value);
        }
    }
    let started = handle::new(vm);
    handle::start(vm, &started, function, Args { all: &all, names: &names }, true)?;
    handle::ident_of(vm, &started)
}

fn start_joinable_thread(vm: &Vm, function: &Value, given: &Value, daemon: bool) -> PyResult {
    if !is_callable(vm, function) {
        return Err(vm.type_error("thread function must be callable"));
    }
    let started = if given.is_none() { handle::new(vm) } else { given.clone() };
    handle::start(vm, &started, function, Args::NONE, daemon)?;
    Ok(started)
}

fn exit(vm: &Vm) -> PyResult<()> {
    Err(Raised(vm.new_exception(&vm.ty(&SYSTEM_EXIT), Vec::new())))
}

fn get_ident(vm: &Vm) -> i64 {
    vm.host.thread_numbers().ident as i64
}

fn get_native_id(vm: &Vm) -> i64 {
    vm.host.thread_numbers().native as i64
}

fn get_main_thread_ident(vm: &Vm) -> i64 {
    vm.main_ident() as i64
}

fn count(vm: &Vm) -> usize {
    vm.other_threads()
}

fn interrupt_main(vm: &Vm, signal: i64) -> PyResult<()> {
    if !(1..65).contains(&signal) {
        return Err(vm.value_error("signal number out of range"));
    }
    vm.simulate_signal(Signal(signal as i32))
}

fn stack_size(vm: &Vm, size: i64) -> PyResult<usize> {
    let Ok(bytes) = usize::try_from(size) else {
        return Err(vm.value_error("size must be 0 or a positive value"));
    };
    // Beyond what any system gives, the sum with what is kept free could overflow.
    if bytes != 0 && !(LEAST_STACK..1 << 40).contains(&bytes) {
        return Err(vm.value_error(format!("size not valid: {bytes} bytes")));
    }
    Ok(vm.set_thread_stack(bytes))
}

fn stack_size_row(vm: &Vm, size: Maybe<'_>) -> PyResult<usize> {
    match size.0 {
        Some(size) => stack_size(vm, vm.index_i64(size)?),
        None => Ok(vm.thread_stack()),
    }
}

fn daemon_threads_allowed(_: &Vm) -> bool {
    true
}

fn is_main_interpreter(_: &Vm) -> bool {
    true
}

fn is_main_thread(vm: &Vm) -> bool {
    vm.is_main_thread()
}

/// In a forked process: of all threads, the calling one is left.
pub(crate) fn after_fork(vm: &Vm) {
    handle::after_fork(vm);
}

fn processors(vm: &Vm) -> usize {
    vm.host.processors()
}

fn print_exception(vm: &Vm, exception: &Value) {
    vm.print_exception(exception);
}

/// The default of `threading.excepthook`.
fn excepthook(vm: &Vm, args: &Value) -> PyResult<()> {
    let known = args.as_tuple().filter(|_| vm.class(args).name() == "_ExceptHookArgs");
    let Some([class, exception, traceback, thread]) = known else {
        let text = "_thread.excepthook argument type must be ExceptHookArgs";
        return Err(vm.type_error(text));
    };
    let is_exit = TypeRef::of(class).is_some_and(|c| c.is_subtype(&vm.ty(&SYSTEM_EXIT)));
    if is_exit {
        return Ok(());
    }
    let name = if thread.is_none() {
        get_ident(vm).to_string()
    } else {
        match vm.getattr(thread, &vm.intern("_name")) {
            Ok(name) => vm.str_text(&name)?,
            Err(_) => get_ident(vm).to_string(),
        }
    };
    let exception = if exception.is_none() { vm.call(class, &[])? } else { exception.clone() };
    vm.write_stderr(&format!("Exception in thread {name}:\n"));
    let _ = traceback;
    vm.print_exception(&exception);
    Ok(())
}
pub(crate) static THREAD: ModuleSpec = ModuleSpec {
    name: "_thread",
    doc: "Threads and locks, the plain ones under threading.",
    funcs: funcs![
        start_new_thread "(function, args, kwargs=missing, /)" "Runs function(*args, **kwargs) in a new thread; gives that thread's identifier.";
        "start_new" = start_new_thread, "(function, args, kwargs=missing, /)", "An old name of start_new_thread().";
        start_joinable_thread "(function, handle=None, daemon=True)" "Start a new thread and return a handle that can be joined.";
        "allocate_lock" = lock::allocate, "()", "Create a new lock object.";
        "allocate" = lock::allocate, "()", "The old name of allocate_lock().";
        exit "()" "Raise SystemExit: the current thread ends silently unless the exception is caught.";
        "exit_thread" = exit, "()", "The old name of exit().";
        get_ident "()" "The present thread's identifier, an integer above zero.";
        get_native_id "()" "The operating system's number for the present thread.";
        "_get_main_thread_ident" = get_main_thread_ident, "()", "The identifier of the main thread.";
        "_count" = count, "()", "How many threads run besides the main one.";
        interrupt_main "(signum=2, /)" "Acts in the main thread as if the signal signum had come.";
        "stack_size" = stack_size_row, "(size=missing, /)", "The stack size of new threads; size sets it.";
        daemon_threads_allowed "()" "Whether daemon threads are possible here.";
        "_is_main_interpreter" = is_main_interpreter, "()", "Whether this is the main interpreter.";
        "_is_main_thread" = is_main_thread, "()", "Whether the caller is the main thread.";
        "_excepthook" = excepthook, "(args, /)", "Handle an uncaught exception of Thread.run().";
        "_processors" = processors, "()", "How many threads can run at once.";
        "_print_exception" = print_exception, "(exception, /)", "Print an exception with its traceback.";
        "_make_thread_handle" = handle::of_ident, "(ident, /)", "A handle for a thread that somebody else has started.";
        "_shutdown" = handle::shutdown, "()", "Wait for all threads that are no daemons.";
    ],
    types: &[&lock::LOCK, &rlock::RLOCK, &local::LOCAL, &handle::HANDLE],
    values: &[
        ("LockType", |vm| vm.ty(&lock::LOCK).value().clone()),
        ("error", |vm| vm.ty(&RUNTIME_ERROR).value().clone()),
        ("TIMEOUT_MAX", |vm| vm.float(timeout::LONGEST_SECONDS)),
    ],
    python: Some(frozen!("thread/arguments.py")),
    ..ModuleSpec::NONE
};
