//! The table of the tree's nodes: CPython's ASDL, from which dumps, the classes of `ast` and the
//! conversions between the two kinds of tree are made. The types themselves are in `ast.rs`.

use crate::ast::*;
use crate::parts::{Field, Part, Value};

/// The types of the ASDL; those with one constructor of the same name are products.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sort {
    Mod,
    Stmt,
    Expr,
    ExprContext,
    BoolOp,
    Operator,
    UnaryOp,
    CmpOp,
    Comprehension,
    ExceptHandler,
    Arguments,
    Arg,
    Keyword,
    Alias,
    WithItem,
    MatchCase,
    Pattern,
    TypeIgnore,
    TypeParam,
}

impl Sort {
    /// All of them, in the ASDL's order.
    pub const ALL: [Sort; 19] = [
        Sort::Mod,
        Sort::Stmt,
        Sort::Expr,
        Sort::ExprContext,
        Sort::BoolOp,
        Sort::Operator,
        Sort::UnaryOp,
        Sort::CmpOp,
        Sort::Comprehension,
        Sort::ExceptHandler,
        Sort::Arguments,
        Sort::Arg,
        Sort::Keyword,
        Sort::Alias,
        Sort::WithItem,
        Sort::MatchCase,
        Sort::Pattern,
        Sort::TypeIgnore,
        Sort::TypeParam,
    ];

    /// Its name in the ASDL.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Mod => "mod",
            Sort::Stmt => "stmt",
            Sort::Expr => "expr",
            Sort::ExprContext => "expr_context",
            Sort::BoolOp => "boolop",
            Sort::Operator => "operator",
            Sort::UnaryOp => "unaryop",
            Sort::CmpOp => "cmpop",
            Sort::Comprehension => "comprehension",
            Sort::ExceptHandler => "excepthandler",
            Sort::Arguments => "arguments",
            Sort::Arg => "arg",
            Sort::Keyword => "keyword",
            Sort::Alias => "alias",
            Sort::WithItem => "withitem",
            Sort::MatchCase => "match_case",
            Sort::Pattern => "pattern",
            Sort::TypeIgnore => "type_ignore",
            Sort::TypeParam => "type_param",
        }
    }

    /// Whether its nodes have a place in the source.
    pub fn has_place(self) -> bool {
        use Sort::*;
        matches!(self, Stmt | Expr | ExceptHandler | Arg | Keyword | Alias | Pattern | TypeParam)
    }

    /// Whether the only constructor has the same name.
    pub fn is_product(self) -> bool {
        use Sort::*;
        matches!(self, Comprehension | Arguments | Arg | Keyword | Alias | WithItem | MatchCase)
    }

    /// The constructors, in the ASDL's order.
    pub fn kinds(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.iter().copied().filter(move |kind| kind.info().sort == self)
    }
}

/// What the values of a field are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldType {
    Node(Sort),
    Identifier,
    Int,
    String,
    Constant,
}

impl FieldType {
    /// Its name in the ASDL.
    pub fn name(self) -> &'static str {
        match self {
            FieldType::Node(sort) => sort.name(),
            FieldType::Identifier => "identifier",
            FieldType::Int => "int",
            FieldType::String => "string",
            FieldType::Constant => "constant",
        }
    }
}

/// How many values a field has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantity {
    One,
    Optional,
    Many,
}

/// A field of a node.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    pub name: &'static str,
    pub ty: FieldType,
    pub quantity: Quantity,
}

/// A constructor of the ASDL.
#[derive(Debug)]
pub struct KindInfo {
    pub name: &'static str,
    pub sort: Sort,
    pub fields: &'static [FieldInfo],
}

