//! `f_locals` of a function's frame: a mapping that reads and writes the variables themselves.

use taipan_compiler::code::flags;

use crate::funcs;
use crate::object::code::{CellObject, CodeObject};
use crate::object::dict::DictObject;
use crate::object::foreign::ForeignObject;
use crate::object::frame_object::FrameObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, Rest};
use crate::object::slots::{BinaryOp, CompareOp, PyResult, Slots};
use crate::object::string::StrObject;
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::KEY_ERROR;

/// The Rust value of a proxy: the frame object.
struct Proxy(Value);

impl Traverse for Proxy {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.0);
    }
}

// ---- the variables of a frame ------------------------------------------------------------------

/// Whether the register can hold a cell of its own: then what counts is its content.
fn is_cell(code: &CodeObject, at: usize) -> bool {
    at >= usize::from(code.code.first_free) || code.code.cells.contains(&(at as u16))
}

/// Whether a program sees the register as a variable.
fn is_visible(code: &CodeObject, at: usize) -> bool {
    let name = &*code.code.local_names[at];
    !name.is_empty() && !name.starts_with('.')
}

impl FrameObject {
    /// Whether its variables lie in a namespace: it runs a module's or class's body. While a
    /// comprehension is under way there, whose variables have registers, these count.
    pub(crate) fn has_namespace(&self) -> bool {
        let Some(code) = self.code_object() else { return false };
        !code.has_flag(flags::OPTIMIZED)
            && !self.namespace.is_unbound()
            && (0..usize::from(code.code.first_free)).all(|at| {
                let name = &*code.code.local_names[at];
                matches!(name, "" | "__class__" | "__classdict__")
                    || self.variable(code, at).is_unbound()
            })
    }

    /// The value of a variable; unbound if it has none.
    fn variable(&self, code: &CodeObject, at: usize) -> Value {
        let value = self.register(at);
        match value.get_exact::<CellObject>() {
            Some(cell) if is_cell(code, at) => cell.0.get(),
            _ => value,
        }
    }

    fn set_variable(&self, code: &CodeObject, at: usize, value: Value) {
        let register = self.register(at);
        if let Some(cell) = register.get_exact::<CellObject>()
            && is_cell(code, at)
        {
            cell.0.set(value);
            return;
        }
        self.set_register(at, value);
    }

    /// The register that a name means: one that is bound before others, an inner one before outer ones.
    fn register_of(&self, vm: &Vm, key: &Value) -> PyResult<Option<usize>> {
        let Some(code) = self.code_object() else { return Ok(None) };
        let text = key.get_exact::<StrObject>();
        let hash = if text.is_some() { 0 } else { vm.hash(key)? };
        let mut found = None;
        for at in (0..usize::from(code.locals)).filter(|&at| is_visible(code, at)) {
            let name = vm.intern(&code.code.local_names[at]);
            let same = match text {
                Some(text) => name.as_str_object().is_some_and(|n| n.as_bytes() == text.as_bytes()),
                // Anything else may say what it is equal to.
                None => hash == vm.hash(&name)? && vm.equal(key, &name)?,
            };
            if same && (found.is_none() || !self.variable(code, at).is_unbound()) {
                found = Some(at);
            }
        }
        Ok(found)
    }

    /// All that is bound, in order.
    pub(crate) fn snapshot(&self, vm: &Vm) -> PyResult<DictObject> {
        let dict = DictObject::new();
        let Some(code) = self.code_object() else { return Ok(dict) };
        for at in (0..usize::from(code.locals)).filter(|&at| is_visible(code, at)) {
            let value = self.variable(code, at);
            if !value.is_unbound() {
                drop(dict.set_interned(&vm.intern(&code.code.local_names[at]), value));
            }
        }
        let extra = self.extra.get();
        for (key, value) in extra.get::<DictObject>().map(DictObject::pairs).unwrap_or_default() {
            drop(dict.insert(vm, key, value)?);
        }
        Ok(dict)
    }
}

