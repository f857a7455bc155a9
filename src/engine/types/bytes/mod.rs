//! bytes and bytearray: the objects, the types and their construction.

mod array;
mod buffer;
mod case;
mod construct;
mod search;
mod sequence;

use std::cell::{Cell, RefCell};

pub use buffer::{Binary, Buffer};
pub(crate) use construct::{bytes_of_iterable, not_convertible};

use crate::funcs;
use crate::object::header::{Payload, Traverse};
use crate::object::native::Maybe;
use crate::object::slots::{BinaryOp, PyResult, SequenceSlots, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::codec;
use crate::types::memory_view::exporter;
use crate::types::str::text::codec_name;

use case::*;
use search::*;

/// The payload of bytes.
pub struct BytesObject(pub Box<[u8]>);

impl Traverse for BytesObject {}

/// The payload of a bytearray, how many views of it there are, and for another type that keeps items
/// of more than bytes (`array.array`) what those are.
pub struct ByteArrayObject(pub RefCell<Vec<u8>>, pub Cell<usize>, pub Option<ItemKind>);

impl ByteArrayObject {
    /// Whether it is a bytearray's payload.
    pub fn is_bytes(&self) -> bool {
        self.2.is_none()
    }
}

/// The kind of items that a mutable buffer has: the letter of a format, and bytes of each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ItemKind {
    pub letter: u8,
    pub size: u8,
}

impl Traverse for ByteArrayObject {}

impl Vm {
    pub fn new_bytes(&self, bytes: Vec<u8>) -> Value {
        self.new_object(self.types.bytes(), BytesObject(bytes.into_boxed_slice()))
    }

    pub fn new_bytearray(&self, bytes: Vec<u8>) -> Value {
        let payload = ByteArrayObject(RefCell::new(bytes), Cell::new(0), None);
        self.new_object(self.types.bytearray(), payload)
    }
}

fn decode(vm: &Vm, this: Binary, encoding: &Value, errors: &Value) -> PyResult {
    let encoding = codec_name(vm, encoding, "decode() argument 'encoding'")?;
    let errors = codec_name(vm, errors, "decode() argument 'errors'")?;
    // An error handler may change a bytearray.
    match this.bytes() {
        Buffer::Shared(bytes) => codec::decode(vm, bytes, &encoding, &errors),
        Buffer::Owned(bytes) => codec::decode(vm, &bytes, &encoding, &errors),
        Buffer::Borrowed(bytes) => {
            let copy = bytes.to_vec();
            drop(bytes);
            codec::decode(vm, &copy, &encoding, &errors)
        }
    }
}

fn splitlines_row(vm: &Vm, this: Binary, keepends: Maybe) -> PyResult {
    let keepends = keepends.0.map_or(Ok(false), |v| vm.truth(v))?;
    splitlines(vm, this, keepends)
}

fn maketrans_row(vm: &Vm, from: &Value, to: &Value) -> PyResult {
    maketrans(vm, from, to)
}

fn fromhex_row(vm: &Vm, class: &Value, text: &Value) -> PyResult {
    fromhex(vm, class, text)
}

fn bytes_dunder(vm: &Vm, this: Binary) -> PyResult {
    Ok(this.same(vm))
}

fn getnewargs(vm: &Vm, this: Binary) -> Value {
    vm.tuple(vec![this.same(vm)])
}

fn sizeof(_: &Vm, this: Binary) -> i64 {
    (33 + this.bytes().len()) as i64
}

/// The memory behind a bytearray, with the zero that ends it in C.
fn allocated(vm: &Vm, this: &Value) -> PyResult<usize> {
    let array = vm.payload::<ByteArrayObject>(this, "bytearray")?;
    let capacity = array.0.borrow().capacity();
    Ok(if capacity == 0 { 0 } else { capacity + 1 })
}

