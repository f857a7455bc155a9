//! `BytesIO`: bytes in memory as a stream.

use std::cell::{Cell, RefCell};

use super::base::BUFFERED_IO_BASE;
use super::{Size, closed_file, copied, fill};
use crate::funcs;
use crate::object::header::Traverse;
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

#[derive(Default)]
struct Memory {
    bytes: RefCell<Vec<u8>>,
    at: Cell<usize>,
    closed: Cell<bool>,
}

impl Traverse for Memory {}

fn memory<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Memory> {
    this.foreign::<Memory>().ok_or_else(|| vm.wrong_self(this, "_io.BytesIO"))
}

fn open<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Memory> {
    let own = memory(vm, this)?;
    if own.closed.get() { Err(closed_file(vm)) } else { Ok(own) }
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, Memory::default()))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let bound = Signature::parse("(initial_bytes=None)").bind(vm, "BytesIO", args)?;
    let own = memory(vm, this)?;
    let bytes = match bound.first() {
        Some(initial) if !initial.is_none() => copied(vm, initial)?,
        _ => Vec::new(),
    };
    own.closed.set(false);
    own.at.set(0);
    *own.bytes.borrow_mut() = bytes;
    Ok(())
}

impl Memory {
    /// The next bytes, but no more than `limit`.
    fn take(&self, limit: Option<usize>) -> Vec<u8> {
        let bytes = self.bytes.borrow();
        let start = self.at.get().min(bytes.len());
        let end = bytes.len().min(start.saturating_add(limit.unwrap_or(usize::MAX)));
        self.at.set(self.at.get().max(end));
        bytes.get(start..end).unwrap_or(&[]).to_vec()
    }

    fn take_line(&self, limit: Option<usize>) -> Vec<u8> {
        let end = {
            let bytes = self.bytes.borrow();
            let rest = bytes.get(self.at.get()..).unwrap_or(&[]);
            memchr::memchr(b'\n', rest).map(|at| at + 1)
        };
        self.take(end.into_iter().chain(limit).min())
    }

    fn put(&self, vm: &Vm, new: &[u8]) -> PyResult<()> {
        if new.is_empty() {
            return Ok(());
        }
        let mut bytes = self.bytes.borrow_mut();
        let at = self.at.get();
        let Some(end) = at.checked_add(new.len()) else { return Err(vm.memory_error()) };
        if end > bytes.len() {
            let more = end - bytes.len();
            vm.reserve(&mut bytes, Some(more))?;
            bytes.resize(end, 0);
        }
        if let Some(place) = bytes.get_mut(at..end) {
            place.copy_from_slice(new);
        }
        self.at.set(end);
        Ok(())
    }
}

fn read(vm: &Vm, this: &Value, size: Size) -> PyResult {
    let bytes = open(vm, this)?.take(size.limit());
    Ok(vm.new_bytes(bytes))
}

fn readline(vm: &Vm, this: &Value, size: Size) -> PyResult {
    let line = open(vm, this)?.take_line(size.limit());
    Ok(vm.new_bytes(line))
}

fn readlines(vm: &Vm, this: &Value, size: Size) -> PyResult {
    let own = open(vm, this)?;
    let (mut lines, mut length) = (Vec::new(), 0);
    loop {
        let line = own.take_line(None);
        if line.is_empty() {
            break;
        }
        length += line.len() as i64;
        vm.push_item(&mut lines, vm.new_bytes(line))?;
        if size.0 > 0 && length >= size.0 {
            break;
        }
    }
    Ok(vm.new_list(lines))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let line = open(vm, this)?.take_line(None);
    Ok(if line.is_empty() { None } else { Some(vm.new_bytes(line)) })
}

