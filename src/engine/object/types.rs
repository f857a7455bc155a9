//! Type objects: names, bases, namespace, slots, shapes. Lookup along the method resolution order.
//! Making classes from Python (`type(…)`, metaclasses) is in `types/type_object.rs`.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Deref;
use std::ptr::NonNull;
use std::rc::Rc;

use super::dict::DictObject;
use super::header::{Header, Kind, Object, Operations, SUBCLASS, Traverse};
use super::native::{GetSet, NativeDef};
use super::shape::Shape;
use super::slots::{SlotTable, Slots};
use super::value::Value;
use super::var::Var;
use super::vm::Vm;

/// The static description of a builtin type.
pub struct TypeSpec {
    /// The name; with its module in front if that is not `builtins`.
    pub name: &'static str,
    /// `object` if there is none.
    pub base: Option<&'static TypeSpec>,
    /// Further bases, whose types have no payload of another kind.
    pub also: &'static [&'static TypeSpec],
    /// The payload's; the base's if there is none.
    pub operations: Option<&'static Operations>,
    pub doc: &'static str,
    /// How the type is called, for `inspect.signature`: `"(x, base=None)"`; empty if that is not told.
    pub signature: &'static str,
    pub slots: Slots,
    pub methods: &'static [NativeDef],
    pub getset: &'static [GetSet],
    /// Which binary operators `slots.binary` understands, as a list for the type's namespace.
    pub operators: &'static [super::slots::BinaryOp],
    pub flags: u32,
    /// Values that instances keep besides the payload, in slots that Python code does not see; such a
    /// type is [`type_flag::EXTENDED`].
    pub hidden_slots: u16,
}

impl TypeSpec {
    pub const NONE: TypeSpec = TypeSpec {
        name: "",
        base: None,
        also: &[],
        operations: None,
        doc: "",
        signature: "",
        slots: Slots::NONE,
        methods: &[],
        getset: &[],
        operators: &[],
        flags: 0,
        hidden_slots: 0,
    };
}

/// Bits of [`Type::flags`].
pub mod type_flag {
    /// Made by a class statement or a call of `type`.
    pub const HEAP: u32 = 1;
    /// Python classes may derive from it.
    pub const BASE: u32 = 2;
    /// Instances have attributes of their own (`__dict__`).
    pub const DICT: u32 = 4;
    /// Instances can be weakly referenced.
    pub const WEAK: u32 = 8;
    /// The namespace cannot be changed.
    pub const IMMUTABLE: u32 = 16;
    /// Abstract methods are left: no instances.
    pub const ABSTRACT: u32 = 32;
    /// Matches sequence patterns.
    pub const SEQUENCE: u32 = 64;
    /// Matches mapping patterns.
    pub const MAPPING: u32 = 128;
    /// A class pattern's single positional argument matches the whole subject.
    pub const MATCH_SELF: u32 = 256;
    /// No `type()` call makes instances of it.
    pub const NO_NEW: u32 = 512;
    /// Instances have an extension: slots or attributes.
    pub const EXTENDED: u32 = 1024;
    /// `getattr` is not the generic lookup: an inline cache must not bypass it.
    pub const CUSTOM_GETATTR: u32 = 2048;
    /// `setattr` is not the generic one.
    pub const CUSTOM_SETATTR: u32 = 4096;
    /// A native type with the payload of another one, such as a kind of dict: not exactly that.
    pub const DERIVED: u32 = 8192;
    /// In CPython a class written in Python: messages name it without its module.
    pub const SHORT_NAME: u32 = 16384;
}

