//! Functions: written in Python, native, and bound to an instance.

use taipan_compiler::code::flags;

use crate::funcs;
use crate::object::code::{CodeObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, Binding, GetSet, NativeDef, NativeObject};
use crate::object::slots::{CompareOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::{Value, clone_all, clone_slice};
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::{ATTRIBUTE_ERROR, DEPRECATION_WARNING};
use crate::types::native_names::MessageName;

// ---- functions written in Python ---------------------------------------------------------------

impl Vm {
    /// A new function of a code object, without defaults and closure.
    pub fn new_function(&self, code: &Value, globals: &Value) -> Value {
        self.new_function_with_closure(code, globals, Value::UNBOUND)
    }

    pub(crate) fn new_function_with_closure(
        &self,
        code: &Value,
        globals: &Value,
        closure: Value,
    ) -> Value {
        let Some(object) = code.get::<CodeObject>() else {
            crate::object::frame::bug("a function is made of code")
        };
        let names = self.names();
        let (builtins, module) = match globals.get::<DictObject>() {
            Some(dict) => {
                let builtins = dict.get_interned(&names.__builtins__);
                let builtins = builtins.map(|b| self.namespace_or_self(&b));
                (builtins, dict.get_interned(&names.__name__).unwrap_or(Value::NONE))
            }
            None => (None, Value::NONE),
        };
        let builtins = builtins.unwrap_or_else(|| self.current_builtins());
        let doc = object.code.docstring.as_ref().map_or(Value::NONE, |d| self.str_wtf8(d));
        let function = FunctionObject {
            code: code.clone().into(),
            globals: globals.clone(),
            builtins,
            closure,
            defaults: Var::unbound(),
            keyword_defaults: Var::unbound(),
            name: self.intern(&object.code.name).into(),
            qualname: self.intern(&object.code.qualname).into(),
            module: module.into(),
            doc: doc.into(),
            annotations: Var::unbound(),
            type_params: Var::unbound(),
            dict: Var::unbound(),
        };
        self.new_object(self.types.function(), function)
    }

    /// The namespace of a module; a dict stays what it is.
    fn namespace_or_self(&self, value: &Value) -> Value {
        match value.get::<super::module::ModuleObject>() {
            Some(module) => module.dict.clone(),
            None => value.clone(),
        }
    }

    pub fn builtins_dict(&self) -> Value {
        self.builtins.get().cloned().unwrap_or(Value::NONE)
    }

    /// The namespace of attributes of functions, modules and the like; `None` if the kind has none.
    pub fn namespace_of(&self, value: &Value) -> Option<Value> {
        if let Some(module) = value.get::<super::module::ModuleObject>() {
            return Some(module.dict.clone());
        }
        if let Some(function) = value.get::<FunctionObject>() {
            if function.dict.is_unbound() {
                function.dict.set(self.new_dict(DictObject::new()));
            }
            return Some(function.dict.get());
        }
        None
    }

    /// A bound method.
    pub fn new_method(&self, function: Value, instance: Value) -> Value {
        self.new_object(self.types.method(), MethodObject { function, instance })
    }

    /// A native function of a module.
    pub fn new_native(&self, def: &'static NativeDef, module: &Value) -> Value {
        let native = NativeObject::new(def, Value::UNBOUND, Value::UNBOUND, module.clone());
        self.new_object(self.types.builtin_function(), native)
    }
}

fn function_of(value: &Value) -> Option<&FunctionObject> {
    value.get::<FunctionObject>()
}

fn function_repr(vm: &Vm, value: &Value) -> PyResult {
    let name = function_of(value).map_or_else(String::new, |f| f.qualname.get().to_text());
    Ok(vm.str_shown(&format!("<function {name} at {:#x}>", vm.id(value))))
}

fn function_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult {
    Ok(match instance {
        Some(instance) => vm.new_method(this.clone(), instance.clone()),
        None => this.clone(),
    })
}

macro_rules! function_attr {
    ($name:literal, $field:ident, $unbound:expr) => {
        GetSet {
            name: $name,
            doc: "",
            get: |_, v| Ok(function_of(v).and_then(|f| f.$field.bound()).unwrap_or($unbound)),
            set: Some(|_, v, new| {
                let new = new.cloned().unwrap_or(Value::UNBOUND);
                function_of(v).into_iter().for_each(|f| f.$field.set(new.clone()));
                Ok(())
            }),
        }
    };
}

macro_rules! function_name_attr {
    ($name:literal, $field:ident) => {
        GetSet {
            name: $name,
            doc: "",
            get: |_, v| Ok(function_of(v).map_or(Value::NONE, |f| f.$field.get())),
            set: Some(|vm, v, new| match new.filter(|n| n.as_str_object().is_some()) {
                Some(new) => {
                    function_of(v).into_iter().for_each(|f| f.$field.set(new.clone()));
                    Ok(())
                }
                None => Err(vm.type_error(concat!($name, " must be set to a string object"))),
            }),
        }
    };
}

fn annotations(vm: &Vm, value: &Value) -> PyResult {
    let Some(function) = function_of(value) else { return Ok(Value::NONE) };
    if function.annotations.is_unbound() {
        function.annotations.set(vm.new_dict(DictObject::new()));
    }
    Ok(function.annotations.get())
}

fn is_dict(value: &Value) -> bool {
    value.get::<DictObject>().is_some()
}

/// The value to set: unbound for None and for a deletion.
fn checked(
    vm: &Vm,
    name: &str,
    what: &str,
    new: Option<&Value>,
    fits: impl Fn(&Value) -> bool,
) -> PyResult {
    match new.filter(|new| !new.is_none()) {
        Some(new) if !fits(new) => {
            Err(vm.type_error(format!("{name} must be set to {what} object")))
        }
        Some(new) => Ok(new.clone()),
        None => Ok(Value::UNBOUND),
    }
}

fn set_code(vm: &Vm, value: &Value, new: Option<&Value>) -> PyResult<()> {
    let code = new.filter(|n| n.get::<CodeObject>().is_some());
    let (Some(function), Some(code)) = (function_of(value), code) else {
        return Err(vm.type_error("__code__ must be set to a code object"));
    };
    let wanted = code.get::<CodeObject>().map_or(0, CodeObject::free_count);
    let given = function.closure.tuple_items().len();
    if wanted != given {
        let name = function.name.get().to_text();
        return Err(vm.value_error(format!(
            "{name}() requires a code object with {given} free vars, not {wanted}"
        )));
    }
    let kind = |code: &Value| {
        let suspends = flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR;
        code.get::<CodeObject>().map_or(0, |code| code.code.flags & suspends)
    };
    if kind(code) != kind(&function.code.get()) {
        let text = "Assigning a code object of non-matching type is deprecated (e.g., from a \
                    generator to a plain function)";
        vm.warn(&DEPRECATION_WARNING, text)?;
    }
    function.code.set(code.clone());
    Ok(())
}

pub static FUNCTION: TypeSpec = TypeSpec {
    name: "function",
    doc: "Create a function object.",
    operations: Some(FunctionObject::OPERATIONS),
    slots: Slots {
        repr: Some(function_repr),
        descr_get: Some(function_get),
        call: Some(|vm, this, args| vm.call_function(this, args)),
        new: Some(super::function_new::new),
        ..Slots::NONE
    },
    getset: &[
        function_name_attr!("__name__", name),
        function_name_attr!("__qualname__", qualname),
        function_attr!("__module__", module, Value::NONE),
        function_attr!("__doc__", doc, Value::NONE),
        GetSet {
            name: "__defaults__",
            doc: "",
            get: |_, v| Ok(function_of(v).and_then(|f| f.defaults.bound()).unwrap_or(Value::NONE)),
            set: Some(|vm, v, new| {
                let new = checked(vm, "__defaults__", "a tuple", new, |n| n.as_tuple().is_some())?;
                function_of(v).into_iter().for_each(|f| f.defaults.set(new.clone()));
                Ok(())
            }),
        },
        GetSet {
            name: "__kwdefaults__",
            doc: "",
            get: |_, v| {
                Ok(function_of(v).and_then(|f| f.keyword_defaults.bound()).unwrap_or(Value::NONE))
            },
            set: Some(|vm, v, new| {
                let new = checked(vm, "__kwdefaults__", "a dict", new, is_dict)?;
                function_of(v).into_iter().for_each(|f| f.keyword_defaults.set(new.clone()));
                Ok(())
            }),
        },
        GetSet {
            name: "__annotations__",
            doc: "",
            get: annotations,
            set: Some(|vm, v, new| {
                let new = checked(vm, "__annotations__", "a dict", new, is_dict)?;
                function_of(v).into_iter().for_each(|f| f.annotations.set(new.clone()));
                Ok(())
            }),
        },
        GetSet {
            name: "__type_params__",
            doc: "",
            get: |vm, v| {
                let known = function_of(v).and_then(|f| f.type_params.bound());
                Ok(known.unwrap_or_else(|| vm.empty_tuple()))
            },
            set: Some(|vm, v, new| {
                let Some(new) = new.filter(|n| n.as_tuple().is_some()) else {
                    return Err(vm.type_error("__type_params__ must be set to a tuple"));
                };
                function_of(v).into_iter().for_each(|f| f.type_params.set(new.clone()));
                Ok(())
            }),
        },
        GetSet {
            name: "__code__",
            doc: "",
            get: |_, v| Ok(function_of(v).map_or(Value::NONE, |f| f.code.get())),
            set: Some(set_code),
        },
        GetSet {
            name: "__globals__",
            doc: "",
            get: |_, v| Ok(function_of(v).map_or(Value::NONE, |f| f.globals.clone())),
            set: Some(|vm, _, _| Err(vm.raise(&ATTRIBUTE_ERROR, "readonly attribute"))),
        },
        GetSet {
            name: "__builtins__",
            doc: "",
            get: |_, v| Ok(function_of(v).map_or(Value::NONE, |f| f.builtins.clone())),
            set: Some(|vm, _, _| Err(vm.raise(&ATTRIBUTE_ERROR, "readonly attribute"))),
        },
        GetSet {
            name: "__closure__",
            doc: "",
            get: |_, v| {
                let closure = function_of(v).map(|f| f.closure.clone());
                Ok(closure.filter(|c| !c.is_unbound()).unwrap_or(Value::NONE))
            },
            set: Some(|vm, _, _| Err(vm.raise(&ATTRIBUTE_ERROR, "readonly attribute"))),
        },
        DICT_ROW,
    ],
    flags: type_flag::WEAK | type_flag::DICT,
    ..TypeSpec::NONE
};

/// `__dict__` of kinds that keep a namespace of their own.
pub const DICT_ROW: GetSet = GetSet {
    name: "__dict__",
    doc: "",
    get: |vm, v| match vm.namespace_of(v) {
        Some(dict) => Ok(dict),
        None => Err(vm.no_attribute(v, &vm.names().__dict__)),
    },
    set: Some(|vm, v, new| {
        let dict = new.filter(|n| n.get::<DictObject>().is_some());
        let (Some(function), Some(dict)) = (function_of(v), dict) else {
            return Err(vm.type_error(match new {
                Some(new) => {
                    let class = vm.class(new).full_name();
                    format!("__dict__ must be set to a dictionary, not a '{class}'")
                }
                None => "cannot delete __dict__".to_owned(),
            }));
        };
        function.dict.set(dict.clone());
        Ok(())
    }),
};

// ---- bound methods -----------------------------------------------------------------------------

/// The payload of a bound method.
pub struct MethodObject {
    pub function: Value,
    pub instance: Value,
}

impl Traverse for MethodObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(&self.instance);
    }
}

