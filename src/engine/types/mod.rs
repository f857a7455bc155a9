//! The builtin types: one file or folder each. This file ties payloads to kinds and makes the types
//! of a new interpreter.

pub mod async_generator;
pub mod bytes;
pub mod class_descriptor;
pub mod code;
mod code_methods;
pub mod codec;
pub mod descriptor;
pub mod dict;
pub mod dunder;
pub mod exception;
mod find;
pub mod float;
pub mod format;
pub mod frame;
pub(crate) mod frame_locals;
pub mod function;
mod function_new;
pub mod generator;
pub mod generic_alias;
pub mod import;
pub mod int;
pub mod io;
pub mod iterators;
pub mod list;
pub mod mapping_proxy;
mod member_rows;
pub mod memory_view;
pub mod module;
pub mod namespace;
mod native_names;
pub mod object;
pub mod range;
mod reduce;
pub mod sequence;
pub mod sequence_iter;
pub mod set;
pub mod singletons;
pub mod str;
pub mod struct_sequence;
pub mod super_object;
pub mod syntax;
pub mod tuple;
pub mod type_object;
pub mod type_params;
pub use taipan_unicode as unicode;
pub mod union;
pub mod warnings;
pub mod weakref;

use crate::object::async_step::AsyncStep;
use crate::object::code::{CellObject, CodeObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Operations, Payload};
use crate::object::native::NativeObject;
use crate::object::slots::{BinaryOp, PyResult};
use crate::object::types::{NewType, Type, TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::object::weak::WeakObject;
use crate::payload;

payload!(object::PlainObject, Instance);
payload!(Type, Type, linked);
payload!(int::BigIntObject, BigInt);
payload!(float::FloatObject, Float);
payload!(float::ComplexObject, Complex);
payload!(bytes::BytesObject, Bytes);
payload!(bytes::ByteArrayObject, ByteArray);
payload!(memory_view::MemoryViewObject, MemoryView, linked);
payload!(list::ListObject, List, linked);
payload!(DictObject, Dict, linked);
payload!(set::SetObject, Set, linked);
payload!(range::RangeObject, Range);
payload!(range::SliceObject, Slice, linked);
payload!(range::RangeIterObject, RangeIter);
payload!(sequence_iter::SequenceIterObject, SequenceIter, linked);
payload!(FunctionObject, Function, linked);
payload!(function::MethodObject, BoundMethod, linked);
payload!(NativeObject, Native, linked);
payload!(CodeObject, Code);
payload!(module::ModuleObject, Module, linked);
payload!(CellObject, Cell, linked);
payload!(descriptor::PropertyObject, Property, linked);
payload!(descriptor::StaticMethodObject, StaticMethod, linked);
payload!(descriptor::ClassMethodObject, ClassMethod, linked);
payload!(descriptor::DescriptorObject, Descriptor, linked);
payload!(exception::ExceptionObject, Exception, linked);
payload!(frame::TracebackObject, Traceback, linked);
payload!(frame::FrameObject, Frame, linked);
payload!(WeakObject, WeakRef, linked);
payload!(ForeignObject, Foreign, linked);
payload!(AsyncStep, AsyncStep, linked);
payload!(crate::aio::future::FutureObject, Future, linked);
payload!(crate::aio::task::TaskObject, Task, linked);
payload!(crate::aio::NativeCoroutine, NativeCoroutine, linked);

/// Types that the machine needs at every turn, by the name of their field in `Types`.
static HOT: &[(&str, &TypeSpec)] = &[
    ("int", &int::INT),
    ("bool", &int::BOOL),
    ("float", &float::FLOAT),
    ("complex", &float::COMPLEX),
    ("bytes", &bytes::BYTES),
    ("bytearray", &bytes::BYTEARRAY),
    ("list", &list::LIST),
    ("set", &set::SET),
    ("frozenset", &set::FROZENSET),
    ("range", &range::RANGE),
    ("range_iterator", &range::RANGE_ITERATOR),
    ("sequence_iterator", &sequence_iter::ITERATOR),
    ("slice", &range::SLICE),
    ("none", &singletons::NONE_TYPE),
    ("ellipsis", &singletons::ELLIPSIS),
    ("not_implemented", &singletons::NOT_IMPLEMENTED),
    ("function", &function::FUNCTION),
    ("method", &function::METHOD),
    ("builtin_function", &function::BUILTIN_FUNCTION),
    ("method_descriptor", &function::METHOD_DESCRIPTOR),
    ("code", &code::CODE),
    ("module", &module::MODULE),
    ("cell", &code::CELL),
    ("generator", &generator::GENERATOR),
    ("coroutine", &generator::COROUTINE),
    ("async_generator", &async_generator::ASYNC_GENERATOR),
    ("property", &descriptor::PROPERTY),
    ("staticmethod", &descriptor::STATICMETHOD),
    ("classmethod", &descriptor::CLASSMETHOD),
    ("exception", &exception::EXCEPTION),
    ("traceback", &frame::TRACEBACK),
    ("frame", &frame::FRAME),
    ("weakref", &weakref::REFERENCE),
];

impl Vm {
    /// Makes the types that everything else needs. `object`, `type`, `dict`, `str` and `tuple` come
    /// first, since making a type takes one of each.
    pub(crate) fn bootstrap(&self) {
        let knot: [(&str, &'static TypeSpec); 5] = [
            ("object", &object::OBJECT),
            ("type_", &type_object::TYPE),
            ("dict", &dict::DICT),
            ("str", &str::STR),
            ("tuple", &tuple::TUPLE),
        ];
        self.tie_knot(&knot);
        for (field, spec) in HOT {
            self.types.fill(field, self.ty(spec));
        }
    }

    /// The type of a static table. `ty` remembers it.
    pub(crate) fn make_type(&self, spec: &'static TypeSpec) -> TypeRef {
        let base = match spec.base {
            Some(base) => self.ty(base),
            None => self.types.object().clone(),
        };
        let mut bases = vec![base.value().clone()];
        bases.extend(spec.also.iter().map(|also| self.ty(also).value().clone()));
        let dot = spec.name.bytes().rposition(|byte| byte == b'.');
        let (module, name) = match dot.and_then(|dot| spec.name.split_at_checked(dot)) {
            Some((module, name)) => (self.intern(module), &name[1..]),
            None => (self.names().builtins.clone(), spec.name),
        };
        let name = self.intern(name);
        let new = NewType {
            qualname: name.clone(),
            name,
            spec: Some(spec),
            bases: self.tuple(bases.clone()),
            dict: self.new_dict(DictObject::new()),
            flags: spec.flags | type_flag::IMMUTABLE | base.flags() & INHERITED,
            operations: spec.operations.unwrap_or(base.operations),
            slot_members: base.slot_members + spec.hidden_slots,
            base: Some(base.clone()),
            module,
        };
        let made = self.new_object(self.types.type_(), Type::new(self, new));
        let Some(ty) = TypeRef::of(&made).cloned() else {
            crate::object::frame::bug("a new type is a type")
        };
        dunder::mark_custom(&ty);
        let mut mro = vec![ty.clone()];
        for each in bases.iter().filter_map(TypeRef::of) {
            // What several bases derive from comes after the last of them.
            let order = each.mro();
            mro.retain(|known| !order.contains(known));
            mro.extend(order);
        }
        ty.set_mro(mro);
        Type::enter_bases(&ty, &bases);
        ty
    }

    /// Puts the rows of a builtin type's table into its namespace.
    pub(crate) fn fill_type(&self, ty: &Type) {
        let (Some(spec), Some(this)) = (ty.spec, self.type_value(ty)) else { return };
        let Some(dict) = ty.namespace() else { return };
        let set = |name: &str, value: Value| drop(dict.set_interned(&self.intern(name), value));
        for def in spec.methods {
            set(def.name, self.method_of_table(def, &this));
        }
        for row in spec.getset {
            set(row.name, self.getset_of_table(row, &this));
        }
        dunder::fill_wrappers(self, spec, &this, dict);
        if spec.base.is_some_and(|base| base.name == "tuple") {
            struct_sequence::fill_counts(self, &this, dict);
        }
        // A type whose instances have a documentation of their own keeps the row for that.
        if dict.get_interned(&self.names().__doc__).is_none() {
            let doc = if spec.doc.is_empty() { Value::NONE } else { self.str(spec.doc) };
            set("__doc__", doc);
        }
    }

    /// The type object whose payload is `ty`.
    fn type_value(&self, ty: &Type) -> Option<TypeRef> {
        ty.spec.map(|spec| self.ty(spec))
    }
}

/// The hash slot of types whose objects can change: it says that they have none.
pub fn unhashable(vm: &Vm, value: &Value) -> PyResult<i64> {
    Err(vm.type_error(format!("unhashable type: '{}'", vm.class(value).full_name())))
}

/// Flags that a builtin type takes over from its base.
const INHERITED: u32 = type_flag::DICT
    | type_flag::EXTENDED
    | type_flag::WEAK
    | type_flag::SEQUENCE
    | type_flag::MAPPING
    | type_flag::MATCH_SELF;

/// All operators of the number types.
pub const NUMBER_OPERATORS: &[BinaryOp] = &[
    BinaryOp::Add,
    BinaryOp::Sub,
    BinaryOp::Mul,
    BinaryOp::TrueDiv,
    BinaryOp::FloorDiv,
    BinaryOp::Mod,
    BinaryOp::Pow,
];

/// What plain operations a type without payload has.
pub const PLAIN: Option<&Operations> = Some(object::PlainObject::OPERATIONS);

/// Refuses keywords given to a constructor, unless the class has an `__init__` written in Python,
/// which may take them.
pub(crate) fn no_keywords(
    vm: &Vm,
    name: &str,
    class: &TypeRef,
    args: crate::object::native::Args,
) -> PyResult<()> {
    let own_init = || {
        let owner = class.lookup_with_owner(&vm.intern("__init__"));
        owner.is_some_and(|(owner, _)| owner.spec.is_none())
    };
    if args.names.is_empty() || own_init() {
        return Ok(());
    }
    Err(vm.type_error(format!("{name}() takes no keyword arguments")))
}
