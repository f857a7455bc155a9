//! Special methods written in Python, called by an instruction without leaving the dispatch loop:
//! `a + b`, `a < b`, `a[k]`, `k in a`, `a.missing`.
//!
//! The operands stay in their registers until the method returns (or raises), so that a method that
//! answers NotImplemented can be followed by the reflected one.
//!
//! Safety: all functions require what `Vm::run` guarantees (see `slow.rs`).

use std::ptr::{self, NonNull};

use taipan_compiler::op::{Op, Word};

use super::call;
use super::slow::{self, Next, Truth};
use crate::object::code::FunctionObject;
use crate::object::frame::{Frame, Return};
use crate::object::header::Header;
use crate::object::slots::{BinaryOp, CompareOp, PyResult};
use crate::object::types::{Type, type_flag};
use crate::object::value::Value;
use crate::object::vm::{Names, Vm};
use crate::types::descriptor::PropertyObject;
use crate::types::dunder;

fn binary_name(names: &Names, op: BinaryOp) -> &Value {
    match op {
        BinaryOp::Add => &names.__add__,
        BinaryOp::Sub => &names.__sub__,
        BinaryOp::Mul => &names.__mul__,
        BinaryOp::TrueDiv => &names.__truediv__,
        BinaryOp::FloorDiv => &names.__floordiv__,
        BinaryOp::Mod => &names.__mod__,
        BinaryOp::Pow => &names.__pow__,
        BinaryOp::MatMul => &names.__matmul__,
        BinaryOp::LShift => &names.__lshift__,
        BinaryOp::RShift => &names.__rshift__,
        BinaryOp::And => &names.__and__,
        BinaryOp::Or => &names.__or__,
        BinaryOp::Xor => &names.__xor__,
    }
}

fn compare_name(names: &Names, op: CompareOp) -> &Value {
    match op {
        CompareOp::Lt => &names.__lt__,
        CompareOp::Le => &names.__le__,
        CompareOp::Eq => &names.__eq__,
        CompareOp::Ne => &names.__ne__,
        CompareOp::Gt => &names.__gt__,
        CompareOp::Ge => &names.__ge__,
    }
}

/// The class of an instance of a Python class.
fn python_class(value: &Value) -> Option<&Type> {
    let ty = value.header()?.ty();
    ty.has(type_flag::HEAP).then_some(ty)
}

/// Enters the frame of `class.name(*args)` if that is a plain Python function.
unsafe fn enter(vm: &Vm, frame: *mut Frame, class: &Type, name: &Value, args: &[&Value]) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe { push(vm, frame, &class.lookup(name)?, args, Return::Operator) }
}

/// Enters the frame of a plain Python function.
#[inline]
unsafe fn push(vm: &Vm, frame: *mut Frame, method: &Value, args: &[&Value], kind: Return) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let code = slow::code_of(method.get_exact::<FunctionObject>()?);
        if usize::from(code.plain_args) != args.len()
            || (*frame).depth >= vm.recursion_limit.get()
            || vm.breaker.is_set()
        {
            return None;
        }
        let new = call::push_header(vm, frame, method.clone(), code, kind, Value::UNBOUND);
        let registers = Frame::registers(new);
        for (at, arg) in args.iter().enumerate() {
            ptr::write(registers.add(at), (*arg).clone());
        }
        for at in args.len()..usize::from(code.locals) {
            ptr::write(registers.add(at), Value::UNBOUND);
        }
        vm.frame.set(new);
        NonNull::new(new)
    }
}

unsafe fn register<'a>(frame: *mut Frame, index: u16) -> &'a Value {
    // SAFETY: as the head of the file demands.
    unsafe { &*Frame::registers(frame).add(usize::from(index)) }
}

/// Whether the right operand's class has the first word: it is derived from the left one's.
fn right_goes_first(vm: &Vm, left: &Value, right: &Value) -> bool {
    let (a, b) = (vm.class(left), vm.class(right));
    !ptr::eq(a, b) && vm.type_of(right).is_subtype(&vm.type_of(left))
}

/// `a op b`
#[inline(never)]
pub(super) unsafe fn binary(vm: &Vm, frame: *mut Frame, op: BinaryOp) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = slow::executing(frame);
        let (a, b) = (register(frame, w.b()), register(frame, w.c()));
        // An in-place method would go first: rare, so the slow path looks for it.
        if let Some(class) = python_class(a)
            && w.flags() & Word::INPLACE == 0
            && !right_goes_first(vm, a, b)
            && let Some(new) = enter(vm, frame, class, binary_name(vm.names(), op), &[a, b])
        {
            return Some(new);
        }
        slow::after_if(frame, slow::binary(vm, frame, w, op))
    }
}

