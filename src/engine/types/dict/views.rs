//! Views of a dict: keys, values, items. They hold the dict and nothing else.

use super::{Part, dict};
use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{GetSet, NativeDef};
use crate::object::slots::{BinaryOp, CompareOp, PyResult, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::set::SetObject;

/// The state of a view.
pub struct DictView {
    dict: Value,
    part: Part,
}

impl Traverse for DictView {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.dict);
    }
}

impl DictView {
    pub fn dict(&self) -> &Value {
        &self.dict
    }

    pub fn part(&self) -> Part {
        self.part
    }
}

impl Vm {
    /// A view of a type derived from one of the three.
    pub fn dict_view_of_type(&self, ty: &'static TypeSpec, dict: &Value, part: Part) -> Value {
        self.new_foreign(&self.ty(ty), DictView { dict: dict.clone(), part })
    }

    pub fn dict_view(&self, dict: &Value, part: Part) -> Value {
        let ty = match part {
            Part::Keys => &DICT_KEYS,
            Part::Values => &DICT_VALUES,
            Part::Items => &DICT_ITEMS,
        };
        self.new_foreign(&self.ty(ty), DictView { dict: dict.clone(), part })
    }
}

fn view<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a DictView> {
    value.foreign::<DictView>().ok_or_else(|| vm.wrong_self(value, "dict view"))
}

/// The view, if its elements form a set.
fn set_like(value: &Value) -> Option<&DictView> {
    value.foreign::<DictView>().filter(|v| v.part != Part::Values)
}

fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(dict(vm, &view(vm, this)?.dict)?.len())
}

fn iter(vm: &Vm, this: &Value) -> PyResult {
    let own = view(vm, this)?;
    Ok(vm.dict_iterator(&own.dict, own.part))
}

fn reversed(vm: &Vm, this: &Value) -> PyResult {
    let own = view(vm, this)?;
    Ok(vm.dict_reverse_iterator(&own.dict, own.part))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = view(vm, this)?;
    let entries = dict(vm, &own.dict)?;
    let Some(_mark) = vm.enter_repr(this) else { return Ok(vm.str("...")) };
    let mut out = vm.class(this).name().into_bytes();
    out.extend_from_slice(b"([");
    let (mut at, mut first) = (0, true);
    while let Some((place, key, value)) = entries.entry_from(at) {
        if !std::mem::take(&mut first) {
            out.extend_from_slice(b", ");
        }
        vm.push_repr(&mut out, &own.part.of(vm, key, value))?;
        at = place + 1;
    }
    out.extend_from_slice(b"])");
    Ok(vm.str_wtf8(&out))
}

/// What all three have.
const MEMBERS: &[GetSet] = &[GetSet {
    name: "mapping",
    doc: "The dict, to be looked at only.",
    get: |vm, this| Ok(vm.mapping_proxy(view(vm, this)?.dict.clone())),
    set: None,
}];

fn contains_key(vm: &Vm, this: &Value, key: &Value) -> PyResult<bool> {
    dict(vm, &view(vm, this)?.dict)?.contains(vm, key)
}

fn contains_item(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    let Some([key, value]) = item.as_tuple() else { return Ok(false) };
    match dict(vm, &view(vm, this)?.dict)?.get(vm, key)? {
        Some(found) => vm.equal(&found, value),
        None => Ok(false),
    }
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    if set_like(b).is_none() && b.get::<SetObject>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (left, right) = (vm.len(a)?, vm.len(b)?);
    let result = match op {
        CompareOp::Eq => left == right && all_in(vm, a, b)?,
        CompareOp::Ne => !(left == right && all_in(vm, a, b)?),
        CompareOp::Lt => left < right && all_in(vm, a, b)?,
        CompareOp::Le => left <= right && all_in(vm, a, b)?,
        CompareOp::Gt => left > right && all_in(vm, b, a)?,
        CompareOp::Ge => left >= right && all_in(vm, b, a)?,
    };
    Ok(Value::bool(result))
}

