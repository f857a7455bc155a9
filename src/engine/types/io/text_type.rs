//! `TextIOWrapper`: the Python face of text over a buffered stream.

use super::base::{TEXT_IO_BASE, is_missing};
use super::buffered_types::{BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER};
use super::file_type::shown_class;
use super::newline::{Ends, SEEN_CR, SEEN_CRLF, SEEN_LF};
use super::open::default_encoding;
use super::text::{Settings, TextFile};
use super::{Size, ask, both, call0, is_exact, unsupported};
use crate::funcs;
use crate::object::native::{Args, GetSet, Maybe, Signature};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::codec::Encoding;
use crate::types::exception::VALUE_ERROR;

pub(super) fn text<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a TextFile> {
    this.foreign::<TextFile>().ok_or_else(|| vm.wrong_self(this, "_io.TextIOWrapper"))
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, TextFile::default()))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse(
        "(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
    );
    let bound = signature.bind(vm, "TextIOWrapper", args)?;
    let [buffer, encoding, errors, newline, lines, through] = bound.as_slice() else {
        return Ok(());
    };
    let arguments = Arguments {
        encoding: text_argument(vm, "TextIOWrapper", "encoding", encoding)?,
        errors: text_argument(vm, "TextIOWrapper", "errors", errors)?,
        ends: ends_argument(vm, "TextIOWrapper", newline)?,
        line_buffered: vm.truth(lines)?,
        write_through: vm.truth(through)?,
    };
    start(vm, this, buffer, arguments)
}

/// How a text stream is to be.
pub(super) struct Arguments {
    pub(super) encoding: Option<String>,
    pub(super) errors: Option<String>,
    pub(super) ends: Ends,
    pub(super) line_buffered: bool,
    pub(super) write_through: bool,
}

/// An argument that is a str or None.
pub(super) fn text_argument(
    vm: &Vm,
    function: &str,
    name: &str,
    value: &Value,
) -> PyResult<Option<String>> {
    if value.is_none() || value.is_unbound() {
        return Ok(None);
    }
    match value.as_str_object() {
        Some(_) if value.to_text().contains('\0') => Err(vm.value_error("embedded null character")),
        Some(_) => Ok(Some(value.to_text())),
        None => {
            let class = vm.class(value).full_name();
            let text = format!("{function}() argument '{name}' must be str or None, not {class}");
            Err(vm.type_error(text))
        }
    }
}

/// The argument `newline`.
pub(super) fn ends_argument(vm: &Vm, function: &str, value: &Value) -> PyResult<Ends> {
    let text = text_argument(vm, function, "newline", value)?;
    match Ends::named(text.as_deref()) {
        Some(ends) => Ok(ends),
        None => {
            let text = text.unwrap_or_default();
            Err(vm.value_error(format!("illegal newline value: {text}")))
        }
    }
}

/// The encoding of that name, or the one that the surroundings use.
fn find_encoding(vm: &Vm, name: Option<String>) -> PyResult<(String, Encoding)> {
    let name = match name {
        Some(name) if name != "locale" => name,
        _ => default_encoding(vm),
    };
    match Encoding::named(&name) {
        Some(encoding) => Ok((name, encoding)),
        None => Err(vm.lookup_error(format!("unknown encoding: {name}"))),
    }
}

