//! re.Match: what a match says of itself.

use smallvec::SmallVec;
use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Maybe, Rest};
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::matcher::{Machine, NOWHERE};
use super::pattern::PatternObject;
use super::pattern::attribute;
use super::search::Found;
use super::subject::{Range, part, position};
use super::template;

/// Places are in bytes, except for `pos` and `endpos`.
pub(super) struct MatchObject {
    pattern: Value,
    pub string: Value,
    /// Begin and end of the whole, then of every group; [`NOWHERE`] for one that did not take part.
    marks: SmallVec<[usize; 8]>,
    last_group: usize,
    pos: usize,
    endpos: usize,
}

impl Traverse for MatchObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.pattern);
        visit(&self.string);
    }
}

/// The match that a machine has just found.
pub(super) fn new_match(
    vm: &Vm,
    pattern: &Value,
    string: &Value,
    machine: &Machine,
    range: Range,
    (start, end): Found,
) -> Value {
    let mut marks: SmallVec<[usize; 8]> = SmallVec::with_capacity(machine.marks.len() + 2);
    marks.extend([start, end]);
    marks.extend_from_slice(&machine.marks);
    let state = MatchObject {
        pattern: pattern.clone(),
        string: string.clone(),
        marks,
        last_group: machine.last_group,
        pos: range.pos,
        endpos: range.endpos,
    };
    vm.new_foreign(&vm.ty(&MATCH), state)
}

fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a MatchObject> {
    this.foreign::<MatchObject>().ok_or_else(|| vm.wrong_self(this, "re.Match"))
}

impl MatchObject {
    fn pattern(&self) -> Option<&PatternObject> {
        self.pattern.foreign::<PatternObject>()
    }

    fn groups(&self) -> usize {
        self.marks.len() / 2
    }

    /// Begin and end of a group in bytes.
    pub(super) fn place(&self, group: usize) -> Option<Found> {
        match *self.marks.get(group * 2..group * 2 + 2)? {
            [from, to] if from != NOWHERE && to != NOWHERE => Some((from, to)),
            _ => None,
        }
    }

    fn text(&self, vm: &Vm, group: usize) -> Option<Value> {
        self.place(group).map(|(from, to)| part(vm, &self.string, from, to))
    }

    /// Begin and end as a script counts; -1 for a group that did not take part.
    fn span(&self, group: usize) -> (i64, i64) {
        self.place(group).map_or((-1, -1), |(from, to)| {
            (position(&self.string, from) as i64, position(&self.string, to) as i64)
        })
    }

    /// The number of a group given by number or name.
    fn index(&self, vm: &Vm, group: &Value) -> PyResult<usize> {
        let number = match group.as_int() {
            Some(number) => Some(number),
            None if vm.is_count(group) => Some(vm.index_clamped(group)?),
            None => match self.pattern().and_then(|p| p.groupindex.get::<DictObject>()) {
                // What cannot be asked for is no name either.
                Some(names) => names.get(vm, group).ok().flatten().and_then(|n| n.as_int()),
                None => None,
            },
        };
        let number = number.and_then(|n| usize::try_from(n).ok()).filter(|n| *n < self.groups());
        number.ok_or_else(|| no_group(vm))
    }
}

#[cold]
fn no_group(vm: &Vm) -> Raised {
    vm.index_error("no such group")
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let own = own(vm, this)?;
    let group = own.index(vm, key)?;
    Ok(own.text(vm, group).unwrap_or(Value::NONE))
}

fn group(vm: &Vm, this: &Value, groups: Rest) -> PyResult {
    match groups.0 {
        [] => getitem(vm, this, &Value::int_unchecked(0)),
        [only] => getitem(vm, this, only),
        several => {
            let all: PyResult<Vec<Value>> = several.iter().map(|g| getitem(vm, this, g)).collect();
            Ok(vm.tuple(all?))
        }
    }
}

fn groups(vm: &Vm, this: &Value, default: &Value) -> PyResult {
    let own = own(vm, this)?;
    let all = 1..own.groups();
    Ok(vm.tuple(all.map(|g| own.text(vm, g).unwrap_or_else(|| default.clone())).collect()))
}

fn groupdict(vm: &Vm, this: &Value, default: &Value) -> PyResult {
    let own = own(vm, this)?;
    let dict = DictObject::new();
    for (name, number) in own.pattern().map_or(&[][..], |p| &p.names) {
        let value = own.text(vm, *number as usize).unwrap_or_else(|| default.clone());
        drop(dict.insert(vm, name.clone(), value)?);
    }
    Ok(vm.new_dict(dict))
}

