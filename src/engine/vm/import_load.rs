//! Finding and loading modules natively: those of the interpreter by their tables, others as source
//! files along a path. What every import does as long as a program has not changed the finders.

use std::cell::RefCell;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::host::system::{Place, kind};
use crate::object::dict::DictObject;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::STDLIB_NAMES;
use crate::types::io::host_error;
use crate::types::list::ListObject;
use crate::types::module::{ModuleObject, ModuleSpec};

/// Room in a native module's namespace for what its own start and the import system add.
const MADE_LATER: usize = 16;

/// Modules that come before a file of their name beside the script: in CPython they are inside of the
/// interpreter. Names with an underscore in front are not listed: no script has them by accident.
const INSIDE: &[&str] = &[
    "abc",
    "atexit",
    "builtins",
    "codecs",
    "encodings",
    "errno",
    "faulthandler",
    "gc",
    "genericpath",
    "importlib",
    "io",
    "itertools",
    "marshal",
    "ntpath",
    "os",
    "posix",
    "posixpath",
    "pwd",
    "runpy",
    "site",
    "stat",
    "sys",
    "time",
    "zipimport",
];

/// The folder of the script, which `sys.path` began with; empty for the working directory.
#[derive(Default)]
struct ScriptFolder(RefCell<Option<String>>);

/// A package and its `__path__`.
pub(super) type Parent<'a> = Option<(&'a Value, Option<&'a Value>)>;

/// Where a module was found.
pub(crate) enum Found {
    /// A file with its content.
    File {
        file: String,
        source: Vec<u8>,
        is_package: bool,
    },
    /// Folders of that name without an `__init__`.
    Folders(Vec<Value>),
    /// An entry of the path is no folder: others have to look.
    Elsewhere,
    Nowhere,
}

impl Vm {
    /// Names the folder in which files come before modules of the interpreter.
    pub fn set_script_folder(&self, folder: &str) {
        *self.extra(ScriptFolder::default).0.borrow_mut() = Some(folder.to_owned());
    }

    /// The folder in which files come before modules of the interpreter, if there is one.
    pub(super) fn script_folder(&self) -> Option<String> {
        self.extra(ScriptFolder::default).0.borrow().clone()
    }

    /// Finds a module that is not there yet, and loads it.
    pub(super) fn load(&self, name: &str, parent: Parent) -> PyResult {
        if !self.finds_natively() {
            return self.load_with_finders(name, parent);
        }
        if let Some(spec) = self.module_spec(name)
            && self.comes_first(name, parent)
        {
            return self.load_native(spec);
        }
        let path = parent.and_then(|(_, path)| path);
        match self.find_module(name, path)? {
            Found::File { file, source, is_package } => {
                self.load_source(name, &file, &source, is_package)
            }
            Found::Folders(portions) => self.namespace_package(name, portions, parent),
            Found::Elsewhere => self.load_with_finders(name, parent),
            Found::Nowhere => Err(self.module_not_found(name)),
        }
    }

    /// Whether the interpreter's own module is meant, not a file of that name.
    fn comes_first(&self, name: &str, parent: Parent) -> bool {
        if let Some((package, _)) = parent {
            // A package in files has its own modules.
            let file = package.get::<ModuleObject>().and_then(|module| {
                module.dict.get::<DictObject>()?.get_interned(&self.names().__file__)
            });
            return file.is_none();
        }
        if name.starts_with('_')
            || INSIDE.binary_search(&name).is_ok()
            || STDLIB_NAMES.binary_search(&name).is_err()
        {
            return true;
        }
        let Some(folder) = self.script_folder() else { return true };
        if self.first_of_path().as_ref().and_then(Value::as_str) != Some(&folder) {
            return true;
        }
        let base = self.absolute_folder(&folder).join(name);
        !self.is_file(&base.with_extension("py")) && !self.is_file(&base.join("__init__.py"))
    }

    fn first_of_path(&self) -> Option<Value> {
        let path = self.sys_attr("path")?;
        path.get::<ListObject>().and_then(|path| path.items.borrow().first().cloned())
    }

    fn is_file(&self, path: &Path) -> bool {
        let status = self.host.system().status(Place::Path(path.into()));
        status.is_ok_and(|status| status.mode & kind::MASK == kind::FILE)
    }

