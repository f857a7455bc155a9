//! collections.OrderedDict: a dict whose order counts and can be changed. Views and iterators are in
//! `ordered_views.rs`.

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::native::{Args, Maybe, Rest};
use taipan_engine::object::slots::{BinaryOp, CompareOp, PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::dict::DICT;

use super::ordered_views;
use crate::functools::INSTANCE_DICT;

fn entries<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a DictObject> {
    vm.payload::<DictObject>(this, "dict")
}

/// The entries, if nobody can have replaced the methods that change them.
fn own_entries<'a>(vm: &Vm, this: &'a Value) -> Option<&'a DictObject> {
    this.get::<DictObject>().filter(|_| vm.class(this).spec.is_some())
}

/// Sets an entry as the class wants it done.
fn store(vm: &Vm, this: &Value, key: &Value, value: &Value) -> PyResult<()> {
    match own_entries(vm, this) {
        Some(entries) => {
            drop(entries.insert(vm, key.clone(), value.clone())?);
            Ok(())
        }
        None => vm.setitem(this, key, Some(value)),
    }
}

fn enter_pairs(vm: &Vm, target: &DictObject, pairs: &Value) -> PyResult<()> {
    let iter = vm.iter(pairs)?;
    while let Some(pair) = vm.next(&iter)? {
        match <[Value; 2]>::try_from(vm.to_vec(&pair)?) {
            Ok([key, value]) => drop(target.insert(vm, key, value)?),
            Err(items) if items.len() < 2 => {
                let (count, s) = (items.len(), if items.len() == 1 { "" } else { "s" });
                return Err(vm.value_error(format!("need more than {count} value{s} to unpack")));
            }
            Err(_) => return Err(vm.value_error("too many values to unpack (expected 2)")),
        }
    }
    Ok(())
}

/// Enters what a mapping, an iterable of pairs and keywords say.
fn update_from(
    vm: &Vm,
    this: &Value,
    given: &[Value],
    keywords: Vec<(Value, Value)>,
) -> PyResult<()> {
    let new = DictObject::new();
    let target = own_entries(vm, this);
    let target = target.unwrap_or(&new);
    if let [source] = given {
        let keyed = source.get::<DictObject>().is_some()
            || vm.getattr_opt(source, &vm.names().keys)?.is_some();
        if keyed { vm.update_dict(target, source)? } else { enter_pairs(vm, target, source)? }
    }
    for (name, value) in keywords {
        drop(target.insert(vm, name, value)?);
    }
    for (key, value) in new.pairs() {
        vm.setitem(this, &key, Some(&value))?;
    }
    Ok(())
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let given = args.positional();
    if given.len() > 1 {
        let text = format!("expected at most 1 arguments, got {}", given.len());
        return Err(vm.type_error(text));
    }
    let keywords = args.keywords().map(|(n, v)| (n.clone(), v.clone())).collect();
    update_from(vm, this, given, keywords)
}

fn update(vm: &Vm, this: &Value, args: Rest, keywords: &Value) -> PyResult<()> {
    if args.0.len() > 1 {
        let given = args.0.len();
        let text = format!("update() takes at most 1 positional argument ({given} given)");
        return Err(vm.type_error(text));
    }
    let keywords = keywords.get::<DictObject>().map(DictObject::pairs).unwrap_or_default();
    update_from(vm, this, args.0, keywords)
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = entries(vm, this)?;
    let name = vm.class(this).name();
    if own.is_empty() {
        return Ok(vm.str(&format!("{name}()")));
    }
    let Some(_mark) = vm.enter_repr(this) else { return Ok(vm.str("...")) };
    let shown = match own_entries(vm, this) {
        Some(own) => vm.new_dict(own.copy()),
        None => {
            let copy = DictObject::new();
            let items = vm.call_method(this, &vm.intern("items"), &[])?;
            vm.update_dict(&copy, &items)?;
            vm.new_dict(copy)
        }
    };
    let mut out = format!("{name}(").into_bytes();
    vm.push_repr(&mut out, &shown)?;
    out.push(b')');
    Ok(vm.str_wtf8(&out))
}

