//! `match`.

use grammar::ast::{Expr, MatchCase};

use crate::error::Result;
use crate::unit::Compiler;

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn match_stmt(
        &mut self,
        subject: &'a Expr<'a>,
        cases: &'a [MatchCase<'a>],
    ) -> Result<()> {
        let _ = cases;
        self.error("match statements are not supported yet", subject.span)
    }
}
