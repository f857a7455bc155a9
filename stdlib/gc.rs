//! gc: the cycle collector's handles. The collector is the engine's.

use std::cell::Cell;
use std::rc::Rc;

use taipan_engine::funcs;
use taipan_engine::object::collect::{Collected, Event};
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::header::{Header, flag};
use taipan_engine::object::native::Rest;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::list::ListObject;
use taipan_engine::types::module::ModuleSpec;

const DEBUG_STATS: i64 = 1;
const DEBUG_COLLECTABLE: i64 = 2;
const DEBUG_UNCOLLECTABLE: i64 = 4;
const DEBUG_SAVEALL: i64 = 32;
const DEBUG_LEAK: i64 = DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL;

/// What the module keeps besides its namespace.
#[derive(Default)]
struct State {
    debug: Cell<i64>,
}

fn state(vm: &Vm) -> Rc<State> {
    vm.extra(State::default)
}

fn collect(vm: &Vm, generation: i64) -> PyResult<usize> {
    if !(0..=2).contains(&generation) {
        return Err(vm.value_error("invalid generation"));
    }
    let collected = vm.collect_generation(generation as usize);
    Ok(collected.objects + collected.uncollectable)
}

fn enable(vm: &Vm) {
    vm.heap.set_collects(true);
}

fn disable(vm: &Vm) {
    vm.heap.set_collects(false);
}

fn isenabled(vm: &Vm) -> bool {
    vm.heap.collects()
}

fn triple(vm: &Vm, numbers: [usize; 3]) -> Value {
    vm.tuple(numbers.iter().map(|n| vm.int(*n as i64)).collect())
}

fn get_threshold(vm: &Vm) -> Value {
    let [first, second, third] = vm.heap.thresholds();
    triple(vm, [if first == usize::MAX { 0 } else { first }, second, third])
}

fn set_threshold(vm: &Vm, given: Rest<'_>) -> PyResult<()> {
    let number_at = |at: usize| given.0.get(at).map(|n| vm.index_i64(n)).transpose();
    let (Some(first), second, third, 1..=3) =
        (number_at(0)?, number_at(1)?, number_at(2)?, given.0.len())
    else {
        return Err(vm.type_error("gc.set_threshold requires 1 to 3 arguments"));
    };
    let [_, old_second, old_third] = vm.heap.thresholds();
    let number = |n: i64| usize::try_from(n).unwrap_or(0);
    // As there: no threshold, no collection.
    let first = if number(first) == 0 { usize::MAX } else { number(first) };
    let (second, third) = (second.map_or(old_second, number), third.map_or(old_third, number));
    vm.heap.set_thresholds([first, second, third]);
    Ok(())
}

fn get_count(vm: &Vm) -> Value {
    triple(vm, [vm.heap.tracked().0, 0, 0])
}

fn is_tracked(_: &Vm, object: &Value) -> bool {
    object.header().is_some_and(Header::is_tracked)
}

fn is_finalized(_: &Vm, object: &Value) -> bool {
    object.header().is_some_and(|header| header.has(flag::FINALIZED))
}

fn get_debug(vm: &Vm) -> i64 {
    state(vm).debug.get()
}

fn set_debug(vm: &Vm, flags: i64) {
    state(vm).debug.set(flags);
    vm.heap.watch.keeps.set(flags & DEBUG_SAVEALL != 0);
}

fn get_objects(vm: &Vm, generation: &Value) -> PyResult {
    let [young, old] = vm.known_objects();
    if generation.is_none() {
        return Ok(vm.new_list(young.into_iter().chain(old).collect()));
    }
    match vm.index_i64(generation)? {
        -1 => Ok(vm.new_list(young.into_iter().chain(old).collect())),
        0 => Ok(vm.new_list(young)),
        1 => Ok(vm.new_list(Vec::new())),
        2 => Ok(vm.new_list(old)),
        number if number < 0 => Err(vm.value_error("generation parameter cannot be negative")),
        _ => {
            let text =
                "generation parameter must be less than the number of available generations (3)";
            Err(vm.value_error(text))
        }
    }
}

fn get_referents(vm: &Vm, objects: Rest<'_>) -> Value {
    vm.new_list(objects.0.iter().flat_map(|object| vm.referents(object)).collect())
}

fn get_referrers(vm: &Vm, objects: Rest<'_>) -> Value {
    let wanted = |value: &Value| objects.0.iter().any(|object| object.is(value));
    let [young, old] = vm.known_objects();
    let all = young.into_iter().chain(old);
    vm.new_list(all.filter(|object| vm.referents(object).iter().any(wanted)).collect())
}

fn get_stats(vm: &Vm) -> Value {
    let one = |numbers: &[usize; 3]| {
        let dict = DictObject::new();
        for (name, number) in ["collections", "collected", "uncollectable"].iter().zip(numbers) {
            drop(dict.set_interned(&vm.intern(name), vm.int(*number as i64)));
        }
        vm.new_dict(dict)
    };
    vm.new_list(vm.heap.watch.totals.get().iter().map(one).collect())
}

