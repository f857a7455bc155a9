//! `MemoryBIO`: a queue of bytes between a connection and whoever carries them.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::Read;

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;

use super::errors::plain;

/// The payload.
#[derive(Default)]
pub(super) struct MemoryBio {
    bytes: RefCell<VecDeque<u8>>,
    ended: Cell<bool>,
}

impl Traverse for MemoryBio {}

impl MemoryBio {
    /// Takes bytes out: how many; `None` where there are none yet, 0 where none will come.
    pub(super) fn take(&self, place: &mut [u8]) -> Option<usize> {
        let mut bytes = self.bytes.borrow_mut();
        if bytes.is_empty() {
            return self.ended.get().then_some(0);
        }
        // Reading from memory does not fail.
        Some(bytes.read(place).unwrap_or(0))
    }

    pub(super) fn put(&self, bytes: &[u8]) {
        self.bytes.borrow_mut().extend(bytes);
    }
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    if !args.all.is_empty() {
        let what = if args.names.is_empty() { "positional" } else { "keyword" };
        return Err(vm.type_error(format!("MemoryBIO() takes no {what} arguments")));
    }
    Ok(vm.new_foreign(class, MemoryBio::default()))
}

pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a MemoryBio> {
    value.foreign::<MemoryBio>().ok_or_else(|| vm.type_error("a MemoryBIO is required"))
}

fn read(vm: &Vm, this: &Value, size: i64) -> PyResult {
    let bio = of(vm, this)?;
    let mut bytes = bio.bytes.borrow_mut();
    let count = usize::try_from(size).map_or(bytes.len(), |size| size.min(bytes.len()));
    let taken: Vec<u8> = bytes.drain(..count).collect();
    drop(bytes);
    Ok(vm.new_bytes(taken))
}

fn write(vm: &Vm, this: &Value, b: &Value) -> PyResult<usize> {
    let bytes = Buffer::simple(vm, b)?;
    let bio = of(vm, this)?;
    if bio.ended.get() {
        return Err(plain(vm, "cannot write() after write_eof()"));
    }
    let mut held = bio.bytes.borrow_mut();
    if !vm.heap.allows(bytes.len()) || held.try_reserve(bytes.len()).is_err() {
        return Err(vm.memory_error());
    }
    held.extend(&*bytes);
    Ok(bytes.len())
}

fn write_eof(vm: &Vm, this: &Value) -> PyResult<()> {
    of(vm, this)?.ended.set(true);
    Ok(())
}

pub(super) static MEMORY_BIO: TypeSpec = TypeSpec {
    name: "_ssl.MemoryBIO",
    doc: "A queue of bytes for connections without a socket.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), ..Slots::NONE },
    methods: funcs![
        read "(self, size=-1, /)" "Take up to size bytes out, all of them if it is negative.";
        write "(self, b, /)" "Put bytes in; how many.";
        write_eof "(self, /)" "Nothing more will be put in.";
    ],
    getset: &[
        GetSet {
            name: "pending",
            doc: "How many bytes are in it.",
            get: |vm, this| Ok(vm.int(of(vm, this)?.bytes.borrow().len() as i64)),
            set: None,
        },
        GetSet {
            name: "eof",
            doc: "Whether it is empty and nothing more will come.",
            get: |vm, this| {
                let bio = of(vm, this)?;
                Ok(Value::bool(bio.ended.get() && bio.bytes.borrow().is_empty()))
            },
            set: None,
        },
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};
