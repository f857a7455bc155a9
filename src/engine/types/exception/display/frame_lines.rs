//! The source below a traceback's entry: its lines, and the carets under the part that failed.

use taipan_compiler::code::Position;

use super::anchors::{self, Anchors, Shape};
use super::width::width;

/// Appends lines and carets, each with four spaces in front. `lines` are those of the position's
/// range, without what ends them.
pub(super) fn draw(out: &mut String, lines: &[&str], position: Position) {
    let lines: Vec<&str> = lines.iter().map(|l| l.trim_end()).collect();
    let Some(first) = lines.first() else { return };
    if lines.iter().all(|l| l.is_empty()) {
        return;
    }
    let no_columns = position.end_line == position.line && position.end_column <= position.column;
    if no_columns || position.end_line < position.line {
        line_of(out, first.trim_start());
        return;
    }
    let extent = Extent::new(&lines, position);
    extent.draw(out);
}

fn line_of(out: &mut String, text: &str) {
    out.push_str("    ");
    out.push_str(text);
    out.push('\n');
}

/// The lines of an expression with its first and last column, in characters.
struct Extent<'a> {
    lines: Vec<&'a str>,
    start: usize,
    end: usize,
}

impl<'a> Extent<'a> {
    fn new(lines: &[&'a str], position: Position) -> Extent<'a> {
        let margin = common_margin(lines);
        let dedent = |line: &&'a str| line.get(margin..).unwrap_or("");
        let column = |line: Option<&&str>, bytes: u32| {
            let line = line.copied().unwrap_or("");
            let bytes = bytes as usize;
            let chars = line.char_indices().take_while(|(at, _)| *at < bytes).count();
            // The margin is white space, one byte a character.
            chars.saturating_sub(margin.min(line.len()))
        };
        Extent {
            start: column(lines.first(), position.column),
            end: column(lines.last(), position.end_column),
            lines: lines.iter().map(dedent).collect(),
        }
    }

    fn last(&self) -> usize {
        self.lines.len().saturating_sub(1)
    }

    fn line(&self, at: usize) -> &'a str {
        self.lines.get(at).copied().unwrap_or("")
    }

    /// The first characters of a line.
    fn head(&self, line: usize, chars: usize) -> &'a str {
        let text = self.line(line);
        text.char_indices().nth(chars).map_or(text, |(at, _)| &text[..at])
    }

    /// What is left of a line after its first characters.
    fn tail(&self, line: usize, chars: usize) -> &'a str {
        let text = self.line(line);
        text.char_indices().nth(chars).map_or("", |(at, _)| &text[at..])
    }

    /// The text of the expression.
    fn segment(&self) -> String {
        let last = self.last();
        if last == 0 {
            let head = self.head(0, self.end);
            return head
                .char_indices()
                .nth(self.start)
                .map_or("", |(at, _)| &head[at..])
                .to_owned();
        }
        let mut text = self.tail(0, self.start).to_owned();
        for at in 1..last {
            text.push('\n');
            text.push_str(self.line(at));
        }
        text.push('\n');
        text.push_str(self.head(last, self.end));
        text
    }

    fn draw(&self, out: &mut String) {
        let shape = anchors::shape(&self.segment());
        let marks = Marks::new(self, shape);
        let mut shown = self.significant(shape.map(Shape::anchors));
        shown.dedup();
        let mut previous = None;
        for line in shown {
            match previous.map(|p| line - p) {
                // A single line left out would take as much room as its replacement.
                Some(2) => self.draw_line(out, line - 1, &marks),
                Some(gap) if gap > 2 => line_of(out, &format!("...<{} lines>...", gap - 1)),
                _ => {}
            }
            self.draw_line(out, line, &marks);
            previous = Some(line);
        }
    }

    /// First and last line, and those around both ends of the anchors, in order.
    fn significant(&self, anchors: Option<Anchors>) -> Vec<usize> {
        let mut shown = vec![0, self.last()];
        for line in anchors.iter().flat_map(|a| [a.start.0, a.end.0]) {
            shown.extend(line.checked_sub(1));
            shown.extend([line, line + 1]);
        }
        shown.retain(|line| *line < self.lines.len());
        shown.sort_unstable();
        shown
    }

    fn draw_line(&self, out: &mut String, line: usize, marks: &Marks) {
        let text = self.line(line);
        line_of(out, text);
        if !marks.shown {
            return;
        }
        let end = if line == self.last() { self.end } else { text.chars().count() };
        let indent = text.chars().take_while(|c| c.is_whitespace()).count();
        let start = if line == 0 { indent.max(self.start) } else { indent };
        let mut carets = String::new();
        for (at, c) in text.chars().enumerate().take(end) {
            let mark = if at < start { ' ' } else { marks.at((line, at)) };
            (0..width(c.encode_utf8(&mut [0; 4]))).for_each(|_| carets.push(mark));
        }
        line_of(out, &carets);
    }
}