fn method_of(value: &Value) -> Option<&MethodObject> {
    value.get::<MethodObject>()
}

fn method_call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    let Some(method) = method_of(this) else { return Ok(Value::NONE) };
    let mut all = Vec::with_capacity(args.all.len() + 1);
    all.push(method.instance.clone());
    all.extend_from_slice(args.all);
    vm.call_args(&method.function, Args { all: &all, names: args.names })
}

fn method_repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(method) = method_of(this) else { return Ok(vm.str("")) };
    let names = vm.names();
    let name = match vm.getattr_opt(&method.function, &names.__qualname__)? {
        Some(name) => name.to_text(),
        None => match vm.getattr_opt(&method.function, &names.__name__)? {
            Some(name) => name.to_text(),
            None => "?".to_owned(),
        },
    };
    let instance = vm.repr_text(&method.instance)?;
    Ok(vm.str(&format!("<bound method {name} of {instance}>")))
}

fn method_getattr(vm: &Vm, this: &Value, name: &Value) -> PyResult {
    if let Some(found) = super::object::generic_lookup(vm, this, name)? {
        return Ok(found);
    }
    match method_of(this) {
        Some(method) => vm.getattr(&method.function, name),
        None => Err(vm.no_attribute(this, name)),
    }
}

fn method_new(vm: &Vm, _: &TypeRef, args: Args) -> PyResult {
    if !args.names.is_empty() {
        return Err(vm.type_error("method() takes no keyword arguments"));
    }
    let [function, instance] = args.all else {
        let given = args.all.len();
        return Err(vm.type_error(format!("method expected 2 arguments, got {given}")));
    };
    if vm.class(function).slots.call.get().is_none() {
        return Err(vm.type_error("first argument must be callable"));
    }
    if instance.is_none() {
        return Err(vm.type_error("instance must not be None"));
    }
    Ok(vm.new_method(function.clone(), instance.clone()))
}

