//! The coroutines of StreamReader: each looks at the buffer, and waits until there is enough.

use super::super::exceptions::{INCOMPLETE_READ_ERROR, LIMIT_OVERRUN_ERROR};
use super::super::future;
use super::super::native_coroutine::{self, NativeCoroutine, Progress, Routine};
use super::reader::{StreamReader, Want, of};
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes;
use crate::types::exception::STOP_ASYNC_ITERATION;

/// What is left when a read is given up: nobody waits any more.
fn abandon(_: &Vm, call: &NativeCoroutine) {
    let this = call.first();
    let Some(reader) = this.foreign::<StreamReader>() else { return };
    if let Some(waiter) = reader.waiter.bound()
        && call.waits_for(&waiter)
    {
        reader.waiter.set(Value::UNBOUND);
    }
}

/// Waits for more. RuntimeError if somebody does already.
fn wait(vm: &Vm, reader: &StreamReader, want: Want, name: &str) -> PyResult<Progress> {
    if !reader.waiter.is_unbound() {
        let text = "called while another coroutine is already waiting for incoming data";
        return Err(vm.runtime_error(format!("{name}() {text}")));
    }
    reader.resume(vm)?;
    let waiter = future::new_future(vm, &reader.event_loop.get());
    reader.want.set(want);
    reader.waiter.set(waiter.clone());
    Ok(Progress::Wait(waiter))
}

/// What a reader was given to raise; a program may have given it anything.
fn check_exception(vm: &Vm, reader: &StreamReader) -> PyResult<()> {
    let exception = reader.exception.get();
    if exception.is_none() { Ok(()) } else { Err(Raised(vm.exception_to_raise(&exception)?)) }
}

/// The first `count` bytes, as the coroutine's result.
fn taken(vm: &Vm, reader: &StreamReader, count: usize) -> PyResult<Progress> {
    let bytes = reader.buffer.borrow_mut().take(count);
    reader.maybe_resume(vm)?;
    Ok(Progress::Done(vm.new_bytes(bytes)))
}

/// IncompleteReadError with everything that is there.
fn incomplete(vm: &Vm, reader: &StreamReader, expected: Option<usize>) -> Raised {
    let partial = reader.buffer.borrow_mut().take(usize::MAX);
    let expected = expected.map_or(Value::NONE, |n| vm.int(n as i64));
    let class = vm.ty(&INCOMPLETE_READ_ERROR);
    match vm.call(class.value(), &[vm.new_bytes(partial), expected]) {
        Ok(exception) => Raised(exception),
        Err(raised) => raised,
    }
}

fn overrun(vm: &Vm, message: &str, consumed: usize) -> Raised {
    let class = vm.ty(&LIMIT_OVERRUN_ERROR);
    match vm.call(class.value(), &[vm.str(message), vm.int(consumed as i64)]) {
        Ok(exception) => Raised(exception),
        Err(raised) => raised,
    }
}

// ---- read ----------------------------------------------------------------------------------------

static READ: Routine = Routine { name: "StreamReader.read", step: step_read, abandon };

pub(super) fn read(vm: &Vm, this: &Value, n: &Value) -> PyResult {
    // Unbound for a missing argument, which is -1.
    let count = if n.is_unbound() { -1 } else { vm.index_clamped(n)? };
    Ok(native_coroutine::call(vm, &READ, this, Value::UNBOUND, count))
}

fn step_read(vm: &Vm, call: &NativeCoroutine, _sent: Value) -> PyResult<Progress> {
    let this = call.first();
    let reader = of(vm, &this)?;
    if !call.is_begun() {
        check_exception(vm, reader)?;
    }
    let Ok(count) = usize::try_from(call.number()) else { return read_all(vm, call, reader) };
    if count == 0 {
        return Ok(Progress::Done(vm.new_bytes(Vec::new())));
    }
    if reader.buffer.borrow().len() == 0 && !reader.eof.get() {
        return wait(vm, reader, Want::Anything, "read");
    }
    taken(vm, reader, count)
}

