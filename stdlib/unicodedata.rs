//! unicodedata: the character database, in its own version and in that of Unicode 3.2. The facts are
//! those of the crate `taipan-unicode`.

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{GetSet, Maybe};
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::string::StrObject;
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{Buffer, BytesObject};
use taipan_engine::types::codec;
use taipan_engine::types::descriptor::readonly;
use taipan_engine::types::exception::KEY_ERROR;
use taipan_engine::types::module::ModuleSpec;
use taipan_engine::types::str::Text;
use taipan_engine::types::unicode::{Database, Form, Name, name_of, normalise, sequence_named};

/// The longest name there may be; no longer text is looked up.
const LONGEST_NAME: usize = 256;

/// The payload of `ucd_3_2_0`: it has nothing of its own.
struct OldDatabase;

impl Traverse for OldDatabase {}

/// The code point of an argument, which `what` is said to be of.
fn character(vm: &Vm, what: &str, value: &Value) -> PyResult<u32> {
    let text = value.as_str_object().filter(|text| text.chars() == 1);
    text.and_then(|text| text.code_points().next()).ok_or_else(|| {
        let class = vm.class(value).name();
        vm.type_error(format!("{what} must be a unicode character, not {class}"))
    })
}

fn text<'a>(vm: &Vm, what: &str, value: &'a Value) -> PyResult<&'a StrObject> {
    value.as_str_object().ok_or_else(|| {
        let class = if value.is_none() { "None".to_owned() } else { vm.class(value).name() };
        vm.type_error(format!("{what} must be str, not {class}"))
    })
}

/// The value, what the caller gave for the case that there is none, or an error.
fn value_or(vm: &Vm, found: Option<Value>, default: Maybe, missing: &str) -> PyResult {
    match found.or_else(|| default.0.cloned()) {
        Some(value) => Ok(value),
        None => Err(vm.value_error(missing)),
    }
}

fn category(vm: &Vm, data: Database, chr: &Value) -> PyResult {
    Ok(vm.str(data.category(character(vm, "category() argument", chr)?)))
}

fn bidirectional(vm: &Vm, data: Database, chr: &Value) -> PyResult {
    Ok(vm.str(data.bidirectional(character(vm, "bidirectional() argument", chr)?)))
}

fn combining(vm: &Vm, data: Database, chr: &Value) -> PyResult {
    Ok(vm.int(i64::from(data.combining(character(vm, "combining() argument", chr)?))))
}

fn mirrored(vm: &Vm, data: Database, chr: &Value) -> PyResult {
    Ok(vm.int(i64::from(data.is_mirrored(character(vm, "mirrored() argument", chr)?))))
}

fn east_asian_width(vm: &Vm, data: Database, chr: &Value) -> PyResult {
    Ok(vm.str(data.east_asian_width(character(vm, "east_asian_width() argument", chr)?)))
}

fn decomposition(vm: &Vm, data: Database, chr: &Value) -> PyResult {
    let point = character(vm, "decomposition() argument", chr)?;
    let Some(parts) = data.decomposition(point) else { return Ok(vm.str("")) };
    let mut out = parts.tag.to_owned();
    for point in parts.points() {
        let space = if out.is_empty() { "" } else { " " };
        out += &format!("{space}{point:04X}");
    }
    Ok(vm.str(&out))
}

fn decimal(vm: &Vm, data: Database, chr: &Value, default: Maybe) -> PyResult {
    let value = data.decimal(character(vm, "decimal() argument 1", chr)?);
    value_or(vm, value.map(|v| vm.int(i64::from(v))), default, "not a decimal")
}

fn digit(vm: &Vm, data: Database, chr: &Value, default: Maybe) -> PyResult {
    let value = data.digit(character(vm, "digit() argument 1", chr)?);
    value_or(vm, value.map(|v| vm.int(i64::from(v))), default, "not a digit")
}

fn numeric(vm: &Vm, data: Database, chr: &Value, default: Maybe) -> PyResult {
    let value = data.numeric(character(vm, "numeric() argument 1", chr)?);
    value_or(vm, value.map(|v| vm.float(v)), default, "not a numeric character")
}

