//! Contexts: which values the context variables have at some place of the program. A context made
//! nowhere yet is an unbound value, so that tasks of programs without such variables cost nothing.
//! The Python module is `contextvars` of the library.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::object::header::Traverse;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;

/// Values by address of their variable, each with the variable itself. Copying a context shares the
/// map; the first change after that copies it.
pub type Variables = HashMap<usize, (Value, Value), foldhash::fast::FixedState>;

/// The payload of `contextvars.Context`.
#[derive(Default)]
pub struct Context {
    variables: RefCell<Rc<Variables>>,
    /// Whether `run` is executing in it.
    pub entered: Cell<bool>,
}

impl Traverse for Context {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for (variable, value) in self.variables.borrow().values() {
            visit(variable);
            visit(value);
        }
    }

    fn clear(&self) {
        let old = self.variables.replace(Rc::default());
        drop(old);
    }
}

impl Context {
    pub fn get(&self, variable: &Value) -> Option<Value> {
        self.variables.borrow().get(&variable.bits()).map(|(_, value)| value.clone())
    }

    /// Sets or (`None`) unsets the variable; gives its old value.
    pub fn set(&self, variable: &Value, value: Option<Value>) -> Option<Value> {
        let mut shared = self.variables.borrow_mut();
        let map = Rc::make_mut(&mut shared);
        let old = match value {
            Some(value) => map.insert(variable.bits(), (variable.clone(), value)),
            None => map.remove(&variable.bits()),
        };
        // The borrow ends before the caller can drop the old value.
        drop(shared);
        old.map(|(_, value)| value)
    }

    pub fn len(&self) -> usize {
        self.variables.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Variables and values, in no particular order.
    pub fn items(&self) -> Vec<(Value, Value)> {
        self.variables.borrow().values().cloned().collect()
    }

    /// The same variables and values, apart from now on. O(1).
    pub fn copy(&self) -> Context {
        Context { variables: RefCell::new(self.variables.borrow().clone()), ..Context::default() }
    }
}

/// The context that code runs in now, made if it was not there yet.
pub fn current(vm: &Vm) -> Value {
    materialize(vm, &vm.local.context)
}

/// The context in a place that may hold one not made yet.
pub(crate) fn materialize(vm: &Vm, place: &Var) -> Value {
    match place.bound() {
        Some(known) => known,
        None => {
            let made = vm.new_foreign(&vm.ty(&CONTEXT), Context::default());
            place.set(made.clone());
            made
        }
    }
}

/// A copy of the current context; unbound if that holds no variable.
pub fn copy_current(vm: &Vm) -> Value {
    let current = vm.local.context.bound();
    match current.as_ref().and_then(|c| c.foreign::<Context>()) {
        Some(context) if !context.is_empty() => vm.new_foreign(&vm.ty(&CONTEXT), context.copy()),
        _ => Value::UNBOUND,
    }
}

/// A copy of the current context with a variable more.
pub(super) fn marked_copy(vm: &Vm, variable: &Value) -> Value {
    let own = Var::new(copy_current(vm));
    let copy = materialize(vm, &own);
    drop(copy.foreign::<Context>().and_then(|c| c.set(variable, Some(Value::TRUE))));
    copy
}

/// Whether a variable is set in a context.
pub(super) fn has(context: &Value, variable: &Value) -> bool {
    context.foreign::<Context>().is_some_and(|c| c.get(variable).is_some())
}

/// Runs Rust code in a context, which `place` holds and which may not be made yet.
pub(super) fn run_in<T>(vm: &Vm, place: &Var, run: impl FnOnce() -> T) -> T {
    let outside = vm.local.context.replace(place.take());
    let result = run();
    place.set(vm.local.context.replace(outside));
    result
}

/// `context.run(callable, …)`: RuntimeError if the context is entered already.
pub fn run(vm: &Vm, context: &Value, call: impl FnOnce() -> PyResult) -> PyResult {
    let Some(own) = context.foreign::<Context>() else {
        return Err(vm.type_error("a Context is required"));
    };
    if own.entered.replace(true) {
        let text = vm.repr_text(context)?;
        let message = format!("cannot enter context: {text} is already entered");
        return Err(vm.runtime_error(message));
    }
    let outside = vm.local.context.replace(context.clone());
    let result = call();
    vm.local.context.set(outside);
    own.entered.set(false);
    result
}

/// The value of a variable where code runs now.
pub fn get(vm: &Vm, variable: &Value) -> Option<Value> {
    vm.local.context.bound()?.foreign::<Context>()?.get(variable)
}

/// Sets or unsets a variable where code runs now; gives its old value.
pub fn set(vm: &Vm, variable: &Value, value: Option<Value>) -> Option<Value> {
    current(vm).foreign::<Context>()?.set(variable, value)
}

mod python {
    //! What Python sees of a context.

    use std::cell::RefCell;

    use super::Context;
    use crate::funcs;
    use crate::object::foreign::ForeignObject;
    use crate::object::header::{Payload, Traverse};
    use crate::object::native::Args;
    use crate::object::slots::{CompareOp, PyResult, Slots};
    use crate::object::types::{TypeRef, TypeSpec, type_flag};
    use crate::object::value::Value;
    use crate::object::vm::Vm;

    fn of(value: &Value) -> Option<&Context> {
        value.foreign::<Context>()
    }

    fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
        if !args.all.is_empty() {
            return Err(vm.type_error("Context() does not accept any arguments"));
        }
        Ok(vm.new_foreign(class, Context::default()))
    }

    /// A walk over what a context had when it began.
    struct Walk {
        left: RefCell<Vec<Value>>,
    }

