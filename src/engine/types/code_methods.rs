//! What code objects can be asked beyond plain attributes: copies with changes, positions, equality.
//!
//! The instructions are the machine's own. To programs each counts as two bytes, which is how
//! `tb_lasti` counts too; what the bytes hold has no meaning to anybody but the machine.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use taipan_compiler::code::{Code, Constant, Position, flags};

use crate::object::code::CodeObject;
use crate::object::dict::DictObject;
use crate::object::slots::{CompareOp, PyResult};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// Bytes that an instruction counts for.
const STEP: usize = 2;

fn of(value: &Value) -> Option<&CodeObject> {
    value.get::<CodeObject>()
}

/// An entry of `co_consts`.
#[derive(Clone, Copy)]
enum Shown {
    /// A function's documentation, or None.
    Doc,
    Constant(usize),
    Code(usize),
}

/// The entries of `co_consts`: what a function has for documentation comes first, so that no other
/// None is shown there; inner code comes last.
fn shown(code: &Code) -> Vec<Shown> {
    let is_function = code.flags & flags::OPTIMIZED != 0;
    let visible = |at: &usize| !is_function || !matches!(code.consts[*at], Constant::None);
    let doc = is_function.then_some(Shown::Doc);
    let constants = (0..code.consts.len()).filter(visible).map(Shown::Constant);
    doc.into_iter().chain(constants).chain((0..code.codes.len()).map(Shown::Code)).collect()
}

pub(super) fn constants(vm: &Vm, code: &CodeObject) -> Value {
    let each = shown(&code.code).into_iter().map(|entry| match entry {
        Shown::Doc => code.code.docstring.as_ref().map_or(Value::NONE, |d| vm.str_wtf8(d)),
        Shown::Constant(at) => code.consts[at].clone(),
        Shown::Code(at) => code.inner(vm, at),
    });
    vm.tuple(each.collect())
}

/// A value as plain data, if it is of a kind that code can hold.
fn constant_of(vm: &Vm, value: &Value) -> Option<Constant> {
    let all = |items: &[Value]| -> Option<Box<[Constant]>> {
        items.iter().map(|item| constant_of(vm, item)).collect()
    };
    if !vm.stack_has_room() {
        return None;
    }
    if let Some(text) = value.as_str_object() {
        return Some(Constant::Str(text.as_bytes().into()));
    }
    if let Some(items) = value.as_tuple() {
        return all(items).map(Constant::Tuple);
    }
    if let Some(float) = value.as_float() {
        return Some(Constant::Float(float));
    }
    Some(match value {
        v if v.is_none() => Constant::None,
        v if v.is(&Value::TRUE) => Constant::True,
        v if v.is(&Value::FALSE) => Constant::False,
        v if v.is(&Value::ELLIPSIS) => Constant::Ellipsis,
        v => {
            if let Some(int) = v.as_int() {
                return Some(Constant::Int(int));
            }
            if let Some(big) = vm.as_big(v) {
                let digits = big.to_str_radix(16).into();
                return Some(Constant::BigInt { digits, radix: 16 });
            }
            if let Some(complex) = v.get_exact::<crate::types::float::ComplexObject>() {
                return Some(Constant::Complex { real: complex.real, imag: complex.imag });
            }
            if let Some(bytes) = v.get_exact::<crate::types::bytes::BytesObject>() {
                return Some(Constant::Bytes(bytes.0.clone()));
            }
            let set = v.get_exact::<crate::types::set::SetObject>()?;
            return all(&set.keys.keys()).map(Constant::FrozenSet);
        }
    })
}

/// `code.replace(**changes)`
pub(super) fn replace(vm: &Vm, this: &Value, changes: &Value) -> PyResult {
    let Some(own) = of(this) else { return Ok(Value::NONE) };
    let mut code = Code::clone(&own.code);
    for (name, value) in changes.get::<DictObject>().map(DictObject::pairs).unwrap_or_default() {
        change(vm, this, &mut code, &name.to_text(), &value)?;
    }
    Ok(vm.new_code(Arc::new(code)))
}

fn wrong(vm: &Vm, name: &str, wanted: &str, value: &Value) -> crate::object::slots::Raised {
    let class = vm.class(value).full_name();
    vm.type_error(format!("replace() argument '{name}' must be {wanted}, not {class}"))
}

fn text(vm: &Vm, name: &str, value: &Value) -> PyResult<Box<str>> {
    match value.as_str_object() {
        Some(text) => Ok(String::from_utf8_lossy(text.as_bytes()).into()),
        None => Err(wrong(vm, name, "str", value)),
    }
}