impl Vm {
    /// The `f_locals` of a frame object.
    pub(crate) fn frame_locals_proxy(&self, frame: &Value) -> Value {
        self.new_foreign(&self.ty(&FRAME_LOCALS_PROXY), Proxy(frame.clone()))
    }
}

// ---- the mapping -------------------------------------------------------------------------------

fn frame<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a FrameObject> {
    let frame = this.foreign::<Proxy>().and_then(|proxy| proxy.0.get::<FrameObject>());
    frame.ok_or_else(|| vm.wrong_self(this, "FrameLocalsProxy"))
}

fn find(vm: &Vm, this: &Value, key: &Value) -> PyResult<Option<Value>> {
    let frame = frame(vm, this)?;
    if let (Some(at), Some(code)) = (frame.register_of(vm, key)?, frame.code_object()) {
        let value = frame.variable(code, at);
        if !value.is_unbound() {
            return Ok(Some(value));
        }
    }
    match frame.extra.bound() {
        Some(extra) => match extra.get::<DictObject>() {
            Some(extra) => extra.get(vm, key),
            None => Ok(None),
        },
        None => {
            vm.hash(key)?;
            Ok(None)
        }
    }
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    match find(vm, this, key)? {
        Some(value) => Ok(value),
        None => {
            let text = format!("local variable '{}' is not defined", vm.repr_text(key)?);
            Err(vm.raise(&KEY_ERROR, text))
        }
    }
}

fn setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let frame = frame(vm, this)?;
    let Some(value) = value else {
        return Err(vm.type_error("cannot remove variables from FrameLocalsProxy"));
    };
    if let (Some(at), Some(code)) = (frame.register_of(vm, key)?, frame.code_object()) {
        frame.set_variable(code, at, value.clone());
        return Ok(());
    }
    if frame.extra.is_unbound() {
        frame.extra.set(vm.new_dict(DictObject::new()));
    }
    let extra = frame.extra.get();
    match extra.get::<DictObject>() {
        Some(extra) => extra.insert(vm, key.clone(), value.clone()).map(drop),
        None => Ok(()),
    }
}

/// A dict of what is there now.
fn copy(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.new_dict(frame(vm, this)?.snapshot(vm)?))
}

fn pairs(vm: &Vm, this: &Value) -> PyResult<Vec<(Value, Value)>> {
    Ok(frame(vm, this)?.snapshot(vm)?.pairs())
}

fn keys(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.new_list(pairs(vm, this)?.into_iter().map(|pair| pair.0).collect()))
}

fn values(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.new_list(pairs(vm, this)?.into_iter().map(|pair| pair.1).collect()))
}

fn items(vm: &Vm, this: &Value) -> PyResult {
    let pair = |(key, value)| vm.tuple(vec![key, value]);
    Ok(vm.new_list(pairs(vm, this)?.into_iter().map(pair).collect()))
}

fn reversed(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.new_list(pairs(vm, this)?.into_iter().map(|pair| pair.0).rev().collect()))
}

fn get(vm: &Vm, this: &Value, args: Rest) -> PyResult {
    match args.0 {
        [key] => Ok(find(vm, this, key)?.unwrap_or(Value::NONE)),
        [key, default] => Ok(find(vm, this, key)?.unwrap_or_else(|| default.clone())),
        _ => Err(vm.type_error("get expected 1 or 2 arguments")),
    }
}

fn setdefault(vm: &Vm, this: &Value, args: Rest) -> PyResult {
    let (key, default) = match args.0 {
        [key] => (key, Value::NONE),
        [key, default] => (key, default.clone()),
        _ => return Err(vm.type_error("setdefault expected 1 or 2 arguments")),
    };
    if let Some(value) = find(vm, this, key)? {
        return Ok(value);
    }
    setitem(vm, this, key, Some(&default))?;
    Ok(default)
}

