//! re.Pattern: a compiled pattern and what can be done with it.

use std::cell::{Cell, RefCell};

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{GetSet, Maybe};
use taipan_engine::object::slots::{CompareOp, PyResult, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::fault::Fault;
use super::matcher::{Machine, NOWHERE, Scratch};
use super::matches::new_match;
use super::program::Program;
use super::scanner;
use super::search::How;
use super::subject::{Content, Range, content_for, part};
use super::substitute::{self, Remembered};
use super::tree::flag;
use super::{compiler, dump, parser};

pub(super) struct PatternObject {
    /// The str or bytes it was made of.
    pub source: Value,
    pub flags: u32,
    pub program: Program,
    /// Names of groups and their numbers; as a dict in `groupindex`.
    pub names: Vec<(Value, u32)>,
    pub groupindex: Value,
    /// Memory for the next match; empty while one runs.
    scratch: Cell<Scratch>,
    pub template: RefCell<Remembered>,
}

impl Traverse for PatternObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.source);
        visit(&self.groupindex);
        self.names.iter().for_each(|(name, _)| visit(name));
    }
}

/// A new pattern of a str or bytes.
pub(super) fn compile(vm: &Vm, source: &Value, flags: u32) -> PyResult {
    let bytes = source.as_str_object().is_none();
    let compiled = || -> Result<_, Fault> {
        let parsed = parser::parse(vm, source, flags)?;
        let program = compiler::compile(&parsed, bytes)?;
        Ok((parsed, program))
    };
    let (parsed, program) = compiled().map_err(|fault| fault.raise(vm, source))?;
    if parsed.flags & flag::DEBUG != 0 {
        dump::print(vm, &parsed, &program)?;
    }
    make(vm, source, parsed, program)
}

/// The object of a compiled pattern.
pub(super) fn make(vm: &Vm, source: &Value, parsed: parser::Parsed, program: Program) -> PyResult {
    let dict = DictObject::new();
    for (name, number) in &parsed.names {
        drop(dict.insert(vm, name.clone(), vm.int(i64::from(*number)))?);
    }
    let state = PatternObject {
        source: source.clone(),
        flags: parsed.flags,
        program,
        names: parsed.names,
        groupindex: vm.new_dict(dict),
        scratch: Cell::default(),
        template: RefCell::default(),
    };
    Ok(vm.new_foreign(&vm.ty(&PATTERN), state))
}

pub(super) fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a PatternObject> {
    this.foreign::<PatternObject>().ok_or_else(|| vm.wrong_self(this, "re.Pattern"))
}

impl PatternObject {
    /// Lets a machine work on a subject up to a place.
    #[inline]
    pub(super) fn with_machine<R>(
        &self,
        vm: &Vm,
        content: &Content,
        end: usize,
        work: impl FnOnce(&mut Machine) -> PyResult<R>,
    ) -> PyResult<R> {
        let bytes = content.bytes();
        let text = bytes.get(..end).unwrap_or(bytes);
        let scratch = self.scratch.take();
        let mut machine = Machine::new(vm, &self.program, text, content.is_shared(), scratch);
        let result = work(&mut machine);
        self.scratch.set(machine.into_scratch());
        result
    }
}

/// An argument that is a position, if it is given.
pub(super) fn place(vm: &Vm, given: &Maybe, absent: i64) -> PyResult<i64> {
    given.0.map_or(Ok(absent), |value| match value.as_int() {
        Some(int) => Ok(int),
        None => vm.index_i64(value),
    })
}

/// Match, fullmatch and search: a match or None.
pub(super) fn find_one(
    vm: &Vm,
    this: &Value,
    string: &Value,
    (pos, endpos): (i64, i64),
    how: How,
) -> PyResult {
    let own = own(vm, this)?;
    let content = content_for(vm, &own.program, string)?;
    let range = Range::of(&content, string, pos, endpos);
    if range.reversed && how != How::Match {
        return Ok(Value::NONE);
    }
    own.with_machine(vm, &content, range.end, |machine| {
        let found = machine.find(&own.program, content.is_wide(), how, range.from)?;
        Ok(found.map_or(Value::NONE, |found| new_match(vm, this, string, machine, range, found)))
    })
}

macro_rules! finder {
    ($name:ident, $how:ident) => {
        fn $name(vm: &Vm, this: &Value, string: &Value, pos: Maybe, endpos: Maybe) -> PyResult {
            let pos = place(vm, &pos, 0)?;
            let endpos = place(vm, &endpos, i64::MAX)?;
            find_one(vm, this, string, (pos, endpos), How::$how)
        }
    };
}