fn number(vm: &Vm, name: &str, value: &Value) -> PyResult<u32> {
    let number = vm.index_i64(value)?;
    u32::try_from(number).map_err(|_| vm.value_error(format!("{name} must be a positive integer")))
}

/// The names in a tuple.
fn texts(vm: &Vm, name: &str, value: &Value) -> PyResult<Vec<Box<str>>> {
    let Some(items) = value.as_tuple() else { return Err(wrong(vm, name, "tuple", value)) };
    let each = items.iter().map(|item| match item.as_str_object() {
        Some(text) => Ok(String::from_utf8_lossy(text.as_bytes()).into()),
        None => {
            Err(vm.raise(&crate::types::exception::SYSTEM_ERROR, "non-string found in code slot"))
        }
    });
    each.collect()
}

fn change(vm: &Vm, this: &Value, code: &mut Code, name: &str, value: &Value) -> PyResult<()> {
    match name {
        "co_name" => code.name = text(vm, name, value)?,
        "co_qualname" => code.qualname = text(vm, name, value)?,
        "co_filename" => code.filename = Arc::from(&*text(vm, name, value)?),
        "co_firstlineno" => code.first_line = number(vm, name, value)?,
        "co_flags" => change_flags(vm, code, number(vm, name, value)?)?,
        "co_consts" => change_constants(vm, code, value)?,
        "co_names" => {
            let names = texts(vm, name, value)?;
            if names.len() < code.names.len() {
                return Err(vm.value_error("code: co_names is too small"));
            }
            code.names = names.into();
        }
        "co_code" | "co_linetable" | "co_exceptiontable"
            if value.get_exact::<crate::types::bytes::BytesObject>().is_none() =>
        {
            return Err(wrong(vm, name, "bytes", value));
        }
        "co_varnames" | "co_freevars" | "co_cellvars" => {
            texts(vm, name, value)?;
            keep(vm, this, name, value)?;
        }
        "co_argcount" | "co_posonlyargcount" | "co_kwonlyargcount" | "co_nlocals"
        | "co_stacksize" => {
            number(vm, name, value)?;
            keep(vm, this, name, value)?;
        }
        "co_code" | "co_linetable" | "co_exceptiontable" => keep(vm, this, name, value)?,
        _ => {
            let text = format!("replace() got an unexpected keyword argument '{name}'");
            return Err(vm.type_error(text));
        }
    }
    Ok(())
}

/// What belongs to the instructions stays as it is.
fn keep(vm: &Vm, this: &Value, name: &str, value: &Value) -> PyResult<()> {
    let present = vm.getattr(this, &vm.intern(name))?;
    if vm.equal(&present, value)? {
        return Ok(());
    }
    Err(vm.value_error(format!("code: {name} cannot be replaced")))
}

/// Flags by which the machine knows how to run the code stay.
fn change_flags(vm: &Vm, code: &mut Code, new: u32) -> PyResult<()> {
    const FIXED: u32 = flags::OPTIMIZED
        | flags::NEWLOCALS
        | flags::VARARGS
        | flags::VARKEYWORDS
        | flags::GENERATOR
        | flags::COROUTINE
        | flags::ASYNC_GENERATOR;
    if (code.flags ^ new) & FIXED != 0 {
        return Err(vm.value_error("code: co_flags cannot be replaced"));
    }
    code.flags = new;
    Ok(())
}

fn change_constants(vm: &Vm, code: &mut Code, value: &Value) -> PyResult<()> {
    let Some(items) = value.as_tuple() else {
        return Err(wrong(vm, "co_consts", "tuple", value));
    };
    let places = shown(code);
    if items.len() < places.len() {
        return Err(vm.value_error("code: co_consts is too small"));
    }
    for (place, item) in places.into_iter().zip(items) {
        let fits = match place {
            Shown::Doc => {
                code.docstring = item.as_str_object().map(|text| text.as_bytes().into());
                item.is_none() || code.docstring.is_some()
            }
            Shown::Constant(at) => match constant_of(vm, item) {
                Some(constant) => {
                    code.consts[at] = constant;
                    true
                }
                None => false,
            },
            Shown::Code(at) => match of(item) {
                Some(inner) if inner.free_count() == usize::from(free(&code.codes[at])) => {
                    code.codes[at] = inner.code.clone();
                    true
                }
                _ => false,
            },
        };
        if !fits {
            let class = vm.class(item).full_name();
            return Err(vm.type_error(format!("code: a constant cannot be of type {class}")));
        }
    }
    Ok(())
}

fn free(code: &Code) -> u16 {
    code.locals - code.first_free
}

