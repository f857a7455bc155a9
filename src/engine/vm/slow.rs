//! What the dispatch loop does out of line: operands are owned here, so that Python code may run.
//!
//! Every function works on the registers of `frame` as the instruction word `w` says, writes the
//! result, and answers whether that went well; if not, the exception is in `Vm::pending`.
//!
//! Safety: all of them require what `Vm::run` guarantees — `frame` is the executing frame, `w` its
//! current instruction, of the opcode that the function is for.

use std::ptr::{self, NonNull};

use taipan_compiler::op::{Helper, Op, Word};

use super::run::payload;
use crate::object::code::{Cache, CellObject, CodeObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::frame::Frame;
use crate::object::header::Header;
use crate::object::native::NativeObject;
use crate::object::shape::Shape;
use crate::object::slots::{BinaryOp, CompareOp, PyResult, Raised, UnaryOp};
use crate::object::string::StrObject;
use crate::object::tuple::TupleObject;
use crate::object::types::{TypeRef, type_flag};
use crate::object::value::Value;
use crate::object::vm::{Breaker, Vm};
use crate::types::descriptor::PropertyObject;
use crate::types::exception::*;
use crate::types::list::ListObject;
use crate::types::module::ModuleObject;
use crate::types::object::{generic_getattr, generic_setattr};
use crate::types::range::SliceObject;
use crate::types::sequence_iter::SequenceIterObject;
use crate::types::set::SetObject;

/// The outcome of a test.
pub(super) enum Truth {
    False,
    True,
    Raised,
}

/// The outcome of asking an iterator.
pub(super) enum Step {
    Value(Value),
    End,
    Raised,
}

/// A register's value: taken, or a reference of its own.
#[inline(always)]
pub(super) unsafe fn own(regs: *mut Value, index: u16, take: bool) -> Value {
    unsafe {
        let place = regs.add(usize::from(index));
        if take { ptr::read(place) } else { (*place).clone() }
    }
}

/// The instruction and its registers.
struct Operands<'a> {
    vm: &'a Vm,
    regs: *mut Value,
    w: Word,
}

impl<'a> Operands<'a> {
    unsafe fn new(vm: &'a Vm, frame: *mut Frame, w: Word) -> Operands<'a> {
        Operands { vm, regs: Frame::registers(frame), w }
    }
    unsafe fn a(&self) -> Value {
        unsafe { own(self.regs, self.w.a(), self.w.flags() & Word::TAKE_A != 0) }
    }
    unsafe fn b(&self) -> Value {
        unsafe { own(self.regs, self.w.b(), self.w.flags() & Word::TAKE_B != 0) }
    }
    unsafe fn c(&self) -> Value {
        unsafe { own(self.regs, self.w.c(), self.w.flags() & Word::TAKE_C != 0) }
    }
    /// A register as it is; `Keep` operands.
    unsafe fn keep(&self, index: u16) -> Value {
        unsafe { own(self.regs, index, false) }
    }
    /// The values of a run, taken.
    unsafe fn run(&self, first: u16, count: usize) -> Vec<Value> {
        let mut values = Vec::with_capacity(count);
        unsafe {
            ptr::copy_nonoverlapping(self.regs.add(usize::from(first)), values.as_mut_ptr(), count);
            values.set_len(count);
        }
        values
    }
    /// Writes into a temporary.
    unsafe fn set(&self, index: u16, value: Value) {
        unsafe { ptr::write(self.regs.add(usize::from(index)), value) };
    }
    /// Writes the result.
    unsafe fn put(&self, value: Value) -> bool {
        unsafe {
            let place = self.regs.add(usize::from(self.w.a()));
            if self.w.flags() & Word::LOCAL != 0 {
                drop(ptr::replace(place, value));
            } else {
                ptr::write(place, value);
            }
        }
        true
    }
    unsafe fn done(&self, result: PyResult) -> bool {
        match result {
            Ok(value) => unsafe { self.put(value) },
            Err(raised) => self.fail(raised),
        }
    }
    fn fail(&self, raised: Raised) -> bool {
        self.vm.pending.set(Some(raised.0));
        false
    }
    fn unit(&self, result: PyResult<()>) -> bool {
        match result {
            Ok(()) => true,
            Err(raised) => self.fail(raised),
        }
    }
    fn truth(&self, result: PyResult<bool>) -> Truth {
        match result {
            Ok(true) => Truth::True,
            Ok(false) => Truth::False,
            Err(raised) => {
                self.fail(raised);
                Truth::Raised
            }
        }
    }
}

/// The code of a function, borrowed: the function keeps it alive.
#[inline(always)]
pub(super) unsafe fn code_of<'a>(function: &FunctionObject) -> &'a CodeObject {
    // SAFETY: a function's `code` is always a code object.
    unsafe { function.code.with(|code| payload::<CodeObject>(code)) }
}

/// Drops the last reference to an object.
#[cold]
#[inline(never)]
pub(super) fn destroy(value: Value) {
    drop(value);
}

// ---- names -------------------------------------------------------------------------------------

pub(super) unsafe fn site<'a>(frame: *mut Frame, index: usize) -> (&'a Cache, &'a Value) {
    unsafe {
        let code = &*(*frame).code;
        let cache = &code.caches[index];
        (cache, &code.names[cache.name as usize])
    }
}

/// Replaces the instruction at the saved `pc` by another form of itself.
unsafe fn quicken(frame: *mut Frame, w: Word, op: Op) {
    unsafe { (*(*frame).pc).set(w.with_op(op)) };
}

/// Whether the site has failed its guard so often that it should stay generic.
fn gives_up(cache: &Cache) -> bool {
    let misses = cache.misses.get() + 1;
    cache.misses.set(misses);
    misses > MAX_MISSES
}

const MAX_MISSES: u32 = 64;

#[cold]
pub(super) unsafe fn load_global(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (cache, name) = site(frame, w.wide() as usize);
        let globals = &*(*frame).globals;
        if let Some(index) = globals.index_interned(name) {
            cache.key.set(globals.keys_version(vm));
            cache.data.set(index);
            quicken(frame, w, Op::LoadGlobalCached);
            let value = globals.get_interned(name).unwrap_or(Value::NONE);
            return at.put(value);
        }
        let function = payload::<FunctionObject>(&(*frame).function);
        if let Some(builtins) = function.builtins.get_exact::<DictObject>()
            && let Some(index) = builtins.index_interned(name)
        {
            cache.key.set(globals.keys_version(vm));
            cache.second.set(builtins.keys_version(vm));
            cache.data.set(index);
            quicken(frame, w, Op::LoadBuiltinCached);
            let value = builtins.get_interned(name).unwrap_or(Value::NONE);
            return at.put(value);
        }
        match builtin(vm, frame, name) {
            Ok(Some(value)) => at.put(value),
            Ok(None) => at.fail(vm.undefined_name(name)),
            Err(raised) => at.fail(raised),
        }
    }
}

