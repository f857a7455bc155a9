//! Loops, branches, and what `break`, `continue` and `return` leave on their way.

use grammar::ast::{Expr, ExprKind, Span, Stmt, StmtKind};

use crate::code::Constant;
use crate::emit::{HandlerId, Label, Target};
use crate::error::Result;
use crate::fold;
use crate::op::{Arg, Instruction, Keep, Reg, Use};
use crate::scope::ScopeKind;
use crate::unit::Compiler;

/// Something that has to be left properly.
#[derive(Clone, Copy)]
pub(crate) enum BlockKind<'a> {
    /// With an iterator there is a temporary to drop.
    Loop { head: Label, exit: Label, iterator: bool },
    /// The body of a `try` with handlers: leaving it only ends the protection.
    Protected,
    /// The body of a `try` with a `finally`.
    Finally { body: &'a [&'a Stmt<'a>] },
    /// A `finally` body that runs for an exception: it and the saved one are on top.
    FinallyHandler,
    /// An `except` body: the same two are on top.
    Handler { name: Option<&'a str>, span: Span },
    /// A `with` body: the exit method is on top.
    With { is_async: bool, span: Span },
    /// The body of `except*`: temporaries below, and no way out.
    StarHandler,
}

#[derive(Clone, Copy)]
pub(crate) struct Block<'a> {
    pub(crate) kind: BlockKind<'a>,
    /// Who handles exceptions outside.
    pub(crate) handler: HandlerId,
}

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn enter_block(&mut self, kind: BlockKind<'a>, handler: HandlerId) {
        self.unit.blocks.push(Block { kind, handler });
    }

    pub(crate) fn leave_block(&mut self) {
        self.unit.blocks.pop();
    }

    // ---- branches and loops --------------------------------------------------------------------

    /// An `if` with all its `elif`s.
    pub(crate) fn if_stmt(&mut self, mut stmt: &'a Stmt<'a>) -> Result<()> {
        let end = self.unit.b.label();
        while let StmtKind::If { test, body, orelse } = stmt.kind {
            if let Some(exit) = self.plain_break(body) {
                // The condition itself leaves the loop.
                self.condition(test, true, exit)?;
                match orelse {
                    [only] if matches!(only.kind, StmtKind::If { .. }) => {
                        stmt = only;
                        continue;
                    }
                    _ => {
                        self.stmts(orelse)?;
                        break;
                    }
                }
            }
            let next = self.unit.b.label();
            self.condition(test, false, next)?;
            self.stmts(body)?;
            if orelse.is_empty() {
                self.unit.b.bind(next);
                break;
            }
            self.unit.b.jump(end, tail(body, stmt.span));
            self.unit.b.bind(next);
            match orelse {
                [only] if matches!(only.kind, StmtKind::If { .. }) => stmt = only,
                _ => {
                    self.stmts(orelse)?;
                    break;
                }
            }
        }
        self.unit.b.bind(end);
        Ok(())
    }

    /// Where a body that is a mere `break` goes, if there is nothing to leave on the way.
    fn plain_break(&self, body: &[&Stmt<'_>]) -> Option<Label> {
        let [Stmt { kind: StmtKind::Break, .. }] = body else { return None };
        match self.unit.blocks.last()?.kind {
            BlockKind::Loop { exit, iterator: false, .. } => Some(exit),
            _ => None,
        }
    }

    pub(crate) fn while_stmt(
        &mut self,
        test: &'a Expr<'a>,
        body: &'a [&'a Stmt<'a>],
        orelse: &'a [&'a Stmt<'a>],
    ) -> Result<()> {
        let b = &mut self.unit.b;
        let (head, otherwise, exit) = (b.label(), b.label(), b.label());
        b.bind_loop(head);
        let handler = b.handler;
        self.condition(test, false, otherwise)?;
        self.enter_block(BlockKind::Loop { head, exit, iterator: false }, handler);
        self.stmts(body)?;
        self.leave_block();
        self.unit.b.jump_back(head, last_pass(body).unwrap_or(test.span));
        self.unit.b.bind(otherwise);
        self.stmts(orelse)?;
        self.unit.b.bind(exit);
        Ok(())
    }

    pub(crate) fn for_stmt(
        &mut self,
        target: &'a Expr<'a>,
        iter: &'a Expr<'a>,
        body: &'a [&'a Stmt<'a>],
        orelse: &'a [&'a Stmt<'a>],
    ) -> Result<()> {
        self.push_iterator(iter)?;
        let b = &mut self.unit.b;
        let (head, otherwise, exit) = (b.label(), b.label(), b.label());
        let handler = b.handler;
        b.bind_loop(head);
        self.next_item(target, iter, otherwise)?;
        self.enter_block(BlockKind::Loop { head, exit, iterator: true }, handler);
        self.stmts(body)?;
        self.leave_block();
        self.unit.b.jump_back(head, last_pass(body).unwrap_or(iter.span));
        self.unit.b.bind(otherwise);
        self.stmts(orelse)?;
        self.unit.b.bind(exit);
        Ok(())
    }

    /// Pushes an iterator over the value of an expression.
    pub(crate) fn push_iterator(&mut self, iter: &'a Expr<'a>) -> Result<()> {
        let constant = match iter.kind {
            ExprKind::List { .. } | ExprKind::Set { .. } => fold::container(iter),
            _ => None,
        };
        let a = match constant {
            Some(constant) => {
                self.unit.b.load_const(constant, Target::Temp, iter.span);
                self.unit.b.take_top()
            }
            None => self.operand(iter, false)?,
        };
        let dst = self.unit.b.def_after(Target::Temp, &[a]);
        self.unit.b.emit(Instruction::GetIter { dst, a }, iter.span);
        Ok(())
    }

    /// The next item of the iterator on top goes to the target.
    pub(crate) fn next_item(
        &mut self,
        target: &'a Expr<'a>,
        iter: &'a Expr<'a>,
        end: Label,
    ) -> Result<()> {
        match self.local_target(target) {
            Some(reg) => {
                self.unit.b.for_iter(Target::Local(reg), end, iter.span);
                Ok(())
            }
            None => {
                self.unit.b.for_iter(Target::Temp, end, iter.span);
                self.store_top(target)
            }
        }
    }

    pub(crate) fn async_for_stmt(
        &mut self,
        stmt: &'a Stmt<'a>,
        target: &'a Expr<'a>,
        iter: &'a Expr<'a>,
        body: &'a [&'a Stmt<'a>],
        orelse: &'a [&'a Stmt<'a>],
    ) -> Result<()> {
        self.require_async("'async for' outside async function", stmt.span)?;
        let a = self.operand(iter, false)?;
        self.get_async_iterator(a, iter.span);
        let b = &mut self.unit.b;
        let (head, ended, exit) = (b.label(), b.label(), b.label());
        let handler = b.handler;
        b.bind_loop(head);
        self.next_async_item(target, stmt.span, ended)?;
        self.enter_block(BlockKind::Loop { head, exit, iterator: true }, handler);
        self.stmts(body)?;
        self.leave_block();
        self.unit.b.jump_back(head, last_pass(body).unwrap_or(iter.span));
        self.end_async_iteration(ended, iter.span);
        self.stmts(orelse)?;
        self.unit.b.bind(exit);
        Ok(())
    }

    /// Pushes the asynchronous iterator of an operand.
    pub(crate) fn get_async_iterator(&mut self, a: Use, span: Span) {
        let dst = self.unit.b.def_after(Target::Temp, &[a]);
        self.unit.b.emit(Instruction::GetAiter { dst, a }, span);
    }

    /// Awaits the next item of the asynchronous iterator on top; `ended` handles its end.
    pub(crate) fn next_async_item(
        &mut self,
        target: &'a Expr<'a>,
        span: Span,
        ended: Label,
    ) -> Result<()> {
        let b = &mut self.unit.b;
        let outer = b.protect(ended);
        let (dst, from) = (b.def(Target::Temp, 0), Keep(b.top()));
        b.emit(Instruction::GetAnext { dst, iter: from }, span);
        self.delegate(span);
        self.unit.b.handler = outer;
        self.store_top(target)
    }

    pub(crate) fn end_async_iteration(&mut self, ended: Label, span: Span) {
        let b = &mut self.unit.b;
        b.bind_handler(ended);
        let first = b.top_run(2);
        b.emit(Instruction::EndAsyncFor { first }, span);
    }

    /// Asynchronous statements need an asynchronous function around them.
    pub(crate) fn require_async(&self, message: &str, span: Span) -> Result<()> {
        let scope = &self.scopes[self.unit.scope];
        let allowed = match scope.kind {
            ScopeKind::Function => scope.is_async_function,
            ScopeKind::Module => self.options.top_level_await,
            ScopeKind::Lambda
            | ScopeKind::Class
            | ScopeKind::Comprehension
            | ScopeKind::Generator
            | ScopeKind::TypeParams
            | ScopeKind::TypeVariable
            | ScopeKind::TypeAlias
            | ScopeKind::Annotation => false,
        };
        if allowed { Ok(()) } else { self.error(message, span) }
    }

    // ---- ways out ------------------------------------------------------------------------------

    pub(crate) fn break_stmt(&mut self, span: Span) -> Result<()> {
        let Some((index, _, exit)) = self.innermost_loop(span, "break")? else {
            return self.error("'break' outside loop", span);
        };
        let before = self.unit.b.progress();
        self.unwind(index, span, |c| {
            // Behind a `finally` that line is over.
            let span = if c.unit.b.progress() != before { nowhere(span) } else { span };
            c.unit.b.jump(exit, span);
            Ok(())
        })
    }

    pub(crate) fn continue_stmt(&mut self, span: Span) -> Result<()> {
        let Some((index, head, _)) = self.innermost_loop(span, "continue")? else {
            return self.error("'continue' not properly in loop", span);
        };
        let before = self.unit.b.progress();
        self.unwind(index + 1, span, |c| {
            let span = if c.unit.b.progress() != before { nowhere(span) } else { span };
            c.unit.b.jump_back(head, span);
            Ok(())
        })
    }

    fn innermost_loop(&self, span: Span, what: &str) -> Result<Option<(usize, Label, Label)>> {
        let _ = what;
        for (index, block) in self.unit.blocks.iter().enumerate().rev() {
            match block.kind {
                BlockKind::Loop { head, exit, .. } => return Ok(Some((index, head, exit))),
                BlockKind::StarHandler => return self.refuse_star_exit(span),
                BlockKind::Protected
                | BlockKind::Finally { .. }
                | BlockKind::FinallyHandler
                | BlockKind::Handler { .. }
                | BlockKind::With { .. } => {}
            }
        }
        Ok(None)
    }

    fn refuse_star_exit<T>(&self, span: Span) -> Result<T> {
        self.error("'break', 'continue' and 'return' cannot appear in an except* block", span)
    }

    /// Leaves all blocks from `index` on, does the rest, and restores the state of this place.
    fn unwind(
        &mut self,
        index: usize,
        span: Span,
        rest: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let (handler, height) = (self.unit.b.handler, self.unit.b.height);
        let mut left = Vec::new();
        while self.unit.blocks.len() > index {
            let Some(block) = self.unit.blocks.pop() else { break };
            self.unit.b.handler = block.handler;
            self.leave(&block, span)?;
            left.push(block);
        }
        rest(self)?;
        self.unit.blocks.extend(left.into_iter().rev());
        self.unit.b.handler = handler;
        self.unit.b.height = height;
        Ok(())
    }

    fn leave(&mut self, block: &Block<'a>, span: Span) -> Result<()> {
        match block.kind {
            BlockKind::Loop { iterator: false, .. }
            | BlockKind::Protected
            | BlockKind::StarHandler => Ok(()),
            BlockKind::Loop { iterator: true, .. } => {
                self.unit.b.drop_top(nowhere(span));
                Ok(())
            }
            BlockKind::Finally { body } => self.final_body(body),
            BlockKind::FinallyHandler => {
                self.pop_exception(span);
                Ok(())
            }
            BlockKind::Handler { name, span: handler } => {
                self.pop_exception(span);
                if let Some(name) = name {
                    self.unbind(name, handler);
                }
                Ok(())
            }
            BlockKind::With { is_async, span } => {
                self.exit_with(is_async, span);
                Ok(())
            }
        }
    }

    /// A copy of a `finally` body.
    pub(crate) fn final_body(&mut self, body: &'a [&'a Stmt<'a>]) -> Result<()> {
        self.unit.finals += 1;
        // After an error nothing is compiled any more, and the unit may be another one.
        self.stmts(body)?;
        self.unit.finals -= 1;
        Ok(())
    }

    /// Ends the handling of the exception in the two topmost temporaries.
    pub(crate) fn pop_exception(&mut self, span: Span) {
        let first = self.unit.b.top_run(2);
        self.unit.b.emit(Instruction::PopExc { first }, span);
    }

    /// `name = None; del name`: what follows an `except … as name`.
    pub(crate) fn unbind(&mut self, name: &'a str, span: Span) {
        let span = nowhere(span);
        self.unit.b.load_const(Constant::None, Target::Temp, span);
        self.store_top_as(name, span);
        self.delete_name(name, span);
    }

    pub(crate) fn return_stmt(&mut self, value: Option<&'a Expr<'a>>, span: Span) -> Result<()> {
        let scope = &self.scopes[self.unit.scope];
        match self.unit.kind {
            ScopeKind::Function => {}
            ScopeKind::Module
            | ScopeKind::Class
            | ScopeKind::Lambda
            | ScopeKind::Comprehension
            | ScopeKind::Generator
            | ScopeKind::TypeParams
            | ScopeKind::TypeVariable
            | ScopeKind::TypeAlias
            | ScopeKind::Annotation => return self.error("'return' outside function", span),
        }
        if value.is_some() && scope.is_async_function && scope.is_generator {
            return self.error("'return' with value in async generator", span);
        }
        if self.unit.blocks.iter().any(|b| matches!(b.kind, BlockKind::StarHandler)) {
            return self.refuse_star_exit(span);
        }
        self.return_through(value, span)
    }

    fn return_through(&mut self, value: Option<&'a Expr<'a>>, span: Span) -> Result<()> {
        let constant = match value {
            None => Some(Constant::None),
            Some(value) => fold::fold(value),
        };
        if let Some(constant) = constant {
            let before = self.unit.b.progress();
            return self.unwind(0, span, |c| {
                let span = if c.unit.b.progress() != before { nowhere(span) } else { span };
                c.unit.b.load_const(constant, Target::Temp, span);
                let value = c.unit.b.take_top();
                c.return_value(value, span);
                Ok(())
            });
        }
        let Some(expr) = value else { return Ok(()) };
        let holds = |block: &Block<'_>| match block.kind {
            BlockKind::Loop { iterator, .. } => iterator,
            BlockKind::Protected => false,
            BlockKind::Finally { .. }
            | BlockKind::FinallyHandler
            | BlockKind::Handler { .. }
            | BlockKind::With { .. }
            | BlockKind::StarHandler => true,
        };
        if !self.unit.blocks.iter().any(holds) {
            let value = self.operand(expr, false)?;
            self.return_value(value, span);
            return Ok(());
        }
        // Out of the way of what is dropped: in a hidden local.
        let layout = &self.scopes[self.unit.scope].layout;
        let slot = Reg(layout.first_return.saturating_add(self.unit.finals));
        self.into(expr, Target::Local(slot))?;
        let before = self.unit.b.progress();
        self.unwind(0, span, |c| {
            let span = if c.unit.b.progress() != before { nowhere(span) } else { span };
            c.return_value(Use { reg: slot, take: true }, span);
            Ok(())
        })
    }

    pub(crate) fn return_value(&mut self, value: Use, span: Span) {
        let value = Use { take: true, ..value };
        self.unit.b.emit(Instruction::Return { value }, span);
    }

    /// Calls the exit method on top with three Nones and drops the result.
    pub(crate) fn exit_with(&mut self, is_async: bool, span: Span) {
        let b = &mut self.unit.b;
        let (exit, dst) = (b.take_top(), b.def(Target::Temp, 1));
        b.emit(Instruction::ExitWith { dst, exit }, span);
        if is_async {
            self.await_top(2, span);
        }
        self.unit.b.drop_top(span);
    }

    /// Awaits the topmost temporary; kind as in GetAwaitable.
    pub(crate) fn await_top(&mut self, kind: u16, span: Span) {
        let b = &mut self.unit.b;
        let (value, dst) = (b.take_top(), b.def(Target::Temp, 1));
        b.emit(Instruction::GetAwaitable { dst, value, kind: Arg(kind) }, span);
        self.delegate(span);
    }
}