pub static METHOD: TypeSpec = TypeSpec {
    name: "method",
    doc: "A function together with the object that becomes its first argument.",
    operations: Some(MethodObject::OPERATIONS),
    slots: Slots {
        repr: Some(method_repr),
        call: Some(method_call),
        getattr: Some(method_getattr),
        hash: Some(|vm, this| {
            let Some(method) = method_of(this) else { return Ok(0) };
            let function = vm.hash(&method.function)?;
            Ok(super::object::identity_hash(vm, &method.instance) ^ function)
        }),
        compare: Some(|vm, a, b, op| {
            let (Some(left), Some(right)) = (method_of(a), method_of(b)) else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let same =
                left.instance.is(&right.instance) && vm.equal(&left.function, &right.function)?;
            Ok(match op {
                CompareOp::Eq => Value::bool(same),
                CompareOp::Ne => Value::bool(!same),
                _ => Value::NOT_IMPLEMENTED,
            })
        }),
        descr_get: Some(|_, this, _, _| Ok(this.clone())),
        new: Some(method_new),
        ..Slots::NONE
    },
    methods: funcs![
        "__reduce__" = method_reduce, "(self, /)", "What copying and pickling rebuild it from.";
    ],
    getset: &[
        GetSet {
            name: "__func__",
            doc: "",
            get: |_, v| Ok(method_of(v).map_or(Value::NONE, |m| m.function.clone())),
            set: None,
        },
        GetSet {
            name: "__self__",
            doc: "",
            get: |_, v| Ok(method_of(v).map_or(Value::NONE, |m| m.instance.clone())),
            set: None,
        },
        GetSet {
            name: "__doc__",
            doc: "",
            get: |vm, v| match method_of(v) {
                Some(m) => vm.getattr(&m.function, &vm.names().__doc__),
                None => Ok(Value::NONE),
            },
            set: None,
        },
    ],
    flags: type_flag::WEAK,
    ..TypeSpec::NONE
};

