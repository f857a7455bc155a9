//! Code and function objects: bytecode made ready for one interpreter.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use taipan_compiler::code::{Code, Constant, flags};
use taipan_compiler::op::{Op, Word};

use super::header::Traverse;
use super::tracing::LineTable;
use super::value::Value;
use super::var::Var;
use super::vm::Vm;

/// What an instruction remembers between its executions. Plain data: `key` and `second` guard it,
/// `data` is an index or the address of an object that the guard keeps alive.
#[derive(Default)]
pub struct Cache {
    pub key: Cell<u32>,
    pub second: Cell<u32>,
    pub data: Cell<usize>,
    /// Failed guards; an instruction that fails too often stays generic.
    pub misses: Cell<u32>,
    /// Index of the site's name.
    pub name: u32,
}

/// Bytes that an instruction takes in `co_code`: what programs count offsets in code by.
pub const INSTRUCTION_BYTES: usize = size_of::<Word>();

/// The payload of a code object.
pub struct CodeObject {
    pub code: Arc<Code>,
    /// The instructions; quickened in place.
    pub words: Box<[Cell<Word>]>,
    pub consts: Box<[Value]>,
    /// Interned.
    pub names: Box<[Value]>,
    pub caches: Box<[Cache]>,
    /// Names of the keyword arguments of each call site; interned.
    pub call_names: Box<[Box<[Value]>]>,
    /// Interned names of the parameters that can be given by position or by name; made on first use.
    parameters: OnceCell<Box<[Value]>>,
    /// Inner code, made on first use.
    codes: Box<[OnceCell<Value>]>,
    /// Positional parameters of a function that has no others and starts at once when it is called;
    /// [`CodeObject::NOT_PLAIN`] otherwise.
    pub plain_args: u16,
    pub locals: u16,
    pub registers: u16,
    /// Generator, coroutine or asynchronous generator.
    pub suspends: bool,
    /// Made when it is first traced.
    line_table: OnceCell<Box<LineTable>>,
}

impl CodeObject {
    pub const NOT_PLAIN: u16 = u16::MAX;

    pub fn new(vm: &Vm, code: Arc<Code>) -> CodeObject {
        let suspends =
            code.flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0;
        let has_more =
            code.keyword_only > 0 || code.flags & (flags::VARARGS | flags::VARKEYWORDS) != 0;
        let names: Box<[Value]> = code.names.iter().map(|n| vm.intern(n)).collect();
        let name_of = |at: &u32| names[*at as usize].clone();
        let keywords = code.calls.iter().map(|c| c.keywords.iter().map(name_of).collect());
        CodeObject {
            call_names: keywords.collect(),
            parameters: OnceCell::new(),
            words: (0..code.words.len()).map(|at| Cell::new(completed(&code, at))).collect(),
            consts: code.consts.iter().map(|c| constant(vm, c)).collect(),
            names,
            caches: code.sites.iter().map(|n| Cache { name: *n, ..Cache::default() }).collect(),
            codes: code.codes.iter().map(|_| OnceCell::new()).collect(),
            plain_args: if has_more || suspends { CodeObject::NOT_PLAIN } else { code.arg_count },
            locals: code.locals,
            registers: code.registers,
            suspends,
            line_table: OnceCell::new(),
            code,
        }
    }

    /// Where lines begin, for trace functions.
    pub(crate) fn line_table(&self) -> &LineTable {
        self.line_table.get_or_init(|| Box::new(LineTable::new(&self.code)))
    }

    /// The code object of an inner function or class.
    pub fn inner(&self, vm: &Vm, index: usize) -> Value {
        let make = || vm.new_code(self.code.codes[index].clone());
        self.codes[index].get_or_init(make).clone()
    }

    /// The inner code objects that have been made.
    pub(crate) fn made_inner(&self) -> impl Iterator<Item = &Value> {
        self.codes.iter().filter_map(OnceCell::get)
    }

