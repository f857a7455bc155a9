//! `BufferedReader`, `BufferedWriter` and `BufferedRandom`: the Python faces of a buffer over a raw
//! stream.

use super::base::{BUFFERED_IO_BASE, is_missing, must_be};
use super::buffered::Buffered;
use super::file_type::shown_class;
use super::{Size, both, call0, copied, fill, is_exact, unsupported};
use crate::funcs;
use crate::object::native::{Args, GetSet, Maybe, Signature};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

pub(super) fn buffered<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Buffered> {
    this.foreign::<Buffered>().ok_or_else(|| vm.wrong_self(this, "_io._Buffered"))
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, Buffered::default()))
}

/// Puts the buffer over a raw stream, of which `needs` are asked for.
pub(super) fn start(vm: &Vm, this: &Value, raw: &Value, size: i64, needs: &[&str]) -> PyResult<()> {
    let own = buffered(vm, this)?;
    own.set_raw(Value::UNBOUND);
    own.detached.set(false);
    for need in needs {
        must_be(vm, raw, need)?;
    }
    let Some(size) = usize::try_from(size).ok().filter(|size| *size > 0) else {
        return Err(vm.value_error("buffer size must be strictly positive"));
    };
    if !vm.heap.allows(size) {
        return Err(vm.memory_error());
    }
    own.size.set(size);
    own.forget();
    own.set_raw(raw.clone());
    Ok(())
}

fn init(vm: &Vm, this: &Value, args: Args, name: &str, needs: &[&str]) -> PyResult<()> {
    let bound = Signature::parse("(raw, buffer_size=8192)").bind(vm, name, args)?;
    let [raw, size] = bound.as_slice() else { return Ok(()) };
    start(vm, this, raw, vm.index_i64(size)?, needs)
}

pub(super) const READER: &[&str] = &["readable"];
pub(super) const WRITER: &[&str] = &["writable"];
pub(super) const RANDOM: &[&str] = &["seekable", "readable", "writable"];

fn init_reader(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    init(vm, this, args, "BufferedReader", READER)
}

fn init_writer(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    init(vm, this, args, "BufferedWriter", WRITER)
}

fn init_random(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    init(vm, this, args, "BufferedRandom", RANDOM)
}

fn bytes_or_none(vm: &Vm, bytes: Option<Vec<u8>>) -> Value {
    bytes.map_or(Value::NONE, |bytes| vm.new_bytes(bytes))
}

fn read(vm: &Vm, this: &Value, size: Size) -> PyResult {
    let own = buffered(vm, this)?;
    if size.0 < -1 {
        return Err(vm.value_error("read length must be non-negative or -1"));
    }
    let bytes = match size.limit() {
        Some(count) => own.read(vm, count)?,
        None => own.read_all(vm)?,
    };
    Ok(bytes_or_none(vm, bytes))
}

fn read1(vm: &Vm, this: &Value, size: i64) -> PyResult {
    let bytes = buffered(vm, this)?.read1(vm, usize::try_from(size).ok())?;
    Ok(vm.new_bytes(bytes))
}

fn peek(vm: &Vm, this: &Value, _size: i64) -> PyResult {
    Ok(vm.new_bytes(buffered(vm, this)?.peek(vm)?))
}

fn readline(vm: &Vm, this: &Value, size: Size) -> PyResult {
    Ok(vm.new_bytes(buffered(vm, this)?.readline(vm, size.limit())?))
}

fn readinto(vm: &Vm, this: &Value, target: &Value) -> PyResult {
    let own = buffered(vm, this)?;
    let count = fill(vm, target, "readinto() argument", |room| own.read(vm, room))?;
    Ok(count.map_or(Value::NONE, |count| vm.int(count as i64)))
}

fn readinto1(vm: &Vm, this: &Value, target: &Value) -> PyResult<usize> {
    let own = buffered(vm, this)?;
    let read = |room| own.read1(vm, Some(room)).map(Some);
    Ok(fill(vm, target, "readinto1() argument", read)?.unwrap_or(0))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    if is_exact(vm, this) {
        let line = buffered(vm, this)?.readline(vm, None)?;
        return Ok(if line.is_empty() { None } else { Some(vm.new_bytes(line)) });
    }
    let line = call0(vm, this, "readline")?;
    Ok(if vm.len(&line)? == 0 { None } else { Some(line) })
}

fn write(vm: &Vm, this: &Value, bytes: &Value) -> PyResult<usize> {
    let own = buffered(vm, this)?;
    own.raw(vm)?;
    let bytes = copied(vm, bytes)?;
    own.write(vm, &bytes)?;
    Ok(bytes.len())
}

fn flush(vm: &Vm, this: &Value) -> PyResult<()> {
    buffered(vm, this)?.settle(vm, "flush of")
}

