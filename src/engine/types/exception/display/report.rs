//! Printing exceptions: on the script's `sys.stderr`, and those that nobody can catch.

use std::fmt::Write;

use super::{class_name, display_text, frames, message_of};
use crate::host::Stream;
use crate::object::dict::DictObject;
use crate::object::native::NativeObject;
use crate::object::report::Event;
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::ExceptionObject;
use crate::types::struct_sequence;
use crate::types::tuple::TUPLE;

/// What `sys.unraisablehook` is called with.
pub(crate) static UNRAISABLE_ARGS: TypeSpec = TypeSpec {
    name: "UnraisableHookArgs",
    base: Some(&TUPLE),
    doc: "What sys.unraisablehook is called with: the exception, and where it came from.",
    slots: struct_sequence::OPEN,
    methods: struct_sequence::METHODS,
    getset: crate::struct_fields![
        0 "exc_type" "Exception type",
        1 "exc_value" "Exception value",
        2 "exc_traceback" "Exception traceback",
        3 "err_msg" "Error message",
        4 "object" "what the exception came from",
    ],
    flags: type_flag::SEQUENCE | type_flag::DERIVED,
    ..TypeSpec::NONE
};

impl Vm {
    /// Writes to `sys.stderr` as the script has it; to the host's stream before `sys` exists.
    pub fn write_stderr(&self, text: &str) {
        let modules = self.modules.get().and_then(|m| m.get::<DictObject>());
        let sys = modules.and_then(|m| m.get_interned(&self.intern("sys")));
        let stream =
            sys.and_then(|sys| self.getattr_opt(&sys, &self.intern("stderr")).ok().flatten());
        match stream {
            Some(stream) if stream.is_none() => {}
            Some(stream) => {
                let text = self.str(text);
                if self.call_method(&stream, &self.intern("write"), &[text]).is_ok() {
                    // A stream that cannot be flushed has nothing to flush.
                    drop(self.call_method(&stream, &self.intern("flush"), &[]));
                }
            }
            None => drop(self.host.write(Stream::Stderr, text.as_bytes())),
        }
    }

    /// The function that a script has put into `sys` in place of the interpreter's own.
    fn replaced_hook(&self, name: &str) -> Option<Value> {
        let hook = self.sys_attr(name)?;
        let own = hook.get_exact::<NativeObject>().is_some_and(|native| native.def.name == name);
        (!own).then_some(hook)
    }

    /// Prints an exception that nobody caught.
    pub fn print_exception(&self, exception: &Value) {
        let drawn = self.drawn(&Event::Uncaught(exception));
        self.write_stderr(&drawn.unwrap_or_else(|| self.format_exception(exception)));
    }

    /// Prints an exception from where none can be raised, such as a finaliser: "Exception ignored
    /// in: " and what it happened in.
    pub fn report_unraisable(&self, exception: &Value, object: &Value) {
        self.report_unraisable_as("Exception ignored in", exception, object);
    }

    /// As [`Vm::report_unraisable`], with other words in front. `object` may be None.
    pub fn report_unraisable_as(&self, what: &str, exception: &Value, object: &Value) {
        self.raised_here(exception);
        let Some(hook) = self.replaced_hook("unraisablehook") else {
            let drawn = self.drawn(&Event::Ignored { what, exception, object });
            let text = drawn.unwrap_or_else(|| self.format_unraisable(what, exception, object));
            self.write_stderr(&text);
            return;
        };
        let traceback = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
        let known = what == "Exception ignored in";
        let items = vec![
            self.type_of(exception).value().clone(),
            exception.clone(),
            traceback.unwrap_or(Value::NONE),
            if known { Value::NONE } else { self.str(what) },
            if object.is_unbound() { Value::NONE } else { object.clone() },
        ];
        let args = self.tuple_of_type(&self.ty(&UNRAISABLE_ARGS), items);
        if let Err(raised) = self.call(&hook, &[args]) {
            let what = "Exception ignored in sys.unraisablehook";
            let text = self.format_unraisable(what, &raised.0, &hook);
            self.write_stderr(&text);
        }
    }

    /// The text of [`Vm::report_unraisable_as`].
    pub fn format_unraisable(&self, what: &str, exception: &Value, object: &Value) -> String {
        let mut out = String::new();
        if object.is_none() || object.is_unbound() {
            let _ = writeln!(out, "{what}:");
        } else {
            let shown = match self.repr(object) {
                Ok(text) => display_text(&text),
                Err(_) => "<object repr() failed>".to_owned(),
            };
            let _ = writeln!(out, "{what}: {shown}");
        }
        let traceback = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
        if let Some(traceback) = traceback {
            out.push_str("Traceback (most recent call last):\n");
            self.only_files_have_lines(true);
            frames(self, &mut out, &traceback, false);
            self.only_files_have_lines(false);
        }
        let message = message_of(self, exception);
        let _ = writeln!(out, "{}: {message}", class_name(&self.type_of(exception)));
        out
    }
}