    /// Interned names of the parameters but `*args` and `**kwargs`.
    pub(crate) fn parameters(&self, vm: &Vm) -> &[Value] {
        let count = usize::from(self.code.arg_count + self.code.keyword_only);
        let make = || self.code.local_names[..count].iter().map(|n| vm.intern(n)).collect();
        self.parameters.get_or_init(make)
    }

    /// How many free variables the code has.
    pub(crate) fn free_count(&self) -> usize {
        usize::from(self.locals - self.code.first_free)
    }

    pub fn has_flag(&self, flag: u32) -> bool {
        self.code.flags & flag != 0
    }

    pub fn site_name(&self, site: usize) -> &Value {
        &self.names[self.caches[site].name as usize]
    }
}

/// A `Return` is told how many registers are alive besides its value, so that leaving a frame needs
/// no look into a table.
fn completed(code: &Code, at: usize) -> Word {
    let word = code.words[at];
    if word.opcode() != Op::Return as u8 {
        return word;
    }
    Word(word.0 | u64::from(code.locals + code.heights[at]) << 32)
}

fn constant(vm: &Vm, constant: &Constant) -> Value {
    match constant {
        Constant::None => Value::NONE,
        Constant::True => Value::TRUE,
        Constant::False => Value::FALSE,
        Constant::Ellipsis => Value::ELLIPSIS,
        Constant::Int(int) => vm.int(*int),
        Constant::BigInt { digits, radix } => vm.int_from_digits(digits, *radix),
        Constant::Float(float) => vm.float(*float),
        Constant::Complex { real, imag } => vm.complex(*real, *imag),
        Constant::Str(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) if looks_like_name(text) => vm.intern(text),
            _ => vm.str_wtf8(bytes),
        },
        Constant::Bytes(bytes) => vm.new_bytes(bytes.to_vec()),
        Constant::Tuple(items) => vm.tuple(items.iter().map(|c| self::constant(vm, c)).collect()),
        Constant::FrozenSet(items) => {
            vm.frozen_constant(items.iter().map(|c| self::constant(vm, c)).collect())
        }
    }
}

/// Constants that could be names are interned, as in CPython.
fn looks_like_name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

impl Traverse for CodeObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.consts.iter().for_each(&mut *visit);
        self.names.iter().for_each(&mut *visit);
        self.call_names.iter().flatten().for_each(&mut *visit);
        self.parameters.get().into_iter().flatten().for_each(&mut *visit);
        self.codes.iter().filter_map(OnceCell::get).for_each(visit);
    }
}

/// The payload of a function written in Python.
pub struct FunctionObject {
    /// A [`CodeObject`].
    pub code: Var,
    /// A dict.
    pub globals: Value,
    /// A dict.
    pub builtins: Value,
    /// Tuple of cells, or unbound.
    pub closure: Value,
    /// Tuple, or unbound.
    pub defaults: Var,
    /// Dict, or unbound.
    pub keyword_defaults: Var,
    pub name: Var,
    pub qualname: Var,
    pub module: Var,
    pub doc: Var,
    /// Dict, or unbound until asked for.
    pub annotations: Var,
    pub type_params: Var,
    /// The function's own attributes, or unbound until asked for.
    pub dict: Var,
}

impl Traverse for FunctionObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for var in self.vars() {
            var.visit(visit);
        }
        visit(&self.globals);
        visit(&self.builtins);
        visit(&self.closure);
    }

    fn clear(&self) {
        // The code stays: the function may still be running. So do the cells, which living functions
        // may share; those that are garbage are cleared for themselves.
        self.vars().into_iter().skip(1).for_each(|v| v.set(Value::UNBOUND));
    }
}

impl FunctionObject {
    fn vars(&self) -> [&Var; 10] {
        [
            &self.code,
            &self.defaults,
            &self.keyword_defaults,
            &self.name,
            &self.qualname,
            &self.module,
            &self.doc,
            &self.annotations,
            &self.type_params,
            &self.dict,
        ]
    }
}

/// The payload of a cell: a variable shared with inner functions.
pub struct CellObject(pub Var);

impl Traverse for CellObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.visit(visit);
    }

    fn clear(&self) {
        self.0.set(Value::UNBOUND);
    }
}
