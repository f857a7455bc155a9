//! The first modules of an interpreter, `builtins` and `sys`, and what of `builtins` needs a compiler.

use taipan_compiler::{CodeMode, Options};
use taipan_grammar::{Extras, Mode};

use crate::funcs;
use crate::object::code::{CellObject, CodeObject};
use crate::object::dict::DictObject;
use crate::object::native::NativeDef;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::Buffer;
use crate::types::exception::*;
use crate::types::module::ModuleObject;

/// Functions of `builtins` that compile, import or look at the calling frame.
const FUNCTIONS: &[NativeDef] = funcs![
    "__import__" = import, "(name, globals=None, locals=None, fromlist=(), level=0)", "Import a module.";
    "compile" = compile, "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)", "Make a code object of source, which is text, bytes or a syntax tree; mode is what it must be: 'exec', 'eval' or 'single'.";
    "eval" = eval, "(source, /, globals=None, locals=None)", "Give the value of an expression, a text or a code object, with these variables.";
    "exec" = exec, "(source, /, globals=None, locals=None, *, closure=None)", "Run statements, a text or a code object, with these variables.";
    "globals" = globals, "()", "The dictionary that holds the variables of the calling module.";
    "locals" = locals, "()", "A dictionary of the variables where the call stands; in a function it is a copy.";
];

fn import(
    vm: &Vm,
    name: &Value,
    globals: &Value,
    _locals: &Value,
    from_list: &Value,
    level: i64,
) -> PyResult {
    let Some(name) = name.as_str() else {
        return Err(vm.type_error("module name must be a string"));
    };
    if level < 0 {
        return Err(vm.value_error("level must be >= 0"));
    }
    if level == 0 && name.is_empty() {
        return Err(vm.value_error("Empty module name"));
    }
    let from_list = match from_list.as_tuple() {
        Some(_) => from_list.clone(),
        None if from_list.is_none() => vm.empty_tuple(),
        None => vm.tuple(vm.to_vec(from_list)?),
    };
    vm.import(name, globals, &from_list, level)
}

/// The text of a source argument, and whether it came as bytes.
fn source_text(vm: &Vm, source: &Value, what: &str, filename: &str) -> PyResult<String> {
    if let Some(text) = source.as_str() {
        if text.contains('\0') {
            let text = "source code string cannot contain null bytes";
            return Err(vm.raise(&SYNTAX_ERROR, text));
        }
        return Ok(text.to_owned());
    }
    vm.check_encodable(source)?;
    if let Some(bytes) = Buffer::of(vm, source) {
        let bytes = bytes.to_vec();
        return vm.decode_source(&bytes, filename);
    }
    let other = if what == "compile" { "AST" } else { "code" };
    Err(vm.type_error(format!("{what}() arg 1 must be a string, bytes or {other} object")))
}

/// What `flags` may hold: the futures, CO_NESTED, and the PyCF_ flags.
const KNOWN_FLAGS: i64 = 0x1FE_0000 | 0x10 | 0xF600;

/// Bits of `flags`.
mod flag {
    pub(super) const ONLY_AST: i64 = 0x400;
    pub(super) const TYPE_COMMENTS: i64 = 0x1000;
    pub(super) const TOP_LEVEL_AWAIT: i64 = 0x2000;
    /// Includes that for a tree.
    pub(super) const OPTIMIZED_AST: i64 = 0x8400;
    pub(super) const FUTURE_ANNOTATIONS: i64 = 0x100_0000;
}

