//! Programs that are none, and programs that ask for too much: CPython's message and exit code. With
//! `ORACLE=python3.13` the same is asked of CPython.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

fn interpreter() -> OsString {
    std::env::var_os("ORACLE").unwrap_or_else(|| env!("CARGO_BIN_EXE_taipan").into())
}

/// The exit code and standard error of a command line.
fn outcome(args: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(interpreter())
        .args(args)
        .stdin(Stdio::null())
        .env("PYTHONIOENCODING", "utf-8")
        .output()
        .expect("the program starts");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("bad-input-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A file with those bytes is refused with those words, in which `FILE` is its name.
#[track_caller]
fn refused(source: impl AsRef<[u8]>, words: &str) {
    let folder = Folder::new();
    let file = folder.file("program.py");
    fs::write(&file, source).expect("written");
    let (code, errors) = outcome(&[&file]);
    assert_eq!((code, errors.replace(&file, "FILE").as_str()), (Some(1), words));
}

/// The interpreter cannot run that file at all: what it says after its own name, and its exit code.
#[track_caller]
fn not_run(file: &str, words: &str, exit: i32) {
    let (code, errors) = outcome(&[file]);
    let said = errors.split_once(": ").map_or("", |(_, said)| said);
    assert_eq!((code, said), (Some(exit), format!("{words}\n").as_str()), "{errors}");
}

/// The statement ends in an exception; the last line of the traceback.
#[track_caller]
fn raises(statement: &str, last: &str) {
    let (code, errors) = outcome(&["-c", statement]);
    assert!(errors.starts_with("Traceback (most recent call last):\n"), "{errors}");
    assert_eq!((code, errors.lines().last()), (Some(1), Some(last)));
}

#[test]
fn files_that_cannot_be_read() {
    let folder = Folder::new();
    let absent = folder.file("absent.py");
    not_run(
        &absent,
        &format!("can't open file '{absent}': [Errno 2] No such file or directory"),
        2,
    );
    let file = folder.file("program.py");
    fs::write(&file, "print(1)\n").expect("written");
    let below = format!("{file}/x");
    not_run(&below, &format!("can't open file '{below}': [Errno 20] Not a directory"), 2);
    let own = folder.0.display().to_string();
    not_run(&own, &format!("can't find '__main__' module in '{own}'"), 1);
    let nobody = std::os::unix::fs::PermissionsExt::from_mode(0o000);
    fs::set_permissions(&file, nobody).expect("permissions");
    // The superuser reads it all the same.
    if fs::read(&file).is_err() {
        not_run(&file, &format!("can't open file '{file}': [Errno 13] Permission denied"), 2);
    }
}

#[test]
fn files_that_are_no_text() {
    refused(
        b"x = 1\ny\x00z\n",
        "  File \"FILE\", line 2\n    y\nSyntaxError: source code cannot contain null bytes\n",
    );
    let no_utf8 = |byte: &str, line: u32| {
        format!(
            "SyntaxError: Non-UTF-8 code starting with '\\x{byte}' in file FILE on line {line}, but no encoding declared; see https://peps.python.org/pep-0263/ for details\n"
        )
    };
    refused(b"x = 1\nprint('\xff')\n", &no_utf8("ff", 2));
    refused(b"print(1)\n# \xe2\x82\n", &no_utf8("e2", 2));
    refused(b"\x89PNG\r\n\x1a\n\x00\x00", &no_utf8("89", 1));
}

#[test]
fn files_that_do_not_keep_to_their_encoding() {
    refused(b"# coding: ascii\n'\xf6'\n", "SyntaxError: encoding problem: ascii\n");
    refused(b"# coding: cp1252\n'\x81'\n", "SyntaxError: encoding problem: cp1252\n");
    refused(b"# coding: uft-8\n", "SyntaxError: encoding problem: uft-8\n");
    refused(
        b"\xef\xbb\xbf# coding: latin-1\n",
        "SyntaxError: encoding problem: iso-8859-1 with BOM\n",
    );
    refused(
        b"# coding: utf-8\nx = 'b\xf6se' # f\xfcr\n",
        "  File \"FILE\", line 2\n    x = 'b\u{fffd}se' # f\u{fffd}r\n        ^^^^\nSyntaxError: (unicode error) 'utf-8' codec can't decode byte 0xf6 in position 1: invalid start byte\n",
    );
}

#[test]
fn syntax_errors() {
    refused(
        "print('hi')\nfor x in 3\n    pass\n",
        "  File \"FILE\", line 2\n    for x in 3\n              ^\nSyntaxError: expected ':'\n",
    );
    refused(
        "def f():\n    x = (1,\n    y = 2\n",
        "  File \"FILE\", line 2\n    x = (1,\n        ^\nSyntaxError: '(' was never closed\n",
    );
    refused(
        "if 1:\npass\n",
        "  File \"FILE\", line 2\n    pass\n    ^^^^\nIndentationError: expected an indented block after 'if' statement on line 1\n",
    );
}

#[test]
fn brackets_nested_a_hundred_thousand_deep() {
    let deep = 100_000;
    for (open, close) in [("[", "]"), ("(", ")"), ("{", "}")] {
        let folder = Folder::new();
        let file = folder.file("program.py");
        fs::write(&file, open.repeat(deep) + &close.repeat(deep) + "\n").expect("written");
        let (code, errors) = outcome(&[&file]);
        let last = errors.lines().last();
        assert_eq!((code, last), (Some(1), Some("SyntaxError: too many nested parentheses")));
    }
}

#[test]
fn endless_recursion() {
    let last = "RecursionError: maximum recursion depth exceeded";
    raises("def f(): return f()\nf()", last);
    raises("class A:\n    def __repr__(self): return repr(self)\nrepr(A())", last);
    raises("class A:\n    def __eq__(self, other): return self == other\nA() == 1", last);
    raises("import asyncio\nasync def f(): await f()\nasyncio.run(f())", last);
}

#[test]
fn more_than_there_is() {
    raises("'a' * 2**62", "MemoryError");
    raises("1 << (1 << 62)", "MemoryError");
    raises("[0] * 2**62", "MemoryError");
    raises("list(range(2**60))", "MemoryError");
    raises("tuple(range(2**60))", "MemoryError");
    raises("'a' * 2**63", "OverflowError: cannot fit 'int' into an index-sized integer");
    raises(
        "str(10**5000)",
        "ValueError: Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit",
    );
}
