//! The class `ast.AST`: how nodes are made from arguments, and rebuilt when they are copied.

use taipan_grammar::nodes::Kind;

use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::native::Args;
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::DEPRECATION_WARNING;
use crate::types::generic_alias::GENERIC_ALIAS;
use crate::types::union::UNION;

/// The items of a sequence that a class attribute names; none if there is no such attribute.
fn names_of(vm: &Vm, class: &TypeRef, attribute: &str) -> PyResult<Vec<Value>> {
    let Some(names) = vm.getattr_opt(class.value(), &vm.intern(attribute))? else {
        return Ok(Vec::new());
    };
    let count = vm.len(&names)?;
    (0..count).map(|at| vm.getitem(&names, &vm.int(at as i64))).collect()
}

fn position(vm: &Vm, names: &[Value], name: &Value) -> PyResult<Option<usize>> {
    for (at, known) in names.iter().enumerate() {
        if vm.equal(known, name)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let class = vm.type_of(this);
    let mut fields = names_of(vm, &class, "_fields")?;
    let (name, shown) = (class.name(), class.full_name());
    let given = args.positional();
    if given.len() > fields.len() {
        let (count, s) = (fields.len(), if fields.len() == 1 { "" } else { "s" });
        let text = format!("{name} constructor takes at most {count} positional argument{s}");
        return Err(vm.type_error(text));
    }
    let missing = fields.split_off(given.len());
    for (name, value) in fields.iter().zip(given) {
        vm.set_named_attr(this, name, value)?;
    }
    let mut missing: Vec<Option<Value>> = missing.into_iter().map(Some).collect();
    for (name, value) in args.keywords() {
        if position(vm, &fields, name)?.is_some() {
            let given = name.to_text();
            let text = format!("{} got multiple values for argument '{given}'", class.name());
            return Err(vm.type_error(text));
        }
        let left: Vec<Value> = missing.iter().map(|m| m.clone().unwrap_or(Value::NONE)).collect();
        match position(vm, &left, name)? {
            Some(at) => missing[at] = None,
            None => check_attribute(vm, &class, &shown, name)?,
        }
        vm.set_named_attr(this, name, value)?;
    }
    let missing: Vec<Value> = missing.into_iter().flatten().collect();
    if missing.is_empty() { Ok(()) } else { set_defaults(vm, this, &class, &shown, &missing) }
}

/// Arguments that are neither fields nor places are on their way out.
fn check_attribute(vm: &Vm, class: &TypeRef, shown: &str, name: &Value) -> PyResult<()> {
    let attributes = names_of(vm, class, "_attributes")?;
    if position(vm, &attributes, name)?.is_some() {
        return Ok(());
    }
    let name = name.to_text();
    vm.warn(
        &DEPRECATION_WARNING,
        &format!(
            "{shown}.__init__ got an unexpected keyword argument '{name}'. Support for arbitrary \
             keyword arguments is deprecated and will be removed in Python 3.15."
        ),
    )
}

/// Fields without an argument: lists are empty, contexts are Load, what may be absent is.
fn set_defaults(
    vm: &Vm,
    this: &Value,
    class: &TypeRef,
    shown: &str,
    missing: &[Value],
) -> PyResult<()> {
    let classes = vm.syntax_classes()?;
    let Some(types) = vm.getattr_opt(class.value(), &vm.intern("_field_types"))? else {
        return Ok(());
    };
    for name in missing {
        let ty = match types.get::<DictObject>() {
            Some(dict) => dict.get(vm, name)?,
            None => None,
        };
        let Some(ty) = ty else {
            let text = format!(
                "Field '{}' is missing from {shown}._field_types. This will become an error in \
                 Python 3.15.",
                name.to_text()
            );
            vm.warn(&DEPRECATION_WARNING, &text)?;
            continue;
        };
        let meta = vm.type_of(&ty);
        if meta == vm.ty(&UNION) {
            continue;
        }
        if meta == vm.ty(&GENERIC_ALIAS) {
            vm.set_named_attr(this, name, &vm.new_list(Vec::new()))?;
        } else if classes.is_context(&ty) {
            vm.set_named_attr(this, name, &classes.instance(Kind::Load))?;
        } else {
            let text = format!(
                "{shown}.__init__ missing 1 required positional argument: '{}'. This will become \
                 an error in Python 3.15.",
                name.to_text()
            );
            vm.warn(&DEPRECATION_WARNING, &text)?;
        }
    }
    Ok(())
}

/// The class, placeholders for the fields that come first, and the attributes.
fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let class = vm.type_of(this);
    let Some(dict) = vm.getattr_opt(this, &vm.names().__dict__)? else {
        return Ok(vm.tuple(vec![class.value().clone(), vm.empty_tuple()]));
    };
    let mut placeholders = Vec::new();
    for name in names_of(vm, &class, "_fields")? {
        let found = match dict.get::<DictObject>() {
            Some(dict) => dict.get(vm, &name)?,
            None => None,
        };
        if found.is_none() {
            break;
        }
        placeholders.push(Value::NONE);
    }
    Ok(vm.tuple(vec![class.value().clone(), vm.tuple(placeholders), dict]))
}

impl Vm {
    /// Sets the attribute of a name that a program gave.
    fn set_named_attr(&self, object: &Value, name: &Value, value: &Value) -> PyResult<()> {
        if name.as_str_object().is_none() {
            let class = self.class(name).name();
            return Err(self.type_error(format!("attribute name must be string, not '{class}'")));
        }
        self.setattr(object, name, Some(value))
    }
}

pub static NODE: TypeSpec = TypeSpec {
    name: "ast.AST",
    // Arguments are for `__init__`, whoever calls `__new__`.
    slots: Slots {
        new: Some(|vm, class, _| vm.new_instance(class)),
        init: Some(init),
        ..Slots::NONE
    },
    methods: funcs![
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
    ],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED,
    ..TypeSpec::NONE
};