/// The payload of a type object.
pub struct Type {
    vm: NonNull<Vm>,
    pub name: Var,
    pub qualname: Var,
    /// The static table of a builtin type.
    pub spec: Option<&'static TypeSpec>,
    pub base: Var,
    /// Tuple of the direct bases.
    pub bases: Var,
    /// Method resolution order, this type first. Entries are counted except the first.
    mro: RefCell<Vec<TypeRef>>,
    /// The namespace.
    dict: OnceCell<Value>,
    /// Whether the rows of `spec` have been put into the namespace.
    filled: Cell<bool>,
    flags: Cell<u32>,
    version: Cell<u32>,
    /// The version for which a call of the class was seen to enter an `__init__` written in Python.
    pub(crate) init_version: Cell<u32>,
    pub slots: SlotTable,
    pub(crate) operations: &'static Operations,
    shapes: Box<Shape>,
    /// The shape of instances whose attributes are in a real dict; matches no cache.
    dict_shape: Box<Shape>,
    /// Slots behind the payload of the next instance: learned from the ones before.
    pub(super) inline_slots: Cell<u16>,
    /// Slots of members (`__slots__`), the inherited ones included; they come first.
    pub slot_members: u16,
    /// Classes that derive from this one directly; not counted.
    subclasses: RefCell<Vec<NonNull<Object<Type>>>>,
    /// `__abstractmethods__` and what else the metaclass keeps.
    pub module: Var,
}

/// A value known to be a type.
#[repr(transparent)]
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeRef(Value);

impl TypeRef {
    /// The value as a type, if it is one.
    pub fn of(value: &Value) -> Option<&TypeRef> {
        value.get::<Type>()?;
        // SAFETY: a transparent wrapper, and the value was just seen to be a type.
        Some(unsafe { &*std::ptr::from_ref(value).cast::<TypeRef>() })
    }

    pub fn value(&self) -> &Value {
        &self.0
    }

    pub(super) fn object(&self) -> NonNull<Object<Type>> {
        self.0.pointer().cast()
    }

    /// The type of the object as a reference of its own.
    pub fn of_header(header: &Header) -> TypeRef {
        // SAFETY: the object keeps its type alive.
        TypeRef(unsafe { Value::from_borrowed(header.type_ptr().cast()) })
    }

    /// Whether instances of `self` are instances of `other` by inheritance. O(length of the mro).
    pub fn is_subtype(&self, other: &TypeRef) -> bool {
        self.0.is(&other.0) || self.mro.borrow().iter().any(|t| t.0.is(&other.0))
    }
}

impl Deref for TypeRef {
    type Target = Type;

    #[inline(always)]
    fn deref(&self) -> &Type {
        // SAFETY: made only from values that are types.
        unsafe { &self.object().as_ref().payload }
    }
}

/// What a new type is made of.
pub struct NewType {
    pub name: Value,
    pub qualname: Value,
    pub spec: Option<&'static TypeSpec>,
    pub base: Option<TypeRef>,
    pub bases: Value,
    pub dict: Value,
    pub flags: u32,
    pub operations: &'static Operations,
    pub slot_members: u16,
    pub module: Value,
}

impl Type {
    /// A type whose `mro` is still to be set.
    pub fn new(vm: &Vm, new: NewType) -> Type {
        let none = Slots::NONE;
        let own = new.spec.map_or(&none, |s| &s.slots);
        let base = new.base.as_ref();
        // Where a builtin type already has a `__dict__` for its instances, those of its subclasses have
        // one of the same kind.
        let own_dict = |ty: &TypeRef| ty.spec.is_some() && ty.has(type_flag::DICT);
        let kept = || base.is_some_and(|base| base.mro().iter().any(own_dict));
        let order = (new.spec.is_none() && !kept()).then(Rc::default);
        Type {
            vm: NonNull::from(vm),
            name: new.name.into(),
            qualname: new.qualname.into(),
            spec: new.spec,
            slots: SlotTable::new(own, base.map(|b| &b.slots)),
            base: base.map_or(Value::NONE, |b| b.value().clone()).into(),
            bases: new.bases.into(),
            mro: RefCell::default(),
            dict: if new.dict.is_none() { OnceCell::new() } else { OnceCell::from(new.dict) },
            filled: Cell::new(new.spec.is_none()),
            flags: Cell::new(new.flags),
            version: Cell::new(vm.fresh_version()),
            init_version: Cell::new(0),
            operations: new.operations,
            shapes: Shape::root(vm.fresh_version(), order),
            dict_shape: Shape::root(0, None),
            inline_slots: Cell::new(new.slot_members.max(base.map_or(0, |b| b.inline_slots.get()))),
            slot_members: new.slot_members,
            subclasses: RefCell::default(),
            module: new.module.into(),
        }
    }

