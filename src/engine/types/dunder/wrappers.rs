//! Wrapper descriptors: a slot of a builtin type as a method in its namespace. Which methods there
//! are is in `wrapper_table.rs`.

use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::header::Payload;
use crate::object::native::{Args, Binding, GetSet, NativeDef, NativeObject};
use crate::object::slots::{CompareOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::descriptor::{DescriptorObject, Row};
use crate::types::function::MethodObject;
use crate::types::generic_alias;
use crate::types::object::identity_hash;

use super::wrapper_table::{BINARY, DIVMOD, PLAIN, SEQUENCE, UNARY};

/// A special method made of a slot.
pub struct Wrapper {
    pub name: &'static str,
    pub doc: &'static str,
    /// How many arguments besides `self`; [`Wrapper::ANY`] takes keywords too.
    pub least: usize,
    pub most: usize,
    pub has: fn(&Slots) -> bool,
    pub call: fn(&Vm, &Slots, &Value, Args) -> PyResult,
}

impl Wrapper {
    pub const ANY: usize = usize::MAX;

    /// Whether it is one of a sequence's `+` and `*`.
    pub(super) fn is_of_sequence(&self) -> bool {
        SEQUENCE.as_ptr_range().contains(&std::ptr::from_ref(self))
    }

    fn check(&self, vm: &Vm, args: Args) -> PyResult<()> {
        if self.most == Wrapper::ANY {
            return Ok(());
        }
        if !args.names.is_empty() {
            let name = self.name;
            return Err(vm.type_error(format!("wrapper {name}() takes no keyword arguments")));
        }
        let given = args.all.len();
        if (self.least..=self.most).contains(&given) {
            return Ok(());
        }
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        Err(vm.type_error(match (self.least, self.most) {
            (least, most) if least == most => {
                // CPython names no function here, and leaves its blank.
                let blank = if most > 1 || (self.is_of_sequence() && self.name.ends_with("mul__")) {
                    " "
                } else {
                    ""
                };
                format!("{blank}expected {least} argument{}, got {given}", plural(least))
            }
            (least, _) if given < least => {
                format!(" expected at least {least} argument{}, got {given}", plural(least))
            }
            (_, most) => {
                format!(" expected at most {most} argument{}, got {given}", plural(most))
            }
        }))
    }
}

/// The wrapper and its type, if the value is a wrapper descriptor.
pub(super) fn wrapper_of(value: &Value) -> Option<(&'static Wrapper, &TypeRef)> {
    let descriptor = value.get::<DescriptorObject>()?;
    match descriptor.row {
        Row::Wrapper(wrapper) => Some((wrapper, TypeRef::of(&descriptor.owner)?)),
        Row::GetSet(_) | Row::Slot(_) => None,
    }
}

/// The table of slots that a wrapper descriptor calls into.
pub(crate) fn native_slots(value: &Value) -> Option<&'static Slots> {
    let (_, owner) = wrapper_of(value)?;
    owner.spec.map(|spec| &spec.slots)
}

/// Puts a wrapper for each slot of the static table into the namespace.
pub(crate) fn fill_wrappers(vm: &Vm, spec: &'static TypeSpec, this: &TypeRef, dict: &DictObject) {
    let ty = vm.ty(&WRAPPER_DESCRIPTOR);
    let set = |wrapper: &'static Wrapper| {
        let name = vm.intern(wrapper.name);
        if dict.get_interned(&name).is_some() {
            return; // the table has a method of that name
        }
        let owner = this.value().clone();
        let payload = DescriptorObject { row: Row::Wrapper(wrapper), name: name.clone(), owner };
        drop(dict.set_interned(&name, vm.new_object(&ty, payload)));
    };
    for wrapper in PLAIN.iter().chain(DIVMOD).filter(|w| (w.has)(&spec.slots)) {
        // `in` goes through the items of a memoryview as of any sequence.
        if spec.name != "memoryview" || wrapper.name != "__contains__" {
            set(wrapper);
        }
    }
    let bits = spec.operators.contains(&crate::object::slots::BinaryOp::And);
    for wrapper in UNARY.iter().filter(|w| (w.has)(&spec.slots)) {
        // bool has the slot of int for all of them, and only this one of its own.
        let inherited = spec.name == "bool" && wrapper.name != "__invert__";
        if !inherited && (bits || wrapper.name != "__invert__") {
            set(wrapper);
        }
    }
    let sequence = SEQUENCE.iter().filter(|_| spec.slots.sequence.is_some());
    let operators = spec.operators.iter().flat_map(|op| &BINARY[*op as usize]);
    for wrapper in sequence.chain(operators).filter(|w| (w.has)(&spec.slots)) {
        set(wrapper);
    }
    if spec.slots.new.is_some() && spec.flags & type_flag::NO_NEW == 0 {
        let function = NativeObject::new(&NEW, Value::UNBOUND, this.value().clone(), Value::NONE);
        let function = vm.new_object(vm.types.builtin_function(), function);
        drop(dict.set_interned(&vm.names().__new__, function));
    }
    if generic_alias::GENERIC.contains(&spec.name) {
        let name = &vm.names().__class_getitem__;
        if dict.get_interned(name).is_none() {
            let method = vm.method_of_table(&generic_alias::CLASS_GETITEM, this);
            drop(dict.set_interned(name, method));
        }
    }
    if spec.slots.hash.is_some_and(|h| {
        std::ptr::fn_addr_eq(h, crate::types::unhashable as fn(&Vm, &Value) -> PyResult<i64>)
    }) {
        drop(dict.set_interned(&vm.names().__hash__, Value::NONE));
    }
}