// ---- native functions --------------------------------------------------------------------------

pub(super) fn native_of(value: &Value) -> Option<&NativeObject> {
    value.get::<NativeObject>()
}

/// The native function, also of a method that is bound to an object.
fn native_behind(value: &Value) -> Option<&NativeObject> {
    method_of(value).map_or_else(|| native_of(value), |method| native_of(&method.function))
}

/// What a native function is bound to.
fn bound_to(value: &Value) -> Option<&Value> {
    let bound = match method_of(value) {
        Some(method) => &method.instance,
        None => &native_of(value)?.bound,
    };
    Some(bound).filter(|bound| !bound.is_unbound())
}

/// Calls a native function or an unbound method of a builtin type.
fn native_call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    match native_of(this) {
        Some(native) => vm.call_native(native, args),
        None => builtin_method_call(vm, this, args),
    }
}

impl Vm {
    /// Calls a native function; the first argument of a method is checked against its type.
    pub(crate) fn call_native(&self, native: &NativeObject, args: Args) -> PyResult {
        if native.is_method() {
            self.check_self(native, args)?;
        }
        self.call_native_checked(native, args, false)
    }

    /// `by_object`: whether messages name the class of `self` instead of the method's own.
    #[inline]
    pub(crate) fn call_native_checked(
        &self,
        native: &NativeObject,
        args: Args,
        by_object: bool,
    ) -> PyResult {
        if !native.bound.is_unbound() {
            let mut all = Vec::with_capacity(args.all.len() + 1);
            all.push(native.bound.clone());
            all.extend_from_slice(args.all);
            return self.call_native_bound(native, Args { all: &all, names: args.names }, false);
        }
        if native.def.binding == Binding::Class && !native.owner.is_unbound() {
            return super::class_descriptor::call(self, native, args);
        }
        self.call_native_bound(native, args, by_object)
    }

