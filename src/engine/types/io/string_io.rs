//! `StringIO`: text in memory as a stream.

use std::cell::{Cell, RefCell};

use super::Size;
use super::base::TEXT_IO_BASE;
use super::bytes_io::{own_attributes, set_attributes};
use super::decoder::characters;
use super::newline::{Ends, kinds};
use super::text_type::newlines_of;
use crate::funcs;
use crate::object::header::Traverse;
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::OS_ERROR;

struct Memory {
    state: RefCell<State>,
    ends: Cell<Ends>,
    seen: Cell<u8>,
    closed: Cell<bool>,
    ready: Cell<bool>,
}

/// The text and a place in it, as characters and as bytes. Beyond the end the bytes are the end's.
#[derive(Default)]
struct State {
    text: Vec<u8>,
    characters: usize,
    at: usize,
    offset: usize,
}

impl Traverse for Memory {}

impl Default for Memory {
    fn default() -> Memory {
        Memory {
            state: RefCell::default(),
            ends: Cell::new(Ends::Lf),
            seen: Cell::new(0),
            closed: Cell::new(false),
            ready: Cell::new(false),
        }
    }
}

fn memory<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Memory> {
    this.foreign::<Memory>().ok_or_else(|| vm.wrong_self(this, "_io.StringIO"))
}

fn open<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Memory> {
    let own = memory(vm, this)?;
    if !own.ready.get() {
        return Err(super::file_type::uninitialized(vm));
    }
    if own.closed.get() {
        return Err(vm.value_error("I/O operation on closed file"));
    }
    Ok(own)
}

impl State {
    /// The place of a character, as bytes.
    fn offset_of(&self, at: usize) -> usize {
        if at >= self.characters {
            return self.text.len();
        }
        if self.characters == self.text.len() {
            return at;
        }
        let mut starts = self.text.iter().enumerate().filter(|(_, b)| **b & 0xc0 != 0x80);
        starts.nth(at).map_or(self.text.len(), |(offset, _)| offset)
    }

    fn go_to(&mut self, at: usize) {
        self.offset = self.offset_of(at);
        self.at = at;
    }

    /// Gives out the bytes up to that offset.
    fn take(&mut self, end: usize) -> Vec<u8> {
        let taken = self.text.get(self.offset..end).unwrap_or(&[]).to_vec();
        if !taken.is_empty() {
            self.at += characters(&taken);
            self.offset = end;
        }
        taken
    }

    fn rest(&self) -> &[u8] {
        self.text.get(self.offset..).unwrap_or(&[])
    }

    /// Writes over what is there; a gap before is filled with null characters.
    fn put(&mut self, vm: &Vm, new: &[u8]) -> PyResult<()> {
        let count = characters(new);
        let gap = self.at.saturating_sub(self.characters);
        vm.reserve(&mut self.text, gap.checked_add(new.len()))?;
        if gap > 0 {
            self.text.resize(self.text.len() + gap, 0);
            self.characters += gap;
            self.offset = self.text.len();
        }
        if self.offset == self.text.len() {
            self.text.extend_from_slice(new);
            self.characters += count;
        } else {
            let end = self.offset_of(self.at + count);
            let over = count.min(self.characters - self.at);
            self.text.splice(self.offset..end, new.iter().copied());
            self.characters += count - over;
        }
        self.at += count;
        self.offset += new.len();
        Ok(())
    }
}

impl Memory {
    fn write(&self, vm: &Vm, text: &[u8]) -> PyResult<()> {
        let ends = self.ends.get();
        if ends.is_universal() {
            self.seen.set(self.seen.get() | kinds(text, false, true).0);
        }
        if text.is_empty() {
            return Ok(());
        }
        let mut state = self.state.borrow_mut();
        match ends.written() {
            Some(end) if memchr::memchr(b'\n', text).is_some() => {
                let mut out = Vec::with_capacity(text.len() + 16);
                for (at, line) in text.split(|byte| *byte == b'\n').enumerate() {
                    if at > 0 {
                        out.extend_from_slice(end.as_bytes());
                    }
                    out.extend_from_slice(line);
                }
                state.put(vm, &out)
            }
            _ => state.put(vm, &ends.read(text)),
        }
    }