    /// Whether the path is a file, or would be within one.
    fn is_no_folder(&self, path: &Path) -> bool {
        match self.host.system().status(Place::Path(path.into())) {
            Ok(status) => status.mode & kind::MASK == kind::FILE,
            Err(error) => error.kind() == ErrorKind::NotADirectory,
        }
    }

    fn is_folder(&self, path: &Path) -> bool {
        let status = self.host.system().status(Place::Path(path.into()));
        status.is_ok_and(|status| status.mode & kind::MASK == kind::FOLDER)
    }

    /// Looks for a module along a path, `sys.path` if none is given.
    pub(crate) fn find_module(&self, name: &str, path: Option<&Value>) -> PyResult<Found> {
        let path = path.cloned().or_else(|| self.sys_attr("path")).unwrap_or(Value::NONE);
        let last = name.rsplit('.').next().unwrap_or(name);
        if last.is_empty() {
            return Ok(Found::Nowhere);
        }
        let mut portions = Vec::new();
        for entry in self.to_vec(&path)? {
            let Some(folder) = entry.as_str().filter(|folder| !folder.contains('\0')) else {
                continue;
            };
            let folder = self.absolute_folder(folder);
            let base = folder.join(last);
            let candidates = [(base.join("__init__.py"), true), (base.with_extension("py"), false)];
            for (candidate, is_package) in candidates {
                let file = candidate.to_string_lossy().into_owned();
                match self.host.read_file(&file) {
                    Ok(source) => return Ok(Found::File { file, source, is_package }),
                    Err(error) if error.kind() == ErrorKind::NotADirectory => {
                        if self.is_no_folder(&folder) {
                            return Ok(Found::Elsewhere);
                        }
                    }
                    Err(error)
                        if error.kind() == ErrorKind::PermissionDenied
                            && self.is_file(&candidate) =>
                    {
                        return Err(host_error(self, &error, Some(&self.str(&file))));
                    }
                    Err(_) => {}
                }
            }
            if self.is_folder(&base) {
                portions.push(self.str(&base.to_string_lossy()));
            }
        }
        Ok(if portions.is_empty() { Found::Nowhere } else { Found::Folders(portions) })
    }

    /// A folder of a path, relative ones within the working directory.
    fn absolute_folder(&self, folder: &str) -> PathBuf {
        if folder.starts_with('/') {
            return PathBuf::from(folder);
        }
        let here = self.host.system().working_folder().unwrap_or_else(|_| PathBuf::from("."));
        let mut folder = folder;
        while let Some(rest) = folder.strip_prefix("./") {
            folder = rest.trim_start_matches('/');
        }
        if folder.is_empty() || folder == "." { here } else { here.join(folder) }
    }

    /// A package without files of its own: folders along the path that have its name.
    fn namespace_package(&self, name: &str, portions: Vec<Value>, parent: Parent) -> PyResult {
        let bootstrap = self.import_machinery()?;
        let portions = self.new_list(portions);
        let path = parent.and_then(|(_, path)| path).cloned().unwrap_or(Value::NONE);
        let args = [self.str(name), path, portions];
        self.call_method(&bootstrap, &self.intern("_load_namespace"), &args)
    }

    /// A native module as its tables make it, before its own start.
    pub fn create_native(&self, spec: &'static ModuleSpec) -> PyResult {
        let doc = if spec.doc.is_empty() { Value::NONE } else { self.str(spec.doc) };
        let module = self.new_module(spec.name, doc);
        let Some(payload) = module.get::<ModuleObject>() else { return Ok(module) };
        let Some(dict) = payload.dict.get::<DictObject>() else { return Ok(module) };
        let name = self.str(spec.name);
        dict.reserve(spec.funcs.len() + spec.types.len() + spec.values.len() + MADE_LATER);
        self.describe_native(spec, &name, dict)?;
        for def in spec.funcs {
            drop(dict.set_interned(&self.intern(def.name), self.new_native(def, &name)));
        }
        for ty in spec.types {
            let ty = self.ty(ty);
            let name = self.intern_value(&ty.name.get());
            drop(dict.set_interned(&name, ty.value().clone()));
        }
        for (name, make) in spec.values {
            let value = make(self);
            drop(dict.set_interned(&self.intern(name), value));
        }
        Ok(module)
    }

