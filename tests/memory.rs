//! What would exhaust a native stack or leave memory behind: deep structures, deep recursion, cycles.
//! Each ends in success or a Python exception, on a thread's usual stack.

use std::thread;

use taipan_engine::host::NullHost;
use taipan_engine::{Exit, Interpreter};

const STACK: usize = 4 << 20;

/// Runs a script in a fresh interpreter, drops it, and gives the exit.
fn exit_of(script: &str) -> Exit {
    let script = script.to_owned();
    let work = move || {
        let mut interpreter = Interpreter::new(Box::new(NullHost::new(1, 1 << 24)));
        interpreter.register(taipan_stdlib::MODULES);
        interpreter.run_main(script.as_bytes(), "script.py")
    };
    thread::Builder::new()
        .stack_size(STACK)
        .spawn(work)
        .expect("a thread")
        .join()
        .expect("no panic")
}

#[track_caller]
fn succeeds(script: &str) {
    assert_eq!(exit_of(script), Exit::Code(0), "{}", script.get(..200).unwrap_or(script));
}

/// The body ends in a RecursionError.
#[track_caller]
fn raises(body: &str) {
    raises_one_of(body, "RecursionError");
}

/// The body ends in an exception of that class, or of one of them.
#[track_caller]
fn raises_one_of(body: &str, class: &str) {
    let body = body.replace('\n', "\n    ");
    succeeds(&format!(
        "try:\n    {body}\nexcept {class}:\n    pass\nelse:\n    raise SystemExit(9)\n"
    ));
}

#[test]
fn a_list_nested_a_million_deep_is_dropped() {
    succeeds("x = []\nfor _ in range(1_000_000): x = [x]\ndel x\n");
}

#[test]
fn other_containers_nested_deep_are_dropped() {
    succeeds("x = ()\nfor _ in range(300_000): x = (x,)\ndel x\n");
    succeeds("x = {}\nfor _ in range(300_000): x = {1: x}\ndel x\n");
    succeeds("x = frozenset()\nfor _ in range(300_000): x = iter([x])\ndel x\n");
}

#[test]
fn a_chain_of_a_million_objects_is_dropped() {
    succeeds(
        "class Node: pass\nx = None\nfor _ in range(1_000_000):\n    n = Node()\n    n.next = x\n    x = n\ndel x, n\n",
    );
}

#[test]
fn a_chain_of_a_million_coroutines_is_dropped() {
    let body = "async def link(inner):\n    return await inner\n\
                c = link(None)\nfor _ in range(1_000_000): c = link(c)\n";
    // Closing says nothing about the ones never awaited: the first is, and holds the rest.
    succeeds(&format!("{body}c.close()\ndel c\n"));
}

#[test]
fn a_chain_of_generators_and_closures_is_dropped() {
    succeeds("def g(x): yield x\nx = None\nfor _ in range(300_000): x = g(x)\ndel x\n");
    succeeds("def f(x): return lambda: x\nx = None\nfor _ in range(300_000): x = f(x)\ndel x\n");
    succeeds(
        "x = None\nfor _ in range(300_000):\n    e = ValueError()\n    e.__context__ = x\n    x = e\ndel x, e\n",
    );
}

#[test]
fn cycles_are_collected_and_counted() {
    succeeds(
        "import gc\ngc.collect()\nclass A: pass\n\
         a = A(); b = A(); a.b = b; b.a = a\ndel a, b\nassert gc.collect() >= 2\n\
         x = []; x.append(x)\ndel x\nassert gc.collect() == 1\nassert gc.collect() == 0\n",
    );
}

#[test]
fn cycles_are_collected_unasked() {
    succeeds(
        "import weakref\nclass A: pass\nalive = []\n\
         for _ in range(20_000):\n    a = A(); a.me = a\n    alive.append(weakref.ref(a))\n\
         del a\nassert sum(r() is not None for r in alive) < 10_000\n",
    );
}

#[test]
fn weak_references_die_with_their_object() {
    succeeds(
        "import weakref\nclass A: pass\nseen = []\na = A()\nr = weakref.ref(a, seen.append)\n\
         assert r() is a\ndel a\nassert r() is None and seen == [r]\n",
    );
}

