//! Arguments of calls and classes, parameters of functions and lambdas: their order.

use super::list::{List, length, to_slice};
use super::{Ctx, Refusal, span};
use crate::ast::*;

/// One argument.
#[derive(Clone, Copy)]
pub(crate) enum Argument<'a> {
    /// `value` or `*value`
    Positional(&'a Expr<'a>),
    /// `name=value` or `**value`
    Keyword(&'a Keyword<'a>),
}

/// One item of a parameter list.
#[derive(Clone, Copy)]
pub(crate) enum Parameter<'a> {
    Plain(&'a Arg<'a>, Option<&'a Expr<'a>>),
    Slash,
    Star,
    /// `*args`
    Tuple(&'a Arg<'a>),
    /// `**kwargs`
    Dict(&'a Arg<'a>),
}

type Sorted<'a> = (&'a [&'a Expr<'a>], &'a [Keyword<'a>]);

impl<'a> Ctx<'a> {
    pub(crate) fn keyword(
        &self,
        arg: Option<&'a str>,
        value: &'a Expr<'a>,
        l: u32,
        r: u32,
    ) -> Argument<'a> {
        Argument::Keyword(self.alloc(Keyword { arg, value, span: span(l, r) }))
    }

    /// Positional and keyword arguments apart, if their order is allowed.
    pub(crate) fn sort_arguments(
        &self,
        list: List<'a, Argument<'a>>,
    ) -> Result<Sorted<'a>, Refusal> {
        if length(list) == 0 {
            return Ok((&[], &[]));
        }
        let all = self.slice(list);
        let mut keywords = 0;
        let mut unpacked = false;
        for argument in all {
            match argument {
                Argument::Positional(e) => {
                    let starred = matches!(e.kind, ExprKind::Starred { .. });
                    if unpacked || (keywords > 0 && !starred) {
                        return Err(Refusal::Here);
                    }
                }
                Argument::Keyword(keyword) => {
                    keywords += 1;
                    unpacked |= keyword.arg.is_none();
                }
            }
        }
        if keywords == 0 {
            let positional = to_slice(self.arena, list, |argument| match argument {
                Argument::Positional(e) => e,
                Argument::Keyword(keyword) => keyword.value,
            });
            return Ok((positional, &[]));
        }
        let positional: Vec<_> = all
            .iter()
            .filter_map(|argument| match argument {
                Argument::Positional(e) => Some(*e),
                Argument::Keyword(_) => None,
            })
            .collect();
        let keywords: Vec<_> = all
            .iter()
            .filter_map(|argument| match argument {
                Argument::Positional(_) => None,
                Argument::Keyword(keyword) => Some(**keyword),
            })
            .collect();
        Ok((self.arena.alloc_slice(&positional), self.arena.alloc_slice(&keywords)))
    }

    pub(crate) fn call(
        &self,
        func: &'a Expr<'a>,
        arguments: List<'a, Argument<'a>>,
        l: u32,
        r: u32,
    ) -> Result<&'a Expr<'a>, Refusal> {
        let (args, keywords) = self.sort_arguments(arguments)?;
        Ok(self.expr(ExprKind::Call { func, args, keywords }, l, r))
    }

    pub(crate) fn call_generator(
        &self,
        func: &'a Expr<'a>,
        generator: &'a Expr<'a>,
        l: u32,
        r: u32,
    ) -> &'a Expr<'a> {
        let args = self.arena.alloc_slice(&[generator]);
        self.expr(ExprKind::Call { func, args, keywords: &[] }, l, r)
    }

    pub(crate) fn arg(
        &self,
        arg: &'a str,
        annotation: Option<&'a Expr<'a>>,
        l: u32,
        r: u32,
    ) -> &'a Arg<'a> {
        self.alloc(Arg { arg, annotation, type_comment: Aside, span: span(l, r) })
    }

    pub(crate) fn type_param(&self, kind: TypeParamKind<'a>, l: u32, r: u32) -> &'a TypeParam<'a> {
        self.alloc(TypeParam { kind, span: span(l, r) })
    }

    pub(crate) fn no_parameters(&self) -> &'a Arguments<'a> {
        self.alloc(Arguments::default())
    }

    /// Sorts parameters by kind.
    pub(crate) fn parameters(
        &self,
        list: List<'a, &'a Parameter<'a>>,
    ) -> Result<&'a Arguments<'a>, Refusal> {
        let mut sorter = Sorter::default();
        for parameter in self.slice(list) {
            sorter.add(parameter)?;
        }
        // A bare star needs a name after it.
        if sorter.star && sorter.kwonly.is_empty() {
            return Err(Refusal::Here);
        }
        let arena = self.arena;
        Ok(self.alloc(Arguments {
            posonlyargs: arena.alloc_slice(&sorter.posonly),
            args: arena.alloc_slice(&sorter.args),
            vararg: sorter.vararg,
            kwonlyargs: arena.alloc_slice(&sorter.kwonly),
            kw_defaults: arena.alloc_slice(&sorter.kw_defaults),
            kwarg: sorter.kwarg,
            defaults: arena.alloc_slice(&sorter.defaults),
        }))
    }
}

/// Parameters as they are read.
#[derive(Default)]
struct Sorter<'a> {
    posonly: Vec<Arg<'a>>,
    args: Vec<Arg<'a>>,
    kwonly: Vec<Arg<'a>>,
    kw_defaults: Vec<Option<&'a Expr<'a>>>,
    defaults: Vec<&'a Expr<'a>>,
    vararg: Option<&'a Arg<'a>>,
    kwarg: Option<&'a Arg<'a>>,
    slash: bool,
    star: bool,
}

impl<'a> Sorter<'a> {
    fn add(&mut self, parameter: &Parameter<'a>) -> Result<(), Refusal> {
        let keyword_only = self.star || self.vararg.is_some();
        if self.kwarg.is_some() {
            return Err(Refusal::Here);
        }
        match *parameter {
            Parameter::Plain(arg, default) if keyword_only => {
                self.kwonly.push(*arg);
                self.kw_defaults.push(default);
            }
            Parameter::Plain(arg, default) => {
                if default.is_none() && !self.defaults.is_empty() {
                    return Err(Refusal::Here);
                }
                self.args.push(*arg);
                self.defaults.extend(default);
            }
            Parameter::Slash => {
                if self.slash || keyword_only || self.args.is_empty() {
                    return Err(Refusal::Here);
                }
                self.slash = true;
                self.posonly = std::mem::take(&mut self.args);
            }
            Parameter::Star | Parameter::Tuple(_) if keyword_only => return Err(Refusal::Here),
            Parameter::Star => self.star = true,
            Parameter::Tuple(arg) => self.vararg = Some(arg),
            Parameter::Dict(arg) => {
                if self.star && self.kwonly.is_empty() {
                    return Err(Refusal::Here);
                }
                self.kwarg = Some(arg);
            }
        }
        Ok(())
    }
}
