//! The end of a program: what is reported, what the process exits with, and the last finalisers.

use crate::host::Stream;
use crate::object::dict::DictObject;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::object::weak::WeakObject;
use crate::types::exception::{ExceptionObject, KEYBOARD_INTERRUPT, SYSTEM_EXIT};
use crate::types::module::ModuleObject;

/// How a program ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// With that code, as the argument of C's `exit`.
    Code(i32),
    /// By a KeyboardInterrupt that nobody caught: the process is to die of SIGINT.
    Interrupted,
}

/// Text for a stream that shows what cannot be encoded.
fn shown(text: &Value) -> String {
    crate::types::exception::display_text(text)
}

/// Modules that finalisers need to the last.
const KEPT: [&str; 2] = ["builtins", "sys"];

impl Vm {
    /// Ends a program: reports what was raised.
    pub fn finish(&self, result: PyResult<()>) -> Exit {
        match result {
            Ok(()) => Exit::Code(0),
            Err(Raised(exception)) => self.exit_of(&exception),
        }
    }

    /// What the process does after an exception that nobody caught; prints it unless it is
    /// SystemExit.
    fn exit_of(&self, exception: &Value) -> Exit {
        if !self.is_exception(exception, &SYSTEM_EXIT) {
            let _ = self.flush_streams();
            if let Some(exit) = self.report_uncaught(exception) {
                return exit;
            }
            // The class itself: who derives from it means something else.
            let interrupted = self.type_of(exception) == self.ty(&KEYBOARD_INTERRUPT);
            return if interrupted { Exit::Interrupted } else { Exit::Code(1) };
        }
        let code = self.exception_member(exception, "code").unwrap_or(Value::NONE);
        if code.is_none() || code.is_unbound() {
            return Exit::Code(0);
        }
        if let Some(code) = code.as_big() {
            // A C long cut to a C int; what is no long is -1.
            return Exit::Code(i64::try_from(&*code).map_or(-1, |code| code as i32));
        }
        if code.is_bool() {
            return Exit::Code(i32::from(code.is(&Value::TRUE)));
        }
        let _ = self.flush_streams();
        let line = self.str_of(&code).map_or_else(|_| String::new(), |text| shown(&text)) + "\n";
        match self.sys_attr("stderr") {
            Some(stream) if !stream.is_none() => self.write_stderr(&line),
            _ => drop(self.host.write(Stream::Stderr, line.as_bytes())),
        }
        Exit::Code(1)
    }

    /// Shows an exception that nobody caught, by `sys.excepthook`. An exit if that asks for one.
    pub(crate) fn report_uncaught(&self, exception: &Value) -> Option<Exit> {
        let Some(hook) = self.sys_attr("excepthook") else {
            self.write_stderr("sys.excepthook is missing\n");
            self.print_exception(exception);
            return None;
        };
        let traceback = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
        let class = self.type_of(exception).value().clone();
        let args = [class, exception.clone(), traceback.unwrap_or(Value::NONE)];
        let Err(Raised(second)) = self.call(&hook, &args) else { return None };
        if self.is_exception(&second, &SYSTEM_EXIT) {
            return Some(self.exit_of(&second));
        }
        self.write_stderr("Error in sys.excepthook:\n");
        self.print_exception(&second);
        self.write_stderr("\nOriginal exception was:\n");
        self.print_exception(exception);
        None
    }

    /// Sets an attribute of the module `sys`.
    pub(crate) fn set_sys(&self, name: &str, value: &Value) {
        let sys = self.loaded_module("sys").and_then(|sys| self.namespace_of(&sys));
        if let Some(dict) = sys.as_ref().and_then(|sys| sys.get::<DictObject>()) {
            drop(dict.set_interned(&self.intern(name), value.clone()));
        }
    }

    /// Sets an attribute of the module `sys` to a text.
    pub fn set_sys_text(&self, name: &str, text: &str) {
        self.set_sys(name, &self.str(text));
    }

    /// Sets an attribute of the module `sys` to a list.
    pub fn set_sys_list(&self, name: &str, items: Vec<Value>) {
        self.set_sys(name, &self.new_list(items));
    }

    pub fn set_sys_texts(&self, name: &str, texts: &[String]) {
        self.set_sys_list(name, texts.iter().map(|text| self.str(text)).collect());
    }

    /// `sys._xoptions`, from texts like `name` and `name=value`.
    pub fn set_sys_settings(&self, settings: &[String]) {
        let all = DictObject::new();
        for setting in settings {
            let (name, value) = match setting.split_once('=') {
                Some((name, value)) => (name, self.str(value)),
                None => (setting.as_str(), Value::TRUE),
            };
            drop(all.set_interned(&self.intern(name), value));
        }
        self.set_sys("_xoptions", &self.new_dict(all));
    }

    /// Writes out what the standard output streams hold, whatever `sys` says they are. False, after
    /// a message, if that fails.
    pub(crate) fn flush_standard(&self) -> bool {
        let flush = |name: &str| -> PyResult<()> {
            let Some(stream) = self.sys_attr(name).filter(|stream| !stream.is_none()) else {
                return Ok(());
            };
            let closed = self.getattr_opt(&stream, &self.intern("closed"));
            let closed = closed.ok().flatten().is_some_and(|c| self.truth(&c).unwrap_or(false));
            if closed {
                return Ok(());
            }
            self.call_method(&stream, &self.intern("flush"), &[]).map(drop)
        };
        let stdout = flush("stdout");
        if let Err(Raised(exception)) = &stdout {
            let what = "Exception ignored on flushing sys.stdout";
            self.report_unraisable_as(what, exception, &Value::NONE);
        }
        flush("stderr").is_ok() && stdout.is_ok()
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
