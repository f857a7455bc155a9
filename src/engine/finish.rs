//! The end of a program: what is reported, what the process exits with, and the last finalisers.

use crate::host::Stream;
use crate::object::dict::DictObject;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::object::weak::WeakObject;
use crate::types::exception::{KEYBOARD_INTERRUPT, SYSTEM_EXIT};
use crate::types::module::ModuleObject;

/// How a program ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// With that code, as the argument of C's `exit`.
    Code(i32),
    /// By a KeyboardInterrupt that nobody caught: the process is to die of SIGINT.
    Interrupted,
}

/// Modules that finalisers need to the last.
const KEPT: [&str; 2] = ["builtins", "sys"];

impl Vm {
    /// Ends a program: reports what was raised and writes out what is buffered.
    pub fn finish(&self, result: PyResult<()>) -> Exit {
        let exit = match result {
            Ok(()) => Exit::Code(0),
            Err(Raised(exception)) => self.exit_of(&exception),
        };
        match self.flush_streams() {
            Ok(()) => exit,
            Err(_) => Exit::Code(120),
        }
    }

    /// What the process does after an exception that nobody caught; prints it unless it is
    /// SystemExit.
    fn exit_of(&self, exception: &Value) -> Exit {
        if !self.is_exception(exception, &SYSTEM_EXIT) {
            let _ = self.flush_streams();
            self.print_exception(exception);
            let interrupted = self.is_exception(exception, &KEYBOARD_INTERRUPT);
            return if interrupted { Exit::Interrupted } else { Exit::Code(1) };
        }
        let code = self.exception_member(exception, "code").unwrap_or(Value::NONE);
        if code.is_none() || code.is_unbound() {
            return Exit::Code(0);
        }
        if let Ok(code) = self.index_clamped(&code) {
            // What does not fit into a C int is -1 there, too.
            return Exit::Code(i32::try_from(code).unwrap_or(-1));
        }
        let _ = self.flush_streams();
        let text = self.str_text(&code).unwrap_or_default();
        let line = format!("{text}\n");
        let _ = self.host.write(Stream::Stderr, line.as_bytes());
        Exit::Code(1)
    }

    /// Lets go of all modules, so that what only they held is finalised as long as there is a
    /// machine for that; then writes out what that printed.
    pub(crate) fn end_modules(&self) {
        self.end_threads();
        if !self.has_endings() {
            let _ = self.flush_streams();
            return;
        }
        let modules = self.modules_dict();
        let Some(dict) = modules.get::<DictObject>() else { return };
        let mut left = Vec::new();
        for name in dict.keys() {
            let kept = name.as_str().is_some_and(|name| KEPT.contains(&name));
            if !kept && let Some(module) = dict.remove_interned(&name) {
                left.extend(self.weak_reference(&module));
            }
        }
        self.collect(true);
        // A module that something else holds on to loses its content, the latest one first.
        for reference in left.into_iter().rev() {
            let module = reference.get::<WeakObject>().and_then(WeakObject::target);
            if let Some(module) = module.as_ref().and_then(|m| m.get::<ModuleObject>()) {
                self.empty_namespace(&module.dict);
            }
        }
        self.collect(true);
        let _ = self.flush_streams();
    }

    /// Sets all names to None: first those with an underscore in front, `__builtins__` never.
    fn empty_namespace(&self, namespace: &Value) {
        let Some(dict) = namespace.get::<DictObject>() else { return };
        let private = |name: &Value| {
            name.as_str().is_some_and(|n| n.starts_with('_') && !n.starts_with("__"))
        };
        let (first, then): (Vec<_>, Vec<_>) = dict.keys().into_iter().partition(private);
        for name in first.iter().chain(&then) {
            if name.as_str().is_some_and(|n| n != "__builtins__") {
                drop(dict.set_interned(name, Value::NONE));
            }
        }
    }
}
