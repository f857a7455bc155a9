//! ast and _ast: syntax trees. The classes are the engine's (`types/syntax/`), made here when the
//! module is imported; what works on trees is Python.

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::{ModuleObject, ModuleSpec};

/// Puts the classes into the namespace.
fn add_classes(vm: &Vm, module: &Value) -> PyResult<()> {
    let classes = vm.syntax_classes()?.all(vm);
    let dict = module.get::<ModuleObject>().map(|module| module.dict.clone());
    if let Some(dict) = dict.as_ref().and_then(|dict| dict.get::<DictObject>()) {
        for (name, class) in classes {
            drop(dict.set_interned(&vm.intern(name), class.value().clone()));
        }
    }
    Ok(())
}

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_ast",
    values: &[
        ("PyCF_ALLOW_TOP_LEVEL_AWAIT", |vm| vm.int(0x2000)),
        ("PyCF_ONLY_AST", |vm| vm.int(0x400)),
        ("PyCF_TYPE_COMMENTS", |vm| vm.int(0x1000)),
        ("PyCF_OPTIMIZED_AST", |vm| vm.int(0x8400)),
    ],
    init: Some(add_classes),
    ..ModuleSpec::NONE
};

pub(crate) static AST: ModuleSpec = ModuleSpec {
    name: "ast",
    doc: "Syntax trees: reading, showing, walking, changing and writing them.",
    python: Some(frozen!("ast/ast.py")),
    ..ModuleSpec::NONE
};

pub(crate) static UNPARSE: ModuleSpec = ModuleSpec {
    name: "_ast_unparse",
    python: Some(frozen!("ast/unparse.py")),
    ..ModuleSpec::NONE
};

pub(crate) static FOLD: ModuleSpec =
    ModuleSpec { name: "_ast_fold", python: Some(frozen!("ast/fold.py")), ..ModuleSpec::NONE };
