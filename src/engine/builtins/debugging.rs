//! `breakpoint`.

use crate::object::dict::DictObject;
use crate::object::native::{Args, Rest};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// Calls `sys.breakpointhook` with what it is given.
pub(super) fn breakpoint(vm: &Vm, args: Rest, keywords: &Value) -> PyResult {
    let hook = vm.sys_attr("breakpointhook");
    let hook = hook.ok_or_else(|| vm.runtime_error("lost sys.breakpointhook"))?;
    let pairs = keywords.get::<DictObject>().map(DictObject::pairs).unwrap_or_default();
    let (names, values): (Vec<Value>, Vec<Value>) = pairs.into_iter().unzip();
    let all: Vec<Value> = args.0.iter().cloned().chain(values).collect();
    vm.call_args(&hook, Args { all: &all, names: &names })
}
