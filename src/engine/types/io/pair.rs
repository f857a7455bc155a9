//! `BufferedRWPair`: a reader and a writer as one stream.

use super::base::{BUFFERED_IO_BASE, must_be};
use super::buffered_types::{BUFFERED_READER, BUFFERED_WRITER, READER, WRITER};
use super::file_type::uninitialized;
use super::{both, call0};
use crate::funcs;
use crate::object::header::Traverse;
use crate::object::native::{Args, GetSet, Rest, Signature};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;

/// Both halves; unbound before they are made.
struct Pair {
    reader: Var,
    writer: Var,
}

impl Traverse for Pair {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.reader.visit(visit);
        self.writer.visit(visit);
    }

    fn clear(&self) {
        self.reader.set(Value::UNBOUND);
        self.writer.set(Value::UNBOUND);
    }
}

fn pair<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Pair> {
    this.foreign::<Pair>().ok_or_else(|| vm.wrong_self(this, "_io.BufferedRWPair"))
}

fn reader(vm: &Vm, this: &Value) -> PyResult {
    pair(vm, this)?.reader.bound().ok_or_else(|| uninitialized(vm))
}

fn writer(vm: &Vm, this: &Value) -> PyResult {
    pair(vm, this)?.writer.bound().ok_or_else(|| uninitialized(vm))
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, Pair { reader: Var::unbound(), writer: Var::unbound() }))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse("(reader, writer, buffer_size=8192, /)");
    let bound = signature.bind(vm, "BufferedRWPair", args)?;
    let [from, to, size] = bound.as_slice() else { return Ok(()) };
    must_be(vm, from, READER[0])?;
    must_be(vm, to, WRITER[0])?;
    let half = |spec, raw: &Value| vm.call(vm.ty(spec).value(), &[raw.clone(), size.clone()]);
    let own = pair(vm, this)?;
    own.reader.set(half(&BUFFERED_READER, from)?);
    own.writer.set(half(&BUFFERED_WRITER, to)?);
    Ok(())
}

macro_rules! passed_on {
    ($half:ident: $($name:ident)*) => {
        $(fn $name(vm: &Vm, this: &Value, args: Rest) -> PyResult {
            vm.call_method(&$half(vm, this)?, &vm.intern(stringify!($name)), args.0)
        })*
    };
}

passed_on!(reader: read peek read1 readinto readinto1 readable);
passed_on!(writer: write flush writable);

fn isatty(vm: &Vm, this: &Value) -> PyResult {
    let of_writer = call0(vm, &writer(vm, this)?, "isatty")?;
    if !of_writer.is(&Value::FALSE) {
        return Ok(of_writer);
    }
    call0(vm, &reader(vm, this)?, "isatty")
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let first = writer(vm, this).and_then(|writer| call0(vm, &writer, "close")).map(drop);
    let second = reader(vm, this).and_then(|reader| call0(vm, &reader, "close")).map(drop);
    both(first, second)
}

fn closed(vm: &Vm, this: &Value) -> PyResult {
    vm.getattr(&writer(vm, this)?, &vm.intern("closed"))
}

pub static BUFFERED_PAIR: TypeSpec = TypeSpec {
    name: "_io.BufferedRWPair",
    base: Some(&BUFFERED_IO_BASE),
    doc: "A stream to read from and one to write to behind one object, such as two pipes.",
    slots: Slots { new: Some(new), init: Some(init), ..Slots::NONE },
    methods: funcs![
        read "(self, /, *args)" "";
        peek "(self, /, *args)" "";
        read1 "(self, /, *args)" "";
        readinto "(self, /, *args)" "";
        readinto1 "(self, /, *args)" "";
        write "(self, /, *args)" "";
        flush "(self, /, *args)" "";
        readable "(self, /, *args)" "";
        writable "(self, /, *args)" "";
        close "(self, /)" "";
        isatty "(self, /)" "";
    ],
    getset: &[GetSet { name: "closed", doc: "", get: closed, set: None }],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};
