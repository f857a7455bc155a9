//! Two interpreters live in one process and run at the same time on two threads, again and again;
//! one interpreter moves between threads. Nothing of one shows in the other.

use std::sync::{Arc, Barrier};
use std::thread;

use taipan_engine::host::NullHost;
use taipan_engine::{Exit, Interpreter};

/// A thread's usual stack holds an interpreter's budget and what does not look.
const STACK: usize = 4 << 20;

const RUNS: usize = 2000;

fn interpreter(seed: u64) -> Interpreter {
    let interpreter = Interpreter::new(Box::new(NullHost::new(seed, 1 << 20)));
    interpreter.register(taipan_stdlib::MODULES);
    interpreter
}

/// Runs the script; on anything but success the output is in the panic's message.
fn run(interpreter: &mut Interpreter, script: &str) {
    let exit = interpreter.run_main(script.as_bytes(), "script.py");
    assert_eq!(exit, Exit::Code(0), "{}", script);
}

const LANGUAGE: &str = r#"
class Node:
    def __init__(self, value, next=None):
        self.value, self.next = value, next

def chain(n):
    node = None
    for i in range(n):
        node = Node(f"n{i}", node)
    return node

def walk(node):
    while node is not None:
        yield node.value
        node = node.next

names = {name: len(name) for name in walk(chain(30))}
assert len(names) == 30 and sum(names.values()) == 80
try:
    names["missing"]
except KeyError as error:
    assert error.args == ("missing",)
"#;

const ASYNC: &str = r#"
import asyncio

async def step(n):
    await asyncio.sleep(0.001 * n)
    return n * n

async def main():
    values = await asyncio.gather(*[step(n) for n in range(10)])
    assert values == [n * n for n in range(10)], values

asyncio.run(main())
"#;

fn on_thread<R: Send + 'static>(
    work: impl FnOnce() -> R + Send + 'static,
) -> thread::JoinHandle<R> {
    thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread")
}

#[test]
fn at_once_on_two_threads() {
    let start = Arc::new(Barrier::new(2));
    let threads = [(1, LANGUAGE), (2, ASYNC)].map(|(seed, script)| {
        let start = Arc::clone(&start);
        on_thread(move || {
            let mut interpreter = interpreter(seed);
            start.wait();
            for _ in 0..RUNS {
                run(&mut interpreter, script);
            }
        })
    });
    for thread in threads {
        thread.join().expect("no panic");
    }
}

#[test]
fn made_and_dropped_at_once() {
    let threads = [1, 2].map(|seed| {
        on_thread(move || {
            for turn in 0..40 {
                let mut interpreter = interpreter(seed + turn);
                run(&mut interpreter, LANGUAGE);
                run(&mut interpreter, ASYNC);
            }
        })
    });
    for thread in threads {
        thread.join().expect("no panic");
    }
}

#[test]
fn one_after_the_other_on_two_threads() {
    let mut first = interpreter(1);
    run(&mut first, "import builtins; builtins.kept = [1, 2, 3]");
    let moved = on_thread(move || {
        first.set_stack_budget(STACK / 2);
        run(&mut first, "kept.append(4)");
        first
    });
    let mut first = moved.join().expect("no panic");
    first.set_stack_budget(1 << 20);
    run(&mut first, "assert kept == [1, 2, 3, 4]");
    // The other one has never heard of it.
    run(&mut interpreter(2), "import builtins; assert not hasattr(builtins, 'kept')");
}
