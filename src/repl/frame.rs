//! The rows of a terminal that show what is typed: prompts, colours, wrapping, and the window of a text
//! that is taller than the terminal. Writes nothing.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::colours::{Coloured, Painted, Style};

/// What is to be seen.
#[derive(Clone, Default)]
pub(super) struct View {
    /// In front of the first line, and of all others.
    pub(super) prompts: (String, String),
    pub(super) text: String,
    /// The byte that the cursor is at.
    pub(super) cursor: usize,
    /// Lines below the text.
    pub(super) below: Vec<String>,
    /// Behind the text.
    pub(super) hint: String,
}

/// Lines and columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Size {
    pub(super) rows: usize,
    pub(super) columns: usize,
}

/// Rows with control sequences, and where the cursor is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Frame {
    pub(super) rows: Vec<String>,
    pub(super) cursor: (usize, usize),
}

/// How many columns text takes that is written as it is.
pub(super) fn width(text: &str) -> usize {
    text.graphemes(true).map(|cluster| shown(cluster, 0).1).sum()
}

/// What stands for a cluster at a column, and how many columns that takes.
fn shown(cluster: &str, column: usize) -> (&str, usize) {
    const SPACES: &str = "        ";
    const PICTURES: [&str; 33] = [
        "␀", "␁", "␂", "␃", "␄", "␅", "␆", "␇", "␈", "␉", "␊", "␋", "␌", "␍", "␎", "␏", "␐", "␑",
        "␒", "␓", "␔", "␕", "␖", "␗", "␘", "␙", "␚", "␛", "␜", "␝", "␞", "␟", "␡",
    ];
    match cluster.as_bytes() {
        [b'\t'] => {
            let length = 8 - column % 8;
            (SPACES.get(..length).unwrap_or(" "), length)
        }
        [0x7f] => ("␡", 1),
        [byte @ 0..0x20] => (PICTURES.get(usize::from(*byte)).copied().unwrap_or("?"), 1),
        [_] => (cluster, 1),
        _ if cluster.chars().any(char::is_control) => ("?", 1),
        _ => (cluster, cluster.width()),
    }
}

/// A line of text as rows.
struct Rows<'a> {
    columns: usize,
    colours: bool,
    rows: Vec<String>,
    column: usize,
    style: Style,
    pieces: &'a [Coloured],
    brackets: Option<(usize, usize)>,
    cursor: Option<(usize, usize)>,
}

impl<'a> Rows<'a> {
    fn new(frame: &Builder<'a>) -> Rows<'a> {
        Rows {
            columns: frame.size.columns.max(2),
            colours: frame.colours,
            rows: vec![String::new()],
            column: 0,
            style: Style::Plain,
            pieces: &frame.painted.pieces,
            brackets: frame.brackets,
            cursor: None,
        }
    }

    fn set_style(&mut self, style: Style) {
        if style == self.style || !self.colours {
            return;
        }
        let row = self.rows.last_mut();
        self.style = style;
        if let Some(row) = row {
            row.push_str("\x1b[0");
            if !style.code().is_empty() {
                row.push(';');
                row.push_str(style.code());
            }
            row.push('m');
        }
    }

    fn wrap(&mut self) {
        let style = self.style;
        self.set_style(Style::Plain);
        self.rows.push(String::new());
        self.column = 0;
        self.set_style(style);
    }

    fn put(&mut self, cluster: &str) {
        let (text, width) = shown(cluster, self.column);
        if self.column + width > self.columns {
            self.wrap();
        }
        if let Some(row) = self.rows.last_mut() {
            row.push_str(text);
        }
        self.column += width;
    }

    fn plain(&mut self, text: &str, style: Style) {
        self.set_style(style);
        text.graphemes(true).for_each(|cluster| self.put(cluster));
        self.set_style(Style::Plain);
    }

    /// The text of a line that begins at a byte of the whole.
    fn source(&mut self, line: &str, start: usize, cursor: usize) {
        let mut piece = self.pieces.partition_point(|p| p.bytes.end <= start);
        for (at, cluster) in line.grapheme_indices(true) {
            let at = start + at;
            while self.pieces.get(piece).is_some_and(|p| p.bytes.end <= at) {
                piece += 1;
            }
            let style = match (self.pieces.get(piece), self.brackets) {
                (_, Some((a, b))) if at == a || at == b => Style::Bracket,
                (Some(piece), _) if piece.bytes.start <= at => piece.style,
                _ => Style::Plain,
            };
            self.set_style(style);
            if at == cursor {
                // A wide character that does not fit goes to the next row, with the cursor.
                if self.column + shown(cluster, self.column).1 > self.columns {
                    self.wrap();
                }
                self.cursor = Some((self.rows.len() - 1, self.column));
            }
            self.put(cluster);
        }
        if start + line.len() == cursor {
            if self.column >= self.columns {
                self.wrap();
            }
            self.cursor = Some((self.rows.len() - 1, self.column));
        }
        self.set_style(Style::Plain);
    }
}

/// What all rows of a frame depend on.
struct Builder<'a> {
    view: &'a View,
    painted: &'a Painted,
    brackets: Option<(usize, usize)>,
    size: Size,
    colours: bool,
    /// Where lines begin.
    starts: Vec<usize>,
}

