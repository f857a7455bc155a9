//! The modules a script can import, one file or folder each.

mod asyncio;
mod contextvars;
mod datetime;
mod random;
mod time;

use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::ModuleSpec;

/// All of them; a module is a line here.
static MODULES: &[&ModuleSpec] = &[
    &asyncio::NATIVE,
    &asyncio::ASYNCIO,
    &asyncio::EXCEPTIONS,
    &asyncio::LOCKS,
    &asyncio::QUEUES,
    &asyncio::RUNNERS,
    &asyncio::TASKGROUPS,
    &asyncio::TASKS,
    &asyncio::TIMEOUTS,
    &contextvars::CONTEXTVARS,
    &datetime::DATETIME,
    &random::NATIVE,
    &random::RANDOM,
    &time::TIME,
];

/// Makes all modules importable.
pub fn register(vm: &Vm) {
    MODULES.iter().for_each(|spec| vm.register_module(spec));
    vm.on_interrupt.set(Some(taipan_engine::aio::run::interrupt));
}
