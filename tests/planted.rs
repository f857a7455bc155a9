//! Mistakes with an interpreter's memory, made on purpose: `tools/sanitize` must see each of them, or
//! it could not see ours. Built with the feature `planted-bugs` only.

use taipan_engine::Interpreter;
use taipan_engine::host::NullHost;

fn interpreter() -> Interpreter {
    Interpreter::new(Box::new(NullHost::new(0, 0)))
}

#[test]
fn use_after_free() {
    interpreter().with(|vm| {
        let list = vm.new_list(Vec::new());
        // SAFETY: none, that is the mistake: one count, two owners.
        let copy = unsafe { std::ptr::read(&list) };
        drop(list);
        drop(copy);
    });
}

#[test]
fn leak() {
    interpreter().with(|vm| std::mem::forget(vm.new_list(Vec::new())));
}
