//! The syntax tree: Python 3.13's ASDL as arena-allocated Rust types. Knows nothing of how it is made.
//!
//! Names of variants and fields are those of CPython's `ast` module (`type_` and `else` words as
//! there); children are `&'a` references into one [`Arena`], lists are slices. Every type is `Copy`
//! or cheap to borrow, and dropping the arena frees the whole tree without recursion.

/// Where tree nodes live. Freed as a whole; nothing in it runs a destructor.
pub struct Arena {
    bump: bumpalo::Bump,
    /// How many digits a decimal integer may have; `usize::MAX` if any number.
    pub(crate) max_digits: usize,
}

impl Default for Arena {
    fn default() -> Self {
        Self { bump: bumpalo::Bump::new(), max_digits: crate::numbers::MAX_DECIMAL_DIGITS }
    }
}

impl Arena {
    /// An empty arena.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty arena for a source whose decimal integers may have so many digits, or any number.
    pub fn with_max_digits(limit: Option<usize>) -> Self {
        Self { max_digits: limit.unwrap_or(usize::MAX), ..Self::default() }
    }

    /// Moves a value into the arena.
    pub fn alloc<T: Copy>(&self, value: T) -> &T {
        self.bump.alloc(value)
    }

    /// Copies a string into the arena.
    pub fn alloc_str(&self, text: &str) -> &str {
        self.bump.alloc_str(text)
    }

    /// Copies a slice into the arena.
    pub fn alloc_slice<T: Copy>(&self, items: &[T]) -> &[T] {
        if items.is_empty() { &[] } else { self.bump.alloc_slice_copy(items) }
    }

    /// A slice of `len` items, all of them `fill` at first.
    pub(crate) fn alloc_filled<T: Copy>(&self, len: usize, fill: T) -> &mut [T] {
        self.bump.alloc_slice_fill_copy(len, fill)
    }

    /// Bytes the arena has taken from the allocator.
    pub fn allocated_bytes(&self) -> usize {
        self.bump.allocated_bytes()
    }
}

/// Half-open range of byte offsets in the decoded source (see [`crate::LineIndex`] for lines).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }
}

/// A whole parsed source, by what was asked for.
#[derive(Clone, Copy, Debug)]
pub enum Mod<'a> {
    /// A file: `Mode::Module`.
    Module { body: &'a [&'a Stmt<'a>], type_ignores: Aside },
    /// One statement line of a prompt: `Mode::Interactive`.
    Interactive { body: &'a [&'a Stmt<'a>] },
    /// What `eval` takes: `Mode::Expression`.
    Expression { body: &'a Expr<'a> },
    /// A comment's `(int, str) -> bool`: `Mode::FunctionType`.
    FunctionType { argtypes: &'a [&'a Expr<'a>], returns: &'a Expr<'a> },
}

impl<'a> Mod<'a> {
    /// Its statements; none where it is something else.
    pub fn statements(&self) -> &'a [&'a Stmt<'a>] {
        match self {
            Mod::Module { body, .. } | Mod::Interactive { body } => body,
            Mod::Expression { .. } | Mod::FunctionType { .. } => &[],
        }
    }
}

/// The place of a type comment or of ignored types: hardly a program asks for them, so they are kept
/// beside the tree ([`crate::Parsed::type_comments`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aside;

/// A comment `# type: ignore` with what follows it.
#[derive(Clone, Copy, Debug)]
pub struct TypeIgnore<'a> {
    pub lineno: u32,
    pub tag: &'a str,
}

/// A statement with its place; a decorated definition starts at `def`/`class`, not at its decorators.
#[derive(Clone, Copy, Debug)]
pub struct Stmt<'a> {
    pub kind: StmtKind<'a>,
    pub span: Span,
}

impl Stmt<'_> {
    /// Whether it is one whose block holds others.
    pub fn holds_others(&self) -> bool {
        matches!(
            self.kind,
            StmtKind::FunctionDef(_)
                | StmtKind::AsyncFunctionDef(_)
                | StmtKind::ClassDef(_)
                | StmtKind::For { .. }
                | StmtKind::AsyncFor { .. }
                | StmtKind::While { .. }
                | StmtKind::If { .. }
                | StmtKind::With { .. }
                | StmtKind::AsyncWith { .. }
                | StmtKind::Match { .. }
                | StmtKind::Try(_)
                | StmtKind::TryStar(_)
        )
    }
}

