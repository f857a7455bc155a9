//! enumerate and zip.

use std::cell::Cell;

use super::itself;
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::Args;
use crate::object::slots::{BinaryOp, PyResult, Slots, Step};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;

struct Enumerate {
    iter: Value,
    count: Var,
}

impl Traverse for Enumerate {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.iter);
        self.count.visit(visit);
    }
}

fn enumerate_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let given = args.positional();
    if given.is_empty() && args.names.len() > 2 {
        return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
    }
    if args.all.len() > 2 {
        let text = format!("enumerate() takes at most 2 arguments ({} given)", args.all.len());
        return Err(vm.type_error(text));
    }
    let (mut iterable, mut start) = (given.first(), given.get(1));
    for (name, value) in args.keywords() {
        match name.as_str() {
            Some("iterable") if iterable.is_none() => iterable = Some(value),
            Some("start") if start.is_none() && args.all.len() > 1 => start = Some(value),
            _ => {
                let name = name.to_text();
                let text = format!("'{name}' is an invalid keyword argument for enumerate()");
                return Err(vm.type_error(text));
            }
        }
    }
    let Some(iterable) = iterable else {
        return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
    };
    let count = start.map_or(Ok(Value::int_unchecked(0)), |start| vm.index(start))?;
    let iter = vm.iter(iterable)?;
    Ok(vm.new_foreign(class, Enumerate { iter, count: count.into() }))
}

fn enumerate_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    Ok(match enumerate_pair(vm, this)? {
        Step::Pair(count, item) => Some(vm.tuple(vec![count, item])),
        Step::Item(item) => Some(item),
        Step::End => None,
    })
}

fn enumerate_pair(vm: &Vm, this: &Value) -> PyResult<Step> {
    let Some(own) = this.foreign::<Enumerate>() else {
        return Err(vm.wrong_self(this, "enumerate"));
    };
    let Some(item) = vm.next(&own.iter)? else { return Ok(Step::End) };
    let count = own.count.get();
    let after = match count.as_int() {
        Some(count) => vm.int(count + 1),
        None => vm.binary(BinaryOp::Add, &count, &Value::int_unchecked(1))?,
    };
    own.count.set(after);
    Ok(Step::Pair(count, item))
}

fn enumerate_reduce(vm: &Vm, this: &Value) -> PyResult {
    let Some(own) = this.foreign::<Enumerate>() else {
        return Err(vm.wrong_self(this, "enumerate"));
    };
    let args = vm.tuple(vec![own.iter.clone(), own.count.get()]);
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), args]))
}

/// The last iterator goes first, as in CPython.
impl Drop for Zip {
    fn drop(&mut self) {
        while let Some(iter) = self.iters.pop() {
            drop(iter);
        }
    }
}

struct Zip {
    iters: Vec<Value>,
    strict: Cell<bool>,
}

impl Traverse for Zip {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.iters.iter().for_each(visit);
    }
}

fn zip_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let mut strict = false;
    if args.names.len() > 1 {
        let given = args.names.len();
        let text = format!("zip() takes at most 1 keyword argument ({given} given)");
        return Err(vm.type_error(text));
    }
    for (name, value) in args.keywords() {
        if name.as_str() != Some("strict") {
            let name = name.to_text();
            let text = format!("zip() got an unexpected keyword argument '{name}'");
            return Err(vm.type_error(text));
        }
        strict = vm.truth(value)?;
    }
    let iters: PyResult<Vec<Value>> = args.positional().iter().map(|a| vm.iter(a)).collect();
    Ok(vm.new_foreign(class, Zip { iters: iters?, strict: Cell::new(strict) }))
}

fn zip_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(own) = this.foreign::<Zip>() else { return Err(vm.wrong_self(this, "zip")) };
    if own.iters.is_empty() {
        return Ok(None);
    }
    let mut items = Vec::with_capacity(own.iters.len());
    for (at, iter) in own.iters.iter().enumerate() {
        match vm.next(iter)? {
            Some(item) => items.push(item),
            None if own.strict.get() => return uneven(vm, own, at),
            None => return Ok(None),
        }
    }
    Ok(Some(vm.tuple(items)))
}

fn zip_pair(vm: &Vm, this: &Value) -> PyResult<Step> {
    if let Some(own) = this.foreign::<Zip>()
        && let ([first, second], false) = (own.iters.as_slice(), own.strict.get())
    {
        let Some(first) = vm.next(first)? else { return Ok(Step::End) };
        return Ok(vm.next(second)?.map_or(Step::End, |second| Step::Pair(first, second)));
    }
    Ok(zip_next(vm, this)?.map_or(Step::End, Step::Item))
}

/// The iterator number `at` (from 0) has ended, with `strict`.
fn uneven(vm: &Vm, own: &Zip, at: usize) -> PyResult<Option<Value>> {
    let complain = |at: usize, how: &str| {
        let others = if at == 1 { " 1".to_owned() } else { format!("s 1-{at}") };
        vm.value_error(format!("zip() argument {} is {how} than argument{others}", at + 1))
    };
    if at > 0 {
        return Err(complain(at, "shorter"));
    }
    for (at, iter) in own.iters.iter().enumerate().skip(1) {
        if vm.next(iter)?.is_some() {
            return Err(complain(at, "longer"));
        }
    }
    Ok(None)
}

fn zip_reduce(vm: &Vm, this: &Value) -> PyResult {
    let Some(own) = this.foreign::<Zip>() else { return Err(vm.wrong_self(this, "zip")) };
    let mut parts = vec![vm.type_of(this).value().clone(), vm.tuple(own.iters.clone())];
    if own.strict.get() {
        parts.push(Value::TRUE);
    }
    Ok(vm.tuple(parts))
}

/// The state is whether it is strict.
fn zip_setstate(vm: &Vm, this: &Value, strict: bool) -> PyResult<()> {
    let Some(own) = this.foreign::<Zip>() else { return Err(vm.wrong_self(this, "zip")) };
    own.strict.set(strict);
    Ok(())
}

pub static ENUMERATE: TypeSpec = TypeSpec {
    name: "enumerate",
    doc: "Pairs of a number, counting up from start, and the next item of an iterable.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        iter: Some(itself),
        next: Some(enumerate_next),
        next_pair: Some(enumerate_pair),
        new: Some(enumerate_new),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    methods: funcs![
        "__reduce__" = enumerate_reduce, "(self, /)", "What copying and pickling rebuild it from.";
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};

pub static ZIP: TypeSpec = TypeSpec {
    name: "zip",
    doc: "Tuples with one item of each iterable, until the shortest ends; with strict, ValueError if others do not end there.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        iter: Some(itself),
        next: Some(zip_next),
        next_pair: Some(zip_pair),
        new: Some(zip_new),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    methods: funcs![
        "__reduce__" = zip_reduce, "(self, /)", "What copying and pickling rebuild it from.";
        "__setstate__" = zip_setstate, "(self, state, /)", "Says whether it is strict.";
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};
