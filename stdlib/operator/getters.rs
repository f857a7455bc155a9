//! attrgetter, itemgetter and methodcaller: callables that look something up in their argument.

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::Args;
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

/// The arguments of the constructor, and for attrgetter the parts of each name.
struct Getter {
    items: Vec<Value>,
    paths: Vec<Vec<Value>>,
}

impl Traverse for Getter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.items.iter().for_each(visit);
    }
}

fn only_positional<'a>(vm: &Vm, name: &str, args: Args<'a>) -> PyResult<&'a [Value]> {
    if !args.names.is_empty() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    if args.all.is_empty() {
        return Err(vm.type_error(format!("{name} expected 1 argument, got 0")));
    }
    Ok(args.all)
}

fn one_argument<'a>(vm: &Vm, name: &str, args: Args<'a>) -> PyResult<&'a Value> {
    if let [object] = only_positional(vm, name, args)? {
        return Ok(object);
    }
    Err(vm.type_error(format!("{name} expected 1 argument, got {}", args.all.len())))
}

fn attrgetter_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let items = only_positional(vm, "attrgetter", args)?;
    let mut paths = Vec::with_capacity(items.len());
    for item in items {
        if item.as_str_object().is_none() {
            return Err(vm.type_error("attribute name must be a string"));
        }
        paths.push(match item.as_str() {
            Some(text) => text.split('.').map(|part| vm.intern(part)).collect(),
            None => vec![vm.intern_value(item)],
        });
    }
    Ok(vm.new_foreign(class, Getter { items: items.to_vec(), paths }))
}

fn follow(vm: &Vm, object: &Value, path: &[Value]) -> PyResult {
    path.iter().try_fold(object.clone(), |object, name| vm.getattr(&object, name))
}

fn attrgetter_call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    let object = one_argument(vm, "attrgetter", args)?;
    let own = getter(vm, this)?;
    if let [path] = own.paths.as_slice() {
        return follow(vm, object, path);
    }
    let found: PyResult<Vec<Value>> = own.paths.iter().map(|p| follow(vm, object, p)).collect();
    Ok(vm.tuple(found?))
}

fn getter<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Getter> {
    this.foreign::<Getter>().ok_or_else(|| vm.wrong_self(this, "operator.attrgetter"))
}

fn itemgetter_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let items = only_positional(vm, "itemgetter", args)?;
    Ok(vm.new_foreign(class, Getter { items: items.to_vec(), paths: Vec::new() }))
}

fn itemgetter_call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    let object = one_argument(vm, "itemgetter", args)?;
    let own = getter(vm, this)?;
    if let [item] = own.items.as_slice() {
        return vm.getitem(object, item);
    }
    let found: PyResult<Vec<Value>> = own.items.iter().map(|i| vm.getitem(object, i)).collect();
    Ok(vm.tuple(found?))
}

/// `name(items…)`, or `name(...)` inside itself.
fn shown(vm: &Vm, this: &Value, items: &[Value], named: &[(Value, Value)]) -> PyResult {
    let name = vm.class(this).full_name();
    let Some(_mark) = vm.enter_repr(this) else { return Ok(vm.str(&format!("{name}(...)"))) };
    let mut parts = Vec::with_capacity(items.len());
    for item in items {
        parts.push(vm.repr_text(item)?);
    }
    for (key, value) in named {
        parts.push(format!("{}={}", key.to_text(), vm.repr_text(value)?));
    }
    Ok(vm.str(&format!("{name}({})", parts.join(", "))))
}

fn getter_repr(vm: &Vm, this: &Value) -> PyResult {
    shown(vm, this, &getter(vm, this)?.items, &[])
}

struct MethodCaller {
    name: Value,
    /// Positional arguments, then the values of the named ones.
    args: Vec<Value>,
    names: Vec<Value>,
}

impl Traverse for MethodCaller {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.args.iter().for_each(visit);
    }
}

fn caller<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a MethodCaller> {
    this.foreign::<MethodCaller>().ok_or_else(|| vm.wrong_self(this, "operator.methodcaller"))
}