// ---- `__new__` of builtin types ----------------------------------------------------------------

static NEW: NativeDef = NativeDef {
    name: "__new__",
    signature: "(type, *args, **kwargs)",
    doc: "Make an instance; which arguments are taken, the class says.",
    call: new,
    binding: Binding::Static,
    naps: false,
    traces: false,
};

/// `int.__new__(cls, …)`: refuses classes whose objects `int` cannot make.
fn new(vm: &Vm, bound: &[Value]) -> PyResult {
    let [owner, args, keywords] = bound else { return Ok(Value::NONE) };
    let Some(owner) = TypeRef::of(owner) else { return Ok(Value::NONE) };
    let own = owner.full_name();
    let [class, rest @ ..] = args.tuple_items() else {
        return Err(vm.type_error(format!("{own}.__new__(): not enough arguments")));
    };
    let Some(class) = TypeRef::of(class) else {
        let given = vm.class(class).full_name();
        return Err(vm.type_error(format!("{own}.__new__(X): X is not a type object ({given})")));
    };
    let given = class.name();
    if !class.is_subtype(owner) {
        return Err(
            vm.type_error(format!("{own}.__new__({given}): {given} is not a subtype of {own}"))
        );
    }
    let builtin = nearest_builtin(class);
    let slot = owner.spec.and_then(|s| s.slots.new);
    let same = match (slot, builtin.slots.new.get()) {
        (Some(a), Some(b)) => std::ptr::fn_addr_eq(a, b),
        _ => false,
    };
    if !same || builtin.has(type_flag::NO_NEW) {
        let base = builtin.name();
        return Err(
            vm.type_error(format!("{own}.__new__({given}) is not safe, use {base}.__new__()"))
        );
    }
    let Some(slot) = slot else { return Ok(Value::NONE) };
    let pairs = keywords.get::<DictObject>().map(DictObject::pairs).unwrap_or_default();
    if pairs.is_empty() {
        return slot(vm, class, Args::positional_only(rest));
    }
    let mut all = rest.to_vec();
    let mut names = Vec::with_capacity(pairs.len());
    for (name, value) in pairs {
        names.push(vm.intern_value(&name));
        all.push(value);
    }
    slot(vm, class, Args { all: &all, names: &names })
}

/// The builtin type whose payload the instances of a class have.
fn nearest_builtin(class: &TypeRef) -> TypeRef {
    let mut at = class.clone();
    while at.spec.is_none() {
        let base = at.base.get();
        match TypeRef::of(&base) {
            Some(base) => at = base.clone(),
            None => break,
        }
    }
    at
}

// ---- the descriptor ----------------------------------------------------------------------------