/// `a / b`
#[inline(never)]
pub(super) unsafe fn true_div(vm: &Vm, frame: *mut Frame) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = slow::executing(frame);
        match slow::divide(vm, register(frame, w.b()), register(frame, w.c())) {
            Some(quotient) => {
                slow::put(frame, w, quotient);
                slow::after(frame, 1)
            }
            None => binary(vm, frame, BinaryOp::TrueDiv),
        }
    }
}

/// `a op imm`
#[inline(never)]
pub(super) unsafe fn binary_immediate(vm: &Vm, frame: *mut Frame, op: BinaryOp) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = slow::executing(frame);
        let a = register(frame, w.b());
        let b = Value::int_unchecked(i64::from(w.c() as i16));
        if let Some(class) = python_class(a)
            && w.flags() & Word::INPLACE == 0
            && let Some(new) = enter(vm, frame, class, binary_name(vm.names(), op), &[a, &b])
        {
            return Some(new);
        }
        slow::after_if(frame, slow::binary_immediate(vm, frame, w, op))
    }
}

/// Enters the Python method of `a` for a comparison with `b`; the registers are given.
unsafe fn enter_comparison(
    vm: &Vm,
    frame: *mut Frame,
    op: CompareOp,
    left: u16,
    right: u16,
) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let (a, b) = (register(frame, left), register(frame, right));
        let class = python_class(a)?;
        if right_goes_first(vm, a, b) {
            return None;
        }
        enter(vm, frame, class, compare_name(vm.names(), op), &[a, b])
    }
}

/// `a op b`, a comparison.
#[inline(never)]
pub(super) unsafe fn compare(vm: &Vm, frame: *mut Frame, op: CompareOp) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = slow::executing(frame);
        if let Some(new) = enter_comparison(vm, frame, op, w.b(), w.c()) {
            return Some(new);
        }
        slow::after_if(frame, slow::compare(vm, frame, w, op))
    }
}

/// Goes where a fused test says.
unsafe fn test(frame: *mut Frame, w: Word, truth: Truth) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        match truth {
            Truth::True => slow::branch(frame, w.c() != 0),
            Truth::False => slow::branch(frame, w.c() == 0),
            Truth::Raised => None,
        }
    }
}

/// `a op b`, a comparison fused with a jump.
#[inline(never)]
pub(super) unsafe fn compare_jump(vm: &Vm, frame: *mut Frame, op: CompareOp) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = slow::executing(frame);
        if let Some(new) = enter_comparison(vm, frame, op, w.a(), w.b()) {
            return Some(new);
        }
        test(frame, w, slow::compare_truth(vm, frame, w, op))
    }
}

/// `a op imm`, a comparison fused with a jump.
#[inline(never)]
pub(super) unsafe fn compare_jump_immediate(vm: &Vm, frame: *mut Frame, op: CompareOp) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = slow::executing(frame);
        test(frame, w, slow::compare_immediate(vm, frame, w, op))
    }
}

/// `object.name`, a property written in Python, by the guard of the instruction's cache.
#[inline(never)]
pub(super) unsafe fn property(vm: &Vm, frame: *mut Frame) -> Next {
    // SAFETY: as the head of the file demands; the guard keeps the property alive.
    unsafe {
        let w = slow::executing(frame);
        let object = register(frame, w.b());
        let (cache, _) = slow::site(frame, usize::from(w.c()));
        if let Some(extension) = object.header().and_then(Header::extension)
            && extension.shape().id() == cache.key.get()
            && let property = slow::cached_value(cache)
            // A property can be given other functions at any time.
            && let Some(property) = property.get_exact::<PropertyObject>()
            && let Some(new) = push(vm, frame, &property.get.get(), &[object], Return::Operator)
        {
            return Some(new);
        }
        slow::after_if(frame, slow::load_attr(vm, frame, w))
    }
}

/// `object.name`, which is not there: `__getattr__`, by the guard of the instruction's cache.
#[inline(never)]
pub(super) unsafe fn missing(vm: &Vm, frame: *mut Frame) -> Next {
    // SAFETY: as the head of the file demands; the guard keeps the hook alive.
    unsafe {
        let w = slow::executing(frame);
        let object = register(frame, w.b());
        let (cache, name) = slow::site(frame, usize::from(w.c()));
        if let Some(extension) = object.header().and_then(Header::extension)
            && extension.shape().id() == cache.key.get()
            && let hook = slow::cached_value(cache)
            && let Some(new) = push(vm, frame, &hook, &[object, name], Return::Operator)
        {
            return Some(new);
        }
        slow::after_if(frame, slow::load_attr(vm, frame, w))
    }
}

