//! Finds and reads the text of a program, and says as CPython does why that fails.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use super::options::Program;

/// A program ready to be run.
pub(crate) struct Script {
    pub(crate) text: Vec<u8>,
    /// What tracebacks call it.
    pub(crate) name: String,
    /// `sys.argv[0]` and `sys.path[0]`.
    pub(crate) argument: String,
    pub(crate) folder: String,
}

/// The line for stderr and the exit code.
pub(crate) struct Unreadable(pub(crate) String, pub(crate) u8);

/// Reads the program.
pub(crate) fn load(program: Program) -> Result<Script, Unreadable> {
    match program {
        Program::File(file) => from_file(&file),
        Program::Module(name) => from_module(&name),
        Program::Text(mut text) => {
            text.push('\n');
            Ok(unnamed(text.into_bytes(), "<string>", "-c"))
        }
        Program::Input(named) => {
            let mut text = Vec::new();
            let read = io::stdin().lock().read_to_end(&mut text);
            read.map_err(|error| cannot_open(Path::new("<stdin>"), &error))?;
            Ok(unnamed(text, "<stdin>", if named { "-" } else { "" }))
        }
    }
}

fn unnamed(text: Vec<u8>, name: &str, argument: &str) -> Script {
    Script { text, name: name.to_owned(), argument: argument.to_owned(), folder: String::new() }
}

fn from_file(file: &str) -> Result<Script, Unreadable> {
    let path = absolute(file);
    if path.is_dir() {
        let main = path.join("__main__.py");
        if !main.is_file() {
            let shown = path.display();
            return Err(Unreadable(format!("can't find '__main__' module in '{shown}'"), 1));
        }
        let text = read(&main)?;
        return Ok(Script {
            text,
            name: main.display().to_string(),
            argument: file.to_owned(),
            folder: file.to_owned(),
        });
    }
    let text = read(&path)?;
    // The folder that the file really lies in, whatever links lead to it.
    let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
    let folder = real.parent().map(|p| p.display().to_string()).unwrap_or_default();
    Ok(Script { text, name: path.display().to_string(), argument: file.to_owned(), folder })
}

/// A module of the current folder: `pkg.mod` is `pkg/mod.py` or `pkg/mod/__main__.py`.
fn from_module(name: &str) -> Result<Script, Unreadable> {
    let here = absolute("");
    let stem = name.split('.').fold(here.clone(), |path, part| path.join(part));
    let candidates = [stem.with_extension("py"), stem.join("__main__.py")];
    let Some(path) = candidates.iter().find(|path| path.is_file()) else {
        return Err(Unreadable(format!("No module named {name}"), 1));
    };
    let shown = path.display().to_string();
    let folder = here.display().to_string();
    Ok(Script { text: read(path)?, name: shown.clone(), argument: shown, folder })
}

/// Reads a file that a stage is to be dumped of.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Unreadable> {
    fs::read(path).map_err(|error| cannot_open(path, &error))
}

fn cannot_open(path: &Path, error: &io::Error) -> Unreadable {
    let shown = path.display();
    let number = error.raw_os_error().unwrap_or(0);
    // "No such file or directory (os error 2)": Rust appends the number, Python puts it in front.
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    Unreadable(format!("can't open file '{shown}': [Errno {number}] {text}"), 2)
}

pub(crate) fn absolute(file: &str) -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    if file.is_empty() { here } else { here.join(file) }
}
