//! What can be said of a pattern without running it: its captures, whether it can fail, and the
//! errors that CPython's compiler finds.

use grammar::ast::{
    Constant, Expr, ExprKind, Int, MatchCase, Operator, Pattern, PatternKind, UnaryOp,
};

use crate::error::Result;
use crate::pattern::literal_key;
use crate::unit::Compiler;

/// Refuses what CPython refuses in a case.
pub(crate) fn check<'a>(c: &Compiler<'_, 'a>, case: &'a MatchCase<'a>, last: bool) -> Result<()> {
    check_pattern(c, case.pattern, &mut Vec::new(), last || case.guard.is_some())
}

fn check_pattern<'a>(
    c: &Compiler<'_, 'a>,
    pattern: &'a Pattern<'a>,
    names: &mut Vec<&'a str>,
    may_be_irrefutable: bool,
) -> Result<()> {
    c.stack.check()?;
    match pattern.kind {
        PatternKind::MatchValue { value } => check_value(c, value),
        PatternKind::MatchSingleton { .. } => Ok(()),
        PatternKind::MatchStar { name } => bind(c, name, pattern, names),
        PatternKind::MatchAs { pattern: None, name } => {
            if !may_be_irrefutable {
                let message = match name {
                    Some(name) => {
                        format!("name capture '{name}' makes remaining patterns unreachable")
                    }
                    None => "wildcard makes remaining patterns unreachable".to_owned(),
                };
                return c.error(message, pattern.span);
            }
            bind(c, name, pattern, names)
        }
        PatternKind::MatchAs { pattern: Some(inner), name } => {
            check_pattern(c, inner, names, may_be_irrefutable)?;
            bind(c, name, pattern, names)
        }
        PatternKind::MatchSequence { patterns } => {
            let stars =
                patterns.iter().filter(|p| matches!(p.kind, PatternKind::MatchStar { .. })).count();
            if stars > 1 {
                let message = "multiple starred names in sequence pattern";
                return c.error(message, pattern.span);
            }
            patterns.iter().try_for_each(|inner| check_pattern(c, inner, names, true))
        }
        PatternKind::MatchMapping { keys, patterns, rest } => {
            for (index, key) in keys.iter().enumerate() {
                if matches!(key.kind, ExprKind::JoinedStr { .. }) {
                    let message =
                        "mapping pattern keys may only match literals and attribute lookups";
                    return c.error(message, pattern.span);
                }
                if keys.iter().take(index).any(|other| same_key(other, key)) {
                    let text =
                        String::from_utf8(crate::unparse::unparse(folded(key))).unwrap_or_default();
                    let message = format!("mapping pattern checks duplicate key ({text})");
                    return c.error(message, pattern.span);
                }
            }
            patterns.iter().try_for_each(|inner| check_pattern(c, inner, names, true))?;
            bind(c, rest, pattern, names)
        }
        PatternKind::MatchClass { patterns, kwd_attrs, kwd_patterns, .. } => {
            for (index, name) in kwd_attrs.iter().enumerate() {
                if kwd_attrs.iter().take(index).any(|other| other == name) {
                    let message = format!("attribute name repeated in class pattern: {name}");
                    let at = kwd_patterns.get(index).map_or(pattern.span, |p| p.span);
                    return c.error(message, at);
                }
            }
            let all = patterns.iter().chain(kwd_patterns);
            all.into_iter().try_for_each(|inner| check_pattern(c, inner, names, true))
        }
        PatternKind::MatchOr { patterns } => {
            check_alternatives(c, pattern, patterns, names, may_be_irrefutable)
        }
    }
}

/// Whether two keys are surely equal: the same literal, or numbers of the same value.
fn same_key(one: &Expr<'_>, other: &Expr<'_>) -> bool {
    let literal = literal_key(one);
    literal.is_some() && literal == literal_key(other)
        || number(one).is_some_and(|value| number(other) == Some(value))
}

/// The key as CPython shows it, which has folded it: of the integers only -0 looks different then.
fn folded<'a>(key: &'a Expr<'a>) -> &'a Expr<'a> {
    match key.kind {
        ExprKind::UnaryOp { op: UnaryOp::USub, operand } => match operand.kind {
            ExprKind::Constant { value: Constant::Int(Int::Small(0)), .. } => operand,
            _ => key,
        },
        _ => key,
    }
}

/// Real and imaginary part of a number that floats hold exactly.
fn number(key: &Expr<'_>) -> Option<(f64, f64)> {
    const EXACT: u64 = 1 << 53;
    match key.kind {
        ExprKind::Constant { value, .. } => match value {
            Constant::True => Some((1.0, 0.0)),
            Constant::False => Some((0.0, 0.0)),
            Constant::Int(Int::Small(int)) => {
                (int.unsigned_abs() <= EXACT).then_some((int as f64, 0.0))
            }
            Constant::Float(float) => Some((float, 0.0)),
            Constant::Complex { real, imag } => Some((real, imag)),
            Constant::Int(Int::Big { .. })
            | Constant::None
            | Constant::Ellipsis
            | Constant::Str(_)
            | Constant::Bytes(_)
            | Constant::Tuple(_)
            | Constant::FrozenSet(_) => None,
        },
        ExprKind::UnaryOp { op: UnaryOp::USub, operand } => {
            number(operand).map(|(real, imag)| (-real, -imag))
        }
        ExprKind::BinOp { left, op, right } => {
            let ((a, _), (_, b)) = (number(left)?, number(right)?);
            Some((a, if op == Operator::Sub { -b } else { b }))
        }
        _ => None,
    }
}