/// The statements of the ASDL.
#[derive(Clone, Copy, Debug)]
pub enum StmtKind<'a> {
    FunctionDef(&'a FunctionDef<'a>),
    AsyncFunctionDef(&'a FunctionDef<'a>),
    ClassDef(&'a ClassDef<'a>),
    Return {
        value: Option<&'a Expr<'a>>,
    },
    Delete {
        targets: &'a [&'a Expr<'a>],
    },
    Assign {
        targets: &'a [&'a Expr<'a>],
        value: &'a Expr<'a>,
        type_comment: Aside,
    },
    /// `name` is always a `Name` in Store context.
    TypeAlias {
        name: &'a Expr<'a>,
        type_params: &'a [TypeParam<'a>],
        value: &'a Expr<'a>,
    },
    AugAssign {
        target: &'a Expr<'a>,
        op: Operator,
        value: &'a Expr<'a>,
    },
    /// `simple` is true when the target is a bare name without parentheses.
    AnnAssign {
        target: &'a Expr<'a>,
        annotation: &'a Expr<'a>,
        value: Option<&'a Expr<'a>>,
        simple: bool,
    },
    For {
        target: &'a Expr<'a>,
        iter: &'a Expr<'a>,
        body: &'a [&'a Stmt<'a>],
        orelse: &'a [&'a Stmt<'a>],
        type_comment: Aside,
    },
    AsyncFor {
        target: &'a Expr<'a>,
        iter: &'a Expr<'a>,
        body: &'a [&'a Stmt<'a>],
        orelse: &'a [&'a Stmt<'a>],
        type_comment: Aside,
    },
    While {
        test: &'a Expr<'a>,
        body: &'a [&'a Stmt<'a>],
        orelse: &'a [&'a Stmt<'a>],
    },
    /// An `elif` is an `If` alone in `orelse`; long chains nest deeply, so walk `orelse` in a loop.
    If {
        test: &'a Expr<'a>,
        body: &'a [&'a Stmt<'a>],
        orelse: &'a [&'a Stmt<'a>],
    },
    With {
        items: &'a [WithItem<'a>],
        body: &'a [&'a Stmt<'a>],
        type_comment: Aside,
    },
    AsyncWith {
        items: &'a [WithItem<'a>],
        body: &'a [&'a Stmt<'a>],
        type_comment: Aside,
    },
    Match {
        subject: &'a Expr<'a>,
        cases: &'a [MatchCase<'a>],
    },
    Raise {
        exc: Option<&'a Expr<'a>>,
        cause: Option<&'a Expr<'a>>,
    },
    Try(&'a Try<'a>),
    /// `try` with `except*` handlers.
    TryStar(&'a Try<'a>),
    Assert {
        test: &'a Expr<'a>,
        msg: Option<&'a Expr<'a>>,
    },
    Import {
        names: &'a [Alias<'a>],
    },
    /// `level` counts the leading dots.
    ImportFrom {
        module: Option<&'a str>,
        names: &'a [Alias<'a>],
        level: u32,
    },
    Global {
        names: &'a [&'a str],
    },
    Nonlocal {
        names: &'a [&'a str],
    },
    Expr {
        value: &'a Expr<'a>,
    },
    Pass,
    Break,
    Continue,
}

/// What `def` and `async def` define.
#[derive(Clone, Copy, Debug)]
pub struct FunctionDef<'a> {
    pub name: &'a str,
    pub args: &'a Arguments<'a>,
    pub body: &'a [&'a Stmt<'a>],
    pub decorator_list: &'a [&'a Expr<'a>],
    pub returns: Option<&'a Expr<'a>>,
    pub type_comment: Aside,
    pub type_params: &'a [TypeParam<'a>],
}

/// What `class` defines.
#[derive(Clone, Copy, Debug)]
pub struct ClassDef<'a> {
    pub name: &'a str,
    pub bases: &'a [&'a Expr<'a>],
    pub keywords: &'a [Keyword<'a>],
    pub body: &'a [&'a Stmt<'a>],
    pub decorator_list: &'a [&'a Expr<'a>],
    pub type_params: &'a [TypeParam<'a>],
}

/// The parts of a `try` statement.
#[derive(Clone, Copy, Debug)]
pub struct Try<'a> {
    pub body: &'a [&'a Stmt<'a>],
    pub handlers: &'a [ExceptHandler<'a>],
    pub orelse: &'a [&'a Stmt<'a>],
    pub finalbody: &'a [&'a Stmt<'a>],
}

/// `except type_ as name:`
#[derive(Clone, Copy, Debug)]
pub struct ExceptHandler<'a> {
    pub type_: Option<&'a Expr<'a>>,
    pub name: Option<&'a str>,
    pub body: &'a [&'a Stmt<'a>],
    pub span: Span,
}

/// `name as asname` of an import; `name` is dotted, or `*`.
#[derive(Clone, Copy, Debug)]
pub struct Alias<'a> {
    pub name: &'a str,
    pub asname: Option<&'a str>,
    pub span: Span,
}

/// `context_expr as optional_vars` of a `with` statement.
#[derive(Clone, Copy, Debug)]
pub struct WithItem<'a> {
    pub context_expr: &'a Expr<'a>,
    pub optional_vars: Option<&'a Expr<'a>>,
}

