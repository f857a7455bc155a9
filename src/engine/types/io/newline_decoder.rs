//! `IncrementalNewlineDecoder`: ends of lines of text that comes piece by piece.

use std::cell::{Cell, RefCell};

use super::newline::{Ends, kinds};
use super::text_type::newlines_of;
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;

struct NewlineDecoder {
    /// Makes text of bytes; None where the pieces are text already, unbound before it is made.
    decoder: Var,
    translate: Cell<bool>,
    errors: RefCell<String>,
    pending: Cell<bool>,
    seen: Cell<u8>,
}

impl Traverse for NewlineDecoder {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.decoder.visit(visit);
    }

    fn clear(&self) {
        self.decoder.set(Value::UNBOUND);
    }
}

fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a NewlineDecoder> {
    let found = this.foreign::<NewlineDecoder>();
    let own = found.ok_or_else(|| vm.wrong_self(this, "_io.IncrementalNewlineDecoder"))?;
    if own.decoder.is_unbound() {
        return Err(vm.value_error("IncrementalNewlineDecoder.__init__() not called"));
    }
    Ok(own)
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(
        class,
        NewlineDecoder {
            decoder: Var::unbound(),
            translate: Cell::new(false),
            errors: RefCell::new("strict".to_owned()),
            pending: Cell::new(false),
            seen: Cell::new(0),
        },
    ))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse("(decoder, translate, errors='strict')");
    let bound = signature.bind(vm, "IncrementalNewlineDecoder", args)?;
    let [decoder, translate, errors] = bound.as_slice() else { return Ok(()) };
    let translate = vm.truth(translate)?;
    if let Some(own) = this.foreign::<NewlineDecoder>() {
        own.translate.set(translate);
        own.pending.set(false);
        own.seen.set(0);
        *own.errors.borrow_mut() = errors.to_text();
        own.decoder.set(decoder.clone());
    }
    Ok(())
}

fn decode(vm: &Vm, this: &Value, input: &Value, last: bool) -> PyResult {
    let own = own(vm, this)?;
    let decoder = own.decoder.get();
    let decoded = match decoder.is_none() {
        true => input.clone(),
        false => {
            let args = [input.clone(), Value::bool(last)];
            vm.call_method(&decoder, &vm.intern("decode"), &args)?
        }
    };
    let Some(text) = decoded.as_str_object() else {
        let class = vm.class(&decoded).full_name();
        let text = format!("decoder should return a string result, not '{class}'");
        return Err(vm.type_error(text));
    };
    let mut bytes = text.as_bytes().to_vec();
    if own.pending.get() && (last || !bytes.is_empty()) {
        bytes.insert(0, b'\r');
        own.pending.set(false);
    }
    // Half of a line's end waits for the other half.
    if !last && bytes.last() == Some(&b'\r') {
        bytes.pop();
        own.pending.set(true);
    }
    own.seen.set(own.seen.get() | kinds(&bytes, false, true).0);
    let ends = if own.translate.get() { Ends::Translated } else { Ends::Any };
    Ok(vm.str_wtf8(&ends.read(&bytes)))
}

fn getstate(vm: &Vm, this: &Value) -> PyResult {
    let own = own(vm, this)?;
    let decoder = own.decoder.get();
    let (buffer, flags) = if decoder.is_none() {
        (vm.new_bytes(Vec::new()), 0)
    } else {
        let state = super::call0(vm, &decoder, "getstate")?;
        match state.tuple_items_checked() {
            Some([buffer, flags]) => (buffer.clone(), vm.index_i64(flags)?),
            _ => return Err(vm.type_error("illegal decoder state")),
        }
    };
    let flags = flags << 1 | i64::from(own.pending.get());
    Ok(vm.tuple(vec![buffer, vm.int(flags)]))
}

fn setstate(vm: &Vm, this: &Value, state: &Value) -> PyResult<()> {
    let own = own(vm, this)?;
    let Some([buffer, flags]) = state.tuple_items_checked() else {
        return Err(vm.type_error("state argument must be a tuple"));
    };
    let flags = vm.index_i64(flags)?;
    own.pending.set(flags & 1 != 0);
    let decoder = own.decoder.get();
    if decoder.is_none() {
        return Ok(());
    }
    let state = vm.tuple(vec![buffer.clone(), vm.int(flags >> 1)]);
    vm.call_method(&decoder, &vm.intern("setstate"), &[state]).map(drop)
}

fn reset(vm: &Vm, this: &Value) -> PyResult<()> {
    let own = own(vm, this)?;
    own.seen.set(0);
    own.pending.set(false);
    let decoder = own.decoder.get();
    if decoder.is_none() { Ok(()) } else { super::call0(vm, &decoder, "reset").map(drop) }
}

trait Pair {
    fn tuple_items_checked(&self) -> Option<&[Value]>;
}

impl Pair for Value {
    fn tuple_items_checked(&self) -> Option<&[Value]> {
        self.as_tuple().map(|_| self.tuple_items())
    }
}

pub static NEWLINE_DECODER: TypeSpec = TypeSpec {
    name: "_io.IncrementalNewlineDecoder",
    operations: Some(ForeignObject::OPERATIONS),
    doc: "Turns '\\r\\n' and '\\r' into '\\n' and remembers which of them it saw.",
    slots: Slots { new: Some(new), init: Some(init), ..Slots::NONE },
    methods: funcs![
        decode "(self, input, final=False)" "";
        getstate "(self, /)" "";
        setstate "(self, state, /)" "";
        reset "(self, /)" "";
    ],
    getset: &[GetSet {
        name: "newlines",
        doc: "",
        get: |vm, this| Ok(newlines_of(vm, own(vm, this)?.seen.get())),
        set: None,
    }],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};
