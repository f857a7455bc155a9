//! itertools: the table, and what its types share. Every type is an iterator over other iterators;
//! no borrow of its state is alive while one of those runs.

mod choose;
mod combine;
mod endless;
mod group;
mod select;
mod tee;

use taipan_engine::funcs;
use taipan_engine::object::foreign::{Foreign, ForeignObject};
use taipan_engine::object::header::Payload;
use taipan_engine::object::native::{Args, NativeDef};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::STOP_ITERATION;
use taipan_engine::types::module::ModuleSpec;

type New = fn(&Vm, &TypeRef, Args) -> PyResult;
type Next = fn(&Vm, &Value) -> PyResult<Option<Value>>;

/// The table of an iterator type that classes may derive from.
const fn iterator(
    name: &'static str,
    doc: &'static str,
    new: New,
    next: Next,
    methods: &'static [NativeDef],
) -> TypeSpec {
    TypeSpec {
        name,
        doc,
        operations: Some(ForeignObject::OPERATIONS),
        slots: Slots {
            iter: Some(|_, this| Ok(this.clone())),
            next: Some(next),
            new: Some(new),
            ..Slots::NONE
        },
        methods,
        flags: type_flag::BASE,
        ..TypeSpec::NONE
    }
}

/// The state of an iterator.
fn state<'a, T: Foreign>(vm: &Vm, this: &'a Value, name: &str) -> PyResult<&'a T> {
    this.foreign::<T>().ok_or_else(|| vm.wrong_self(this, name))
}

/// The arguments of a constructor that takes so many positional ones and, unless a class derives
/// from it, no others.
fn positional<'a>(
    vm: &Vm,
    class: &TypeRef,
    name: &str,
    args: Args<'a>,
    least: usize,
    most: usize,
) -> PyResult<&'a [Value]> {
    if !args.names.is_empty() && class.has(type_flag::IMMUTABLE) {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    let given = args.positional();
    let (how, bound) = match given.len() {
        count if count < least && least == most => ("", least),
        count if count > most && least == most => ("", least),
        count if count < least => ("at least ", least),
        count if count > most => ("at most ", most),
        _ => return Ok(given),
    };
    let (s, count) = (if bound == 1 { "" } else { "s" }, given.len());
    Err(vm.type_error(format!("{name} expected {how}{bound} argument{s}, got {count}")))
}

/// What a function returned; a StopIteration out of it ends the iteration.
fn called(vm: &Vm, result: PyResult) -> PyResult<Option<Value>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(raised) if vm.is_exception(&raised.0, &STOP_ITERATION) => Ok(None),
        Err(raised) => Err(raised),
    }
}

pub(crate) static ITERTOOLS: ModuleSpec = ModuleSpec {
    name: "itertools",
    doc: "Iterators that build on others.",
    funcs: funcs![
        "tee" = tee::tee, "(iterable, n=2, /)", "A tuple of n iterators, each of which gives all the items.";
    ],
    types: &[
        &combine::ACCUMULATE,
        &combine::BATCHED,
        &endless::CHAIN,
        &choose::COMBINATIONS,
        &select::COMPRESS,
        &endless::COUNT,
        &choose::COMBINATIONS_WITH_REPLACEMENT,
        &endless::CYCLE,
        &select::DROPWHILE,
        &select::FILTERFALSE,
        &group::GROUPBY,
        &group::GROUPER,
        &select::ISLICE,
        &combine::PAIRWISE,
        &choose::PERMUTATIONS,
        &choose::PRODUCT,
        &endless::REPEAT,
        &combine::STARMAP,
        &select::TAKEWHILE,
        &tee::TEE,
        &tee::TEE_DATA,
        &combine::ZIP_LONGEST,
    ],
    ..ModuleSpec::NONE
};
