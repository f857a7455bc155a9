//! Iterators that work on other iterators, and those that go backwards or call a function.

mod alias;
mod combine;
mod functional;
mod reversed;

pub use combine::{ENUMERATE, ZIP};
pub use functional::{CALLABLE_ITERATOR, FILTER, MAP};
pub use reversed::{LIST_REVERSE_ITERATOR, REVERSED};

use crate::object::native::Args;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// `iter(iterator)` is the iterator.
fn itself(_: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

/// The positional arguments of a constructor that takes no others.
fn only_positional<'a>(vm: &Vm, name: &str, args: Args<'a>) -> PyResult<&'a [Value]> {
    if args.names.is_empty() {
        return Ok(args.all);
    }
    Err(vm.type_error(format!("{name}() takes no keyword arguments")))
}
