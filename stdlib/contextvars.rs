//! contextvars: variables whose value depends on the task. Contexts themselves are the engine's.

use std::cell::Cell;

use taipan_engine::aio::context::{self, CONTEXT, Context};
use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Maybe, Signature};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{LOOKUP_ERROR, RUNTIME_ERROR};
use taipan_engine::types::module::ModuleSpec;

/// The payload of a ContextVar.
struct Variable {
    name: Value,
    /// Unbound if there is none.
    default: Value,
}

impl Traverse for Variable {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        visit(&self.default);
    }
}

/// The payload of a Token: what `set` changed.
struct Token {
    variable: Value,
    /// Unbound if the variable was not set.
    old: Value,
    context: Value,
    used: Cell<bool>,
}

impl Traverse for Token {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.variable);
        visit(&self.old);
        visit(&self.context);
    }
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let given = args.positional().len();
    if given > 1 {
        let text = format!("ContextVar() takes at most 1 positional argument ({given} given)");
        return Err(vm.type_error(text));
    }
    let bound = Signature::parse("(name, /, *, default=<none>)").bind(vm, "ContextVar", args)?;
    let [name, default] = bound.as_slice() else { return Ok(Value::NONE) };
    if name.as_str_object().is_none() {
        return Err(vm.type_error("context variable name must be a str"));
    }
    Ok(vm.new_foreign(class, Variable { name: name.clone(), default: default.clone() }))
}

fn get(vm: &Vm, this: &Value, default: Maybe<'_>) -> PyResult {
    if let Some(value) = context::get(vm, this) {
        return Ok(value);
    }
    if let Some(default) = default.0 {
        return Ok(default.clone());
    }
    match this.foreign::<Variable>().map(|v| v.default.clone()).filter(|d| !d.is_unbound()) {
        Some(default) => Ok(default),
        None => {
            let class = vm.ty(&LOOKUP_ERROR);
            Err(taipan_engine::object::slots::Raised(vm.new_exception(&class, vec![this.clone()])))
        }
    }
}

fn set(vm: &Vm, this: &Value, value: &Value) -> Value {
    let old = context::set(vm, this, Some(value.clone())).unwrap_or(Value::UNBOUND);
    let token = Token {
        variable: this.clone(),
        old,
        context: context::current(vm),
        used: Cell::new(false),
    };
    vm.new_foreign(&vm.ty(&TOKEN), token)
}

fn reset(vm: &Vm, this: &Value, token: &Value) -> PyResult<()> {
    let Some(own) = token.foreign::<Token>() else {
        let shown = vm.repr_text(token)?;
        return Err(vm.type_error(format!("expected an instance of Token, got {shown}")));
    };
    let shown = || vm.repr_text(token);
    if own.used.get() {
        let text = format!("{} has already been used once", shown()?);
        return Err(vm.raise(&RUNTIME_ERROR, text));
    }
    if !own.variable.is(this) {
        let text = format!("{} was created by a different ContextVar", shown()?);
        return Err(vm.value_error(text));
    }
    if !own.context.is(&context::current(vm)) {
        let text = format!("{} was created in a different Context", shown()?);
        return Err(vm.value_error(text));
    }
    own.used.set(true);
    drop(context::set(vm, this, Some(own.old.clone()).filter(|o| !o.is_unbound())));
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(variable) = this.foreign::<Variable>() else { return Ok(vm.str("<ContextVar>")) };
    let mut text = format!("<ContextVar name={}", vm.repr_text(&variable.name)?);
    if !variable.default.is_unbound() {
        text.push_str(&format!(" default={}", vm.repr_text(&variable.default)?));
    }
    Ok(vm.str(&format!("{text} at {:#x}>", vm.id(this))))
}

fn token_repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(token) = this.foreign::<Token>() else { return Ok(vm.str("<Token>")) };
    let used = if token.used.get() { " used" } else { "" };
    let variable = vm.repr_text(&token.variable)?;
    Ok(vm.str(&format!("<Token{used} var={variable} at {:#x}>", vm.id(this))))
}

fn copy_context(vm: &Vm) -> Value {
    match context::copy_current(vm) {
        none if none.is_unbound() => vm.new_foreign(&vm.ty(&CONTEXT), Context::default()),
        copy => copy,
    }
}

fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult {
    vm.generic_alias(class, item)
}

fn token_new(vm: &Vm, _: &TypeRef, _: Args) -> PyResult {
    Err(vm.runtime_error("Tokens can only be created by ContextVars"))
}

/// What a token says where the variable had no value.
struct Missing;

impl Traverse for Missing {}

static MISSING: TypeSpec = TypeSpec {
    name: "Token.MISSING",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { repr: Some(|vm, _| Ok(vm.str("<Token.MISSING>"))), ..Slots::NONE },
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

fn init(vm: &Vm, module: &Value) -> PyResult<()> {
    let class = vm.ty(&TOKEN);
    if let Some(namespace) = class.namespace() {
        let missing = vm.new_foreign(&vm.ty(&MISSING), Missing);
        drop(namespace.set_interned(&vm.intern("MISSING"), missing));
        class.modified();
    }
    let all = ["Context", "ContextVar", "Token", "copy_context"].map(|name| vm.str(name));
    vm.setattr(module, &vm.names().__all__, Some(&vm.tuple(all.to_vec())))
}

static CONTEXT_VAR: TypeSpec = TypeSpec {
    name: "_contextvars.ContextVar",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::NONE },
    methods: funcs![
        get "(self, default=<none>, /)" "The value in the current context; else default, else the variable's own default, else LookupError.";
        set "(self, value, /)" "Let the variable have this value in the current context; give a token for reset().";
        reset "(self, token, /)" "Reset the context variable to the value before the set() that made the token.";
        class "__class_getitem__" = class_getitem, "(cls, item, /)", "See PEP 585";
    ],
    getset: &[GetSet {
        name: "name",
        doc: "",
        get: |_, this| Ok(this.foreign::<Variable>().map_or(Value::NONE, |v| v.name.clone())),
        set: None,
    }],
    ..TypeSpec::NONE
};

static TOKEN: TypeSpec = TypeSpec {
    name: "_contextvars.Token",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(token_new), repr: Some(token_repr), ..Slots::NONE },
    methods: funcs![
        class "__class_getitem__" = class_getitem, "(cls, item, /)", "See PEP 585";
    ],
    getset: &[
        GetSet {
            name: "var",
            doc: "",
            get: |_, this| Ok(this.foreign::<Token>().map_or(Value::NONE, |t| t.variable.clone())),
            set: None,
        },
        GetSet { name: "old_value", doc: "", get: old_value, set: None },
    ],
    ..TypeSpec::NONE
};

fn old_value(vm: &Vm, this: &Value) -> PyResult {
    match this.foreign::<Token>().map(|t| t.old.clone()) {
        Some(old) if !old.is_unbound() => Ok(old),
        _ => vm.getattr(vm.ty(&TOKEN).value(), &vm.intern("MISSING")),
    }
}

pub(crate) static CONTEXTVARS: ModuleSpec = ModuleSpec {
    name: "contextvars",
    doc: "Context variables.",
    funcs: funcs![
        copy_context "()" "A copy of the current context.";
    ],
    types: &[&CONTEXT, &CONTEXT_VAR, &TOKEN],
    init: Some(init),
    ..ModuleSpec::NONE
};