/// A name in builtins that are no plain dict.
unsafe fn builtin(vm: &Vm, frame: *mut Frame, name: &Value) -> PyResult<Option<Value>> {
    let function = unsafe { payload::<FunctionObject>(&(*frame).function) };
    match function.builtins.get::<DictObject>() {
        Some(dict) => Ok(dict.get_interned(name)),
        None => item_or_none(vm, &function.builtins, name),
    }
}

/// `mapping[key]`, with a KeyError counting as "not there".
pub(crate) fn item_or_none(vm: &Vm, mapping: &Value, key: &Value) -> PyResult<Option<Value>> {
    match vm.getitem(mapping, key) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if vm.is_exception(&raised.0, &KEY_ERROR) => Ok(None),
        Err(raised) => Err(raised),
    }
}

impl Vm {
    /// The NameError for a name that is nowhere.
    #[cold]
    pub(crate) fn undefined_name(&self, name: &Value) -> Raised {
        let text = format!("name '{}' is not defined", name.to_text());
        let raised = self.raise(&NAME_ERROR, text);
        self.set_exception_members(&raised.0, &[("name", name)]);
        raised
    }
}

#[cold]
pub(super) unsafe fn unbound_local(vm: &Vm, frame: *mut Frame, index: u16) -> bool {
    let code = unsafe { &(*(*frame).code).code };
    let name = vm.intern(&code.local_names[usize::from(index)]);
    let text = name.to_text();
    let raised = if index >= code.first_free {
        let raised = vm.raise(
            &NAME_ERROR,
            format!(
                "cannot access free variable '{text}' where it is not associated with a value in enclosing scope"
            ),
        );
        vm.set_exception_members(&raised.0, &[("name", &name)]);
        raised
    } else {
        let raised = vm.raise(
            &UNBOUND_LOCAL_ERROR,
            format!(
                "cannot access local variable '{text}' where it is not associated with a value"
            ),
        );
        vm.set_exception_members(&raised.0, &[("name", &name)]);
        raised
    };
    vm.pending.set(Some(raised.0));
    false
}

pub(super) unsafe fn store_global(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, w.wide() as usize);
        drop((*(*frame).globals).set_interned(name, at.a()));
        true
    }
}

pub(super) unsafe fn delete_global(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let (_, name) = site(frame, w.wide() as usize);
        match (*(*frame).globals).remove_interned(name) {
            Some(_) => true,
            None => Operands::new(vm, frame, w).fail(vm.undefined_name(name)),
        }
    }
}

/// The name in the frame's namespace, if it has one of its own.
unsafe fn own_name(vm: &Vm, frame: *mut Frame, name: &Value) -> PyResult<Option<Value>> {
    let locals = unsafe { &(*frame).locals };
    match locals.get_exact::<DictObject>() {
        Some(dict) => Ok(dict.get_interned(name)),
        None if locals.is_unbound() => Ok(None),
        None => item_or_none(vm, &locals.clone(), name),
    }
}

pub(super) unsafe fn load_name(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, w.wide() as usize);
        match own_name(vm, frame, name) {
            Ok(Some(value)) => at.put(value),
            Ok(None) => at.done(global_or_builtin(vm, frame, name)),
            Err(raised) => at.fail(raised),
        }
    }
}

unsafe fn global_or_builtin(vm: &Vm, frame: *mut Frame, name: &Value) -> PyResult {
    unsafe {
        if let Some(value) = (*(*frame).globals).get_interned(name) {
            return Ok(value);
        }
        builtin(vm, frame, name)?.ok_or_else(|| vm.undefined_name(name))
    }
}

pub(super) unsafe fn store_name(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, w.wide() as usize);
        let value = at.a();
        match (*frame).locals.get_exact::<DictObject>() {
            Some(dict) => {
                drop(dict.set_interned(name, value));
                true
            }
            None => at.unit(vm.setitem(&(*frame).locals.clone(), name, Some(&value))),
        }
    }
}

pub(super) unsafe fn delete_name(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, w.wide() as usize);
        match (*frame).locals.get_exact::<DictObject>() {
            Some(dict) => match dict.remove_interned(name) {
                Some(_) => true,
                None => at.fail(vm.undefined_name(name)),
            },
            None => match vm.setitem(&(*frame).locals.clone(), name, None) {
                Ok(()) => true,
                Err(raised) if vm.is_exception(&raised.0, &KEY_ERROR) => {
                    at.fail(vm.undefined_name(name))
                }
                Err(raised) => at.fail(raised),
            },
        }
    }
}

pub(super) unsafe fn copy_free(frame: *mut Frame, first: u16) {
    unsafe {
        let function = payload::<FunctionObject>(&(*frame).function);
        let regs = Frame::registers(frame);
        for (at, cell) in function.closure.tuple_items().iter().enumerate() {
            ptr::write(regs.add(usize::from(first) + at), cell.clone());
        }
    }
}

pub(super) unsafe fn load_class_deref(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, usize::from(w.c()));
        match own_name(vm, frame, name) {
            Ok(Some(value)) => at.put(value),
            Err(raised) => at.fail(raised),
            Ok(None) => {
                let value = payload::<CellObject>(&*at.regs.add(usize::from(w.b()))).0.get();
                if value.is_unbound() {
                    return unbound_local(vm, frame, w.b());
                }
                at.put(value)
            }
        }
    }
}

pub(super) unsafe fn load_from_dict_or_globals(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, usize::from(w.c()));
        match item_or_none(vm, &at.b(), name) {
            Ok(Some(value)) => at.put(value),
            Ok(None) => at.done(global_or_builtin(vm, frame, name)),
            Err(raised) => at.fail(raised),
        }
    }
}

// ---- attributes --------------------------------------------------------------------------------

/// The object whose address a cache holds. The guard that was just checked keeps it alive.
#[inline(always)]
pub(super) unsafe fn cached_value(cache: &Cache) -> Value {
    unsafe {
        let header = ptr::with_exposed_provenance_mut::<Header>(cache.data.get());
        Value::from_borrowed(NonNull::new_unchecked(header))
    }
}

