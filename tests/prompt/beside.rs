//! What wants the terminal while somebody types: questions of tasks in the background, and children.

use std::fs;

use crate::session::{Session, Setup};

/// A session in which something happens once the file `go` is there; that much is typed by then.
fn once_typed(name: &str, happens: &str, typed: &str) -> Session {
    let mut session = Setup::new(name).start();
    let source = format!(
        "import asyncio, os, sys
async def later():
    while not os.path.exists('go'):
        await asyncio.sleep(0.01)
    {happens}

task = asyncio.create_task(later())
"
    );
    session.keys(&format!("\x1b[200~{source}\x1b[201~\r"));
    session.shows("create_task(later())");
    session.keys(&format!("\x0c{typed}"));
    session.wait("what is typed", |screen| {
        screen.starts_with(">>>") && screen.ends_with(typed.rsplit('\r').next().unwrap_or(""))
    });
    go(&session);
    session
}

fn go(session: &Session) {
    fs::write(session.folder().join("go"), "").expect("a file");
}

#[test]
fn a_question_in_the_background_has_the_terminal_until_it_is_answered() {
    for (name, asked) in [
        ("asks", "print('hello', input('name? '))"),
        ("asks_in_a_thread", "print('hello', await asyncio.to_thread(input, 'name? '))"),
    ] {
        let mut session = once_typed(name, asked, "'half a wo");
        session.wait("the question", |screen| screen == "name?");
        session.runs();
        session.keys("Ada\r");
        session.wait("the prompt", |screen| screen == "name? Ada\nhello Ada\n>>> 'half a wo");
        session.keys("rd'\r");
        session.shows("\n'half a word'\n");
    }
}

#[test]
fn a_question_can_be_given_up() {
    let asked = "try: input('name? ')\n    except KeyboardInterrupt: print('no name')";
    let mut session = once_typed("no_answer", asked, "'typ");
    session.wait("the question", |screen| screen == "name?");
    // As with everything in the background that blocks: three times at least.
    session.interrupts_until("no name");
    session.keys("\x0c1 + 1\r");
    session.shows("1 + 1\n2\n");
}

#[test]
fn children_in_the_background_write_above_what_is_typed() {
    let happens = "child = await asyncio.create_subprocess_shell(
        'test -t 1 && echo on a terminal; echo with errors >&2; cat; printf unfinished')
    print(await child.wait())";
    let mut session = once_typed("child", happens, "if True:\r'typ");
    session.wait("what the child wrote", |screen| {
        screen == "on a terminal\nwith errors\nunfinished0\n>>> if True:\n...     'typ"
    });
    session.keys("ed'\r\r");
    session.shows("\n'typed'\n");
}

#[test]
fn the_prompt_comes_back_after_a_child_that_had_the_terminal() {
    let mut session = Setup::new("late_child").start();
    session.enter("import asyncio, subprocess");
    // As long as the statement runs, the terminal is the child's.
    session.enter("_ = subprocess.run('read x; echo got $x', shell=True)");
    session.runs();
    session.keys("keys\r");
    session.shows("\ngot keys\n");
    session.keys("\x0c");
    session.wait("an empty screen", |screen| screen == ">>>");
    let late = "while ! test -e go; do sleep 0.01; done; echo late";
    session.enter(&format!("line = '{late}'"));
    session.enter("child = await asyncio.create_subprocess_shell(line)");
    session.keys("'typ");
    session.wait("what is typed", |screen| screen.ends_with("\n>>> 'typ"));
    go(&session);
    session.wait("the prompt", |screen| screen.ends_with("late\n>>> 'typ"));
    session.keys("ed'\r");
    session.shows("\n'typed'\n");
}
