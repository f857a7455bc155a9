//! Which part of an expression did the work: the operator, the call's or subscript's brackets. Reads
//! only the text of the expression; draws nothing.

/// Line and column, both from 0, columns in characters.
pub(super) type Place = (usize, usize);

/// The part to be marked differently, its end exclusive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Anchors {
    pub(super) start: Place,
    pub(super) end: Place,
}

/// What an expression is, as far as carets go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    Operator(Anchors),
    Subscript(Anchors),
    /// `by_name`: what is called is a plain name.
    Call {
        anchors: Anchors,
        by_name: bool,
    },
}

impl Shape {
    pub(super) fn anchors(self) -> Anchors {
        match self {
            Shape::Operator(anchors) | Shape::Subscript(anchors) => anchors,
            Shape::Call { anchors, .. } => anchors,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Name(String),
    Number,
    Text,
    /// A bracketed group: the opening bracket, and whether it merely groups one expression.
    Group(char, bool),
    Operator(String),
}

#[derive(Clone, Debug)]
struct Token {
    kind: Kind,
    start: Place,
    /// Of a group the place of its closing bracket.
    last: Place,
}

/// Looks at an expression's outermost operation. `None` for names, constants, comparisons, logic,
/// unary operators and whatever is no expression.
pub(super) fn shape(text: &str) -> Option<Shape> {
    let tokens = Scanner::new(text).tokens()?;
    let mut at = 0;
    let mut operators: Vec<usize> = Vec::new();
    let starts_with_prefix = tokens.first().is_some_and(is_prefix);
    let starts_with_sign = starts_with_prefix && !tokens.first().is_some_and(is_await);
    let postfix = loop {
        while tokens.get(at).is_some_and(is_prefix) {
            at += 1;
        }
        let postfix = operand(&tokens, &mut at)?;
        match tokens.get(at) {
            None => break postfix,
            Some(token) => {
                precedence(token)?;
                operators.push(at);
                at += 1;
            }
        }
    };
    if operators.is_empty() {
        let group = tokens.get(postfix?)?;
        return if starts_with_prefix { None } else { bracket_shape(&tokens, group, text) };
    }
    let rank = |at: &usize| tokens.get(*at).and_then(precedence);
    let lowest = operators.iter().filter_map(rank).min()?;
    let root = if lowest == POWER {
        // Powers group to the right, and bind tighter than a sign before them.
        if starts_with_sign {
            return None;
        }
        *operators.first()?
    } else {
        *operators.iter().rfind(|at| rank(at) == Some(lowest))?
    };
    let token = tokens.get(root)?;
    let Kind::Operator(operator) = &token.kind else { return None };
    let (line, column) = token.start;
    let long = operator.len() == 2 || swallows_bracket(tokens.get(root + 1..)?, token);
    Some(Shape::Operator(Anchors {
        start: token.start,
        end: (line, column + if long { 2 } else { 1 }),
    }))
}

const POWER: u8 = 7;

fn precedence(token: &Token) -> Option<u8> {
    let Kind::Operator(operator) = &token.kind else { return None };
    Some(match operator.as_str() {
        "|" => 1,
        "^" => 2,
        "&" => 3,
        "<<" | ">>" => 4,
        "+" | "-" => 5,
        "*" | "/" | "//" | "%" | "@" => 6,
        "**" => POWER,
        _ => return None,
    })
}

fn is_await(token: &Token) -> bool {
    matches!(&token.kind, Kind::Name(name) if name == "await")
}

fn is_prefix(token: &Token) -> bool {
    is_await(token)
        || matches!(&token.kind, Kind::Operator(op) if matches!(op.as_str(), "+" | "-" | "~"))
}

/// Steps over an operand and what follows it directly. The inner answer is the last bracket, if the
/// operand ends with one that calls or subscripts.
fn operand(tokens: &[Token], at: &mut usize) -> Option<Option<usize>> {
    match &tokens.get(*at)?.kind {
        Kind::Name(name) if is_keyword(name) => return None,
        Kind::Operator(_) => return None,
        Kind::Text => {
            while tokens.get(*at).is_some_and(|t| t.kind == Kind::Text) {
                *at += 1;
            }
        }
        Kind::Name(_) | Kind::Number | Kind::Group(..) => *at += 1,
    }
    let mut last = None;
    loop {
        match tokens.get(*at).map(|t| &t.kind) {
            Some(Kind::Group('(' | '[', _)) => {
                last = Some(*at);
                *at += 1;
            }
            Some(Kind::Operator(dot)) if dot == "." => {
                if !matches!(tokens.get(*at + 1)?.kind, Kind::Name(_)) {
                    return None;
                }
                last = None;
                *at += 2;
            }
            _ => return Some(last),
        }
    }
}

fn bracket_shape(tokens: &[Token], group: &Token, text: &str) -> Option<Shape> {
    match group.kind {
        Kind::Group('[', _) => {
            let (line, column) = group.last;
            Some(Shape::Subscript(Anchors { start: group.start, end: (line, column + 1) }))
        }
        Kind::Group(..) => {
            let last = text.lines().last().map_or(0, |l| l.chars().count());
            let end = (text.lines().count().saturating_sub(1), last);
            let by_name = tokens.len() == 2 && matches!(tokens.first()?.kind, Kind::Name(_));
            Some(Shape::Call { anchors: Anchors { start: group.start, end }, by_name })
        }
        Kind::Name(_) | Kind::Number | Kind::Text | Kind::Operator(_) => None,
    }
}

/// CPython takes an operator's second character for part of it unless the right operand begins
/// there; the bracket around an operand does not count as its begin.
fn swallows_bracket(right: &[Token], operator: &Token) -> bool {
    let (line, column) = operator.start;
    matches!(right, [only] if only.kind == Kind::Group('(', true) && only.start == (line, column + 1))
}

fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "and"
            | "as"
            | "assert"
            | "async"
            | "break"
            | "class"
            | "continue"
            | "def"
            | "del"
            | "elif"
            | "else"
            | "except"
            | "finally"
            | "for"
            | "from"
            | "global"
            | "if"
            | "import"
            | "in"
            | "is"
            | "lambda"
            | "nonlocal"
            | "not"
            | "or"
            | "pass"
            | "raise"
            | "return"
            | "try"
            | "while"
            | "with"
            | "yield"
    )
}

