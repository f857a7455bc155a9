//! What signals do to the program. Which have arrived is the host's to know.

use crate::host::Signal;
use crate::object::slots::{PyResult, Raised};
use crate::object::vm::{Breaker, Vm};
use crate::types::exception::KEYBOARD_INTERRUPT;

impl Vm {
    /// Sees to the signals that have arrived: called where the breaker says so, and by everything
    /// that waits. SIGINT raises KeyboardInterrupt, unless somebody asked for it.
    pub fn handle_signals(&self) -> PyResult<()> {
        // Cleared first: a signal that arrives from now on sets it again.
        self.breaker.clear(Breaker::SIGNAL);
        let asked = self.interrupted.replace(false);
        if !self.host.take_signals().has(Signal::INTERRUPT) && !asked {
            return Ok(());
        }
        match self.on_interrupt.get() {
            Some(handle) => handle(self),
            None => Err(Raised(self.new_exception(&self.ty(&KEYBOARD_INTERRUPT), Vec::new()))),
        }
    }
}
