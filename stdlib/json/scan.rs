//! JSON text to values. Recursion asks for room on the native stack; hooks may run Python code, so
//! nothing is borrowed but the text, which never changes.

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::string::{StrObject, push_wtf8};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

/// What makes other values than the usual; None where nothing does.
struct Hooks<'a> {
    object: Option<&'a Value>,
    float: Option<&'a Value>,
    int: Option<&'a Value>,
    constant: Option<&'a Value>,
    /// Control characters in strings are refused.
    strict: bool,
    pairs: Option<&'a Value>,
}

struct Scanner<'a> {
    vm: &'a Vm,
    document: &'a Value,
    object: &'a StrObject,
    text: &'a [u8],
    at: usize,
    hooks: Hooks<'a>,
}

fn scanner<'a>(vm: &'a Vm, document: &'a Value, options: &'a Value) -> PyResult<Scanner<'a>> {
    let Some(object) = document.as_str_object() else {
        let class = vm.class(document).full_name();
        let text = format!("first argument must be a string, not {class}");
        return Err(vm.type_error(text));
    };
    let [hook, float, int, constant, strict, pairs] = options.tuple_items() else {
        return Err(vm.type_error("six options are needed"));
    };
    let some = |value: &'a Value| Some(value).filter(|value| !value.is_none());
    let hooks = Hooks {
        object: some(hook),
        float: some(float),
        int: some(int),
        constant: some(constant),
        strict: vm.truth(strict)?,
        pairs: some(pairs),
    };
    Ok(Scanner { vm, document, object, text: object.as_bytes(), at: 0, hooks })
}

/// The value of a text that is nothing but one.
pub(super) fn decode(vm: &Vm, document: &Value, options: &Value) -> PyResult {
    let mut scanner = scanner(vm, document, options)?;
    scanner.skip_space();
    let value = scanner.value()?;
    scanner.skip_space();
    match scanner.peek() {
        None => Ok(value),
        Some(_) => Err(scanner.error("Extra data", scanner.at)),
    }
}

