//! Type parameters and `type` statements.

use grammar::ast::{ClassDef, Expr, FunctionDef, Span, Stmt, TypeParam};

use crate::error::Result;
use crate::unit::Compiler;

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn type_alias(
        &mut self,
        stmt: &'a Stmt<'a>,
        name: &'a Expr<'a>,
        params: &'a [TypeParam<'a>],
        value: &'a Expr<'a>,
    ) -> Result<()> {
        let _ = (name, params, value);
        self.error("type statements are not supported yet", stmt.span)
    }

    pub(crate) fn generic_function(
        &mut self,
        def: &'a FunctionDef<'a>,
        bits: u16,
        line: u32,
        span: Span,
    ) -> Result<()> {
        let _ = (def, bits, line);
        self.error("generic functions are not supported yet", span)
    }

    pub(crate) fn generic_class(
        &mut self,
        def: &'a ClassDef<'a>,
        line: u32,
        span: Span,
    ) -> Result<()> {
        let _ = (def, line);
        self.error("generic classes are not supported yet", span)
    }

    pub(crate) fn call_with_generic_base(
        &mut self,
        def: &'a ClassDef<'a>,
        span: Span,
    ) -> Result<()> {
        let _ = def;
        self.error("generic classes are not supported yet", span)
    }
}
