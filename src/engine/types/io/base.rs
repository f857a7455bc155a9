//! The classes that all streams derive from. Their methods use nothing but the stream's own methods,
//! so they serve streams written in Python, too.

use std::cell::Cell;

use super::{call0, closed_file, fill, unsupported};
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{GetSet, Rest};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::{Buffer, BytesObject};
use crate::types::exception::{ATTRIBUTE_ERROR, OS_ERROR};
use crate::types::io::Size;

/// What a stream written in Python has of ours.
#[derive(Default)]
pub(super) struct Base {
    closed: Cell<bool>,
    /// A stream of ours lies over this one and closes it.
    pub(super) covered: Cell<bool>,
}

impl Traverse for Base {}

pub(super) fn is_closed(vm: &Vm, this: &Value) -> PyResult<bool> {
    super::attr_truth(vm, this, "closed")
}

fn check_open(vm: &Vm, this: &Value) -> PyResult<()> {
    if is_closed(vm, this)? { Err(closed_file(vm)) } else { Ok(()) }
}

fn check_closed(vm: &Vm, this: &Value) -> PyResult<()> {
    check_open(vm, this)
}

fn closed(_: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(this.foreign::<Base>().is_some_and(|b| b.closed.get())))
}

/// The attributes that a program has added.
fn own_dict(vm: &Vm, this: &Value) -> PyResult {
    let dict = this.header().and_then(|header| vm.instance_dict(header));
    Ok(dict.unwrap_or_else(|| vm.new_dict(crate::object::dict::DictObject::new())))
}

fn flush(vm: &Vm, this: &Value) -> PyResult<()> {
    match this.foreign::<Base>() {
        Some(base) if base.closed.get() => Err(closed_file(vm)),
        _ => Ok(()),
    }
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let base = this.foreign::<Base>();
    if base.is_some_and(|b| b.closed.get()) {
        return Ok(());
    }
    let flushed = call0(vm, this, "flush").map(drop);
    if let Some(base) = base {
        base.closed.set(true);
    }
    flushed
}

fn no(_: &Vm, _: &Value) -> bool {
    false
}

fn isatty(vm: &Vm, this: &Value) -> PyResult<bool> {
    check_open(vm, this).map(|()| false)
}

fn seek(vm: &Vm, _: &Value, _: &Value, _: &Value) -> PyResult {
    Err(unsupported(vm, "seek"))
}

fn tell(vm: &Vm, this: &Value) -> PyResult {
    vm.call_method(this, &vm.intern("seek"), &[vm.int(0), vm.int(1)])
}

fn truncate(vm: &Vm, _: &Value, _: &Value) -> PyResult {
    Err(unsupported(vm, "truncate"))
}

fn fileno(vm: &Vm, _: &Value) -> PyResult {
    Err(unsupported(vm, "fileno"))
}

/// The stream says True, not anything true, that it can do what is needed.
pub(super) fn must_be(vm: &Vm, this: &Value, question: &str) -> PyResult {
    let answer = call0(vm, this, question)?;
    if answer.is(&Value::TRUE) {
        return Ok(answer);
    }
    Err(unsupported(vm, &format!("File or stream is not {question}.")))
}

fn check_seekable(vm: &Vm, this: &Value) -> PyResult {
    must_be(vm, this, "seekable")
}

fn check_readable(vm: &Vm, this: &Value) -> PyResult {
    must_be(vm, this, "readable")
}

fn check_writable(vm: &Vm, this: &Value) -> PyResult {
    must_be(vm, this, "writable")
}

fn enter(vm: &Vm, this: &Value) -> PyResult {
    check_open(vm, this).map(|()| this.clone())
}

fn exit(vm: &Vm, this: &Value, _: Rest) -> PyResult {
    call0(vm, this, "close")
}

fn iter(vm: &Vm, this: &Value) -> PyResult {
    check_open(vm, this).map(|()| this.clone())
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let line = call0(vm, this, "readline")?;
    Ok(if vm.len(&line)? == 0 { None } else { Some(line) })
}

