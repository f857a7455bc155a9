//! Tracebacks and frame objects: what is left of a frame once it is gone.

use taipan_compiler::code::Position;

use crate::funcs;
use crate::object::code::{CodeObject, FunctionObject, INSTRUCTION_BYTES};
use crate::object::dict::DictObject;
pub use crate::object::frame_object::FrameObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::code_methods;
use crate::types::exception::ATTRIBUTE_ERROR;

/// The payload of a traceback: one frame that an exception passed through.
pub struct TracebackObject {
    /// The traceback nearer to the place of the raise, or None. It dies before the frame.
    pub next: Var,
    pub frame: Value,
    /// Index of the instruction.
    pub last: usize,
    /// What a program says that `tb_lasti` and `tb_lineno` are, if it made the traceback itself.
    pub said: Option<(i64, u32)>,
}

impl Traverse for TracebackObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.frame);
        self.next.visit(visit);
    }

    fn clear(&self) {
        self.next.set(Value::NONE);
    }
}

/// Index of an instruction that says: in front of the first one.
pub const BEFORE: usize = usize::MAX / 4;

impl TracebackObject {
    /// Code and line (from 1) of the entry.
    pub fn place(&self) -> Option<(&CodeObject, u32)> {
        let frame = self.frame.get::<FrameObject>()?;
        let code = frame.code.get::<CodeObject>()?;
        Some((code, self.position(code).line))
    }

    /// Where in the code the entry is.
    pub fn position(&self, code: &CodeObject) -> Position {
        if let Some((_, line)) = self.said {
            return Position { line, end_line: line, column: 0, end_column: 0 };
        }
        if self.last == BEFORE {
            let line = code.code.first_line;
            return Position { line, end_line: line, column: 0, end_column: 0 };
        }
        code.code.positions.get(self.last)
    }
}

fn traceback_of(value: &Value) -> Option<&TracebackObject> {
    value.get::<TracebackObject>()
}

fn check_next(vm: &Vm, next: &Value) -> PyResult<()> {
    if next.is_none() || traceback_of(next).is_some() {
        return Ok(());
    }
    let class = vm.class(next).full_name();
    Err(vm.type_error(format!("expected traceback object or None, got '{class}'")))
}

/// `traceback(tb_next, tb_frame, tb_lasti, tb_lineno)`
fn new_traceback(vm: &Vm, _: &TypeRef, args: Args) -> PyResult {
    let signature = Signature::parse("(tb_next, tb_frame, tb_lasti, tb_lineno)");
    let bound = signature.bind(vm, "traceback", args)?;
    let [next, frame, last, line] = &bound[..] else { return Ok(Value::NONE) };
    check_next(vm, next)?;
    if frame_of(frame).is_none() {
        let class = vm.class(frame).name();
        let text = format!("traceback() argument 'tb_frame' must be frame, not {class}");
        return Err(vm.type_error(text));
    }
    let (last, line) = (vm.index_i64(last)?, vm.index_i64(line)?);
    let payload = TracebackObject {
        frame: frame.clone(),
        last: usize::try_from(last).map_or(BEFORE, |last| last / 2),
        said: Some((last, u32::try_from(line).unwrap_or(0))),
        next: Var::new(next.clone()),
    };
    Ok(vm.new_object(vm.types.traceback(), payload))
}

pub static TRACEBACK: TypeSpec = TypeSpec {
    name: "traceback",
    operations: Some(TracebackObject::OPERATIONS),
    slots: Slots { new: Some(new_traceback), ..Slots::NONE },
    getset: &[
        GetSet {
            name: "tb_frame",
            doc: "",
            get: |_, v| Ok(traceback_of(v).map_or(Value::NONE, |t| t.frame.clone())),
            set: None,
        },
        GetSet {
            name: "tb_lineno",
            doc: "",
            get: |vm, v| {
                let line = traceback_of(v).and_then(|t| t.place()).map_or(0, |p| p.1);
                Ok(vm.int(i64::from(line)))
            },
            set: None,
        },
        GetSet {
            name: "tb_lasti",
            doc: "",
            get: |vm, v| {
                Ok(vm.int(match traceback_of(v) {
                    Some(TracebackObject { said: Some((last, _)), .. }) => *last,
                    Some(traceback) if traceback.last != BEFORE => {
                        (traceback.last * INSTRUCTION_BYTES) as i64
                    }
                    Some(_) | None => -1,
                }))
            },
            set: None,
        },
        GetSet {
            name: "tb_next",
            doc: "",
            get: |_, v| Ok(traceback_of(v).map_or(Value::NONE, |t| t.next.get())),
            set: Some(|vm, v, new| {
                let Some(new) = new.cloned() else {
                    return Err(vm.type_error("can't delete tb_next attribute"));
                };
                check_next(vm, &new)?;
                let mut at = new.clone();
                while let Some(traceback) = traceback_of(&at.clone()) {
                    if at.is(v) {
                        return Err(vm.value_error("traceback loop detected"));
                    }
                    at = traceback.next.get();
                }
                traceback_of(v).into_iter().for_each(|t| t.next.set(new.clone()));
                Ok(())
            }),
        },
    ],
    ..TypeSpec::NONE
};