impl Builder<'_> {
    fn line(&self, at: usize) -> (usize, &str) {
        let start = self.starts.get(at).copied().unwrap_or(0);
        let end = self.starts.get(at + 1).map_or(self.view.text.len(), |next| next - 1);
        (start, self.view.text.get(start..end).unwrap_or(""))
    }

    /// The rows of a line, and where the cursor is in them.
    fn rows(&self, at: usize) -> (Vec<String>, Option<(usize, usize)>) {
        let (start, line) = self.line(at);
        let mut rows = Rows::new(self);
        let prompts = &self.view.prompts;
        rows.plain(if at == 0 { &prompts.0 } else { &prompts.1 }, Style::Prompt);
        rows.source(line, start, self.view.cursor);
        if at + 1 == self.starts.len() && !self.view.hint.is_empty() {
            rows.plain(&self.view.hint, Style::Aside);
        }
        (rows.rows, rows.cursor)
    }
}

fn builder<'a>(view: &'a View, painted: &'a Painted, size: Size, colours: bool) -> Builder<'a> {
    let newlines = view.text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
    let starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
    let brackets = painted.matching(&view.text, view.cursor).filter(|_| colours);
    Builder { view, painted, brackets, size, colours, starts }
}

/// What is seen of the text, around the cursor if all of it does not fit.
pub(super) fn frame(view: &View, painted: &Painted, size: Size, colours: bool) -> Frame {
    let builder = builder(view, painted, size, colours);
    let most = size.rows.saturating_sub(1).max(1);
    let below = below(&builder, most);
    let most = most.saturating_sub(below.len()).max(1);
    let cursor_line = builder.starts.partition_point(|start| *start <= view.cursor) - 1;
    let (mut rows, cursor) = builder.rows(cursor_line);
    let mut cursor = cursor.unwrap_or((rows.len() - 1, 0));
    if rows.len() > most {
        // One line that is longer than the terminal is high.
        let first = cursor.0.saturating_sub(most / 2).min(rows.len() - most);
        rows = rows.into_iter().skip(first).take(most).collect();
        cursor.0 -= first;
    }
    let (mut first, mut next) = (cursor_line, cursor_line + 1);
    // Half of the room is for what follows, as far as that needs it; the rest for what precedes.
    let half = rows.len() + (most - rows.len()) / 2;
    for limit in [half, most] {
        if limit == most && first > 0 {
            while first > 0 {
                let (before, _) = builder.rows(first - 1);
                if rows.len() + before.len() > most {
                    break;
                }
                first -= 1;
                cursor.0 += before.len();
                rows.splice(0..0, before);
            }
        }
        while next < builder.starts.len() {
            let (after, _) = builder.rows(next);
            if rows.len() + after.len() > limit {
                break;
            }
            next += 1;
            rows.extend(after);
        }
    }
    rows.extend(below);
    Frame { rows, cursor }
}

/// The lines below the text as rows; there is always room for the text.
fn below(builder: &Builder, most: usize) -> Vec<String> {
    let mut all = Vec::new();
    for line in &builder.view.below {
        let mut rows = Rows::new(builder);
        rows.plain(line, Style::Aside);
        all.extend(rows.rows);
    }
    all.truncate(most.saturating_sub(1));
    all
}

/// More lines than these are not shown once more when they are done with.
const MOST_KEPT: usize = 400;

/// All of the text, as it stays on the terminal when it is done with.
pub(super) fn whole(view: &View, painted: &Painted, size: Size, colours: bool) -> Vec<String> {
    let builder = builder(view, painted, size, colours);
    let count = builder.starts.len();
    if count <= MOST_KEPT {
        return (0..count).flat_map(|at| builder.rows(at).0).collect();
    }
    let edge = MOST_KEPT / 20;
    let mut all: Vec<String> = (0..edge).flat_map(|at| builder.rows(at).0).collect();
    let mut rows = Rows::new(&builder);
    rows.plain(&format!("… {} lines …", count - 2 * edge), Style::Aside);
    all.extend(rows.rows);
    all.extend((count - edge..count).flat_map(|at| builder.rows(at).0));
    all
}

#[cfg(test)]
mod tests {
    use super::super::colours;
    use super::*;

    fn seen(
        text: &str,
        cursor: usize,
        rows: usize,
        columns: usize,
    ) -> (Vec<String>, (usize, usize)) {
        let prompts = (">>> ".to_owned(), "... ".to_owned());
        let view = View { prompts, text: text.to_owned(), cursor, ..View::default() };
        let frame = frame(&view, &colours::paint(text), Size { rows, columns }, false);
        (frame.rows, frame.cursor)
    }

    #[test]
    fn lines_have_prompts() {
        let (rows, cursor) = seen("if x:\n    1", 11, 24, 80);
        assert_eq!(rows, [">>> if x:", "...     1"]);
        assert_eq!(cursor, (1, 9));
    }

    #[test]
    fn long_lines_wrap_and_the_cursor_with_them() {
        let (rows, cursor) = seen("abcdef", 6, 24, 10);
        assert_eq!((rows, cursor), (vec![">>> abcdef".to_owned(), String::new()], (1, 0)));
        let (rows, cursor) = seen("abcde東", 5, 24, 10);
        assert_eq!((rows.len(), cursor), (2, (1, 0)));
        assert_eq!(rows.get(1).map(String::as_str), Some("東"));
    }

    #[test]
    fn a_tall_text_is_seen_around_the_cursor() {
        let text: String = (0..100).map(|n| format!("x{n}\n")).collect();
        let at = text.find("x50").unwrap_or(0);
        let (rows, cursor) = seen(&text, at, 11, 80);
        assert_eq!(rows.len(), 10);
        assert_eq!(rows.get(cursor.0).map(String::as_str), Some("... x50"));
        let (rows, cursor) = seen(&text, text.len(), 11, 80);
        assert_eq!((rows.len(), cursor), (10, (9, 4)));
    }

    #[test]
    fn control_characters_are_shown() {
        assert_eq!(seen("a\u{1b}[2Jb", 0, 24, 80).0, [">>> a␛[2Jb"]);
        assert_eq!(width("日本\t"), 12);
    }
}