#[inline(always)]
pub(super) unsafe fn cached_shape(cache: &Cache) -> NonNull<Shape> {
    unsafe { NonNull::new_unchecked(ptr::with_exposed_provenance_mut(cache.data.get())) }
}

fn remember(cache: &Cache, value: &Value) {
    cache.data.set(value.pointer().as_ptr().expose_provenance());
}

/// The namespace of an exact module.
pub(super) fn module_dict(value: &Value) -> Option<&DictObject> {
    value.get_exact::<ModuleObject>()?.dict.get_exact::<DictObject>()
}

pub(super) unsafe fn load_attr(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (cache, name) = site(frame, usize::from(w.c()));
        let object = at.b();
        specialize_load(vm, frame, w, cache, &object, name);
        at.done(vm.getattr(&object, name))
    }
}

/// Chooses the quickened form that fits what the instruction sees now.
unsafe fn specialize_load(
    vm: &Vm,
    frame: *mut Frame,
    w: Word,
    cache: &Cache,
    object: &Value,
    name: &Value,
) {
    let mut form = Op::LoadAttr;
    if !gives_up(cache)
        && let Some(header) = object.header()
        && let Some(extension) = header.extension()
        && extension.real_dict().is_none()
        && !header.ty().has(type_flag::CUSTOM_GETATTR)
        && is_generic(header.ty().slots.getattr.get())
    {
        let found = header.ty().lookup(name);
        let own = extension.shape().find(name);
        match (found, own) {
            (Some(attr), _) if is_data_descriptor(vm, &attr) => {
                if let Some(property) = attr.get_exact::<PropertyObject>() {
                    let getter = property.get.get();
                    if getter.get_exact::<FunctionObject>().is_some() {
                        remember(cache, &getter);
                        form = Op::LoadAttrProperty;
                    }
                } else if let Some(slot) = slot_of(&attr) {
                    cache.data.set(usize::from(slot));
                    form = Op::LoadAttrSlot;
                }
            }
            (_, Some(slot)) => {
                cache.data.set(usize::from(header.ty().slot_members + slot));
                form = Op::LoadAttrSlot;
            }
            (Some(attr), None)
                if attr.is_object() && vm.class(&attr).slots.descr_get.get().is_none() =>
            {
                remember(cache, &attr);
                form = Op::LoadAttrClass;
            }
            _ => {}
        }
        cache.key.set(extension.shape().id());
    }
    unsafe { quicken(frame, w, form) };
}

fn is_generic(slot: Option<fn(&Vm, &Value, &Value) -> PyResult>) -> bool {
    slot.is_some_and(|s| ptr::fn_addr_eq(s, generic_getattr as fn(&Vm, &Value, &Value) -> PyResult))
}

fn is_data_descriptor(vm: &Vm, attr: &Value) -> bool {
    let slots = &vm.class(attr).slots;
    slots.descr_set.get().is_some() && slots.descr_get.get().is_some()
}

/// The slot of a member of `__slots__`.
fn slot_of(attr: &Value) -> Option<u16> {
    use crate::types::descriptor::{DescriptorObject, Row};
    match attr.get::<DescriptorObject>()?.row {
        Row::Slot(slot) => Some(slot),
        Row::GetSet(_) | Row::Wrapper(_) => None,
    }
}

pub(super) unsafe fn store_attr(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (cache, name) = site(frame, usize::from(w.c()));
        let value = at.b();
        let object = at.a();
        let before = object.header().and_then(Header::extension).map(|e| e.shape().id());
        let plain = object.header().is_some_and(|h| {
            let ty = h.ty();
            !ty.has(type_flag::CUSTOM_SETATTR)
                && ty.slots.setattr.get().is_some_and(|s| {
                    type Setattr = fn(&Vm, &Value, &Value, Option<&Value>) -> PyResult<()>;
                    ptr::fn_addr_eq(s, generic_setattr as Setattr)
                })
        });
        let result = vm.setattr(&object, name, Some(&value));
        let mut form = Op::StoreAttr;
        if plain
            && result.is_ok()
            && !gives_up(cache)
            && let Some(header) = object.header()
            && let Some(extension) = header.extension()
            && extension.real_dict().is_none()
        {
            let found = header.ty().lookup(name);
            let slot = found.as_ref().and_then(slot_of);
            let has_set = found.is_some_and(|f| vm.class(&f).slots.descr_set.get().is_some());
            if let Some(slot) = slot {
                cache.key.set(extension.shape().id());
                cache.data.set(usize::from(slot));
                form = Op::StoreAttrSlot;
            } else if !has_set && before == Some(extension.shape().id()) {
                if let Some(slot) = extension.shape().find(name) {
                    cache.key.set(extension.shape().id());
                    cache.data.set(usize::from(header.ty().slot_members + slot));
                    form = Op::StoreAttrSlot;
                }
            } else if !has_set && let Some(before) = before {
                cache.key.set(before);
                cache.data.set(extension.shape.get().as_ptr().expose_provenance());
                form = Op::StoreAttrAdd;
            }
        }
        quicken(frame, w, form);
        at.unit(result)
    }
}

pub(super) unsafe fn delete_attr(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, usize::from(w.b()));
        let object = at.a();
        at.unit(vm.setattr(&object, name, None))
    }
}

pub(super) unsafe fn load_method(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (cache, name) = site(frame, usize::from(w.c()));
        let object = at.b();
        let mut form = Op::LoadMethod;
        let generic = is_generic(vm.class(&object).slots.getattr.get());
        if let Some(dict) = module_dict(&object)
            && let Some(index) = dict.index_interned(name)
        {
            if !gives_up(cache) {
                cache.key.set(dict.keys_version(vm));
                cache.data.set(index);
                form = Op::LoadMethodModule;
            }
            quicken(frame, w, form);
            at.set(w.a(), dict.get_interned(name).unwrap_or(Value::NONE));
            at.set(w.a() + 1, Value::UNBOUND);
            return true;
        }
        if generic
            && let Some(function) = vm.class(&object).lookup(name)
            && is_method_like(&function)
        {
            let shadowed = object.header().is_some_and(|h| match h.extension() {
                Some(_) => vm.instance_attr(h, name).is_some(),
                None => vm.namespace_of(&object).is_some(),
            });
            if !shadowed {
                if let Some(header) = object.header()
                    && !gives_up(cache)
                {
                    match header.extension() {
                        Some(extension) if extension.real_dict().is_none() => {
                            cache.key.set(extension.shape().id());
                            form = Op::LoadMethodShape;
                        }
                        Some(_) => {}
                        None => {
                            cache.key.set(header.ty().version());
                            form = Op::LoadMethodType;
                        }
                    }
                    remember(cache, &function);
                }
                quicken(frame, w, form);
                at.set(w.a(), function);
                at.set(w.a() + 1, object);
                return true;
            }
        }
        quicken(frame, w, form);
        match vm.getattr(&object, name) {
            Ok(method) => {
                drop(object);
                at.set(w.a(), method);
                at.set(w.a() + 1, Value::UNBOUND);
                true
            }
            Err(raised) => at.fail(raised),
        }
    }
}

