//! Objects whose attributes are different in every thread. The namespaces lie with the threads, so
//! that they go with them.

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::Args;
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::ATTRIBUTE_ERROR;
use taipan_engine::types::object::is_plain_init;

struct Local {
    /// Names it among the threads' namespaces.
    number: u64,
    /// What `__init__` is called with in every thread.
    args: Vec<Value>,
    names: Vec<Value>,
}

impl Traverse for Local {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.args.iter().chain(&self.names).for_each(visit);
    }
}

fn has_init(class: &TypeRef) -> bool {
    class.slots.init.get().is_some_and(|init| !is_plain_init(init))
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    if !args.all.is_empty() && !has_init(class) {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    let number = vm.fresh_attributes();
    let local = Local { number, args: args.all.to_vec(), names: args.names.to_vec() };
    let made = vm.new_foreign(class, local);
    // This thread's `__init__` is about to be called.
    vm.set_thread_attributes(number, vm.new_dict(DictObject::new()));
    Ok(made)
}

/// The running thread's namespace; `__init__` is called if it is a new one.
fn namespace(vm: &Vm, this: &Value) -> PyResult {
    let Some(local) = this.foreign::<Local>() else { return Ok(Value::NONE) };
    if let Some(known) = vm.thread_attributes(local.number) {
        return Ok(known);
    }
    let fresh = vm.new_dict(DictObject::new());
    vm.set_thread_attributes(local.number, fresh.clone());
    if let Some(init) = vm.type_of(this).slots.init.get().filter(|i| !is_plain_init(*i)) {
        let args = Args { all: &local.args, names: &local.names };
        if let Err(raised) = init(vm, this, args) {
            // The next access tries again.
            vm.forget_thread_attributes(local.number, false);
            return Err(raised);
        }
    }
    Ok(fresh)
}

fn missing(vm: &Vm, this: &Value, name: &Value) -> Raised {
    let class = super::full_name(vm, this);
    let text = format!("'{class}' object has no attribute '{}'", name.to_text());
    vm.attribute_error(text, this, name)
}

/// As for other objects: data descriptors of the class, the namespace, the rest of the class.
fn getattr(vm: &Vm, this: &Value, name: &Value) -> PyResult {
    let own = namespace(vm, this)?;
    if name.as_str() == Some("__dict__") {
        return Ok(own);
    }
    let class = vm.type_of(this);
    let found = class.lookup(name);
    if let Some(attr) = &found {
        let slots = &vm.class(attr).slots;
        if slots.descr_set.get().is_some()
            && let Some(get) = slots.descr_get.get()
        {
            return get(vm, attr, Some(this), class.value());
        }
    }
    if let Some(value) = own.get::<DictObject>().and_then(|d| d.get_interned(name)) {
        return Ok(value);
    }
    match found {
        Some(attr) => vm.bind(&attr, this, &class),
        None => Err(missing(vm, this, name)),
    }
}

fn setattr(vm: &Vm, this: &Value, name: &Value, value: Option<&Value>) -> PyResult<()> {
    if name.as_str() == Some("__dict__") {
        let class = vm.class(this).name();
        let text = format!("'{class}' object attribute '__dict__' is read-only");
        return Err(vm.raise(&ATTRIBUTE_ERROR, text));
    }
    let own = namespace(vm, this)?;
    if let Some(attr) = vm.type_of(this).lookup(name)
        && let Some(set) = vm.class(&attr).slots.descr_set.get()
    {
        return set(vm, &attr, this, value);
    }
    let Some(dict) = own.get::<DictObject>() else { return Ok(()) };
    let name = &vm.intern_value(name);
    let old = match value {
        Some(value) => dict.set_interned(name, value.clone()),
        None => match dict.remove_interned(name) {
            Some(old) => Some(old),
            None => return Err(missing(vm, this, name)),
        },
    };
    drop(old);
    Ok(())
}

fn finalize(vm: &Vm, this: &Value) {
    if let Some(local) = this.foreign::<Local>() {
        vm.forget_thread_attributes(local.number, true);
    }
}

pub(super) static LOCAL: TypeSpec = TypeSpec {
    name: "_thread._local",
    doc: "Thread-local data",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        new: Some(new),
        getattr: Some(getattr),
        setattr: Some(setattr),
        finalize: Some(finalize),
        ..Slots::NONE
    },
    flags: type_flag::WEAK
        | type_flag::BASE
        | type_flag::CUSTOM_GETATTR
        | type_flag::CUSTOM_SETATTR,
    ..TypeSpec::NONE
};
