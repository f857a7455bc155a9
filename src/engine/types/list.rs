//! list: the object and its methods.

use std::cell::RefCell;

use crate::object::header::{Payload, Traverse};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The payload of a list.
#[derive(Default)]
pub struct ListObject {
    pub(crate) items: RefCell<Vec<Value>>,
}

impl Traverse for ListObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.items.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        let items = std::mem::take(&mut *self.items.borrow_mut());
        drop(items);
    }
}

impl Drop for ListObject {
    /// Last item first, as CPython does.
    fn drop(&mut self) {
        let items = self.items.get_mut();
        while let Some(item) = items.pop() {
            drop(item);
        }
    }
}

impl Vm {
    /// A new list of the values.
    pub fn new_list(&self, items: Vec<Value>) -> Value {
        self.new_object(self.types.list(), ListObject { items: RefCell::new(items) })
    }
}

pub static LIST: TypeSpec = TypeSpec {
    name: "list",
    operations: Some(ListObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::SEQUENCE | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};
