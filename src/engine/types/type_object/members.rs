//! `__slots__`: which members the instances of a new class have, and whether they have attributes.

use crate::object::dict::DictObject;
use crate::object::header::Kind;
use crate::object::slots::{PyResult, Raised};
use crate::object::types::{TypeRef, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// What instances of a new class have of their own.
pub(super) struct Members {
    /// Interned names, mangled, in the order of their slots.
    pub(super) names: Vec<Value>,
    pub(super) dict: bool,
    pub(super) weak: bool,
}

/// What the namespace and the bases say.
pub(super) fn of_class(
    vm: &Vm,
    class: &str,
    namespace: &DictObject,
    base: &TypeRef,
    bases: &[TypeRef],
) -> PyResult<Members> {
    let sized = matches!(
        base.operations.kind,
        Kind::BigInt | Kind::Tuple | Kind::Bytes | Kind::Type | Kind::Module
    );
    let may_dict = !base.has(type_flag::DICT);
    let may_weak = !base.has(type_flag::WEAK) && !sized;
    let Some(slots) = namespace.get_interned(&vm.intern("__slots__")) else {
        return Ok(Members { names: Vec::new(), dict: may_dict, weak: may_weak });
    };
    let given = match slots.as_str_object() {
        Some(_) => vec![slots],
        None => vm.to_vec(&slots)?,
    };
    let mut members = Members { names: Vec::new(), dict: false, weak: false };
    if !given.is_empty() && sized {
        let name = base.full_name();
        return Err(
            vm.type_error(format!("nonempty __slots__ not supported for subtype of '{name}'"))
        );
    }
    for slot in &given {
        if slot.as_str_object().is_none() {
            let class = vm.class(slot).full_name();
            return Err(vm.type_error(format!("__slots__ items must be strings, not '{class}'")));
        }
        let text = slot.as_str().filter(|text| is_identifier(text));
        let Some(text) = text else { return Err(vm.type_error("__slots__ must be identifiers")) };
        match text {
            "__dict__" if may_dict && !members.dict => members.dict = true,
            "__dict__" => return Err(disallowed(vm, text)),
            "__weakref__" if may_weak && !members.weak => members.weak = true,
            "__weakref__" => return Err(disallowed(vm, text)),
            _ => members.names.push(checked_name(vm, class, text, namespace)?),
        }
    }
    members.names.sort_by_key(|name| name.to_text());
    if usize::from(base.slot_members) + members.names.len() > usize::from(u16::MAX) {
        return Err(vm.value_error("too many __slots__"));
    }
    // Another base may have what the first one has not.
    for other in bases.iter().filter(|b| *b != base) {
        members.dict |= may_dict && other.has(type_flag::DICT);
        members.weak |= may_weak && other.has(type_flag::WEAK);
    }
    Ok(members)
}

fn checked_name(vm: &Vm, class: &str, text: &str, namespace: &DictObject) -> PyResult {
    let name = vm.intern(&mangle(class, text));
    // These two leave the namespace before anybody sees them there.
    let leaves = matches!(text, "__qualname__" | "__classcell__");
    if !leaves && namespace.get_interned(&name).is_some() {
        let text = vm.repr_text(&name)?;
        return Err(vm.value_error(format!("{text} in __slots__ conflicts with class variable")));
    }
    Ok(name)
}

#[cold]
fn disallowed(vm: &Vm, name: &str) -> Raised {
    vm.type_error(format!("{name} slot disallowed: we already got one"))
}

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    let starts = |c: char| c == '_' || c.is_alphabetic();
    chars.next().is_some_and(starts) && chars.all(|c| c == '_' || c.is_alphanumeric())
}

/// A private name as the compiler writes it within the class.
fn mangle(class: &str, name: &str) -> String {
    let class = class.trim_start_matches('_');
    if !name.starts_with("__") || name.ends_with("__") || class.is_empty() || name.contains('.') {
        return name.to_owned();
    }
    format!("_{class}{name}")
}
