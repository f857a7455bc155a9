//! The 16 bytes in front of every object, and what may lie before them. Knows no type of object.
//!
//! Memory of an object, the pointer of a [`Value`] marked `^`:
//!
//! ```text
//! [Extension 32][Links 16][Header 16][payload …]
//!                         ^
//! ```
//!
//! The extension exists for instances of Python classes (attributes), the links for objects that
//! the cycle collector must see; the header's flags say which.

use std::cell::Cell;
use std::ptr::{self, NonNull};

use super::heap;
use super::shape::Shape;
use super::types::Type;
use super::value::Value;

/// What payload an object has. A subclass keeps the kind of its builtin base, with [`SUBCLASS`] set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    /// No payload of its own: instances of `object` and of plain Python classes.
    Instance,
    Type,
    Str,
    BigInt,
    Float,
    Complex,
    Bytes,
    ByteArray,
    MemoryView,
    List,
    Tuple,
    Dict,
    Set,
    Range,
    Slice,
    RangeIter,
    SequenceIter,
    Function,
    BoundMethod,
    Native,
    Code,
    Module,
    Cell,
    Generator,
    Property,
    StaticMethod,
    ClassMethod,
    Descriptor,
    Exception,
    Traceback,
    Frame,
    WeakRef,
    Future,
    Task,
    /// A coroutine that Rust code runs.
    NativeCoroutine,
    /// What an asynchronous generator's methods give to be awaited.
    AsyncStep,
    /// A boxed Rust value: see `object/foreign.rs`.
    Foreign,
}

/// Bit of the kind byte: the type is not the builtin one itself but derived from it.
pub const SUBCLASS: u8 = 0x80;

/// Bits of the flags byte.
pub mod flag {
    /// Links for the collector lie before the header.
    pub const LINKED: u8 = 1;
    /// An [`super::Extension`] lies before the links.
    pub const EXTENDED: u8 = 2;
    /// The table of weak references knows the object.
    pub const WEAK: u8 = 4;
    /// The finaliser has run.
    pub const FINALIZED: u8 = 8;
    /// `id()` was asked for under a seed: the side table has a serial number.
    pub const NUMBERED: u8 = 16;
}

/// Count, kind, flags and type of an object.
#[repr(C)]
pub struct Header {
    /// Bits 0–7 kind, 8–15 flags, 16–23 the collector's, 24–63 count of references.
    word: Cell<u64>,
    ty: Cell<NonNull<Object<Type>>>,
}

const ONE: u64 = 1 << 24;

/// A header and what follows it.
#[repr(C)]
pub struct Object<T> {
    pub header: Header,
    pub payload: T,
}

/// Neighbours in a generation's ring.
#[repr(C)]
pub struct Links {
    pub(super) next: Cell<*mut Links>,
    pub(super) prev: Cell<*mut Links>,
}

/// Attributes of an instance: values in slots that the shape names, or a real dict.
#[repr(C)]
pub struct Extension {
    pub shape: Cell<NonNull<Shape>>,
    /// Where the slots lie: behind the payload, or in a buffer once they outgrew that.
    pub slots: Cell<*mut Value>,
    /// The `__dict__`, once somebody asked for it; the shape is then the class's dict shape.
    pub dict: Cell<Option<Value>>,
    /// Slots that `slots` has room for.
    pub capacity: Cell<u16>,
    /// Slots behind the payload.
    pub inline: u16,
    /// Slots in use.
    pub len: Cell<u16>,
    pub(super) unused: u16,
}

impl Header {
    pub(super) fn new(kind: u8, flags: u8, ty: NonNull<Object<Type>>) -> Header {
        Header { word: Cell::new(ONE | u64::from(flags) << 8 | u64::from(kind)), ty: Cell::new(ty) }
    }

    #[inline(always)]
    pub fn incref(&self) {
        // 40 bits of count: more references than memory could hold, so it cannot overflow.
        self.word.set(self.word.get() + ONE);
    }

