//! Values to JSON text. Recursion asks for room on the native stack; `default` and overridden
//! methods may run Python code, so containers are copied before their items are looked at.

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::types::type_flag;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::float::{FloatObject, repr_f64};
use taipan_engine::types::list::ListObject;

struct Encoder<'a> {
    vm: &'a Vm,
    out: Vec<u8>,
    /// Asked for what is of no known kind.
    default: Option<&'a Value>,
    skips_keys: bool,
    ascii: bool,
    allows_nan: bool,
    sorts: bool,
    /// One level of indentation.
    indent: Option<&'a [u8]>,
    key_separator: &'a [u8],
    item_separator: &'a [u8],
    /// Containers being written, unless circles are not looked for.
    open: Option<Vec<usize>>,
    depth: usize,
}

/// The text of a value, with options in the order that `json.encoder` gives them.
pub(super) fn encode(vm: &Vm, value: &Value, options: &Value) -> PyResult {
    let [default, skips, ascii, circular, nan, sorts, indent, key, item] = options.tuple_items()
    else {
        return Err(vm.type_error("nine options are needed"));
    };
    let text = |given: &Value, number: u32| -> PyResult<()> {
        match given.as_str_object() {
            Some(_) => Ok(()),
            None => {
                let class = vm.class(given).full_name();
                let text = format!("make_encoder() argument {number} must be str, not {class}");
                Err(vm.type_error(text))
            }
        }
    };
    text(key, 5)?;
    text(item, 6)?;
    fn bytes(value: &Value) -> &[u8] {
        value.as_str_object().map_or(&[], |text| text.as_bytes())
    }
    let mut encoder = Encoder {
        vm,
        out: Vec::new(),
        default: Some(default).filter(|default| !default.is_none()),
        skips_keys: vm.truth(skips)?,
        ascii: vm.truth(ascii)?,
        allows_nan: vm.truth(nan)?,
        sorts: vm.truth(sorts)?,
        indent: indent.as_str_object().map(|text| text.as_bytes()),
        key_separator: bytes(key),
        item_separator: bytes(item),
        open: vm.truth(circular)?.then(Vec::new),
        depth: 0,
    };
    encoder.value(value)?;
    Ok(vm.str_wtf8(&encoder.out))
}

pub(super) fn plain_string(vm: &Vm, text: &Value) -> PyResult {
    quoted(vm, text, false)
}

pub(super) fn ascii_string(vm: &Vm, text: &Value) -> PyResult {
    quoted(vm, text, true)
}

fn quoted(vm: &Vm, text: &Value, ascii: bool) -> PyResult {
    if text.as_str_object().is_none() {
        let class = vm.class(text).full_name();
        return Err(vm.type_error(format!("first argument must be a string, not {class}")));
    }
    let mut out = Vec::new();
    push_string(&mut out, text, ascii);
    Ok(vm.str_wtf8(&out))
}

/// Appends a str in quotes.
fn push_string(out: &mut Vec<u8>, text: &Value, ascii: bool) {
    let Some(text) = text.as_str_object() else { return };
    let bytes = text.as_bytes();
    out.push(b'"');
    let plain = |byte: &u8| match byte {
        b'"' | b'\\' | 0..0x20 => false,
        0x7f.. => !ascii,
        _ => true,
    };
    if bytes.iter().all(plain) {
        out.extend_from_slice(bytes);
    } else {
        for point in text.code_points() {
            push_point(out, point, ascii);
        }
    }
    out.push(b'"');
}

fn push_point(out: &mut Vec<u8>, point: u32, ascii: bool) {
    let short = match point {
        0x22 => Some(b'"'),
        0x5c => Some(b'\\'),
        0x0a => Some(b'n'),
        0x0d => Some(b'r'),
        0x09 => Some(b't'),
        0x0c => Some(b'f'),
        0x08 => Some(b'b'),
        _ => None,
    };
    if let Some(letter) = short {
        out.extend_from_slice(&[b'\\', letter]);
    } else if (0x20..0x7f).contains(&point) || point >= 0x7f && !ascii {
        taipan_engine::object::string::push_wtf8(out, point);
    } else if point < 0x1_0000 {
        out.extend_from_slice(format!("\\u{point:04x}").as_bytes());
    } else {
        let above = point - 0x1_0000;
        let (high, low) = (0xd800 + (above >> 10), 0xdc00 + (above & 0x3ff));
        out.extend_from_slice(format!("\\u{high:04x}\\u{low:04x}").as_bytes());
    }
}

