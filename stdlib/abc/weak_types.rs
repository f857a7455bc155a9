//! A set of classes that does not keep them alive.

use std::cell::RefCell;
use std::collections::BTreeMap;

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::object::weak::WeakObject;

/// Weak references by the address of what they refer to.
#[derive(Default)]
pub(super) struct WeakTypes(RefCell<BTreeMap<usize, Value>>);

fn target(reference: &Value) -> Option<Value> {
    reference.get::<WeakObject>().and_then(WeakObject::target)
}

impl WeakTypes {
    pub(super) fn contains(&self, class: &Value) -> bool {
        let all = self.0.borrow();
        all.get(&class.bits()).and_then(target).is_some_and(|known| known.is(class))
    }

    pub(super) fn insert(&self, vm: &Vm, class: &Value) -> PyResult<()> {
        let reference = vm.weak_reference(class)?;
        let mut all = self.0.borrow_mut();
        let mut dead = Vec::new();
        // Now and then what has died is swept out.
        if all.len() >= 64 && all.len().is_power_of_two() {
            let gone: Vec<usize> =
                all.iter().filter(|(_, r)| target(r).is_none()).map(|(key, _)| *key).collect();
            dead.extend(gone.iter().filter_map(|key| all.remove(key)));
        }
        dead.extend(all.insert(class.bits(), reference));
        drop(all);
        drop(dead);
        Ok(())
    }

    /// The classes that still live.
    pub(super) fn live(&self) -> Vec<Value> {
        self.0.borrow().values().filter_map(target).collect()
    }

    pub(super) fn references(&self) -> Vec<Value> {
        self.0.borrow().values().cloned().collect()
    }

    pub(super) fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.borrow().values().for_each(visit);
    }

    pub(super) fn clear(&self) {
        let all = self.0.take();
        drop(all);
    }
}