fn descriptor_call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    let Some((wrapper, owner)) = wrapper_of(this) else { return Ok(Value::NONE) };
    let (name, own) = (wrapper.name, owner.full_name());
    let [instance, ..] = args.positional() else {
        return Err(
            vm.type_error(format!("descriptor '{name}' of '{own}' object needs an argument"))
        );
    };
    if !vm.type_of(instance).is_subtype(owner) {
        let class = vm.class(instance).full_name();
        return Err(vm.type_error(format!(
            "descriptor '{name}' requires a '{own}' object but received a '{class}'"
        )));
    }
    if matches!(name, "__setattr__" | "__delattr__")
        && owner.value().is(vm.types.object().value())
        && TypeRef::of(instance).is_some()
    {
        let rest = Args { all: args.all.get(1..).unwrap_or_default(), names: args.names };
        wrapper.check(vm, rest)?;
        // Classes see to more than that when an attribute changes.
        let class = vm.class(instance).name();
        return Err(vm.type_error(format!("can't apply this {name} to {class} object")));
    }
    let rest = Args { all: args.all.get(1..).unwrap_or_default(), names: args.names };
    call_wrapper(vm, wrapper, owner, instance, rest)
}

/// What an operator calls when it has found a wrapper in the class of `this`; `None` if that is none.
pub(super) fn call_operator(
    vm: &Vm,
    found: &Value,
    this: &Value,
    args: &[Value],
) -> Option<PyResult> {
    let (wrapper, owner) = wrapper_of(found)?;
    vm.type_of(this)
        .is_subtype(owner)
        .then(|| call_wrapper(vm, wrapper, owner, this, Args::positional_only(args)))
}

fn call_wrapper(
    vm: &Vm,
    wrapper: &Wrapper,
    owner: &TypeRef,
    instance: &Value,
    args: Args,
) -> PyResult {
    let Some(spec) = owner.spec else { return Ok(Value::NONE) };
    wrapper.check(vm, args)?;
    (wrapper.call)(vm, &spec.slots, instance, args)
}

fn descriptor_repr(vm: &Vm, this: &Value) -> PyResult {
    let Some((wrapper, owner)) = wrapper_of(this) else { return Ok(vm.str("")) };
    Ok(vm.str(&format!("<slot wrapper '{}' of '{}' objects>", wrapper.name, owner.full_name())))
}

fn descriptor_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult {
    let (Some(instance), Some((wrapper, owner))) = (instance, wrapper_of(this)) else {
        return Ok(this.clone());
    };
    if !vm.type_of(instance).is_subtype(owner) {
        let (own, class) = (owner.full_name(), vm.class(instance).full_name());
        let name = wrapper.name;
        return Err(vm.type_error(format!(
            "descriptor '{name}' for '{own}' objects doesn't apply to a '{class}' object"
        )));
    }
    let ty = vm.ty(&METHOD_WRAPPER);
    let payload = MethodObject { function: this.clone(), instance: instance.clone() };
    Ok(vm.new_object(&ty, payload))
}

fn wrapper_doc(vm: &Vm, value: &Value) -> PyResult {
    Ok(wrapper_of(value).map_or(Value::NONE, |(w, _)| vm.str(w.doc)))
}

fn wrapper_qualname(vm: &Vm, value: &Value) -> PyResult {
    let Some((wrapper, owner)) = wrapper_of(value) else { return Ok(Value::NONE) };
    Ok(vm.str(&format!("{}.{}", owner.qualname.get().to_text(), wrapper.name)))
}

fn wrapper_signature(vm: &Vm, value: &Value) -> PyResult {
    let Some((wrapper, _)) = wrapper_of(value) else { return Ok(Value::NONE) };
    Ok(vm.str(match (wrapper.least, wrapper.most) {
        (_, Wrapper::ANY) => "($self, /, *args, **kwargs)",
        (0, _) => "($self, /)",
        (1, 2) if wrapper.name == "__get__" => "($self, instance, owner=None, /)",
        (1, 2) => "($self, value, mod=None, /)",
        (1, _) => match wrapper.name {
            "__getattribute__" | "__delattr__" => "($self, name, /)",
            "__getitem__" | "__delitem__" | "__contains__" => "($self, key, /)",
            "__delete__" => "($self, instance, /)",
            _ => "($self, value, /)",
        },
        _ => match wrapper.name {
            "__setattr__" => "($self, name, value, /)",
            "__set__" => "($self, instance, value, /)",
            _ => "($self, key, value, /)",
        },
    }))
}

