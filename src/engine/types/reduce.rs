//! What copies and pickles rebuild an object from: `__reduce_ex__`, `__reduce__` and `__getstate__` of
//! `object`, and what builtin types without a table row of their own say.

use crate::object::dict::DictObject;
use crate::object::header::Kind;
use crate::object::slots::{PyResult, Raised};
use crate::object::types::{TypeRef, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::list::ListObject;
use crate::types::object::OBJECT;

#[cold]
fn cannot_pickle(vm: &Vm, this: &Value) -> Raised {
    vm.type_error(format!("cannot pickle '{}' object", vm.class(this).full_name()))
}

pub(super) fn reduce(vm: &Vm, this: &Value) -> PyResult {
    of_protocol(vm, this, 0)
}

/// `object.__reduce_ex__`: what a `__reduce__` of the class says comes first.
pub(super) fn reduce_ex(vm: &Vm, this: &Value, protocol: i64) -> PyResult {
    let name = vm.intern("__reduce__");
    let general = vm.ty(&OBJECT).own(&name);
    let own = vm.type_of(this).lookup(&name);
    if own != general {
        return vm.call_method(this, &name, &[]);
    }
    of_protocol(vm, this, protocol)
}

fn of_protocol(vm: &Vm, this: &Value, protocol: i64) -> PyResult {
    if protocol >= 2 {
        return by_new(vm, this);
    }
    let copyreg = vm.import_module("copyreg")?;
    let args = [this.clone(), vm.int(protocol)];
    vm.call_method(&copyreg, &vm.intern("_reduce_ex"), &args)
}

/// Protocol 2 and later: a call of `__new__`, then state and items.
fn by_new(vm: &Vm, this: &Value) -> PyResult {
    let class = vm.type_of(this);
    if class.has(type_flag::NO_NEW) && class.operations.kind != Kind::Code {
        return Err(cannot_pickle(vm, this));
    }
    let arguments = new_arguments(vm, this)?;
    let has_arguments = arguments.is_some();
    let (args, keywords) = arguments.unwrap_or((Value::UNBOUND, Value::NONE));
    let copyreg = vm.import_module("copyreg")?;
    let (maker, made_of) = match keywords.get::<DictObject>() {
        Some(dict) if !dict.is_empty() => {
            let made_of = vec![class.value().clone(), args, keywords.clone()];
            ("__newobj_ex__", vm.tuple(made_of))
        }
        _ => {
            let class = [class.value().clone()];
            ("__newobj__", vm.tuple_joined(&class, args.tuple_items()))
        }
    };
    let maker = vm.getattr(&copyreg, &vm.intern(maker))?;
    let (is_list, is_dict) =
        (this.get::<ListObject>().is_some(), this.get::<DictObject>().is_some());
    let state = state_of(vm, this, !(has_arguments || is_list || is_dict))?;
    let items = if is_list { vm.iter(this)? } else { Value::NONE };
    let pairs = match is_dict {
        true => vm.iter(&vm.call_method(this, &vm.intern("items"), &[])?)?,
        false => Value::NONE,
    };
    Ok(vm.tuple(vec![maker, made_of, state, items, pairs]))
}

/// What `__getnewargs_ex__` or `__getnewargs__` gives: a tuple, and a dict or None.
fn new_arguments(vm: &Vm, this: &Value) -> PyResult<Option<(Value, Value)>> {
    let name = vm.intern("__getnewargs_ex__");
    if let Some(both) = vm.call_special(this, &name, &[])? {
        let Some(items) = both.as_tuple() else {
            let text = "__getnewargs_ex__ should return a tuple, not";
            return Err(wrong_class(vm, text, &both));
        };
        let [args, keywords] = items else {
            let len = items.len();
            let text = format!("__getnewargs_ex__ should return a tuple of length 2, not {len}");
            return Err(vm.value_error(text));
        };
        if args.as_tuple().is_none() {
            let text = "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not";
            return Err(wrong_class(vm, text, args));
        }
        if keywords.get::<DictObject>().is_none() {
            let text = "second item of the tuple returned by __getnewargs_ex__ must be a dict, not";
            return Err(wrong_class(vm, text, keywords));
        }
        return Ok(Some((args.clone(), keywords.clone())));
    }
    let Some(args) = vm.call_special(this, &vm.intern("__getnewargs__"), &[])? else {
        return Ok(None);
    };
    if args.as_tuple().is_none() {
        return Err(wrong_class(vm, "__getnewargs__ should return a tuple, not", &args));
    }
    Ok(Some((args, Value::NONE)))
}

#[cold]
fn wrong_class(vm: &Vm, text: &str, value: &Value) -> Raised {
    vm.type_error(format!("{text} '{}'", vm.class(value).full_name()))
}

/// The state by the object's own `__getstate__`, or by the general one.
fn state_of(vm: &Vm, this: &Value, required: bool) -> PyResult {
    let name = vm.intern("__getstate__");
    if vm.type_of(this).lookup(&name) == vm.ty(&OBJECT).own(&name)
        && this.header().is_none_or(|header| vm.instance_attr(header, &name).is_none())
    {
        return general_state(vm, this, required);
    }
    vm.call_method(this, &name, &[])
}

pub(super) fn getstate(vm: &Vm, this: &Value) -> PyResult {
    general_state(vm, this, false)
}

/// Attributes of the instance, and values of its `__slots__` if there are any. `required` says that
/// there is nothing else to rebuild the object from, so a native payload would get lost.
fn general_state(vm: &Vm, this: &Value, required: bool) -> PyResult {
    let class = vm.type_of(this);
    let sized = matches!(
        class.operations.kind,
        Kind::Bytes | Kind::BigInt | Kind::Tuple | Kind::Type | Kind::MemoryView | Kind::Code
    );
    if required && sized {
        return Err(vm.type_error(format!("cannot pickle {} objects", class.full_name())));
    }
    let dict = attributes(vm, this);
    let names = slot_names(vm, &class)?;
    if required && has_payload(&class) {
        return Err(cannot_pickle(vm, this));
    }
    let slots = DictObject::new();
    for name in vm.to_vec(&names).unwrap_or_default() {
        if let Some(value) = vm.getattr_opt(this, &vm.intern_value(&name))? {
            drop(slots.insert(vm, name, value)?);
        }
    }
    match slots.is_empty() {
        true => Ok(dict),
        false => Ok(vm.tuple(vec![dict, vm.new_dict(slots)])),
    }
}

/// Whether instances consist of more than attributes.
fn has_payload(class: &TypeRef) -> bool {
    let hidden = |ty: &TypeRef| ty.spec.is_some_and(|spec| spec.hidden_slots > 0);
    class.operations.kind != Kind::Instance || class.mro().iter().any(hidden)
}

/// The attributes as a dict, None if there are none. Attributes in slots stay there: the dict is one
/// that only the caller sees.
fn attributes(vm: &Vm, this: &Value) -> Value {
    let Some(header) = this.header() else { return Value::NONE };
    let dict = match header.extension() {
        Some(_) if !header.ty().has(type_flag::DICT) => None,
        Some(extension) => extension.real_dict().or_else(|| {
            let (dict, members) = (DictObject::new(), header.ty().slot_members);
            for (at, name) in extension.shape().names().iter().enumerate() {
                if let Some(value) = extension.slot(members + at as u16) {
                    drop(dict.set_interned(name, value));
                }
            }
            Some(vm.new_dict(dict))
        }),
        None => vm.namespace_of(this),
    };
    let filled = |dict: &Value| dict.get::<DictObject>().is_none_or(|dict| !dict.is_empty());
    dict.filter(filled).unwrap_or(Value::NONE)
}

/// The names of a class's `__slots__`, the inherited ones included: a list, which the class remembers.
fn slot_names(vm: &Vm, class: &TypeRef) -> PyResult {
    if let Some(known) = class.own(&vm.intern("__slotnames__"))
        && (known.is_none() || known.get::<ListObject>().is_some())
    {
        return Ok(known);
    }
    let copyreg = vm.import_module("copyreg")?;
    let args = [class.value().clone()];
    let names = vm.call_method(&copyreg, &vm.intern("_slotnames"), &args)?;
    if !names.is_none() && names.get::<ListObject>().is_none() {
        return Err(vm.type_error("copyreg._slotnames didn't return a list or None"));
    }
    Ok(names)
}

impl Vm {
    /// Puts entries into the instance's namespace; without making it a dict if attributes can stay in
    /// their slots.
    pub fn set_attributes(&self, instance: &Value, dict: &DictObject) -> PyResult<()> {
        let pairs = dict.pairs();
        let in_slots = instance
            .header()
            .filter(|header| header.extension().is_some() && header.ty().has(type_flag::DICT));
        if let Some(header) = in_slots
            && pairs.iter().all(|(name, _)| name.as_str_object().is_some())
        {
            for (name, value) in pairs {
                self.set_instance_attr(header, &self.intern_value(&name), value);
            }
            return Ok(());
        }
        let namespace = self.getattr(instance, &self.names().__dict__)?;
        for (name, value) in pairs {
            let is_text = name.as_str_object().is_some();
            let name = if is_text { self.intern_value(&name) } else { name };
            self.setitem(&namespace, &name, Some(&value))?;
        }
        Ok(())
    }

    /// `(getattr, (owner, name))`: how what is found through an attribute is rebuilt.
    pub fn reduce_attribute(&self, owner: &Value, name: &Value) -> PyResult {
        let function = self.builtin_function("getattr")?;
        Ok(self.rebuilt_by(function, vec![owner.clone(), name.clone()], None))
    }

    /// A function or class of `builtins`. Looking for it may run Python code: what is rebuilt by it is
    /// to be looked at afterwards.
    pub fn builtin_function(&self, name: &str) -> PyResult {
        let key = self.intern(name);
        let builtins = self.builtins_dict();
        let found = match builtins.get::<DictObject>() {
            Some(dict) => dict.get(self, &key)?,
            None => None,
        };
        found.ok_or_else(|| self.attribute_error(name.to_owned(), &builtins, &key))
    }

    /// `(function, args)`, and the state if there is one.
    pub fn rebuilt_by(&self, function: Value, args: Vec<Value>, state: Option<Value>) -> Value {
        let mut parts = vec![function, self.tuple(args)];
        parts.extend(state);
        self.tuple(parts)
    }
}