    #[inline]
    fn call_native_bound(&self, native: &NativeObject, args: Args, by_object: bool) -> PyResult {
        let signature = native.signature();
        if signature.plain && args.names.is_empty() && args.all.len() == signature.positional {
            return (native.def.call)(self, args.all);
        }
        let few = signature.required..signature.positional;
        if signature.plain && args.names.is_empty() && few.contains(&args.all.len()) {
            let mut all = clone_all(args.all);
            for default in &native.defaults(self)[args.all.len()..] {
                all.push(default.clone());
            }
            return (native.def.call)(self, &all);
        }
        if args.names.is_empty()
            && let Some(at) = signature.starred
            && args.all.len() >= at
        {
            let (own, rest) = args.all.split_at(at);
            let mut all = clone_all(own);
            all.push(self.tuple(clone_slice(rest)));
            all.extend(native.defaults(self).iter().skip(at + 1).cloned());
            return (native.def.call)(self, &all);
        }
        // `self` (or `cls`) is no argument in the eyes of messages.
        let hidden = usize::from(native.is_method() || !native.bound.is_unbound());
        let instance = args.all.first().filter(|_| by_object);
        let instance = instance
            .map(|first| TypeRef::of(first).cloned().unwrap_or_else(|| self.type_of(first)));
        let name = MessageName::new(native, instance.as_ref());
        match signature.bind_hidden(self, &name, args, hidden) {
            Ok(bound) => (native.def.call)(self, &bound),
            Err(raised) if native.def.name == "sorted" => Err(self.sorted_refused(args, raised)),
            Err(raised) => Err(raised),
        }
    }

    fn check_self(&self, native: &NativeObject, args: Args) -> PyResult<()> {
        let Some(owner) = TypeRef::of(&native.owner) else { return Ok(()) };
        match args.positional().first() {
            Some(first) if std::ptr::eq(self.class(first), &raw const **owner) => Ok(()),
            Some(first) if self.type_of(first).is_subtype(owner) => Ok(()),
            first => Err(self.wrong_receiver(native, owner, first)),
        }
    }

    #[cold]
    fn wrong_receiver(
        &self,
        native: &NativeObject,
        owner: &TypeRef,
        first: Option<&Value>,
    ) -> crate::object::slots::Raised {
        let name = native.def.name;
        let Some(first) = first else {
            let owner = owner.qualname.get().to_text();
            let text = format!("unbound method {owner}.{name}() needs an argument");
            return self.type_error(text);
        };
        let owner = owner.full_name();
        let class = self.class(first).full_name();
        self.type_error(format!(
            "descriptor '{name}' for '{owner}' objects doesn't apply to a '{class}' object"
        ))
    }
}

