//! Expressions, arguments and patterns as text.

use super::{Dumped, Dumper};
use crate::ast::*;
use crate::repr;

impl Dumper {
    pub(super) fn field_expr(&mut self, name: &str, e: &Expr<'_>) -> Dumped {
        self.field(name);
        self.expr(e)
    }

    pub(super) fn optional_expr(&mut self, name: &str, e: Option<&Expr<'_>>) -> Dumped {
        match e {
            Some(e) => self.field_expr(name, e),
            None => Ok(()),
        }
    }

    pub(super) fn exprs(&mut self, name: &str, list: &[&Expr<'_>]) -> Dumped {
        self.list(name, list, |d, e| d.expr(e))
    }

    fn optional_exprs(&mut self, name: &str, list: &[Option<&Expr<'_>>]) -> Dumped {
        self.list(name, list, |d, e| match e {
            Some(e) => d.expr(e),
            None => d.none(),
        })
    }

    fn ctx(&mut self, ctx: ExprContext) {
        self.raw("ctx", format_args!("{ctx:?}()"));
    }

    pub(super) fn constant(&mut self, value: &Constant<'_>) {
        self.field("value");
        repr::constant(&mut self.out, value);
    }

    pub(super) fn expr(&mut self, e: &Expr<'_>) -> Dumped {
        match e.kind {
            ExprKind::BoolOp { op, values } => {
                self.open("BoolOp")?;
                self.raw("op", format_args!("{op:?}()"));
                self.exprs("values", values)?;
            }
            ExprKind::NamedExpr { target, value } => {
                self.open("NamedExpr")?;
                self.field_expr("target", target)?;
                self.field_expr("value", value)?;
            }
            ExprKind::BinOp { left, op, right } => {
                self.open("BinOp")?;
                self.field_expr("left", left)?;
                self.raw("op", format_args!("{op:?}()"));
                self.field_expr("right", right)?;
            }
            ExprKind::UnaryOp { op, operand } => {
                self.open("UnaryOp")?;
                self.raw("op", format_args!("{op:?}()"));
                self.field_expr("operand", operand)?;
            }
            ExprKind::Lambda { args, body } => {
                self.open("Lambda")?;
                self.arguments(args)?;
                self.field_expr("body", body)?;
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.open("IfExp")?;
                self.field_expr("test", test)?;
                self.field_expr("body", body)?;
                self.field_expr("orelse", orelse)?;
            }
            ExprKind::Dict { keys, values } => {
                self.open("Dict")?;
                self.optional_exprs("keys", keys)?;
                self.exprs("values", values)?;
            }
            ExprKind::Set { elts } => {
                self.open("Set")?;
                self.exprs("elts", elts)?;
            }
            ExprKind::ListComp { elt, generators } => {
                self.comprehension("ListComp", elt, generators)?;
            }
            ExprKind::SetComp { elt, generators } => {
                self.comprehension("SetComp", elt, generators)?;
            }
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension("GeneratorExp", elt, generators)?;
            }
            ExprKind::DictComp { key, value, generators } => {
                self.open("DictComp")?;
                self.field_expr("key", key)?;
                self.field_expr("value", value)?;
                self.generators(generators)?;
            }
            ExprKind::Await { value } => {
                self.open("Await")?;
                self.field_expr("value", value)?;
            }
            ExprKind::Yield { value } => {
                self.open("Yield")?;
                self.optional_expr("value", value)?;
            }
            ExprKind::YieldFrom { value } => {
                self.open("YieldFrom")?;
                self.field_expr("value", value)?;
            }
            ExprKind::Compare { left, ops, comparators } => {
                self.open("Compare")?;
                self.field_expr("left", left)?;
                self.list("ops", ops, |d, op| {
                    use std::fmt::Write;
                    let _ = write!(d.out, "{op:?}()");
                    Ok(())
                })?;
                self.exprs("comparators", comparators)?;
            }
            ExprKind::Call { func, args, keywords } => {
                self.open("Call")?;
                self.field_expr("func", func)?;
                self.exprs("args", args)?;
                self.keywords(keywords)?;
            }
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                self.open("FormattedValue")?;
                self.field_expr("value", value)?;
                let code = match conversion {
                    Conversion::None => -1,
                    Conversion::Str => 115,
                    Conversion::Repr => 114,
                    Conversion::Ascii => 97,
                };
                self.raw("conversion", code);
                self.optional_expr("format_spec", format_spec)?;
            }
            ExprKind::JoinedStr { values } => {
                self.open("JoinedStr")?;
                self.exprs("values", values)?;
            }
            ExprKind::Constant { ref value, kind } => {
                self.open("Constant")?;
                self.constant(value);
                if kind == StringKind::U {
                    self.text("kind", "u");
                }
            }
            ExprKind::Attribute { value, attr, ctx } => {
                self.open("Attribute")?;
                self.field_expr("value", value)?;
                self.text("attr", attr);
                self.ctx(ctx);
            }
            ExprKind::Subscript { value, slice, ctx } => {
                self.open("Subscript")?;
                self.field_expr("value", value)?;
                self.field_expr("slice", slice)?;
                self.ctx(ctx);
            }
            ExprKind::Starred { value, ctx } => {
                self.open("Starred")?;
                self.field_expr("value", value)?;
                self.ctx(ctx);
            }
            ExprKind::Name { id, ctx } => {
                self.open("Name")?;
                self.text("id", id);
                self.ctx(ctx);
            }
            ExprKind::List { elts, ctx } => {
                self.open("List")?;
                self.exprs("elts", elts)?;
                self.ctx(ctx);
            }
            ExprKind::Tuple { elts, ctx } => {
                self.open("Tuple")?;
                self.exprs("elts", elts)?;
                self.ctx(ctx);
            }
            ExprKind::Slice { lower, upper, step } => {
                self.open("Slice")?;
                self.optional_expr("lower", lower)?;
                self.optional_expr("upper", upper)?;
                self.optional_expr("step", step)?;
            }
        }
        self.close_at(e.span);
        Ok(())
    }

