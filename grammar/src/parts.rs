//! Values of fields as one type, whatever the fields are: how a tree is taken apart and put together
//! by those who know only the table of nodes.

use crate::ast::*;
use crate::nodes::Node;

/// The value of a field, or an item of a list.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// An optional value that is absent.
    None,
    Node(Node<'a>),
    List(List<'a>),
    /// An identifier or a string.
    Text(&'a str),
    Int(i64),
    Constant(Constant<'a>),
    /// Kept beside the tree.
    Aside,
}

/// A value that a node is built from.
#[derive(Debug)]
pub enum Value<'a> {
    One(Part<'a>),
    Many(Vec<Part<'a>>),
}

/// A field's type.
pub(crate) trait Field<'a>: Sized {
    /// The value as any field's.
    fn part(&self) -> Part<'a>;
    /// The value from any field's, if it is one of this type.
    fn take(value: Value<'a>, arena: &'a Arena) -> Option<Self>;
}

impl<'a, T: Field<'a>> Field<'a> for Option<T> {
    fn part(&self) -> Part<'a> {
        self.as_ref().map_or(Part::None, Field::part)
    }

    fn take(value: Value<'a>, arena: &'a Arena) -> Option<Self> {
        match value {
            Value::One(Part::None) => Some(None),
            value => T::take(value, arena).map(Some),
        }
    }
}

impl<'a> Field<'a> for &'a str {
    fn part(&self) -> Part<'a> {
        Part::Text(self)
    }

    fn take(value: Value<'a>, _: &'a Arena) -> Option<Self> {
        if let Value::One(Part::Text(text)) = value { Some(text) } else { None }
    }
}

impl<'a> Field<'a> for bool {
    fn part(&self) -> Part<'a> {
        Part::Int(i64::from(*self))
    }

    fn take(value: Value<'a>, _: &'a Arena) -> Option<Self> {
        if let Value::One(Part::Int(int)) = value { Some(int != 0) } else { None }
    }
}

/// A number that may be left out, which is 0.
impl<'a> Field<'a> for u32 {
    fn part(&self) -> Part<'a> {
        Part::Int(i64::from(*self))
    }

    fn take(value: Value<'a>, _: &'a Arena) -> Option<Self> {
        match value {
            Value::One(Part::None) => Some(0),
            Value::One(Part::Int(int)) => u32::try_from(int).ok(),
            Value::One(_) | Value::Many(_) => None,
        }
    }
}

impl<'a> Field<'a> for Constant<'a> {
    fn part(&self) -> Part<'a> {
        Part::Constant(*self)
    }

    fn take(value: Value<'a>, _: &'a Arena) -> Option<Self> {
        if let Value::One(Part::Constant(constant)) = value { Some(constant) } else { None }
    }
}

impl<'a> Field<'a> for Conversion {
    fn part(&self) -> Part<'a> {
        Part::Int(match self {
            Conversion::None => -1,
            Conversion::Str => i64::from(b's'),
            Conversion::Repr => i64::from(b'r'),
            Conversion::Ascii => i64::from(b'a'),
        })
    }

    fn take(value: Value<'a>, _: &'a Arena) -> Option<Self> {
        let Value::One(Part::Int(code)) = value else { return None };
        [Conversion::None, Conversion::Str, Conversion::Repr, Conversion::Ascii]
            .into_iter()
            .find(|each| matches!(each.part(), Part::Int(own) if own == code))
    }
}

impl<'a> Field<'a> for StringKind {
    fn part(&self) -> Part<'a> {
        match self {
            StringKind::Plain => Part::None,
            StringKind::U => Part::Text("u"),
        }
    }

    fn take(value: Value<'a>, _: &'a Arena) -> Option<Self> {
        match value {
            Value::One(Part::Text("u")) => Some(StringKind::U),
            Value::One(Part::Text(_) | Part::None) => Some(StringKind::Plain),
            Value::One(_) | Value::Many(_) => None,
        }
    }
}

impl<'a> Field<'a> for Aside {
    fn part(&self) -> Part<'a> {
        Part::Aside
    }

    fn take(_: Value<'a>, _: &'a Arena) -> Option<Self> {
        Some(Aside)
    }
}

macro_rules! node_fields {
    ($($node:ident: $ty:ty),* $(,)?) => {
        $(impl<'a> Field<'a> for $ty {
            fn part(&self) -> Part<'a> {
                Part::Node(Node::$node(*self))
            }

            fn take(value: Value<'a>, _: &'a Arena) -> Option<Self> {
                if let Value::One(Part::Node(Node::$node(node))) = value { Some(node) } else { None }
            }
        })*
    };
}

