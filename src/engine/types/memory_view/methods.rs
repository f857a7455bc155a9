//! memoryview: the type, its methods and attributes, and its iterator.

use std::cell::Cell;

use super::{MemoryViewObject, access, cast, compare, exporter, view_of};
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, Rest, Signature};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::str::text::{codec_name, must_be};

fn new(vm: &Vm, _: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(object)").bind(vm, "memoryview", args)?;
    match bound.as_slice() {
        [object] => vm.memory_view(object),
        _ => Ok(Value::NONE),
    }
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let view = vm.payload::<MemoryViewObject>(this, "memoryview")?;
    let word = if view.released.get() { "released memory" } else { "memory" };
    Ok(vm.str(&format!("<{word} at {:#x}>", vm.id(this))))
}

fn tobytes(vm: &Vm, this: &Value, order: &Value) -> PyResult {
    let view = view_of(vm, this)?;
    let order = match order.as_str_object() {
        Some(_) => Some(codec_name(vm, order, "tobytes() argument 'order'")?),
        None if order.is_none() || order.is_unbound() => None,
        None => {
            let what = "tobytes() argument 'order' must be str or None";
            return Err(must_be(vm, what, order));
        }
    };
    match order.as_deref() {
        None | Some("C" | "A") => Ok(vm.new_bytes(view.to_bytes())),
        Some("F") => Ok(vm.new_bytes(fortran_order(view))),
        Some(_) => Err(vm.value_error("order must be 'C', 'F' or 'A'")),
    }
}

/// The bytes with the first index running fastest.
fn fortran_order(view: &MemoryViewObject) -> Vec<u8> {
    let (shape, steps) = (&view.shape, &view.steps);
    let turned = view.with(
        view.start,
        shape.iter().rev().copied().collect(),
        steps.iter().rev().copied().collect(),
    );
    turned.to_bytes()
}

fn tolist(vm: &Vm, this: &Value) -> PyResult {
    access::to_list(vm, view_of(vm, this)?)
}

fn hex(vm: &Vm, this: &Value, sep: &Value, group: i32) -> PyResult {
    let bytes = vm.new_bytes(view_of(vm, this)?.to_bytes());
    let name = vm.intern("hex");
    if sep.is_unbound() {
        return vm.call_method(&bytes, &name, &[]);
    }
    vm.call_method(&bytes, &name, &[sep.clone(), vm.int(i64::from(group))])
}

fn release(vm: &Vm, this: &Value) -> PyResult<()> {
    vm.payload::<MemoryViewObject>(this, "memoryview")?.release_in(vm);
    Ok(())
}

/// A view that goes has let go.
fn finalize(vm: &Vm, this: &Value) {
    if let Some(view) = this.get::<MemoryViewObject>() {
        view.release_in(vm);
    }
}

fn toreadonly(vm: &Vm, this: &Value) -> PyResult {
    let view = view_of(vm, this)?;
    let mut made = view.with(view.start, view.shape.clone(), view.steps.clone());
    made.readonly = true;
    Ok(vm.new_view(made))
}

fn enter(vm: &Vm, this: &Value) -> PyResult {
    view_of(vm, this)?;
    Ok(this.clone())
}

