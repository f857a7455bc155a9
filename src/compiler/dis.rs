//! A readable listing of a code and all codes in it: `--dump code`.

use std::fmt::Write;

use crate::code::{Code, Constant};
use crate::op::{Access, Instruction, Op};

/// Lists a code and, behind it, the codes it makes functions of.
pub fn dis(code: &Code) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write_code(&mut out, code);
    out
}

fn write_code(out: &mut String, code: &Code) -> std::fmt::Result {
    writeln!(out, "{} (line {}, flags {:#x})", code.qualname, code.first_line, code.flags)?;
    write_locals(out, code)?;
    let mut line = 0;
    for (index, &word) in code.words.iter().enumerate() {
        let at = code.positions.get(index);
        if at.line == line {
            write!(out, "     ")?;
        } else {
            line = at.line;
            write!(out, "{line:5}")?;
        }
        let height = code.heights.get(index).copied().unwrap_or(0);
        write!(out, " {index:5} [{height}] ")?;
        match Instruction::decode(word) {
            Some(instruction) => write_instruction(out, code, index, &instruction)?,
            None => writeln!(out, "??? {:#018x}", word.0)?,
        }
    }
    for handler in &code.handlers {
        let crate::code::Handler { start, end, target, height } = handler;
        writeln!(out, "  {start}..{end} -> {target} [{height}]")?;
    }
    for inner in &code.codes {
        writeln!(out)?;
        write_code(out, inner)?;
    }
    Ok(())
}

fn write_locals(out: &mut String, code: &Code) -> std::fmt::Result {
    if code.local_names.is_empty() {
        return Ok(());
    }
    write!(out, "  locals:")?;
    for (index, name) in code.local_names.iter().enumerate() {
        let index = index as u16;
        let mark = match (index >= code.first_free, code.cells.contains(&index)) {
            (true, _) => "^",
            (false, true) => "*",
            (false, false) => "",
        };
        write!(out, " {index}={mark}{name}")?;
    }
    writeln!(out)
}

fn write_instruction(
    out: &mut String,
    code: &Code,
    index: usize,
    instruction: &Instruction,
) -> std::fmt::Result {
    write!(out, "{instruction}")?;
    instruction.accesses(&mut |_, access| {
        let (Access::Def(crate::op::Def { reg, .. }) | Access::Keep(reg)) = access else {
            return;
        };
        if let Some(name) = code.local_names.get(usize::from(reg.0)) {
            let _ = write!(out, "  ({name})");
        }
    });
    if let Some(note) = note(code, index, instruction) {
        write!(out, "  ; {note}")?;
    }
    writeln!(out)
}

/// What an index in the instruction stands for.
fn note(code: &Code, index: usize, instruction: &Instruction) -> Option<String> {
    let op = instruction.op();
    let word = code.words.get(index)?;
    let site = |site: u32| -> Option<String> {
        let name = code.sites.get(site as usize)?;
        Some(code.names.get(*name as usize)?.to_string())
    };
    match *instruction {
        Instruction::LoadConst { index, .. } => {
            code.consts.get(index.0 as usize).map(show_constant)
        }
        Instruction::MakeFunction { code: inner, .. } => {
            code.codes.get(usize::from(inner.0)).map(|inner| inner.qualname.to_string())
        }
        Instruction::CallKw { site, .. } => {
            let shape = code.calls.get(usize::from(site.0))?;
            let names: Vec<&str> = (shape.keywords.iter())
                .filter_map(|&name| code.names.get(name as usize).map(|name| &**name))
                .collect();
            let method = if shape.method { " method" } else { "" };
            Some(format!("{}{method} {}", shape.count, names.join(" ")))
        }
        Instruction::CallHelper { which, .. } => {
            crate::op::Helper::ALL.get(usize::from(which.0)).map(|row| row.1.to_owned())
        }
        _ if is_jump(op) => {
            Some(format!("to {}", (index as i64 + 1) + i64::from(word.wide() as i32)))
        }
        Instruction::LoadGlobal { site: at, .. }
        | Instruction::StoreGlobal { site: at, .. }
        | Instruction::DelGlobal { site: at }
        | Instruction::LoadName { site: at, .. }
        | Instruction::StoreName { site: at, .. }
        | Instruction::DelName { site: at } => site(at.0),
        Instruction::LoadAttr { site: at, .. }
        | Instruction::StoreAttr { site: at, .. }
        | Instruction::DelAttr { site: at, .. }
        | Instruction::LoadMethod { site: at, .. }
        | Instruction::ImportName { site: at, .. }
        | Instruction::ImportFrom { site: at, .. }
        | Instruction::LoadClassDeref { site: at, .. }
        | Instruction::LoadFromDictOrGlobals { site: at, .. } => site(u32::from(at.0)),
        _ => None,
    }
}

/// Whether the word's wide operand is a distance.
pub(crate) fn is_jump(op: Op) -> bool {
    matches!(
        op,
        Op::Jump
            | Op::JumpBack
            | Op::JumpIf
            | Op::JumpIfNot
            | Op::JumpIfKeep
            | Op::JumpIfNotKeep
            | Op::JumpIfNone
            | Op::JumpIfNotNone
    )
}

fn show_constant(constant: &Constant) -> String {
    let list = |items: &[Constant]| items.iter().map(show_constant).collect::<Vec<_>>().join(", ");
    match constant {
        Constant::None => "None".to_owned(),
        Constant::True => "True".to_owned(),
        Constant::False => "False".to_owned(),
        Constant::Ellipsis => "...".to_owned(),
        Constant::Int(value) => value.to_string(),
        Constant::BigInt { digits, radix } => format!("{digits} (base {radix})"),
        Constant::Float(value) => format!("{value:?}"),
        Constant::Complex { real, imag } => format!("{real:?}+{imag:?}j"),
        Constant::Str(text) => format!("{:?}", String::from_utf8_lossy(text)),
        Constant::Bytes(bytes) => format!("b{:?}", String::from_utf8_lossy(bytes)),
        Constant::Tuple(items) => format!("({})", list(items)),
        Constant::FrozenSet(items) => format!("frozenset({})", list(items)),
    }
}
