//! types.GenericAlias: `list[int]` and its like. Checks nothing of what stands in the brackets.

use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, NativeDef};
use crate::object::slots::{BinaryOp, CompareOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::ATTRIBUTE_ERROR;
use crate::types::list::ListObject;
use crate::types::object::generic_getattr;
use crate::{funcs, native_row};

/// The Rust value of an alias.
pub(crate) struct Alias {
    pub(crate) origin: Value,
    /// Tuple.
    pub(crate) args: Value,
    parameters: Parameters,
    /// `*tuple[int]`
    unpacked: bool,
}

/// The type variables in the arguments of an alias or union: a tuple, made when somebody asks.
#[derive(Default)]
pub(crate) struct Parameters(Var);

impl Parameters {
    pub(crate) fn get(&self, vm: &Vm, args: &Value) -> PyResult {
        if self.0.is_unbound() {
            self.0.set(parameters_of(vm, args.tuple_items())?);
        }
        Ok(self.0.get())
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.visit(visit);
    }
}

impl Traverse for Alias {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.origin);
        visit(&self.args);
        self.parameters.visit(visit);
    }
}

/// Builtin types that can be subscripted.
pub(crate) static GENERIC: &[&str] = &[
    "list",
    "dict",
    "tuple",
    "set",
    "frozenset",
    "enumerate",
    "BaseExceptionGroup",
    "generator",
    "coroutine",
    "async_generator",
    "mappingproxy",
];

/// The method of those types, and of others that put it into their tables.
pub static CLASS_GETITEM: NativeDef =
    native_row!("__class_getitem__", class_getitem, "(cls, item, /)", "See PEP 585", Class);

fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult {
    vm.generic_alias(class, item)
}

pub(crate) fn of(value: &Value) -> Option<&Alias> {
    value.foreign::<Alias>()
}

impl Vm {
    /// `origin[item]` as an alias.
    pub fn generic_alias(&self, origin: &Value, item: &Value) -> PyResult {
        let args = match item.as_tuple() {
            Some(_) => item.clone(),
            None => self.tuple(vec![item.clone()]),
        };
        Ok(self.make_alias(&self.ty(&GENERIC_ALIAS), origin, args, false))
    }

    fn make_alias(&self, ty: &TypeRef, origin: &Value, args: Value, unpacked: bool) -> Value {
        let parameters = Parameters::default();
        self.new_foreign(ty, Alias { origin: origin.clone(), args, parameters, unpacked })
    }
}

/// The type variables in the arguments, each once, in order of appearance.
fn parameters_of(vm: &Vm, args: &[Value]) -> PyResult {
    let mut found: Vec<Value> = Vec::new();
    let mut add = |value: &Value| {
        if !found.iter().any(|known| known.is(value)) {
            found.push(value.clone());
        }
    };
    for arg in args.iter().filter(|a| TypeRef::of(a).is_none()) {
        if vm.getattr_opt(arg, &vm.intern("__typing_subst__"))?.is_some() {
            add(arg);
        } else if let Some(inner) = vm.getattr_opt(arg, &vm.intern("__parameters__"))? {
            inner.tuple_items().iter().for_each(&mut add);
        }
    }
    Ok(vm.tuple(found))
}

/// How an argument of an alias or a member of a union is shown: classes and functions by their names.
pub(crate) fn shown(vm: &Vm, value: &Value) -> PyResult<String> {
    if value.is(&Value::ELLIPSIS) {
        return Ok("...".to_owned());
    }
    let attribute = |name: &str| vm.getattr_opt(value, &vm.intern(name));
    if attribute("__origin__")?.is_some() && attribute("__args__")?.is_some() {
        return vm.repr_text(value);
    }
    let Some(name) = attribute("__qualname__")? else { return vm.repr_text(value) };
    match attribute("__module__")?.filter(|module| !module.is_none()) {
        None => vm.repr_text(value),
        Some(module) if module.as_str() == Some("builtins") => vm.str_text(&name),
        Some(module) => Ok(format!("{}.{}", vm.str_text(&module)?, vm.str_text(&name)?)),
    }
}

