//! What a loop watches: descriptors with callbacks of the user, futures that wait for one to be ready,
//! and native sources such as transports. Waits for nothing itself.
//!
//! The poller tells once that something is ready. Native sources live with that; callbacks of the
//! user are to be called as long as something is left, so their descriptors are watched anew before
//! the next wait.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::os::fd::RawFd;
use std::rc::Rc;

use super::event_loop::EventLoop;
use super::ready::{Ready, Resolve};
use super::{future, handle, os_failure};
use crate::host::{Event, Interest, Pending, Poller};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// In which way a source is ready.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Readiness {
    pub readable: bool,
    pub writable: bool,
    /// Reading goes on to the end: no further word will come of it.
    pub hung_up: bool,
}

impl Readiness {
    pub const READABLE: Readiness = Readiness { readable: true, writable: false, hung_up: false };
}

/// Which of two directions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    Read,
    Write,
}

struct Watch {
    token: usize,
    pending: Pending,
    what: Watched,
}

enum Watched {
    /// For each direction a Handle, or a future that is only to be woken.
    Callbacks {
        read: Option<Value>,
        write: Option<Value>,
    },
    Source(Value),
}

impl Watch {
    fn interest(&self) -> Option<Interest> {
        match &self.what {
            Watched::Callbacks { read, write } => Interest::of(read.is_some(), write.is_some()),
            Watched::Source(_) => Some(source_interest(self.pending)),
        }
    }
}

/// Sources are told of both directions, except that nothing is written to a listening socket.
fn source_interest(pending: Pending) -> Interest {
    match pending {
        Pending::Outside => Interest::Both,
        Pending::Listening => Interest::Read,
    }
}

/// The part of a loop that concerns descriptors.
#[derive(Default)]
pub(super) struct Io {
    /// Made when first needed.
    poller: RefCell<Option<Rc<Poller>>>,
    watches: RefCell<HashMap<RawFd, Watch, foldhash::fast::FixedState>>,
    /// Descriptors whose callbacks have been queued, to be watched anew.
    again: RefCell<Vec<RawFd>>,
    events: Cell<Vec<Event>>,
    generation: Cell<u32>,
}

