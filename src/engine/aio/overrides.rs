//! What a class derived from the native loop, or a single loop, has its own of in Python. The native
//! loop then asks the method in place of doing the thing itself; one without overrides asks nothing.

use super::event_loop::EventLoop;
use crate::object::native::Args;
use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::object::generic_setattr;

/// Methods that the loop calls itself, by the bit that says that there is another one.
const METHODS: [(&str, u8); 6] = [
    ("_run_once", RUN_ONCE),
    ("time", TIME),
    ("call_soon", CALL_SOON),
    ("call_at", CALL_AT),
    ("call_later", CALL_LATER),
    ("create_future", CREATE_FUTURE),
];

pub(super) const RUN_ONCE: u8 = 1;
pub(super) const TIME: u8 = 2;
pub(super) const CALL_SOON: u8 = 4;
pub(super) const CALL_AT: u8 = 8;
const CALL_LATER: u8 = 16;
const CREATE_FUTURE: u8 = 32;

/// The bits of what the class has its own of.
pub(super) fn of_class(vm: &Vm, class: &TypeRef) -> u8 {
    let native = vm.ty(&super::loop_type::EVENT_LOOP);
    if class.value().is(native.value()) {
        return 0;
    }
    let differs = |name: &str| {
        let name = vm.intern(name);
        class.lookup(&name) != native.lookup(&name)
    };
    METHODS.iter().filter(|(name, _)| differs(name)).fold(0, |all, (_, bit)| all | bit)
}

/// `loop.name = value`, which may put a method in another one's place.
pub(super) fn setattr(vm: &Vm, this: &Value, name: &Value, value: Option<&Value>) -> PyResult<()> {
    generic_setattr(vm, this, name, value)?;
    let text = name.as_str().unwrap_or_default();
    if let Some((_, bit)) = METHODS.iter().find(|(known, _)| *known == text)
        && let Some(event_loop) = this.foreign::<EventLoop>()
    {
        event_loop.override_method(*bit);
    }
    Ok(())
}

/// `loop.call_at(when, callback, *args, context=context)`
pub(super) fn call_at(
    vm: &Vm,
    this: &Value,
    when: Value,
    callback: &Value,
    args: &Value,
    context: &Value,
) -> PyResult {
    let method = vm.getattr(this, &vm.intern("call_at"))?;
    let mut all = vec![when, callback.clone()];
    all.extend_from_slice(args.tuple_items());
    all.push(context.clone());
    vm.call_args(&method, Args { all: &all, names: &[vm.intern("context")] })
}
