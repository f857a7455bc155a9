//! Functions, lambdas, closures, defaults and annotations of parameters.

use std::sync::Arc;

use grammar::ast::{Arguments, Expr, ExprKind, FunctionDef, Span, Stmt, StmtKind};

use crate::code::{Code, Constant, flags};
use crate::collect::address;
use crate::emit::Target;
use crate::error::{Error, Result};
use crate::expr::Display;
use crate::fold;
use crate::op::{Arg, CodeIndex, Count, Instruction, Reg};
use crate::scope::{Role, ScopeId};
use crate::unit::{Compiler, docstring};

/// The bits of MakeFunction's parts.
pub(crate) mod parts {
    pub(crate) const DEFAULTS: u16 = 1;
    pub(crate) const KEYWORD_DEFAULTS: u16 = 2;
    pub(crate) const ANNOTATIONS: u16 = 4;
    pub(crate) const CLOSURE: u16 = 8;
}

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn function_def(
        &mut self,
        stmt: &'a Stmt<'a>,
        def: &'a FunctionDef<'a>,
    ) -> Result<()> {
        self.decorators(def.decorator_list)?;
        let line = self.definition_line(def.decorator_list, stmt.span);
        if def.type_params.is_empty() {
            let mut bits = self.defaults(def.args, stmt.span)?;
            bits |= self.annotations(def, stmt.span)?;
            let scope = self.scope_of(address(def), Role::Body)?;
            let code = self.function_code(scope, def, line, stmt.span)?;
            self.make_function(code, scope, bits, stmt.span)?;
        } else {
            self.generic_function(def, line, stmt.span)?;
        }
        self.apply_decorators(def.decorator_list);
        self.store_top_as(def.name, stmt.span);
        Ok(())
    }

    pub(crate) fn scope_of(&self, node: usize, role: Role) -> Result<ScopeId> {
        self.scopes.of(node, role).ok_or(Error::TooLarge("a scope is missing"))
    }

    pub(crate) fn decorators(&mut self, decorators: &'a [&'a Expr<'a>]) -> Result<()> {
        decorators.iter().try_for_each(|decorator| self.push(decorator))
    }

    pub(crate) fn apply_decorators(&mut self, decorators: &'a [&'a Expr<'a>]) {
        for decorator in decorators.iter().rev() {
            self.call_top(1, decorator.span);
        }
    }

    /// `co_firstlineno`: the first decorator's line.
    pub(crate) fn definition_line(&self, decorators: &[&Expr<'_>], span: Span) -> u32 {
        self.line_of(decorators.first().map_or(span, |decorator| decorator.span))
    }

    /// Pushes the defaults; gives the bits of those there are.
    pub(crate) fn defaults(&mut self, args: &'a Arguments<'a>, span: Span) -> Result<u16> {
        let mut bits = 0;
        if !args.defaults.is_empty() {
            bits |= parts::DEFAULTS;
            self.push_tuple(args.defaults, span)?;
        }
        let mut pairs = 0;
        for (arg, default) in args.kwonlyargs.iter().zip(args.kw_defaults) {
            let Some(default) = default else { continue };
            let name = self.mangle(arg.arg);
            let key = Constant::Str(self.names.text(name).as_bytes().into());
            self.unit.b.load_const(key, Target::Temp, span);
            self.push(default)?;
            pairs += 1;
        }
        if pairs > 0 {
            bits |= parts::KEYWORD_DEFAULTS;
            self.build_dict(pairs, span);
        }
        Ok(bits)
    }

    fn push_tuple(&mut self, items: &'a [&'a Expr<'a>], span: Span) -> Result<()> {
        if let Some(constant) = fold::tuple(items) {
            self.unit.b.load_const(constant, Target::Temp, span);
            return Ok(());
        }
        self.display(Display::List, items, span)?;
        let (list, dst) = (self.unit.b.take_top(), self.unit.b.def(Target::Temp, 1));
        self.unit.b.emit(Instruction::ListToTuple { dst, list }, span);
        Ok(())
    }

    /// Pushes the dict of annotations, if there are any.
    pub(crate) fn annotations(&mut self, def: &'a FunctionDef<'a>, span: Span) -> Result<u16> {
        let mut pairs = 0;
        let Arguments { posonlyargs, args, vararg, kwonlyargs, kwarg, .. } = *def.args;
        // CPython takes the positional-only ones second.
        let positional = args.iter().chain(posonlyargs);
        let args = positional.chain(vararg).chain(kwonlyargs).chain(kwarg);
        let args = args.map(|arg| (arg.arg, arg.annotation));
        for (name, annotation) in args.chain([("return", def.returns)]) {
            let Some(annotation) = annotation else { continue };
            let name = self.mangle(name);
            let key = Constant::Str(self.names.text(name).as_bytes().into());
            self.unit.b.load_const(key, Target::Temp, span);
            self.push_annotation(annotation)?;
            pairs += 1;
        }
        if pairs == 0 {
            return Ok(0);
        }
        self.build_dict(pairs, span);
        Ok(parts::ANNOTATIONS)
    }

    /// Pushes an annotation: its value, or its text.
    pub(crate) fn push_annotation(&mut self, annotation: &'a Expr<'a>) -> Result<()> {
        if self.future_annotations {
            let text = crate::unparse::unparse(annotation);
            self.unit.b.load_const(
                Constant::Str(text.into_boxed_slice()),
                Target::Temp,
                annotation.span,
            );
            return Ok(());
        }
        let ExprKind::Starred { value, .. } = annotation.kind else {
            return self.push(annotation);
        };
        self.push(value)?;
        let (src, first) = (self.unit.b.take_top(), self.unit.b.def(Target::Temp, 1));
        self.unit.b.emit(Instruction::Unpack { first, src, count: Count(1) }, annotation.span);
        Ok(())
    }

    /// Compiles the body of a function.
    pub(crate) fn function_code(
        &mut self,
        scope: ScopeId,
        def: &'a FunctionDef<'a>,
        line: u32,
        span: Span,
    ) -> Result<Arc<Code>> {
        let outer = self.scope;
        self.enter_unit(scope, def.name, line)?;
        self.set_arguments(def.args);
        let mut body = def.body;
        if let Some((text, _)) = docstring(body) {
            body = body.get(1..).unwrap_or_default();
            if self.options.optimize < 2 {
                self.unit.docstring = Some(clean_docstring(text).into_boxed_slice());
            }
        }
        self.stmts(body)?;
        let end = def.body.last().map_or(span, |stmt| crate::control::falls_off(stmt));
        self.return_none(end);
        self.leave_unit(outer)
    }

    fn set_arguments(&mut self, args: &Arguments<'_>) {
        let unit = &mut self.unit;
        unit.positional_only = args.posonlyargs.len() as u16;
        unit.arg_count = unit.positional_only + args.args.len() as u16;
        unit.keyword_only = args.kwonlyargs.len() as u16;
        if args.vararg.is_some() {
            unit.extra_flags |= flags::VARARGS;
        }
        if args.kwarg.is_some() {
            unit.extra_flags |= flags::VARKEYWORDS;
        }
    }

    pub(crate) fn lambda(
        &mut self,
        expr: &'a Expr<'a>,
        args: &'a Arguments<'a>,
        body: &'a Expr<'a>,
    ) -> Result<()> {
        let bits = self.defaults(args, expr.span)?;
        let outer = self.scope;
        let scope = self.scope_of(address(expr), Role::Body)?;
        self.enter_unit(scope, "<lambda>", self.line_of(expr.span))?;
        self.set_arguments(args);
        let value = self.operand(body, false)?;
        self.return_value(value, body.span);
        let code = self.leave_unit(outer)?;
        self.make_function(code, scope, bits, expr.span)
    }

    /// Makes the function of a code; its parts, but for the closure, are pushed already.
    pub(crate) fn make_function(
        &mut self,
        code: Arc<Code>,
        scope: ScopeId,
        mut bits: u16,
        span: Span,
    ) -> Result<()> {
        let free: Vec<_> = self.scopes[scope].free.keys().copied().collect();
        if !free.is_empty() {
            bits |= parts::CLOSURE;
            for &name in &free {
                let cell = self.scopes.captured(self.scope, name);
                let cell = cell.ok_or(Error::TooLarge("a captured variable is missing"))?;
                self.unit.b.push_copy(Reg(cell), span);
            }
            self.build(Display::Tuple, free.len() as u16, Target::Temp, span);
        }
        let first = self.unit.b.def(Target::Temp, bits.count_ones() as u16);
        let code = CodeIndex(self.unit.b.add_code(code));
        self.unit.b.emit(Instruction::MakeFunction { first, code, parts: Arg(bits) }, span);
        Ok(())
    }
}