fn name(vm: &Vm, data: Database, chr: &Value, default: Maybe) -> PyResult {
    let point = character(vm, "name() argument 1", chr)?;
    let known = data == Database::Current || data.assigns(point);
    let name = name_of(point).filter(|_| known);
    value_or(vm, name.map(|name| vm.str(&name)), default, "no such name")
}

#[cold]
fn no_name(vm: &Vm, text: impl AsRef<str>) -> Raised {
    vm.raise(&KEY_ERROR, text)
}

/// A name is a str or the bytes of one.
fn lookup(vm: &Vm, data: Database, name: &Value) -> PyResult {
    let bytes = if let Some(text) = name.as_str_object() {
        if text.has_surrogates() {
            // What fails says why.
            codec::encode(vm, Text { value: name, str: text }, "utf-8", "strict")?;
        }
        text.as_bytes()
    } else if let Some(bytes) = name.get::<BytesObject>() {
        &bytes.0
    } else {
        Buffer::required(vm, name)?;
        let class = vm.class(name).name();
        let text = format!("lookup() argument must be read-only bytes-like object, not {class}");
        return Err(vm.type_error(text));
    };
    if bytes.len() > LONGEST_NAME {
        return Err(no_name(vm, "name too long"));
    }
    let found = std::str::from_utf8(bytes).ok().and_then(sequence_named);
    match found {
        Some(Name::Own(point)) => Ok(vm.str_of_point(point)),
        Some(Name::Alias(point)) if data == Database::Current => Ok(vm.str_of_point(point)),
        Some(Name::Sequence(points)) if data == Database::Current => {
            Ok(vm.str_of_points(points.into_iter()))
        }
        Some(Name::Alias(_) | Name::Sequence(_)) | None => {
            let shown = bytes.split(|byte| *byte == 0).next().unwrap_or(bytes);
            let shown = String::from_utf8_lossy(shown);
            Err(no_name(vm, format!("undefined character name '{shown}'")))
        }
    }
}

/// The text in the form; `None` if it is in it.
fn changed(
    vm: &Vm,
    data: Database,
    function: &str,
    form: &Value,
    unistr: &Value,
) -> PyResult<Option<Vec<u32>>> {
    let form = text(vm, &format!("{function}() argument 1"), form)?;
    let unistr = text(vm, &format!("{function}() argument 2"), unistr)?;
    if unistr.chars() == 0 {
        return Ok(None);
    }
    let form = form.as_str().and_then(Form::named);
    let form = form.ok_or_else(|| vm.value_error("invalid normalization form"))?;
    if unistr.is_ascii() || unistr.code_points().all(|point| point < form.plain_below()) {
        return Ok(None);
    }
    let mut room: Vec<u32> = Vec::new();
    vm.reserve(&mut room, Some(unistr.chars()))?;
    drop(room);
    let points = normalise(data, form, unistr.code_points());
    Ok((!points.iter().copied().eq(unistr.code_points())).then_some(points))
}

fn normalize(vm: &Vm, data: Database, form: &Value, unistr: &Value) -> PyResult {
    match changed(vm, data, "normalize", form, unistr)? {
        Some(points) => Ok(vm.str_of_points(points.into_iter())),
        None if data == Database::Current => Ok(unistr.clone()),
        // The plain str, whatever class it was of.
        None => {
            let length = unistr.as_str_object().map_or(0, |text| text.as_bytes().len());
            Ok(vm.str_part(unistr, 0, length))
        }
    }
}

fn is_normalized(vm: &Vm, data: Database, form: &Value, unistr: &Value) -> PyResult {
    Ok(Value::bool(changed(vm, data, "is_normalized", form, unistr)?.is_none()))
}

/// Each function twice: as one of the module, and as a method of the old database.
macro_rules! both {
    ($($function:ident($($argument:ident: $type:ty),*);)*) => {
        mod now {
            use super::*;
            $(pub(super) fn $function(vm: &Vm, $($argument: $type),*) -> PyResult {
                super::$function(vm, Database::Current, $($argument),*)
            })*
        }
        mod old {
            use super::*;
            $(pub(super) fn $function(vm: &Vm, _: &Value, $($argument: $type),*) -> PyResult {
                super::$function(vm, Database::Old, $($argument),*)
            })*
        }
    };
}

