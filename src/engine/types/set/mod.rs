//! set and frozenset: the objects, slots and tables. Operations are in `ops.rs`, methods in
//! `methods.rs`, iterators in `iter.rs`. The elements lie in `object/set_table.rs`.

mod iter;
mod methods;
pub(crate) mod ops;

use std::cell::Cell;

use crate::funcs;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, NativeDef};
use crate::object::set_table::SetTable;
use crate::object::slots::{BinaryOp, CompareOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The payload of a set or frozenset.
#[derive(Default)]
pub struct SetObject {
    pub keys: SetTable,
    /// A frozenset's hash, once computed.
    pub hash: Cell<Option<i64>>,
}

impl Traverse for SetObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.keys.traverse(visit);
    }

    fn clear(&self) {
        self.keys.clear();
    }
}

impl Vm {
    /// A new set of the values; hashes them.
    pub fn new_set(&self, ty: &TypeRef, items: Vec<Value>) -> PyResult {
        let set = SetObject::default();
        for item in items {
            set.add(self, item)?;
        }
        Ok(self.new_object(ty, set))
    }

    /// A frozenset of constants.
    pub fn frozen_set(&self, items: Vec<Value>) -> Value {
        let made = self.new_set(self.types.frozenset(), items);
        made.unwrap_or_else(|_| crate::object::frame::bug("a constant that cannot be hashed"))
    }

    /// A frozenset that the compiler made. CPython's compiler makes it twice, the second time in the
    /// order of the first (when it looks for equal constants), which the order can tell.
    pub fn frozen_constant(&self, items: Vec<Value>) -> Value {
        let first = self.frozen_set(items);
        let keys = first.get::<SetObject>().map_or_else(Vec::new, |set| set.keys.keys());
        self.frozen_set(keys)
    }
}

fn set<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a SetObject> {
    vm.payload::<SetObject>(value, "set")
}

/// Whether the object is a frozenset (or of a class derived from it).
fn is_frozen(vm: &Vm, value: &Value) -> bool {
    vm.type_of(value).is_subtype(vm.types.frozenset())
}

/// The builtin type that results of operations on `this` have.
fn base_type<'a>(vm: &'a Vm, this: &Value) -> &'a TypeRef {
    if is_frozen(vm, this) { vm.types.frozenset() } else { vm.types.set() }
}

fn one_iterable<'a>(vm: &Vm, name: &str, args: Args<'a>) -> PyResult<Option<&'a Value>> {
    if !args.names.is_empty() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    match args.all {
        [] => Ok(None),
        [iterable] => Ok(Some(iterable)),
        all => Err(vm.type_error(format!("{name} expected at most 1 argument, got {}", all.len()))),
    }
}

fn set_new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_object(class, SetObject::default()))
}

fn set_init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let own = set(vm, this)?;
    let iterable = one_iterable(vm, &vm.class(this).name(), args)?;
    own.keys.clear_all();
    iterable.map_or(Ok(()), |iterable| own.update(vm, iterable))
}

fn frozenset_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let exact = class == vm.types.frozenset();
    super::no_keywords(vm, "frozenset", class, args)?;
    let args = Args::positional_only(args.positional());
    let iterable = one_iterable(vm, &class.name(), args)?;
    if let Some(same) = iterable
        && exact
        && vm.type_of(same) == *class
    {
        return Ok(same.clone());
    }
    let new = SetObject::default();
    if let Some(iterable) = iterable {
        new.update(vm, iterable)?;
    }
    Ok(vm.new_object(class, new))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = set(vm, this)?;
    let class = vm.type_of(this);
    let name = class.name();
    let plain = class == *vm.types.set();
    if own.keys.is_empty() {
        return Ok(vm.str(&format!("{name}()")));
    }
    let Some(_mark) = vm.enter_repr(this) else { return Ok(vm.str(&format!("{name}(...)"))) };
    // A derived class shows what its `__iter__` gives.
    let items = if class.spec.is_some() { own.keys.keys() } else { vm.to_vec(this)? };
    let mut out = if plain { b"{".to_vec() } else { format!("{name}({{").into_bytes() };
    vm.push_reprs(&mut out, &|at| items.get(at).cloned())?;
    out.extend_from_slice(if plain { b"}" } else { b"})" });
    Ok(vm.str_wtf8(&out))
}

fn frozenset_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let own = set(vm, this)?;
    if let Some(known) = own.hash.get() {
        return Ok(known);
    }
    // The order of elements must not matter.
    let mut all = 0;
    own.keys.each_hash(|hash| all ^= shuffled(hash as u64));
    all ^= (own.keys.len() as u64).wrapping_add(1).wrapping_mul(1_927_868_237);
    // Nested frozensets would show patterns otherwise.
    all ^= all >> 11 ^ all >> 25;
    let hash = match all.wrapping_mul(69_069).wrapping_add(907_133_923) as i64 {
        -1 => 590_923_713,
        hash => hash,
    };
    own.hash.set(Some(hash));
    Ok(hash)
}

/// Spreads hashes that lie close together.
fn shuffled(hash: u64) -> u64 {
    (hash ^ 89_869_747 ^ hash << 16).wrapping_mul(3_644_798_167)
}

fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(set(vm, this)?.keys.len())
}

fn iter(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.set_iterator(this))
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    set(vm, this)?.holds(vm, item)
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (a.get::<SetObject>(), b.get::<SetObject>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (few, many) = (left.keys.len(), right.keys.len());
    let result = match op {
        CompareOp::Eq => few == many && left.is_within(vm, right)?,
        CompareOp::Ne => !(few == many && left.is_within(vm, right)?),
        CompareOp::Lt => few < many && left.is_within(vm, right)?,
        CompareOp::Le => few <= many && left.is_within(vm, right)?,
        CompareOp::Gt => few > many && right.is_within(vm, left)?,
        CompareOp::Ge => few >= many && right.is_within(vm, left)?,
    };
    Ok(Value::bool(result))
}

fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    let (Some(left), Some(_)) = (a.get::<SetObject>(), b.get::<SetObject>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let result = match op {
        BinaryOp::And => left.intersection(vm, b)?,
        BinaryOp::Sub => left.difference(vm, b)?,
        BinaryOp::Or => left.union(vm, std::slice::from_ref(b))?,
        BinaryOp::Xor => left.symmetric_difference(vm, b)?,
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(vm.new_object(base_type(vm, a), result))
}

fn inplace(vm: &Vm, op: BinaryOp, this: &Value, other: &Value) -> PyResult {
    let own = set(vm, this)?;
    if other.get::<SetObject>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match op {
        BinaryOp::Or => own.update(vm, other)?,
        BinaryOp::And => own.become_set(own.intersection(vm, other)?),
        BinaryOp::Sub => own.subtract(vm, other)?,
        BinaryOp::Xor => own.toggle(vm, other)?,
        _ => return Ok(Value::NOT_IMPLEMENTED),
    }
    Ok(this.clone())
}

const SLOTS: Slots = Slots {
    repr: Some(repr),
    compare: Some(compare),
    len: Some(len),
    iter: Some(iter),
    contains: Some(contains),
    binary: Some(binary),
    ..Slots::NONE
};

const OPERATORS: &[BinaryOp] = &[BinaryOp::Sub, BinaryOp::And, BinaryOp::Or, BinaryOp::Xor];

const FROZENSET_METHODS: &[NativeDef] = funcs![
    "copy" = methods::frozen_copy, "(self, /)", "A set of the same elements.";
    "difference" = methods::difference, "(self, /, *others)", "The elements that are in none of the others.";
    "intersection" = methods::intersection, "(self, /, *others)", "The elements that are in each of the others, too.";
    "isdisjoint" = methods::isdisjoint, "(self, other, /)", "Whether no element of the other is in this one.";
    "issubset" = methods::issubset, "(self, other, /)", "Whether the other one has all the elements of this one.";
    "issuperset" = methods::issuperset, "(self, other, /)", "Whether this one has all the elements of the other.";
    "symmetric_difference" = methods::symmetric_difference, "(self, other, /)", "The elements that are in just one of the two.";
    "union" = methods::union, "(self, /, *others)", "The elements of this and of all the others.";
    "__contains__" = contains, "(self, key, /)", "Whether an element equals key.";
    "__reduce__" = methods::reduce, "(self, /)", "What copying and pickling rebuild it from.";
];

pub static SET: TypeSpec = TypeSpec {
    name: "set",
    doc: "Elements of which no two are equal, without order: of an iterable's items, or empty.",
    operations: Some(SetObject::OPERATIONS),
    slots: Slots {
        hash: Some(super::unhashable),
        inplace: Some(inplace),
        new: Some(set_new),
        init: Some(set_init),
        getattr: Some(crate::types::object::generic_getattr),
        ..SLOTS
    },
    operators: OPERATORS,
    methods: funcs![
        "add" = methods::add, "(self, object, /)", "Put an element in, unless an equal one is there.";
        "clear" = methods::clear, "(self, /)", "Empty it of all elements.";
        "copy" = methods::copy, "(self, /)", "A set of the same elements.";
        "difference" = methods::difference, "(self, /, *others)", "The elements that are in none of the others.";
        "difference_update" = methods::difference_update, "(self, /, *others)", "Take out whatever is in one of the others.";
        "discard" = methods::discard, "(self, object, /)", "Take an element out if it is there.";
        "intersection" = methods::intersection, "(self, /, *others)", "The elements that are in each of the others, too.";
        "intersection_update" = methods::intersection_update, "(self, /, *others)", "Take out whatever is not in each of the others.";
        "isdisjoint" = methods::isdisjoint, "(self, other, /)", "Whether no element of the other is in this one.";
        "issubset" = methods::issubset, "(self, other, /)", "Whether the other one has all the elements of this one.";
        "issuperset" = methods::issuperset, "(self, other, /)", "Whether this one has all the elements of the other.";
        "pop" = methods::pop, "(self, /)", "Take some element out and give it; KeyError if there is none.";
        "remove" = methods::remove, "(self, object, /)", "Take an element out; KeyError if it is not there.";
        "symmetric_difference" = methods::symmetric_difference, "(self, other, /)", "The elements that are in just one of the two.";
        "symmetric_difference_update" = methods::symmetric_difference_update, "(self, other, /)", "Put in what only the other has, take out what both have.";
        "union" = methods::union, "(self, /, *others)", "The elements of this and of all the others.";
        "update" = methods::update, "(self, /, *others)", "Put in all the elements of the others.";
        "__contains__" = contains, "(self, key, /)", "Whether an element equals key.";
    "__reduce__" = methods::reduce, "(self, /)", "What copying and pickling rebuild it from.";
    ],
    flags: type_flag::BASE | type_flag::WEAK | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};

pub static FROZENSET: TypeSpec = TypeSpec {
    name: "frozenset",
    doc: "A set that cannot change and that can be an element or a key itself.",
    operations: Some(SetObject::OPERATIONS),
    slots: Slots { hash: Some(frozenset_hash), new: Some(frozenset_new), ..SLOTS },
    operators: OPERATORS,
    methods: FROZENSET_METHODS,
    flags: type_flag::BASE | type_flag::WEAK | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};