node_fields! {
    Expr: &'a Expr<'a>,
    ExprContext: ExprContext,
    BoolOp: BoolOp,
    Operator: Operator,
    UnaryOp: UnaryOp,
    CmpOp: CmpOp,
    Arguments: &'a Arguments<'a>,
    Arg: &'a Arg<'a>,
    Pattern: &'a Pattern<'a>,
    Stmt: &'a Stmt<'a>,
}

/// Lists, by the form in which the tree has them: the type of an item, how an item is a part, and what
/// an item is when it is taken from one.
macro_rules! lists {
    ($($name:ident: $item:ty, $each:ident => $part:expr, $pattern:pat => $taken:expr;)*) => {
        /// A list in the tree.
        #[derive(Clone, Copy, Debug)]
        pub enum List<'a> { $($name(&'a [$item])),* }

        impl<'a> List<'a> {
            /// How many items it has.
            pub fn len(self) -> usize {
                match self { $(List::$name(items) => items.len()),* }
            }

            /// Whether it has none.
            pub fn is_empty(self) -> bool {
                self.len() == 0
            }

            /// Those of its items that are nodes.
            pub fn nodes(self) -> impl Iterator<Item = Node<'a>> {
                (0..self.len()).filter_map(move |at| match self.get(at) {
                    Some(Part::Node(node)) => Some(node),
                    _ => None,
                })
            }

            /// One of its items.
            pub fn get(self, at: usize) -> Option<Part<'a>> {
                match self { $(List::$name(items) => items.get(at).map(|$each| $part)),* }
            }
        }

        $(impl<'a> Field<'a> for &'a [$item] {
            fn part(&self) -> Part<'a> {
                Part::List(List::$name(self))
            }

            fn take(value: Value<'a>, arena: &'a Arena) -> Option<Self> {
                let Value::Many(parts) = value else { return None };
                let items: Option<Vec<$item>> = parts
                    .into_iter()
                    .map(|part| match part {
                        $pattern => Some($taken),
                        #[allow(unreachable_patterns, reason = "some patterns take every part")]
                        _ => None,
                    })
                    .collect();
                Some(arena.alloc_slice(&items?))
            }
        })*
    };
}

lists! {
    Stmts: &'a Stmt<'a>, e => e.part(), Part::Node(Node::Stmt(e)) => e;
    Exprs: &'a Expr<'a>, e => e.part(), Part::Node(Node::Expr(e)) => e;
    MaybeExprs: Option<&'a Expr<'a>>, e => e.part(), part => match part {
        Part::Node(Node::Expr(e)) => Some(e),
        Part::None => None,
        _ => return None,
    };
    Patterns: &'a Pattern<'a>, e => e.part(), Part::Node(Node::Pattern(e)) => e;
    Names: &'a str, e => e.part(), Part::Text(e) => e;
    CmpOps: CmpOp, e => e.part(), Part::Node(Node::CmpOp(e)) => e;
    Comprehensions: Comprehension<'a>, e => Part::Node(Node::Comprehension(e)),
        Part::Node(Node::Comprehension(e)) => *e;
    ExceptHandlers: ExceptHandler<'a>, e => Part::Node(Node::ExceptHandler(e)),
        Part::Node(Node::ExceptHandler(e)) => *e;
    Args: Arg<'a>, e => Part::Node(Node::Arg(e)), Part::Node(Node::Arg(e)) => *e;
    Keywords: Keyword<'a>, e => Part::Node(Node::Keyword(e)), Part::Node(Node::Keyword(e)) => *e;
    Aliases: Alias<'a>, e => Part::Node(Node::Alias(e)), Part::Node(Node::Alias(e)) => *e;
    WithItems: WithItem<'a>, e => Part::Node(Node::WithItem(e)),
        Part::Node(Node::WithItem(e)) => *e;
    MatchCases: MatchCase<'a>, e => Part::Node(Node::MatchCase(e)),
        Part::Node(Node::MatchCase(e)) => *e;
    TypeIgnores: TypeIgnore<'a>, e => Part::Node(Node::TypeIgnore(e)),
        Part::Node(Node::TypeIgnore(e)) => *e;
    TypeParams: TypeParam<'a>, e => Part::Node(Node::TypeParam(e)),
        Part::Node(Node::TypeParam(e)) => *e;
}
