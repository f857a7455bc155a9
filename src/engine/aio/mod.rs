//! The event loop and what it runs: queue, timers, futures, tasks. The machine below knows nothing of
//! it but how to poll a future in an `await`.
//!
//! * `event_loop` turns; `ready` is what it does, `timers` what it will do later.
//! * `future` and `task` are the two awaitable things, `gather` a future of several,
//!   `native_coroutine` the coroutines that Rust code runs.
//! * `*_type`, `handle`, `context` and `exceptions` are what Python sees; `repr` how it looks.
//! * `other_loops` is for loops that are Python code, which `abstract_loop` is the base of, too;
//!   `overrides` for methods that a class derived from the native loop has its own of.
//! * `debugging` is debug mode; `selector` is for loops that wait with a program's own selector.
//! * `hang` explains programs that can never go on.
//! * `executor` has the threads of blocking calls.
//! * `run` is `asyncio.run`; `session` the loop of a prompt; `errors` the loop's exception handler.

mod abstract_loop;
pub mod address;
pub mod awaited_by;
pub mod context;
mod debugging;
mod delegated;
pub mod errors;
pub mod event_loop;
pub mod exceptions;
pub mod executor;
pub mod future;
pub mod future_type;
pub mod gather;
mod generators;
pub mod handle;
pub mod hang;
pub mod io;
mod loop_signals;
pub mod loop_type;
pub mod native_coroutine;
pub mod other_loops;
mod overrides;
pub mod policy;
mod ready;
pub mod repr;
pub mod run;
pub mod selector;
pub mod session;
mod showing;
pub mod streams;
pub mod task;
pub mod task_type;
mod timers;
pub mod transport;

use std::any::Any;
use std::cell::{Cell, OnceCell};

pub use abstract_loop::ABSTRACT_EVENT_LOOP;
pub use event_loop::set_debug;
pub use future::{poll_future, set_blocking};
pub use native_coroutine::NativeCoroutine;
pub use ready::OnDone;

use crate::object::frame::{Flavor, GeneratorObject};
use crate::object::header::{Header, Kind};
use crate::object::slots::{PyResult, Raised};
use crate::object::types::{TypeRef, TypeSpec};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::vm::Polled;
use crate::vm::coroutine::{Outcome, Resume};
use event_loop::EventLoop;

/// What the interpreter knows of asynchronous code as a whole. What each thread has for itself is in
/// `Vm::local`: the running loop, its task, the context.
pub(crate) struct State {
    /// How many tasks got a number for a name.
    tasks_made: Cell<i64>,
    /// What transports read into, all of them.
    read_buffer: Cell<Vec<u8>>,
    interrupts: run::Interrupts,
    session: session::Session,
    entered: other_loops::Entered,
    registered: other_loops::Registered,
    hang: hang::Hang,
    /// What the program has put in force as its policy; unbound for the machine's own rule.
    policy: Var,
    /// Types that every step makes an object of.
    future_type: OnceCell<TypeRef>,
    task_type: OnceCell<TypeRef>,
    coroutine_type: OnceCell<TypeRef>,
}

impl State {
    fn new() -> State {
        State {
            tasks_made: Cell::new(0),
            read_buffer: Cell::default(),
            interrupts: run::Interrupts::default(),
            session: session::Session::default(),
            entered: other_loops::Entered::default(),
            registered: other_loops::Registered::default(),
            hang: hang::Hang::default(),
            policy: Var::unbound(),
            future_type: OnceCell::new(),
            task_type: OnceCell::new(),
            coroutine_type: OnceCell::new(),
        }
    }

    /// The interpreter's, made on first use.
    #[inline]
    fn of(vm: &Vm) -> &State {
        let made: &Box<dyn Any> = vm.aio.get_or_init(|| Box::new(State::new()));
        match made.downcast_ref::<State>() {
            Some(state) => state,
            None => crate::object::frame::bug("the state of asynchronous code is another's"),
        }
    }

    #[inline]
    fn future_type(&self, vm: &Vm) -> &TypeRef {
        self.future_type.get_or_init(|| vm.ty(&future_type::FUTURE))
    }

    #[inline]
    fn task_type(&self, vm: &Vm) -> &TypeRef {
        self.task_type.get_or_init(|| vm.ty(&task_type::TASK))
    }

    #[inline]
    fn coroutine_type(&self, vm: &Vm) -> &TypeRef {
        self.coroutine_type.get_or_init(|| vm.ty(&native_coroutine::NATIVE_COROUTINE))
    }
}

/// All types that asynchronous code brings, for modules to show.
pub static TYPES: &[&TypeSpec] = &[
    &future_type::FUTURE,
    &task_type::TASK,
    &handle::HANDLE,
    &handle::TIMER_HANDLE,
    &ABSTRACT_EVENT_LOOP,
    &loop_type::EVENT_LOOP,
];

/// Whether `await` delegates to the value itself: futures, tasks and coroutines of Rust code, but not
/// of classes derived from them, which may have an `__await__` of their own.
#[inline]
pub(crate) fn is_native_awaitable(value: &Value) -> bool {
    let is = |h: &Header| {
        h.is_exact(Kind::Future) || h.is_exact(Kind::Task) || h.is_exact(Kind::NativeCoroutine)
    };
    value.header().is_some_and(is)
}

/// One turn of an `await` of such a value; `None` for anything else.
#[inline]
pub(crate) fn await_native(vm: &Vm, value: &Value, sent: &Value) -> Option<PyResult<Polled>> {
    if !is_native_awaitable(value) {
        return None;
    }
    if value.get_exact::<NativeCoroutine>().is_some() {
        let outcome = native_coroutine::resume(vm, value, Resume::Send(sent.clone()));
        return Some(outcome.map(|outcome| match outcome {
            Outcome::Yielded(value) | Outcome::YieldedAsync(value) => Polled::Pending(value),
            Outcome::Returned(value) => Polled::Ready(value),
        }));
    }
    Some(poll_future(vm, value).map(|polled| match polled {
        Some(result) => Polled::Ready(result),
        None => {
            set_blocking(value);
            Polled::Pending(value.clone())
        }
    }))
}