fn frame_of(value: &Value) -> Option<&FrameObject> {
    value.get::<FrameObject>()
}

fn frame_repr(vm: &Vm, value: &Value) -> PyResult {
    let Some(frame) = frame_of(value) else { return Ok(vm.str("")) };
    let Some(code) = frame.code_object() else { return Ok(vm.str("")) };
    let line = vm.frame_line(frame);
    let (file, name, id) = (&code.code.filename, &code.code.name, vm.id(value));
    Ok(vm.str(&format!("<frame at {id:#x}, file '{file}', line {line}, code {name}>")))
}

fn frame_lineno(vm: &Vm, value: &Value) -> PyResult {
    let Some(frame) = frame_of(value) else { return Ok(Value::NONE) };
    let line = vm.frame_line(frame);
    Ok(if line == 0 { Value::NONE } else { vm.int(i64::from(line)) })
}

/// Jumping to another line is refused: instructions are not where their line suggests.
fn set_lineno(vm: &Vm, value: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else {
        return Err(vm.raise(&ATTRIBUTE_ERROR, "cannot delete attribute"));
    };
    if !new.is_int() {
        return Err(vm.value_error("lineno must be an integer"));
    }
    let traced = frame_of(value).is_some_and(|f| !f.trace.is_unbound());
    Err(vm.value_error(if traced {
        "f_lineno cannot be set: jumps are not supported"
    } else {
        "f_lineno can only be set in a trace function"
    }))
}

fn set_trace(_: &Vm, value: &Value, new: Option<&Value>) -> PyResult<()> {
    let new = new.filter(|new| !new.is_none()).cloned().unwrap_or(Value::UNBOUND);
    frame_of(value).into_iter().for_each(|f| f.trace.set(new.clone()));
    Ok(())
}

fn flag(vm: &Vm, new: Option<&Value>) -> PyResult<bool> {
    match new {
        Some(new) if new.is_bool() => Ok(new.is(&Value::TRUE)),
        Some(_) => Err(vm.type_error("attribute value type must be bool")),
        None => Err(vm.type_error("can't delete numeric/char attribute")),
    }
}

fn frame_function(value: &Value) -> Option<&FunctionObject> {
    frame_of(value)?.function.get::<FunctionObject>()
}

const fn row(name: &'static str, get: fn(&Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, doc: "", get, set: None }
}

pub static FRAME: TypeSpec = TypeSpec {
    name: "frame",
    operations: Some(FrameObject::OPERATIONS),
    slots: Slots { repr: Some(frame_repr), ..Slots::NONE },
    methods: funcs![
        "clear" = frame_clear, "(self, /)", "Let go of all that the frame's variables refer to.";
    ],
    getset: &[
        row("f_code", |_, v| Ok(frame_of(v).map_or(Value::NONE, |f| f.code.clone()))),
        row("f_back", |vm, v| Ok(vm.frame_back(v))),
        row("f_lasti", |vm, v| {
            let Some(frame) = frame_of(v) else { return Ok(Value::NONE) };
            let word = vm.frame_word(frame);
            let last = match (frame.shown.get(), frame.code_object()) {
                (line, Some(code)) if line != 0 => code_methods::offset_of_line(code, line, word),
                _ => word * INSTRUCTION_BYTES,
            };
            Ok(vm.int(last as i64))
        }),
        GetSet { name: "f_lineno", doc: "", get: frame_lineno, set: Some(set_lineno) },
        row("f_globals", |_, v| Ok(frame_function(v).map_or(Value::NONE, |f| f.globals.clone()))),
        row("f_builtins", |_, v| Ok(frame_function(v).map_or(Value::NONE, |f| f.builtins.clone()))),
        row("f_locals", |vm, v| Ok(vm.frame_variables(v))),
        GetSet {
            name: "f_trace",
            doc: "",
            get: |_, v| Ok(frame_of(v).and_then(|f| f.trace.bound()).unwrap_or(Value::NONE)),
            set: Some(set_trace),
        },
        GetSet {
            name: "f_trace_lines",
            doc: "",
            get: |_, v| Ok(Value::bool(frame_of(v).is_some_and(|f| f.trace_lines.get()))),
            set: Some(|vm, v, new| {
                let new = flag(vm, new)?;
                frame_of(v).into_iter().for_each(|f| f.trace_lines.set(new));
                Ok(())
            }),
        },
        GetSet {
            name: "f_trace_opcodes",
            doc: "",
            get: |_, v| Ok(Value::bool(frame_of(v).is_some_and(|f| f.trace_opcodes.get()))),
            set: Some(|vm, v, new| {
                let new = flag(vm, new)?;
                frame_of(v).into_iter().for_each(|f| f.trace_opcodes.set(new));
                Ok(())
            }),
        },
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

fn frame_clear(vm: &Vm, this: &Value) -> PyResult<()> {
    vm.clear_frame(this)
}

/// An empty namespace.
pub fn empty_dict(vm: &Vm) -> Value {
    vm.new_dict(DictObject::new())
}