pub static WRAPPER_DESCRIPTOR: TypeSpec = TypeSpec {
    name: "wrapper_descriptor",
    operations: Some(DescriptorObject::OPERATIONS),
    slots: Slots {
        repr: Some(descriptor_repr),
        call: Some(descriptor_call),
        descr_get: Some(descriptor_get),
        ..Slots::NONE
    },
    getset: &[
        GetSet {
            name: "__name__",
            doc: "",
            get: |_, v| Ok(v.get::<DescriptorObject>().map_or(Value::NONE, |d| d.name.clone())),
            set: None,
        },
        GetSet {
            name: "__objclass__",
            doc: "",
            get: |_, v| Ok(v.get::<DescriptorObject>().map_or(Value::NONE, |d| d.owner.clone())),
            set: None,
        },
        GetSet { name: "__qualname__", doc: "", get: wrapper_qualname, set: None },
        GetSet { name: "__doc__", doc: "", get: wrapper_doc, set: None },
        GetSet { name: "__text_signature__", doc: "", get: wrapper_signature, set: None },
    ],
    methods: funcs!["__reduce__" = crate::types::descriptor::reduce, "(self, /)", "What copying and pickling rebuild it from.";],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

// ---- bound to an instance ----------------------------------------------------------------------

fn bound_parts(value: &Value) -> Option<(&MethodObject, &'static Wrapper, &TypeRef)> {
    let method = value.get::<MethodObject>()?;
    let (wrapper, owner) = wrapper_of(&method.function)?;
    Some((method, wrapper, owner))
}

fn bound_call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    match bound_parts(this) {
        Some((method, wrapper, owner)) => call_wrapper(vm, wrapper, owner, &method.instance, args),
        None => Ok(Value::NONE),
    }
}

fn bound_repr(vm: &Vm, this: &Value) -> PyResult {
    let Some((method, wrapper, _)) = bound_parts(this) else { return Ok(vm.str("")) };
    let (class, id) = (vm.class(&method.instance).name(), vm.id(&method.instance));
    Ok(vm.str(&format!("<method-wrapper '{}' of {class} object at {id:#x}>", wrapper.name)))
}

fn bound_reduce(vm: &Vm, this: &Value) -> PyResult {
    match bound_parts(this) {
        Some((method, wrapper, _)) => {
            vm.reduce_attribute(&method.instance, &vm.intern(wrapper.name))
        }
        None => Err(vm.wrong_self(this, "method-wrapper")),
    }
}

macro_rules! through_function {
    ($name:literal, $get:expr) => {
        GetSet {
            name: $name,
            doc: "",
            get: |vm, v| match v.get::<MethodObject>() {
                Some(method) => $get(vm, &method.function),
                None => Ok(Value::NONE),
            },
            set: None,
        }
    };
}

fn function_name(_: &Vm, value: &Value) -> PyResult {
    Ok(value.get::<DescriptorObject>().map_or(Value::NONE, |d| d.name.clone()))
}

fn function_owner(_: &Vm, value: &Value) -> PyResult {
    Ok(value.get::<DescriptorObject>().map_or(Value::NONE, |d| d.owner.clone()))
}

pub static METHOD_WRAPPER: TypeSpec = TypeSpec {
    name: "method-wrapper",
    operations: Some(MethodObject::OPERATIONS),
    slots: Slots {
        repr: Some(bound_repr),
        call: Some(bound_call),
        hash: Some(|vm, this| {
            let Some(method) = this.get::<MethodObject>() else { return Ok(0) };
            Ok(identity_hash(vm, &method.instance) ^ identity_hash(vm, &method.function))
        }),
        compare: Some(|_, a, b, op| {
            let (Some((left, ..)), Some((right, ..))) = (bound_parts(a), bound_parts(b)) else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let same = left.instance.is(&right.instance) && left.function.is(&right.function);
            Ok(match op {
                CompareOp::Eq => Value::bool(same),
                CompareOp::Ne => Value::bool(!same),
                CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
                    Value::NOT_IMPLEMENTED
                }
            })
        }),
        ..Slots::NONE
    },
    methods: funcs!["__reduce__" = bound_reduce, "(self, /)", "What copying and pickling rebuild it from.";],
    getset: &[
        GetSet {
            name: "__self__",
            doc: "",
            get: |_, v| Ok(v.get::<MethodObject>().map_or(Value::NONE, |m| m.instance.clone())),
            set: None,
        },
        through_function!("__name__", function_name),
        through_function!("__objclass__", function_owner),
        through_function!("__qualname__", wrapper_qualname),
        through_function!("__doc__", wrapper_doc),
        through_function!("__text_signature__", wrapper_signature),
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