/// Functions that a lookup through an instance would bind: calling them with the instance in front
/// is the same.
fn is_method_like(function: &Value) -> bool {
    function.get_exact::<FunctionObject>().is_some()
        || function.get::<NativeObject>().is_some_and(NativeObject::is_method)
}

pub(super) unsafe fn load_super_method(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, usize::from(w.b()));
        let run = at.run(w.a(), 2);
        let super_type = vm.ty(&crate::types::super_object::SUPER);
        let found = vm.call(super_type.value(), &run).and_then(|s| vm.getattr(&s, name));
        match found {
            Ok(method) => {
                at.set(w.a(), method);
                at.set(w.a() + 1, Value::UNBOUND);
                true
            }
            Err(raised) => at.fail(raised),
        }
    }
}

pub(super) unsafe fn load_super_attr(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, usize::from(w.c()));
        let run = at.run(w.b(), 2);
        let super_type = vm.ty(&crate::types::super_object::SUPER);
        at.done(vm.call(super_type.value(), &run).and_then(|s| vm.getattr(&s, name)))
    }
}

// ---- items -------------------------------------------------------------------------------------

pub(super) unsafe fn get_item(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let key = at.c();
        let object = at.b();
        if let Some(items) = object.get_exact::<TupleObject>() {
            let items = items.items();
            if let Some(mut index) = key.as_int() {
                if index < 0 {
                    index += items.len() as i64;
                }
                if let Some(item) = usize::try_from(index).ok().and_then(|i| items.get(i)) {
                    return at.put(item.clone());
                }
            } else if let Some(part) = plain_part(&key, items.len()) {
                return at.put(vm.tuple_joined(&items[part], &[]));
            }
        }
        if let Some(dict) = object.get_exact::<DictObject>() {
            return match dict.get(vm, &key) {
                Ok(Some(value)) => at.put(value),
                Ok(None) => at.fail(vm.key_error(&key)),
                Err(raised) => at.fail(raised),
            };
        }
        at.done(vm.getitem(&object, &key))
    }
}

/// The range that a slice of small ints without a step selects.
fn plain_part(key: &Value, len: usize) -> Option<std::ops::Range<usize>> {
    let slice = key.get_exact::<SliceObject>()?;
    if !slice.step.is_none() {
        return None;
    }
    part_between(&slice.start, &slice.stop, len)
}

fn part_between(start: &Value, stop: &Value, len: usize) -> Option<std::ops::Range<usize>> {
    let bound = |value: &Value, default: usize| {
        if value.is_none() {
            return Some(default);
        }
        let at = value.as_int()?;
        let at = if at < 0 { at.saturating_add(len as i64) } else { at };
        Some(at.clamp(0, len as i64) as usize)
    };
    let (start, stop) = (bound(start, 0)?, bound(stop, len)?);
    Some(start..stop.max(start))
}

/// Carries out a `BuildSlice` (`w`) together with the `GetItem` behind it (`item`) if that takes a
/// part of an exact tuple or list; whether it did.
pub(super) unsafe fn take_part(vm: &Vm, frame: *mut Frame, w: Word, item: Word) -> bool {
    unsafe {
        let fits = item.opcode() == Op::GetItem as u8
            && item.c() == w.a()
            && item.flags() & Word::TAKE_C != 0
            && w.c() == 2;
        if !fits {
            return false;
        }
        let registers = Frame::registers(frame);
        let object = &*registers.add(usize::from(item.b()));
        let (start, stop) =
            (&*registers.add(usize::from(w.b())), &*registers.add(usize::from(w.b()) + 1));
        // Bounds that pass are immediates, so taking them leaves nothing to drop.
        let part = if let Some(tuple) = object.get_exact::<TupleObject>() {
            let items = tuple.items();
            let Some(range) = part_between(start, stop, items.len()) else { return false };
            vm.tuple_joined(&items[range], &[])
        } else if let Some(list) = object.get_exact::<ListObject>() {
            let Ok(items) = list.items.try_borrow() else { return false };
            let Some(range) = part_between(start, stop, items.len()) else { return false };
            if !vm.heap.allows(range.len() * 8) {
                return false;
            }
            let part = items[range].to_vec();
            drop(items);
            vm.new_list(part)
        } else {
            return false;
        };
        let at = Operands::new(vm, frame, item);
        drop(at.b());
        at.put(part)
    }
}

pub(super) unsafe fn set_item(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (value, key, object) = (at.c(), at.b(), at.a());
        if let Some(dict) = object.get_exact::<DictObject>() {
            return match dict.insert(vm, key, value) {
                Ok(old) => {
                    drop(old);
                    true
                }
                Err(raised) => at.fail(raised),
            };
        }
        at.unit(vm.setitem(&object, &key, Some(&value)))
    }
}

pub(super) unsafe fn delete_item(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (key, object) = (at.b(), at.a());
        at.unit(vm.setitem(&object, &key, None))
    }
}

pub(super) unsafe fn build_slice(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let mut parts = at.run(w.b(), usize::from(w.c())).into_iter();
        let mut part = || parts.next().unwrap_or(Value::NONE);
        let (start, stop, step) = (part(), part(), part());
        at.put(vm.new_slice(start, stop, step))
    }
}

// ---- operators ---------------------------------------------------------------------------------

