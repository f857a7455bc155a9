//! Tracebacks and frame objects: what is left of a frame once it is gone.

use std::cell::Cell;

use taipan_compiler::code::Position;

use crate::object::code::CodeObject;
use crate::object::dict::DictObject;
use crate::object::frame::Frame;
use crate::object::header::{Payload, Traverse};
use crate::object::native::GetSet;
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;

/// The payload of a frame object. While the frame is alive its locals are in the registers; when it
/// goes they move here.
pub struct FrameObject {
    /// The frame, or null once it is gone.
    pub frame: Cell<*mut Frame>,
    /// A function.
    pub function: Value,
    /// A [`CodeObject`].
    pub code: Value,
    /// The frame object of the caller; unbound if nobody asked before the frame was gone.
    pub back: Var,
    /// Index of the instruction it was executing when it went.
    pub last: Cell<usize>,
    /// Tuple of what the registers of the locals held, unbound before the frame is gone.
    pub locals: Var,
    /// The namespace of a module or class body, else unbound.
    pub namespace: Value,
}

impl Traverse for FrameObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(&self.code);
        visit(&self.namespace);
        self.back.visit(visit);
        self.locals.visit(visit);
    }

    fn clear(&self) {
        self.back.set(Value::UNBOUND);
        self.locals.set(Value::UNBOUND);
    }
}

/// The payload of a traceback: one frame that an exception passed through.
pub struct TracebackObject {
    pub frame: Value,
    /// Index of the instruction.
    pub last: usize,
    /// The traceback nearer to the place of the raise, or None.
    pub next: Var,
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

pub static TRACEBACK: TypeSpec = TypeSpec {
    name: "traceback",
    operations: Some(TracebackObject::OPERATIONS),
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
            get: |vm, v| Ok(vm.int(traceback_of(v).map_or(0, |t| t.last as i64) * 2)),
            set: None,
        },
        GetSet {
            name: "tb_next",
            doc: "",
            get: |_, v| Ok(traceback_of(v).map_or(Value::NONE, |t| t.next.get())),
            set: Some(|vm, v, new| {
                let new = new.cloned().unwrap_or(Value::NONE);
                if !new.is_none() && traceback_of(&new).is_none() {
                    let class = vm.class(&new).full_name();
                    let text = format!("expected traceback object or None, got '{class}'");
                    return Err(vm.type_error(text));
                }
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
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

fn frame_of(value: &Value) -> Option<&FrameObject> {
    value.get::<FrameObject>()
}

impl FrameObject {
    pub fn code_object(&self) -> Option<&CodeObject> {
        self.code.get::<CodeObject>()
    }
}

fn frame_repr(vm: &Vm, value: &Value) -> PyResult {
    let Some(frame) = frame_of(value) else { return Ok(vm.str("")) };
    let Some(code) = frame.code_object() else { return Ok(vm.str("")) };
    let line = vm.frame_line(frame);
    let (file, name, id) = (&code.code.filename, &code.code.name, vm.id(value));
    Ok(vm.str(&format!("<frame at {id:#x}, file '{file}', line {line}, code {name}>")))
}

pub static FRAME: TypeSpec = TypeSpec {
    name: "frame",
    operations: Some(FrameObject::OPERATIONS),
    slots: Slots { repr: Some(frame_repr), ..Slots::NONE },
    getset: &[
        GetSet {
            name: "f_code",
            doc: "",
            get: |_, v| Ok(frame_of(v).map_or(Value::NONE, |f| f.code.clone())),
            set: None,
        },
        GetSet { name: "f_back", doc: "", get: |vm, v| Ok(vm.frame_back(v)), set: None },
        GetSet {
            name: "f_lineno",
            doc: "",
            get: |vm, v| Ok(vm.int(frame_of(v).map_or(0, |f| i64::from(vm.frame_line(f))))),
            set: None,
        },
        GetSet {
            name: "f_globals",
            doc: "",
            get: |_, v| {
                let function = frame_of(v).map(|f| f.function.clone());
                let globals = function
                    .as_ref()
                    .and_then(|f| f.get::<crate::object::code::FunctionObject>())
                    .map(|f| f.globals.clone());
                Ok(globals.unwrap_or(Value::NONE))
            },
            set: None,
        },
        GetSet { name: "f_locals", doc: "", get: |vm, v| vm.frame_locals(v), set: None },
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

/// An empty namespace.
pub fn empty_dict(vm: &Vm) -> Value {
    vm.new_dict(DictObject::new())
}
