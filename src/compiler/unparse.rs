//! The text of an expression as CPython writes it: for `from __future__ import annotations`.

use grammar::ast::{
    Arguments, BoolOp, CmpOp, Comprehension, Constant, Conversion, Expr, ExprKind, Int, Keyword,
    Operator, UnaryOp,
};

/// How tightly an operator binds; a part that binds less gets parentheses.
mod level {
    pub(super) const TUPLE: u8 = 0;
    pub(super) const TEST: u8 = 1;
    pub(super) const OR: u8 = 2;
    pub(super) const AND: u8 = 3;
    pub(super) const NOT: u8 = 4;
    pub(super) const COMPARE: u8 = 5;
    pub(super) const EXPR: u8 = 6;
    pub(super) const BIT_XOR: u8 = 7;
    pub(super) const BIT_AND: u8 = 8;
    pub(super) const SHIFT: u8 = 9;
    pub(super) const ARITHMETIC: u8 = 10;
    pub(super) const TERM: u8 = 11;
    pub(super) const FACTOR: u8 = 12;
    pub(super) const POWER: u8 = 13;
    pub(super) const AWAIT: u8 = 14;
    pub(super) const ATOM: u8 = 15;
}

/// The text of an expression, in WTF-8.
pub(crate) fn unparse(expr: &Expr<'_>) -> Vec<u8> {
    let mut writer = Writer { out: Vec::new() };
    writer.expr(expr, level::TEST);
    writer.out
}

struct Writer {
    out: Vec<u8>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn wrapped(&mut self, wrap: bool, write: impl FnOnce(&mut Self)) {
        if wrap {
            self.text("(");
        }
        write(self);
        if wrap {
            self.text(")");
        }
    }

    fn list(&mut self, exprs: &[&Expr<'_>]) {
        for (index, expr) in exprs.iter().enumerate() {
            self.text(if index > 0 { ", " } else { "" });
            self.expr(expr, level::TEST);
        }
    }

    fn tuple(&mut self, elts: &[&Expr<'_>]) {
        self.list(elts);
        if elts.len() == 1 {
            self.text(",");
        }
    }

    fn expr(&mut self, expr: &Expr<'_>, around: u8) {
        match expr.kind {
            ExprKind::BoolOp { op, values } => {
                let (own, word) = match op {
                    BoolOp::And => (level::AND, " and "),
                    BoolOp::Or => (level::OR, " or "),
                };
                self.wrapped(around > own, |w| {
                    for (index, value) in values.iter().enumerate() {
                        w.text(if index > 0 { word } else { "" });
                        w.expr(value, own + 1);
                    }
                });
            }
            ExprKind::NamedExpr { target, value } => self.wrapped(around > level::TUPLE, |w| {
                w.expr(target, level::ATOM);
                w.text(" := ");
                w.expr(value, level::ATOM);
            }),
            ExprKind::BinOp { left, op, right } => self.binary(left, op, right, around),
            ExprKind::UnaryOp { op, operand } => {
                let (own, word) = match op {
                    UnaryOp::Invert => (level::FACTOR, "~"),
                    UnaryOp::Not => (level::NOT, "not "),
                    UnaryOp::UAdd => (level::FACTOR, "+"),
                    UnaryOp::USub => (level::FACTOR, "-"),
                };
                self.wrapped(around > own, |w| {
                    w.text(word);
                    w.expr(operand, own);
                });
            }
            ExprKind::Lambda { args, body } => self.wrapped(around > level::TEST, |w| {
                w.text("lambda");
                w.arguments(args);
                w.text(": ");
                w.expr(body, level::TEST);
            }),
            ExprKind::IfExp { test, body, orelse } => self.wrapped(around > level::TEST, |w| {
                w.expr(body, level::TEST + 1);
                w.text(" if ");
                w.expr(test, level::TEST + 1);
                w.text(" else ");
                w.expr(orelse, level::TEST);
            }),
            ExprKind::Dict { keys, values } => self.dict(keys, values),
            ExprKind::Set { elts } => {
                self.text("{");
                self.list(elts);
                self.text("}");
            }
            ExprKind::ListComp { elt, generators } => self.comprehension("[", elt, generators, "]"),
            ExprKind::SetComp { elt, generators } => self.comprehension("{", elt, generators, "}"),
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension("(", elt, generators, ")");
            }
            ExprKind::DictComp { key, value, generators } => {
                self.text("{");
                self.expr(key, level::TEST);
                self.text(": ");
                self.expr(value, level::TEST);
                self.generators(generators);
                self.text("}");
            }
            ExprKind::Await { value } => self.wrapped(around > level::AWAIT, |w| {
                w.text("await ");
                w.expr(value, level::ATOM);
            }),
            ExprKind::Yield { value: None } => self.text("(yield)"),
            ExprKind::Yield { value: Some(value) } => {
                self.text("(yield ");
                self.expr(value, level::TEST);
                self.text(")");
            }
            ExprKind::YieldFrom { value } => {
                self.text("(yield from ");
                self.expr(value, level::TEST);
                self.text(")");
            }
            ExprKind::Compare { left, ops, comparators } => {
                self.wrapped(around > level::COMPARE, |w| {
                    w.expr(left, level::COMPARE + 1);
                    for (op, right) in ops.iter().zip(comparators) {
                        w.text(comparison(*op));
                        w.expr(right, level::COMPARE + 1);
                    }
                });
            }
            ExprKind::Call { func, args, keywords } => self.call(func, args, keywords),
            ExprKind::FormattedValue { .. } | ExprKind::JoinedStr { .. } => self.joined(expr),
            ExprKind::Constant { value, kind } => {
                if kind == grammar::ast::StringKind::U {
                    self.text("u");
                }
                self.constant(value);
            }
            ExprKind::Attribute { value, attr, .. } => {
                self.expr(value, level::ATOM);
                let is_int =
                    matches!(value.kind, ExprKind::Constant { value: Constant::Int(_), .. });
                self.text(if is_int { " ." } else { "." });
                self.text(attr);
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value, level::ATOM);
                self.text("[");
                self.expr(slice, level::TUPLE);
                self.text("]");
            }
            ExprKind::Starred { value, .. } => {
                self.text("*");
                self.expr(value, level::EXPR);
            }
            ExprKind::Name { id, .. } => self.text(id),
            ExprKind::List { elts, .. } => {
                self.text("[");
                self.list(elts);
                self.text("]");
            }
            ExprKind::Tuple { elts: [], .. } => self.text("()"),
            ExprKind::Tuple { elts, .. } => {
                self.wrapped(around > level::TUPLE, |w| w.tuple(elts));
            }
            ExprKind::Slice { lower, upper, step } => {
                self.slice_part("", lower);
                self.slice_part(":", upper);
                if step.is_some() {
                    self.slice_part(":", step);
                }
            }
        }
    }

