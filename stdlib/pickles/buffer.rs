//! PickleBuffer: memory that a pickle may refer to instead of holding it. Its payload is a
//! memoryview's, so whatever takes bytes takes it.

use taipan_engine::funcs;
use taipan_engine::object::header::Payload;
use taipan_engine::object::native::{Args, Signature};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::BUFFER_ERROR;
use taipan_engine::types::memory_view::MemoryViewObject;

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(object, /)").bind(vm, "PickleBuffer", args)?;
    let [object] = bound.as_slice() else { return Ok(Value::NONE) };
    if object.get::<MemoryViewObject>().is_none() {
        drop(Buffer::required(vm, object)?);
    }
    vm.memory_view_of_native(class, object)
}

fn view<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a MemoryViewObject> {
    check(vm, this)?;
    vm.payload::<MemoryViewObject>(this, "pickle.PickleBuffer")
}

/// Refuses one that was released.
pub(super) fn check(vm: &Vm, this: &Value) -> PyResult<()> {
    let view = vm.payload::<MemoryViewObject>(this, "pickle.PickleBuffer")?;
    if view.is_released() {
        return Err(vm.value_error("operation forbidden on released PickleBuffer object"));
    }
    Ok(())
}

/// The memory as bytes in one dimension.
fn raw(vm: &Vm, this: &Value) -> PyResult {
    if !view(vm, this)?.is_one_piece() {
        let text = "cannot extract raw buffer from non-contiguous buffer";
        return Err(vm.raise(&BUFFER_ERROR, text));
    }
    vm.flat_memory_view(this)
}

fn release(vm: &Vm, this: &Value) -> PyResult<()> {
    vm.payload::<MemoryViewObject>(this, "pickle.PickleBuffer")?.release_in(vm);
    Ok(())
}

pub(super) static PICKLE_BUFFER: TypeSpec = TypeSpec {
    name: "pickle.PickleBuffer",
    doc: "Memory of an object, to be pickled in or out of band.",
    operations: Some(MemoryViewObject::OPERATIONS),
    slots: Slots { new: Some(new), ..Slots::NONE },
    methods: funcs![
        raw "(self, /)" "A view of the memory as bytes; BufferError if it is not in one piece.";
        release "(self, /)" "Lets go of the memory.";
    ],
    flags: type_flag::WEAK | type_flag::DERIVED,
    ..TypeSpec::NONE
};
