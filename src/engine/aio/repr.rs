//! How futures, tasks and callbacks show themselves. Runs user code where that has a repr.

use super::future::{FutureObject, Status, WaiterName};
use super::task::TaskObject;
use crate::object::code::{CodeObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::slots::PyResult;
use crate::object::string::StrObject;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::list::ListObject;

/// `repr(future)`
pub(super) fn future(vm: &Vm, this: &Value, future: &FutureObject) -> PyResult {
    let info = future_info(vm, future)?;
    Ok(vm.str(&format!("<{} {}>", vm.class(this).name(), info.join(" "))))
}

/// `repr(task)`
pub(super) fn task(vm: &Vm, this: &Value, task: &TaskObject) -> PyResult {
    let mut info = future_info(vm, &task.future)?;
    if task.cancel_requests.get() > 0
        && !task.future.is_done()
        && let Some(status) = info.first_mut()
    {
        *status = "cancelling".to_owned();
    }
    let mut more = vec![format!("name={}", vm.repr_text(&task.name(vm))?)];
    if let Some(coroutine) = task.coroutine.bound().filter(|c| !c.is_none()) {
        more.push(format!("coro=<{}>", self::coroutine(vm, &coroutine)?));
    }
    if let Some(awaited) = task.waits_for.bound() {
        more.push(format!("wait_for={}", vm.repr_text(&awaited)?));
    }
    let at = info.len().min(1);
    info.splice(at..at, more);
    Ok(vm.str(&format!("<{} {}>", vm.class(this).name(), info.join(" "))))
}

fn future_info(vm: &Vm, future: &FutureObject) -> PyResult<Vec<String>> {
    let mut info = vec![
        match future.status() {
            Status::Pending => "pending",
            Status::Cancelled => "cancelled",
            Status::Returned | Status::Raised => "finished",
        }
        .to_owned(),
    ];
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
    Ok(info)
}

/// `name() at file:line`
pub(super) fn callback(vm: &Vm, callable: &Value) -> String {
    let mut callable = callable.clone();
    // functools.partial: the function inside, and its own arguments as they were given.
    let mut suffix = "()".to_owned();
    while vm.class(&callable).name() == "partial"
        && let Ok(Some(inner)) = vm.getattr_opt(&callable, &vm.intern("func"))
    {
        suffix = format!("{}{suffix}", partial_args(vm, &callable));
        callable = inner;
    }
    let named = |name: &Value| {
        let found = vm.getattr_opt(&callable, name).ok().flatten();
        found.and_then(|n| n.as_str().map(str::to_owned)).filter(|n| !n.is_empty())
    };
    let names = vm.names();
    let name = named(&names.__qualname__).or_else(|| named(&names.__name__));
    let name = name.unwrap_or_else(|| vm.repr_text(&callable).unwrap_or_default());
    match source(&callable) {
        Some((file, line)) => format!("{name}{suffix} at {file}:{line}"),
        None => format!("{name}{suffix}"),
    }
}

fn partial_args(vm: &Vm, partial: &Value) -> String {
    let mut parts = Vec::new();
    if let Ok(Some(args)) = vm.getattr_opt(partial, &vm.names().args) {
        parts.extend(args.tuple_items().iter().map(|a| short(vm, a, 0).unwrap_or_default()));
    }
    if let Ok(Some(keywords)) = vm.getattr_opt(partial, &vm.intern("keywords"))
        && let Some(dict) = keywords.get::<DictObject>()
    {
        for (key, value) in dict.pairs() {
            parts.push(format!("{}={}", key.to_text(), short(vm, &value, 0).unwrap_or_default()));
        }
    }
    format!("({})", parts.join(", "))
}

/// Where a Python function is defined.
fn source(callable: &Value) -> Option<(String, u32)> {
    let code = callable.get::<FunctionObject>()?.code.get();
    let code = code.get::<CodeObject>()?;
    Some((code.code.filename.to_string(), code.code.first_line))
}

/// `name() running at file:line` and the like.
fn coroutine(vm: &Vm, coroutine: &Value) -> PyResult<String> {
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
