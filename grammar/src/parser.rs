//! Drives the stages: tokens, soft keywords, the generated parser. Explains nothing itself.

use lalrpop_util::{ParseError, lalrpop_mod};

use crate::Mode;
use crate::actions::{Ctx, Refusal};
use crate::ast::{Arena, Mod};
use crate::error::{PendingWarning, Place, Problem, SyntaxErrorKind};
use crate::explain;
use crate::lexer::{self, Lexed};
use crate::soft_keywords;
use crate::token::{Tok, Token};
use crate::undecodable::Undecodable;

lalrpop_mod!(
    #[allow(
        clippy::all,
        clippy::pedantic,
        clippy::unwrap_used,
        clippy::indexing_slicing,
        unused_qualifications,
        unreachable_pub,
        unused_lifetimes,
        elided_lifetimes_in_paths
    )]
    python
);

/// A tree and what is to be warned of.
pub(crate) type Tree<'a> = (&'a Mod<'a>, Vec<PendingWarning>);

/// Parses a source whose newlines are `\n`. A refusal comes with the tokens it is about. What is
/// `undecodable` may stand in comments only.
pub(crate) fn parse<'a>(
    source: &'a str,
    mode: Mode,
    arena: &'a Arena,
    undecodable: &'a [Undecodable],
) -> Result<Tree<'a>, (Problem, Vec<Token>)> {
    let start = start(mode);
    let mut lexed = lexer::lex(source, start);
    soft_keywords::mark(&mut lexed.tokens, source);
    let ctx = Ctx::new(source, arena, undecodable);
    let stream = lexed.tokens.iter().map(|token| {
        ctx.fetched.set(ctx.fetched.get() + 1);
        match token.kind {
            Tok::Error => Err(Refusal::Lexer),
            kind => Ok((token.start, kind, token.end)),
        }
    });
    match python::StartParser::new().parse(&ctx, stream) {
        Ok(_) if mode == Mode::Interactive && awaits_newline(&lexed.tokens, source) => {
            let problem = Problem::new(SyntaxErrorKind::Syntax, "invalid syntax", Place::End);
            Err((Problem { incomplete: true, ..problem }, lexed.tokens))
        }
        Ok(tree) => {
            let mut warnings = ctx.warnings.take();
            warnings.extend(lexed.glued_numbers.iter().map(|&(at, what)| PendingWarning {
                message: format!("invalid {what} literal"),
                span: crate::ast::Span::new(at, at),
            }));
            warnings.sort_by_key(|warning| warning.span.start);
            Ok((tree, warnings))
        }
        Err(error) => {
            let problem = refusal(&ctx, error, &lexed, mode);
            Err((problem, lexed.tokens))
        }
    }
}

fn start(mode: Mode) -> Tok {
    match mode {
        Mode::Module => Tok::StartModule,
        Mode::Interactive => Tok::StartInteractive,
        Mode::Expression => Tok::StartExpression,
        Mode::FunctionType => Tok::StartFunctionType,
    }
}

/// The tokens of a source that has been parsed.
pub(crate) fn tokens(source: &str, mode: Mode) -> Vec<Token> {
    lexer::lex(source, start(mode)).tokens
}

/// The warnings of the literals before an offset, in a source that has been refused there.
pub(crate) fn literal_warnings(source: &str, mode: Mode, before: u32) -> Vec<PendingWarning> {
    let arena = Arena::new();
    let ctx = Ctx::new(source, &arena, &[]);
    let tokens = tokens(source, mode);
    ctx.read_literals(tokens.iter().take_while(|token| token.end <= before));
    ctx.warnings.take()
}

/// At a prompt, a compound statement on one line is complete with the newline after it.
fn awaits_newline(tokens: &[Token], source: &str) -> bool {
    let compound = tokens.get(1).is_some_and(|token| {
        matches!(
            token.kind,
            Tok::If
                | Tok::For
                | Tok::While
                | Tok::Try
                | Tok::With
                | Tok::Def
                | Tok::Class
                | Tok::Async
                | Tok::At
        )
    });
    let dedented = tokens.iter().rev().nth(1).is_some_and(|token| token.kind == Tok::Dedent);
    compound && !dedented && !source.ends_with('\n')
}

fn refusal(
    ctx: &Ctx<'_>,
    error: ParseError<u32, Tok, Refusal>,
    lexed: &Lexed,
    mode: Mode,
) -> Problem {
    let (fetched, lexer) = (ctx.fetched.get(), lexed.problem.as_ref());
    let known = match error {
        ParseError::User { error: Refusal::Lexer } => lexed.problem.clone(),
        ParseError::User { error: Refusal::Known } => ctx
            .problem
            .take()
            .map(|known| explain::confirm(ctx.source, &lexed.tokens, lexer, known, fetched)),
        ParseError::User { error: Refusal::Here }
        | ParseError::InvalidToken { .. }
        | ParseError::UnrecognizedEof { .. }
        | ParseError::UnrecognizedToken { .. }
        | ParseError::ExtraToken { .. } => None,
    };
    known.unwrap_or_else(|| explain::explain(ctx.source, &lexed.tokens, lexer, mode, fetched))
}