/// The name without the underscore that keeps Rust from taking it for a word of its own.
const fn python_name(name: &'static str) -> &'static str {
    let Some((b'_', rest)) = name.as_bytes().split_last() else { return name };
    match std::str::from_utf8(rest) {
        Ok(rest) => rest,
        Err(_) => name,
    }
}

macro_rules! field_type {
    (identifier) => {
        FieldType::Identifier
    };
    (int) => {
        FieldType::Int
    };
    (string) => {
        FieldType::String
    };
    (constant) => {
        FieldType::Constant
    };
    ($sort:ident) => {
        FieldType::Node(Sort::$sort)
    };
}

macro_rules! quantity {
    () => {
        Quantity::One
    };
    (?) => {
        Quantity::Optional
    };
    (*) => {
        Quantity::Many
    };
}

/// What matches a node of the tree and binds its fields.
macro_rules! node_pattern {
    (Mod $name:ident $($f:ident)*) => { Node::Mod(Mod::$name { $($f),* }) };
    (Stmt $name:ident ($def:ident) $($f:ident)*) => {
        Node::Stmt(Stmt { kind: StmtKind::$name($def { $($f),* }), .. })
    };
    (Stmt $name:ident $($f:ident)*) => {
        Node::Stmt(Stmt { kind: StmtKind::$name { $($f),* }, .. })
    };
    (Expr $name:ident $($f:ident)*) => {
        Node::Expr(Expr { kind: ExprKind::$name { $($f),* }, .. })
    };
    (Pattern $name:ident $($f:ident)*) => {
        Node::Pattern(Pattern { kind: PatternKind::$name { $($f),* }, .. })
    };
    (TypeParam $name:ident $($f:ident)*) => {
        Node::TypeParam(TypeParam { kind: TypeParamKind::$name { $($f),* }, .. })
    };
    (ExprContext $name:ident) => { Node::ExprContext(ExprContext::$name) };
    (BoolOp $name:ident) => { Node::BoolOp(BoolOp::$name) };
    (Operator $name:ident) => { Node::Operator(Operator::$name) };
    (UnaryOp $name:ident) => { Node::UnaryOp(UnaryOp::$name) };
    (CmpOp $name:ident) => { Node::CmpOp(CmpOp::$name) };
    ($sort:ident $name:ident $($f:ident)*) => { Node::$sort($sort { $($f,)* .. }) };
}

/// A new node of the tree from variables with the names of its fields.
macro_rules! new_node {
    ($arena:ident $span:ident Mod $name:ident $($f:ident)*) => {
        Node::Mod($arena.alloc(Mod::$name { $($f),* }))
    };
    ($arena:ident $span:ident Stmt $name:ident ($def:ident) $($f:ident)*) => {
        Node::Stmt($arena.alloc(Stmt { kind: StmtKind::$name($arena.alloc($def { $($f),* })), span: $span }))
    };
    ($arena:ident $span:ident Stmt $name:ident $($f:ident)*) => {
        Node::Stmt($arena.alloc(Stmt { kind: StmtKind::$name { $($f),* }, span: $span }))
    };
    ($arena:ident $span:ident Expr $name:ident $($f:ident)*) => {
        Node::Expr($arena.alloc(Expr { kind: ExprKind::$name { $($f),* }, span: $span }))
    };
    ($arena:ident $span:ident Pattern $name:ident $($f:ident)*) => {
        Node::Pattern($arena.alloc(Pattern { kind: PatternKind::$name { $($f),* }, span: $span }))
    };
    ($arena:ident $span:ident TypeParam $name:ident $($f:ident)*) => {
        Node::TypeParam($arena.alloc(TypeParam { kind: TypeParamKind::$name { $($f),* }, span: $span }))
    };
    ($arena:ident $span:ident ExprContext $name:ident) => { Node::ExprContext(ExprContext::$name) };
    ($arena:ident $span:ident BoolOp $name:ident) => { Node::BoolOp(BoolOp::$name) };
    ($arena:ident $span:ident Operator $name:ident) => { Node::Operator(Operator::$name) };
    ($arena:ident $span:ident UnaryOp $name:ident) => { Node::UnaryOp(UnaryOp::$name) };
    ($arena:ident $span:ident CmpOp $name:ident) => { Node::CmpOp(CmpOp::$name) };
    ($arena:ident $span:ident Comprehension $name:ident $($f:ident)*) => {
        Node::Comprehension($arena.alloc(Comprehension { $($f),* }))
    };
    ($arena:ident $span:ident Arguments $name:ident $($f:ident)*) => {
        Node::Arguments($arena.alloc(Arguments { $($f),* }))
    };
    ($arena:ident $span:ident WithItem $name:ident $($f:ident)*) => {
        Node::WithItem($arena.alloc(WithItem { $($f),* }))
    };
    ($arena:ident $span:ident MatchCase $name:ident $($f:ident)*) => {
        Node::MatchCase($arena.alloc(MatchCase { $($f),* }))
    };
    ($arena:ident $span:ident TypeIgnore $name:ident $($f:ident)*) => {
        Node::TypeIgnore($arena.alloc(TypeIgnore { $($f),* }))
    };
    ($arena:ident $span:ident $sort:ident $name:ident $($f:ident)*) => {
        Node::$sort($arena.alloc($sort { $($f,)* span: $span }))
    };
}

/// One row per constructor: its type, its name (in Rust and, for products, in Python), in parentheses
/// the struct that holds the fields if that is not the variant itself, and the fields.
macro_rules! nodes {
    ($($sort:ident $name:ident $(= $python:literal)? $(($def:ident))? {
        $($field:ident: $ty:ident [$($quantity:tt)?]),* $(,)?
    })*) => {
        /// The constructors of the ASDL.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Kind { $($name),* }

        static KINDS: &[KindInfo] = &[$(KindInfo {
            name: { let _name = stringify!($name); $(let _name = $python;)? _name },
            sort: Sort::$sort,
            fields: &[$(FieldInfo {
                name: python_name(stringify!($field)),
                ty: field_type!($ty),
                quantity: quantity!($($quantity)?),
            }),*],
        }),*];

        impl Kind {
            /// All of them, in the ASDL's order.
            pub const ALL: &[Kind] = &[$(Kind::$name),*];

            /// The row of the table.
            pub fn info(self) -> &'static KindInfo {
                KINDS.get(self as usize).unwrap_or(const { &KindInfo { name: "", sort: Sort::Mod, fields: &[] } })
            }

            /// A node of this kind. `None` if a value is of the wrong type.
            pub fn build<'a>(
                self,
                arena: &'a Arena,
                span: Span,
                values: impl IntoIterator<Item = Value<'a>>,
            ) -> Option<Node<'a>> {
                let mut values = values.into_iter();
                let _ = (&mut values, span);
                match self {
                    $(Kind::$name => {
                        $(let $field = Field::take(values.next()?, arena)?;)*
                        Some(new_node!(arena span $sort $name $(($def))? $($field)*))
                    })*
                }
            }
        }

        impl<'a> Node<'a> {
            /// What kind of node it is.
            pub fn kind(&self) -> Kind {
                match *self {
                    $(node_pattern!($sort $name $(($def))? $($field)*) => {
                        $(let _ = $field;)*
                        Kind::$name
                    })*
                }
            }

            /// Appends the values of its fields, in order.
            pub fn parts(&self, out: &mut Vec<Part<'a>>) {
                match *self {
                    $(node_pattern!($sort $name $(($def))? $($field)*) => {
                        let _ = &out;
                        $(out.push($field.part());)*
                    })*
                }
            }
        }
    };
}