/// The methods that bytes and bytearray share, and those of one of them.
macro_rules! methods {
    ($($own:tt)*) => {
        funcs![
            capitalize "(self, /)" "The bytes with their first ASCII letter in upper case and all others in lower case.";
            center "(self, width, fillchar=<space>, /)" "Return a centered copy of length width, padded with the fill character.";
            count "(self, sub, start=<start>, end=<end>, /)" "How often sub occurs in the part from start to end, counted without overlaps.";
            decode "(self, /, encoding='utf-8', errors='strict')" "The text that these bytes stand for; errors says what happens to bytes that stand for none.";
            endswith "(self, suffix, start=<start>, end=<end>, /)" "Return True if the bytes end with the suffix, or with one of a tuple of suffixes.";
            expandtabs "(self, /, tabsize=8)" "A copy with spaces up to the next multiple of tabsize in place of each tab.";
            find "(self, sub, start=<start>, end=<end>, /)" "Return the lowest index where subsection sub is found within B[start:end], or -1.";
            class "fromhex" = fromhex_row, "(cls, string, /)", "Bytes given by pairs of hexadecimal digits; space may separate the pairs.";
            hex "(self, /, sep=<absent>, bytes_per_sep=1)" "Create a string of hexadecimal numbers, with a separator between groups of bytes.";
            index "(self, sub, start=<start>, end=<end>, /)" "Like find, but raise ValueError when the subsection is not found.";
            isalnum "(self, /)" "Return True if all characters are alphanumeric (ASCII) and there is at least one.";
            isalpha "(self, /)" "Return True if all characters are alphabetic (ASCII) and there is at least one.";
            isascii "(self, /)" "Return True if there are no bytes beyond 0x7F.";
            isdigit "(self, /)" "Return True if all characters are digits (ASCII) and there is at least one.";
            islower "(self, /)" "Whether there are ASCII letters and none of them is upper case.";
            isspace "(self, /)" "Return True if all characters are whitespace (ASCII) and there is at least one.";
            istitle "(self, /)" "Whether there are ASCII letters, and just those that begin words are upper case.";
            isupper "(self, /)" "Whether there are ASCII letters and none of them is lower case.";
            join "(self, iterable_of_bytes, /)" "Concatenate any number of bytes-like objects, with this one between them.";
            ljust "(self, width, fillchar=<space>, /)" "Return a left-justified copy of length width.";
            lower "(self, /)" "The bytes with ASCII letters in lower case.";
            lstrip "(self, bytes=None, /)" "The bytes from the first one on that is not among these (not ASCII whitespace if None).";
            static "maketrans" = maketrans_row, "(frm, to, /)", "A table for translate() that turns each byte of frm into the one of to at the same place.";
            partition "(self, sep, /)" "What comes before the first sep, sep, and what comes behind; all and two empty ones if it is absent.";
            removeprefix "(self, prefix, /)" "Return a copy with the given prefix removed if present.";
            removesuffix "(self, suffix, /)" "Return a copy with the given suffix removed if present.";
            replace "(self, old, new, count=-1, /)" "Return a copy with all (or the first count) occurrences of old replaced by new.";
            rfind "(self, sub, start=<start>, end=<end>, /)" "Return the highest index where subsection sub is found within B[start:end], or -1.";
            rindex "(self, sub, start=<start>, end=<end>, /)" "Like rfind, but raise ValueError when the subsection is not found.";
            rjust "(self, width, fillchar=<space>, /)" "Return a right-justified copy of length width.";
            rpartition "(self, sep, /)" "Partition into three parts at the last occurrence of the separator.";
            rsplit "(self, /, sep=None, maxsplit=-1)" "Return a list of the sections, using sep as the delimiter, from the right.";
            rstrip "(self, bytes=None, /)" "The bytes up to the last one that is not among these (not ASCII whitespace if None).";
            split "(self, /, sep=None, maxsplit=-1)" "Return a list of the sections, using sep as the delimiter.";
            "splitlines" = splitlines_row, "(self, /, keepends=False)", "Return a list of the lines, breaking at line boundaries.";
            startswith "(self, prefix, start=<start>, end=<end>, /)" "Return True if the bytes start with the prefix, or with one of a tuple of prefixes.";
            strip "(self, bytes=None, /)" "The bytes without those at both ends that are among these (ASCII whitespace if None).";
            swapcase "(self, /)" "The bytes with upper and lower case of ASCII letters exchanged.";
            title "(self, /)" "Return a title-cased version (ASCII).";
            translate "(self, table, /, delete=<absent>)" "Each byte looked up in a table of 256 bytes, after dropping those in delete.";
            upper "(self, /)" "The bytes with ASCII letters in upper case.";
            zfill "(self, width, /)" "Fill up with zeros, behind a sign, to this width.";
            "__sizeof__" = sizeof, "(self, /)", "Return the size of the object in memory, in bytes.";
            $($own)*
        ]
    };
}

