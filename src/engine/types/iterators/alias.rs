//! The iterator of `list[int]`, which gives `*list[int]` once.

use super::itself;
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::generic_alias;

struct Once {
    /// Unbound at the end.
    alias: Var,
}

impl Traverse for Once {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.alias.visit(visit);
    }

    fn clear(&self) {
        self.alias.set(Value::UNBOUND);
    }
}

impl Vm {
    /// `iter(alias)`
    pub(crate) fn alias_iterator(&self, alias: &Value) -> Value {
        self.new_foreign(&self.ty(&GENERIC_ALIAS_ITERATOR), Once { alias: alias.clone().into() })
    }
}

fn once<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Once> {
    this.foreign::<Once>().ok_or_else(|| vm.wrong_self(this, "generic_alias_iterator"))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = once(vm, this)?;
    let Some(alias) = own.alias.bound() else { return Ok(None) };
    own.clear();
    generic_alias::unpacked(vm, &alias).map(Some)
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let left = once(vm, this)?.alias.bound().unwrap_or_else(|| vm.empty_tuple());
    let function = vm.builtin_function("iter")?;
    Ok(vm.rebuilt_by(function, vec![left], None))
}

static GENERIC_ALIAS_ITERATOR: TypeSpec = TypeSpec {
    name: "generic_alias_iterator",
    doc: "Gives an alias unpacked, once.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::NONE },
    methods: funcs![
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