/// Two bytes for each instruction.
pub(super) fn bytes(vm: &Vm, code: &CodeObject) -> Value {
    let pair = |word: &taipan_compiler::op::Word| [word.opcode(), (word.0 >> 8) as u8];
    vm.new_bytes(code.code.words.iter().flat_map(pair).collect())
}

/// Where handlers lie, as plain numbers.
pub(super) fn exception_table(vm: &Vm, code: &CodeObject) -> Value {
    let rows = code.code.handlers.iter();
    let numbers = rows.flat_map(|row| [row.start, row.end, row.target, u32::from(row.height)]);
    vm.new_bytes(numbers.flat_map(u32::to_le_bytes).collect())
}

fn line_or_none(vm: &Vm, line: u32) -> Value {
    if line == 0 { Value::NONE } else { vm.int(i64::from(line)) }
}

/// `code.co_lines()`: ranges of instructions and their lines.
pub(super) fn lines(vm: &Vm, this: &Value) -> PyResult {
    let Some(code) = of(this) else { return Ok(Value::NONE) };
    let mut ranges: Vec<(usize, usize, u32)> = Vec::new();
    let mut at = 0;
    for (count, position) in code.code.positions.runs() {
        let end = at + count * STEP;
        match ranges.last_mut() {
            Some(last) if last.2 == position.line => last.1 = end,
            _ => ranges.push((at, end, position.line)),
        }
        at = end;
    }
    let row = |(start, end, line): (usize, usize, u32)| {
        vm.tuple(vec![vm.int(start as i64), vm.int(end as i64), line_or_none(vm, line)])
    };
    vm.iter(&vm.new_list(ranges.into_iter().map(row).collect()))
}

/// `code.co_positions()`: line, last line, column, last column of each instruction.
pub(super) fn positions(vm: &Vm, this: &Value) -> PyResult {
    let Some(code) = of(this) else { return Ok(Value::NONE) };
    let row = |p: Position| {
        let column = |at: u32| if p.line == 0 { Value::NONE } else { vm.int(i64::from(at)) };
        let (line, end) = (line_or_none(vm, p.line), line_or_none(vm, p.end_line));
        vm.tuple(vec![line, end, column(p.column), column(p.end_column)])
    };
    let runs = code.code.positions.runs();
    let all = runs.flat_map(|(count, p)| std::iter::repeat_n(row(p), count));
    vm.iter(&vm.new_list(all.collect()))
}

/// `code._varname_from_oparg(number)`: the name of a local.
pub(super) fn variable_name(vm: &Vm, this: &Value, oparg: i64) -> PyResult {
    let names = of(this).map(|code| &code.code.local_names);
    let name = names.and_then(|names| names.get(usize::try_from(oparg).ok()?));
    match name {
        Some(name) => Ok(vm.intern(name)),
        None => Err(vm.raise(&crate::types::exception::INDEX_ERROR, "tuple index out of range")),
    }
}

/// Whether two pieces of code do the same under the same name and at the same lines.
fn same(a: &Code, b: &Code) -> bool {
    let head = |c: &Code| {
        let counts = (c.arg_count, c.positional_only, c.keyword_only, c.locals, c.first_free);
        (c.name.clone(), c.qualname.clone(), c.first_line, c.flags, counts)
    };
    let words = |c: &Code| c.words.iter().map(|word| word.0).collect::<Vec<_>>();
    head(a) == head(b)
        && a.names == b.names
        && a.local_names == b.local_names
        && a.cells == b.cells
        && a.sites == b.sites
        && a.handlers == b.handlers
        && a.docstring == b.docstring
        && a.positions.packed() == b.positions.packed()
        && words(a) == words(b)
        // As text, so that 1 and 1.0, 0.0 and -0.0 differ and NaN is equal to itself.
        && format!("{:?}{:?}", a.consts, a.calls) == format!("{:?}{:?}", b.consts, b.calls)
        && a.codes.len() == b.codes.len()
        && a.codes.iter().zip(&b.codes).all(|(a, b)| same(a, b))
}

pub(super) fn compare(_: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(one), Some(other)) = (of(a), of(b)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let equal = a.is(b) || same(&one.code, &other.code);
    Ok(match op {
        CompareOp::Eq => Value::bool(equal),
        CompareOp::Ne => Value::bool(!equal),
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => Value::NOT_IMPLEMENTED,
    })
}

pub(super) fn hash(_: &Vm, this: &Value) -> PyResult<i64> {
    let mut hasher = DefaultHasher::new();
    if let Some(code) = of(this) {
        let code = &code.code;
        (&code.name, code.first_line, code.flags, code.arg_count).hash(&mut hasher);
        code.words.iter().for_each(|word| word.0.hash(&mut hasher));
    }
    Ok(hasher.finish() as i64)
}