fn is_ordered(vm: &Vm, value: &Value) -> bool {
    vm.type_of(value).is_subtype(&vm.ty(&ORDERED_DICT))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let Some(of_dict) = DICT.slots.compare else { return Ok(Value::NOT_IMPLEMENTED) };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let result = of_dict(vm, a, b, CompareOp::Eq)?;
    if result.is(&Value::NOT_IMPLEMENTED) {
        return Ok(result);
    }
    let mut equal = result.is(&Value::TRUE);
    if equal && is_ordered(vm, a) && is_ordered(vm, b) {
        let (left, right) = (entries(vm, a)?.keys(), entries(vm, b)?.keys());
        for (x, y) in left.iter().zip(&right) {
            equal = equal && vm.equal(x, y)?;
        }
    }
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    let both = a.get::<DictObject>().is_some() && b.get::<DictObject>().is_some();
    if op != BinaryOp::Or || !both {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let class = vm.type_of(if is_ordered(vm, a) { a } else { b });
    let made = vm.call(class.value(), std::slice::from_ref(a))?;
    update_from(vm, &made, std::slice::from_ref(b), Vec::new())?;
    Ok(made)
}

fn inplace(vm: &Vm, op: BinaryOp, this: &Value, other: &Value) -> PyResult {
    if op != BinaryOp::Or {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    update_from(vm, this, std::slice::from_ref(other), Vec::new())?;
    Ok(this.clone())
}

fn clear(vm: &Vm, this: &Value) -> PyResult<()> {
    entries(vm, this)?.clear_all();
    Ok(())
}

fn copy(vm: &Vm, this: &Value) -> PyResult {
    let class = vm.type_of(this);
    if let Some(own) = own_entries(vm, this) {
        return Ok(vm.new_object(&class, own.copy()));
    }
    let made = vm.call(class.value(), &[])?;
    for key in entries(vm, this)?.keys() {
        let value = vm.getitem(this, &key)?;
        vm.setitem(&made, &key, Some(&value))?;
    }
    Ok(made)
}

fn fromkeys(vm: &Vm, class: &Value, iterable: &Value, value: &Value) -> PyResult {
    let made = vm.call(class, &[])?;
    let iter = vm.iter(iterable)?;
    while let Some(key) = vm.next(&iter)? {
        store(vm, &made, &key, value)?;
    }
    Ok(made)
}

fn move_to_end(vm: &Vm, this: &Value, key: &Value, last: bool) -> PyResult<()> {
    let own = entries(vm, this)?;
    let hash = vm.hash(key)?;
    match own.move_hashed(vm, hash, key, last)? {
        Some(_) => Ok(()),
        None => Err(vm.key_error(key)),
    }
}

fn pop(vm: &Vm, this: &Value, key: &Value, default: Maybe) -> PyResult {
    if let Some((old, value)) = entries(vm, this)?.remove(vm, key)? {
        drop(old);
        return Ok(value);
    }
    match default.0 {
        Some(default) => Ok(default.clone()),
        None => Err(vm.key_error(key)),
    }
}

fn popitem(vm: &Vm, this: &Value, last: bool) -> PyResult {
    let own = entries(vm, this)?;
    match if last { own.pop_last() } else { own.pop_first() } {
        Some((key, value)) => Ok(vm.tuple(vec![key, value])),
        None => Err(vm.key_error(&vm.str("dictionary is empty"))),
    }
}

fn setdefault(vm: &Vm, this: &Value, key: &Value, default: &Value) -> PyResult {
    if let Some(found) = entries(vm, this)?.get(vm, key)? {
        return Ok(found);
    }
    store(vm, this, key, default)?;
    Ok(default.clone())
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let dict = match this.header().and_then(|h| vm.instance_dict(h)) {
        Some(dict) if vm.len(&dict)? > 0 => dict,
        _ => Value::NONE,
    };
    let items = vm.call_method(this, &vm.intern("items"), &[])?;
    let class: TypeRef = vm.type_of(this);
    let parts = vec![class.value().clone(), vm.empty_tuple(), dict, Value::NONE, vm.iter(&items)?];
    Ok(vm.tuple(parts))
}

pub(super) static ORDERED_DICT: TypeSpec = TypeSpec {
    name: "collections.OrderedDict",
    base: Some(&DICT),
    doc: "A dict whose order of keys can be changed and compared.",
    slots: Slots {
        init: Some(init),
        repr: Some(repr),
        hash: Some(|vm, _| Err(vm.type_error("unhashable type: 'collections.OrderedDict'"))),
        iter: Some(ordered_views::iter),
        compare: Some(compare),
        binary: Some(binary),
        inplace: Some(inplace),
        ..Slots::NONE
    },
    operators: &[BinaryOp::Or],
    methods: funcs![
        clear "(self, /)" "Empty it of all entries.";
        copy "(self, /)" "A new dictionary with the same entries in the same order.";
        class "fromkeys" = fromkeys, "(cls, /, iterable, value=None)", "A new ordered dict: the keys of iterable, all with value.";
        "items" = ordered_views::items, "(self, /)", "";
        "keys" = ordered_views::keys, "(self, /)", "";
        "values" = ordered_views::values, "(self, /)", "";
        move_to_end "(self, /, key, last=True)" "Makes key the last one, or the first if last is false; KeyError if it is missing.";
        pop "(self, /, key, default=missing)" "Takes key out and gives its value; a missing key gives default, or KeyError without one.";
        popitem "(self, /, last=True)" "Takes out the newest pair, or the oldest if last is false, and gives it.";
        setdefault "(self, /, key, default=None)" "The value at key, which is set to default first if key is missing.";
        update "(self, /, *args, **kwargs)" "";
        "__reversed__" = ordered_views::reversed, "(self, /)", "Iterate over the keys from the last to the first.";
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
        class "__class_getitem__" = crate::class_getitem, "(cls, item, /)", "See PEP 585";
    ],
    getset: &[INSTANCE_DICT],
    flags: type_flag::BASE
        | type_flag::EXTENDED
        | type_flag::DICT
        | type_flag::WEAK
        | type_flag::DERIVED,
    ..TypeSpec::NONE
};
