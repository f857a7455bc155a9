//! Attributes of instances: slots by shape, turned into a dict when somebody asks for one.

use std::alloc::{self, Layout};
use std::ops::Range;
use std::ptr::{self, NonNull};

use super::dict::DictObject;
use super::header::{Extension, Header};
use super::shape::Shape;
use super::types::{Type, TypeRef, type_flag};
use super::value::Value;
use super::vm::Vm;

impl Extension {
    /// The first slots belong to `__slots__` members: they exist from the start, unbound.
    pub(super) fn reserve_members(&self, ty: &Type) {
        for _ in 0..ty.slot_members {
            self.push(Value::UNBOUND);
        }
    }

    #[inline(always)]
    pub fn shape(&self) -> &Shape {
        // SAFETY: shapes live as long as their class, which lives as long as its instances.
        unsafe { self.shape.get().as_ref() }
    }

    /// The value in a slot, unless it is unbound.
    pub fn slot(&self, at: u16) -> Option<Value> {
        if at >= self.len.get() {
            return None;
        }
        // SAFETY: the first `len` slots hold values.
        Some(unsafe { (*self.slots.get().add(usize::from(at))).clone() })
            .filter(|v| !v.is_unbound())
    }

    /// Puts a value into a slot in use; gives the old one.
    pub fn set_slot(&self, at: u16, value: Value) -> Value {
        assert!(at < self.len.get(), "a slot that is not in use");
        // SAFETY: the first `len` slots hold values.
        unsafe { ptr::replace(self.slots.get().add(usize::from(at)), value) }
    }

    fn push(&self, value: Value) {
        let (len, capacity) = (self.len.get(), self.capacity.get());
        if len == capacity {
            self.grow((capacity * 2).max(4));
        }
        // SAFETY: there is room, and the slot holds nothing yet.
        unsafe { self.slots.get().add(usize::from(len)).write(value) };
        self.len.set(len + 1);
    }

    fn grow(&self, capacity: u16) {
        let Ok(layout) = Layout::array::<Value>(usize::from(capacity)) else { return };
        // SAFETY: the layout is not empty; the values move to the new buffer, the old one (if it is
        // not the place behind the payload) is freed without them.
        unsafe {
            let buffer = alloc::alloc(layout).cast::<Value>();
            if buffer.is_null() {
                alloc::handle_alloc_error(layout);
            }
            buffer.copy_from_nonoverlapping(self.slots.get(), usize::from(self.len.get()));
            self.free_buffer();
            self.slots.set(buffer);
            self.capacity.set(capacity);
        }
    }

    /// # Safety
    /// The values in the buffer have moved out, and nobody uses it any more.
    unsafe fn free_buffer(&self) {
        if self.capacity.get() > self.inline
            && let Ok(layout) = Layout::array::<Value>(usize::from(self.capacity.get()))
        {
            // SAFETY: a capacity beyond the inline one means a buffer made by `grow`.
            unsafe { alloc::dealloc(self.slots.get().cast(), layout) };
        }
    }

    /// Drops all attributes; the object is dead.
    pub(super) fn drop_slots(&self, ty: &Type) {
        self.clear_slots(ty);
        // SAFETY: emptied.
        unsafe { self.free_buffer() };
        drop(self.dict.take());
    }

    /// Drops all values; slots stay in use, unbound. Members go first, those of the class before those
    /// of its bases.
    pub(super) fn clear_slots(&self, ty: &Type) {
        let clear = |at: u16| {
            if at < self.len.get() {
                drop(self.set_slot(at, Value::UNBOUND));
            }
        };
        if ty.slot_members > 0 {
            member_ranges(ty).into_iter().flatten().for_each(clear);
        }
        match self.shape().dying() {
            Some(slots) => slots.into_iter().for_each(|at| clear(ty.slot_members + at)),
            None => (ty.slot_members..self.len.get()).for_each(clear),
        }
    }

    pub(super) fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for at in 0..self.len.get() {
            // SAFETY: the first `len` slots hold values.
            visit(unsafe { &*self.slots.get().add(usize::from(at)) });
        }
        let dict = self.dict.take();
        dict.iter().for_each(visit);
        self.dict.set(dict);
    }

    /// The real dict, if attributes live in one.
    pub fn real_dict(&self) -> Option<Value> {
        let dict = self.dict.take();
        self.dict.set(dict.clone());
        dict
    }

    /// Whether there are attributes of the object itself, beside those of its class.
    pub fn has_attributes(&self) -> bool {
        match self.real_dict() {
            Some(dict) => dict.get::<DictObject>().is_some_and(|dict| !dict.is_empty()),
            None => !self.shape().names().is_empty(),
        }
    }

    /// Whether attributes live in a real dict.
    pub fn has_dict(&self) -> bool {
        ptr::eq(self.shape.get().as_ptr(), ptr::null()) || self.real_dict().is_some()
    }
}

