//! Names: globals, builtins, namespaces, cells. Out-of-line parts of the dispatch loop; the contract is in `mod.rs`.

use super::*;

// ---- names -------------------------------------------------------------------------------------

pub(in crate::vm) unsafe fn site<'a>(frame: *mut Frame, index: usize) -> (&'a Cache, &'a Value) {
    // SAFETY: as the head of the file demands.
    unsafe {
        let code = &*(*frame).code;
        let cache = &code.caches[index];
        (cache, &code.names[cache.name as usize])
    }
}

/// Replaces the instruction at the saved `pc` by another form of itself.
pub(in crate::vm) unsafe fn quicken(frame: *mut Frame, w: Word, op: Op) {
    // SAFETY: as the head of the file demands.
    unsafe { (*(*frame).pc).set(w.with_op(op)) };
}

/// Whether the site has failed its guard so often that it should stay generic.
pub(in crate::vm) fn gives_up(cache: &Cache) -> bool {
    let misses = cache.misses.get() + 1;
    cache.misses.set(misses);
    misses > MAX_MISSES
}

const MAX_MISSES: u32 = 64;

#[cold]
#[inline(never)]
pub(in crate::vm) unsafe fn load_global(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (cache, name) = site(frame, w.wide() as usize);
        let globals = Frame::globals(frame);
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

/// A name in builtins that are no plain dict, or have it only once somebody asks.
pub(in crate::vm) unsafe fn builtin(
    vm: &Vm,
    frame: *mut Frame,
    name: &Value,
) -> PyResult<Option<Value>> {
    // SAFETY: as the head of the file demands.
    let function = unsafe { payload::<FunctionObject>(&(*frame).function) };
    match function.builtins.get::<DictObject>() {
        // A key that is no str may be equal to the name.
        Some(dict) => match dict.get_interned(name) {
            Some(found) => Ok(Some(found)),
            None => match dict.get(vm, name)? {
                None => vm.late_builtin(dict, name),
                found => Ok(found),
            },
        },
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
#[inline(never)]
pub(in crate::vm) unsafe fn unbound_local(vm: &Vm, frame: *mut Frame, index: u16) -> bool {
    // SAFETY: as the head of the file demands.
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

#[inline(never)]
pub(in crate::vm) unsafe fn store_global(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, w.wide() as usize);
        drop(Frame::globals(frame).set_interned(name, at.a()));
        true
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn delete_global(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let (_, name) = site(frame, w.wide() as usize);
        match Frame::globals(frame).remove_interned(name) {
            Some(_) => true,
            None => Operands::new(vm, frame, w).fail(vm.undefined_name(name)),
        }
    }
}

/// The name in the frame's namespace, if it has one of its own.
pub(in crate::vm) unsafe fn own_name(
    vm: &Vm,
    frame: *mut Frame,
    name: &Value,
) -> PyResult<Option<Value>> {
    // SAFETY: as the head of the file demands.
    let locals = unsafe { &(*frame).locals };
    match locals.get_exact::<DictObject>() {
        Some(dict) => Ok(dict.get_interned(name)),
        None if locals.is_unbound() => Ok(None),
        None => item_or_none(vm, &locals.clone(), name),
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn load_name(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
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

pub(in crate::vm) unsafe fn global_or_builtin(
    vm: &Vm,
    frame: *mut Frame,
    name: &Value,
) -> PyResult {
    // SAFETY: as the head of the file demands.
    unsafe {
        if let Some(value) = Frame::globals(frame).get_interned(name) {
            return Ok(value);
        }
        builtin(vm, frame, name)?.ok_or_else(|| vm.undefined_name(name))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn store_name(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, w.wide() as usize);
        let value = at.a();
        match (*frame).locals.get_exact::<DictObject>() {
            Some(dict) => {
                drop(dict.set_interned(name, value));
                true
            }
            // A module's code within a function has its globals alone.
            None if (*frame).locals.is_unbound() => {
                drop(Frame::globals(frame).set_interned(name, value));
                true
            }
            None => at.unit(vm.setitem(&(*frame).locals.clone(), name, Some(&value))),
        }
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn delete_name(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, w.wide() as usize);
        match (*frame).locals.get_exact::<DictObject>() {
            Some(dict) => match dict.remove_interned(name) {
                Some(_) => true,
                None => at.fail(vm.undefined_name(name)),
            },
            None if (*frame).locals.is_unbound() => {
                match Frame::globals(frame).remove_interned(name) {
                    Some(_) => true,
                    None => at.fail(vm.undefined_name(name)),
                }
            }
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

#[inline(never)]
pub(in crate::vm) unsafe fn make_cell(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let content = ptr::read(at.regs.add(usize::from(w.a())));
        at.set(w.a(), vm.new_cell(content));
        true
    }
}

pub(in crate::vm) unsafe fn copy_free(frame: *mut Frame, first: u16) {
    // SAFETY: as the head of the file demands.
    unsafe {
        let function = payload::<FunctionObject>(&(*frame).function);
        let regs = Frame::registers(frame);
        for (at, cell) in function.closure.tuple_items().iter().enumerate() {
            ptr::write(regs.add(usize::from(first) + at), cell.clone());
        }
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn load_class_deref(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
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

#[inline(never)]
pub(in crate::vm) unsafe fn load_from_dict_or_globals(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
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
