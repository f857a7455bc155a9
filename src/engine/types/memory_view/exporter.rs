//! Objects of Python classes that have a buffer: `__buffer__` gives a view of it when somebody asks,
//! and `__release_buffer__` is told when nobody looks at it any more.

use std::cell::Cell;

use super::{MEMORY_VIEW, MemoryViewObject, view_of};
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::slots::{PyResult, Raised};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::BUFFER_ERROR;

/// What is asked of a buffer, as the numbers of `inspect.BufferFlags`.
pub mod request {
    pub const SIMPLE: i32 = 0;
    pub const WRITABLE: i32 = 1;
    /// The bits of which one at least must be set for views with gaps.
    pub const STRIDES: i32 = 0x10;
    /// A format, a shape and steps, for reading only.
    pub const FULL_READ_ONLY: i32 = 0x11c;
    /// Not for `__buffer__`: only for views of plain memory.
    pub const READ: i32 = 0x100;
    pub const WRITE: i32 = 0x200;
}

/// What views of such a buffer have as `obj`.
pub(super) struct Export {
    owner: Value,
    /// What `__buffer__` gave.
    pub(super) view: Value,
    views: Cell<usize>,
}

impl Traverse for Export {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.owner);
        visit(&self.view);
    }
}

pub static EXPORT: TypeSpec = TypeSpec {
    name: "_buffer_wrapper",
    operations: Some(ForeignObject::OPERATIONS),
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

/// Whether a Python class among those of the value says what its buffer is.
pub fn is_python(vm: &Vm, value: &Value) -> bool {
    let slot = vm.class(value).slots.buffer.get();
    slot.is_some_and(|slot| {
        std::ptr::fn_addr_eq(slot, crate::types::dunder::buffer as fn(&Vm, &Value, i32) -> PyResult)
    })
}

/// The view that `value.__buffer__(flags)` gives, and what is told when it is not used any more.
pub(super) fn export(vm: &Vm, value: &Value, flags: i32) -> PyResult {
    let view = crate::types::dunder::buffer(vm, value, flags)?;
    let of_view = view_of(vm, &view)?;
    if flags & request::WRITABLE != 0 && of_view.readonly {
        return Err(vm.raise(&BUFFER_ERROR, "memoryview: underlying buffer is not writable"));
    }
    let export = Export { owner: value.clone(), view, views: Cell::new(0) };
    Ok(vm.new_foreign(&vm.ty(&EXPORT), export))
}

/// The bytes of such a buffer, which is let go of at once.
pub fn bytes(vm: &Vm, value: &Value, flags: i32) -> PyResult<Vec<u8>> {
    let export = export(vm, value, flags)?;
    begin(&export);
    let bytes = export.foreign::<Export>().map(|e| view_of(vm, &e.view).map(|v| v.to_bytes()));
    end(vm, &export);
    bytes.unwrap_or_else(|| Ok(Vec::new()))
}

/// Has something written into a buffer: `then` gets a value that [`Buffer::room`] knows, if there is
/// one, and else the very value.
///
/// [`Buffer::room`]: crate::types::bytes::Buffer::room
pub fn lent<T>(vm: &Vm, value: &Value, then: impl FnOnce(&Value) -> PyResult<T>) -> PyResult<T> {
    if !is_python(vm, value) {
        return then(value);
    }
    // Who takes no such value says so.
    let Ok(export) = export(vm, value, request::WRITABLE) else { return then(value) };
    begin(&export);
    let view = export.foreign::<Export>().map_or_else(|| value.clone(), |e| e.view.clone());
    let result = then(&view);
    end(vm, &export);
    result
}

/// The value, or bytes with a copy of a buffer: for what looks into it more than once.
pub fn settled(vm: &Vm, value: &Value) -> PyResult {
    if !is_python(vm, value) {
        return Ok(value.clone());
    }
    bytes(vm, value, request::SIMPLE).map(|bytes| vm.new_bytes(bytes))
}

/// Counts one more view.
pub(super) fn begin(export: &Value) {
    if let Some(export) = export.foreign::<Export>() {
        export.views.set(export.views.get() + 1);
    }
}

/// Counts one view less; with the last one the owner is told. Runs Python code.
pub(super) fn end(vm: &Vm, export: &Value) {
    let Some(export) = export.foreign::<Export>() else { return };
    let left = export.views.get().saturating_sub(1);
    export.views.set(left);
    if left > 0 {
        return;
    }
    let (owner, view) = (export.owner.clone(), export.view.clone());
    let name = vm.intern("__release_buffer__");
    let Some(method) = vm.class(&owner).lookup(&name).filter(|found| !found.is_none()) else {
        return;
    };
    if let Err(Raised(exception)) = vm.call(&method, &[owner.clone(), view]) {
        let class = vm.class(&owner).name();
        let what = format!("Exception ignored in __release_buffer__ of {class}");
        vm.report_unraisable_as(&what, &exception, &Value::NONE);
    }
}

/// `view.__buffer__(flags)`, and of what has the memory itself.
pub fn of_native(vm: &Vm, this: &Value, flags: i32) -> PyResult {
    let view = vm.memory_view_of_native(&vm.ty(&MEMORY_VIEW), this)?;
    let own = view_of(vm, &view)?;
    let refuse = |text: &str| Err(vm.raise(&BUFFER_ERROR, text));
    let is_view = this.get::<MemoryViewObject>().is_some();
    if flags & request::WRITABLE != 0 && own.readonly {
        return refuse(match is_view {
            true => "memoryview: underlying buffer is not writable",
            false => "Object is not writable.",
        });
    }
    if flags & request::STRIDES == 0 && !own.is_contiguous() {
        return refuse("memoryview: underlying buffer is not C-contiguous");
    }
    Ok(view)
}

/// `self.__release_buffer__(view)` of such objects.
pub fn release_native(vm: &Vm, this: &Value, view: &Value) -> PyResult<()> {
    let own = vm.payload::<MemoryViewObject>(view, "memoryview")?;
    if own.is_released() {
        return Err(vm.value_error("memoryview's buffer has already been released"));
    }
    if !own.base.is(this) {
        return Err(vm.value_error("memoryview's buffer is not this object"));
    }
    own.release_in(vm);
    Ok(())
}
