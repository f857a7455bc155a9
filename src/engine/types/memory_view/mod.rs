//! memoryview: a window on the bytes of another object, with a format, a shape and steps. What its
//! methods do is in the files beside this one.

mod access;
mod cast;
mod compare;
pub mod exporter;
mod format;
mod methods;

use std::cell::Cell;

pub use methods::{ITERATOR, MEMORY_VIEW};

use crate::object::header::Traverse;
use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::bytes::{Buffer, ByteArrayObject, BytesObject};
use crate::types::exception::BUFFER_ERROR;

use format::Format;

/// The payload.
pub struct MemoryViewObject {
    /// bytes or a bytearray; a bytearray counts its views, and does not change its size under them.
    base: Value,
    /// Of an object of a Python class whose base this is: who is told when it is released.
    export: Var,
    /// Where the first item begins.
    start: usize,
    format: Format,
    /// Items in each dimension, and bytes from one to the next.
    shape: Vec<usize>,
    steps: Vec<isize>,
    readonly: bool,
    released: Cell<bool>,
    hash: Cell<Option<i64>>,
}

impl Traverse for MemoryViewObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.base);
        self.export.visit(visit);
    }
}

impl Drop for MemoryViewObject {
    fn drop(&mut self) {
        self.release();
    }
}

impl MemoryViewObject {
    fn release(&self) {
        if !self.released.replace(true)
            && let Some(array) = self.base.get::<ByteArrayObject>()
        {
            array.1.set(array.1.get().saturating_sub(1));
        }
    }

    /// Lets go of the memory, and tells whose that is. Runs Python code.
    pub fn release_in(&self, vm: &Vm) {
        self.release();
        if let Some(export) = self.export.bound() {
            self.export.set(Value::UNBOUND);
            exporter::end(vm, &export);
        }
    }

    pub fn is_released(&self) -> bool {
        self.released.get()
    }

    pub fn is_readonly(&self) -> bool {
        self.readonly
    }

    /// Whether the memory has no gaps, in whichever order the items lie.
    pub fn is_one_piece(&self) -> bool {
        self.is_contiguous() || self.is_fortran()
    }

    /// How many items there are.
    fn count(&self) -> usize {
        self.shape.iter().product()
    }

    /// Bytes of all items.
    fn size(&self) -> usize {
        self.count() * self.format.size
    }

    /// Whether the items lie one behind the other, the last index running fastest.
    fn is_contiguous(&self) -> bool {
        let mut step = self.format.size as isize;
        for (len, own) in self.shape.iter().zip(&self.steps).rev() {
            if *len > 1 && *own != step {
                return false;
            }
            step *= *len as isize;
        }
        true
    }

    /// As [`MemoryViewObject::is_contiguous`], the first index running fastest.
    fn is_fortran(&self) -> bool {
        let mut step = self.format.size as isize;
        for (len, own) in self.shape.iter().zip(&self.steps) {
            if *len > 1 && *own != step {
                return false;
            }
            step *= *len as isize;
        }
        true
    }

    /// Where each item begins in the base, in order.
    fn offsets(&self) -> Vec<usize> {
        let mut all = vec![self.start as isize];
        for (len, step) in self.shape.iter().zip(&self.steps) {
            all = all
                .iter()
                .flat_map(|first| (0..*len as isize).map(move |at| first + at * step))
                .collect();
        }
        all.into_iter().map(|offset| offset as usize).collect()
    }

    /// The bytes of all items, in order.
    fn to_bytes(&self) -> Vec<u8> {
        let Some(all) = Buffer::of_base(&self.base) else { return Vec::new() };
        if self.is_contiguous() {
            return all.get(self.start..self.start + self.size()).unwrap_or(&[]).to_vec();
        }
        let size = self.format.size;
        let mut out = Vec::with_capacity(self.size());
        for offset in self.offsets() {
            out.extend_from_slice(all.get(offset..offset + size).unwrap_or(&[]));
        }
        out
    }