/// Where a body ends in `pass`, which has no instruction of its own.
fn last_pass(body: &[&Stmt<'_>]) -> Option<Span> {
    body.last().filter(|stmt| matches!(stmt.kind, StmtKind::Pass)).map(|stmt| stmt.span)
}

/// The place of what leads out of a body: that of a `pass` at its end, else one without extent, at
/// which no line begins for a trace function.
pub(crate) fn tail(body: &[&Stmt<'_>], whole: Span) -> Span {
    last_pass(body).unwrap_or_else(|| nowhere(whole))
}

/// A place without extent, on the first line of another.
pub(crate) fn nowhere(span: Span) -> Span {
    Span::new(span.start, span.start)
}

/// The place of the return behind a body's last statement: of one with a body of its own, nowhere.
pub(crate) fn falls_off(last: &Stmt<'_>) -> Span {
    match last.kind {
        StmtKind::If { .. }
        | StmtKind::For { .. }
        | StmtKind::AsyncFor { .. }
        | StmtKind::While { .. }
        | StmtKind::With { .. }
        | StmtKind::AsyncWith { .. }
        | StmtKind::Match { .. }
        | StmtKind::Try(_)
        | StmtKind::TryStar(_) => nowhere(last.span),
        _ => crate::function::last_span(last),
    }
}
