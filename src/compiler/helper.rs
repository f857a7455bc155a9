//! The table of helpers: rare operations that need no opcode of their own.

macro_rules! helpers {
    ($($(#[doc = $doc:literal])+ $name:ident = $arity:literal;)*) => {
        /// What [`crate::op::Instruction::CallHelper`] can do: rare operations that need no opcode of their own.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u16)]
        pub enum Helper { $($(#[doc = $doc])+ $name),* }

        impl Helper {
            pub const ALL: &[(Helper, &str, u16)] =
                &[$((Helper::$name, crate::operand::spelled_name!($name), $arity)),*];

            /// How many registers it takes.
            #[expect(clippy::indexing_slicing, reason = "the table has a row for each helper")]
            pub const fn arity(self) -> u16 {
                Helper::ALL[self as usize].2
            }
        }
    };
}

helpers! {
    /// (value): print an expression statement's value at the prompt (`sys.displayhook`)
    PrintExpr = 1;
    /// (exception): RuntimeError for a StopIteration or StopAsyncIteration that leaves a generator
    /// or coroutine, any other exception as it is
    StopIterationError = 1;
    /// (name): TypeVar
    TypeVar = 1;
    /// (name, function of the bound): TypeVar
    TypeVarBound = 2;
    /// (name, function of the constraints): TypeVar
    TypeVarConstraints = 2;
    /// (name): ParamSpec
    ParamSpec = 1;
    /// (name): TypeVarTuple
    TypeVarTuple = 1;
    /// (type parameter, function of the default): the parameter
    TypeParamDefault = 2;
    /// (function, type parameters): the function
    SetTypeParams = 2;
    /// (type parameters): `Generic[…]`
    SubscriptGeneric = 1;
    /// (name, type parameters or None, function of the value): TypeAliasType
    TypeAlias = 3;
    /// (): make sure that the namespace has `__annotations__`
    SetupAnnotations = 0;
}
