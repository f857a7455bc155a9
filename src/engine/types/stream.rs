//! The standard output streams, `sys.stdout` and `sys.stderr`: text in, bytes to the host. Files and
//! other streams are not here.

use std::cell::{Cell, RefCell};

use crate::funcs;
use crate::host::Stream;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{GetSet, Rest};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::string::{StrObject, push_wtf8};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::{ByteArrayObject, BytesObject};
use crate::types::exception::{OS_ERROR, UNICODE_ENCODE_ERROR};

/// The state of a standard stream.
pub struct TextStream {
    stream: Stream,
    /// Bytes not yet given to the host.
    buffer: RefCell<Vec<u8>>,
    line_buffered: Cell<bool>,
    /// Every write goes out at once.
    unbuffered: Cell<bool>,
    /// The buffer holds the end of a line.
    newline: Cell<bool>,
    closed: Cell<bool>,
}

impl Traverse for TextStream {}

/// More bytes than this are not kept.
const BUFFER: usize = 8192;

impl TextStream {
    fn new(stream: Stream, line_buffered: bool) -> TextStream {
        TextStream {
            stream,
            buffer: RefCell::default(),
            line_buffered: Cell::new(line_buffered),
            unbuffered: Cell::new(false),
            newline: Cell::new(false),
            closed: Cell::new(false),
        }
    }

    fn name(&self) -> &'static str {
        match self.stream {
            Stream::Stdout => "<stdout>",
            Stream::Stderr => "<stderr>",
        }
    }

    fn errors(&self) -> &'static str {
        match self.stream {
            Stream::Stdout => "strict",
            Stream::Stderr => "backslashreplace",
        }
    }

    /// Takes text (a str) into the buffer. `settle` is to follow.
    pub fn put(&self, vm: &Vm, text: &Value) -> PyResult<()> {
        self.check_open(vm)?;
        let Some(own) = text.as_str_object() else { return Ok(()) };
        let mut buffer = self.buffer.borrow_mut();
        if own.has_surrogates() {
            if self.stream == Stream::Stdout {
                drop(buffer);
                return Err(not_encodable(vm, text, own));
            }
            own.code_points().for_each(|point| match point {
                0xd800..0xe000 => buffer.extend_from_slice(format!("\\u{point:04x}").as_bytes()),
                _ => push_wtf8(&mut buffer, point),
            });
        } else {
            vm.reserve(&mut buffer, Some(own.as_bytes().len()))?;
            buffer.extend_from_slice(own.as_bytes());
        }
        if self.line_buffered.get() && memchr::memchr2(b'\n', b'\r', own.as_bytes()).is_some() {
            self.newline.set(true);
        }
        let full = buffer.len() >= BUFFER * 8;
        drop(buffer);
        if full { self.flush(vm) } else { Ok(()) }
    }

    /// Gives the buffer to the host if it is full or, with line buffering, a line is.
    pub fn settle(&self, vm: &Vm) -> PyResult<()> {
        if self.newline.get() || self.unbuffered.get() || self.buffer.borrow().len() >= BUFFER {
            return self.flush(vm);
        }
        Ok(())
    }

    /// Gives the buffer to the host.
    pub fn flush(&self, vm: &Vm) -> PyResult<()> {
        self.check_open(vm)?;
        let bytes = self.buffer.take();
        self.newline.set(false);
        if bytes.is_empty() {
            return Ok(());
        }
        self.write_bytes(vm, &bytes)
    }

    fn write_bytes(&self, vm: &Vm, bytes: &[u8]) -> PyResult<()> {
        vm.host.write(self.stream, bytes).map_err(|error| {
            let errno = vm.int(i64::from(error.raw_os_error().unwrap_or(0)));
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or_default();
            Raised(vm.new_exception(&vm.ty(&OS_ERROR), vec![errno, vm.str(text)]))
        })
    }

    fn check_open(&self, vm: &Vm) -> PyResult<()> {
        match self.closed.get() {
            true => Err(vm.value_error("I/O operation on closed file.")),
            false => Ok(()),
        }
    }
}

#[cold]
fn not_encodable(vm: &Vm, text: &Value, own: &StrObject) -> Raised {
    let is_surrogate = |p: &u32| (0xd800..0xe000).contains(p);
    let start = own.code_points().position(|p| is_surrogate(&p)).unwrap_or(0);
    let count = own.code_points().skip(start).take_while(is_surrogate).count();
    let (start, end) = (vm.int(start as i64), vm.int((start + count) as i64));
    let reason = vm.str("surrogates not allowed");
    let args = vec![vm.str("utf-8"), text.clone(), start, end, reason];
    let class = vm.ty(&UNICODE_ENCODE_ERROR);
    match vm.call(class.value(), &args) {
        Ok(exception) => Raised(exception),
        Err(raised) => raised,
    }
}