/// `object.name = value`, a property whose setter is written in Python, likewise.
#[inline(never)]
pub(super) unsafe fn set_property(vm: &Vm, frame: *mut Frame) -> Next {
    // SAFETY: as the head of the file demands; the guard keeps the property alive.
    unsafe {
        let w = slow::executing(frame);
        let (object, value) = (register(frame, w.a()), register(frame, w.b()));
        let (cache, _) = slow::site(frame, usize::from(w.c()));
        if let Some(extension) = object.header().and_then(Header::extension)
            && extension.shape().id() == cache.key.get()
            && let property = slow::cached_value(cache)
            && let Some(property) = property.get_exact::<PropertyObject>()
            && let setter = property.set.get()
            && let Some(new) = push(vm, frame, &setter, &[object, value], Return::Discard)
        {
            return Some(new);
        }
        slow::after_if(frame, slow::store_attr(vm, frame, w))
    }
}

/// `object[key]`
#[inline(never)]
pub(super) unsafe fn get_item(vm: &Vm, frame: *mut Frame) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = slow::executing(frame);
        let (object, key) = (register(frame, w.b()), register(frame, w.c()));
        if let Some(class) = python_class(object)
            && let Some(new) = enter(vm, frame, class, &vm.names().__getitem__, &[object, key])
        {
            return Some(new);
        }
        slow::after_if(frame, slow::get_item(vm, frame, w))
    }
}

/// `object[key] = value`
#[inline(never)]
pub(super) unsafe fn set_item(vm: &Vm, frame: *mut Frame) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = slow::executing(frame);
        let object = register(frame, w.a());
        let (key, value) = (register(frame, w.b()), register(frame, w.c()));
        let name = &vm.names().__setitem__;
        if let Some(class) = python_class(object)
            && let Some(new) = enter(vm, frame, class, name, &[object, key, value])
        {
            return Some(new);
        }
        slow::after_if(frame, slow::set_item(vm, frame, w))
    }
}

/// Enters the Python method for `item in container`; the registers are given.
unsafe fn enter_contains(vm: &Vm, frame: *mut Frame, item: u16, container: u16) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let (item, container) = (register(frame, item), register(frame, container));
        enter(vm, frame, python_class(container)?, &vm.names().__contains__, &[container, item])
    }
}

/// `item in container`, `item not in container`
#[inline(never)]
pub(super) unsafe fn contains(vm: &Vm, frame: *mut Frame) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = slow::executing(frame);
        if let Some(new) = enter_contains(vm, frame, w.b(), w.c()) {
            return Some(new);
        }
        slow::after_if(frame, slow::contains(vm, frame, w))
    }
}

/// `item in container`, fused with a jump.
#[inline(never)]
pub(super) unsafe fn contains_jump(vm: &Vm, frame: *mut Frame) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = slow::executing(frame);
        if let Some(new) = enter_contains(vm, frame, w.a(), w.b()) {
            return Some(new);
        }
        test(frame, w, slow::contains_truth(vm, frame, w))
    }
}

/// Gives up the operands that the instruction takes.
pub(super) unsafe fn drop_operands(frame: *mut Frame, w: Word) {
    // SAFETY: as the head of the file demands.
    unsafe {
        let registers = Frame::registers(frame);
        let [a, b, c] = [(Word::TAKE_A, w.a()), (Word::TAKE_B, w.b()), (Word::TAKE_C, w.c())];
        // What is stored dies first, then operands from left to right.
        let order = match Op::from_number(w.opcode()).map(Op::generic) {
            Some(Op::SetItem) => [c, a, b],
            Some(Op::StoreAttr) => [b, a, c],
            _ => [a, b, c],
        };
        for (flag, index) in order {
            if w.flags() & flag != 0 {
                drop(ptr::read(registers.add(usize::from(index))));
            }
        }
    }
}