const SLOTS: Slots = Slots {
    repr: Some(repr),
    str: Some(sequence::text),
    hash: Some(sequence::hash),
    compare: Some(sequence::compare),
    len: Some(sequence::len),
    getitem: Some(sequence::getitem),
    contains: Some(sequence::contains),
    iter: Some(sequence::iter),
    buffer: Some(exporter::of_native),
    binary: Some(sequence::binary),
    sequence: Some(&SequenceSlots {
        concat: sequence::concat,
        repeat: sequence::repeat,
        extend: None,
        multiply: None,
    }),
    ..Slots::NONE
};

pub static BYTES: TypeSpec = TypeSpec {
    name: "bytes",
    doc: "An immutable sequence of integers from 0 to 255: made from such integers, from text and an encoding, from a buffer, or as that many zeros.",
    operations: Some(BytesObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::MATCH_SELF,
    slots: Slots {
        new: Some(construct::new_bytes),
        getattr: Some(crate::types::object::generic_getattr),
        ..SLOTS
    },
    operators: &[BinaryOp::Mod],
    methods: methods![
        "__bytes__" = bytes_dunder, "(self, /)", "These bytes as an object whose type is bytes and no subclass.";
        "__getnewargs__" = getnewargs, "(self, /)", "The arguments for unpickling.";
    ],
    ..TypeSpec::NONE
};

pub static BYTEARRAY: TypeSpec = TypeSpec {
    name: "bytearray",
    doc: "A sequence of integers from 0 to 255 that can change: made from such integers, from text and an encoding, from a buffer, or as that many zeros.",
    operations: Some(ByteArrayObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::MATCH_SELF,
    slots: Slots {
        setitem: Some(array::setitem),
        sequence: Some(&SequenceSlots {
            concat: sequence::concat,
            repeat: sequence::repeat,
            extend: Some(array::concat_in_place),
            multiply: Some(array::multiply),
        }),
        new: Some(construct::new_bytearray),
        init: Some(construct::init_bytearray),
        hash: Some(crate::types::unhashable),
        binary: Some(sequence::array_binary),
        getattr: Some(crate::types::object::generic_getattr),
        ..SLOTS
    },
    operators: &[BinaryOp::Mod],
    methods: {
        use array::*;
        methods![
            "__release_buffer__" = exporter::release_native, "(self, buffer, /)", "Let go of a view of these bytes.";
            "__alloc__" = allocated, "(self, /)", "How many bytes of memory there are for it.";
            append "(self, item, /)" "Add one byte at the end.";
            clear "(self, /)" "Empty it: the length becomes zero.";
            copy "(self, /)" "Return a copy of B.";
            extend "(self, iterable_of_ints, /)" "Add each integer of an iterable at the end.";
            insert "(self, index, item, /)" "Put one byte in front of the one at index.";
            pop "(self, index=-1, /)" "Take out the byte at index, the last one if none is given, and give it; IndexError if there is none.";
            remove "(self, value, /)" "Take out the first byte of this value; ValueError if there is none.";
            reverse "(self, /)" "Turn the order of the bytes round in place.";
            "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
            "__reduce_ex__" = reduce_ex, "(self, proto=0, /)", "What copying and pickling by this protocol rebuild it from.";
        ]
    },
    ..TypeSpec::NONE
};
