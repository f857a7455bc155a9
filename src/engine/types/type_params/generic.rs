//! Generic: the base of classes with type parameters.

use super::variable::is_parameter;
use crate::funcs;
use crate::object::slots::PyResult;
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::generic_alias::{self, parameters_of};

/// `Generic[params]`, the hidden base of a class with type parameters: that of `typing`, where there
/// is such a module.
pub(crate) fn subscript(vm: &Vm, params: &Value) -> PyResult {
    if vm.module_specs.borrow().contains_key("typing") {
        let typing = vm.import_module("typing")?;
        let make = vm.getattr(&typing, &vm.intern("_subscript_generic"))?;
        return vm.call(&make, std::slice::from_ref(params));
    }
    vm.generic_alias(vm.ty(&GENERIC).value(), params)
}

fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult {
    let one = std::slice::from_ref(item);
    let items = item.as_tuple().unwrap_or(one);
    if class.is(vm.ty(&GENERIC).value()) {
        if items.is_empty() {
            return Err(vm.type_error("Parameter list to Generic[...] cannot be empty"));
        }
        if !items.iter().all(is_parameter) {
            let text = "Parameters to Generic[...] must all be type variables or parameter \
                        specification variables.";
            return Err(vm.type_error(text));
        }
        if items.iter().enumerate().any(|(at, one)| items[..at].iter().any(|other| other.is(one))) {
            return Err(vm.type_error("Parameters to Generic[...] must all be unique"));
        }
        return vm.generic_alias(class, item);
    }
    let parameters = vm.getattr_opt(class, &vm.intern("__parameters__"))?;
    let wanted = parameters.as_ref().map_or(&[][..], |all| all.tuple_items());
    if wanted.is_empty() {
        let text = vm.repr_text(class)?;
        return Err(vm.type_error(format!("{text} is not a generic class")));
    }
    let any_number = |value: &Value| vm.class(value).slots.iter.get().is_some();
    if wanted.len() != items.len() && !wanted.iter().any(any_number) {
        let with_default = wanted
            .iter()
            .filter(|one| {
                vm.call_method(one, &vm.intern("has_default"), &[])
                    .is_ok_and(|has| has.is(&Value::TRUE))
            })
            .count();
        let (given, most) = (items.len(), wanted.len());
        if given > most || given < most - with_default {
            let much = if given > most { "many" } else { "few" };
            let expected = match with_default {
                0 if given > most => most.to_string(),
                _ if given > most => format!("at most {most}"),
                _ => format!("at least {}", most - with_default),
            };
            let text = vm.repr_text(class)?;
            return Err(vm.type_error(format!(
                "Too {much} arguments for {text}; actual {given}, expected {expected}"
            )));
        }
        let mut all = items.to_vec();
        for missing in wanted.iter().skip(given) {
            all.push(vm.getattr(missing, &vm.intern("__default__"))?);
        }
        return vm.generic_alias(class, &vm.tuple(all));
    }
    vm.generic_alias(class, item)
}

/// A class derives from Generic: its parameters are those of its bases.
fn init_subclass(vm: &Vm, class: &Value) -> PyResult<()> {
    let Some(ty) = TypeRef::of(class) else { return Ok(()) };
    let Some(dict) = ty.namespace() else { return Ok(()) };
    let bases = dict.get_interned(&vm.names().__orig_bases__);
    let bases: Vec<Value> = bases.map_or_else(Vec::new, |all| all.tuple_items().to_vec());
    let generic = vm.ty(&GENERIC);
    let aliases = bases.iter().filter_map(generic_alias::of);
    let mut own = None;
    for alias in aliases {
        if alias.origin.is(generic.value()) {
            if own.is_some() {
                return Err(vm.type_error("Cannot inherit from Generic[...] multiple times."));
            }
            own = Some(alias.args.clone());
        }
    }
    let parameters = match own {
        Some(own) => parameters_of(vm, own.tuple_items())?,
        None => parameters_of(vm, &bases)?,
    };
    vm.setattr(class, &vm.intern("__parameters__"), Some(&parameters))
}

pub static GENERIC: TypeSpec = TypeSpec {
    name: "typing.Generic",
    doc: "Abstract base class for generic types.",
    operations: crate::types::PLAIN,
    methods: funcs![
        class "__class_getitem__" = class_getitem, "(cls, params, /)", "The class with arguments for its parameters.";
        class "__init_subclass__" = init_subclass, "(cls)", "";
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};

/// Whether a base that follows in a list of bases makes `Generic[…]` superfluous.
pub(crate) fn is_superfluous(vm: &Vm, this: &Value, bases: &Value) -> bool {
    let generic = vm.ty(&GENERIC);
    let is_generic = generic_alias::of(this).is_some_and(|own| own.origin.is(generic.value()));
    let bases = bases.tuple_items();
    let at = bases.iter().position(|base| base.is(this)).map_or(bases.len(), |at| at + 1);
    is_generic && bases.iter().skip(at).any(|base| generic_alias::of(base).is_some())
}
