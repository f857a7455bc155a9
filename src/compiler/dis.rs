//! A readable listing of a code and all codes in it: `--dump code`.

use std::fmt::Write;

use crate::code::{Code, Constant};
pub use crate::effects::stack_effect;
use crate::op::{Access, Datum, Helper, Instruction};

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
    let name = |name: u32| code.names.get(name as usize).map(|name| &**name);
    let mut note = None;
    instruction.accesses(&mut |_, access| {
        let Access::Data(datum) = access else { return };
        note = match datum {
            Datum::Const(at) => code.consts.get(at as usize).map(show_constant),
            Datum::Site(at) => {
                code.sites.get(at as usize).and_then(|site| name(*site)).map(str::to_owned)
            }
            Datum::Call(at) => code.calls.get(usize::from(at)).map(|shape| {
                let names: Vec<&str> = shape.keywords.iter().filter_map(|at| name(*at)).collect();
                let method = if shape.method { " method" } else { "" };
                format!("{}{method} {}", shape.count, names.join(" "))
            }),
            Datum::Code(at) => {
                code.codes.get(usize::from(at)).map(|inner| inner.qualname.to_string())
            }
            Datum::Helper(at) => Helper::ALL.get(usize::from(at)).map(|row| row.1.to_owned()),
            Datum::Offset(distance) => Some(format!("to {}", jump_target(index, distance))),
            Datum::Number(_) => return,
        };
    });
    note
}

/// The word at which a jump goes on that stands in word `index`.
pub fn jump_target(index: usize, distance: i32) -> i64 {
    index as i64 + 1 + i64::from(distance)
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