    /// What a native module knows of its origin. The first modules are told when somebody asks.
    fn describe_native(
        &self,
        spec: &'static ModuleSpec,
        name: &Value,
        dict: &DictObject,
    ) -> PyResult<()> {
        let names = self.names();
        if matches!(spec.name, "sys" | "builtins") {
            dict.set_interned(&names.__package__, names.empty().clone());
            drop(dict.remove_interned(&names.__loader__));
            drop(dict.remove_interned(&names.__spec__));
            return Ok(());
        }
        let is_package = self.is_native_package(spec.name);
        let search = if is_package { self.new_list(Vec::new()) } else { Value::NONE };
        let (own, loader) = self.native_spec(name, search.clone())?;
        let parent = spec.name.rsplit_once('.').map_or("", |(parent, _)| parent);
        let package = if is_package { name.clone() } else { self.str(parent) };
        dict.set_interned(&names.__package__, package);
        dict.set_interned(&names.__loader__, loader);
        dict.set_interned(&names.__spec__, own);
        if is_package {
            dict.set_interned(&names.__path__, search);
        }
        Ok(())
    }

    /// Whether there are native modules within that one. O(number of native modules).
    pub fn is_native_package(&self, name: &str) -> bool {
        let within =
            |other: &str| other.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
        self.module_specs.borrow().iter().any(|spec| within(spec.name))
    }

    /// The start of a native module: its code in Python, and what its table says beyond.
    pub fn start_native(&self, spec: &'static ModuleSpec, module: &Value) -> PyResult<()> {
        if let Some(frozen) = spec.python
            && let Some(dict) = self.namespace_of(module)
        {
            let code = self.thaw(frozen, &format!("<frozen {}>", spec.name))?;
            self.exec_code(&code, &dict)?;
        }
        match spec.init {
            Some(init) => init(self, module),
            None => Ok(()),
        }
    }

    /// Makes a native module from its table.
    pub(crate) fn load_native(&self, spec: &'static ModuleSpec) -> PyResult {
        let module = self.create_native(spec)?;
        self.set_loaded(spec.name, Some(&module));
        if let Err(raised) = self.run_body(spec.name, || self.start_native(spec, &module)) {
            self.set_loaded(spec.name, None);
            return Err(raised);
        }
        Ok(module)
    }

    fn load_source(&self, name: &str, file: &str, source: &[u8], is_package: bool) -> PyResult {
        let module = self.new_module(name, Value::NONE);
        let Some(payload) = module.get::<ModuleObject>() else { return Ok(module) };
        if let Some(dict) = payload.dict.get::<DictObject>() {
            let package = if is_package { name } else { name.rsplit_once('.').map_or("", |p| p.0) };
            self.describe_source(dict, name, file, package, is_package)?;
        }
        self.set_loaded(name, Some(&module));
        self.set_initializing(name, true);
        let executed = self.run_body(name, || {
            let code = self.compile_bytes(source, file)?;
            self.exec_code(&code, &payload.dict)
        });
        self.set_initializing(name, false);
        match executed {
            Ok(_) => Ok(self.loaded(name).unwrap_or(module)),
            Err(raised) => {
                self.set_loaded(name, None);
                Err(raised)
            }
        }
    }

    /// What a module in a source file knows of its origin.
    pub(crate) fn describe_source(
        &self,
        dict: &DictObject,
        name: &str,
        file: &str,
        package: &str,
        is_package: bool,
    ) -> PyResult<()> {
        let names = self.names();
        let (name, place, cached) = (self.str(name), self.str(file), self.cached_name(file));
        let search = if is_package {
            let folder = Path::new(file).parent().map(|p| p.to_string_lossy().into_owned());
            self.new_list(vec![self.str(&folder.unwrap_or_default())])
        } else {
            Value::NONE
        };
        let (spec, loader) = self.source_spec(&name, &place, cached.clone(), search.clone())?;
        dict.set_interned(&names.__package__, self.str(package));
        dict.set_interned(&names.__loader__, loader);
        dict.set_interned(&names.__spec__, spec);
        if is_package {
            dict.set_interned(&names.__path__, search);
        }
        dict.set_interned(&names.__file__, place);
        dict.set_interned(&self.intern("__cached__"), cached);
        Ok(())
    }
}
