//! `from __future__ import …` at the top of a module.

use grammar::ast::{Mod, Span, StmtKind};

use crate::error::{Error, Result, Text};

/// What the imports switch on.
#[derive(Clone, Copy, Default)]
pub(crate) struct Future {
    pub(crate) annotations: bool,
    /// Where the last such import at the top starts; 0 without one.
    pub(crate) last: u32,
}

/// Features that are law by now.
const SETTLED: &[&str] = &[
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "generator_stop",
];

pub(crate) fn scan(module: &Mod<'_>, text: &Text<'_>) -> Result<Future> {
    let mut future = Future::default();
    let (Mod::Module { body, .. } | Mod::Interactive { body }) = *module else { return Ok(future) };
    let skipped = usize::from(crate::unit::docstring(body).is_some());
    for stmt in body.iter().skip(skipped) {
        let StmtKind::ImportFrom { module: Some("__future__"), names, level: 0 } = stmt.kind else {
            break;
        };
        for alias in names {
            feature(alias.name, stmt.span, &mut future, text)?;
        }
        future.last = stmt.span.start;
    }
    Ok(future)
}

fn feature(name: &str, span: Span, future: &mut Future, text: &Text<'_>) -> Result<()> {
    match name {
        "annotations" => future.annotations = true,
        "braces" => return Err(refuse(text, "not a chance".to_owned(), span)),
        "barry_as_FLUFL" => {}
        _ if SETTLED.contains(&name) => {}
        _ => {
            let message = format!("future feature {name} is not defined");
            return Err(refuse(text, message, span));
        }
    }
    Ok(())
}

/// CPython gives these errors a line only.
fn refuse(text: &Text<'_>, message: String, span: Span) -> Error {
    let mut error = text.error(message, span);
    if let Error::Syntax(error) = &mut error {
        error.end_lineno = error.lineno;
        error.end_offset = 0;
    }
    error
}
