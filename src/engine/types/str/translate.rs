//! str: `translate` and `maketrans`.

use crate::object::dict::DictObject;
use crate::object::slots::PyResult;
use crate::object::string::push_wtf8;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::LOOKUP_ERROR;
use crate::types::int::BigIntObject;

use super::text::{Text, str_arg};

pub(super) fn translate(vm: &Vm, this: Text, table: &Value) -> PyResult {
    let mut out = Vec::with_capacity(this.as_bytes().len());
    // An ASCII character is asked for once, as CPython does.
    let mut known: Vec<Option<Translated>> = vec![None; 0x80];
    for point in this.code_points() {
        let place = known.get_mut(point as usize);
        let mapped = match &place {
            Some(Some(mapped)) => mapped.clone(),
            _ => translated(vm, table, point)?,
        };
        if let Some(place @ None) = place {
            *place = Some(mapped.clone());
        }
        match mapped {
            Translated::Text(bytes) => out.extend_from_slice(&bytes),
            Translated::Point(new) => push_wtf8(&mut out, new),
        }
        if !vm.heap.allows(out.len()) {
            return Err(vm.memory_error());
        }
    }
    vm.finish_str(&out)
}

/// What the table makes of a code point.
#[derive(Clone)]
enum Translated {
    Point(u32),
    Text(Vec<u8>),
}

fn translated(vm: &Vm, table: &Value, point: u32) -> PyResult<Translated> {
    let found = match vm.getitem(table, &vm.int(i64::from(point))) {
        Ok(found) => found,
        Err(raised) if vm.is_exception(&raised.0, &LOOKUP_ERROR) => {
            return Ok(Translated::Point(point));
        }
        Err(raised) => return Err(raised),
    };
    if found.is_none() {
        return Ok(Translated::Text(Vec::new()));
    }
    if let Some(text) = found.as_str_object() {
        return Ok(Translated::Text(text.as_bytes().to_vec()));
    }
    let is_int = found.is_int() || found.is_bool() || found.get::<BigIntObject>().is_some();
    if !is_int {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    }
    let new = vm.small_index(&vm.index(&found)?).and_then(|n| u32::try_from(n).ok());
    match new.filter(|p| *p < 0x11_0000) {
        Some(new) => Ok(Translated::Point(new)),
        None => Err(vm.value_error("character mapping must be in range(0x110000)")),
    }
}

pub(super) fn maketrans(vm: &Vm, x: &Value, y: &Value, z: &Value) -> PyResult {
    let table = DictObject::new();
    if y.is_unbound() {
        let Some(from) = x.get_exact::<DictObject>() else {
            let text = "if you give only one argument to maketrans it must be a dict";
            return Err(vm.type_error(text));
        };
        for (key, value) in from.pairs() {
            let key = match key.as_str_object() {
                Some(text) if text.chars() == 1 => {
                    vm.int(text.code_points().next().map_or(0, i64::from))
                }
                Some(_) => {
                    let text = "string keys in translate table must be of length 1";
                    return Err(vm.value_error(text));
                }
                None if key.is_int() || key.is_bool() || key.get::<BigIntObject>().is_some() => key,
                None => {
                    let text = "keys in translate table must be strings or integers";
                    return Err(vm.type_error(text));
                }
            };
            table.insert(vm, key, value)?;
        }
        return Ok(vm.new_dict(table));
    }
    let to = str_arg(vm, y, "maketrans() argument 2")?;
    let gone = if z.is_unbound() { None } else { Some(str_arg(vm, z, "maketrans() argument 3")?) };
    let Some(from) = x.as_str_object() else {
        let text = "first maketrans argument must be a string if there is a second argument";
        return Err(vm.type_error(text));
    };
    if from.chars() != to.chars() {
        let text = "the first two maketrans arguments must have equal length";
        return Err(vm.value_error(text));
    }
    for (from, to) in from.code_points().zip(to.code_points()) {
        table.insert(vm, vm.int(i64::from(from)), vm.int(i64::from(to)))?;
    }
    for point in gone.iter().flat_map(|text| text.code_points()) {
        table.insert(vm, vm.int(i64::from(point)), Value::NONE)?;
    }
    Ok(vm.new_dict(table))
}
