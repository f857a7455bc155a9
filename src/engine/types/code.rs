//! Code objects and cells as Python sees them.

use taipan_compiler::code::flags;

use super::code_methods;
use crate::funcs;
use crate::object::code::{CellObject, CodeObject};
use crate::object::header::Payload;
use crate::object::native::GetSet;
use crate::object::slots::{CompareOp, PyResult, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use taipan_compiler::op::Op;

impl Vm {
    /// A new code object.
    pub fn new_code(&self, code: std::sync::Arc<taipan_compiler::code::Code>) -> Value {
        let code = CodeObject::new(self, code);
        let code = self.new_object(self.types.code(), code);
        if let Some(codes) = self.codes.get() {
            codes.borrow_mut().push(code.clone());
        }
        code
    }

    /// The names of the instructions in all code made so far, each once and as they are now: the
    /// quickened forms too. Knows nothing of code that was made before `Vm::keep_codes`.
    pub fn operations_made(&self) -> Vec<&'static str> {
        let mut seen = [false; 256];
        for code in self.codes.get().iter().flat_map(|codes| codes.borrow().clone()) {
            let words = code_of(&code).map_or(&[] as &[_], |code| &code.words);
            words.iter().for_each(|word| seen[usize::from(word.get().opcode())] = true);
        }
        Op::ALL.iter().filter(|row| seen[row.0 as usize]).map(|row| row.1).collect()
    }

    /// From now on code stays until the end.
    pub fn keep_codes(&self) {
        let _ = self.codes.set(std::cell::RefCell::default());
    }

    /// A new cell; empty if the value is unbound.
    pub fn new_cell(&self, value: Value) -> Value {
        self.new_object(self.types.cell(), CellObject(Var::new(value)))
    }
}

fn code_of(value: &Value) -> Option<&CodeObject> {
    value.get::<CodeObject>()
}

fn code_repr(vm: &Vm, value: &Value) -> PyResult {
    let Some(code) = code_of(value) else { return Ok(vm.str("")) };
    let (name, file, line) = (&code.code.name, &code.code.filename, code.code.first_line);
    let id = vm.id(value);
    Ok(vm.str(&format!("<code object {name} at {id:#x}, file \"{file}\", line {line}>")))
}

macro_rules! code_attr {
    ($name:literal, |$vm:ident, $code:ident| $value:expr) => {
        GetSet {
            name: $name,
            doc: "",
            get: |$vm, v| {
                let Some($code) = code_of(v) else { return Ok(Value::NONE) };
                Ok($value)
            },
            set: None,
        }
    };
}

fn names(vm: &Vm, code: &CodeObject, which: impl Fn(u16) -> bool) -> Value {
    let each = code.code.local_names.iter().enumerate();
    let chosen = each.filter(|(at, name)| !name.is_empty() && which(*at as u16));
    vm.tuple(chosen.map(|(_, name)| vm.intern(name)).collect())
}

/// The locals that are no cells, and all parameters.
fn variables(vm: &Vm, code: &CodeObject) -> Value {
    let plan = &code.code;
    let more = |flag: u32| u16::from(code.has_flag(flag));
    let parameters =
        plan.arg_count + plan.keyword_only + more(flags::VARARGS) + more(flags::VARKEYWORDS);
    names(vm, code, |at| at < plan.first_free && (at < parameters || !plan.cells.contains(&at)))
}

