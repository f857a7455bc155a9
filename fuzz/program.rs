//! A program of Python that is given bytes: what the targets for modules of the library run.

use taipan_engine::host::NullHost;
use taipan_engine::object::vm::Breaker;
use taipan_engine::{Exit, Interpreter};

/// Turns of loops and calls.
const FUEL: u64 = 50_000;

/// Bytes of objects and of output.
const MEMORY: usize = 64 << 20;
const OUTPUT: usize = 1 << 20;

/// Sanitizers make frames large: the budget stays well below the main thread's 8 MiB.
const STACK: usize = 4 << 20;

/// The exit code by which a program says that it has found something.
const FOUND: i32 = 77;

/// Runs the program with `data` set to the bytes.
pub fn run(program: &str, data: &[u8]) {
    let digits: String = data.iter().map(|byte| format!("{byte:02x}")).collect();
    let source = format!("data = bytes.fromhex('{digits}')\n{program}");
    let mut interpreter = Interpreter::new(Box::new(NullHost::new(1, OUTPUT)));
    interpreter.register(taipan_stdlib::MODULES);
    interpreter.set_stack_budget(STACK);
    interpreter.with(|vm| {
        vm.fuel.set(FUEL);
        vm.heap.set_limit(MEMORY);
    });
    interpreter.breaker().set(Breaker::FUEL);
    let exit = interpreter.run_main(source.as_bytes(), "fuzz.py");
    assert!(!matches!(exit, Exit::Code(FOUND)), "the program has found a difference");
}
