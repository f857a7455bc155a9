//! What signals do to the program: what the user has set, or KeyboardInterrupt. Which have arrived is
//! the host's to know.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::host::child::Disposition;
use crate::host::{Signal, Signals};
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::{Breaker, Vm};
use crate::types::exception::KEYBOARD_INTERRUPT;

/// What is done when a signal has arrived.
#[derive(Clone)]
pub enum OnSignal {
    /// Called with its number and the present frame.
    Call(Value),
    /// Rust code with data of its own.
    Native(fn(&Vm, &Value), Value),
}

/// The actions by number, and the descriptor that is told of every signal (-1 for none).
pub struct SignalActions {
    pub actions: RefCell<HashMap<i32, OnSignal>>,
    pub wakeup: Cell<i32>,
}

impl Vm {
    /// What signals do, other than usual.
    pub fn signal_actions(&self) -> Rc<SignalActions> {
        self.extra(|| SignalActions { actions: RefCell::default(), wakeup: Cell::new(-1) })
    }

    /// Whether Python code is called when some signal arrives.
    pub(in crate::vm) fn has_signal_handlers(&self) -> bool {
        let known = self.signal_actions();
        let actions = known.actions.borrow();
        actions.values().any(|action| matches!(action, OnSignal::Call(_)))
    }

    /// Sees to the signals that have arrived: called where the breaker says so, and by everything
    /// that waits. SIGINT raises KeyboardInterrupt, unless somebody asked for it.
    pub fn handle_signals(&self) -> PyResult<()> {
        // Cleared first: a signal that arrives from now on sets it again.
        self.breaker.clear(Breaker::SIGNAL);
        let arrived = self.host.take_signals().and(self.simulated.replace(Signals::NONE));
        let mut result = Ok(());
        for signal in arrived.iter() {
            // All of them are seen to, whatever the first one raises.
            let handled = self.handle_signal(signal);
            if result.is_ok() {
                result = handled;
            }
        }
        result
    }

    /// Has the main thread act as if the signal had come, unless the program has nothing to do then:
    /// what the system does with a signal is left out.
    pub fn simulate_signal(&self, signal: Signal) -> PyResult<()> {
        let is_set = self.signal_actions().actions.borrow().contains_key(&signal.0);
        let raises = signal == Signal::INTERRUPT
            && self.host.processes().disposition(signal) == Disposition::Catch;
        if !is_set && !raises {
            return Ok(());
        }
        self.simulated.set(self.simulated.get().with(signal));
        self.breaker.set(Breaker::SIGNAL);
        if self.is_main_thread() {
            return self.handle_signals();
        }
        self.wake_thread(self.threads.main());
        Ok(())
    }

    fn handle_signal(&self, signal: Signal) -> PyResult<()> {
        let known = self.signal_actions();
        let wakeup = known.wakeup.get();
        if wakeup >= 0 {
            // A full pipe has been told already.
            let _ = self.host.net().write(wakeup, &[signal.0 as u8]);
        }
        let action = known.actions.borrow().get(&signal.0).cloned();
        match (action, self.on_interrupt.get()) {
            (Some(OnSignal::Call(handler)), _) => {
                let frame = self.current_frame(0).unwrap_or(Value::NONE);
                self.call(&handler, &[self.int(i64::from(signal.0)), frame]).map(drop)
            }
            (Some(OnSignal::Native(handle, data)), _) => {
                handle(self, &data);
                Ok(())
            }
            (None, _) if signal.0 == self.asked_by.get() => {
                self.on_asked.get().into_iter().for_each(|answer| answer(self));
                Ok(())
            }
            (None, _) if signal != Signal::INTERRUPT => Ok(()),
            (None, Some(handle)) => handle(self),
            (None, None) => {
                Err(Raised(self.new_exception(&self.ty(&KEYBOARD_INTERRUPT), Vec::new())))
            }
        }
    }
}
