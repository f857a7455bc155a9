//! str: the type and its construction. The object itself is `object/string.rs`.

mod case;
mod quote;
mod search;
pub(crate) mod sequence;
mod split;
pub(crate) mod text;
mod translate;

pub(crate) use case::pad;
pub use quote::{ascii_only, push_numeric, quoted};
pub(crate) use search::replaced;
pub(crate) use split::join_items;
pub use text::Text;

use crate::funcs;
use crate::object::header::Payload;
use crate::object::native::{Args, Maybe};
use crate::object::slots::{BinaryOp, PyResult, Slots};
use crate::object::string::StrObject;
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::{bytes, codec, format};

use case::*;
use search::*;
use split::*;
use translate::*;

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let quoted = this.as_str_object().map(quoted).unwrap_or_default();
    vm.finish_str(quoted.as_bytes())
}

fn str(vm: &Vm, this: &Value) -> PyResult {
    match Text::of(this) {
        Some(text) => Ok(text::exact(vm, text)),
        None => vm.str_of(this),
    }
}

/// `str(object='', encoding='utf-8', errors='strict')`
fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let made = match (args.all, args.names) {
        ([], _) => vm.str(""),
        ([object], []) => vm.str_of(object)?,
        _ => new_with_encoding(vm, args)?,
    };
    if class == vm.types.str() && made.get_exact::<StrObject>().is_some() {
        return Ok(made);
    }
    match made.as_str_object() {
        // `str(x)` gives whatever `__str__` gave, an instance of a subclass too.
        Some(_) if class == vm.types.str() => Ok(made),
        Some(text) => vm.str_of_type(class, text),
        None => Ok(made),
    }
}

fn new_with_encoding(vm: &Vm, args: Args) -> PyResult {
    let mut parts = [const { Value::UNBOUND }; 3];
    let given = args.positional();
    if given.len() > parts.len() {
        let count = args.all.len();
        return Err(vm.type_error(format!("str expected at most 3 arguments, got {count}")));
    }
    for (place, value) in parts.iter_mut().zip(given) {
        *place = value.clone();
    }
    for (name, value) in args.keywords() {
        let text = name.to_text();
        let place = match text.as_str() {
            "object" => 0,
            "encoding" => 1,
            "errors" => 2,
            _ => {
                let text = format!("str() got an unexpected keyword argument '{text}'");
                return Err(vm.type_error(text));
            }
        };
        if let Some(part) = parts.get_mut(place) {
            if !part.is_unbound() {
                return Err(vm.type_error(format!(
                    "argument for str() given by name ('{text}') and position ({})",
                    place + 1
                )));
            }
            *part = value.clone();
        }
    }
    let [object, encoding, errors] = &parts;
    if object.is_unbound() {
        return Ok(vm.str(""));
    }
    if encoding.is_unbound() && errors.is_unbound() {
        return vm.str_of(object);
    }
    let names = [(encoding, "encoding"), (errors, "errors")];
    for (value, name) in names.iter().filter(|(value, _)| !value.is_unbound()) {
        text::str_arg(vm, value, &format!("str() argument '{name}'"))?;
    }
    if object.as_str_object().is_some() {
        return Err(vm.type_error("decoding str is not supported"));
    }
    // Copied, since an error handler may change a bytearray.
    let Some(bytes) = bytes::Buffer::of(vm, object).map(|buffer| buffer.to_vec()) else {
        let class = vm.class(object).name();
        let text = format!("decoding to str: need a bytes-like object, {class} found");
        return Err(vm.type_error(text));
    };
    let name = |value: &Value, default: &str| match value.is_unbound() {
        true => default.to_owned(),
        false => value.to_text(),
    };
    codec::decode(vm, &bytes, &name(encoding, "utf-8"), &name(errors, "strict"))
}

fn encode(vm: &Vm, this: Text, encoding: &Value, errors: &Value) -> PyResult {
    let encoding = text::str_arg(vm, encoding, "encode() argument 'encoding'")?.to_lossy();
    let errors = text::str_arg(vm, errors, "encode() argument 'errors'")?.to_lossy();
    codec::encode(vm, this, &encoding, &errors)
}

fn dunder_format(vm: &Vm, this: Text, spec: &Value) -> PyResult {
    format::str_format(vm, this.value, spec)
}

fn format_map(vm: &Vm, this: Text, mapping: &Value) -> PyResult {
    format::format_template(vm, this.str, None, mapping)
}

/// Its arguments arrive as a tuple and a dict, since any keyword is allowed.
fn format_method(vm: &Vm, this: Text, args: &Value, kwargs: &Value) -> PyResult {
    format::format_template(vm, this.str, Some(args.tuple_items()), kwargs)
}

fn getnewargs(vm: &Vm, this: Text) -> Value {
    vm.tuple(vec![text::exact(vm, this)])
}

fn sizeof(_: &Vm, this: Text) -> i64 {
    (64 + this.as_bytes().len()) as i64
}

fn maketrans_row(vm: &Vm, x: &Value, y: &Value, z: &Value) -> PyResult {
    maketrans(vm, x, y, z)
}

fn splitlines_row(vm: &Vm, this: Text, keepends: Maybe) -> PyResult {
    let keepends = keepends.0.map_or(Ok(false), |v| vm.truth(v))?;
    splitlines(vm, this, keepends)
}

impl Vm {
    /// `ascii(value)`: the repr with everything beyond ASCII escaped.
    pub fn ascii(&self, value: &Value) -> PyResult {
        let repr = self.repr(value)?;
        match repr.as_str_object() {
            Some(text) if !text.is_ascii() => self.finish_str(ascii_only(text).as_bytes()),
            _ => Ok(repr),
        }
    }
}

