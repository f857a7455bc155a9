//! type: calling classes, and the first types of an interpreter. How a class is made is in
//! `build.rs`, its attributes are in `attributes.rs`.

mod assign;
mod attributes;
mod build;
mod checks;
mod class_statement;
pub(crate) mod instance_rows;
mod listing;
mod members;
mod order;

pub use class_statement::build_class_function;
use listing::dir_of_class;

use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::header::Payload;
use crate::object::native::Args;
use crate::object::slots::{BinaryOp, PyResult, Raised, Slots};
use crate::object::types::{NewType, Type, TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(ty) = TypeRef::of(this) else { return Ok(vm.str("")) };
    let (module, name) = (ty.module.get(), ty.qualname.get().to_text());
    Ok(vm.str_shown(&match module.as_str() {
        Some("builtins") | None => format!("<class '{}'>", ty.name()),
        Some(module) => format!("<class '{module}.{name}'>"),
    }))
}

/// `cls(…)`: `__new__`, then `__init__` if that made an instance of the class.
fn call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    let Some(ty) = TypeRef::of(this) else { return Ok(Value::NONE) };
    if this.is(vm.types.type_().value()) && args.all.len() == 1 && args.names.is_empty() {
        return Ok(vm.visible_type(&args.all[0]).value().clone());
    }
    let new = ty.slots.new.get().filter(|_| !ty.has(type_flag::NO_NEW));
    let Some(new) = new else { return Err(cannot_create(vm, ty)) };
    let object = new(vm, ty, args)?;
    let class = vm.type_of(&object);
    if class.is_subtype(ty)
        && let Some(init) = class.slots.init.get()
    {
        init(vm, &object, args)?;
    }
    Ok(object)
}

/// Whether the slot is `type.__call__` itself.
pub fn is_type_call(slot: fn(&Vm, &Value, Args) -> PyResult) -> bool {
    std::ptr::fn_addr_eq(slot, call as fn(&Vm, &Value, Args) -> PyResult)
}

#[cold]
fn cannot_create(vm: &Vm, ty: &TypeRef) -> Raised {
    vm.type_error(format!("cannot create '{}' instances", ty.full_name()))
}

impl Vm {
    /// Makes `object`, `type`, `dict`, `str` and `tuple`, which need each other: they begin with
    /// places that are filled in once the others exist.
    pub(crate) fn tie_knot(&self, knot: &[(&'static str, &'static TypeSpec); 5]) {
        for (at, (field, spec)) in knot.iter().enumerate() {
            let base = (at > 0).then(|| self.types.object().clone());
            let new = NewType {
                name: Value::NONE,
                qualname: Value::NONE,
                spec: Some(spec),
                flags: spec.flags | type_flag::IMMUTABLE,
                operations: spec.operations.unwrap_or(super::object::PlainObject::OPERATIONS),
                base,
                bases: Value::NONE,
                dict: Value::NONE,
                slot_members: 0,
                module: Value::NONE,
            };
            let ty = crate::object::heap::first_type(self, Type::new(self, new));
            let Some(ty) = TypeRef::of(&ty) else { crate::object::frame::bug("a type") };
            self.types.fill(field, ty.clone());
            self.made_types.borrow_mut().insert(std::ptr::from_ref(*spec).addr(), ty.clone());
        }
        for (_, spec) in knot {
            crate::object::heap::adopt(self.ty(spec).value(), self.types.type_());
        }
        for (_, spec) in knot {
            let ty = self.ty(spec);
            ty.complete(self, spec);
            crate::types::dunder::mark_custom(&ty);
        }
    }
}

impl Type {
    /// Fills in what could not be made before `dict`, `str` and `tuple` existed.
    fn complete(&self, vm: &Vm, spec: &'static TypeSpec) {
        let name = vm.intern(spec.name);
        self.name.set(name.clone());
        self.qualname.set(name);
        self.module.set(vm.names().builtins.clone());
        self.set_first_dict(vm.new_dict(DictObject::new()));
        let this = vm.ty(spec);
        let mut mro = vec![this.clone()];
        let base = self.base.get();
        let bases = if base.is_none() { Vec::new() } else { vec![base.clone()] };
        mro.extend(TypeRef::of(&base).cloned());
        self.set_mro(mro);
        Type::enter_bases(&this, &bases);
        self.bases.set(vm.tuple(bases));
    }
}

/// `type.__init__`: everything was done by `__new__`.
fn init(vm: &Vm, _: &Value, args: Args) -> PyResult<()> {
    match args.positional().len() {
        1 if !args.names.is_empty() => {
            Err(vm.type_error("type.__init__() takes no keyword arguments"))
        }
        1 | 3 => Ok(()),
        _ => Err(vm.type_error("type.__init__() takes 1 or 3 arguments")),
    }
}

fn mro(vm: &Vm, class: &Value) -> PyResult {
    let Some(ty) = TypeRef::of(class) else { return Ok(Value::NONE) };
    let bases = order::base_types(vm, ty.bases.get().tuple_items())?;
    let mut all = vec![class.clone()];
    all.extend(order::linearize(vm, &bases)?.iter().map(|t| t.value().clone()));
    Ok(vm.new_list(all))
}

fn subclasses(vm: &Vm, class: &Value) -> Value {
    let all = TypeRef::of(class).map(|t| t.subclasses()).unwrap_or_default();
    vm.new_list(all.iter().map(|t| t.value().clone()).collect())
}

fn prepare(vm: &Vm, _class: &Value, _args: &Value, _keywords: &Value) -> Value {
    vm.new_dict(DictObject::new())
}

fn instance_check(vm: &Vm, class: &Value, object: &Value) -> PyResult<bool> {
    vm.is_plain_instance(object, class)
}

fn subclass_check(vm: &Vm, class: &Value, sub: &Value) -> PyResult<bool> {
    vm.is_plain_subclass(sub, class)
}

pub static TYPE: TypeSpec = TypeSpec {
    name: "type",
    doc: "The class of an object; with three arguments a new class of this name, these bases and this namespace.",
    operations: Some(Type::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        getattr: Some(attributes::getattr),
        setattr: Some(attributes::setattr),
        call: Some(call),
        new: Some(build::new),
        init: Some(init),
        binary: Some(crate::types::union::binary),
        ..Slots::NONE
    },
    methods: funcs![
        mro "(self, /)" "Work out in which order classes are searched for attributes.";
        "__subclasses__" = subclasses, "(self, /)", "The classes directly below this one that still exist.";
        class "__prepare__" = prepare, "(cls, /, *args, **kwargs)", "The mapping that the body of a class statement fills.";
        "__instancecheck__" = instance_check, "(self, instance, /)", "Answers isinstance(instance, cls).";
        "__subclasscheck__" = subclass_check, "(self, subclass, /)", "Answers issubclass(subclass, cls).";
        "__dir__" = dir_of_class, "(self, /)", "The names in the class and in those above it.";
    ],
    getset: attributes::ROWS,
    operators: &[BinaryOp::Or],
    flags: type_flag::BASE | type_flag::WEAK | type_flag::DICT,
    ..TypeSpec::NONE
};
