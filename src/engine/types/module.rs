//! Modules: the object, and the static description of a native one.

use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, NativeDef, Signature};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::ATTRIBUTE_ERROR;
use crate::types::object::generic_lookup;
use crate::vm::import::Shadowing;

/// The payload of a module.
pub struct ModuleObject {
    /// The namespace, a dict.
    pub dict: Value,
}

impl Traverse for ModuleObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.dict);
    }

    /// The namespace may live on in functions; where it does not, it is cleared itself.
    fn clear(&self) {}
}

/// Makes a value of a module's namespace.
pub type MakeValue = fn(&Vm) -> Value;

/// Makes a value of a module's namespace when somebody asks for it.
pub type MakeLate = fn(&Vm) -> PyResult;

/// The static description of a native module.
pub struct ModuleSpec {
    pub name: &'static str,
    pub doc: &'static str,
    pub funcs: &'static [NativeDef],
    /// Types to put into the namespace under their own names.
    pub types: &'static [&'static TypeSpec],
    /// Other values, by name.
    pub values: &'static [(&'static str, MakeValue)],
    /// Values made when somebody asks for them.
    pub lazy: &'static [(&'static str, MakeLate)],
    /// Code of a source in Python, frozen, that runs in the module's namespace after all of the above.
    pub python: Option<&'static [u8]>,
    /// Last step of making the module, if the tables do not suffice.
    pub init: Option<fn(&Vm, &Value) -> PyResult<()>>,
}

impl ModuleSpec {
    pub const NONE: ModuleSpec = ModuleSpec {
        name: "",
        doc: "",
        funcs: &[],
        types: &[],
        values: &[],
        lazy: &[],
        python: None,
        init: None,
    };
}

fn module_of(value: &Value) -> Option<&ModuleObject> {
    value.get::<ModuleObject>()
}

/// An entry of the module's namespace.
fn entry(module: &Value, name: &Value) -> Option<Value> {
    module_of(module)?.dict.get::<DictObject>()?.get_interned(name)
}

/// Names and makers of what the table of a native module leaves for later.
fn lazy_values(vm: &Vm, this: &Value) -> &'static [(&'static str, MakeLate)] {
    let name = entry(this, &vm.names().__name__);
    let spec = name.as_ref().and_then(|n| n.as_str()).and_then(|n| vm.module_spec(n));
    spec.map_or(&[], |spec| spec.lazy)
}

/// The value of a name that nobody has asked for yet; from now on it is in the namespace.
fn make_lazily(vm: &Vm, this: &Value, name: &Value) -> PyResult<Option<Value>> {
    let named = |text: &str| lazy_values(vm, this).iter().find(|(known, _)| *known == text);
    let Some((_, make)) = name.as_str().and_then(named) else { return Ok(None) };
    let made = make(vm)?;
    let dict = module_of(this).map(|module| module.dict.clone());
    if let Some(dict) = dict.as_ref().and_then(|dict| dict.get::<DictObject>()) {
        drop(dict.set_interned(&vm.intern_value(name), made.clone()));
    }
    Ok(Some(made))
}

impl Vm {
    /// A name of `builtins` that nobody has asked for yet; `None` if it is none.
    #[cold]
    pub(crate) fn late_builtin(
        &self,
        builtins: &DictObject,
        name: &Value,
    ) -> PyResult<Option<Value>> {
        let module = self.builtins_module();
        let own = module_of(&module).and_then(|module| module.dict.get::<DictObject>());
        if !own.is_some_and(|own| std::ptr::eq(own, builtins)) {
            return Ok(None);
        }
        match make_lazily(self, &module, name) {
            Err(raised) if self.is_exception(&raised.0, &ATTRIBUTE_ERROR) => Ok(None),
            made => made,
        }
    }
}

