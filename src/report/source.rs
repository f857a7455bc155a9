//! The sources that a report shows, as codespan wants them: cleaned of what would disturb a terminal, and
//! with long lines cut around what is marked.

use std::collections::HashMap;
use std::ops;

use codespan_reporting::files::{Error, Files};

use super::model::{Mark, Range};

/// Lines longer than this are cut.
const LONGEST: usize = 240;

/// How much is kept of a long line in front of what is marked.
const BEFORE: usize = 60;

/// Gives the lines of a file; none if it is not known.
pub(crate) type Lines<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// The sources of one report.
#[derive(Default)]
pub(crate) struct Sources {
    files: Vec<File>,
}

struct File {
    name: String,
    text: String,
    /// Where each line begins.
    starts: Vec<usize>,
    /// How many bytes and characters were cut away in front of a line, by its index.
    cut: HashMap<usize, (usize, usize)>,
    /// The number of the first line.
    first: usize,
}

impl Sources {
    /// The sources of these marks; and for each mark its file and range, if there is text to show.
    pub(crate) fn of(
        marks: &[Mark],
        lines: Lines,
        shown: impl Fn(&str) -> String,
    ) -> (Sources, Vec<Option<(usize, ops::Range<usize>)>>) {
        let (mut sources, mut by_name) = (Sources::default(), HashMap::new());
        for mark in marks {
            by_name.entry(mark.file.as_str()).or_insert_with(|| {
                let own: Vec<&Mark> = marks.iter().filter(|m| m.file == mark.file).collect();
                let file = File::new(shown(&mark.file), &lines(&mark.file), &own)?;
                sources.files.push(file);
                Some(sources.files.len() - 1)
            });
        }
        let place = |mark: &Mark| {
            let id = (*by_name.get(mark.file.as_str())?)?;
            Some((id, sources.files.get(id)?.bytes(mark.range)?))
        };
        let places = marks.iter().map(place).collect();
        (sources, places)
    }

    fn file(&self, id: usize) -> Result<&File, Error> {
        self.files.get(id).ok_or(Error::FileMissing)
    }
}

impl File {
    /// Keeps the lines around the marks only: a file may be large.
    fn new(name: String, lines: &[String], marks: &[&Mark]) -> Option<File> {
        let of = |range: Range| [range.line as usize, range.end_line as usize];
        let numbers = || marks.iter().flat_map(|m| of(m.range)).filter(|line| *line > 0);
        let (first, last) = (numbers().min()?, numbers().max()?.min(lines.len()));
        let (mut text, mut starts, mut cut) = (String::new(), Vec::new(), HashMap::new());
        for (index, line) in lines.get(first - 1..last)?.iter().enumerate() {
            starts.push(text.len());
            let number = (first + index) as u32;
            let mut line = clean(line);
            if line.len() > LONGEST {
                let marked = marks.iter().filter(|m| m.range.line == number);
                let from = marked.map(|m| m.range.column as usize).min().unwrap_or(0);
                let from = floor(&line, from.saturating_sub(BEFORE));
                let to = floor(&line, from + LONGEST);
                cut.insert(index, (from, line[..from].chars().count()));
                line = format!("{}{}", &line[from..to], if to < line.len() { " …" } else { "" });
            }
            text.push_str(&line);
            text.push('\n');
        }
        if starts.is_empty() {
            return None;
        }
        Some(File { name, text, starts, cut, first })
    }

    fn line_bytes(&self, index: usize) -> Option<ops::Range<usize>> {
        let start = *self.starts.get(index)?;
        Some(start..self.starts.get(index + 1).copied().unwrap_or(self.text.len()))
    }

    /// A place as bytes of the text; what has no extent is all of its line's text.
    fn bytes(&self, range: Range) -> Option<ops::Range<usize>> {
        let offset = |line: u32, column: u32| {
            let index = (line as usize).checked_sub(self.first)?;
            let bytes = self.line_bytes(index)?;
            let cut = self.cut.get(&index).map_or(0, |(bytes, _)| *bytes);
            let at = bytes.start + (column as usize).saturating_sub(cut);
            Some(floor(&self.text, at.min(bytes.end - 1)))
        };
        let start = offset(range.line, range.column)?;
        if range.end_line == range.line && range.end_column <= range.column {
            let index = (range.line as usize).checked_sub(self.first)?;
            let line = self.text.get(self.line_bytes(index)?)?;
            if range.column > 0 || range.end_column > 0 {
                return Some(start..start);
            }
            let indent = line.len() - line.trim_start().len();
            let begin = self.line_bytes(index)?.start;
            return Some(begin + indent.min(line.trim_end().len())..begin + line.trim_end().len());
        }
        let end = offset(range.end_line, range.end_column).unwrap_or(self.text.len() - 1);
        Some(start..end.max(start))
    }
}

/// The nearest place where a character begins, not behind that one.
fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The text with other signs in the place of what a terminal would obey, as long as before.
pub(crate) fn clean(text: &str) -> String {
    let safe = |c: char| match c {
        '\t' => c,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() && c.len_utf8() == 1 => '?',
        c if c.is_control() => '·',
        c => c,
    };
    text.chars().map(safe).collect()
}

impl<'a> Files<'a> for Sources {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        self.file(id).map(|file| file.name.as_str())
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.file(id).map(|file| file.text.as_str())
    }

    fn line_index(&'a self, id: usize, byte: usize) -> Result<usize, Error> {
        let file = self.file(id)?;
        Ok(file.starts.partition_point(|start| *start <= byte).saturating_sub(1))
    }

    fn line_number(&'a self, id: usize, line: usize) -> Result<usize, Error> {
        Ok(self.file(id)?.first + line)
    }

    fn column_number(&'a self, id: usize, line: usize, byte: usize) -> Result<usize, Error> {
        let file = self.file(id)?;
        let range = self.line_range(id, line)?;
        let before = file.text.get(range.start..byte.min(range.end)).unwrap_or_default();
        let cut = file.cut.get(&line).map_or(0, |(_, chars)| *chars);
        Ok(cut + before.chars().count() + 1)
    }

    fn line_range(&'a self, id: usize, line: usize) -> Result<ops::Range<usize>, Error> {
        let file = self.file(id)?;
        let missing = Error::LineTooLarge { given: line, max: file.starts.len() };
        file.line_bytes(line).ok_or(missing)
    }
}
