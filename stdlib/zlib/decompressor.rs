//! The decompressor that files are read with: keeps what it was given until it is wanted.

use std::cell::{Cell, RefCell};

use libz_rs_sys as z;
use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Signature};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::EOF_ERROR;

use super::decompress::{dictionary, stream, take};
use super::stream::Stream;
use super::{USUAL_ROOM, Until, error, int};

struct Decompressor {
    stream: RefCell<Stream>,
    dictionary: Option<Vec<u8>>,
    waiting: RefCell<Vec<u8>>,
    unused: RefCell<Vec<u8>>,
    ended: Cell<bool>,
    hungry: Cell<bool>,
}

impl Traverse for Decompressor {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(wbits=15, zdict=b'')").bind(vm, "_ZlibDecompressor", args)?;
    let [window, given] = bound.as_slice() else { return Ok(Value::NONE) };
    let (window, dictionary) = (int(vm, window)?, dictionary(vm, given)?);
    let made = Decompressor {
        stream: RefCell::new(stream(vm, window, dictionary.as_deref())?),
        dictionary,
        waiting: RefCell::default(),
        unused: RefCell::default(),
        ended: Cell::new(false),
        hungry: Cell::new(true),
    };
    Ok(vm.new_foreign(class, made))
}

fn of<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Decompressor> {
    this.foreign::<Decompressor>().ok_or_else(|| vm.wrong_self(this, "zlib._ZlibDecompressor"))
}

fn decompress(vm: &Vm, this: &Value, data: &Value, most: i64) -> PyResult {
    let own = of(vm, this)?;
    let bytes = Buffer::simple(vm, data)?.to_vec();
    if own.ended.get() {
        return Err(vm.raise(&EOF_ERROR, "End of stream already reached"));
    }
    let until = usize::try_from(most).map_or(Until::Done, Until::Bytes);
    let mut input = own.waiting.take();
    input.extend_from_slice(&bytes);
    let mut out = Vec::new();
    let mut stream = own.stream.borrow_mut();
    let dictionary = own.dictionary.as_deref();
    let done = take(vm, &mut stream, dictionary, &input, until, (&mut out, USUAL_ROOM))?;
    let rest = input.split_off(done.consumed.min(input.len()));
    match done.code {
        z::Z_STREAM_END => {
            own.ended.set(true);
            own.hungry.set(false);
            *own.unused.borrow_mut() = rest;
        }
        z::Z_OK | z::Z_BUF_ERROR => {
            // With the output full there may be more, even without further input.
            let full = matches!(until, Until::Bytes(most) if out.len() >= most);
            own.hungry.set(rest.is_empty() && !full);
            *own.waiting.borrow_mut() = rest;
        }
        code => return Err(error(vm, code, "while decompressing data", stream.message())),
    }
    Ok(vm.new_bytes(out))
}

pub(super) static DECOMPRESSOR: TypeSpec = TypeSpec {
    name: "zlib._ZlibDecompressor",
    operations: Some(ForeignObject::OPERATIONS),
    doc: "A decompressor that keeps its input.",
    slots: Slots { new: Some(new), init: Some(|_, _, _| Ok(())), ..Slots::NONE },
    methods: funcs![
        decompress "(self, /, data, max_length=-1)" "What data gives, at most max_length bytes if that is not negative.";
    ],
    getset: &[
        GetSet {
            name: "eof",
            doc: "Whether the end of the stream was reached.",
            get: |vm, this| Ok(Value::bool(of(vm, this)?.ended.get())),
            set: None,
        },
        GetSet {
            name: "unused_data",
            doc: "What followed the end of the stream.",
            get: |vm, this| Ok(vm.new_bytes(of(vm, this)?.unused.borrow().clone())),
            set: None,
        },
        GetSet {
            name: "needs_input",
            doc: "Whether more has to come before there is more output.",
            get: |vm, this| Ok(Value::bool(of(vm, this)?.hungry.get())),
            set: None,
        },
    ],
    ..TypeSpec::NONE
};