/// An f-string looks like a literal to the grammar.
fn check_value<'a>(c: &Compiler<'_, 'a>, value: &'a Expr<'a>) -> Result<()> {
    match value.kind {
        ExprKind::JoinedStr { .. } => {
            c.error("patterns may only match literals and attribute lookups", value.span)
        }
        _ => Ok(()),
    }
}

fn check_alternatives<'a>(
    c: &Compiler<'_, 'a>,
    whole: &'a Pattern<'a>,
    patterns: &'a [&'a Pattern<'a>],
    names: &mut Vec<&'a str>,
    may_be_irrefutable: bool,
) -> Result<()> {
    let mut expected: Option<Vec<&str>> = None;
    let mut longest = names.clone();
    for (index, inner) in patterns.iter().enumerate() {
        let last = index + 1 == patterns.len();
        let mut own = names.clone();
        check_pattern(c, inner, &mut own, last && may_be_irrefutable)?;
        let mut sorted = own.get(names.len()..).unwrap_or_default().to_vec();
        sorted.sort_unstable();
        if expected.as_ref().is_some_and(|expected| *expected != sorted) {
            return c.error("alternative patterns bind different names", whole.span);
        }
        expected = Some(sorted);
        longest = own;
    }
    *names = longest;
    Ok(())
}

fn bind<'a>(
    c: &Compiler<'_, 'a>,
    name: Option<&'a str>,
    pattern: &'a Pattern<'a>,
    names: &mut Vec<&'a str>,
) -> Result<()> {
    let Some(name) = name else { return Ok(()) };
    if names.contains(&name) {
        let message = format!("multiple assignments to name '{name}' in pattern");
        return c.error(message, pattern.span);
    }
    names.push(name);
    Ok(())
}

/// The names that a pattern captures, each once.
pub(crate) fn captures<'a>(pattern: &'a Pattern<'a>) -> Vec<&'a str> {
    let mut names = Vec::new();
    collect(pattern, &mut names);
    names
}

fn collect<'a>(pattern: &'a Pattern<'a>, names: &mut Vec<&'a str>) {
    let own = match pattern.kind {
        PatternKind::MatchValue { .. } | PatternKind::MatchSingleton { .. } => None,
        PatternKind::MatchStar { name } => name,
        PatternKind::MatchAs { pattern: inner, name } => {
            if let Some(inner) = inner {
                collect(inner, names);
            }
            name
        }
        PatternKind::MatchSequence { patterns } | PatternKind::MatchOr { patterns } => {
            patterns.iter().for_each(|inner| collect(inner, names));
            None
        }
        PatternKind::MatchMapping { patterns, rest, .. } => {
            patterns.iter().for_each(|inner| collect(inner, names));
            rest
        }
        PatternKind::MatchClass { patterns, kwd_patterns, .. } => {
            patterns.iter().chain(kwd_patterns).for_each(|inner| collect(inner, names));
            None
        }
    };
    if let Some(name) = own
        && !names.contains(&name)
    {
        names.push(name);
    }
}

/// Whether captures have to wait for the end of the pattern: a test can fail after a name was captured,
/// or something that was matched is still held then, which has to go before names are bound.
pub(crate) fn captures_wait(pattern: &Pattern<'_>) -> bool {
    let mut captured = false;
    !walk(pattern, &mut captured)
}

/// Walks in the order of evaluation; false once a test or the end of something held follows a capture.
fn walk(pattern: &Pattern<'_>, captured: &mut bool) -> bool {
    match pattern.kind {
        PatternKind::MatchValue { .. } | PatternKind::MatchSingleton { .. } => !*captured,
        PatternKind::MatchStar { name } => {
            *captured |= name.is_some();
            true
        }
        PatternKind::MatchAs { pattern: inner, name } => {
            let good = inner.is_none_or(|inner| walk(inner, captured));
            *captured |= name.is_some();
            good
        }
        PatternKind::MatchSequence { patterns } => {
            let good = !*captured && patterns.iter().all(|inner| walk(inner, captured));
            good && !(*captured && patterns.iter().any(|inner| is_wild_star(inner)))
        }
        PatternKind::MatchMapping { patterns, rest, .. } => {
            let good = !*captured && patterns.iter().all(|inner| walk(inner, captured));
            *captured |= rest.is_some();
            good && !*captured
        }
        PatternKind::MatchClass { patterns, kwd_patterns, .. } => {
            !*captured && patterns.iter().chain(kwd_patterns).all(|inner| walk(inner, captured))
        }
        PatternKind::MatchOr { patterns } => {
            let before = *captured;
            let mut any = before;
            let good = patterns.iter().all(|inner| {
                let mut own = before;
                let good = walk(inner, &mut own);
                any |= own;
                good
            });
            *captured = any;
            good && !any
        }
    }
}

/// `*_`: its sequence is held to the end, for single items to be fetched from.
fn is_wild_star(pattern: &Pattern<'_>) -> bool {
    matches!(pattern.kind, PatternKind::MatchStar { name: None })
}