/// As [`shown`], and the items of a list likewise.
fn shown_argument(vm: &Vm, value: &Value) -> PyResult<String> {
    let Some(list) = value.get_exact::<ListObject>() else { return shown(vm, value) };
    let mut text = "[".to_owned();
    let mut at = 0;
    // Showing an item may change the list.
    while let Some(item) = { list.items.borrow().get(at).cloned() } {
        text.push_str(if at > 0 { ", " } else { "" });
        text.push_str(&shown(vm, &item)?);
        at += 1;
    }
    text.push(']');
    Ok(text)
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(alias) = of(this) else { return Ok(vm.str("")) };
    let origin = shown(vm, &alias.origin)?;
    let items = alias.args.tuple_items();
    let args: Vec<String> = items.iter().map(|a| shown_argument(vm, a)).collect::<PyResult<_>>()?;
    let args = if args.is_empty() { "()".to_owned() } else { args.join(", ") };
    let star = if alias.unpacked { "*" } else { "" };
    Ok(vm.str(&format!("{star}{origin}[{args}]")))
}

/// Attributes that belong to the alias; all others are the origin's.
const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
    "__instancecheck__",
    "__subclasscheck__",
];

fn getattr(vm: &Vm, this: &Value, name: &Value) -> PyResult {
    let Some(alias) = of(this) else { return generic_getattr(vm, this, name) };
    // An alias is no class, so it has no bases.
    if name.as_str().is_some_and(|n| OWN.contains(&n) || n == "__bases__") {
        return generic_getattr(vm, this, name);
    }
    vm.getattr(&alias.origin, name)
}

fn call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    let Some(alias) = of(this) else { return Ok(Value::NONE) };
    let made = vm.call_args(&alias.origin, args)?;
    match vm.setattr(&made, &vm.intern("__orig_class__"), Some(this)) {
        Err(raised)
            if !vm.is_exception(&raised.0, &ATTRIBUTE_ERROR)
                && !vm.is_exception(&raised.0, &crate::types::exception::TYPE_ERROR) =>
        {
            Err(raised)
        }
        _ => Ok(made),
    }
}

/// `alias[item]`: puts arguments in the place of type variables.
fn getitem(vm: &Vm, this: &Value, item: &Value) -> PyResult {
    let Some(alias) = of(this) else { return Ok(Value::NONE) };
    let parameters = alias.parameters.get(vm, &alias.args)?;
    let args = substituted(vm, this, &alias.args, &parameters, item)?;
    Ok(vm.make_alias(&vm.type_of(this), &alias.origin, vm.tuple(args), alias.unpacked))
}

/// The arguments with type variables replaced by the items of a subscript.
pub(crate) fn substituted(
    vm: &Vm,
    this: &Value,
    args: &Value,
    parameters: &Value,
    item: &Value,
) -> PyResult<Vec<Value>> {
    let parameters = parameters.tuple_items();
    if parameters.is_empty() {
        let text = vm.repr_text(this)?;
        return Err(vm.type_error(format!("{text} is not a generic class")));
    }
    let mut item = vm.tuple(without_unpacked_tuples(vm, item)?);
    for parameter in parameters {
        if let Some(prepare) = vm.getattr_opt(parameter, &vm.intern("__typing_prepare_subst__"))? {
            item = vm.call(&prepare, &[this.clone(), item])?;
        }
    }
    let one = std::slice::from_ref(&item);
    let items = item.as_tuple().unwrap_or(one);
    let (wanted, given) = (parameters.len(), items.len());
    if wanted != given {
        let much = if given > wanted { "many" } else { "few" };
        let text = vm.repr_text(this)?;
        return Err(vm.type_error(format!(
            "Too {much} arguments for {text}; actual {given}, expected {wanted}"
        )));
    }
    let mut made = Vec::with_capacity(args.tuple_items().len());
    for arg in args.tuple_items() {
        if TypeRef::of(arg).is_some() {
            made.push(arg.clone());
            continue;
        }
        let is_unpacked = vm.getattr_opt(arg, &vm.intern("__typing_is_unpacked_typevartuple__"))?;
        let is_unpacked = is_unpacked.map_or(Ok(false), |is| vm.truth(&is))?;
        let new = replaced(vm, arg, parameters, items)?;
        match new.as_tuple() {
            Some(several) if is_unpacked => made.extend_from_slice(several),
            _ => made.push(new),
        }
    }
    Ok(made)
}