/// An expression with its place, which leaves out enclosing parentheses.
#[derive(Clone, Copy, Debug)]
pub struct Expr<'a> {
    pub kind: ExprKind<'a>,
    pub span: Span,
}

/// The expressions of the ASDL.
#[derive(Clone, Copy, Debug)]
pub enum ExprKind<'a> {
    /// `a and b and c` is one node with three values.
    BoolOp {
        op: BoolOp,
        values: &'a [&'a Expr<'a>],
    },
    /// `target` is a `Name` in Store context.
    NamedExpr {
        target: &'a Expr<'a>,
        value: &'a Expr<'a>,
    },
    /// Long chains (`a + a + …`) nest to the left without limit: walk `left` in a loop.
    BinOp {
        left: &'a Expr<'a>,
        op: Operator,
        right: &'a Expr<'a>,
    },
    UnaryOp {
        op: UnaryOp,
        operand: &'a Expr<'a>,
    },
    Lambda {
        args: &'a Arguments<'a>,
        body: &'a Expr<'a>,
    },
    IfExp {
        test: &'a Expr<'a>,
        body: &'a Expr<'a>,
        orelse: &'a Expr<'a>,
    },
    /// A key of `None` is `**value`.
    Dict {
        keys: &'a [Option<&'a Expr<'a>>],
        values: &'a [&'a Expr<'a>],
    },
    Set {
        elts: &'a [&'a Expr<'a>],
    },
    ListComp {
        elt: &'a Expr<'a>,
        generators: &'a [Comprehension<'a>],
    },
    SetComp {
        elt: &'a Expr<'a>,
        generators: &'a [Comprehension<'a>],
    },
    DictComp {
        key: &'a Expr<'a>,
        value: &'a Expr<'a>,
        generators: &'a [Comprehension<'a>],
    },
    GeneratorExp {
        elt: &'a Expr<'a>,
        generators: &'a [Comprehension<'a>],
    },
    Await {
        value: &'a Expr<'a>,
    },
    Yield {
        value: Option<&'a Expr<'a>>,
    },
    YieldFrom {
        value: &'a Expr<'a>,
    },
    /// `ops` and `comparators` have the same length, at least one.
    Compare {
        left: &'a Expr<'a>,
        ops: &'a [CmpOp],
        comparators: &'a [&'a Expr<'a>],
    },
    Call {
        func: &'a Expr<'a>,
        args: &'a [&'a Expr<'a>],
        keywords: &'a [Keyword<'a>],
    },
    /// `{value!conversion:format_spec}`; `format_spec` is a `JoinedStr`.
    FormattedValue {
        value: &'a Expr<'a>,
        conversion: Conversion,
        format_spec: Option<&'a Expr<'a>>,
    },
    /// An f-string: `Constant` strings and `FormattedValue`s.
    JoinedStr {
        values: &'a [&'a Expr<'a>],
    },
    Constant {
        value: Constant<'a>,
        kind: StringKind,
    },
    Attribute {
        value: &'a Expr<'a>,
        attr: &'a str,
        ctx: ExprContext,
    },
    Subscript {
        value: &'a Expr<'a>,
        slice: &'a Expr<'a>,
        ctx: ExprContext,
    },
    Starred {
        value: &'a Expr<'a>,
        ctx: ExprContext,
    },
    Name {
        id: &'a str,
        ctx: ExprContext,
    },
    List {
        elts: &'a [&'a Expr<'a>],
        ctx: ExprContext,
    },
    Tuple {
        elts: &'a [&'a Expr<'a>],
        ctx: ExprContext,
    },
    /// Only directly in a subscript, or in a tuple there.
    Slice {
        lower: Option<&'a Expr<'a>>,
        upper: Option<&'a Expr<'a>>,
        step: Option<&'a Expr<'a>>,
    },
}

/// What happens to the place an expression names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExprContext {
    Load,
    Store,
    Del,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BoolOp {
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    Invert,
    Not,
    UAdd,
    USub,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CmpOp {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}

/// The `!s`, `!r` or `!a` of a replacement field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Conversion {
    /// No conversion: -1 in CPython's tree.
    None,
    /// `!s`: 115.
    Str,
    /// `!r`: 114.
    Repr,
    /// `!a`: 97.
    Ascii,
}

/// The `kind` of a constant: whether its (first) literal was written `u"…"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StringKind {
    Plain,
    U,
}

/// A literal's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Constant<'a> {
    None,
    True,
    False,
    Ellipsis,
    Int(Int<'a>),
    Float(f64),
    /// The real part of a literal is zero.
    Complex {
        real: f64,
        imag: f64,
    },
    Str(Wtf8<'a>),
    Bytes(&'a [u8]),
    /// Only in trees that a program made.
    Tuple(&'a [Constant<'a>]),
    /// Only in trees that a program made.
    FrozenSet(&'a [Constant<'a>]),
}

