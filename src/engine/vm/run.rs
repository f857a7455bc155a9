//! The dispatch loop: one arm per instruction, fast paths inline, everything else in a helper that
//! is out of line. Knows how to go on; what the operations mean is in `slow/` and `protocol.rs`.
//!
//! Discipline: `pc` points to the instruction being executed. It is saved in the frame before
//! anything that can raise, call, suspend or destroy an object. Only `frame`, `pc` and `vm` live from
//! one instruction to the next, so that they stay in processor registers: an arm may not keep anything
//! across a call, and helpers answer in one word — whether it went well, or a [`Next`].

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::ptr;

use taipan_compiler::op::{Op, Word};

use super::slow::Next;
use super::{call, coroutine, operator, slow};
use crate::object::code::{Cache, CellObject, CodeObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::frame::{Frame, GeneratorObject, Outcome, Return, bug};
use crate::object::header::{Header, Kind, Object};
use crate::object::slots::{BinaryOp, CompareOp, PyResult, Raised};
use crate::object::tuple::TupleObject;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::list::ListObject;
use crate::types::range::RangeIterObject;
use crate::types::sequence_iter::SequenceIterObject;

/// The payload behind a header of known kind.
///
/// # Safety
/// `value` is an object of the kind whose payload is `T`.
#[inline(always)]
pub(super) unsafe fn payload<'a, T>(value: &Value) -> &'a T {
    // SAFETY: by contract.
    unsafe { &value.pointer().cast::<Object<T>>().as_ref().payload }
}

/// Whether the value is an object of exactly this builtin type.
#[inline(always)]
pub(super) fn is_exact(value: &Value, kind: Kind) -> bool {
    value.header().is_some_and(|h| h.is_exact(kind))
}

impl Vm {
    /// Executes from `frame` on until the call, or the generator, that Rust code entered is done or
    /// suspends. With `raising` the exception in `pending` is raised at the frame's instruction.
    #[inline]
    pub(crate) fn run(&self, frame: *mut Frame, raising: bool) -> PyResult<Outcome> {
        self.dispatch(frame, raising);
        match self.outcome.take() {
            Some(outcome) => Ok(outcome),
            None => match self.pending.take() {
                Some(exception) => Err(Raised(exception)),
                None => bug("the dispatch loop left without an outcome"),
            },
        }
    }

    /// As [`Vm::run`]; the result is in `outcome`, or raised and in `pending`.
    #[inline(never)]
    fn dispatch(&self, mut frame: *mut Frame, mut raising: bool) {
        let vm = self;
        // SAFETY: everything below relies on what `compiler/verify.rs` checks of every piece of code:
        // operands name registers of the frame, temporaries are written before they are read, taken
        // once, and jumps stay inside. Frames and the objects in their registers are alive while they
        // execute: callers' frames own them, and generators are held by whoever resumed them.
        unsafe {
            let mut pc: *const Cell<Word> = (*frame).pc;

            macro_rules! reg {
                ($index:expr) => {
                    Frame::registers(frame).add($index as usize)
                };
            }
            macro_rules! next {
                () => {{
                    pc = pc.add(1);
                    continue;
                }};
                ($words:expr) => {{
                    pc = pc.add($words);
                    continue;
                }};
            }
            // Gives up a value that is no longer in a register.
            macro_rules! release {
                ($value:expr) => {{
                    let value = ManuallyDrop::new($value);
                    if value.is_object() && !value.pointer().as_ref().uncount_shared() {
                        (*frame).pc = pc;
                        slow::destroy(ManuallyDrop::into_inner(value));
                    }
                }};
            }
            // Writes a result into the destination of the instruction.
            macro_rules! put {
                ($word:expr, $value:expr) => {{
                    let value: Value = $value;
                    let place = reg!($word.a());
                    if $word.flags() & Word::LOCAL != 0 {
                        let old = ptr::replace(place, value);
                        release!(old);
                    } else {
                        ptr::write(place, value);
                    }
                }};
            }
            macro_rules! drop_taken {
                ($word:expr, $flag:expr, $index:expr) => {{
                    if $word.flags() & $flag != 0 {
                        release!(ptr::read(reg!($index)));
                    }
                }};
            }
            // A helper that works on the frame's registers by itself.
            macro_rules! slow {
                ($call:expr) => {{
                    (*frame).pc = pc;
                    if $call { next!() } else { break }
                }};
            }
            // A helper that says where to go on.
            macro_rules! flow {
                ($call:expr) => {{
                    (*frame).pc = pc;
                    let next: Next = $call;
                    match next {
                        Some(next) => {
                            frame = next.as_ptr();
                            pc = (*frame).pc;
                            continue;
                        }
                        None => break,
                    }
                }};
            }
            macro_rules! offset {
                ($word:expr) => {
                    $word.wide() as i32 as isize
                };
            }
            // The jump word behind a fused instruction: taken, or skipped.
            macro_rules! fused {
                ($taken:expr) => {{
                    if $taken {
                        let jump = (*pc.add(1)).get();
                        pc = pc.add(2).offset(offset!(jump));
                        continue;
                    }
                    next!(2)
                }};
            }
            // `$tagged` works on the words of two small integers, tag bits included.
            macro_rules! arithmetic {
                ($word:expr, $op:expr, |$x:ident, $y:ident| $tagged:expr, $float:expr) => {{
                    let w: Word = $word;
                    let (a, b) = (&*reg!(w.b()), &*reg!(w.c()));
                    if a.bits() & b.bits() & 1 != 0 {
                        let ($x, $y) = (a.bits() as i64, b.bits() as i64);
                        let result: Option<i64> = $tagged;
                        if let Some(result) = result {
                            put!(w, Value::from_int_word(result));
                            next!()
                        }
                    } else if let (Some(x), Some(y)) = (a.as_small_float(), b.as_small_float()) {
                        let float: fn(f64, f64) -> f64 = $float;
                        if let Some(result) = Value::small_float(float(x, y)) {
                            put!(w, result);
                            next!()
                        }
                    }
                    flow!(operator::binary(vm, frame, $op))
                }};
            }
            macro_rules! int_arithmetic {
                ($word:expr, $op:expr, |$x:ident, $y:ident| $int:expr) => {{
                    let w: Word = $word;
                    let (a, b) = (&*reg!(w.b()), &*reg!(w.c()));
                    if a.bits() & b.bits() & 1 != 0 {
                        let ($x, $y) = (a.int_bits(), b.int_bits());
                        let result: Option<i64> = $int;
                        if let Some(result) = result.and_then(Value::small_int) {
                            put!(w, result);
                            next!()
                        }
                    }
                    flow!(operator::binary(vm, frame, $op))
                }};
            }
            // `$tagged` gets the word of a small integer and a plain one.
            macro_rules! immediate {
                ($word:expr, $op:expr, |$x:ident, $y:ident| $tagged:expr) => {{
                    let w: Word = $word;
                    let a = &*reg!(w.b());
                    if a.is_int() {
                        let ($x, $y) = (a.bits() as i64, i64::from(w.c() as i16));
                        let result: Option<i64> = $tagged;
                        if let Some(result) = result {
                            put!(w, Value::from_int_word(result));
                            next!()
                        }
                    }
                    flow!(operator::binary_immediate(vm, frame, $op))
                }};
            }
            macro_rules! comparison {
                ($word:expr, $op:expr, $cmp:tt) => {{
                    let w: Word = $word;
                    let (a, b) = (&*reg!(w.b()), &*reg!(w.c()));
                    if a.bits() & b.bits() & 1 != 0 {
                        let result = Value::bool((a.bits() as i64) $cmp (b.bits() as i64));
                        put!(w, result);
                        next!()
                    }
                    flow!(operator::compare(vm, frame, $op))
                }};
            }
            macro_rules! compare_jump {
                ($word:expr, $op:expr, $cmp:tt) => {{
                    let w: Word = $word;
                    let (a, b) = (&*reg!(w.a()), &*reg!(w.b()));
                    if a.bits() & b.bits() & 1 != 0 {
                        fused!(((a.bits() as i64) $cmp (b.bits() as i64)) == (w.c() != 0))
                    }
                    if let (Some(x), Some(y)) = (a.as_small_float(), b.as_small_float()) {
                        fused!((x $cmp y) == (w.c() != 0))
                    }
                    flow!(operator::compare_jump(vm, frame, $op))
                }};
            }
            macro_rules! compare_jump_immediate {
                ($word:expr, $op:expr, $cmp:tt) => {{
                    let w: Word = $word;
                    let a = &*reg!(w.a());
                    if a.is_int() {
                        fused!((a.int_bits() $cmp i64::from(w.b() as i16)) == (w.c() != 0))
                    }
                    flow!(operator::compare_jump_immediate(vm, frame, $op))
                }};
            }
            macro_rules! truth {
                ($value:expr) => {{
                    let value: &Value = $value;
                    if value.is_bool() {
                        value.is(&Value::TRUE)
                    } else if value.is_int() {
                        value.int_bits() != 0
                    } else if value.is_none() {
                        false
                    } else {
                        (*frame).pc = pc;
                        match slow::truth(vm, value) {
                            slow::Truth::True => true,
                            slow::Truth::False => false,
                            slow::Truth::Raised => break,
                        }
                    }
                }};
            }
            macro_rules! cache {
                ($site:expr) => {
                    &*(*(*frame).code).caches.as_ptr().add($site as usize)
                };
            }
            // The extension of the object in the register, if its shape is the one remembered.
            macro_rules! guarded {
                ($register:expr, $cache:expr) => {
                    (*reg!($register))
                        .header()
                        .and_then(Header::extension)
                        .filter(|e| e.shape().id() == $cache.key.get())
                };
            }
            // Calls what lies at `$first` with `$count` arguments from `$args` on.
            macro_rules! call {
                ($first:expr, $args:expr, $count:expr) => {{
                    let (first, args, count): (*mut Value, *mut Value, usize) =
                        ($first, $args, $count);
                    if is_exact(&*first, Kind::Function) {
                        let function = payload::<FunctionObject>(&*first);
                        let code: &CodeObject = slow::code_of(function);
                        if usize::from(code.plain_args) == count {
                            (*frame).pc = pc;
                            let function = ptr::read(first);
                            let (kind, none) = (Return::Store, Value::UNBOUND);
                            frame = call::push_plain(vm, frame, function, code, args, kind, none);
                            pc = code.words.as_ptr();
                            if (*frame).depth > vm.recursion_limit.get() || vm.breaker.is_set() {
                                if slow::enter_checks(vm, frame) {
                                    continue;
                                }
                                break;
                            }
                            continue;
                        }
                    }
                    flow!(call::call(vm, frame, first, args, count))
                }};
            }

            'frames: loop {
                if raising {
                    match vm.unwind(vm.frame.get()) {
                        Some(handler) => {
                            frame = handler.as_ptr();
                            pc = (*frame).pc;
                        }
                        None => return,
                    }
                }
                loop {
                    let w = (*pc).get();
                    // SAFETY (of the transmute): words come from the compiler's table.
                    let op: Op = std::mem::transmute::<u8, Op>(w.opcode());
                    match op {
                        // ---- moving values ------------------------------------------------------
                        Op::Move => {
                            let value = slow::own(frame, w.b(), w.flags() & Word::TAKE_B != 0);
                            put!(w, value);
                            next!()
                        }
                        Op::LoadConst => {
                            let value =
                                (*(*(*frame).code).consts.as_ptr().add(w.wide() as usize)).clone();
                            put!(w, value);
                            next!()
                        }
                        Op::Drop => {
                            release!(ptr::read(reg!(w.a())));
                            next!()
                        }
                        Op::CheckLocal => {
                            if (*reg!(w.a())).is_unbound() {
                                slow!(slow::unbound_local(vm, frame, w.a()))
                            }
                            next!()
                        }
                        Op::DelLocal => {
                            if (*reg!(w.a())).is_unbound() {
                                slow!(slow::unbound_local(vm, frame, w.a()))
                            }
                            release!(ptr::replace(reg!(w.a()), Value::UNBOUND));
                            next!()
                        }

                        // ---- names --------------------------------------------------------------
                        Op::LoadGlobalCached => {
                            let cache: &Cache = cache!(w.wide());
                            let inner = &*Frame::globals(frame).inner.as_ptr();
                            if DictObject::known_keys_version(inner) == cache.key.get() {
                                let entry = &*inner.entries.as_ptr().add(cache.data.get());
                                put!(w, entry.value.clone());
                                next!()
                            }
                            slow!(slow::load_global(vm, frame, w))
                        }
                        Op::LoadBuiltinCached => {
                            let cache: &Cache = cache!(w.wide());
                            let inner = &*Frame::globals(frame).inner.as_ptr();
                            let function = payload::<FunctionObject>(&(*frame).function);
                            let builtins = payload::<DictObject>(&function.builtins);
                            let builtins = &*builtins.inner.as_ptr();
                            if DictObject::known_keys_version(inner) == cache.key.get()
                                && DictObject::known_keys_version(builtins) == cache.second.get()
                            {
                                let entry = &*builtins.entries.as_ptr().add(cache.data.get());
                                put!(w, entry.value.clone());
                                next!()
                            }
                            slow!(slow::load_global(vm, frame, w))
                        }
                        Op::LoadGlobal => slow!(slow::load_global(vm, frame, w)),
                        Op::StoreGlobal => slow!(slow::store_global(vm, frame, w)),
                        Op::DelGlobal => slow!(slow::delete_global(vm, frame, w)),
                        Op::LoadName => slow!(slow::load_name(vm, frame, w)),
                        Op::StoreName => slow!(slow::store_name(vm, frame, w)),
                        Op::DelName => slow!(slow::delete_name(vm, frame, w)),
                        Op::MakeCell => slow!(slow::make_cell(vm, frame, w)),
                        Op::CopyFree => {
                            slow::copy_free(frame, w.a());
                            next!()
                        }
                        Op::LoadDeref => {
                            let value = payload::<CellObject>(&*reg!(w.b())).0.get();
                            if value.is_unbound() {
                                slow!(slow::unbound_local(vm, frame, w.b()))
                            }
                            put!(w, value);
                            next!()
                        }
                        Op::StoreDeref => {
                            let value = slow::own(frame, w.a(), w.flags() & Word::TAKE_A != 0);
                            let old = payload::<CellObject>(&*reg!(w.b())).0.replace(value);
                            release!(old);
                            next!()
                        }
                        Op::DelDeref => {
                            let old = payload::<CellObject>(&*reg!(w.a())).0.take();
                            if old.is_unbound() {
                                slow!(slow::unbound_local(vm, frame, w.a()))
                            }
                            release!(old);
                            next!()
                        }
                        Op::LoadClassDeref => slow!(slow::load_class_deref(vm, frame, w)),
                        Op::LoadFromDictOrGlobals => {
                            slow!(slow::load_from_dict_or_globals(vm, frame, w))
                        }
                        Op::LoadLocals => {
                            put!(w, (*frame).locals.clone());
                            next!()
                        }

                        // ---- attributes and items -----------------------------------------------
                        Op::LoadAttrSlot => {
                            let cache: &Cache = cache!(w.c());
                            if let Some(extension) = guarded!(w.b(), cache) {
                                let value = &*extension.slots.get().add(cache.data.get());
                                if !value.is_unbound() {
                                    let value = value.clone();
                                    drop_taken!(w, Word::TAKE_B, w.b());
                                    put!(w, value);
                                    next!()
                                }
                            }
                            slow!(slow::load_attr(vm, frame, w))
                        }
                        Op::LoadAttrClass => {
                            let cache: &Cache = cache!(w.c());
                            if guarded!(w.b(), cache).is_some() {
                                let value = slow::cached_value(cache);
                                drop_taken!(w, Word::TAKE_B, w.b());
                                put!(w, value);
                                next!()
                            }
                            slow!(slow::load_attr(vm, frame, w))
                        }
                        Op::LoadAttrProperty => flow!(operator::property(vm, frame)),
                        Op::LoadAttrHook => flow!(operator::missing(vm, frame)),
                        Op::LoadAttr => slow!(slow::load_attr(vm, frame, w)),
                        Op::StoreAttrSlot => {
                            let cache: &Cache = cache!(w.c());
                            if let Some(extension) = guarded!(w.a(), cache) {
                                let value = slow::own(frame, w.b(), w.flags() & Word::TAKE_B != 0);
                                let place = extension.slots.get().add(cache.data.get());
                                let old = ptr::replace(place, value);
                                release!(old);
                                drop_taken!(w, Word::TAKE_A, w.a());
                                next!()
                            }
                            slow!(slow::store_attr(vm, frame, w))
                        }
                        Op::StoreAttrAdd => {
                            let cache: &Cache = cache!(w.c());
                            if let Some(extension) = guarded!(w.a(), cache)
                                && extension.len.get() < extension.capacity.get()
                            {
                                let value = slow::own(frame, w.b(), w.flags() & Word::TAKE_B != 0);
                                let len = extension.len.get();
                                ptr::write(extension.slots.get().add(usize::from(len)), value);
                                extension.len.set(len + 1);
                                extension.shape.set(slow::cached_shape(cache));
                                drop_taken!(w, Word::TAKE_A, w.a());
                                next!()
                            }
                            slow!(slow::store_attr(vm, frame, w))
                        }
                        Op::StoreAttrProperty => flow!(operator::set_property(vm, frame)),
                        Op::StoreAttr => slow!(slow::store_attr(vm, frame, w)),
                        Op::DelAttr => slow!(slow::delete_attr(vm, frame, w)),
                        Op::LoadMethodShape => {
                            let cache: &Cache = cache!(w.c());
                            if guarded!(w.b(), cache).is_some() {
                                let instance =
                                    slow::own(frame, w.b(), w.flags() & Word::TAKE_B != 0);
                                ptr::write(reg!(w.a()), slow::cached_value(cache));
                                ptr::write(reg!(w.a() + 1), instance);
                                next!()
                            }
                            slow!(slow::load_method(vm, frame, w))
                        }
                        Op::LoadMethodType => {
                            let cache: &Cache = cache!(w.c());
                            let object = &*reg!(w.b());
                            if let Some(header) = object.header()
                                && header.ty().version() == cache.key.get()
                            {
                                let instance =
                                    slow::own(frame, w.b(), w.flags() & Word::TAKE_B != 0);
                                ptr::write(reg!(w.a()), slow::cached_value(cache));
                                ptr::write(reg!(w.a() + 1), instance);
                                next!()
                            }
                            slow!(slow::load_method(vm, frame, w))
                        }
                        Op::CallMethodNative => {
                            let cache: &Cache = cache!(w.c());
                            let object = &*reg!(w.b());
                            if let Some(header) = object.header()
                                && header.ty().version() == cache.key.get()
                            {
                                let instance =
                                    slow::own(frame, w.b(), w.flags() & Word::TAKE_B != 0);
                                // What is executing from here on is the CallMethod.
                                pc = pc.add(1);
                                flow!(call::call_native(vm, frame, cache, instance))
                            }
                            slow!(slow::load_method(vm, frame, w))
                        }
                        Op::LoadMethodModule => {
                            let cache: &Cache = cache!(w.c());
                            if let Some(dict) = slow::module_dict(&*reg!(w.b())) {
                                let inner = &*dict.inner.as_ptr();
                                if DictObject::known_keys_version(inner) == cache.key.get() {
                                    let entry = &*inner.entries.as_ptr().add(cache.data.get());
                                    let value = entry.value.clone();
                                    drop_taken!(w, Word::TAKE_B, w.b());
                                    ptr::write(reg!(w.a()), value);
                                    ptr::write(reg!(w.a() + 1), Value::UNBOUND);
                                    next!()
                                }
                            }
                            slow!(slow::load_method(vm, frame, w))
                        }
                        Op::LoadMethod => slow!(slow::load_method(vm, frame, w)),
                        Op::GetItemList => {
                            let (object, key) = (&*reg!(w.b()), &*reg!(w.c()));
                            if is_exact(object, Kind::List) && key.is_int() {
                                let items = &*payload::<ListObject>(object).items.as_ptr();
                                if let Some(at) = slow::position(key, items.len()) {
                                    let value = (*items.as_ptr().add(at)).clone();
                                    drop_taken!(w, Word::TAKE_B, w.b());
                                    put!(w, value);
                                    next!()
                                }
                            }
                            flow!(operator::get_item(vm, frame))
                        }
                        Op::GetItemTuple => {
                            let (object, key) = (&*reg!(w.b()), &*reg!(w.c()));
                            if is_exact(object, Kind::Tuple) && key.is_int() {
                                let items = payload::<TupleObject>(object).items();
                                if let Some(at) = slow::position(key, items.len()) {
                                    let value = (*items.as_ptr().add(at)).clone();
                                    drop_taken!(w, Word::TAKE_B, w.b());
                                    put!(w, value);
                                    next!()
                                }
                            }
                            flow!(operator::get_item(vm, frame))
                        }
                        Op::GetItemDict => slow!(slow::get_item_of_dict(vm, frame, w)),
                        Op::GetItem => flow!(operator::get_item(vm, frame)),
                        Op::SetItemList => {
                            let (object, key) = (&*reg!(w.a()), &*reg!(w.b()));
                            if is_exact(object, Kind::List) && key.is_int() {
                                let items = &mut *payload::<ListObject>(object).items.as_ptr();
                                if let Some(at) = slow::position(key, items.len()) {
                                    let place = items.as_mut_ptr().add(at);
                                    let value =
                                        slow::own(frame, w.c(), w.flags() & Word::TAKE_C != 0);
                                    let old = ptr::replace(place, value);
                                    release!(old);
                                    drop_taken!(w, Word::TAKE_A, w.a());
                                    next!()
                                }
                            }
                            flow!(operator::set_item(vm, frame))
                        }
                        Op::SetItemDict => slow!(slow::set_item(vm, frame, w)),
                        Op::SetItem => flow!(operator::set_item(vm, frame)),
                        Op::DelItem => slow!(slow::delete_item(vm, frame, w)),
                        Op::BuildSlice => flow!(slow::build_slice(vm, frame, w)),

                        // ---- operators ----------------------------------------------------------
                        // A small integer's word is twice the integer plus one.
                        Op::Add => {
                            arithmetic!(w, BinaryOp::Add, |x, y| (x - 1).checked_add(y), |x, y| x
                                + y)
                        }
                        Op::Sub => {
                            arithmetic!(w, BinaryOp::Sub, |x, y| x.checked_sub(y - 1), |x, y| x - y)
                        }
                        Op::Mul => arithmetic!(
                            w,
                            BinaryOp::Mul,
                            |x, y| (x >> 1).checked_mul(y - 1).map(|z| z + 1),
                            |x, y| x * y
                        ),
                        Op::TrueDiv => {
                            let (a, b) = (&*reg!(w.b()), &*reg!(w.c()));
                            if let (Some(x), Some(y)) = (a.as_small_float(), b.as_small_float())
                                && y != 0.0
                                && let Some(result) = Value::small_float(x / y)
                            {
                                put!(w, result);
                                next!()
                            }
                            flow!(operator::true_div(vm, frame))
                        }
                        Op::FloorDiv => {
                            int_arithmetic!(w, BinaryOp::FloorDiv, |x, y| floor_div(x, y))
                        }
                        Op::Mod => int_arithmetic!(w, BinaryOp::Mod, |x, y| floor_mod(x, y)),
                        Op::Pow => flow!(operator::binary(vm, frame, BinaryOp::Pow)),
                        Op::MatMul => flow!(operator::binary(vm, frame, BinaryOp::MatMul)),
                        Op::LShift => {
                            int_arithmetic!(w, BinaryOp::LShift, |x, y| shift_left(x, y))
                        }
                        Op::RShift => {
                            int_arithmetic!(w, BinaryOp::RShift, |x, y| shift_right(x, y))
                        }
                        Op::And => int_arithmetic!(w, BinaryOp::And, |x, y| Some(x & y)),
                        Op::Or => int_arithmetic!(w, BinaryOp::Or, |x, y| Some(x | y)),
                        Op::Xor => int_arithmetic!(w, BinaryOp::Xor, |x, y| Some(x ^ y)),
                        Op::AddImm => immediate!(w, BinaryOp::Add, |x, y| x.checked_add(y * 2)),
                        Op::SubImm => immediate!(w, BinaryOp::Sub, |x, y| x.checked_sub(y * 2)),
                        Op::MulImm => {
                            immediate!(w, BinaryOp::Mul, |x, y| (x - 1)
                                .checked_mul(y)
                                .map(|z| z + 1))
                        }
                        Op::AndImm => immediate!(w, BinaryOp::And, |x, y| Some(x & (y * 2 + 1))),
                        Op::ModImm => immediate!(w, BinaryOp::Mod, |x, y| {
                            floor_mod(x >> 1, y).map(|z| z * 2 + 1)
                        }),
                        Op::RShiftImm => immediate!(w, BinaryOp::RShift, |x, y| {
                            shift_right(x, y).map(|z| z | 1)
                        }),
                        Op::Neg | Op::Pos | Op::Invert => slow!(slow::unary(vm, frame, w, op)),
                        Op::Not => {
                            let value = truth!(&*reg!(w.b()));
                            drop_taken!(w, Word::TAKE_B, w.b());
                            put!(w, Value::bool(!value));
                            next!()
                        }
                        Op::Lt => comparison!(w, CompareOp::Lt, <),
                        Op::Le => comparison!(w, CompareOp::Le, <=),
                        Op::Eq => comparison!(w, CompareOp::Eq, ==),
                        Op::Ne => comparison!(w, CompareOp::Ne, !=),
                        Op::Gt => comparison!(w, CompareOp::Gt, >),
                        Op::Ge => comparison!(w, CompareOp::Ge, >=),
                        Op::Is | Op::IsNot => {
                            let same = (*reg!(w.b())).is(&*reg!(w.c()));
                            drop_taken!(w, Word::TAKE_B, w.b());
                            drop_taken!(w, Word::TAKE_C, w.c());
                            put!(w, Value::bool(same == (w.opcode() == Op::Is as u8)));
                            next!()
                        }
                        Op::In | Op::NotIn => flow!(operator::contains(vm, frame)),

                        // ---- jumps --------------------------------------------------------------
                        Op::Jump => {
                            pc = pc.add(1).offset(offset!(w));
                        }
                        Op::JumpBack => {
                            if vm.breaker.is_set() {
                                (*frame).pc = pc;
                                if !slow::look_around(vm) {
                                    break;
                                }
                            }
                            pc = pc.add(1).offset(offset!(w));
                        }
                        Op::JumpIf => {
                            let value = truth!(&*reg!(w.a()));
                            drop_taken!(w, Word::TAKE_A, w.a());
                            pc = pc.add(1).offset(if value { offset!(w) } else { 0 });
                        }
                        Op::JumpIfNot => {
                            let value = truth!(&*reg!(w.a()));
                            drop_taken!(w, Word::TAKE_A, w.a());
                            pc = pc.add(1).offset(if value { 0 } else { offset!(w) });
                        }
                        Op::JumpIfKeep => {
                            if truth!(&*reg!(w.a())) {
                                pc = pc.add(1).offset(offset!(w));
                            } else {
                                release!(ptr::read(reg!(w.a())));
                                next!()
                            }
                        }
                        Op::JumpIfNotKeep => {
                            if truth!(&*reg!(w.a())) {
                                release!(ptr::read(reg!(w.a())));
                                next!()
                            }
                            pc = pc.add(1).offset(offset!(w));
                        }
                        Op::JumpIfNone => {
                            let none = (*reg!(w.a())).is_none();
                            drop_taken!(w, Word::TAKE_A, w.a());
                            pc = pc.add(1).offset(if none { offset!(w) } else { 0 });
                        }
                        Op::JumpIfNotNone => {
                            let none = (*reg!(w.a())).is_none();
                            drop_taken!(w, Word::TAKE_A, w.a());
                            pc = pc.add(1).offset(if none { 0 } else { offset!(w) });
                        }
                        Op::JumpLt => compare_jump!(w, CompareOp::Lt, <),
                        Op::JumpLe => compare_jump!(w, CompareOp::Le, <=),
                        Op::JumpEq => compare_jump!(w, CompareOp::Eq, ==),
                        Op::JumpNe => compare_jump!(w, CompareOp::Ne, !=),
                        Op::JumpGt => compare_jump!(w, CompareOp::Gt, >),
                        Op::JumpGe => compare_jump!(w, CompareOp::Ge, >=),
                        Op::JumpLtImm => compare_jump_immediate!(w, CompareOp::Lt, <),
                        Op::JumpLeImm => compare_jump_immediate!(w, CompareOp::Le, <=),
                        Op::JumpEqImm => compare_jump_immediate!(w, CompareOp::Eq, ==),
                        Op::JumpNeImm => compare_jump_immediate!(w, CompareOp::Ne, !=),
                        Op::JumpGtImm => compare_jump_immediate!(w, CompareOp::Gt, >),
                        Op::JumpGeImm => compare_jump_immediate!(w, CompareOp::Ge, >=),
                        Op::JumpIs => {
                            let same = (*reg!(w.a())).is(&*reg!(w.b()));
                            drop_taken!(w, Word::TAKE_A, w.a());
                            drop_taken!(w, Word::TAKE_B, w.b());
                            fused!(same == (w.c() != 0))
                        }
                        Op::JumpIn => flow!(operator::contains_jump(vm, frame)),

                        // ---- iteration ----------------------------------------------------------
                        Op::GetIter => slow!(slow::get_iter(vm, frame, w)),
                        Op::ForIterRange => {
                            let iter = &*reg!(w.b());
                            if is_exact(iter, Kind::RangeIter) {
                                let range = payload::<RangeIterObject>(iter);
                                let left = range.left.get();
                                let at = range.next.get();
                                if left > 0
                                    && let Some(value) = Value::small_int(at)
                                {
                                    range.left.set(left - 1);
                                    range.next.set(at.wrapping_add(range.step));
                                    put!(w, value);
                                    next!(2)
                                }
                            }
                            flow!(slow::for_next(vm, frame))
                        }
                        Op::ForIterList => {
                            let iter = &*reg!(w.b());
                            if is_exact(iter, Kind::SequenceIter)
                                && let Some(value) =
                                    slow::next_of_list(payload::<SequenceIterObject>(iter))
                            {
                                put!(w, value);
                                next!(2)
                            }
                            flow!(slow::for_next(vm, frame))
                        }
                        Op::ForIterGenerator => {
                            let iter = &*reg!(w.b());
                            if is_exact(iter, Kind::Generator) {
                                (*frame).pc = pc;
                                let generator = payload::<GeneratorObject>(iter);
                                let entered = coroutine::begin_for(vm, frame, generator);
                                if !entered.is_null() {
                                    frame = entered;
                                    pc = (*frame).pc;
                                    continue;
                                }
                            }
                            flow!(slow::for_next(vm, frame))
                        }
                        Op::ForIterPair => flow!(slow::for_next_pair(vm, frame)),
                        Op::ForIter => flow!(slow::for_next(vm, frame)),
                        Op::Unpack => slow!(slow::unpack(vm, frame, w)),
                        Op::UnpackStar => slow!(slow::unpack_star(vm, frame, w)),

                        // ---- calls and functions ------------------------------------------------
                        Op::Call => {
                            let first = reg!(w.b());
                            call!(first, first.add(1), usize::from(w.c()))
                        }
                        Op::CallMethod => {
                            let first = reg!(w.b());
                            let unbound = usize::from((*first.add(1)).is_unbound());
                            call!(first, first.add(1 + unbound), usize::from(w.c()) + 1 - unbound)
                        }
                        Op::CallKw => flow!(call::call_keywords(vm, frame, w)),
                        Op::CallStar => flow!(call::call_star(vm, frame, w)),
                        Op::Return => {
                            let value = ptr::replace(reg!(w.a()), Value::UNBOUND);
                            if (*frame).kind != Return::Store {
                                flow!(call::leave(vm, frame, value))
                            }
                            // The compiler's word has been completed: `b` registers are alive.
                            let mut left = w.b();
                            while left > 0 {
                                left -= 1;
                                let place = reg!(w.b() - 1 - left);
                                if (*place).is_object() {
                                    // Unbound first: destruction can look at the frame.
                                    release!(ptr::replace(place, Value::UNBOUND));
                                }
                            }
                            if (*frame).kind == Return::Store {
                                let function = ptr::read(&raw const (*frame).function);
                                let prev = (*frame).prev;
                                vm.stack.pop(frame);
                                vm.frame.set(prev);
                                frame = prev;
                                pc = (*frame).pc;
                                release!(function);
                                let w = (*pc).get();
                                put!(w, value);
                                next!()
                            }
                            flow!(call::returned(vm, frame, value))
                        }
                        Op::MakeFunction => slow!(slow::make_function(vm, frame, w)),
                        Op::LoadBuildClass => slow!(slow::load_build_class(vm, frame, w)),

                        // ---- building -----------------------------------------------------------
                        Op::BuildTuple => slow!(slow::build_tuple(vm, frame, w)),
                        Op::BuildList => slow!(slow::build_list(vm, frame, w)),
                        Op::BuildSet => slow!(slow::build_set(vm, frame, w)),
                        Op::BuildDict => slow!(slow::build_dict(vm, frame, w)),
                        Op::BuildString => slow!(slow::build_string(vm, frame, w)),
                        Op::Format => slow!(slow::format(vm, frame, w)),
                        Op::FormatSpec => slow!(slow::format_spec(vm, frame, w)),
                        Op::ListAppend => {
                            let items = &mut *payload::<ListObject>(&*reg!(w.a())).items.as_ptr();
                            let len = items.len();
                            if len < items.capacity() {
                                let value = slow::own(frame, w.b(), w.flags() & Word::TAKE_B != 0);
                                ptr::write(items.as_mut_ptr().add(len), value);
                                items.set_len(len + 1);
                                next!()
                            }
                            slow!(slow::list_append(vm, frame, w))
                        }
                        Op::ListExtend => slow!(slow::list_extend(vm, frame, w)),
                        Op::SetAdd => slow!(slow::set_add(vm, frame, w)),
                        Op::SetUpdate => slow!(slow::set_update(vm, frame, w)),
                        Op::DictSet => slow!(slow::dict_set(vm, frame, w)),
                        Op::DictUpdate => slow!(slow::dict_update(vm, frame, w)),
                        Op::DictMerge => slow!(slow::dict_merge(vm, frame, w)),
                        Op::ListToTuple => slow!(slow::list_to_tuple(vm, frame, w)),

                        // ---- generators and coroutines ------------------------------------------
                        Op::Yield => {
                            let value = slow::own(frame, w.b(), w.flags() & Word::TAKE_B != 0);
                            (*frame).pc = pc;
                            let prev = coroutine::suspend(vm, frame);
                            if prev.is_null() {
                                coroutine::leave(vm, Outcome::Yielded(value));
                                break;
                            }
                            frame = prev;
                            pc = (*frame).pc;
                            let w = (*pc).get();
                            put!(w, value);
                            next!(2)
                        }
                        Op::YieldAsync => flow!(coroutine::yield_async(vm, frame, w)),
                        Op::GetYieldIter => slow!(coroutine::get_yield_iter(vm, frame, w)),
                        Op::GetAwaitable => slow!(coroutine::get_awaitable(vm, frame, w)),
                        Op::Delegate => {
                            if (*reg!(w.b())).is(&Value::NAPPING) {
                                // What it is sent is lost, as in any sleep.
                                release!(vm.sent.replace(Value::NONE));
                                put!(w, Value::NONE);
                                next!()
                            }
                            flow!(coroutine::delegate(vm, frame, w))
                        }
                        Op::GetAiter => slow!(coroutine::get_aiter(vm, frame, w)),
                        Op::GetAnext => slow!(coroutine::get_anext(vm, frame, w)),
                        Op::EndAsyncFor => slow!(coroutine::end_async_for(vm, frame, w)),

                        // ---- exceptions and with ------------------------------------------------
                        Op::RaiseAgain => slow!(vm.raise_again()),
                        Op::Raise => slow!(slow::raise(vm, frame, w)),
                        Op::RaiseFrom => slow!(slow::raise_from(vm, frame, w)),
                        Op::Reraise => {
                            (*frame).pc = pc;
                            slow::reraise(vm, ptr::read(reg!(w.a())));
                            break;
                        }
                        Op::PushExc => {
                            let exc = (*reg!(w.b())).clone();
                            let saved = (*vm.handled.get()).exception.replace(exc);
                            ptr::write(reg!(w.a()), saved);
                            next!()
                        }
                        Op::PopExc => {
                            let old =
                                (*vm.handled.get()).exception.replace(ptr::read(reg!(w.a() + 1)));
                            release!(old);
                            release!(ptr::read(reg!(w.a())));
                            next!()
                        }
                        Op::PopExcReraise => slow!(slow::pop_exc_reraise(vm, frame, w)),
                        Op::PopExcRaise => slow!(slow::pop_exc_raise(vm, frame, w)),
                        Op::MatchExc => slow!(slow::match_exc(vm, frame, w)),
                        Op::MatchExcGroup => slow!(slow::match_exc_group(vm, frame, w)),
                        Op::PrepReraiseStar => slow!(slow::prep_reraise_star(vm, frame, w)),
                        Op::LoadAssertionError => slow!(slow::load_assertion_error(vm, frame, w)),
                        Op::EnterWith => slow!(slow::enter_with(vm, frame, w)),
                        Op::ExitWith => slow!(slow::exit_with(vm, frame, w)),
                        Op::ExitWithExc => slow!(slow::exit_with_exc(vm, frame, w)),

                        // ---- imports, patterns, the rest ----------------------------------------
                        Op::ImportName => slow!(slow::import_name(vm, frame, w)),
                        Op::ImportFrom => slow!(slow::import_from(vm, frame, w)),
                        Op::ImportStar => slow!(slow::import_star(vm, frame, w)),
                        Op::Len => slow!(slow::len(vm, frame, w)),
                        Op::IsSequence => slow!(slow::is_sequence(vm, frame, w)),
                        Op::IsMapping => slow!(slow::is_mapping(vm, frame, w)),
                        Op::MatchKeys => slow!(slow::match_keys(vm, frame, w)),
                        Op::MatchClass => slow!(slow::match_class(vm, frame, w)),
                        Op::CallHelper => slow!(slow::call_helper(vm, frame, w)),
                    }
                }
                if vm.has_outcome() {
                    return;
                }
                // Only a raise leaves the inner loop otherwise.
                raising = true;
                continue 'frames;
            }
        }
    }
}

/// `x // y`; `None` where the slow path must decide.
#[inline(always)]
fn floor_div(x: i64, y: i64) -> Option<i64> {
    if y == 0 {
        return None;
    }
    let quotient = x.checked_div(y)?;
    Some(if x % y != 0 && (x < 0) != (y < 0) { quotient - 1 } else { quotient })
}

/// `x % y`, with the sign of `y`.
#[inline(always)]
fn floor_mod(x: i64, y: i64) -> Option<i64> {
    if y == 0 {
        return None;
    }
    let rest = x.checked_rem(y)?;
    Some(if rest != 0 && (rest < 0) != (y < 0) { rest + y } else { rest })
}

#[inline(always)]
fn shift_left(x: i64, y: i64) -> Option<i64> {
    if !(0..63).contains(&y) {
        return None;
    }
    let shifted = x << y;
    (shifted >> y == x).then_some(shifted)
}

#[inline(always)]
fn shift_right(x: i64, y: i64) -> Option<i64> {
    if y < 0 { None } else { Some(x >> y.min(63)) }
}