    #[inline(always)]
    pub fn vm(&self) -> &Vm {
        // SAFETY: an interpreter destroys its objects, types last, before it goes itself.
        unsafe { self.vm.as_ref() }
    }

    pub fn flags(&self) -> u32 {
        self.flags.get()
    }

    #[inline(always)]
    pub fn has(&self, flag: u32) -> bool {
        self.flags.get() & flag != 0
    }

    pub fn set_flag(&self, flag: u32, on: bool) {
        let flags = self.flags.get();
        self.flags.set(if on { flags | flag } else { flags & !flag });
    }

    pub fn is_extended(&self) -> bool {
        self.has(type_flag::EXTENDED)
    }

    /// The kind byte of instances.
    pub fn kind_byte(&self) -> u8 {
        // A builtin type with its base's payload is no class of Python, but a tuple with named
        // items is no plain tuple either.
        let named_tuple = self.operations.kind == Kind::Tuple
            && self.spec.is_some_and(|spec| spec.operations.is_none());
        let heap = self.has(type_flag::HEAP) && self.operations.kind != Kind::Instance;
        let derived = heap || named_tuple || self.has(type_flag::DERIVED);
        let subclass = if derived { SUBCLASS } else { 0 };
        self.operations.kind as u8 | subclass
    }

    /// Changes whenever a lookup in the type could have another result.
    #[inline(always)]
    pub fn version(&self) -> u32 {
        self.version.get()
    }

    pub(super) fn instance_shape(&self) -> NonNull<Shape> {
        NonNull::from(&*self.shapes)
    }

    pub(super) fn dict_shape(&self) -> NonNull<Shape> {
        NonNull::from(&*self.dict_shape)
    }

    /// Remembers how many slots an instance came to have, for the next ones.
    pub(super) fn expect_slots(&self, count: u16) {
        if count > self.inline_slots.get() {
            self.inline_slots.set(count);
        }
    }

    pub fn name(&self) -> String {
        self.name.get().to_text()
    }

    /// The name with its module, as CPython's `tp_name` of a static type and messages show it.
    pub fn full_name(&self) -> String {
        match self.spec {
            Some(spec) if !self.has(type_flag::SHORT_NAME) => spec.name.to_owned(),
            Some(_) | None => self.name(),
        }
    }

    pub fn mro(&self) -> Vec<TypeRef> {
        self.mro.borrow().clone()
    }

    /// Sets the order of lookup and enters the type with its bases. The first entry is the type.
    pub fn set_mro(&self, mro: Vec<TypeRef>) {
        drop(self.mro.replace(mro));
    }

    /// The namespace, with the static rows in it. A [`DictObject`].
    pub fn dict(&self) -> &Value {
        if !self.filled.get() {
            self.filled.set(true);
            self.vm().fill_type(self);
        }
        self.dict.get().unwrap_or(const { &Value::NONE })
    }

    /// The namespace of one of the first types, once dict exists.
    pub(crate) fn set_first_dict(&self, dict: Value) {
        let _ = self.dict.set(dict);
    }

    pub fn namespace(&self) -> Option<&DictObject> {
        self.dict().get::<DictObject>()
    }

    /// The attribute that the type itself defines. Runs no Python code.
    pub fn own(&self, name: &Value) -> Option<Value> {
        self.namespace()?.get_interned(name)
    }

    /// The attribute along the method resolution order; `name` is an interned str. Runs no Python
    /// code. O(1) for what was looked up before, until a class on the way changes.
    pub fn lookup(&self, name: &Value) -> Option<Value> {
        let vm = self.vm();
        let (version, entry) = (self.version.get(), vm.lookups.entry(self.version.get(), name));
        if entry.version.get() == version && entry.name.get() == name.bits() {
            // SAFETY: as long as the version stands, a namespace on the way holds the value.
            return unsafe { Value::from_raw(entry.value.get()) };
        }
        let found = self.mro.borrow().iter().find_map(|ty| ty.own(name));
        // Filling a namespace does not change what is in it, but the version may have been read
        // before a subclass hook changed something: enter the result under the present one.
        if self.version.get() == version {
            entry.version.set(version);
            entry.name.set(name.bits());
            entry.value.set(found.as_ref().map_or(std::ptr::null(), Value::as_raw));
        }
        found
    }

