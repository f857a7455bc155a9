//! One match after the other: the iterator of finditer, and the object that scanner() gives.

use std::cell::Cell;

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::GetSet;
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::matcher::NOWHERE;
use super::matches::new_match;
use super::pattern;
use super::search::How;
use super::subject::{Hold, Range, content_for};

struct Scanner {
    pattern: Value,
    string: Hold,
    range: Range,
    /// Where to go on, in bytes; [`NOWHERE`] once nothing was found.
    at: Cell<usize>,
    not_empty_at: Cell<usize>,
    busy: Cell<bool>,
}

impl Traverse for Scanner {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.pattern);
        visit(self.string.value());
    }
}

fn scanner(
    vm: &Vm,
    class: &'static TypeSpec,
    pattern: &Value,
    string: &Value,
    (pos, endpos): (i64, i64),
) -> PyResult {
    let own = pattern::own(vm, pattern)?;
    let content = content_for(vm, &own.program, string)?;
    let range = Range::of(&content, string, pos, endpos);
    drop(content);
    let state = Scanner {
        pattern: pattern.clone(),
        string: Hold::new(string),
        range,
        at: Cell::new(range.from),
        not_empty_at: Cell::new(NOWHERE),
        busy: Cell::new(false),
    };
    Ok(vm.new_foreign(&vm.ty(class), state))
}

pub(super) fn find_iter(
    vm: &Vm,
    pattern: &Value,
    string: &Value,
    pos: i64,
    endpos: i64,
) -> PyResult {
    scanner(vm, &FIND_ITER, pattern, string, (pos, endpos))
}

pub(super) fn new_scanner(
    vm: &Vm,
    pattern: &Value,
    string: &Value,
    pos: i64,
    endpos: i64,
) -> PyResult {
    scanner(vm, &SCANNER, pattern, string, (pos, endpos))
}

impl Scanner {
    fn next(&self, vm: &Vm, how: How) -> PyResult<Option<Value>> {
        // A handler of a signal may come here while a match is being looked for.
        if self.busy.replace(true) {
            return Err(vm.value_error("regular expression scanner already executing"));
        }
        let result = self.find(vm, how);
        self.busy.set(false);
        result
    }

    fn find(&self, vm: &Vm, how: How) -> PyResult<Option<Value>> {
        let at = self.at.get();
        if at == NOWHERE || self.range.reversed && how == How::Search {
            return Ok(None);
        }
        let own = pattern::own(vm, &self.pattern)?;
        let string = self.string.value();
        let content = content_for(vm, &own.program, string)?;
        own.with_machine(vm, &content, self.range.end, |machine| {
            machine.mode.not_empty_at = self.not_empty_at.get();
            let found = machine.find(&own.program, content.is_wide(), how, at)?;
            let Some((from, to)) = found else {
                self.at.set(NOWHERE);
                return Ok(None);
            };
            self.not_empty_at.set(if from == to { to } else { NOWHERE });
            self.at.set(to);
            Ok(Some(new_match(vm, &self.pattern, string, machine, self.range, (from, to))))
        })
    }
}

fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Scanner> {
    this.foreign::<Scanner>().ok_or_else(|| vm.wrong_self(this, "_sre.SRE_Scanner"))
}

fn match_(vm: &Vm, this: &Value) -> PyResult {
    Ok(own(vm, this)?.next(vm, How::Match)?.unwrap_or(Value::NONE))
}

fn search(vm: &Vm, this: &Value) -> PyResult {
    Ok(own(vm, this)?.next(vm, How::Search)?.unwrap_or(Value::NONE))
}

pub(super) static SCANNER: TypeSpec = TypeSpec {
    name: "_sre.SRE_Scanner",
    doc: "",
    operations: Some(ForeignObject::OPERATIONS),
    methods: funcs![
        "match" = match_, "(self, /)", "";
        search "(self, /)" "";
    ],
    getset: &[GetSet {
        name: "pattern",
        doc: "",
        get: |vm, this| Ok(own(vm, this)?.pattern.clone()),
        set: None,
    }],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

static FIND_ITER: TypeSpec = TypeSpec {
    name: "callable_iterator",
    doc: "",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        iter: Some(|_, this| Ok(this.clone())),
        next: Some(|vm, this| own(vm, this)?.next(vm, How::Search)),
        ..Slots::NONE
    },
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
