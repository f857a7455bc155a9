//! `sys.monitoring`: tools, the events they want, and what is called then.

use crate::funcs;
use crate::object::code::CodeObject;
use crate::object::dict::DictObject;
use crate::object::monitoring::{Monitoring, TOOLS, event};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::module::ModuleSpec;
use crate::types::object::PlainObject;

fn monitoring(vm: &Vm) -> &Monitoring {
    vm.monitoring.get_or_init(|| {
        let made = Monitoring::default();
        let object = || vm.new_object(vm.types.object(), PlainObject);
        made.disable.set(object());
        made.missing.set(object());
        Box::new(made)
    })
}

/// The tool of that number.
fn tool(vm: &Vm, id: i64) -> PyResult<usize> {
    match usize::try_from(id) {
        Ok(tool) if tool < TOOLS => Ok(tool),
        _ => Err(vm.value_error(format!("invalid tool {id} (must be between 0 and 5)"))),
    }
}

fn tool_in_use(vm: &Vm, id: i64) -> PyResult<usize> {
    let tool = tool(vm, id)?;
    if monitoring(vm).names[tool].is_unbound() {
        return Err(vm.value_error(format!("tool {id} is not in use")));
    }
    Ok(tool)
}

fn use_tool_id(vm: &Vm, id: i64, name: &Value) -> PyResult<()> {
    let tool = tool(vm, id)?;
    if name.as_str_object().is_none() {
        return Err(vm.value_error("tool name must be a str"));
    }
    let place = &monitoring(vm).names[tool];
    if !place.is_unbound() {
        return Err(vm.value_error(format!("tool {id} is already in use")));
    }
    place.set(name.clone());
    Ok(())
}

fn free_tool_id(vm: &Vm, id: i64) -> PyResult<()> {
    let tool = tool(vm, id)?;
    let own = monitoring(vm);
    own.clear_tool(tool);
    own.names[tool].set(Value::UNBOUND);
    vm.tracing_begins();
    Ok(())
}

fn get_tool(vm: &Vm, id: i64) -> PyResult {
    Ok(monitoring(vm).names[tool(vm, id)?].bound().unwrap_or(Value::NONE))
}

fn register_callback(vm: &Vm, id: i64, which: i64, function: &Value) -> PyResult {
    let tool = tool(vm, id)?;
    let one = u32::try_from(which).ok().filter(|bits| bits.count_ones() == 1);
    if which <= 0 || one.is_none() {
        return Err(vm.value_error("The callback can only be set for one event at a time"));
    }
    let Some(one) = one.filter(|bits| bits & event::ALL != 0) else {
        return Err(vm.value_error(format!("invalid event {which}")));
    };
    let function = Some(function.clone()).filter(|function| !function.is_none());
    Ok(monitoring(vm).set_callback(tool, one, function))
}

fn get_events(vm: &Vm, id: i64) -> PyResult<i64> {
    let tool = tool(vm, id)?;
    Ok(i64::from(monitoring(vm).events(tool)))
}

/// How calls end belongs to being told of calls, and is not asked for alone.
fn without_ends_of_calls(vm: &Vm, events: u32) -> PyResult<u32> {
    let ends = event::C_RETURN | event::C_RAISE;
    if events & ends != 0 && events & (ends | event::CALL) != ends | event::CALL {
        return Err(vm.value_error("cannot set C_RETURN or C_RAISE events independently"));
    }
    Ok(events & !ends)
}

fn set_events(vm: &Vm, id: i64, events: i64) -> PyResult<()> {
    let tool = tool(vm, id)?;
    let Some(set) = u32::try_from(events).ok().filter(|set| set & !event::ALL == 0) else {
        return Err(vm.value_error(format!("invalid event set 0x{events:x}")));
    };
    let set = without_ends_of_calls(vm, set)?;
    let tool = tool_in_use(vm, tool as i64)?;
    monitoring(vm).set_events(tool, set);
    vm.tracing_begins();
    Ok(())
}

