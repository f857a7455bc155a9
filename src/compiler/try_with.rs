//! `try` with `except` and `finally`, and `with`. `except*` has its own file.

use grammar::ast::{Expr, Span, Stmt, StmtKind, Try, WithItem};

use crate::control::{BlockKind, nowhere, tail};
use crate::emit::{Label, Target};
use crate::error::Result;
use crate::op::{Arg, Instruction, Keep, Use};
use crate::unit::Compiler;

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn try_stmt(&mut self, stmt: &'a Stmt<'a>, parts: &'a Try<'a>) -> Result<()> {
        if parts.finalbody.is_empty() {
            return self.try_except(stmt, parts);
        }
        let b = &mut self.unit.b;
        let (failed, end) = (b.label(), b.label());
        let outer = b.protect(failed);
        self.enter_block(BlockKind::Finally { body: parts.finalbody }, outer);
        if parts.handlers.is_empty() {
            self.stmts(parts.body)?;
            self.stmts(parts.orelse)?;
        } else {
            self.try_except(stmt, parts)?;
        }
        self.leave_block();
        self.unit.b.handler = outer;
        self.final_body(parts.finalbody)?;
        self.unit.b.jump(end, tail(parts.finalbody, stmt.span));
        self.unit.b.bind_handler(failed);
        let cleanup = self.begin_handling(stmt.span);
        self.enter_block(BlockKind::FinallyHandler, outer);
        self.final_body(parts.finalbody)?;
        self.leave_block();
        self.unit.b.handler = outer;
        self.reraise_handled(parts.finalbody.last().map_or(stmt.span, |last| last.span));
        self.end_handling(cleanup, stmt.span);
        self.unit.b.bind(end);
        Ok(())
    }

    /// The exception on top is now being handled; gives the label for what goes wrong meanwhile.
    pub(crate) fn begin_handling(&mut self, span: Span) -> Label {
        let b = &mut self.unit.b;
        let (exc, saved) = (Keep(b.top()), b.def(Target::Temp, 0));
        b.emit(Instruction::PushExc { saved, exc }, span);
        let cleanup = b.label();
        b.protect(cleanup);
        cleanup
    }

    /// Raises the exception that is being handled on; a frame that it leaves there was at `span` last, or,
    /// if that is nowhere, where the exception came from.
    pub(crate) fn reraise_handled(&mut self, span: Span) {
        let first = self.unit.b.top_run(2);
        self.unit.b.emit(Instruction::PopExcReraise { first }, span);
    }

    /// What happens to an exception raised while another is being handled.
    pub(crate) fn end_handling(&mut self, cleanup: Label, span: Span) {
        let b = &mut self.unit.b;
        b.bind_handler(cleanup);
        let first = b.top_run(3);
        b.emit(Instruction::PopExcRaise { first }, nowhere(span));
    }

    fn try_except(&mut self, stmt: &'a Stmt<'a>, parts: &'a Try<'a>) -> Result<()> {
        if matches!(stmt.kind, StmtKind::TryStar(_)) {
            return self.try_star(stmt, parts);
        }
        let b = &mut self.unit.b;
        let (failed, end) = (b.label(), b.label());
        let outer = b.protect(failed);
        let height = b.height;
        self.enter_block(BlockKind::Protected, outer);
        self.stmts(parts.body)?;
        self.leave_block();
        self.unit.b.handler = outer;
        self.stmts(parts.orelse)?;
        let last = if parts.orelse.is_empty() { parts.body } else { parts.orelse };
        self.unit.b.jump(end, tail(last, stmt.span));
        self.unit.b.bind_handler(failed);
        let cleanup = self.begin_handling(stmt.span);
        let inner = self.unit.b.handler;
        let count = parts.handlers.len();
        for (index, handler) in parts.handlers.iter().enumerate() {
            self.unit.b.handler = inner;
            self.unit.b.height = height + 2;
            if handler.type_.is_none() && index + 1 < count {
                return self.error("default 'except:' must be last", handler.span);
            }
            let next = self.unit.b.label();
            match handler.type_ {
                Some(kind) => self.match_exception(kind, next, handler.span)?,
                None => self.unit.b.mark(handler.span),
            }
            self.handler_body(handler, outer, end)?;
            self.unit.b.height = height + 2;
            self.unit.b.bind(next);
        }
        self.unit.b.handler = outer;
        self.unit.b.height = height + 2;
        self.reraise_handled(parts.handlers.last().map_or(stmt.span, |last| last.span));
        self.end_handling(cleanup, stmt.span);
        self.unit.b.height = height;
        self.unit.b.bind(end);
        Ok(())
    }

    /// Goes to `next` if the exception being handled is none of the kind.
    fn match_exception(&mut self, kind: &'a Expr<'a>, next: Label, span: Span) -> Result<()> {
        let exc = Keep(self.unit.b.top_run(2).0);
        let kind = self.operand(kind, false)?;
        let dst = self.unit.b.def_after(Target::Temp, &[kind]);
        self.unit.b.emit(Instruction::MatchExc { dst, exc, kind }, span);
        let matched = self.unit.b.take_top();
        self.unit.b.jump_if(matched, false, next, span);
        Ok(())
    }

    fn handler_body(
        &mut self,
        handler: &'a grammar::ast::ExceptHandler<'a>,
        outer: crate::emit::HandlerId,
        end: Label,
    ) -> Result<()> {
        let span = handler.span;
        let block = BlockKind::Handler { name: handler.name, span };
        let Some(name) = handler.name else {
            self.enter_block(block, outer);
            self.stmts(handler.body)?;
            self.leave_block();
            self.unit.b.handler = outer;
            self.pop_exception(span);
            self.unit.b.jump(end, tail(handler.body, span));
            return Ok(());
        };
        let exc = Use { reg: self.unit.b.top_run(2).0, take: false };
        self.store_name(name, exc, span);
        let unbinding = self.unit.b.label();
        let inner = self.unit.b.protect(unbinding);
        self.enter_block(block, outer);
        self.stmts(handler.body)?;
        self.leave_block();
        self.unit.b.handler = outer;
        self.pop_exception(span);
        self.unbind(name, span);
        self.unit.b.jump(end, tail(handler.body, span));
        self.unit.b.bind_handler(unbinding);
        self.unit.b.handler = inner;
        self.unbind(name, span);
        let exc = self.unit.b.take_top();
        self.unit.b.emit(Instruction::Reraise { exc }, nowhere(span));
        Ok(())
    }

    // ---- with ----------------------------------------------------------------------------------

    pub(crate) fn with_stmt(
        &mut self,
        stmt: &'a Stmt<'a>,
        items: &'a [WithItem<'a>],
        body: &'a [&'a Stmt<'a>],
    ) -> Result<()> {
        let is_async = matches!(stmt.kind, StmtKind::AsyncWith { .. });
        if is_async {
            self.require_async("'async with' outside async function", stmt.span)?;
        }
        self.with_items(items, body, is_async)
    }

    fn with_items(
        &mut self,
        items: &'a [WithItem<'a>],
        body: &'a [&'a Stmt<'a>],
        is_async: bool,
    ) -> Result<()> {
        self.stack.check()?;
        let Some((item, rest)) = items.split_first() else { return self.stmts(body) };
        let span = item.context_expr.span;
        let manager = self.operand(item.context_expr, false)?;
        let height = self.unit.b.height.saturating_sub(u16::from(manager.take));
        let first = self.unit.b.def_after(Target::Temp, &[manager]);
        let kind = Arg(u16::from(is_async));
        self.unit.b.emit(Instruction::EnterWith { first, manager, kind }, span);
        if is_async {
            self.await_top(1, span);
        }
        // The value is above what the handler keeps.
        let (failed, end) = (self.unit.b.label(), self.unit.b.label());
        self.unit.b.height = height + 1;
        let outer = self.unit.b.protect(failed);
        self.unit.b.height = height + 2;
        self.enter_block(BlockKind::With { is_async, span }, outer);
        match item.optional_vars {
            Some(target) => self.store_top(target)?,
            None => self.unit.b.drop_top(span),
        }
        self.with_items(rest, body, is_async)?;
        self.leave_block();
        self.unit.b.handler = outer;
        self.exit_with(is_async, span);
        self.unit.b.jump(end, nowhere(span));
        self.unit.b.bind_handler(failed);
        self.with_failed(is_async, span);
        self.unit.b.height = height;
        self.unit.b.bind(end);
        Ok(())
    }

    /// The handler of a `with`: at the top are the exit method and the exception.
    fn with_failed(&mut self, is_async: bool, span: Span) {
        let outer = self.unit.b.handler;
        let cleanup = self.begin_handling(span);
        let b = &mut self.unit.b;
        let height = b.height;
        let (exit, exc) = (Keep(b.top_run(3).0), Keep(b.top_run(2).0));
        let dst = b.def(Target::Temp, 0);
        b.emit(Instruction::ExitWithExc { dst, exit, exc }, span);
        if is_async {
            self.await_top(2, span);
        }
        let b = &mut self.unit.b;
        let suppressed = b.label();
        let value = b.take_top();
        b.jump_if(value, true, suppressed, span);
        b.handler = outer;
        self.reraise_handled(nowhere(span));
        self.end_handling(cleanup, span);
        self.unit.b.height = height;
        self.unit.b.bind(suppressed);
        self.pop_exception(span);
        self.unit.b.drop_top(span);
    }
}
