//! _tokenize: the tokens of a source, as the module `tokenize` wants them. The lexer is the grammar's.

use std::cell::RefCell;

use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, Signature};
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::codec;
use taipan_engine::types::exception::{INDENTATION_ERROR, STOP_ITERATION, SYNTAX_ERROR, TAB_ERROR};
use taipan_engine::types::module::ModuleSpec;
use taipan_grammar::{Lexeme, LexemeKind, SyntaxError, SyntaxErrorKind, lexemes};

/// The payload of an iterator over tokens.
struct Tokens {
    /// Gives the lines; unbound once it is no longer needed.
    readline: Var,
    /// The encoding's name if lines are bytes, else None.
    encoding: Value,
    /// Whether comments and newlines that end nothing are told; operators are not told apart then.
    extra: bool,
    /// From the first step on.
    reading: RefCell<Option<Reading>>,
}

impl Traverse for Tokens {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.readline.visit(visit);
        visit(&self.encoding);
    }

    fn clear(&self) {
        self.readline.take();
    }
}

/// A source whose tokens are being told.
struct Reading {
    /// With `\n` for newlines.
    source: String,
    /// The lines as they came.
    lines: Vec<String>,
    left: std::vec::IntoIter<Lexeme>,
    problem: Option<SyntaxError>,
    cursor: Cursor,
    /// The lines that the last token stands on, from the first to the last of them, and their text.
    shown: (usize, usize, Value),
}

/// A place in the source that only goes forward.
#[derive(Clone, Copy, Default)]
struct Cursor {
    at: usize,
    /// From 0.
    line: usize,
    /// In characters.
    column: usize,
}

impl Cursor {
    fn go(&mut self, source: &str, to: u32) {
        let to = to as usize;
        for c in source.get(self.at..to).unwrap_or("").chars() {
            if c == '\n' {
                self.line += 1;
                self.column = 0;
            } else {
                self.column += 1;
            }
        }
        self.at = self.at.max(to);
    }
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let signature = Signature::parse("(readline, /, *, encoding=None, extra_tokens)");
    let bound = signature.bind(vm, "tokenizeriter", args)?;
    let [readline, encoding, extra] = &bound[..] else { return Ok(Value::NONE) };
    let encoding = if encoding.is_unbound() { Value::NONE } else { encoding.clone() };
    if !encoding.is_none() && encoding.as_str_object().is_none() {
        let given = vm.class(&encoding).name();
        let text = format!("tokenizeriter() argument 'encoding' must be str, not {given}");
        return Err(vm.type_error(text));
    }
    let extra = vm.truth(extra)?;
    let readline = readline.clone().into();
    Ok(vm.new_foreign(class, Tokens { readline, encoding, extra, reading: RefCell::default() }))
}

/// The next line; `None` at the end.
fn line(vm: &Vm, own: &Tokens) -> PyResult<Option<String>> {
    let Some(readline) = own.readline.bound() else { return Ok(None) };
    let line = match vm.call(&readline, &[]) {
        Ok(line) => line,
        Err(raised) if vm.is_exception(&raised.0, &STOP_ITERATION) => return Ok(None),
        Err(raised) => return Err(raised),
    };
    let line = match own.encoding.as_str_object() {
        None => line,
        Some(encoding) => {
            let bytes = Buffer::of(vm, &line).map(|bytes| bytes.to_vec());
            let Some(bytes) = bytes else {
                return Err(vm.type_error("readline() returned a non-bytes object"));
            };
            let encoding = String::from_utf8_lossy(encoding.as_bytes());
            codec::decode(vm, &bytes, &encoding, "replace")?
        }
    };
    let Some(text) = line.as_str_object() else {
        return Err(vm.type_error("readline() returned a non-string object"));
    };
    let text = String::from_utf8_lossy(text.as_bytes()).into_owned();
    Ok((!text.is_empty()).then_some(text))
}

fn read(vm: &Vm, own: &Tokens) -> PyResult<Reading> {
    let mut all = String::new();
    while let Some(line) = line(vm, own)? {
        if all.try_reserve(line.len()).is_err() {
            return Err(vm.memory_error());
        }
        all.push_str(&line);
    }
    own.readline.take();
    let lines: Vec<String> = all.split_inclusive('\n').map(str::to_owned).collect();
    let source = all.replace("\r\n", "\n");
    let (found, problem) = lexemes(&source, own.extra);
    let shown = (usize::MAX, 0, Value::NONE);
    let (left, cursor) = (found.into_iter(), Cursor::default());
    Ok(Reading { source, lines, left, problem, cursor, shown })
}

/// Python's numbers of the kinds of tokens, operators aside.
fn number(kind: LexemeKind) -> i64 {
    match kind {
        LexemeKind::End => 0,
        LexemeKind::Name => 1,
        LexemeKind::Number => 2,
        LexemeKind::String => 3,
        LexemeKind::Newline => 4,
        LexemeKind::Indent => 5,
        LexemeKind::Dedent => 6,
        LexemeKind::Operator => 55,
        LexemeKind::FStringStart => 59,
        LexemeKind::FStringMiddle => 60,
        LexemeKind::FStringEnd => 61,
        LexemeKind::Comment => 62,
        LexemeKind::Nl => 63,
    }
}

/// The operators in the order of their numbers, which begin at 7.
const OPERATORS: &str = "( ) [ ] : , ; + - * / | & < > = . % { } == != <= >= ~ ^ << >> ** += -= *= \
                         /= %= &= |= ^= <<= >>= **= // //= @ @= -> ... := !";