finder!(match_, Match);
finder!(fullmatch, Full);
finder!(search, Search);

/// What findall gives for the match that a machine has just found.
fn finding(
    vm: &Vm,
    string: &Value,
    machine: &Machine,
    groups: u32,
    whole: (usize, usize),
) -> Value {
    let text = |group: u32| {
        let (from, to) = machine.group(group).unwrap_or((0, 0));
        part(vm, string, from, to)
    };
    match groups {
        0 => part(vm, string, whole.0, whole.1),
        1 => text(1),
        _ => vm.tuple((1..=groups).map(text).collect()),
    }
}

pub(super) fn find_all(vm: &Vm, this: &Value, string: &Value, pos: i64, endpos: i64) -> PyResult {
    let own = own(vm, this)?;
    let content = content_for(vm, &own.program, string)?;
    let range = Range::of(&content, string, pos, endpos);
    let mut found = Vec::new();
    if !range.reversed {
        own.with_machine(vm, &content, range.end, |machine| {
            let mut at = range.from;
            while let Some((from, to)) =
                machine.find(&own.program, content.is_wide(), How::Search, at)?
            {
                let value = finding(vm, string, machine, own.program.groups, (from, to));
                vm.push_item(&mut found, value)?;
                machine.mode.not_empty_at = if from == to { to } else { NOWHERE };
                at = to;
            }
            Ok(())
        })?;
    }
    Ok(vm.new_list(found))
}

fn findall(vm: &Vm, this: &Value, string: &Value, pos: Maybe, endpos: Maybe) -> PyResult {
    let pos = place(vm, &pos, 0)?;
    find_all(vm, this, string, pos, place(vm, &endpos, i64::MAX)?)
}

fn finditer(vm: &Vm, this: &Value, string: &Value, pos: Maybe, endpos: Maybe) -> PyResult {
    let pos = place(vm, &pos, 0)?;
    scanner::find_iter(vm, this, string, pos, place(vm, &endpos, i64::MAX)?)
}

fn new_scanner(vm: &Vm, this: &Value, string: &Value, pos: Maybe, endpos: Maybe) -> PyResult {
    let pos = place(vm, &pos, 0)?;
    scanner::new_scanner(vm, this, string, pos, place(vm, &endpos, i64::MAX)?)
}

pub(super) fn split(vm: &Vm, this: &Value, string: &Value, most: i64) -> PyResult {
    let own = own(vm, this)?;
    let content = content_for(vm, &own.program, string)?;
    let end = content.bytes().len();
    let (mut parts, mut last) = (Vec::new(), 0);
    own.with_machine(vm, &content, end, |machine| {
        let mut splits = 0;
        while most == 0 || splits < most {
            let next = machine.find(&own.program, content.is_wide(), How::Search, last)?;
            let Some((from, to)) = next else { break };
            vm.push_item(&mut parts, part(vm, string, last, from))?;
            for group in 1..=own.program.groups {
                let text = machine.group(group).map(|(from, to)| part(vm, string, from, to));
                vm.push_item(&mut parts, text.unwrap_or(Value::NONE))?;
            }
            splits += 1;
            machine.mode.not_empty_at = if from == to { to } else { NOWHERE };
            last = to;
        }
        Ok(())
    })?;
    vm.push_item(&mut parts, part(vm, string, last, end))?;
    Ok(vm.new_list(parts))
}

fn split_row(vm: &Vm, this: &Value, string: &Value, most: i64) -> PyResult {
    split(vm, this, string, most)
}

fn sub(vm: &Vm, this: &Value, repl: &Value, string: &Value, count: i64) -> PyResult {
    Ok(substitute::substitute(vm, this, repl, string, count)?.0)
}

fn subn(vm: &Vm, this: &Value, repl: &Value, string: &Value, count: i64) -> PyResult {
    let (text, count) = substitute::substitute(vm, this, repl, string, count)?;
    Ok(vm.tuple(vec![text, vm.int(count)]))
}