fn native_repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(native) = native_of(this) else { return builtin_method_repr(vm, this) };
    let name = native.def.name;
    Ok(vm.str(&match TypeRef::of(&native.bound) {
        Some(class) => {
            format!("<built-in method {name} of type object at {:#x}>", vm.id(class.value()))
        }
        None => format!("<built-in function {name}>"),
    }))
}

pub(super) fn descriptor_repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(native) = native_of(this) else { return Ok(vm.str("")) };
    let owner = TypeRef::of(&native.owner).map_or_else(String::new, |t| t.full_name());
    Ok(vm.str(&format!("<method '{}' of '{owner}' objects>", native.def.name)))
}

/// A method looked up through an instance: bound like a Python function.
fn descriptor_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult {
    let Some(instance) = instance else { return Ok(this.clone()) };
    if let Some(native) = native_of(this)
        && let Some(owner) = TypeRef::of(&native.owner)
        && !vm.type_of(instance).is_subtype(owner)
    {
        return Err(vm.wrong_receiver(native, owner, Some(instance)));
    }
    let ty = vm.ty(&BUILTIN_METHOD);
    let payload = MethodObject { function: this.clone(), instance: instance.clone() };
    Ok(vm.new_object(&ty, payload))
}

fn native_name(vm: &Vm, value: &Value) -> PyResult {
    Ok(native_behind(value).map_or(Value::NONE, |n| vm.intern(n.def.name)))
}

fn native_qualname(vm: &Vm, value: &Value) -> PyResult {
    let Some(native) = native_behind(value) else { return Ok(Value::NONE) };
    let class = bound_to(value).map(|object| match TypeRef::of(object) {
        Some(class) => class.clone(),
        None => vm.type_of(object),
    });
    let owner = class.as_ref().or_else(|| TypeRef::of(&native.owner));
    Ok(vm.str(&match owner {
        Some(owner) => format!("{}.{}", owner.qualname.get().to_text(), native.def.name),
        None => native.def.name.to_owned(),
    }))
}

fn native_doc(vm: &Vm, value: &Value) -> PyResult {
    Ok(native_behind(value).map_or(Value::NONE, |n| vm.str(n.def.doc)))
}

fn native_signature(vm: &Vm, value: &Value) -> PyResult {
    Ok(native_behind(value).map_or(Value::NONE, |n| vm.str(&n.shown_signature())))
}

const NATIVE_ROWS: &[GetSet] = &[
    GetSet { name: "__name__", doc: "", get: native_name, set: None },
    GetSet { name: "__qualname__", doc: "", get: native_qualname, set: None },
    GetSet { name: "__doc__", doc: "", get: native_doc, set: None },
    GetSet { name: "__text_signature__", doc: "", get: native_signature, set: None },
    GetSet {
        name: "__module__",
        doc: "",
        get: |_, v| Ok(native_of(v).map_or(Value::NONE, |n| n.module.clone())),
        set: None,
    },
    GetSet {
        name: "__self__",
        doc: "",
        get: |_, v| Ok(bound_to(v).cloned().unwrap_or(Value::NONE)),
        set: None,
    },
];

pub(super) const DESCRIPTOR_ROWS: &[GetSet] = &[
    GetSet { name: "__name__", doc: "", get: native_name, set: None },
    GetSet { name: "__qualname__", doc: "", get: native_qualname, set: None },
    GetSet { name: "__doc__", doc: "", get: native_doc, set: None },
    GetSet { name: "__text_signature__", doc: "", get: native_signature, set: None },
    GetSet {
        name: "__objclass__",
        doc: "",
        get: |_, v| Ok(native_of(v).map_or(Value::NONE, |n| n.owner.clone())),
        set: None,
    },
];

/// A function of a module is known by its name, one that is bound is an attribute of that.
fn native_reduce(vm: &Vm, this: &Value) -> PyResult {
    match native_of(this) {
        None => method_reduce(vm, this),
        Some(native) if !native.bound.is_unbound() => {
            vm.reduce_attribute(&native.bound, &vm.intern(native.def.name))
        }
        Some(native) if !native.owner.is_unbound() => {
            vm.reduce_attribute(&native.owner, &vm.intern(native.def.name))
        }
        _ => native_qualname(vm, this),
    }
}