#[expect(clippy::too_many_arguments, reason = "one for each parameter of the builtin")]
fn compile(
    vm: &Vm,
    source: &Value,
    filename: &Value,
    mode: &str,
    flags: i64,
    dont_inherit: bool,
    optimize: i64,
    feature_version: i64,
) -> PyResult {
    let filename = &vm.source_file_name(filename)?;
    if flags & !KNOWN_FLAGS != 0 {
        return Err(vm.value_error("compile(): unrecognised flags"));
    }
    if !(-1..=2).contains(&optimize) {
        return Err(vm.value_error("compile(): invalid optimize value"));
    }
    let only_tree = flags & flag::ONLY_AST != 0;
    let mode = match mode {
        "exec" => Mode::Module,
        "eval" => Mode::Expression,
        "single" => Mode::Interactive,
        "func_type" if only_tree => Mode::FunctionType,
        "func_type" => {
            let text = "compile() mode 'func_type' requires flag PyCF_ONLY_AST";
            return Err(vm.value_error(text));
        }
        _ => {
            let modes = match only_tree {
                true => "'exec', 'eval', 'single' or 'func_type'",
                false => "'exec', 'eval' or 'single'",
            };
            return Err(vm.value_error(format!("compile() mode must be {modes}")));
        }
    };
    let options = Options {
        mode: match mode {
            Mode::Module | Mode::FunctionType => CodeMode::Module,
            Mode::Expression => CodeMode::Expression,
            Mode::Interactive => CodeMode::Interactive,
        },
        optimize: if optimize < 0 { vm.optimization() } else { optimize.min(2) as u8 },
        future_annotations: flags & flag::FUTURE_ANNOTATIONS != 0
            || !dont_inherit && calling_code_has_future_annotations(vm),
        top_level_await: flags & flag::TOP_LEVEL_AWAIT != 0,
        ..Options::default()
    };
    let optimized = flags & flag::OPTIMIZED_AST == flag::OPTIMIZED_AST;
    if vm.is_syntax_node(source) {
        return match (only_tree, optimized) {
            (true, true) => vm.fold_tree(&vm.checked_copy(source, mode)?, options.optimize),
            (true, false) => Ok(source.clone()),
            (false, _) => vm.compile_nodes(source, filename, options),
        };
    }
    let text = source_text(vm, source, "compile", filename)?;
    if only_tree {
        let extras = Extras {
            type_comments: flags & flag::TYPE_COMMENTS != 0,
            feature_version: u32::try_from(feature_version).ok(),
        };
        let tree = vm.parse_text(&text, filename, mode, extras)?;
        return if optimized { vm.fold_tree(&tree, options.optimize) } else { Ok(tree) };
    }
    vm.compile_text(&text, filename, options)
}

/// Whether the code that calls was compiled with `from __future__ import annotations`.
fn calling_code_has_future_annotations(vm: &Vm) -> bool {
    vm.calling_code_has(taipan_compiler::code::flags::FUTURE_ANNOTATIONS)
}

/// The namespaces that `exec` and `eval` work in.
fn namespaces(
    vm: &Vm,
    what: &str,
    globals_arg: &Value,
    locals_arg: &Value,
) -> PyResult<(Value, Value)> {
    let slots = &vm.class(locals_arg).slots;
    // `eval` looks at the locals first, `exec` at the globals.
    let good_globals = globals_arg.is_none() || globals_arg.get::<DictObject>().is_some();
    let turn = what == "eval" || good_globals;
    if turn && !locals_arg.is_none() && slots.getitem.get().is_none() {
        let class = vm.class(locals_arg).full_name();
        return Err(vm.type_error(match what {
            "eval" => "locals must be a mapping".to_owned(),
            _ => format!("locals must be a mapping or None, not {class}"),
        }));
    }
    if globals_arg.is_none() {
        let own_globals = vm.current_globals().unwrap_or(Value::NONE);
        let own = if locals_arg.is_none() { locals(vm)? } else { locals_arg.clone() };
        return Ok((own_globals, own));
    }
    if !good_globals {
        let class = vm.class(globals_arg).full_name();
        return Err(vm.type_error(match what {
            "eval" if vm.class(globals_arg).slots.getitem.get().is_some() => {
                "globals must be a real dict; try eval(expr, {}, mapping)".to_owned()
            }
            "eval" => "globals must be a dict".to_owned(),
            _ => format!("{what}() globals must be a dict, not {class}"),
        }));
    }
    let own = if locals_arg.is_none() { globals_arg.clone() } else { locals_arg.clone() };
    Ok((globals_arg.clone(), own))
}

