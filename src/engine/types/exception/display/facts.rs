//! An exception as data: class, message, the path that it took, what led to it. For a program that draws
//! errors its own way; says the same as CPython's text and chooses nothing.

use super::{ExceptionObject, Link, before, class_name, display_text, message_of, suggest};
use super::{MOST_DEPTH, MOST_MEMBERS, SYNTAX_ERROR, all_notes};
use crate::object::report::Spot;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::frame::TracebackObject;

/// An exception, with those that led to it told apart.
pub struct Failure {
    /// The exception itself.
    pub exception: Value,
    /// Its class as messages name it.
    pub class: String,
    /// The names of its class and of those that it derives from, nearest first.
    pub kinds: Vec<String>,
    pub message: String,
    /// What is added to the message: ". Did you mean: 'x'?", or nothing.
    pub suggestion: String,
    pub notes: Vec<String>,
    /// The traceback, the innermost place last.
    pub path: Vec<Step>,
    /// Of a SyntaxError: what it says of the source.
    pub syntax: Option<Syntax>,
    /// How the one told before it led to this one.
    pub link: Option<Link>,
    /// Of a group: what it holds, each with what led to it.
    pub members: Vec<Vec<Failure>>,
    /// How many more a group holds.
    pub left_out: usize,
}

/// An entry of a traceback.
pub struct Step {
    pub spot: Spot,
    /// How often it comes in a row.
    pub times: usize,
}

/// What a SyntaxError says of the source: lines and columns from 1, as far as it does.
#[derive(Default)]
pub struct Syntax {
    pub file: String,
    pub line: i64,
    pub offset: i64,
    pub end_line: i64,
    pub end_offset: i64,
    pub text: Option<String>,
}

impl Vm {
    /// The exception and those that led to it, first the oldest.
    pub fn failures(&self, exception: &Value) -> Vec<Failure> {
        let mut seen = Vec::new();
        chain(self, exception, &mut seen, 0)
    }
}

fn chain(vm: &Vm, exception: &Value, seen: &mut Vec<Value>, depth: usize) -> Vec<Failure> {
    let mut newest_first = vec![(exception.clone(), None)];
    seen.push(exception.clone());
    let mut at = exception.clone();
    while let Some((next, link)) = before(&at, seen) {
        seen.push(next.clone());
        if let Some(last) = newest_first.last_mut() {
            last.1 = Some(link);
        }
        newest_first.push((next.clone(), None));
        at = next;
    }
    let failure = |(exception, link)| one(vm, &exception, link, seen, depth);
    newest_first.into_iter().rev().map(failure).collect()
}

fn one(
    vm: &Vm,
    exception: &Value,
    link: Option<Link>,
    seen: &mut Vec<Value>,
    depth: usize,
) -> Failure {
    let class = vm.type_of(exception);
    let is_syntax = vm.is_exception(exception, &SYNTAX_ERROR);
    let (mut members, mut left_out) = (Vec::new(), 0);
    if vm.is_group(exception) && depth < MOST_DEPTH {
        let all = vm.group_members(exception);
        let all = all.tuple_items();
        left_out = all.len().saturating_sub(MOST_MEMBERS);
        let shown = all.iter().take(MOST_MEMBERS);
        members = shown.map(|member| chain(vm, member, seen, depth + 1)).collect();
    }
    let message = match is_syntax {
        true => member_text(vm, exception, "msg").unwrap_or_default(),
        false => message_of(vm, exception),
    };
    Failure {
        class: class_name(&class),
        kinds: class.mro().iter().map(|ty| ty.name()).collect(),
        message,
        suggestion: if is_syntax { String::new() } else { suggest::suggestion(vm, exception) },
        notes: all_notes(vm, exception),
        path: path(exception),
        syntax: is_syntax.then(|| syntax(vm, exception)),
        link,
        members,
        left_out,
        exception: exception.clone(),
    }
}

fn path(exception: &Value) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let traceback = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
    let mut at = traceback.unwrap_or(Value::NONE);
    while let Some(this) = at.get::<TracebackObject>() {
        if let Some((code, _)) = this.place() {
            let spot = Spot {
                file: code.code.filename.to_string(),
                function: code.code.qualname.to_string(),
                place: this.position(code),
            };
            match steps.last_mut() {
                Some(last) if last.spot == spot => last.times += 1,
                Some(_) | None => steps.push(Step { spot, times: 1 }),
            }
        }
        let next = this.next.get();
        at = next;
    }
    steps
}

fn member_text(vm: &Vm, exception: &Value, name: &str) -> Option<String> {
    let member = vm.exception_member(exception, name).filter(|v| !v.is_none())?;
    vm.str_of(&member).ok().map(|text| display_text(&text))
}

fn syntax(vm: &Vm, exception: &Value) -> Syntax {
    let number =
        |name: &str| vm.exception_member(exception, name).and_then(|v| v.as_i64()).unwrap_or(0);
    let file = member_text(vm, exception, "filename").unwrap_or_default();
    Syntax {
        file,
        line: number("lineno"),
        offset: number("offset"),
        end_line: number("end_lineno"),
        end_offset: number("end_offset"),
        text: member_text(vm, exception, "text"),
    }
}