/// A node of the tree.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    Mod(&'a Mod<'a>),
    Stmt(&'a Stmt<'a>),
    Expr(&'a Expr<'a>),
    ExprContext(ExprContext),
    BoolOp(BoolOp),
    Operator(Operator),
    UnaryOp(UnaryOp),
    CmpOp(CmpOp),
    Comprehension(&'a Comprehension<'a>),
    ExceptHandler(&'a ExceptHandler<'a>),
    Arguments(&'a Arguments<'a>),
    Arg(&'a Arg<'a>),
    Keyword(&'a Keyword<'a>),
    Alias(&'a Alias<'a>),
    WithItem(&'a WithItem<'a>),
    MatchCase(&'a MatchCase<'a>),
    Pattern(&'a Pattern<'a>),
    TypeIgnore(&'a TypeIgnore<'a>),
    TypeParam(&'a TypeParam<'a>),
}

impl Node<'_> {
    /// Its place in the source, if it has one.
    pub fn span(&self) -> Option<Span> {
        Some(match self {
            Node::Stmt(node) => node.span,
            Node::Expr(node) => node.span,
            Node::ExceptHandler(node) => node.span,
            Node::Arg(node) => node.span,
            Node::Keyword(node) => node.span,
            Node::Alias(node) => node.span,
            Node::Pattern(node) => node.span,
            Node::TypeParam(node) => node.span,
            Node::Mod(_)
            | Node::ExprContext(_)
            | Node::BoolOp(_)
            | Node::Operator(_)
            | Node::UnaryOp(_)
            | Node::CmpOp(_)
            | Node::Comprehension(_)
            | Node::Arguments(_)
            | Node::WithItem(_)
            | Node::MatchCase(_)
            | Node::TypeIgnore(_) => return None,
        })
    }
}