/// The items of a subscript, with those of `*tuple[…]` in its place.
fn without_unpacked_tuples(vm: &Vm, item: &Value) -> PyResult<Vec<Value>> {
    let one = std::slice::from_ref(item);
    let items = item.as_tuple().unwrap_or(one);
    let name = vm.intern("__typing_unpacked_tuple_args__");
    let mut flat = Vec::with_capacity(items.len());
    for item in items {
        let inner = match TypeRef::of(item) {
            Some(_) => None,
            None => vm.getattr_opt(item, &name)?,
        };
        match inner.as_ref().and_then(|inner| inner.as_tuple()) {
            Some(inner) if inner.last().is_none_or(|last| !last.is(&Value::ELLIPSIS)) => {
                flat.extend_from_slice(inner);
            }
            _ => flat.push(item.clone()),
        }
    }
    Ok(flat)
}

/// One argument with type variables replaced.
fn replaced(vm: &Vm, arg: &Value, parameters: &[Value], items: &[Value]) -> PyResult {
    let of_parameter = |parameter: &Value| {
        let at = parameters.iter().position(|p| p.is(parameter));
        at.and_then(|at| items.get(at))
    };
    if let Some(subst) = vm.getattr_opt(arg, &vm.intern("__typing_subst__"))? {
        return vm.call(&subst, &[of_parameter(arg).unwrap_or(arg).clone()]);
    }
    let inner = vm.getattr_opt(arg, &vm.intern("__parameters__"))?;
    let inner = inner.as_ref().map_or(&[][..], |i| i.tuple_items());
    if inner.is_empty() {
        return Ok(arg.clone());
    }
    let mut key = Vec::with_capacity(inner.len());
    for parameter in inner {
        let value = of_parameter(parameter).unwrap_or(parameter);
        match value.as_tuple() {
            // Only a TypeVarTuple stands for several.
            Some(several) if vm.class(parameter).slots.iter.get().is_some() => {
                key.extend_from_slice(several);
            }
            _ => key.push(value.clone()),
        }
    }
    vm.getitem(arg, &vm.tuple(key))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (of(a), of(b)) else { return Ok(Value::NOT_IMPLEMENTED) };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let same = left.unpacked == right.unpacked
        && vm.equal(&left.origin, &right.origin)?
        && vm.equal(&left.args, &right.args)?;
    Ok(Value::bool(same == (op == CompareOp::Eq)))
}

/// An unpacked alias is what the iterator of the alias gives.
fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let Some(alias) = of(this) else { return Err(vm.wrong_self(this, "types.GenericAlias")) };
    if alias.unpacked {
        let class = vm.ty(&GENERIC_ALIAS);
        let plain = vm.make_alias(&class, &alias.origin, alias.args.clone(), false);
        let function = vm.builtin_function("next")?;
        return Ok(vm.rebuilt_by(function, vec![vm.iter(&plain)?], None));
    }
    let class = vm.ty(&GENERIC_ALIAS).value().clone();
    let args = vm.tuple(vec![alias.origin.clone(), alias.args.clone()]);
    Ok(vm.tuple(vec![class, args]))
}