#[inline(never)]
pub(super) unsafe fn binary(vm: &Vm, frame: *mut Frame, w: Word, op: BinaryOp) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let b = at.c();
        let a = at.b();
        if op == BinaryOp::Add
            && let (Some(x), Some(y)) = (a.get_exact::<StrObject>(), b.get_exact::<StrObject>())
        {
            return at.put(vm.str_concat(x, y));
        }
        if op == BinaryOp::Add
            && let (Some(x), Some(y)) = (a.get_exact::<TupleObject>(), b.get_exact::<TupleObject>())
            && vm.heap.allows((x.items().len() + y.items().len()) * 8)
        {
            return at.put(vm.tuple_joined(x.items(), y.items()));
        }
        let result = if w.flags() & Word::INPLACE != 0 {
            vm.inplace(op, &a, &b)
        } else {
            vm.binary(op, &a, &b)
        };
        at.done(result)
    }
}

pub(super) unsafe fn true_div(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (a, b) = (&*at.regs.add(usize::from(w.b())), &*at.regs.add(usize::from(w.c())));
        let number = |v: &Value| match v.as_int() {
            // Exact in a double, so that one division rounds correctly.
            Some(int) if int.unsigned_abs() < 1 << 53 => Some(int as f64),
            Some(_) => None,
            None => v.as_small_float(),
        };
        if let (Some(x), Some(y)) = (number(a), number(b))
            && y != 0.0
        {
            return at.put(vm.float(x / y));
        }
        binary(vm, frame, w, BinaryOp::TrueDiv)
    }
}

pub(super) unsafe fn binary_immediate(vm: &Vm, frame: *mut Frame, w: Word, op: BinaryOp) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let a = at.b();
        let b = Value::int_unchecked(i64::from(w.c() as i16));
        let result = if w.flags() & Word::INPLACE != 0 {
            vm.inplace(op, &a, &b)
        } else {
            vm.binary(op, &a, &b)
        };
        at.done(result)
    }
}

pub(super) unsafe fn unary(vm: &Vm, frame: *mut Frame, w: Word, op: Op) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let value = at.b();
        if op == Op::Neg
            && let Some(int) = value.as_int()
        {
            return at.put(vm.int(-int));
        }
        let op = match op {
            Op::Neg => UnaryOp::Neg,
            Op::Pos => UnaryOp::Pos,
            _ => UnaryOp::Invert,
        };
        at.done(vm.unary(op, &value))
    }
}

pub(super) unsafe fn compare(vm: &Vm, frame: *mut Frame, w: Word, op: CompareOp) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (b, a) = (at.c(), at.b());
        at.done(vm.compare(op, &a, &b))
    }
}

pub(super) unsafe fn compare_truth(vm: &Vm, frame: *mut Frame, w: Word, op: CompareOp) -> Truth {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (b, a) = (at.b(), at.a());
        at.truth(vm.compare_bool(op, &a, &b))
    }
}

pub(super) unsafe fn compare_immediate(
    vm: &Vm,
    frame: *mut Frame,
    w: Word,
    op: CompareOp,
) -> Truth {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let a = at.a();
        let b = Value::int_unchecked(i64::from(w.b() as i16));
        at.truth(vm.compare_bool(op, &a, &b))
    }
}

pub(super) fn truth(vm: &Vm, value: &Value) -> Truth {
    let value = value.clone();
    match vm.truth(&value) {
        Ok(true) => Truth::True,
        Ok(false) => Truth::False,
        Err(raised) => {
            vm.pending.set(Some(raised.0));
            Truth::Raised
        }
    }
}

/// `a in b`
pub(super) unsafe fn contains(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (container, item) = (at.c(), at.b());
        let negate = w.opcode() == Op::NotIn as u8;
        at.done(vm.contains(&container, &item).map(|found| Value::bool(found != negate)))
    }
}

pub(super) unsafe fn contains_truth(vm: &Vm, frame: *mut Frame, w: Word) -> Truth {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (container, item) = (at.b(), at.a());
        if let Some(set) = container.get_exact::<SetObject>() {
            return at.truth(set.keys.contains(vm, &item));
        }
        if let Some(dict) = container.get_exact::<DictObject>() {
            return at.truth(dict.contains(vm, &item));
        }
        at.truth(vm.contains(&container, &item))
    }
}

// ---- iteration ---------------------------------------------------------------------------------

pub(super) unsafe fn get_iter(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        at.done(vm.iter(&at.b()))
    }
}

/// The next item, if the iterator goes over an exact list or tuple and has one left.
#[inline(always)]
pub(super) fn next_of_list(iter: &SequenceIterObject) -> Option<Value> {
    iter.sequence.with(|sequence| {
        let at = iter.at.get();
        if let Some(list) = sequence.get_exact::<ListObject>() {
            let item = list.items.try_borrow().ok()?.get(at).cloned()?;
            iter.at.set(at + 1);
            return Some(item);
        }
        let item = sequence.get_exact::<TupleObject>()?.items().get(at)?;
        let item = item.clone();
        iter.at.set(at + 1);
        Some(item)
    })
}

pub(super) unsafe fn for_next(vm: &Vm, frame: *mut Frame, w: Word) -> Step {
    unsafe {
        let iter = Operands::new(vm, frame, w).keep(w.b());
        match vm.next(&iter) {
            Ok(Some(value)) => Step::Value(value),
            Ok(None) => Step::End,
            Err(raised) => {
                vm.pending.set(Some(raised.0));
                Step::Raised
            }
        }
    }
}

/// Exactly `count` values of an iterable, with the messages of unpacking.
fn unpack_exact(vm: &Vm, src: &Value, count: usize) -> PyResult<Vec<Value>> {
    let items = if src.get_exact::<ListObject>().is_some() || src.as_tuple().is_some() {
        vm.to_vec(src)?
    } else {
        let iter = unpack_iter(vm, src)?;
        let mut items = Vec::with_capacity(count.min(1024));
        while items.len() < count
            && let Some(item) = vm.next(&iter)?
        {
            items.push(item);
        }
        if items.len() == count && vm.next(&iter)?.is_some() {
            let text = match vm.class(src).slots.len.get() {
                Some(len) if src.get_exact::<DictObject>().is_some() => {
                    let got = len(vm, src)?;
                    format!("too many values to unpack (expected {count}, got {got})")
                }
                _ => format!("too many values to unpack (expected {count})"),
            };
            return Err(vm.value_error(text));
        }
        items
    };
    if items.len() > count {
        let text = format!("too many values to unpack (expected {count})");
        return Err(vm.value_error(text));
    }
    if items.len() < count {
        let got = items.len();
        let text = format!("not enough values to unpack (expected {count}, got {got})");
        return Err(vm.value_error(text));
    }
    Ok(items)
}

