//! TypeVar, ParamSpec and TypeVarTuple.

use super::{Lazy, calling_module};
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{BinaryOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
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
    module: Value,
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
        visit(&self.module);
        self.bound.visit(visit);
        self.constraints.visit(visit);
        if let Some(default) = &*self.default.borrow() {
            default.visit(visit);
        }
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

/// Whether the value is a type parameter of any kind.
pub(crate) fn is_parameter(value: &Value) -> bool {
    parameter(value).is_some()
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
        module: calling_module(vm),
        bound: bound.map_or_else(|| Lazy::of_value(Value::NONE), Lazy::of_function),
        constraints: constraints
            .map_or_else(|| Lazy::of_value(vm.empty_tuple()), Lazy::of_function),
        default: std::cell::RefCell::default(),
        covariant: false,
        contravariant: false,
        infer_variance: true,
    };
    vm.new_foreign(&vm.ty(spec_of(kind)), made)
}

/// Gives a parameter a default: what the function gives when it is first asked for.
pub(crate) fn set_default(value: &Value, function: Value) {
    if let Some(parameter) = parameter(value) {
        let old = parameter.default.replace(Some(std::rc::Rc::new(Lazy::of_function(function))));
        drop(old);
    }
}

/// What `typing.NoDefault` is.
pub fn no_default(vm: &Vm) -> Value {
    vm.extra(|| NoDefault(vm.new_foreign(&vm.ty(&NO_DEFAULT_TYPE), Nothing))).0.clone()
}

struct NoDefault(Value);

struct Nothing;

impl Traverse for Nothing {}

pub static NO_DEFAULT_TYPE: TypeSpec = TypeSpec {
    name: "typing.NoDefaultType",
    doc: "The type of the NoDefault singleton.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        repr: Some(|vm, _| Ok(vm.str("typing.NoDefault"))),
        new: Some(|vm, _, _| Ok(no_default(vm))),
        init: Some(|_, _, _| Ok(())),
        ..Slots::NONE
    },
    ..TypeSpec::NONE
};

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
    let upper = get("bound").filter(|bound| !bound.is_none());
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
        module: calling_module(vm),
        bound: Lazy::of_value(upper.unwrap_or(Value::NONE)),
        constraints: Lazy::of_value(constraints),
        default: std::cell::RefCell::new(
            default.map(|default| std::rc::Rc::new(Lazy::of_value(default))),
        ),
        covariant,
        contravariant,
        infer_variance,
    };
    Ok(vm.new_foreign(&vm.ty(spec_of(kind)), made))
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

fn substitute(_: &Vm, _this: &Value, argument: &Value) -> Value {
    argument.clone()
}

fn reduce(_: &Vm, this: &Value) -> Value {
    parameter(this).map_or(Value::NONE, |own| own.name.clone())
}

fn no_base(vm: &Vm, this: &Value, _bases: &Value) -> PyResult {
    let name = vm.class(this).name();
    Err(vm.type_error(format!("Cannot subclass an instance of {name}")))
}

macro_rules! row {
    ($name:literal, |$vm:ident, $own:ident| $get:expr) => {
        GetSet {
            name: $name,
            doc: "",
            get: |$vm, this| match parameter(this) {
                Some($own) => $get,
                None => Ok(Value::NONE),
            },
            set: None,
        }
    };
}

const NAME: GetSet = row!("__name__", |_vm, own| Ok(own.name.clone()));
const MODULE: GetSet = row!("__module__", |_vm, own| Ok(own.module.clone()));
const BOUND: GetSet = row!("__bound__", |vm, own| own.bound.get(vm));
const COVARIANT: GetSet = row!("__covariant__", |_vm, own| Ok(Value::bool(own.covariant)));
const CONTRAVARIANT: GetSet =
    row!("__contravariant__", |_vm, own| Ok(Value::bool(own.contravariant)));
const INFER_VARIANCE: GetSet =
    row!("__infer_variance__", |_vm, own| Ok(Value::bool(own.infer_variance)));
const DEFAULT: GetSet = GetSet { name: "__default__", doc: "", get: default_of, set: None };

