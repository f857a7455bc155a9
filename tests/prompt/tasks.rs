//! What goes on in the background while one types, and what is awaited.

use crate::session::{Session, Setup};
use crate::snapshot;

/// A session with a task that prints whenever the event is set.
fn with_a_speaker(name: &str) -> Session {
    let mut session = Setup::new(name).start();
    let source = "import asyncio
said = asyncio.Queue()
async def speak():
    while True:
        print('said:', await said.get())

speaker = asyncio.create_task(speak(), name='speaker')
loop = asyncio.get_running_loop()
";
    session.keys(&format!("\x1b[200~{source}\x1b[201~\r"));
    session.shows("get_running_loop()");
    session.keys("\x0c");
    session.wait("an empty screen", |screen| screen == ">>>");
    session
}

#[test]
fn output_appears_above_what_is_typed() {
    let mut session = with_a_speaker("above");
    session.enter("_ = loop.call_later(0.3, said.put_nowait, 'one')");
    session.shows("'one')");
    session.keys("if True:\rprint('typ");
    session.wait("both", |screen| screen.contains("said: one\n>>> if True:\n...     print('typ"));
    session.keys("ed')\r\r");
    session.shows("typed\n");
    snapshot::matches(&mut session, "above");
}

#[test]
fn unfinished_output_stays_above_the_prompt() {
    let mut session = with_a_speaker("unfinished");
    session.keys("def dots(n):\rprint(end=f'.{n}', flush=True)\r");
    session.keys("if n < 3: loop.call_later(.05, dots, n + 1)\r\r");
    session.shows("n + 1)");
    session.enter("_ = loop.call_later(0.2, dots, 0)");
    session.keys("typing");
    session.wait("all of it", |screen| screen.contains("\n.0.1.2.3\n>>> typing"));
    session.keys("\x03");
    session.shows(".0.1.2.3\n>>> typing\nKeyboardInterrupt\n");
}

#[test]
fn await_at_the_top_and_what_belongs_to_it() {
    let mut session = Setup::new("await").start();
    let source = "import asyncio
class Door:
    async def __aenter__(self): return 'open'
    async def __aexit__(self, *_): print('shut')

async def count():
    for n in range(2): yield n

async with Door() as door:
    async for n in count(): print(door, n)

await asyncio.sleep(0, 'awaited')
[n async for n in count()]
";
    session.keys(&format!("\x1b[200~{source}\x1b[201~\r"));
    session.shows("\nopen 0\nopen 1\nshut\n'awaited'\n[0, 1]\n");
    session.enter("async with Door() as d: print(d)");
    session.enter("");
    session.shows("\nopen\nshut\n");
}

#[test]
fn run_works_although_a_loop_is_alive() {
    let mut session = with_a_speaker("run");
    let source = "async def main():
    asyncio.create_task(asyncio.sleep(1000), name='left behind')
    said.put_nowait('from main')
    await asyncio.sleep(0.01)
    return asyncio.get_running_loop() is loop
";
    session.keys(&format!("\x1b[200~{source}\x1b[201~\r"));
    session.shows("is loop");
    session.enter("asyncio.run(main())");
    session.shows("\nsaid: from main\nTrue\n");
    // Its own tasks are cancelled, others live on.
    session.enter("[task.get_name() for task in asyncio.all_tasks()]");
    session.shows("\n['speaker']\n");
    // Within something that awaits, too.
    session.enter("await asyncio.sleep(0); print(asyncio.run(main()))");
    session.shows("print(asyncio.run(main()))\nsaid: from main\nTrue\n");
    // A script's error is still one where a script would have it.
    session.enter("async def wrong(): asyncio.run(main())");
    session.enter("");
    session.enter("await asyncio.create_task(wrong())");
    session.shows("RuntimeError: asyncio.run() cannot be called from a running event loop\n");
}

#[test]
fn ctrl_c_gives_up_the_line() {
    let mut session = with_a_speaker("line");
    session.keys("if True:\rsome");
    session.wait("the text", |screen| screen.ends_with("some"));
    session.keys("\x03");
    session.shows("...     some\nKeyboardInterrupt\n");
    session.enter("speaker.done()");
    session.shows("\nFalse\n");
}

