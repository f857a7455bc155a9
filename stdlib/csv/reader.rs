//! The reader: lines of text to rows. All that it knows from one line to the next within a row lies in
//! a value of its own, for what gives the lines may ask the same reader for a row.

use std::cell::Cell;

use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::GetSet;
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::string::{StrObject, decode_wtf8, push_wtf8};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::descriptor::readonly;
use taipan_engine::types::float::FLOAT;

use super::dialect::{self, Dialect, Quoting};
use super::{error, settings};

/// The payload of a reader.
struct Reader {
    lines: Value,
    dialect: Value,
    line_number: Cell<i64>,
}

impl Traverse for Reader {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.lines);
        visit(&self.dialect);
    }
}

/// Where in a row the reader is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    RowBegins,
    FieldBegins,
    Escaped,
    Field,
    Quoted,
    EscapedInQuoted,
    /// Behind a quote that ends the quoted part, or is the first of two.
    QuoteInQuoted,
    /// Behind the end of the last field: only ends of lines may follow.
    RowEnds,
    /// Behind an escaped end of a line.
    EscapedNewline,
}

/// A character, or the end of a line given by the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Input {
    Point(u32),
    End,
}

const RETURN: u32 = 13;
const NEWLINE: u32 = 10;
const SPACE: u32 = 32;

/// A row in the making.
struct Row<'a> {
    vm: &'a Vm,
    dialect: &'a Dialect,
    limit: i64,
    state: State,
    fields: Vec<Value>,
    /// The text of the field so far, and how many characters that is.
    field: Vec<u8>,
    length: i64,
    was_quoted: bool,
    /// By byte: whether a character that begins so means something inside a field.
    special: [bool; 256],
}

impl<'a> Row<'a> {
    fn new(vm: &'a Vm, dialect: &'a Dialect) -> Row<'a> {
        let mut special = [false; 256];
        let all = [Some(dialect.delimiter), dialect.escape, dialect.quote];
        let all = all.into_iter().flatten().chain([RETURN, NEWLINE]);
        for point in all {
            let mut bytes = Vec::with_capacity(4);
            push_wtf8(&mut bytes, point);
            if let Some(entry) = bytes.first().and_then(|b| special.get_mut(usize::from(*b))) {
                *entry = true;
            }
        }
        Row {
            vm,
            dialect,
            limit: settings(vm).limit.get(),
            state: State::RowBegins,
            fields: Vec::new(),
            field: Vec::new(),
            length: 0,
            was_quoted: false,
            special,
        }
    }

    fn line(&mut self, text: &StrObject) -> PyResult<()> {
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            if matches!(self.state, State::Field | State::Quoted) {
                let plain = rest.iter().position(|b| self.special[usize::from(*b)]);
                let (run, behind) = rest.split_at(plain.unwrap_or(rest.len()));
                self.push_run(run)?;
                rest = behind;
            }
            let Some((point, length)) = decode_wtf8(rest) else { break };
            self.take(Input::Point(point))?;
            rest = rest.get(length..).unwrap_or(&[]);
        }
        self.take(Input::End)
    }

    fn too_long(&self) -> Raised {
        error(self.vm, format!("field larger than field limit ({})", self.limit))
    }

    fn push_run(&mut self, run: &[u8]) -> PyResult<()> {
        let count = run.iter().filter(|b| **b & 0xc0 != 0x80).count() as i64;
        if count > 0 && self.length + count > self.limit {
            return Err(self.too_long());
        }
        self.vm.reserve(&mut self.field, Some(run.len()))?;
        self.field.extend_from_slice(run);
        self.length += count;
        Ok(())
    }

    fn push(&mut self, point: u32) -> PyResult<()> {
        if self.length >= self.limit {
            return Err(self.too_long());
        }
        push_wtf8(&mut self.field, point);
        self.length += 1;
        Ok(())
    }

    /// The field is complete.
    fn save(&mut self) -> PyResult<()> {
        let quoting = self.dialect.quoting;
        let value = if self.was_quoted {
            self.vm.finish_str(&self.field)?
        } else if self.field.is_empty() && quoting.has_null() {
            Value::NONE
        } else {
            let text = self.vm.finish_str(&self.field)?;
            if quoting.has_numbers() && !self.field.is_empty() {
                self.vm.call(self.vm.ty(&FLOAT).value(), &[text])?
            } else {
                text
            }
        };
        self.fields.push(value);
        self.field.clear();
        self.length = 0;
        self.was_quoted = false;
        Ok(())
    }

    /// The row is complete.
    fn end_row(&mut self, input: Input) -> PyResult<()> {
        self.save()?;
        self.state = if input == Input::End { State::RowBegins } else { State::RowEnds };
        Ok(())
    }

    fn take(&mut self, input: Input) -> PyResult<()> {
        match self.state {
            State::RowBegins => match input {
                Input::End => Ok(()),
                Input::Point(RETURN | NEWLINE) => {
                    self.state = State::RowEnds;
                    Ok(())
                }
                Input::Point(_) => self.field_begins(input),
            },
            State::FieldBegins => self.field_begins(input),
            State::Escaped => match input {
                Input::Point(point @ (RETURN | NEWLINE)) => {
                    self.state = State::EscapedNewline;
                    self.push(point)
                }
                Input::Point(point) => self.go_on(State::Field, point),
                Input::End => self.go_on(State::Field, NEWLINE),
            },
            State::EscapedNewline if input == Input::End => Ok(()),
            State::EscapedNewline | State::Field => self.in_field(input),
            State::Quoted => self.in_quoted(input),
            State::EscapedInQuoted => match input {
                Input::Point(point) => self.go_on(State::Quoted, point),
                Input::End => self.go_on(State::Quoted, NEWLINE),
            },
            State::QuoteInQuoted => self.behind_quote(input),
            State::RowEnds => match input {
                Input::Point(RETURN | NEWLINE) => Ok(()),
                Input::End => {
                    self.state = State::RowBegins;
                    Ok(())
                }
                Input::Point(_) => Err(error(
                    self.vm,
                    "new-line character seen in unquoted field - do you need to open the file \
                     with newline=''?",
                )),
            },
        }
    }

    fn go_on(&mut self, state: State, point: u32) -> PyResult<()> {
        self.push(point)?;
        self.state = state;
        Ok(())
    }

    fn field_begins(&mut self, input: Input) -> PyResult<()> {
        let Input::Point(point) = input else { return self.end_row(input) };
        let dialect = self.dialect;
        match point {
            RETURN | NEWLINE => self.end_row(input),
            _ if Some(point) == dialect.quote && dialect.quoting != Quoting::None => {
                self.was_quoted = true;
                self.state = State::Quoted;
                Ok(())
            }
            _ if Some(point) == dialect.escape => {
                self.state = State::Escaped;
                Ok(())
            }
            SPACE if dialect.skip_space => {
                self.state = State::FieldBegins;
                Ok(())
            }
            _ if point == dialect.delimiter => {
                self.state = State::FieldBegins;
                self.save()
            }
            _ => self.go_on(State::Field, point),
        }
    }

    fn in_field(&mut self, input: Input) -> PyResult<()> {
        let Input::Point(point) = input else { return self.end_row(input) };
        match point {
            RETURN | NEWLINE => self.end_row(input),
            _ if Some(point) == self.dialect.escape => {
                self.state = State::Escaped;
                Ok(())
            }
            _ if point == self.dialect.delimiter => {
                self.state = State::FieldBegins;
                self.save()
            }
            _ => self.go_on(State::Field, point),
        }
    }

    fn in_quoted(&mut self, input: Input) -> PyResult<()> {
        let Input::Point(point) = input else { return Ok(()) };
        let dialect = self.dialect;
        if Some(point) == dialect.escape {
            self.state = State::EscapedInQuoted;
            return Ok(());
        }
        if Some(point) == dialect.quote && dialect.quoting != Quoting::None {
            self.state = if dialect.doublequote { State::QuoteInQuoted } else { State::Field };
            return Ok(());
        }
        self.push(point)
    }

    fn behind_quote(&mut self, input: Input) -> PyResult<()> {
        let Input::Point(point) = input else { return self.end_row(input) };
        let dialect = self.dialect;
        match point {
            _ if dialect.quoting != Quoting::None && Some(point) == dialect.quote => {
                self.go_on(State::Quoted, point)
            }
            _ if point == dialect.delimiter => {
                self.state = State::FieldBegins;
                self.save()
            }
            RETURN | NEWLINE => self.end_row(input),
            _ if !dialect.strict => self.go_on(State::Field, point),
            _ => {
                let shown = |point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER);
                let quote = dialect.quote.map_or('"', shown);
                let text = format!("'{}' expected after '{quote}'", shown(dialect.delimiter));
                Err(error(self.vm, text))
            }
        }
    }
}