    fn slice_part(&mut self, before: &str, part: Option<&Expr<'_>>) {
        self.text(before);
        if let Some(part) = part {
            self.expr(part, level::TEST);
        }
    }

    fn binary(&mut self, left: &Expr<'_>, op: Operator, right: &Expr<'_>, around: u8) {
        let (own, word) = operator(op);
        let right_associative = op == Operator::Pow;
        self.wrapped(around > own, |w| {
            w.expr(left, own + u8::from(right_associative));
            w.text(word);
            w.expr(right, own + u8::from(!right_associative));
        });
    }

    fn dict(&mut self, keys: &[Option<&Expr<'_>>], values: &[&Expr<'_>]) {
        self.text("{");
        for (index, (key, value)) in keys.iter().zip(values).enumerate() {
            self.text(if index > 0 { ", " } else { "" });
            match key {
                Some(key) => {
                    self.expr(key, level::TEST);
                    self.text(": ");
                    self.expr(value, level::TEST);
                }
                None => {
                    self.text("**");
                    self.expr(value, level::EXPR);
                }
            }
        }
        self.text("}");
    }

    fn comprehension(
        &mut self,
        open: &str,
        element: &Expr<'_>,
        generators: &[Comprehension<'_>],
        close: &str,
    ) {
        self.text(open);
        self.expr(element, level::TEST);
        self.generators(generators);
        self.text(close);
    }

    fn generators(&mut self, generators: &[Comprehension<'_>]) {
        for generator in generators {
            self.text(if generator.is_async { " async for " } else { " for " });
            self.expr(generator.target, level::TUPLE);
            self.text(" in ");
            self.expr(generator.iter, level::TEST + 1);
            for test in generator.ifs {
                self.text(" if ");
                self.expr(test, level::TEST + 1);
            }
        }
    }

    fn call(&mut self, func: &Expr<'_>, args: &[&Expr<'_>], keywords: &[Keyword<'_>]) {
        self.expr(func, level::ATOM);
        if let ([only], []) = (args, keywords)
            && matches!(only.kind, ExprKind::GeneratorExp { .. })
        {
            return self.expr(only, level::TEST);
        }
        self.text("(");
        self.list(args);
        for (index, keyword) in keywords.iter().enumerate() {
            self.text(if index > 0 || !args.is_empty() { ", " } else { "" });
            match keyword.arg {
                Some(name) => {
                    self.text(name);
                    self.text("=");
                }
                None => self.text("**"),
            }
            self.expr(keyword.value, level::TEST);
        }
        self.text(")");
    }

    fn arguments(&mut self, args: &Arguments<'_>) {
        let total = args.posonlyargs.len() + args.args.len();
        let plain = total - args.defaults.len().min(total);
        let mut separator = if total > 0 { " " } else { "" };
        for (index, arg) in args.posonlyargs.iter().chain(args.args).enumerate() {
            self.text(separator);
            separator = ", ";
            self.text(arg.arg);
            if let Some(default) = index.checked_sub(plain).and_then(|at| args.defaults.get(at)) {
                self.text("=");
                self.expr(default, level::TEST);
            }
            if index + 1 == args.posonlyargs.len() {
                self.text(", /");
            }
        }
        if args.vararg.is_some() || !args.kwonlyargs.is_empty() {
            self.text(separator);
            separator = ", ";
            self.text("*");
            self.text(args.vararg.map_or("", |arg| arg.arg));
        }
        for (arg, default) in args.kwonlyargs.iter().zip(args.kw_defaults) {
            self.text(separator);
            self.text(arg.arg);
            if let Some(default) = default {
                self.text("=");
                self.expr(default, level::TEST);
            }
        }
        if let Some(arg) = args.kwarg {
            self.text(separator);
            self.text("**");
            self.text(arg.arg);
        }
    }

    // ---- constants -----------------------------------------------------------------------------

    fn constant(&mut self, value: Constant<'_>) {
        match value {
            Constant::None => self.text("None"),
            Constant::True => self.text("True"),
            Constant::False => self.text("False"),
            Constant::Ellipsis => self.text("..."),
            Constant::Int(Int::Small(value)) => self.text(&value.to_string()),
            Constant::Int(Int::Big { digits, radix }) => {
                let prefix = match radix {
                    2 => "0b",
                    8 => "0o",
                    16 => "0x",
                    _ => "",
                };
                let magnitude = digits.strip_prefix('-').unwrap_or(digits);
                self.text(if magnitude.len() < digits.len() { "-" } else { "" });
                self.text(prefix);
                self.text(magnitude);
            }
            Constant::Float(value) => self.text(&float(value)),
            Constant::Complex { real, imag } => {
                let (real_text, imag) = (float(real), float(imag));
                let bare = |text: &str| text.strip_suffix(".0").unwrap_or(text).to_owned();
                let imag = bare(&imag);
                if real == 0.0 && real.is_sign_positive() {
                    self.text(&format!("{imag}j"));
                } else {
                    let sign = if imag.starts_with('-') { "" } else { "+" };
                    self.text(&format!("({}{sign}{imag}j)", bare(&real_text)));
                }
            }
            Constant::Str(text) => self.string(text.as_bytes()),
            Constant::Bytes(bytes) => self.bytes(bytes),
            Constant::Tuple(items) => {
                self.constants("(", items, if items.len() == 1 { ",)" } else { ")" });
            }
            Constant::FrozenSet([]) => self.text("frozenset()"),
            Constant::FrozenSet(items) => self.constants("frozenset({", items, "})"),
        }
    }

    fn constants(&mut self, open: &str, items: &[Constant<'_>], close: &str) {
        self.text(open);
        for (index, item) in items.iter().enumerate() {
            self.text(if index > 0 { ", " } else { "" });
            self.constant(*item);
        }
        self.text(close);
    }

    fn string(&mut self, text: &[u8]) {
        let has = |byte: u8| text.contains(&byte);
        let quote = if has(b'\'') && !has(b'"') { b'"' } else { b'\'' };
        self.out.push(quote);
        for chunk in text.utf8_chunks() {
            for character in chunk.valid().chars() {
                self.character(character, quote);
            }
            // What is not UTF-8 is a lone surrogate.
            for bytes in chunk.invalid().chunks(3) {
                self.out.extend_from_slice(bytes);
            }
        }
        self.out.push(quote);
    }

    fn character(&mut self, character: char, quote: u8) {
        let code = u32::from(character);
        let hidden = character.is_control() || character.is_whitespace() || code == 0xad;
        match code {
            0..0x80 => self.byte(code as u8, quote, false),
            0x80..0x100 if hidden => self.text(&format!("\\x{code:02x}")),
            _ if hidden => self.text(&format!("\\u{code:04x}")),
            _ => self.text(character.encode_utf8(&mut [0; 4])),
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        let has = |byte: u8| bytes.contains(&byte);
        let quote = if has(b'\'') && !has(b'"') { b'"' } else { b'\'' };
        self.text("b");
        self.out.push(quote);
        for &byte in bytes {
            self.byte(byte, quote, true);
        }
        self.out.push(quote);
    }

    fn byte(&mut self, byte: u8, quote: u8, ascii: bool) {
        match byte {
            b'\n' => self.text("\\n"),
            b'\r' => self.text("\\r"),
            b'\t' => self.text("\\t"),
            b'\\' => self.text("\\\\"),
            _ if byte == quote => {
                self.out.push(b'\\');
                self.out.push(byte);
            }
            0..0x20 | 0x7f => self.text(&format!("\\x{byte:02x}")),
            0x80.. if ascii => self.text(&format!("\\x{byte:02x}")),
            _ => self.out.push(byte),
        }
    }

    // ---- f-strings -----------------------------------------------------------------------------

    fn joined(&mut self, expr: &Expr<'_>) {
        let mut inner = Writer { out: Vec::new() };
        inner.joined_part(expr);
        self.text("f");
        self.string(&inner.out);
    }

    fn joined_part(&mut self, expr: &Expr<'_>) {
        match expr.kind {
            ExprKind::Constant { value: Constant::Str(text), .. } => {
                for &byte in text.as_bytes() {
                    if matches!(byte, b'{' | b'}') {
                        self.out.push(byte);
                    }
                    self.out.push(byte);
                }
            }
            ExprKind::JoinedStr { values } => {
                values.iter().for_each(|value| self.joined_part(value));
            }
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                let mut text = Writer { out: Vec::new() };
                text.expr(value, level::TEST + 1);
                self.text(if text.out.first() == Some(&b'{') { "{ " } else { "{" });
                self.out.extend_from_slice(&text.out);
                self.text(match conversion {
                    Conversion::None => "",
                    Conversion::Str => "!s",
                    Conversion::Repr => "!r",
                    Conversion::Ascii => "!a",
                });
                if let Some(spec) = format_spec {
                    self.text(":");
                    self.joined_part(spec);
                }
                self.text("}");
            }
            _ => self.expr(expr, level::TEST),
        }
    }
}

fn operator(op: Operator) -> (u8, &'static str) {
    match op {
        Operator::Add => (level::ARITHMETIC, " + "),
        Operator::Sub => (level::ARITHMETIC, " - "),
        Operator::Mult => (level::TERM, " * "),
        Operator::MatMult => (level::TERM, " @ "),
        Operator::Div => (level::TERM, " / "),
        Operator::Mod => (level::TERM, " % "),
        Operator::FloorDiv => (level::TERM, " // "),
        Operator::Pow => (level::POWER, " ** "),
        Operator::LShift => (level::SHIFT, " << "),
        Operator::RShift => (level::SHIFT, " >> "),
        Operator::BitOr => (level::EXPR, " | "),
        Operator::BitXor => (level::BIT_XOR, " ^ "),
        Operator::BitAnd => (level::BIT_AND, " & "),
    }
}

fn comparison(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => " == ",
        CmpOp::NotEq => " != ",
        CmpOp::Lt => " < ",
        CmpOp::LtE => " <= ",
        CmpOp::Gt => " > ",
        CmpOp::GtE => " >= ",
        CmpOp::Is => " is ",
        CmpOp::IsNot => " is not ",
        CmpOp::In => " in ",
        CmpOp::NotIn => " not in ",
    }
}

/// The shortest text that reads back as the number.
fn float(value: f64) -> String {
    if value.is_infinite() {
        return "1e309".to_owned();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        return format!("{value:?}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}
