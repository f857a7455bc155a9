//! The compiler's state: the codes being made, innermost last, and how one begins and ends.

use std::sync::Arc;

use grammar::Warning;
use grammar::ast::{Expr, Mod, Span, Stmt};
use indexmap::IndexSet;

use crate::code::{Code, Constant, Handler, Mark, Position, Positions, flags};
use crate::collect::{Collector, Nesting};
use crate::control::Block;
use crate::emit::{Builder, HandlerId, Label, Target};
use crate::error::{Error, Result, StackBudget, Text};
use crate::future::{self, Future};
use crate::names::{Class, Name, Names};
use crate::op::{Helper, Instruction, Keep, Op, Reg, Which};
use crate::scope::{Place, Role, ScopeId, ScopeKind, Scopes, mention};
use crate::{CodeMode, Compiled, Options};

/// One code in the making.
pub(crate) struct Unit<'a> {
    pub(crate) b: Builder,
    pub(crate) scope: ScopeId,
    pub(crate) kind: ScopeKind,
    pub(crate) name: String,
    pub(crate) qualname: String,
    pub(crate) first_line: u32,
    /// What `break`, `continue` and `return` have to leave, innermost last.
    pub(crate) blocks: Vec<Block<'a>>,
    /// How many `finally` bodies enclose what is being compiled.
    pub(crate) finals: u16,
    /// Attributes that methods of this class assign to `self`.
    pub(crate) static_attributes: IndexSet<Name>,
    pub(crate) docstring: Option<Box<[u8]>>,
    pub(crate) arg_count: u16,
    pub(crate) positional_only: u16,
    pub(crate) keyword_only: u16,
    pub(crate) extra_flags: u32,
    /// The handler around the body of a generator or coroutine.
    stop_iteration: Option<Label>,
}

/// A compilation under way.
pub(crate) struct Compiler<'c, 'a> {
    pub(crate) text: &'c Text<'a>,
    pub(crate) names: Names,
    pub(crate) scopes: Scopes,
    pub(crate) options: Options,
    pub(crate) filename: Arc<str>,
    pub(crate) stack: StackBudget,
    pub(crate) future_annotations: bool,
    /// Where the last of the `from __future__` imports at the top starts; 0 if there are none.
    pub(crate) last_future: u32,
    pub(crate) unit: Unit<'a>,
    pub(crate) outer: Vec<Unit<'a>>,
    /// The scope of the names here: the unit's, or a comprehension's in it.
    pub(crate) scope: ScopeId,
    /// The class whose private names are mangled here.
    pub(crate) class: Option<Class>,
    pub(crate) warnings: Vec<Warning>,
}

/// Names and scopes of a tree, resolved.
pub(crate) struct Scoped {
    pub(crate) names: Names,
    pub(crate) scopes: Scopes,
    pub(crate) top: ScopeId,
    future: Future,
}

/// Finds out what the names of a tree mean.
pub(crate) fn scoped<'a>(module: &Mod<'a>, text: &Text<'a>, options: Options) -> Result<Scoped> {
    let mut future = future::scan(module, text)?;
    future.annotations |= options.future_annotations;
    let mut names = Names::default();
    let mut scopes = Scopes::new(&mut names);
    let top = scopes.add(ScopeKind::Module, None, None, (0, Role::Body));
    let mut collector = Collector {
        names: &mut names,
        scopes,
        text,
        stack: StackBudget::new(options.stack_bytes),
        future_annotations: future.annotations,
        scope: top,
        class: None,
        nesting: Nesting::default(),
        in_iterable: false,
        in_target: false,
        comprehension_word: "",
        type_variable_word: "",
    };
    collector.module(module)?;
    let mut scopes = collector.scopes;
    scopes.resolve(&names, text)?;
    Ok(Scoped { names, scopes, top, future })
}

/// Compiles a whole tree.
pub(crate) fn run<'a>(
    module: &Mod<'a>,
    text: &Text<'a>,
    filename: &str,
    options: Options,
) -> Result<Compiled> {
    let stack = StackBudget::new(options.stack_bytes);
    let Scoped { names, scopes, top, future } = scoped(module, text, options)?;
    let unit = Unit::new(&scopes, top, "<module>", "<module>".to_owned(), 1);
    let mut compiler = Compiler {
        text,
        names,
        scopes,
        options,
        filename: filename.into(),
        stack,
        future_annotations: future.annotations,
        last_future: future.last,
        unit,
        outer: Vec::new(),
        scope: top,
        class: None,
        warnings: Vec::new(),
    };
    compiler.module(module)?;
    let unit = compiler.take_unit();
    let code = compiler.finish(unit)?;
    Ok(Compiled { code, warnings: compiler.warnings })
}

