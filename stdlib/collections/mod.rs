//! collections: deque, defaultdict, OrderedDict and what named tuples need, natively; the rest, and
//! the abstract classes, as Python.

mod default_dict;
mod deque;
mod deque_iter;
mod ordered_dict;
mod ordered_views;
mod tuple_fields;

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::{BinaryOp, PyResult};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::dict::DICT;
use taipan_engine::types::module::ModuleSpec;

/// Counts the elements in the mapping.
fn count_elements(vm: &Vm, mapping: &Value, iterable: &Value) -> PyResult<()> {
    let one = vm.int(1);
    let iter = vm.iter(iterable)?;
    if let Some(counts) = counted_directly(vm, mapping) {
        while let Some(element) = vm.next(&iter)? {
            let hash = vm.hash(&element)?;
            let count = match counts.get_hashed(vm, hash, &element)? {
                Some(count) => vm.binary(BinaryOp::Add, &count, &one)?,
                None => one.clone(),
            };
            drop(counts.insert_hashed(vm, hash, element, count)?);
        }
        return Ok(());
    }
    let get = vm.getattr(mapping, &vm.intern("get"))?;
    while let Some(element) = vm.next(&iter)? {
        let count = vm.call(&get, &[element.clone(), vm.int(0)])?;
        let count = vm.binary(BinaryOp::Add, &count, &one)?;
        vm.setitem(mapping, &element, Some(&count))?;
    }
    Ok(())
}

/// The dict, if nobody has replaced its `get` and `__setitem__`.
fn counted_directly<'a>(vm: &Vm, mapping: &'a Value) -> Option<&'a DictObject> {
    let counts = mapping.get::<DictObject>()?;
    let class = vm.class(mapping);
    let get = vm.intern("get");
    let same_get = class.lookup(&get)?.is(&vm.types.dict().lookup(&get)?);
    let same_set = std::ptr::fn_addr_eq(class.slots.setitem.get()?, DICT.slots.setitem?);
    (same_get && same_set).then_some(counts)
}

/// The native half.
pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_collections",
    doc: "Containers for special purposes: deque, defaultdict and OrderedDict.",
    funcs: funcs![
        "_count_elements" = count_elements, "(mapping, iterable, /)", "Adds one to the count in mapping for each element of iterable.";
        "_make_new" = tuple_fields::make_new, "(typename, field_names, defaults, /)", "The __new__ of a named tuple.";
    ],
    types: &[
        &deque::DEQUE,
        &deque_iter::ITERATOR,
        &deque_iter::REVERSE_ITERATOR,
        &default_dict::DEFAULT_DICT,
        &ordered_dict::ORDERED_DICT,
        &tuple_fields::TUPLE_GETTER,
    ],
    values: &[("odict_iterator", |vm| vm.ty(&ordered_views::ODICT_ITERATOR).value().clone())],
    ..ModuleSpec::NONE
};

pub(crate) static COLLECTIONS: ModuleSpec = ModuleSpec {
    name: "collections",
    doc: "More containers: namedtuple, deque, ChainMap, Counter, OrderedDict, defaultdict, and the User… base classes.",
    values: &[("__path__", |vm| vm.new_list(Vec::new()))],
    python: Some(frozen!("collections/collections.py")),
    ..ModuleSpec::NONE
};

pub(crate) static ABSTRACT: ModuleSpec = ModuleSpec {
    name: "collections.abc",
    doc: "The abstract base classes of containers, iterators and coroutines.",
    python: Some(frozen!("collections/abstract.py")),
    ..ModuleSpec::NONE
};