    impl Traverse for Walk {
        fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
            self.left.borrow().iter().for_each(visit);
        }

        fn clear(&self) {
            drop(self.left.take());
        }
    }

    const fn walk_type(name: &'static str) -> TypeSpec {
        TypeSpec {
            name,
            operations: Some(ForeignObject::OPERATIONS),
            slots: Slots {
                iter: Some(|_, this| Ok(this.clone())),
                next: Some(|_, this| {
                    Ok(this.foreign::<Walk>().and_then(|walk| walk.left.borrow_mut().pop()))
                }),
                len: Some(|_, this| {
                    Ok(this.foreign::<Walk>().map_or(0, |w| w.left.borrow().len()))
                }),
                ..Slots::NONE
            },
            flags: type_flag::NO_NEW,
            ..TypeSpec::NONE
        }
    }

    static KEYS: TypeSpec = walk_type("keys");
    static VALUES: TypeSpec = walk_type("values");
    static ITEMS: TypeSpec = walk_type("items");

    fn walk(
        vm: &Vm,
        this: &Value,
        ty: &'static TypeSpec,
        pick: fn((Value, Value), &Vm) -> Value,
    ) -> Value {
        let items = of(this).map(Context::items).unwrap_or_default();
        let left = items.into_iter().rev().map(|item| pick(item, vm)).collect();
        vm.new_foreign(&vm.ty(ty), Walk { left: RefCell::new(left) })
    }

    fn keys(vm: &Vm, this: &Value) -> Value {
        walk(vm, this, &KEYS, |(key, _), _| key)
    }

    fn values(vm: &Vm, this: &Value) -> Value {
        walk(vm, this, &VALUES, |(_, value), _| value)
    }

    fn items(vm: &Vm, this: &Value) -> Value {
        walk(vm, this, &ITEMS, |(key, value), vm| vm.tuple(vec![key, value]))
    }

    /// The value of a key, which must be a variable.
    fn find(vm: &Vm, this: &Value, key: &Value) -> PyResult<Option<Value>> {
        let is_variable =
            vm.class(key).spec.is_some_and(|spec| spec.name == "_contextvars.ContextVar");
        if !is_variable {
            let shown = vm.repr_text(key)?;
            return Err(vm.type_error(format!("a ContextVar key was expected, got {shown}")));
        }
        Ok(of(this).and_then(|c| c.get(key)))
    }

    fn get(vm: &Vm, this: &Value, key: &Value, default: &Value) -> PyResult {
        Ok(find(vm, this, key)?.unwrap_or_else(|| default.clone()))
    }

    /// Equal if they hold equal values of the same variables.
    fn compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
        let (Some(left), Some(right)) = (of(this), of(other)) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let mut same = left.len() == right.len();
        for (variable, value) in left.items() {
            same = same
                && match right.get(&variable) {
                    Some(other) => vm.equal(&value, &other)?,
                    None => false,
                };
        }
        Ok(Value::bool(same == (op == CompareOp::Eq)))
    }

    fn unhashable(vm: &Vm, this: &Value) -> PyResult<i64> {
        let name = vm.class(this).full_name();
        Err(vm.type_error(format!("unhashable type: '{name}'")))
    }

    fn copy(vm: &Vm, this: &Value) -> Value {
        of(this).map_or(Value::NONE, |c| vm.new_foreign(&vm.ty(&CONTEXT), c.copy()))
    }

    fn run(vm: &Vm, this: &Value, args: Args) -> PyResult {
        let Some((callable, rest)) = args.all.split_first() else {
            return Err(vm.type_error("run() missing 1 required positional argument"));
        };
        super::run(vm, this, || vm.call_args(callable, Args { all: rest, names: args.names }))
    }

    /// `run(callable, /, *args, **kwargs)`: the table hands over a tuple and a dict.
    fn run_row(
        vm: &Vm,
        this: &Value,
        callable: &Value,
        rest: &Value,
        keywords: &Value,
    ) -> PyResult {
        let mut all = vec![callable.clone()];
        all.extend_from_slice(rest.tuple_items());
        let mut names = Vec::new();
        for (name, value) in
            keywords.get::<crate::object::dict::DictObject>().map(|d| d.pairs()).unwrap_or_default()
        {
            names.push(name);
            all.push(value);
        }
        run(vm, this, Args { all: &all, names: &names })
    }

    pub static CONTEXT: TypeSpec = TypeSpec {
        name: "_contextvars.Context",
        operations: Some(ForeignObject::OPERATIONS),
        slots: Slots {
            new: Some(new),
            init: Some(|_, _, _| Ok(())),
            len: Some(|_, this| Ok(of(this).map_or(0, Context::len))),
            getitem: Some(|vm, this, key| match find(vm, this, key)? {
                Some(value) => Ok(value),
                None => Err(vm.key_error(key)),
            }),
            contains: Some(|vm, this, key| Ok(find(vm, this, key)?.is_some())),
            compare: Some(compare),
            hash: Some(unhashable),
            iter: Some(|vm, this| Ok(keys(vm, this))),
            ..Slots::NONE
        },
        methods: funcs![
            "run" = run_row, "(self, callable, /, *args, **kwargs)", "Call the callable in this context.";
            copy "(self, /)" "A copy of the context.";
            get "(self, key, default=None, /)" "The variable's value in this context, or the default.";
            keys "(self, /)" "The variables that are set.";
            values "(self, /)" "The values of the variables that are set.";
            items "(self, /)" "Pairs of variables and values.";
        ],
        flags: type_flag::WEAK,
        ..TypeSpec::NONE
    };
}

pub use python::CONTEXT;