fn all_in(vm: &Vm, a: &Value, b: &Value) -> PyResult<bool> {
    let iter = vm.iter(a)?;
    while let Some(each) = vm.next(&iter)? {
        if !vm.contains(b, &each)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    if !matches!(op, BinaryOp::And | BinaryOp::Or | BinaryOp::Xor | BinaryOp::Sub) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let result = match op {
        BinaryOp::And => intersection(vm, a, b)?,
        BinaryOp::Xor if is_items(a) && is_items(b) => items_of_one(vm, a, b)?,
        _ => {
            let result = SetObject::default();
            // The keys of a dict have their hashes already.
            let keys = set_like(a).filter(|view| view.part == Part::Keys).map(|view| &view.dict);
            let dict = keys.filter(|dict| dict.get_exact::<DictObject>().is_some());
            result.update(vm, dict.unwrap_or(a))?;
            match op {
                BinaryOp::Or => result.update(vm, b)?,
                BinaryOp::Sub => result.subtract(vm, b)?,
                _ => result.toggle(vm, b)?,
            }
            result
        }
    };
    Ok(vm.new_object(vm.types.set(), result))
}

fn is_items(value: &Value) -> bool {
    set_like(value).is_some_and(|view| view.part == Part::Items)
}

/// What a view and something else have both.
fn intersection(vm: &Vm, a: &Value, b: &Value) -> PyResult<SetObject> {
    let (mut view, mut other) = if set_like(a).is_some() { (a, b) } else { (b, a) };
    let len = vm.len(view)?;
    if let Some(set) = other.get_exact::<SetObject>()
        && vm.type_of(other) == *vm.types.set()
        && len <= set.keys.len()
    {
        return set.intersection(vm, view);
    }
    // Look up the elements of the smaller one in the larger one, which is a view either way.
    if set_like(other).is_some() && vm.len(other)? > len {
        std::mem::swap(&mut view, &mut other);
    }
    let result = SetObject::default();
    let iter = vm.iter(other)?;
    while let Some(each) = vm.next(&iter)? {
        if vm.contains(view, &each)? {
            result.add(vm, each)?;
        }
    }
    Ok(result)
}

/// The items that only one of two dicts has: those of the second, then what is left of the first.
fn items_of_one(vm: &Vm, a: &Value, b: &Value) -> PyResult<SetObject> {
    let (a, b) = (dict(vm, &view(vm, a)?.dict)?, dict(vm, &view(vm, b)?.dict)?);
    let (rest, result) = (a.copy(), SetObject::default());
    let mut at = 0;
    while let Some((place, hash, key, value)) = b.hashed_from(at) {
        at = place + 1;
        let same = match rest.get_hashed(vm, hash, &key)? {
            Some(other) => vm.equal(&other, &value)?,
            None => false,
        };
        if same {
            drop(rest.remove_hashed(vm, hash, &key)?);
        } else {
            result.add(vm, vm.tuple(vec![key, value]))?;
        }
    }
    for (key, value) in rest.pairs() {
        result.add(vm, vm.tuple(vec![key, value]))?;
    }
    Ok(result)
}

fn isdisjoint(vm: &Vm, this: &Value, other: &Value) -> PyResult<bool> {
    let sized = other.get::<SetObject>().is_some() || set_like(other).is_some();
    let swap = sized && vm.len(other)? > vm.len(this)?;
    let (small, large) = if swap { (this, other) } else { (other, this) };
    let iter = vm.iter(small)?;
    while let Some(each) = vm.next(&iter)? {
        if vm.contains(large, &each)? {
            return Ok(false);
        }
    }
    Ok(true)
}

const SET_METHODS: &[NativeDef] = funcs![
    isdisjoint "(self, other, /)" "Whether no item of the iterable is in the view.";
    "__reversed__" = reversed, "(self, /)", "Return a reverse iterator over the view.";
];

const SET_OPERATORS: &[BinaryOp] = &[BinaryOp::Sub, BinaryOp::And, BinaryOp::Or, BinaryOp::Xor];

const VALUES_SLOTS: Slots =
    Slots { repr: Some(repr), len: Some(len), iter: Some(iter), ..Slots::NONE };

const SET_SLOTS: Slots = Slots {
    compare: Some(compare),
    binary: Some(binary),
    hash: Some(crate::types::unhashable),
    ..VALUES_SLOTS
};

pub static DICT_KEYS: TypeSpec = TypeSpec {
    name: "dict_keys",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { contains: Some(contains_key), ..SET_SLOTS },
    operators: SET_OPERATORS,
    methods: SET_METHODS,
    getset: MEMBERS,
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

pub static DICT_ITEMS: TypeSpec = TypeSpec {
    name: "dict_items",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { contains: Some(contains_item), ..SET_SLOTS },
    operators: SET_OPERATORS,
    methods: SET_METHODS,
    getset: MEMBERS,
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

pub static DICT_VALUES: TypeSpec = TypeSpec {
    name: "dict_values",
    operations: Some(ForeignObject::OPERATIONS),
    slots: VALUES_SLOTS,
    methods: funcs![
        "__reversed__" = reversed, "(self, /)", "Iterate from the last entry to the first.";
    ],
    getset: MEMBERS,
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
