//! `FileIO`: the Python face of a file without a buffer.

use super::base::{RAW_IO_BASE, is_missing};
use super::file::FileIo;
use super::{Size, closed_file, fill, unsupported, zeros};
use crate::funcs;
use crate::object::native::{Args, GetSet, Maybe, Signature};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

pub(super) fn file<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a FileIo> {
    this.foreign::<FileIo>().ok_or_else(|| vm.wrong_self(this, "_io.FileIO"))
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, FileIo::default()))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse("(file, mode='r', closefd=True, opener=None)");
    let bound = signature.bind(vm, "FileIO", args)?;
    let [name, mode, owns, opener] = bound.as_slice() else { return Ok(()) };
    let Some(mode) = mode.as_str() else {
        let class = vm.class(mode).full_name();
        return Err(vm.type_error(format!("FileIO() argument 'mode' must be str, not {class}")));
    };
    let owns = vm.truth(owns)?;
    start(vm, this, name, mode, owns, Some(opener).filter(|o| !o.is_none()))
}

/// Opens the file and gives the object its name.
pub(super) fn start(
    vm: &Vm,
    this: &Value,
    name: &Value,
    mode: &str,
    owns: bool,
    opener: Option<&Value>,
) -> PyResult<()> {
    file(vm, this)?.open(vm, name, mode, owns, opener)?;
    vm.setattr(this, &vm.names().name, Some(name))
}

fn read(vm: &Vm, this: &Value, size: Size) -> PyResult {
    let own = file(vm, this)?;
    let Some(limit) = size.limit() else { return readall(vm, this) };
    let mut bytes = zeros(vm, limit)?;
    match own.read_into(vm, &mut bytes)? {
        Some(count) => {
            bytes.truncate(count);
            Ok(vm.new_bytes(bytes))
        }
        None => Ok(Value::NONE),
    }
}

fn readall(vm: &Vm, this: &Value) -> PyResult {
    let all = file(vm, this)?.read_all(vm)?;
    Ok(all.map_or(Value::NONE, |bytes| vm.new_bytes(bytes)))
}

fn readinto(vm: &Vm, this: &Value, target: &Value) -> PyResult<Option<usize>> {
    let own = file(vm, this)?;
    fill(vm, target, "readinto() argument 1", |room| {
        let mut bytes = zeros(vm, room)?;
        let count = own.read_into(vm, &mut bytes)?;
        bytes.truncate(count.unwrap_or(0));
        Ok(count.map(|_| bytes))
    })
}

fn write(vm: &Vm, this: &Value, bytes: &Value) -> PyResult<Option<usize>> {
    let own = file(vm, this)?;
    own.fd(vm)?;
    if !own.writable.get() {
        return Err(unsupported(vm, "File not open for writing"));
    }
    own.write(vm, &super::copied(vm, bytes)?)
}

fn seek(vm: &Vm, this: &Value, position: &Value, whence: i64) -> PyResult<i64> {
    let own = file(vm, this)?;
    own.fd(vm)?;
    let position = vm.index_i64(position)?;
    let whence = i32::try_from(whence).unwrap_or(-1);
    own.seek(vm, position, whence).map(|at| at as i64)
}

fn tell(vm: &Vm, this: &Value) -> PyResult<i64> {
    file(vm, this)?.seek(vm, 0, libc::SEEK_CUR).map(|at| at as i64)
}

fn truncate(vm: &Vm, this: &Value, size: &Value) -> PyResult {
    let own = file(vm, this)?;
    own.fd(vm)?;
    if !own.writable.get() {
        return Err(unsupported(vm, "File not open for writing"));
    }
    let length = match size.is_none() {
        true => own.seek(vm, 0, libc::SEEK_CUR)? as i64,
        false => vm.index_i64(size)?,
    };
    // The system refuses what is below zero; no file is as long as that.
    own.truncate(vm, u64::try_from(length).unwrap_or(u64::MAX))?;
    if size.is_none() { Ok(vm.int(length)) } else { Ok(size.clone()) }
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let own = file(vm, this)?;
    if own.finalizing.get() {
        own.warn_unclosed(vm, this, this);
    }
    // What a class written in Python adds happens first: its `flush`.
    let flushed = match own.fd.get() {
        Some(_) if !super::is_exact(vm, this) => super::call0(vm, this, "flush").map(drop),
        _ => Ok(()),
    };
    super::both(flushed, own.close(vm))
}

fn dealloc_warn(vm: &Vm, this: &Value, source: &Value) -> PyResult<()> {
    file(vm, this)?.warn_unclosed(vm, this, source);
    Ok(())
}

fn seekable(vm: &Vm, this: &Value) -> PyResult<bool> {
    file(vm, this)?.can_seek(vm)
}

fn readable(vm: &Vm, this: &Value) -> PyResult<bool> {
    let own = file(vm, this)?;
    own.fd(vm).map(|_| own.readable.get())
}

fn writable(vm: &Vm, this: &Value) -> PyResult<bool> {
    let own = file(vm, this)?;
    own.fd(vm).map(|_| own.writable.get())
}

fn fileno(vm: &Vm, this: &Value) -> PyResult<i64> {
    file(vm, this)?.fd(vm).map(i64::from)
}

