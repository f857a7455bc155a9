//! Comprehensions, which run in the code around them, and generator expressions, which do not.

use grammar::ast::{Comprehension, Expr, ExprKind, Span};

use crate::code::Constant;
use crate::collect::address;
use crate::emit::Target;
use crate::error::Result;
use crate::expr::{Display, is_starred};
use crate::fold;
use crate::op::{Def, Instruction, Keep, Reg};
use crate::scope::{Place, Role, ScopeId, ScopeKind, mention};
use crate::unit::Compiler;

/// What becomes of each element.
#[derive(Clone, Copy)]
enum Element<'a> {
    List(Keep, &'a Expr<'a>),
    Set(Keep, &'a Expr<'a>),
    Dict(Keep, &'a Expr<'a>, &'a Expr<'a>),
    Yield(&'a Expr<'a>),
}

impl<'a> Compiler<'_, 'a> {
    /// A list, set or dict comprehension, inlined.
    pub(crate) fn comprehension(&mut self, expr: &'a Expr<'a>) -> Result<()> {
        let span = expr.span;
        let held = Keep(self.unit.b.temp(self.unit.b.height));
        let (element, generators) = match expr.kind {
            ExprKind::ListComp { elt, generators } => {
                self.build(Display::List, 0, Target::Temp, span);
                (Element::List(held, elt), generators)
            }
            ExprKind::SetComp { elt, generators } => {
                self.build(Display::Set, 0, Target::Temp, span);
                (Element::Set(held, elt), generators)
            }
            ExprKind::DictComp { key, value, generators } => {
                self.build_dict(0, span);
                (Element::Dict(held, key, value), generators)
            }
            _ => return self.error("not a comprehension", span),
        };
        let inner_scope = self.scope_of(address(expr), Role::Body)?;
        self.check_async(inner_scope, generators, span)?;
        let Some(first) = generators.first() else { return Ok(()) };
        self.push_first_iterator(first)?;
        let outer_scope = self.scope;
        self.scope = inner_scope;
        let variables = self.comprehension_variables(self.scope);
        let failed = self.unit.b.label();
        let height = self.unit.b.height;
        self.unit.b.height = height.saturating_sub(2);
        let outer = self.unit.b.protect(failed);
        self.unit.b.height = height;
        for &(reg, is_cell) in &variables {
            self.unit.b.assigned.remove(reg);
            if is_cell {
                self.unit.b.emit(Instruction::MakeCell { local: Keep(Reg(reg)) }, span);
            }
        }
        self.generators(generators, element, span)?;
        self.scope = outer_scope;
        self.unit.b.handler = outer;
        self.clear(&variables, span);
        if !variables.is_empty() {
            self.clear_after_failure(failed, &variables, span);
        } else {
            self.reraise_at(failed, span);
        }
        Ok(())
    }

    /// Variables of the comprehension do not outlive it, even if it fails.
    fn clear_after_failure(
        &mut self,
        failed: crate::emit::Label,
        variables: &[(u16, bool)],
        span: Span,
    ) {
        let b = &mut self.unit.b;
        let end = b.label();
        let height = b.height;
        b.jump(end, span);
        b.bind_handler(failed);
        self.clear(variables, span);
        let exc = self.unit.b.take_top();
        self.unit.b.emit(Instruction::Reraise { exc }, span);
        self.unit.b.height = height;
        self.unit.b.bind(end);
    }

    fn reraise_at(&mut self, failed: crate::emit::Label, span: Span) {
        self.clear_after_failure(failed, &[], span);
    }

    fn clear(&mut self, variables: &[(u16, bool)], span: Span) {
        for &(reg, _) in variables {
            // Perhaps it is unbound: only a bound one can be deleted.
            self.unit.b.load_const(Constant::None, Target::Local(Reg(reg)), span);
            self.unit.b.emit(Instruction::DeleteLocal { local: Keep(Reg(reg)) }, span);
            self.unit.b.assigned.remove(reg);
        }
    }

    /// Registers of the variables that a comprehension binds, and which of them are cells.
    fn comprehension_variables(&self, scope: ScopeId) -> Vec<(u16, bool)> {
        let symbols = &self.scopes[scope].symbols;
        let bound = symbols.iter().filter(|(_, s)| s.mentions & mention::LOCAL != 0);
        bound
            .filter_map(|(&name, _)| match self.scopes.place(scope, name) {
                Place::Local(reg) => Some((reg, false)),
                Place::Cell(reg) => Some((reg, true)),
                _ => None,
            })
            .collect()
    }

    fn check_async(
        &self,
        comprehension: ScopeId,
        generators: &[Comprehension<'a>],
        span: Span,
    ) -> Result<()> {
        let awaits = self.scopes[comprehension].is_coroutine;
        if !awaits && !generators.iter().any(|generator| generator.is_async) {
            return Ok(());
        }
        let scope = &self.scopes[self.unit.scope];
        let allowed = match scope.kind {
            ScopeKind::Function => scope.is_async_function,
            ScopeKind::Generator => true,
            ScopeKind::Module => self.options.top_level_await,
            ScopeKind::Lambda
            | ScopeKind::Class
            | ScopeKind::Comprehension
            | ScopeKind::TypeParams
            | ScopeKind::TypeVariable
            | ScopeKind::TypeAlias
            | ScopeKind::Annotation => false,
        };
        if allowed {
            return Ok(());
        }
        self.error("asynchronous comprehension outside of an asynchronous function", span)
    }

    fn push_first_iterator(&mut self, first: &'a Comprehension<'a>) -> Result<()> {
        if first.is_async {
            self.push_loop_display(first.iter)?;
            let a = self.unit.b.take_top();
            self.get_async_iterator(a, first.iter.span);
            Ok(())
        } else {
            self.push_iterator(first.iter)
        }
    }

    /// What a comprehension goes through; a display that nobody can change there becomes a constant's
    /// kind. That it is no asynchronous iterable, a message says by its type.
    fn push_loop_display(&mut self, iter: &'a Expr<'a>) -> Result<()> {
        match iter.kind {
            ExprKind::List { elts, .. } if !elts.iter().any(|elt| is_starred(elt)) => {
                self.tuple(elts, Target::Temp, iter.span)
            }
            ExprKind::Set { elts } => match fold::frozen_set(elts) {
                Some(constant) => {
                    self.unit.b.load_const(constant, Target::Temp, iter.span);
                    Ok(())
                }
                None => self.push(iter),
            },
            _ => self.push(iter),
        }
    }

    /// The loops; the iterator of the first is on top.
    fn generators(
        &mut self,
        generators: &'a [Comprehension<'a>],
        element: Element<'a>,
        span: Span,
    ) -> Result<()> {
        self.stack.check()?;
        let Some((first, rest)) = generators.split_first() else { return Ok(()) };
        let b = &mut self.unit.b;
        let (head, next, end) = (b.label(), b.label(), b.label());
        b.bind_loop(head);
        if first.is_async {
            self.next_async_item(first.target, span, end)?;
        } else {
            self.next_item(first.target, first.iter, end)?;
        }
        for test in first.ifs {
            self.condition(test, false, next)?;
        }
        if let Some(inner) = rest.first() {
            self.push_first_iterator(inner)?;
            self.generators(rest, element, span)?;
        } else {
            self.element(element, span)?;
        }
        self.unit.b.bind(next);
        self.unit.b.jump_back(head, span);
        if first.is_async {
            self.end_async_iteration(end, first.iter.span);
        } else {
            self.unit.b.bind(end);
        }
        Ok(())
    }

    fn element(&mut self, element: Element<'a>, span: Span) -> Result<()> {
        let instruction = match element {
            Element::List(list, value) => {
                let value = self.operand(value, false)?;
                Instruction::ListAppend { list, value }
            }
            Element::Set(set, value) => {
                let value = self.operand(value, false)?;
                Instruction::SetAdd { set, value }
            }
            Element::Dict(dict, key, value) => {
                let key = self.operand(key, true)?;
                let value = self.operand(value, false)?;
                Instruction::DictSet { dict, key, value }
            }
            Element::Yield(value) => {
                let at = value.span;
                let value = self.operand(value, false)?;
                self.yield_value(value, Target::Temp, at);
                self.unit.b.drop_top(at);
                return Ok(());
            }
        };
        self.unit.b.emit(instruction, span);
        Ok(())
    }

    pub(crate) fn generator_expression(&mut self, expr: &'a Expr<'a>) -> Result<()> {
        let ExprKind::GeneratorExp { elt, generators } = expr.kind else {
            return self.error("not a generator expression", expr.span);
        };
        let span = expr.span;
        let outer = self.scope;
        let scope = self.scope_of(address(expr), Role::Body)?;
        self.enter_unit(scope, "<genexpr>", self.line_of(span))?;
        self.unit.arg_count = 1;
        self.load_iterator_argument(span);
        self.generators(generators, Element::Yield(elt), span)?;
        self.return_none(span);
        let code = self.leave_unit(outer)?;
        self.make_function(code, scope, 0, span)?;
        if let Some(first) = generators.first() {
            self.push_first_iterator(first)?;
        }
        self.call_top(1, span);
        Ok(())
    }

    fn load_iterator_argument(&mut self, span: Span) {
        let dst: Def = self.unit.b.def(Target::Temp, 0);
        let src = crate::op::Use { reg: Reg(0), take: false };
        self.unit.b.emit(Instruction::Move { dst, src }, span);
    }
}
