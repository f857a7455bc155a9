//! weakref.ref as Python sees it. How references are emptied is in `object/weak.rs`.

use crate::object::header::Payload;
use crate::object::native::{Args, GetSet};
use crate::object::slots::{CompareOp, PyResult, Raised, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::object::weak::WeakObject;

fn weak_of(value: &Value) -> Option<&WeakObject> {
    value.get::<WeakObject>()
}

impl Vm {
    /// A weak reference without callback; the same one for the same object.
    pub fn weak_reference(&self, target: &Value) -> PyResult {
        let known = self.weak_references(target).into_iter().find(|r| {
            weak_of(r).is_some_and(|w| w.callback().is_unbound())
                && self.type_of(r).value().is(self.types.weakref().value())
        });
        match known {
            Some(known) => Ok(known),
            None => self.new_weak(self.types.weakref(), target, Value::UNBOUND),
        }
    }

    #[cold]
    pub(crate) fn cannot_weakly_refer(&self, target: &Value) -> Raised {
        let class = self.class(target).full_name();
        self.type_error(format!("cannot create weak reference to '{class}' object"))
    }

    /// Runs the callback of a reference whose target has gone; exceptions are reported.
    pub(crate) fn call_weak_callback(&self, callback: &Value, reference: &Value) {
        if let Err(raised) = self.call(callback, std::slice::from_ref(reference)) {
            self.report_unraisable(&raised.0, callback);
        }
    }
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let id = vm.id(value);
    Ok(vm.str(&match weak_of(value).and_then(WeakObject::target) {
        Some(target) => {
            let (class, at) = (vm.class(&target).full_name(), vm.id(&target));
            // Of the class: what an instance makes of unknown names does not matter here.
            let name = vm.special(&target, &vm.names().__name__)?;
            match name.as_ref().and_then(Value::as_str) {
                Some(name) => format!("<weakref at {id:#x}; to '{class}' at {at:#x} ({name})>"),
                None => format!("<weakref at {id:#x}; to '{class}' at {at:#x}>"),
            }
        }
        None => format!("<weakref at {id:#x}; dead>"),
    }))
}

fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult {
    vm.generic_alias(class, item)
}

/// Only looks at the arguments: `__new__` has used them.
fn init(vm: &Vm, _: &Value, args: Args) -> PyResult<()> {
    if !args.names.is_empty() {
        return Err(vm.type_error("ref() takes no keyword arguments"));
    }
    match args.all.len() {
        1 | 2 => Ok(()),
        0 => Err(vm.type_error("__init__ expected at least 1 argument, got 0")),
        given => Err(vm.type_error(format!("__init__ expected at most 2 arguments, got {given}"))),
    }
}

pub static REFERENCE: TypeSpec = TypeSpec {
    name: "weakref.ReferenceType",
    operations: Some(WeakObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        call: Some(|vm, this, args| {
            if !args.names.is_empty() {
                return Err(vm.type_error("weakref() takes no keyword arguments"));
            }
            if !args.all.is_empty() {
                let given = args.all.len();
                return Err(vm.type_error(format!("weakref expected 0 arguments, got {given}")));
            }
            Ok(weak_of(this).and_then(WeakObject::target).unwrap_or(Value::NONE))
        }),
        hash: Some(|vm, this| {
            let Some(weak) = weak_of(this) else { return Ok(0) };
            if let Some(hash) = weak.hash.get() {
                return Ok(hash);
            }
            let Some(target) = weak.target() else {
                return Err(vm.type_error("weak object has gone away"));
            };
            let hash = vm.hash(&target)?;
            weak.hash.set(Some(hash));
            Ok(hash)
        }),
        compare: Some(|vm, a, b, op| {
            if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            let (Some(left), Some(right)) = (weak_of(a), weak_of(b)) else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            match (left.target(), right.target()) {
                (Some(left), Some(right)) => vm.compare(op, &left, &right),
                _ => Ok(Value::bool(a.is(b) == (op == CompareOp::Eq))),
            }
        }),
        new: Some(|vm, class, args| match args.positional() {
            [] => Err(vm.type_error("__new__ expected at least 1 argument, got 0")),
            [target] if class.value().is(vm.types.weakref().value()) => vm.weak_reference(target),
            [target] => vm.new_weak(class, target, Value::UNBOUND),
            [target, callback] if callback.is_none() => {
                if class.value().is(vm.types.weakref().value()) {
                    return vm.weak_reference(target);
                }
                vm.new_weak(class, target, Value::UNBOUND)
            }
            [target, callback] => vm.new_weak(class, target, callback.clone()),
            other => {
                let given = other.len();
                Err(vm.type_error(format!("__new__ expected at most 2 arguments, got {given}")))
            }
        }),
        init: Some(init),
        ..Slots::NONE
    },
    methods: crate::funcs![
        class "__class_getitem__" = class_getitem, "(cls, item, /)", "See PEP 585";
    ],
    getset: &[GetSet {
        name: "__callback__",
        doc: "",
        get: |_, v| {
            let callback = weak_of(v).map(WeakObject::callback);
            Ok(callback.filter(|c| !c.is_unbound()).unwrap_or(Value::NONE))
        },
        set: None,
    }],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};
