//! When and where the system lets a process run.

use taipan_engine::object::native::Args;
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::VALUE_ERROR;
use taipan_engine::types::set::SET;
use taipan_engine::types::struct_sequence;
use taipan_engine::types::tuple::TUPLE;

use super::answer;
use super::number_argument::{Int, c_int, is_int};

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = taipan_engine::object::native::Signature::parse("(sched_priority)");
    Ok(vm.tuple_of_type(class, bound.bind(vm, "sched_param", args)?))
}

pub(super) static SCHED_PARAM: TypeSpec = TypeSpec {
    name: "posix.sched_param",
    base: Some(&TUPLE),
    doc: "What a scheduling policy needs to know.",
    slots: Slots { new: Some(new), ..struct_sequence::CLOSED },
    methods: struct_sequence::METHODS,
    getset: taipan_engine::struct_fields![0 "sched_priority" "the scheduling priority"],
    flags: type_flag::SEQUENCE | type_flag::DERIVED,
    ..TypeSpec::NONE
};

/// The priority in a `sched_param`.
pub(super) fn priority_of(vm: &Vm, parameters: &Value) -> PyResult<i32> {
    match parameters.tuple_items() {
        [priority] if vm.type_of(parameters).is_subtype(&vm.ty(&SCHED_PARAM)) => {
            c_int(vm, priority)
        }
        _ => Err(vm.type_error("must have a sched_param object")),
    }
}

pub(super) fn sched_yield(vm: &Vm) -> PyResult<()> {
    let host = &*vm.host;
    answer(vm, vm.allow_threads(|| host.posix().yield_processor()))
}

pub(super) fn sched_get_priority_max(vm: &Vm, policy: Int) -> PyResult<i64> {
    answer(vm, vm.host.posix().greatest_priority(policy.0)).map(i64::from)
}

pub(super) fn sched_get_priority_min(vm: &Vm, policy: Int) -> PyResult<i64> {
    answer(vm, vm.host.posix().least_priority(policy.0)).map(i64::from)
}

pub(super) fn sched_getscheduler(vm: &Vm, process: Int) -> PyResult<i64> {
    answer(vm, vm.host.posix().policy(process.0)).map(i64::from)
}

pub(super) fn sched_setscheduler(
    vm: &Vm,
    process: Int,
    policy: Int,
    parameters: &Value,
) -> PyResult<()> {
    let priority = priority_of(vm, parameters)?;
    answer(vm, vm.host.posix().set_policy(process.0, Some(policy.0), priority))
}

pub(super) fn sched_getparam(vm: &Vm, process: Int) -> PyResult {
    let priority = answer(vm, vm.host.posix().scheduled_priority(process.0))?;
    Ok(vm.tuple_of_type(&vm.ty(&SCHED_PARAM), vec![vm.int(priority.into())]))
}

pub(super) fn sched_setparam(vm: &Vm, process: Int, parameters: &Value) -> PyResult<()> {
    let priority = priority_of(vm, parameters)?;
    answer(vm, vm.host.posix().set_policy(process.0, None, priority))
}

pub(super) fn sched_rr_get_interval(vm: &Vm, process: Int) -> PyResult<f64> {
    answer(vm, vm.host.posix().turn(process.0)).map(|turn| turn as f64 * 1e-9)
}

pub(super) fn sched_getaffinity(vm: &Vm, process: Int) -> PyResult {
    let all = answer(vm, vm.host.posix().usable_processors(process.0))?;
    vm.new_set(&vm.ty(&SET), all.into_iter().map(|number| vm.int(number as i64)).collect())
}

pub(super) fn sched_setaffinity(vm: &Vm, process: Int, mask: &Value) -> PyResult<()> {
    let mut all = Vec::new();
    let numbers = vm.iter(mask)?;
    while let Some(number) = vm.next(&numbers)? {
        if !is_int(&number) {
            let class = vm.repr_text(vm.type_of(&number).value())?;
            let text = format!("expected an iterator of ints, but iterator yielded {class}");
            return Err(vm.type_error(text));
        }
        match usize::try_from(vm.index_i64(&number)?) {
            Ok(number) => all.push(number),
            Err(_) => return Err(vm.raise(&VALUE_ERROR, "negative CPU number")),
        }
    }
    answer(vm, vm.host.posix().use_processors(process.0, &all))
}
