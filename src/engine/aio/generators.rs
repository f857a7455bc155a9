//! The asynchronous generators that were begun under a loop, so that it can close them in the end.

use std::cell::{Cell, RefCell};

use hashbrown::HashMap;

use super::errors;
use crate::object::header::Traverse;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::object::weak::WeakObject;
use crate::types::exception::{EXCEPTION, RESOURCE_WARNING};

/// What the hooks were before a loop set its own.
pub(super) struct Hooks {
    firstiter: Value,
    finalizer: Value,
}

/// Weak references by the generators' addresses, numbered in the order of their beginning.
#[derive(Default)]
pub(super) struct Generators {
    begun: RefCell<HashMap<usize, (u64, Value), foldhash::fast::FixedState>>,
    count: Cell<u64>,
    /// Entries of dead generators are thrown out once there are that many.
    limit: Cell<usize>,
    shut_down: Cell<bool>,
}

/// Below that many entries nobody looks for dead ones.
const FEW: usize = 64;

fn target(weak: &Value) -> Option<Value> {
    weak.get::<WeakObject>().and_then(WeakObject::target)
}

impl Traverse for Generators {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.begun.borrow().values().for_each(|(_, weak)| visit(weak));
    }
}

impl Generators {
    /// Makes the loop's methods the hooks of new generators.
    pub(super) fn set_hooks(&self, vm: &Vm, this: &Value) -> PyResult<Hooks> {
        let firstiter = vm.getattr(this, &vm.intern("_asyncgen_firstiter_hook"))?;
        let finalizer = vm.getattr(this, &vm.intern("_asyncgen_finalizer_hook"))?;
        Ok(Hooks {
            firstiter: vm.asyncgen_firstiter.replace(firstiter),
            finalizer: vm.asyncgen_finalizer.replace(finalizer),
        })
    }

    pub(super) fn restore_hooks(vm: &Vm, hooks: Hooks) {
        vm.asyncgen_firstiter.set(hooks.firstiter);
        vm.asyncgen_finalizer.set(hooks.finalizer);
    }

    /// The first step of a generator is made.
    pub(super) fn begun(&self, vm: &Vm, this: &Value, generator: &Value) -> PyResult<()> {
        if self.shut_down.get() {
            let repr = vm.repr_text(generator)?;
            let text = format!(
                "asynchronous generator {repr} was scheduled after loop.shutdown_asyncgens() call"
            );
            vm.warn_level(&vm.ty(&RESOURCE_WARNING), &vm.str(&text), 1, Some(this))?;
        }
        let weak = vm.new_weak(vm.types.weakref(), generator, Value::NONE)?;
        let number = self.count.get();
        self.count.set(number + 1);
        let mut gone = Vec::new();
        {
            let mut begun = self.begun.borrow_mut();
            if begun.len() >= self.limit.get().max(FEW) {
                gone.extend(begun.extract_if(|_, (_, weak)| target(weak).is_none()));
                self.limit.set(begun.len() * 2);
            }
            let old = begun.insert(generator.bits(), (number, weak));
            gone.extend(old.map(|old| (0, old)));
        }
        drop(gone);
        Ok(())
    }

    pub(super) fn forget(&self, generator: &Value) {
        let entry = self.begun.borrow_mut().remove(&generator.bits());
        drop(entry);
    }

    /// Those that live, in the order of their beginning; from now on a new one is a mistake.
    pub(super) fn take_all(&self) -> Vec<Value> {
        self.shut_down.set(true);
        let mut all: Vec<(u64, Value)> = self.begun.take().into_values().collect();
        all.sort_by_key(|(number, _)| *number);
        all.iter().filter_map(|(_, weak)| target(weak)).collect()
    }
}

/// Tells the exception handler of generators that failed while being closed. `closed` is a tuple of
/// loop and generators, `results` what closing them came to.
pub(super) fn report(vm: &Vm, closed: &Value, results: &Value) -> PyResult<()> {
    let [event_loop, generators] = closed.tuple_items() else { return Ok(()) };
    for (generator, result) in generators.tuple_items().iter().zip(vm.to_vec(results)?) {
        if !vm.is_exception(&result, &EXCEPTION) {
            continue;
        }
        let repr = vm.repr_text(generator)?;
        let text = format!("an error occurred during closing of asynchronous generator {repr}");
        let rows =
            [("message", vm.str(&text)), ("exception", result), ("asyncgen", generator.clone())];
        errors::call_exception_handler(vm, event_loop, &rows)?;
    }
    Ok(())
}
