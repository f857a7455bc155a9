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

    fn clear(&self) {
        if let Some(dict) = self.dict.get::<DictObject>() {
            dict.clear();
        }
    }
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
    /// Python source run in the module's namespace after all of the above.
    pub source: Option<&'static str>,
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
        source: None,
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

/// The message for a missing attribute, with a guess at the reason.
fn missing(vm: &Vm, this: &Value, own: &str, text: &str) -> String {
    let file = entry(this, &vm.names().__file__).map(|file| file.to_text()).unwrap_or_default();
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
        None if vm.is_initializing(own) => format!(
            "partially initialized module '{own}' has no attribute '{text}' (most likely due to \
             a circular import)"
        ),
        Some(Shadowing::Perhaps) | None => format!("module '{own}' has no attribute '{text}'"),
    }
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let name = entry(this, &vm.names().__name__).filter(|n| n.as_str_object().is_some());
    let text = name.as_ref().map_or_else(|| "?".to_owned(), Value::to_text);
    let shown = match &name {
        Some(name) => vm.repr_text(name)?,
        None => "'?'".to_owned(),
    };
    if let Some(file) = entry(this, &vm.names().__file__) {
        let file = vm.repr_text(&file)?;
        return Ok(vm.str(&format!("<module {shown} from {file}>")));
    }
    if entry(this, &vm.names().__path__).is_some() {
        return Ok(vm.str(&format!("<module {shown} (namespace)>")));
    }
    let native = vm.module_spec(&text).is_some();
    Ok(vm.str(&if native {
        format!("<module {shown} (built-in)>")
    } else {
        format!("<module {shown}>")
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
        let class = vm.class(name).full_name();
        let text = format!("module() argument 'name' must be str, not {class}");
        return Err(vm.type_error(text));
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
        let name = entry(this, &vm.names().__name__).map_or_else(String::new, |n| n.to_text());
        return Err(vm.type_error(format!("{name}.__dict__ is not a dictionary")));
    }
    if let Some(function) = entry(this, &vm.names().__dir__) {
        return vm.call(&function, &[]);
    }
    let shown = vm.getattr(this, &vm.names().__dict__)?;
    if shown.get::<DictObject>().is_none() {
        return Err(vm.type_error("<module>.__dict__ is not a dictionary"));
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
