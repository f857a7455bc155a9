//! What `re.DEBUG` prints: the tree and the program of a pattern.

use std::fmt::Write;

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::vm::Vm;

use super::parser::Parsed;
use super::program::{Op, Program, Single};
use super::tree::{Node, Seq};

/// The tree, a node in a line, what is inside of it further to the right.
fn tree_lines(parsed: &Parsed, out: &mut String) {
    let mut open: Vec<(Seq, usize, usize)> = vec![(parsed.root, 0, 0)];
    while let Some((seq, at, depth)) = open.pop() {
        let Some(node) = parsed.tree.nodes(seq).get(at) else { continue };
        open.push((seq, at + 1, depth));
        // Deep trees are shown flat from some depth on.
        let indent = "  ".repeat(depth.min(40));
        let mut inside = |seqs: &[Seq]| {
            open.extend(seqs.iter().rev().map(|seq| (*seq, 0, depth + 1)));
        };
        let line = match node {
            Node::Literal(point) => format!("literal {point}"),
            Node::Any => "any".to_owned(),
            Node::Set { items, negated } => {
                format!("{} {items:?}", if *negated { "set not" } else { "set" })
            }
            Node::Place(place) => format!("at {place:?}"),
            Node::Reference(group) => format!("group {group} again"),
            Node::Repeat { body, least, most, greed } => {
                inside(&[*body]);
                format!("repeat {least} {most} {greed:?}")
            }
            Node::Group { number, add, remove, body } => {
                inside(&[*body]);
                match number {
                    Some(number) => format!("group {number}"),
                    None => format!("group, flags +{add} -{remove}"),
                }
            }
            Node::Atomic(body) => {
                inside(&[*body]);
                "atomic".to_owned()
            }
            Node::Look { body, behind, negated } => {
                inside(&[*body]);
                let not = if *negated { " not" } else { "" };
                format!("look{not} {}", if *behind { "behind" } else { "ahead" })
            }
            Node::Conditional { group, yes, no } => {
                inside(&[Some(*yes), *no].into_iter().flatten().collect::<Vec<_>>());
                format!("if group {group}")
            }
            Node::Branch(all) => {
                inside(all);
                format!("one of {}", all.len())
            }
            Node::Fail => "fail".to_owned(),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{indent}{line}");
    }
}

fn op_text(program: &Program, op: Op) -> String {
    match op {
        Op::Literal { at, len } => {
            let bytes = program.literals.get(at as usize..(at + len) as usize).unwrap_or(&[]);
            format!("Literal {:?}", String::from_utf8_lossy(bytes))
        }
        Op::Repeat(number) => match program.repeats.get(number as usize) {
            Some(r) => format!(
                "Repeat {} {} {} {:?}{}",
                single_text(program, r.single),
                r.least,
                r.most,
                r.greed,
                if r.apart { ", apart" } else { "" }
            ),
            None => String::new(),
        },
        Op::Branch(number) => {
            format!("Branch {:?}", program.branches.get(number as usize).map(|b| &b.ways))
        }
        Op::Single(single) => single_text(program, single),
        other => format!("{other:?}"),
    }
}

fn single_text(program: &Program, single: Single) -> String {
    match single {
        Single::Byte(byte) => format!("{:?}", char::from(byte)),
        Single::Class(class) => match program.class(class) {
            Some(class) => {
                let members = (0u8..=255).filter(|byte| class.low[usize::from(*byte)]).count();
                format!("Class of {members} below 256")
            }
            None => String::new(),
        },
        other => format!("{other:?}"),
    }
}

pub(super) fn print(vm: &Vm, parsed: &Parsed, program: &Program) -> PyResult<()> {
    let mut out = String::new();
    tree_lines(parsed, &mut out);
    out.push('\n');
    for (at, op) in program.ops.iter().enumerate() {
        let _ = writeln!(out, "{at:4}: {}", op_text(program, *op));
    }
    let builtins = vm.builtins_dict();
    let print = builtins.get::<DictObject>().and_then(|b| b.get_interned(&vm.intern("print")));
    match print {
        Some(print) => vm.call(&print, &[vm.str(out.trim_end())]).map(drop),
        None => Ok(()),
    }
}
