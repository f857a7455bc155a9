//! Binding: a call's arguments to the parameters of a Python function. Pushes no frame.
//!
//! Safety: the functions require what `Vm::run` guarantees (see `slow/mod.rs`).

use std::mem::ManuallyDrop;
use std::ptr;

use taipan_compiler::code::flags;

use crate::object::code::{CodeObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::native::Args;
use crate::object::slots::{PyResult, Raised};
use crate::object::string::StrObject;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// Arguments that belong to a call: each is taken once, what is left is dropped at the end.
pub(super) struct Given<'a> {
    pub(super) first: *mut Value,
    pub(super) count: usize,
    /// Names of the last ones; interned strs.
    pub(super) names: &'a [Value],
}

impl<'a> Given<'a> {
    pub(super) fn args(&self) -> Args<'_> {
        // SAFETY: `count` values lie there.
        let all = unsafe { std::slice::from_raw_parts(self.first, self.count) };
        Args { all, names: self.names }
    }

    fn positional(&self) -> usize {
        self.count - self.names.len()
    }

    /// The first one left.
    unsafe fn take(&mut self) -> Value {
        // SAFETY: the caller knows that one is left.
        unsafe {
            let value = ptr::read(self.first);
            self.first = self.first.add(1);
            self.count -= 1;
            value
        }
    }

    /// The same with `value` in front, whose place is free.
    pub(super) unsafe fn with_first(self, value: Value) -> Given<'a> {
        let this = ManuallyDrop::new(self);
        // SAFETY: by contract of `call`.
        unsafe {
            let first = this.first.sub(1);
            ptr::write(first, value);
            Given { first, count: this.count + 1, names: this.names }
        }
    }
}

impl Drop for Given<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        for at in 0..self.count {
            // SAFETY: what is left are values, each given up once.
            unsafe { drop(ptr::read(self.first.add(at))) };
        }
    }
}

/// Moves the arguments into the registers of the parameters; the other locals become unbound.
pub(super) unsafe fn bind(
    vm: &Vm,
    function: &FunctionObject,
    code: &CodeObject,
    mut given: Given<'_>,
    registers: *mut Value,
) -> PyResult<()> {
    let plan = &code.code;
    let (wanted, keyword_only) = (usize::from(plan.arg_count), usize::from(plan.keyword_only));
    let positional = given.positional();
    let direct = positional.min(wanted);
    // SAFETY: as the head of the file demands.
    unsafe {
        for at in 0..direct {
            ptr::write(registers.add(at), given.take());
        }
        for at in direct..usize::from(code.locals) {
            ptr::write(registers.add(at), Value::UNBOUND);
        }
        let mut next = wanted + keyword_only;
        let surplus = positional - direct;
        // Keywords are looked at before too many positional arguments are complained of.
        let mut dropped = Vec::new();
        if code.has_flag(flags::VARARGS) {
            let rest = match surplus {
                0 => vm.empty_tuple(),
                _ => vm.tuple_from_raw(vm.types.tuple(), given.first, surplus),
            };
            given.first = given.first.add(surplus);
            given.count -= surplus;
            ptr::write(registers.add(next), rest);
            next += 1;
        } else {
            dropped.extend((0..surplus).map(|_| given.take()));
        }
        let extra = if code.has_flag(flags::VARKEYWORDS) {
            let dict = vm.new_dict(DictObject::with_capacity(given.count));
            ptr::write(registers.add(next), dict.clone());
            Some(dict)
        } else {
            None
        };
        if !given.names.is_empty() {
            bind_keywords(vm, function, code, given, registers, extra.as_ref())?;
        }
        if !dropped.is_empty() {
            return Err(too_many(vm, function, code, positional, registers));
        }
        if direct < wanted || keyword_only > 0 {
            fill_defaults(vm, function, code, direct, registers)?;
        }
        Ok(())
    }
}

unsafe fn bind_keywords(
    vm: &Vm,
    function: &FunctionObject,
    code: &CodeObject,
    mut given: Given<'_>,
    registers: *mut Value,
    extra: Option<&Value>,
) -> PyResult<()> {
    let first = usize::from(code.code.positional_only);
    let parameters = code.parameters(vm);
    for name in given.names {
        let found = parameters.iter().skip(first).position(|p| p.is(name) || same_text(p, name));
        // SAFETY: one argument is left for each name.
        let value = unsafe { given.take() };
        let Some(found) = found else {
            if let Some(extra) = extra.and_then(|e| e.get::<DictObject>()) {
                drop(extra.insert(vm, name.clone(), value)?);
                continue;
            }
            return Err(unexpected(vm, function, code, given.names, name));
        };
        // SAFETY: as the head of the file demands; registers of parameters are initialised.
        unsafe {
            let place = registers.add(first + found);
            if !(*place).is_unbound() {
                let (name, argument) = (qualname(function), name.to_text());
                let text = format!("{name}() got multiple values for argument '{argument}'");
                return Err(vm.type_error(text));
            }
            ptr::write(place, value);
        }
    }
    Ok(())
}

