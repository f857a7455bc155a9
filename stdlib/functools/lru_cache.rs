//! The callable behind functools.lru_cache. Results lie in a dict in order of use; no borrow is held
//! while the function or a key's `__eq__` runs, so both may call the cache again.

use std::cell::Cell;

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, Signature};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::string::StrObject;
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::int::BigIntObject;

use super::INSTANCE_DICT;

struct Cache {
    function: Value,
    /// What makes the result of `cache_info`.
    info: Value,
    /// `None`: without limit.
    limit: Option<usize>,
    typed: bool,
    results: DictObject,
    hits: Cell<i64>,
    misses: Cell<i64>,
    /// Stands between positional and keyword arguments in a key; equal to nothing else.
    mark: Value,
}

impl Traverse for Cache {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(&self.info);
        visit(&self.mark);
        self.results.traverse(visit);
    }

    fn clear(&self) {
        self.results.clear_all();
    }
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let signature = Signature::parse("(user_function, maxsize, typed, cache_info_type)");
    let bound = signature.bind(vm, "lru_cache", args)?;
    let [function, limit, typed, info] = bound.as_slice() else { return Ok(Value::NONE) };
    if vm.class(function).slots.call.get().is_none() {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let limit = match limit.is_none() {
        true => None,
        false if vm.class(limit).slots.index.get().is_none() && !limit.is_bool() => {
            return Err(vm.type_error("maxsize should be integer or None"));
        }
        false => Some(usize::try_from(vm.index_i64(limit)?).unwrap_or(0)),
    };
    let cache = Cache {
        function: function.clone(),
        info: info.clone(),
        limit,
        typed: vm.truth(typed)?,
        results: DictObject::new(),
        hits: Cell::new(0),
        misses: Cell::new(0),
        mark: vm.new_instance(vm.types.object())?,
    };
    Ok(vm.new_foreign(class, cache))
}

/// The key of a call: the argument itself if it is a single int or str, else a tuple.
fn key_of(vm: &Vm, cache: &Cache, args: Args) -> Value {
    if !cache.typed
        && let [only] = args.all
        && args.names.is_empty()
        && (only.is_int()
            || only.get_exact::<StrObject>().is_some()
            || only.get_exact::<BigIntObject>().is_some())
    {
        return only.clone();
    }
    if !cache.typed && args.names.is_empty() {
        return vm.tuple(args.all.to_vec());
    }
    let mut parts = args.positional().to_vec();
    if !args.names.is_empty() {
        parts.push(cache.mark.clone());
        for (name, value) in args.keywords() {
            parts.extend([name.clone(), value.clone()]);
        }
    }
    if cache.typed {
        parts.extend(args.all.iter().map(|value| vm.type_of(value).value().clone()));
    }
    vm.tuple(parts)
}

fn count(cell: &Cell<i64>) {
    cell.set(cell.get().saturating_add(1));
}

fn call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    let Some(cache) = this.foreign::<Cache>() else {
        return Err(vm.wrong_self(this, "functools._lru_cache_wrapper"));
    };
    if cache.limit == Some(0) {
        count(&cache.misses);
        return vm.call_args(&cache.function, args);
    }
    let key = key_of(vm, cache, args);
    let hash = vm.hash(&key)?;
    let known = match cache.limit {
        None => cache.results.get_hashed(vm, hash, &key)?,
        Some(_) => cache.results.move_hashed(vm, hash, &key, true)?,
    };
    if let Some(known) = known {
        count(&cache.hits);
        return Ok(known);
    }
    count(&cache.misses);
    let result = vm.call_args(&cache.function, args)?;
    if let Some(limit) = cache.limit {
        // The function may have called the cache with the same arguments.
        if cache.results.contains_hashed(vm, hash, &key)? {
            return Ok(result);
        }
        if cache.results.len() >= limit {
            drop(cache.results.pop_first());
        }
    }
    drop(cache.results.insert_hashed(vm, hash, key, result.clone())?);
    Ok(result)
}

fn cache_info(vm: &Vm, this: &Value) -> PyResult {
    let Some(cache) = this.foreign::<Cache>() else { return Ok(Value::NONE) };
    let limit = cache.limit.map_or(Value::NONE, |limit| vm.int(limit as i64));
    let (hits, misses) = (vm.int(cache.hits.get()), vm.int(cache.misses.get()));
    vm.call(&cache.info, &[hits, misses, limit, vm.int(cache.results.len() as i64)])
}

fn cache_clear(_: &Vm, this: &Value) {
    if let Some(cache) = this.foreign::<Cache>() {
        cache.hits.set(0);
        cache.misses.set(0);
        cache.results.clear_all();
    }
}

fn itself(_: &Vm, this: &Value) -> Value {
    this.clone()
}

fn copy_deeply(_: &Vm, this: &Value, _memo: &Value) -> Value {
    this.clone()
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    vm.getattr(this, &vm.names().__qualname__)
}

fn descr_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult {
    Ok(match instance.filter(|i| !i.is_none()) {
        Some(instance) => vm.new_method(this.clone(), instance.clone()),
        None => this.clone(),
    })
}

pub(super) static WRAPPER: TypeSpec = TypeSpec {
    name: "functools._lru_cache_wrapper",
    doc: "A function that remembers its results, at most maxsize of them (None: all); typed sets 3 and 3.0 apart.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), call: Some(call), descr_get: Some(descr_get), ..Slots::NONE },
    methods: funcs![
        cache_info "(self, /)" "Report cache statistics";
        cache_clear "(self, /)" "Forget all results and start counting anew.";
        "__reduce__" = reduce, "(self, /)", "";
        "__copy__" = itself, "(self, /)", "";
        "__deepcopy__" = copy_deeply, "(self, memo, /)", "";
    ],
    getset: &[INSTANCE_DICT],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};