both! {
    category(chr: &Value);
    bidirectional(chr: &Value);
    combining(chr: &Value);
    mirrored(chr: &Value);
    east_asian_width(chr: &Value);
    decomposition(chr: &Value);
    decimal(chr: &Value, default: Maybe);
    digit(chr: &Value, default: Maybe);
    numeric(chr: &Value, default: Maybe);
    name(chr: &Value, default: Maybe);
    lookup(name: &Value);
    normalize(form: &Value, unistr: &Value);
    is_normalized(form: &Value, unistr: &Value);
}

static UCD: TypeSpec = TypeSpec {
    name: "unicodedata.UCD",
    doc: "The database of one version of Unicode.",
    operations: Some(ForeignObject::OPERATIONS),
    methods: funcs![
        "category" = old::category, "(self, chr, /)", "The general category as two letters.";
        "bidirectional" = old::bidirectional, "(self, chr, /)", "The class for bidirectional text; '' if there is none.";
        "combining" = old::combining, "(self, chr, /)", "The canonical combining class; 0 for what does not combine.";
        "mirrored" = old::mirrored, "(self, chr, /)", "1 for a character that is mirrored in text from right to left, else 0.";
        "east_asian_width" = old::east_asian_width, "(self, chr, /)", "How wide East Asian text has it.";
        "decomposition" = old::decomposition, "(self, chr, /)", "What the character is made of, as numbers; '' if of nothing.";
        "decimal" = old::decimal, "(self, chr, default=<absent>, /)", "The value of a decimal digit.";
        "digit" = old::digit, "(self, chr, default=<absent>, /)", "The value of a digit.";
        "numeric" = old::numeric, "(self, chr, default=<absent>, /)", "The value of a character that stands for a number, as a float.";
        "name" = old::name, "(self, chr, default=<absent>, /)", "The name of a character.";
        "lookup" = old::lookup, "(self, name, /)", "The character of that name.";
        "normalize" = old::normalize, "(self, form, unistr, /)", "The text in a normal form: 'NFC', 'NFD', 'NFKC' or 'NFKD'.";
        "is_normalized" = old::is_normalized, "(self, form, unistr, /)", "Whether the text is in a normal form.";
    ],
    getset: &[GetSet {
        name: "unidata_version",
        doc: "The version of Unicode.",
        get: |vm, _| Ok(vm.str(Database::Old.version())),
        set: Some(readonly),
    }],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

pub(crate) static UNICODEDATA: ModuleSpec = ModuleSpec {
    name: "unicodedata",
    doc: "The database of Unicode: names, numbers, categories and normal forms of characters.",
    funcs: funcs![
        "category" = now::category, "(chr, /)", "The general category as two letters.";
        "bidirectional" = now::bidirectional, "(chr, /)", "The class for bidirectional text; '' if there is none.";
        "combining" = now::combining, "(chr, /)", "The canonical combining class; 0 for what does not combine.";
        "mirrored" = now::mirrored, "(chr, /)", "1 for a character that is mirrored in text from right to left, else 0.";
        "east_asian_width" = now::east_asian_width, "(chr, /)", "How wide East Asian text has it.";
        "decomposition" = now::decomposition, "(chr, /)", "What the character is made of, as numbers; '' if of nothing.";
        "decimal" = now::decimal, "(chr, default=<absent>, /)", "The value of a decimal digit.";
        "digit" = now::digit, "(chr, default=<absent>, /)", "The value of a digit.";
        "numeric" = now::numeric, "(chr, default=<absent>, /)", "The value of a character that stands for a number, as a float.";
        "name" = now::name, "(chr, default=<absent>, /)", "The name of a character.";
        "lookup" = now::lookup, "(name, /)", "The character of that name, alias or name of a sequence.";
        "normalize" = now::normalize, "(form, unistr, /)", "The text in a normal form: 'NFC', 'NFD', 'NFKC' or 'NFKD'.";
        "is_normalized" = now::is_normalized, "(form, unistr, /)", "Whether the text is in a normal form.";
    ],
    types: &[&UCD],
    values: &[
        ("unidata_version", |vm| vm.str(Database::Current.version())),
        ("ucd_3_2_0", |vm| vm.new_foreign(&vm.ty(&UCD), OldDatabase)),
    ],
    ..ModuleSpec::NONE
};
