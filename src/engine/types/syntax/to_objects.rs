//! A parsed tree as instances of the classes of `ast`. Runs no Python code and recurses nowhere: nodes
//! whose fields are still to be set wait in a list.

use std::rc::Rc;

use taipan_grammar::ast::{Mod, Span};
use taipan_grammar::nodes::Node;
use taipan_grammar::parts::{List, Part};
use taipan_grammar::{LineIndex, TypeComments};

use super::{SyntaxClasses, constants};
use crate::object::header::Header;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

struct Writer<'v, 'a> {
    vm: &'v Vm,
    classes: Rc<SyntaxClasses>,
    lines: LineIndex,
    comments: &'v TypeComments<'a>,
    /// Instances without fields, and the nodes that they stand for.
    waiting: Vec<(Value, Node<'a>)>,
}

/// The instance of `ast.mod` for a tree and what is kept beside it.
pub fn write_tree<'a>(
    vm: &Vm,
    module: &'a Mod<'a>,
    lines: LineIndex,
    comments: &TypeComments<'a>,
) -> PyResult {
    let classes = vm.syntax_classes()?;
    let mut writer = Writer { vm, classes, lines, comments, waiting: Vec::new() };
    let root = writer.node(Node::Mod(module))?;
    let mut parts = Vec::new();
    while let Some((object, node)) = writer.waiting.pop() {
        writer.fill(&object, &node, &mut parts)?;
    }
    Ok(root)
}

impl<'a> Writer<'_, 'a> {
    /// An instance; its fields come later.
    fn node(&mut self, node: Node<'a>) -> PyResult {
        let Some(own) = self.classes.kind(node.kind()) else { return Ok(Value::NONE) };
        if !own.instance.is_none() {
            return Ok(own.instance.clone());
        }
        let object = self.vm.new_instance(&own.class)?;
        self.waiting.push((object.clone(), node));
        Ok(object)
    }

    fn fill(&mut self, object: &Value, node: &Node<'a>, parts: &mut Vec<Part<'a>>) -> PyResult<()> {
        let classes = self.classes.clone();
        let (Some(own), Some(header)) = (classes.kind(node.kind()), object.header()) else {
            return Ok(());
        };
        parts.clear();
        node.parts(parts);
        for (name, part) in own.fields.iter().zip(parts.iter()) {
            let value = match *part {
                Part::Aside => self.aside(node)?,
                part => self.part(part)?,
            };
            self.vm.set_instance_attr(header, name, value);
        }
        if let Some(span) = node.span() {
            self.place(header, span);
        }
        Ok(())
    }

    fn part(&mut self, part: Part<'a>) -> PyResult {
        Ok(match part {
            Part::None | Part::Aside => Value::NONE,
            Part::Node(node) => self.node(node)?,
            Part::List(list) => self.list(list)?,
            Part::Text(text) => self.vm.intern(text),
            Part::Int(int) => self.vm.int(int),
            Part::Constant(constant) => constants::value_of(self.vm, constant),
        })
    }

    fn list(&mut self, list: List<'a>) -> PyResult {
        let items = (0..list.len()).filter_map(|at| list.get(at));
        let items: PyResult<Vec<Value>> = items.map(|part| self.part(part)).collect();
        Ok(self.vm.new_list(items?))
    }

    /// What is kept beside the tree: a type comment, or what `# type: ignore` said.
    fn aside(&mut self, node: &Node<'a>) -> PyResult {
        let comments = self.comments;
        if matches!(node, Node::Mod(_)) {
            return self.list(List::TypeIgnores(comments.ignores));
        }
        Ok(comments.of(node).map_or(Value::NONE, |text| self.vm.str(text)))
    }

    fn place(&self, header: &Header, span: Span) {
        let (start, end) = (self.lines.location(span.start), self.lines.location(span.end));
        let numbers = [start.line, start.column, end.line, end.column];
        for (name, number) in self.classes.places.iter().zip(numbers) {
            self.vm.set_instance_attr(header, name, self.vm.int(i64::from(number)));
        }
    }
}