/// Takes over what another mapping has; `false` if it is none that counts.
fn merge(vm: &Vm, this: &Value, other: &Value) -> PyResult<bool> {
    let pairs = if let Some(dict) = other.get::<DictObject>() {
        dict.pairs()
    } else if other.foreign::<Proxy>().is_some() {
        pairs(vm, other)?
    } else {
        return Ok(false);
    };
    for (key, value) in pairs {
        setitem(vm, this, &key, Some(&value))?;
    }
    Ok(true)
}

fn update(vm: &Vm, this: &Value, other: &Value) -> PyResult<()> {
    if merge(vm, this, other)? {
        return Ok(());
    }
    Err(vm.type_error("update() argument must be dict or another FrameLocalsProxy"))
}

fn is_mapping(value: &Value) -> bool {
    value.get::<DictObject>().is_some() || value.foreign::<Proxy>().is_some()
}

/// A dict of both, the right one's values before the left one's.
fn union(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    if op != BinaryOp::Or || !is_mapping(a) || !is_mapping(b) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let both = DictObject::new();
    for side in [a, b] {
        let pairs = match side.get::<DictObject>() {
            Some(dict) => dict.pairs(),
            None => pairs(vm, side)?,
        };
        for (key, value) in pairs {
            drop(both.insert(vm, key, value)?);
        }
    }
    Ok(vm.new_dict(both))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let equal = match b.foreign::<Proxy>() {
        Some(other) => a.foreign::<Proxy>().is_some_and(|own| own.0.is(&other.0)),
        None if b.get::<DictObject>().is_some() => vm.equal(&copy(vm, a)?, b)?,
        None => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(match op {
        CompareOp::Eq => Value::bool(equal),
        CompareOp::Ne => Value::bool(!equal),
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => Value::NOT_IMPLEMENTED,
    })
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(_mark) = vm.enter_repr(this) else { return Ok(vm.str("{...}")) };
    vm.repr(&copy(vm, this)?)
}

fn new(vm: &Vm, _: &TypeRef, args: Args) -> PyResult {
    match args.all {
        [frame] if args.names.is_empty() => {
            if frame.get::<FrameObject>().is_none() {
                let class = vm.class(frame).name();
                return Err(vm.type_error(format!("expect frame, not {class}")));
            }
            Ok(vm.frame_locals_proxy(frame))
        }
        _ if !args.names.is_empty() => {
            Err(vm.type_error("FrameLocalsProxy takes no keyword arguments"))
        }
        all => {
            let count = all.len();
            Err(vm.type_error(format!("FrameLocalsProxy expected 1 argument, got {count}")))
        }
    }
}

pub(crate) static FRAME_LOCALS_PROXY: TypeSpec = TypeSpec {
    name: "FrameLocalsProxy",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        hash: Some(crate::types::unhashable),
        len: Some(|vm, this| Ok(frame(vm, this)?.snapshot(vm)?.len())),
        iter: Some(|vm, this| vm.iter(&keys(vm, this)?)),
        getitem: Some(getitem),
        setitem: Some(setitem),
        contains: Some(|vm, this, key| Ok(find(vm, this, key)?.is_some())),
        compare: Some(compare),
        binary: Some(union),
        inplace: Some(|vm, op, a, b| {
            if op != BinaryOp::Or || !merge(vm, a, b)? {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            Ok(a.clone())
        }),
        new: Some(new),
        ..Slots::NONE
    },
    methods: funcs![
        copy "(self, /)" "A dict of the variables as they are now.";
        get "(self, /, *args)" "The value of a variable, or the default if it has none.";
        items "(self, /)" "A list of names and values.";
        keys "(self, /)" "A list of names.";
        setdefault "(self, /, *args)" "The value of a variable; one that has none is given the default.";
        update "(self, other, /)" "Set variables to what a dict says.";
        values "(self, /)" "A list of values.";
        "__reversed__" = reversed, "(self, /)", "The names, the last one first.";
    ],
    operators: &[BinaryOp::Or],
    flags: type_flag::MAPPING,
    ..TypeSpec::NONE
};