impl<'a> Compiler<'_, 'a> {
    fn module(&mut self, module: &Mod<'a>) -> Result<()> {
        let awaits = self.scopes[self.scope].is_coroutine && self.options.top_level_await;
        if awaits {
            self.unit.extra_flags |= flags::COROUTINE;
        }
        self.begin_body();
        match *module {
            Mod::Module { body, .. } | Mod::Interactive { body } => {
                let interactive = self.options.mode == CodeMode::Interactive;
                self.module_body(body, interactive)
            }
            Mod::Expression { body } => {
                let value = self.operand(body, false)?;
                self.return_value(value, body.span);
                Ok(())
            }
            Mod::FunctionType { returns, .. } => {
                self.error("a function's type is no code", returns.span)
            }
        }
    }

    fn module_body(&mut self, body: &'a [&'a Stmt<'a>], interactive: bool) -> Result<()> {
        let annotated =
            self.scopes[self.scope].symbols.values().any(|s| s.mentions & mention::ANNOTATED != 0)
                || crate::stmt::has_annotations(body);
        let start = Span::default();
        if annotated {
            self.setup_annotations(start);
        }
        let mut rest = body;
        if !interactive && let Some((text, span)) = docstring(body) {
            rest = body.get(1..).unwrap_or_default();
            if self.options.optimize < 2 {
                self.unit.docstring = Some(text.into());
                self.unit.b.load_const(Constant::Str(text.into()), Target::Temp, span);
                self.store_raw("__doc__", span);
            }
        }
        for stmt in rest {
            self.stmt(stmt)?;
        }
        let span = body.last().map_or(start, |stmt| crate::control::falls_off(stmt));
        self.return_none(span);
        Ok(())
    }

    /// Calls a helper on the topmost temporaries; its result replaces them.
    pub(crate) fn helper(&mut self, helper: Helper, span: Span) {
        let first = self.unit.b.top_run(helper.arity());
        let dst = self.unit.b.def(Target::Temp, helper.arity());
        self.unit.b.emit(Instruction::CallHelper { dst, first, which: Which(helper as u16) }, span);
    }

    pub(crate) fn return_none(&mut self, span: Span) {
        self.unit.b.load_const(Constant::None, Target::Temp, span);
        let value = self.unit.b.take_top();
        self.return_value(value, span);
    }

    pub(crate) fn error<T>(&self, message: impl Into<String>, span: Span) -> Result<T> {
        Err(self.text.error(message.into(), span))
    }

    pub(crate) fn warn(&mut self, message: impl Into<String>, span: Span) {
        let lineno = self.text.lines.location(span.start).line;
        self.warnings.push(Warning { message: message.into(), span, lineno });
    }

    pub(crate) fn line_of(&self, span: Span) -> u32 {
        self.text.lines.location(span.start).line
    }

    // ---- units ---------------------------------------------------------------------------------

    /// Begins the code of a scope inside the present one.
    pub(crate) fn enter_unit(&mut self, scope: ScopeId, name: &str, first_line: u32) -> Result<()> {
        self.stack.check()?;
        let qualname = self.qualname_of(scope, name);
        let unit = Unit::new(&self.scopes, scope, name, qualname, first_line);
        self.outer.push(std::mem::replace(&mut self.unit, unit));
        self.scope = scope;
        self.class = self.scopes[scope].class.clone();
        self.begin_body();
        Ok(())
    }

    /// Ends the code that `enter_unit` began; `scope` is where the outer one goes on.
    pub(crate) fn leave_unit(&mut self, scope: ScopeId) -> Result<Arc<Code>> {
        let unit = self.take_unit();
        self.scope = scope;
        self.class = self.scopes[scope].class.clone();
        self.finish(unit)
    }

    fn take_unit(&mut self) -> Unit<'a> {
        match self.outer.pop() {
            Some(outer) => std::mem::replace(&mut self.unit, outer),
            None => {
                let empty = Unit::new(&self.scopes, self.scope, "", String::new(), 0);
                std::mem::replace(&mut self.unit, empty)
            }
        }
    }

    fn qualname_of(&mut self, scope: ScopeId, name: &str) -> String {
        let mut parent = &self.unit;
        if matches!(parent.kind, ScopeKind::TypeParams | ScopeKind::TypeVariable) {
            match self.outer.last() {
                Some(outer) if !self.outer.is_empty() => parent = outer,
                _ => return name.to_owned(),
            }
        }
        if parent.kind == ScopeKind::Module {
            return name.to_owned();
        }
        let kind = self.scopes[scope].kind;
        if matches!(kind, ScopeKind::Function | ScopeKind::Class) {
            let own = parent.scope;
            let mangled = self.names.mangle(self.class.as_ref(), name);
            if self.scopes.place(own, mangled) == Place::ExplicitGlobal {
                return name.to_owned();
            }
        }
        let function =
            matches!(parent.kind, ScopeKind::Function | ScopeKind::Lambda | ScopeKind::TypeAlias);
        let middle = if function { ".<locals>." } else { "." };
        format!("{}{middle}{name}", parent.qualname)
    }

    /// What stands before every body: the generator's handler, cells and free variables.
    fn begin_body(&mut self) {
        let is_generator = self.is_generator_like();
        let scope = &self.scopes[self.unit.scope];
        let span = Span::default();
        let first_free = scope.layout.first_free;
        if is_generator {
            let label = self.unit.b.label();
            self.unit.b.protect(label);
            self.unit.stop_iteration = Some(label);
        }
        for &cell in &scope.layout.own_cells {
            self.unit.b.emit(Instruction::MakeCell { local: Keep(Reg(cell)) }, span);
        }
        if !scope.free.is_empty() {
            self.unit.b.emit(Instruction::CopyFree { first: Keep(Reg(first_free)) }, span);
        }
    }

    fn is_generator_like(&self) -> bool {
        let scope = &self.scopes[self.unit.scope];
        match scope.kind {
            ScopeKind::Module => self.unit.extra_flags & flags::COROUTINE != 0,
            ScopeKind::Class => false,
            _ => scope.is_generator || scope.is_coroutine,
        }
    }

    /// Turns a StopIteration that leaves the body into a RuntimeError.
    fn end_body(&mut self, unit: &mut Unit<'a>) {
        let Some(label) = unit.stop_iteration else { return };
        let span = Span::default();
        let b = &mut unit.b;
        b.handler = HandlerId(0);
        b.bind_handler(label);
        let first = b.top_run(1);
        let dst = b.def(Target::Temp, 1);
        let which = Which(Helper::StopIterationError as u16);
        b.emit(Instruction::CallHelper { dst, first, which }, span);
        b.emit(Instruction::Reraise { exc: b.take_top() }, span);
    }

    fn finish(&mut self, mut unit: Unit<'a>) -> Result<Arc<Code>> {
        self.end_body(&mut unit);
        unit.b.patch()?;
        let handlers = handler_table(&unit.b)?;
        let positions: Vec<Position> =
            unit.b.lines.iter().map(|line| self.position(line.span, unit.first_line)).collect();
        let scope = &self.scopes[unit.scope];
        let layout = &scope.layout;
        let mut cells = layout.own_cells.clone();
        cells.extend(&layout.inner_cells);
        cells.sort_unstable();
        let local_name = |name: &Option<Name>| -> Box<str> {
            name.map_or("", |name| self.names.text(name)).into()
        };
        let marks = self.marks(&unit, &positions);
        let code = Code {
            name: unit.name.as_str().into(),
            qualname: unit.qualname.as_str().into(),
            filename: self.filename.clone(),
            first_line: unit.first_line,
            flags: self.flags(&unit),
            arg_count: unit.arg_count,
            positional_only: unit.positional_only,
            keyword_only: unit.keyword_only,
            locals: unit.b.locals,
            local_names: layout.locals.iter().map(local_name).collect(),
            cells: cells.into_boxed_slice(),
            first_free: layout.first_free,
            registers: unit.b.locals + unit.b.highest,
            words: unit.b.lines.iter().map(|line| line.word).collect(),
            heights: unit.b.lines.iter().map(|line| line.height).collect(),
            handlers,
            consts: unit.b.constants.finish(),
            names: unit.b.names.into_boxed_slice(),
            sites: unit.b.sites.into_boxed_slice(),
            calls: unit.b.calls.into_boxed_slice(),
            codes: unit.b.codes.into_boxed_slice(),
            positions: Positions::pack(&positions),
            marks,
            docstring: unit.docstring,
        };
        #[cfg(debug_assertions)]
        if let Err(wrong) = crate::verify::verify(&code) {
            panic!("{wrong}\n{}", crate::dis::dis(&code));
        }
        Ok(Arc::new(code))
    }

    /// The lines of marked statements whose first instruction is of another line.
    fn marks(&self, unit: &Unit<'a>, positions: &[Position]) -> Box<[Mark]> {
        let marks = unit.b.marks.iter().filter_map(|mark| {
            let line = self.line_of(mark.span);
            let first = positions.get(mark.word as usize)?;
            let empty = (first.line, first.column) == (first.end_line, first.end_column);
            let word = unit.b.lines.get(mark.word as usize)?.word;
            let added = Op::from_number(word.opcode()).is_some_and(Op::is_added);
            let skipped_from = mark.skipped_from.clone().into();
            let missing = first.line != line || empty || added;
            missing.then_some(Mark { word: mark.word, line, skipped_from })
        });
        marks.collect()
    }

    fn flags(&self, unit: &Unit<'a>) -> u32 {
        let scope = &self.scopes[unit.scope];
        let mut bits = unit.extra_flags;
        if unit.kind.is_function_like() {
            bits |= flags::OPTIMIZED | flags::NEWLOCALS;
            bits |= match (scope.is_generator, scope.is_coroutine) {
                (true, true) => flags::ASYNC_GENERATOR,
                (true, false) => flags::GENERATOR,
                (false, true) => flags::COROUTINE,
                (false, false) => 0,
            };
        }
        let nested = unit.kind.is_function_like()
            && self.outer_scopes(unit.scope).any(|kind| kind.is_function_like());
        if nested {
            bits |= flags::NESTED;
        }
        if self.future_annotations {
            bits |= flags::FUTURE_ANNOTATIONS;
        }
        bits
    }

    fn outer_scopes(&self, scope: ScopeId) -> impl Iterator<Item = ScopeKind> + '_ {
        let mut at = self.scopes[scope].parent;
        std::iter::from_fn(move || {
            let scope = at?;
            at = self.scopes[scope].parent;
            Some(self.scopes[scope].kind)
        })
    }

    fn position(&self, span: Span, first_line: u32) -> Position {
        if span == Span::default() {
            return Position { line: first_line, end_line: first_line, column: 0, end_column: 0 };
        }
        let start = self.text.lines.location(span.start);
        let end = self.text.lines.location(span.end);
        Position {
            line: start.line,
            end_line: end.line,
            column: start.column,
            end_column: end.column,
        }
    }
}