/// Bytes of white space that all lines with text begin with.
fn common_margin(lines: &[&str]) -> usize {
    let mut margin: Option<&str> = None;
    for line in lines.iter().filter(|l| !l.is_empty()) {
        let indent_end = line.find(|c| c != ' ' && c != '\t').unwrap_or(line.len());
        let indent = &line[..indent_end];
        let known = margin.unwrap_or(indent);
        let same = known.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
        margin = Some(&indent[..same]);
    }
    margin.map_or(0, str::len)
}

/// Which character marks which place.
struct Marks {
    shown: bool,
    special: Option<Anchors>,
}

impl Marks {
    fn new(extent: &Extent, shape: Option<Shape>) -> Marks {
        // Columns on the first line count from the line's begin, not the expression's.
        let shift = |place: anchors::Place| match place {
            (0, column) => (0, column + extent.start),
            other => other,
        };
        let special =
            shape.map(Shape::anchors).map(|a| Anchors { start: shift(a.start), end: shift(a.end) });
        let (before, after) =
            (extent.head(0, extent.start).trim_start(), extent.tail(extent.last(), extent.end));
        let whole_line = before.is_empty() && after.trim().is_empty();
        let obvious = shape.is_some_and(|s| call_is_statement(s, before, after));
        Marks { shown: !obvious && (special.is_some() || !whole_line), special }
    }

    fn at(&self, place: anchors::Place) -> char {
        match self.special {
            Some(anchors) if place >= anchors.start && place < anchors.end => '^',
            Some(_) => '~',
            None => '^',
        }
    }
}

/// Whether the line is `return name(…)` or `target = call(…)`, where carets would say nothing.
fn call_is_statement(shape: Shape, before: &str, after: &str) -> bool {
    let Shape::Call { by_name, .. } = shape else { return false };
    let after = after.trim_start();
    if !after.is_empty() && !after.starts_with(['#', ';']) {
        return false;
    }
    let before = before.trim_end();
    by_name && before == "return" || is_assignment(before)
}

/// Whether the text is one or more targets of a plain assignment, with the last `=`.
fn is_assignment(text: &str) -> bool {
    let Some(target) = text.strip_suffix('=') else { return false };
    let mut depth = 0i32;
    let (mut quote, mut previous) = (None, ' ');
    for c in text.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ':' | ';' | '#') if depth == 0 => return false,
            // `==`, `+=` and their like are no assignments of this kind.
            (None, '=') if depth == 0 && "=!<>+-*/%&|^@:".contains(previous) => return false,
            (None, _) => {}
        }
        previous = c;
    }
    depth == 0 && quote.is_none() && !target.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::{Position, draw};

    fn drawn(source: &str, line: u32, end_line: u32, column: u32, end_column: u32) -> String {
        let mut out = String::new();
        let lines: Vec<&str> = source.lines().collect();
        draw(&mut out, &lines, Position { line, end_line, column, end_column });
        out
    }

    #[test]
    fn single_lines() {
        assert_eq!(drawn("    x = 5 + 1/0", 1, 1, 12, 15), "    x = 5 + 1/0\n            ~^~\n");
        assert_eq!(drawn("  return int('a')", 1, 1, 9, 17), "    return int('a')\n");
        assert_eq!(drawn("  x = a.b()  # c", 1, 1, 6, 11), "    x = a.b()  # c\n");
        assert_eq!(drawn("  x += f()", 1, 1, 7, 10), "    x += f()\n         ~^^\n");
        assert_eq!(drawn("  raise X('x')", 1, 1, 2, 14), "    raise X('x')\n");
        assert_eq!(drawn("  f(1)", 1, 1, 2, 6), "    f(1)\n    ~^^^\n");
        assert_eq!(drawn("'日本' + 1", 1, 1, 0, 12), "    '日本' + 1\n    ~~~~~~~^~~\n");
        assert_eq!(drawn("  x.y\n", 1, 1, 0, 0), "    x.y\n");
    }

    #[test]
    fn several_lines() {
        let source = "    return (1 +\n       2 + \"a\" +\n       3)";
        let expected = "    return (1 +\n            ~~~\n       2 + \"a\" +\n       ~~^~~~~\n";
        let two = source.lines().take(2).collect::<Vec<_>>().join("\n");
        assert_eq!(drawn(&two, 1, 2, 12, 14), expected);
        let raise = "  raise V(\n    'a',\n    'b',\n    'c',\n    'd',\n  )";
        assert_eq!(drawn(raise, 1, 6, 2, 3), "    raise V(\n    ...<4 lines>...\n    )\n");
        let subscript = "  return a[1][\n    2\n  ]";
        assert_eq!(
            drawn(subscript, 1, 3, 9, 3),
            "    return a[1][\n           ~~~~^\n      2\n      ^\n    ]\n    ^\n"
        );
    }
}
