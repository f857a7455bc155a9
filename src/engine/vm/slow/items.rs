//! Items, and building of collections and strings. Out-of-line parts of the dispatch loop; the contract is in `mod.rs`.

use super::*;

// ---- items -------------------------------------------------------------------------------------

/// The place in a sequence of `len` items that a small integer selects.
#[inline(always)]
pub(in crate::vm) fn position(key: &Value, len: usize) -> Option<usize> {
    let at = key.int_bits();
    let at = if at < 0 { at + len as i64 } else { at } as usize;
    (at < len).then_some(at)
}

/// `object[key]`; chooses the quickened form.
#[inline(never)]
pub(in crate::vm) unsafe fn get_item(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let key = at.c();
        let object = at.b();
        if let Some(items) = object.get_exact::<TupleObject>() {
            let items = items.items();
            if key.is_int() {
                quicken(frame, w, Op::GetItemTuple);
                if let Some(index) = position(&key, items.len()) {
                    return at.put(items[index].clone());
                }
            } else if let Some(part) = plain_part(&key, items.len()) {
                // All of an immutable sequence is the sequence.
                let whole = part.len() == items.len();
                let made = if whole { object.clone() } else { vm.tuple_joined(&items[part], &[]) };
                return at.put(made);
            }
        } else if object.get_exact::<DictObject>().is_some() {
            quicken(frame, w, Op::GetItemDict);
        } else if key.is_int() && object.get_exact::<ListObject>().is_some() {
            quicken(frame, w, Op::GetItemList);
        } else if let Some(text) = object.get_exact::<StrObject>()
            && key.is_int()
            && text.is_ascii()
            && let Some(at_byte) = position(&key, text.as_bytes().len())
        {
            return at.put(vm.ascii_char(text.as_bytes()[at_byte]));
        }
        let result = vm.getitem(&object, &key);
        drop((object, key));
        at.done(result)
    }
}

/// `dict[key]`
#[inline(never)]
pub(in crate::vm) unsafe fn get_item_of_dict(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let key = at.c();
        let object = at.b();
        let Some(dict) = object.get_exact::<DictObject>() else {
            quicken(frame, w, Op::GetItem);
            let result = vm.getitem(&object, &key);
            drop((object, key));
            return at.done(result);
        };
        match dict.get(vm, &key) {
            Ok(Some(value)) => at.put(value),
            Ok(None) => at.fail(vm.key_error(&key)),
            Err(raised) => at.fail(raised),
        }
    }
}

/// The range that a slice of small ints without a step selects.
pub(in crate::vm) fn plain_part(key: &Value, len: usize) -> Option<std::ops::Range<usize>> {
    let slice = key.get_exact::<SliceObject>()?;
    if !slice.step.is_none() {
        return None;
    }
    part_between(&slice.start, &slice.stop, len)
}