/// Everything up to the end: collected beside the buffer, so that reading can go on.
fn read_all(vm: &Vm, call: &NativeCoroutine, reader: &StreamReader) -> PyResult<Progress> {
    check_exception(vm, reader)?;
    let part = reader.buffer.borrow_mut().take(usize::MAX);
    let collected = match call.second() {
        known if known.is_unbound() => {
            let fresh = vm.new_bytearray(Vec::new());
            call.set_second(fresh.clone());
            fresh
        }
        known => known,
    };
    let Some(array) = collected.get::<bytes::ByteArrayObject>() else {
        return Ok(Progress::Done(Value::NONE));
    };
    vm.reserve(&mut *array.0.borrow_mut(), Some(part.len()))?;
    array.0.borrow_mut().extend_from_slice(&part);
    reader.maybe_resume(vm)?;
    if !reader.eof.get() {
        return wait(vm, reader, Want::Eof, "read");
    }
    let all = array.0.take();
    Ok(Progress::Done(vm.new_bytes(all)))
}

// ---- readexactly ---------------------------------------------------------------------------------

static READ_EXACTLY: Routine =
    Routine { name: "StreamReader.readexactly", step: step_exactly, abandon };

pub(super) fn readexactly(vm: &Vm, this: &Value, n: &Value) -> PyResult {
    let count = vm.index_clamped(n)?;
    Ok(native_coroutine::call(vm, &READ_EXACTLY, this, Value::UNBOUND, count))
}

fn step_exactly(vm: &Vm, call: &NativeCoroutine, _sent: Value) -> PyResult<Progress> {
    let this = call.first();
    let reader = of(vm, &this)?;
    let Ok(count) = usize::try_from(call.number()) else {
        return Err(vm.value_error("readexactly size can not be less than zero"));
    };
    if !call.is_begun() {
        check_exception(vm, reader)?;
    }
    if count == 0 {
        return Ok(Progress::Done(vm.new_bytes(Vec::new())));
    }
    if reader.buffer.borrow().len() >= count {
        return taken(vm, reader, count);
    }
    if reader.eof.get() {
        return Err(incomplete(vm, reader, Some(count)));
    }
    wait(vm, reader, Want::Count(count), "readexactly")
}

// ---- readuntil and readline ----------------------------------------------------------------------

static READ_UNTIL: Routine = Routine { name: "StreamReader.readuntil", step: step_until, abandon };
static READ_LINE: Routine = Routine { name: "StreamReader.readline", step: step_line, abandon };
static NEXT_LINE: Routine = Routine { name: "StreamReader.__anext__", step: step_next, abandon };

pub(super) fn readuntil(vm: &Vm, this: &Value, separator: &Value) -> PyResult {
    let separator =
        if separator.is_unbound() { vm.new_bytes(b"\n".to_vec()) } else { separator.clone() };
    Ok(native_coroutine::call(vm, &READ_UNTIL, this, separator, 0))
}

pub(super) fn readline(vm: &Vm, this: &Value) -> Value {
    native_coroutine::call(vm, &READ_LINE, this, Value::UNBOUND, 0)
}

pub(super) fn next_line(vm: &Vm, this: &Value) -> Value {
    native_coroutine::call(vm, &NEXT_LINE, this, Value::UNBOUND, 0)
}

/// The separators as bytes, and the lengths of the shortest and the longest.
fn separators(vm: &Vm, value: &Value) -> PyResult<(Vec<Vec<u8>>, usize, usize)> {
    let one = std::slice::from_ref(value);
    let all: PyResult<Vec<Vec<u8>>> = value
        .as_tuple()
        .unwrap_or(one)
        .iter()
        .map(|each| bytes::Buffer::required(vm, each).map(|b| b.to_vec()))
        .collect();
    let all = all?;
    let longest = all.iter().map(Vec::len).max();
    let shortest = all.iter().map(Vec::len).min();
    let (Some(longest), Some(shortest)) = (longest, shortest) else {
        return Err(vm.value_error("Separator should contain at least one element"));
    };
    if shortest == 0 {
        return Err(vm.value_error("Separator should be at least one-byte string"));
    }
    Ok((all, shortest, longest))
}

