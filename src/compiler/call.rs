//! Calls of all shapes.

use grammar::ast::{Expr, ExprKind, Keyword, Span};

use crate::code::{CallShape, Constant};
use crate::emit::Target;
use crate::error::Result;
use crate::expr::{DISPLAY_LIMIT, Display, is_starred};
use crate::op::{Arg, CallSite, Count, Instruction, Keep};
use crate::unit::Compiler;

/// With more arguments a call goes by tuple and dict.
const ARGUMENT_LIMIT: usize = 200;

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn call(
        &mut self,
        expr: &'a Expr<'a>,
        func: &'a Expr<'a>,
        args: &'a [&'a Expr<'a>],
        keywords: &'a [Keyword<'a>],
        target: Target,
    ) -> Result<()> {
        self.check_keywords(keywords)?;
        self.warn_call(func);
        if !is_plain(args, keywords) {
            self.push(func)?;
            return self.call_with_stars(0, args, keywords, target, expr.span);
        }
        let mut span = expr.span;
        let is_method = match func.kind {
            ExprKind::Attribute { value, attr, .. } => {
                let object = self.operand(value, false)?;
                let site = self.site(attr);
                let first = self.unit.b.def_after(Target::Temp, &[object]);
                let at = self.attribute_span(func.span, attr);
                self.unit.b.emit(Instruction::LoadMethod { first, object, site }, at);
                span.start = at.start;
                true
            }
            _ => {
                self.push(func)?;
                false
            }
        };
        for arg in args {
            self.push(arg)?;
        }
        self.finish_call(is_method, args.len() as u16, keywords, target, span)
    }

    /// Evaluates keyword values and calls what lies on the temporaries.
    pub(crate) fn finish_call(
        &mut self,
        is_method: bool,
        positional: u16,
        keywords: &'a [Keyword<'a>],
        target: Target,
        span: Span,
    ) -> Result<()> {
        let mut names = Vec::with_capacity(keywords.len());
        for keyword in keywords {
            self.push(keyword.value)?;
            names.extend(keyword.arg.map(|name| self.keyword_name(name)));
        }
        let count = positional + keywords.len() as u16;
        let callee = if is_method { 2 } else { 1 };
        let b = &mut self.unit.b;
        let first = b.top_run(count + callee);
        let dst = b.def(target, count + callee);
        let instruction = if !keywords.is_empty() {
            let keywords = names.into_boxed_slice();
            let site = CallSite(b.add_call(CallShape { count, method: is_method, keywords }));
            Instruction::CallKw { dst, first, site }
        } else if is_method {
            Instruction::CallMethod { dst, first, count: Count(count) }
        } else {
            Instruction::Call { dst, first, count: Count(count) }
        };
        self.unit.b.emit(instruction, span);
        Ok(())
    }

    fn keyword_name(&mut self, text: &str) -> u32 {
        let name = self.names.intern(text);
        self.unit.b.name_index(name, text)
    }

    /// Calls the callee below the `count` topmost temporaries with them.
    pub(crate) fn call_top(&mut self, count: u16, span: Span) {
        let first = self.unit.b.top_run(count + 1);
        let dst = self.unit.b.def(Target::Temp, count + 1);
        self.unit.b.emit(Instruction::Call { dst, first, count: Count(count) }, span);
    }

    /// A call through a tuple and a dict. The callee is on the temporaries, and `given` positional
    /// arguments behind it.
    pub(crate) fn call_with_stars(
        &mut self,
        given: u16,
        args: &'a [&'a Expr<'a>],
        keywords: &'a [Keyword<'a>],
        target: Target,
        span: Span,
    ) -> Result<()> {
        let callee = Keep(self.unit.b.top_run(given + 1).0);
        self.push_positional(given, args, span)?;
        self.call_star(callee, keywords, target, span)
    }

    /// Calls a callee whose tuple of positional arguments is on top.
    pub(crate) fn call_star(
        &mut self,
        callee: Keep,
        keywords: &'a [Keyword<'a>],
        target: Target,
        span: Span,
    ) -> Result<()> {
        let has_keywords = !keywords.is_empty();
        if has_keywords {
            self.push_keywords(keywords, callee, span)?;
        }
        let count = 2 + u16::from(has_keywords);
        let first = self.unit.b.top_run(count);
        let dst = self.unit.b.def(target, count);
        let kw = Arg(u16::from(has_keywords));
        self.unit.b.emit(Instruction::CallStar { dst, first, kw }, span);
        Ok(())
    }

    fn push_positional(&mut self, given: u16, args: &'a [&'a Expr<'a>], span: Span) -> Result<()> {
        if let ([only], 0) = (args, given)
            && let ExprKind::Starred { value, .. } = only.kind
        {
            return self.push(value);
        }
        let plain = usize::from(given) + args.len() <= DISPLAY_LIMIT;
        if plain && !args.iter().any(|arg| is_starred(arg)) {
            for arg in args {
                self.push(arg)?;
            }
            self.build(Display::Tuple, given + args.len() as u16, Target::Temp, span);
            return Ok(());
        }
        let prefix = args.iter().take(DISPLAY_LIMIT).take_while(|arg| !is_starred(arg)).count();
        let (first, rest) = args.split_at_checked(prefix).unwrap_or((args, &[]));
        for arg in first {
            self.push(arg)?;
        }
        self.build(Display::List, given + prefix as u16, Target::Temp, span);
        self.extend_display(Display::List, rest, span)?;
        let (list, dst) = (self.unit.b.take_top(), self.unit.b.def(Target::Temp, 1));
        self.unit.b.emit(Instruction::ListToTuple { dst, list }, span);
        Ok(())
    }

    /// Pushes a mapping of all keyword arguments: one that stands alone as it is, else a new dict.
    fn push_keywords(
        &mut self,
        keywords: &'a [Keyword<'a>],
        callee: Keep,
        span: Span,
    ) -> Result<()> {
        if let [Keyword { arg: None, value, .. }] = keywords {
            return self.push(value);
        }
        let mut groups = keywords.chunk_by(|a, b| a.arg.is_some() && b.arg.is_some()).peekable();
        let mut is_first = true;
        if groups.peek().is_some_and(|group| group.first().is_some_and(|k| k.arg.is_none())) {
            self.build_dict(0, span);
            is_first = false;
        }
        for group in groups {
            for group in group.chunks(DISPLAY_LIMIT) {
                self.keyword_group(group, callee, is_first, span)?;
                is_first = false;
            }
        }
        Ok(())
    }

    fn keyword_group(
        &mut self,
        group: &'a [Keyword<'a>],
        callee: Keep,
        is_first: bool,
        span: Span,
    ) -> Result<()> {
        for keyword in group {
            if let Some(name) = keyword.arg {
                let key = Constant::Str(name.as_bytes().into());
                self.unit.b.load_const(key, Target::Temp, span);
            }
            self.push(keyword.value)?;
        }
        if group.iter().all(|keyword| keyword.arg.is_some()) {
            self.build_dict(group.len() as u16, span);
        }
        if !is_first {
            let value = self.unit.b.take_top();
            let dict = Keep(self.unit.b.top_run(2).0);
            self.unit.b.emit(Instruction::DictMerge { dict, value, callee }, span);
        }
        Ok(())
    }

    /// Builds a dict of the topmost pairs.
    pub(crate) fn build_dict(&mut self, pairs: u16, span: Span) {
        let first = self.unit.b.top_run(2 * pairs);
        let dst = self.unit.b.def(Target::Temp, 2 * pairs);
        self.unit.b.emit(Instruction::BuildDict { dst, first, count: Count(pairs) }, span);
    }

    pub(crate) fn check_keywords(&self, keywords: &'a [Keyword<'a>]) -> Result<()> {
        let mut seen = std::collections::HashSet::new();
        for keyword in keywords {
            let Some(name) = keyword.arg else { continue };
            if !seen.insert(name) {
                return self.error(format!("keyword argument repeated: {name}"), keyword.span);
            }
        }
        Ok(())
    }
}

pub(crate) fn is_plain(args: &[&Expr<'_>], keywords: &[Keyword<'_>]) -> bool {
    args.len() + keywords.len() <= ARGUMENT_LIMIT
        && !args.iter().any(|arg| is_starred(arg))
        && keywords.iter().all(|keyword| keyword.arg.is_some())
}
