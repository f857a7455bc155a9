//! functools.partial: a callable with some of its arguments already given.

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet};
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::FUTURE_WARNING;

use super::INSTANCE_DICT;

struct Partial {
    func: Var,
    /// Tuple.
    args: Var,
    /// Dict.
    keywords: Var,
}

impl Traverse for Partial {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.func.visit(visit);
        self.args.visit(visit);
        self.keywords.visit(visit);
    }

    fn clear(&self) {
        self.func.set(Value::NONE);
        self.args.set(Value::UNBOUND);
        self.keywords.set(Value::UNBOUND);
    }
}

fn partial_of<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Partial> {
    this.foreign::<Partial>().ok_or_else(|| vm.wrong_self(this, "functools.partial"))
}

/// The partial behind a callable, if it can be taken apart: nobody has given it attributes or
/// another way to be called.
fn flattened<'a>(vm: &Vm, function: &'a Value) -> Option<&'a Partial> {
    let inner = function.foreign::<Partial>()?;
    let call_slot = vm.class(function).slots.call.get()?;
    let ours = std::ptr::fn_addr_eq(call_slot, call as fn(&Vm, &Value, Args) -> PyResult);
    let bare = |e: &taipan_engine::object::header::Extension| {
        e.real_dict().is_none() && e.shape().names().is_empty()
    };
    let plain = function.header().and_then(|h| h.extension()).is_none_or(bare);
    (ours && plain).then_some(inner)
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let Some((function, rest)) = args.positional().split_first() else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if vm.class(function).slots.call.get().is_none() {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let keywords = DictObject::new();
    let (func, all) = match flattened(vm, function) {
        Some(inner) => {
            if let Some(known) = inner.keywords.get().get::<DictObject>() {
                vm.merge_dict(&keywords, known)?;
            }
            let mut all = inner.args.get().tuple_items().to_vec();
            all.extend_from_slice(rest);
            (inner.func.get(), all)
        }
        None => (function.clone(), rest.to_vec()),
    };
    for (name, value) in args.keywords() {
        drop(keywords.insert(vm, name.clone(), value.clone())?);
    }
    let state = Partial {
        func: func.into(),
        args: vm.tuple(all).into(),
        keywords: vm.new_dict(keywords).into(),
    };
    Ok(vm.new_foreign(class, state))
}

fn call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    let own = partial_of(vm, this)?;
    let (func, given, keywords) = (own.func.get(), own.args.get(), own.keywords.get());
    let mut all = Vec::with_capacity(given.tuple_items().len() + args.all.len());
    all.extend_from_slice(given.tuple_items());
    all.extend_from_slice(args.positional());
    let known = keywords.get::<DictObject>().filter(|k| !k.is_empty());
    let Some(known) = known else {
        all.extend_from_slice(&args.all[args.positional().len()..]);
        return vm.call_args(&func, Args { all: &all, names: args.names });
    };
    let mut names = Vec::new();
    for (name, value) in known.pairs() {
        if name.as_str_object().is_none() {
            return Err(vm.type_error("keywords must be strings"));
        }
        let name = vm.intern_value(&name);
        let newer = args.keywords().find(|(n, _)| n.is(&name)).map(|(_, v)| v.clone());
        names.push(name);
        all.push(newer.unwrap_or(value));
    }
    for (name, value) in args.keywords() {
        if !names.iter().any(|known| known.is(name)) {
            names.push(name.clone());
            all.push(value.clone());
        }
    }
    vm.call_args(&func, Args { all: &all, names: &names })
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = partial_of(vm, this)?;
    let Some(_mark) = vm.enter_repr(this) else { return Ok(vm.str("...")) };
    let class = vm.type_of(this);
    let mut out = Vec::new();
    match class.module.get().as_str() {
        Some("builtins") | None => {}
        Some(module) => out.extend_from_slice(format!("{module}.").as_bytes()),
    }
    out.extend_from_slice(class.qualname.get().to_text().as_bytes());
    out.push(b'(');
    vm.push_repr(&mut out, &own.func.get())?;
    for item in own.args.get().tuple_items() {
        out.extend_from_slice(b", ");
        vm.push_repr(&mut out, item)?;
    }
    let keywords = own.keywords.get();
    for (name, value) in keywords.get::<DictObject>().map(DictObject::pairs).unwrap_or_default() {
        let name = vm.str_text(&name)?;
        out.extend_from_slice(format!(", {name}=").as_bytes());
        vm.push_repr(&mut out, &value)?;
    }
    out.push(b')');
    Ok(vm.str_wtf8(&out))
}

fn descr_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult {
    if instance.is_some_and(|i| !i.is_none()) {
        let text = "functools.partial will be a method descriptor in future Python versions; \
                    wrap it in staticmethod() if you want to preserve the old behavior";
        vm.warn(&FUTURE_WARNING, text)?;
    }
    Ok(this.clone())
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let own = partial_of(vm, this)?;
    let dict = match this.header().and_then(|h| vm.instance_dict(h)) {
        Some(dict) if dict.get::<DictObject>().is_some_and(|d| !d.is_empty()) => dict,
        _ => Value::NONE,
    };
    let state = vec![own.func.get(), own.args.get(), own.keywords.get(), dict];
    let class = vm.type_of(this).value().clone();
    let made_of = vm.tuple(vec![own.func.get()]);
    Ok(vm.tuple(vec![class, made_of, vm.tuple(state)]))
}

fn invalid_state(vm: &Vm) -> Raised {
    vm.type_error("invalid partial state")
}

fn set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult<()> {
    let own = partial_of(vm, this)?;
    let Some([func, args, keywords, dict]) = state.as_tuple() else {
        return Err(invalid_state(vm));
    };
    let callable = vm.class(func).slots.call.get().is_some();
    let is_dict = keywords.is_none() || keywords.get::<DictObject>().is_some();
    let Some(items) = args.as_tuple().filter(|_| callable && is_dict) else {
        return Err(invalid_state(vm));
    };
    own.func.set(func.clone());
    own.args.set(vm.tuple(items.to_vec()));
    own.keywords.set(match keywords.get_exact::<DictObject>() {
        Some(_) => keywords.clone(),
        None => {
            let copy = DictObject::new();
            if !keywords.is_none() {
                vm.update_dict(&copy, keywords)?;
            }
            vm.new_dict(copy)
        }
    });
    if let Some(header) = this.header() {
        let fresh = || vm.new_dict(DictObject::new());
        vm.set_instance_dict(header, if dict.is_none() { fresh() } else { dict.clone() });
    }
    Ok(())
}

macro_rules! member {
    ($name:literal, $field:ident, $doc:literal) => {
        GetSet {
            name: $name,
            doc: $doc,
            get: |vm, this| Ok(partial_of(vm, this)?.$field.get()),
            set: None,
        }
    };
}

pub(super) static PARTIAL: TypeSpec = TypeSpec {
    name: "functools.partial",
    doc: "A callable that fills in the given arguments and keywords ahead of those of the call.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        new: Some(new),
        call: Some(call),
        repr: Some(repr),
        descr_get: Some(descr_get),
        ..Slots::NONE
    },
    methods: funcs![
        "__reduce__" = reduce, "(self, /)", "";
        "__setstate__" = set_state, "(self, state, /)", "";
        class "__class_getitem__" = crate::class_getitem, "(cls, item, /)", "See PEP 585";
    ],
    getset: &[
        member!("func", func, "The function called in the end."),
        member!("args", args, "The arguments put in front."),
        member!("keywords", keywords, "The keywords put in; those of a call win."),
        INSTANCE_DICT,
    ],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};