/// Whether a keyword that is not interned has the parameter's text.
fn same_text(parameter: &Value, name: &Value) -> bool {
    match name.get::<StrObject>() {
        Some(text) if text.is_interned() => false,
        Some(text) => parameter.as_str().is_some_and(|p| p.as_bytes() == text.as_bytes()),
        None => false,
    }
}

unsafe fn fill_defaults(
    vm: &Vm,
    function: &FunctionObject,
    code: &CodeObject,
    given: usize,
    registers: *mut Value,
) -> PyResult<()> {
    let plan = &code.code;
    let (wanted, keyword_only) = (usize::from(plan.arg_count), usize::from(plan.keyword_only));
    // SAFETY: as the head of the file demands.
    unsafe {
        if given < wanted {
            let defaults = function.defaults.get();
            let defaults = defaults.tuple_items();
            // There may be more than parameters: the last ones count.
            let surplus = defaults.len().saturating_sub(wanted);
            let required = wanted.saturating_sub(defaults.len());
            let mut missing = Vec::new();
            for at in given..wanted {
                let place = registers.add(at);
                if !(*place).is_unbound() {
                    continue;
                }
                match at.checked_sub(required).and_then(|d| defaults.get(d + surplus)) {
                    Some(default) => ptr::write(place, default.clone()),
                    None => missing.push(at),
                }
            }
            if !missing.is_empty() {
                return Err(missing_arguments(vm, function, code, &missing, "positional"));
            }
        }
        if keyword_only > 0 {
            let defaults = function.keyword_defaults.get();
            let mut missing = Vec::new();
            for at in wanted..wanted + keyword_only {
                let place = registers.add(at);
                if !(*place).is_unbound() {
                    continue;
                }
                let name = &code.parameters(vm)[at];
                match defaults.get::<DictObject>().and_then(|d| d.get_interned(name)) {
                    Some(default) => ptr::write(place, default),
                    None => missing.push(at),
                }
            }
            if !missing.is_empty() {
                return Err(missing_arguments(vm, function, code, &missing, "keyword-only"));
            }
        }
    }
    Ok(())
}

fn qualname(function: &FunctionObject) -> String {
    function.qualname.get().to_text()
}

#[cold]
fn missing_arguments(
    vm: &Vm,
    function: &FunctionObject,
    code: &CodeObject,
    missing: &[usize],
    kind: &str,
) -> Raised {
    let quoted: Vec<String> =
        missing.iter().map(|at| format!("'{}'", code.code.local_names[*at])).collect();
    let list = match quoted.as_slice() {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [head @ .., last] => format!("{}, and {last}", head.join(", ")),
        [] => String::new(),
    };
    let (name, count) = (qualname(function), missing.len());
    let plural = if count == 1 { "" } else { "s" };
    vm.type_error(format!("{name}() missing {count} required {kind} argument{plural}: {list}"))
}

#[cold]
unsafe fn too_many(
    vm: &Vm,
    function: &FunctionObject,
    code: &CodeObject,
    given: usize,
    registers: *mut Value,
) -> Raised {
    let plan = &code.code;
    let (most, keyword_only) = (usize::from(plan.arg_count), usize::from(plan.keyword_only));
    let defaults = function.defaults.get().tuple_items().len();
    // SAFETY: registers of parameters are initialised.
    let by_keyword = (most..most + keyword_only)
        .filter(|at| unsafe { !(*registers.add(*at)).is_unbound() })
        .count();
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let takes = if defaults > 0 {
        format!("from {} to {most} positional arguments", most as i64 - defaults as i64)
    } else {
        format!("{most} positional argument{}", plural(most))
    };
    let (name, were) = (qualname(function), if given == 1 { "was" } else { "were" });
    let given = if by_keyword > 0 {
        format!(
            "{given} positional argument{} (and {by_keyword} keyword-only argument{}) were",
            plural(given),
            plural(by_keyword)
        )
    } else {
        format!("{given} {were}")
    };
    vm.type_error(format!("{name}() takes {takes} but {given} given"))
}

#[cold]
fn unexpected(
    vm: &Vm,
    function: &FunctionObject,
    code: &CodeObject,
    names: &[Value],
    keyword: &Value,
) -> Raised {
    let plan = &code.code;
    let name = qualname(function);
    let positional_only: Vec<&str> = plan.local_names[..usize::from(plan.positional_only)]
        .iter()
        .filter(|local| names.iter().any(|n| n.as_str() == Some(local)))
        .map(|n| &**n)
        .collect();
    if !positional_only.is_empty() {
        return vm.type_error(format!(
            "{name}() got some positional-only arguments passed as keyword arguments: '{}'",
            positional_only.join(", ")
        ));
    }
    let text = keyword.to_text();
    let keywords = usize::from(plan.positional_only)
        ..usize::from(plan.arg_count) + usize::from(plan.keyword_only);
    let known: Vec<String> =
        plan.local_names.get(keywords).unwrap_or(&[]).iter().map(|name| name.to_string()).collect();
    let hint = match crate::types::exception::closest(&text, &known) {
        Some(name) => format!(". Did you mean '{name}'?"),
        None => String::new(),
    };
    vm.type_error(format!("{name}() got an unexpected keyword argument '{text}'{hint}"))
}
