//! Dialects of tables as text: what separates, what quotes, what ends a row.

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Signature};
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::descriptor::readonly;

use super::{is_exact_int, named};

/// Which fields are in quotes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Quoting {
    Minimal = 0,
    All = 1,
    NonNumeric = 2,
    None = 3,
    Strings = 4,
    NotNull = 5,
}

impl Quoting {
    const ALL: [Quoting; 6] = [
        Quoting::Minimal,
        Quoting::All,
        Quoting::NonNumeric,
        Quoting::None,
        Quoting::Strings,
        Quoting::NotNull,
    ];

    /// Whether an empty field without quotes is None.
    pub(super) fn has_null(self) -> bool {
        matches!(self, Quoting::Strings | Quoting::NotNull)
    }

    /// Whether a field without quotes is a number.
    pub(super) fn has_numbers(self) -> bool {
        matches!(self, Quoting::Strings | Quoting::NonNumeric)
    }
}

/// The payload of a dialect.
#[derive(Clone)]
pub(super) struct Dialect {
    pub(super) delimiter: u32,
    pub(super) doublequote: bool,
    pub(super) escape: Option<u32>,
    /// The str, and its code points.
    pub(super) terminator: Value,
    pub(super) terminator_points: Vec<u32>,
    pub(super) quote: Option<u32>,
    pub(super) quoting: Quoting,
    pub(super) skip_space: bool,
    pub(super) strict: bool,
}

impl Traverse for Dialect {}

/// Names of the parameters, in the order of the arguments.
const PARAMETERS: [&str; 8] = [
    "delimiter",
    "doublequote",
    "escapechar",
    "lineterminator",
    "quotechar",
    "quoting",
    "skipinitialspace",
    "strict",
];

/// The parameters of a dialect that is being made; unbound where nobody said anything.
type Given = [Value; PARAMETERS.len()];

const RETURN: u32 = 13;
const NEWLINE: u32 = 10;
const SPACE: u32 = 32;

pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Dialect> {
    value.foreign::<Dialect>().ok_or_else(|| vm.type_error("a dialect is required"))
}

/// A parameter that is a character, or, if that is allowed, None.
fn character(
    vm: &Vm,
    name: &str,
    value: &Value,
    absent: Option<u32>,
    or_none: bool,
) -> PyResult<Option<u32>> {
    if value.is_unbound() {
        return Ok(absent);
    }
    if value.is_none() && or_none {
        return Ok(None);
    }
    let Some(text) = value.as_str_object() else {
        let kinds = if or_none { "string or None" } else { "string" };
        let class = vm.class(value).full_name();
        return Err(vm.type_error(format!("\"{name}\" must be {kinds}, not {class}")));
    };
    match text.code_points().next().filter(|_| text.chars() == 1) {
        Some(point) => Ok(Some(point)),
        None => Err(vm.type_error(format!("\"{name}\" must be a 1-character string"))),
    }
}

fn flag(vm: &Vm, value: &Value, absent: bool) -> PyResult<bool> {
    if value.is_unbound() { Ok(absent) } else { vm.truth(value) }
}

fn quoting(vm: &Vm, value: &Value) -> PyResult<Quoting> {
    if value.is_unbound() {
        return Ok(Quoting::Minimal);
    }
    if !is_exact_int(value) {
        return Err(vm.type_error("\"quoting\" must be an integer"));
    }
    let number = vm.small_index(value).and_then(|number| i32::try_from(number).ok());
    let Some(number) = number else {
        return Err(vm.overflow_error("Python int too large to convert to C int"));
    };
    let known = Quoting::ALL.into_iter().find(|quoting| *quoting as i32 == number);
    known.ok_or_else(|| vm.type_error("bad \"quoting\" value"))
}

fn dialect_of(vm: &Vm, given: &Given) -> PyResult<Dialect> {
    let [delimiter, doublequote, escape, terminator, quote, how, skip_space, strict] = given;
    let (quote_given, how_given) = (quote, !how.is_unbound());
    let delimiter = character(vm, "delimiter", delimiter, Some(u32::from(',')), false)?;
    let doublequote = flag(vm, doublequote, true)?;
    let escape = character(vm, "escapechar", escape, None, true)?;
    let terminator = if terminator.is_unbound() {
        vm.str("\r\n")
    } else if terminator.is_none() || terminator.as_str_object().is_some() {
        terminator.clone()
    } else {
        return Err(vm.type_error("\"lineterminator\" must be a string"));
    };
    let quote = character(vm, "quotechar", quote, Some(u32::from('"')), true)?;
    let mut quoting = quoting(vm, how)?;
    let skip_space = flag(vm, skip_space, false)?;
    let strict = flag(vm, strict, false)?;
    let Some(delimiter) = delimiter else {
        return Err(vm.type_error("\"delimiter\" must be a 1-character string"));
    };
    if quote_given.is_none() && !how_given {
        quoting = Quoting::None;
    }
    if quoting != Quoting::None && quote.is_none() {
        return Err(vm.type_error("quotechar must be set if quoting enabled"));
    }
    let Some(text) = terminator.as_str_object() else {
        return Err(vm.type_error("lineterminator must be set"));
    };
    let terminator_points = text.code_points().collect();
    let dialect = Dialect {
        delimiter,
        doublequote,
        escape,
        terminator: terminator.clone(),
        terminator_points,
        quote,
        quoting,
        skip_space,
        strict,
    };
    check(vm, &dialect)?;
    Ok(dialect)
}