fn unpack_iter(vm: &Vm, src: &Value) -> PyResult {
    let class = vm.class(src);
    if class.slots.iter.get().is_none() && class.slots.getitem.get().is_none() {
        let name = class.name();
        return Err(vm.type_error(format!("cannot unpack non-iterable {name} object")));
    }
    vm.iter(src)
}

pub(super) unsafe fn unpack(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let src = at.b();
        let count = usize::from(w.c());
        if let Some(tuple) = src.get_exact::<TupleObject>()
            && tuple.items().len() == count
        {
            for (index, item) in tuple.items().iter().rev().enumerate() {
                at.set(w.a() + index as u16, item.clone());
            }
            return true;
        }
        match unpack_exact(vm, &src, count) {
            Ok(items) => {
                for (index, item) in items.into_iter().rev().enumerate() {
                    at.set(w.a() + index as u16, item);
                }
                true
            }
            Err(raised) => at.fail(raised),
        }
    }
}

pub(super) unsafe fn unpack_star(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let src = at.b();
        let (before, after) = (usize::from(w.c() & 0xff), usize::from(w.c() >> 8));
        let items = unpack_iter(vm, &src).and_then(|iter| vm.to_vec(&iter));
        let mut items = match items {
            Ok(items) => items,
            Err(raised) => return at.fail(raised),
        };
        if items.len() < before + after {
            let got = items.len();
            let least = before + after;
            return at.fail(vm.value_error(format!(
                "not enough values to unpack (expected at least {least}, got {got})"
            )));
        }
        let tail = items.split_off(items.len() - after);
        let middle = items.split_off(before);
        items.push(vm.new_list(middle));
        items.extend(tail);
        for (index, item) in items.into_iter().rev().enumerate() {
            at.set(w.a() + index as u16, item);
        }
        true
    }
}

// ---- functions ---------------------------------------------------------------------------------

pub(super) unsafe fn make_function(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let parts = w.c();
        let mut run = at.run(w.a(), parts.count_ones() as usize).into_iter();
        let mut part = |bit: u16| {
            if parts & bit != 0 { run.next().unwrap_or(Value::UNBOUND) } else { Value::UNBOUND }
        };
        let (defaults, keyword_defaults, annotations) = (part(1), part(2), part(4));
        let closure = part(8);
        let code = (*(*frame).code).inner(vm, usize::from(w.b()));
        let globals = payload::<FunctionObject>(&(*frame).function).globals.clone();
        let value = vm.new_function_with_closure(&code, &globals, closure);
        let function = payload::<FunctionObject>(&value);
        function.defaults.set(defaults);
        function.keyword_defaults.set(keyword_defaults);
        function.annotations.set(annotations);
        at.set(w.a(), value);
        true
    }
}

pub(super) unsafe fn load_build_class(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        match builtin(vm, frame, &vm.names().__build_class__) {
            Ok(Some(value)) => at.put(value),
            Ok(None) => at.fail(vm.raise(&NAME_ERROR, "__build_class__ not found")),
            Err(raised) => at.fail(raised),
        }
    }
}

/// An `__init__` returned something: the instance goes, TypeError comes.
pub(super) fn init_returned(vm: &Vm, value: Value, instance: Value) -> bool {
    let class = vm.class(&value).name();
    drop(instance);
    let raised = vm.type_error(format!("__init__() should return None, not '{class}'"));
    vm.pending.set(Some(raised.0));
    false
}

// ---- building ----------------------------------------------------------------------------------

pub(super) unsafe fn build_set(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let items = at.run(w.b(), usize::from(w.c()));
        at.done(vm.new_set(vm.types.set(), items))
    }
}

pub(super) unsafe fn build_dict(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let count = usize::from(w.c());
        let dict = DictObject::with_capacity(count);
        let mut items = at.run(w.b(), 2 * count).into_iter();
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            if let Err(raised) = dict.insert(vm, key, value) {
                return at.fail(raised);
            }
        }
        at.put(vm.new_dict(dict))
    }
}

pub(super) unsafe fn build_string(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let parts = at.run(w.b(), usize::from(w.c()));
        let mut bytes = Vec::new();
        for part in &parts {
            if let Some(s) = part.as_str_object() {
                bytes.extend_from_slice(s.as_bytes());
            }
        }
        if !vm.heap.allows(bytes.len()) {
            return at.fail(vm.memory_error());
        }
        at.put(vm.str_wtf8(&bytes))
    }
}

fn converted(vm: &Vm, value: Value, conversion: u16) -> PyResult {
    match conversion {
        1 => vm.str_of(&value),
        2 => vm.repr(&value),
        3 => vm.ascii(&value),
        _ => Ok(value),
    }
}

pub(super) unsafe fn format(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let value = at.b();
        let result = converted(vm, value, w.c()).and_then(|value| {
            if value.get_exact::<StrObject>().is_some() {
                return Ok(value);
            }
            vm.format(&value, &vm.str(""))
        });
        at.done(result)
    }
}

pub(super) unsafe fn format_spec(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let mut run = at.run(w.b(), 2).into_iter();
        let value = run.next().unwrap_or(Value::NONE);
        let spec = run.next().unwrap_or(Value::NONE);
        at.done(converted(vm, value, w.c()).and_then(|value| vm.format(&value, &spec)))
    }
}

pub(super) unsafe fn list_extend(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (list, value) = (at.keep(w.a()), at.b());
        let class = vm.class(&value);
        if class.slots.iter.get().is_none() && class.slots.getitem.get().is_none() {
            let text = format!("Value after * must be an iterable, not {}", class.name());
            return at.fail(vm.type_error(text));
        }
        match vm.to_vec(&value) {
            Ok(items) => {
                payload::<ListObject>(&list).items.borrow_mut().extend(items);
                true
            }
            Err(raised) => at.fail(raised),
        }
    }
}

pub(super) unsafe fn set_add(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (set, value) = (at.keep(w.a()), at.b());
        at.unit(payload::<SetObject>(&set).keys.insert(vm, value, Value::NONE).map(drop))
    }
}

pub(super) unsafe fn set_update(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (set, value) = (at.keep(w.a()), at.b());
        let result = vm.to_vec(&value).and_then(|items| {
            for item in items {
                payload::<SetObject>(&set).keys.insert(vm, item, Value::NONE)?;
            }
            Ok(())
        });
        at.unit(result)
    }
}

pub(super) unsafe fn dict_set(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (dict, value, key) = (at.keep(w.a()), at.c(), at.b());
        at.unit(payload::<DictObject>(&dict).insert(vm, key, value).map(drop))
    }
}

