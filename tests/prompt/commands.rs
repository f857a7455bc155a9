//! The commands with a colon.

use std::fs;

use crate::session::Setup;
use crate::snapshot;

#[test]
fn help_lists_what_there_is() {
    let mut session = Setup::new("help").size(40, 90).start();
    session.enter(":help");
    session.shows("name?");
    snapshot::matches(&mut session, "help");
}

#[test]
fn times_are_measured() {
    let mut session = Setup::new("time").start();
    session.enter("import asyncio");
    session.enter(":time sum(range(100))");
    session.shows("\n4950\n");
    session.shows(" busy\n");
    session.enter(":time await asyncio.sleep(0.01, 'done')");
    session.shows("\n'done'\n");
    session.keys("\x0c:timeit sum(range(10))\r");
    session.shows("s each, best of 5 with ");
    session.keys("\x0c:timeit await asyncio.sleep(0)\r");
    session.shows("s each, best of 5 with ");
    session.keys("\x0c:time 1 +\r");
    session.shows("SyntaxError");
}

#[test]
fn code_is_looked_at() {
    let mut session = Setup::new("code").start();
    session.enter("def f(a): return a + 1");
    session.enter("");
    session.keys("\x0c:dis f\r");
    session.shows("RETURN");
    session.keys("\x0c:ast x = 1\r");
    session.shows("Assign(");
    session.keys("\x0c:tokens x = 'a'\r");
    session.shows("EQUAL");
    snapshot::matches(&mut session, "tokens");
}

#[test]
fn names_are_listed() {
    let mut session = Setup::new("who").start();
    session.enter("import os; number = 1; words = ['a'] * 30");
    session.keys("\x0c:who\r");
    session.shows("words   list ");
    snapshot::matches(&mut session, "who");
}

#[test]
fn what_was_entered_is_saved_and_loaded() {
    let mut session = Setup::new("files").start();
    session.enter("x = 5");
    session.keys("def double(n):\rreturn 2 * n\r\r");
    session.shows("return");
    session.enter(":save kept.py");
    session.shows("2 entries in kept.py\n");
    let text = fs::read_to_string(session.folder().join("kept.py")).expect("a file");
    assert_eq!(text, "x = 5\ndef double(n):\n    return 2 * n\n");
    session.enter(":reset");
    session.shows("A new session.\n");
    session.enter("x");
    session.shows("NameError: name 'x' is not defined\n");
    session.enter(":load kept.py");
    session.enter("double(x)");
    session.shows("\n10\n");
    session.enter(":load nowhere.py");
    session.shows("nowhere.py cannot be read");
}

#[test]
fn another_clock_and_a_seed() {
    let mut session = Setup::new("clock").start();
    session.enter(":clock virtual");
    session.shows("A new session, with the virtual clock.\n");
    session.enter("import asyncio, time; await asyncio.sleep(100_000, 'jumped')");
    session.shows("\n'jumped'\n");
    session.enter(":seed 7");
    session.shows("with the virtual clock and the seed 7.\n");
    session.enter("import random; first = random.random(); first");
    session.shows("\n0.");
    let number = |screen: &str| {
        let at = screen.rfind("\n0.").expect("a number") + 1;
        screen[at..].lines().next().expect("a line").to_owned()
    };
    let first = number(&session.screen());
    session.keys("\x0c");
    session.wait("an empty screen", |screen| screen == ">>>");
    session.enter(":seed 7");
    session.shows("the seed 7.\n");
    session.keys("\x0cimport random; random.random()\r");
    session.shows("\n0.");
    assert_eq!(number(&session.screen()), first);
    session.enter(":clock real");
    session.shows("A new session, with the seed 7.\n");
}

#[test]
fn what_is_not_understood_is_said() {
    let mut session = Setup::new("mistakes").start();
    for (line, answer) in [
        (":zork", "There is no :zork; :help lists what there is.\n"),
        (":time", ":time wants an expression; :help lists what there is.\n"),
        (":who am i", ":who takes nothing; :help lists what there is.\n"),
        (":seed -1", ":seed is a number from 0 on, not -1.\n"),
        (":clock lunar", ":clock is real or virtual, not lunar.\n"),
        (":tasks", "No tasks.\n"),
    ] {
        session.enter(line);
        session.shows(answer);
    }
}
