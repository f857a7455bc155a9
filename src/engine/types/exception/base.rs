//! BaseException: construction, text, links to other exceptions, notes.

use super::ExceptionObject;
use crate::object::dict::DictObject;
use crate::object::native::{Args, GetSet};
use crate::object::slots::{PyResult, Raised};
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::frame::TracebackObject;
use crate::types::list::ListObject;

pub(super) fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let args = vm.tuple(args.positional().to_vec());
    Ok(vm.new_object(class, ExceptionObject::new(args)))
}

pub(super) fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    no_keywords(vm, &vm.class(this).name(), args)?;
    set_args(vm, this, args);
    Ok(())
}

/// TypeError if there are keyword arguments.
pub(super) fn no_keywords(vm: &Vm, name: &str, args: Args) -> PyResult<()> {
    if args.names.is_empty() {
        return Ok(());
    }
    Err(vm.type_error(format!("{name}() takes no keyword arguments")))
}

/// The positional arguments become `args`, unless `new` has done that already.
pub(super) fn set_args(vm: &Vm, this: &Value, args: Args) {
    let Some(exception) = this.get::<ExceptionObject>() else { return };
    let given = args.positional();
    let known = exception.args.get();
    let same = known.tuple_items();
    if same.len() != given.len() || same.iter().zip(given).any(|(a, b)| !a.is(b)) {
        exception.args.set(vm.tuple(given.to_vec()));
    }
}

/// `args` of an exception; an empty tuple for anything else.
pub(super) fn args_of(vm: &Vm, this: &Value) -> Value {
    let args = this.get::<ExceptionObject>().and_then(|e| e.args.bound());
    args.unwrap_or_else(|| vm.empty_tuple())
}

pub(super) fn repr(vm: &Vm, this: &Value) -> PyResult {
    let args = args_of(vm, this);
    let name = vm.class(this).name();
    let shown = match args.tuple_items() {
        [only] => format!("({})", vm.repr_text(only)?),
        _ => vm.repr_text(&args)?,
    };
    Ok(vm.str_shown(&format!("{name}{shown}")))
}

pub(super) fn str(vm: &Vm, this: &Value) -> PyResult {
    let args = args_of(vm, this);
    match args.tuple_items() {
        [] => Ok(vm.str("")),
        [only] => vm.str_of(only),
        _ => vm.str_of(&args),
    }
}

fn get(this: &Value, place: impl Fn(&ExceptionObject) -> &Var) -> Value {
    this.get::<ExceptionObject>().and_then(|e| place(e).bound()).unwrap_or(Value::NONE)
}

/// What may stand in `__traceback__`, `__context__` and `__cause__`: None is kept as nothing.
fn checked(
    vm: &Vm,
    value: Option<&Value>,
    name: &str,
    fits: impl Fn(&Value) -> bool,
    text: &str,
) -> PyResult<Value> {
    match value {
        None => Err(vm.type_error(format!("{name} may not be deleted"))),
        Some(value) if value.is_none() => Ok(Value::UNBOUND),
        Some(value) if fits(value) => Ok(value.clone()),
        Some(_) => Err(vm.type_error(text)),
    }
}

fn is_exception(value: &Value) -> bool {
    value.get::<ExceptionObject>().is_some()
}

fn set_traceback(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let is_traceback = |v: &Value| v.get::<TracebackObject>().is_some();
    let text = "__traceback__ must be a traceback or None";
    let value = checked(vm, value, "__traceback__", is_traceback, text)?;
    this.get::<ExceptionObject>().into_iter().for_each(|e| e.traceback.set(value.clone()));
    Ok(())
}

fn set_context(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let text = "exception context must be None or derive from BaseException";
    let value = checked(vm, value, "__context__", is_exception, text)?;
    this.get::<ExceptionObject>().into_iter().for_each(|e| e.context.set(value.clone()));
    Ok(())
}

fn set_cause(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let text = "exception cause must be None or derive from BaseException";
    let value = checked(vm, value, "__cause__", is_exception, text)?;
    if let Some(exception) = this.get::<ExceptionObject>() {
        exception.suppress_context.set(true);
        exception.cause.set(value);
    }
    Ok(())
}

