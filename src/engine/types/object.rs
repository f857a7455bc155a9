//! object: what every object has — attribute lookup, identity, default repr and hash.

use crate::object::header::{Payload, Traverse};
use crate::object::native::Args;
use crate::object::slots::{CompareOp, PyResult, Raised, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::ATTRIBUTE_ERROR;
use crate::types::reduce;
use crate::{funcs, types::descriptor};

/// The payload of instances that have none: attributes are in the extension.
pub struct PlainObject;

impl Traverse for PlainObject {}

/// `object.__getattribute__`: data descriptors of the class, attributes of the instance, other
/// attributes of the class.
pub fn generic_getattr(vm: &Vm, object: &Value, name: &Value) -> PyResult {
    match generic_lookup(vm, object, name)? {
        Some(found) => Ok(found),
        None => Err(missing(vm, object, name)),
    }
}

/// A class is an object like others here; its own lookup says "type object".
#[cold]
fn missing(vm: &Vm, object: &Value, name: &Value) -> Raised {
    if TypeRef::of(object).is_none() {
        return vm.no_attribute(object, name);
    }
    let class = vm.class(object).full_name();
    let text = format!("'{class}' object has no attribute '{}'", name.to_text());
    vm.attribute_error(text, object, name)
}

/// As [`generic_getattr`]; `None` if there is no such attribute.
pub fn generic_lookup(vm: &Vm, object: &Value, name: &Value) -> PyResult<Option<Value>> {
    let class = vm.type_of(object);
    let found = class.lookup(name);
    if let Some(attr) = &found {
        let slots = &vm.class(attr).slots;
        if slots.descr_set.get().is_some()
            && let Some(get) = slots.descr_get.get()
        {
            return get(vm, attr, Some(object), class.value()).map(Some);
        }
    }
    if let Some(own) = own_attr(vm, object, name) {
        return Ok(Some(own));
    }
    match found {
        Some(attr) => vm.bind(&attr, object, &class).map(Some),
        None => Ok(None),
    }
}

/// The attribute in the instance's own namespace, wherever its kind of object keeps that.
fn own_attr(vm: &Vm, object: &Value, name: &Value) -> Option<Value> {
    let header = object.header()?;
    if header.extension().is_some() {
        return vm.instance_attr(header, name);
    }
    let dict = vm.namespace_of(object)?;
    dict.get::<crate::object::dict::DictObject>()?.get_interned(name)
}

/// `object.__setattr__` and `object.__delattr__`.
pub fn generic_setattr(
    vm: &Vm,
    object: &Value,
    name: &Value,
    value: Option<&Value>,
) -> PyResult<()> {
    let class = vm.type_of(object);
    let found = class.lookup(name);
    if let Some(attr) = &found
        && let Some(set) = vm.class(attr).slots.descr_set.get()
    {
        return set(vm, attr, object, value);
    }
    let Some(header) = object.header() else { return Err(no_set(vm, object, name, found)) };
    if header.extension().is_some() && class.has(type_flag::DICT) {
        let name = &vm.intern_value(name);
        return match value {
            Some(value) => {
                vm.set_instance_attr(header, name, value.clone());
                Ok(())
            }
            None => match vm.delete_instance_attr(header, name) {
                Some(_) => Ok(()),
                // Unlike other such errors this one does not know what was meant.
                None => {
                    let (class, name) = (class.full_name(), name.to_text());
                    let text = format!("'{class}' object has no attribute '{name}'");
                    Err(vm.raise(&ATTRIBUTE_ERROR, text))
                }
            },
        };
    }
    let Some(dict) = vm.namespace_of(object) else {
        return Err(no_set(vm, object, name, found));
    };
    let Some(dict) = dict.get::<crate::object::dict::DictObject>() else {
        return Err(no_set(vm, object, name, found));
    };
    let name = &vm.intern_value(name);
    match value {
        Some(value) => drop(dict.set_interned(name, value.clone())),
        None => {
            if dict.remove_interned(name).is_none() {
                return Err(vm.no_attribute(object, name));
            }
        }
    }
    Ok(())
}

fn no_set(vm: &Vm, object: &Value, name: &Value, found: Option<Value>) -> Raised {
    let class = vm.type_of(object);
    let (type_name, text) = (class.full_name(), name.to_text());
    let message = match found {
        Some(_) => format!("'{type_name}' object attribute '{text}' is read-only"),
        None if class.has(type_flag::DICT) || class.has(type_flag::CUSTOM_SETATTR) => {
            format!("'{type_name}' object has no attribute '{text}'")
        }
        None => {
            format!(
                "'{type_name}' object has no attribute '{text}' and no __dict__ for setting new attributes"
            )
        }
    };
    vm.attribute_error(message, object, name)
}

impl Vm {
    /// The AttributeError for a missing attribute, with `name` and `obj` set.
    #[cold]
    pub fn no_attribute(&self, object: &Value, name: &Value) -> Raised {
        let message = match TypeRef::of(object) {
            Some(ty) => {
                format!("type object '{}' has no attribute '{}'", ty.full_name(), name.to_text())
            }
            None => {
                let class = self.class(object).full_name();
                format!("'{class}' object has no attribute '{}'", name.to_text())
            }
        };
        self.attribute_error(message, object, name)
    }

    /// An AttributeError that knows which name of which object is meant.
    #[cold]
    pub fn attribute_error(&self, message: String, object: &Value, name: &Value) -> Raised {
        let raised = self.raise(&ATTRIBUTE_ERROR, message);
        self.set_exception_members(&raised.0, &[("name", name), ("obj", object)]);
        raised
    }
}

fn repr(vm: &Vm, object: &Value) -> PyResult {
    let class = vm.type_of(object);
    let module = class.module.get();
    let id = vm.id(object);
    Ok(vm.str_shown(&match module.as_str() {
        Some("builtins") | None => format!("<{} object at {id:#x}>", class.name()),
        Some(module) => {
            let qualname = class.qualname.get().to_text();
            format!("<{module}.{qualname} object at {id:#x}>")
        }
    }))
}

fn hash(vm: &Vm, object: &Value) -> PyResult<i64> {
    Ok(identity_hash(vm, object))
}

/// The hash of an object that equals only itself.
pub fn identity_hash(vm: &Vm, object: &Value) -> i64 {
    let id = vm.id(object) as u64;
    match id.rotate_right(4) as i64 {
        -1 => -2,
        hash => hash,
    }
}

pub(crate) fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    match op {
        CompareOp::Eq if a.is(b) => Ok(Value::TRUE),
        // `!=` is the opposite of `==` unless the class says otherwise.
        CompareOp::Ne => {
            let Some(equal) = vm.class(a).slots.compare.get() else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            if std::ptr::fn_addr_eq(
                equal,
                compare as fn(&Vm, &Value, &Value, CompareOp) -> PyResult,
            ) {
                return Ok(if a.is(b) { Value::FALSE } else { Value::NOT_IMPLEMENTED });
            }
            let result = equal(vm, a, b, CompareOp::Eq)?;
            if result.is(&Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
            Ok(Value::bool(!vm.truth(&result)?))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `object.__new__`: refuses arguments that nobody would use.
fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    if !args.all.is_empty() {
        let own_new = !class.slots.new.get().is_some_and(|n| is_plain_new(n));
        let own_init = class.slots.init.get().is_some_and(|i| !is_plain_init(i));
        if own_new {
            let text = "object.__new__() takes exactly one argument (the type to instantiate)";
            return Err(vm.type_error(text));
        }
        if !own_init {
            return Err(vm.type_error(format!("{}() takes no arguments", class.full_name())));
        }
    }
    vm.new_instance(class)
}

/// Whether the slot is `object.__new__` itself.
pub fn is_plain_new(slot: fn(&Vm, &TypeRef, Args) -> PyResult) -> bool {
    std::ptr::fn_addr_eq(slot, new as fn(&Vm, &TypeRef, Args) -> PyResult)
}

fn init(vm: &Vm, object: &Value, args: Args) -> PyResult<()> {
    if args.all.is_empty() {
        return Ok(());
    }
    let class = vm.type_of(object);
    let own_init = class.slots.init.get().is_some_and(|i| !is_plain_init(i));
    // No builtin type but `object` itself has `object.__new__`.
    let builtin = class.spec.is_some_and(|spec| !std::ptr::eq(spec, &OBJECT));
    let own_new = builtin || class.slots.new.get().is_some_and(|n| !is_plain_new(n));
    if own_init {
        let text = "object.__init__() takes exactly one argument (the instance to initialize)";
        return Err(vm.type_error(text));
    }
    if !own_new {
        let text = "__init__() takes exactly one argument (the instance to initialize)";
        return Err(vm.type_error(format!("{}.{text}", class.full_name())));
    }
    Ok(())
}

/// Whether the slot is `object.__init__` itself.
pub fn is_plain_init(slot: fn(&Vm, &Value, Args) -> PyResult<()>) -> bool {
    std::ptr::fn_addr_eq(slot, init as fn(&Vm, &Value, Args) -> PyResult<()>)
}

impl Vm {
    /// A new instance without payload of its own; TypeError if the class is abstract.
    pub fn new_instance(&self, class: &TypeRef) -> PyResult {
        if class.has(type_flag::ABSTRACT) {
            return Err(self.cannot_instantiate(class));
        }
        Ok(self.new_object(class, PlainObject))
    }
}

fn format(vm: &Vm, object: &Value, spec: &Value) -> PyResult {
    let text = vm.str_of(object)?;
    if spec.as_str() == Some("") {
        return Ok(text);
    }
    if spec.as_str_object().is_none() {
        let what = "__format__() argument must be str";
        return Err(super::str::text::must_be(vm, what, spec));
    }
    let class = vm.class(object).full_name();
    Err(vm.type_error(format!("unsupported format string passed to {class}.__format__")))
}

fn dir(vm: &Vm, object: &Value) -> PyResult {
    vm.dir_of_object(object)
}

fn sizeof(_: &Vm, object: &Value) -> i64 {
    match object.header() {
        Some(header) => (header.ty().operations.size)(header) as i64,
        // Numbers and singletons without an object of their own: as much as those of CPython.
        None if object.is_int() || object.is_bool() => 28,
        None if object.is_small_float() => 24,
        None => 16,
    }
}

fn init_subclass(_: &Vm, _class: &Value) {}

fn subclass_hook(_: &Vm, _class: &Value, _subclass: &Value) -> Value {
    Value::NOT_IMPLEMENTED
}

pub static OBJECT: TypeSpec = TypeSpec {
    name: "object",
    doc: "What every class inherits from. An instance of object itself has no attributes of its own.",
    operations: Some(PlainObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        str: Some(|vm, object| vm.repr_result(object)),
        hash: Some(hash),
        compare: Some(compare),
        getattr: Some(generic_getattr),
        setattr: Some(generic_setattr),
        new: Some(new),
        init: Some(init),
        ..Slots::NONE
    },
    methods: funcs![
        "__format__" = format, "(self, format_spec, /)", "str(self) if the specification is empty, TypeError otherwise.";
        "__dir__" = dir, "(self, /)", "The names of all attributes, own ones and inherited ones.";
        "__sizeof__" = sizeof, "(self, /)", "How many bytes the object takes.";
        "__reduce__" = reduce::reduce, "(self, /)", "What a pickle of an old protocol rebuilds it from.";
        "__reduce_ex__" = reduce::reduce_ex, "(self, protocol, /)", "What copying and pickling rebuild it from.";
        "__getstate__" = reduce::getstate, "(self, /)", "The attributes that a copy or a pickle takes over.";
        class "__init_subclass__" = init_subclass, "(cls, /)", "Hears of a new class below this one; arguments of the class statement arrive here.";
        class "__subclasshook__" = subclass_hook, "(cls, subclass, /)", "Answers issubclass() for a class that wants its own say; NotImplemented leaves it to inheritance.";
    ],
    getset: &[descriptor::CLASS_ROW],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};