    fn comprehension(
        &mut self,
        name: &str,
        elt: &Expr<'_>,
        generators: &[Comprehension<'_>],
    ) -> Dumped {
        self.open(name)?;
        self.field_expr("elt", elt)?;
        self.generators(generators)
    }

    fn generators(&mut self, generators: &[Comprehension<'_>]) -> Dumped {
        self.list("generators", generators, |d, clause| {
            d.open("comprehension")?;
            d.field_expr("target", clause.target)?;
            d.field_expr("iter", clause.iter)?;
            d.exprs("ifs", clause.ifs)?;
            d.raw("is_async", u8::from(clause.is_async));
            d.close();
            Ok(())
        })
    }

    pub(super) fn keywords(&mut self, keywords: &[Keyword<'_>]) -> Dumped {
        self.list("keywords", keywords, |d, keyword| {
            d.open("keyword")?;
            d.optional_text("arg", keyword.arg);
            d.field_expr("value", keyword.value)?;
            d.close_at(keyword.span);
            Ok(())
        })
    }

    fn arg(&mut self, arg: &Arg<'_>) -> Dumped {
        self.open("arg")?;
        self.text("arg", arg.arg);
        self.optional_expr("annotation", arg.annotation)?;
        self.close_at(arg.span);
        Ok(())
    }

    fn args(&mut self, name: &str, args: &[Arg<'_>]) -> Dumped {
        self.list(name, args, |d, arg| d.arg(&arg))
    }

    fn optional_arg(&mut self, name: &str, arg: Option<&Arg<'_>>) -> Dumped {
        let Some(arg) = arg else {
            return Ok(());
        };
        self.field(name);
        self.arg(arg)
    }

    pub(super) fn arguments(&mut self, args: &Arguments<'_>) -> Dumped {
        self.field("args");
        self.open("arguments")?;
        self.args("posonlyargs", args.posonlyargs)?;
        self.args("args", args.args)?;
        self.optional_arg("vararg", args.vararg)?;
        self.args("kwonlyargs", args.kwonlyargs)?;
        self.optional_exprs("kw_defaults", args.kw_defaults)?;
        self.optional_arg("kwarg", args.kwarg)?;
        self.exprs("defaults", args.defaults)?;
        self.close();
        Ok(())
    }

    fn patterns(&mut self, name: &str, patterns: &[&Pattern<'_>]) -> Dumped {
        self.list(name, patterns, |d, pattern| d.pattern(pattern))
    }

    pub(super) fn pattern(&mut self, pattern: &Pattern<'_>) -> Dumped {
        match pattern.kind {
            PatternKind::MatchValue { value } => {
                self.open("MatchValue")?;
                self.field_expr("value", value)?;
            }
            PatternKind::MatchSingleton { ref value } => {
                self.open("MatchSingleton")?;
                self.constant(value);
            }
            PatternKind::MatchSequence { patterns } => {
                self.open("MatchSequence")?;
                self.patterns("patterns", patterns)?;
            }
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.open("MatchMapping")?;
                self.exprs("keys", keys)?;
                self.patterns("patterns", patterns)?;
                self.optional_text("rest", rest);
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.open("MatchClass")?;
                self.field_expr("cls", cls)?;
                self.patterns("patterns", patterns)?;
                self.names("kwd_attrs", kwd_attrs)?;
                self.patterns("kwd_patterns", kwd_patterns)?;
            }
            PatternKind::MatchStar { name } => {
                self.open("MatchStar")?;
                self.optional_text("name", name);
            }
            PatternKind::MatchAs { pattern, name } => {
                self.open("MatchAs")?;
                if let Some(pattern) = pattern {
                    self.field("pattern");
                    self.pattern(pattern)?;
                }
                self.optional_text("name", name);
            }
            PatternKind::MatchOr { patterns } => {
                self.open("MatchOr")?;
                self.patterns("patterns", patterns)?;
            }
        }
        self.close_at(pattern.span);
        Ok(())
    }

    pub(super) fn type_params(&mut self, params: &[TypeParam<'_>]) -> Dumped {
        self.list("type_params", params, |d, param| {
            match param.kind {
                TypeParamKind::TypeVar { name, bound, default_value } => {
                    d.open("TypeVar")?;
                    d.text("name", name);
                    d.optional_expr("bound", bound)?;
                    d.optional_expr("default_value", default_value)?;
                }
                TypeParamKind::ParamSpec { name, default_value } => {
                    d.open("ParamSpec")?;
                    d.text("name", name);
                    d.optional_expr("default_value", default_value)?;
                }
                TypeParamKind::TypeVarTuple { name, default_value } => {
                    d.open("TypeVarTuple")?;
                    d.text("name", name);
                    d.optional_expr("default_value", default_value)?;
                }
            }
            d.close_at(param.span);
            Ok(())
        })
    }
}