pub(super) const ROWS: &[GetSet] = &[
    GetSet {
        name: "args",
        doc: "",
        get: |vm, this| Ok(args_of(vm, this)),
        set: Some(|vm, this, value| {
            let Some(value) = value else {
                return Err(vm.type_error("args may not be deleted"));
            };
            let args = vm.tuple(vm.to_vec(value)?);
            this.get::<ExceptionObject>().into_iter().for_each(|e| e.args.set(args.clone()));
            Ok(())
        }),
    },
    GetSet {
        name: "__traceback__",
        doc: "",
        get: |_, this| Ok(get(this, |e| &e.traceback)),
        set: Some(set_traceback),
    },
    GetSet {
        name: "__context__",
        doc: "exception context",
        get: |_, this| Ok(get(this, |e| &e.context)),
        set: Some(set_context),
    },
    GetSet {
        name: "__cause__",
        doc: "exception cause",
        get: |_, this| Ok(get(this, |e| &e.cause)),
        set: Some(set_cause),
    },
    GetSet {
        name: "__suppress_context__",
        doc: "",
        get: |_, this| {
            let exception = this.get::<ExceptionObject>();
            Ok(Value::bool(exception.is_some_and(|e| e.suppress_context.get())))
        },
        set: Some(|vm, this, value| match value {
            Some(value) if value.is_bool() => {
                let on = value.is(&Value::TRUE);
                this.get::<ExceptionObject>().into_iter().for_each(|e| e.suppress_context.set(on));
                Ok(())
            }
            Some(_) => Err(vm.type_error("attribute value type must be bool")),
            None => Err(vm.type_error("can't delete numeric/char attribute")),
        }),
    },
    GetSet {
        name: "__dict__",
        doc: "",
        get: |vm, this| {
            let dict = this.header().and_then(|h| vm.instance_dict(h));
            Ok(dict.unwrap_or_else(|| vm.new_dict(DictObject::new())))
        },
        set: Some(|vm, this, value| {
            let Some(value) = value else {
                return Err(vm.type_error("cannot delete __dict__"));
            };
            if value.get::<DictObject>().is_none() {
                let class = vm.class(value).full_name();
                let text = format!("__dict__ must be set to a dictionary, not a '{class}'");
                return Err(vm.type_error(text));
            }
            this.header().into_iter().for_each(|h| vm.set_instance_dict(h, value.clone()));
            Ok(())
        }),
    },
];

pub(super) fn with_traceback(vm: &Vm, this: &Value, traceback: &Value) -> PyResult {
    set_traceback(vm, this, Some(traceback))?;
    Ok(this.clone())
}

pub(super) fn add_note(vm: &Vm, this: &Value, note: &Value) -> PyResult<()> {
    if note.as_str_object().is_none() {
        let class = vm.class(note).full_name();
        return Err(vm.type_error(format!("note must be a str, not '{class}'")));
    }
    let name = &vm.names().__notes__;
    let notes = match vm.getattr_opt(this, name)? {
        Some(notes) => notes,
        None => {
            let notes = vm.new_list(Vec::new());
            vm.setattr(this, name, Some(&notes))?;
            notes
        }
    };
    let Some(list) = notes.get::<ListObject>() else {
        return Err(vm.type_error("Cannot add note: __notes__ is not a list"));
    };
    list.items.borrow_mut().push(note.clone());
    Ok(())
}

/// The attributes set on the instance, if there are any.
pub(super) fn own_attributes(vm: &Vm, this: &Value) -> Option<Value> {
    let header = this.header()?;
    if header.extension()?.len.get() == 0 && header.extension()?.real_dict().is_none() {
        return None;
    }
    let dict = vm.instance_dict(header)?;
    let empty = dict.get::<DictObject>().is_none_or(|d| d.is_empty());
    (!empty).then_some(dict)
}

pub(super) fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let class = vm.type_of(this).value().clone();
    let mut parts = vec![class, args_of(vm, this)];
    parts.extend(own_attributes(vm, this));
    Ok(vm.tuple(parts))
}

pub(super) fn setstate(vm: &Vm, this: &Value, state: &Value) -> PyResult<()> {
    if state.is_none() {
        return Ok(());
    }
    let Some(dict) = state.get::<DictObject>() else {
        return Err(not_a_dictionary(vm));
    };
    for (name, value) in dict.pairs() {
        if name.as_str_object().is_none() {
            let class = vm.class(&name).full_name();
            return Err(vm.type_error(format!("attribute name must be string, not '{class}'")));
        }
        vm.setattr(this, &vm.intern_value(&name), Some(&value))?;
    }
    Ok(())
}

#[cold]
fn not_a_dictionary(vm: &Vm) -> Raised {
    vm.type_error("state is not a dictionary")
}
