//! "Did you mean": the known name that resembles a wrong one most.

use super::stdlib_names::STDLIB_NAMES;
use crate::object::code::FunctionObject;
use crate::object::dict::DictObject;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::{ATTRIBUTE_ERROR, ExceptionObject, IMPORT_ERROR, NAME_ERROR};
use crate::types::frame::{FrameObject, TracebackObject};

/// What is added to the message of an exception, with its leading full stop; often nothing.
pub(super) fn suggestion(vm: &Vm, exception: &Value) -> String {
    if vm.is_exception(exception, &NAME_ERROR) {
        return for_name(vm, exception);
    }
    let found = if vm.is_exception(exception, &ATTRIBUTE_ERROR) {
        for_attribute(vm, exception)
    } else if vm.is_exception(exception, &IMPORT_ERROR) {
        for_import(vm, exception)
    } else {
        None
    };
    found.map_or_else(String::new, |name| format!(". Did you mean: '{name}'?"))
}

fn member_text(vm: &Vm, exception: &Value, name: &str) -> Option<String> {
    vm.exception_member(exception, name)?.as_str().map(str::to_owned)
}

fn for_attribute(vm: &Vm, exception: &Value) -> Option<String> {
    let wrong = member_text(vm, exception, "name")?;
    let object = vm.exception_member(exception, "obj")?;
    let own = last_frame(exception)
        .and_then(|frame| local(vm, &frame, "self"))
        .is_some_and(|this| this.is(&object));
    let names = directory(vm, &object, own || wrong.starts_with('_'))?;
    closest(&wrong, &names)
}

fn for_import(vm: &Vm, exception: &Value) -> Option<String> {
    let wrong = member_text(vm, exception, "name_from")?;
    let module = vm.exception_member(exception, "name")?;
    let modules = vm.modules.get()?;
    let module = modules.get::<DictObject>()?.get_interned(&vm.intern_value(&module))?;
    let names = directory(vm, &module, wrong.starts_with('_'))?;
    closest(&wrong, &names)
}

/// The sorted names of `dir(object)`; private ones only if asked for.
fn directory(vm: &Vm, object: &Value, private: bool) -> Option<Vec<String>> {
    let names = vm.call_special(object, &vm.names().__dir__, &[]).ok()??;
    let mut names: Vec<String> = vm
        .to_vec(&names)
        .ok()?
        .iter()
        .filter_map(|n| n.as_str())
        .filter(|n| private || !n.starts_with('_'))
        .map(str::to_owned)
        .collect();
    names.sort();
    Some(names)
}

fn for_name(vm: &Vm, exception: &Value) -> String {
    let Some(wrong) = member_text(vm, exception, "name") else { return String::new() };
    let found = visible_name(vm, exception, &wrong);
    let is_module = STDLIB_NAMES.binary_search(&&*wrong).is_ok();
    match (found, is_module) {
        (Some(name), true) => {
            format!(". Did you mean: '{name}'? Or did you forget to import '{wrong}'?")
        }
        (Some(name), false) => format!(". Did you mean: '{name}'?"),
        (None, true) => format!(". Did you forget to import '{wrong}'?"),
        (None, false) => String::new(),
    }
}

/// Among the names that the code could see where it failed: local, global, builtin.
fn visible_name(vm: &Vm, exception: &Value, wrong: &str) -> Option<String> {
    let frame = last_frame(exception)?;
    let payload = frame.get::<FrameObject>()?;
    let locals = vm.frame_locals(&frame).ok()?;
    if let Some(this) = local(vm, &frame, "self")
        && vm.getattr_opt(&this, &vm.intern(wrong)).ok()?.is_some()
    {
        return Some(format!("self.{wrong}"));
    }
    let function = payload.function.get::<FunctionObject>()?;
    let mut names = Vec::new();
    for namespace in [&locals, &function.globals, &function.builtins] {
        let keys = namespace.get::<DictObject>().map(DictObject::keys).unwrap_or_default();
        names.extend(keys.iter().filter_map(|k| k.as_str().map(str::to_owned)));
    }
    // Those of builtins that are made when somebody asks.
    names.extend(crate::sys::BUILTINS_LATER.iter().map(|(name, _)| (*name).to_owned()));
    closest(wrong, &names)
}

/// The frame in which the exception was raised.
fn last_frame(exception: &Value) -> Option<Value> {
    let mut at = exception.get::<ExceptionObject>()?.traceback.bound()?;
    loop {
        let entry = at.get::<TracebackObject>()?;
        let next = entry.next.get();
        if next.get::<TracebackObject>().is_none() {
            return Some(entry.frame.clone());
        }
        at = next;
    }
}

fn local(vm: &Vm, frame: &Value, name: &str) -> Option<Value> {
    let locals = vm.frame_locals(frame).ok()?;
    locals.get::<DictObject>()?.get_interned(&vm.intern(name))
}

/// Beyond these numbers the search would take too long.
const MOST_NAMES: usize = 750;
const LONGEST: usize = 40;

/// A changed, added or removed character costs this, a changed case half of it.
const MOVE: usize = 2;
const CASE: usize = 1;

/// The first of the names that are closest to `wrong`, if one is close enough.
pub(crate) fn closest(wrong: &str, names: &[String]) -> Option<String> {
    let wrong_chars: Vec<char> = wrong.chars().collect();
    if names.len() >= MOST_NAMES || wrong_chars.len() > LONGEST {
        return None;
    }
    let mut best: Option<(&String, usize)> = None;
    for name in names.iter().filter(|n| *n != wrong) {
        let chars: Vec<char> = name.chars().collect();
        // A third of the characters may differ.
        let most = (chars.len() + wrong_chars.len() + 3) * MOVE / 6;
        let most = best.map_or(most, |(_, known)| most.min(known.saturating_sub(1)));
        if chars.len() > LONGEST {
            continue;
        }
        let cost = distance(&wrong_chars, &chars);
        if cost <= most && best.is_none_or(|(_, known)| cost < known) {
            best = Some((name, cost));
        }
    }
    best.map(|(name, _)| name.clone())
}

/// What it costs to turn one text into the other.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).map(|n| n * MOVE).collect();
    for (line, a) in from.iter().enumerate() {
        let mut diagonal = line * MOVE;
        let mut left = diagonal + MOVE;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (b, above) in to.iter().zip(row.iter_mut().skip(1)) {
            let change = diagonal + replacement(*a, *b);
            let cost = change.min(*above + MOVE).min(left + MOVE);
            diagonal = std::mem::replace(above, cost);
            left = cost;
        }
    }
    row.last().copied().unwrap_or(0)
}

fn replacement(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE
    } else {
        MOVE
    }
}

#[cfg(test)]
mod tests {
    use super::closest;

    fn among(wrong: &str, names: &[&str]) -> Option<String> {
        let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        closest(wrong, &names)
    }

    #[test]
    fn finds_what_was_meant() {
        assert_eq!(among("lenght", &["length", "left"]).as_deref(), Some("length"));
        assert_eq!(among("a", &["A", "b"]).as_deref(), Some("A"));
        assert_eq!(among("x", &["a", "b"]), None);
        assert_eq!(among("apend", &["append", "extend"]).as_deref(), Some("append"));
        assert_eq!(among("blech", &["blech"]), None);
        assert_eq!(among(&"x".repeat(50), &["x"]), None);
    }
}
