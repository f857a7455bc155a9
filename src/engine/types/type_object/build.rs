//! `type(name, bases, namespace)`: making a class out of its parts.

use crate::object::code::{CellObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::native::Args;
use crate::object::slots::{PyResult, Raised};
use crate::object::types::{NewType, Type, TypeRef, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::descriptor::{ClassMethodObject, StaticMethodObject};
use crate::types::dunder;
use crate::types::exception::RUNTIME_WARNING;

use super::{instance_rows, members, order};

/// `type.__new__(metaclass, name, bases, namespace, **keywords)`
pub(super) fn new(vm: &Vm, metaclass: &TypeRef, args: Args) -> PyResult {
    let [name, bases, namespace] = args.positional() else {
        let given = args.positional().len();
        let text = if metaclass.value().is(vm.types.type_().value()) {
            match given {
                1 => "type() takes no keyword arguments".to_owned(),
                _ => "type() takes 1 or 3 arguments".to_owned(),
            }
        } else {
            format!("type.__new__() takes exactly 3 arguments ({given} given)")
        };
        return Err(vm.type_error(text));
    };
    let wrong = |at: usize, wanted: &str, value: &Value| {
        let class = if value.is_none() { "None".into() } else { vm.class(value).full_name() };
        vm.type_error(format!("type.__new__() argument {at} must be {wanted}, not {class}"))
    };
    if name.as_str_object().is_none() {
        return Err(wrong(1, "str", name));
    }
    let Some(given_bases) = bases.as_tuple() else { return Err(wrong(2, "tuple", bases)) };
    let Some(dict) = namespace.get::<DictObject>() else { return Err(wrong(3, "dict", namespace)) };
    check_entries(vm, given_bases)?;
    let winner = order::winner(vm, metaclass, given_bases)?;
    if winner != *metaclass
        && let Some(other) = winner.slots.new.get()
        && !std::ptr::fn_addr_eq(other, new as fn(&Vm, &TypeRef, Args) -> PyResult)
    {
        return other(vm, &winner, args);
    }
    let ty = build(vm, &winner, name, given_bases, dict)?;
    warn_of_keys(vm, &ty, dict)?;
    set_names(vm, &ty, dict)?;
    init_subclass(vm, &ty, args)?;
    Ok(ty.value().clone())
}

fn check_entries(vm: &Vm, bases: &[Value]) -> PyResult<()> {
    for base in bases.iter().filter(|base| TypeRef::of(base).is_none()) {
        if vm.getattr_opt(base, &vm.names().__mro_entries__)?.is_some() {
            return Err(
                vm.type_error("type() doesn't support MRO entry resolution; use types.new_class()")
            );
        }
    }
    Ok(())
}

fn build(
    vm: &Vm,
    metaclass: &TypeRef,
    name: &Value,
    given_bases: &[Value],
    namespace: &DictObject,
) -> PyResult<TypeRef> {
    let bases = if given_bases.is_empty() {
        vec![vm.types.object().clone()]
    } else {
        order::base_types(vm, given_bases)?
    };
    let base = order::best_base(vm, &bases)?;
    let text = name.to_text();
    let members = members::of_class(vm, &text, namespace, &base, &bases)?;
    vm.check_encodable(name)?;
    if let Some(doc) = namespace.get_interned(&vm.names().__doc__) {
        vm.check_encodable(&doc)?;
    }
    if text.contains('\0') {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    let dict = namespace.copy();
    let qualname = take_qualname(vm, &dict, name)?;
    let cells = take_cells(vm, &dict)?;
    let classdict = dict.remove_interned(&vm.intern("__classdictcell__"));
    let module = module_of(vm, &dict);
    wrap_functions(vm, &dict);
    let first = base.slot_members;
    let flags = flags_of(&base, &bases, &members);
    let base_values: Vec<Value> = bases.iter().map(|b| b.value().clone()).collect();
    let parts = NewType {
        name: vm.intern_value(name),
        qualname,
        spec: None,
        operations: base.operations,
        base: Some(base.clone()),
        bases: vm.tuple(base_values.clone()),
        dict: vm.new_dict(dict),
        flags,
        slot_members: first + members.names.len() as u16,
        module,
    };
    let made = vm.new_object(metaclass, Type::new(vm, parts));
    let Some(ty) = TypeRef::of(&made).cloned() else { return Err(vm.type_error("no class")) };
    fill_rows(vm, &ty, &members, first);
    // Annotation scopes see what becomes of the class later.
    if let Some(cell) = classdict.as_ref().and_then(|cell| cell.get::<CellObject>()) {
        cell.0.set(vm.mapping_proxy(ty.dict().clone()));
    }
    for cell in cells {
        cell.get::<CellObject>().into_iter().for_each(|c| c.0.set(made.clone()));
    }
    // Until the order is known the base's does, should `mro` of the metaclass ask for attributes.
    let mut early = vec![ty.clone()];
    early.extend(base.mro());
    ty.set_mro(early);
    let order = order::order_of(vm, &ty, &bases)?;
    ty.set_mro(order);
    Type::enter_bases(&ty, &base_values);
    dunder::update_slots(vm, &ty);
    ty.modified();
    Ok(ty)
}

impl Vm {
    /// What has lone surrogates where CPython needs UTF-8 is a UnicodeEncodeError.
    pub(crate) fn check_encodable(&self, text: &Value) -> PyResult<()> {
        match text.as_str_object() {
            Some(text_object) if text_object.has_surrogates() => {
                self.call_method(text, &self.intern("encode"), &[]).map(drop)
            }
            _ => Ok(()),
        }
    }
}

fn flags_of(base: &TypeRef, bases: &[TypeRef], members: &members::Members) -> u32 {
    let inherited = base.flags()
        & (type_flag::DICT | type_flag::WEAK | type_flag::EXTENDED | type_flag::MATCH_SELF);
    let mut flags = type_flag::HEAP | type_flag::BASE | inherited;
    // Sequence or mapping, as the first base in order which is either says.
    let pattern = type_flag::SEQUENCE | type_flag::MAPPING;
    let first = bases.iter().map(|b| b.flags() & pattern).find(|f| *f != 0);
    flags |= first.unwrap_or(0);
    if members.dict {
        flags |= type_flag::DICT;
    }
    if members.weak {
        flags |= type_flag::WEAK;
    }
    if members.dict || !members.names.is_empty() {
        flags |= type_flag::EXTENDED;
    }
    flags
}

fn take_qualname(vm: &Vm, dict: &DictObject, name: &Value) -> PyResult {
    match dict.remove_interned(&vm.names().__qualname__) {
        Some(qualname) if qualname.as_str_object().is_some() => Ok(qualname),
        Some(other) => {
            let class = vm.class(&other).full_name();
            Err(vm.type_error(format!("type __qualname__ must be a str, not {class}")))
        }
        None => Ok(name.clone()),
    }
}

/// The cells of `__class__` that functions of the body refer to.
fn take_cells(vm: &Vm, dict: &DictObject) -> PyResult<Vec<Value>> {
    let mut cells = Vec::new();
    if let Some(cell) = dict.remove_interned(&vm.names().__classcell__) {
        if cell.get::<CellObject>().is_none() {
            let class = vm.repr_text(vm.type_of(&cell).value())?;
            let text = format!("__classcell__ must be a nonlocal cell, not {class}");
            return Err(vm.type_error(text));
        }
        cells.push(cell);
    }
    Ok(cells)
}

fn module_of(vm: &Vm, dict: &DictObject) -> Value {
    let names = vm.names();
    if let Some(module) = dict.get_interned(&names.__module__) {
        return module;
    }
    let globals = vm.current_globals();
    let globals = globals.as_ref().and_then(|g| g.get::<DictObject>());
    let Some(module) = globals.and_then(|g| g.get_interned(&names.__name__)) else {
        return Value::NONE;
    };
    drop(dict.set_interned(&names.__module__, module.clone()));
    module
}

/// Functions that are class or static methods by their name alone.
fn wrap_functions(vm: &Vm, dict: &DictObject) {
    let names = vm.names();
    let function = |name: &Value| {
        dict.get_interned(name).filter(|f| f.get_exact::<FunctionObject>().is_some())
    };
    if let Some(found) = function(&names.__new__) {
        let wrapped = vm.new_object(vm.types.staticmethod(), StaticMethodObject(found.into()));
        drop(dict.set_interned(&names.__new__, wrapped));
    }
    for name in [&names.__init_subclass__, &names.__class_getitem__] {
        if let Some(found) = function(name) {
            let wrapped = vm.new_object(vm.types.classmethod(), ClassMethodObject(found.into()));
            drop(dict.set_interned(name, wrapped));
        }
    }
}

/// Attributes whose names are no strings cannot be reached by any means.
fn warn_of_keys(vm: &Vm, ty: &TypeRef, namespace: &DictObject) -> PyResult<()> {
    if namespace.keys().iter().all(|key| key.as_str_object().is_some()) {
        return Ok(());
    }
    let text = format!("non-string key in the __dict__ of class {}", ty.name());
    vm.warn(&RUNTIME_WARNING, &text)
}

/// Descriptors of members, `__dict__`, `__weakref__`; and what a namespace must not be without.
fn fill_rows(vm: &Vm, ty: &TypeRef, members: &members::Members, first: u16) {
    let (names, Some(dict)) = (vm.names(), ty.namespace()) else { return };
    for (at, name) in (first..).zip(&members.names) {
        drop(dict.set_interned(name, vm.slot_member(at, name.clone(), ty)));
    }
    let row = |name: &Value, row| {
        if dict.get_interned(name).is_none() {
            drop(dict.set_interned(name, vm.getset_of_table(row, ty)));
        }
    };
    if members.dict {
        row(&names.__dict__, &instance_rows::DICT);
    }
    if members.weak {
        row(&names.__weakref__, &instance_rows::WEAK);
    }
    if dict.get_interned(&names.__doc__).is_none() {
        drop(dict.set_interned(&names.__doc__, Value::NONE));
    }
    if dict.get_interned(&names.__eq__).is_some() && dict.get_interned(&names.__hash__).is_none() {
        drop(dict.set_interned(&names.__hash__, Value::NONE));
    }
}

/// Tells the attributes of a new class their names.
fn set_names(vm: &Vm, ty: &TypeRef, namespace: &DictObject) -> PyResult<()> {
    let name_of = &vm.names().__set_name__;
    for (key, value) in namespace.pairs() {
        let Some(found) = vm.class(&value).lookup(name_of) else { continue };
        let args = [ty.value().clone(), key.clone()];
        if let Err(raised) = dunder::call_found(vm, &found, &value, &args) {
            return Err(with_note(vm, raised, &key, &value, ty)?);
        }
    }
    Ok(())
}

#[cold]
fn with_note(
    vm: &Vm,
    raised: Raised,
    key: &Value,
    value: &Value,
    ty: &TypeRef,
) -> PyResult<Raised> {
    let (class, key, owner) = (vm.class(value).name(), vm.repr_text(key)?, ty.name());
    let note = format!("Error calling __set_name__ on '{class}' instance {key} in '{owner}'");
    vm.call_method(&raised.0, &vm.intern("add_note"), &[vm.str(&note)])?;
    Ok(raised)
}

/// `super(cls, cls).__init_subclass__(**keywords)`
fn init_subclass(vm: &Vm, ty: &TypeRef, args: Args) -> PyResult<()> {
    let name = &vm.names().__init_subclass__;
    let order = ty.mro();
    if !order.contains(ty) {
        // A metaclass's `mro` may leave it out.
        let name = ty.name();
        let text = format!(
            "super(type, obj): obj (type {name}) is not an instance or subtype of type ({name})."
        );
        return Err(vm.type_error(text));
    }
    let behind = order.iter().skip_while(|t| *t != ty).skip(1);
    let mut found = behind.filter_map(|t| Some((t, t.own(name)?)));
    let Some((owner, attr)) = found.next() else { return Ok(()) };
    if owner.value().is(vm.types.object().value()) && args.names.is_empty() {
        return Ok(());
    }
    let method = match vm.class(&attr).slots.descr_get.get() {
        Some(get) => get(vm, &attr, None, ty.value())?,
        None => attr,
    };
    let keywords = args.all.get(args.positional().len()..).unwrap_or_default();
    vm.call_args(&method, Args { all: keywords, names: args.names }).map(drop)
}
