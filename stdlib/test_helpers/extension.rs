//! `_testsinglephase`: a native module that tests of importing take as an example of one.

use taipan_engine::funcs;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::ModuleSpec;

const NAME: &str = "_testsinglephase";

fn look_up_self(vm: &Vm) -> PyResult {
    vm.import_module(NAME)
}

fn sum(vm: &Vm, i: i64, j: i64) -> PyResult {
    let sum = i.checked_add(j).map(|sum| vm.int(sum));
    sum.ok_or_else(|| vm.overflow_error("the sum is beyond 64 bits"))
}

pub(crate) static TESTSINGLEPHASE: ModuleSpec = ModuleSpec {
    name: NAME,
    doc: "A native module for tests of importing.",
    funcs: funcs![
        look_up_self "()" "The module itself.";
        sum "(i, j, /)" "The sum of i and j.";
    ],
    values: &[("int_const", |vm| vm.int(1969)), ("str_const", |vm| vm.str("something different"))],
    ..ModuleSpec::NONE
};
