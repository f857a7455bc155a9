//! BuiltinImporter and SourceFileLoader: types of which modules have instances from the start. What
//! they do is written in Python, in the modules that CPython keeps its own in.

use crate::funcs;
use crate::object::native::{Args, Maybe, Signature};
use crate::object::slots::{CompareOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::PLAIN;
use crate::types::namespace::INSTANCE_DICT;

/// Calls a function of the class that does the work for one of ours.
fn delegate(vm: &Vm, class: &str, name: &str, args: &[Value]) -> PyResult {
    let module = vm.import_machinery()?;
    let class = vm.getattr(&module, &vm.intern(class))?;
    let function = vm.getattr(&class, &vm.intern(name))?;
    vm.call(&function, args)
}

/// Functions with these parameters that call `class.name`.
macro_rules! delegated {
    ($class:literal: $($name:ident($($parameter:ident),*))*) => {
        $(
            pub(super) fn $name(vm: &Vm, $($parameter: &Value),*) -> PyResult {
                let args = vec![$($parameter.clone()),*];
                delegate(vm, $class, stringify!($name), &args)
            }
        )*
    };
}

mod builtin {
    use super::*;

    delegated!("_BuiltinImporter":
        find_spec(class, name, path, target) create_module(spec) exec_module(module)
        get_code(class, name) get_source(class, name) is_package(class, name)
        load_module(class, name));
}

mod source {
    use super::*;

    delegated!("_SourceFileLoader":
        create_module(this, spec) exec_module(this, module) get_data(this, path)
        path_mtime(this, path) path_stats(this, path)
        get_code(this, name) get_source(this, name) is_package(this, name));

    fn delegate_more(vm: &Vm, name: &str, args: &[Value]) -> PyResult {
        delegate(vm, "_SourceFileLoader", name, args)
    }

    /// Calls with the arguments that are there.
    fn some(vm: &Vm, function: &str, this: &Value, name: Maybe) -> PyResult {
        let mut args = vec![this.clone()];
        args.extend(name.0.cloned());
        delegate_more(vm, function, &args)
    }

    pub(super) fn load_module(vm: &Vm, this: &Value, fullname: Maybe) -> PyResult {
        some(vm, "load_module", this, fullname)
    }

    pub(super) fn get_filename(vm: &Vm, this: &Value, name: Maybe) -> PyResult {
        some(vm, "get_filename", this, name)
    }

    pub(super) fn get_resource_reader(vm: &Vm, this: &Value, name: Maybe) -> PyResult {
        some(vm, "get_resource_reader", this, name)
    }

    pub(super) fn set_data(
        vm: &Vm,
        this: &Value,
        path: &Value,
        data: &Value,
        mode: &Value,
    ) -> PyResult {
        let args = [this.clone(), path.clone(), data.clone(), mode.clone()];
        delegate_more(vm, "set_data", &args)
    }

    pub(super) fn source_to_code(
        vm: &Vm,
        this: &Value,
        data: &Value,
        path: &Value,
        optimize: &Value,
    ) -> PyResult {
        let args = [this.clone(), data.clone(), path.clone(), optimize.clone()];
        delegate_more(vm, "source_to_code", &args)
    }
}

pub static BUILTIN_IMPORTER: TypeSpec = TypeSpec {
    name: "_frozen_importlib.BuiltinImporter",
    doc: "Finds and loads modules that are part of the interpreter.",
    operations: PLAIN,
    slots: Slots { new: Some(|vm, class, _| vm.new_instance(class)), ..Slots::NONE },
    methods: funcs![
        class "find_spec" = builtin::find_spec, "(cls, fullname, path=None, target=None)", "The spec of a module of the interpreter's own, or None.";
        static "create_module" = builtin::create_module, "(spec)", "A new module of that kind.";
        static "exec_module" = builtin::exec_module, "(module)", "Fills a module that create_module made.";
        class "get_code" = builtin::get_code, "(cls, fullname)", "None: such modules have no code object.";
        class "get_source" = builtin::get_source, "(cls, fullname)", "None: such modules have no source.";
        class "is_package" = builtin::is_package, "(cls, fullname)", "Whether the module is a package.";
        class "load_module" = builtin::load_module, "(cls, fullname)", "Loads the module; deprecated.";
    ],
    getset: &[INSTANCE_DICT],
    flags: type_flag::BASE
        | type_flag::DICT
        | type_flag::EXTENDED
        | type_flag::WEAK
        | type_flag::SHORT_NAME,
    ..TypeSpec::NONE
};

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    vm.new_instance(class)
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let bound = Signature::parse("(fullname, path)").bind(vm, "FileLoader.__init__", args)?;
    let [name, path] = bound.as_slice() else { return Ok(()) };
    vm.setattr(this, &vm.names().name, Some(name))?;
    vm.setattr(this, &vm.names().path, Some(path))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut equal = vm.type_of(a) == vm.type_of(b);
    if equal {
        let dict = |v: &Value| vm.getattr(v, &vm.names().__dict__);
        let same = vm.compare(CompareOp::Eq, &dict(a)?, &dict(b)?)?;
        equal = vm.truth(&same)?;
    }
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let name = vm.getattr(this, &vm.names().name)?;
    let path = vm.getattr(this, &vm.names().path)?;
    Ok(vm.hash(&name)? ^ vm.hash(&path)?)
}

pub static SOURCE_FILE_LOADER: TypeSpec = TypeSpec {
    name: "_frozen_importlib_external.SourceFileLoader",
    doc: "Loads a module from a file with its source.",
    operations: PLAIN,
    slots: Slots {
        new: Some(new),
        init: Some(init),
        compare: Some(compare),
        hash: Some(hash),
        ..Slots::NONE
    },
    methods: funcs![
        "create_module" = source::create_module, "(self, spec)", "None: the module is an ordinary one.";
        "exec_module" = source::exec_module, "(self, module)", "Executes the file's code in the module.";
        "load_module" = source::load_module, "(self, fullname=missing)", "Loads the module; deprecated.";
        "get_filename" = source::get_filename, "(self, fullname=missing)", "The file's name.";
        "get_data" = source::get_data, "(self, path)", "The bytes of a file.";
        "get_resource_reader" = source::get_resource_reader, "(self, name=missing)", "What reads files beside the module.";
        "path_mtime" = source::path_mtime, "(self, path)", "When a file was changed last.";
        "path_stats" = source::path_stats, "(self, path)", "When a file was changed last, and its size.";
        "set_data" = source::set_data, "(self, path, data, *, _mode=438)", "Writes the bytes of a file, quietly if that fails.";
        "source_to_code" = source::source_to_code, "(self, data, path, *, _optimize=-1)", "The code object of a source.";
        "get_code" = source::get_code, "(self, fullname)", "The code object of the module.";
        "get_source" = source::get_source, "(self, fullname)", "The text of the file.";
        "is_package" = source::is_package, "(self, fullname)", "Whether the file is a package's __init__.";
    ],
    getset: &[INSTANCE_DICT],
    flags: type_flag::BASE
        | type_flag::DICT
        | type_flag::EXTENDED
        | type_flag::WEAK
        | type_flag::SHORT_NAME,
    ..TypeSpec::NONE
};
