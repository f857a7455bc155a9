//! How futures, tasks and callbacks show themselves. Runs user code where that has a repr.

use super::future::{FutureObject, Status, WaiterName, future_of};
use super::task::TaskObject;
use super::task_type::repr_of;
use crate::object::code::{CodeObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::slots::PyResult;
use crate::object::string::StrObject;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::list::ListObject;
use std::ptr::fn_addr_eq;

/// `repr(future)`
pub(super) fn future(vm: &Vm, this: &Value, future: &FutureObject) -> PyResult {
    let Some(_mark) = vm.enter_repr(this) else { return Ok(vm.str(INSIDE_ITSELF)) };
    let info = future_info(vm, future)?;
    Ok(vm.str(&format!("<{} {}>", vm.class(this).name(), info.join(" "))))
}

/// What stands for an object that is being written already, further out.
const INSIDE_ITSELF: &str = "...";

/// How many tasks are written inside of one another: CPython has three calls for each, and ends with
/// a `RecursionError` where its limit of calls is reached.
const CALLS_PER_TASK: u32 = 3;

/// `repr(task)`, in which the task that it waits for is written, and so on: without recursion and
/// in time that grows with the length of the text.
pub(super) fn task(vm: &Vm, this: &Value, task: &TaskObject) -> PyResult {
    let Some(mark) = vm.enter_repr(this) else { return Ok(vm.str(INSIDE_ITSELF)) };
    let most = usize::try_from(vm.recursion_limit.get() / CALLS_PER_TASK).unwrap_or(usize::MAX);
    let mut text = String::new();
    // Of the tasks whose text is not at its end: the mark, and the rest.
    let mut open = vec![(mark, write_front(vm, &mut text, this, task)?)];
    let mut awaited = task.waits_for.bound();
    while let Some(value) = awaited.take() {
        text.push_str(" wait_for=");
        let own = vm.class(&value).slots.repr.get();
        let usual = own.is_some_and(|r| fn_addr_eq(r, repr_of as fn(&Vm, &Value) -> PyResult));
        let Some(next) = value.get::<TaskObject>().filter(|_| usual) else {
            text.push_str(&vm.repr_text(&value)?);
            break;
        };
        let Some(mark) = vm.enter_repr(&value) else {
            text.push_str(INSIDE_ITSELF);
            break;
        };
        if open.len() >= most {
            return Err(vm.recursion_error());
        }
        if vm.breaker.is_set() {
            vm.handle_breaker_between_items()?;
        }
        open.push((mark, write_front(vm, &mut text, &value, next)?));
        awaited = next.waits_for.bound();
    }
    for (_, rest) in open.iter().rev() {
        for part in rest {
            text.push(' ');
            text.push_str(part);
        }
        text.push('>');
    }
    Ok(vm.str(&text))
}

/// Writes what comes before the task that this one waits for; gives what comes behind it.
fn write_front(
    vm: &Vm,
    text: &mut String,
    this: &Value,
    task: &TaskObject,
) -> PyResult<Vec<String>> {
    text.push('<');
    text.push_str(&vm.class(this).name());
    let (front, rest) = task_parts(vm, task)?;
    for part in front {
        text.push(' ');
        text.push_str(&part);
    }
    Ok(rest)
}

/// What a task's repr consists of, before and behind what it waits for.
fn task_parts(vm: &Vm, task: &TaskObject) -> PyResult<(Vec<String>, Vec<String>)> {
    let (mut status, rest) = future_parts(vm, &task.future)?;
    if task.cancel_requests.get() > 0 && !task.future.is_done() {
        status = "cancelling";
    }
    let mut front = vec![status.to_owned(), format!("name={}", vm.repr_text(&task.name(vm))?)];
    if let Some(coroutine) = task.coroutine.bound().filter(|c| !c.is_none()) {
        front.push(format!("coro=<{}>", self::coroutine(vm, &coroutine)?));
    }
    Ok((front, rest))
}

fn future_info(vm: &Vm, future: &FutureObject) -> PyResult<Vec<String>> {
    let (status, mut info) = future_parts(vm, future)?;
    info.insert(0, status.to_owned());
    Ok(info)
}

/// The status, and what is said behind it.
fn future_parts(vm: &Vm, future: &FutureObject) -> PyResult<(&'static str, Vec<String>)> {
    let status = match future.status() {
        Status::Pending => "pending",
        Status::Cancelled => "cancelled",
        Status::Returned | Status::Raised => "finished",
    };
    let mut info = Vec::new();
    match future.status() {
        Status::Returned => info.push(format!("result={}", short(vm, &future.outcome(), 0)?)),
        Status::Raised => info.push(format!("exception={}", vm.repr_text(&future.outcome())?)),
        Status::Pending | Status::Cancelled => {}
    }
    let waiters = future.waiters();
    let name = |waiter: &WaiterName| match waiter {
        WaiterName::Callable(callable, _) => callback(vm, callable),
        WaiterName::Native(name) => format!("{name}()"),
    };
    match waiters.as_slice() {
        [] => {}
        [one] => info.push(format!("cb=[{}]", name(one))),
        [one, two] => info.push(format!("cb=[{}, {}]", name(one), name(two))),
        [first, between @ .., last] => {
            let more = between.len();
            info.push(format!("cb=[{}, <{more} more>, {}]", name(first), name(last)));
        }
    }
    if let Some(source) = future.source() {
        info.push(made_at(vm, &source)?);
    }
    Ok((status, info))
}

/// What the repr of a future or task consists of.
pub fn info(vm: &Vm, this: &Value) -> PyResult<Vec<String>> {
    match (this.get::<TaskObject>(), future_of(this)) {
        (Some(task), _) => {
            let (mut info, rest) = task_parts(vm, task)?;
            if let Some(awaited) = task.waits_for.bound() {
                info.push(format!("wait_for={}", vm.repr_text(&awaited)?));
            }
            info.extend(rest);
            Ok(info)
        }
        (None, Some(future)) => future_info(vm, future),
        (None, None) => Err(vm.type_error("a future is required")),
    }
}

/// `name() at file:line`
pub(super) fn callback(vm: &Vm, callable: &Value) -> String {
    call(vm, callable, &Value::NONE, None, false, true).unwrap_or_default()
}

/// A call as it would be written, its arguments only in debug mode: `name(1, key=2) at file:line`.
pub fn call(
    vm: &Vm,
    callable: &Value,
    args: &Value,
    keywords: Option<&Value>,
    debug: bool,
    with_source: bool,
) -> PyResult<String> {
    // functools.partial: the function inside, and its own arguments in front of the given ones.
    let mut suffix = arguments(vm, args, keywords, debug)?;
    let mut inner = callable.clone();
    while vm.class(&inner).name() == "partial"
        && let Some(function) = vm.getattr_opt(&inner, &vm.intern("func"))?
    {
        let own = vm.getattr(&inner, &vm.names().args)?;
        let keywords = vm.getattr(&inner, &vm.intern("keywords"))?;
        suffix = format!("{}{suffix}", arguments(vm, &own, Some(&keywords), debug)?);
        inner = function;
    }
    let named = |name: &Value| {
        let found = vm.getattr_opt(&inner, name).ok().flatten();
        found.and_then(|n| n.as_str().map(str::to_owned)).filter(|n| !n.is_empty())
    };
    let names = vm.names();
    let name = match named(&names.__qualname__).or_else(|| named(&names.__name__)) {
        Some(name) => name,
        None => vm.repr_text(&inner)?,
    };
    match source(vm, callable)?.filter(|_| with_source) {
        Some((file, line)) => Ok(format!("{name}{suffix} at {file}:{line}")),
        None => Ok(format!("{name}{suffix}")),
    }
}

/// Arguments in brackets, which outside of debug mode are empty: what is in them may be secret.
pub fn arguments(vm: &Vm, args: &Value, keywords: Option<&Value>, debug: bool) -> PyResult<String> {
    if !debug {
        return Ok("()".to_owned());
    }
    let mut parts = Vec::new();
    if !args.is_none() {
        for arg in vm.to_vec(args)? {
            parts.push(short(vm, &arg, 0)?);
        }
    }
    for (key, value) in
        keywords.and_then(|k| k.get::<DictObject>()).map(|d| d.pairs()).unwrap_or_default()
    {
        parts.push(format!("{}={}", key.to_text(), short(vm, &value, 0)?));
    }
    Ok(format!("({})", parts.join(", ")))
}

/// Where a function is defined, beneath what wraps it.
pub fn source(vm: &Vm, callable: &Value) -> PyResult<Option<(String, u32)>> {
    // As many layers as anybody will ever have; one can be around itself.
    const MOST_LAYERS: usize = 1000;
    let (wrapped, func) = (vm.intern("__wrapped__"), vm.intern("func"));
    let mut inner = callable.clone();
    for _ in 0..MOST_LAYERS {
        if let Some(next) = vm.getattr_opt(&inner, &wrapped).ok().flatten() {
            inner = next;
        } else if let Some(function) = inner.get::<FunctionObject>() {
            let code = function.code.get();
            let found = code.get::<CodeObject>();
            return Ok(found.map(|c| (c.code.filename.to_string(), c.code.first_line)));
        } else if matches!(&*vm.class(&inner).name(), "partial" | "partialmethod") {
            inner = vm.getattr(&inner, &func)?;
        } else {
            return Ok(None);
        }
    }
    Ok(None)
}

/// The stack of the code that runs, for objects made in debug mode: a list of frame summaries.
#[cold]
pub(super) fn stack_here(vm: &Vm) -> PyResult {
    let (sys, helpers) = (vm.import_module("sys")?, vm.import_module("asyncio.format_helpers")?);
    let frame = vm.call_method(&sys, &vm.intern("_getframe"), &[])?;
    vm.call_method(&helpers, &vm.intern("extract_stack"), &[frame])
}

/// `created at file:line`, by the last entry of such a list.
pub(super) fn made_at(vm: &Vm, stack: &Value) -> PyResult<String> {
    let last = vm.getitem(stack, &Value::int_unchecked(-1))?;
    let file = vm.getitem(&last, &Value::int_unchecked(0))?;
    let line = vm.getitem(&last, &Value::int_unchecked(1))?;
    Ok(format!("created at {}:{}", vm.str_text(&file)?, vm.str_text(&line)?))
}

/// `name() running at file:line` and the like.
pub fn coroutine(vm: &Vm, coroutine: &Value) -> PyResult<String> {
    let names = vm.names();
    let text = |name: &Value| -> PyResult<Option<String>> {
        let found = vm.getattr_opt(coroutine, name)?;
        Ok(found.and_then(|n| n.as_str().map(str::to_owned)).filter(|n| !n.is_empty()))
    };
    let name = match text(&names.__qualname__)? {
        Some(name) => name,
        None => match text(&names.__name__)? {
            Some(name) => name,
            None => format!("<{} without __name__>", vm.class(coroutine).name()),
        },
    };
    let either = |first: &str, second: &str| -> PyResult<Option<Value>> {
        for name in [first, second] {
            if let Some(found) = vm.getattr_opt(coroutine, &vm.intern(name))?
                && !found.is_none()
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    };
    let Some(code) = either("cr_code", "gi_code")? else {
        let running = match either("cr_running", "gi_running")? {
            Some(running) => vm.truth(&running)?,
            None => false,
        };
        return Ok(if running { format!("{name}() running") } else { format!("{name}()") });
    };
    let Some(code) = code.get::<CodeObject>() else { return Ok(format!("{name}()")) };
    let file = &code.code.filename;
    match either("gi_frame", "cr_frame")? {
        Some(frame) => {
            let line = vm.getattr(&frame, &vm.intern("f_lineno"))?;
            Ok(format!("{name}() running at {file}:{}", vm.str_text(&line)?))
        }
        None => Ok(format!("{name}() done, defined at {file}:{}", code.code.first_line)),
    }
}

/// A repr cut to a line's length, as `reprlib.repr` makes it.
pub(super) fn short(vm: &Vm, value: &Value, depth: usize) -> PyResult<String> {
    const DEEPEST: usize = 6;
    const MOST: usize = 6;
    let list = |items: &[Value], open: &str, close: &str| -> PyResult<String> {
        if items.is_empty() {
            return Ok(format!("{open}{close}"));
        }
        if depth >= DEEPEST {
            return Ok(format!("{open}...{close}"));
        }
        let mut parts = Vec::new();
        for item in items.iter().take(MOST) {
            parts.push(short(vm, item, depth + 1)?);
        }
        if items.len() > MOST {
            parts.push("...".to_owned());
        }
        Ok(format!("{open}{}{close}", parts.join(", ")))
    };
    if let Some(items) = value.get_exact::<ListObject>() {
        let items = items.items.borrow().clone();
        return list(&items, "[", "]");
    }
    if let Some(tuple) = value.get_exact::<crate::object::tuple::TupleObject>() {
        let close = if tuple.items().len() == 1 { ",)" } else { ")" };
        return list(tuple.items(), "(", close);
    }
    if let Some(dict) = value.get_exact::<DictObject>() {
        return short_dict(vm, &dict.pairs(), depth);
    }
    if let Some(text) = value.get_exact::<StrObject>() {
        let chars: Vec<u32> = text.code_points().collect();
        if chars.len() <= 30 {
            return cut(vm.repr_text(value)?, 30);
        }
        let ends = chars.iter().take(13).chain(chars.iter().skip(chars.len() - 14));
        return cut_always(vm.repr_text(&vm.str_of_points(ends.copied()))?, 30);
    }
    let limit = if value.is_int() || vm.class(value).name() == "int" { 40 } else { 30 };
    cut(vm.repr_text(value)?, limit)
}

fn short_dict(vm: &Vm, pairs: &[(Value, Value)], depth: usize) -> PyResult<String> {
    if pairs.is_empty() {
        return Ok("{}".to_owned());
    }
    if depth >= 6 {
        return Ok("{...}".to_owned());
    }
    let mut parts = Vec::new();
    for (key, value) in pairs.iter().take(4) {
        parts.push(format!("{}: {}", short(vm, key, depth + 1)?, short(vm, value, depth + 1)?));
    }
    if pairs.len() > 4 {
        parts.push("...".to_owned());
    }
    Ok(format!("{{{}}}", parts.join(", ")))
}

fn cut(text: String, limit: usize) -> PyResult<String> {
    if text.chars().count() <= limit { Ok(text) } else { cut_always(text, limit) }
}

/// Replaces the middle by dots.
fn cut_always(text: String, limit: usize) -> PyResult<String> {
    let chars: Vec<char> = text.chars().collect();
    let head = (limit - 3) / 2;
    let tail = limit - 3 - head;
    let start: String = chars.iter().take(head).collect();
    let end: String = chars.iter().skip(chars.len().saturating_sub(tail)).collect();
    Ok(format!("{start}...{end}"))
}
