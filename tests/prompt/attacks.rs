//! What nobody would do at a prompt.

use crate::session::Setup;

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

const KEYS: [&str; 52] = [
    "a",
    "b",
    "(",
    ")",
    "[",
    "'",
    "\"",
    "\"\"\"",
    ":",
    " ",
    "    ",
    "\t",
    "def f(",
    "if x:",
    "日",
    "\u{301}",
    "\x01",
    "\x02",
    "\x05",
    "\x06",
    "\x08",
    "\x0b",
    "\x0e",
    "\x10",
    "\x12",
    "\x13",
    "\x14",
    "\x15",
    "\x17",
    "\x19",
    "\x1f",
    "\x7f",
    "\x1b",
    "\x1b[A",
    "\x1b[B",
    "\x1b[C",
    "\x1b[D",
    "\x1b[H",
    "\x1b[F",
    "\x1b[3~",
    "\x1b[5~",
    "\x1b[6~",
    "\x1bb",
    "\x1bd",
    "\x1by",
    "\x1b5",
    "\x16",
    "\x07",
    "\x1b[200~x\ny\x1b[201~",
    "\x1b\r",
    "\x1b[Z",
    "\x0c",
];

fn random_keys(name: &str, options: &[&str], seed: u64) {
    let mut setup = Setup::new(&format!("{name}{seed}"));
    for option in options {
        setup = setup.option(option);
    }
    let mut session = setup.start();
    let mut numbers = Numbers(seed);
    for _ in 0..30 {
        let keys: String = (0..20).map(|_| KEYS[numbers.below(KEYS.len())]).collect();
        session.keys(&keys);
        if numbers.below(4) == 0 {
            session.keys("\r");
        }
        if numbers.below(3) == 0 {
            session.keys("\x03");
        }
    }
    // Ctrl-C overtakes keys that nobody has read yet, which then come in between: there must be an
    // answer once they are gone.
    let mut asked = 0;
    while !session.screen().contains("\nalive\n") {
        asked += 1;
        assert!(asked <= 10, "no answer:\n{}", session.screen());
        // A quoted key may swallow the first.
        session.keys("\x03\x03\x0c");
        session.wait("the prompt", |screen| screen == ">>>");
        session.keys("print('al' 'ive')\r");
        session.wait("the line's end", |screen| {
            let last = screen.lines().next_back().unwrap_or("");
            screen.contains("ive')") && (last == ">>>" || last.trim_end() == "...")
        });
    }
    session.shows("\nalive\n");
    session.keys("\x04");
    assert_eq!(session.exit(), 0);
}

#[test]
fn any_keys_in_any_order() {
    for seed in 0..4 {
        random_keys("keys", &[], seed);
        random_keys("vi_keys", &["-Xediting=vi"], seed);
    }
}

#[test]
fn rubbish_is_pasted() {
    let mut session = Setup::new("rubbish").start();
    let mut numbers = Numbers(1);
    let rubbish: Vec<u8> = (0..20_000).map(|_| numbers.below(256) as u8).collect();
    // Without what a terminal means by keys: a stop would stop it.
    let rubbish: Vec<u8> = rubbish.into_iter().filter(|b| !matches!(b, 0x1a | 0x1c)).collect();
    session.bytes(b"\x1b[200~");
    session.bytes(&rubbish);
    session.bytes(b"\x1b[201~");
    session.keys("\x03\x0c");
    session.wait("the prompt", |screen| screen == ">>>");
    session.bytes(&rubbish);
    session.keys("\x1b[201~\x03\x03\x0c");
    session.keys("\x03\x0c");
    session.wait("the prompt", |screen| screen.ends_with(">>>"));
    session.keys("print('al' 'ive')\r");
    session.shows("alive\n");
}

#[test]
fn a_line_of_a_megabyte() {
    let mut session = Setup::new("long").start();
    session.keys(&format!("x = '{}'\r", "y".repeat(1_000_000)));
    session.shows("y");
    session.enter("len(x)");
    session.shows("\n1000000\n");
}

#[test]
fn ctrl_c_again_and_again() {
    let mut session = Setup::new("storm").start();
    session.enter("import asyncio");
    for round in 0..20 {
        session.keys("await asyncio.sleep(100)\r");
        for _ in 0..round {
            session.keys("\x03");
        }
        session.keys("\x03x\x03");
    }
    // What is awaited swallows keys, and more of it may be on its way.
    while !session.screen().contains("\nalive\n") {
        session.keys("\x03print('al' 'ive')\r");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    session.keys("\x03\x04");
    assert_eq!(session.exit(), 0);
}

#[test]
fn floods_from_the_background() {
    let mut session = Setup::new("flood").start();
    let source = "import asyncio
async def flood():
    for n in range(20_000):
        print('line', n)
        if n % 100 == 0: await asyncio.sleep(0)
    print('the last')

task = asyncio.create_task(flood())
";
    session.keys(&format!("\x1b[200~{source}\x1b[201~\r"));
    session.keys("typed meanwhile");
    session.wait("the end", |screen| screen.ends_with("the last\n>>> typed meanwhile"));
    session.keys("\x15print('al' 'ive')\r");
    session.shows("alive\n");
}

#[test]
fn user_code_that_fails_badly() {
    let mut session = Setup::new("fails").start();
    for (line, answer) in [
        ("import sys; sys.ps1 = 5", "5"),
        ("sys.ps1 = '>>> '; 'back'", "'back'"),
        ("def f(): return f()", ""),
        ("", ""),
        ("f()", "RecursionError"),
        ("sys.excepthook = None", ""),
        ("1 / 0", "ZeroDivisionError"),
    ] {
        session.keys(&format!("{line}\r"));
        session.wait(line, |screen| screen.contains(answer));
    }
    session.keys("\x0csys.displayhook = None; 1\r");
    session.wait("the prompt", |screen| screen.ends_with(">>>"));
    session.keys("print('al' 'ive')\r");
    session.shows("alive\n");
    session.keys("sys.stdout = None\r\x04");
    session.exit();
}
