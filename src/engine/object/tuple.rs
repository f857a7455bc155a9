//! The tuple object: its items inline. The methods of tuple are in `types/tuple.rs`.

use std::ptr::NonNull;

use super::header::{Header, Kind, Object, Operations, Payload};
use super::heap;
use super::types::TypeRef;
use super::value::Value;
use super::vm::Vm;

/// The payload of a tuple; `len` values follow it.
#[repr(C)]
pub struct TupleObject {
    len: usize,
}

static OPERATIONS: Operations = Operations {
    kind: Kind::Tuple,
    linked: true,
    size: |header| size_for(of_header(header).len),
    traverse: |header, visit| of_header(header).items().iter().for_each(visit),
    // A cycle through a tuple goes through something mutable too, which breaks it.
    clear: |_| {},
    drop: drop_items,
};

// SAFETY: the only type tied to this kind.
unsafe impl Payload for TupleObject {
    const OPERATIONS: &'static Operations = &OPERATIONS;
}

fn of_header(header: &Header) -> &TupleObject {
    // SAFETY: reached only through `OPERATIONS`.
    unsafe { &NonNull::from(header).cast::<Object<TupleObject>>().as_ref().payload }
}

fn size_for(len: usize) -> usize {
    size_of::<Object<TupleObject>>() + len * 8
}

/// # Safety
/// As [`Operations::drop`].
unsafe fn drop_items(header: NonNull<Header>) -> usize {
    // SAFETY: `len` values lie behind the payload; each is dropped once, last first as in CPython.
    unsafe {
        let object = header.cast::<Object<TupleObject>>().as_ptr();
        let items = object.add(1).cast::<Value>();
        let len = (*object).payload.len;
        for at in (0..len).rev() {
            items.add(at).drop_in_place();
        }
        size_for(len)
    }
}

impl TupleObject {
    #[inline]
    pub fn items(&self) -> &[Value] {
        let start = std::ptr::from_ref(self).cast::<Value>();
        // SAFETY: `len` values were written behind the payload when it was made, and stay.
        unsafe { std::slice::from_raw_parts(start.byte_add(size_of::<TupleObject>()), self.len) }
    }
}

impl Vm {
    /// A new tuple of the values.
    pub fn tuple(&self, items: Vec<Value>) -> Value {
        if items.is_empty() {
            return self.empty_tuple();
        }
        self.tuple_of_type(self.types.tuple(), items)
    }

    /// A new tuple of references to the values of two slices, one behind the other.
    pub fn tuple_joined(&self, first: &[Value], second: &[Value]) -> Value {
        let len = first.len() + second.len();
        if len == 0 {
            return self.empty_tuple();
        }
        // SAFETY: the payload and its items are written; `size` computes the same size.
        let made = unsafe {
            heap::allocate_sized(self, self.types.tuple(), size_for(len), |header| {
                let object = header.cast::<Object<TupleObject>>().as_ptr();
                (&raw mut (*object).payload).write(TupleObject { len });
                let items = object.add(1).cast::<Value>();
                for (at, item) in first.iter().enumerate() {
                    items.add(at).write(item.clone());
                }
                let items = items.add(first.len());
                for (at, item) in second.iter().enumerate() {
                    items.add(at).write(item.clone());
                }
            })
        };
        made.unwrap_or_else(|| self.out_of_memory())
    }

    /// A new tuple of a subclass.
    pub fn tuple_of_type(&self, ty: &TypeRef, items: Vec<Value>) -> Value {
        // SAFETY: the values move into the new object; the vector's buffer is freed without them.
        unsafe {
            let value = self.tuple_from_raw(ty, items.as_ptr(), items.len());
            let mut items = items;
            items.set_len(0);
            value
        }
    }

    /// A new tuple that takes over `len` values.
    ///
    /// # Safety
    /// `items` points to `len` values that the caller owns and gives up.
    pub(crate) unsafe fn tuple_from_raw(
        &self,
        ty: &TypeRef,
        items: *const Value,
        len: usize,
    ) -> Value {
        // SAFETY: the payload and its items are written; `size` computes the same size.
        let made = unsafe {
            heap::allocate_sized(self, ty, size_for(len), |header| {
                let object = header.cast::<Object<TupleObject>>().as_ptr();
                (&raw mut (*object).payload).write(TupleObject { len });
                object.add(1).cast::<Value>().copy_from_nonoverlapping(items, len);
            })
        };
        made.unwrap_or_else(|| self.out_of_memory())
    }
}

impl Value {
    pub fn as_tuple(&self) -> Option<&[Value]> {
        self.get::<TupleObject>().map(TupleObject::items)
    }

    /// The items of a tuple; none for anything else.
    pub fn tuple_items(&self) -> &[Value] {
        self.as_tuple().unwrap_or(&[])
    }
}