    /// Gives one reference back; the last one destroys the object.
    ///
    /// # Safety
    /// The object is live and the caller owns one count.
    #[inline(always)]
    pub(crate) unsafe fn decref(this: NonNull<Header>) {
        // SAFETY: live by contract.
        let header = unsafe { this.as_ref() };
        let word = header.word.get() - ONE;
        header.word.set(word);
        if word < ONE {
            // SAFETY: the last count is gone and nobody else can reach the object.
            unsafe { heap::destroy(this) };
        }
    }

    /// Gives one of several references back; `false`, and nothing done, if it is the last one.
    #[inline(always)]
    pub(crate) fn uncount_shared(&self) -> bool {
        let word = self.word.get();
        if word < 2 * ONE {
            return false;
        }
        self.word.set(word - ONE);
        true
    }

    /// Takes a count away without looking whether it was the last.
    pub(super) fn uncount(&self) {
        self.word.set(self.word.get() - ONE);
    }

    pub fn count(&self) -> usize {
        (self.word.get() >> 24) as usize
    }

    /// Kind and [`SUBCLASS`] bit.
    #[inline(always)]
    pub fn kind_byte(&self) -> u8 {
        self.word.get() as u8
    }

    /// Whether the payload is of the kind, in the type itself or in a subclass.
    #[inline(always)]
    pub fn is(&self, kind: Kind) -> bool {
        self.kind_byte() & !SUBCLASS == kind as u8
    }

    /// Whether the type is a builtin one of this kind, not a subclass.
    #[inline(always)]
    pub fn is_exact(&self, kind: Kind) -> bool {
        self.kind_byte() == kind as u8
    }

    pub(crate) fn set_kind_byte(&self, kind: u8) {
        self.word.set(self.word.get() & !0xff | u64::from(kind));
    }

    #[inline(always)]
    pub fn has(&self, flag: u8) -> bool {
        (self.word.get() >> 8) as u8 & flag != 0
    }

    pub fn set(&self, flag: u8) {
        self.word.set(self.word.get() | u64::from(flag) << 8);
    }

    pub fn clear(&self, flag: u8) {
        self.word.set(self.word.get() & !(u64::from(flag) << 8));
    }

    /// Whether the cycle collector knows the object.
    pub fn is_tracked(&self) -> bool {
        self.gc() != 0
    }

    /// The collector's byte: 0 not in a ring, else see `collect.rs`.
    pub(super) fn gc(&self) -> u8 {
        (self.word.get() >> 16) as u8
    }

    pub(super) fn set_gc(&self, state: u8) {
        self.word.set(self.word.get() & !0xff_0000 | u64::from(state) << 16);
    }

    #[inline(always)]
    pub fn type_ptr(&self) -> NonNull<Object<Type>> {
        self.ty.get()
    }

    #[inline(always)]
    pub fn ty(&self) -> &Type {
        // SAFETY: every object owns one count of its type, so the type outlives the borrow.
        unsafe { &self.ty.get().as_ref().payload }
    }

    /// Replaces the type without counting; the caller moves the counts.
    pub(super) fn replace_type(&self, ty: NonNull<Object<Type>>) -> NonNull<Object<Type>> {
        self.ty.replace(ty)
    }

    #[inline(always)]
    pub fn extension(&self) -> Option<&Extension> {
        if !self.has(flag::EXTENDED) {
            return None;
        }
        // SAFETY: the flag says that the extension lies there, and objects with one have links.
        unsafe { Some(&*ptr::from_ref(self).byte_sub(EXTENSION_OFFSET).cast::<Extension>()) }
    }

    /// Whether it is of the builtin type of that kind itself, with no flag set and unknown to the
    /// collector.
    #[inline(always)]
    pub(super) fn is_plain(&self, kind: Kind) -> bool {
        self.word.get() & (ONE - 1) == kind as u64
    }

    /// Flags and the collector's byte.
    #[inline(always)]
    pub(super) fn marks(&self) -> (u8, u8) {
        let word = self.word.get();
        ((word >> 8) as u8, (word >> 16) as u8)
    }
}

const EXTENSION_OFFSET: usize = size_of::<Links>() + size_of::<Extension>();