/// Attributes of the module, then what its own `__getattr__` says.
fn getattr(vm: &Vm, this: &Value, name: &Value) -> PyResult {
    match generic_lookup(vm, this, name) {
        Ok(Some(found)) => return Ok(found),
        Ok(None) => {}
        Err(raised) if vm.is_exception(&raised.0, &ATTRIBUTE_ERROR) => {}
        Err(raised) => return Err(raised),
    }
    if let Some(made) = make_lazily(vm, this, name)? {
        return Ok(made);
    }
    if let Some(function) = entry(this, &vm.names().__getattr__) {
        return vm.call(&function, std::slice::from_ref(name));
    }
    let (text, own) = (name.to_text(), entry(this, &vm.names().__name__));
    let message = match own.filter(|o| o.as_str_object().is_some()) {
        Some(own) => missing(vm, this, &own.to_text(), &text),
        None => format!("module has no attribute '{text}'"),
    };
    Err(vm.attribute_error(message, this, name))
}

/// The file that the module's spec names.
fn location(vm: &Vm, this: &Value) -> Option<String> {
    let spec = entry(this, &vm.names().__spec__)?;
    let located = vm.getattr_opt(&spec, &vm.intern("has_location")).ok()??;
    if !vm.truth(&located).ok()? {
        return None;
    }
    let origin = vm.getattr_opt(&spec, &vm.intern("origin")).ok()??;
    origin.as_str_object().map(|_| origin.to_text())
}

/// The message for a missing attribute, with a guess at the reason.
fn missing(vm: &Vm, this: &Value, own: &str, text: &str) -> String {
    let file = location(vm, this).unwrap_or_default();
    match vm.shadowing(own, &file) {
        Some(Shadowing::Library) => format!(
            "module '{own}' has no attribute '{text}' (consider renaming '{file}' since it has \
             the same name as the standard library module named '{own}' and the import system \
             gives it precedence)"
        ),
        Some(Shadowing::Perhaps) if vm.is_initializing(own) => format!(
            "module '{own}' has no attribute '{text}' (consider renaming '{file}' if it has the \
             same name as a third-party module you intended to import)"
        ),
        None if vm.is_initializing(own) => {
            let origin = if file.is_empty() { String::new() } else { format!(" from '{file}'") };
            format!(
                "partially initialized module '{own}'{origin} has no attribute '{text}' (most \
                 likely due to a circular import)"
            )
        }
        Some(Shadowing::Perhaps) | None if vm.is_initializing(&format!("{own}.{text}")) => format!(
            "cannot access submodule '{text}' of module '{own}' (most likely due to a circular \
             import)"
        ),
        Some(Shadowing::Perhaps) | None => format!("module '{own}' has no attribute '{text}'"),
    }
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let names = vm.names();
    let known = |name: &Value| entry(this, name).filter(|value| !value.is_none());
    let spec = match entry(this, &names.__spec__) {
        Some(spec) => Some(spec).filter(|spec| !spec.is_none()),
        // That of the first modules is made when somebody asks.
        None => make_lazily(vm, this, &names.__spec__)?,
    };
    if let Some(spec) = spec {
        return repr_of_spec(vm, &spec);
    }
    let shown = match entry(this, &names.__name__).filter(|n| n.as_str_object().is_some()) {
        Some(name) => vm.repr_text(&name)?,
        None => "'?'".to_owned(),
    };
    if let Some(file) = entry(this, &names.__file__) {
        return Ok(vm.str(&format!("<module {shown} from {}>", vm.repr_text(&file)?)));
    }
    Ok(vm.str(&match known(&names.__loader__) {
        Some(loader) => format!("<module {shown} ({})>", vm.repr_text(&loader)?),
        None => format!("<module {shown}>"),
    }))
}

