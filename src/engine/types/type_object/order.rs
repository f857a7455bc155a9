//! Where a new class stands: its metaclass, the base that gives its layout, its order of lookup.

use crate::object::header::Kind;
use crate::object::slots::{PyResult, Raised};
use crate::object::types::{Type, TypeRef, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The most derived of a metaclass and those of the bases.
pub(super) fn winner(vm: &Vm, metaclass: &TypeRef, bases: &[Value]) -> PyResult<TypeRef> {
    let mut winner = metaclass.clone();
    for base in bases {
        let each = vm.type_of(base);
        if winner.is_subtype(&each) {
            continue;
        }
        if !each.is_subtype(&winner) {
            return Err(vm.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) \
                 subclass of the metaclasses of all its bases",
            ));
        }
        winner = each;
    }
    Ok(winner)
}

/// The bases as types; a TypeError for one that is none.
pub(super) fn base_types(vm: &Vm, bases: &[Value]) -> PyResult<Vec<TypeRef>> {
    let each = bases.iter().map(|base| TypeRef::of(base).cloned());
    each.collect::<Option<_>>().ok_or_else(|| vm.type_error("bases must be types"))
}

/// Whether a type adds something to the layout of its base, so that no other base can.
fn adds_layout(ty: &Type, base: &Type) -> bool {
    match ty.spec {
        Some(spec) => {
            let (kind, below) = (ty.operations.kind, base.operations.kind);
            // Two boxed Rust values are as different as two kinds.
            kind != below || kind == Kind::Foreign && spec.operations.is_some()
        }
        None => ty.slot_members > base.slot_members,
    }
}

/// The nearest type, from this one on down, that determines the layout.
pub(super) fn solid_base(ty: &TypeRef) -> TypeRef {
    let mut at = ty.clone();
    loop {
        let below = at.base.get();
        match TypeRef::of(&below) {
            Some(base) if !adds_layout(&at, base) => at = base.clone(),
            _ => return at,
        }
    }
}

/// The base whose layout the class extends.
pub(super) fn best_base(vm: &Vm, bases: &[TypeRef]) -> PyResult<TypeRef> {
    let mut best: Option<(TypeRef, TypeRef)> = None;
    for base in bases {
        if !base.has(type_flag::BASE) {
            let name = base.full_name();
            return Err(vm.type_error(format!("type '{name}' is not an acceptable base type")));
        }
        let solid = solid_base(base);
        match &best {
            Some((_, winner)) if winner.is_subtype(&solid) => {}
            Some((_, winner)) if !solid.is_subtype(winner) => {
                return Err(vm.type_error("multiple bases have instance lay-out conflict"));
            }
            _ => best = Some((base.clone(), solid)),
        }
    }
    Ok(best.map_or_else(|| vm.types.object().clone(), |(base, _)| base))
}

/// The order of lookup of a class with these bases, the class itself not included: every class
/// before its bases, bases in the order given, and the orders of the bases kept.
pub(super) fn linearize(vm: &Vm, bases: &[TypeRef]) -> PyResult<Vec<TypeRef>> {
    for (at, base) in bases.iter().enumerate() {
        if bases.iter().skip(at + 1).any(|other| other == base) {
            return Err(vm.type_error(format!("duplicate base class {}", base.name())));
        }
    }
    if let [base] = bases {
        return Ok(base.mro());
    }
    let mut rows: Vec<Vec<TypeRef>> = bases.iter().map(|base| base.mro()).collect();
    rows.push(bases.to_vec());
    rows.iter_mut().for_each(|row| row.reverse());
    let mut order = Vec::new();
    loop {
        // Reversed rows: the head is the last entry, the tail what lies before it.
        let in_tail = |head: &TypeRef, row: &Vec<TypeRef>| {
            row.split_last().is_some_and(|(_, tail)| tail.contains(head))
        };
        let heads = rows.iter().filter_map(|row| row.last());
        let mut free = heads.filter(|head| !rows.iter().any(|row| in_tail(head, row)));
        let Some(next) = free.next().cloned() else {
            if rows.iter().all(Vec::is_empty) {
                return Ok(order);
            }
            return Err(inconsistent(vm, &rows));
        };
        for row in &mut rows {
            row.pop_if(|head| *head == next);
        }
        order.push(next);
    }
}

#[cold]
fn inconsistent(vm: &Vm, rows: &[Vec<TypeRef>]) -> Raised {
    let mut names: Vec<(TypeRef, String)> = Vec::new();
    for head in rows.iter().filter_map(|row| row.last()) {
        if !names.iter().any(|(known, _)| known == head) {
            names.push((head.clone(), head.name()));
        }
    }
    let names: Vec<String> = names.into_iter().map(|(_, name)| name).collect();
    let names = names.join(", ");
    vm.type_error(format!(
        "Cannot create a consistent method resolution order (MRO) for bases {names}"
    ))
}

/// The order of lookup of a class, itself first: from its metaclass's `mro` if that has its own.
pub(super) fn order_of(vm: &Vm, ty: &TypeRef, bases: &[TypeRef]) -> PyResult<Vec<TypeRef>> {
    let metaclass = vm.type_of(ty.value());
    let name = vm.intern("mro");
    let owner = metaclass.lookup_with_owner(&name).filter(|(owner, _)| owner.spec.is_none());
    let Some((_, found)) = owner else {
        let mut order = vec![ty.clone()];
        order.extend(linearize(vm, bases)?);
        return Ok(order);
    };
    let given = crate::types::dunder::call_found(vm, &found, ty.value(), &[])?;
    let given = vm.to_vec(&given)?;
    let solid = solid_base(ty);
    let mut order = Vec::with_capacity(given.len());
    for each in &given {
        let Some(each) = TypeRef::of(each) else {
            let class = vm.class(each).full_name();
            return Err(vm.type_error(format!("mro() returned a non-class ('{class}')")));
        };
        if !solid.is_subtype(&solid_base(each)) {
            let name = each.name();
            let text = format!("mro() returned base with unsuitable layout ('{name}')");
            return Err(vm.type_error(text));
        }
        order.push(each.clone());
    }
    Ok(order)
}