impl Io {
    pub(super) fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for watch in self.watches.borrow().values() {
            match &watch.what {
                Watched::Callbacks { read, write } => {
                    read.iter().chain(write).for_each(&mut *visit);
                }
                Watched::Source(source) => visit(source),
            }
        }
    }

    pub(super) fn is_watching(&self) -> bool {
        !self.watches.borrow().is_empty()
    }

    /// The poller, made if need be.
    pub(super) fn poller(&self, vm: &Vm) -> PyResult<Rc<Poller>> {
        if let Some(known) = &*self.poller.borrow() {
            return Ok(known.clone());
        }
        let made =
            Rc::new(vm.host.new_poller(vm.is_main_thread()).map_err(|e| os_failure(vm, &e))?);
        *self.poller.borrow_mut() = Some(made.clone());
        Ok(made)
    }

    /// Has the poller's descriptor become ready, whoever waits for it.
    pub(super) fn wake(&self, vm: &Vm) {
        if let Some(poller) = &*self.poller.borrow() {
            vm.host.poller_waker(poller).wake();
        }
    }

    /// Forgets everything and gives the system's resources back.
    pub(super) fn close(&self) {
        let watches = self.watches.take();
        self.again.borrow_mut().clear();
        let poller = self.poller.take();
        drop(poller);
        drop(watches);
    }

    fn fresh_token(&self, fd: RawFd) -> usize {
        let generation = self.generation.get().wrapping_add(1) & 0x7fff_ffff;
        self.generation.set(generation);
        (generation as usize) << 32 | fd as u32 as usize
    }

    /// Has a native source told of both directions.
    pub(super) fn watch_source(
        &self,
        vm: &Vm,
        fd: RawFd,
        source: &Value,
        pending: Pending,
    ) -> PyResult<()> {
        let poller = self.poller(vm)?;
        let token = self.fresh_token(fd);
        let interest = source_interest(pending);
        // A callback of the user that was left on a descriptor since closed.
        self.forget(fd);
        poller.register(fd, token, interest, pending).map_err(|e| os_failure(vm, &e))?;
        let watch = Watch { token, pending, what: Watched::Source(source.clone()) };
        self.watches.borrow_mut().insert(fd, watch);
        Ok(())
    }

    /// Watches the descriptor no more, whatever for.
    pub(super) fn forget(&self, fd: RawFd) {
        let removed = self.watches.borrow_mut().remove(&fd);
        if let (Some(watch), Some(poller)) = (&removed, &*self.poller.borrow()) {
            // Fails where the descriptor was closed before, which ended the watching too.
            let _ = poller.deregister(fd, watch.pending);
        }
        drop(removed);
    }

    /// Watches the descriptor no more if it is watched for that source: the number may be another's
    /// by now.
    pub(super) fn forget_source(&self, fd: RawFd, source: &Value) {
        if self.source(fd).is_some_and(|known| known.is(source)) {
            self.forget(fd);
        }
    }

    /// Has a source's descriptor told of anew before the next wait.
    pub(super) fn watch_again(&self, fd: RawFd) {
        self.again.borrow_mut().push(fd);
    }

    /// The native source behind the descriptor.
    pub(super) fn source(&self, fd: RawFd) -> Option<Value> {
        match self.watches.borrow().get(&fd).map(|w| &w.what) {
            Some(Watched::Source(source)) => Some(source.clone()),
            Some(Watched::Callbacks { .. }) | None => None,
        }
    }

    /// Sets the callback of one direction, a Handle or a future. Gives back the one before.
    pub(super) fn set_callback(
        &self,
        vm: &Vm,
        fd: RawFd,
        direction: Direction,
        callback: Value,
    ) -> PyResult<Option<Value>> {
        let poller = self.poller(vm)?;
        let fail = |error: std::io::Error| os_failure(vm, &error);
        let mut watches = self.watches.borrow_mut();
        if let Some(watch) = watches.get_mut(&fd)
            && let Watched::Callbacks { read, write } = &mut watch.what
        {
            let place = match direction {
                Direction::Read => read,
                Direction::Write => write,
            };
            let before = place.replace(callback);
            let interest = watch.interest().unwrap_or(Interest::Both);
            if let Err(error) = poller.reregister(fd, watch.token, interest) {
                if error.kind() != std::io::ErrorKind::NotFound {
                    return Err(fail(error));
                }
                // The descriptor was closed and its number is another's now.
                let _ = poller.deregister(fd, watch.pending);
                poller.register(fd, watch.token, interest, watch.pending).map_err(fail)?;
            }
            return Ok(before);
        }
        let pending =
            if vm.host.net().is_listening(fd) { Pending::Listening } else { Pending::Outside };
        let token = self.fresh_token(fd);
        let callback = Some(callback);
        let what = match direction {
            Direction::Read => Watched::Callbacks { read: callback, write: None },
            Direction::Write => Watched::Callbacks { read: None, write: callback },
        };
        let watch = Watch { token, pending, what };
        let interest = watch.interest().unwrap_or(Interest::Both);
        poller.register(fd, token, interest, pending).map_err(fail)?;
        watches.insert(fd, watch);
        Ok(None)
    }

    /// The callback of one direction.
    fn callback(&self, fd: RawFd, direction: Direction) -> Option<Value> {
        match (&self.watches.borrow().get(&fd)?.what, direction) {
            (Watched::Callbacks { read, .. }, Direction::Read) => read.clone(),
            (Watched::Callbacks { write, .. }, Direction::Write) => write.clone(),
            (Watched::Source(_), _) => None,
        }
    }

    /// Takes the callback of one direction away.
    pub(super) fn take_callback(&self, fd: RawFd, direction: Direction) -> Option<Value> {
        let mut watches = self.watches.borrow_mut();
        let watch = watches.get_mut(&fd)?;
        let Watched::Callbacks { read, write } = &mut watch.what else { return None };
        let taken = match direction {
            Direction::Read => read.take(),
            Direction::Write => write.take(),
        }?;
        match (watch.interest(), &*self.poller.borrow()) {
            (Some(interest), Some(poller)) => {
                // A closed descriptor is watched no more anyway.
                let _ = poller.reregister(fd, watch.token, interest);
            }
            (None, _) => {
                drop(watches);
                self.forget(fd);
            }
            (Some(_), None) => {}
        }
        Some(taken)
    }

    /// Watches anew what callbacks may have left unread or unwritten.
    pub(super) fn rearm(&self) {
        let again = self.again.take();
        let Some(poller) = self.poller.borrow().clone() else { return };
        for fd in again {
            let watches = self.watches.borrow();
            if let Some(watch) = watches.get(&fd)
                && let Some(interest) = watch.interest()
            {
                // A closed descriptor is never ready again.
                let _ = poller.reregister(fd, watch.token, interest);
            }
        }
    }

    /// The buffer for events; to be given back to [`Io::queue`].
    pub(super) fn take_events(&self) -> Vec<Event> {
        self.events.take()
    }

    /// Queues what has to be done for the events.
    pub(super) fn queue(&self, mut events: Vec<Event>, ready: &RefCell<VecDeque<Ready>>) {
        for event in events.drain(..) {
            let fd = event.token as u32 as RawFd;
            let found = match self.watches.borrow().get(&fd) {
                Some(watch) if watch.token == event.token => match &watch.what {
                    Watched::Source(source) => Err(source.clone()),
                    Watched::Callbacks { read, write } => Ok((
                        read.clone().filter(|_| event.readable),
                        write.clone().filter(|_| event.writable),
                    )),
                },
                _ => continue,
            };
            match found {
                Err(source) => {
                    let readiness = Readiness {
                        readable: event.readable,
                        writable: event.writable,
                        hung_up: event.hung_up,
                    };
                    ready.borrow_mut().push_back(Ready::Io(source, readiness));
                }
                Ok((read, write)) => {
                    self.again.borrow_mut().push(fd);
                    self.queue_callback(fd, Direction::Read, read, ready);
                    self.queue_callback(fd, Direction::Write, write, ready);
                }
            }
        }
        self.events.set(events);
    }

    fn queue_callback(
        &self,
        fd: RawFd,
        direction: Direction,
        callback: Option<Value>,
        ready: &RefCell<VecDeque<Ready>>,
    ) {
        let Some(callback) = callback else { return };
        if future::future_of(&callback).is_some() {
            drop(self.take_callback(fd, direction));
            // As a callback of the user would, which then wakes whoever waits.
            let resolve = Resolve { future: callback, result: Value::NONE };
            ready.borrow_mut().push_back(Ready::Resolve(Box::new(resolve)));
        } else {
            ready.borrow_mut().push_back(Ready::Handle(callback));
        }
    }
}