/// A value that begins at a character, and the character behind it.
pub(super) fn raw_decode(vm: &Vm, document: &Value, start: i64, options: &Value) -> PyResult {
    let mut scanner = scanner(vm, document, options)?;
    let Ok(start) = usize::try_from(start) else {
        return Err(vm.value_error("idx cannot be negative"));
    };
    if start > scanner.object.chars() {
        return Err(scanner.error_at("Expecting value", start));
    }
    scanner.at = scanner.object.offset(start);
    let value = scanner.value()?;
    let end = vm.int(scanner.characters(scanner.at) as i64);
    Ok(vm.tuple(vec![value, end]))
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The place as characters.
    fn characters(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(self.text);
        before.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
    }

    #[cold]
    fn error(&self, message: &str, at: usize) -> Raised {
        self.error_at(message, self.characters(at))
    }

    #[cold]
    fn error_at(&self, message: &str, character: usize) -> Raised {
        let vm = self.vm;
        let class = vm
            .import_module("json.decoder")
            .and_then(|module| vm.getattr(&module, &vm.intern("JSONDecodeError")));
        let at = vm.int(character as i64);
        let made =
            class.and_then(|class| vm.call(&class, &[vm.str(message), self.document.clone(), at]));
        made.map_or_else(|raised| raised, Raised)
    }

    fn value(&mut self) -> PyResult {
        let start = self.at;
        match self.peek() {
            Some(b'"') => {
                self.at += 1;
                self.string()
            }
            Some(b'{') => {
                self.vm.check_stack(" while decoding a JSON object from a unicode string")?;
                self.at += 1;
                self.object()
            }
            Some(b'[') => {
                self.vm.check_stack(" while decoding a JSON array from a unicode string")?;
                self.at += 1;
                self.array()
            }
            Some(b'0'..=b'9' | b'-') => match self.number()? {
                Some(number) => Ok(number),
                None => self.constant(start),
            },
            _ => self.constant(start),
        }
    }

    fn constant(&mut self, start: usize) -> PyResult {
        let rest = self.text.get(start..).unwrap_or(&[]);
        let words: [(&str, Option<f64>, Value); 6] = [
            ("null", None, Value::NONE),
            ("true", None, Value::TRUE),
            ("false", None, Value::FALSE),
            ("NaN", Some(f64::NAN), Value::NONE),
            ("Infinity", Some(f64::INFINITY), Value::NONE),
            ("-Infinity", Some(f64::NEG_INFINITY), Value::NONE),
        ];
        for (word, float, value) in words {
            if !rest.starts_with(word.as_bytes()) {
                continue;
            }
            self.at = start + word.len();
            return match (float, self.hooks.constant) {
                (None, _) => Ok(value),
                (Some(_), Some(hook)) => self.vm.call(hook, &[self.vm.str(word)]),
                (Some(float), None) => Ok(self.vm.float(float)),
            };
        }
        Err(self.error("Expecting value", start))
    }

    /// The longest number that begins here; `None` if none does.
    fn number(&mut self) -> PyResult<Option<Value>> {
        let digits = |mut at: usize| {
            while self.text.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let start = self.at;
        let first = start + usize::from(self.peek() == Some(b'-'));
        let mut end = match self.text.get(first) {
            Some(b'0') => first + 1,
            Some(b'1'..=b'9') => digits(first),
            _ => return Ok(None),
        };
        let mut is_float = false;
        if self.text.get(end) == Some(&b'.') && digits(end + 1) > end + 1 {
            end = digits(end + 1);
            is_float = true;
        }
        if matches!(self.text.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.text.get(end + 1), Some(b'+' | b'-')));
            if digits(end + 1 + sign) > end + 1 + sign {
                end = digits(end + 1 + sign);
                is_float = true;
            }
        }
        self.at = end;
        let text = self.text.get(start..end).and_then(|text| std::str::from_utf8(text).ok());
        let (vm, text) = (self.vm, text.unwrap_or_default());
        let hook = if is_float { self.hooks.float } else { self.hooks.int };
        if let Some(hook) = hook {
            return vm.call(hook, &[vm.str(text)]).map(Some);
        }
        if is_float {
            return Ok(Some(vm.float(text.parse().unwrap_or_default())));
        }
        match text.parse::<i64>() {
            Ok(int) => Ok(Some(vm.int(int))),
            // The class knows what is too long.
            Err(_) => vm.call(vm.types.int().value(), &[vm.str(text)]).map(Some),
        }
    }

    /// The rest of a string, whose quote is behind.
    fn string(&mut self) -> PyResult {
        let begin = self.at - 1;
        let mut start = self.at;
        let mut out: Vec<u8> = Vec::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or(&[]);
            let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
            let Some(found) = rest.iter().position(special) else {
                return Err(self.error("Unterminated string starting at", begin));
            };
            self.at += found;
            let plain = self.text.get(start..self.at).unwrap_or(&[]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    if out.is_empty() {
                        return Ok(self.vm.str_wtf8(plain));
                    }
                    out.extend_from_slice(plain);
                    return Ok(self.vm.str_wtf8(&out));
                }
                Some(b'\\') => {
                    out.extend_from_slice(plain);
                    self.at += 1;
                    self.escape(&mut out, begin)?;
                    start = self.at;
                }
                _ if self.hooks.strict => {
                    return Err(self.error("Invalid control character at", self.at));
                }
                _ => self.at += 1,
            }
        }
    }

    /// What follows a backslash.
    fn escape(&mut self, out: &mut Vec<u8>, begin: usize) -> PyResult<()> {
        let Some(letter) = self.peek() else {
            return Err(self.error("Unterminated string starting at", begin));
        };
        let byte = match letter {
            b'"' | b'\\' | b'/' => letter,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => return self.unicode(out),
            _ => return Err(self.error("Invalid \\escape", self.at - 1)),
        };
        out.push(byte);
        self.at += 1;
        Ok(())
    }

    /// Four digits behind `\u`, or two such pairs that make one character.
    fn unicode(&mut self, out: &mut Vec<u8>) -> PyResult<()> {
        let Some(first) = self.four_digits(self.at + 1) else {
            return Err(self.error("Invalid \\uXXXX escape", self.at));
        };
        self.at += 5;
        if (0xd800..0xdc00).contains(&first)
            && self.text.get(self.at..self.at + 2) == Some(b"\\u")
            && let Some(second) = self.four_digits(self.at + 2)
            && (0xdc00..0xe000).contains(&second)
        {
            self.at += 6;
            push_wtf8(out, 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00));
            return Ok(());
        }
        push_wtf8(out, first);
        Ok(())
    }

    fn four_digits(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..at + 4)?;
        digits.iter().try_fold(0, |sum, digit| Some(sum * 16 + char::from(*digit).to_digit(16)?))
    }

    fn array(&mut self) -> PyResult {
        let mut items = Vec::new();
        self.skip_space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(self.vm.new_list(items));
        }
        loop {
            let item = self.value()?;
            self.vm.push_item(&mut items, item)?;
            self.skip_space();
            let comma = self.at;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.error("Expecting ',' delimiter", comma)),
            }
            self.skip_space();
            if self.peek() == Some(b']') {
                return Err(self.error("Illegal trailing comma before end of array", comma));
            }
        }
        self.at += 1;
        Ok(self.vm.new_list(items))
    }

    fn object(&mut self) -> PyResult {
        let vm = self.vm;
        let dict = vm.new_dict(DictObject::new());
        let mut pairs = Vec::new();
        self.skip_space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return self.finished(dict, pairs);
        }
        loop {
            if self.peek() != Some(b'"') {
                let text = "Expecting property name enclosed in double quotes";
                return Err(self.error(text, self.at));
            }
            self.at += 1;
            let key = vm.intern_value(&self.string()?);
            self.skip_space();
            if self.peek() != Some(b':') {
                return Err(self.error("Expecting ':' delimiter", self.at));
            }
            self.at += 1;
            self.skip_space();
            let value = self.value()?;
            if self.hooks.pairs.is_some() {
                vm.push_item(&mut pairs, vm.tuple(vec![key, value]))?;
            } else {
                vm.setitem(&dict, &key, Some(&value))?;
            }
            self.skip_space();
            let comma = self.at;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.error("Expecting ',' delimiter", comma)),
            }
            self.skip_space();
            if self.peek() == Some(b'}') {
                return Err(self.error("Illegal trailing comma before end of object", comma));
            }
        }
        self.at += 1;
        self.finished(dict, pairs)
    }

    /// An object as the hooks will have it.
    fn finished(&self, dict: Value, pairs: Vec<Value>) -> PyResult {
        match (self.hooks.pairs, self.hooks.object) {
            (Some(hook), _) => self.vm.call(hook, &[self.vm.new_list(pairs)]),
            (None, Some(hook)) => self.vm.call(hook, &[dict]),
            (None, None) => Ok(dict),
        }
    }
}
