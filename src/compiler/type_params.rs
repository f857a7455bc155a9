//! Type parameters and `type` statements: hidden functions that make them.

use grammar::ast::{ClassDef, Expr, ExprKind, FunctionDef, Span, Stmt, TypeParam, TypeParamKind};

use crate::code::Constant;
use crate::collect::{address, type_param_parts};
use crate::emit::Target;
use crate::error::Result;
use crate::expr::Display;
use crate::function::parts;
use crate::op::{Count, Helper, Instruction, Keep, Reg};
use crate::scope::{Role, ScopeId};
use crate::unit::Compiler;

impl<'a> Compiler<'_, 'a> {
    /// `type name[params] = value`
    pub(crate) fn type_alias(
        &mut self,
        stmt: &'a Stmt<'a>,
        name: &'a Expr<'a>,
        params: &'a [TypeParam<'a>],
        value: &'a Expr<'a>,
    ) -> Result<()> {
        let ExprKind::Name { id, .. } = name.kind else { return Ok(()) };
        let span = stmt.span;
        if params.is_empty() {
            self.push_name(id, span);
            self.unit.b.load_const(Constant::None, Target::Temp, span);
            self.alias_value(stmt, id, value)?;
            self.helper(Helper::TypeAlias, span);
        } else {
            let outer = self.scope;
            let scope = self.enter_type_params(address(stmt), id, self.line_of(span))?;
            self.push_name(id, span);
            self.push_type_params(params, span)?;
            self.alias_value(stmt, id, value)?;
            self.helper(Helper::TypeAlias, span);
            self.leave_type_params(outer, scope, span)?;
            self.call_top(0, span);
        }
        self.store_top(name)
    }

    fn alias_value(&mut self, stmt: &'a Stmt<'a>, name: &str, value: &'a Expr<'a>) -> Result<()> {
        let scope = self.scope_of(address(stmt), Role::Body)?;
        self.lazy_value(scope, name, value, stmt.span)
    }

    fn push_name(&mut self, name: &str, span: Span) {
        self.unit.b.load_const(Constant::Str(name.as_bytes().into()), Target::Temp, span);
    }

    /// Pushes a function of no arguments that evaluates the expression.
    fn lazy_value(
        &mut self,
        scope: ScopeId,
        name: &str,
        value: &'a Expr<'a>,
        span: Span,
    ) -> Result<()> {
        let outer = self.scope;
        self.enter_unit(scope, name, self.line_of(value.span))?;
        if let ExprKind::Starred { value, .. } = value.kind {
            self.push(value)?;
            let (src, first) = (self.unit.b.take_top(), self.unit.b.def(Target::Temp, 1));
            self.unit.b.emit(Instruction::Unpack { first, src, count: Count(1) }, value.span);
        } else {
            self.push(value)?;
        }
        let result = self.unit.b.take_top();
        self.return_value(result, value.span);
        let code = self.leave_unit(outer)?;
        self.make_function(code, scope, 0, span)
    }

    fn enter_type_params(&mut self, node: usize, name: &str, line: u32) -> Result<ScopeId> {
        let scope = self.scope_of(node, Role::TypeParams)?;
        self.enter_unit(scope, &format!("<generic parameters of {name}>"), line)?;
        self.unit.arg_count = self.scopes[scope].params.len() as u16;
        Ok(scope)
    }

    /// Returns the topmost temporary and pushes the hidden function outside.
    fn leave_type_params(&mut self, outer: ScopeId, scope: ScopeId, span: Span) -> Result<()> {
        let value = self.unit.b.take_top();
        self.return_value(value, span);
        let code = self.leave_unit(outer)?;
        self.make_function(code, scope, 0, span)
    }

    /// Makes the type parameters, binds their names, and pushes the tuple of them.
    fn push_type_params(&mut self, params: &'a [TypeParam<'a>], span: Span) -> Result<()> {
        for param in params {
            self.type_param(param)?;
        }
        self.build(Display::Tuple, params.len() as u16, Target::Temp, span);
        Ok(())
    }

    fn type_param(&mut self, param: &'a TypeParam<'a>) -> Result<()> {
        let span = param.span;
        let (name, bound, default) = type_param_parts(param);
        self.push_name(name, span);
        if let Some(bound) = bound {
            let scope = self.scope_of(address(param), Role::Bound)?;
            self.lazy_value(scope, name, bound, bound.span)?;
        }
        let constrained = bound.is_some_and(|b| matches!(b.kind, ExprKind::Tuple { .. }));
        let helper = match param.kind {
            TypeParamKind::TypeVar { bound: None, .. } => Helper::TypeVar,
            TypeParamKind::TypeVar { .. } if constrained => Helper::TypeVarConstraints,
            TypeParamKind::TypeVar { .. } => Helper::TypeVarBound,
            TypeParamKind::ParamSpec { .. } => Helper::ParamSpec,
            TypeParamKind::TypeVarTuple { .. } => Helper::TypeVarTuple,
        };
        self.helper(helper, span);
        if let Some(default) = default {
            let scope = self.scope_of(address(param), Role::Default)?;
            self.lazy_value(scope, name, default, default.span)?;
            self.helper(Helper::TypeParamDefault, span);
        }
        let value = crate::op::Use { take: false, ..self.unit.b.take_top() };
        self.store_name(name, value, span);
        Ok(())
    }

    /// A function with type parameters; its defaults are evaluated outside.
    pub(crate) fn generic_function(
        &mut self,
        def: &'a FunctionDef<'a>,
        line: u32,
        span: Span,
    ) -> Result<()> {
        let outer = self.scope;
        let tp = self.enter_type_params(address(def), def.name, line)?;
        self.push_type_params(def.type_params, span)?;
        self.store_top_as(".type_params", span);
        let mut bits = 0;
        let hidden = [(".defaults", parts::DEFAULTS), (".kwdefaults", parts::KEYWORD_DEFAULTS)];
        for (name, bit) in hidden {
            let name = self.names.intern(name);
            if let Some(at) = self.scopes[tp].params.iter().position(|&param| param == name) {
                self.unit.b.push_copy(Reg(at as u16), span);
                bits |= bit;
            }
        }
        bits |= self.annotations(def, span)?;
        let scope = self.scope_of(address(def), Role::Body)?;
        let code = self.function_code(scope, def, line, span)?;
        self.make_function(code, scope, bits, span)?;
        self.load_name(".type_params", Target::Temp, span);
        self.helper(Helper::SetTypeParams, span);
        self.leave_type_params(outer, tp, span)?;
        let bits = self.defaults(def.args, span)?;
        self.call_top(bits.count_ones() as u16, span);
        Ok(())
    }

    /// A class with type parameters.
    pub(crate) fn generic_class(
        &mut self,
        def: &'a ClassDef<'a>,
        line: u32,
        span: Span,
    ) -> Result<()> {
        let outer = self.scope;
        let scope = self.enter_type_params(address(def), def.name, line)?;
        self.push_type_params(def.type_params, span)?;
        self.store_top_as(".type_params", span);
        self.load_name(".type_params", Target::Temp, span);
        self.helper(Helper::SubscriptGeneric, span);
        self.store_top_as(".generic_base", span);
        self.push_class(def, line, true, span)?;
        self.leave_type_params(outer, scope, span)?;
        self.call_top(0, span);
        Ok(())
    }

    /// Calls `__build_class__`, which lies below its two first arguments, with `Generic[…]` as the
    /// last base.
    pub(crate) fn call_with_generic_base(
        &mut self,
        def: &'a ClassDef<'a>,
        span: Span,
    ) -> Result<()> {
        if crate::call::is_plain(def.bases, def.keywords) {
            for base in def.bases {
                self.push(base)?;
            }
            self.load_name(".generic_base", Target::Temp, span);
            let count = def.bases.len() as u16 + 3;
            return self.finish_call(false, count, def.keywords, Target::Temp, span);
        }
        let callee = Keep(self.unit.b.top_run(3).0);
        self.build(Display::List, 2, Target::Temp, span);
        self.extend_display(Display::List, def.bases, span)?;
        let list = Keep(self.unit.b.top());
        self.load_name(".generic_base", Target::Temp, span);
        let value = self.unit.b.take_top();
        self.unit.b.emit(Instruction::ListAppend { list, value }, span);
        let (list, dst) = (self.unit.b.take_top(), self.unit.b.def(Target::Temp, 1));
        self.unit.b.emit(Instruction::ListToTuple { dst, list }, span);
        self.call_star(callee, def.keywords, Target::Temp, span)
    }
}