/// The pairs of a mapping: a dict's entries, or what `keys()` and `[]` give.
pub(crate) fn mapping_pairs(vm: &Vm, value: &Value) -> PyResult<Option<Vec<(Value, Value)>>> {
    if let Some(dict) = value.get_exact::<DictObject>() {
        return Ok(Some(dict.pairs()));
    }
    let Some(keys) = vm.getattr_opt(value, &vm.names().keys)? else { return Ok(None) };
    let keys = vm.call(&keys, &[])?;
    let mut pairs = Vec::new();
    for key in vm.to_vec(&keys)? {
        let item = vm.getitem(value, &key)?;
        pairs.push((key, item));
    }
    Ok(Some(pairs))
}

pub(super) unsafe fn dict_update(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (dict, value) = (at.keep(w.a()), at.b());
        let result = mapping_pairs(vm, &value).and_then(|pairs| {
            let Some(pairs) = pairs else {
                let class = vm.class(&value).name();
                return Err(vm.type_error(format!("'{class}' object is not a mapping")));
            };
            for (key, item) in pairs {
                payload::<DictObject>(&dict).insert(vm, key, item)?;
            }
            Ok(())
        });
        at.unit(result)
    }
}

pub(super) unsafe fn dict_merge(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (dict, value, callee) = (at.keep(w.a()), at.b(), at.keep(w.c()));
        let dict = payload::<DictObject>(&dict);
        let result = mapping_pairs(vm, &value).and_then(|pairs| {
            let Some(pairs) = pairs else {
                let (name, class) = (vm.callee_name(&callee), vm.class(&value).name());
                return Err(vm.type_error(format!(
                    "{name} argument after ** must be a mapping, not {class}"
                )));
            };
            if dict.is_empty()
                && let Some(whole) = value.get_exact::<DictObject>()
                && pairs.iter().all(|(key, _)| key.get_exact::<StrObject>().is_some())
            {
                dict.become_copy_of(whole);
                return Ok(());
            }
            for (key, item) in pairs {
                if key.as_str_object().is_none() {
                    return Err(vm.type_error("keywords must be strings"));
                }
                if dict.contains(vm, &key)? {
                    let (name, key) = (vm.callee_name(&callee), key.to_text());
                    return Err(vm.type_error(format!(
                        "{name} got multiple values for keyword argument '{key}'"
                    )));
                }
                dict.insert(vm, key, item)?;
            }
            Ok(())
        });
        at.unit(result)
    }
}

pub(super) unsafe fn list_to_tuple(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let list = at.b();
        let items = payload::<ListObject>(&list).items.take();
        at.put(vm.tuple(items))
    }
}

// ---- breaker -----------------------------------------------------------------------------------

/// Checks at the entry of a Python function: depth, signals, collector.
#[cold]
pub(super) unsafe fn enter_checks(vm: &Vm, frame: *mut Frame) -> bool {
    if unsafe { (*frame).depth } > vm.recursion_limit.get() {
        vm.pending.set(Some(vm.recursion_error().0));
        return false;
    }
    look_around(vm)
}

/// Gives signals, the collector and limits their turn.
#[cold]
pub(super) fn look_around(vm: &Vm) -> bool {
    match vm.handle_breaker() {
        Ok(()) => true,
        Err(raised) => {
            vm.pending.set(Some(raised.0));
            false
        }
    }
}

impl Vm {
    /// What the dispatch loop does when the breaker is set; Rust loops that run for long call it
    /// too.
    pub fn handle_breaker(&self) -> PyResult<()> {
        let reasons = self.breaker.get();
        if reasons & Breaker::COLLECT != 0 {
            self.collect_if_due();
        }
        if reasons & Breaker::FUEL != 0 {
            let fuel = self.fuel.get();
            if fuel == 0 {
                return Err(self.runtime_error("out of fuel"));
            }
            self.fuel.set(fuel - 1);
        }
        if self.heap.over_limit() {
            return Err(self.memory_error());
        }
        self.breaker.clear(Breaker::MEMORY);
        if reasons & Breaker::SIGNAL != 0 {
            self.breaker.clear(Breaker::SIGNAL);
            self.handle_signals()?;
        }
        Ok(())
    }
}

// ---- exceptions --------------------------------------------------------------------------------

/// Lets an exception go on as it is: no new context, no entry for this place.
pub(super) fn reraise(vm: &Vm, exception: Value) {
    vm.reraising.set(true);
    vm.pending.set(Some(exception));
}

pub(super) unsafe fn raise(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        match vm.exception_to_raise(&at.a()) {
            Ok(exception) => {
                vm.set_context(&exception);
                at.fail(Raised(exception))
            }
            Err(raised) => at.fail(raised),
        }
    }
}

pub(super) unsafe fn raise_from(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (cause, exception) = (at.b(), at.a());
        let result = vm.exception_to_raise(&exception).and_then(|exception| {
            let cause = vm.exception_cause(&cause)?;
            if let Some(payload) = exception.get::<ExceptionObject>() {
                payload.cause.set(cause);
                payload.suppress_context.set(true);
            }
            Ok(exception)
        });
        match result {
            Ok(exception) => {
                vm.set_context(&exception);
                at.fail(Raised(exception))
            }
            Err(raised) => at.fail(raised),
        }
    }
}

impl Vm {
    /// `raise` alone.
    pub(super) fn raise_again(&self) -> bool {
        match self.handled_exception() {
            Some(exception) => reraise(self, exception),
            None => {
                let raised = self.runtime_error("No active exception to reraise");
                self.pending.set(Some(raised.0));
            }
        }
        false
    }

    /// The exception that `raise value` raises: an instance, or what calling the class gives.
    pub(crate) fn exception_to_raise(&self, value: &Value) -> PyResult {
        if value.get::<ExceptionObject>().is_some() {
            return Ok(value.clone());
        }
        if let Some(class) = TypeRef::of(value)
            && class.is_subtype(&self.ty(&BASE_EXCEPTION))
        {
            let made = self.call(value, &[])?;
            if made.get::<ExceptionObject>().is_some() {
                return Ok(made);
            }
            let (class, got) =
                (self.repr_text(value)?, self.repr_text(self.type_of(&made).value())?);
            return Err(self.type_error(format!(
                "calling {class} should have returned an instance of BaseException, not {got}"
            )));
        }
        Err(self.type_error("exceptions must derive from BaseException"))
    }