const OR: Slots = Slots {
    repr: Some(repr),
    binary: Some(|vm, op, a, b| match op {
        BinaryOp::Or => {
            let typing = vm.import_module("typing")?;
            let union = vm.getattr(&typing, &vm.intern("Union"))?;
            vm.getitem(&union, &vm.tuple(vec![a.clone(), b.clone()]))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }),
    init: Some(|_, _, _| Ok(())),
    ..Slots::NONE
};

macro_rules! methods {
    () => {
        funcs![
            has_default "(self, /)" "Whether the parameter has a default.";
            "__typing_subst__" = substitute, "(self, arg, /)", "What stands for the parameter where it is given an argument.";
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
        MODULE,
        BOUND,
        row!("__constraints__", |vm, own| own.constraints.get(vm)),
        COVARIANT,
        CONTRAVARIANT,
        INFER_VARIANCE,
        DEFAULT,
    ],
    flags: type_flag::WEAK,
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
        MODULE,
        BOUND,
        COVARIANT,
        CONTRAVARIANT,
        INFER_VARIANCE,
        DEFAULT,
        GetSet { name: "args", doc: "", get: |vm, this| Ok(part(vm, this, true)), set: None },
        GetSet { name: "kwargs", doc: "", get: |vm, this| Ok(part(vm, this, false)), set: None },
    ],
    flags: type_flag::WEAK,
    ..TypeSpec::NONE
};

fn iter_tuple(vm: &Vm, this: &Value) -> PyResult {
    let unpacked = vm.new_foreign(&vm.ty(&UNPACKED), Part { origin: this.clone() });
    vm.iter(&vm.tuple(vec![unpacked]))
}

pub static TYPE_VAR_TUPLE: TypeSpec = TypeSpec {
    name: "typing.TypeVarTuple",
    doc: "Type variable tuple.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new_type_var_tuple), binary: None, iter: Some(iter_tuple), ..OR },
    methods: methods!(),
    getset: &[NAME, MODULE, DEFAULT],
    flags: type_flag::WEAK,
    ..TypeSpec::NONE
};

// ---- parts of parameters -----------------------------------------------------------------------

/// `P.args`, `P.kwargs`, `*Ts`.
struct Part {
    origin: Value,
}

impl Traverse for Part {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.origin);
    }
}

fn part(vm: &Vm, origin: &Value, args: bool) -> Value {
    let spec: &'static TypeSpec = if args { &PARAM_SPEC_ARGS } else { &PARAM_SPEC_KWARGS };
    vm.new_foreign(&vm.ty(spec), Part { origin: origin.clone() })
}

fn origin(value: &Value) -> Value {
    value.foreign::<Part>().map_or(Value::NONE, |part| part.origin.clone())
}

fn same_part(_: &Vm, a: &Value, b: &Value, op: crate::object::slots::CompareOp) -> PyResult {
    use crate::object::slots::CompareOp;
    let same_type = a.header().map(|h| h.type_ptr()) == b.header().map(|h| h.type_ptr());
    Ok(match op {
        CompareOp::Eq if same_type => Value::bool(origin(a).is(&origin(b))),
        CompareOp::Ne if same_type => Value::bool(!origin(a).is(&origin(b))),
        _ => Value::NOT_IMPLEMENTED,
    })
}

macro_rules! part_type {
    ($vis:vis $static:ident, $name:literal, $before:literal, $after:literal) => {
        $vis static $static: TypeSpec = TypeSpec {
            name: $name,
            operations: Some(ForeignObject::OPERATIONS),
            slots: Slots {
                repr: Some(|vm, this| {
                    let name = vm.repr_text(&origin(this))?;
                    let name = name.trim_start_matches('~');
                    Ok(vm.str(&format!(concat!($before, "{}", $after), name)))
                }),
                compare: Some(same_part),
                ..Slots::NONE
            },
            getset: &[GetSet {
                name: "__origin__",
                doc: "",
                get: |_, this| Ok(origin(this)),
                set: None,
            }],
            flags: type_flag::NO_NEW | type_flag::WEAK,
            ..TypeSpec::NONE
        };
    };
}

part_type!(pub PARAM_SPEC_ARGS, "typing.ParamSpecArgs", "", ".args");
part_type!(pub PARAM_SPEC_KWARGS, "typing.ParamSpecKwargs", "", ".kwargs");
part_type!(UNPACKED, "typing._UnpackGenericAlias", "typing.Unpack[", "]");
