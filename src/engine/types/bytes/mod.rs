//! bytes and bytearray: the objects, the types and their construction.

mod array;
mod buffer;
mod case;
mod construct;
mod search;
mod sequence;

use std::cell::{Cell, RefCell};

pub use buffer::{Binary, Buffer};

use crate::funcs;
use crate::object::header::{Payload, Traverse};
use crate::object::native::Maybe;
use crate::object::slots::{BinaryOp, PyResult, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::codec;
use crate::types::str::text::str_arg;

use case::*;
use search::*;

/// The payload of bytes.
pub struct BytesObject(pub Box<[u8]>);

impl Traverse for BytesObject {}

/// The payload of a bytearray, and how many views of it there are.
pub struct ByteArrayObject(pub RefCell<Vec<u8>>, pub Cell<usize>);

impl Traverse for ByteArrayObject {}

impl Vm {
    pub fn new_bytes(&self, bytes: Vec<u8>) -> Value {
        self.new_object(self.types.bytes(), BytesObject(bytes.into_boxed_slice()))
    }

    pub fn new_bytearray(&self, bytes: Vec<u8>) -> Value {
        self.new_object(self.types.bytearray(), ByteArrayObject(RefCell::new(bytes), Cell::new(0)))
    }
}

fn decode(vm: &Vm, this: Binary, encoding: &Value, errors: &Value) -> PyResult {
    let encoding = str_arg(vm, encoding, "decode() argument 'encoding'")?.to_lossy();
    let errors = str_arg(vm, errors, "decode() argument 'errors'")?.to_lossy();
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

/// The methods that bytes and bytearray share, and those of one of them.
macro_rules! methods {
    ($($own:tt)*) => {
        funcs![
            capitalize "(self, /)" "Return a copy with its first character capitalized (ASCII) and the rest lower-cased.";
            center "(self, width, fillchar=<space>, /)" "Return a centered copy of length width, padded with the fill character.";
            count "(self, sub, start=<start>, end=<end>, /)" "Return the number of non-overlapping occurrences of subsection sub in B[start:end].";
            decode "(self, /, encoding='utf-8', errors='strict')" "Decode the bytes using the codec registered for encoding.";
            endswith "(self, suffix, start=<start>, end=<end>, /)" "Return True if the bytes end with the suffix, or with one of a tuple of suffixes.";
            expandtabs "(self, /, tabsize=8)" "Return a copy where all tab characters are expanded using spaces.";
            find "(self, sub, start=<start>, end=<end>, /)" "Return the lowest index where subsection sub is found within B[start:end], or -1.";
            class "fromhex" = fromhex_row, "(cls, string, /)", "Create an object from a string of hexadecimal numbers; spaces between two numbers are accepted.";
            hex "(self, /, sep=<absent>, bytes_per_sep=1)" "Create a string of hexadecimal numbers, with a separator between groups of bytes.";
            index "(self, sub, start=<start>, end=<end>, /)" "Like find, but raise ValueError when the subsection is not found.";
            isalnum "(self, /)" "Return True if all characters are alphanumeric (ASCII) and there is at least one.";
            isalpha "(self, /)" "Return True if all characters are alphabetic (ASCII) and there is at least one.";
            isascii "(self, /)" "Return True if there are no bytes beyond 0x7F.";
            isdigit "(self, /)" "Return True if all characters are digits (ASCII) and there is at least one.";
            islower "(self, /)" "Return True if all cased characters are lowercase and there is at least one.";
            isspace "(self, /)" "Return True if all characters are whitespace (ASCII) and there is at least one.";
            istitle "(self, /)" "Return True if the bytes are title-cased and there is at least one character.";
            isupper "(self, /)" "Return True if all cased characters are uppercase and there is at least one.";
            join "(self, iterable_of_bytes, /)" "Concatenate any number of bytes-like objects, with this one between them.";
            ljust "(self, width, fillchar=<space>, /)" "Return a left-justified copy of length width.";
            lower "(self, /)" "Return a copy with all ASCII characters converted to lowercase.";
            lstrip "(self, bytes=None, /)" "Strip leading bytes contained in the argument, or ASCII whitespace.";
            static "maketrans" = maketrans_row, "(frm, to, /)", "Return a translation table usable for the translate method.";
            partition "(self, sep, /)" "Partition into three parts using the given separator.";
            removeprefix "(self, prefix, /)" "Return a copy with the given prefix removed if present.";
            removesuffix "(self, suffix, /)" "Return a copy with the given suffix removed if present.";
            replace "(self, old, new, count=-1, /)" "Return a copy with all (or the first count) occurrences of old replaced by new.";
            rfind "(self, sub, start=<start>, end=<end>, /)" "Return the highest index where subsection sub is found within B[start:end], or -1.";
            rindex "(self, sub, start=<start>, end=<end>, /)" "Like rfind, but raise ValueError when the subsection is not found.";
            rjust "(self, width, fillchar=<space>, /)" "Return a right-justified copy of length width.";
            rpartition "(self, sep, /)" "Partition into three parts at the last occurrence of the separator.";
            rsplit "(self, /, sep=None, maxsplit=-1)" "Return a list of the sections, using sep as the delimiter, from the right.";
            rstrip "(self, bytes=None, /)" "Strip trailing bytes contained in the argument, or ASCII whitespace.";
            split "(self, /, sep=None, maxsplit=-1)" "Return a list of the sections, using sep as the delimiter.";
            "splitlines" = splitlines_row, "(self, /, keepends=False)", "Return a list of the lines, breaking at line boundaries.";
            startswith "(self, prefix, start=<start>, end=<end>, /)" "Return True if the bytes start with the prefix, or with one of a tuple of prefixes.";
            strip "(self, bytes=None, /)" "Strip leading and trailing bytes contained in the argument, or ASCII whitespace.";
            swapcase "(self, /)" "Return a copy with uppercase ASCII characters converted to lowercase and vice versa.";
            title "(self, /)" "Return a title-cased version (ASCII).";
            translate "(self, table, /, delete=<absent>)" "Return a copy with each character mapped by the given translation table.";
            upper "(self, /)" "Return a copy with all ASCII characters converted to uppercase.";
            zfill "(self, width, /)" "Pad a numeric string with zeros on the left, to fill a field of the given width.";
            "__sizeof__" = sizeof, "(self, /)", "Return the size of the object in memory, in bytes.";
            $($own)*
        ]
    };
}

const SLOTS: Slots = Slots {
    repr: Some(repr),
    hash: Some(sequence::hash),
    compare: Some(sequence::compare),
    len: Some(sequence::len),
    getitem: Some(sequence::getitem),
    contains: Some(sequence::contains),
    iter: Some(sequence::iter),
    binary: Some(sequence::binary),
    ..Slots::NONE
};

pub static BYTES: TypeSpec = TypeSpec {
    name: "bytes",
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer",
    operations: Some(BytesObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::MATCH_SELF,
    slots: Slots { new: Some(construct::new_bytes), init: Some(|_, _, _| Ok(())), ..SLOTS },
    operators: &[BinaryOp::Add, BinaryOp::Mul, BinaryOp::Mod],
    methods: methods![
        "__bytes__" = bytes_dunder, "(self, /)", "Convert this value to exact type bytes.";
        "__getnewargs__" = getnewargs, "(self, /)", "The arguments for unpickling.";
    ],
    ..TypeSpec::NONE
};

pub static BYTEARRAY: TypeSpec = TypeSpec {
    name: "bytearray",
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer",
    operations: Some(ByteArrayObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::MATCH_SELF,
    slots: Slots {
        setitem: Some(array::setitem),
        inplace: Some(array::inplace),
        new: Some(construct::new_bytearray),
        init: Some(construct::init_bytearray),
        ..SLOTS
    },
    operators: &[BinaryOp::Add, BinaryOp::Mul, BinaryOp::Mod],
    methods: {
        use array::*;
        methods![
            append "(self, item, /)" "Append a single item to the end of the bytearray.";
            clear "(self, /)" "Remove all items from the bytearray.";
            copy "(self, /)" "Return a copy of B.";
            extend "(self, iterable_of_ints, /)" "Append all the items from the iterator or sequence to the end of the bytearray.";
            insert "(self, index, item, /)" "Insert a single item into the bytearray before the given index.";
            pop "(self, index=-1, /)" "Remove and return a single item from B.";
            remove "(self, value, /)" "Remove the first occurrence of a value in the bytearray.";
            reverse "(self, /)" "Reverse the order of the values in B in place.";
        ]
    },
    ..TypeSpec::NONE
};
