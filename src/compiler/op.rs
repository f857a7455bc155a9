//! The one table of instructions: operands, names and documentation. Knows nothing of how the
//! machine carries them out (the engine's `vm/`) or of how they are chosen (`emit.rs`).
//!
//! # Shape of a word
//!
//! An instruction is one 64-bit word: opcode (8 bits), flags (8 bits), operands `a`, `b`, `c` of 16
//! bits each. A wide operand (32 bits) lies in `b` and `c`. Flags: bits 0–2 say that the register in
//! `a`, `b`, `c` is *taken* (moved out), bit 3 marks the in-place form of a binary operator, bit 7
//! says that the register written is a local (its old value must be dropped first).
//!
//! # The rules that keep the semantics exact
//!
//! * Registers `0..locals` are local variables (parameters first, then cells and free variables),
//!   those above are temporaries in stack discipline: the live ones are always the lowest ones.
//! * Reading a local borrows it. Reading a temporary takes it (`Use::take`) unless the row says
//!   `Keep`. A register of a `Run` is always taken. A dead temporary holds garbage: it is
//!   written without dropping what was there.
//! * The destination is written after the operands were taken, so it may be one of them.
//! * When an instruction raises, what it takes is gone, and `Code::heights` tells how many
//!   temporaries are still live.
//! * A row that says "+ Jump" is followed by a [`Instruction::Jump`] word that belongs to it:
//!   when it does not jump, execution goes on behind that word.

use std::fmt;

pub use crate::helper::Helper;
pub use crate::operand::{
    Access, Arg, CallSite, CodeIndex, Const, Count, Datum, Def, Imm, Keep, Offset, Operand, Reg,
    Run, Site, Use, When, Which, WideSite, Word,
};
use crate::operand::{place, spelled_name};