/// How many bytes can be read without going beyond the end of a line: what `peek` shows says it.
fn ahead(vm: &Vm, this: &Value, peek: Option<&Value>, limit: Option<usize>) -> PyResult<usize> {
    let Some(peek) = peek else { return Ok(1) };
    let seen = vm.call(peek, &[vm.int(1)])?;
    let Some(bytes) = seen.get::<BytesObject>() else {
        let class = vm.class(&seen).name();
        let text = format!("peek() should have returned a bytes object, not '{class}'");
        return Err(vm.raise(&OS_ERROR, text));
    };
    let _ = this;
    let seen = &bytes.0;
    let most = limit.unwrap_or(usize::MAX).min(seen.len());
    let window = seen.get(..most).unwrap_or(&[]);
    Ok(memchr::memchr(b'\n', window).map_or(most, |at| at + 1).max(1))
}

fn readline(vm: &Vm, this: &Value, size: Size) -> PyResult {
    let peek = vm.getattr_opt(this, &vm.intern("peek"))?;
    let read = vm.intern("read");
    let mut line = Vec::new();
    while size.limit().is_none_or(|limit| line.len() < limit) {
        let left = size.limit().map(|limit| limit - line.len());
        let count = ahead(vm, this, peek.as_ref(), left)?;
        let part = vm.call_method(this, &read, &[vm.int(count as i64)])?;
        let Some(bytes) = part.get::<BytesObject>() else {
            let class = vm.class(&part).name();
            let text = format!("read() should have returned a bytes object, not '{class}'");
            return Err(vm.raise(&OS_ERROR, text));
        };
        vm.reserve(&mut line, Some(bytes.0.len()))?;
        line.extend_from_slice(&bytes.0);
        if bytes.0.is_empty() || line.last() == Some(&b'\n') {
            break;
        }
    }
    Ok(vm.new_bytes(line))
}

pub(super) fn readlines(vm: &Vm, this: &Value, hint: Size) -> PyResult {
    let iter = vm.iter(this)?;
    let (mut lines, mut length) = (Vec::new(), 0usize);
    while let Some(line) = vm.next(&iter)? {
        length = length.saturating_add(if hint.0 > 0 { vm.len(&line)? } else { 0 });
        vm.push_item(&mut lines, line)?;
        if hint.0 > 0 && length as i64 >= hint.0 {
            break;
        }
    }
    Ok(vm.new_list(lines))
}

fn writelines(vm: &Vm, this: &Value, lines: &Value) -> PyResult<()> {
    check_open(vm, this)?;
    let write = vm.intern("write");
    let iter = vm.iter(lines)?;
    while let Some(line) = vm.next(&iter)? {
        vm.call_method(this, &write, &[line])?;
    }
    Ok(())
}

/// A stream that nobody holds any more is closed.
pub(super) fn finalize(vm: &Vm, this: &Value) {
    if super::text::is_covered(this) {
        return;
    }
    match is_closed(vm, this) {
        Ok(true) => return,
        Ok(false) => {}
        // A stream whose making failed has no state to ask.
        Err(_) => return,
    }
    super::text::set_finalizing(this);
    if let Err(raised) = call0(vm, this, "close") {
        vm.report_unraisable(&raised.0, this);
    }
}

fn new(vm: &Vm, class: &crate::object::types::TypeRef, _: crate::object::native::Args) -> PyResult {
    Ok(vm.new_foreign(class, Base::default()))
}

fn init(_: &Vm, _: &Value, _: crate::object::native::Args) -> PyResult<()> {
    Ok(())
}

const OPEN: u32 = type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK;

