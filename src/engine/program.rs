//! A program as the main module: from a file's text, from a module's name, and what the prompt adds.

use std::cell::RefCell;

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
use crate::types::import::BUILTIN_IMPORTER;
use crate::types::list::ListObject;
use crate::types::module::ModuleObject;
use crate::vm::import_load::Found;

/// What is to be run as the main module.
pub enum Main<'a> {
    /// Text that is read already, and what tracebacks call it; a name like `<stdin>` is no file.
    Text { source: &'a [u8], name: &'a str, package: Option<&'a str> },
    /// A module or package along `sys.path`.
    Module(&'a str),
    /// Nothing but the prompt.
    Nothing,
    /// A text of the user's for each prompt, which the prompt follows.
    Startup { source: &'a [u8], name: &'a str },
}

/// Why a module cannot be run as a program: a line without the program's name.
pub struct Refused(pub String);

fn count_newlines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

impl Vm {
    /// Text that the system gave: what is no UTF-8 becomes lone surrogates.
    pub fn system_text(&self, bytes: &[u8]) -> Value {
        let text = codec::decode_as(self, bytes, Encoding::Utf8, "surrogateescape");
        text.unwrap_or_else(|_| self.str(&String::from_utf8_lossy(bytes)))
    }

    /// The namespace of a new `__main__` module.
    pub fn new_main(&self, filename: &str) -> PyResult {
        let main = self.new_module("__main__", Value::NONE);
        let Some(payload) = main.get::<ModuleObject>() else { return Ok(main) };
        let modules = self.modules_dict();
        self.setitem(&modules, &self.names().__main__, Some(&main))?;
        let Some(dict) = payload.dict.get::<DictObject>() else { return Ok(main) };
        let names = self.names();
        if filename.starts_with('<') {
            let importer = self.ty(&BUILTIN_IMPORTER).value().clone();
            dict.set_interned(&names.__loader__, importer);
        } else {
            let file = self.str(filename);
            let loader = self.source_loader(&names.__main__, &file)?;
            dict.set_interned(&names.__loader__, loader);
            dict.set_interned(&names.__file__, file);
            dict.set_interned(&self.intern("__cached__"), Value::NONE);
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
        self.keep_main_code(&code);
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
            let Some(frozen) = spec.python else {
                return Ok(Err(Refused(format!("No code object available for {name}"))));
            };
            let globals = self.new_main("<frozen>")?;
            let module = self.import_module(name)?;
            let known = self.getattr(&module, &self.names().__spec__)?;
            self.setitem(&globals, &self.names().__spec__, Some(&known))?;
            self.set_package(&globals, Some(name.rsplit_once('.').map_or("", |p| p.0)));
            let code = self.thaw(frozen, &format!("<frozen {name}>"))?;
            return self.exec_code(&code, &globals).map(|_| Ok(()));
        }
        match self.find_module(name, path.as_ref())? {
            Found::File { file, source, is_package: false } => {
                return self.run_found(name, &file, &source).map(Ok);
            }
            Found::File { .. } | Found::Folders(_) => {}
            Found::Elsewhere => return self.run_as_main(name).map(Ok),
            Found::Nowhere => return Ok(Err(Refused(format!("No module named {name}")))),
        }
        let path = match self.package_path(name, name)? {
            Ok(path) => path,
            Err(refused) => return Ok(Err(refused)),
        };
        let main = format!("{name}.__main__");
        match self.find_module(&main, Some(&path))? {
            Found::File { file, source, is_package: false } => {
                self.run_found(&main, &file, &source).map(Ok)
            }
            Found::Elsewhere => self.run_as_main(name).map(Ok),
            Found::File { .. } | Found::Folders(_) | Found::Nowhere => Ok(Err(Refused(format!(
                "No module named {main}; '{name}' is a package and cannot be directly executed"
            )))),
        }
    }

    /// The `__path__` of a package, imported if need be.
    fn package_path(&self, package: &str, wanted: &str) -> PyResult<Result<Value, Refused>> {
        let refuse = |reason: String| {
            let hint = match wanted.strip_suffix(".py") {
                Some(module) => {
                    format!(". Try using '{module}' instead of '{wanted}' as the module name.")
                }
                None => String::new(),
            };
            let text =
                format!("Error while finding module specification for '{wanted}' ({reason}){hint}");
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

    /// Executes a module that only finders of a program's own know as the main one.
    fn run_as_main(&self, name: &str) -> PyResult<()> {
        let runpy = self.import_module("runpy")?;
        self.call_method(&runpy, &self.intern("_run_module_as_main"), &[self.str(name)]).map(drop)
    }

    /// Executes a file as the main module, known by the name that it was found by.
    fn run_found(&self, name: &str, file: &str, source: &[u8]) -> PyResult<()> {
        if let Some(argv) = self.sys_attr("argv").as_ref().and_then(|v| v.get::<ListObject>()) {
            let mut all: Vec<Value> = self.to_vec(&self.sys_attr("argv").unwrap_or(Value::NONE))?;
            match all.first_mut() {
                Some(first) => *first = self.str(file),
                None => all.push(self.str(file)),
            }
            argv.replace(all);
        }
        let globals = self.new_main(file)?;
        self.describe_main(&globals, name, file)?;
        self.run_text(&globals, source, file)
    }

    /// A main module that was found as a module has a spec.
    fn describe_main(&self, globals: &Value, name: &str, file: &str) -> PyResult<()> {
        let Some(dict) = globals.get::<DictObject>() else { return Ok(()) };
        let package = name.rsplit_once('.').map_or("", |(package, _)| package);
        self.describe_source(dict, name, file, package, false)
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
        follows: Option<&mut dyn crate::prompt::Follows>,
    ) -> Result<Exit, Refused> {
        let result = match main {
            Main::Text { source, name, package } => self.new_main(name).and_then(|globals| {
                match package {
                    // The `__main__.py` of a folder.
                    Some("") => self.describe_main(&globals, "__main__", name)?,
                    package => self.set_package(&globals, *package),
                }
                if *name == "<stdin>" {
                    self.setitem(&globals, &self.names().__file__, Some(&self.str(name)))?;
                    let cached = self.intern("__cached__");
                    self.setitem(&globals, &cached, Some(&Value::NONE))?;
                }
                self.run_text(&globals, source, name)
            }),
            Main::Module(name) if !self.finds_natively() => self.run_as_main(name),
            Main::Module(name) => match self.run_module(name) {
                Ok(Ok(())) => Ok(()),
                Ok(Err(refused)) => return Err(refused),
                Err(raised) => Err(raised),
            },
            Main::Nothing => self.new_main("<stdin>").map(drop),
            Main::Startup { source, name } => {
                self.new_main("<stdin>").and_then(|globals| self.run_text(&globals, source, name))
            }
        };
        let exits = |Raised(e): &Raised| self.is_exception(e, &SYSTEM_EXIT);
        let exits = result.as_ref().is_err_and(exits);
        let Some(entries) = follows.and_then(|follows| follows.prompt(exits)) else {
            return Ok(self.finish(result));
        };
        if let Err(Raised(exception)) = result {
            // With a prompt to follow, an exit is one more thing to look at.
            if exits {
                self.print_exception(&exception);
            } else {
                let _ = self.report_uncaught(&exception);
            }
        }
        Ok(self.interact(entries))
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