pub(super) fn new(vm: &Vm, lines: &Value, dialect: &Value, fmtparams: &Value) -> PyResult {
    let lines = vm.iter(lines)?;
    let dialect = dialect::made(vm, dialect, fmtparams)?;
    let reader = Reader { lines, dialect, line_number: Cell::new(0) };
    Ok(vm.new_foreign(&vm.ty(&READER), reader))
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Reader> {
    value.foreign::<Reader>().ok_or_else(|| vm.type_error("a reader is required"))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let reader = of(vm, this)?;
    let dialect = dialect::of(vm, &reader.dialect)?;
    let mut row = Row::new(vm, dialect);
    loop {
        let Some(line) = vm.next(&reader.lines)? else {
            if row.field.is_empty() && row.state != State::Quoted {
                return Ok(None);
            }
            if dialect.strict {
                return Err(error(vm, "unexpected end of data"));
            }
            row.save()?;
            break;
        };
        let Some(text) = line.as_str_object() else {
            let class = vm.class(&line).full_name();
            let text = format!(
                "iterator should return strings, not {class} (the file should be opened in text \
                 mode)"
            );
            return Err(error(vm, text));
        };
        reader.line_number.set(reader.line_number.get() + 1);
        row.line(text)?;
        if row.state == State::RowBegins {
            break;
        }
    }
    Ok(Some(vm.new_list(row.fields)))
}

pub(super) static READER: TypeSpec = TypeSpec {
    name: "_csv.reader",
    doc: "An iterator over rows.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next), ..Slots::NONE },
    getset: &[
        GetSet {
            name: "dialect",
            doc: "The dialect.",
            get: |vm, this| Ok(of(vm, this)?.dialect.clone()),
            set: Some(readonly),
        },
        GetSet {
            name: "line_num",
            doc: "How many lines were read.",
            get: |vm, this| Ok(vm.int(of(vm, this)?.line_number.get())),
            set: Some(readonly),
        },
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
