//! `select.epoll`: a list of watched descriptors that the kernel keeps.

use std::cell::Cell;
use std::os::fd::RawFd;

use taipan_engine::aio::os_failure;
use taipan_engine::funcs;
use taipan_engine::host::Watched;
use taipan_engine::host::net::EpollChange;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Maybe, Signature};
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::OS_ERROR;

use super::descriptor::descriptor_of;
use super::{deadline_in, timeout_of, wait};

/// The payload: the list's own descriptor, -1 once it is closed.
struct Epoll(Cell<RawFd>);

impl Traverse for Epoll {}

const CLOSED: RawFd = -1;
/// How many events a call gives at most if it does not say.
const MOST: usize = libc::FD_SETSIZE - 1;
const NORMAL: u32 = (libc::EPOLLIN | libc::EPOLLPRI | libc::EPOLLOUT) as u32;

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(sizehint=-1, flags=0)").bind(vm, "epoll", args)?;
    let number = |at: usize, absent: i64| match bound.get(at).filter(|v| !v.is_unbound()) {
        Some(value) => vm.index_i64(value),
        None => Ok(absent),
    };
    let (size, flags) = (number(0, -1)?, number(1, 0)?);
    if size != -1 && size <= 0 {
        return Err(vm.value_error("negative sizehint"));
    }
    if flags != 0 && flags != i64::from(libc::EPOLL_CLOEXEC) {
        let text = vm.str("invalid flags");
        let class = vm.ty(&OS_ERROR);
        return Err(Raised(vm.new_exception(&class, vec![text])));
    }
    let fd = vm.host.net().epoll().map_err(|error| os_failure(vm, &error))?;
    Ok(vm.new_foreign(class, Epoll(Cell::new(fd))))
}

fn fromfd(vm: &Vm, class: &Value, fd: i64) -> PyResult {
    let Ok(fd) = RawFd::try_from(fd) else {
        return Err(vm.overflow_error("Python int too large to convert to C int"));
    };
    let Some(class) = TypeRef::of(class) else { return Ok(Value::NONE) };
    Ok(vm.new_foreign(class, Epoll(Cell::new(fd))))
}

/// The list, closed or not.
fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Epoll> {
    this.foreign::<Epoll>().ok_or_else(|| vm.type_error("an epoll object is required"))
}

/// The list's descriptor, if it is open.
fn open(vm: &Vm, this: &Value) -> PyResult<RawFd> {
    let fd = own(vm, this)?.0.get();
    if fd < 0 {
        return Err(vm.value_error("I/O operation on closed epoll object"));
    }
    Ok(fd)
}

/// A mask of events; bits beyond 32 are cut off.
fn mask_of(vm: &Vm, mask: &Value) -> PyResult<u32> {
    match vm.index(mask)?.as_big() {
        Some(number) => {
            let digits = number.magnitude().iter_u32_digits().next().unwrap_or(0);
            let negative = number.sign() == num_bigint::Sign::Minus;
            Ok(if negative { digits.wrapping_neg() } else { digits })
        }
        None => Ok(0),
    }
}

fn change(vm: &Vm, this: &Value, fd: &Value, what: EpollChange) -> PyResult<()> {
    let list = open(vm, this)?;
    let fd = descriptor_of(vm, fd)?;
    vm.host.net().epoll_change(list, what, fd).map_err(|error| os_failure(vm, &error))
}

fn register(vm: &Vm, this: &Value, fd: &Value, mask: Maybe) -> PyResult<()> {
    let mask = mask.0.map_or(Ok(NORMAL), |mask| mask_of(vm, mask))?;
    change(vm, this, fd, EpollChange::Add(mask))
}

fn modify(vm: &Vm, this: &Value, fd: &Value, mask: &Value) -> PyResult<()> {
    let mask = mask_of(vm, mask)?;
    change(vm, this, fd, EpollChange::Modify(mask))
}

fn unregister(vm: &Vm, this: &Value, fd: &Value) -> PyResult<()> {
    change(vm, this, fd, EpollChange::Remove)
}

/// The list is a descriptor itself, which is ready when one of its own is.
fn poll(vm: &Vm, this: &Value, timeout: &Value, most: i64) -> PyResult {
    open(vm, this)?;
    let text = "timeout must be an integer or None";
    let length = timeout_of(vm, timeout, 1_000_000_000, text)?;
    let most = match usize::try_from(most) {
        Ok(most) if most > 0 => most,
        _ if most == -1 => MOST,
        Ok(_) | Err(_) => {
            let text = format!("maxevents must be greater than 0, got {most}");
            return Err(vm.value_error(text));
        }
    };
    let deadline = length.filter(|length| *length >= 0).map(|length| deadline_in(vm, length));
    loop {
        let fd = open(vm, this)?;
        let ready = vm.host.net().epoll_ready(fd, most).map_err(|error| os_failure(vm, &error))?;
        if !ready.is_empty() || deadline == Some(0) {
            let pair = |(fd, events): (RawFd, u32)| {
                vm.tuple(vec![vm.int(i64::from(fd)), vm.int(i64::from(events))])
            };
            return Ok(vm.new_list(ready.into_iter().map(pair).collect()));
        }
        let mut list = vec![Watched { fd, events: libc::POLLIN, revents: 0 }];
        if !wait(vm, &mut list, deadline)? {
            return Ok(vm.new_list(Vec::new()));
        }
    }
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let fd = own(vm, this)?.0.replace(CLOSED);
    if fd >= 0 {
        vm.host.net().close(fd).map_err(|error| os_failure(vm, &error))?;
    }
    Ok(())
}

fn finalize(vm: &Vm, this: &Value) {
    // A descriptor that was closed elsewhere is nobody's business here.
    drop(close(vm, this));
}

fn fileno(vm: &Vm, this: &Value) -> PyResult<i64> {
    open(vm, this).map(i64::from)
}

fn enter(vm: &Vm, this: &Value) -> PyResult {
    open(vm, this)?;
    Ok(this.clone())
}

fn exit(vm: &Vm, this: &Value, _: &Value, _: &Value, _: &Value) -> PyResult {
    vm.call_method(this, &vm.intern("close"), &[])
}

pub(super) static EPOLL: TypeSpec = TypeSpec {
    name: "select.epoll",
    doc: "A list of watched descriptors that the kernel keeps.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), finalize: Some(finalize), ..Slots::NONE },
    methods: funcs![
        class "fromfd" = fromfd, "(cls, fd, /)", "An object for a list that exists already.";
        close "(self, /)" "Let go of the list; every later use is an error.";
        fileno "(self, /)" "The list's own descriptor.";
        register "(self, fd, eventmask=<normal>)" "Watch a descriptor, for reading, priority data and writing unless it says otherwise.";
        modify "(self, fd, eventmask)" "Change what a descriptor is watched for.";
        unregister "(self, fd)" "Watch a descriptor no more.";
        poll "(self, timeout=None, maxevents=-1)" "Wait at most so many seconds; pairs of descriptors and their events.";
        "__enter__" = enter, "(self, /)", "";
        "__exit__" = exit, "(self, exc_type=None, exc_value=None, exc_tb=None, /)", "";
    ],
    getset: &[GetSet {
        name: "closed",
        doc: "Whether the list is closed.",
        get: |vm, this| Ok(Value::bool(own(vm, this)?.0.get() < 0)),
        set: None,
    }],
    ..TypeSpec::NONE
};