fn operator(text: &str) -> i64 {
    let text = if text == "<>" { "!=" } else { text };
    let found = OPERATORS.split(' ').position(|known| known == text);
    found.map_or(number(LexemeKind::Operator), |at| at as i64 + 7)
}

impl Reading {
    /// What the iterator gives for a token: kind, text, begin, end and line.
    fn row(&mut self, vm: &Vm, lexeme: Lexeme, extra: bool) -> Value {
        let Lexeme { kind, start, end } = lexeme;
        let is_end = kind == LexemeKind::End
            || kind == LexemeKind::Dedent && start as usize == self.source.len();
        if extra && is_end {
            let place = vm.tuple(vec![vm.int(self.lines.len() as i64 + 1), vm.int(0)]);
            let text = vm.str("");
            return vm.tuple(vec![vm.int(number(kind)), text.clone(), place.clone(), place, text]);
        }
        self.cursor.go(&self.source, start);
        let mut from = self.cursor;
        if is_end {
            from.line = from.line.min(self.lines.len().saturating_sub(1));
        }
        self.cursor.go(&self.source, end);
        let mut to = self.cursor;
        let mut text = self.source.get(start as usize..end as usize).unwrap_or("");
        if matches!(kind, LexemeKind::Newline | LexemeKind::Nl) {
            let is_pair = self.lines.get(from.line).is_some_and(|line| line.ends_with("\r\n"));
            text = match text {
                "\n" if extra && is_pair => "\r\n",
                "\n" if !extra && is_pair => "\r",
                text if !extra => text.trim_end_matches('\n'),
                text => text,
            };
            let width = if extra { text.len().max(1) } else { text.chars().count() };
            to = Cursor { column: from.column + width, ..from };
        } else if is_end {
            to = from;
        }
        let number = match kind {
            LexemeKind::Operator if !extra => operator(text),
            kind => number(kind),
        };
        let place = |at: Cursor| {
            let is_layout = matches!(kind, LexemeKind::Indent | LexemeKind::Dedent);
            let column = if !extra && (is_layout || is_end) { -1 } else { at.column as i64 };
            vm.tuple(vec![vm.int(at.line as i64 + 1), vm.int(column)])
        };
        if !extra && kind == LexemeKind::Indent {
            (text, from) = ("", to);
        }
        let (text, from, to) = (vm.str(text), (place(from), from.line), (place(to), to.line));
        let line = self.line(vm, from.1, to.1);
        vm.tuple(vec![vm.int(number), text, from.0, to.0, line])
    }

    /// The text of lines.
    fn line(&mut self, vm: &Vm, first: usize, last: usize) -> Value {
        if (self.shown.0, self.shown.1) != (first, last) {
            let lines = self.lines.get(first..self.lines.len().min(last + 1)).unwrap_or(&[]);
            self.shown = (first, last, vm.str(&lines.concat()));
        }
        self.shown.2.clone()
    }
}

fn refused(vm: &Vm, error: &SyntaxError) -> Raised {
    let message = error.message.as_str();
    if message.ends_with("was never closed") || message.starts_with("unexpected EOF") {
        return vm.raise(&SYNTAX_ERROR, "unexpected EOF in multi-line statement");
    }
    let (class, has_end) = match error.kind {
        SyntaxErrorKind::Syntax | SyntaxErrorKind::TooComplex => (&SYNTAX_ERROR, true),
        SyntaxErrorKind::Indentation => (&INDENTATION_ERROR, false),
        SyntaxErrorKind::Tab => (&TAB_ERROR, false),
    };
    let text = error.text.as_deref().unwrap_or("").trim_end_matches('\n');
    let joins = message.starts_with("unexpected character after line continuation");
    let offset = match error.kind {
        SyntaxErrorKind::Tab => text.chars().count() as i32 + 1,
        _ => error.offset + i32::from(joins),
    };
    let place = [vm.int(i64::from(error.lineno)), vm.int(i64::from(offset))];
    let end = match error.end().filter(|_| has_end && !joins) {
        Some((line, offset)) => [vm.int(i64::from(line)), vm.int(i64::from(offset))],
        None => [Value::NONE, Value::NONE],
    };
    let [line, offset] = place;
    let [end_line, end_offset] = end;
    let place = vec![vm.str("<string>"), line, offset, vm.str(text), end_line, end_offset];
    match vm.call(vm.ty(class).value(), &[vm.str(message), vm.tuple(place)]) {
        Ok(exception) => Raised(exception),
        Err(raised) => raised,
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(own) = this.foreign::<Tokens>() else {
        return Err(vm.wrong_self(this, "TokenizerIter"));
    };
    if own.reading.borrow().is_none() {
        // Nothing is borrowed while lines are read, which is Python code.
        let reading = read(vm, own)?;
        own.reading.borrow_mut().get_or_insert(reading);
    }
    let mut reading = own.reading.borrow_mut();
    let Some(reading) = reading.as_mut() else { return Ok(None) };
    while let Some(lexeme) = reading.left.next() {
        if own.extra || !matches!(lexeme.kind, LexemeKind::Comment | LexemeKind::Nl) {
            return Ok(Some(reading.row(vm, lexeme, own.extra)));
        }
    }
    let problem = reading.problem.take();
    problem.map_or(Ok(None), |error| Err(refused(vm, &error)))
}

static TOKENIZER_ITER: TypeSpec = TypeSpec {
    name: "_tokenize.TokenizerIter",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        iter: Some(|_, this| Ok(this.clone())),
        next: Some(next),
        new: Some(new),
        ..Slots::NONE
    },
    ..TypeSpec::NONE
};

pub(crate) static NATIVE: ModuleSpec =
    ModuleSpec { name: "_tokenize", types: &[&TOKENIZER_ITER], ..ModuleSpec::NONE };
