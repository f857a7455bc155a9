//! What the explanation knows of an expression: its kind, its place, and whether it can be assigned to.

use std::rc::Rc;

/// An expression from its first token to its last, without enclosing parentheses.
#[derive(Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// Kinds of expressions as messages tell them apart.
#[derive(Clone)]
pub(super) enum Kind {
    Name,
    Attribute,
    Subscript,
    Starred(Rc<Node>),
    List(Rc<[Node]>),
    Tuple(Rc<[Node]>),
    Lambda,
    Call,
    /// Arithmetic and boolean operators.
    Operation,
    Generator,
    Yield,
    Await,
    ListComp,
    SetComp,
    DictComp,
    Dict,
    Set,
    FString,
    None,
    False,
    True,
    Ellipsis,
    Literal,
    /// With the left side, if the first operator is `in`.
    Comparison(Option<Rc<Node>>),
    Conditional,
    Named,
}

/// What a target is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Assign,
    Delete,
    Loop,
}

impl Node {
    pub(super) fn new(kind: Kind, first: usize, last: usize) -> Self {
        Self { kind, first, last }
    }

    /// The word messages have for it.
    pub(super) fn describe(&self) -> &'static str {
        match self.kind {
            Kind::Name => "name",
            Kind::Attribute => "attribute",
            Kind::Subscript => "subscript",
            Kind::Starred(_) => "starred",
            Kind::List(_) => "list",
            Kind::Tuple(_) => "tuple",
            Kind::Lambda => "lambda",
            Kind::Call => "function call",
            Kind::Operation => "expression",
            Kind::Generator => "generator expression",
            Kind::Yield => "yield expression",
            Kind::Await => "await expression",
            Kind::ListComp => "list comprehension",
            Kind::SetComp => "set comprehension",
            Kind::DictComp => "dict comprehension",
            Kind::Dict => "dict literal",
            Kind::Set => "set display",
            Kind::FString => "f-string expression",
            Kind::None => "None",
            Kind::False => "False",
            Kind::True => "True",
            Kind::Ellipsis => "ellipsis",
            Kind::Literal => "literal",
            Kind::Comparison(_) => "comparison",
            Kind::Conditional => "conditional expression",
            Kind::Named => "named expression",
        }
    }

    /// The first part of it that cannot be a target.
    pub(super) fn invalid_target(&self, purpose: Use) -> Option<&Node> {
        match &self.kind {
            Kind::List(parts) | Kind::Tuple(parts) => {
                parts.iter().find_map(|part| part.invalid_target(purpose))
            }
            Kind::Starred(_) if purpose == Use::Delete => Some(self),
            Kind::Starred(value) => value.invalid_target(purpose),
            // `for x in y` reads like a comparison.
            Kind::Comparison(left) if purpose == Use::Loop => {
                left.as_ref().and_then(|left| left.invalid_target(purpose))
            }
            Kind::Name | Kind::Attribute | Kind::Subscript => None,
            _ => Some(self),
        }
    }

    /// Whether `+=` and annotations take it.
    pub(super) fn is_single_target(&self) -> bool {
        matches!(self.kind, Kind::Name | Kind::Attribute | Kind::Subscript)
    }
}