impl<'a> Unit<'a> {
    fn new(scopes: &Scopes, scope: ScopeId, name: &str, qualname: String, line: u32) -> Unit<'a> {
        let layout = &scopes[scope].layout;
        let mut b = Builder::new(layout.locals.len() as u16);
        if layout.locals.len() > usize::from(u16::MAX / 2) {
            b.overflow = Some("too many local variables");
        }
        for register in 0..scopes[scope].params.len() as u16 {
            b.assigned.insert(register);
        }
        for (&name, symbol) in &scopes[scope].symbols {
            if symbol.mentions & mention::DELETED != 0
                && let Place::Local(register) = scopes.place(scope, name)
            {
                b.deleted.insert(register);
            }
        }
        Unit {
            b,
            scope,
            kind: scopes[scope].kind,
            name: name.to_owned(),
            qualname,
            first_line: line,
            blocks: Vec::new(),
            finals: 0,
            static_attributes: IndexSet::new(),
            docstring: None,
            arg_count: 0,
            positional_only: 0,
            keyword_only: 0,
            extra_flags: 0,
            stop_iteration: None,
        }
    }
}

/// The docstring that a body begins with, and where.
pub(crate) fn docstring<'a>(body: &[&'a Stmt<'a>]) -> Option<(&'a [u8], Span)> {
    let grammar::ast::StmtKind::Expr { value } = body.first()?.kind else { return None };
    let Expr { kind: grammar::ast::ExprKind::Constant { value: constant, .. }, span } = value
    else {
        return None;
    };
    let grammar::ast::Constant::Str(text) = constant else { return None };
    Some((text.as_bytes(), *span))
}

/// Ranges of words with the same handler.
fn handler_table(b: &Builder) -> Result<Box<[Handler]>> {
    let mut table = Vec::new();
    let mut start = 0u32;
    for run in b.lines.chunk_by(|one, next| one.handler == next.handler) {
        let end = start + run.len() as u32;
        let handler = run.first().map_or(HandlerId(0), |line| line.handler);
        if let Some(index) = (handler.0 as usize).checked_sub(1) {
            let state = b.handlers.get(index).ok_or(Error::TooLarge("a handler is missing"))?;
            if !state.used {
                start = end;
                continue;
            }
            let target =
                b.label_at(state.label).ok_or(Error::TooLarge("a handler has no place"))?;
            table.push(Handler { start, end, target, height: state.height });
        }
        start = end;
    }
    Ok(table.into_boxed_slice())
}