/// The place of the statement that a body runs last.
pub(crate) fn last_span(stmt: &Stmt<'_>) -> Span {
    match stmt.kind {
        StmtKind::Expr { value } => value.span,
        _ => stmt.span,
    }
}

/// A docstring without the indentation that its lines share, as CPython 3.13 keeps it.
pub(crate) fn clean_docstring(text: &[u8]) -> Vec<u8> {
    let text = expand_tabs(text);
    let indentation = |line: &[u8]| line.iter().take_while(|&&byte| byte == b' ').count();
    let mut lines = text.split(|&byte| byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let margin = lines
        .clone()
        .filter(|line| line.iter().any(|&byte| byte != b' '))
        .map(indentation)
        .min()
        .unwrap_or(0);
    let mut cleaned = Vec::with_capacity(text.len());
    cleaned.extend_from_slice(first.get(indentation(first)..).unwrap_or_default());
    for line in lines {
        cleaned.push(b'\n');
        let skipped = indentation(line).min(margin);
        cleaned.extend_from_slice(line.get(skipped..).unwrap_or_default());
    }
    cleaned
}

fn expand_tabs(text: &[u8]) -> Vec<u8> {
    let mut expanded = Vec::with_capacity(text.len());
    let mut column = 0;
    for &byte in text {
        match byte {
            b'\t' => {
                let width = 8 - column % 8;
                expanded.resize(expanded.len() + width, b' ');
                column += width;
            }
            b'\n' | b'\r' => {
                expanded.push(byte);
                column = 0;
            }
            _ => {
                expanded.push(byte);
                // Continuation bytes of UTF-8 have no width of their own.
                column += usize::from(byte & 0xc0 != 0x80);
            }
        }
    }
    expanded
}
