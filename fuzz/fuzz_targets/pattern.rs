//! Any bytes are compiled as a regular expression and tried on others, with little fuel and memory.
//! The input is flags in two bytes, then pattern, template and subject between zero bytes. Looks for
//! panics, aborts, errors of memory and hangs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use taipan_engine::Interpreter;
use taipan_engine::host::NullHost;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::{Breaker, Vm};

/// Looks of the matcher for signals, each after some thousand steps.
const FUEL: u64 = 200;

/// Bytes of objects.
const MEMORY: usize = 64 << 20;

/// Sanitizers make frames large: the budget stays well below the main thread's 8 MiB.
const STACK: usize = 4 << 20;

/// A part of the input as the kind of object that a pattern can be.
fn part(vm: &Vm, bytes: &[u8], text: bool) -> Value {
    match text {
        true => vm.str(&String::from_utf8_lossy(bytes)),
        false => vm.new_bytes(bytes.to_vec()),
    }
}

fn attempt(vm: &Vm, data: &[u8]) -> Option<()> {
    let (head, rest) = data.split_at_checked(2)?;
    let text = head[1] & 1 == 0;
    // Without the flag that prints.
    let flags = (u32::from(head[0]) | u32::from(head[1] & 2) << 7) & !0x80;
    let mut parts = rest.splitn(3, |byte| *byte == 0).map(|bytes| part(vm, bytes, text));
    let (pattern, template) = (parts.next()?, parts.next()?);
    let subject = parts.next()?;
    let re = vm.import_module("re").ok()?;
    let method = |object: &Value, name: &str, args: &[Value]| {
        vm.call_method(object, &vm.intern(name), args).ok()
    };
    let compiled = method(&re, "compile", &[pattern, vm.int(i64::from(flags))])?;
    for name in ["match", "fullmatch", "search", "findall", "split"] {
        method(&compiled, name, &[subject.clone()]);
    }
    method(&compiled, "sub", &[template, subject]);
    Some(())
}

fuzz_target!(|data: &[u8]| {
    let mut interpreter = Interpreter::new(Box::new(NullHost::new(1, 1 << 20)));
    interpreter.register(taipan_stdlib::MODULES);
    interpreter.set_stack_budget(STACK);
    interpreter.breaker().set(Breaker::FUEL);
    interpreter.with(|vm| {
        vm.fuel.set(FUEL);
        vm.heap.set_limit(MEMORY);
        attempt(vm, data);
    });
});
