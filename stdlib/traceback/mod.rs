//! traceback: exceptions as text. How that looks is the engine's; taking it apart is Python.

use taipan_engine::funcs;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::frame::TracebackObject;
use taipan_engine::types::module::ModuleSpec;

fn format_exception(vm: &Vm, exception: &Value) -> String {
    vm.format_exception(exception)
}

fn format_exception_only(vm: &Vm, exception: &Value) -> String {
    vm.format_exception_only(exception)
}

fn format_entry(vm: &Vm, traceback: &Value) -> String {
    vm.format_traceback_entry(traceback)
}

/// Line, last line, first column and last column; the lines begin at 1, the columns at 0.
fn position(vm: &Vm, traceback: &Value) -> Value {
    let place = traceback.get::<TracebackObject>().and_then(|t| {
        let (code, _) = t.place()?;
        Some(t.position(code))
    });
    let Some(place) = place else { return Value::NONE };
    let numbers = [place.line, place.end_line, place.column, place.end_column];
    vm.tuple(numbers.iter().map(|n| vm.int(i64::from(*n))).collect())
}

fn source_lines(vm: &Vm, filename: &str) -> PyResult {
    let lines = vm.source_lines(filename);
    Ok(vm.new_list(lines.iter().map(|line| vm.str(line)).collect()))
}

fn source_line(vm: &Vm, filename: &str, line: i64) -> String {
    u32::try_from(line).map_or_else(|_| String::new(), |line| vm.source_line(filename, line))
}

fn forget(vm: &Vm) {
    vm.forget_sources();
}

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_traceback",
    funcs: funcs![
        format_exception "(exception, /)" "The text that is printed for an exception that nobody caught.";
        format_exception_only "(exception, /)" "Class, message and notes.";
        format_entry "(traceback, /)" "The text of one entry.";
        position "(traceback, /)" "Where in the source an entry is.";
        source_lines "(filename, /)" "The lines of a file, without what ends them.";
        source_line "(filename, line, /)" "One line without surrounding space.";
        forget "()" "Forgets the lines that were read.";
    ],
    ..ModuleSpec::NONE
};

pub(crate) static TRACEBACK: ModuleSpec = ModuleSpec {
    name: "traceback",
    doc: "Tracebacks: taking them up, formatting and printing them.",
    python: Some(frozen!("traceback/traceback.py")),
    ..ModuleSpec::NONE
};

pub(crate) static LINECACHE: ModuleSpec = ModuleSpec {
    name: "linecache",
    doc: "Single lines of source files, with a cache.",
    python: Some(frozen!("traceback/linecache.py")),
    ..ModuleSpec::NONE
};
