//! gc: the cycle collector's handles. The collector is the engine's.

use taipan_engine::funcs;
use taipan_engine::object::header::Header;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::ModuleSpec;

fn collect(vm: &Vm, generation: i64) -> PyResult<usize> {
    if !(0..=2).contains(&generation) {
        return Err(vm.value_error("invalid generation"));
    }
    let collected = vm.collect(generation > 0);
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
    triple(vm, vm.heap.thresholds())
}

fn set_threshold(vm: &Vm, first: i64, second: i64, third: i64) {
    let wanted = [first, second, third].map(|n| usize::try_from(n).unwrap_or(0));
    let [first, ..] = wanted;
    // As there: no threshold, no collection.
    vm.heap.set_thresholds([if first == 0 { usize::MAX } else { first }, wanted[1], wanted[2]]);
}

fn get_count(vm: &Vm) -> Value {
    triple(vm, [vm.heap.tracked().0, 0, 0])
}

fn is_tracked(_: &Vm, object: &Value) -> bool {
    object.header().is_some_and(Header::is_tracked)
}

pub(crate) static GC: ModuleSpec = ModuleSpec {
    name: "gc",
    doc: "This module provides access to the garbage collector for reference cycles.",
    funcs: funcs![
        collect "(generation=2)" "Run the garbage collector; the number of unreachable objects.";
        enable "()" "Enable automatic garbage collection.";
        disable "()" "Disable automatic garbage collection.";
        isenabled "()" "Returns true if automatic garbage collection is enabled.";
        get_threshold "()" "Return the current collection thresholds.";
        set_threshold "(threshold0, threshold1=10, threshold2=10, /)" "Set the collection thresholds (the collection frequency).";
        get_count "()" "Return a three-tuple of the current collection counts.";
        is_tracked "(obj, /)" "Returns true if the object is tracked by the garbage collector.";
    ],
    values: &[
        ("garbage", |vm| vm.new_list(Vec::new())),
        ("callbacks", |vm| vm.new_list(Vec::new())),
    ],
    ..ModuleSpec::NONE
};
