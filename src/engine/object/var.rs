//! A place that holds a value and can be written through a shared reference.

use std::cell::UnsafeCell;

use super::value::Value;

/// Like a `Cell<Value>` that can be read: every read makes a reference of its own, and the old value
/// is dropped only after the new one is in place, since dropping can run Python code.
pub struct Var(UnsafeCell<Value>);

impl Var {
    pub const fn new(value: Value) -> Var {
        Var(UnsafeCell::new(value))
    }

    pub const fn unbound() -> Var {
        Var::new(Value::UNBOUND)
    }

    #[inline(always)]
    pub fn get(&self) -> Value {
        // SAFETY: no reference into the cell leaves this file, and cloning runs no foreign code.
        unsafe { (*self.0.get()).clone() }
    }

    /// The value, unless the place is unbound.
    pub fn bound(&self) -> Option<Value> {
        Some(self.get()).filter(|v| !v.is_unbound())
    }

    pub fn is_unbound(&self) -> bool {
        // SAFETY: as in `get`.
        unsafe { (*self.0.get()).is_unbound() }
    }

    #[inline(always)]
    pub fn replace(&self, value: Value) -> Value {
        // SAFETY: as in `get`; nothing is dropped here.
        unsafe { std::mem::replace(&mut *self.0.get(), value) }
    }

    /// Exchanges the values of two places; drops nothing.
    pub(super) fn exchange(&self, other: &Var) {
        other.replace(self.replace(other.replace(Value::UNBOUND)));
    }

    pub fn set(&self, value: Value) {
        drop(self.replace(value));
    }

    /// Leaves the place unbound.
    pub fn take(&self) -> Value {
        self.replace(Value::UNBOUND)
    }

    /// Looks at the value in place. `look` must not run anything that could write to this place.
    #[inline(always)]
    pub(crate) fn with<R>(&self, look: impl FnOnce(&Value) -> R) -> R {
        // SAFETY: by contract nothing replaces the value meanwhile.
        look(unsafe { &*self.0.get() })
    }

    /// Shows the value to a visitor that runs no Python code: the collector.
    pub fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        let value = self.get();
        visit(&value);
    }

    /// Whether the place holds the very same object.
    pub fn holds(&self, value: &Value) -> bool {
        // SAFETY: as in `get`.
        unsafe { (*self.0.get()).is(value) }
    }
}

impl Default for Var {
    fn default() -> Var {
        Var::unbound()
    }
}

impl From<Value> for Var {
    fn from(value: Value) -> Var {
        Var::new(value)
    }
}