pub(super) fn prefix_of(linked: bool, extended: bool) -> usize {
    match (linked, extended) {
        (_, true) => EXTENSION_OFFSET,
        (true, false) => size_of::<Links>(),
        (false, false) => 0,
    }
}

/// How the heap handles the payload of a kind; one static table per kind.
pub struct Operations {
    pub kind: Kind,
    /// Whether the collector must see the object.
    pub linked: bool,
    /// Bytes of header and payload.
    pub size: fn(&Header) -> usize,
    /// Shows every value that the payload owns.
    pub traverse: fn(&Header, &mut dyn FnMut(&Value)),
    /// Drops what the payload owns as far as it can take part in a cycle; the object stays usable.
    pub clear: fn(&Header),
    /// Drops the payload; answers what `size` would have.
    ///
    /// # Safety (of a call)
    /// The object is dead, its payload intact.
    pub drop: unsafe fn(NonNull<Header>) -> usize,
}

/// The Rust type behind a kind of object. Implemented through [`payload!`](crate::payload) only.
///
/// # Safety
/// No two types have the same `OPERATIONS.kind`, and objects of that kind have this payload.
pub unsafe trait Payload: Sized + 'static {
    const OPERATIONS: &'static Operations;
}

/// What a payload can say of its own values; both default to "owns none".
pub trait Traverse {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        let _ = visit;
    }
    fn clear(&self) {}
}

impl Value {
    /// The payload, if the value is an object of that kind (subclasses included).
    #[inline(always)]
    pub fn get<T: Payload>(&self) -> Option<&T> {
        let header = self.header()?;
        if header.is(T::OPERATIONS.kind) {
            // SAFETY: objects of the kind have this payload (contract of `Payload`).
            Some(unsafe { &self.pointer().cast::<Object<T>>().as_ref().payload })
        } else {
            None
        }
    }

    /// The payload, if the type is the builtin one itself.
    #[inline(always)]
    pub fn get_exact<T: Payload>(&self) -> Option<&T> {
        let header = self.header()?;
        if header.is_exact(T::OPERATIONS.kind) {
            // SAFETY: as in `get`.
            Some(unsafe { &self.pointer().cast::<Object<T>>().as_ref().payload })
        } else {
            None
        }
    }
}

/// Ties a payload type of fixed size to its kind: `payload!(ListObject, List, linked);`
#[macro_export]
macro_rules! payload {
    ($ty:ty, $kind:ident, linked) => {
        $crate::payload!(@ $ty, $kind, true);
    };
    ($ty:ty, $kind:ident) => {
        $crate::payload!(@ $ty, $kind, false);
    };
    (@ $ty:ty, $kind:ident, $linked:literal) => {
        // SAFETY: every use of this macro stands in `types/mod.rs`, one line per kind.
        unsafe impl $crate::object::header::Payload for $ty {
            const OPERATIONS: &'static $crate::object::header::Operations =
                &$crate::object::header::Operations {
                    kind: $crate::object::header::Kind::$kind,
                    linked: $linked,
                    size: |_| size_of::<$crate::object::header::Object<$ty>>(),
                    traverse: $crate::object::header::traverse_payload::<$ty>,
                    clear: $crate::object::header::clear_payload::<$ty>,
                    drop: $crate::object::header::drop_payload::<$ty>,
                };
        }
    };
}

/// The payload of an object of a kind known from its operations.
fn payload_of<T>(header: &Header) -> &T {
    // SAFETY: only reached through `OPERATIONS` of `T`'s own kind.
    unsafe { &NonNull::from(header).cast::<Object<T>>().as_ref().payload }
}

pub fn traverse_payload<T: Traverse>(header: &Header, visit: &mut dyn FnMut(&Value)) {
    payload_of::<T>(header).traverse(visit);
}

pub fn clear_payload<T: Traverse>(header: &Header) {
    payload_of::<T>(header).clear();
}

/// # Safety
/// As [`Operations::drop`].
pub unsafe fn drop_payload<T>(header: NonNull<Header>) -> usize {
    // SAFETY: dead and intact by contract.
    unsafe { ptr::drop_in_place(&raw mut (*header.cast::<Object<T>>().as_ptr()).payload) };
    size_of::<Object<T>>()
}