fn eval(vm: &Vm, source: &Value, globals: &Value, locals: &Value) -> PyResult {
    let (globals, locals) = namespaces(vm, "eval", globals, locals)?;
    let code = match source.get::<CodeObject>() {
        Some(code) if code.free_count() > 0 => {
            let text = "code object passed to eval() may not contain free variables";
            return Err(vm.type_error(text));
        }
        Some(_) => source.clone(),
        None => {
            let text = source_text(vm, source, "eval", "<string>")?;
            let text = text.trim_start_matches([' ', '\t']);
            let options = Options {
                mode: CodeMode::Expression,
                future_annotations: calling_code_has_future_annotations(vm),
                ..Options::default()
            };
            vm.compile_text(text, "<string>", options)?
        }
    };
    vm.run_in(&code, &globals, &locals, Value::UNBOUND)
}

fn exec(vm: &Vm, source: &Value, globals: &Value, locals: &Value, closure: &Value) -> PyResult<()> {
    let (globals, locals) = namespaces(vm, "exec", globals, locals)?;
    let code = match source.get::<CodeObject>() {
        Some(code) => {
            check_closure(vm, code, closure)?;
            source.clone()
        }
        None if !closure.is_none() => {
            return Err(vm.type_error("closure can only be used when source is a code object"));
        }
        None => {
            let text = source_text(vm, source, "exec", "<string>")?;
            let future_annotations = calling_code_has_future_annotations(vm);
            let options = Options { future_annotations, ..Options::default() };
            vm.compile_text(&text, "<string>", options)?
        }
    };
    let cells = if closure.is_none() { Value::UNBOUND } else { closure.clone() };
    vm.run_in(&code, &globals, &locals, cells).map(drop)
}

/// Code with free variables needs as many cells, other code none.
fn check_closure(vm: &Vm, code: &CodeObject, closure: &Value) -> PyResult<()> {
    let wanted = code.free_count();
    if wanted == 0 {
        return match closure.is_none() {
            true => Ok(()),
            false => Err(vm.type_error("cannot use a closure with this code object")),
        };
    }
    let is_cell = |each: &Value| each.get_exact::<CellObject>().is_some();
    match closure.as_tuple() {
        Some(cells) if cells.len() == wanted && cells.iter().all(is_cell) => Ok(()),
        _ => {
            Err(vm.type_error(format!("code object requires a closure of exactly length {wanted}")))
        }
    }
}

fn globals(vm: &Vm) -> Value {
    vm.current_globals().unwrap_or(Value::NONE)
}

fn locals(vm: &Vm) -> PyResult {
    match vm.current_frame(0) {
        Some(frame) => vm.frame_locals(&frame),
        None => Ok(Value::NONE),
    }
}

/// Makes `builtins` and `sys` of a new interpreter.
pub(crate) fn install(vm: &Vm) {
    let _ = vm.modules.set(vm.new_dict(DictObject::new()));
    vm.register_modules(&[&crate::builtins::BUILTINS, &crate::sys::SYS]);
    for name in ["builtins", "sys"] {
        if vm.import_module(name).is_err() {
            crate::object::frame::bug("builtins and sys can always be made");
        }
    }
    if let Ok(builtins) = vm.import_module("builtins")
        && let Some(module) = builtins.get::<ModuleObject>()
        && let Some(dict) = module.dict.get::<DictObject>()
    {
        let name = vm.str("builtins");
        for def in FUNCTIONS {
            drop(dict.set_interned(&vm.intern(def.name), vm.new_native(def, &name)));
        }
        let _ = vm.builtins.set(module.dict.clone());
    }
}

impl Vm {
    /// Runs code with globals and a namespace of its own.
    fn run_in(&self, code: &Value, globals: &Value, locals: &Value, closure: Value) -> PyResult {
        self.prepare_globals(globals);
        let function = self.new_function_with_closure(code, globals, closure);
        self.run_code(&function, locals)
    }

    pub fn write_stdout(&self, text: &str) -> PyResult<()> {
        match self.sys_attr("stdout") {
            Some(stream) if !stream.is_none() => {
                let text = self.str(text);
                self.call_method(&stream, &self.intern("write"), &[text]).map(drop)
            }
            _ => Ok(()),
        }
    }
}