/// Cuts a text into tokens of the outermost level.
struct Scanner {
    chars: Vec<char>,
    at: usize,
    place: Place,
}

impl Scanner {
    fn new(text: &str) -> Scanner {
        Scanner { chars: text.chars().collect(), at: 0, place: (0, 0) }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn step(&mut self) {
        if self.peek(0) == Some('\n') {
            self.place = (self.place.0 + 1, 0);
        } else {
            self.place.1 += 1;
        }
        self.at += 1;
    }

    fn skip_while(&mut self, holds: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&holds) {
            self.step();
        }
    }

    fn tokens(mut self) -> Option<Vec<Token>> {
        let mut tokens = Vec::new();
        loop {
            self.skip_blank();
            let start = self.place;
            let Some(c) = self.peek(0) else { return Some(tokens) };
            let (kind, last) = self.token(c)?;
            tokens.push(Token { kind, start, last });
        }
    }

    fn skip_blank(&mut self) {
        loop {
            self.skip_while(|c| c.is_whitespace() || c == '\\');
            if self.peek(0) != Some('#') {
                return;
            }
            self.skip_while(|c| c != '\n');
        }
    }

    fn token(&mut self, c: char) -> Option<(Kind, Place)> {
        if matches!(c, '(' | '[' | '{') {
            let (plain, last) = self.group()?;
            return Some((Kind::Group(c, plain), last));
        }
        let start = self.place;
        if let Some(prefix) = self.string_prefix() {
            self.string(prefix)?;
            return Some((Kind::Text, start));
        }
        if c.is_ascii_digit() || c == '.' && self.peek(1).is_some_and(|d| d.is_ascii_digit()) {
            self.number();
            return Some((Kind::Number, start));
        }
        if c.is_alphabetic() || c == '_' {
            let from = self.at;
            self.skip_while(|c| c.is_alphanumeric() || c == '_');
            let name = self.chars.get(from..self.at)?.iter().collect();
            return Some((Kind::Name(name), start));
        }
        let next = self.peek(1);
        let operator = match (c, next) {
            ('*' | '/' | '<' | '>', Some(second)) if second == c => format!("{c}{c}"),
            _ => c.to_string(),
        };
        operator.chars().for_each(|_| self.step());
        Some((Kind::Operator(operator), start))
    }

    fn number(&mut self) {
        let mut last = ' ';
        while let Some(c) = self.peek(0) {
            let sign = matches!(c, '+' | '-') && matches!(last, 'e' | 'E');
            if !(c.is_alphanumeric() || c == '_' || c == '.' || sign) {
                return;
            }
            last = c;
            self.step();
        }
    }

    /// Length of the letters before a quote, if a string begins here.
    fn string_prefix(&self) -> Option<usize> {
        (0..3).find(|&length| {
            let quote = matches!(self.peek(length), Some('"' | '\''));
            let letters = (0..length).all(|i| self.peek(i).is_some_and(|c| "rbufRBUF".contains(c)));
            quote && letters
        })
    }