    fn take_line(&self, limit: Option<usize>) -> Vec<u8> {
        let mut state = self.state.borrow_mut();
        // What is kept is translated already.
        let ends = if self.ends.get() == Ends::Translated { Ends::Lf } else { self.ends.get() };
        let rest = state.rest();
        let end = ends.line_end(rest, 0, true).unwrap_or(rest.len());
        let cut = limit.and_then(|limit| Ends::Lf.prefix(rest, limit, true)).unwrap_or(end);
        let end = state.offset + end.min(cut);
        state.take(end)
    }
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, Memory::default()))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse("(initial_value='', newline=missing)");
    let bound = signature.bind(vm, "StringIO", args)?;
    let [initial, newline] = bound.as_slice() else { return Ok(()) };
    let own = memory(vm, this)?;
    own.ready.set(false);
    let refuse = |name: &str, value: &Value| {
        let class = vm.class(value).full_name();
        Err(vm.type_error(format!("{name} must be str or None, not {class}")))
    };
    let ends = if newline.is_unbound() {
        Ends::Lf
    } else if newline.is_none() {
        Ends::Translated
    } else if newline.as_str_object().is_some() {
        match Ends::named(Some(&newline.to_text())) {
            Some(ends) => ends,
            None => {
                let shown = vm.repr_text(newline)?;
                return Err(vm.value_error(format!("illegal newline value: {shown}")));
            }
        }
    } else {
        return refuse("newline", newline);
    };
    if !initial.is_none() && initial.as_str_object().is_none() {
        return refuse("initial_value", initial);
    }
    own.ends.set(ends);
    own.seen.set(0);
    own.closed.set(false);
    own.state.take();
    if let Some(text) = initial.as_str_object() {
        own.write(vm, text.as_bytes())?;
        own.state.borrow_mut().go_to(0);
    }
    own.ready.set(true);
    Ok(())
}

fn read(vm: &Vm, this: &Value, size: Size) -> PyResult {
    let own = open(vm, this)?;
    let mut state = own.state.borrow_mut();
    let end = match size.limit() {
        Some(limit) => {
            let rest = state.rest();
            let cut = Ends::Lf.prefix(rest, limit, true).unwrap_or(rest.len());
            state.offset + cut
        }
        None => state.text.len(),
    };
    Ok(vm.str_wtf8(&state.take(end)))
}

fn readline(vm: &Vm, this: &Value, size: Size) -> PyResult {
    let line = open(vm, this)?.take_line(size.limit());
    Ok(vm.str_wtf8(&line))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = open(vm, this)?;
    if super::is_exact(vm, this) {
        let line = own.take_line(None);
        return Ok(if line.is_empty() { None } else { Some(vm.str_wtf8(&line)) });
    }
    let line = super::call0(vm, this, "readline")?;
    if line.as_str_object().is_none() {
        let class = vm.class(&line).name();
        let text = format!("readline() should have returned a str object, not '{class}'");
        return Err(vm.raise(&OS_ERROR, text));
    }
    Ok(if vm.len(&line)? == 0 { None } else { Some(line) })
}

fn write(vm: &Vm, this: &Value, text: &Value) -> PyResult<usize> {
    let own = memory(vm, this)?;
    if !own.ready.get() {
        return Err(super::file_type::uninitialized(vm));
    }
    let Some(string) = text.as_str_object() else {
        let class = vm.class(text).full_name();
        return Err(vm.type_error(format!("string argument expected, got '{class}'")));
    };
    open(vm, this)?.write(vm, string.as_bytes())?;
    Ok(string.chars())
}

fn getvalue(vm: &Vm, this: &Value) -> PyResult {
    let own = open(vm, this)?;
    let state = own.state.borrow();
    Ok(vm.str_wtf8(&state.text))
}

fn tell(vm: &Vm, this: &Value) -> PyResult<usize> {
    open(vm, this).map(|own| own.state.borrow().at)
}

fn seek(vm: &Vm, this: &Value, position: i64, whence: i64) -> PyResult<usize> {
    let own = open(vm, this)?;
    if !(0..=2).contains(&whence) {
        let text = format!("Invalid whence ({whence}, should be 0, 1 or 2)");
        return Err(vm.value_error(text));
    }
    if whence == 0 && position < 0 {
        return Err(vm.value_error(format!("Negative seek position {position}")));
    }
    if whence != 0 && position != 0 {
        return Err(vm.raise(&OS_ERROR, "Can't do nonzero cur-relative seeks"));
    }
    let mut state = own.state.borrow_mut();
    let to = match whence {
        0 => position as usize,
        1 => state.at,
        _ => state.characters,
    };
    state.go_to(to);
    Ok(to)
}