#[test]
fn ctrl_c_cancels_what_is_awaited_and_nothing_else() {
    let mut session = with_a_speaker("cancels");
    session.enter("await asyncio.sleep(1000)");
    session.runs();
    session.keys("\x03");
    session.shows("KeyboardInterrupt\n");
    session.enter("speaker.done()");
    session.shows("\nFalse\n");
    // As does a signal from elsewhere.
    session.enter("asyncio.run(asyncio.sleep(1000))");
    session.runs();
    session.send(rustix::process::Signal::INT);
    session.shows("asyncio.run(asyncio.sleep(1000))");
    session.enter("said.put_nowait('still here')");
    session.shows("\nsaid: still here\n");
}

#[test]
fn ctrl_c_ends_what_computes() {
    let mut session = with_a_speaker("computes");
    session.enter("while True: pass");
    session.enter("");
    session.runs();
    session.keys("\x03");
    session.shows("KeyboardInterrupt\n");
    session.enter("speaker.done()");
    session.shows("\nFalse\n");
}

#[test]
fn something_in_the_background_that_blocks_can_be_ended() {
    let mut session = with_a_speaker("blocks");
    session.enter("def forever():\nwhile True: pass".split('\n').next().unwrap_or(""));
    session.keys("while True: pass\r\r");
    session.shows("while True: pass");
    session.enter("_ = loop.call_soon(forever)");
    session.wait("the prompt", |screen| screen.ends_with(">>>"));
    session.interrupts_until("KeyboardInterrupt");
    session.keys("\x0cspeaker.done()\r");
    session.shows("speaker.done()\nFalse\n");
}

#[test]
fn ctrl_d_cancels_and_awaits_what_is_left() {
    let mut session = with_a_speaker("leaves");
    let source = "async def careful():
    try:
        await asyncio.sleep(1000)
    finally:
        await asyncio.sleep(0.01)
        print('cleaned up')
";
    session.keys(&format!("\x1b[200~{source}\x1b[201~\r"));
    session.shows("cleaned up");
    session.enter("task = asyncio.create_task(careful())");
    session.shows("create_task(careful())");
    session.enter("await asyncio.sleep(0)");
    session.shows("asyncio.sleep(0)");
    session.keys("\x04");
    assert_eq!(session.exit(), 0);
    session.wait("its end", |screen| screen.ends_with(">>>\ncleaned up"));
}

#[test]
fn tasks_are_shown_with_what_they_wait_for() {
    let mut session = with_a_speaker("tree");
    session.enter("lock = asyncio.Lock()");
    session.enter("await lock.acquire()");
    session.shows("True");
    session.enter("async def inner(): await lock.acquire()");
    session.enter("");
    session.enter("async def outer(): await asyncio.create_task(inner(), name='inner')");
    session.enter("");
    session.enter("t = asyncio.create_task(outer(), name='outer')");
    // Until both wait.
    session.enter("await asyncio.sleep(0.01)");
    session.shows("sleep(0.01)");
    session.keys("\x0c:tasks\r");
    session.shows("waits");
    snapshot::matches(&mut session, "tasks");
}

#[test]
fn a_task_in_the_background_may_end_the_session() {
    let mut session = with_a_speaker("exits");
    session.enter("import sys; _ = loop.call_later(0.1, sys.exit, 5)");
    session.keys("half a li");
    assert_eq!(session.exit(), 5);
}

#[test]
fn contexts_last_from_statement_to_statement() {
    let mut session = Setup::new("context").start();
    session.enter("import asyncio, contextvars; v = contextvars.ContextVar('v')");
    session.enter("await asyncio.sleep(0); t = v.set(1)");
    session.enter("v.get()");
    session.shows("\n1\n");
}

#[test]
fn errors_name_the_place() {
    let mut session = Setup::new("errors").start();
    session.keys("async def fail():\rraise ValueError('no')\r\r");
    session.shows("raise ValueError");
    session.enter("await fail()");
    session.shows("ValueError: no");
    snapshot::matches(&mut session, "error");
}

#[test]
fn errors_are_drawn() {
    let mut session = Setup::new("drawn_errors").variable("NO_COLOR", "1").drawn_errors().start();
    session.keys("async def fail():\rraise ValueError('no')\r\r");
    session.shows("raise ValueError");
    session.enter("await fail()");
    session.shows("error[ValueError]: no");
    session.enter("x = = 1");
    session.shows("error[SyntaxError]: invalid syntax");
    session.enter("len([1])");
    session.shows("\n1\n");
    snapshot::matches(&mut session, "drawn_errors");
}