nodes! {
    Mod Module { body: Stmt [*], type_ignores: TypeIgnore [*] }
    Mod Interactive { body: Stmt [*] }
    Mod Expression { body: Expr [] }
    Mod FunctionType { argtypes: Expr [*], returns: Expr [] }

    Stmt FunctionDef (FunctionDef) {
        name: identifier [], args: Arguments [], body: Stmt [*], decorator_list: Expr [*],
        returns: Expr [?], type_comment: string [?], type_params: TypeParam [*],
    }
    Stmt AsyncFunctionDef (FunctionDef) {
        name: identifier [], args: Arguments [], body: Stmt [*], decorator_list: Expr [*],
        returns: Expr [?], type_comment: string [?], type_params: TypeParam [*],
    }
    Stmt ClassDef (ClassDef) {
        name: identifier [], bases: Expr [*], keywords: Keyword [*], body: Stmt [*],
        decorator_list: Expr [*], type_params: TypeParam [*],
    }
    Stmt Return { value: Expr [?] }
    Stmt Delete { targets: Expr [*] }
    Stmt Assign { targets: Expr [*], value: Expr [], type_comment: string [?] }
    Stmt TypeAlias { name: Expr [], type_params: TypeParam [*], value: Expr [] }
    Stmt AugAssign { target: Expr [], op: Operator [], value: Expr [] }
    Stmt AnnAssign { target: Expr [], annotation: Expr [], value: Expr [?], simple: int [] }
    Stmt For {
        target: Expr [], iter: Expr [], body: Stmt [*], orelse: Stmt [*],
        type_comment: string [?],
    }
    Stmt AsyncFor {
        target: Expr [], iter: Expr [], body: Stmt [*], orelse: Stmt [*],
        type_comment: string [?],
    }
    Stmt While { test: Expr [], body: Stmt [*], orelse: Stmt [*] }
    Stmt If { test: Expr [], body: Stmt [*], orelse: Stmt [*] }
    Stmt With { items: WithItem [*], body: Stmt [*], type_comment: string [?] }
    Stmt AsyncWith { items: WithItem [*], body: Stmt [*], type_comment: string [?] }
    Stmt Match { subject: Expr [], cases: MatchCase [*] }
    Stmt Raise { exc: Expr [?], cause: Expr [?] }
    Stmt Try (Try) {
        body: Stmt [*], handlers: ExceptHandler [*], orelse: Stmt [*], finalbody: Stmt [*],
    }
    Stmt TryStar (Try) {
        body: Stmt [*], handlers: ExceptHandler [*], orelse: Stmt [*], finalbody: Stmt [*],
    }
    Stmt Assert { test: Expr [], msg: Expr [?] }
    Stmt Import { names: Alias [*] }
    Stmt ImportFrom { module: identifier [?], names: Alias [*], level: int [?] }
    Stmt Global { names: identifier [*] }
    Stmt Nonlocal { names: identifier [*] }
    Stmt Expr { value: Expr [] }
    Stmt Pass {}
    Stmt Break {}
    Stmt Continue {}

    Expr BoolOp { op: BoolOp [], values: Expr [*] }
    Expr NamedExpr { target: Expr [], value: Expr [] }
    Expr BinOp { left: Expr [], op: Operator [], right: Expr [] }
    Expr UnaryOp { op: UnaryOp [], operand: Expr [] }
    Expr Lambda { args: Arguments [], body: Expr [] }
    Expr IfExp { test: Expr [], body: Expr [], orelse: Expr [] }
    Expr Dict { keys: Expr [*], values: Expr [*] }
    Expr Set { elts: Expr [*] }
    Expr ListComp { elt: Expr [], generators: Comprehension [*] }
    Expr SetComp { elt: Expr [], generators: Comprehension [*] }
    Expr DictComp { key: Expr [], value: Expr [], generators: Comprehension [*] }
    Expr GeneratorExp { elt: Expr [], generators: Comprehension [*] }
    Expr Await { value: Expr [] }
    Expr Yield { value: Expr [?] }
    Expr YieldFrom { value: Expr [] }
    Expr Compare { left: Expr [], ops: CmpOp [*], comparators: Expr [*] }
    Expr Call { func: Expr [], args: Expr [*], keywords: Keyword [*] }
    Expr FormattedValue { value: Expr [], conversion: int [], format_spec: Expr [?] }
    Expr JoinedStr { values: Expr [*] }
    Expr Constant { value: constant [], kind: string [?] }
    Expr Attribute { value: Expr [], attr: identifier [], ctx: ExprContext [] }
    Expr Subscript { value: Expr [], slice: Expr [], ctx: ExprContext [] }
    Expr Starred { value: Expr [], ctx: ExprContext [] }
    Expr Name { id: identifier [], ctx: ExprContext [] }
    Expr List { elts: Expr [*], ctx: ExprContext [] }
    Expr Tuple { elts: Expr [*], ctx: ExprContext [] }
    Expr Slice { lower: Expr [?], upper: Expr [?], step: Expr [?] }

    ExprContext Load {}
    ExprContext Store {}
    ExprContext Del {}

    BoolOp And {}
    BoolOp Or {}

    Operator Add {}
    Operator Sub {}
    Operator Mult {}
    Operator MatMult {}
    Operator Div {}
    Operator Mod {}
    Operator Pow {}
    Operator LShift {}
    Operator RShift {}
    Operator BitOr {}
    Operator BitXor {}
    Operator BitAnd {}
    Operator FloorDiv {}

    UnaryOp Invert {}
    UnaryOp Not {}
    UnaryOp UAdd {}
    UnaryOp USub {}

    CmpOp Eq {}
    CmpOp NotEq {}
    CmpOp Lt {}
    CmpOp LtE {}
    CmpOp Gt {}
    CmpOp GtE {}
    CmpOp Is {}
    CmpOp IsNot {}
    CmpOp In {}
    CmpOp NotIn {}

    Comprehension Comprehension = "comprehension" {
        target: Expr [], iter: Expr [], ifs: Expr [*], is_async: int [],
    }

    ExceptHandler ExceptHandler { type_: Expr [?], name: identifier [?], body: Stmt [*] }

    Arguments Arguments = "arguments" {
        posonlyargs: Arg [*], args: Arg [*], vararg: Arg [?], kwonlyargs: Arg [*],
        kw_defaults: Expr [*], kwarg: Arg [?], defaults: Expr [*],
    }
    Arg Arg = "arg" { arg: identifier [], annotation: Expr [?], type_comment: string [?] }
    Keyword Keyword = "keyword" { arg: identifier [?], value: Expr [] }
    Alias Alias = "alias" { name: identifier [], asname: identifier [?] }
    WithItem WithItem = "withitem" { context_expr: Expr [], optional_vars: Expr [?] }
    MatchCase MatchCase = "match_case" { pattern: Pattern [], guard: Expr [?], body: Stmt [*] }

    Pattern MatchValue { value: Expr [] }
    Pattern MatchSingleton { value: constant [] }
    Pattern MatchSequence { patterns: Pattern [*] }
    Pattern MatchMapping { keys: Expr [*], patterns: Pattern [*], rest: identifier [?] }
    Pattern MatchClass {
        cls: Expr [], patterns: Pattern [*], kwd_attrs: identifier [*], kwd_patterns: Pattern [*],
    }
    Pattern MatchStar { name: identifier [?] }
    Pattern MatchAs { pattern: Pattern [?], name: identifier [?] }
    Pattern MatchOr { patterns: Pattern [*] }

    TypeIgnore TypeIgnore { lineno: int [], tag: string [] }

    TypeParam TypeVar { name: identifier [], bound: Expr [?], default_value: Expr [?] }
    TypeParam ParamSpec { name: identifier [], default_value: Expr [?] }
    TypeParam TypeVarTuple { name: identifier [], default_value: Expr [?] }
}
