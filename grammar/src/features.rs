//! What a source uses that older versions of Python had not, for those who parse for such a version.
//! Looks at the tree and the tokens of a source that has been parsed already.

use crate::ast::*;
use crate::error::{Place, Problem, SyntaxErrorKind};
use crate::nodes::Node;
use crate::parts::Part;
use crate::token::{Tok, Token};

/// A feature, the minor version that brought it, and where the construct that has it ends.
struct Use {
    what: &'static str,
    since: u32,
    end: u32,
}

/// The first use of something that the version has not.
pub(crate) fn check(
    module: &Mod<'_>,
    source: &str,
    tokens: &[Token],
    version: u32,
) -> Result<(), Problem> {
    let mut first: Option<Use> = None;
    let mut note = |found: Use| {
        if found.since > version && first.as_ref().is_none_or(|known| found.end <= known.end) {
            first = Some(found);
        }
    };
    let mut waiting = vec![Node::Mod(module)];
    let mut parts = Vec::new();
    while let Some(node) = waiting.pop() {
        uses(&node, &mut note);
        parts.clear();
        node.parts(&mut parts);
        for part in &parts {
            match part {
                Part::Node(node) => waiting.push(*node),
                Part::List(list) => waiting.extend(list.nodes()),
                _ => {}
            }
        }
    }
    let text = |token: &Token| source.get(token.start as usize..token.end as usize);
    let underscored = tokens.iter().find(|token| {
        matches!(token.kind, Tok::Int | Tok::Float | Tok::Imaginary)
            && text(token).is_some_and(|text| text.contains('_'))
    });
    if let Some(token) = underscored.filter(|_| version < 6)
        && first.as_ref().is_none_or(|known| token.end <= known.end)
    {
        let what = "Underscores in numeric literals are";
        return Err(problem(what, 6, Place::Range(token.start, token.end)));
    }
    match first {
        Some(found) => {
            let behind = tokens.iter().position(|token| token.start >= found.end);
            let place = Place::Token(behind.unwrap_or(tokens.len()));
            Err(problem(found.what, found.since, place))
        }
        None => Ok(()),
    }
}

fn problem(what: &str, since: u32, place: Place) -> Problem {
    let message = format!("{what} only supported in Python 3.{since} and greater");
    Problem::new(SyntaxErrorKind::Syntax, message, place)
}

fn uses(node: &Node<'_>, note: &mut impl FnMut(Use)) {
    let mut at = |what, since, end| note(Use { what, since, end });
    match *node {
        Node::Stmt(stmt) => {
            let end = stmt.span.end;
            match stmt.kind {
                StmtKind::AsyncFunctionDef(_) => at("Async functions are", 5, end),
                StmtKind::AsyncFor { .. } => at("Async for loops are", 5, end),
                StmtKind::AsyncWith { .. } => at("Async with statements are", 5, end),
                StmtKind::AugAssign { op: Operator::MatMult, target, .. } => {
                    at("The '@' operator is", 5, target.span.end);
                }
                StmtKind::AnnAssign { .. } => at("Variable annotation syntax is", 6, end),
                StmtKind::Match { .. } => at("Pattern matching is", 10, end),
                StmtKind::TryStar(parts) => {
                    let end = parts.handlers.last().map_or(end, |handler| handler.span.end);
                    at("Exception groups are", 11, end);
                }
                StmtKind::TypeAlias { .. } => at("Type statement is", 12, end),
                _ => {}
            }
            let params = match stmt.kind {
                StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => def.type_params,
                StmtKind::ClassDef(def) => def.type_params,
                StmtKind::TypeAlias { type_params, .. } => type_params,
                _ => &[],
            };
            if let Some(last) = params.last() {
                at("Type parameter lists are", 12, last.span.end);
            }
        }
        Node::Expr(expr) => {
            let end = expr.span.end;
            match expr.kind {
                ExprKind::Await { .. } => at("Await expressions are", 5, end),
                ExprKind::BinOp { op: Operator::MatMult, .. } => at("The '@' operator is", 5, end),
                ExprKind::NamedExpr { .. } => at("Assignment expressions are", 8, end),
                _ => {}
            }
        }
        Node::Comprehension(clause) if clause.is_async => {
            let last = clause.ifs.last().unwrap_or(&clause.iter);
            at("Async comprehensions are", 6, last.span.end);
        }
        Node::Arguments(args) => {
            if let Some(last) = args.posonlyargs.last() {
                let all = args.posonlyargs.len() + args.args.len();
                let first_default = all.saturating_sub(args.defaults.len());
                let default = args.posonlyargs.len().checked_sub(first_default + 1);
                let default = default.and_then(|at| args.defaults.get(at));
                let end = default.map_or(last.span.end, |default| default.span.end);
                // The slash comes behind a comma.
                at("Positional-only parameters are", 8, end + 2);
            }
        }
        Node::TypeParam(param) => {
            let default = match param.kind {
                TypeParamKind::TypeVar { default_value, .. }
                | TypeParamKind::ParamSpec { default_value, .. }
                | TypeParamKind::TypeVarTuple { default_value, .. } => default_value,
            };
            if default.is_some() {
                at("Type parameter defaults are", 13, param.span.end);
            }
        }
        _ => {}
    }
}