pub static IO_BASE: TypeSpec = TypeSpec {
    name: "_io._IOBase",
    operations: Some(ForeignObject::OPERATIONS),
    doc: "The abstract base class for all streams.\n\nMethods that a stream does not support raise UnsupportedOperation.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        iter: Some(iter),
        next: Some(next),
        finalize: Some(finalize),
        ..Slots::NONE
    },
    methods: funcs![
        seek "(self, offset, whence=0, /)" "Move to offset bytes from the start (0), from here (1) or from the end (2); give the new position.";
        tell "(self, /)" "How far into the stream the next operation happens.";
        truncate "(self, size=None, /)" "Truncate file to size bytes.";
        flush "(self, /)" "Flush write buffers, if applicable.";
        close "(self, /)" "Flush and close the IO object.";
        "seekable" = no, "(self, /)", "Return whether object supports random access.";
        "readable" = no, "(self, /)", "Whether reading is allowed.";
        "writable" = no, "(self, /)", "Whether writing is allowed.";
        "_checkClosed" = check_closed, "(self, /)", "";
        "_checkSeekable" = check_seekable, "(self, /)", "";
        "_checkReadable" = check_readable, "(self, /)", "";
        "_checkWritable" = check_writable, "(self, /)", "";
        fileno "(self, /)" "The system's number of the file; UnsupportedOperation where there is none.";
        isatty "(self, /)" "Whether somebody sits at the other end: a terminal.";
        "__enter__" = enter, "(self, /)", "";
        "__exit__" = exit, "(self, /, *exc)", "";
        readline "(self, size=-1, /)" "Read up to and with the next newline, size bytes at most.";
        readlines "(self, hint=-1, /)" "Read lines into a list until the end, or until they have hint bytes together.";
        writelines "(self, lines, /)" "Write the strings of an iterable one after another, adding nothing.";
    ],
    getset: &[
        GetSet { name: "closed", doc: "", get: closed, set: None },
        GetSet { name: "__dict__", doc: "", get: own_dict, set: None },
    ],
    flags: OPEN,
    ..TypeSpec::NONE
};

// ---- raw ---------------------------------------------------------------------------------------

fn raw_read(vm: &Vm, this: &Value, size: i64) -> PyResult {
    if size < 0 {
        return call0(vm, this, "readall");
    }
    let target = vm.new_bytearray(super::zeros(vm, size as usize)?);
    let count = vm.call_method(this, &vm.intern("readinto"), std::slice::from_ref(&target))?;
    if count.is_none() {
        return Ok(count);
    }
    let count = vm.index_i64(&count)?;
    let buffer = Buffer::required(vm, &target)?;
    match usize::try_from(count).ok().and_then(|n| buffer.get(..n)) {
        Some(bytes) => Ok(vm.new_bytes(bytes.to_vec())),
        None => Err(vm.value_error(format!(
            "readinto returned {count} outside buffer size {}",
            buffer.len()
        ))),
    }
}

fn readall(vm: &Vm, this: &Value) -> PyResult {
    let (read, size) = (vm.intern("read"), vm.int(super::BUFFER_SIZE as i64));
    let mut all = Vec::new();
    loop {
        let part = vm.call_method(this, &read, std::slice::from_ref(&size))?;
        if part.is_none() {
            return Ok(if all.is_empty() { part } else { vm.new_bytes(all) });
        }
        let Some(bytes) = part.get::<BytesObject>() else {
            return Err(vm.type_error("read() should return bytes"));
        };
        if bytes.0.is_empty() {
            return Ok(vm.new_bytes(all));
        }
        vm.reserve(&mut all, Some(bytes.0.len()))?;
        all.extend_from_slice(&bytes.0);
    }
}

/// A method that a class for raw streams must bring along.
fn missing(vm: &Vm, _: &Value, _: &Value) -> PyResult {
    Err(Raised(
        vm.new_exception(&vm.ty(&crate::types::exception::NOT_IMPLEMENTED_ERROR), Vec::new()),
    ))
}

pub static RAW_IO_BASE: TypeSpec = TypeSpec {
    name: "_io._RawIOBase",
    base: Some(&IO_BASE),
    doc: "The root of streams of bytes that pass every call on to the system.",
    methods: funcs![
        "read" = raw_read, "(self, size=-1, /)", "Read up to that many bytes.";
        readall "(self, /)" "Read again and again until the end comes.";
        "readinto" = missing, "(self, buffer, /)", "";
        "write" = missing, "(self, bytes, /)", "";
    ],
    flags: OPEN,
    ..TypeSpec::NONE
};