impl Encoder<'_> {
    fn value(&mut self, value: &Value) -> PyResult<()> {
        if value.as_str_object().is_some() {
            push_string(&mut self.out, value, self.ascii);
            return Ok(());
        }
        if let Some(text) = self.scalar(value)? {
            self.out.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        self.vm.check_stack(" while encoding a JSON object")?;
        if !self.vm.heap.allows(self.out.len()) {
            return Err(self.vm.memory_error());
        }
        if value.get::<ListObject>().is_some() || value.as_tuple().is_some() {
            let items = self.vm.to_vec(value)?;
            return self.within(value, |own| own.array(&items));
        }
        if let Some(dict) = value.get::<DictObject>() {
            let plain = !self.vm.class(value).has(type_flag::HEAP);
            let pairs = if plain { dict.pairs() } else { self.items(value)? };
            return self.within(value, |own| own.object(pairs));
        }
        let Some(default) = self.default else {
            let class = self.vm.class(value).full_name();
            let text = format!("Object of type {class} is not JSON serializable");
            return Err(self.vm.type_error(text));
        };
        self.within(value, |own| {
            let other = own.vm.call(default, std::slice::from_ref(value))?;
            own.value(&other)
        })
    }

    /// The text of None, a bool or a number.
    fn scalar(&self, value: &Value) -> PyResult<Option<String>> {
        if value.is_none() {
            return Ok(Some("null".to_owned()));
        }
        if value.is_bool() {
            let text = if value.is(&Value::TRUE) { "true" } else { "false" };
            return Ok(Some(text.to_owned()));
        }
        if let Some(int) = value.as_int() {
            return Ok(Some(int.to_string()));
        }
        if value.as_big().is_some() {
            // As the class itself shows it, whatever a program's class derived from it does.
            let class = self.vm.types.int().value();
            let repr = self.vm.getattr(class, &self.vm.names().__repr__)?;
            return Ok(Some(self.vm.call(&repr, std::slice::from_ref(value))?.to_text()));
        }
        let float = match value.as_small_float() {
            Some(float) => Some(float),
            None => value.get::<FloatObject>().map(|float| float.0),
        };
        float.map(|float| self.float(float)).transpose()
    }

    fn float(&self, float: f64) -> PyResult<String> {
        if float.is_finite() {
            return Ok(repr_f64(float));
        }
        if !self.allows_nan {
            let shown = repr_f64(float);
            let text = format!("Out of range float values are not JSON compliant: {shown}");
            return Err(self.vm.value_error(text));
        }
        let text = match float {
            f64::INFINITY => "Infinity",
            f64::NEG_INFINITY => "-Infinity",
            _ => "NaN",
        };
        Ok(text.to_owned())
    }

    /// Writes what is inside of a container, unless that is being written already.
    fn within(
        &mut self,
        container: &Value,
        write: impl FnOnce(&mut Self) -> PyResult<()>,
    ) -> PyResult<()> {
        if let Some(open) = &mut self.open {
            if open.contains(&container.bits()) {
                return Err(self.vm.value_error("Circular reference detected"));
            }
            open.push(container.bits());
        }
        let written = write(self);
        if let Some(open) = &mut self.open {
            open.pop();
        }
        written
    }

    /// A new line at the present depth, if there are lines.
    fn new_line(&mut self) {
        if let Some(indent) = self.indent {
            self.out.push(b'\n');
            for _ in 0..self.depth {
                self.out.extend_from_slice(indent);
            }
        }
    }

    fn array(&mut self, items: &[Value]) -> PyResult<()> {
        if items.is_empty() {
            self.out.extend_from_slice(b"[]");
            return Ok(());
        }
        self.out.push(b'[');
        self.depth += 1;
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.out.extend_from_slice(self.item_separator);
            }
            self.new_line();
            self.value(item)?;
        }
        self.depth -= 1;
        self.new_line();
        self.out.push(b']');
        Ok(())
    }

    /// What the method `items` of a class derived from dict gives.
    fn items(&self, dict: &Value) -> PyResult<Vec<(Value, Value)>> {
        let vm = self.vm;
        let items = vm.call_method(dict, &vm.intern("items"), &[])?;
        let mut pairs = Vec::new();
        for item in vm.to_vec(&items)? {
            let [key, value] = item.tuple_items_of_two().ok_or_else(|| not_pairs(vm))?;
            pairs.push((key.clone(), value.clone()));
        }
        Ok(pairs)
    }

    fn sorted(&self, pairs: Vec<(Value, Value)>) -> PyResult<Vec<(Value, Value)>> {
        let vm = self.vm;
        let all = pairs.into_iter().map(|(key, value)| vm.tuple(vec![key, value])).collect();
        let list = vm.new_list(all);
        vm.call_method(&list, &vm.intern("sort"), &[])?;
        let mut sorted = Vec::new();
        for item in vm.to_vec(&list)? {
            let [key, value] = item.tuple_items_of_two().ok_or_else(|| not_pairs(vm))?;
            sorted.push((key.clone(), value.clone()));
        }
        Ok(sorted)
    }

    fn object(&mut self, pairs: Vec<(Value, Value)>) -> PyResult<()> {
        if pairs.is_empty() {
            self.out.extend_from_slice(b"{}");
            return Ok(());
        }
        let pairs = if self.sorts { self.sorted(pairs)? } else { pairs };
        self.out.push(b'{');
        self.depth += 1;
        let mut first = true;
        for (key, value) in &pairs {
            let Some(name) = self.key(key)? else { continue };
            if !std::mem::take(&mut first) {
                self.out.extend_from_slice(self.item_separator);
            }
            self.new_line();
            push_string(&mut self.out, &name, self.ascii);
            self.out.extend_from_slice(self.key_separator);
            self.value(value)?;
        }
        self.depth -= 1;
        if !first {
            self.new_line();
        }
        self.out.push(b'}');
        Ok(())
    }

    /// A key as a str; `None` if it is to be left out.
    fn key(&self, key: &Value) -> PyResult<Option<Value>> {
        if key.as_str_object().is_some() {
            return Ok(Some(key.clone()));
        }
        if let Some(text) = self.scalar(key)? {
            return Ok(Some(self.vm.str(&text)));
        }
        if self.skips_keys {
            return Ok(None);
        }
        let class = self.vm.class(key).full_name();
        let text = format!("keys must be str, int, float, bool or None, not {class}");
        Err(self.vm.type_error(text))
    }
}

#[cold]
fn not_pairs(vm: &Vm) -> Raised {
    vm.value_error("items must return 2-tuples")
}

trait Two {
    fn tuple_items_of_two(&self) -> Option<&[Value; 2]>;
}

impl Two for Value {
    fn tuple_items_of_two(&self) -> Option<&[Value; 2]> {
        self.as_tuple()?;
        self.tuple_items().try_into().ok()
    }
}