    /// What a bytes-like argument gives; `None` once the view is released.
    pub fn buffer(&self) -> Option<Buffer<'_>> {
        if self.released.get() {
            return None;
        }
        if !self.is_contiguous() {
            return Some(Buffer::Owned(self.to_bytes()));
        }
        Buffer::of_base(&self.base).map(|all| all.part(self.start, self.size()))
    }

    /// How many bytes can be written into the view; `None` if that is not allowed.
    pub fn writable(&self) -> Option<usize> {
        let fits = !self.released.get() && !self.readonly && self.is_contiguous();
        fits.then(|| self.size())
    }

    /// Writes bytes at the start of a writable view, as far as it has room.
    pub fn write_start(&self, bytes: &[u8]) {
        self.write_from(0, bytes);
    }

    /// As [`MemoryViewObject::write_start`], from that byte on.
    pub fn write_from(&self, at: usize, bytes: &[u8]) {
        let Some(room) = self.writable() else { return };
        let bytes = bytes.get(..room.saturating_sub(at)).unwrap_or(bytes);
        if let Some(array) = self.base.get::<ByteArrayObject>()
            && let Some(place) =
                array.0.borrow_mut().get_mut(self.start + at..self.start + at + bytes.len())
        {
            place.copy_from_slice(bytes);
        }
    }

    /// Another view of the same base.
    fn with(&self, start: usize, shape: Vec<usize>, steps: Vec<isize>) -> MemoryViewObject {
        MemoryViewObject {
            base: self.base.clone(),
            export: self.export.bound().unwrap_or(Value::UNBOUND).into(),
            start,
            format: self.format.clone(),
            shape,
            steps,
            readonly: self.readonly,
            released: Cell::new(true),
            hash: Cell::new(None),
        }
    }
}

impl Vm {
    /// A view that counts: until here it is one that was made for a look only.
    fn new_view(&self, view: MemoryViewObject) -> Value {
        self.new_view_of_type(&self.ty(&MEMORY_VIEW), view)
    }

    fn new_view_of_type(&self, ty: &TypeRef, view: MemoryViewObject) -> Value {
        view.released.set(false);
        if let Some(export) = view.export.bound() {
            exporter::begin(&export);
        }
        if let Some(array) = view.base.get::<ByteArrayObject>() {
            array.1.set(array.1.get() + 1);
        }
        self.new_object(ty, view)
    }

    /// `memoryview(value)`
    pub fn memory_view(&self, value: &Value) -> PyResult {
        let ty = self.ty(&MEMORY_VIEW);
        if !exporter::is_python(self, value) {
            return self.memory_view_of_native(&ty, value);
        }
        let export = exporter::export(self, value, exporter::request::FULL_READ_ONLY)?;
        let Some(given) = export.foreign::<exporter::Export>() else { return Ok(export) };
        let of_given = view_of(self, &given.view)?;
        let view = of_given.with(of_given.start, of_given.shape.clone(), of_given.steps.clone());
        view.export.set(export.clone());
        Ok(self.new_view_of_type(&ty, view))
    }

    /// The bytes of a view in one piece as a view of bytes in one dimension.
    pub fn flat_memory_view(&self, value: &Value) -> PyResult {
        let view = view_of(self, value)?;
        let mut flat = view.with(view.start, vec![view.size()], vec![1]);
        flat.format = Format::BYTE;
        Ok(self.new_view(flat))
    }

    /// As [`Vm::memory_view`], of what has the memory itself; also for another type with the same
    /// payload.
    pub fn memory_view_of_native(&self, ty: &TypeRef, value: &Value) -> PyResult {
        if value.get::<MemoryViewObject>().is_some() {
            let view = view_of(self, value)?;
            let same = view.with(view.start, view.shape.clone(), view.steps.clone());
            return Ok(self.new_view_of_type(ty, same));
        }
        let readonly = value.get::<BytesObject>().is_some();
        let Some(len) = Buffer::of_base(value).map(|bytes| bytes.len()) else {
            let class = self.class(value).full_name();
            let text = format!("memoryview: a bytes-like object is required, not '{class}'");
            return Err(self.type_error(text));
        };
        let format = Format::of_items(value.get::<ByteArrayObject>().and_then(|array| array.2));
        let view = MemoryViewObject {
            base: value.clone(),
            export: Var::unbound(),
            start: 0,
            shape: vec![len / format.size],
            steps: vec![format.size as isize],
            format,
            readonly,
            released: Cell::new(true),
            hash: Cell::new(None),
        };
        Ok(self.new_view_of_type(ty, view))
    }
}

/// The payload of a view that is not released.
fn view_of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a MemoryViewObject> {
    let view = vm.payload::<MemoryViewObject>(value, "memoryview")?;
    if view.released.get() {
        // A PickleBuffer has such a payload, too.
        return Err(released(vm, &vm.class(value).name()));
    }
    Ok(view)
}

fn refuse_released(vm: &Vm, view: &MemoryViewObject) -> PyResult<()> {
    if view.released.get() { Err(released(vm, "memoryview")) } else { Ok(()) }
}

#[cold]
fn released(vm: &Vm, name: &str) -> crate::object::slots::Raised {
    vm.value_error(format!("operation forbidden on released {name} object"))
}

/// Raised where a bytearray would change its size under a view.
#[cold]
pub fn exported(vm: &Vm) -> crate::object::slots::Raised {
    vm.raise(&BUFFER_ERROR, "Existing exports of data: object cannot be re-sized")
}