macro_rules! ops {
    ($($(#[doc = $doc:literal])+ $name:ident($($field:ident: $ty:ident),*))*) => {
        /// The opcodes, in the order of the table.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Op { $($name),* }

        /// An instruction with typed operands.
        #[derive(Clone, Copy, PartialEq, Debug)]
        pub enum Instruction { $($(#[doc = $doc])+ $name { $($field: $ty),* }),* }

        impl Op {
            /// Every opcode with its name and documentation, in order of their numbers.
            pub const ALL: &[(Op, &str, &str)] = &[$((
                Op::$name,
                spelled_name!($name),
                concat!($($doc, "\n"),+),
            )),*];
        }

        impl Instruction {
            pub fn op(&self) -> Op {
                match self { $(Instruction::$name { .. } => Op::$name),* }
            }

            pub fn encode(self) -> Word {
                match self {$(
                    Instruction::$name { $($field),* } => {
                        #[allow(unused_mut)]
                        let (mut word, mut _slot) = (Word(Op::$name as u64), 0);
                        $(
                            _slot = place(_slot, <$ty as Operand>::WIDE);
                            word = $field.encode(_slot, word);
                            _slot += 1;
                        )*
                        word
                    }
                )*}
            }

            /// The instruction in `word`; `None` if its opcode is unknown.
            pub fn decode(word: Word) -> Option<Instruction> {
                $(if word.opcode() == Op::$name as u8 {
                    let mut _slot = 0;
                    $(
                        _slot = place(_slot, <$ty as Operand>::WIDE);
                        let $field = <$ty as Operand>::decode(_slot, word);
                        _slot += 1;
                    )*
                    return Some(Instruction::$name { $($field),* });
                })*
                None
            }

            /// What the instruction does with each of its operands, in order.
            pub fn accesses(&self, each: &mut dyn FnMut(&'static str, Access)) {
                match *self {
                    $(Instruction::$name { $($field),* } => {
                        $(each(stringify!($field), Operand::access($field));)*
                        let _ = &each;
                    })*
                }
            }
        }

        impl fmt::Display for Instruction {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                match *self {
                    $(Instruction::$name { $($field),* } => {
                        out.write_str(Op::$name.name())?;
                        let mut _separator = " ";
                        $(
                            out.write_str(_separator)?;
                            Operand::print($field, out)?;
                            _separator = ", ";
                        )*
                        Ok(())
                    })*
                }
            }
        }
    };
}

ops! {
    // ---- without operands: no other instruction is; those with operands come behind -------------
    /// raise: the exception that is being handled
    RaiseAgain()

    // ---- moving values -------------------------------------------------------------------------
    /// dst = src
    Move(dst: Def, src: Use)
    /// dst = the constant
    LoadConst(dst: Def, index: Const)
    /// Drop the temporary.
    Drop(src: Use)
    /// Raise UnboundLocalError if the local is unbound (NameError if it is a free variable's cell).
    CheckLocal(local: Keep)
    /// Unbind the local; raise UnboundLocalError if it is unbound already.
    DeleteLocal(local: Keep)

    // ---- names ---------------------------------------------------------------------------------
    /// dst = the global or builtin of the site's name
    LoadGlobal(dst: Def, site: WideSite)
    /// The global of the site's name = value. `b` and `c` hold the site.
    StoreGlobal(value: Use, site: WideSite)
    /// Delete the global; NameError if there is none.
    DeleteGlobal(site: WideSite)
    /// dst = the name in the frame's namespace, else the global, else the builtin
    LoadName(dst: Def, site: WideSite)
    /// The name in the frame's namespace = value
    StoreName(value: Use, site: WideSite)
    /// Delete the name from the frame's namespace; NameError if there is none.
    DeleteName(site: WideSite)
    /// The local becomes a cell that holds its present value (perhaps none).
    MakeCell(local: Keep)
    /// Copy the function's closure into the registers from `first` on.
    CopyFree(first: Keep)
    /// dst = the cell's content; NameError or UnboundLocalError if it is empty
    LoadDeref(dst: Def, cell: Keep)
    /// The cell's content = value
    StoreDeref(value: Use, cell: Keep)
    /// Empty the cell; NameError or UnboundLocalError if it is empty already.
    DeleteDeref(cell: Keep)
    /// dst = the site's name in the frame's namespace, else the cell's content
    LoadClassDeref(dst: Def, cell: Keep, site: Site)
    /// dst = the site's name in `namespace` (a mapping, taken), else the global or builtin
    LoadFromDictOrGlobals(dst: Def, namespace: Use, site: Site)
    /// dst = the frame's namespace: a class body's or module's mapping
    LoadLocals(dst: Def)

    // ---- attributes and items ------------------------------------------------------------------
    /// dst = object.name
    LoadAttr(dst: Def, object: Use, site: Site)
    /// object.name = value
    StoreAttr(object: Use, value: Use, site: Site)
    /// del object.name
    DeleteAttr(object: Use, site: Site)
    /// The callable for object.name(…) into `first`, its self (or nothing) into the register behind.
    LoadMethod(first: Def, object: Use, site: Site)
    /// dst = object[key]
    GetItem(dst: Def, object: Use, key: Use)
    /// object[key] = value
    SetItem(object: Use, key: Use, value: Use)
    /// del object[key]
    DeleteItem(object: Use, key: Use)
    /// dst = slice(of the `count` (2 or 3) values at `first`)
    BuildSlice(dst: Def, first: Run, count: Count)

    // ---- operators -----------------------------------------------------------------------------
    /// dst = a + b
    Add(dst: Def, a: Use, b: Use)
    /// dst = a - b
    Sub(dst: Def, a: Use, b: Use)
    /// dst = a * b
    Mul(dst: Def, a: Use, b: Use)
    /// dst = a / b
    TrueDiv(dst: Def, a: Use, b: Use)
    /// dst = a // b
    FloorDiv(dst: Def, a: Use, b: Use)
    /// dst = a % b
    Mod(dst: Def, a: Use, b: Use)
    /// dst = a ** b
    Pow(dst: Def, a: Use, b: Use)
    /// dst = a @ b
    MatMul(dst: Def, a: Use, b: Use)
    /// dst = a << b
    LShift(dst: Def, a: Use, b: Use)
    /// dst = a >> b
    RShift(dst: Def, a: Use, b: Use)
    /// dst = a & b
    And(dst: Def, a: Use, b: Use)
    /// dst = a | b
    Or(dst: Def, a: Use, b: Use)
    /// dst = a ^ b
    Xor(dst: Def, a: Use, b: Use)
    /// dst = a + imm
    AddImm(dst: Def, a: Use, imm: Imm)
    /// dst = a - imm
    SubImm(dst: Def, a: Use, imm: Imm)
    /// dst = a * imm
    MulImm(dst: Def, a: Use, imm: Imm)
    /// dst = a & imm
    AndImm(dst: Def, a: Use, imm: Imm)
    /// dst = a % imm
    ModImm(dst: Def, a: Use, imm: Imm)
    /// dst = a >> imm
    RShiftImm(dst: Def, a: Use, imm: Imm)
    /// dst = -a
    Neg(dst: Def, a: Use)
    /// dst = +a
    Pos(dst: Def, a: Use)
    /// dst = ~a
    Invert(dst: Def, a: Use)
    /// dst = not a
    Not(dst: Def, a: Use)
    /// dst = a < b
    Lt(dst: Def, a: Use, b: Use)
    /// dst = a <= b
    Le(dst: Def, a: Use, b: Use)
    /// dst = a == b
    Eq(dst: Def, a: Use, b: Use)
    /// dst = a != b
    Ne(dst: Def, a: Use, b: Use)
    /// dst = a > b
    Gt(dst: Def, a: Use, b: Use)
    /// dst = a >= b
    Ge(dst: Def, a: Use, b: Use)
    /// dst = a is b
    Is(dst: Def, a: Use, b: Use)
    /// dst = a is not b
    IsNot(dst: Def, a: Use, b: Use)
    /// dst = a in b
    In(dst: Def, a: Use, b: Use)
    /// dst = a not in b
    NotIn(dst: Def, a: Use, b: Use)

    // ---- jumps ---------------------------------------------------------------------------------
    /// Go on at the offset.
    Jump(offset: Offset)
    /// Go on at the (negative) offset; signals and the collector get their turn.
    JumpBack(offset: Offset)
    /// Jump if the value is true.
    JumpIf(value: Use, offset: Offset)
    /// Jump if the value is false.
    JumpIfNot(value: Use, offset: Offset)
    /// Jump if the temporary is true, keeping it; else drop it.
    JumpIfKeep(value: Keep, offset: Offset)
    /// Jump if the temporary is false, keeping it; else drop it.
    JumpIfNotKeep(value: Keep, offset: Offset)
    /// Jump if the value is None.
    JumpIfNone(value: Use, offset: Offset)
    /// Jump if the value is not None.
    JumpIfNotNone(value: Use, offset: Offset)
    /// + Jump, taken when (a < b) is `when`
    JumpLt(a: Use, b: Use, when: When)
    /// + Jump, taken when (a <= b) is `when`
    JumpLe(a: Use, b: Use, when: When)
    /// + Jump, taken when (a == b) is `when`
    JumpEq(a: Use, b: Use, when: When)
    /// + Jump, taken when (a != b) is `when`
    JumpNe(a: Use, b: Use, when: When)
    /// + Jump, taken when (a > b) is `when`
    JumpGt(a: Use, b: Use, when: When)
    /// + Jump, taken when (a >= b) is `when`
    JumpGe(a: Use, b: Use, when: When)
    /// + Jump, taken when (a < imm) is `when`
    JumpLtImm(a: Use, imm: Imm, when: When)
    /// + Jump, taken when (a <= imm) is `when`
    JumpLeImm(a: Use, imm: Imm, when: When)
    /// + Jump, taken when (a == imm) is `when`
    JumpEqImm(a: Use, imm: Imm, when: When)
    /// + Jump, taken when (a != imm) is `when`
    JumpNeImm(a: Use, imm: Imm, when: When)
    /// + Jump, taken when (a > imm) is `when`
    JumpGtImm(a: Use, imm: Imm, when: When)
    /// + Jump, taken when (a >= imm) is `when`
    JumpGeImm(a: Use, imm: Imm, when: When)
    /// + Jump, taken when (a is b) is `when`
    JumpIs(a: Use, b: Use, when: When)
    /// + Jump, taken when (a in b) is `when`
    JumpIn(a: Use, b: Use, when: When)

    // ---- iteration -----------------------------------------------------------------------------
    /// dst = iter(a)
    GetIter(dst: Def, a: Use)
    /// + Jump, taken (and the iterator dropped) at the iterator's end; else dst = its next value
    ForIter(dst: Def, iter: Keep)
    /// The `count` values of `src`, the last in `first` and the first in `first + count - 1`.
    Unpack(first: Def, src: Use, count: Count)
    /// `a, *b, c = src`; shape: values before the star + 256 * values after it. Reversed as Unpack's.
    UnpackStar(first: Def, src: Use, shape: Arg)

    // ---- calls and functions -------------------------------------------------------------------
    /// dst = callee(arguments): the callee at `first`, `count` arguments behind it
    Call(dst: Def, first: Run, count: Count)
    /// dst = method call: callee, self or nothing, then `count` arguments, from `first` on
    CallMethod(dst: Def, first: Run, count: Count)
    /// dst = call with keywords: as Call or CallMethod, count and names in the call site
    CallKw(dst: Def, first: Run, site: CallSite)
    /// dst = callee(*args) or, if kw is 1, callee(*args, **kwargs); three (two) registers at `first`
    CallStar(dst: Def, first: Run, kw: Arg)
    /// Return the value to the caller. A local is taken too: the frame ends here.
    Return(value: Use)
    /// first = function of the code. Bits of parts: 1 defaults (tuple), 2 keyword defaults (dict),
    /// 4 annotations (dict), 8 closure (tuple of cells); they lie at `first` in this order.
    MakeFunction(first: Def, code: CodeIndex, parts: Arg)
    /// dst = builtins.__build_class__
    LoadBuildClass(dst: Def)

    // ---- building ------------------------------------------------------------------------------
    /// dst = tuple of the `count` values at `first`
    BuildTuple(dst: Def, first: Run, count: Count)
    /// dst = list of the `count` values at `first`
    BuildList(dst: Def, first: Run, count: Count)
    /// dst = set of the `count` values at `first`
    BuildSet(dst: Def, first: Run, count: Count)
    /// dst = dict of the `count` pairs (2 * count registers) at `first`
    BuildDict(dst: Def, first: Run, count: Count)
    /// dst = the `count` strings at `first`, joined
    BuildString(dst: Def, first: Run, count: Count)
    /// dst = format(value); conversion: 0 none, 1 str, 2 repr, 3 ascii
    Format(dst: Def, value: Use, conversion: Arg)
    /// dst = format(value, spec), the two at `first`; conversion as in Format
    FormatSpec(dst: Def, first: Run, conversion: Arg)
    /// list.append(value)
    ListAppend(list: Keep, value: Use)
    /// list.extend(value), with the messages of `[*value]`
    ListExtend(list: Keep, value: Use)
    /// set.add(value)
    SetAdd(set: Keep, value: Use)
    /// set.update(value)
    SetUpdate(set: Keep, value: Use)
    /// dict[key] = value
    DictSet(dict: Keep, key: Use, value: Use)
    /// dict.update(value), with the messages of `{**value}`
    DictUpdate(dict: Keep, value: Use)
    /// dict.update(value), refusing a key twice: `callee(**value)`; the callee is named in messages
    DictMerge(dict: Keep, value: Use, callee: Keep)
    /// dst = tuple(list): what `(*a, *b)` and `f(*a)` end with
    ListToTuple(dst: Def, list: Use)

    // ---- generators and coroutines -------------------------------------------------------------
    /// Hand `value` to whoever resumed this frame; dst = what it is resumed with.
    Yield(dst: Def, value: Use)
    /// Hand `value` to the consumer of this asynchronous generator; dst = what it is resumed with.
    YieldAsync(dst: Def, value: Use)
    /// `iter` = what a `yield from` of the value delegates to
    GetYieldIter(dst: Def, value: Use)
    /// dst = what an `await` of the value delegates to; kind: 0 await, 1 `__aenter__`'s, 2 `__aexit__`'s
    GetAwaitable(dst: Def, value: Use, kind: Arg)
    /// Delegate to `iter` until it returns: `yield from`, `await`. Then the iterator is dropped and
    /// dst = what it returned. `iter` stays live while suspended; dst is the same temporary.
    Delegate(dst: Def, iter: Keep)
    /// dst = type(a).__aiter__(a)
    GetAiter(dst: Def, a: Use)
    /// dst = what an `await` of anext(iter) delegates to
    GetAnext(dst: Def, iter: Keep)
    /// At `first`: asynchronous iterator, exception. If it is StopAsyncIteration drop both,
    /// else raise it again.
    EndAsyncFor(first: Run)

    // ---- exceptions and with -------------------------------------------------------------------
    /// raise exc
    Raise(exc: Use)
    /// raise exc from cause
    RaiseFrom(exc: Use, cause: Use)
    /// Raise `exc` on, as it is, from a handler that no PushExc protects.
    Reraise(exc: Use)
    /// saved = the exception being handled; then `exc` is being handled.
    PushExc(saved: Def, exc: Keep)
    /// At `first`: exception, saved. Drop the exception; the saved one is being handled again.
    PopExc(first: Run)
    /// At `first`: exception, saved. As PopExc, but raise the exception on.
    PopExcReraise(first: Run)
    /// At `first`: exception, saved, new exception. As PopExc, and raise the new exception on.
    PopExcRaise(first: Run)
    /// dst = whether the exception is of the type (or of one in the tuple); TypeError for other types
    MatchExc(dst: Def, exc: Keep, kind: Use)
    /// At `first`: exception, type. Becomes: rest (or None), match (or None).
    MatchExcGroup(first: Def, src: Run)
    /// At `first`: original exception, list of what was raised and left. dst = group to raise or None
    PrepReraiseStar(dst: Def, first: Run)
    /// AssertionError into dst
    LoadAssertionError(dst: Def)
    /// At `first`: a context manager. Becomes: its bound exit method; what entering returned.
    /// kind: 0 `with`, 1 `async with` (the value is still to be awaited)
    EnterWith(first: Def, manager: Use, kind: Arg)
    /// dst = exit(None, None, None), the bound exit method at `exit` taken
    ExitWith(dst: Def, exit: Use)
    /// dst = exit(type(exc), exc, exc.__traceback__)
    ExitWithExc(dst: Def, exit: Keep, exc: Keep)

    // ---- imports -------------------------------------------------------------------------------
    /// dst = import of the site's name; at `first`: level, from-list
    ImportName(dst: Def, first: Run, site: Site)
    /// dst = module.name, as `from module import name` finds it
    ImportFrom(dst: Def, module: Keep, site: Site)
    /// from module import *
    ImportStar(module: Use)

    // ---- pattern matching ----------------------------------------------------------------------
    /// dst = len(a)
    Len(dst: Def, a: Keep)
    /// dst = whether a sequence pattern can match
    IsSequence(dst: Def, a: Keep)
    /// dst = whether a mapping pattern can match
    IsMapping(dst: Def, a: Keep)
    /// At `first`: subject (kept), keys (tuple, kept). dst = tuple of values, or None
    MatchKeys(dst: Def, first: Keep)
    /// At `first`: subject, class, keyword names (tuple), all taken; `count` positional patterns.
    /// dst = tuple of attributes, or None
    MatchClass(dst: Def, first: Run, count: Count)

    // ---- the rest ------------------------------------------------------------------------------
    /// dst = the helper numbered `which` (see [`Helper`]) on its arguments at `first`
    CallHelper(dst: Def, first: Run, which: Which)

    // ---- quickened forms, put in place by the machine only -------------------------------------
    /// LoadGlobal with the index in the globals known
    LoadGlobalCached(dst: Def, site: WideSite)
    /// LoadGlobal with the index in the builtins known
    LoadBuiltinCached(dst: Def, site: WideSite)
    /// LoadAttr of an instance's slot
    LoadAttrSlot(dst: Def, object: Use, site: Site)
    /// LoadAttr through a guard on the instance's shape: a value of the class
    LoadAttrClass(dst: Def, object: Use, site: Site)
    /// LoadAttr of a property written in Python
    LoadAttrProperty(dst: Def, object: Use, site: Site)
    /// LoadAttr of what is not there: `__getattr__`, written in Python
    LoadAttrHook(dst: Def, object: Use, site: Site)
    /// StoreAttr to an existing slot
    StoreAttrSlot(object: Use, value: Use, site: Site)
    /// StoreAttr that adds a slot: one shape to the next
    StoreAttrAdd(object: Use, value: Use, site: Site)
    /// StoreAttr of a property whose setter is written in Python
    StoreAttrProperty(object: Use, value: Use, site: Site)
    /// LoadMethod through a guard on the instance's shape
    LoadMethodShape(first: Def, object: Use, site: Site)
    /// LoadMethod through a guard on the exact builtin type
    LoadMethodType(first: Def, object: Use, site: Site)
    /// LoadMethodType together with the CallMethod behind it: a native method that takes only the object
    CallMethodNative(first: Def, object: Use, site: Site)
    /// LoadMethod of a module's global
    LoadMethodModule(first: Def, object: Use, site: Site)
    /// GetItem of an exact list at an integer
    GetItemList(dst: Def, object: Use, key: Use)
    /// GetItem of an exact tuple at an integer
    GetItemTuple(dst: Def, object: Use, key: Use)
    /// GetItem of an exact dict
    GetItemDict(dst: Def, object: Use, key: Use)
    /// SetItem of an exact list at an integer
    SetItemList(object: Use, key: Use, value: Use)
    /// SetItem of an exact dict
    SetItemDict(object: Use, key: Use, value: Use)
    /// ForIter over a range
    ForIterRange(dst: Def, iter: Keep)
    /// ForIter over a list
    ForIterList(dst: Def, iter: Keep)
    /// ForIter over a generator
    ForIterGenerator(dst: Def, iter: Keep)
    /// ForIter over pairs that the Unpack behind the Jump takes apart
    ForIterPair(dst: Def, iter: Keep)
}

impl Op {
    /// The opcode with the number; `None` beyond the table.
    pub fn from_number(number: u8) -> Option<Op> {
        Op::ALL.get(usize::from(number)).map(|row| row.0)
    }

    #[expect(clippy::indexing_slicing, reason = "the table has a row for each opcode")]
    pub fn name(self) -> &'static str {
        Op::ALL[self as usize].1
    }

    /// The generic form of a quickened opcode; others are their own.
    pub fn generic(self) -> Op {
        match self {
            Op::LoadGlobalCached | Op::LoadBuiltinCached => Op::LoadGlobal,
            Op::LoadAttrSlot | Op::LoadAttrClass | Op::LoadAttrProperty | Op::LoadAttrHook => {
                Op::LoadAttr
            }
            Op::StoreAttrSlot | Op::StoreAttrAdd | Op::StoreAttrProperty => Op::StoreAttr,
            Op::LoadMethodShape
            | Op::LoadMethodType
            | Op::CallMethodNative
            | Op::LoadMethodModule => Op::LoadMethod,
            Op::GetItemList | Op::GetItemTuple | Op::GetItemDict => Op::GetItem,
            Op::SetItemList | Op::SetItemDict => Op::SetItem,
            Op::ForIterRange | Op::ForIterList | Op::ForIterGenerator | Op::ForIterPair => {
                Op::ForIter
            }
            other => other,
        }
    }

    /// Whether only the machine puts it in place, instead of its generic form.
    pub fn is_quickened(self) -> bool {
        self.generic() != self
    }

    /// Whether the compiler adds the instruction where the source has nothing: no line begins there.
    pub fn is_added(self) -> bool {
        matches!(
            self,
            Op::PushExc
                | Op::PopExc
                | Op::PopExcReraise
                | Op::PopExcRaise
                | Op::Reraise
                | Op::EndAsyncFor
                | Op::PrepReraiseStar
                | Op::MakeCell
                | Op::CopyFree
        )
    }

    /// Whether a [`Op::Jump`] word follows that belongs to this instruction.
    pub fn has_jump_word(self) -> bool {
        let op = self.generic() as u8;
        op == Op::ForIter as u8 || (Op::JumpLt as u8..=Op::JumpIn as u8).contains(&op)
    }
}
