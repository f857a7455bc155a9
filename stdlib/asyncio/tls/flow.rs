//! Limits of what may wait, and what happens beyond them.

use std::cell::Cell;

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::state::Tls;

/// A lower and an upper limit in bytes.
pub(super) struct Limits {
    pub(super) low: Cell<usize>,
    pub(super) high: Cell<usize>,
    default: usize,
}

impl Limits {
    const fn new(default: usize) -> Limits {
        Limits { low: Cell::new(default / 4), high: Cell::new(default), default }
    }

    pub(super) const fn writing() -> Limits {
        Limits::new(512 * 1024)
    }

    pub(super) const fn reading() -> Limits {
        Limits::new(256 * 1024)
    }

    /// As `set_write_buffer_limits(high, low)` asks for.
    pub(super) fn set(&self, vm: &Vm, high: &Value, low: &Value) -> PyResult<()> {
        let number = |value: &Value| -> PyResult<Option<i64>> {
            if value.is_none() { Ok(None) } else { vm.index_i64(value).map(Some) }
        };
        let (given_high, given_low) = (number(high)?, number(low)?);
        let default = self.default as i64;
        let high = given_high.or(given_low.map(|low| low.saturating_mul(4))).unwrap_or(default);
        let low = given_low.unwrap_or(high.div_euclid(4));
        match (usize::try_from(low), usize::try_from(high)) {
            (Ok(from), Ok(to)) if from <= to => {
                self.low.set(from);
                self.high.set(to);
                Ok(())
            }
            _ => Err(vm.value_error(format!("high ({high}) must be >= low ({low}) must be >= 0"))),
        }
    }

    pub(super) fn shown(&self, vm: &Vm) -> Value {
        let int = |n: &Cell<usize>| vm.int(n.get() as i64);
        vm.tuple(vec![int(&self.low), int(&self.high)])
    }
}

/// Asks the protocol above to write no more for now, or tells it that it may again.
pub(super) fn control_writing(vm: &Vm, this: &Value, tls: &Tls) -> PyResult<()> {
    let size = tls.unsent();
    let paused = tls.app_told_to_pause.get();
    if size > tls.writing.high.get() && !paused {
        tls.app_told_to_pause.set(true);
        tell_app(vm, this, tls, "pause_writing")
    } else if size <= tls.writing.low.get() && paused {
        tls.app_told_to_pause.set(false);
        tell_app(vm, this, tls, "resume_writing")
    } else {
        Ok(())
    }
}

fn tell_app(vm: &Vm, this: &Value, tls: &Tls, name: &str) -> PyResult<()> {
    match vm.call_method(&tls.app.get(), &vm.intern(name), &[]) {
        Ok(_) => Ok(()),
        Err(raised) if super::deliver::ends_program(vm, &raised) => Err(raised),
        Err(raised) => {
            let above = tls.above.bound().unwrap_or(Value::NONE);
            let rows = [
                ("message", vm.str(&format!("protocol.{name}() failed"))),
                ("exception", raised.0),
                ("transport", above),
                ("protocol", this.clone()),
            ];
            super::deliver::report(vm, tls, &rows)
        }
    }
}

/// Lets the transport below read no more where too much lies unread, and read again otherwise.
pub(super) fn control_reading(vm: &Vm, tls: &Tls) -> PyResult<()> {
    let (size, paused) = (tls.unread(), tls.below_paused_reading.get());
    let name = if size >= tls.reading.high.get() && !paused && size > 0 {
        "pause_reading"
    } else if size <= tls.reading.low.get() && paused {
        "resume_reading"
    } else {
        return Ok(());
    };
    tls.below_paused_reading.set(!paused);
    match tls.transport() {
        Some(below) => vm.call_method(&below, &vm.intern(name), &[]).map(drop),
        None => Ok(()),
    }
}