/// Refuses characters that would mean two things.
fn check(vm: &Vm, dialect: &Dialect) -> PyResult<()> {
    let all = [
        ("delimiter", Some(dialect.delimiter)),
        ("escapechar", dialect.escape),
        ("quotechar", dialect.quote),
    ];
    for (name, point) in all {
        let Some(point) = point else { continue };
        let space = point == SPACE && dialect.skip_space && name != "delimiter";
        if space || matches!(point, RETURN | NEWLINE) {
            return Err(vm.value_error(format!("bad {name} value")));
        }
        if dialect.terminator_points.contains(&point) {
            return Err(vm.value_error(format!("bad {name} or lineterminator value")));
        }
    }
    for (first, second) in [(0, 1), (0, 2), (1, 2)] {
        let ((a, x), (b, y)) = (all[first], all[second]);
        if x.is_some() && x == y {
            return Err(vm.value_error(format!("bad {a} or {b} value")));
        }
    }
    Ok(())
}

/// A dialect made of another one, or its name, or any object with such attributes, and parameters.
fn make(vm: &Vm, class: &TypeRef, base: &Value, mut given: Given) -> PyResult {
    let mut base = base.clone();
    if base.as_str_object().is_some() {
        base = named(vm, &base)?;
    }
    if !base.is_unbound() && !base.is_none() {
        if base.foreign::<Dialect>().is_some() && given.iter().all(Value::is_unbound) {
            return Ok(base);
        }
        for (value, name) in given.iter_mut().zip(PARAMETERS) {
            if value.is_unbound()
                && let Some(found) = vm.getattr_opt(&base, &vm.intern(name))?
            {
                *value = found;
            }
        }
    }
    let dialect = dialect_of(vm, &given)?;
    Ok(vm.new_foreign(class, dialect))
}

fn unexpected(vm: &Vm, name: &Value) -> Raised {
    let name = name.to_text();
    vm.type_error(format!("this function got an unexpected keyword argument '{name}'"))
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let known = |name: &Value| {
        let name = name.to_text();
        name == "dialect" || PARAMETERS.contains(&name.as_str())
    };
    if let Some((name, _)) = args.keywords().find(|(name, _)| !known(name)) {
        return Err(unexpected(vm, name));
    }
    let signature = Signature::parse(
        "(dialect=None, delimiter=<absent>, doublequote=<absent>, escapechar=<absent>, \
         lineterminator=<absent>, quotechar=<absent>, quoting=<absent>, \
         skipinitialspace=<absent>, strict=<absent>)",
    );
    let mut bound = signature.bind(vm, "Dialect", args)?.into_iter();
    let base = bound.next().unwrap_or(Value::UNBOUND);
    let given = std::array::from_fn(|_| bound.next().unwrap_or(Value::UNBOUND));
    make(vm, class, &base, given)
}

/// The dialect of the arguments of a reader or writer.
pub(super) fn made(vm: &Vm, base: &Value, fmtparams: &Value) -> PyResult {
    let mut given: Given = std::array::from_fn(|_| Value::UNBOUND);
    let mut base = base.clone();
    if let Some(params) = fmtparams.get::<DictObject>() {
        for (name, value) in params.pairs() {
            let text = name.to_text();
            match PARAMETERS.iter().position(|known| *known == text) {
                Some(at) => given[at] = value,
                None if text == "dialect" && base.is_unbound() => base = value,
                None => return Err(unexpected(vm, &name)),
            }
        }
    }
    make(vm, &vm.ty(&DIALECT), &base, given)
}

/// Characters and numbers of a dialect are computed, and say so when one wants to set them.
macro_rules! computed {
    ($name:literal, $doc:literal, $get:expr) => {
        GetSet {
            name: $name,
            doc: $doc,
            get: |vm, this| {
                let get: fn(&Vm, &Dialect) -> Value = $get;
                Ok(get(vm, of(vm, this)?))
            },
            set: None,
        }
    };
}

macro_rules! member {
    ($name:literal, $doc:literal, $get:expr) => {
        GetSet { set: Some(readonly), ..computed!($name, $doc, $get) }
    };
}

fn point_or_none(vm: &Vm, point: Option<u32>) -> Value {
    point.map_or(Value::NONE, |point| vm.str_of_point(point))
}

pub(super) static DIALECT: TypeSpec = TypeSpec {
    name: "_csv.Dialect",
    doc: "How a table is written as text.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), ..Slots::NONE },
    getset: &[
        computed!("delimiter", "What separates fields.", |vm, d| vm.str_of_point(d.delimiter)),
        member!("doublequote", "Whether a quote in a field is written twice.", |_, d| {
            Value::bool(d.doublequote)
        }),
        computed!(
            "escapechar",
            "What takes the meaning of the next character, or None.",
            |vm, d| { point_or_none(vm, d.escape) }
        ),
        computed!("lineterminator", "What the writer ends a row with.", |_, d| d
            .terminator
            .clone()),
        computed!("quotechar", "What stands around fields, or None.", |vm, d| {
            point_or_none(vm, d.quote)
        }),
        computed!(
            "quoting",
            "Which fields are in quotes: one of the numbers QUOTE_….",
            |vm, d| { vm.int(d.quoting as i64) }
        ),
        member!(
            "skipinitialspace",
            "Whether the reader drops spaces in front of a field.",
            |_, d| { Value::bool(d.skip_space) }
        ),
        member!("strict", "Whether the reader refuses what is badly formed.", |_, d| {
            Value::bool(d.strict)
        }),
    ],
    ..TypeSpec::NONE
};
