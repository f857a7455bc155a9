//! Operators, tests, iteration and unpacking. Out-of-line parts of the dispatch loop; the contract is in `mod.rs`.

use super::*;

// ---- operators ---------------------------------------------------------------------------------

#[inline(never)]
pub(in crate::vm) unsafe fn binary(vm: &Vm, frame: *mut Frame, w: Word, op: BinaryOp) -> bool {
    // SAFETY: as the head of the file demands.
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
        // Operands die before what the result replaces.
        drop((a, b));
        at.done(result)
    }
}

/// The quotient of two small numbers; `None` where something else must decide.
pub(in crate::vm) fn divide(vm: &Vm, a: &Value, b: &Value) -> Option<Value> {
    let number = |v: &Value| match v.as_int() {
        // Exact in a double, so that one division rounds correctly.
        Some(int) if int.unsigned_abs() < 1 << 53 => Some(int as f64),
        Some(_) => None,
        None => v.as_small_float(),
    };
    let (x, y) = (number(a)?, number(b)?);
    (y != 0.0).then(|| vm.float(x / y))
}

#[inline(never)]
pub(in crate::vm) unsafe fn binary_immediate(
    vm: &Vm,
    frame: *mut Frame,
    w: Word,
    op: BinaryOp,
) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let a = at.b();
        let b = Value::int_unchecked(i64::from(w.c() as i16));
        let result = if w.flags() & Word::INPLACE != 0 {
            vm.inplace(op, &a, &b)
        } else {
            vm.binary(op, &a, &b)
        };
        drop(a);
        at.done(result)
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn unary(vm: &Vm, frame: *mut Frame, w: Word, op: Op) -> bool {
    // SAFETY: as the head of the file demands.
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
        let result = vm.unary(op, &value);
        drop(value);
        at.done(result)
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn compare(vm: &Vm, frame: *mut Frame, w: Word, op: CompareOp) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (b, a) = (at.c(), at.b());
        let result = vm.compare(op, &a, &b);
        drop((a, b));
        at.done(result)
    }
}

pub(in crate::vm) unsafe fn compare_truth(
    vm: &Vm,
    frame: *mut Frame,
    w: Word,
    op: CompareOp,
) -> Truth {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (b, a) = (at.b(), at.a());
        at.truth(vm.compare_bool(op, &a, &b))
    }
}

pub(in crate::vm) unsafe fn compare_immediate(
    vm: &Vm,
    frame: *mut Frame,
    w: Word,
    op: CompareOp,
) -> Truth {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let a = at.a();
        let b = Value::int_unchecked(i64::from(w.b() as i16));
        at.truth(vm.compare_bool(op, &a, &b))
    }
}

#[inline(never)]
pub(in crate::vm) fn truth(vm: &Vm, value: &Value) -> Truth {
    let known = |holds: bool| if holds { Truth::True } else { Truth::False };
    if let Some(list) = value.get_exact::<ListObject>() {
        return known(!list.items.borrow().is_empty());
    }
    if let Some(text) = value.get_exact::<StrObject>() {
        return known(!text.as_bytes().is_empty());
    }
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
#[inline(never)]
pub(in crate::vm) unsafe fn contains(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (container, item) = (at.c(), at.b());
        let negate = w.opcode() == Op::NotIn as u8;
        let result = vm.contains(&container, &item).map(|found| Value::bool(found != negate));
        drop((item, container));
        at.done(result)
    }
}

pub(in crate::vm) unsafe fn contains_truth(vm: &Vm, frame: *mut Frame, w: Word) -> Truth {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (container, item) = (at.b(), at.a());
        if let Some(set) = container.get_exact::<SetObject>() {
            return at.truth(set.holds(vm, &item));
        }
        if let Some(dict) = container.get_exact::<DictObject>() {
            return at.truth(dict.contains(vm, &item));
        }
        at.truth(vm.contains(&container, &item))
    }
}

// ---- iteration ---------------------------------------------------------------------------------

#[inline(never)]
pub(in crate::vm) unsafe fn get_iter(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        at.done(vm.iter(&at.b()))
    }
}

