//! TypeVar, ParamSpec and TypeVarTuple.

use super::parts::{no_base, no_default, part};
use super::{Lazy, ask_typing, calling_module, unpacked};
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{BinaryOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::descriptor::readonly;
use crate::types::str::text::must_be;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    TypeVar,
    ParamSpec,
    TypeVarTuple,
}

/// The Rust value behind all three.
struct Parameter {
    kind: Kind,
    name: Value,
    bound: Lazy,
    /// Gives a tuple.
    constraints: Lazy,
    /// Unbound as long as there is none.
    default: std::cell::RefCell<Option<std::rc::Rc<Lazy>>>,
    covariant: bool,
    contravariant: bool,
    infer_variance: bool,
}

impl Traverse for Parameter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        self.bound.visit(visit);
        self.constraints.visit(visit);
        if let Some(default) = &*self.default.borrow() {
            default.visit(visit);
        }
    }

    fn clear(&self) {
        self.bound.clear();
        self.constraints.clear();
        drop(self.default.take());
    }
}

fn spec_of(kind: Kind) -> &'static TypeSpec {
    match kind {
        Kind::TypeVar => &TYPE_VAR,
        Kind::ParamSpec => &PARAM_SPEC,
        Kind::TypeVarTuple => &TYPE_VAR_TUPLE,
    }
}

fn parameter(value: &Value) -> Option<&Parameter> {
    value.foreign::<Parameter>()
}

/// The kind of a value that is a type parameter.
pub(super) fn kind_of(value: &Value) -> Option<Kind> {
    parameter(value).map(|own| own.kind)
}

/// The name of a value that is a type parameter.
pub(super) fn name_of(value: &Value) -> Option<String> {
    parameter(value).map(|own| own.name.to_text())
}

/// A parameter of a generic function, class or alias. `bound` and `constraints` are functions.
pub(crate) fn new_parameter(
    vm: &Vm,
    kind: Kind,
    name: Value,
    bound: Option<Value>,
    constraints: Option<Value>,
) -> Value {
    let made = Parameter {
        kind,
        name,
        bound: bound.map_or_else(|| Lazy::of_value(Value::NONE), Lazy::of_function),
        constraints: constraints
            .map_or_else(|| Lazy::of_value(vm.empty_tuple()), Lazy::of_function),
        default: std::cell::RefCell::default(),
        covariant: false,
        contravariant: false,
        infer_variance: true,
    };
    let module = vm.intern("typing");
    finished(vm, made, module)
}

/// The object, with the name of its module among its attributes, where a program can change it.
fn finished(vm: &Vm, made: Parameter, module: Value) -> Value {
    let made = vm.new_foreign(&vm.ty(spec_of(made.kind)), made);
    if let Some(header) = made.header() {
        vm.set_instance_attr(header, &vm.names().__module__, module);
    }
    made
}

/// Gives a parameter a default: what the function gives when it is first asked for.
pub(crate) fn set_default(value: &Value, function: Value) {
    if let Some(parameter) = parameter(value) {
        let old = parameter.default.replace(Some(std::rc::Rc::new(Lazy::of_function(function))));
        drop(old);
    }
}

// ---- making one by hand ------------------------------------------------------------------------

/// The arguments that all three types know, as the signature names them.
fn make(vm: &Vm, kind: Kind, signature: &'static str, args: Args) -> PyResult {
    let type_name = spec_of(kind).name.rsplit('.').next().unwrap_or("");
    let signature = Signature::parse(signature);
    let bound = signature.bind(vm, &type_name.to_lowercase(), args)?;
    let get = |name: &str| {
        let at = signature.parameters.iter().position(|known| known.name == name);
        at.and_then(|at| bound.get(at)).filter(|value| !value.is_unbound()).cloned()
    };
    let name = get("name").unwrap_or(Value::NONE);
    if name.as_str_object().is_none() {
        let what = format!("{}() argument 'name' must be str", type_name.to_lowercase());
        return Err(must_be(vm, &what, &name));
    }
    let flag = |name: &str| get(name).map_or(Ok(false), |value| vm.truth(&value));
    let (covariant, contravariant) = (flag("covariant")?, flag("contravariant")?);
    let infer_variance = flag("infer_variance")?;
    if covariant && contravariant {
        return Err(vm.value_error("Bivariant types are not supported."));
    }
    if infer_variance && (covariant || contravariant) {
        return Err(vm.value_error("Variance cannot be specified with infer_variance."));
    }
    let constraints = get("constraints").unwrap_or_else(|| vm.empty_tuple());
    let upper = match (get("bound"), kind) {
        (None, Kind::ParamSpec) => Some(vm.types.none().value().clone()),
        (Some(bound), Kind::ParamSpec) if bound.is_none() => Some(vm.types.none().value().clone()),
        (Some(bound), _) if !bound.is_none() => {
            Some(ask_typing(vm, "_type_check", &[bound, vm.str("Bound must be a type.")])?)
        }
        _ => None,
    };
    match constraints.tuple_items() {
        [_] => return Err(vm.type_error("A single constraint is not allowed")),
        [_, ..] if upper.is_some() => {
            return Err(vm.type_error("Constraints cannot be combined with bound=..."));
        }
        _ => {}
    }
    let default = get("default").filter(|default| !default.is(&no_default(vm)));
    let made = Parameter {
        kind,
        name,
        bound: Lazy::of_value(upper.unwrap_or(Value::NONE)),
        constraints: Lazy::of_value(constraints),
        default: std::cell::RefCell::new(
            default.map(|default| std::rc::Rc::new(Lazy::of_value(default))),
        ),
        covariant,
        contravariant,
        infer_variance,
    };
    let module = calling_module(vm);
    Ok(finished(vm, made, module))
}

