//! A program as the main module: from a file's text, from a module's name, and what the prompt adds.

use std::cell::{Cell, RefCell};
use std::path::Path;

use taipan_grammar::Declared;

use crate::finish::Exit;
use crate::object::dict::DictObject;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::codec::{self, Encoding};
use crate::types::exception::{
    ATTRIBUTE_ERROR, IMPORT_ERROR, SYNTAX_ERROR, SYSTEM_EXIT, TYPE_ERROR, VALUE_ERROR,
};
use crate::types::list::ListObject;
use crate::types::module::ModuleObject;

/// What is to be run as the main module.
pub enum Main<'a> {
    /// Text that is read already, and what tracebacks call it; a name like `<stdin>` is no file.
    Text { source: &'a [u8], name: &'a str, package: Option<&'a str> },
    /// A module or package along `sys.path`.
    Module(&'a str),
    /// Nothing but the prompt.
    Nothing,
}

/// Why a module cannot be run as a program: a line without the program's name.
pub struct Refused(pub String);

/// What holds for all that is compiled.
#[derive(Default)]
pub(crate) struct CompileSettings {
    pub(crate) optimize: Cell<u8>,
}

/// A file that a module's code is in.
struct Found {
    file: String,
    is_package: bool,
}

fn count_newlines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

impl Vm {
    /// Text that the system gave: what is no UTF-8 becomes lone surrogates.
    pub fn system_text(&self, bytes: &[u8]) -> Value {
        let text = codec::decode_as(self, bytes, Encoding::Utf8, "surrogateescape");
        text.unwrap_or_else(|_| self.str(&String::from_utf8_lossy(bytes)))
    }

    /// How much is left out of compiled code by default: assertions at 1, documentation at 2.
    pub fn set_optimization(&self, level: u8) {
        self.extra(CompileSettings::default).optimize.set(level.min(2));
    }

    pub(crate) fn optimization(&self) -> u8 {
        self.extra(CompileSettings::default).optimize.get()
    }

    /// The namespace of a new `__main__` module.
    pub fn new_main(&self, filename: &str) -> PyResult {
        let main = self.new_module("__main__", Value::NONE);
        let Some(payload) = main.get::<ModuleObject>() else { return Ok(main) };
        let modules = self.modules_dict();
        self.setitem(&modules, &self.names().__main__, Some(&main))?;
        if !filename.starts_with('<') {
            let file = self.str(filename);
            self.setitem(&payload.dict, &self.names().__file__, Some(&file))?;
        }
        self.prepare_globals(&payload.dict);
        Ok(payload.dict.clone())
    }

    /// Executes text in the main module.
    fn run_text(&self, globals: &Value, source: &[u8], name: &str) -> PyResult<()> {
        if name == "<string>" {
            // No file holds it, and tracebacks show its lines all the same.
            self.remember_source(name, &String::from_utf8_lossy(source));
        }
        if let Some(raised) = self.unreadable_source(source, name) {
            return Err(raised);
        }
        let code = self.compile_bytes(source, name)?;
        self.exec_code(&code, globals).map(drop)
    }

    /// Why a program's file is no text, in the words that are used for files only.
    fn unreadable_source(&self, source: &[u8], name: &str) -> Option<Raised> {
        let null = source.iter().position(|byte| *byte == 0);
        let refuse = |message: String| Some(self.raise(&SYNTAX_ERROR, message));
        match taipan_grammar::declared_encoding(source) {
            Declared::No => {
                let error = std::str::from_utf8(source).err();
                let line_of = |at: usize| count_newlines(source.get(..at).unwrap_or(&[])) + 1;
                let bad = error.map(|error| error.valid_up_to());
                // What comes first counts, line by line.
                if let Some(at) = bad
                    && null.is_none_or(|null| line_of(at) <= line_of(null))
                {
                    let (byte, line) = (source.get(at)?, line_of(at));
                    return refuse(format!(
                        "Non-UTF-8 code starting with '\\x{byte:02x}' in file {name} on line {line}, but no encoding declared; see https://peps.python.org/pep-0263/ for details"
                    ));
                }
                null.and_then(|at| self.null_byte(source, at, name))
            }
            Declared::Utf8 | Declared::Other(_) if null.is_some() => {
                null.and_then(|at| self.null_byte(source, at, name))
            }
            Declared::Utf8 => None,
            Declared::Other(encoding) => {
                let lower = encoding.to_ascii_lowercase();
                if lower.starts_with("utf-16") || lower.starts_with("utf-32") {
                    return refuse(format!("encoding problem: {encoding}"));
                }
                let error = taipan_grammar::decode(source).err()?;
                if error.message.starts_with("encoding problem") {
                    return refuse(error.message);
                }
                refuse(format!("encoding problem: {encoding}"))
            }
        }
    }

    fn null_byte(&self, source: &[u8], at: usize, name: &str) -> Option<Raised> {
        let before = source.get(..at)?;
        let start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
        let text = String::from_utf8_lossy(before.get(start..)?).into_owned();
        let message = self.str("source code cannot contain null bytes");
        let line = self.int(count_newlines(before) as i64 + 1);
        let (zero, text) = (self.int(0), self.str(&text));
        let place = vec![self.str(name), line.clone(), zero.clone(), text, line, zero];
        let class = self.ty(&SYNTAX_ERROR);
        let made = self.call(class.value(), &[message, self.tuple(place)]);
        Some(made.map_or_else(|raised| raised, Raised))
    }

    /// Executes a module as the main one.
    fn run_module(&self, name: &str) -> PyResult<Result<(), Refused>> {
        if name.starts_with('.') {
            return Ok(Err(Refused("Relative module names not supported".to_owned())));
        }
        if name.ends_with('.') {
            let package = name.trim_end_matches('.');
            self.import_module(package)?;
            return Ok(Err(Refused(format!("No module named {name}"))));
        }
        let path = match name.rsplit_once('.') {
            Some((parent, _)) => match self.package_path(parent, name)? {
                Ok(path) => Some(path),
                Err(refused) => return Ok(Err(refused)),
            },
            None => None,
        };
        if let Some(spec) = self.module_spec(name) {
            let Some(source) = spec.source else {
                return Ok(Err(Refused(format!("No code object available for {name}"))));
            };
            let globals = self.new_main("<frozen>")?;
            self.import_module(name)?;
            return self.run_text(&globals, source.as_bytes(), &format!("<frozen {name}>")).map(Ok);
        }
        let Some(found) = self.find_file(name, path.as_ref()) else {
            return Ok(Err(Refused(format!("No module named {name}"))));
        };
        if !found.is_package {
            let package = name.rsplit_once('.').map_or("", |(package, _)| package);
            return self.run_found(&found.file, package).map(Ok);
        }
        let path = match self.package_path(name, name)? {
            Ok(path) => path,
            Err(refused) => return Ok(Err(refused)),
        };
        let main = format!("{name}.__main__");
        match self.find_file(&main, Some(&path)).filter(|found| !found.is_package) {
            Some(found) => self.run_found(&found.file, name).map(Ok),
            None => Ok(Err(Refused(format!(
                "No module named {main}; '{name}' is a package and cannot be directly executed"
            )))),
        }
    }

    /// The `__path__` of a package, imported if need be.
    fn package_path(&self, package: &str, wanted: &str) -> PyResult<Result<Value, Refused>> {
        let refuse = |reason: String| {
            let text =
                format!("Error while finding module specification for '{wanted}' ({reason})");
            Ok(Err(Refused(text)))
        };
        let module = match self.import_module(package) {
            Ok(module) => module,
            Err(Raised(exception)) => {
                let kinds = [&IMPORT_ERROR, &ATTRIBUTE_ERROR, &TYPE_ERROR, &VALUE_ERROR];
                if !kinds.iter().any(|kind| self.is_exception(&exception, kind)) {
                    return Err(Raised(exception));
                }
                let class = self.class(&exception).name();
                return refuse(format!("{class}: {}", self.str_text(&exception)?));
            }
        };
        match self.getattr_opt(&module, &self.names().__path__)? {
            Some(path) => Ok(Ok(path)),
            None => refuse(format!(
                "ModuleNotFoundError: __path__ attribute not found on '{package}' while trying to find '{wanted}'"
            )),
        }
    }

    /// The file of a module along a path, `sys.path` if none is given.
    fn find_file(&self, name: &str, path: Option<&Value>) -> Option<Found> {
        let path = path.cloned().or_else(|| self.sys_attr("path"))?;
        let last = name.rsplit('.').next().unwrap_or(name);
        for entry in self.to_vec(&path).unwrap_or_default() {
            let Some(folder) = entry.as_str() else { continue };
            let base = Path::new(if folder.is_empty() { "." } else { folder }).join(last);
            let candidates = [(base.join("__init__.py"), true), (base.with_extension("py"), false)];
            for (file, is_package) in candidates {
                let file = file.to_string_lossy().into_owned();
                if self.host.read_file(&file).is_ok() {
                    return Some(Found { file, is_package });
                }
            }
        }
        None
    }

    /// Executes a file as the main module of a package.
    fn run_found(&self, file: &str, package: &str) -> PyResult<()> {
        let source = self.host.read_file(file).unwrap_or_default();
        if let Some(argv) = self.sys_attr("argv").as_ref().and_then(|v| v.get::<ListObject>()) {
            let mut all: Vec<Value> = self.to_vec(&self.sys_attr("argv").unwrap_or(Value::NONE))?;
            match all.first_mut() {
                Some(first) => *first = self.str(file),
                None => all.push(self.str(file)),
            }
            argv.replace(all);
        }
        let globals = self.new_main(file)?;
        self.set_package(&globals, Some(package));
        self.run_text(&globals, &source, file)
    }

    fn set_package(&self, globals: &Value, package: Option<&str>) {
        if let (Some(dict), Some(package)) = (globals.get::<DictObject>(), package) {
            drop(dict.set_interned(&self.names().__package__, self.str(package)));
        }
    }

    /// Runs the main module, and the prompt after it if there is one. `Err` says why nothing ran.
    pub fn run_program(
        &self,
        main: &Main,
        prompt: Option<&mut dyn crate::prompt::Lines>,
    ) -> Result<Exit, Refused> {
        let result = match main {
            Main::Text { source, name, package } => self.new_main(name).and_then(|globals| {
                self.set_package(&globals, *package);
                self.run_text(&globals, source, name)
            }),
            Main::Module(name) => match self.run_module(name) {
                Ok(Ok(())) => Ok(()),
                Ok(Err(refused)) => return Err(refused),
                Err(raised) => Err(raised),
            },
            Main::Nothing => self.new_main("<stdin>").map(drop),
        };
        let Some(lines) = prompt else { return Ok(self.finish(result)) };
        if let Err(Raised(exception)) = result {
            // With a prompt to follow, an exit is one more thing to look at.
            if self.is_exception(&exception, &SYSTEM_EXIT) {
                self.print_exception(&exception);
            } else {
                let _ = self.report_uncaught(&exception);
            }
        }
        Ok(self.interact(lines))
    }
}

/// What is called at the end of a program, the latest first.
#[derive(Default)]
pub struct ExitCallbacks {
    /// What was taken out again leaves its place.
    pub callbacks: RefCell<Vec<Option<ExitCallback>>>,
}

/// A callable and its arguments.
#[derive(Clone)]
pub struct ExitCallback {
    pub function: Value,
    /// Positional arguments, then the values of the named ones.
    pub arguments: Vec<Value>,
    pub names: Vec<Value>,
}

impl Vm {
    /// Calls what was registered for the end of the program. What is raised is printed.
    pub fn run_exit_callbacks(&self) {
        let all = self.extra(ExitCallbacks::default);
        // What is registered meanwhile comes too late.
        let count = all.callbacks.borrow().len();
        for at in (0..count).rev() {
            let callback = all.callbacks.borrow_mut().get_mut(at).and_then(Option::take);
            let Some(callback) = callback else { continue };
            let args =
                crate::object::native::Args { all: &callback.arguments, names: &callback.names };
            if let Err(raised) = self.call_args(&callback.function, args) {
                let shown = self.repr_text(&callback.function);
                let shown = shown.unwrap_or_else(|_| "<object repr() failed>".to_owned());
                let what = format!("Exception ignored in atexit callback {shown}");
                self.report_unraisable_as(&what, &raised.0, &Value::NONE);
            }
        }
        let left = all.callbacks.take();
        drop(left);
    }
}