fn check_code(vm: &Vm, code: &Value) -> PyResult<()> {
    match code.get::<CodeObject>() {
        Some(_) => Ok(()),
        None => Err(vm.type_error("code must be a code object")),
    }
}

fn get_local_events(vm: &Vm, id: i64, code: &Value) -> PyResult<i64> {
    check_code(vm, code)?;
    let tool = tool(vm, id)?;
    Ok(i64::from(monitoring(vm).local_events(tool, code)))
}

fn set_local_events(vm: &Vm, id: i64, code: &Value, events: i64) -> PyResult<()> {
    check_code(vm, code)?;
    let tool = tool(vm, id)?;
    let ends = event::C_RETURN | event::C_RAISE;
    let set = u32::try_from(events).unwrap_or(u32::MAX);
    let set = if set & !event::ALL == 0 { without_ends_of_calls(vm, set)? } else { set };
    if set & !(event::LOCAL | ends) != 0 {
        return Err(vm.value_error(format!("invalid local event set 0x{events:x}")));
    }
    let tool = tool_in_use(vm, tool as i64)?;
    monitoring(vm).set_local_events(tool, code, set);
    vm.tracing_begins();
    Ok(())
}

fn restart_events(vm: &Vm) {
    monitoring(vm).enable_all();
}

/// Which tools want which events, by the event's name.
fn all_events(vm: &Vm) -> PyResult {
    let (own, all) = (monitoring(vm), DictObject::new());
    for (bit, name) in event::NAMES.iter().enumerate() {
        let wants = |tool: &usize| own.events(*tool) & 1 << bit != 0;
        let tools = (0..TOOLS).filter(wants).fold(0, |set, tool| set | 1 << tool);
        if tools != 0 {
            drop(all.insert(vm, vm.intern(name), vm.int(tools))?);
        }
    }
    Ok(vm.new_dict(all))
}

fn events(vm: &Vm) -> Value {
    let named = event::NAMES.iter().enumerate().map(|(bit, name)| (*name, vm.int(1 << bit)));
    let all: Vec<(&str, Value)> = named.chain([("NO_EVENTS", vm.int(0))]).collect();
    vm.simple_namespace(&all)
}

pub(crate) static MONITORING: ModuleSpec = ModuleSpec {
    name: "sys.monitoring",
    doc: "Tells tools such as debuggers and profilers what happens while code runs.",
    funcs: funcs![
        use_tool_id "(tool_id, name, /)" "Take a tool's number, from 0 to 5, under a name.";
        traces "free_tool_id" = free_tool_id, "(tool_id, /)", "Give a tool's number back; it hears of nothing any more.";
        get_tool "(tool_id, /)" "The name that a tool's number is taken under, or None.";
        register_callback "(tool_id, event, func, /)" "Have func called at one event; gives what was called before.";
        get_events "(tool_id, /)" "The events that the tool wants everywhere.";
        traces "set_events" = set_events, "(tool_id, event_set, /)", "Choose the events that the tool wants everywhere.";
        get_local_events "(tool_id, code, /)" "The events that the tool wants of one piece of code.";
        traces "set_local_events" = set_local_events, "(tool_id, code, event_set, /)", "Choose the events that the tool wants of one piece of code.";
        restart_events "()" "Report what callbacks have disabled again.";
        "_all_events" = all_events, "()", "Which tools want which events.";
    ],
    values: &[
        ("events", events),
        ("DISABLE", |vm| monitoring(vm).disable.get()),
        ("MISSING", |vm| monitoring(vm).missing.get()),
        ("DEBUGGER_ID", |vm| vm.int(0)),
        ("COVERAGE_ID", |vm| vm.int(1)),
        ("PROFILER_ID", |vm| vm.int(2)),
        ("OPTIMIZER_ID", |vm| vm.int(5)),
    ],
    ..ModuleSpec::NONE
};
