//! Raising, catching and context managers. Out-of-line parts of the dispatch loop; the contract is in `mod.rs`.

use super::*;

// ---- exceptions --------------------------------------------------------------------------------

/// Lets an exception go on as it is: no new context, no entry for this place.
#[inline(never)]
pub(in crate::vm) fn reraise(vm: &Vm, exception: Value) {
    vm.reraising.set(true);
    vm.pending.set(Some(exception));
}

/// At `first`: exception, saved. The saved one is being handled again; the exception goes on.
#[inline(never)]
pub(in crate::vm) unsafe fn pop_exc_reraise(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let first = Frame::registers(frame).add(usize::from(w.a()));
        let old = (*vm.handled.get()).exception.replace(ptr::read(first.add(1)));
        drop(old);
        reraise(vm, ptr::read(first));
        false
    }
}

/// At `first`: exception, saved, new exception, which goes on.
#[inline(never)]
pub(in crate::vm) unsafe fn pop_exc_raise(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let first = Frame::registers(frame).add(usize::from(w.a()));
        let old = (*vm.handled.get()).exception.replace(ptr::read(first.add(1)));
        let new = ptr::read(first.add(2));
        drop(old);
        drop(ptr::read(first));
        reraise(vm, new);
        false
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn raise(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
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

#[inline(never)]
pub(in crate::vm) unsafe fn raise_from(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
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
    pub(in crate::vm) fn raise_again(&self) -> bool {
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
        let base = self.ty(&BASE_EXCEPTION);
        if TypeRef::of(value).is_some_and(|class| class.is_subtype(&base)) {
            return self.exception_to_raise(value);
        }
        Err(self.type_error("exception causes must derive from BaseException"))
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

#[inline(never)]
pub(in crate::vm) unsafe fn match_exc(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (exception, kind) = (at.keep(w.b()), at.c());
        at.done(vm.exception_matches(&exception, &kind).map(Value::bool))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn match_exc_group(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
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

#[inline(never)]
pub(in crate::vm) unsafe fn prep_reraise_star(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let mut run = at.run(w.b(), 2).into_iter();
        let original = run.next().unwrap_or(Value::NONE);
        let raised = run.next().unwrap_or(Value::NONE);
        at.done(vm.prepare_reraise_star(&original, &raised))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn load_assertion_error(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe { Operands::new(vm, frame, w).put(vm.ty(&ASSERTION_ERROR).value().clone()) }
}

#[inline(never)]
pub(in crate::vm) unsafe fn enter_with(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
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

#[inline(never)]
pub(in crate::vm) unsafe fn exit_with(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        at.done(vm.call(&at.b(), &[Value::NONE, Value::NONE, Value::NONE]))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn exit_with_exc(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (exit, exception) = (at.keep(w.b()), at.keep(w.c()));
        let class = vm.type_of(&exception).value().clone();
        let traceback = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
        let args = [class, exception, traceback.unwrap_or(Value::NONE)];
        at.done(vm.call(&exit, &args))
    }
}