// ---- what Python sees ----------------------------------------------------------------------------

/// The number of a descriptor, or of an object that has one.
pub fn descriptor_of(vm: &Vm, file: &Value) -> PyResult<RawFd> {
    let number = match file.as_int() {
        Some(number) => number,
        None => {
            let invalid = |vm: &Vm| match vm.repr_text(file) {
                Ok(text) => vm.value_error(format!("Invalid file object: {text}")),
                Err(raised) => raised,
            };
            let Some(method) = vm.getattr_opt(file, &vm.intern("fileno"))? else {
                return Err(invalid(vm));
            };
            match vm.call(&method, &[])?.as_int() {
                Some(number) => number,
                None => return Err(invalid(vm)),
            }
        }
    };
    match RawFd::try_from(number) {
        Ok(fd) if fd >= 0 => Ok(fd),
        _ => Err(vm.value_error(format!("Invalid file descriptor: {number}"))),
    }
}

/// RuntimeError if a transport uses the descriptor.
pub(super) fn refuse_transport(vm: &Vm, event_loop: &EventLoop, fd: RawFd) -> PyResult<()> {
    match event_loop.io.source(fd) {
        Some(source) if !super::transport::is_closing(&source) => {
            let text = vm.repr_text(&source)?;
            Err(vm.runtime_error(format!("File descriptor {fd} is used by transport {text}")))
        }
        _ => Ok(()),
    }
}

