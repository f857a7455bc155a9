//! `try` with `except*`.

use grammar::ast::{Stmt, Try};

use crate::error::Result;
use crate::unit::Compiler;

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn try_star(&mut self, stmt: &'a Stmt<'a>, parts: &'a Try<'a>) -> Result<()> {
        let _ = parts;
        self.error("except* is not supported yet", stmt.span)
    }
}