/// An integer; negative only in trees that a program made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Int<'a> {
    Small(i64),
    /// Beyond `i64`: digits without prefix or underscores, in base `radix` (2, 8, 10 or 16), after a
    /// `-` if it is negative.
    Big {
        digits: &'a str,
        radix: u32,
    },
}

/// Text in WTF-8: UTF-8 in which lone surrogates (`'\ud800'`) are encoded as three bytes too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wtf8<'a>(pub &'a [u8]);

impl<'a> Wtf8<'a> {
    /// The bytes; surrogate pairs are never joined.
    pub fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// The text, unless it contains a surrogate.
    pub fn as_str(self) -> Option<&'a str> {
        std::str::from_utf8(self.0).ok()
    }
}

/// `for target in iter if …` of a comprehension.
#[derive(Clone, Copy, Debug)]
pub struct Comprehension<'a> {
    pub target: &'a Expr<'a>,
    pub iter: &'a Expr<'a>,
    pub ifs: &'a [&'a Expr<'a>],
    pub is_async: bool,
}

/// The parameters of a function or lambda.
#[derive(Clone, Copy, Debug, Default)]
pub struct Arguments<'a> {
    pub posonlyargs: &'a [Arg<'a>],
    pub args: &'a [Arg<'a>],
    pub vararg: Option<&'a Arg<'a>>,
    pub kwonlyargs: &'a [Arg<'a>],
    /// As long as `kwonlyargs`; `None` where there is no default.
    pub kw_defaults: &'a [Option<&'a Expr<'a>>],
    pub kwarg: Option<&'a Arg<'a>>,
    /// Defaults of the last ones of `posonlyargs` and `args` together.
    pub defaults: &'a [&'a Expr<'a>],
}

/// One parameter.
#[derive(Clone, Copy, Debug)]
pub struct Arg<'a> {
    pub arg: &'a str,
    pub annotation: Option<&'a Expr<'a>>,
    pub type_comment: Aside,
    pub span: Span,
}

/// `arg=value` of a call or class; without `arg` it is `**value`.
#[derive(Clone, Copy, Debug)]
pub struct Keyword<'a> {
    pub arg: Option<&'a str>,
    pub value: &'a Expr<'a>,
    pub span: Span,
}

/// `case pattern if guard: body`
#[derive(Clone, Copy, Debug)]
pub struct MatchCase<'a> {
    pub pattern: &'a Pattern<'a>,
    pub guard: Option<&'a Expr<'a>>,
    pub body: &'a [&'a Stmt<'a>],
}

/// A pattern with its place.
#[derive(Clone, Copy, Debug)]
pub struct Pattern<'a> {
    pub kind: PatternKind<'a>,
    pub span: Span,
}

/// The patterns of the ASDL.
#[derive(Clone, Copy, Debug)]
pub enum PatternKind<'a> {
    MatchValue {
        value: &'a Expr<'a>,
    },
    /// `None`, `True` or `False`.
    MatchSingleton {
        value: Constant<'a>,
    },
    MatchSequence {
        patterns: &'a [&'a Pattern<'a>],
    },
    MatchMapping {
        keys: &'a [&'a Expr<'a>],
        patterns: &'a [&'a Pattern<'a>],
        rest: Option<&'a str>,
    },
    MatchClass {
        cls: &'a Expr<'a>,
        patterns: &'a [&'a Pattern<'a>],
        kwd_attrs: &'a [&'a str],
        kwd_patterns: &'a [&'a Pattern<'a>],
    },
    /// `*name`, or `*_` without a name; only in a sequence.
    MatchStar {
        name: Option<&'a str>,
    },
    /// `pattern as name`; a bare name has no pattern, `_` has neither.
    MatchAs {
        pattern: Option<&'a Pattern<'a>>,
        name: Option<&'a str>,
    },
    MatchOr {
        patterns: &'a [&'a Pattern<'a>],
    },
}

/// One of `[T: bound = default, *Ts = default, **P = default]`.
#[derive(Clone, Copy, Debug)]
pub struct TypeParam<'a> {
    pub kind: TypeParamKind<'a>,
    pub span: Span,
}

/// The type parameters of the ASDL.
#[derive(Clone, Copy, Debug)]
pub enum TypeParamKind<'a> {
    TypeVar { name: &'a str, bound: Option<&'a Expr<'a>>, default_value: Option<&'a Expr<'a>> },
    ParamSpec { name: &'a str, default_value: Option<&'a Expr<'a>> },
    TypeVarTuple { name: &'a str, default_value: Option<&'a Expr<'a>> },
}