/// The slots of members, those of the class before those of its bases.
fn member_ranges(ty: &Type) -> Vec<Range<u16>> {
    let mut ranges = Vec::new();
    let mut end = ty.slot_members;
    let mut base = ty.base.get();
    while let Some(above) = TypeRef::of(&base).filter(|_| end > 0) {
        ranges.push(above.slot_members..end);
        end = above.slot_members;
        let next = above.base.get();
        base = next;
    }
    ranges
}

impl Vm {
    /// An instance attribute (not of the class); `name` is interned. Runs no Python code.
    pub fn instance_attr(&self, header: &Header, name: &Value) -> Option<Value> {
        let extension = header.extension()?;
        match extension.real_dict() {
            Some(dict) => dict.get::<DictObject>()?.get_interned(name),
            None => {
                let at = extension.shape().find(name)?;
                extension.slot(header.ty().slot_members + at)
            }
        }
    }

    /// Sets an instance attribute. The class must allow attributes ([`type_flag::DICT`]).
    pub fn set_instance_attr(&self, header: &Header, name: &Value, value: Value) {
        let Some(extension) = header.extension() else { return };
        let ty = header.ty();
        if extension.real_dict().is_none() {
            if let Some(at) = extension.shape().find(name) {
                drop(extension.set_slot(ty.slot_members + at, value));
                return;
            }
            if let Some(next) = extension.shape().with(name, || self.fresh_version()) {
                extension.push(value);
                extension.shape.set(next);
                ty.expect_slots(extension.len.get());
                return;
            }
            self.make_real_dict(header, extension);
        }
        if let Some(dict) = extension.real_dict()
            && let Some(dict) = dict.get::<DictObject>()
        {
            drop(dict.set_interned(name, value));
        }
    }

    /// Removes an instance attribute; gives its value.
    pub fn delete_instance_attr(&self, header: &Header, name: &Value) -> Option<Value> {
        let extension = header.extension()?;
        if extension.real_dict().is_none() {
            extension.shape().find(name)?;
            if let Some(parent) = extension.shape().without_last(name) {
                let at = extension.len.get() - 1;
                let value = extension.set_slot(at, Value::UNBOUND);
                extension.len.set(at);
                extension.shape.set(parent);
                return Some(value);
            }
            self.make_real_dict(header, extension);
        }
        extension.real_dict()?.get::<DictObject>()?.remove_interned(name)
    }

    /// The instance's `__dict__`, made on first use; from then on attributes live in it.
    pub fn instance_dict(&self, header: &Header) -> Option<Value> {
        let extension = header.extension()?;
        if !header.ty().has(type_flag::DICT) {
            return None;
        }
        if extension.real_dict().is_none() {
            self.make_real_dict(header, extension);
        }
        extension.real_dict()
    }

    /// Replaces the instance's `__dict__`.
    pub fn set_instance_dict(&self, header: &Header, dict: Value) {
        let Some(extension) = header.extension() else { return };
        if extension.real_dict().is_none() {
            self.make_real_dict(header, extension);
        }
        drop(extension.dict.replace(Some(dict)));
    }

    /// Whether an object can have attributes of its own, and none of them is in a dict yet.
    pub fn keeps_attributes_inline(&self, object: &Value) -> bool {
        object.header().is_some_and(|header| {
            header.ty().has(type_flag::DICT)
                && header.extension().is_some_and(|extension| extension.real_dict().is_none())
        })
    }

    fn make_real_dict(&self, header: &Header, extension: &Extension) {
        let ty = header.ty();
        let dict = DictObject::dying_in(extension.shape().order());
        for (at, name) in extension.shape().names().iter().enumerate() {
            let value = extension.set_slot(ty.slot_members + at as u16, Value::UNBOUND);
            if !value.is_unbound() {
                dict.set_interned(name, value);
            }
        }
        extension.len.set(ty.slot_members);
        extension.shape.set(ty.dict_shape());
        drop(extension.dict.replace(Some(self.new_dict(dict))));
    }

    /// Gives an instance another class with the same layout (`obj.__class__ = C`).
    pub(crate) fn change_class(&self, header: &Header, ty: &TypeRef) {
        if let Some(extension) = header.extension() {
            if extension.real_dict().is_none() {
                self.make_real_dict(header, extension);
            }
            extension.shape.set(ty.dict_shape());
        }
        let new: NonNull<_> = ty.object();
        // SAFETY: the counts move: one is taken of the new type, that of the old one is given back.
        unsafe {
            new.as_ref().header.incref();
            header.set_kind_byte(ty.kind_byte());
            let old = header.replace_type(new);
            Header::decref(old.cast());
        }
    }
}