/// Puts the text stream over a buffer.
pub(super) fn start(vm: &Vm, this: &Value, buffer: &Value, how: Arguments) -> PyResult<()> {
    let own = text(vm, this)?;
    own.set_buffer(Value::UNBOUND);
    own.detached.set(false);
    let (name, encoding) = find_encoding(vm, how.encoding)?;
    let errors = how.errors.unwrap_or_else(|| "strict".to_owned());
    own.decoder.restart(encoding);
    *own.settings.borrow_mut() = Settings { name, encoding, errors };
    own.ends.set(how.ends);
    own.line_buffered.set(how.line_buffered);
    own.write_through.set(how.write_through);
    *own.reading.borrow_mut() = super::text::Reading::default();
    let class = vm.type_of(buffer);
    let ours = [&BUFFERED_READER, &BUFFERED_WRITER, &BUFFERED_RANDOM];
    own.direct.set(ours.iter().any(|spec| vm.ty(spec) == class));
    own.readable.set(ask(vm, buffer, "readable")?);
    own.writable.set(ask(vm, buffer, "writable")?);
    let seekable = ask(vm, buffer, "seekable")?;
    own.seekable.set(seekable);
    own.telling.set(seekable);
    own.at_start.set(true);
    if seekable && own.writable.get() {
        let at = call0(vm, buffer, "tell")?;
        own.at_start.set(vm.equal(&at, &vm.int(0))?);
    }
    own.set_buffer(buffer.clone());
    Ok(())
}

fn write(vm: &Vm, this: &Value, text_value: &Value) -> PyResult<usize> {
    let own = text(vm, this)?;
    own.buffer(vm)?;
    let Some(object) = text_value.as_str_object() else {
        let class = vm.class(text_value).full_name();
        return Err(vm.type_error(format!("write() argument must be str, not {class}")));
    };
    own.put(vm, text_value)?;
    own.settle(vm)?;
    Ok(object.chars())
}

fn read(vm: &Vm, this: &Value, size: Size) -> PyResult {
    let own = text(vm, this)?;
    match size.limit() {
        Some(count) => own.read_count(vm, count),
        None => own.read_all(vm),
    }
}

fn readline(vm: &Vm, this: &Value, size: i64) -> PyResult {
    text(vm, this)?.read_line(vm, usize::try_from(size).ok())
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = text(vm, this)?;
    own.buffer(vm)?;
    own.telling.set(false);
    let line = if is_exact(vm, this) {
        own.read_line(vm, None)?
    } else {
        let line = call0(vm, this, "readline")?;
        if line.as_str_object().is_none() {
            let class = vm.class(&line).name();
            let text = format!("readline() should have returned a str object, not '{class}'");
            return Err(vm.raise(&crate::types::exception::OS_ERROR, text));
        }
        line
    };
    if line.as_str_object().is_none_or(|line| line.as_bytes().is_empty()) {
        own.telling.set(own.seekable.get());
        return Ok(None);
    }
    Ok(Some(line))
}

fn flush(vm: &Vm, this: &Value) -> PyResult<()> {
    text(vm, this)?.flush(vm)
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let own = text(vm, this)?;
    if own.is_closed(vm)? {
        return Ok(());
    }
    let buffer = own.buffer(vm)?;
    if own.finalizing.get() {
        // A buffer that does not know how to warn goes without.
        let _ = vm.call_method(&buffer, &vm.intern("_dealloc_warn"), std::slice::from_ref(this));
    }
    let flushed = call0(vm, this, "flush").map(drop);
    both(flushed, call0(vm, &buffer, "close").map(drop))
}

fn detach(vm: &Vm, this: &Value) -> PyResult {
    let own = text(vm, this)?;
    own.buffer(vm)?;
    call0(vm, this, "flush")?;
    let buffer = own.buffer(vm)?;
    own.detached.set(true);
    own.set_buffer(Value::UNBOUND);
    super::standard::release(&buffer);
    Ok(buffer)
}