fn descriptor_reduce(vm: &Vm, this: &Value) -> PyResult {
    match native_of(this) {
        Some(native) => vm.reduce_attribute(&native.owner, &vm.intern(native.def.name)),
        None => native_qualname(vm, this),
    }
}

fn method_reduce(vm: &Vm, this: &Value) -> PyResult {
    let Some(method) = method_of(this) else { return Err(vm.wrong_self(this, "method")) };
    let name = vm.getattr(&method.function, &vm.names().__name__)?;
    vm.reduce_attribute(&method.instance, &name)
}

/// The row that a native function was made from.
fn row_of(value: &Value) -> Option<*const NativeDef> {
    native_behind(value).map(|native| std::ptr::from_ref(native.def))
}

/// Equal are the same function bound to the same object.
fn native_compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let both = [a, b].map(|value| vm.type_of(value).is_subtype(vm.types.builtin_function()));
    let same_object = match (bound_to(a), bound_to(b)) {
        (Some(a), Some(b)) => a.is(b),
        (a, b) => a.is_none() && b.is_none(),
    };
    let same = same_object && row_of(a) == row_of(b);
    Ok(match op {
        CompareOp::Eq if both == [true; 2] => Value::bool(same),
        CompareOp::Ne if both == [true; 2] => Value::bool(!same),
        _ => Value::NOT_IMPLEMENTED,
    })
}

fn native_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let row = row_of(this).map_or(0, |row| row.addr() as i64);
    let hash = bound_to(this).map_or(0, |object| super::object::identity_hash(vm, object)) ^ row;
    Ok(if hash == -1 { -2 } else { hash })
}

pub static BUILTIN_FUNCTION: TypeSpec = TypeSpec {
    name: "builtin_function_or_method",
    operations: Some(NativeObject::OPERATIONS),
    slots: Slots {
        repr: Some(native_repr),
        call: Some(native_call),
        compare: Some(native_compare),
        hash: Some(native_hash),
        ..Slots::NONE
    },
    methods: funcs!["__reduce__" = native_reduce, "(self, /)", "What copying and pickling rebuild it from.";],
    getset: NATIVE_ROWS,
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};

pub static METHOD_DESCRIPTOR: TypeSpec = TypeSpec {
    name: "method_descriptor",
    operations: Some(NativeObject::OPERATIONS),
    slots: Slots {
        repr: Some(descriptor_repr),
        call: Some(native_call),
        descr_get: Some(descriptor_get),
        ..Slots::NONE
    },
    methods: funcs!["__reduce__" = descriptor_reduce, "(self, /)", "What copying and pickling rebuild it from.";],
    getset: DESCRIPTOR_ROWS,
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

/// As a bound method; messages about arguments name the class of the instance.
fn builtin_method_call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    let Some(method) = method_of(this) else { return Ok(Value::NONE) };
    let Some(native) = native_of(&method.function) else { return method_call(vm, this, args) };
    let mut all = Vec::with_capacity(args.all.len() + 1);
    all.push(method.instance.clone());
    all.extend_from_slice(args.all);
    vm.call_native_checked(native, Args { all: &all, names: args.names }, true)
}

fn builtin_method_repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(method) = method_of(this) else { return Ok(vm.str("")) };
    let name = native_of(&method.function).map_or("?", |n| n.def.name);
    let (class, id) = (vm.class(&method.instance).name(), vm.id(&method.instance));
    Ok(vm.str(&format!("<built-in method {name} of {class} object at {id:#x}>")))
}

/// A method of a builtin type bound to an instance: the payload of a bound method, but otherwise a
/// builtin function. Programs do not see that this is a type of its own.
pub static BUILTIN_METHOD: TypeSpec = TypeSpec {
    name: "builtin_function_or_method",
    base: Some(&BUILTIN_FUNCTION),
    operations: Some(MethodObject::OPERATIONS),
    getset: &[GetSet { name: "__doc__", doc: "", get: native_doc, set: None }],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};