    fn exception_cause(&self, value: &Value) -> PyResult {
        if value.is_none() {
            return Ok(Value::UNBOUND);
        }
        if value.get::<ExceptionObject>().is_some() {
            return Ok(value.clone());
        }
        match self.exception_to_raise(value) {
            Ok(cause) => Ok(cause),
            Err(_) => Err(self.type_error("exception causes must derive from BaseException")),
        }
    }

    /// Whether an `except` clause for `kind` (a class or a tuple of classes) catches the exception.
    pub(crate) fn exception_matches(&self, exception: &Value, kind: &Value) -> PyResult<bool> {
        const TEXT: &str = "catching classes that do not inherit from BaseException is not allowed";
        let base = self.ty(&BASE_EXCEPTION);
        let check = |kind: &Value| match TypeRef::of(kind) {
            Some(class) if class.is_subtype(&base) => Ok(class.clone()),
            _ => Err(self.type_error(TEXT)),
        };
        let class = self.type_of(exception);
        match kind.as_tuple() {
            Some(kinds) => {
                for kind in kinds {
                    check(kind)?;
                }
                Ok(kinds.iter().filter_map(TypeRef::of).any(|k| class.is_subtype(k)))
            }
            None => Ok(class.is_subtype(&check(kind)?)),
        }
    }
}

pub(super) unsafe fn match_exc(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (exception, kind) = (at.keep(w.b()), at.c());
        at.done(vm.exception_matches(&exception, &kind).map(Value::bool))
    }
}

pub(super) unsafe fn match_exc_group(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let mut run = at.run(w.b(), 2).into_iter();
        let exception = run.next().unwrap_or(Value::NONE);
        let kind = run.next().unwrap_or(Value::NONE);
        match vm.split_exception_group(&exception, &kind) {
            Ok((matched, rest)) => {
                at.set(w.a(), rest);
                at.set(w.a() + 1, matched);
                true
            }
            Err(raised) => at.fail(raised),
        }
    }
}

pub(super) unsafe fn prep_reraise_star(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let mut run = at.run(w.b(), 2).into_iter();
        let original = run.next().unwrap_or(Value::NONE);
        let raised = run.next().unwrap_or(Value::NONE);
        at.done(vm.prepare_reraise_star(&original, &raised))
    }
}

pub(super) unsafe fn load_assertion_error(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe { Operands::new(vm, frame, w).put(vm.ty(&ASSERTION_ERROR).value().clone()) }
}

pub(super) unsafe fn enter_with(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let manager = at.b();
        let names = vm.names();
        let is_async = w.c() == 1;
        let (enter, exit) = if is_async {
            (&names.__aenter__, &names.__aexit__)
        } else {
            (&names.__enter__, &names.__exit__)
        };
        let result = (|| {
            let class = || vm.type_of(&manager).full_name();
            let Some(enter_method) = vm.special(&manager, enter)? else {
                let protocol =
                    if is_async { "asynchronous context manager" } else { "context manager" };
                let text = format!("'{}' object does not support the {protocol} protocol", class());
                return Err(vm.type_error(text));
            };
            let Some(exit_method) = vm.special(&manager, exit)? else {
                let protocol =
                    if is_async { "asynchronous context manager" } else { "context manager" };
                let text = format!(
                    "'{}' object does not support the {protocol} protocol (missed {} method)",
                    class(),
                    exit.to_text()
                );
                return Err(vm.type_error(text));
            };
            let entered = vm.call(&enter_method, &[])?;
            Ok((exit_method, entered))
        })();
        match result {
            Ok((exit_method, entered)) => {
                drop(manager);
                at.set(w.a(), exit_method);
                at.set(w.a() + 1, entered);
                true
            }
            Err(raised) => at.fail(raised),
        }
    }
}

pub(super) unsafe fn exit_with(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        at.done(vm.call(&at.b(), &[Value::NONE, Value::NONE, Value::NONE]))
    }
}

pub(super) unsafe fn exit_with_exc(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (exit, exception) = (at.keep(w.b()), at.keep(w.c()));
        let class = vm.type_of(&exception).value().clone();
        let traceback = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
        let args = [class, exception, traceback.unwrap_or(Value::NONE)];
        at.done(vm.call(&exit, &args))
    }
}

// ---- imports -----------------------------------------------------------------------------------

pub(super) unsafe fn import_name(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, usize::from(w.c()));
        let mut run = at.run(w.b(), 2).into_iter();
        let level = run.next().unwrap_or(Value::NONE);
        let from_list = run.next().unwrap_or(Value::NONE);
        let globals = payload::<FunctionObject>(&(*frame).function).globals.clone();
        at.done(vm.import_statement(name, &globals, &from_list, &level))
    }
}

pub(super) unsafe fn import_from(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, usize::from(w.c()));
        at.done(vm.import_from(&at.keep(w.b()), name))
    }
}

pub(super) unsafe fn import_star(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let module = at.a();
        let namespace = (*frame).locals.clone();
        at.unit(vm.import_star(&module, &namespace))
    }
}

// ---- pattern matching --------------------------------------------------------------------------

pub(super) unsafe fn len(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        at.done(vm.len(&at.keep(w.b())).map(|len| vm.int(len as i64)))
    }
}

pub(super) unsafe fn is_sequence(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        at.put(Value::bool(vm.class(&at.keep(w.b())).has(type_flag::SEQUENCE)))
    }
}

pub(super) unsafe fn is_mapping(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        at.put(Value::bool(vm.class(&at.keep(w.b())).has(type_flag::MAPPING)))
    }
}

pub(super) unsafe fn match_keys(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (subject, keys) = (at.keep(w.b()), at.keep(w.b() + 1));
        at.done(super::pattern::match_keys(vm, &subject, keys.tuple_items()))
    }
}

pub(super) unsafe fn match_class(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let mut run = at.run(w.b(), 3).into_iter();
        let mut part = || run.next().unwrap_or(Value::NONE);
        let (subject, class, names) = (part(), part(), part());
        let positional = usize::from(w.c());
        at.done(super::pattern::match_class(vm, &subject, &class, names.tuple_items(), positional))
    }
}

pub(super) unsafe fn call_helper(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    unsafe {
        let at = Operands::new(vm, frame, w);
        let Some((helper, _, arity)) = Helper::ALL.get(usize::from(w.c())) else {
            crate::object::frame::bug("no such helper")
        };
        let args = at.run(w.b(), usize::from(*arity));
        at.done(super::helpers::call(vm, frame, *helper, args))
    }
}