fn reconfigure(
    vm: &Vm,
    this: &Value,
    encoding: &Value,
    errors: &Value,
    newline: Maybe,
    line_buffering: Option<bool>,
    write_through: Option<bool>,
) -> PyResult<()> {
    let own = text(vm, this)?;
    own.buffer(vm)?;
    let encoding = text_argument(vm, "reconfigure", "encoding", encoding)?;
    let errors = text_argument(vm, "reconfigure", "errors", errors)?;
    let changes = encoding.is_some() || errors.is_some() || newline.0.is_some();
    if changes && own.reading.borrow().begun {
        let text =
            "It is not possible to set the encoding or newline of stream after the first read";
        return Err(unsupported(vm, text));
    }
    let ends = match newline.0 {
        Some(newline) => Some(ends_argument(vm, "reconfigure", newline)?),
        None => None,
    };
    call0(vm, this, "flush")?;
    if encoding.is_some() || errors.is_some() {
        let named = encoding.is_some();
        let (name, encoding) = match encoding {
            Some(name) => find_encoding(vm, Some(name))?,
            None => {
                let settings = own.settings.borrow();
                (settings.name.clone(), settings.encoding)
            }
        };
        let errors = match errors {
            Some(errors) => errors,
            None if named => "strict".to_owned(),
            None => own.errors(),
        };
        own.decoder.restart(encoding);
        *own.settings.borrow_mut() = Settings { name, encoding, errors };
    }
    if let Some(ends) = ends {
        own.ends.set(ends);
    }
    if let Some(on) = line_buffering {
        own.line_buffered.set(on);
    }
    if let Some(on) = write_through {
        own.write_through.set(on);
    }
    Ok(())
}

fn seek(vm: &Vm, this: &Value, cookie: &Value, whence: i64) -> PyResult {
    text(vm, this)?.seek(vm, cookie, whence)
}

fn tell(vm: &Vm, this: &Value) -> PyResult<i64> {
    text(vm, this)?.tell(vm).map(|at| at as i64)
}

fn truncate(vm: &Vm, this: &Value, size: &Value) -> PyResult {
    let own = text(vm, this)?;
    own.buffer(vm)?;
    call0(vm, this, "flush")?;
    vm.call_method(&own.buffer(vm)?, &vm.intern("truncate"), std::slice::from_ref(size))
}

macro_rules! of_buffer {
    ($($name:ident)*) => {
        $(fn $name(vm: &Vm, this: &Value) -> PyResult {
            call0(vm, &text(vm, this)?.buffer(vm)?, stringify!($name))
        })*
    };
}

of_buffer!(seekable readable writable fileno isatty);

fn reduce(vm: &Vm, this: &Value, _: Maybe) -> PyResult {
    let class = vm.class(this).name();
    Err(vm.type_error(format!("cannot pickle '{class}' instances")))
}

/// An attribute for the repr, which does without what is not there.
fn shown(vm: &Vm, this: &Value, name: &str) -> PyResult<Option<Value>> {
    match vm.getattr(this, &vm.intern(name)) {
        Ok(value) => Ok(Some(value)),
        Err(Raised(exception)) if vm.is_exception(&exception, &VALUE_ERROR) => Ok(None),
        Err(raised) if is_missing(vm, &raised) => Ok(None),
        Err(raised) => Err(raised),
    }
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = text(vm, this)?;
    let class = shown_class(vm, this);
    if own.buffer.is_unbound() && !own.detached.get() {
        return Err(super::file_type::uninitialized(vm));
    }
    let Some(_mark) = vm.enter_repr(this) else {
        return Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")));
    };
    let mut out = format!("<{class}");
    for name in ["name", "mode"] {
        if let Some(value) = shown(vm, this, name)? {
            out.push_str(&format!(" {name}={}", vm.repr_text(&value)?));
        }
    }
    let encoding = vm.str(&own.settings.borrow().name);
    out.push_str(&format!(" encoding={}>", vm.repr_text(&encoding)?));
    Ok(vm.str(&out))
}

fn newlines(vm: &Vm, this: &Value) -> PyResult {
    Ok(newlines_of(vm, text(vm, this)?.seen.get().0))
}

/// The attribute `newlines` for the kinds that were seen.
pub(super) fn newlines_of(vm: &Vm, seen: u8) -> Value {
    let kinds = [(SEEN_CR, "\r"), (SEEN_LF, "\n"), (SEEN_CRLF, "\r\n")];
    let all: Vec<Value> =
        kinds.iter().filter(|(bit, _)| seen & bit != 0).map(|(_, text)| vm.str(text)).collect();
    match all.as_slice() {
        [] => Value::NONE,
        [one] => one.clone(),
        _ => vm.tuple(all),
    }
}