/// The group of an argument that may be left out.
fn span_of(vm: &Vm, this: &Value, group: &Maybe) -> PyResult<(i64, i64)> {
    let own = own(vm, this)?;
    let number = group.0.map_or(Ok(0), |group| own.index(vm, group))?;
    Ok(own.span(number))
}

fn start(vm: &Vm, this: &Value, group: Maybe) -> PyResult {
    Ok(vm.int(span_of(vm, this, &group)?.0))
}

fn end(vm: &Vm, this: &Value, group: Maybe) -> PyResult {
    Ok(vm.int(span_of(vm, this, &group)?.1))
}

fn pair(vm: &Vm, (from, to): (i64, i64)) -> Value {
    vm.tuple(vec![vm.int(from), vm.int(to)])
}

fn span(vm: &Vm, this: &Value, group: Maybe) -> PyResult {
    Ok(pair(vm, span_of(vm, this, &group)?))
}

fn regs(vm: &Vm, this: &Value) -> PyResult {
    let own = own(vm, this)?;
    Ok(vm.tuple((0..own.groups()).map(|g| pair(vm, own.span(g))).collect()))
}

fn expand(vm: &Vm, this: &Value, template: &Value) -> PyResult {
    let own = own(vm, this)?;
    template::expand(vm, &own.pattern, own, template)
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = own(vm, this)?;
    let whole = vm.repr(&own.text(vm, 0).unwrap_or(Value::NONE))?;
    let shown = match whole.as_str_object().filter(|text| text.chars() > 50) {
        Some(text) => vm.str_part(&whole, 0, text.offset(50)),
        None => whole.clone(),
    };
    let (from, to) = own.span(0);
    let mut out = format!("<re.Match object; span=({from}, {to}), match=").into_bytes();
    out.extend_from_slice(shown.as_str_object().map_or(&[], |text| text.as_bytes()));
    out.push(b'>');
    vm.finish_str(&out)
}

fn itself(_: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn itself_deep(_: &Vm, this: &Value, _memo: &Value) -> PyResult {
    Ok(this.clone())
}

fn lastindex(vm: &Vm, this: &Value) -> PyResult {
    match own(vm, this)?.last_group {
        0 => Ok(Value::NONE),
        number => Ok(vm.int(number as i64)),
    }
}

fn lastgroup(vm: &Vm, this: &Value) -> PyResult {
    let own = own(vm, this)?;
    let names = own.pattern().map_or(&[][..], |p| &p.names);
    let found = names.iter().find(|(_, number)| *number as usize == own.last_group);
    Ok(found.map_or(Value::NONE, |(name, _)| name.clone()))
}

pub(super) static MATCH: TypeSpec = TypeSpec {
    name: "re.Match",
    doc: "Where a pattern matched, and what its groups hold. Always true.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { repr: Some(repr), getitem: Some(getitem), ..Slots::NONE },
    methods: funcs![
        group "(self, /, *groups)" "The text of one group, or a tuple of those of several; all of the match without an argument.";
        groups "(self, /, default=None)" "A tuple of the texts of all groups; default stands for those that took no part.";
        groupdict "(self, /, default=None)" "A dict from names of groups to their texts; default stands for those that took no part.";
        start "(self, group=<whole>, /)" "Where the text of a group begins.";
        end "(self, group=<whole>, /)" "Where the text of a group ends.";
        span "(self, group=<whole>, /)" "Where the text of a group begins and ends.";
        expand "(self, /, template)" "A template as sub() takes it, filled in from this match.";
        "__copy__" = itself, "(self, /)", "";
        "__deepcopy__" = itself_deep, "(self, memo, /)", "";
        class "__class_getitem__" = crate::class_getitem, "(cls, item, /)", "See PEP 585";
    ],
    getset: &[
        attribute("string", "What the pattern was applied to.", |vm, v| {
            Ok(own(vm, v)?.string.clone())
        }),
        attribute("re", "The pattern.", |vm, v| Ok(own(vm, v)?.pattern.clone())),
        attribute("pos", "Where the pattern might begin to match.", |vm, v| {
            Ok(vm.int(own(vm, v)?.pos as i64))
        }),
        attribute("endpos", "Behind the last place that the pattern might look at.", |vm, v| {
            Ok(vm.int(own(vm, v)?.endpos as i64))
        }),
        attribute("lastindex", "Number of the group that ended last, or None.", lastindex),
        attribute("lastgroup", "Name of the group that ended last, or None.", lastgroup),
        attribute("regs", "Begin and end of the whole and of every group.", regs),
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
