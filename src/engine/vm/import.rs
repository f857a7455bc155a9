//! Imports as statements make them: names, packages, what is taken out of a module. Finding and
//! loading is in `import_load.rs`, what happens once a program has changed the finders in
//! `import_hooks.rs`.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use super::import_hooks::PROTOCOL;
use crate::object::dict::DictObject;
use crate::object::slots::{CompareOp, PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::*;
use crate::types::module::{ModuleObject, ModuleSpec};

/// Names of the modules that are being executed for the first time, outermost first.
#[derive(Default)]
struct Initializing(RefCell<Vec<String>>);

/// What a module beside the script may hide.
pub(crate) enum Shadowing {
    /// One of the standard library.
    Library,
    /// Anything else, if it was not meant.
    Perhaps,
}

impl Vm {
    /// Makes native modules importable.
    pub fn register_modules(&self, specs: &[&'static ModuleSpec]) {
        self.module_specs.borrow_mut().extend_from_slice(specs);
    }

    /// The native module of that name, the last registered. O(their number): asked once per import.
    pub fn module_spec(&self, name: &str) -> Option<&'static ModuleSpec> {
        self.module_specs.borrow().iter().rev().find(|spec| spec.name == name).copied()
    }

    /// A new, empty module.
    pub fn new_module(&self, name: &str, doc: Value) -> Value {
        let dict = DictObject::new();
        let names = self.names();
        dict.set_interned(&names.__name__, self.str(name));
        dict.set_interned(&names.__doc__, doc);
        dict.set_interned(&names.__package__, Value::NONE);
        dict.set_interned(&names.__loader__, Value::NONE);
        dict.set_interned(&names.__spec__, Value::NONE);
        let dict = self.new_dict(dict);
        self.new_object(self.types.module(), ModuleObject { dict })
    }

    /// `sys.modules`
    pub fn modules_dict(&self) -> Value {
        self.modules.get().cloned().unwrap_or(Value::NONE)
    }

    /// The module of that name, if it has been imported.
    pub fn loaded_module(&self, name: &str) -> Option<Value> {
        self.loaded(name)
    }

    pub(super) fn loaded(&self, name: &str) -> Option<Value> {
        self.modules.get()?.get::<DictObject>()?.get_interned(&self.intern(name))
    }

    pub(super) fn set_loaded(&self, name: &str, module: Option<&Value>) {
        let modules = self.modules_dict();
        let Some(dict) = modules.get::<DictObject>() else { return };
        let name = self.intern(name);
        match module {
            Some(module) => drop(dict.set_interned(&name, module.clone())),
            None => drop(dict.remove_interned(&name)),
        }
    }

    /// Enters a module in the list of those that are being executed for the first time, or takes it
    /// out.
    pub(crate) fn set_initializing(&self, name: &str, on: bool) {
        let all = self.extra(Initializing::default);
        let mut all = all.0.borrow_mut();
        match all.iter().rposition(|known| known == name) {
            Some(at) if !on => drop(all.remove(at)),
            None if on => all.push(name.to_owned()),
            Some(_) | None => {}
        }
    }

    /// As an import of that dotted name by a module of the library.
    pub fn import_module(&self, name: &str) -> PyResult {
        match self.native_part(name) {
            Some(part) => part,
            None => self.import_named(name),
        }
    }

    /// The module of that dotted name, imported if need be, with its parents.
    fn import_named(&self, name: &str) -> PyResult {
        if let Some(module) = self.loaded(name) {
            if module.is_none() {
                let text = format!("import of {name} halted; None in sys.modules");
                return Err(self.import_error(&MODULE_NOT_FOUND_ERROR, &text, name));
            }
            // One that failed meanwhile is tried once more.
            if !self.wait_for_body(name)? {
                return Ok(module);
            }
            if let Some(module) = self.loaded(name) {
                return Ok(module);
            }
        } else if self.wait_for_body(name)?
            && let Some(module) = self.loaded(name)
        {
            return Ok(module);
        }
        self.check_stack("")?;
        let Some((parent_name, last)) = name.rsplit_once('.') else {
            return self.timed_load(name, None);
        };
        // One that was barred by None counts, but has nothing in it.
        let parent = match self.loaded(parent_name).filter(Value::is_none) {
            Some(barred) => barred,
            None => self.import_named(parent_name)?,
        };
        if let Some(module) = self.loaded(name) {
            return Ok(module);
        }
        let path = self.getattr_opt(&parent, &self.names().__path__)?;
        if path.is_none() && self.module_spec(name).is_none() {
            let text = format!("No module named '{name}'; '{parent_name}' is not a package");
            return Err(self.import_error(&MODULE_NOT_FOUND_ERROR, &text, name));
        }
        let module = self.timed_load(name, Some((&parent, path.as_ref())))?;
        // What was executed may have let another package take its place.
        let parent = self.loaded(parent_name).unwrap_or(parent);
        let bound = self.setattr(&parent, &self.intern(last), Some(&module));
        match bound {
            Err(raised) if self.is_exception(&raised.0, &ATTRIBUTE_ERROR) => {
                let text =
                    format!("Cannot set an attribute on '{parent_name}' for child module '{last}'");
                self.warn(&IMPORT_WARNING, &text)?;
            }
            other => other?,
        }
        Ok(module)
    }

    #[cold]
    pub(super) fn module_not_found(&self, name: &str) -> Raised {
        let text = format!("No module named '{name}'");
        self.import_error(&MODULE_NOT_FOUND_ERROR, &text, name)
    }

    /// Whether the module of that name is being executed for the first time.
    pub(crate) fn is_initializing(&self, name: &str) -> bool {
        self.extra(Initializing::default).0.borrow().iter().any(|known| known == name)
    }

    /// What an error about a missing name of a module says of its file, if that is found because
    /// it lies beside the script: it may hide another module.
    pub(crate) fn shadowing(&self, name: &str, file: &str) -> Option<Shadowing> {
        let mut place = Path::new(file);
        if place.file_name().is_some_and(|name| name == "__init__.py") {
            place = place.parent()?;
        }
        let script = self.script_folder()?;
        let here = match script.as_str() {
            "" => self.host.system().working_folder().ok()?,
            folder => PathBuf::from(folder),
        };
        match place.parent()? == here {
            true if self.is_library_name(name) => Some(Shadowing::Library),
            true => Some(Shadowing::Perhaps),
            false => None,
        }
    }

    /// Whether `sys.stdlib_module_names` has the name; what a program sets there counts.
    fn is_library_name(&self, name: &str) -> bool {
        let Some(set) = self.sys_attr("stdlib_module_names") else {
            return STDLIB_NAMES.binary_search(&name).is_ok();
        };
        let kinds = [self.types.set(), self.types.frozenset()];
        kinds.iter().any(|kind| self.type_of(&set).is_subtype(kind))
            && self.contains(&set, &self.str(name)).unwrap_or(false)
    }

    /// An attribute of the `sys` module, if that is loaded.
    pub fn sys_attr(&self, name: &str) -> Option<Value> {
        let sys = self.loaded("sys")?;
        sys.get::<ModuleObject>()?.dict.get::<DictObject>()?.get_interned(&self.intern(name))
    }

    /// `import name` and `from name import …`, through a replaced `__import__` if there is one.
    pub(crate) fn import_statement(
        &self,
        name: &Value,
        globals: &Value,
        from_list: &Value,
        level: &Value,
    ) -> PyResult {
        let builtins = self.builtins_dict();
        let import = builtins
            .get::<DictObject>()
            .and_then(|b| b.get_interned(&self.names().__import__))
            .filter(|i| i.get_exact::<crate::object::native::NativeObject>().is_none());
        if let Some(import) = import {
            let args =
                [name.clone(), globals.clone(), Value::NONE, from_list.clone(), level.clone()];
            return self.call(&import, &args);
        }
        self.import(&name.to_text(), globals, from_list, level.as_int().unwrap_or(0))
    }

    /// What `__import__` does.
    pub fn import(&self, name: &str, globals: &Value, from_list: &Value, level: i64) -> PyResult {
        if level == 0 && name.is_empty() {
            return Err(self.value_error("Empty module name"));
        }
        let full = if level > 0 { self.resolve(name, globals, level)? } else { name.to_owned() };
        let module = match self.import_named(&full) {
            Err(raised) if self.is_of_library(globals) && !PROTOCOL.contains(&full.as_str()) => {
                self.native_part(&full).ok_or(raised)??
            }
            module => module?,
        };
        if !from_list.is_none() && !from_list.tuple_items().is_empty() {
            self.import_submodules(&module, &full, from_list)?;
            return Ok(module);
        }
        if level > 0 {
            let front = name.split('.').next().unwrap_or("");
            let cut = full.len() - (name.len() - front.len());
            return self.import_named(full[..cut].trim_end_matches('.'));
        }
        let front = full.split('.').next().unwrap_or(&full);
        if front == full { Ok(module) } else { self.import_named(front) }
    }

    /// A native part of the library that a program has barred with None in `sys.modules`. It means
    /// that for itself: modules of the library have no second version in Python here.
    fn native_part(&self, name: &str) -> Option<PyResult> {
        if !name.starts_with('_') || !self.loaded(name)?.is_none() {
            return None;
        }
        let spec = self.module_spec(name)?;
        Some(self.create_native(spec).and_then(|module| {
            self.start_native(spec, &module)?;
            Ok(module)
        }))
    }

    /// Whether these are the globals of a module of the library.
    fn is_of_library(&self, globals: &Value) -> bool {
        let global = |key: &Value| globals.get::<DictObject>()?.get_interned(key);
        let own = global(&self.names().__name__);
        let is_known = |name: &str| self.module_spec(name).is_some();
        global(&self.names().__file__).is_none()
            && own.as_ref().and_then(Value::as_str).is_some_and(is_known)
    }

    /// The package that a relative import starts from.
    fn package_of(&self, globals: &Value) -> PyResult<String> {
        let names = self.names();
        let global = |n: &Value| globals.get::<DictObject>().and_then(|g| g.get_interned(n));
        let text = |value: Value, what: &str| match value.as_str_object() {
            Some(_) => Ok(value.to_text()),
            None => Err(self.type_error(format!("{what} must be a string"))),
        };
        let parent = match global(&names.__spec__).filter(|spec| !spec.is_none()) {
            Some(spec) => Some(self.getattr(&spec, &self.intern("parent"))?),
            None => None,
        };
        match (global(&names.__package__).filter(|package| !package.is_none()), parent) {
            (Some(package), None) => text(package, "package"),
            (Some(package), Some(parent)) => {
                let known = text(package.clone(), "package")?;
                let same = self.compare(CompareOp::Eq, &package, &parent)?;
                if !self.truth(&same)? {
                    self.warn(&DEPRECATION_WARNING, "__package__ != __spec__.parent")?;
                }
                Ok(known)
            }
            (None, Some(parent)) => text(parent, "__spec__.parent"),
            (None, None) => {
                let warning = "can't resolve package from __spec__ or __package__, falling back on \
                               __name__ and __path__";
                self.warn(&IMPORT_WARNING, warning)?;
                let Some(own) = global(&names.__name__) else {
                    return Err(self.raise(&KEY_ERROR, "'__name__' not in globals"));
                };
                let own = text(own, "__name__")?;
                Ok(match global(&names.__path__) {
                    Some(_) => own,
                    None => own.rsplit_once('.').map_or(String::new(), |p| p.0.to_owned()),
                })
            }
        }
    }

    /// The absolute name of a relative import.
    fn resolve(&self, name: &str, globals: &Value, level: i64) -> PyResult<String> {
        let package = self.package_of(globals)?;
        if package.is_empty() {
            let text = "attempted relative import with no known parent package";
            return Err(self.raise(&IMPORT_ERROR, text));
        }
        let mut base = package.as_str();
        for _ in 1..level {
            match base.rsplit_once('.') {
                Some((outer, _)) => base = outer,
                None => {
                    let text = "attempted relative import beyond top-level package";
                    return Err(self.raise(&IMPORT_ERROR, text));
                }
            }
        }
        Ok(if name.is_empty() { base.to_owned() } else { format!("{base}.{name}") })
    }

    /// `from package import module`: names that are no attributes yet may be modules.
    fn import_submodules(&self, module: &Value, full: &str, from_list: &Value) -> PyResult<()> {
        if self.getattr_opt(module, &self.names().__path__)?.is_none() {
            return Ok(());
        }
        let mut wanted: Vec<Value> = from_list.tuple_items().to_vec();
        let listed = wanted.len();
        if wanted.iter().any(|w| w.as_str() == Some("*"))
            && let Some(all) = self.getattr_opt(module, &self.names().__all__)?
        {
            wanted.extend(self.to_vec(&all)?);
        }
        for (at, name) in wanted.into_iter().enumerate() {
            if name.as_str_object().is_none() {
                let list = match at < listed {
                    true => "``from list''".to_owned(),
                    false => format!("{full}.__all__"),
                };
                let class = self.class(&name).name();
                return Err(self.type_error(format!("Item in {list} must be str, not {class}")));
            }
            let text = name.to_text();
            if text == "*" || self.getattr_opt(module, &self.intern_value(&name))?.is_some() {
                continue;
            }
            let sub = format!("{full}.{text}");
            if let Err(raised) = self.import_named(&sub) {
                let missing = self.is_exception(&raised.0, &MODULE_NOT_FOUND_ERROR)
                    && self
                        .exception_member(&raised.0, "name")
                        .is_some_and(|name| name.as_str() == Some(&*sub));
                if !missing {
                    return Err(raised);
                }
            }
        }
        Ok(())
    }

    /// `from module import name`
    pub(crate) fn import_from(&self, module: &Value, name: &Value) -> PyResult {
        if let Some(found) = self.getattr_opt(module, name)? {
            return Ok(found);
        }
        let names = self.names();
        let own = self.getattr_opt(module, &names.__name__)?;
        let own = own.filter(|own| own.as_str_object().is_some()).map(|own| own.to_text());
        if let Some(own) = &own
            && let Some(found) = self.loaded(&format!("{own}.{}", name.to_text()))
        {
            return Ok(found);
        }
        let shown = own.as_deref().unwrap_or("<unknown module name>");
        let file = self.getattr_opt(module, &names.__file__)?;
        let file = file.filter(|file| file.as_str_object().is_some());
        let place = file.as_ref().map_or_else(|| "unknown location".to_owned(), Value::to_text);
        let wanted = name.to_text();
        let text = if self.is_initializing(shown) {
            format!(
                "cannot import name '{wanted}' from partially initialized module '{shown}' (most \
                 likely due to a circular import) ({place})"
            )
        } else {
            format!("cannot import name '{wanted}' from '{shown}' ({place})")
        };
        let raised = self.raise(&IMPORT_ERROR, text);
        let own = own.as_deref().map_or(Value::NONE, |own| self.str(own));
        let members = [("name", &own), ("path", &file.unwrap_or(Value::NONE)), ("name_from", name)];
        self.set_exception_members(&raised.0, &members);
        Err(raised)
    }

    /// `from module import *`
    pub(crate) fn import_star(&self, module: &Value, namespace: &Value) -> PyResult<()> {
        let all = self.getattr_opt(module, &self.names().__all__)?;
        let lists = all.is_some();
        let names = match all {
            Some(all) => self.to_vec(&all)?,
            None => {
                let dict = self.getattr(module, &self.names().__dict__)?;
                dict.get::<DictObject>().map_or_else(Vec::new, DictObject::keys)
            }
        };
        for name in names {
            let Some(text) = name.as_str_object() else {
                return Err(self.no_name(module, &name, lists));
            };
            if !lists && text.as_bytes().starts_with(b"_") {
                continue;
            }
            let name = self.intern_value(&name);
            let value = self.getattr(module, &name)?;
            self.setitem(namespace, &name, Some(&value))?;
        }
        Ok(())
    }

    /// The refusal of something that `from module import *` would bind, but that is no str.
    #[cold]
    fn no_name(&self, module: &Value, name: &Value, listed: bool) -> Raised {
        let (what, place) = if listed { ("Item", "__all__") } else { ("Key", "__dict__") };
        let own = match self.getattr(module, &self.names().__name__) {
            Ok(own) if own.as_str_object().is_some() => own.to_text(),
            Ok(_) => return self.type_error("module __name__ must be a string"),
            Err(raised) => return raised,
        };
        let class = self.class(name).name();
        self.type_error(format!("{what} in {own}.{place} must be str, not {class}"))
    }
}
