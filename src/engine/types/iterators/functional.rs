//! map, filter, and the iterator that calls a function until it returns a certain value.

use super::{itself, only_positional};
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::Args;
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::STOP_ITERATION;

struct Map {
    function: Value,
    iters: Vec<Value>,
}

impl Traverse for Map {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        self.iters.iter().for_each(visit);
    }
}

fn map_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let given = match class.value().is(vm.ty(&MAP).value()) {
        true => only_positional(vm, "map", args)?,
        false => args.positional(),
    };
    let Some((function, iterables)) = given.split_first().filter(|(_, rest)| !rest.is_empty())
    else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    let iters: PyResult<Vec<Value>> = iterables.iter().map(|a| vm.iter(a)).collect();
    Ok(vm.new_foreign(class, Map { function: function.clone(), iters: iters? }))
}

fn map_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(own) = this.foreign::<Map>() else { return Err(vm.wrong_self(this, "map")) };
    if let [iter] = own.iters.as_slice() {
        let Some(item) = vm.next(iter)? else { return Ok(None) };
        return finish(vm, vm.call(&own.function, &[item]));
    }
    let mut items = Vec::with_capacity(own.iters.len());
    for iter in &own.iters {
        let Some(item) = vm.next(iter)? else { return Ok(None) };
        items.push(item);
    }
    finish(vm, vm.call(&own.function, &items))
}

/// A StopIteration out of the function ends the iteration.
fn finish(vm: &Vm, result: PyResult) -> PyResult<Option<Value>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(raised) if vm.is_exception(&raised.0, &STOP_ITERATION) => Ok(None),
        Err(raised) => Err(raised),
    }
}

fn map_reduce(vm: &Vm, this: &Value) -> PyResult {
    let Some(own) = this.foreign::<Map>() else { return Err(vm.wrong_self(this, "map")) };
    let args = vm.tuple_joined(std::slice::from_ref(&own.function), &own.iters);
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), args]))
}

struct Filter {
    function: Value,
    iter: Value,
}

impl Traverse for Filter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(&self.iter);
    }
}

fn filter_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let given = match class.value().is(vm.ty(&FILTER).value()) {
        true => only_positional(vm, "filter", args)?,
        false => args.positional(),
    };
    let [function, iterable] = given else {
        return Err(vm.type_error(format!("filter expected 2 arguments, got {}", given.len())));
    };
    let iter = vm.iter(iterable)?;
    Ok(vm.new_foreign(class, Filter { function: function.clone(), iter }))
}

fn filter_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(own) = this.foreign::<Filter>() else { return Err(vm.wrong_self(this, "filter")) };
    let plain = own.function.is_none() || own.function.is(vm.types.bool().value());
    while let Some(item) = vm.next(&own.iter)? {
        let keep = if plain {
            vm.truth(&item)?
        } else {
            match finish(vm, vm.call(&own.function, std::slice::from_ref(&item)))? {
                Some(verdict) => vm.truth(&verdict)?,
                None => return Ok(None),
            }
        };
        if keep {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn filter_reduce(vm: &Vm, this: &Value) -> PyResult {
    let Some(own) = this.foreign::<Filter>() else { return Err(vm.wrong_self(this, "filter")) };
    let args = vm.tuple(vec![own.function.clone(), own.iter.clone()]);
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), args]))
}

/// Both are unbound at the end.
struct CallableIter {
    function: Var,
    sentinel: Var,
}

impl Traverse for CallableIter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.function.visit(visit);
        self.sentinel.visit(visit);
    }

    fn clear(&self) {
        self.function.set(Value::UNBOUND);
        self.sentinel.set(Value::UNBOUND);
    }
}

impl Vm {
    /// `iter(function, sentinel)`
    pub fn callable_iterator(&self, function: &Value, sentinel: &Value) -> Value {
        let function = function.clone().into();
        let state = CallableIter { function, sentinel: sentinel.clone().into() };
        self.new_foreign(&self.ty(&CALLABLE_ITERATOR), state)
    }
}

fn callable_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(own) = this.foreign::<CallableIter>() else {
        return Err(vm.wrong_self(this, "callable_iterator"));
    };
    let Some(function) = own.function.bound() else { return Ok(None) };
    if let Some(item) = finish(vm, vm.call(&function, &[]))? {
        // The function may have used this very iterator to its end.
        let Some(sentinel) = own.sentinel.bound() else { return Ok(None) };
        if !vm.equal(&sentinel, &item)? {
            return Ok(Some(item));
        }
    }
    own.clear();
    Ok(None)
}

fn callable_reduce(vm: &Vm, this: &Value) -> PyResult {
    let function = vm.builtin_function("iter")?;
    let Some(own) = this.foreign::<CallableIter>() else {
        return Err(vm.wrong_self(this, "callable_iterator"));
    };
    let args = match (own.function.bound(), own.sentinel.bound()) {
        (Some(function), Some(sentinel)) => vec![function, sentinel],
        _ => vec![vm.empty_tuple()],
    };
    Ok(vm.rebuilt_by(function, args, None))
}

pub static MAP: TypeSpec = TypeSpec {
    name: "map",
    doc: "Calls func with one item of each iterable at a time and yields the results, until the shortest ends.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        iter: Some(itself),
        next: Some(map_next),
        new: Some(map_new),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    methods: funcs!["__reduce__" = map_reduce, "(self, /)", "What copying and pickling rebuild it from.";],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};

pub static FILTER: TypeSpec = TypeSpec {
    name: "filter",
    doc: "The items for which function(item) is true; the true ones if function is None.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        iter: Some(itself),
        next: Some(filter_next),
        new: Some(filter_new),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    methods: funcs!["__reduce__" = filter_reduce, "(self, /)", "What copying and pickling rebuild it from.";],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};

pub static CALLABLE_ITERATOR: TypeSpec = TypeSpec {
    name: "callable_iterator",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { iter: Some(itself), next: Some(callable_next), ..Slots::NONE },
    methods: funcs!["__reduce__" = callable_reduce, "(self, /)", "What copying and pickling rebuild it from.";],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