fn truncate(vm: &Vm, this: &Value, size: Option<Size>) -> PyResult<usize> {
    let own = open(vm, this)?;
    let size = size.map_or(own.state.borrow().at as i64, |size| size.0);
    let Ok(length) = usize::try_from(size) else {
        return Err(vm.value_error(format!("Negative size value {size}")));
    };
    let mut state = own.state.borrow_mut();
    if length < state.characters {
        let end = state.offset_of(length);
        state.text.truncate(end);
        state.characters = length;
        let at = state.at;
        state.go_to(at);
    }
    Ok(length)
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let own = memory(vm, this)?;
    own.closed.set(true);
    own.state.take();
    Ok(())
}

fn yes(vm: &Vm, this: &Value) -> PyResult<bool> {
    open(vm, this).map(|_| true)
}

fn getstate(vm: &Vm, this: &Value) -> PyResult {
    let own = open(vm, this)?;
    let newline = match own.ends.get() {
        Ends::Translated => Value::NONE,
        Ends::Any => vm.str(""),
        Ends::Lf => vm.str("\n"),
        Ends::Cr => vm.str("\r"),
        Ends::CrLf => vm.str("\r\n"),
    };
    let at = vm.int(own.state.borrow().at as i64);
    Ok(vm.tuple(vec![getvalue(vm, this)?, newline, at, own_attributes(vm, this)?]))
}

fn setstate(vm: &Vm, this: &Value, state: &Value) -> PyResult<()> {
    let Some([text, newline, at, attributes]) = state.as_tuple().map(|_| state.tuple_items())
    else {
        let (name, got) = (vm.class(this).full_name(), vm.class(state).full_name());
        let text = format!("{name}.__setstate__ argument should be 4-tuple, got {got}");
        return Err(vm.type_error(text));
    };
    init(vm, this, Args::positional_only(&[vm.str(""), newline.clone()]))?;
    let own = memory(vm, this)?;
    let Some(string) = text.as_str_object() else {
        let class = vm.class(text).full_name();
        return Err(vm.type_error(format!("initial_value must be str or None, not {class}")));
    };
    // What was kept is translated already: it is not written anew.
    own.state.borrow_mut().put(vm, string.as_bytes())?;
    if at.as_i64().is_none() {
        let class = vm.class(at).full_name();
        let text = format!("third item of state must be an integer, not {class}");
        return Err(vm.type_error(text));
    }
    let Ok(at) = usize::try_from(vm.index_i64(at)?) else {
        return Err(vm.value_error("position value cannot be negative"));
    };
    own.state.borrow_mut().go_to(at);
    set_attributes(vm, this, attributes)
}

pub static STRING_IO: TypeSpec = TypeSpec {
    name: "_io.StringIO",
    base: Some(&TEXT_IO_BASE),
    doc: "A stream of text that exists in memory only. It begins with initial_value; newline says how line ends are treated.",
    slots: Slots { new: Some(new), init: Some(init), next: Some(next), ..Slots::NONE },
    methods: funcs![
        close "(self, /)" "Close the IO object.";
        getvalue "(self, /)" "All the text, wherever the position is.";
        read "(self, size=-1, /)" "Take size characters or fewer from here on; everything if size is None or negative.";
        readline "(self, size=-1, /)" "Read until newline or EOF.";
        tell "(self, /)" "The position, in characters from the start.";
        truncate "(self, pos=None, /)" "Truncate size to pos.";
        seek "(self, pos, whence=0, /)" "Change stream position.";
        write "(self, s, /)" "Write string to file.";
        "seekable" = yes, "(self, /)", "Whether the position can be moved: always.";
        "readable" = yes, "(self, /)", "Whether reading is allowed: always.";
        "writable" = yes, "(self, /)", "Whether writing is allowed: always.";
        "__getstate__" = getstate, "(self, /)", "";
        "__setstate__" = setstate, "(self, state, /)", "";
    ],
    getset: &[
        GetSet {
            name: "closed",
            doc: "",
            get: |vm, this| Ok(Value::bool(memory(vm, this)?.closed.get())),
            set: None,
        },
        GetSet {
            name: "newlines",
            doc: "",
            get: |vm, this| Ok(newlines_of(vm, open(vm, this)?.seen.get())),
            set: None,
        },
        GetSet {
            name: "line_buffering",
            doc: "",
            get: |vm, this| open(vm, this).map(|_| Value::FALSE),
            set: None,
        },
    ],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};
