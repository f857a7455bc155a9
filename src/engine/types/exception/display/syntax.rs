//! The special form of a SyntaxError: file, line, text and carets before the message.

use std::fmt::Write;

use super::display_text;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// Appends the lines of a SyntaxError, message included.
pub(super) fn lines(vm: &Vm, out: &mut String, class: &str, exception: &Value) {
    let member = |name: &str| vm.exception_member(exception, name).filter(|v| !v.is_none());
    let text_of =
        |value: Value| vm.str_of(&value).map_or_else(|_| String::new(), |s| display_text(&s));
    let filename = member("filename").map(text_of);
    let line = member("lineno");
    let mut suffix = String::new();
    match (&line, &filename) {
        (Some(line), _) => {
            let filename = filename.as_deref().unwrap_or("<string>");
            let line = text_of(line.clone());
            let _ = writeln!(out, "  File \"{}\", line {line}", super::shown_name(filename));
        }
        (None, Some(filename)) => suffix = format!(" ({filename})"),
        (None, None) => {}
    }
    if let Some(text) = member("text").filter(|t| t.as_str_object().is_some()) {
        let number = |name: &str| member(name).and_then(|v| v.as_i64());
        let place = Place {
            line: line.and_then(|l| l.as_i64()),
            offset: number("offset"),
            end_line: number("end_lineno"),
            end_offset: number("end_offset"),
        };
        place.draw(out, &display_text(&text));
    }
    let message = member("msg").map(text_of).filter(|m| !m.is_empty());
    let message = message.as_deref().unwrap_or("<no detail available>");
    let _ = writeln!(out, "{class}: {message}{suffix}");
}

/// Lines and columns from 1.
struct Place {
    line: Option<i64>,
    offset: Option<i64>,
    end_line: Option<i64>,
    end_offset: Option<i64>,
}

impl Place {
    fn draw(&self, out: &mut String, text: &str) {
        let right = text.trim_end_matches('\n');
        let left = right.trim_start_matches([' ', '\n', '\x0c']);
        let _ = writeln!(out, "    {left}");
        let (Some(offset), true) = (self.offset, self.line.is_some()) else { return };
        let count = |text: &str| text.chars().count() as i64;
        let (length, skipped) = (count(right) + 1, count(right) - count(left));
        let end = if self.line == self.end_line {
            self.end_offset.filter(|end| *end != 0).unwrap_or(offset)
        } else {
            count(right) + 1
        };
        let (offset, mut end) = (offset.min(length), end.min(length));
        if offset >= end || end < 0 {
            end = offset + 1;
        }
        let (Ok(column), carets) = (usize::try_from(offset - 1 - skipped), end - offset) else {
            return;
        };
        // Tabs stay tabs, so that the carets stand below what they mean.
        let blank = |c: char| if c.is_whitespace() { c } else { ' ' };
        let before: String = left.chars().take(column).map(blank).collect();
        let _ = writeln!(out, "    {before}{}", "^".repeat(usize::try_from(carets).unwrap_or(1)));
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    fn drawn(text: &str, place: [i64; 4]) -> String {
        let [line, offset, end_line, end_offset] = place.map(Some);
        let mut out = String::new();
        Place { line, offset, end_line, end_offset }.draw(&mut out, text);
        out
    }

    #[test]
    fn carets_below_the_mistake() {
        let text = "  foo bar\n";
        assert_eq!(drawn(text, [3, 5, 3, 8]), "    foo bar\n      ^^^\n");
        assert_eq!(drawn(text, [3, 5, 4, 8]), "    foo bar\n      ^^^^^\n");
        assert_eq!(drawn(text, [3, 0, 3, 0]), "    foo bar\n");
        assert_eq!(drawn(text, [3, 50, 3, 60]), "    foo bar\n           ^\n");
        assert_eq!(drawn(text, [3, 5, 3, -1]), "    foo bar\n      ^\n");
        assert_eq!(drawn("\tfoo bar\n", [3, 5, 3, 5]), "    \tfoo bar\n    \t   ^\n");
    }
}