/// The next item, if the iterator goes over an exact list or tuple and has one left.
#[inline(always)]
pub(in crate::vm) fn next_of_list(iter: &SequenceIterObject) -> Option<Value> {
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

/// The next character, if the iterator goes over an exact str and the character is an ASCII one.
#[inline(always)]
fn next_of_text(vm: &Vm, iter: &Value) -> Option<Value> {
    let iter = iter.get_exact::<SequenceIterObject>()?;
    iter.sequence.with(|sequence| {
        let at = iter.at.get();
        let byte = *sequence.get_exact::<StrObject>()?.as_bytes().get(at)?;
        if byte >= 0x80 {
            return None;
        }
        iter.at.set(at + 1);
        Some(vm.ascii_char(byte))
    })
}

/// One turn of a `ForIter`; chooses the quickened form.
#[inline(never)]
pub(in crate::vm) unsafe fn for_next(vm: &Vm, frame: *mut Frame) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = executing(frame);
        if let Some(item) = next_of_text(vm, &*Frame::registers(frame).add(usize::from(w.b()))) {
            put(frame, w, item);
            return after(frame, 2);
        }
        let iter = own(frame, w.b(), false);
        let form = match iter.header().map(Header::kind_byte) {
            Some(kind) if kind == Kind::RangeIter as u8 => Op::ForIterRange,
            Some(kind) if kind == Kind::SequenceIter as u8 => Op::ForIterList,
            Some(kind) if kind == Kind::Generator as u8 => Op::ForIterGenerator,
            _ if pairs_of(vm, frame, w, &iter).is_some() => Op::ForIterPair,
            _ => Op::ForIter,
        };
        quicken(frame, w, form);
        if let Some(generator) = iter.get_exact::<GeneratorObject>() {
            let entered = crate::vm::coroutine::begin_for(vm, frame, generator);
            if !entered.is_null() {
                return NonNull::new(entered);
            }
        }
        match vm.next(&iter) {
            Ok(Some(value)) => {
                put(frame, w, value);
                after(frame, 2)
            }
            Ok(None) => end_iteration(frame, iter),
            Err(raised) => {
                vm.pending.set(Some(raised.0));
                None
            }
        }
    }
}

unsafe fn end_iteration(frame: *mut Frame, iter: Value) -> Next {
    drop(iter);
    // SAFETY: as the head of the file demands.
    unsafe {
        crate::vm::coroutine::drop_iterator(frame);
        branch(frame, true)
    }
}

type NextPair = fn(&Vm, &Value) -> PyResult<Step>;

/// How the iterator gives pairs, and the instruction that would take them apart at once.
unsafe fn pairs_of(vm: &Vm, frame: *mut Frame, w: Word, iter: &Value) -> Option<(NextPair, Word)> {
    // SAFETY: as the head of the file demands; a loop's body follows its jump.
    let unpack = unsafe { (*(*frame).pc.add(2)).get() };
    let class = vm.class(iter);
    let fits = unpack.opcode() == Op::Unpack as u8
        && unpack.b() == w.a()
        && unpack.flags() & Word::TAKE_B != 0
        && unpack.c() == 2
        && !class.has(type_flag::HEAP);
    Some((class.slots.next_pair.get().filter(|_| fits)?, unpack))
}

/// One turn of a `ForIter` over pairs, with the `Unpack` behind it.
#[inline(never)]
pub(in crate::vm) unsafe fn for_next_pair(vm: &Vm, frame: *mut Frame) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = executing(frame);
        let iter = own(frame, w.b(), false);
        let Some((next_pair, unpack)) = pairs_of(vm, frame, w, &iter) else {
            return for_next(vm, frame);
        };
        match next_pair(vm, &iter) {
            Ok(Step::Pair(first, second)) => {
                let registers = Frame::registers(frame).add(usize::from(unpack.a()));
                ptr::write(registers, second);
                ptr::write(registers.add(1), first);
                after(frame, 3)
            }
            Ok(Step::Item(item)) => {
                put(frame, w, item);
                after(frame, 2)
            }
            Ok(Step::End) => end_iteration(frame, iter),
            Err(raised) => {
                vm.pending.set(Some(raised.0));
                None
            }
        }
    }
}

/// Exactly `count` values of an iterable, with the messages of unpacking.
pub(in crate::vm) fn unpack_exact(vm: &Vm, src: &Value, count: usize) -> PyResult<Vec<Value>> {
    let exact = src.get_exact::<ListObject>().is_some() || src.get_exact::<TupleObject>().is_some();
    let items = if exact {
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
            let text = format!("too many values to unpack (expected {count})");
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

pub(in crate::vm) fn unpack_iter(vm: &Vm, src: &Value) -> PyResult {
    if !vm.can_iterate(src) {
        let name = vm.class(src).full_name();
        return Err(vm.type_error(format!("cannot unpack non-iterable {name} object")));
    }
    vm.iter(src)
}

#[inline(never)]
pub(in crate::vm) unsafe fn unpack(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
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

/// All values of an iterable, which gives some before the starred target and at least so many at all.
fn unpack_least(vm: &Vm, src: &Value, before: usize, least: usize) -> PyResult<Vec<Value>> {
    let iter = unpack_iter(vm, src)?;
    let mut items = Vec::with_capacity(before);
    while items.len() < before
        && let Some(item) = vm.next(&iter)?
    {
        items.push(item);
    }
    if items.len() == before {
        items.extend(vm.to_vec(&iter)?);
    }
    let got = items.len();
    if got < least {
        let text = format!("not enough values to unpack (expected at least {least}, got {got})");
        return Err(vm.value_error(text));
    }
    Ok(items)
}

#[inline(never)]
pub(in crate::vm) unsafe fn unpack_star(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let src = at.b();
        let (before, after) = (usize::from(w.c() & 0xff), usize::from(w.c() >> 8));
        let mut items = match unpack_least(vm, &src, before, before + after) {
            Ok(items) => items,
            Err(raised) => return at.fail(raised),
        };
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
