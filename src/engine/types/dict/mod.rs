//! dict: its slots and table. The object itself is `object/dict.rs`; methods are in `methods.rs`,
//! views in `views.rs`, iterators in `iter.rs`.

mod iter;
mod methods;
mod views;

pub use iter::DictIter;
pub use views::{DICT_ITEMS, DICT_KEYS, DICT_VALUES, DictView};

use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::header::Payload;
use crate::object::native::Args;
use crate::object::slots::{BinaryOp, CompareOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::{ATTRIBUTE_ERROR, TYPE_ERROR};

/// What an iterator or a view gives of each entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    Keys,
    Values,
    Items,
}

impl Part {
    pub fn of(self, vm: &Vm, key: Value, value: Value) -> Value {
        match self {
            Part::Keys => key,
            Part::Values => value,
            Part::Items => vm.tuple(vec![key, value]),
        }
    }
}

impl Vm {
    pub fn new_dict(&self, dict: DictObject) -> Value {
        self.new_object(self.types.dict(), dict)
    }

    /// `target.update(source)`: a mapping with `keys`, or an iterable of pairs.
    pub fn update_dict(&self, target: &DictObject, source: &Value) -> PyResult<()> {
        if let Some(other) = self.plain_dict(source) {
            return self.merge_dict(target, other);
        }
        if let Some(keys) = self.mapping_keys(source)? {
            for key in keys {
                let value = self.getitem(source, &key)?;
                drop(target.insert(self, key, value)?);
            }
            return Ok(());
        }
        let iter = self.iter(source)?;
        let mut at = 0;
        while let Some(pair) = self.next(&iter)? {
            let (key, value) = self.pair(&pair, at)?;
            drop(target.insert(self, key, value)?);
            at += 1;
        }
        Ok(())
    }

    /// What a mapping's `keys()` gives; `None` if it has none, so that it is no mapping.
    pub(crate) fn mapping_keys(&self, mapping: &Value) -> PyResult<Option<Vec<Value>>> {
        let Some(keys) = self.getattr_opt(mapping, &self.names().keys)? else { return Ok(None) };
        let keys = self.call(&keys, &[])?;
        if !self.can_iterate(&keys) {
            let (class, given) = (self.class(mapping).full_name(), self.class(&keys).full_name());
            let text = format!("{class}.keys() returned a non-iterable (type {given})");
            return Err(self.type_error(text));
        }
        self.to_vec(&keys).map(Some)
    }

    /// Enters what a mapping says; false if it is none, which any AttributeError of it says, too.
    /// With `unique` a key that is there already is a KeyError.
    pub(crate) fn merge_mapping(
        &self,
        target: &DictObject,
        mapping: &Value,
        unique: bool,
    ) -> PyResult<bool> {
        match self.merge_keys(target, mapping, unique) {
            Err(raised) if self.is_exception(&raised.0, &ATTRIBUTE_ERROR) => Ok(false),
            result => result,
        }
    }

    fn merge_keys(&self, target: &DictObject, mapping: &Value, unique: bool) -> PyResult<bool> {
        let plain = self.plain_dict(mapping);
        if let Some(other) = plain
            && (!unique || target.is_empty())
        {
            return self.merge_dict(target, other).map(|()| true);
        }
        let keys = match plain {
            Some(other) => Some(other.pairs().into_iter().map(|(key, _)| key).collect()),
            None => self.mapping_keys(mapping)?,
        };
        let Some(keys) = keys else { return Ok(false) };
        for key in keys {
            if unique && target.contains(self, &key)? {
                return Err(self.key_error(&key));
            }
            let value = self.getitem(mapping, &key)?;
            drop(target.insert(self, key, value)?);
        }
        Ok(true)
    }

    /// The dict, if it is one whose iteration nobody has replaced.
    fn plain_dict<'a>(&self, value: &'a Value) -> Option<&'a DictObject> {
        let dict = value.get::<DictObject>()?;
        let own = self.class(value).slots.iter.get()?;
        std::ptr::fn_addr_eq(own, iter_keys as fn(&Vm, &Value) -> PyResult).then_some(dict)
    }

    /// Enters everything of another dict.
    pub fn merge_dict(&self, target: &DictObject, other: &DictObject) -> PyResult<()> {
        if std::ptr::eq(target, other) || other.is_empty() {
            return Ok(());
        }
        if target.is_empty() {
            let copy = other.copy();
            target.swap(&copy);
            return Ok(());
        }
        let (mut at, len) = (0, other.len());
        while let Some((place, hash, key, value)) = other.hashed_from(at) {
            drop(target.insert_hashed(self, hash, key, value)?);
            if other.len() != len {
                return Err(self.runtime_error("dict mutated during update"));
            }
            at = place + 1;
        }
        Ok(())
    }

    /// One element of a sequence that a dict is made of.
    fn pair(&self, pair: &Value, at: usize) -> PyResult<(Value, Value)> {
        let items = match self.items_by_iterator(pair, "") {
            Err(raised) if self.is_exception(&raised.0, &TYPE_ERROR) => {
                let text = format!(
                    "cannot convert dictionary update sequence element #{at} to a sequence"
                );
                return Err(self.type_error(text));
            }
            items => items?,
        };
        match <[Value; 2]>::try_from(items) {
            Ok([key, value]) => Ok((key, value)),
            Err(items) => Err(self.value_error(format!(
                "dictionary update sequence element #{at} has length {}; 2 is required",
                items.len()
            ))),
        }
    }
}