fn methodcaller_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let Some(name) = args.positional().first() else {
        let text = "methodcaller needs at least one argument, the method name";
        return Err(vm.type_error(text));
    };
    if name.as_str_object().is_none() {
        return Err(vm.type_error("method name must be a string"));
    }
    let own = MethodCaller {
        name: vm.intern_value(name),
        args: args.all.iter().skip(1).cloned().collect(),
        names: args.names.to_vec(),
    };
    Ok(vm.new_foreign(class, own))
}

fn methodcaller_call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    let [object] = args.positional() else {
        let given = args.positional().len();
        return Err(vm.type_error(format!("methodcaller expected 1 argument, got {given}")));
    };
    if !args.names.is_empty() {
        return Err(vm.type_error("methodcaller() takes no keyword arguments"));
    }
    let own = caller(vm, this)?;
    let method = vm.getattr(object, &own.name)?;
    vm.call_args(&method, Args { all: &own.args, names: &own.names })
}

fn methodcaller_repr(vm: &Vm, this: &Value) -> PyResult {
    let own = caller(vm, this)?;
    let (positional, named) = own.args.split_at(own.args.len() - own.names.len());
    let items: Vec<Value> = std::iter::once(&own.name).chain(positional).cloned().collect();
    let named: Vec<(Value, Value)> = own.names.iter().cloned().zip(named.iter().cloned()).collect();
    shown(vm, this, &items, &named)
}

fn getter_reduce(vm: &Vm, this: &Value) -> PyResult {
    let items = vm.tuple(getter(vm, this)?.items.clone());
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), items]))
}

/// Named arguments go into a partial of the class.
fn methodcaller_reduce(vm: &Vm, this: &Value) -> PyResult {
    let own = caller(vm, this)?;
    let class = vm.type_of(this).value().clone();
    let (positional, named) = own.args.split_at(own.args.len() - own.names.len());
    let name = std::slice::from_ref(&own.name);
    if named.is_empty() {
        return Ok(vm.tuple(vec![class, vm.tuple_joined(name, positional)]));
    }
    let functools = vm.import_module("functools")?;
    let partial = vm.getattr(&functools, &vm.intern("partial"))?;
    let all: Vec<Value> = [class, own.name.clone()].iter().chain(named).cloned().collect();
    let made = vm.call_args(&partial, Args { all: &all, names: &own.names })?;
    Ok(vm.tuple(vec![made, vm.tuple(positional.to_vec())]))
}

pub(super) static ATTRGETTER: TypeSpec = TypeSpec {
    name: "operator.attrgetter",
    doc: "A callable that gives the named attributes of its argument, as a tuple if there are several; dots go deeper.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        new: Some(attrgetter_new),
        call: Some(attrgetter_call),
        repr: Some(getter_repr),
        ..Slots::NONE
    },
    methods: funcs!["__reduce__" = getter_reduce, "(self, /)", "What copying and pickling rebuild it from.";],
    ..TypeSpec::NONE
};

pub(super) static ITEMGETTER: TypeSpec = TypeSpec {
    name: "operator.itemgetter",
    doc: "A callable that gives the named items of its argument, as a tuple if there are several.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        new: Some(itemgetter_new),
        call: Some(itemgetter_call),
        repr: Some(getter_repr),
        ..Slots::NONE
    },
    methods: funcs!["__reduce__" = getter_reduce, "(self, /)", "What copying and pickling rebuild it from.";],
    ..TypeSpec::NONE
};

pub(super) static METHODCALLER: TypeSpec = TypeSpec {
    name: "operator.methodcaller",
    doc: "A callable that calls the named method of its argument with the arguments given here.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        new: Some(methodcaller_new),
        call: Some(methodcaller_call),
        repr: Some(methodcaller_repr),
        ..Slots::NONE
    },
    methods: funcs!["__reduce__" = methodcaller_reduce, "(self, /)", "What copying and pickling rebuild it from.";],
    ..TypeSpec::NONE
};