fn new_type_var(vm: &Vm, _: &TypeRef, args: Args) -> PyResult {
    let signature = "(name, *constraints, bound=<absent>, default=<absent>, covariant=False, \
                     contravariant=False, infer_variance=False)";
    make(vm, Kind::TypeVar, signature, args)
}

fn new_param_spec(vm: &Vm, _: &TypeRef, args: Args) -> PyResult {
    let signature = "(name, *, bound=<absent>, default=<absent>, covariant=False, \
                     contravariant=False, infer_variance=False)";
    make(vm, Kind::ParamSpec, signature, args)
}

fn new_type_var_tuple(vm: &Vm, _: &TypeRef, args: Args) -> PyResult {
    make(vm, Kind::TypeVarTuple, "(name, *, default=<absent>)", args)
}

// ---- what Python sees --------------------------------------------------------------------------

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(own) = parameter(this) else { return Ok(Value::NONE) };
    let name = own.name.to_text();
    let sign = match own.kind {
        Kind::TypeVarTuple => "",
        _ if own.infer_variance => "",
        _ if own.covariant => "+",
        _ if own.contravariant => "-",
        Kind::TypeVar | Kind::ParamSpec => "~",
    };
    Ok(vm.str(&format!("{sign}{name}")))
}

fn default_of(vm: &Vm, this: &Value) -> PyResult {
    let default = parameter(this).and_then(|own| own.default.borrow().clone());
    match default {
        Some(default) => default.get(vm),
        None => Ok(no_default(vm)),
    }
}

fn has_default(_: &Vm, this: &Value) -> bool {
    parameter(this).is_some_and(|own| own.default.borrow().is_some())
}

/// What stands for the parameter where it is given the argument.
fn substitute(vm: &Vm, this: &Value, argument: &Value) -> PyResult {
    let function = match kind_of(this) {
        Some(Kind::TypeVarTuple) => {
            return Err(vm.type_error("Substitution of bare TypeVarTuple is not supported"));
        }
        Some(Kind::ParamSpec) => "_paramspec_subst",
        Some(Kind::TypeVar) | None => "_typevar_subst",
    };
    ask_typing(vm, function, &[this.clone(), argument.clone()])
}

/// All the arguments of an alias, made ready for this parameter.
fn prepare(vm: &Vm, this: &Value, alias: &Value, args: &Value) -> PyResult {
    let function = match kind_of(this) {
        Some(Kind::TypeVarTuple) => "_typevartuple_prepare_subst",
        Some(Kind::ParamSpec) => "_paramspec_prepare_subst",
        Some(Kind::TypeVar) | None => return prepare_type_var(vm, this, alias, args),
    };
    ask_typing(vm, function, &[this.clone(), alias.clone(), args.clone()])
}

fn prepare_type_var(vm: &Vm, this: &Value, alias: &Value, args: &Value) -> PyResult {
    let parameters = vm.getattr(alias, &vm.intern("__parameters__"))?;
    let parameters = vm.to_vec(&parameters)?;
    let Some(at) = parameters.iter().position(|known| known.is(this)) else {
        return Err(vm.value_error("tuple.index(x): x not in tuple"));
    };
    let mut all = vm.to_vec(args)?;
    if at < all.len() {
        return Ok(args.clone());
    }
    if at == all.len() && has_default(vm, this) {
        all.push(default_of(vm, this)?);
        return Ok(vm.tuple(all));
    }
    let (shown, given, wanted) = (vm.str_text(alias)?, all.len(), at + 1);
    Err(vm.type_error(format!(
        "Too few arguments for {shown}; actual {given}, expected at least {wanted}"
    )))
}