    fn string(&mut self, prefix: usize) -> Option<()> {
        let letters = self.chars.get(self.at..self.at + prefix)?;
        let formatted = letters.iter().any(|c| matches!(c, 'f' | 'F'));
        (0..prefix).for_each(|_| self.step());
        let quote = self.peek(0)?;
        let triple = self.peek(1) == Some(quote) && self.peek(2) == Some(quote);
        let length = if triple { 3 } else { 1 };
        (0..length).for_each(|_| self.step());
        let mut braces = 0usize;
        loop {
            let c = self.peek(0)?;
            if c == '\\' && braces == 0 {
                self.step();
            } else if formatted && c == '{' {
                braces += 1;
            } else if formatted && c == '}' {
                braces = braces.saturating_sub(1);
            } else if braces > 0 && braces % 2 == 1 && self.string_prefix() == Some(0) {
                self.string(0)?;
                continue;
            } else if braces == 0 && (0..length).all(|i| self.peek(i) == Some(quote)) {
                (0..length).for_each(|_| self.step());
                return Some(());
            }
            self.step();
        }
    }

    /// Steps over brackets. Says whether they hold just one expression (no tuple, no generator), and
    /// where the closing one is.
    fn group(&mut self) -> Option<(bool, Place)> {
        let mut open = Vec::new();
        let (mut plain, mut empty) = (true, true);
        loop {
            self.skip_blank();
            let c = self.peek(0)?;
            let place = self.place;
            match c {
                '(' | '[' | '{' => {
                    empty &= open.is_empty();
                    open.push(c);
                    self.step();
                }
                ')' | ']' | '}' => {
                    open.pop();
                    self.step();
                    if open.is_empty() {
                        return Some((plain && !empty, place));
                    }
                }
                _ => {
                    empty = false;
                    if open.len() == 1 && c == ',' {
                        plain = false;
                    }
                    let (kind, _) = self.token(c)?;
                    if open.len() == 1 && kind == Kind::Name("for".into()) {
                        plain = false;
                    }
                }
            }
            if open.len() > 1 {
                empty = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, shape};

    /// Draws `~` and `^` below a single line.
    fn drawn(text: &str) -> String {
        let Some(shape) = shape(text) else { return "-".to_owned() };
        let anchors = shape.anchors();
        let inside = |at: usize| (anchors.start.1..anchors.end.1).contains(&at);
        (0..text.chars().count()).map(|at| if inside(at) { '^' } else { '~' }).collect()
    }

    #[test]
    fn marks_the_outermost_operation() {
        for (text, marks) in [
            ("1/0", "~^~"),
            ("1/(0)", "~^^~~"),
            ("1+(0,)", "~^~~~~"),
            ("a // (b)", "~~^^~~~~"),
            ("a + b * c", "~~^~~~~~~"),
            ("a - b + c", "~~~~~~^~~"),
            ("a ** b ** c", "~~^^~~~~~~~"),
            ("-a ** b", "-"),
            ("-a * b", "~~~^~~"),
            ("a ** -b", "~~^^~~~"),
            ("d['a']['b']", "~~~~~~^^^^^"),
            ("f(1)(2)", "~~~~^^^"),
            ("f(x).y", "-"),
            ("f(x).y()", "~~~~~~^^"),
            ("await f()", "-"),
            ("await f() + 1", "~~~~~~~~~~^~~"),
            ("a < b", "-"),
            ("a if b else c", "-"),
            ("not f(x)", "-"),
            ("raise f(x)", "-"),
            ("x = f(x)", "-"),
            ("f(x)  # ) c", "~^^^^^^^^^^"),
            ("'a' 'b' % (1)", "~~~~~~~~^~~~~"),
            ("f\"{x[\"a\"]}\" + 1", "~~~~~~~~~~~~^~~"),
            ("x @ y", "~~^~~"),
            ("1.5e-3j+2", "~~~~~~~^~"),
            ("print x", "-"),
            ("[x for x in y][3]", "~~~~~~~~~~~~~~^^^"),
            ("(yield x)", "-"),
            ("x.y[0]", "~~~^^^"),
            ("", "-"),
            ("f(", "-"),
            ("1 +", "-"),
        ] {
            assert_eq!(drawn(text), marks, "{text}");
        }
    }

    #[test]
    fn knows_calls_by_name() {
        let by_name = |text| matches!(shape(text), Some(Shape::Call { by_name: true, .. }));
        assert!(by_name("int('a')") && !by_name("a.b(1)") && !by_name("f()()"));
    }
}