/// A future of the loop that is done when the descriptor is ready.
pub fn wait_for(vm: &Vm, this: &Value, fd: RawFd, direction: Direction) -> PyResult {
    let event_loop = super::loop_of(vm, this)?;
    event_loop.check_open(vm)?;
    refuse_transport(vm, event_loop, fd)?;
    if event_loop.io.source(fd).is_some() {
        event_loop.io.forget(fd);
    }
    let waiter = future::new_future(vm, this);
    let before = event_loop.io.set_callback(vm, fd, direction, waiter.clone())?;
    before.iter().for_each(|b| handle::cancel(vm, b));
    Ok(waiter)
}

/// Ends a wait that was given up.
pub fn stop_waiting(
    vm: &Vm,
    this: &Value,
    fd: RawFd,
    direction: Direction,
    waiter: &Value,
) -> PyResult<()> {
    let event_loop = super::loop_of(vm, this)?;
    if event_loop.io.callback(fd, direction).is_some_and(|known| known.is(waiter)) {
        drop(event_loop.io.take_callback(fd, direction));
    }
    Ok(())
}

/// Watches a descriptor no more that is about to be closed.
pub fn forget_descriptor(vm: &Vm, this: &Value, fd: RawFd) -> PyResult<()> {
    super::loop_of(vm, this)?.io.forget(fd);
    Ok(())
}

/// Whether the descriptor is a pipe, a socket or a character device.
pub fn is_pipe_like(vm: &Vm, fd: RawFd) -> PyResult<bool> {
    vm.host.net().is_pipe_like(fd).map_err(|e| os_failure(vm, &e))
}

/// `loop.add_reader(fd, callback, *args)` and `add_writer`
pub(super) fn add(
    vm: &Vm,
    this: &Value,
    direction: Direction,
    file: &Value,
    callback: &Value,
    args: &Value,
) -> PyResult<()> {
    let fd = descriptor_of(vm, file)?;
    let event_loop = super::loop_of(vm, this)?;
    event_loop.check_open(vm)?;
    refuse_transport(vm, event_loop, fd)?;
    add_now(vm, this, event_loop, direction, fd, callback, args).map(drop)
}

/// `loop._add_reader(fd, callback, *args)` and `_add_writer`; the handle.
pub(super) fn watch(
    vm: &Vm,
    this: &Value,
    direction: Direction,
    file: &Value,
    callback: &Value,
    args: &Value,
) -> PyResult {
    let event_loop = super::loop_of(vm, this)?;
    event_loop.check_open(vm)?;
    add_now(vm, this, event_loop, direction, descriptor_of(vm, file)?, callback, args)
}

fn add_now(
    vm: &Vm,
    this: &Value,
    event_loop: &EventLoop,
    direction: Direction,
    fd: RawFd,
    callback: &Value,
    args: &Value,
) -> PyResult {
    if event_loop.io.source(fd).is_some() {
        event_loop.io.forget(fd);
    }
    let made = handle::for_callback(vm, this, callback, args);
    let before = event_loop.io.set_callback(vm, fd, direction, made.clone())?;
    before.iter().for_each(|b| handle::cancel(vm, b));
    Ok(made)
}

/// `loop.remove_reader(fd)` and `remove_writer`
pub(super) fn remove(vm: &Vm, this: &Value, direction: Direction, file: &Value) -> PyResult<bool> {
    let event_loop = super::loop_of(vm, this)?;
    refuse_transport(vm, event_loop, descriptor_of(vm, file)?)?;
    unwatch(vm, this, direction, file)
}

/// `loop._remove_reader(fd)` and `_remove_writer`
pub(super) fn unwatch(vm: &Vm, this: &Value, direction: Direction, file: &Value) -> PyResult<bool> {
    let event_loop = super::loop_of(vm, this)?;
    let fd = descriptor_of(vm, file)?;
    if event_loop.is_closed() {
        return Ok(false);
    }
    let taken = event_loop.io.take_callback(fd, direction);
    taken.iter().for_each(|t| handle::cancel(vm, t));
    Ok(taken.is_some())
}
