//! Any bytes are run as a program on a host that reaches nothing, with little fuel and memory. Looks
//! for panics, aborts and errors of memory.
#![no_main]

use libfuzzer_sys::fuzz_target;
use taipan_engine::Interpreter;
use taipan_engine::host::NullHost;
use taipan_engine::object::vm::Breaker;

/// Turns of loops and calls.
const FUEL: u64 = 20_000;

/// Bytes of objects and of output.
const MEMORY: usize = 64 << 20;
const OUTPUT: usize = 1 << 20;

/// Sanitizers make frames large: the budget stays well below the main thread's 8 MiB.
const STACK: usize = 4 << 20;

fuzz_target!(|source: &[u8]| {
    let mut interpreter = Interpreter::new(Box::new(NullHost::new(1, OUTPUT)));
    interpreter.register(taipan_stdlib::MODULES);
    interpreter.set_stack_budget(STACK);
    interpreter.with(|vm| {
        vm.fuel.set(FUEL);
        vm.heap.set_limit(MEMORY);
    });
    interpreter.breaker().set(Breaker::FUEL);
    let _ = interpreter.run_main(source, "fuzz.py");
});
