//! Problems to CPython's SyntaxError fields: offsets become lines and columns. Finds no problems.

use crate::ast::Span;
use crate::error::{PendingWarning, Place, Problem, SyntaxError, Warning};
use crate::lines::LineIndex;
use crate::token::{Tok, Token};

/// A source and its lines.
struct Source<'s> {
    text: &'s str,
    lines: LineIndex,
}

impl Source<'_> {
    /// Characters before an offset on its line.
    fn column(&self, at: u32) -> u32 {
        let location = self.lines.location(at);
        let start = at - location.column;
        let line = self.text.get(start as usize..at as usize).unwrap_or("");
        line.chars().count() as u32
    }

    /// CPython counts the characters before the end of a range on the line where the range starts,
    /// as far as that line goes.
    fn foreign_column(&self, line: u32, end: u32) -> u32 {
        let text = self.line_text(line).trim_end_matches('\n');
        let bytes = self.lines.location(end).column as usize + 1;
        match text.get(..bytes) {
            Some(prefix) => prefix.chars().count() as u32,
            None => text.chars().count() as u32 + 1,
        }
    }

    fn line(&self, at: u32) -> u32 {
        self.lines.location(at).line
    }

    /// The line with this number, and its newline.
    fn line_text(&self, line: u32) -> &str {
        let start = self.lines.line_start(line).unwrap_or(0) as usize;
        let end = self.lines.line_start(line + 1).map_or(self.text.len(), |end| end as usize);
        self.text.get(start..end).unwrap_or("")
    }

    /// The place of what has no text at the end of the source: line, and characters of that line
    /// with its newline.
    fn end(&self) -> (u32, u32) {
        let length = self.text.len() as u32;
        if length > 0 && self.text.ends_with('\n') {
            let at = length - 1;
            (self.line(at), self.column(at) + 1)
        } else {
            (self.line(length), self.column(length) + 1)
        }
    }
}

/// CPython's exception for a problem in `text`.
pub(crate) fn locate(problem: Problem, text: &str, tokens: &[Token]) -> SyntaxError {
    let source = Source { text, lines: LineIndex::new(text) };
    let (lineno, offset, end_lineno, end_offset, span) = fields(&source, problem.place, tokens);
    let line = source.line_text(lineno);
    // What the tokenizer refuses is shown without the end of its line.
    let text = match problem.place {
        Place::Cursor(_) | Place::Bytes(..) => line.trim_end_matches('\n'),
        _ => line,
    };
    let text = Some(text.to_owned());
    let mut message = problem.message;
    if let Some(at) = problem.detected_at {
        let line = source.line(at);
        if message.contains("{}") {
            message = message.replace("{}", &line.to_string());
        } else if line != lineno {
            message.push_str(&format!(" on line {line}"));
        }
    }
    SyntaxError {
        kind: problem.kind,
        message,
        lineno,
        offset: offset as i32,
        end_lineno,
        end_offset,
        text,
        span,
        incomplete: problem.incomplete,
    }
}

type Fields = (u32, u32, u32, i32, Span);

