//! The prompt at a terminal, key by key. Each test is a session of its own; no program outlives its test.

mod attacks;
mod beside;
mod commands;
mod editing;
mod endings;
mod live;
mod session;
mod snapshot;
mod tasks;

/// The picture in the documentation is one of a session.
#[test]
fn a_picture_of_a_session() {
    let (rows, columns) = (22, 84);
    let mut session = session::Setup::new("picture").size(rows, columns).start();
    for line in ["import asyncio", "inbox = asyncio.Queue()"] {
        session.enter(line);
        session.shows(line);
    }
    session.keys(
        "async def reader(name):\rwhile True:\rprint(f'{name} got', await inbox.get())\r\x7f\r",
    );
    session.shows("inbox.get())");
    session.enter("task = asyncio.create_task(reader('Ada'), name='Ada')");
    session.shows("name='Ada')");
    session.enter("async def main():");
    session.keys("await inbox.put('a letter')\rreturn 'sent'\r\r");
    session.shows("return 'sent'");
    session.enter("asyncio.run(main())");
    session.shows("'sent'");
    session.enter("await asyncio.sleep(0.1)");
    session.shows("sleep(0.1)");
    session.enter(":tasks");
    session.shows("inbox.get())");
    session.keys("inbox.put_nowait(");
    session.wait("the signature", |screen| screen.contains("put_nowait(item"));
    snapshot::pictured(&mut session, "docs/prompt.svg", rows, columns);
}
