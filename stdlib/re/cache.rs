//! Patterns compiled before: found by the very object they were made of, or by its text.

use std::cell::RefCell;
use std::collections::HashMap;

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::string::StrObject;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::BytesObject;
use taipan_engine::types::exception::{OVERFLOW_ERROR, VALUE_ERROR};

use super::pattern::{self, PatternObject};
use super::tree::flag;

/// Patterns kept by their text; when there are more all are forgotten.
const MOST: usize = 512;

/// Places for patterns found by object.
const RECENT: usize = 64;

struct Recent {
    source: Value,
    flags: u32,
    pattern: Value,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    bytes: bool,
    flags: u32,
    content: Box<[u8]>,
}

#[derive(Default)]
struct Cache {
    recent: RefCell<Vec<Option<Recent>>>,
    by_text: RefCell<HashMap<Key, Value>>,
}

fn cache(vm: &Vm) -> std::rc::Rc<Cache> {
    vm.extra(Cache::default)
}

/// Forgets them all.
pub(super) fn purge(vm: &Vm) {
    let cache = cache(vm);
    let recent = std::mem::take(&mut *cache.recent.borrow_mut());
    let by_text = std::mem::take(&mut *cache.by_text.borrow_mut());
    // Dropped once nothing is borrowed any more.
    drop((recent, by_text));
}

/// Flags as an argument: an int, or something of a kind of it.
pub(super) fn flags_of(vm: &Vm, flags: &Value) -> PyResult<u32> {
    if let Some(int) = flags.as_int()
        && let Ok(int) = i32::try_from(int)
    {
        return Ok(int as u32);
    }
    if flags.is_unbound() {
        return Ok(0);
    }
    let Some(big) = flags.as_big() else {
        let class = vm.class(flags).full_name();
        return Err(
            vm.type_error(format!("unsupported operand type(s) for &: '{class}' and 'int'"))
        );
    };
    match i32::try_from(&*big) {
        Ok(int) => Ok(int as u32),
        Err(_) => Err(vm.raise(&OVERFLOW_ERROR, "Python int too large to convert to C int")),
    }
}

/// The pattern that an argument stands for: itself, or compiled from a str or bytes.
pub(super) fn pattern_of(vm: &Vm, source: &Value, flags: &Value) -> PyResult {
    if source.foreign::<PatternObject>().is_some() {
        if !flags.is_unbound() && vm.truth(flags)? {
            let text = "cannot process flags argument with a compiled pattern";
            return Err(vm.raise(&VALUE_ERROR, text));
        }
        return Ok(source.clone());
    }
    let flags = flags_of(vm, flags)?;
    let cache = cache(vm);
    let place = (source.bits() >> 4 ^ flags as usize) % RECENT;
    if let Some(Some(known)) = cache.recent.borrow().get(place)
        && known.source.is(source)
        && known.flags == flags
    {
        return Ok(known.pattern.clone());
    }
    let content = match source.get_exact::<StrObject>() {
        Some(text) => Some((false, text.as_bytes())),
        None => source.get_exact::<BytesObject>().map(|bytes| (true, &*bytes.0)),
    };
    let Some((bytes, content)) = content else {
        return of_subclass(vm, source, flags);
    };
    if flags & flag::DEBUG != 0 {
        return pattern::compile(vm, source, flags);
    }
    let key = Key { bytes, flags, content: content.into() };
    let known = cache.by_text.borrow().get(&key).cloned();
    let pattern = match known {
        Some(known) => known,
        None => {
            let made = pattern::compile(vm, source, flags)?;
            let mut by_text = cache.by_text.borrow_mut();
            let all = by_text.len() >= MOST;
            let old = if all { std::mem::take(&mut *by_text) } else { HashMap::new() };
            let before = by_text.insert(key, made.clone());
            drop(by_text);
            drop((old, before));
            made
        }
    };
    let recent = Recent { source: source.clone(), flags, pattern: pattern.clone() };
    let mut all = cache.recent.borrow_mut();
    if all.is_empty() {
        all.resize_with(RECENT, || None);
    }
    let old = all.get_mut(place).and_then(|place| place.replace(recent));
    drop(all);
    drop(old);
    Ok(pattern)
}

/// The pattern of a str or bytes of a class of its own, which is not remembered.
fn of_subclass(vm: &Vm, source: &Value, flags: u32) -> PyResult {
    if source.as_str_object().is_some() || source.get::<BytesObject>().is_some() {
        return pattern::compile(vm, source, flags);
    }
    vm.hash(source)?;
    Err(vm.type_error("first argument must be string or compiled pattern"))
}
