//! How long a thread is to wait: arguments in seconds to deadlines on the host's clock.

use crate::duration::{SECOND, nanoseconds};
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

/// The longest timeout: as many nanoseconds as 63 bits hold.
pub(super) const LONGEST_SECONDS: f64 = 9_223_372_036.0;

/// How patient somebody is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Patience {
    None,
    Until(u64),
    Forever,
}

impl Patience {
    /// The deadline for a wait; `None` is for ever.
    pub(crate) fn deadline(self) -> Option<u64> {
        match self {
            Patience::None => Some(0),
            Patience::Until(deadline) => Some(deadline),
            Patience::Forever => None,
        }
    }

    /// Whether the moment has come to give up.
    pub(crate) fn is_over(self, vm: &Vm) -> bool {
        match self {
            Patience::None => true,
            Patience::Until(deadline) => vm.host.monotonic() >= deadline,
            Patience::Forever => false,
        }
    }
}

/// What `acquire(blocking, timeout)` asks for; -1 is for ever.
pub(crate) fn deadline(vm: &Vm, blocking: bool, timeout: &Value) -> PyResult<Patience> {
    if timeout.as_int() == Some(-1) {
        return Ok(if blocking { Patience::Forever } else { Patience::None });
    }
    let wanted = nanoseconds(vm, timeout, SECOND)?;
    let for_ever = wanted == -1_000_000_000;
    if !blocking && !for_ever {
        return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
    }
    match u64::try_from(wanted) {
        _ if !blocking => Ok(Patience::None),
        _ if for_ever => Ok(Patience::Forever),
        Ok(0) => Ok(Patience::None),
        Ok(wanted) => Ok(Patience::Until(vm.deadline_in(wanted))),
        Err(_) => Err(vm.value_error("timeout value must be a non-negative number")),
    }
}

/// What `get(block, timeout)` asks for: None is for ever.
pub(crate) fn deadline_or_none(vm: &Vm, block: bool, timeout: &Value) -> PyResult<Patience> {
    if !block {
        return Ok(Patience::None);
    }
    if timeout.is_none() {
        return Ok(Patience::Forever);
    }
    match u64::try_from(nanoseconds(vm, timeout, SECOND)?) {
        Ok(0) => Ok(Patience::None),
        Ok(wanted) => Ok(Patience::Until(vm.deadline_in(wanted))),
        Err(_) => Err(vm.value_error("'timeout' must be a non-negative number")),
    }
}
