//! warnings: filters and their scripts' side, as Python; deciding and printing is the engine's
//! (`types/warnings.rs`), which looks for this module once it is imported.

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::native::Maybe;
use taipan_engine::object::report::Event;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::TypeRef;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{USER_WARNING, WARNING};
use taipan_engine::types::frame::FrameObject;
use taipan_engine::types::module::ModuleSpec;
use taipan_engine::types::warnings::WarningPlace;

/// The class of a warning: the message's own, else the one given, else UserWarning.
fn category_of(vm: &Vm, message: &Value, category: &Value) -> PyResult<TypeRef> {
    if vm.is_exception(message, &WARNING) {
        return Ok(vm.type_of(message));
    }
    if category.is_none() {
        return Ok(vm.ty(&USER_WARNING));
    }
    match TypeRef::of(category) {
        Some(class) if class.is_subtype(&vm.ty(&WARNING)) => Ok(class.clone()),
        _ => {
            let name = vm.type_of(category).full_name();
            Err(vm.type_error(format!("category must be a Warning subclass, not '{name}'")))
        }
    }
}

fn warn(
    vm: &Vm,
    message: &Value,
    category: &Value,
    stacklevel: i64,
    source: &Value,
    skip_file_prefixes: Maybe<'_>,
) -> PyResult<()> {
    let category = category_of(vm, message, category)?;
    let prefixes: &[Value] = match skip_file_prefixes.0 {
        Some(given) => given.as_tuple().ok_or_else(|| {
            let name = vm.type_of(given).full_name();
            vm.type_error(format!("warn() argument 'skip_file_prefixes' must be tuple, not {name}"))
        })?,
        None => &[],
    };
    let mut level = usize::try_from(stacklevel).unwrap_or(0).max(1);
    if !prefixes.is_empty() {
        let mut names = Vec::new();
        for prefix in prefixes {
            match prefix.as_str() {
                Some(prefix) => names.push(prefix),
                None => {
                    let name = vm.type_of(prefix).full_name();
                    let text = format!("Found non-str '{name}' in skip_file_prefixes.");
                    return Err(vm.type_error(text));
                }
            }
        }
        level = level_without(vm, level.max(2), &names);
    }
    vm.warn_level(&category, message, level, Some(source).filter(|s| !s.is_none()))
}

/// The level that is reached when frames of files with those prefixes are not counted.
fn level_without(vm: &Vm, level: usize, prefixes: &[&str]) -> usize {
    let mut left = level;
    let mut depth = 0;
    while let Some(frame) = vm.current_frame(depth) {
        depth += 1;
        let code = frame.get::<FrameObject>().and_then(FrameObject::code_object);
        let file = code.map_or_else(String::new, |code| code.code.filename.to_string());
        // The warning function itself counts, wherever it stands.
        if depth == 1 || !prefixes.iter().any(|prefix| file.starts_with(prefix)) {
            left -= 1;
            if left == 0 {
                return depth;
            }
        }
    }
    depth + left
}

/// What the program draws instead of the usual text, if it does.
fn drawn(vm: &Vm, category: &str, text: &str, file: &str, line: i64, source: &Value) -> Value {
    let (line, source) = (u32::try_from(line).unwrap_or(0), Some(source).filter(|s| !s.is_none()));
    let drawn = vm.drawn(&Event::Warning { category, text, file, line, source });
    drawn.map_or(Value::NONE, |text| vm.str(&text))
}

fn warn_unawaited(vm: &Vm, coroutine: &Value) -> PyResult<()> {
    vm.warn_unawaited(coroutine)
}

#[expect(clippy::too_many_arguments, reason = "the function's signature in Python")]
fn warn_explicit(
    vm: &Vm,
    message: &Value,
    category: &Value,
    filename: &str,
    lineno: i64,
    module: &Value,
    registry: &Value,
    _module_globals: &Value,
    source: &Value,
) -> PyResult<()> {
    // What is no warning at all is called all the same, as CPython does, and seldom gets far.
    let category = match TypeRef::of(category) {
        _ if vm.is_exception(message, &WARNING) => vm.type_of(message),
        Some(class) => class.clone(),
        None => return Err(vm.type_error("category must be a Warning subclass")),
    };
    let registry = match registry {
        none if none.is_none() => None,
        dict if dict.get::<DictObject>().is_some() => Some(dict.clone()),
        _ => return Err(vm.type_error("'registry' must be a dict or None")),
    };
    let module = if module.is_none() {
        vm.str(filename.strip_suffix(".py").unwrap_or(filename))
    } else {
        module.clone()
    };
    let place = WarningPlace {
        filename: filename.to_owned(),
        line: u32::try_from(lineno).unwrap_or(0),
        module,
        registry,
        source_line: None,
    };
    vm.warn_explicit(&category, message, &place, Some(source).filter(|s| !s.is_none()))
}

fn filters_mutated(vm: &Vm) {
    vm.warning_filters_changed();
}

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_warnings",
    doc: "What warnings shares with the interpreter.",
    funcs: funcs![
        warn "(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())" "Warns, or raises where a filter makes an error of it.";
        warn_explicit "(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)" "Warns of a given place.";
        "_drawn" = drawn, "(category, text, file, line, source, /)", "What is shown of a warning at a terminal.";
        "_warn_unawaited_coroutine" = warn_unawaited, "(coro, /)", "Warns of a coroutine that never ran, and tells where it was made.";
        "_filters_mutated" = filters_mutated, "()", "To be called after a change of the filters.";
    ],
    values: &[
        ("filters", |vm| vm.warning_filters()),
        ("_onceregistry", |vm| vm.warning_once_registry()),
        ("_defaultaction", |vm| vm.str("default")),
    ],
    ..ModuleSpec::NONE
};

pub(crate) static WARNINGS: ModuleSpec = ModuleSpec {
    name: "warnings",
    doc: "What programs warn of, and who gets to see it.",
    python: Some(frozen!("warnings/warnings.py")),
    ..ModuleSpec::NONE
};
