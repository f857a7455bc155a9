//! abc: abstract base classes. The metaclass is native, because `isinstance` goes through it.

mod checks;
mod weak_types;

use std::cell::Cell;

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::Args;
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::{ModuleObject, ModuleSpec};
use taipan_engine::types::type_object::TYPE;

pub(crate) use checks::is_asked_indirectly;
use weak_types::WeakTypes;

/// Counts registrations: what is known not to be a subclass may become one by each.
#[derive(Default)]
struct Registrations(Cell<i64>);

fn registrations(vm: &Vm) -> i64 {
    vm.extra(Registrations::default).0.get()
}

/// What an abstract class remembers, kept in its namespace.
#[derive(Default)]
struct AbcData {
    registry: WeakTypes,
    subclasses: WeakTypes,
    others: WeakTypes,
    /// The count of registrations for which `others` holds.
    others_of: Cell<i64>,
}

impl Traverse for AbcData {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.registry.traverse(visit);
        self.subclasses.traverse(visit);
        self.others.traverse(visit);
    }

    fn clear(&self) {
        self.registry.clear();
        self.subclasses.clear();
        self.others.clear();
    }
}

static ABC_DATA: TypeSpec = TypeSpec {
    name: "_abc._abc_data",
    operations: Some(ForeignObject::OPERATIONS),
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

/// Whether the attribute's value calls itself abstract.
fn is_abstract(vm: &Vm, value: &Value) -> PyResult<bool> {
    match vm.getattr_opt(value, &vm.intern("__isabstractmethod__"))? {
        Some(says) => vm.truth(&says),
        None => Ok(false),
    }
}

/// The names of a class's abstract methods, its own and the inherited ones still to be implemented.
fn abstract_names(vm: &Vm, class: &TypeRef) -> PyResult<Vec<Value>> {
    let mut names = Vec::new();
    let own = class.namespace().map(DictObject::pairs).unwrap_or_default();
    for (name, value) in own {
        if is_abstract(vm, &value)? {
            names.push(name);
        }
    }
    let inherited = vm.names().__abstractmethods__.clone();
    for base in class.bases.get().tuple_items() {
        let Some(of_base) = vm.getattr_opt(base, &inherited)? else { continue };
        for name in vm.to_vec(&of_base)? {
            let Some(value) = vm.getattr_opt(class.value(), &vm.intern_value(&name))? else {
                continue;
            };
            if is_abstract(vm, &value)? {
                names.push(name);
            }
        }
    }
    Ok(names)
}

fn set_abstract_names(vm: &Vm, class: &TypeRef) -> PyResult<()> {
    let names = vm.frozen_set(abstract_names(vm, class)?);
    vm.setattr(class.value(), &vm.names().__abstractmethods__, Some(&names))
}

fn new(vm: &Vm, metaclass: &TypeRef, args: Args) -> PyResult {
    const NAMES: [&str; 3] = ["'name'", "'bases'", "'namespace'"];
    let given = args.positional().len();
    if given < NAMES.len() {
        let missing = &NAMES[given..];
        let (text, s) = match missing {
            [one] => ((*one).to_owned(), ""),
            [first, last] => (format!("{first} and {last}"), "s"),
            _ => (format!("{}, {}, and {}", NAMES[0], NAMES[1], NAMES[2]), "s"),
        };
        return Err(vm.type_error(format!(
            "ABCMeta.__new__() missing {} required positional argument{s}: {text}",
            missing.len()
        )));
    }
    if given > NAMES.len() {
        let text =
            format!("ABCMeta.__new__() takes 4 positional arguments but {} were given", given + 1);
        return Err(vm.type_error(text));
    }
    let Some(make) = TYPE.slots.new else { return Ok(Value::NONE) };
    let made = make(vm, metaclass, args)?;
    let Some(class) = TypeRef::of(&made) else { return Ok(made) };
    set_abstract_names(vm, class)?;
    if let Some(namespace) = class.namespace() {
        let data = vm.new_foreign(&vm.ty(&ABC_DATA), AbcData::default());
        drop(namespace.set_interned(&vm.intern("_abc_impl"), data));
        if let Some(flags) = namespace.remove_interned(&vm.intern("__abc_tpflags__")) {
            let flags = flags.as_int().unwrap_or(0);
            class.set_flag(type_flag::SEQUENCE, flags & 1 << 5 != 0);
            class.set_flag(type_flag::MAPPING, flags & 1 << 6 != 0);
        }
    }
    class.modified();
    Ok(made)
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    match TYPE.slots.init {
        Some(init) => init(vm, this, Args::positional_only(args.positional())),
        None => Ok(()),
    }
}

fn abstractmethod(vm: &Vm, funcobj: &Value) -> PyResult {
    vm.setattr(funcobj, &vm.intern("__isabstractmethod__"), Some(&Value::TRUE))?;
    Ok(funcobj.clone())
}

fn update_abstractmethods(vm: &Vm, class: &Value) -> PyResult {
    let own = vm.names().__abstractmethods__.clone();
    if let Some(ty) = TypeRef::of(class)
        && vm.getattr_opt(class, &own)?.is_some()
    {
        set_abstract_names(vm, ty)?;
        ty.modified();
    }
    Ok(class.clone())
}

static ABC_META: TypeSpec = TypeSpec {
    name: "abc.ABCMeta",
    base: Some(&TYPE),
    doc: "The metaclass of abstract base classes: it knows their abstract methods and their registered subclasses.",
    slots: Slots { new: Some(new), init: Some(init), ..Slots::NONE },
    methods: funcs![
        "register" = checks::register, "(self, subclass)", "Counts subclass, related or not, as a subclass from now on, and gives it back (so it works as a decorator).";
        "__instancecheck__" = checks::instance_check, "(self, instance)", "Answers isinstance(instance, cls), virtual subclasses included.";
        "__subclasscheck__" = checks::subclass_check, "(self, subclass)", "Answers issubclass(subclass, cls), virtual ones included.";
        "_dump_registry" = checks::dump_registry, "(self, file=None)", "Write to file what has been registered and remembered.";
        "_abc_registry_clear" = checks::clear_registry, "(self)", "Forgets the registered subclasses; for tests and debugging.";
        "_abc_caches_clear" = checks::clear_caches, "(self)", "Forgets remembered subclass answers; for tests and debugging.";
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};

/// Makes `ABC` itself.
fn init_module(vm: &Vm, module: &Value) -> PyResult<()> {
    let Some(namespace) = module.get::<ModuleObject>().map(|m| m.dict.clone()) else {
        return Ok(());
    };
    let Some(namespace) = namespace.get::<DictObject>() else { return Ok(()) };
    let body = DictObject::new();
    let names = vm.names();
    drop(body.set_interned(&names.__module__, vm.str("abc")));
    let doc = "A plain base class whose metaclass is ABCMeta.";
    drop(body.set_interned(&names.__doc__, vm.str(doc)));
    drop(body.set_interned(&names.__slots__, vm.empty_tuple()));
    let args = [vm.str("ABC"), vm.empty_tuple(), vm.new_dict(body)];
    let class = vm.call(vm.ty(&ABC_META).value(), &args)?;
    drop(namespace.set_interned(&vm.intern("ABC"), class));
    Ok(())
}

pub(crate) static ABC: ModuleSpec = ModuleSpec {
    name: "abc",
    doc: "Abstract base classes (PEP 3119).",
    funcs: funcs![
        abstractmethod "(funcobj)" "Marks a method as abstract: a class under ABCMeta that still has such a method makes no instances.";
        update_abstractmethods "(cls)" "Works out anew which methods of cls are still abstract; gives cls back.";
        "get_cache_token" = registrations, "()", "A token that differs after each registration with any abstract base class.";
    ],
    types: &[&ABC_META],
    python: Some(frozen!("abc/abc.py")),
    init: Some(init_module),
    ..ModuleSpec::NONE
};
