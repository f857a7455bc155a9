//! weakref: references that do not keep their object alive. The reference itself is the engine's;
//! the containers built on it are Python.

mod proxy;

use taipan_engine::funcs;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::object::weak::WeakObject;
use taipan_engine::types::module::ModuleSpec;

fn getweakrefcount(vm: &Vm, object: &Value) -> usize {
    vm.weak_references(object).len()
}

/// The plain reference that everybody shares comes first.
fn getweakrefs(vm: &Vm, object: &Value) -> Value {
    let all = vm.weak_references(object);
    let is_plain = |value: &Value| {
        value.get_exact::<WeakObject>().is_some_and(|weak| weak.callback().is_unbound())
    };
    let (mut plain, others): (Vec<Value>, Vec<Value>) = all.into_iter().partition(is_plain);
    plain.extend(others);
    vm.new_list(plain)
}

pub(crate) static WEAKREF: ModuleSpec = ModuleSpec {
    name: "weakref",
    doc: "Weak reference support for Python.",
    funcs: funcs![
        "proxy" = proxy::proxy, "(object, callback=None, /)", "Stands for object without keeping it alive; callback is called with the proxy when object goes.";
        getweakrefcount "(object, /)" "How many weak references and proxies object has.";
        getweakrefs "(object, /)" "All weak references and proxies to object.";
    ],
    values: &[
        ("ref", |vm| vm.types.weakref().value().clone()),
        ("ReferenceType", |vm| vm.types.weakref().value().clone()),
    ],
    types: &[&proxy::PROXY, &proxy::CALLABLE_PROXY],
    python: Some(frozen!("weakref/weakref.py")),
    ..ModuleSpec::NONE
};

fn from_weakref(vm: &Vm, name: &str) -> PyResult {
    vm.getattr(&vm.import_module("weakref")?, &vm.intern(name))
}

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_weakref",
    doc: "Weak references alone.",
    // Imports may want these while weakref itself is being imported.
    values: &[
        ("ref", |vm| vm.types.weakref().value().clone()),
        ("ReferenceType", |vm| vm.types.weakref().value().clone()),
    ],
    lazy: &[
        ("CallableProxyType", |vm| from_weakref(vm, "CallableProxyType")),
        ("ProxyType", |vm| from_weakref(vm, "ProxyType")),
        ("getweakrefcount", |vm| from_weakref(vm, "getweakrefcount")),
        ("getweakrefs", |vm| from_weakref(vm, "getweakrefs")),
        ("proxy", |vm| from_weakref(vm, "proxy")),
    ],
    ..ModuleSpec::NONE
};