fn exit(vm: &Vm, this: &Value, _: Rest) -> PyResult<()> {
    release(vm, this)
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    let view = view_of(vm, this)?;
    view.format.check(vm)?;
    for offset in view.offsets() {
        if vm.equal(&access::item(vm, view_of(vm, this)?, offset), item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

macro_rules! attribute {
    ($name:literal, |$vm:ident, $view:ident| $get:expr) => {
        GetSet {
            name: $name,
            doc: "",
            get: |$vm, this| {
                let $view = view_of($vm, this)?;
                Ok($get)
            },
            set: None,
        }
    };
}

fn numbers(vm: &Vm, numbers: impl Iterator<Item = i64>) -> Value {
    let items = numbers.map(|number| vm.int(number)).collect();
    vm.tuple(items)
}

pub static MEMORY_VIEW: TypeSpec = TypeSpec {
    name: "memoryview",
    doc: "A view of the memory of an object such as bytes, without a copy.",
    operations: Some(MemoryViewObject::OPERATIONS),
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        hash: Some(compare::hash),
        compare: Some(compare::compare),
        len: Some(access::len),
        getitem: Some(access::getitem),
        setitem: Some(access::setitem),
        contains: Some(contains),
        iter: Some(iter),
        buffer: Some(exporter::of_native),
        finalize: Some(finalize),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    methods: funcs![
        release "(self, /)" "Let go of the object's memory; the view is of no use afterwards.";
        "cast" = cast::cast, "(self, /, format, shape=<missing>)", "The same memory with items of another format, or in another shape.";
        toreadonly "(self, /)" "The same memory, protected from writing.";
        tolist "(self, /)" "The items in a list, nested as the shape says.";
        tobytes "(self, /, order='C')" "A copy of the memory as bytes, in this order of items ('C', 'F' or 'A').";
        hex "(self, /, sep=<absent>, bytes_per_sep=1)" "The bytes as pairs of hexadecimal digits, with sep after every group of so many.";
        "__release_buffer__" = exporter::release_native, "(self, buffer, /)", "Let go of a view of this view.";
        "__enter__" = enter, "(self, /)", "";
        "__exit__" = exit, "(self, /, *exc)", "";
    ],
    getset: &[
        attribute!("obj", |_vm, view| view.export.bound().unwrap_or_else(|| view.base.clone())),
        attribute!("nbytes", |vm, view| vm.int(view.size() as i64)),
        attribute!("readonly", |_vm, view| Value::bool(view.readonly)),
        attribute!("itemsize", |vm, view| vm.int(view.format.size as i64)),
        attribute!("format", |vm, view| vm.str(&view.format.text)),
        attribute!("ndim", |vm, view| vm.int(view.shape.len() as i64)),
        attribute!("shape", |vm, view| numbers(vm, view.shape.iter().map(|len| *len as i64))),
        attribute!("strides", |vm, view| numbers(vm, view.steps.iter().map(|step| *step as i64))),
        attribute!("suboffsets", |vm, view| {
            let _ = view;
            vm.empty_tuple()
        }),
        attribute!("c_contiguous", |_vm, view| Value::bool(view.is_contiguous())),
        attribute!("f_contiguous", |_vm, view| Value::bool(view.is_fortran())),
        attribute!("contiguous", |_vm, view| Value::bool(
            view.is_contiguous() || view.is_fortran()
        )),
    ],
    flags: type_flag::SEQUENCE | type_flag::WEAK,
    ..TypeSpec::NONE
};

// ---- the iterator ------------------------------------------------------------------------------

struct Iter {
    view: Value,
    next: Cell<usize>,
}

impl Traverse for Iter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.view);
    }
}

fn iter(vm: &Vm, this: &Value) -> PyResult {
    match view_of(vm, this)?.shape.len() {
        1 => Ok(vm.new_foreign(&vm.ty(&ITERATOR), Iter { view: this.clone(), next: Cell::new(0) })),
        0 => Err(vm.type_error("invalid indexing of 0-dim memory")),
        _ => {
            let text = "multi-dimensional sub-views are not implemented";
            Err(vm.raise(&crate::types::exception::NOT_IMPLEMENTED_ERROR, text))
        }
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(iter) = this.foreign::<Iter>() else { return Ok(None) };
    let at = iter.next.get();
    let view = view_of(vm, &iter.view)?;
    if at >= view.shape.first().copied().unwrap_or(0) {
        return Ok(None);
    }
    iter.next.set(at + 1);
    view.format.check(vm)?;
    let step = view.steps.first().copied().unwrap_or(0);
    let offset = (view.start as isize + at as isize * step) as usize;
    Ok(Some(access::item(vm, view, offset)))
}

pub static ITERATOR: TypeSpec = TypeSpec {
    name: "memory_iterator",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next), ..Slots::NONE },
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
