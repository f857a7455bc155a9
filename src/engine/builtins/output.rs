//! print and input: through what `sys` says the standard streams are.

use crate::host::Stream;
use crate::object::dict::DictObject;
use crate::object::native::{Maybe, Rest};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::EOF_ERROR;
use crate::types::io::TextFile;

pub(super) fn print(
    vm: &Vm,
    args: Rest,
    sep: &Value,
    end: &Value,
    file: Option<&Value>,
    flush: &Value,
) -> PyResult<()> {
    let sep = separator(vm, "sep", sep, " ")?;
    let end = separator(vm, "end", end, "\n")?;
    let current;
    let file = match file {
        Some(file) => file,
        None => {
            current = vm.current_stream(&vm.names().stdout, "sys.stdout")?;
            &current
        }
    };
    // A program may run without a standard output.
    if file.is_none() {
        return Ok(());
    }
    match TextFile::of(vm, file) {
        Some(stream) => print_to_stream(vm, stream, args.0, &sep, &end)?,
        None => print_to_object(vm, file, args.0, &sep, &end)?,
    }
    if !vm.truth(flush)? {
        return Ok(());
    }
    match TextFile::of(vm, file) {
        Some(stream) => stream.flush(vm),
        None => vm.call_method(file, &vm.intern("flush"), &[]).map(drop),
    }
}

fn separator(vm: &Vm, name: &str, value: &Value, default: &str) -> PyResult {
    if value.is_none() {
        return Ok(vm.str(default));
    }
    if value.as_str_object().is_some() {
        return Ok(value.clone());
    }
    let class = vm.class(value).full_name();
    Err(vm.type_error(format!("{name} must be None or a string, not {class}")))
}

/// The quick way: no method calls, no str per number of arguments. What was written before an
/// argument's `__str__` raises stays written.
fn print_to_stream(
    vm: &Vm,
    stream: &TextFile,
    args: &[Value],
    sep: &Value,
    end: &Value,
) -> PyResult<()> {
    for (at, arg) in args.iter().enumerate() {
        if at > 0 {
            stream.put(vm, sep)?;
        }
        stream.put(vm, &vm.str_of(arg)?)?;
    }
    stream.put(vm, end)?;
    stream.settle(vm)
}

fn print_to_object(
    vm: &Vm,
    file: &Value,
    args: &[Value],
    sep: &Value,
    end: &Value,
) -> PyResult<()> {
    let name = vm.intern("write");
    let write = |text: Value| vm.call_method(file, &name, &[text]).map(drop);
    for (at, arg) in args.iter().enumerate() {
        if at > 0 {
            write(sep.clone())?;
        }
        write(vm.str_of(arg)?)?;
    }
    write(end.clone())
}

pub(super) fn input(vm: &Vm, prompt: Maybe) -> PyResult {
    let source = vm.current_stream(&vm.names().stdin, "sys.stdin")?;
    let stdout = vm.current_stream(&vm.names().stdout, "sys.stdout")?;
    for (stream, name) in [(&source, "sys.stdin"), (&stdout, "sys.stdout")] {
        if stream.is_none() {
            return Err(vm.runtime_error(format!("input(): lost {name}")));
        }
    }
    if let Maybe(Some(prompt)) = prompt {
        let text = vm.str_of(prompt)?;
        vm.call_method(&stdout, &vm.intern("write"), &[text])?;
    }
    vm.call_method(&stdout, &vm.intern("flush"), &[])?;
    let line = vm.call_method(&source, &vm.intern("readline"), &[])?;
    let Some(text) = line.as_str_object() else {
        return Err(vm.type_error("object.readline() returned non-string"));
    };
    match text.as_bytes() {
        [] => Err(vm.raise(&EOF_ERROR, "EOF when reading a line")),
        [rest @ .., b'\n'] => Ok(vm.str_wtf8(rest)),
        _ => Ok(line),
    }
}

impl Vm {
    /// What a stream of the module `sys` is at this moment.
    fn current_stream(&self, name: &Value, shown: &str) -> PyResult {
        let modules = self.modules.get().and_then(|m| m.get::<DictObject>());
        let sys = modules.and_then(|m| m.get_interned(&self.names().sys));
        // Before there is a module `sys`, the streams themselves have to do.
        let Some(sys) = sys else {
            return Ok(match name.is(&self.names().stdin) {
                true => self.standard_input(),
                false => self.standard_stream(Stream::Stdout),
            });
        };
        let namespace = self.namespace_of(&sys);
        let namespace = namespace.as_ref().and_then(|n| n.get::<DictObject>());
        match namespace.and_then(|n| n.get_interned(name)) {
            Some(stream) => Ok(stream),
            None => Err(self.runtime_error(format!("lost {shown}"))),
        }
    }
}