const FLAG_NAMES: &[(u32, &str)] = &[
    (flag::IGNORECASE, "re.IGNORECASE"),
    (flag::LOCALE, "re.LOCALE"),
    (flag::MULTILINE, "re.MULTILINE"),
    (flag::DOTALL, "re.DOTALL"),
    (flag::UNICODE, "re.UNICODE"),
    (flag::VERBOSE, "re.VERBOSE"),
    (flag::DEBUG, "re.DEBUG"),
    (flag::ASCII, "re.ASCII"),
];

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = own(vm, this)?;
    let source = vm.repr(&own.source)?;
    let shown = match source.as_str_object().filter(|text| text.chars() > 200) {
        Some(text) => vm.str_part(&source, 0, text.offset(200)),
        None => source.clone(),
    };
    let mut flags = own.flags;
    if !own.program.bytes && flags & flag::ALPHABET == flag::UNICODE {
        flags &= !flag::UNICODE;
    }
    let mut names: Vec<String> = Vec::new();
    for (one, name) in FLAG_NAMES {
        if flags & one != 0 {
            names.push((*name).to_owned());
            flags &= !one;
        }
    }
    if flags != 0 {
        names.push(format!("{flags:#x}"));
    }
    let mut out = b"re.compile(".to_vec();
    out.extend_from_slice(shown.as_str_object().map_or(&[], |text| text.as_bytes()));
    if !names.is_empty() {
        out.extend_from_slice(format!(", {}", names.join("|")).as_bytes());
    }
    out.push(b')');
    vm.finish_str(&out)
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let own = own(vm, this)?;
    let hash = vm.hash(&own.source)? ^ i64::from(own.flags) << 20;
    Ok(if hash == -1 { -2 } else { hash })
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(one), Some(other)) = (a.foreign::<PatternObject>(), b.foreign::<PatternObject>())
    else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let wanted = match op {
        CompareOp::Eq => true,
        CompareOp::Ne => false,
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
            return Ok(Value::NOT_IMPLEMENTED);
        }
    };
    let same = a.is(b)
        || one.flags == other.flags
            && one.program.bytes == other.program.bytes
            && vm.equal(&one.source, &other.source)?;
    Ok(if same == wanted { Value::TRUE } else { Value::FALSE })
}

fn itself(_: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn itself_deep(_: &Vm, this: &Value, _memo: &Value) -> PyResult {
    Ok(this.clone())
}

/// Pickled as a call that compiles it again.
fn reduce(vm: &Vm, this: &Value, _protocol: &Value) -> PyResult {
    let own = own(vm, this)?;
    let function = vm.getattr(&vm.import_module("re")?, &vm.intern("_compile"))?;
    let args = vm.tuple(vec![own.source.clone(), vm.int(i64::from(own.flags))]);
    Ok(vm.tuple(vec![function, args]))
}

/// An attribute that cannot be set.
pub(super) const fn attribute(
    name: &'static str,
    doc: &'static str,
    get: fn(&Vm, &Value) -> PyResult,
) -> GetSet {
    GetSet { name, doc, get, set: None }
}

pub(super) static PATTERN: TypeSpec = TypeSpec {
    name: "re.Pattern",
    doc: "A regular expression, compiled.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { repr: Some(repr), hash: Some(hash), compare: Some(compare), ..Slots::NONE },
    methods: funcs![
        "match" = match_, "(self, /, string, pos=0, endpos=sys.maxsize)", "A match that begins where the search may begin, or None.";
        fullmatch "(self, /, string, pos=0, endpos=sys.maxsize)" "A match of all of the string, or None.";
        search "(self, /, string, pos=0, endpos=sys.maxsize)" "The first match anywhere in the string, or None.";
        findall "(self, /, string, pos=0, endpos=sys.maxsize)" "A list of all matches as texts; of their groups, if the pattern has some.";
        finditer "(self, /, string, pos=0, endpos=sys.maxsize)" "An iterator over all matches.";
        "scanner" = new_scanner, "(self, /, string, pos=0, endpos=sys.maxsize)", "";
        "split" = split_row, "(self, /, string, maxsplit=0)", "The parts of a string between matches, with the groups of these.";
        sub "(self, /, repl, string, count=0)" "The string with matches replaced by a template or by what a function makes of them.";
        subn "(self, /, repl, string, count=0)" "As sub(), in a tuple with the number of matches.";
        "__copy__" = itself, "(self, /)", "";
        "__deepcopy__" = itself_deep, "(self, memo, /)", "";
        "__reduce_ex__" = reduce, "(self, protocol, /)", "";
        class "__class_getitem__" = crate::class_getitem, "(cls, item, /)", "See PEP 585";
    ],
    getset: &[
        attribute("pattern", "What the pattern was compiled from.", |vm, v| {
            Ok(own(vm, v)?.source.clone())
        }),
        attribute("flags", "Flags, those within the pattern included.", |vm, v| {
            Ok(vm.int(i64::from(own(vm, v)?.flags)))
        }),
        attribute("groups", "The number of groups.", |vm, v| {
            Ok(vm.int(i64::from(own(vm, v)?.program.groups)))
        }),
        attribute("groupindex", "Numbers of groups by their names.", |vm, v| {
            Ok(vm.mapping_proxy(own(vm, v)?.groupindex.clone()))
        }),
    ],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};