fn isatty(vm: &Vm, this: &Value) -> PyResult<bool> {
    let fd = file(vm, this)?.fd(vm)?;
    Ok(vm.host.files().is_terminal(fd))
}

fn flush(vm: &Vm, this: &Value) -> PyResult<()> {
    match file(vm, this)?.fd.get() {
        Some(_) => Ok(()),
        None => Err(closed_file(vm)),
    }
}

fn reduce(vm: &Vm, this: &Value, _: Maybe) -> PyResult {
    let class = vm.class(this).name();
    Err(vm.type_error(format!("cannot pickle '{class}' instances")))
}

/// The name that the stream was given; `None` if there is none.
fn name_of(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    match vm.getattr(this, &vm.names().name) {
        Ok(name) => Ok(Some(name)),
        Err(raised) if is_missing(vm, &raised) => Ok(None),
        Err(raised) => Err(raised),
    }
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = file(vm, this)?;
    let class = shown_class(vm, this);
    let Some(fd) = own.fd.get() else { return Ok(vm.str(&format!("<{class} [closed]>"))) };
    let rest =
        format!("mode='{}' closefd={}>", own.mode(), if own.owns.get() { "True" } else { "False" });
    let Some(_mark) = vm.enter_repr(this) else {
        return Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")));
    };
    Ok(vm.str(&match name_of(vm, this)? {
        Some(name) => format!("<{class} name={} {rest}", vm.repr_text(&name)?),
        None => format!("<{class} fd={fd} {rest}"),
    }))
}

/// The class as a repr shows it: with its module for ours, the bare name for a program's.
pub(super) fn shown_class(vm: &Vm, this: &Value) -> String {
    vm.class(this).full_name()
}

fn closed(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(file(vm, this)?.fd.get().is_none()))
}

fn set_finalizing(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let on = value.map_or(Ok(false), |value| vm.truth(value))?;
    file(vm, this)?.finalizing.set(on);
    Ok(())
}

pub static FILE_IO: TypeSpec = TypeSpec {
    name: "_io.FileIO",
    base: Some(&RAW_IO_BASE),
    doc: "A file of the system without any buffer. file is a name or a descriptor; mode is one of r, w, x and a, with + for both directions; opener(name, flags) may open it.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::NONE },
    methods: funcs![
        read "(self, size=-1, /)" "Read size bytes or fewer by one call of the system; everything if size is negative.";
        readall "(self, /)" "Read what is left; None if nothing is there yet and the file does not block.";
        readinto "(self, buffer, /)" "Read into a buffer by one call of the system; say how much.";
        write "(self, b, /)" "Write bytes by one call of the system; say how many it took.";
        seek "(self, pos, whence=0, /)" "Move the position: pos from the start (0), from here (1) or from the end (2); give where that is.";
        tell "(self, /)" "Current file position.";
        truncate "(self, size=None, /)" "Set the length of the file, or end it at the position if size is None; give the length.";
        close "(self, /)" "Close the file.";
        flush "(self, /)" "Does nothing: there is no buffer.";
        seekable "(self, /)" "Whether the position can be moved.";
        readable "(self, /)" "Whether the mode allows reading.";
        writable "(self, /)" "Whether the mode allows writing.";
        fileno "(self, /)" "The system's number of the file.";
        isatty "(self, /)" "Whether the file is a terminal.";
        "_dealloc_warn" = dealloc_warn, "(self, object, /)", "";
        "__reduce__" = reduce, "(self, protocol=missing, /)", "";
        "__reduce_ex__" = reduce, "(self, protocol=missing, /)", "";
    ],
    getset: &[
        GetSet { name: "closed", doc: "whether close() has been called", get: closed, set: None },
        GetSet {
            name: "closefd",
            doc: "whether close() also ends the descriptor",
            get: |vm, this| Ok(Value::bool(file(vm, this)?.owns.get())),
            set: None,
        },
        GetSet {
            name: "mode",
            doc: "the mode, with 'b' for binary",
            get: |vm, this| Ok(vm.str(file(vm, this)?.mode())),
            set: None,
        },
        GetSet {
            name: "_blksize",
            doc: "",
            get: |vm, this| Ok(vm.int(file(vm, this)?.block_size.get() as i64)),
            set: None,
        },
        GetSet {
            name: "_finalizing",
            doc: "",
            get: |vm, this| Ok(Value::bool(file(vm, this)?.finalizing.get())),
            set: Some(set_finalizing),
        },
    ],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};

/// A `FileIO` for a descriptor that stays open when the object goes.
pub(super) fn standard(vm: &Vm, fd: i32, mode: &str, name: &str) -> PyResult {
    let this = vm.new_foreign(&vm.ty(&FILE_IO), FileIo::default());
    let own = file(vm, &this)?;
    own.fd.set(Some(fd));
    own.owns.set(false);
    own.readable.set(mode == "r");
    own.writable.set(mode == "w");
    vm.give_attribute(&this, &vm.names().name, vm.str(name));
    Ok(this)
}

/// The TypeError for a stream that cannot be used by now.
#[cold]
pub(super) fn uninitialized(vm: &Vm) -> Raised {
    vm.value_error("I/O operation on uninitialized object")
}