/// What a module is shown as, by its spec.
fn repr_of_spec(vm: &Vm, spec: &Value) -> PyResult {
    let attribute = |name: &str| vm.getattr(spec, &vm.intern(name));
    let name = attribute("name")?;
    let shown = if name.is_none() { "'?'".to_owned() } else { vm.repr_text(&name)? };
    let (origin, loader) = (attribute("origin")?, attribute("loader")?);
    if !origin.is_none() {
        let located = attribute("has_location")?;
        return Ok(vm.str(&match vm.truth(&located)? {
            true => format!("<module {shown} from {}>", vm.repr_text(&origin)?),
            false => format!("<module {shown} ({})>", vm.str_text(&origin)?),
        }));
    }
    if loader.is_none() {
        return Ok(vm.str(&format!("<module {shown}>")));
    }
    let class = vm.class(&loader).name();
    let path = vm.getattr_opt(&loader, &vm.intern("_path"))?;
    Ok(vm.str(&match path.filter(|_| class == "NamespaceLoader") {
        Some(path) => {
            let portions = vm.new_list(vm.to_vec(&path)?);
            format!("<module {shown} (namespace) from {}>", vm.repr_text(&portions)?)
        }
        None => format!("<module {shown} ({})>", vm.repr_text(&loader)?),
    }))
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    let dict = vm.new_dict(DictObject::new());
    Ok(vm.new_object(class, ModuleObject { dict }))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let bound = Signature::parse("(name, doc=None)").bind(vm, "module", args)?;
    let [name, doc] = bound.as_slice() else { return Ok(()) };
    if name.as_str_object().is_none() {
        return Err(super::str::text::must_be(vm, "module() argument 'name' must be str", name));
    }
    let Some(dict) = module_of(this).and_then(|m| m.dict.get::<DictObject>()) else {
        return Ok(());
    };
    let names = vm.names();
    drop(dict.set_interned(&names.__name__, name.clone()));
    drop(dict.set_interned(&names.__doc__, doc.clone()));
    for absent in [&names.__package__, &names.__loader__, &names.__spec__] {
        if dict.get_interned(absent).is_none() {
            drop(dict.set_interned(absent, Value::NONE));
        }
    }
    Ok(())
}

fn dir(vm: &Vm, this: &Value) -> PyResult {
    let dict = vm.getattr(this, &vm.names().__dict__)?;
    if dict.get::<DictObject>().is_none() {
        return Err(vm.type_error("<module>.__dict__ is not a dictionary"));
    }
    if let Some(function) = entry(this, &vm.names().__dir__) {
        return vm.call(&function, &[]);
    }
    let mut names = vm.to_vec(&dict)?;
    for (name, _) in lazy_values(vm, this) {
        let name = vm.intern(name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(vm.new_list(names))
}

fn annotations(vm: &Vm, this: &Value) -> PyResult {
    let name = &vm.names().__annotations__;
    if let Some(found) = entry(this, name) {
        return Ok(found);
    }
    let fresh = vm.new_dict(DictObject::new());
    if let Some(dict) = module_of(this).and_then(|m| m.dict.get::<DictObject>()) {
        drop(dict.set_interned(name, fresh.clone()));
    }
    Ok(fresh)
}

fn set_annotations(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let name = &vm.names().__annotations__;
    let Some(dict) = module_of(this).and_then(|m| m.dict.get::<DictObject>()) else {
        return Ok(());
    };
    let old = match value {
        Some(value) => dict.set_interned(name, value.clone()),
        None => match dict.remove_interned(name) {
            Some(old) => Some(old),
            None => return Err(vm.attribute_error(name.to_text(), this, name)),
        },
    };
    drop(old);
    Ok(())
}

pub static MODULE: TypeSpec = TypeSpec {
    name: "module",
    doc: "A module: a namespace with a name and, maybe, documentation.",
    operations: Some(ModuleObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        getattr: Some(getattr),
        new: Some(new),
        init: Some(init),
        ..Slots::NONE
    },
    methods: funcs![
        "__dir__" = dir, "(self, /)", "The names in it; what a function __dir__ in it gives, if there is one.";
    ],
    getset: &[
        GetSet {
            name: "__dict__",
            doc: "",
            get: |_, v| Ok(module_of(v).map_or(Value::NONE, |m| m.dict.clone())),
            set: None,
        },
        GetSet { name: "__annotations__", doc: "", get: annotations, set: Some(set_annotations) },
    ],
    flags: type_flag::BASE | type_flag::WEAK | type_flag::DICT,
    ..TypeSpec::NONE
};