fn reduce(_: &Vm, this: &Value) -> Value {
    parameter(this).map_or(Value::NONE, |own| own.name.clone())
}

macro_rules! row {
    ($name:literal, |$vm:ident, $own:ident| $get:expr) => {
        row!($name, |$vm, $own| $get, None)
    };
    ($name:literal, |$vm:ident, $own:ident| $get:expr, $set:expr) => {
        GetSet {
            name: $name,
            doc: "",
            get: |$vm, this| match parameter(this) {
                Some($own) => $get,
                None => Ok(Value::NONE),
            },
            set: $set,
        }
    };
}

const NAME: GetSet = row!("__name__", |_vm, own| Ok(own.name.clone()), Some(readonly));
const BOUND: GetSet = row!("__bound__", |vm, own| own.bound.get(vm));
const COVARIANT: GetSet =
    row!("__covariant__", |_vm, own| Ok(Value::bool(own.covariant)), Some(readonly));
const CONTRAVARIANT: GetSet =
    row!("__contravariant__", |_vm, own| Ok(Value::bool(own.contravariant)), Some(readonly));
const INFER_VARIANCE: GetSet =
    row!("__infer_variance__", |_vm, own| Ok(Value::bool(own.infer_variance)), Some(readonly));
const DEFAULT: GetSet = GetSet { name: "__default__", doc: "", get: default_of, set: None };

/// Instances take attributes, and show no `__dict__`.
const FLAGS: u32 = type_flag::WEAK | type_flag::DICT | type_flag::EXTENDED;

const OR: Slots = Slots {
    repr: Some(repr),
    binary: Some(|vm, op, a, b| match op {
        BinaryOp::Or => ask_typing(vm, "_make_union", &[a.clone(), b.clone()]),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }),
    ..Slots::NONE
};

macro_rules! methods {
    () => {
        funcs![
            has_default "(self, /)" "Whether the parameter has a default.";
            "__typing_subst__" = substitute, "(self, arg, /)", "";
            "__typing_prepare_subst__" = prepare, "(self, alias, args, /)", "";
            "__mro_entries__" = no_base, "(self, bases, /)", "";
            "__reduce__" = reduce, "(self, /)", "";
        ]
    };
}

pub static TYPE_VAR: TypeSpec = TypeSpec {
    name: "typing.TypeVar",
    doc: "Type variable.",
    operations: Some(ForeignObject::OPERATIONS),
    operators: &[BinaryOp::Or],
    slots: Slots { new: Some(new_type_var), ..OR },
    methods: methods!(),
    getset: &[
        NAME,
        BOUND,
        row!("__constraints__", |vm, own| own.constraints.get(vm)),
        COVARIANT,
        CONTRAVARIANT,
        INFER_VARIANCE,
        DEFAULT,
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub static PARAM_SPEC: TypeSpec = TypeSpec {
    name: "typing.ParamSpec",
    doc: "Parameter specification variable.",
    operations: Some(ForeignObject::OPERATIONS),
    operators: &[BinaryOp::Or],
    slots: Slots { new: Some(new_param_spec), ..OR },
    methods: methods!(),
    getset: &[
        NAME,
        row!("__bound__", |vm, own| own.bound.get(vm), Some(readonly)),
        COVARIANT,
        CONTRAVARIANT,
        INFER_VARIANCE,
        DEFAULT,
        GetSet { name: "args", doc: "", get: |vm, this| Ok(part(vm, this, true)), set: None },
        GetSet { name: "kwargs", doc: "", get: |vm, this| Ok(part(vm, this, false)), set: None },
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

fn iter_tuple(vm: &Vm, this: &Value) -> PyResult {
    vm.iter(&vm.tuple(vec![unpacked(vm, this)?]))
}

pub static TYPE_VAR_TUPLE: TypeSpec = TypeSpec {
    name: "typing.TypeVarTuple",
    doc: "Type variable tuple.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new_type_var_tuple), binary: None, iter: Some(iter_tuple), ..OR },
    methods: methods!(),
    getset: &[NAME, DEFAULT],
    flags: FLAGS,
    ..TypeSpec::NONE
};