fn fields(source: &Source<'_>, place: Place, tokens: &[Token]) -> Fields {
    match place {
        Place::Cursor(at) => {
            // After a newline the cursor is still on the line it ended.
            let column = source.column(at);
            let line = source.line(at);
            (line, column, line, column as i32, Span::new(at.saturating_sub(1), at))
        }
        Place::Range(start, end) => {
            let (lineno, end_lineno) = (source.line(start), source.line(end));
            let end_offset = if lineno == end_lineno {
                source.column(end) + 1
            } else {
                source.foreign_column(lineno, end)
            };
            let span = Span::new(start, end);
            (lineno, source.column(start) + 1, end_lineno, end_offset as i32, span)
        }
        Place::Bytes(start, end) => {
            let line = source.line(start);
            let bytes = |at: u32| source.lines.location(at).column + 1;
            let (offset, end_offset) = (bytes(start), bytes(end));
            (line, offset, line, end_offset as i32, Span::new(start, end))
        }
        Place::From(at) => {
            let line = source.line(at);
            (line, source.column(at) + 1, line, 0, Span::new(at, at + 1))
        }
        Place::Continuation(at) => {
            let line = source.line(at);
            (line, source.column(at) + 1, line, 0, Span::new(at, at))
        }
        Place::Indent(at) => {
            let line = source.line(at);
            (line, source.column(at), line, -1, Span::new(at, at))
        }
        Place::LineEnd(at) => {
            let line = source.line(at);
            let text = source.line_text(line);
            let width = text.trim_end_matches('\n').chars().count() as u32 + 1;
            (line, width, line, -1, Span::new(at, at))
        }
        Place::LineStart(at) => {
            let line = source.line(at);
            (line, 1, line, 0, Span::new(at, at))
        }
        Place::Line(at) => {
            let line = source.line(at);
            (line, 0, line, 0, Span::new(at, at))
        }
        Place::UnexpectedEnd(at) => {
            let line = source.line(at);
            (line, source.column(at) + 1, line, -1, Span::new(at, at))
        }
        Place::End => {
            let end = source.text.len() as u32;
            let line = if end == 0 { 0 } else { source.end().0 };
            (line, 0, line, 0, Span::new(end, end))
        }
        Place::Reading(first, last) => {
            let (lineno, offset, _, _, start) = fields(source, Place::Token(first), tokens);
            let (_, _, end_lineno, mut end_offset, end) =
                fields(source, Place::Token(last), tokens);
            // The reader stands one column before the end of a range, counted from 1.
            end_offset -= 1;
            (lineno, offset, end_lineno, end_offset, Span::new(start.start, end.end))
        }
        Place::LastOf(index) => {
            let end = tokens.get(index).map_or(0, |token| token.end);
            let line = source.line(end);
            (line, source.column(end), line, 0, Span::new(end.saturating_sub(1), end))
        }
        Place::Token(index) => fields(source, Place::Tokens(index, index), tokens),
        Place::Tokens(first, last) => {
            let last_token = tokens.get(last).or(tokens.last());
            let Some((first, last)) = tokens.get(first).or(tokens.last()).zip(last_token) else {
                return (1, 0, 1, -1, Span::new(0, 0));
            };
            match first.kind {
                Tok::EndMarker => {
                    let (line, offset) = source.end();
                    (line, offset, line, -1, Span::new(first.start, first.start))
                }
                Tok::Indent | Tok::Dedent if first.start as usize == source.text.len() => {
                    let (line, offset) = source.end();
                    (line, offset, line, -1, Span::new(first.start, first.start))
                }
                Tok::Indent | Tok::Dedent => fields(source, Place::Indent(first.start), tokens),
                Tok::Newline => {
                    let line = source.line(first.start);
                    let offset = source.column(first.start) + 1;
                    // The token may start with a comment; the last newline may be missing.
                    let newline = if source
                        .text
                        .get(..first.end as usize)
                        .is_some_and(|text| first.start < first.end && text.ends_with('\n'))
                    {
                        first.end - 1
                    } else {
                        first.end
                    };
                    let end_offset = source.column(newline) as i32 + 2;
                    (line, offset, line, end_offset, Span::new(first.start, first.end))
                }
                _ => fields(source, Place::Range(first.start, last.end), tokens),
            }
        }
    }
}

/// Warnings with their lines.
pub(crate) fn warnings(pending: Vec<PendingWarning>, text: &str) -> Vec<Warning> {
    if pending.is_empty() {
        return Vec::new();
    }
    let lines = LineIndex::new(text);
    pending
        .into_iter()
        .map(|warning| Warning {
            lineno: lines.location(warning.span.start).line,
            message: warning.message,
            span: warning.span,
        })
        .collect()
}