#[test]
fn finalisers_run_once_and_may_revive() {
    succeeds(
        "kept = []\nclass A:\n    def __del__(self): kept.append(self)\n\
         a = A()\ndel a\nassert len(kept) == 1\nkept.clear()\nassert kept == []\n",
    );
    succeeds(
        "import gc\nran = []\nclass A:\n    def __del__(self): ran.append(1)\n\
         a = A(); a.me = a\ndel a\ngc.collect()\nassert ran == [1]\n",
    );
}

#[test]
fn endless_recursion_is_an_exception() {
    raises("def f(): return f()\nf()");
    raises("class A:\n    def __repr__(self): return repr(self)\nrepr(A())");
    raises("class A:\n    def __eq__(self, other): return self == other\nA() == 1");
    raises("class A:\n    def __hash__(self): return hash(self)\nhash(A())");
    raises("class A:\n    def __call__(self): return self()\nA()()");
    raises("class A:\n    def __getattr__(self, name): return getattr(self, name)\nA().x");
    raises("class A:\n    def __str__(self): return f'{self}'\nstr(A())");
    raises(
        "class A:\n    def __lt__(self, other): return sorted([self, self])\nsorted([A(), A()])",
    );
    raises("class A:\n    def __iter__(self): return iter(list(self))\nlist(A())");
    raises("class A:\n    def __bool__(self): return bool(self)\nbool(A())");
}

/// With that limit the native stack ends before Python's count does.
#[test]
fn a_high_limit_of_recursion_is_no_licence_to_crash() {
    let limit = "import sys\nsys.setrecursionlimit(10**5)\n";
    let nested = "x = []\ny = []\nfor _ in range(200_000): x = [x]; y = [y]\n";
    raises(&format!("{limit}class A:\n    def __repr__(self): return repr(self)\nrepr(A())"));
    raises(&format!("{limit}class A:\n    def __eq__(self, o): return self == o\nA() == A()"));
    raises(&format!("{limit}{nested}repr(x)"));
    raises(&format!("{limit}{nested}x == y"));
    raises(&format!("{limit}x = ()\nfor _ in range(200_000): x = (x,)\nhash(x)"));
    succeeds(&format!("{limit}def f(n): return n and f(n - 1)\nf(50_000)\n"));
}

#[test]
fn recursive_containers_print() {
    succeeds(
        "x = []\nx.append(x)\nassert repr(x) == '[[...]]'\nd = {}\nd[1] = d\nassert repr(d) == '{1: {...}}'\n",
    );
}

/// Text nested a hundred thousand deep: an error of the parser or the compiler, at worst.
#[test]
fn deeply_nested_sources_are_refused() {
    let deep = 100_000;
    for (open, inner, close) in
        [("[", "", "]"), ("(", "", ")"), ("{", "1", "}"), ("f(", "", ")"), ("-", "1", "")]
    {
        let source = format!("{}{inner}{}", open.repeat(deep), close.repeat(deep));
        let exit = exit_of(&format!("def f(*a): pass\n{source}\n"));
        assert!(matches!(exit, Exit::Code(0 | 1)), "{open}: {exit:?}");
    }
    let chains = [
        format!("1{}", "+1".repeat(deep)),
        format!("x = {{}}\nx{}", "[1]".repeat(deep)),
        format!("x = 1\nx{}", ".x".repeat(deep)),
        format!("x = 1\nx{}", " if x else x".repeat(deep)),
        format!("{}1", "lambda: ".repeat(deep)),
        format!("{}1", "not ".repeat(deep)),
        format!("if 1: pass\n{}", "elif 1: pass\n".repeat(deep)),
    ];
    for source in chains {
        let exit = exit_of(&source);
        assert!(matches!(exit, Exit::Code(0 | 1)), "{:.20}: {exit:?}", source);
    }
}

#[test]
fn sizes_beyond_memory_are_memory_errors() {
    raises_one_of("[0] * 10**15", "(MemoryError, OverflowError)");
    raises_one_of("'x' * 10**15", "(MemoryError, OverflowError)");
    raises_one_of("b'x' * 10**15", "(MemoryError, OverflowError)");
    raises_one_of("bytes(10**15)", "(MemoryError, OverflowError)");
    raises_one_of("(0,) * 10**15", "(MemoryError, OverflowError)");
    raises_one_of("'{:1000000000000000}'.format(1)", "(MemoryError, OverflowError, ValueError)");
    raises_one_of("1 << 10**15", "(MemoryError, OverflowError)");
}