/// The two streams of an interpreter.
struct StandardStreams {
    stdout: Value,
    stderr: Value,
}

impl Vm {
    /// The stream object that `sys.stdout` or `sys.stderr` is at the start.
    pub fn standard_stream(&self, stream: Stream) -> Value {
        let streams = self.extra(|| {
            let ty = self.ty(&TEXT_STREAM);
            let new = |stream, line_buffered| {
                self.new_foreign(&ty, TextStream::new(stream, line_buffered))
            };
            StandardStreams {
                stdout: new(Stream::Stdout, self.host.is_terminal(Stream::Stdout)),
                stderr: new(Stream::Stderr, true),
            }
        });
        match stream {
            Stream::Stdout => streams.stdout.clone(),
            Stream::Stderr => streams.stderr.clone(),
        }
    }

    /// Has the standard streams give every write to the host at once.
    pub fn unbuffer_streams(&self) {
        for stream in [Stream::Stdout, Stream::Stderr] {
            if let Some(own) = self.standard_stream(stream).foreign::<TextStream>() {
                own.unbuffered.set(true);
            }
        }
    }

    /// Gives everything written to the host: at the end, and before a process is born or replaced.
    pub fn flush_streams(&self) -> PyResult<()> {
        for stream in [Stream::Stdout, Stream::Stderr] {
            let value = self.standard_stream(stream);
            if let Some(own) = value.foreign::<TextStream>()
                && !own.closed.get()
            {
                own.flush(self)?;
            }
        }
        Ok(())
    }
}

fn stream<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a TextStream> {
    this.foreign::<TextStream>().ok_or_else(|| vm.wrong_self(this, "_io.TextIOWrapper"))
}

fn write(vm: &Vm, this: &Value, text: &Value) -> PyResult<usize> {
    let own = stream(vm, this)?;
    let Some(object) = text.as_str_object() else {
        let class = vm.class(text).name();
        return Err(vm.type_error(format!("write() argument must be str, not {class}")));
    };
    own.put(vm, text)?;
    own.settle(vm)?;
    Ok(object.chars())
}

fn writelines(vm: &Vm, this: &Value, lines: &Value) -> PyResult<()> {
    stream(vm, this)?.check_open(vm)?;
    let iter = vm.iter(lines)?;
    while let Some(line) = vm.next(&iter)? {
        write(vm, this, &line)?;
    }
    Ok(())
}

fn flush(vm: &Vm, this: &Value) -> PyResult<()> {
    stream(vm, this)?.flush(vm)
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let own = stream(vm, this)?;
    if own.closed.get() {
        return Ok(());
    }
    let flushed = own.flush(vm);
    own.closed.set(true);
    flushed
}

fn isatty(vm: &Vm, this: &Value) -> PyResult<bool> {
    let own = stream(vm, this)?;
    own.check_open(vm)?;
    Ok(vm.host.is_terminal(own.stream))
}

fn fileno(vm: &Vm, this: &Value) -> PyResult<i64> {
    let own = stream(vm, this)?;
    own.check_open(vm)?;
    Ok(match own.stream {
        Stream::Stdout => 1,
        Stream::Stderr => 2,
    })
}

fn writable(vm: &Vm, this: &Value) -> PyResult<bool> {
    stream(vm, this)?.check_open(vm).map(|()| true)
}

fn never(vm: &Vm, this: &Value) -> PyResult<bool> {
    stream(vm, this)?.check_open(vm).map(|()| false)
}

/// Only line buffering can be changed; the other settings are taken and have no effect.
fn reconfigure(
    vm: &Vm,
    this: &Value,
    _encoding: &Value,
    _errors: &Value,
    _newline: &Value,
    line_buffering: Option<bool>,
    write_through: Option<bool>,
) -> PyResult<()> {
    let own = stream(vm, this)?;
    own.flush(vm)?;
    if let Some(on) = line_buffering.or(write_through) {
        own.line_buffered.set(on);
    }
    Ok(())
}

fn enter(vm: &Vm, this: &Value) -> PyResult {
    stream(vm, this)?.check_open(vm)?;
    Ok(this.clone())
}

