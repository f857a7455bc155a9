//! types: names for the builtin types that no builtin name leads to, and how classes are made by
//! calls.

use taipan_engine::object::slots::Slots;
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::PLAIN;
use taipan_engine::types::module::{MakeValue, ModuleSpec};
use taipan_engine::types::object::PlainObject;
use taipan_engine::types::{
    class_descriptor, descriptor, dunder, function, generic_alias, mapping_proxy, namespace, union,
};

/// What CPython wraps pointers for C code in. Nothing is inside of these: they are there for programs
/// that only look whether there is one.
static CAPSULE: TypeSpec = TypeSpec {
    name: "PyCapsule",
    doc: "A pointer for C code, by its name.",
    operations: PLAIN,
    slots: Slots {
        repr: Some(|vm, this| {
            let name = vm.getattr(this, &vm.names().name)?;
            let address = vm.id(this);
            Ok(vm.str(&format!("<capsule object \"{}\" at {address:#x}>", name.to_text())))
        }),
        ..Slots::NONE
    },
    flags: type_flag::NO_NEW | type_flag::DICT | type_flag::EXTENDED,
    ..TypeSpec::NONE
};

/// A capsule of that name.
pub(crate) fn capsule(vm: &Vm, name: &str) -> Value {
    let made = vm.new_object(&vm.ty(&CAPSULE), PlainObject);
    if let Some(header) = made.header() {
        vm.set_instance_attr(header, &vm.names().name, vm.str(name));
    }
    made
}

fn of(vm: &Vm, spec: &'static TypeSpec) -> Value {
    vm.ty(spec).value().clone()
}

const VALUES: &[(&str, MakeValue)] = &[
    ("AsyncGeneratorType", |vm| vm.types.async_generator().value().clone()),
    ("BuiltinFunctionType", |vm| vm.types.builtin_function().value().clone()),
    ("BuiltinMethodType", |vm| of(vm, &function::BUILTIN_FUNCTION)),
    ("CapsuleType", |vm| of(vm, &CAPSULE)),
    ("CellType", |vm| vm.types.cell().value().clone()),
    ("ClassMethodDescriptorType", |vm| of(vm, &class_descriptor::CLASSMETHOD_DESCRIPTOR)),
    ("CodeType", |vm| vm.types.code().value().clone()),
    ("CoroutineType", |vm| vm.types.coroutine().value().clone()),
    ("EllipsisType", |vm| vm.types.ellipsis().value().clone()),
    ("FrameType", |vm| vm.types.frame().value().clone()),
    ("FunctionType", |vm| vm.types.function().value().clone()),
    ("GeneratorType", |vm| vm.types.generator().value().clone()),
    ("GenericAlias", |vm| of(vm, &generic_alias::GENERIC_ALIAS)),
    ("GetSetDescriptorType", |vm| of(vm, &descriptor::GETSET)),
    ("LambdaType", |vm| vm.types.function().value().clone()),
    ("MappingProxyType", |vm| of(vm, &mapping_proxy::MAPPING_PROXY)),
    ("MemberDescriptorType", |vm| of(vm, &descriptor::MEMBER)),
    ("MethodDescriptorType", |vm| vm.types.method_descriptor().value().clone()),
    ("MethodType", |vm| vm.types.method().value().clone()),
    ("MethodWrapperType", |vm| of(vm, &dunder::METHOD_WRAPPER)),
    ("ModuleType", |vm| vm.types.module().value().clone()),
    ("NoneType", |vm| vm.types.none().value().clone()),
    ("NotImplementedType", |vm| vm.types.not_implemented().value().clone()),
    ("TracebackType", |vm| vm.types.traceback().value().clone()),
    ("UnionType", |vm| of(vm, &union::UNION)),
    ("WrapperDescriptorType", |vm| of(vm, &dunder::WRAPPER_DESCRIPTOR)),
];

pub(crate) static TYPES: ModuleSpec = ModuleSpec {
    name: "types",
    doc: "Names of the interpreter's own types, and tools to make classes.",
    types: &[&namespace::SIMPLE_NAMESPACE],
    values: VALUES,
    python: Some(frozen!("types/types.py")),
    ..ModuleSpec::NONE
};