/// Where the earliest end of a separator is: begin and end of that separator.
fn find(buffer: &[u8], from: usize, separators: &[Vec<u8>]) -> Option<(usize, usize)> {
    let rest = buffer.get(from..)?;
    let mut found: Option<(usize, usize)> = None;
    for separator in separators {
        if let Some(at) = memchr::memmem::find(rest, separator) {
            let (start, end) = (from + at, from + at + separator.len());
            if found.is_none_or(|(_, known)| end < known) {
                found = Some((start, end));
            }
        }
    }
    found
}

fn step_until(vm: &Vm, call: &NativeCoroutine, _sent: Value) -> PyResult<Progress> {
    let this = call.first();
    let reader = of(vm, &this)?;
    let (all, _, longest) = separators(vm, &call.second())?;
    if !call.is_begun() {
        check_exception(vm, reader)?;
    }
    let from = usize::try_from(call.number()).unwrap_or(0);
    let (found, length) = {
        let buffer = reader.buffer.borrow();
        (find(buffer.as_slice(), from, &all), buffer.len())
    };
    if let Some((start, end)) = found {
        if start > reader.limit.get() {
            let text = "Separator is found, but chunk is longer than limit";
            return Err(overrun(vm, text, start));
        }
        return taken(vm, reader, end);
    }
    let searched = (length + 1).saturating_sub(longest);
    if searched > reader.limit.get() {
        let text = "Separator is not found, and chunk exceed the limit";
        return Err(overrun(vm, text, searched));
    }
    if reader.eof.get() {
        return Err(incomplete(vm, reader, None));
    }
    call.set_number(searched as i64);
    let want = match all.as_slice() {
        [only] => only.last().map_or(Want::Anything, |byte| Want::Byte(*byte)),
        _ => Want::Anything,
    };
    wait(vm, reader, want, "readuntil")
}

fn step_line(vm: &Vm, call: &NativeCoroutine, _sent: Value) -> PyResult<Progress> {
    let this = call.first();
    let reader = of(vm, &this)?;
    if !call.is_begun() {
        check_exception(vm, reader)?;
    }
    let from = usize::try_from(call.number()).unwrap_or(0);
    let (found, length) = {
        let buffer = reader.buffer.borrow();
        let rest = buffer.as_slice().get(from..).unwrap_or_default();
        (memchr::memchr(b'\n', rest).map(|at| from + at), buffer.len())
    };
    let limit = reader.limit.get();
    match found {
        Some(at) if at > limit => {
            // The line is dropped, its end too.
            reader.buffer.borrow_mut().skip(at + 1);
            reader.maybe_resume(vm)?;
            Err(vm.value_error("Separator is found, but chunk is longer than limit"))
        }
        Some(at) => taken(vm, reader, at + 1),
        None if length > limit => {
            reader.buffer.borrow_mut().clear();
            reader.maybe_resume(vm)?;
            Err(vm.value_error("Separator is not found, and chunk exceed the limit"))
        }
        None if reader.eof.get() => {
            let rest = reader.buffer.borrow_mut().take(usize::MAX);
            Ok(Progress::Done(vm.new_bytes(rest)))
        }
        None => {
            call.set_number(length as i64);
            wait(vm, reader, Want::Byte(b'\n'), "readuntil")
        }
    }
}

fn step_next(vm: &Vm, call: &NativeCoroutine, sent: Value) -> PyResult<Progress> {
    match step_line(vm, call, sent)? {
        Progress::Done(line) if vm.len(&line)? == 0 => {
            Err(Raised(vm.new_exception(&vm.ty(&STOP_ASYNC_ITERATION), Vec::new())))
        }
        progress => Ok(progress),
    }
}