    /// Like [`Type::lookup`], with the type that has it.
    pub fn lookup_with_owner(&self, name: &Value) -> Option<(TypeRef, Value)> {
        self.mro.borrow().iter().find_map(|ty| Some((ty.clone(), ty.own(name)?)))
    }

    /// To be called after every change of the namespace, the bases or the slots: caches that relied
    /// on this type or one derived from it become invalid. O(number of subclasses and their shapes).
    pub fn modified(&self) {
        let vm = self.vm();
        self.version.set(vm.fresh_version());
        self.shapes.renumber(&mut || vm.fresh_version());
        for sub in self.subclasses() {
            sub.modified();
        }
    }

    /// The classes that derive from this one directly.
    pub fn subclasses(&self) -> Vec<TypeRef> {
        let each = self.subclasses.borrow();
        // SAFETY: a type leaves this list when it is destroyed.
        each.iter().map(|p| TypeRef(unsafe { Value::from_borrowed(p.cast()) })).collect()
    }

    /// Enters `this` with its bases.
    pub fn enter_bases(this: &TypeRef, bases: &[Value]) {
        for base in bases.iter().filter_map(TypeRef::of) {
            base.subclasses.borrow_mut().push(this.object());
        }
    }

    /// Undoes [`Type::enter_bases`].
    pub fn leave_bases(&self, bases: &[Value]) {
        for base in bases.iter().filter_map(TypeRef::of) {
            let own = std::ptr::from_ref(self);
            // SAFETY: entries are live types; only their addresses are compared.
            base.subclasses
                .borrow_mut()
                .retain(|p| unsafe { &raw const (*p.as_ptr()).payload } != own);
        }
    }
}

/// Results of lookups in types, by version of the type and address of the name.
pub struct LookupCache(Box<[LookupEntry]>);

/// One result. The version says which state of which type it is for; versions are never reused.
struct LookupEntry {
    version: Cell<u32>,
    name: Cell<usize>,
    /// Not counted; null if the type has no such attribute.
    value: Cell<*const ()>,
}

const LOOKUPS: usize = 2048;

impl LookupCache {
    pub(super) fn new() -> LookupCache {
        // Memory that the system gives is zero already, and most of it is not touched by a short program.
        let empty = Box::<[LookupEntry]>::new_zeroed_slice(LOOKUPS);
        // SAFETY: zero is a version, a name and a null pointer.
        LookupCache(unsafe { empty.assume_init() })
    }

    #[inline(always)]
    fn entry(&self, version: u32, name: &Value) -> &LookupEntry {
        let mixed = (name.bits() >> 4) ^ (version as usize).wrapping_mul(0x9e37_79b1);
        &self.0[mixed % LOOKUPS]
    }
}

impl Drop for Type {
    fn drop(&mut self) {
        let bases = self.bases.get();
        self.leave_bases(bases.tuple_items());
    }
}

impl Type {
    /// Lets go of all that it owns: the interpreter is going. The namespace of `dict` is a dict and
    /// the name of `str` a str, so even those would keep a type alive.
    pub(super) fn unlink(&self) {
        self.subclasses.take();
        for link in [&self.base, &self.bases, &self.module, &self.name, &self.qualname] {
            link.set(Value::UNBOUND);
        }
        // SAFETY: the cell allows changes through a shared reference, and nobody who borrows from
        // it is left.
        drop(unsafe { std::ptr::replace((&raw const self.dict).cast_mut(), OnceCell::new()) });
    }
}

impl Traverse for Type {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.dict.get().into_iter().for_each(&mut *visit);
        self.base.visit(visit);
        self.bases.visit(visit);
        self.module.visit(visit);
        self.mro.borrow().iter().for_each(|t| visit(&t.0));
    }

    fn clear(&self) {
        if let Some(dict) = self.dict.get().and_then(|d| d.get::<DictObject>()) {
            dict.clear_all();
        }
        // The order of lookup stays usable until the type goes: only the link to itself is cut.
        let mro = std::mem::take(&mut *self.mro.borrow_mut());
        drop(mro);
    }
}
