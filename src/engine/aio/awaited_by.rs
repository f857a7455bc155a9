//! Who waits for a future: read off those whom it will tell, so that nobody has to keep it. What a
//! program says of futures between which only its own callbacks lie is kept with the future.

use super::future::{Told, future_of};
use super::task::TaskObject;
use super::task_type;
use crate::object::code::{CellObject, CodeObject, FunctionObject};
use crate::object::frame::GeneratorObject;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::function::MethodObject;
use crate::vm::suspended::{Chain, is_library};

/// Futures between which only callbacks of asyncio lie are followed so far.
const FARTHEST: usize = 8;

/// The tasks and futures that wait for this one, each once.
pub fn awaited_by(vm: &Vm, future: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    look(vm, future, 0, &mut found);
    found
}

fn look(vm: &Vm, future: &Value, steps: usize, found: &mut Vec<Value>) {
    let Some(own) = future_of(future) else { return };
    let mut add = |waiter: Value| {
        if !found.iter().any(|known| known.is(&waiter)) {
            found.push(waiter);
        }
    };
    let mut between = Vec::new();
    for told in own.told() {
        match told {
            Told::Task(task) => add(task),
            // A gathering is told of its children.
            Told::Native(data) => drop(future_of(&data).is_some().then(|| add(data))),
            Told::Callable(callable) => match behind(vm, &callable) {
                Behind::Task(task) => add(task),
                Behind::Futures(futures) => between.extend(futures),
            },
        }
    }
    own.said_to_be_awaited_by().into_iter().for_each(&mut add);
    if steps < FARTHEST {
        for next in between.into_iter().filter(|next| !next.is(future)) {
            look(vm, &next, steps + 1, found);
        }
    }
}

/// What asyncio's own callbacks are for.
enum Behind {
    Task(Value),
    /// Futures that they will settle.
    Futures(Vec<Value>),
}

fn behind(vm: &Vm, callable: &Value) -> Behind {
    if let Some(task) = task_type::woken_by(callable) {
        return Behind::Task(task);
    }
    let mut futures = Vec::new();
    if let Some(method) = callable.get::<MethodObject>()
        && in_library(&method.function)
    {
        let parent = vm.intern("_parent_task");
        let parent = method.instance.header().and_then(|h| vm.instance_attr(h, &parent));
        if let Some(task) = parent.filter(|t| t.get::<TaskObject>().is_some()) {
            return Behind::Task(task);
        }
    } else if let Some(function) = callable.get::<FunctionObject>()
        && in_library(callable)
    {
        let cells = function.closure.tuple_items().iter();
        let kept = cells.filter_map(|c| c.get::<CellObject>()).map(|cell| cell.0.get());
        futures.extend(kept.filter(|kept| future_of(kept).is_some()));
    }
    Behind::Futures(futures)
}

fn in_library(function: &Value) -> bool {
    let code = function.get::<FunctionObject>().map(|f| f.code.get());
    code.is_some_and(|code| code.get::<CodeObject>().is_some_and(is_library))
}

/// `asyncio.future_add_to_awaited_by(future, waiter)`; of futures only.
pub fn add(_: &Vm, future: &Value, waiter: &Value) {
    if let (Some(own), Some(_)) = (future_of(future), future_of(waiter)) {
        own.say_awaited_by(waiter);
    }
}

/// `asyncio.future_discard_from_awaited_by(future, waiter)`
pub fn discard(_: &Vm, future: &Value, waiter: &Value) {
    let gone = future_of(future).map(|own| own.unsay_awaited_by(waiter));
    drop(gone);
}

/// The frames in which a suspended task stands, innermost first; none for other futures. What asyncio
/// does between two of its own functions is left out.
pub fn call_stack(vm: &Vm, future: &Value) -> Vec<Value> {
    let Some(task) = future.get::<TaskObject>() else { return Vec::new() };
    let chain = Chain::of(&task.coroutine.get());
    let shown = chain.links.iter().rev().filter_map(|link| link.get::<GeneratorObject>());
    let shown = shown.filter(|link| !is_between(link.code()));
    shown.filter_map(|link| vm.generator_frame(link)).collect()
}

/// Whether the code is a part of asyncio that no program calls.
pub(crate) fn is_between(code: &CodeObject) -> bool {
    is_library(code) && !is_public(&code.code.qualname)
}

/// Whether the qualified name is one of asyncio's public functions and methods.
pub(crate) fn is_public(name: &str) -> bool {
    let mut parts = name.split('.').filter(|part| !part.starts_with("__"));
    parts.all(|part| !part.starts_with('_'))
}

/// Whether the frame is one that [`call_stack`] leaves out.
pub fn leaves_out(_: &Vm, frame: &Value) -> bool {
    let frame = frame.get::<crate::object::frame_object::FrameObject>();
    frame.and_then(|f| f.code_object()).is_some_and(is_between)
}