pub(in crate::vm) fn part_between(
    start: &Value,
    stop: &Value,
    len: usize,
) -> Option<std::ops::Range<usize>> {
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
pub(in crate::vm) unsafe fn take_part(vm: &Vm, frame: *mut Frame, w: Word, item: Word) -> bool {
    // SAFETY: as the head of the file demands.
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
            // All of an immutable sequence is the sequence.
            let whole = range.len() == items.len();
            if whole { object.clone() } else { vm.tuple_joined(&items[range], &[]) }
        } else if let Some(list) = object.get_exact::<ListObject>() {
            let Ok(items) = list.items.try_borrow() else { return false };
            let Some(range) = part_between(start, stop, items.len()) else { return false };
            if !vm.heap.allows(range.len() * 8) {
                return false;
            }
            let part = crate::object::value::clone_slice(&items[range]);
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

#[inline(never)]
pub(in crate::vm) unsafe fn set_item(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (value, key, object) = (at.c(), at.b(), at.a());
        if let Some(dict) = object.get_exact::<DictObject>() {
            quicken(frame, w, Op::SetItemDict);
            return match dict.insert(vm, key, value) {
                Ok(old) => {
                    drop(old);
                    true
                }
                Err(raised) => at.fail(raised),
            };
        }
        let is_list = key.is_int() && object.get_exact::<ListObject>().is_some();
        quicken(frame, w, if is_list { Op::SetItemList } else { Op::SetItem });
        at.unit(vm.setitem(&object, &key, Some(&value)))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn delete_item(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (key, object) = (at.b(), at.a());
        at.unit(vm.setitem(&object, &key, None))
    }
}

/// Makes a slice; taking a part of a tuple or list with it needs no slice object.
#[inline(never)]
pub(in crate::vm) unsafe fn build_slice(vm: &Vm, frame: *mut Frame, w: Word) -> Next {
    // SAFETY: as the head of the file demands; a slice is never the last instruction.
    unsafe {
        let item = (*(*frame).pc.add(1)).get();
        if take_part(vm, frame, w, item) {
            return after(frame, 2);
        }
        let at = Operands::new(vm, frame, w);
        let mut parts = at.run(w.b(), usize::from(w.c())).into_iter();
        let mut part = || parts.next().unwrap_or(Value::NONE);
        let (start, stop, step) = (part(), part(), part());
        at.put(vm.new_slice(start, stop, step));
        after(frame, 1)
    }
}

// ---- building ----------------------------------------------------------------------------------

#[inline(never)]
pub(in crate::vm) unsafe fn build_tuple(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (first, count) = (at.regs.add(usize::from(w.b())), usize::from(w.c()));
        at.put(match count {
            0 => vm.empty_tuple(),
            _ => vm.tuple_from_raw(vm.types.tuple(), first, count),
        })
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn build_list(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        at.put(vm.new_list(at.run(w.b(), usize::from(w.c()))))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn build_set(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let items = at.run(w.b(), usize::from(w.c()));
        at.done(vm.new_set(vm.types.set(), items))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn build_dict(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
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

#[inline(never)]
pub(in crate::vm) unsafe fn build_string(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let parts = at.run(w.b(), usize::from(w.c()));
        at.done(vm.str_of_strs(&parts))
    }
}

pub(in crate::vm) fn converted(vm: &Vm, value: Value, conversion: u16) -> PyResult {
    match conversion {
        1 => vm.str_of(&value),
        2 => vm.repr(&value),
        3 => vm.ascii(&value),
        _ => Ok(value),
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn format(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let value = at.b();
        let result = converted(vm, value, w.c()).and_then(|value| {
            if value.get_exact::<StrObject>().is_some() {
                return Ok(value);
            }
            vm.format(&value, vm.names().empty())
        });
        at.done(result)
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn format_spec(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let mut run = at.run(w.b(), 2).into_iter();
        let value = run.next().unwrap_or(Value::NONE);
        let spec = run.next().unwrap_or(Value::NONE);
        at.done(converted(vm, value, w.c()).and_then(|value| vm.format(&value, &spec)))
    }
}

/// `list.append(value)` where the list has to grow.
#[cold]
#[inline(never)]
pub(in crate::vm) unsafe fn list_append(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (list, value) = (at.keep(w.a()), at.b());
        payload::<ListObject>(&list).items.borrow_mut().push(value);
        true
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn list_extend(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (list, value) = (at.keep(w.a()), at.b());
        if !vm.can_iterate(&value) {
            let class = vm.class(&value);
            let text = format!("Value after * must be an iterable, not {}", class.full_name());
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

#[inline(never)]
pub(in crate::vm) unsafe fn set_add(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (set, value) = (at.keep(w.a()), at.b());
        at.unit(payload::<SetObject>(&set).add(vm, value))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn set_update(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (set, value) = (at.keep(w.a()), at.b());
        at.unit(payload::<SetObject>(&set).update(vm, &value))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn dict_set(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (dict, value, key) = (at.keep(w.a()), at.c(), at.b());
        at.unit(payload::<DictObject>(&dict).insert(vm, key, value).map(drop))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn dict_update(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (dict, value) = (at.keep(w.a()), at.b());
        let result = match vm.merge_mapping(payload::<DictObject>(&dict), &value, false) {
            Ok(false) => {
                let class = vm.class(&value).full_name();
                Err(vm.type_error(format!("'{class}' object is not a mapping")))
            }
            result => result.map(drop),
        };
        at.unit(result)
    }
}

/// Adds the keyword arguments that a mapping gives for a call, each of which must be a new one.
pub(in crate::vm) fn merge_keywords(
    vm: &Vm,
    dict: &DictObject,
    mapping: &Value,
    callee: &Value,
) -> PyResult<()> {
    match vm.merge_mapping(dict, mapping, true) {
        Ok(true) => Ok(()),
        Ok(false) => {
            let (name, class) = (vm.callee_name(callee), vm.class(mapping).full_name());
            let text = format!("{name} argument after ** must be a mapping, not {class}");
            Err(vm.type_error(text))
        }
        Err(raised) if vm.is_exception(&raised.0, &KEY_ERROR) => {
            let args = raised.0.get::<ExceptionObject>().map(|error| error.args.get());
            let [key] = args.as_ref().map_or(&[][..], |args| args.tuple_items()) else {
                return Err(raised);
            };
            let (name, key) = (vm.callee_name(callee), vm.str_of(key)?.to_text());
            let text = format!("{name} got multiple values for keyword argument '{key}'");
            Err(vm.type_error(text))
        }
        Err(raised) => Err(raised),
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn dict_merge(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (dict, value, callee) = (at.keep(w.a()), at.b(), at.keep(w.c()));
        at.unit(merge_keywords(vm, payload::<DictObject>(&dict), &value, &callee))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn list_to_tuple(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let list = at.b();
        let items = payload::<ListObject>(&list).items.take();
        at.put(vm.tuple(items))
    }
}