fn freeze(vm: &Vm) {
    vm.freeze();
}

fn unfreeze(vm: &Vm) {
    vm.unfreeze();
}

fn get_freeze_count(vm: &Vm) -> usize {
    vm.frozen_objects()
}

/// A list of the module, if it is still there and one.
fn module_list(vm: &Vm, name: &str) -> Option<Value> {
    let modules = vm.modules_dict();
    let module = modules.get::<DictObject>()?.get_interned(&vm.intern("gc"))?;
    let list = vm.getattr_opt(&module, &vm.intern(name)).ok()??;
    list.get::<ListObject>().is_some().then_some(list)
}

/// What the collector calls before and after its work: the program's callbacks.
fn watch(vm: &Vm, event: Event) {
    let (phase, generation, collected) = match event {
        Event::Start { generation } => ("start", generation, Collected::default()),
        Event::Stop { generation, collected } => ("stop", generation, collected),
    };
    let kept = vm.heap.watch.kept.take();
    if !kept.is_empty()
        && let Some(garbage) = module_list(vm, "garbage")
        && let Some(list) = garbage.get::<ListObject>()
    {
        for object in kept {
            // Nobody is there to be told that memory has run out.
            drop(list.push(vm, object));
        }
    }
    if get_debug(vm) & DEBUG_STATS != 0 {
        let (young, old) = vm.heap.tracked();
        vm.write_stderr(&match event {
            Event::Start { .. } => format!(
                "gc: collecting generation {generation}...\n\
                 gc: objects in each generation: {young} 0 {old}\n"
            ),
            Event::Stop { .. } => format!(
                "gc: done, {} unreachable, {} uncollectable\n",
                collected.objects, collected.uncollectable
            ),
        });
    }
    let Some(callbacks) = module_list(vm, "callbacks") else { return };
    let functions = vm.to_vec(&callbacks).unwrap_or_default();
    if functions.is_empty() {
        return;
    }
    let info = DictObject::new();
    let numbers = [
        ("generation", generation),
        ("collected", collected.objects),
        ("uncollectable", collected.uncollectable),
    ];
    for (name, number) in numbers {
        drop(info.set_interned(&vm.intern(name), vm.int(number as i64)));
    }
    let args = [vm.str(phase), vm.new_dict(info)];
    for function in functions {
        if let Err(raised) = vm.call(&function, &args) {
            vm.report_unraisable(&raised.0, &function);
        }
    }
}

fn init(vm: &Vm, _: &Value) -> PyResult<()> {
    vm.heap.watch.hook.set(Some(watch));
    Ok(())
}

pub(crate) static GC: ModuleSpec = ModuleSpec {
    name: "gc",
    doc: "The collector of reference cycles.",
    funcs: funcs![
        collect "(generation=2)" "Run the garbage collector; the number of unreachable objects.";
        enable "()" "Let the collector start by itself.";
        disable "()" "Let the collector run only when collect() is called.";
        isenabled "()" "Whether collections start by themselves.";
        get_threshold "()" "The thresholds of the three generations.";
        set_threshold "(*thresholds)" "Choose after how many new objects the collector starts; with 0 it does not start by itself.";
        get_count "()" "The present counts of the three generations.";
        is_tracked "(obj, /)" "Whether the collector looks after obj; it leaves plain values alone.";
        is_finalized "(obj, /)" "Whether obj was finalized already.";
        get_debug "()" "The debugging flags in force.";
        set_debug "(flags, /)" "Sets the debugging flags (the DEBUG_… constants).";
        get_objects "(generation=None)" "All objects that the collector looks after, or those of one generation.";
        get_referents "(*objs)" "The objects that objs refer to directly.";
        get_referrers "(*objs)" "The tracked objects that refer to one of objs directly.";
        get_stats "()" "One dict of figures for each generation.";
        freeze "()" "Takes all present objects out of later collections.";
        unfreeze "()" "Gives frozen objects back to the collector.";
        get_freeze_count "()" "How many objects are frozen.";
    ],
    values: &[
        ("garbage", |vm| vm.new_list(Vec::new())),
        ("callbacks", |vm| vm.new_list(Vec::new())),
        ("DEBUG_STATS", |_| Value::int_unchecked(DEBUG_STATS)),
        ("DEBUG_COLLECTABLE", |_| Value::int_unchecked(DEBUG_COLLECTABLE)),
        ("DEBUG_UNCOLLECTABLE", |_| Value::int_unchecked(DEBUG_UNCOLLECTABLE)),
        ("DEBUG_SAVEALL", |_| Value::int_unchecked(DEBUG_SAVEALL)),
        ("DEBUG_LEAK", |_| Value::int_unchecked(DEBUG_LEAK)),
    ],
    init: Some(init),
    ..ModuleSpec::NONE
};