fn chunk_size(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(text(vm, this)?.chunk.get() as i64))
}

fn set_chunk_size(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let own = text(vm, this)?;
    let Some(value) = value else {
        return Err(vm.attribute_error(
            "cannot delete attribute".to_owned(),
            this,
            &vm.intern("_CHUNK_SIZE"),
        ));
    };
    let size = vm.index_i64(value)?;
    match usize::try_from(size).ok().filter(|size| *size > 0) {
        Some(size) => {
            own.chunk.set(size);
            Ok(())
        }
        None => Err(vm.value_error("a strictly positive integer is required")),
    }
}

macro_rules! attr {
    ($name:literal, $get:expr) => {
        GetSet { name: $name, doc: "", get: $get, set: None }
    };
}

pub static TEXT_IO_WRAPPER: TypeSpec = TypeSpec {
    name: "_io.TextIOWrapper",
    base: Some(&TEXT_IO_BASE),
    doc: "A stream of text over a stream of bytes. encoding and errors say how bytes become text and back, newline what happens to line ends. With line_buffering every end of a line flushes, with write_through nothing stays here.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        next: Some(next),
        ..Slots::NONE
    },
    methods: funcs![
        detach "(self, /)" "Separate the underlying buffer and return it.";
        reconfigure "(self, *, encoding=None, errors=None, newline=missing, line_buffering=None, write_through=None)" "Change settings of the stream; those left None stay, except that encoding resets errors.";
        write "(self, text, /)" "Write text; return the number of characters.";
        read "(self, size=-1, /)" "Read at most size characters.";
        readline "(self, size=-1, /)" "Read a line, its end included; an empty str at the end.";
        flush "(self, /)" "Hand on what is buffered.";
        close "(self, /)" "Flush and close the stream.";
        fileno "(self, /)" "The number of the file descriptor.";
        seekable "(self, /)" "";
        readable "(self, /)" "";
        writable "(self, /)" "";
        isatty "(self, /)" "";
        seek "(self, cookie, whence=0, /)" "Go to a position that tell has returned, to the start or to the end.";
        tell "(self, /)" "Where the stream is, as a number whose only use is seek().";
        truncate "(self, pos=None, /)" "Truncate the file to pos bytes.";
        "__reduce__" = reduce, "(self, protocol=missing, /)", "";
        "__reduce_ex__" = reduce, "(self, protocol=missing, /)", "";
    ],
    getset: &[
        attr!("encoding", |vm, v| Ok(vm.str(&text(vm, v)?.settings.borrow().name))),
        attr!("buffer", |vm, v| Ok(text(vm, v)?.buffer.bound().unwrap_or(Value::NONE))),
        attr!("line_buffering", |vm, v| Ok(Value::bool(text(vm, v)?.line_buffered.get()))),
        attr!("write_through", |vm, v| Ok(Value::bool(text(vm, v)?.write_through.get()))),
        GetSet {
            name: "_finalizing",
            doc: "",
            get: |vm, v| Ok(Value::bool(text(vm, v)?.finalizing.get())),
            set: Some(|vm, v, value| {
                let on = value.map_or(Ok(false), |value| vm.truth(value))?;
                text(vm, v)?.finalizing.set(on);
                Ok(())
            }),
        },
        attr!("name", |vm, v| vm.getattr(&text(vm, v)?.buffer(vm)?, &vm.names().name)),
        attr!("closed", |vm, v| text(vm, v)?.is_closed(vm).map(Value::bool)),
        attr!("newlines", newlines),
        attr!("errors", |vm, v| Ok(vm.str(&text(vm, v)?.settings.borrow().errors))),
        GetSet { name: "_CHUNK_SIZE", doc: "", get: chunk_size, set: Some(set_chunk_size) },
    ],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};
