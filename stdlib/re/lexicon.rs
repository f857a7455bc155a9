//! Several patterns as the alternatives of one, each a group: what `re.Scanner` is built on.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::cache::flags_of;
use super::parser::{self, Parsed};
use super::tree::{Node, Tree};
use super::{compiler, pattern};

/// A pattern whose group of number n is the phrase of that number, counted from one. Groups within
/// phrases come behind those.
pub(super) fn lexicon(vm: &Vm, phrases: &Value, flags: &Value) -> PyResult {
    let mut flags = flags_of(vm, flags)?;
    let phrases = vm.to_vec(phrases)?;
    let bytes = phrases.first().is_some_and(|phrase| phrase.as_str_object().is_none());
    let mut tree = Tree::new(phrases.len());
    let mut ways = Vec::with_capacity(phrases.len());
    for (number, phrase) in (1..).zip(&phrases) {
        let parsed = parser::parse(vm, phrase, flags).map_err(|fault| fault.raise(vm, phrase))?;
        flags |= parsed.flags;
        let body = tree.take_in(parsed.tree, parsed.root);
        let group = Node::Group { number: Some(number), add: 0, remove: 0, body };
        ways.push(tree.add(vec![group]));
    }
    let root = tree.add(vec![Node::Branch(ways)]);
    let all = Parsed { tree, root, flags, names: Vec::new() };
    let program = compiler::compile(&all, bytes).map_err(|fault| fault.raise(vm, &Value::NONE))?;
    pattern::make(vm, &Value::NONE, all, program)
}
