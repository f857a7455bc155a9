//! Functions, the breaker, imports, patterns and helpers. Out-of-line parts of the dispatch loop; the contract is in `mod.rs`.

use super::*;

// ---- functions ---------------------------------------------------------------------------------

#[inline(never)]
pub(in crate::vm) unsafe fn make_function(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
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

#[inline(never)]
pub(in crate::vm) unsafe fn load_build_class(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
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
pub(in crate::vm) fn init_returned(vm: &Vm, value: Value, instance: Value) -> bool {
    let class = vm.class(&value).full_name();
    drop(instance);
    let raised = vm.type_error(format!("__init__() should return None, not '{class}'"));
    vm.pending.set(Some(raised.0));
    false
}

// ---- breaker -----------------------------------------------------------------------------------

/// Checks at the entry of a Python function: depth, signals, collector.
#[cold]
#[inline(never)]
pub(in crate::vm) unsafe fn enter_checks(vm: &Vm, frame: *mut Frame) -> bool {
    // SAFETY: as the head of the file demands.
    if unsafe { (*frame).depth } > vm.recursion_limit.get() {
        // Raised in the caller: the function has not begun.
        vm.reraising.set(true);
        vm.pending.set(Some(vm.recursion_error().0));
        return false;
    }
    look_around(vm)
}

/// Gives signals, the collector and limits their turn.
#[cold]
#[inline(never)]
pub(in crate::vm) fn look_around(vm: &Vm) -> bool {
    match vm.handle_breaker() {
        // Nothing raised: the loop is left for the one that traces.
        Ok(()) => !vm.must_switch(),
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
        if self.breaker.get() & Breaker::SWITCH != 0 {
            self.switch_threads();
        }
        let reasons = self.breaker.get();
        if reasons & Breaker::COLLECT != 0 {
            self.collect_if_due();
        }
        self.check_limits(reasons)?;
        // Signals are the main thread's: it is about to ask for its turn.
        if reasons & Breaker::SIGNAL != 0 && self.is_main_thread() {
            self.handle_signals()?;
        }
        Ok(())
    }

    /// What a loop in Rust does when the breaker is set. Programs rely on `list(x)` not being
    /// disturbed halfway: no other thread gets its turn, no finaliser and no handler of a signal
    /// that is written in Python.
    #[cold]
    pub fn handle_breaker_between_items(&self) -> PyResult<()> {
        let reasons = self.breaker.get();
        self.check_limits(reasons)?;
        if reasons & Breaker::SIGNAL != 0 && self.is_main_thread() && !self.has_signal_handlers() {
            self.handle_signals()?;
        }
        Ok(())
    }

    fn check_limits(&self, reasons: u32) -> PyResult<()> {
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
        Ok(())
    }
}

// ---- imports -----------------------------------------------------------------------------------

#[inline(never)]
pub(in crate::vm) unsafe fn import_name(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
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

#[inline(never)]
pub(in crate::vm) unsafe fn import_from(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, usize::from(w.c()));
        at.done(vm.import_from(&at.keep(w.b()), name))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn import_star(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let module = at.a();
        let namespace = (*frame).locals.clone();
        at.unit(vm.import_star(&module, &namespace))
    }
}

// ---- pattern matching --------------------------------------------------------------------------

#[inline(never)]
pub(in crate::vm) unsafe fn len(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        at.done(vm.len(&at.keep(w.b())).map(|len| vm.int(len as i64)))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn is_sequence(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        at.put(Value::bool(vm.class(&at.keep(w.b())).has(type_flag::SEQUENCE)))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn is_mapping(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        at.put(Value::bool(vm.class(&at.keep(w.b())).has(type_flag::MAPPING)))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn match_keys(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (subject, keys) = (at.keep(w.b()), at.keep(w.b() + 1));
        at.done(crate::vm::pattern::match_keys(vm, &subject, keys.tuple_items()))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn match_class(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let mut run = at.run(w.b(), 3).into_iter();
        let mut part = || run.next().unwrap_or(Value::NONE);
        let (subject, class, names) = (part(), part(), part());
        let positional = usize::from(w.c());
        at.done(crate::vm::pattern::match_class(
            vm,
            &subject,
            &class,
            names.tuple_items(),
            positional,
        ))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn call_helper(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let Some((helper, _, arity)) = Helper::ALL.get(usize::from(w.c())) else {
            crate::object::frame::bug("no such helper")
        };
        let args = at.run(w.b(), usize::from(*arity));
        at.done(crate::vm::helpers::call(vm, frame, *helper, args))
    }
}