fn exit(vm: &Vm, this: &Value, _: Rest) -> PyResult<()> {
    close(vm, this)
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let name = stream(vm, this)?.name();
    Ok(vm.str(&format!("<_io.TextIOWrapper name='{name}' mode='w' encoding='utf-8'>")))
}

fn buffer(vm: &Vm, this: &Value) -> PyResult {
    stream(vm, this)?;
    Ok(vm.new_foreign(&vm.ty(&BYTE_STREAM), ByteStream { text: this.clone() }))
}

macro_rules! attr {
    ($name:literal, $get:expr) => {
        GetSet { name: $name, doc: "", get: $get, set: None }
    };
}

pub static TEXT_STREAM: TypeSpec = TypeSpec {
    name: "_io.TextIOWrapper",
    doc: "A standard stream for text.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { repr: Some(repr), ..Slots::NONE },
    methods: funcs![
        write "(self, text, /)" "Write text; return the number of characters.";
        writelines "(self, lines, /)" "Write a list of lines; no separators are added.";
        flush "(self, /)" "Hand over what is buffered.";
        close "(self, /)" "Flush and close the stream.";
        isatty "(self, /)" "Whether the stream is a terminal.";
        fileno "(self, /)" "The number of the file descriptor.";
        writable "(self, /)" "Whether the stream can be written: yes.";
        "readable" = never, "(self, /)", "Whether the stream can be read: no.";
        "seekable" = never, "(self, /)", "Whether the stream can be positioned: no.";
        reconfigure "(self, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)" "Change the buffering of the stream.";
        "__enter__" = enter, "(self, /)", "";
        "__exit__" = exit, "(self, /, *exc)", "";
    ],
    getset: &[
        attr!("encoding", |vm, _| Ok(vm.str("utf-8"))),
        attr!("errors", |vm, v| Ok(vm.str(stream(vm, v)?.errors()))),
        attr!("newlines", |_, _| Ok(Value::NONE)),
        attr!("name", |vm, v| Ok(vm.str(stream(vm, v)?.name()))),
        attr!("mode", |vm, _| Ok(vm.str("w"))),
        attr!("closed", |vm, v| Ok(Value::bool(stream(vm, v)?.closed.get()))),
        attr!("line_buffering", |vm, v| Ok(Value::bool(stream(vm, v)?.line_buffered.get()))),
        attr!("write_through", |_, _| Ok(Value::FALSE)),
        attr!("buffer", buffer),
    ],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};

// ---- bytes -------------------------------------------------------------------------------------

/// The bytes under a text stream: `sys.stdout.buffer`.
struct ByteStream {
    text: Value,
}

impl Traverse for ByteStream {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.text);
    }
}

fn under<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a TextStream> {
    match this.foreign::<ByteStream>() {
        Some(bytes) => stream(vm, &bytes.text),
        None => Err(vm.wrong_self(this, "_io.BufferedWriter")),
    }
}

fn write_bytes(vm: &Vm, this: &Value, bytes: &Value) -> PyResult<usize> {
    let own = under(vm, this)?;
    let copy = match (bytes.get::<BytesObject>(), bytes.get::<ByteArrayObject>()) {
        (Some(bytes), _) => bytes.0.to_vec(),
        (_, Some(bytes)) => bytes.0.borrow().clone(),
        (None, None) => {
            let class = vm.class(bytes).name();
            let text = format!("a bytes-like object is required, not '{class}'");
            return Err(vm.type_error(text));
        }
    };
    own.check_open(vm)?;
    own.buffer.borrow_mut().extend_from_slice(&copy);
    own.settle(vm)?;
    Ok(copy.len())
}

fn flush_bytes(vm: &Vm, this: &Value) -> PyResult<()> {
    under(vm, this)?.flush(vm)
}

fn bytes_repr(vm: &Vm, this: &Value) -> PyResult {
    let name = under(vm, this)?.name();
    Ok(vm.str(&format!("<_io.BufferedWriter name='{name}'>")))
}

pub static BYTE_STREAM: TypeSpec = TypeSpec {
    name: "_io.BufferedWriter",
    doc: "The bytes under a standard stream.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { repr: Some(bytes_repr), ..Slots::NONE },
    methods: funcs![
        "write" = write_bytes, "(self, bytes, /)", "Write bytes; return their number.";
        "flush" = flush_bytes, "(self, /)", "Hand over what is buffered.";
    ],
    getset: &[attr!("name", |vm, v| Ok(vm.str(under(vm, v)?.name())))],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
