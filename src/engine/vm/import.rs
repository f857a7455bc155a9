//! Imports: native modules by their tables, source files along `sys.path`, packages.

use std::cell::RefCell;
use std::path::Path;

use crate::object::dict::DictObject;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::*;
use crate::types::module::{ModuleObject, ModuleSpec};

/// Room in a native module's namespace for what its own start and the import system add.
const MADE_LATER: usize = 16;

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
    pub(crate) fn module_spec(&self, name: &str) -> Option<&'static ModuleSpec> {
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

    fn loaded(&self, name: &str) -> Option<Value> {
        self.modules.get()?.get::<DictObject>()?.get_interned(&self.intern(name))
    }

    fn set_loaded(&self, name: &str, module: Option<&Value>) {
        let modules = self.modules_dict();
        let Some(dict) = modules.get::<DictObject>() else { return };
        let name = self.intern(name);
        match module {
            Some(module) => drop(dict.set_interned(&name, module.clone())),
            None => drop(dict.remove_interned(&name)),
        }
    }

    /// The module of that dotted name, imported if need be, with its parents.
    pub fn import_module(&self, name: &str) -> PyResult {
        if let Some(module) = self.loaded(name) {
            if module.is_none() {
                let text = format!("import of {name} halted; None in sys.modules");
                let raised = self.raise(&MODULE_NOT_FOUND_ERROR, text);
                self.set_exception_members(&raised.0, &[("name", &self.str(name))]);
                return Err(raised);
            }
            // One that failed meanwhile is tried once more.
            if !self.wait_for_body(name)? || self.loaded(name).is_some() {
                return Ok(module);
            }
        }
        self.check_stack("")?;
        let Some((parent_name, last)) = name.rsplit_once('.') else {
            return self.load(name, None);
        };
        let parent = self.import_module(parent_name)?;
        if let Some(module) = self.loaded(name) {
            return Ok(module);
        }
        let path = self.getattr_opt(&parent, &self.names().__path__)?;
        if path.is_none() && self.module_spec(name).is_none() {
            let text = format!("No module named '{name}'; '{parent_name}' is not a package");
            let raised = self.raise(&MODULE_NOT_FOUND_ERROR, text);
            self.set_exception_members(&raised.0, &[("name", &self.str(name))]);
            return Err(raised);
        }
        let module = self.load(name, path.as_ref())?;
        self.setattr(&parent, &self.intern(last), Some(&module))?;
        Ok(module)
    }

    #[cold]
    fn module_not_found(&self, name: &str) -> Raised {
        let text = format!("No module named '{name}'");
        let raised = self.raise(&MODULE_NOT_FOUND_ERROR, text);
        self.set_exception_members(&raised.0, &[("name", &self.str(name))]);
        raised
    }

    fn load(&self, name: &str, path: Option<&Value>) -> PyResult {
        if let Some(spec) = self.module_spec(name) {
            return self.load_native(spec);
        }
        let path = match path {
            Some(path) => path.clone(),
            None => self.sys_attr("path").unwrap_or(Value::NONE),
        };
        let last = name.rsplit('.').next().unwrap_or(name);
        let mut portions = Vec::new();
        for entry in self.to_vec(&path).unwrap_or_default() {
            let Some(folder) = entry.as_str() else { continue };
            let base = Path::new(if folder.is_empty() { "." } else { folder }).join(last);
            let package = base.join("__init__.py");
            let file = base.with_extension("py");
            for (candidate, is_package) in [(package, true), (file, false)] {
                let candidate = candidate.to_string_lossy().into_owned();
                if let Ok(source) = self.host.read_file(&candidate) {
                    return self.load_source(name, &candidate, &source, is_package);
                }
            }
            let folder = base.to_string_lossy();
            if let Err(error) = self.host.read_file(&folder)
                && error.kind() == std::io::ErrorKind::IsADirectory
            {
                portions.push(self.str(&folder));
            }
        }
        if !portions.is_empty() {
            return Ok(self.namespace_package(name, portions));
        }
        Err(self.module_not_found(name))
    }

    /// A package without files of its own: folders along the path that have its name.
    fn namespace_package(&self, name: &str, portions: Vec<Value>) -> Value {
        let module = self.new_module(name, Value::NONE);
        if let Some(payload) = module.get::<ModuleObject>()
            && let Some(dict) = payload.dict.get::<DictObject>()
        {
            dict.set_interned(&self.names().__package__, self.str(name));
            dict.set_interned(&self.names().__path__, self.new_list(portions));
        }
        self.set_loaded(name, Some(&module));
        module
    }

    /// Whether the module of that name is being executed for the first time.
    pub(crate) fn is_initializing(&self, name: &str) -> bool {
        self.extra(Initializing::default).0.borrow().iter().any(|known| known == name)
    }

    /// What an error about a missing name of a module says of its file, if that is found because
    /// it lies beside the script: it may hide another module.
    pub(crate) fn shadowing(&self, name: &str, file: &str) -> Option<Shadowing> {
        let folder = Path::new(file).parent()?.to_string_lossy().into_owned();
        let first = self.to_vec(&self.sys_attr("path")?).ok()?.first()?.as_str()?.to_owned();
        let here = first == folder || first.is_empty() && folder == ".";
        match here {
            true if STDLIB_NAMES.binary_search(&name).is_ok() => Some(Shadowing::Library),
            true => Some(Shadowing::Perhaps),
            false => None,
        }
    }

    /// Makes a native module from its table.
    pub(crate) fn load_native(&self, spec: &'static ModuleSpec) -> PyResult {
        let doc = if spec.doc.is_empty() { Value::NONE } else { self.str(spec.doc) };
        let module = self.new_module(spec.name, doc);
        let Some(payload) = module.get::<ModuleObject>() else { return Ok(module) };
        let Some(dict) = payload.dict.get::<DictObject>() else { return Ok(module) };
        let name = self.str(spec.name);
        dict.reserve(spec.funcs.len() + spec.types.len() + spec.values.len() + MADE_LATER);
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
        self.set_loaded(spec.name, Some(&module));
        let finish = || -> PyResult<()> {
            if let Some(source) = spec.source {
                let file = format!("<frozen {}>", spec.name);
                self.exec_source(source, &file, &payload.dict)?;
            }
            match spec.init {
                Some(init) => init(self, &module),
                None => Ok(()),
            }
        };
        if let Err(raised) = self.run_body(spec.name, finish) {
            self.set_loaded(spec.name, None);
            return Err(raised);
        }
        Ok(module)
    }

    fn load_source(&self, name: &str, file: &str, source: &[u8], is_package: bool) -> PyResult {
        let module = self.new_module(name, Value::NONE);
        let Some(payload) = module.get::<ModuleObject>() else { return Ok(module) };
        if let Some(dict) = payload.dict.get::<DictObject>() {
            let names = self.names();
            dict.set_interned(&names.__file__, self.str(file));
            let package = if is_package { name } else { name.rsplit_once('.').map_or("", |p| p.0) };
            dict.set_interned(&names.__package__, self.str(package));
            if is_package {
                let folder = Path::new(file).parent().map(|p| p.to_string_lossy().into_owned());
                let folder = self.str(&folder.unwrap_or_default());
                dict.set_interned(&names.__path__, self.new_list(vec![folder]));
            }
        }
        self.set_loaded(name, Some(&module));
        let initializing = self.extra(Initializing::default);
        initializing.0.borrow_mut().push(name.to_owned());
        let executed = self.run_body(name, || {
            let code = self.compile_bytes(source, file)?;
            self.exec_code(&code, &payload.dict)
        });
        let at = initializing.0.borrow().iter().rposition(|known| known == name);
        at.map(|at| initializing.0.borrow_mut().remove(at));
        match executed {
            Ok(_) => Ok(self.loaded(name).unwrap_or(module)),
            Err(raised) => {
                self.set_loaded(name, None);
                Err(raised)
            }
        }
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
        let module = self.import_module(&full)?;
        if !from_list.is_none() && !from_list.tuple_items().is_empty() {
            self.import_submodules(&module, &full, from_list)?;
            return Ok(module);
        }
        if level > 0 {
            let front = name.split('.').next().unwrap_or("");
            let cut = full.len() - (name.len() - front.len());
            return self.import_module(full[..cut].trim_end_matches('.'));
        }
        self.import_module(full.split('.').next().unwrap_or(&full))
    }

    /// The absolute name of a relative import.
    fn resolve(&self, name: &str, globals: &Value, level: i64) -> PyResult<String> {
        let names = self.names();
        let global = |n: &Value| globals.get::<DictObject>().and_then(|g| g.get_interned(n));
        let package = match global(&names.__package__).filter(|p| p.as_str_object().is_some()) {
            Some(package) => package.to_text(),
            None => {
                let Some(own) = global(&names.__name__).map(|name| name.to_text()) else {
                    return Err(self.raise(&KEY_ERROR, "'__name__' not in globals"));
                };
                match global(&names.__path__) {
                    Some(_) => own,
                    None => own.rsplit_once('.').map_or(String::new(), |p| p.0.to_owned()),
                }
            }
        };
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
        if wanted.iter().any(|w| w.as_str() == Some("*"))
            && let Some(all) = self.getattr_opt(module, &self.names().__all__)?
        {
            wanted.extend(self.to_vec(&all)?);
        }
        for name in wanted {
            let text = name.to_text();
            if text == "*" || self.getattr_opt(module, &self.intern_value(&name))?.is_some() {
                continue;
            }
            let sub = format!("{full}.{text}");
            if let Err(raised) = self.import_module(&sub) {
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
        let own = self.getattr_opt(module, &names.__name__)?.map(|n| n.to_text());
        if let Some(own) = &own
            && let Some(found) = self.loaded(&format!("{own}.{}", name.to_text()))
        {
            return Ok(found);
        }
        let own = own.unwrap_or_else(|| "<unknown module name>".to_owned());
        let place = match self.getattr_opt(module, &names.__file__)? {
            Some(file) => file.to_text(),
            None => "unknown location".to_owned(),
        };
        let wanted = name.to_text();
        let text = match self.shadowing(&own, &place) {
            Some(Shadowing::Library) => format!(
                "cannot import name '{wanted}' from '{own}' (consider renaming '{place}' since it \
                 has the same name as the standard library module named '{own}' and the import \
                 system gives it precedence)"
            ),
            Some(Shadowing::Perhaps) | None if self.is_initializing(&own) => format!(
                "cannot import name '{wanted}' from partially initialized module '{own}' (most \
                 likely due to a circular import) ({place})"
            ),
            Some(Shadowing::Perhaps) | None => {
                format!("cannot import name '{wanted}' from '{own}' ({place})")
            }
        };
        let raised = self.raise(&IMPORT_ERROR, text);
        let own = self.str(&own);
        self.set_exception_members(&raised.0, &[("name", &own), ("name_from", name)]);
        Err(raised)
    }

    /// `from module import *`
    pub(crate) fn import_star(&self, module: &Value, namespace: &Value) -> PyResult<()> {
        let names = match self.getattr_opt(module, &self.names().__all__)? {
            Some(all) => self.to_vec(&all)?,
            None => {
                let dict = self.getattr(module, &self.names().__dict__)?;
                let keys = dict.get::<DictObject>().map_or_else(Vec::new, DictObject::keys);
                keys.into_iter().filter(|k| !k.to_text().starts_with('_')).collect()
            }
        };
        for name in names {
            let name = self.intern_value(&name);
            let value = self.getattr(module, &name)?;
            self.setitem(namespace, &name, Some(&value))?;
        }
        Ok(())
    }
}