/// A reader has nothing of its own to flush.
fn simple_flush(vm: &Vm, this: &Value) -> PyResult {
    call0(vm, &buffered(vm, this)?.raw(vm)?, "flush")
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let own = buffered(vm, this)?;
    if own.is_closed(vm)? {
        return Ok(());
    }
    let raw = own.raw(vm)?;
    if own.finalizing.get() {
        let _ = vm.call_method(&raw, &vm.intern("_dealloc_warn"), std::slice::from_ref(this));
    }
    let flushed = call0(vm, this, "flush").map(drop);
    both(flushed, call0(vm, &raw, "close").map(drop))
}

fn detach(vm: &Vm, this: &Value) -> PyResult {
    let own = buffered(vm, this)?;
    own.raw(vm)?;
    call0(vm, this, "flush")?;
    let raw = own.raw(vm)?;
    own.detached.set(true);
    own.set_raw(Value::UNBOUND);
    super::standard::release(&raw);
    Ok(raw)
}

fn seek(vm: &Vm, this: &Value, target: &Value, whence: i64) -> PyResult<i64> {
    let own = buffered(vm, this)?;
    if !(0..=4).contains(&whence) {
        own.raw(vm)?;
        return Err(vm.value_error(format!("whence value {whence} unsupported")));
    }
    let raw = own.open_raw(vm, "seek of")?;
    must_be(vm, &raw, "seekable")?;
    let target = vm.index_i64(target)?;
    own.seek(vm, target, whence).map(|at| at as i64)
}

fn tell(vm: &Vm, this: &Value) -> PyResult<i64> {
    buffered(vm, this)?.tell(vm).map(|at| at as i64)
}

fn truncate(vm: &Vm, this: &Value, size: &Value) -> PyResult {
    let own = buffered(vm, this)?;
    let raw = own.open_raw(vm, "truncate of")?;
    if !super::ask(vm, &raw, "writable")? {
        return Err(unsupported(vm, "truncate"));
    }
    own.settle(vm, "truncate of")?;
    vm.call_method(&raw, &vm.intern("truncate"), std::slice::from_ref(size))
}

macro_rules! of_raw {
    ($($name:ident)*) => {
        $(fn $name(vm: &Vm, this: &Value) -> PyResult {
            call0(vm, &buffered(vm, this)?.raw(vm)?, stringify!($name))
        })*
    };
}

of_raw!(seekable readable writable fileno isatty);

fn dealloc_warn(vm: &Vm, this: &Value, source: &Value) -> PyResult<()> {
    if let Some(raw) = buffered(vm, this)?.raw.bound() {
        // Who goes without the warning is no error here.
        let _ = vm.call_method(&raw, &vm.intern("_dealloc_warn"), std::slice::from_ref(source));
    }
    Ok(())
}

fn reduce(vm: &Vm, this: &Value, _: Maybe) -> PyResult {
    let class = vm.class(this).name();
    Err(vm.type_error(format!("cannot pickle '{class}' instances")))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let class = shown_class(vm, this);
    let name = match vm.getattr(this, &vm.names().name) {
        Ok(name) => name,
        Err(raised) if is_missing(vm, &raised) || vm.is_exception(&raised.0, &VALUE_ERROR) => {
            return Ok(vm.str(&format!("<{class}>")));
        }
        Err(raised) => return Err(raised),
    };
    let Some(_mark) = vm.enter_repr(this) else {
        return Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")));
    };
    Ok(vm.str(&format!("<{class} name={}>", vm.repr_text(&name)?)))
}

use crate::types::exception::VALUE_ERROR;

fn raw_attr(vm: &Vm, this: &Value, name: &str) -> PyResult {
    vm.getattr(&buffered(vm, this)?.raw(vm)?, &vm.intern(name))
}

const ATTRIBUTES: &[GetSet] = &[
    GetSet {
        name: "raw",
        doc: "",
        get: |vm, this| Ok(buffered(vm, this)?.raw.bound().unwrap_or(Value::NONE)),
        set: None,
    },
    GetSet {
        name: "closed",
        doc: "",
        get: |vm, this| buffered(vm, this)?.is_closed(vm).map(Value::bool),
        set: None,
    },
    GetSet { name: "name", doc: "", get: |vm, this| raw_attr(vm, this, "name"), set: None },
    GetSet { name: "mode", doc: "", get: |vm, this| raw_attr(vm, this, "mode"), set: None },
    GetSet {
        name: "_finalizing",
        doc: "",
        get: |vm, this| Ok(Value::bool(buffered(vm, this)?.finalizing.get())),
        set: Some(|vm, this, value| {
            let on = value.map_or(Ok(false), |value| vm.truth(value))?;
            buffered(vm, this)?.finalizing.set(on);
            Ok(())
        }),
    },
];

const OPEN: u32 = type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK;

