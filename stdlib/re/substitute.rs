//! sub and subn: matches replaced by a text, by a template or by what a function says.

use std::rc::Rc;

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::matcher::{Machine, NOWHERE};
use super::matches::new_match;
use super::pattern::{self, PatternObject};
use super::search::{Found, How};
use super::subject::{Range, content, content_for, part};
use super::template::{self, Piece, Template, cannot_join};

enum Replacement<'a> {
    Function(&'a Value),
    Template(Rc<Template>),
    /// A text that stands for itself.
    Literal(&'a Value),
}

/// The template that the pattern was used with last, and its source.
pub(super) type Remembered = Option<(Value, Rc<Template>)>;

fn replacement<'a>(vm: &Vm, own: &PatternObject, repl: &'a Value) -> PyResult<Replacement<'a>> {
    if vm.class(repl).slots.call.get().is_some() {
        return Ok(Replacement::Function(repl));
    }
    let is_literal = |bytes: &[u8]| memchr::memchr(b'\\', bytes).is_none();
    if content(repl).is_some_and(|content| is_literal(content.bytes())) {
        return Ok(Replacement::Literal(repl));
    }
    if let Some((source, known)) = &*own.template.borrow()
        && source.is(repl)
    {
        return Ok(Replacement::Template(known.clone()));
    }
    let made = Rc::new(template::parse(vm, own, repl)?);
    let before = own.template.replace(Some((repl.clone(), made.clone())));
    drop(before);
    Ok(Replacement::Template(made))
}

/// The text being put together.
struct Output<'a> {
    vm: &'a Vm,
    out: Vec<u8>,
    /// It is a str.
    text: bool,
    /// Parts so far, and the first that does not fit with the name of its class.
    parts: usize,
    misfit: Option<(usize, String)>,
}

impl Output<'_> {
    fn append(&mut self, bytes: &[u8]) -> PyResult<()> {
        if bytes.len() > self.out.capacity() - self.out.len() {
            let wanted = (self.out.len() + bytes.len()).max(self.out.len() * 2);
            let more = wanted - self.out.len();
            if !self.vm.heap.allows(wanted) || self.out.try_reserve(more).is_err() {
                return Err(self.vm.memory_error());
            }
        }
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    fn push(&mut self, bytes: &[u8]) -> PyResult<()> {
        self.parts += 1;
        self.append(bytes)
    }

    fn push_value(&mut self, value: &Value) -> PyResult<()> {
        match (content(value), value.as_str_object().is_some() == self.text) {
            (Some(content), true) => self.push(content.bytes()),
            _ => {
                let (part, class) = (self.parts, self.vm.class(value).name());
                self.misfit.get_or_insert((part, class));
                self.parts += 1;
                Ok(())
            }
        }
    }

    /// A template filled in.
    fn push_template(
        &mut self,
        template: &Template,
        machine: &Machine,
        whole: Found,
    ) -> PyResult<()> {
        if template.is_text != self.text {
            let class = if template.is_text { "str" } else { "bytes" };
            self.misfit.get_or_insert((self.parts, class.to_owned()));
        }
        self.parts += 1;
        for piece in &template.pieces {
            match piece {
                Piece::Literal(bytes) => self.append(bytes)?,
                Piece::Group(_) if template.is_text != self.text => {
                    return Err(template.cannot_take(self.vm, 0));
                }
                Piece::Group(group) => {
                    let place = if *group == 0 { Some(whole) } else { machine.group(*group) };
                    let (from, to) = place.unwrap_or((0, 0));
                    self.append(machine.text.get(from..to).unwrap_or(&[]))?;
                }
            }
        }
        Ok(())
    }
}

/// The string with matches replaced, and how many there were.
pub(super) fn substitute(
    vm: &Vm,
    this: &Value,
    repl: &Value,
    string: &Value,
    most: i64,
) -> PyResult<(Value, i64)> {
    let own = pattern::own(vm, this)?;
    let replacement = replacement(vm, own, repl)?;
    let mut content = content_for(vm, &own.program, string)?;
    if matches!(replacement, Replacement::Function(_)) {
        content = content.detached();
    }
    let bytes = content.bytes();
    let range = Range::of(&content, string, 0, i64::MAX);
    let text = !own.program.bytes;
    let mut output = Output { vm, out: Vec::new(), text, parts: 0, misfit: None };
    let (mut count, mut last) = (0, 0);
    own.with_machine(vm, &content, bytes.len(), |machine| {
        while most == 0 || count < most {
            let next = machine.find(&own.program, content.is_wide(), How::Search, last)?;
            let Some((from, to)) = next else { break };
            if last < from {
                output.push(bytes.get(last..from).unwrap_or(&[]))?;
            }
            match &replacement {
                Replacement::Literal(value) => output.push_value(value)?,
                Replacement::Template(template) => {
                    output.push_template(template, machine, (from, to))?;
                }
                Replacement::Function(function) => {
                    let found = new_match(vm, this, string, machine, range, (from, to));
                    let value = vm.call(function, &[found])?;
                    if !value.is_none() {
                        output.push_value(&value)?;
                    }
                }
            }
            count += 1;
            machine.mode.not_empty_at = if from == to { to } else { NOWHERE };
            last = to;
        }
        Ok(())
    })?;
    if count == 0 {
        let len = bytes.len();
        drop(content);
        return Ok((part(vm, string, 0, len), 0));
    }
    if let Some((item, class)) = &output.misfit {
        return Err(cannot_join(vm, text, *item, class));
    }
    output.push(bytes.get(last..).unwrap_or(&[]))?;
    drop(content);
    let made = if text { vm.finish_str(&output.out)? } else { vm.new_bytes(output.out) };
    Ok((made, count))
}
