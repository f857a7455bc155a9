//! The Python face of decoding piece by piece, for the module `codecs`.

use super::copied;
use super::decoder::Decoder;
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, Signature};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::Buffer;
use crate::types::codec::Encoding;

impl Traverse for Decoder {}

fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Decoder> {
    this.foreign::<Decoder>().ok_or_else(|| vm.wrong_self(this, "_codecs.Decoder"))
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(encoding, /)").bind(vm, "Decoder", args)?;
    let name = bound.first().map(Value::to_text).unwrap_or_default();
    match Encoding::named(&name) {
        Some(encoding) => Ok(vm.new_foreign(class, Decoder::new(encoding))),
        None => Err(vm.lookup_error(format!("unknown encoding: {name}"))),
    }
}

fn decode(vm: &Vm, this: &Value, bytes: &Value, errors: &str, last: bool) -> PyResult {
    let decoder = own(vm, this)?;
    let text = decoder.feed(vm, copied(vm, bytes)?, last, errors)?.text;
    if last {
        decoder.reset();
    }
    Ok(vm.str_wtf8(&text))
}

fn reset(vm: &Vm, this: &Value) -> PyResult<()> {
    own(vm, this).map(Decoder::reset)
}

fn getstate(vm: &Vm, this: &Value) -> PyResult {
    let tail = vm.new_bytes(own(vm, this)?.tail());
    Ok(vm.tuple(vec![tail, vm.int(0)]))
}

/// Only what waits is taken up: a byte order mark is looked for again.
fn setstate(vm: &Vm, this: &Value, state: &Value) -> PyResult<()> {
    let decoder = own(vm, this)?;
    let first = state.as_tuple().and_then(|_| state.tuple_items().first());
    let Some(first) = first else { return Err(vm.type_error("state must be a tuple")) };
    let tail = Buffer::required(vm, first)?.to_vec();
    decoder.reset();
    decoder.set_tail(tail);
    Ok(())
}

pub static INCREMENTAL_DECODER: TypeSpec = TypeSpec {
    name: "_codecs.Decoder",
    operations: Some(ForeignObject::OPERATIONS),
    doc: "Decodes bytes that come in pieces.",
    slots: Slots { new: Some(new), ..Slots::NONE },
    methods: funcs![
        decode "(self, input, errors, final, /)" "";
        reset "(self, /)" "";
        getstate "(self, /)" "";
        setstate "(self, state, /)" "";
    ],
    ..TypeSpec::NONE
};
