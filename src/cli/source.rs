//! Finds and reads the text of a program, and says as CPython does why that fails.

use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use super::options::Program;

/// A program ready to be run.
pub(crate) struct Script {
    /// `None` if it is found by its name, or typed.
    pub(crate) text: Option<Vec<u8>>,
    /// The module to be found.
    pub(crate) module: Option<String>,
    /// What tracebacks call it.
    pub(crate) name: String,
    /// `__package__`, where that is not None.
    pub(crate) package: Option<&'static str>,
    /// `sys.argv[0]` and `sys.path[0]`.
    pub(crate) argument: OsString,
    pub(crate) folder: OsString,
    /// The folder itself is the program.
    pub(crate) folder_is_program: bool,
}

/// The line for stderr and the exit code.
pub(crate) struct Unreadable(pub(crate) String, pub(crate) u8);

impl Script {
    /// A program that is no file; `named` says that `-` stands for it.
    pub(crate) fn unnamed(text: Option<Vec<u8>>, name: &str, named: bool) -> Script {
        Script {
            text,
            module: None,
            name: name.to_owned(),
            package: None,
            argument: if named { "-".into() } else { OsString::new() },
            folder: OsString::new(),
            folder_is_program: false,
        }
    }
}

/// Reads the program.
pub(crate) fn load(program: Program) -> Result<Script, Unreadable> {
    match program {
        Program::File(file) => from_file(&file),
        Program::Module(name) => Ok(Script {
            module: Some(name),
            argument: "-m".into(),
            folder: absolute(OsStr::new("")).into(),
            ..Script::unnamed(None, "", false)
        }),
        Program::Text(text) => {
            let mut text = text.into_vec();
            text.push(b'\n');
            Ok(Script { argument: "-c".into(), ..Script::unnamed(Some(text), "<string>", false) })
        }
        Program::Input(_) if fs::metadata("/dev/stdin").is_ok_and(|known| known.is_dir()) => {
            Err(Unreadable("<stdin> is a directory, cannot continue".to_owned(), 1))
        }
        Program::Input(named) => {
            let mut text = Vec::new();
            match io::stdin().lock().read_to_end(&mut text) {
                Ok(_) => Ok(Script::unnamed(Some(text), "<stdin>", named)),
                Err(error) => Err(cannot_open(Path::new("<stdin>"), &error)),
            }
        }
    }
}

fn from_file(file: &OsStr) -> Result<Script, Unreadable> {
    let path = absolute(file);
    if path.is_dir() {
        return from_folder(file, &path);
    }
    let text = read(&path)?;
    // The folder that the file really lies in, whatever links lead to it.
    let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
    let folder = real.parent().map(|p| p.as_os_str().to_owned()).unwrap_or_default();
    Ok(Script {
        argument: file.to_owned(),
        folder,
        ..Script::unnamed(Some(text), &path.display().to_string(), false)
    })
}

/// A folder is a program if it holds a `__main__.py`.
fn from_folder(file: &OsStr, path: &Path) -> Result<Script, Unreadable> {
    let main = path.join("__main__.py");
    if !main.is_file() {
        // As CPython writes the path of a folder.
        let shown: PathBuf = path.components().collect();
        let shown = shown.display();
        return Err(Unreadable(format!("can't find '__main__' module in '{shown}'"), 1));
    }
    Ok(Script {
        package: Some(""),
        argument: file.to_owned(),
        folder: path.as_os_str().to_owned(),
        folder_is_program: true,
        ..Script::unnamed(Some(read(&main)?), &main.display().to_string(), false)
    })
}

/// Reads a file: a program, or what a stage is to be dumped of.
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

pub(crate) fn absolute(file: &OsStr) -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    if file.is_empty() { here } else { here.join(file) }
}
