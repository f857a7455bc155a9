//! Tuples whose items have names, such as the result of `os.stat`. The names are the rows of the
//! type's table, in order.

use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::native::{Args, GetSet, NativeDef, Signature};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The item behind a name.
pub fn field<const AT: usize>(_: &Vm, this: &Value) -> PyResult {
    Ok(this.tuple_items().get(AT).cloned().unwrap_or(Value::NONE))
}

/// The table of the type, found also from a Python class that derives from it.
fn spec_of(ty: &TypeRef) -> Option<&'static TypeSpec> {
    let made_here = |spec: &&'static TypeSpec| {
        let own = spec.slots.repr;
        own.is_some_and(|r| std::ptr::fn_addr_eq(r, repr as fn(&Vm, &Value) -> PyResult))
    };
    ty.mro().iter().filter_map(|t| t.spec).find(made_here)
}

fn names(ty: &TypeRef) -> &'static [GetSet] {
    spec_of(ty).map_or(&[], |spec| spec.getset)
}

/// How many of the rows are items of the tuple: those before the first one that is none.
fn count(ty: &TypeRef) -> usize {
    names(ty).iter().take_while(|row| !row.doc.starts_with('-')).count()
}

pub fn repr(vm: &Vm, this: &Value) -> PyResult {
    let ty = vm.type_of(this);
    let mut out = ty.full_name().into_bytes();
    if let Some(spec) = spec_of(&ty) {
        out = spec.name.as_bytes().to_vec();
    }
    out.push(b'(');
    for (at, (row, item)) in names(&ty).iter().zip(this.tuple_items()).enumerate() {
        if at > 0 {
            out.extend_from_slice(b", ");
        }
        out.extend_from_slice(row.name.as_bytes());
        out.push(b'=');
        vm.push_repr(&mut out, item)?;
    }
    out.push(b')');
    Ok(vm.str_wtf8(&out))
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let name = spec_of(class).map_or("", |spec| spec.name);
    let signature = Signature::parse("(sequence, dict=None)");
    let bound = signature.bind(vm, "structseq", args)?;
    let [sequence, others] = bound.as_slice() else { return Ok(Value::NONE) };
    if !others.is_none() && others.get::<DictObject>().is_none() {
        return Err(vm.type_error(format!("{name}() takes a dict as second arg, if any")));
    }
    let items = vm.items_by_iterator(sequence, "constructor requires a sequence")?;
    let wanted = count(class);
    if items.len() != wanted {
        let given = items.len();
        return Err(
            vm.type_error(format!("{name}() takes a {wanted}-sequence ({given}-sequence given)"))
        );
    }
    Ok(vm.tuple_of_type(class, items))
}

/// The class with a tuple of the items, and a dict of the values that are none.
fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let ty = vm.type_of(this);
    let others = DictObject::new();
    for row in names(&ty).iter().skip(this.tuple_items().len()) {
        others.set_interned(&vm.intern(row.name), (row.get)(vm, this)?);
    }
    let args = vec![vm.tuple(this.tuple_items().to_vec()), vm.new_dict(others)];
    Ok(vm.tuple(vec![ty.value().clone(), vm.tuple(args)]))
}

/// A tuple of the same class in which the named items are others.
fn replace(vm: &Vm, this: &Value, changes: &Value) -> PyResult {
    let ty = vm.type_of(this);
    let mut items = this.tuple_items().to_vec();
    let mut unknown = Vec::new();
    for (name, value) in changes.get::<DictObject>().map_or_else(Vec::new, DictObject::pairs) {
        let text = name.to_text();
        match names(&ty).iter().position(|row| row.name == text).and_then(|at| items.get_mut(at)) {
            Some(place) => *place = value,
            None => unknown.push(name),
        }
    }
    if !unknown.is_empty() {
        let names = vm.repr_text(&vm.new_list(unknown))?;
        return Err(vm.type_error(format!("Got unexpected field name(s): {names}")));
    }
    Ok(vm.tuple_of_type(&ty, items))
}

/// How many fields there are: named ones, those that are items, and items without a name.
pub(super) fn fill_counts(vm: &Vm, ty: &TypeRef, dict: &DictObject) {
    if !spec_of(ty).is_some_and(|spec| ty.spec.is_some_and(|own| std::ptr::eq(own, spec))) {
        return;
    }
    let items = count(ty);
    let has_name = |row: &&GetSet| !row.name.starts_with('<');
    let names: Vec<Value> =
        names(ty).iter().take(items).filter(has_name).map(|row| vm.intern(row.name)).collect();
    let set = |name: &str, value: Value| drop(dict.set_interned(&vm.intern(name), value));
    set("n_sequence_fields", vm.int(items as i64));
    set("n_fields", vm.int(self::names(ty).len() as i64));
    set("n_unnamed_fields", vm.int((items - names.len()) as i64));
    set("__match_args__", vm.tuple(names));
}

/// The methods of all of them.
pub const METHODS: &[NativeDef] = funcs![
    "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
    "__replace__" = replace, "(self, /, **changes)", "A copy with the named items changed.";
];

/// Types that only the interpreter makes instances of.
pub const CLOSED: Slots = Slots { repr: Some(repr), ..Slots::NONE };
/// Types that can be made of any sequence.
pub const OPEN: Slots = Slots { new: Some(new), ..CLOSED };

/// The rows of the names: `struct_fields![0 "st_mode" "protection bits", …]`.
#[macro_export]
macro_rules! struct_fields {
    ($($at:literal $name:literal $doc:literal),* $(,)?) => {
        &[$($crate::object::native::GetSet {
            name: $name,
            doc: $doc,
            get: $crate::types::struct_sequence::field::<$at>,
            set: None,
        }),*]
    };
}