// ---- buffered ----------------------------------------------------------------------------------

fn no_detach(vm: &Vm, _: &Value) -> PyResult {
    Err(unsupported(vm, "detach"))
}

fn no_read(vm: &Vm, _: &Value, _: &Value) -> PyResult {
    Err(unsupported(vm, "read"))
}

fn no_read1(vm: &Vm, _: &Value, _: &Value) -> PyResult {
    Err(unsupported(vm, "read1"))
}

fn no_write(vm: &Vm, _: &Value, _: &Value) -> PyResult {
    Err(unsupported(vm, "write"))
}

fn read_through(vm: &Vm, this: &Value, target: &Value, method: &str) -> PyResult<usize> {
    let shown = if method == "read" { "readinto() argument" } else { "readinto1() argument" };
    let count = fill(vm, target, shown, |room| {
        let part = vm.call_method(this, &vm.intern(method), &[vm.int(room as i64)])?;
        let Some(bytes) = part.get::<BytesObject>() else {
            return Err(vm.type_error("read() should return bytes"));
        };
        let len = bytes.0.len();
        if len > room {
            return Err(vm.value_error(format!(
                "read() returned too much data: {room} bytes requested, {len} returned"
            )));
        }
        Ok(Some(bytes.0.to_vec()))
    })?;
    Ok(count.unwrap_or(0))
}

fn buffered_readinto(vm: &Vm, this: &Value, target: &Value) -> PyResult<usize> {
    read_through(vm, this, target, "read")
}

fn buffered_readinto1(vm: &Vm, this: &Value, target: &Value) -> PyResult<usize> {
    read_through(vm, this, target, "read1")
}

pub static BUFFERED_IO_BASE: TypeSpec = TypeSpec {
    name: "_io._BufferedIOBase",
    base: Some(&IO_BASE),
    doc: "Base class for buffered IO objects.",
    methods: funcs![
        "detach" = no_detach, "(self, /)", "Give the lower stream away; this object is of no use afterwards.";
        "read" = no_read, "(self, size=-1, /)", "Read n bytes or fewer; everything if n is negative.";
        "read1" = no_read1, "(self, size=-1, /)", "Read size bytes or fewer, asking the lower stream once at most.";
        "readinto" = buffered_readinto, "(self, buffer, /)", "";
        "readinto1" = buffered_readinto1, "(self, buffer, /)", "";
        "write" = no_write, "(self, b, /)", "Write bytes; say how many were taken.";
    ],
    flags: OPEN,
    ..TypeSpec::NONE
};

// ---- text --------------------------------------------------------------------------------------

fn no_readline(vm: &Vm, _: &Value, _: &Value) -> PyResult {
    Err(unsupported(vm, "readline"))
}

pub static TEXT_IO_BASE: TypeSpec = TypeSpec {
    name: "_io._TextIOBase",
    base: Some(&IO_BASE),
    doc: "Base class for text I/O.",
    methods: funcs![
        "detach" = no_detach, "(self, /)", "Give the stream of bytes away; this object is of no use afterwards.";
        "read" = no_read, "(self, size=-1, /)", "Read and return at most size characters from stream.";
        "readline" = no_readline, "(self, size=-1, /)", "Read until newline or EOF.";
        "write" = no_write, "(self, s, /)", "Write string s to stream.";
    ],
    getset: &[
        GetSet { name: "encoding", doc: "", get: |_, _| Ok(Value::NONE), set: None },
        GetSet { name: "newlines", doc: "", get: |_, _| Ok(Value::NONE), set: None },
        GetSet { name: "errors", doc: "", get: |_, _| Ok(Value::NONE), set: None },
    ],
    flags: OPEN,
    ..TypeSpec::NONE
};

/// Whether an attribute is simply not there.
pub(super) fn is_missing(vm: &Vm, raised: &Raised) -> bool {
    vm.is_exception(&raised.0, &ATTRIBUTE_ERROR)
}