pub static CODE: TypeSpec = TypeSpec {
    name: "code",
    doc: "Create a code object.  Not for mere mortals.",
    operations: Some(CodeObject::OPERATIONS),
    slots: Slots {
        repr: Some(code_repr),
        compare: Some(code_methods::compare),
        hash: Some(code_methods::hash),
        ..Slots::NONE
    },
    methods: funcs![
        "replace" = code_methods::replace, "(self, /, **changes)", "Code like this one with other names, places or constants.";
        "co_lines" = code_methods::lines, "(self, /)", "Which instructions belong to which line.";
        "co_positions" = code_methods::positions, "(self, /)", "Where in the source each instruction comes from.";
        "_varname_from_oparg" = code_methods::variable_name, "(self, /, oparg)", "The name of a local by its number.";
        "__replace__" = code_methods::replace, "(self, /, **changes)", "What replace() does.";
    ],
    getset: &[
        code_attr!("co_name", |vm, code| vm.intern(&code.code.name)),
        code_attr!("co_qualname", |vm, code| vm.intern(&code.code.qualname)),
        code_attr!("co_filename", |vm, code| vm.str(&code.code.filename)),
        code_attr!("co_firstlineno", |vm, code| vm.int(i64::from(code.code.first_line))),
        code_attr!("co_flags", |vm, code| vm.int(i64::from(code.code.flags))),
        code_attr!("co_argcount", |vm, code| vm.int(i64::from(code.code.arg_count))),
        code_attr!("co_posonlyargcount", |vm, code| {
            vm.int(i64::from(code.code.positional_only))
        }),
        code_attr!("co_kwonlyargcount", |vm, code| vm.int(i64::from(code.code.keyword_only))),
        code_attr!("co_nlocals", |vm, code| vm.int(variables(vm, code).tuple_items().len() as i64)),
        code_attr!("co_consts", |vm, code| code_methods::constants(vm, code)),
        code_attr!("co_code", |vm, code| code_methods::bytes(vm, code)),
        code_attr!("_co_code_adaptive", |vm, code| code_methods::adaptive_bytes(vm, code)),
        code_attr!("co_stacksize", |vm, code| vm.int(i64::from(code.registers - code.locals))),
        code_attr!("co_linetable", |vm, code| {
            vm.new_bytes(code.code.positions.packed().to_vec())
        }),
        code_attr!("co_exceptiontable", |vm, code| code_methods::exception_table(vm, code)),
        code_attr!("co_names", |vm, code| vm.tuple(code.names.to_vec())),
        code_attr!("co_varnames", |vm, code| variables(vm, code)),
        code_attr!("co_freevars", |vm, code| names(vm, code, |at| at >= code.code.first_free)),
        code_attr!("co_cellvars", |vm, code| names(vm, code, |at| code.code.cells.contains(&at))),
    ],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};

fn cell_of(value: &Value) -> Option<&CellObject> {
    value.get::<CellObject>()
}

fn cell_repr(vm: &Vm, value: &Value) -> PyResult {
    let id = vm.id(value);
    Ok(vm.str(&match cell_of(value).and_then(|c| c.0.bound()) {
        Some(content) => {
            let (class, at) = (vm.class(&content).name(), vm.id(&content));
            format!("<cell at {id:#x}: {class} object at {at:#x}>")
        }
        None => format!("<cell at {id:#x}: empty>"),
    }))
}

/// Cells compare as what they hold; an empty one comes before any other.
fn cell_compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(one), Some(other)) = (cell_of(a), cell_of(b)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match (one.0.bound(), other.0.bound()) {
        (Some(one), Some(other)) => vm.compare(op, &one, &other),
        (one, other) => {
            let order = one.is_some().cmp(&other.is_some());
            Ok(Value::bool(op.holds(order)))
        }
    }
}

pub static CELL: TypeSpec = TypeSpec {
    name: "cell",
    doc: "Create a new cell object.",
    operations: Some(CellObject::OPERATIONS),
    slots: Slots {
        repr: Some(cell_repr),
        compare: Some(cell_compare),
        hash: Some(crate::types::unhashable),
        new: Some(|vm, _, args| {
            if !args.names.is_empty() {
                return Err(vm.type_error("cell() takes no keyword arguments"));
            }
            if args.all.len() > 1 {
                let given = args.all.len();
                let text = format!("cell expected at most 1 argument, got {given}");
                return Err(vm.type_error(text));
            }
            Ok(vm.new_cell(args.all.first().cloned().unwrap_or(Value::UNBOUND)))
        }),
        ..Slots::NONE
    },
    getset: &[GetSet {
        name: "cell_contents",
        doc: "",
        get: |vm, v| match cell_of(v).and_then(|c| c.0.bound()) {
            Some(content) => Ok(content),
            None => Err(vm.value_error("cell is empty")),
        },
        set: Some(|_, v, new| {
            let new = new.cloned().unwrap_or(Value::UNBOUND);
            cell_of(v).into_iter().for_each(|c| c.0.set(new.clone()));
            Ok(())
        }),
    }],
    ..TypeSpec::NONE
};