/// The special method that the instruction `w` at `frame`'s `pc` called has returned `value`.
pub(super) unsafe fn returned(vm: &Vm, frame: *mut Frame, w: Word, value: Value) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let op = Op::from_number(w.opcode()).map_or(Op::Move, Op::generic);
        let value =
            if value.is(&Value::NOT_IMPLEMENTED) { refused(vm, frame, w, op) } else { Ok(value) };
        let result = match op {
            Op::In => value.and_then(|v| vm.truth(&v)).map(Value::bool),
            Op::NotIn => value.and_then(|v| vm.truth(&v)).map(|found| Value::bool(!found)),
            _ if op.has_jump_word() => value.and_then(|v| vm.truth(&v)).map(Value::bool),
            _ => value,
        };
        drop_operands(frame, w);
        let value = match result {
            Ok(value) => value,
            Err(raised) => {
                vm.pending.set(Some(raised.0));
                return None;
            }
        };
        if op.has_jump_word() {
            return slow::branch(frame, value.is(&Value::TRUE) == (w.c() != 0));
        }
        if op != Op::SetItem {
            slow::put(frame, w, value);
        }
        slow::after(frame, 1)
    }
}

/// The method answered NotImplemented: what the other operand says.
#[cold]
unsafe fn refused(vm: &Vm, frame: *mut Frame, w: Word, op: Op) -> PyResult {
    // SAFETY: the operands are still there.
    unsafe {
        if let Some((comparison, fused)) = comparison_of(op) {
            let (left, right) = if fused { (w.a(), w.b()) } else { (w.b(), w.c()) };
            let (a, b) = (register(frame, left), register(frame, right));
            return vm.compare_reflected(comparison, a, b);
        }
        let Some((binary, immediate)) = binary_of(op) else { return Ok(Value::NOT_IMPLEMENTED) };
        let a = register(frame, w.b());
        if immediate {
            let b = Value::int_unchecked(i64::from(w.c() as i16));
            return vm.binary_reflected(binary, a, &b);
        }
        vm.binary_reflected(binary, a, register(frame, w.c()))
    }
}

/// The comparison an opcode makes, and whether it is fused with a jump.
fn comparison_of(op: Op) -> Option<(CompareOp, bool)> {
    const PLAIN: [Op; 6] = [Op::Lt, Op::Le, Op::Eq, Op::Ne, Op::Gt, Op::Ge];
    const FUSED: [Op; 6] = [Op::JumpLt, Op::JumpLe, Op::JumpEq, Op::JumpNe, Op::JumpGt, Op::JumpGe];
    let at = |table: [Op; 6]| table.into_iter().position(|o| o == op);
    let found = at(PLAIN).map(|i| (i, false)).or_else(|| at(FUSED).map(|i| (i, true)));
    found.map(|(i, fused)| (CompareOp::ALL[i].0, fused))
}

/// The operator of an opcode, and whether its right operand is an immediate.
fn binary_of(op: Op) -> Option<(BinaryOp, bool)> {
    const PLAIN: [Op; 13] = [
        Op::Add,
        Op::Sub,
        Op::Mul,
        Op::TrueDiv,
        Op::FloorDiv,
        Op::Mod,
        Op::Pow,
        Op::MatMul,
        Op::LShift,
        Op::RShift,
        Op::And,
        Op::Or,
        Op::Xor,
    ];
    const IMMEDIATE: [(Op, BinaryOp); 6] = [
        (Op::AddImm, BinaryOp::Add),
        (Op::SubImm, BinaryOp::Sub),
        (Op::MulImm, BinaryOp::Mul),
        (Op::AndImm, BinaryOp::And),
        (Op::ModImm, BinaryOp::Mod),
        (Op::RShiftImm, BinaryOp::RShift),
    ];
    let plain = PLAIN.into_iter().position(|o| o == op);
    plain
        .map(|i| (BinaryOp::ALL[i].0, false))
        .or_else(|| IMMEDIATE.into_iter().find(|row| row.0 == op).map(|row| (row.1, true)))
}

impl Vm {
    /// `a op b` after the method of `a` answered NotImplemented.
    fn binary_reflected(&self, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
        let right = self.type_of(b);
        if !ptr::eq(self.class(a), self.class(b))
            && let Some(method) = dunder::reflected_method(self, &right, op)
        {
            let result = dunder::call_found(self, &method, b, std::slice::from_ref(a))?;
            if !result.is(&Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        self.binary_of_sequence(op, a, b)
    }

    /// `a op b`, a comparison, after the method of `a` answered NotImplemented.
    fn compare_reflected(&self, op: CompareOp, a: &Value, b: &Value) -> PyResult {
        if let Some(compare) = self.class(b).slots.compare.get() {
            let result = compare(self, b, a, op.swapped())?;
            if !result.is(&Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        match op {
            CompareOp::Eq => Ok(Value::bool(a.is(b))),
            CompareOp::Ne => Ok(Value::bool(!a.is(b))),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
                Err(self.incomparable(op, a, b))
            }
        }
    }
}