fn dict<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a DictObject> {
    vm.payload::<DictObject>(value, "dict")
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_object(class, DictObject::new()))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    update(vm, dict(vm, this)?, "dict", args)
}

fn update(vm: &Vm, own: &DictObject, name: &str, args: Args) -> PyResult<()> {
    match args.positional() {
        [] => {}
        [source] => vm.update_dict(own, source)?,
        all => {
            let text = format!("{name} expected at most 1 argument, got {}", all.len());
            return Err(vm.type_error(text));
        }
    }
    for (name, value) in args.keywords() {
        drop(own.insert(vm, name.clone(), value.clone())?);
    }
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = dict(vm, this)?;
    if own.is_empty() {
        return Ok(vm.str("{}"));
    }
    let Some(_mark) = vm.enter_repr(this) else { return Ok(vm.str("{...}")) };
    let mut out = b"{".to_vec();
    let mut at = 0;
    while let Some((place, key, value)) = own.entry_from(at) {
        if out.len() > 1 {
            out.extend_from_slice(b", ");
        }
        vm.push_repr(&mut out, &key)?;
        out.extend_from_slice(b": ");
        vm.push_repr(&mut out, &value)?;
        at = place + 1;
    }
    out.push(b'}');
    Ok(vm.str_wtf8(&out))
}

fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(dict(vm, this)?.len())
}

fn iter_keys(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.dict_iterator(this, Part::Keys))
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    if let Some(found) = dict(vm, this)?.get(vm, key)? {
        return Ok(found);
    }
    if this.get_exact::<DictObject>().is_none()
        && let Some(result) =
            vm.call_special(this, &vm.names().__missing__, std::slice::from_ref(key))?
    {
        return Ok(result);
    }
    Err(vm.key_error(key))
}

fn setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let own = dict(vm, this)?;
    match value {
        Some(value) => drop(own.insert(vm, key.clone(), value.clone())?),
        None => match own.remove(vm, key)? {
            Some(old) => drop(old),
            None => return Err(vm.key_error(key)),
        },
    }
    Ok(())
}

fn contains(vm: &Vm, this: &Value, key: &Value) -> PyResult<bool> {
    dict(vm, this)?.contains(vm, key)
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    let (true, Some(left), Some(right)) = (equality, a.get::<DictObject>(), b.get::<DictObject>())
    else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(equal(vm, left, right)? == (op == CompareOp::Eq)))
}

fn equal(vm: &Vm, left: &DictObject, right: &DictObject) -> PyResult<bool> {
    if left.len() != right.len() {
        return Ok(false);
    }
    let mut at = 0;
    while let Some((place, hash, key, value)) = left.hashed_from(at) {
        match right.get_hashed(vm, hash, &key)? {
            Some(other) if vm.equal(&value, &other)? => {}
            _ => return Ok(false),
        }
        at = place + 1;
    }
    Ok(true)
}

fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    match (op, a.get::<DictObject>(), b.get::<DictObject>()) {
        (BinaryOp::Or, Some(left), Some(_)) => {
            let both = left.twin();
            vm.update_dict(&both, b)?;
            Ok(vm.new_dict(both))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn inplace(vm: &Vm, op: BinaryOp, this: &Value, other: &Value) -> PyResult {
    if op != BinaryOp::Or {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    vm.update_dict(dict(vm, this)?, other)?;
    Ok(this.clone())
}

pub static DICT: TypeSpec = TypeSpec {
    name: "dict",
    doc: "Values by key, in the order in which keys were added. Made from a mapping, from an iterable of pairs, from keywords, or from both.",
    operations: Some(DictObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        hash: Some(super::unhashable),
        compare: Some(compare),
        len: Some(len),
        iter: Some(iter_keys),
        getitem: Some(getitem),
        setitem: Some(setitem),
        contains: Some(contains),
        binary: Some(binary),
        inplace: Some(inplace),
        new: Some(new),
        init: Some(init),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    operators: &[BinaryOp::Or],
    methods: funcs![
        "clear" = methods::clear, "(self, /)", "Empty it of all entries.";
        "copy" = methods::copy, "(self, /)", "A new dict with the same keys and values.";
        class "fromkeys" = methods::fromkeys, "(cls, iterable, value=None, /)", "A dict that gives each key of an iterable this one value.";
        "get" = methods::get, "(self, key, default=None, /)", "What key stands for; default if it is absent.";
        "items" = methods::items, "(self, /)", "The entries as (key, value) pairs, seen live.";
        "keys" = methods::keys, "(self, /)", "The keys, seen live, usable as a set.";
        "pop" = methods::pop, "(self, key, default=missing, /)", "Take key out and give what it stood for; if absent the default, without one KeyError.";
        "popitem" = methods::popitem, "(self, /)", "Take out the entry added last and give it as (key, value); KeyError if there is none.";
        "setdefault" = methods::setdefault, "(self, key, default=None, /)", "What key stands for; if absent, it is added with default first.";
        "update" = methods::update, "(self, /, *args, **kwargs)", "Set entries from a mapping or an iterable of pairs, then from keywords; what exists is overwritten.";
        "values" = methods::values, "(self, /)", "The values, seen live.";
        "__contains__" = contains, "(self, key, /)", "Whether there is an entry for key.";
        "__getitem__" = getitem, "(self, key, /)", "What `self[key]` gives.";
        "__reversed__" = methods::reversed, "(self, /)", "Iterate from the last entry to the first.";
    ],
    flags: type_flag::BASE | type_flag::MAPPING | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};
