//! StopIteration, SystemExit, KeyError, ImportError, AttributeError and NameError: what they keep
//! besides their arguments.

use super::{ExceptionObject, base};
use crate::object::dict::DictObject;
use crate::object::native::Args;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// `value` of StopIteration: the first argument.
pub(super) fn stop_iteration_init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    base::init(vm, this, args)?;
    super::write_member(this, 0, Some(args.all.first().unwrap_or(&Value::NONE)));
    Ok(())
}

/// `code` of SystemExit: nothing, the argument, or all of them.
pub(super) fn system_exit_init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    base::init(vm, this, args)?;
    let code = match args.all {
        [] => Value::NONE,
        [only] => only.clone(),
        _ => base::args_of(vm, this),
    };
    super::write_member(this, 0, Some(&code));
    Ok(())
}

/// A single key is shown by its repr, so that an empty text can be seen.
pub(super) fn key_error_str(vm: &Vm, this: &Value) -> PyResult {
    match base::args_of(vm, this).tuple_items() {
        [key] => vm.repr(key),
        _ => base::str(vm, this),
    }
}

/// Takes keyword arguments that are members; `names` gives their places.
fn keyword_members(
    vm: &Vm,
    this: &Value,
    args: Args,
    function: &str,
    names: &[&str],
    allowed: &[&str],
) -> PyResult<()> {
    let Some(exception) = this.get::<ExceptionObject>() else { return Ok(()) };
    let (given, most) = (args.names.len(), allowed.len());
    if given > most {
        let s = if most == 1 { "" } else { "s" };
        return Err(vm.type_error(format!(
            "{function}() takes at most {most} keyword argument{s} ({given} given)"
        )));
    }
    for (name, value) in args.keywords() {
        let text = name.to_text();
        let place = names.iter().position(|n| *n == text).filter(|_| allowed.contains(&&*text));
        let Some(at) = place else {
            let text = format!("{function}() got an unexpected keyword argument '{text}'");
            return Err(vm.type_error(text));
        };
        exception.set_member(at, value.clone());
    }
    Ok(())
}

pub(super) const IMPORT_MEMBERS: &[&str] = &["msg", "name", "path", "name_from"];
pub(super) const ATTRIBUTE_MEMBERS: &[&str] = &["name", "obj"];
pub(super) const NAME_MEMBERS: &[&str] = &["name"];

pub(super) fn import_init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    base::set_args(vm, this, args);
    let allowed = &["name", "path", "name_from"];
    // What was set before is gone.
    (1..IMPORT_MEMBERS.len()).for_each(|at| super::write_member(this, at, None));
    keyword_members(vm, this, args, "ImportError", IMPORT_MEMBERS, allowed)?;
    let message = match args.positional() {
        [only] => only,
        _ => &Value::NONE,
    };
    super::write_member(this, 0, Some(message));
    Ok(())
}

pub(super) fn import_str(vm: &Vm, this: &Value) -> PyResult {
    let message = super::read_member(this, 0);
    if message.as_str_object().is_some() { Ok(message) } else { base::str(vm, this) }
}

pub(super) fn attribute_init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    base::set_args(vm, this, args);
    keyword_members(vm, this, args, "AttributeError", ATTRIBUTE_MEMBERS, ATTRIBUTE_MEMBERS)
}

pub(super) fn name_init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    base::set_args(vm, this, args);
    keyword_members(vm, this, args, "NameError", NAME_MEMBERS, NAME_MEMBERS)
}

/// A copy of the instance's attributes with these members, as far as they are set.
fn state(vm: &Vm, this: &Value, members: &[(usize, &str)]) -> PyResult<Option<Value>> {
    let own = base::own_attributes(vm, this);
    let copy = own.as_ref().and_then(|d| d.get::<DictObject>()).map(DictObject::copy);
    let dict = copy.unwrap_or_default();
    let exception = this.get::<ExceptionObject>();
    for (at, name) in members {
        if let Some(value) = exception.and_then(|e| e.member(*at)) {
            dict.set_interned(&vm.intern(name), value);
        }
    }
    Ok((!dict.is_empty()).then(|| vm.new_dict(dict)))
}

pub(super) fn import_reduce(vm: &Vm, this: &Value) -> PyResult {
    let class = vm.type_of(this).value().clone();
    let mut parts = vec![class, base::args_of(vm, this)];
    parts.extend(state(vm, this, &[(1, "name"), (2, "path"), (3, "name_from")])?);
    Ok(vm.tuple(parts))
}

/// `obj` is left out: it need not be something that can be copied.
pub(super) fn attribute_getstate(vm: &Vm, this: &Value) -> PyResult {
    let with_name = state(vm, this, &[(0, "name")])?;
    let dict = with_name.unwrap_or_else(|| vm.new_dict(DictObject::new()));
    if let Some(dict) = dict.get::<DictObject>() {
        dict.set_interned(&vm.names().args, base::args_of(vm, this));
    }
    Ok(dict)
}

pub(super) fn attribute_reduce(vm: &Vm, this: &Value) -> PyResult {
    let class = vm.type_of(this).value().clone();
    let state = attribute_getstate(vm, this)?;
    Ok(vm.tuple(vec![class, base::args_of(vm, this), state]))
}
