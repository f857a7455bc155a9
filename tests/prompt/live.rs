//! What could follow what is typed, signatures, help.

use crate::session::Setup;
use crate::snapshot;

#[test]
fn names_attributes_keys_and_arguments_are_completed() {
    let mut session = Setup::new("completes").start();
    let source = "class Thing:
    colour = 'red'
    @property
    def costly(self):
        print('evaluated')
        return []
    def paint(self, colour, *, coats=2): pass

thing = Thing()
thing.weight = 3
table = {'alpha': 1, 'beta': thing, 7: 'seven'}
";
    session.keys(&format!("\x1b[200~{source}\x1b[201~\r"));
    session.shows("'seven'}");
    for (typed, completed) in [
        ("thi\t", "thing"),
        ("thing.we\t", "thing.weight"),
        ("thing.cos\tap\t", "thing.costlyap"),
        ("thing.costly.app\t", "thing.costly.app"),
        ("table['al\t", "table['alpha']"),
        ("table[7\t", "table[7]"),
        ("table['beta'].wei\t", "table['beta'].weight"),
        ("thing.paint(coa\t", "thing.paint(coats="),
        ("isinst\t", "isinstance"),
        ("impo\t", "import"),
        ("import asyn\t", "import asyncio"),
        ("from os.pat\t", "from os.path"),
        ("from os.path import basen\t", "from os.path import basename"),
        ("'thing.we\t", "'thing.we"),
    ] {
        session.keys(typed);
        session.wait(typed, |screen| {
            let above = screen.rsplit(">>> ").next().unwrap_or("");
            above.lines().next() == Some(completed)
        });
        session.keys("\x03");
        session.shows("KeyboardInterrupt");
        session.keys("\x0c");
        session.wait("an empty screen", |screen| screen == ">>>");
    }
}

#[test]
fn what_could_follow_is_listed() {
    let mut session = Setup::new("lists").start();
    session.keys("class Point: x = 1; y = 2; def_ = 3; paint = 4; print_ = 5\r\r");
    session.shows("print_ = 5");
    session.keys("p = Point()\r\x0cp.\t");
    session.wait("the list", |screen| screen.starts_with(">>> p.\n") && screen.contains("paint"));
    snapshot::matches(&mut session, "completion");
    session.keys("x");
    session.wait("nothing below", |screen| screen == ">>> p.x");
}

#[test]
fn modules_of_the_folder_are_completed_and_not_run() {
    let setup = Setup::new("folder");
    let module = "print('run')\ndef helper(): pass\nhelpful = 1\n";
    std::fs::write(setup.folder().join("my_own_module.py"), module).expect("a module");
    let mut session = setup.start();
    session.keys("from my_o\t import helpe\t");
    session.wait("both", |screen| screen == ">>> from my_own_module import helper");
}

#[test]
fn signatures_are_shown_while_a_call_is_typed() {
    let mut session = Setup::new("signature").start();
    session.enter("def area(width, height=2, *, unit: str = 'm'): pass");
    session.enter("");
    session.keys("\x0carea(3, ");
    session.wait("the signature", |screen| screen.contains("\narea(width, height=2"));
    snapshot::matches(&mut session, "signature");
    session.keys(")");
    session.wait("nothing", |screen| screen == ">>> area(3, )");
    session.keys("; print(");
    session.wait("another", |screen| screen.contains("\nprint("));
}

#[test]
fn questions_are_answered() {
    let mut session = Setup::new("questions").start();
    session.enter("def area(width):\n".trim_end());
    session.keys("'''How large it is.'''\r\r");
    session.shows("large");
    session.enter("area?");
    session.shows("area?\narea(width)\n    How large it is.\n");
    session.keys("\x0chelp(area)\r");
    session.shows("help(area)\narea(width)\n    How large it is.\n");
}
