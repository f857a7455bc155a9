//! What one task waits for, found out by looking at its suspended frames: the operation of asyncio that
//! it is in, the object of that, and the futures behind it. Runs no Python code.

use super::Place;
use crate::aio::State;
use crate::aio::awaited_by::is_public;
use crate::aio::future::{FutureObject, Told, future_of};
use crate::aio::native_coroutine::NativeCoroutine;
use crate::aio::task::TaskObject;
use crate::object::code::{CellObject, CodeObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::frame::GeneratorObject;
use crate::object::report::Spot;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::function::MethodObject;
use crate::types::list::ListObject;
use crate::types::set::SetObject;
use crate::vm::suspended::{Chain, is_library};

/// Where a task stands.
pub(super) struct Waits {
    /// The name of its coroutine.
    pub(super) coroutine: String,
    pub(super) created: Option<Place>,
    /// The innermost place of the program's own code.
    pub(super) place: Option<Place>,
    pub(super) what: What,
    /// What it is waiting for is done when these are, or one of them.
    pub(super) futures: Vec<Value>,
}

/// What a task does.
pub(super) enum What {
    /// Its step is being taken.
    Runs,
    /// Its next step is due.
    Ready,
    Sleeps,
    /// It waits for a lock, perhaps within another operation.
    Lock(Lock, Option<String>),
    /// A method of an object of asyncio.
    Method(String, Value),
    /// A function of asyncio.
    Function(String),
    /// The end of a TaskGroup.
    Group,
    Gather(usize),
    Shield,
    Task(Value),
    /// Some other future, of that class.
    Future(String),
}

/// A lock of asyncio.
#[derive(Clone)]
pub(super) struct Lock(pub(super) Value);

impl Waits {
    pub(super) fn of(vm: &Vm, task: &TaskObject, running: bool) -> Waits {
        let (links, end) = whole_chain(&task.coroutine.get());
        let own = links.iter().rposition(|link| !in_library(link));
        let place = own.and_then(|at| links.get(at)).and_then(place_of);
        let inner = links.get(own.map_or(0, |at| at + 1)..).unwrap_or_default();
        let awaited = task.waits_for.bound();
        let mut futures = Vec::new();
        let what = match &awaited {
            _ if running => What::Runs,
            None => What::Ready,
            Some(awaited) => what(vm, inner, end.as_ref(), awaited, &mut futures),
        };
        futures.retain(is_pending);
        Waits {
            coroutine: coroutine_name(&task.coroutine.get()),
            created: State::of(vm).hang.sites.place(task.future.site.get()),
            place,
            what,
            futures,
        }
    }
}

/// The chain of awaits of a task, also through coroutines of Rust code that hand on to others.
fn whole_chain(coroutine: &Value) -> (Vec<Value>, Option<Value>) {
    let Chain { mut links, mut end } = Chain::of(coroutine);
    while let Some(inner) =
        end.as_ref().and_then(|e| e.get::<NativeCoroutine>()).and_then(NativeCoroutine::inner)
    {
        let mut more = Chain::of(&inner);
        links.append(&mut more.links);
        end = more.end;
    }
    (links, end)
}

fn what(
    vm: &Vm,
    links: &[Value],
    end: Option<&Value>,
    awaited: &Value,
    futures: &mut Vec<Value>,
) -> What {
    let operation = operation(links);
    if let Some(lock) = Lock::in_links(links) {
        let through = operation.map(|link| label(vm, link));
        return What::Lock(lock, through.filter(|name| name != "Lock.acquire"));
    }
    if let Some(link) = operation {
        let name = qualname(link);
        let this = local(link, 0);
        match (name.as_str(), this) {
            ("TaskGroup.__aexit__", Some(group)) => {
                futures_in(&attribute(vm, &group, "_tasks"), futures);
                return What::Group;
            }
            ("wait", Some(all)) => futures_in(&all, futures),
            ("wait_for", _) => futures.push(awaited.clone()),
            (name, Some(this)) if name.contains('.') => {
                return What::Method(label(vm, link), this);
            }
            _ => {}
        }
        return What::Function(label(vm, link));
    }
    if let Some(native) = end.and_then(|e| e.get::<NativeCoroutine>()) {
        return match (native.name(), native.first()) {
            ("sleep", _) => What::Sleeps,
            (name, this) if name.contains('.') && this.header().is_some() => {
                What::Method(name.to_owned(), this)
            }
            (name, _) => What::Function(name.to_owned()),
        };
    }
    of_future(vm, awaited, futures)
}

/// A future that the program awaits itself.
fn of_future(vm: &Vm, awaited: &Value, futures: &mut Vec<Value>) -> What {
    if awaited.get::<TaskObject>().is_some() {
        futures.push(awaited.clone());
        return What::Task(awaited.clone());
    }
    let Some(future) = future_of(awaited) else {
        return What::Future(vm.class(awaited).name());
    };
    if let Some(gather) = future.gather() {
        let children = gather.children();
        futures.extend(children.iter().cloned());
        return What::Gather(children.len());
    }
    behind(future, awaited, futures);
    if futures.is_empty() { What::Future(vm.class(awaited).name()) } else { What::Shield }
}

/// Futures that a callback of asyncio's own keeps besides the one that it is told of: `shield`.
fn behind(future: &FutureObject, this: &Value, futures: &mut Vec<Value>) {
    for told in future.told() {
        let Told::Callable(callable) = told else { continue };
        let Some(function) = callable.get::<FunctionObject>() else { continue };
        let code = function.code.get();
        if !code.get::<CodeObject>().is_some_and(is_library) {
            continue;
        }
        for cell in function.closure.tuple_items() {
            let Some(cell) = cell.get::<CellObject>() else { continue };
            let kept = cell.0.get();
            if future_of(&kept).is_some() && !kept.is(this) {
                futures.push(kept);
            }
        }
    }
}

/// The outermost operation of asyncio that a program calls by its name, as far as the links show one.
fn operation(links: &[Value]) -> Option<&Value> {
    let named = |name: &str| is_public(name) && !name.ends_with(".__aenter__");
    let mut public = links.iter().filter(|link| named(&qualname(link)));
    let first = public.next()?;
    // What is waited for with a timeout says more than that.
    if qualname(first) == "wait_for" { Some(public.next().unwrap_or(first)) } else { Some(first) }
}

/// How an operation is shown: with the class that the object has.
fn label(vm: &Vm, link: &Value) -> String {
    let name = qualname(link);
    match (name.split_once('.'), local(link, 0)) {
        (Some((_, method)), Some(this)) => format!("{}.{method}", vm.class(&this).name()),
        _ => name,
    }
}

impl Lock {
    fn in_links(links: &[Value]) -> Option<Lock> {
        let link = links.iter().rev().find(|link| qualname(link) == "Lock.acquire")?;
        local(link, 0).map(Lock)
    }

    /// The lock that a suspended task waits for, and is not about to get.
    pub(super) fn awaited_by(task: &Value) -> Option<Value> {
        let task = task.get::<TaskObject>()?;
        let waits = task.waits_for.bound().is_some_and(|f| is_pending(&f));
        if !waits || task.must_cancel.get() {
            return None;
        }
        let (links, _) = whole_chain(&task.coroutine.get());
        Lock::in_links(&links).map(|lock| lock.0)
    }

    /// Whether a task has the lock in an `async with`, and nothing of its own will end its waiting.
    pub(super) fn is_held_in_block(vm: &Vm, task: &TaskObject, lock: &Value) -> bool {
        let (links, _) = whole_chain(&task.coroutine.get());
        let (mut held, mut times_out) = (false, false);
        for link in &links {
            let Some(generator) = link.get::<GeneratorObject>() else { continue };
            for value in generator.held() {
                let Some(method) = value.get::<MethodObject>() else { continue };
                held |= method.instance.is(lock);
                times_out |= vm.class(&method.instance).name() == "Timeout"
                    && !attribute(vm, &method.instance, "_when").is_none();
            }
        }
        held && !times_out
    }
}

// ---- looking at values -------------------------------------------------------------------------

/// Whether it is a future that is not done.
pub(super) fn is_pending(value: &Value) -> bool {
    future_of(value).is_some_and(|f| !f.is_done())
}

/// An attribute of the instance itself; None if there is none.
fn attribute(vm: &Vm, object: &Value, name: &str) -> Value {
    let found = object.header().and_then(|header| vm.instance_attr(header, &vm.intern(name)));
    found.unwrap_or(Value::NONE)
}

/// The futures in a container.
fn futures_in(container: &Value, found: &mut Vec<Value>) {
    let items = if let Some(set) = container.get::<SetObject>() {
        set.keys.keys()
    } else if let Some(list) = container.get::<ListObject>() {
        list.items.borrow().clone()
    } else if let Some(dict) = container.get::<DictObject>() {
        dict.keys()
    } else {
        container.as_tuple().map(<[Value]>::to_vec).unwrap_or_default()
    };
    found.extend(items.into_iter().filter(|item| future_of(item).is_some()));
}

fn local(link: &Value, at: usize) -> Option<Value> {
    link.get::<GeneratorObject>()?.local(at)
}

fn qualname(link: &Value) -> String {
    link.get::<GeneratorObject>().map_or_else(String::new, |g| g.code().code.qualname.to_string())
}

fn in_library(link: &Value) -> bool {
    link.get::<GeneratorObject>().is_some_and(|g| is_library(g.code()))
}

/// Where the innermost code of the program's own stands in a suspended coroutine's chain.
pub(super) fn spot_of(coroutine: &Value) -> Option<Spot> {
    let (links, _) = whole_chain(coroutine);
    let own = links.iter().rev().find(|link| !in_library(link))?.get::<GeneratorObject>()?;
    Some(Spot::of(own.code(), own.word()?))
}

/// Where a suspended generator stands.
pub(super) fn place_of(link: &Value) -> Option<Place> {
    let generator = link.get::<GeneratorObject>()?;
    let code = &generator.code().code;
    Some(Place {
        file: code.filename.clone(),
        line: generator.line(),
        function: code.qualname.to_string(),
    })
}

pub(super) fn coroutine_name(coroutine: &Value) -> String {
    if let Some(generator) = coroutine.get::<GeneratorObject>() {
        return generator.qualname.get().to_text();
    }
    match coroutine.get::<NativeCoroutine>() {
        Some(native) => native.name().to_owned(),
        None => "a coroutine".to_owned(),
    }
}