fn mro_entries(vm: &Vm, this: &Value, _bases: &Value) -> Value {
    vm.tuple(of(this).map(|a| a.origin.clone()).into_iter().collect())
}

fn instance_check(vm: &Vm, _this: &Value, _instance: &Value) -> PyResult {
    Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
}

fn subclass_check(vm: &Vm, _this: &Value, _class: &Value) -> PyResult {
    Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    if !args.names.is_empty() {
        return Err(vm.type_error("GenericAlias() takes no keyword arguments"));
    }
    let [origin, item] = args.all else {
        let given = args.all.len();
        return Err(vm.type_error(format!("GenericAlias expected 2 arguments, got {given}")));
    };
    let args = match item.as_tuple() {
        Some(_) => item.clone(),
        None => vm.tuple(vec![item.clone()]),
    };
    Ok(vm.make_alias(class, origin, args, false))
}

/// `*tuple[int]` in an annotation iterates once, over the unpacked alias.
fn iter(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.alias_iterator(this))
}

/// `*alias`
pub(super) fn unpacked(vm: &Vm, this: &Value) -> PyResult {
    let Some(alias) = of(this) else { return Err(vm.wrong_self(this, "types.GenericAlias")) };
    Ok(vm.make_alias(&vm.type_of(this), &alias.origin, alias.args.clone(), true))
}

/// The names of the origin and those of the alias itself.
fn dir(vm: &Vm, this: &Value) -> PyResult {
    let Some(alias) = of(this) else { return Ok(Value::NONE) };
    let class = vm.type_of(&alias.origin);
    let origin = std::slice::from_ref(&alias.origin);
    let listed = vm.call_method(class.value(), &vm.intern("__dir__"), origin)?;
    let mut names = vm.to_vec(&listed)?;
    for name in OWN.iter().chain(&["__bases__"]).filter(|name| !name.ends_with("check__")) {
        let name = vm.intern(name);
        if !names.iter().any(|known| known.as_str() == name.as_str()) {
            names.push(name);
        }
    }
    Ok(vm.new_list(names))
}

macro_rules! part {
    ($name:literal, $get:expr) => {
        GetSet { name: $name, doc: "", get: |_, v| Ok(of(v).map_or(Value::NONE, $get)), set: None }
    };
}

pub static GENERIC_ALIAS: TypeSpec = TypeSpec {
    name: "types.GenericAlias",
    doc: "A class with arguments in brackets such as list[int]: __origin__ is the class, __args__ are the arguments.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        getattr: Some(getattr),
        call: Some(call),
        getitem: Some(getitem),
        iter: Some(iter),
        compare: Some(compare),
        hash: Some(|vm, this| {
            let Some(alias) = of(this) else { return Ok(0) };
            Ok(vm.hash(&alias.origin)? ^ vm.hash(&alias.args)?)
        }),
        binary: Some(super::union::binary),
        new: Some(new),
        ..Slots::NONE
    },
    methods: funcs![
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
        "__dir__" = dir, "(self, /)", "The names of the origin and of the alias itself.";
        "__mro_entries__" = mro_entries, "(self, bases, /)", "";
        "__instancecheck__" = instance_check, "(self, instance, /)", "";
        "__subclasscheck__" = subclass_check, "(self, cls, /)", "";
    ],
    getset: &[
        part!("__origin__", |a: &Alias| a.origin.clone()),
        part!("__args__", |a: &Alias| a.args.clone()),
        GetSet {
            name: "__parameters__",
            doc: "",
            get: |vm, v| match of(v) {
                Some(alias) => alias.parameters.get(vm, &alias.args),
                None => Ok(vm.empty_tuple()),
            },
            set: None,
        },
        part!("__unpacked__", |a: &Alias| Value::bool(a.unpacked)),
        part!("__typing_unpacked_tuple_args__", |a: &Alias| {
            if a.unpacked { a.args.clone() } else { Value::NONE }
        }),
    ],
    operators: &[BinaryOp::Or],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};
