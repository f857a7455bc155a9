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
use crate::object::native::{Args, Maybe, Signature};
use crate::object::slots::{BinaryOp, PyResult, Slots};
use crate::object::string::StrObject;
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::memory_view::exporter::request;
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
        ([], []) => vm.str(""),
        ([object], []) => vm.str_of(object)?,
        _ => new_with_encoding(vm, class == vm.types.str(), args)?,
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

/// `exact`: the class is str itself, whose messages have words of their own.
fn new_with_encoding(vm: &Vm, exact: bool, args: Args) -> PyResult {
    if args.names.is_empty() && args.all.len() > 3 {
        let count = args.all.len();
        return Err(vm.type_error(if exact {
            format!("str expected at most 3 arguments, got {count}")
        } else {
            format!("str() takes at most 3 arguments ({count} given)")
        }));
    }
    let signature = "(object=missing, encoding=missing, errors=missing)";
    let parts = Signature::parse(signature).bind(vm, "str", args)?;
    let [object, encoding, errors] = parts.as_slice() else { return Ok(vm.str("")) };
    let names = [(encoding, "encoding"), (errors, "errors")];
    for (value, name) in names.iter().filter(|(value, _)| !value.is_unbound()) {
        if value.is_none() && exact && args.names.is_empty() {
            let text = format!("str() argument '{name}' must be str, not NoneType");
            return Err(vm.type_error(text));
        }
        text::codec_name(vm, value, &format!("str() argument '{name}'"))?;
    }
    if object.is_unbound() {
        return Ok(vm.str(""));
    }
    if encoding.is_unbound() && errors.is_unbound() {
        return vm.str_of(object);
    }
    if object.as_str_object().is_some() {
        return Err(vm.type_error("decoding str is not supported"));
    }
    // Copied, since an error handler may change a bytearray.
    let bytes = bytes::Buffer::asked(vm, object, request::SIMPLE)?;
    let Some(bytes) = bytes.map(|buffer| buffer.to_vec()) else {
        let class = vm.class(object).full_name();
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
    let encoding = text::codec_name(vm, encoding, "encode() argument 'encoding'")?;
    let errors = text::codec_name(vm, errors, "encode() argument 'errors'")?;
    codec::encode(vm, this, &encoding, &errors)
}

fn dunder_format(vm: &Vm, this: Text, spec: &Value) -> PyResult {
    format::str_format(vm, this.value, spec)
}

/// A template without braces is its own result, an instance of a subclass too.
fn fill_in(vm: &Vm, this: Text, positional: Option<&[Value]>, named: &Value) -> PyResult {
    if memchr::memchr2(b'{', b'}', this.as_bytes()).is_none() {
        return Ok(this.value.clone());
    }
    format::format_template(vm, this.str, positional, named)
}

fn format_map(vm: &Vm, this: Text, mapping: &Value) -> PyResult {
    fill_in(vm, this, None, mapping)
}

/// Its arguments arrive as a tuple and a dict, since any keyword is allowed.
fn format_method(vm: &Vm, this: Text, args: &Value, kwargs: &Value) -> PyResult {
    fill_in(vm, this, Some(args.tuple_items()), kwargs)
}

fn getnewargs(vm: &Vm, this: Text) -> Value {
    // Never the str itself, as there.
    vm.tuple(vec![vm.make_str(this.as_bytes(), this.chars(), this.has_surrogates())])
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
    doc: "Text, a sequence of Unicode characters: what str() says of an object, or bytes decoded if an encoding or errors is given.",
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
        sequence: Some(&sequence::SEQUENCE),
        new: Some(new),
        ..Slots::NONE
    },
    operators: &[BinaryOp::Mod],
    methods: funcs![
        capitalize "(self, /)" "The text with its first character in title case and all others in lower case.";
        casefold "(self, /)" "The text in a form for comparing without regard to case.";
        center "(self, width, fillchar=<space>, /)" "The text in the middle of width characters, the others being fillchar.";
        count "(self, sub, start=<start>, end=<end>, /)" "How often sub occurs in the part from start to end, counted without overlaps.";
        encode "(self, /, encoding='utf-8', errors='strict')" "The bytes that stand for this text; errors says what happens to characters that have none.";
        endswith "(self, suffix, start=<start>, end=<end>, /)" "Whether the part from start to end has this at its end, or one out of a tuple.";
        expandtabs "(self, /, tabsize=8)" "A copy with spaces up to the next multiple of tabsize in place of each tab.";
        find "(self, sub, start=<start>, end=<end>, /)" "Return the lowest index where substring sub is found within S[start:end], or -1.";
        "format" = format_method, "(self, /, *args, **kwargs)", "The text with each field in braces replaced by the argument that it names.";
        format_map "(self, mapping, /)" "The text with each field in braces replaced by the mapping's entry of that name.";
        index "(self, sub, start=<start>, end=<end>, /)" "Where sub occurs first in the part from start to end; ValueError if it does not.";
        isalnum "(self, /)" "Whether all characters are letters or digits, and there are any.";
        isalpha "(self, /)" "Whether all characters are letters, and there are any.";
        isascii "(self, /)" "Whether no character is beyond ASCII; true of empty text.";
        isdecimal "(self, /)" "Whether all characters are digits of base ten, and there are any.";
        isdigit "(self, /)" "Whether all characters are digits, superscripts included, and there are any.";
        isidentifier "(self, /)" "Whether a variable could be called so; keywords count, too.";
        islower "(self, /)" "Whether there are letters with case and all of these are lower case.";
        isnumeric "(self, /)" "Whether all characters stand for numbers, fractions included, and there are any.";
        isprintable "(self, /)" "Whether repr() would show all characters as they are; true of empty text.";
        isspace "(self, /)" "Whether all characters are space, and there are any.";
        istitle "(self, /)" "Whether there are letters with case, and just those that begin words are upper case.";
        isupper "(self, /)" "Whether there are letters with case and all of these are upper case.";
        join "(self, iterable, /)" "Concatenate any number of strings, with this one between them.";
        ljust "(self, width, fillchar=<space>, /)" "The text, with fillchar behind up to width characters.";
        lower "(self, /)" "The text in lower case.";
        lstrip "(self, chars=None, /)" "The text from the first character on that is not among these (not whitespace if None).";
        static "maketrans" = maketrans_row, "(x, y=<absent>, z=<absent>, /)", "A table for translate(): of a dictionary, or of texts x (what is replaced), y (by what) and z (what is dropped).";
        partition "(self, sep, /)" "What comes before the first sep, sep, and what comes behind; all and two empty ones if it is absent.";
        removeprefix "(self, prefix, /)" "The text without prefix at its start, if it begins so.";
        removesuffix "(self, suffix, /)" "The text without suffix at its end, if it ends so.";
        replace "(self, old, new, /, count=-1)" "Return a copy with all (or the first count) occurrences of old replaced by new.";
        rfind "(self, sub, start=<start>, end=<end>, /)" "Return the highest index where substring sub is found within S[start:end], or -1.";
        rindex "(self, sub, start=<start>, end=<end>, /)" "Where sub occurs last in the part from start to end; ValueError if it does not.";
        rjust "(self, width, fillchar=<space>, /)" "The text, with fillchar in front up to width characters.";
        rpartition "(self, sep, /)" "Partition the string into three parts at the last occurrence of the separator.";
        rsplit "(self, /, sep=None, maxsplit=-1)" "The parts between separators (runs of whitespace if None); at most maxsplit cuts, those nearest the end.";
        rstrip "(self, chars=None, /)" "The text up to the last character that is not among these (not whitespace if None).";
        split "(self, /, sep=None, maxsplit=-1)" "The parts between separators (runs of whitespace if None); at most maxsplit cuts, those nearest the start.";
        "splitlines" = splitlines_row, "(self, /, keepends=False)", "The lines, without their ends unless keepends is true.";
        startswith "(self, prefix, start=<start>, end=<end>, /)" "Whether the part from start to end has this at its start, or one out of a tuple.";
        strip "(self, chars=None, /)" "The text without the characters at both ends that are among these (whitespace if None).";
        swapcase "(self, /)" "The text with upper and lower case exchanged.";
        title "(self, /)" "The text with the first letter of each word in title case and the others in lower case.";
        translate "(self, table, /)" "Each character replaced by what table has for its code point: a number, text, or None to drop it.";
        upper "(self, /)" "The text in upper case.";
        zfill "(self, width, /)" "Fill up with zeros, behind a sign, to this width.";
        "__format__" = dunder_format, "(self, format_spec, /)", "Write the text as a format specification says.";
        "__getnewargs__" = getnewargs, "(self, /)", "The arguments for unpickling.";
        "__sizeof__" = sizeof, "(self, /)", "How many bytes the text takes.";
    ],
    ..TypeSpec::NONE
};