fn iter(_: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn readinto(vm: &Vm, this: &Value, target: &Value) -> PyResult<usize> {
    let own = open(vm, this)?;
    let read = |room| Ok(Some(own.take(Some(room))));
    Ok(fill(vm, target, "readinto() argument", read)?.unwrap_or(0))
}

fn write(vm: &Vm, this: &Value, bytes: &Value) -> PyResult<usize> {
    let own = open(vm, this)?;
    let bytes = copied(vm, bytes)?;
    own.put(vm, &bytes)?;
    Ok(bytes.len())
}

fn writelines(vm: &Vm, this: &Value, lines: &Value) -> PyResult<()> {
    open(vm, this)?;
    let iter = vm.iter(lines)?;
    while let Some(line) = vm.next(&iter)? {
        write(vm, this, &line)?;
    }
    Ok(())
}

fn getvalue(vm: &Vm, this: &Value) -> PyResult {
    let bytes = open(vm, this)?.bytes.borrow().clone();
    Ok(vm.new_bytes(bytes))
}

fn tell(vm: &Vm, this: &Value) -> PyResult<usize> {
    open(vm, this).map(|own| own.at.get())
}

fn seek(vm: &Vm, this: &Value, position: i64, whence: i64) -> PyResult<usize> {
    let own = open(vm, this)?;
    if whence == 0 && position < 0 {
        return Err(vm.value_error(format!("negative seek value {position}")));
    }
    let base = match whence {
        0 => 0,
        1 => own.at.get(),
        2 => own.bytes.borrow().len(),
        _ => {
            let text = format!("invalid whence ({whence}, should be 0, 1 or 2)");
            return Err(vm.value_error(text));
        }
    };
    let Some(place) = (base as i64).checked_add(position) else {
        return Err(vm.overflow_error("new position too large"));
    };
    own.at.set(usize::try_from(place).unwrap_or(0));
    Ok(own.at.get())
}

fn truncate(vm: &Vm, this: &Value, size: Option<Size>) -> PyResult<usize> {
    let own = open(vm, this)?;
    let size = size.map_or(own.at.get() as i64, |size| size.0);
    let Ok(length) = usize::try_from(size) else {
        return Err(vm.value_error(format!("negative size value {size}")));
    };
    own.bytes.borrow_mut().truncate(length);
    Ok(length)
}

fn flush(vm: &Vm, this: &Value) -> PyResult<()> {
    open(vm, this).map(drop)
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let own = memory(vm, this)?;
    own.closed.set(true);
    own.bytes.take();
    Ok(())
}

fn yes(vm: &Vm, this: &Value) -> PyResult<bool> {
    open(vm, this).map(|_| true)
}

fn isatty(vm: &Vm, this: &Value) -> PyResult<bool> {
    open(vm, this).map(|_| false)
}

/// The attributes that a program has added, or None.
pub(super) fn own_attributes(vm: &Vm, this: &Value) -> PyResult {
    let dict = vm.getattr(this, &vm.names().__dict__)?;
    Ok(if vm.len(&dict)? == 0 { Value::NONE } else { dict })
}

/// Takes up attributes from a pickled state.
pub(super) fn set_attributes(vm: &Vm, this: &Value, state: &Value) -> PyResult<()> {
    if state.is_none() {
        return Ok(());
    }
    if state.get::<crate::object::dict::DictObject>().is_none() {
        let class = vm.class(state).full_name();
        let text = format!("third item of state should be a dict, got a {class}");
        return Err(vm.type_error(text));
    }
    let dict = vm.getattr(this, &vm.names().__dict__)?;
    vm.call_method(&dict, &vm.intern("update"), std::slice::from_ref(state)).map(drop)
}

fn getstate(vm: &Vm, this: &Value) -> PyResult {
    let at = vm.int(open(vm, this)?.at.get() as i64);
    Ok(vm.tuple(vec![getvalue(vm, this)?, at, own_attributes(vm, this)?]))
}

fn setstate(vm: &Vm, this: &Value, state: &Value) -> PyResult<()> {
    let Some([bytes, at, attributes]) = state.as_tuple().map(|_| state.tuple_items()) else {
        let (name, got) = (vm.class(this).full_name(), vm.class(state).full_name());
        let text = format!("{name}.__setstate__ argument should be 3-tuple, got {got}");
        return Err(vm.type_error(text));
    };
    init(vm, this, Args::positional_only(std::slice::from_ref(bytes)))?;
    if at.as_i64().is_none() {
        let class = vm.class(at).full_name();
        let text = format!("second item of state must be an integer, not {class}");
        return Err(vm.type_error(text));
    }
    let Ok(at) = usize::try_from(vm.index_i64(at)?) else {
        return Err(vm.value_error("position value cannot be negative"));
    };
    memory(vm, this)?.at.set(at);
    set_attributes(vm, this, attributes)
}

pub static BYTES_IO: TypeSpec = TypeSpec {
    name: "_io.BytesIO",
    base: Some(&BUFFERED_IO_BASE),
    doc: "A stream of bytes that exists in memory only.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        iter: Some(iter),
        next: Some(next),
        ..Slots::NONE
    },
    methods: funcs![
        "readable" = yes, "(self, /)", "Whether reading is allowed: always.";
        "seekable" = yes, "(self, /)", "Whether the position can be moved: always.";
        "writable" = yes, "(self, /)", "Whether writing is allowed: always.";
        close "(self, /)" "End all use of the stream and free its memory.";
        flush "(self, /)" "Does nothing.";
        isatty "(self, /)" "Always returns False.";
        tell "(self, /)" "The position, in bytes from the start.";
        write "(self, b, /)" "Write bytes to file.";
        writelines "(self, lines, /)" "Write lines to the file.";
        "read1" = read, "(self, size=-1, /)", "Take size bytes or fewer from here on; everything if size is None or negative.";
        readinto "(self, buffer, /)" "Read bytes into buffer.";
        readline "(self, size=-1, /)" "Take up to and with the next newline, size bytes at most.";
        readlines "(self, size=None, /)" "Take lines into a list until the end, or until they have size bytes together.";
        read "(self, size=-1, /)" "Take size bytes or fewer from here on; everything if size is None or negative.";
        getvalue "(self, /)" "All the bytes, wherever the position is.";
        seek "(self, pos, whence=0, /)" "Change stream position.";
        truncate "(self, size=None, /)" "Cut off what is behind size, or behind the position if it is None.";
        "__getstate__" = getstate, "(self, /)", "";
        "__setstate__" = setstate, "(self, object, /)", "";
    ],
    getset: &[GetSet {
        name: "closed",
        doc: "Whether close() has been called.",
        get: |vm, this| Ok(Value::bool(memory(vm, this)?.closed.get())),
        set: None,
    }],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};