pub static BUFFERED_READER: TypeSpec = TypeSpec {
    name: "_io.BufferedReader",
    base: Some(&BUFFERED_IO_BASE),
    doc: "Reads ahead from a raw stream, so that small reads are cheap.",
    slots: Slots {
        new: Some(new),
        init: Some(init_reader),
        repr: Some(repr),
        next: Some(next),
        ..Slots::NONE
    },
    methods: funcs![
        detach "(self, /)" "Give the lower stream away; this object is of no use afterwards.";
        "flush" = simple_flush, "(self, /)", "";
        close "(self, /)" "Flush and close the stream.";
        seekable "(self, /)" "";
        readable "(self, /)" "";
        fileno "(self, /)" "";
        isatty "(self, /)" "";
        "_dealloc_warn" = dealloc_warn, "(self, source, /)", "";
        read "(self, size=-1, /)" "Read size bytes or fewer; everything if size is None or negative.";
        peek "(self, size=0, /)" "Return buffered bytes without advancing the position.";
        read1 "(self, size=-1, /)" "Read size bytes or fewer, asking the lower stream once at most.";
        readinto "(self, buffer, /)" "";
        readinto1 "(self, buffer, /)" "";
        readline "(self, size=-1, /)" "Read up to and with the next newline, size bytes at most.";
        seek "(self, target, whence=0, /)" "Move to offset bytes from the start (0), from here (1) or from the end (2); give the new position.";
        tell "(self, /)" "How far into the stream the next operation happens.";
        truncate "(self, pos=None, /)" "Truncate the file to pos bytes.";
        "__reduce__" = reduce, "(self, protocol=missing, /)", "";
        "__reduce_ex__" = reduce, "(self, protocol=missing, /)", "";
    ],
    getset: ATTRIBUTES,
    flags: OPEN,
    ..TypeSpec::NONE
};

pub static BUFFERED_WRITER: TypeSpec = TypeSpec {
    name: "_io.BufferedWriter",
    base: Some(&BUFFERED_IO_BASE),
    doc: "Collects what is written and passes it to a raw stream in large pieces.",
    slots: Slots { new: Some(new), init: Some(init_writer), repr: Some(repr), ..Slots::NONE },
    methods: funcs![
        close "(self, /)" "Flush and close the stream.";
        detach "(self, /)" "Give the lower stream away; this object is of no use afterwards.";
        seekable "(self, /)" "";
        writable "(self, /)" "";
        fileno "(self, /)" "";
        isatty "(self, /)" "";
        "_dealloc_warn" = dealloc_warn, "(self, source, /)", "";
        write "(self, buffer, /)" "Write the bytes; they may stay in the buffer.";
        truncate "(self, pos=None, /)" "Truncate the file to pos bytes.";
        flush "(self, /)" "Write out what is buffered.";
        seek "(self, target, whence=0, /)" "Move to offset bytes from the start (0), from here (1) or from the end (2); give the new position.";
        tell "(self, /)" "How far into the stream the next operation happens.";
        "__reduce__" = reduce, "(self, protocol=missing, /)", "";
        "__reduce_ex__" = reduce, "(self, protocol=missing, /)", "";
    ],
    getset: ATTRIBUTES,
    flags: OPEN,
    ..TypeSpec::NONE
};

pub static BUFFERED_RANDOM: TypeSpec = TypeSpec {
    name: "_io.BufferedRandom",
    base: Some(&BUFFERED_IO_BASE),
    doc: "Reads ahead and collects what is written, over a raw stream with a position.",
    slots: Slots {
        new: Some(new),
        init: Some(init_random),
        repr: Some(repr),
        next: Some(next),
        ..Slots::NONE
    },
    methods: funcs![
        close "(self, /)" "Flush and close the stream.";
        detach "(self, /)" "Give the lower stream away; this object is of no use afterwards.";
        seekable "(self, /)" "";
        readable "(self, /)" "";
        writable "(self, /)" "";
        fileno "(self, /)" "";
        isatty "(self, /)" "";
        "_dealloc_warn" = dealloc_warn, "(self, source, /)", "";
        flush "(self, /)" "Write out what is buffered.";
        seek "(self, target, whence=0, /)" "Move to offset bytes from the start (0), from here (1) or from the end (2); give the new position.";
        tell "(self, /)" "How far into the stream the next operation happens.";
        truncate "(self, pos=None, /)" "Truncate the file to pos bytes.";
        read "(self, size=-1, /)" "Read size bytes or fewer; everything if size is None or negative.";
        read1 "(self, size=-1, /)" "Read size bytes or fewer, asking the lower stream once at most.";
        readinto "(self, buffer, /)" "";
        readinto1 "(self, buffer, /)" "";
        readline "(self, size=-1, /)" "Read up to and with the next newline, size bytes at most.";
        peek "(self, size=0, /)" "Return buffered bytes without advancing the position.";
        write "(self, buffer, /)" "Write the bytes; they may stay in the buffer.";
        "__reduce__" = reduce, "(self, protocol=missing, /)", "";
        "__reduce_ex__" = reduce, "(self, protocol=missing, /)", "";
    ],
    getset: ATTRIBUTES,
    flags: OPEN,
    ..TypeSpec::NONE
};

/// A buffer of the given type over a raw stream, made without asking that stream.
pub(super) fn over(vm: &Vm, spec: &'static TypeSpec, raw: &Value, size: usize) -> PyResult {
    let this = vm.new_foreign(&vm.ty(spec), Buffered::default());
    let own = buffered(vm, &this)?;
    own.size.set(size.max(1));
    own.set_raw(raw.clone());
    Ok(this)
}
