//! Text with or without colours for a terminal, and whether it should have some.

use std::io::{self, Write};

use codespan_reporting::diagnostic::{LabelStyle, Severity};
use codespan_reporting::term::WriteStyle;

/// Collects what is written.
pub(crate) struct Ansi {
    pub(crate) text: Vec<u8>,
    pub(crate) coloured: bool,
}

impl Ansi {
    fn put(&mut self, code: &str) -> io::Result<()> {
        if self.coloured {
            self.text.extend_from_slice(code.as_bytes());
        }
        Ok(())
    }
}

impl Write for Ansi {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Bug | Severity::Error => "\x1b[31m",
        Severity::Warning => "\x1b[33m",
        Severity::Note => "\x1b[32m",
        Severity::Help => "\x1b[36m",
    }
}

impl WriteStyle for Ansi {
    fn set_header(&mut self, severity: Severity) -> io::Result<()> {
        self.put("\x1b[1m")?;
        self.put(colour(severity))
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.put("\x1b[1m")
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.put("\x1b[34m")
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.put("\x1b[34m")
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.put("\x1b[34m")
    }

    fn set_label(&mut self, severity: Severity, style: LabelStyle) -> io::Result<()> {
        match style {
            LabelStyle::Primary => self.put(colour(severity)),
            LabelStyle::Secondary => self.put("\x1b[36m"),
        }
    }

    fn reset(&mut self) -> io::Result<()> {
        self.put("\x1b[0m")
    }
}

/// Whether what is written should have colours: by the variables that say so, else on a terminal.
pub(crate) fn wants_colours(ignores_environment: bool, is_terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if !ignores_environment {
        match std::env::var("PYTHON_COLORS").as_deref() {
            Ok("0") => return false,
            Ok("1") => return true,
            Ok(_) | Err(_) => {}
        }
    }
    if set("NO_COLOR") {
        return false;
    }
    if set("FORCE_COLOR") {
        return true;
    }
    is_terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
