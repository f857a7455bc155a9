//! `try` with `except*`.

use grammar::ast::{ExceptHandler, Span, Stmt, Try};

use crate::control::BlockKind;
use crate::emit::Target;
use crate::error::Result;
use crate::expr::Display;
use crate::op::{Def, Instruction, Keep, Reg, Use};
use crate::unit::Compiler;

/// The temporaries of an `except*` group, counted from the height outside:
/// the exception, the one handled before, the exception again, and what handlers raised.
const RAISED: u16 = 3;

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn try_star(&mut self, stmt: &'a Stmt<'a>, parts: &'a Try<'a>) -> Result<()> {
        let span = stmt.span;
        let b = &mut self.unit.b;
        let (failed, end, done) = (b.label(), b.label(), b.label());
        let outer = b.protect(failed);
        let height = b.height;
        self.enter_block(BlockKind::Protected, outer);
        self.stmts(parts.body)?;
        self.leave_block();
        self.unit.b.handler = outer;
        self.stmts(parts.orelse)?;
        self.unit.b.jump(end, span);
        self.unit.b.bind_handler(failed);
        let cleanup = self.begin_handling(span);
        let original = self.unit.b.temp(height);
        self.unit.b.push_copy(original, span);
        self.build(Display::List, 0, Target::Temp, span);
        self.unit.b.push_copy(original, span);
        for handler in parts.handlers {
            self.star_handler(handler, self.unit.b.temp(height + RAISED))?;
        }
        // What no handler wanted.
        let list = Keep(self.unit.b.temp(height + RAISED));
        let value = self.unit.b.take_top();
        self.unit.b.emit(Instruction::ListAppend { list, value }, span);
        let (first, dst) = (self.unit.b.top_run(2), self.unit.b.def(Target::Temp, 2));
        self.unit.b.emit(Instruction::PrepReraiseStar { dst, first }, span);
        let left = Use { take: false, ..self.unit.b.take_top() };
        self.unit.b.jump_if_none(left, true, done, span);
        self.unit.b.handler = outer;
        let first = self.unit.b.top_run(3);
        self.unit.b.emit(Instruction::PopExcRaise { first }, span);
        self.end_handling(cleanup, span);
        self.unit.b.handler = outer;
        self.unit.b.bind(done);
        self.unit.b.drop_top(span);
        self.pop_exception(span);
        self.unit.b.height = height;
        self.unit.b.bind(end);
        Ok(())
    }

    /// One `except*`: on top is the rest of the group that is still unhandled.
    fn star_handler(&mut self, handler: &'a ExceptHandler<'a>, raised: Reg) -> Result<()> {
        let span = handler.span;
        let (next, unmatched, failed) =
            (self.unit.b.label(), self.unit.b.label(), self.unit.b.label());
        let height = self.unit.b.height;
        let outer = self.unit.b.handler;
        let Some(kind) = handler.type_ else {
            return self.error("expected one or more exception types", span);
        };
        self.push(kind)?;
        let src = self.unit.b.top_run(2);
        let first = Def { reg: src.0, local: false };
        self.unit.b.emit(Instruction::MatchExcGroup { first, src }, span);
        let matched = Use { take: false, ..self.unit.b.take_top() };
        self.unit.b.jump_if_none(matched, true, unmatched, span);
        let (saved, exc) = (self.unit.b.def(Target::Temp, 0), Keep(matched.reg));
        self.unit.b.emit(Instruction::PushExc { saved, exc }, span);
        if let Some(name) = handler.name {
            self.store_name(name, matched, span);
        }
        self.unit.b.protect(failed);
        self.enter_block(BlockKind::StarHandler, outer);
        self.stmts(handler.body)?;
        self.leave_block();
        self.unit.b.handler = outer;
        self.end_star_body(handler, span);
        self.unit.b.jump(next, span);
        self.unit.b.bind_handler(failed);
        if let Some(name) = handler.name {
            self.unbind(name, span);
        }
        let value = self.unit.b.take_top();
        self.unit.b.emit(Instruction::ListAppend { list: Keep(raised), value }, span);
        self.unit.b.drop_top(span);
        self.unit.b.drop_top(span);
        self.unit.b.jump(next, span);
        self.unit.b.height = height + 1;
        self.unit.b.bind(unmatched);
        self.unit.b.drop_top(span);
        self.unit.b.height = height;
        self.unit.b.bind(next);
        Ok(())
    }

    /// The group stays the handled one: it is what the next `except*` raises errors from.
    fn end_star_body(&mut self, handler: &'a ExceptHandler<'a>, span: Span) {
        self.unit.b.drop_top(span);
        self.unit.b.drop_top(span);
        if let Some(name) = handler.name {
            self.unbind(name, span);
        }
    }
}