pub static STR: TypeSpec = TypeSpec {
    name: "str",
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to 'utf-8'.\nerrors defaults to 'strict'.",
    operations: Some(StrObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::MATCH_SELF,
    slots: Slots {
        repr: Some(repr),
        str: Some(str),
        hash: Some(sequence::hash),
        compare: Some(sequence::compare),
        len: Some(sequence::len),
        getitem: Some(sequence::getitem),
        contains: Some(sequence::contains),
        iter: Some(sequence::iter),
        binary: Some(sequence::binary),
        new: Some(new),
        init: Some(|_, _, _| Ok(())),
        ..Slots::NONE
    },
    operators: &[BinaryOp::Add, BinaryOp::Mul, BinaryOp::Mod],
    methods: funcs![
        capitalize "(self, /)" "Return a capitalized version of the string: the first character upper case, the rest lower case.";
        casefold "(self, /)" "Return a version of the string suitable for caseless comparisons.";
        center "(self, width, fillchar=<space>, /)" "Return a centered string of length width, padded with the fill character.";
        count "(self, sub, start=<start>, end=<end>, /)" "Return the number of non-overlapping occurrences of substring sub in S[start:end].";
        encode "(self, /, encoding='utf-8', errors='strict')" "Encode the string using the codec registered for encoding.";
        endswith "(self, suffix, start=<start>, end=<end>, /)" "Return True if the string ends with the suffix, or with one of a tuple of suffixes.";
        expandtabs "(self, /, tabsize=8)" "Return a copy where all tab characters are expanded using spaces.";
        find "(self, sub, start=<start>, end=<end>, /)" "Return the lowest index where substring sub is found within S[start:end], or -1.";
        "format" = format_method, "(self, /, *args, **kwargs)", "Return a formatted version of the string, using substitutions from args and kwargs.";
        format_map "(self, mapping, /)" "Return a formatted version of the string, using substitutions from mapping.";
        index "(self, sub, start=<start>, end=<end>, /)" "Like find, but raise ValueError when the substring is not found.";
        isalnum "(self, /)" "Return True if the string is an alpha-numeric string.";
        isalpha "(self, /)" "Return True if the string is an alphabetic string.";
        isascii "(self, /)" "Return True if all characters in the string are ASCII.";
        isdecimal "(self, /)" "Return True if the string is a decimal string.";
        isdigit "(self, /)" "Return True if the string is a digit string.";
        isidentifier "(self, /)" "Return True if the string is a valid Python identifier.";
        islower "(self, /)" "Return True if the string is a lowercase string.";
        isnumeric "(self, /)" "Return True if the string is a numeric string.";
        isprintable "(self, /)" "Return True if all characters in the string are printable.";
        isspace "(self, /)" "Return True if the string is a whitespace string.";
        istitle "(self, /)" "Return True if the string is a title-cased string.";
        isupper "(self, /)" "Return True if the string is an uppercase string.";
        join "(self, iterable, /)" "Concatenate any number of strings, with this one between them.";
        ljust "(self, width, fillchar=<space>, /)" "Return a left-justified string of length width.";
        lower "(self, /)" "Return a copy of the string converted to lowercase.";
        lstrip "(self, chars=None, /)" "Return a copy of the string with leading whitespace (or characters in chars) removed.";
        static "maketrans" = maketrans_row, "(x, y=<absent>, z=<absent>, /)", "Return a translation table usable for str.translate().";
        partition "(self, sep, /)" "Partition the string into three parts using the given separator.";
        removeprefix "(self, prefix, /)" "Return a str with the given prefix string removed if present.";
        removesuffix "(self, suffix, /)" "Return a str with the given suffix string removed if present.";
        replace "(self, old, new, /, count=-1)" "Return a copy with all (or the first count) occurrences of old replaced by new.";
        rfind "(self, sub, start=<start>, end=<end>, /)" "Return the highest index where substring sub is found within S[start:end], or -1.";
        rindex "(self, sub, start=<start>, end=<end>, /)" "Like rfind, but raise ValueError when the substring is not found.";
        rjust "(self, width, fillchar=<space>, /)" "Return a right-justified string of length width.";
        rpartition "(self, sep, /)" "Partition the string into three parts at the last occurrence of the separator.";
        rsplit "(self, /, sep=None, maxsplit=-1)" "Return a list of the substrings in the string, splitting from the right.";
        rstrip "(self, chars=None, /)" "Return a copy of the string with trailing whitespace (or characters in chars) removed.";
        split "(self, /, sep=None, maxsplit=-1)" "Return a list of the substrings in the string, using sep as the separator string.";
        "splitlines" = splitlines_row, "(self, /, keepends=False)", "Return a list of the lines in the string, breaking at line boundaries.";
        startswith "(self, prefix, start=<start>, end=<end>, /)" "Return True if the string starts with the prefix, or with one of a tuple of prefixes.";
        strip "(self, chars=None, /)" "Return a copy of the string with leading and trailing whitespace (or characters in chars) removed.";
        swapcase "(self, /)" "Convert uppercase characters to lowercase and lowercase characters to uppercase.";
        title "(self, /)" "Return a version of the string where each word is titlecased.";
        translate "(self, table, /)" "Replace each character in the string using the given translation table.";
        upper "(self, /)" "Return a copy of the string converted to uppercase.";
        zfill "(self, width, /)" "Pad a numeric string with zeros on the left, to fill a field of the given width.";
        "__format__" = dunder_format, "(self, format_spec, /)", "Return a formatted version of the string as described by format_spec.";
        "__getnewargs__" = getnewargs, "(self, /)", "The arguments for unpickling.";
        "__sizeof__" = sizeof, "(self, /)", "Return the size of the string in memory, in bytes.";
    ],
    ..TypeSpec::NONE
};