/// `asyncio.iscoroutine(value)`: also objects of Python classes with `send`, `throw` and `close`.
pub fn is_coroutine(vm: &Vm, value: &Value) -> PyResult<bool> {
    if let Some(generator) = value.get::<GeneratorObject>() {
        return Ok(generator.flavor == Flavor::Coroutine);
    }
    if value.get::<NativeCoroutine>().is_some() {
        return Ok(true);
    }
    if value.header().is_none() || future::future_of(value).is_some() {
        return Ok(false);
    }
    // As `collections.abc.Coroutine` recognises classes by their methods.
    let class = vm.type_of(value);
    let names = vm.names();
    let all = [&names.__await__, &names.send, &names.throw, &names.close];
    Ok(all.iter().all(|name| class.lookup(name).is_some_and(|found| !found.is_none())))
}

/// `asyncio.iscoroutinefunction(value)`: functions written with `async def`, also where they are bound
/// or marked as such.
pub fn is_coroutine_function(vm: &Vm, value: &Value) -> PyResult<bool> {
    use crate::object::code::{CodeObject, FunctionObject};
    use taipan_compiler::code::flags;
    // As many layers as anybody will ever have; one can be around itself.
    const MOST_LAYERS: usize = 1000;
    let inner_names = [vm.intern("__func__"), vm.intern("func")];
    let mut func = value.clone();
    for _ in 0..MOST_LAYERS {
        let is_partial = vm.class(&func).name() == "partial";
        match vm.getattr_opt(&func, &inner_names[usize::from(is_partial)])? {
            Some(inner) => func = inner,
            None => break,
        }
    }
    if let Some(function) = func.get::<FunctionObject>() {
        let code = function.code.get();
        if code.get::<CodeObject>().is_some_and(|c| c.has_flag(flags::COROUTINE)) {
            return Ok(true);
        }
    }
    if vm.getattr_opt(&func, &vm.intern("_is_coroutine_mark"))?.is_some() {
        return Ok(true);
    }
    // An older mark, which can be there only if the module that has it is loaded.
    let (Some(module), Some(mark)) = (
        vm.loaded_module("asyncio.coroutines"),
        vm.getattr_opt(value, &vm.intern("_is_coroutine"))?,
    ) else {
        return Ok(false);
    };
    Ok(vm.getattr_opt(&module, &vm.intern("_is_coroutine"))?.is_some_and(|known| known.is(&mark)))
}

/// `asyncio.isfuture(value)`
pub fn is_future(vm: &Vm, value: &Value) -> PyResult<bool> {
    if future::future_of(value).is_some() {
        return Ok(true);
    }
    let is_coroutine =
        value.get::<GeneratorObject>().is_some() || value.get::<NativeCoroutine>().is_some();
    if value.header().is_none() || is_coroutine {
        return Ok(false);
    }
    // The class that the object says it has: a stand-in for a future may say so.
    let class = vm.getattr(value, &vm.names().__class__)?;
    let name = vm.intern("_asyncio_future_blocking");
    if vm.getattr_opt(&class, &name)?.is_none() {
        return Ok(false);
    }
    Ok(vm.getattr_opt(value, &name)?.is_some_and(|flag| !flag.is_none()))
}

/// `asyncio.ensure_future(awaitable, loop=…)`
pub fn ensure_future(vm: &Vm, awaitable: &Value, event_loop: Option<&Value>) -> PyResult {
    if is_future(vm, awaitable)? {
        let own = future::future_of(awaitable).map(|f| f.event_loop.get());
        if let (Some(wanted), Some(own)) = (event_loop, own)
            && !wanted.is(&own)
        {
            let text = "The future belongs to a different loop than the one specified as the loop \
                        argument";
            return Err(vm.value_error(text));
        }
        return Ok(awaitable.clone());
    }
    let coroutine = if is_coroutine(vm, awaitable)? {
        awaitable.clone()
    } else if vm.class(awaitable).slots.awaitable.get().is_some() {
        native_coroutine::wrap_awaitable(vm, awaitable)
    } else {
        let text = "An asyncio.Future, a coroutine or an awaitable is required";
        return Err(vm.type_error(text));
    };
    let event_loop = match event_loop {
        Some(event_loop) => event_loop.clone(),
        None => policy::current(vm)?,
    };
    let made = loop_type::create_task(vm, &event_loop, &coroutine, &Value::NONE, &Value::NONE);
    if made.is_err() && !coroutine.is(awaitable) {
        // It is nobody else's, so nobody can complain of it.
        coroutine.get::<NativeCoroutine>().into_iter().for_each(NativeCoroutine::forget);
    }
    made
}

/// An error of the system as an exception.
pub fn os_failure(vm: &Vm, error: &std::io::Error) -> Raised {
    let number = error.raw_os_error().unwrap_or(match error.kind() {
        std::io::ErrorKind::WouldBlock => libc::EAGAIN,
        std::io::ErrorKind::Interrupted => libc::EINTR,
        _ => libc::EIO,
    });
    vm.os_error(number, &crate::host::net::error_text(number), None)
}

/// The loop behind a value, or TypeError.
fn loop_of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a EventLoop> {
    match value.foreign::<EventLoop>() {
        Some(event_loop) => Ok(event_loop),
        None => {
            let class = vm.class(value).full_name();
            Err(vm.type_error(format!("a loop of this interpreter is required, not {class}")))
        }
    }
}
