//! `select.poll`: descriptors that stay registered.

use std::cell::{Cell, RefCell};
use std::os::fd::RawFd;

use taipan_engine::aio::os_failure;
use taipan_engine::funcs;
use taipan_engine::host::Watched;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::Maybe;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::TYPE_ERROR;

use super::descriptor::descriptor_of;
use super::{deadline_in, timeout_of, wait};

/// The payload: what is registered, in that order.
#[derive(Default)]
struct Poll {
    watched: RefCell<Vec<Watched>>,
    /// Whether somebody waits.
    busy: Cell<bool>,
}

impl Traverse for Poll {}

const NORMAL: i16 = libc::POLLIN | libc::POLLPRI | libc::POLLOUT;

pub(super) fn new(vm: &Vm) -> Value {
    vm.new_foreign(&vm.ty(&POLL), Poll::default())
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Poll> {
    value.foreign::<Poll>().ok_or_else(|| vm.type_error("a poll object is required"))
}

/// A mask of events, which has 16 bits.
fn mask_of(vm: &Vm, mask: &Value) -> PyResult<i16> {
    let int = match vm.index(mask) {
        Ok(int) => int,
        Err(raised) if vm.is_exception(&raised.0, &TYPE_ERROR) => {
            return Err(vm.type_error("an integer is required"));
        }
        Err(raised) => return Err(raised),
    };
    if int.as_big().is_some_and(|number| number.sign() == num_bigint::Sign::Minus) {
        return Err(vm.value_error("value must be positive"));
    }
    let fits = vm.small_index(&int).and_then(|number| u16::try_from(number).ok());
    let too_large = || vm.overflow_error("Python int too large for C unsigned short");
    fits.map(|mask| mask as i16).ok_or_else(too_large)
}

fn register(vm: &Vm, this: &Value, file: &Value, mask: Maybe) -> PyResult<()> {
    let fd = descriptor_of(vm, file)?;
    let events = mask.0.map_or(Ok(NORMAL), |mask| mask_of(vm, mask))?;
    let mut watched = of(vm, this)?.watched.borrow_mut();
    match watched.iter_mut().find(|entry| entry.fd == fd) {
        Some(entry) => entry.events = events,
        None => watched.push(Watched { fd, events, revents: 0 }),
    }
    Ok(())
}

fn modify(vm: &Vm, this: &Value, file: &Value, mask: &Value) -> PyResult<()> {
    let fd = descriptor_of(vm, file)?;
    let events = mask_of(vm, mask)?;
    match of(vm, this)?.watched.borrow_mut().iter_mut().find(|entry| entry.fd == fd) {
        Some(entry) => entry.events = events,
        None => return Err(os_failure(vm, &std::io::Error::from_raw_os_error(libc::ENOENT))),
    }
    Ok(())
}

fn unregister(vm: &Vm, this: &Value, file: &Value) -> PyResult<()> {
    let fd: RawFd = descriptor_of(vm, file)?;
    let mut watched = of(vm, this)?.watched.borrow_mut();
    let Some(place) = watched.iter().position(|entry| entry.fd == fd) else {
        return Err(vm.key_error(&vm.int(i64::from(fd))));
    };
    watched.remove(place);
    Ok(())
}

fn poll(vm: &Vm, this: &Value, timeout: &Value) -> PyResult {
    let text = "timeout must be an integer or None";
    let length = timeout_of(vm, timeout, 1_000_000, text)?;
    if length.is_some_and(|length| i32::try_from(length / 1_000_000).is_err()) {
        return Err(vm.overflow_error("timeout is too large"));
    }
    let deadline = length.filter(|length| *length >= 0).map(|length| deadline_in(vm, length));
    let own = of(vm, this)?;
    // Other threads may register and unregister while this one waits.
    let mut watched = own.watched.borrow().clone();
    if own.busy.replace(true) {
        return Err(vm.runtime_error("concurrent poll() invocation"));
    }
    let waited = wait(vm, &mut watched, deadline);
    own.busy.set(false);
    waited?;
    let ready = watched.iter().filter(|entry| entry.revents != 0);
    let pair = |entry: &Watched| {
        let events = i64::from(entry.revents as u16);
        vm.tuple(vec![vm.int(i64::from(entry.fd)), vm.int(events)])
    };
    Ok(vm.new_list(ready.map(pair).collect()))
}

static POLL: TypeSpec = TypeSpec {
    name: "select.poll",
    doc: "Descriptors that are waited for together.",
    operations: Some(ForeignObject::OPERATIONS),
    methods: funcs![
        register "(self, fd, eventmask=<normal>, /)" "Watch a descriptor, for reading, priority data and writing unless it says otherwise.";
        modify "(self, fd, eventmask, /)" "Change what a descriptor is watched for.";
        unregister "(self, fd, /)" "Watch a descriptor no more.";
        poll "(self, timeout=None, /)" "Wait at most so many milliseconds; pairs of descriptors and what was found.";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
