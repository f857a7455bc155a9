//! ModuleSpec: name, loader and place of a module, as ordinary attributes.

use super::{BUILTIN_IMPORTER, SOURCE_FILE_LOADER};
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{CompareOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::PLAIN;
use crate::types::namespace::INSTANCE_DICT;

/// What `sys.implementation.cache_tag` says.
pub const CACHE_TAG: &str = "taipan-313";

/// The parts that a spec is made of.
struct Parts {
    name: Value,
    loader: Value,
    origin: Value,
    state: Value,
    search: Value,
    has_location: bool,
    cached: Value,
}

impl Vm {
    fn make_spec(&self, class: &TypeRef, parts: Parts) -> PyResult {
        let made = self.new_instance(class)?;
        self.fill_spec(&made, parts);
        Ok(made)
    }

    fn fill_spec(&self, spec: &Value, parts: Parts) {
        let Some(header) = spec.header() else { return };
        let attributes = [
            ("name", parts.name),
            ("loader", parts.loader),
            ("origin", parts.origin),
            ("loader_state", parts.state),
            ("submodule_search_locations", parts.search),
            ("_uninitialized_submodules", self.new_list(Vec::new())),
            ("_set_fileattr", Value::bool(parts.has_location)),
            ("_cached", parts.cached),
        ];
        for (name, value) in attributes {
            self.set_instance_attr(header, &self.intern(name), value);
        }
    }

    /// The spec and the loader of a module of the interpreter's own.
    pub(crate) fn native_spec(&self, name: &Value, search: Value) -> PyResult<(Value, Value)> {
        let loader = self.ty(&BUILTIN_IMPORTER).value().clone();
        let parts = Parts {
            name: name.clone(),
            loader: loader.clone(),
            origin: self.intern("built-in"),
            state: Value::NONE,
            search,
            has_location: false,
            cached: Value::NONE,
        };
        Ok((self.make_spec(&self.ty(&MODULE_SPEC), parts)?, loader))
    }

    /// The spec and the loader of a module in a source file.
    pub(crate) fn source_spec(
        &self,
        name: &Value,
        file: &Value,
        cached: Value,
        search: Value,
    ) -> PyResult<(Value, Value)> {
        let loader = self.source_loader(name, file)?;
        let parts = Parts {
            name: name.clone(),
            loader: loader.clone(),
            origin: file.clone(),
            state: Value::NONE,
            search,
            has_location: true,
            cached,
        };
        Ok((self.make_spec(&self.ty(&MODULE_SPEC), parts)?, loader))
    }

    /// A SourceFileLoader.
    pub(crate) fn source_loader(&self, name: &Value, file: &Value) -> PyResult {
        let loader = self.new_instance(&self.ty(&SOURCE_FILE_LOADER))?;
        if let Some(header) = loader.header() {
            self.set_instance_attr(header, &self.names().name, name.clone());
            self.set_instance_attr(header, &self.names().path, file.clone());
        }
        Ok(loader)
    }

    /// Where compiled code of that source file would be kept; None for a name that cannot be one's.
    pub(crate) fn cached_name(&self, file: &str) -> Value {
        let optimization = match self.optimization() {
            0 => String::new(),
            level => format!(".opt-{level}"),
        };
        let (folder, name) = file.rsplit_once('/').map_or(("", file), |(f, n)| (f, n));
        let slash = if folder.is_empty() && !file.starts_with('/') { "" } else { "/" };
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        self.str(&format!("{folder}{slash}__pycache__/{stem}.{CACHE_TAG}{optimization}.pyc"))
    }

    fn spec_attr(&self, spec: &Value, name: &str) -> PyResult {
        self.getattr(spec, &self.intern(name))
    }
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    vm.new_instance(class)
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature =
        Signature::parse("(name, loader, *, origin=None, loader_state=None, is_package=None)");
    let bound = signature.bind(vm, "ModuleSpec.__init__", args)?;
    let [name, loader, origin, state, is_package] = bound.as_slice() else { return Ok(()) };
    let search = if vm.truth(is_package)? { vm.new_list(Vec::new()) } else { Value::NONE };
    let parts = Parts {
        name: name.clone(),
        loader: loader.clone(),
        origin: origin.clone(),
        state: state.clone(),
        search,
        has_location: false,
        cached: Value::NONE,
    };
    vm.fill_spec(this, parts);
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let shown = |name: &str| vm.spec_attr(this, name).and_then(|value| vm.repr_text(&value));
    let mut all = vec![format!("name={}", shown("name")?), format!("loader={}", shown("loader")?)];
    for name in ["origin", "submodule_search_locations"] {
        if !vm.spec_attr(this, name)?.is_none() {
            all.push(format!("{name}={}", shown(name)?));
        }
    }
    Ok(vm.str(&format!("{}({})", vm.class(this).name(), all.join(", "))))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut equal = true;
    let names =
        ["name", "loader", "origin", "submodule_search_locations", "cached", "has_location"];
    for name in names {
        let name = &vm.intern(name);
        let (own, other) = (vm.getattr_opt(a, name)?, vm.getattr_opt(b, name)?);
        let (Some(own), Some(other)) = (own, other) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        let same = vm.compare(CompareOp::Eq, &own, &other)?;
        if !vm.truth(&same)? {
            equal = false;
            break;
        }
    }
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn cached(vm: &Vm, this: &Value) -> PyResult {
    let known = vm.spec_attr(this, "_cached")?;
    if !known.is_none() {
        return Ok(known);
    }
    let origin = vm.spec_attr(this, "origin")?;
    let located = vm.spec_attr(this, "_set_fileattr")?;
    if origin.is_none() || !vm.truth(&located)? {
        return Ok(known);
    }
    let module = vm.import_machinery()?;
    let made = vm.call_method(&module, &vm.intern("_get_cached"), &[origin])?;
    vm.setattr(this, &vm.intern("_cached"), Some(&made))?;
    Ok(made)
}

fn parent(vm: &Vm, this: &Value) -> PyResult {
    let name = vm.spec_attr(this, "name")?;
    if !vm.spec_attr(this, "submodule_search_locations")?.is_none() {
        return Ok(name);
    }
    match name.as_str() {
        Some(text) => Ok(vm.str(text.rsplit_once('.').map_or("", |(parent, _)| parent))),
        None => Err(vm.no_attribute(&name, &vm.intern("rpartition"))),
    }
}

fn initializing(vm: &Vm, this: &Value) -> PyResult {
    let name = vm.spec_attr(this, "name")?;
    Ok(Value::bool(name.as_str().is_some_and(|name| vm.is_initializing(name))))
}

fn set_initializing(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let on = match value {
        Some(value) => vm.truth(value)?,
        None => false,
    };
    let name = vm.spec_attr(this, "name")?;
    if let Some(name) = name.as_str() {
        vm.set_initializing(name, on);
    }
    Ok(())
}

pub static MODULE_SPEC: TypeSpec = TypeSpec {
    name: "_frozen_importlib.ModuleSpec",
    doc: "What is known of a module before it is loaded: its name, who loads it, and from where.",
    operations: PLAIN,
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        hash: Some(crate::types::unhashable),
        ..Slots::NONE
    },
    getset: &[
        INSTANCE_DICT,
        GetSet {
            name: "cached",
            doc: "Where compiled code would be kept, or None.",
            get: cached,
            set: Some(|vm, this, value| vm.setattr(this, &vm.intern("_cached"), value)),
        },
        GetSet {
            name: "parent",
            doc: "The package that relative imports within the module start from.",
            get: parent,
            set: None,
        },
        GetSet {
            name: "has_location",
            doc: "Whether origin is a place that a file can be read from.",
            get: |vm, this| vm.spec_attr(this, "_set_fileattr"),
            set: Some(|vm, this, value| {
                let on = value.map_or(Ok(false), |value| vm.truth(value))?;
                vm.setattr(this, &vm.intern("_set_fileattr"), Some(&Value::bool(on)))
            }),
        },
        GetSet {
            name: "_initializing",
            doc: "Whether the module is being executed for the first time.",
            get: initializing,
            set: Some(set_initializing),
        },
    ],
    flags: type_flag::BASE
        | type_flag::DICT
        | type_flag::EXTENDED
        | type_flag::WEAK
        | type_flag::SHORT_NAME,
    ..TypeSpec::NONE
};
