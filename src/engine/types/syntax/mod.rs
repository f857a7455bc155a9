//! The classes of `ast`, made from the grammar's table of nodes when somebody first asks for one, and
//! the ways between the grammar's trees and trees of their instances.

mod constants;
mod from_objects;
mod node;
mod to_objects;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use taipan_grammar::nodes::{FieldInfo, FieldType, Kind, Quantity, Sort};

pub use from_objects::{MadeTree, read_tree};
pub use node::NODE;
pub use to_objects::write_tree;

use crate::object::dict::DictObject;
use crate::object::slots::{BinaryOp, PyResult};
use crate::object::types::{TypeRef, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::SYSTEM_ERROR;
use crate::types::type_object::instance_rows;

/// The attributes of nodes that have a place.
const PLACE: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];

/// A constructor's class and what goes with it.
struct KindClass {
    class: TypeRef,
    /// The names of its fields.
    fields: Vec<Value>,
    /// The only instance that trees have of a class without fields.
    instance: Value,
}

/// The classes of an interpreter.
pub struct SyntaxClasses {
    /// Classes of the ASDL's types, in its order.
    sorts: Vec<TypeRef>,
    kinds: Vec<KindClass>,
    places: [Value; 4],
    /// Kinds by the addresses of their classes.
    known: HashMap<usize, Kind>,
}

#[derive(Default)]
struct Holder(OnceCell<Rc<SyntaxClasses>>);

impl Vm {
    /// The classes of `ast`, made on first use.
    pub fn syntax_classes(&self) -> PyResult<Rc<SyntaxClasses>> {
        let holder = self.extra(Holder::default);
        if let Some(made) = holder.0.get() {
            return Ok(made.clone());
        }
        let made = Rc::new(SyntaxClasses::new(self)?);
        Ok(holder.0.get_or_init(|| made).clone())
    }

    /// The classes, unless nobody has asked for them: then there is no instance either.
    fn known_syntax_classes(&self) -> Option<Rc<SyntaxClasses>> {
        self.extra(Holder::default).0.get().cloned()
    }

    /// Whether a value is a node of a syntax tree.
    pub fn is_syntax_node(&self, value: &Value) -> bool {
        self.known_syntax_classes().is_some() && self.type_of(value).is_subtype(&self.ty(&NODE))
    }
}

impl SyntaxClasses {
    fn new(vm: &Vm) -> PyResult<SyntaxClasses> {
        let base = vm.ty(&NODE);
        let (mut sorts, mut kinds) = (Vec::new(), Vec::new());
        prepare_base(vm, &base);
        for sort in Sort::ALL {
            if sort.is_product() {
                let Some(kind) = sort.kinds().next() else { continue };
                let class = class_of(vm, sort.name(), kind.info().fields, &base, Some(sort))?;
                sorts.push(class.clone());
                kinds.push(class);
                continue;
            }
            let class = class_of(vm, sort.name(), &[], &base, Some(sort))?;
            for kind in sort.kinds() {
                kinds.push(class_of(vm, kind.info().name, kind.info().fields, &class, None)?);
            }
            sorts.push(class);
        }
        let known = kinds.iter().zip(Kind::ALL).map(|(class, kind)| (address(class), *kind));
        let known = known.collect();
        let kinds = kinds.into_iter().zip(Kind::ALL).map(|(class, kind)| {
            let fields = kind.info().fields;
            let sort = kind.info().sort;
            let alone = fields.is_empty() && !sort.has_place();
            let instance = if alone { vm.new_instance(&class)? } else { Value::NONE };
            Ok(KindClass {
                class,
                fields: fields.iter().map(|field| vm.intern(field.name)).collect(),
                instance,
            })
        });
        let made = SyntaxClasses {
            sorts,
            kinds: kinds.collect::<PyResult<_>>()?,
            places: PLACE.map(|name| vm.intern(name)),
            known,
        };
        made.set_field_types(vm)?;
        Ok(made)
    }

    /// Names and classes, in the ASDL's order.
    pub fn all(&self, vm: &Vm) -> Vec<(&'static str, TypeRef)> {
        let mut all = vec![("AST", vm.ty(&NODE))];
        for (sort, class) in Sort::ALL.iter().zip(&self.sorts) {
            all.push((sort.name(), class.clone()));
            if !sort.is_product() {
                let kinds = sort.kinds().filter_map(|kind| Some((kind, self.kind(kind)?)));
                all.extend(kinds.map(|(kind, own)| (kind.info().name, own.class.clone())));
            }
        }
        all
    }

    fn kind(&self, kind: Kind) -> Option<&KindClass> {
        self.kinds.get(kind as usize)
    }

    fn sort(&self, sort: Sort) -> Option<&TypeRef> {
        self.sorts.get(sort as usize)
    }

    /// Whether the class, not one derived from it, is the type of a parameter's context.
    fn is_context(&self, class: &Value) -> bool {
        self.sort(Sort::ExprContext).is_some_and(|own| own.value().is(class))
    }

    /// The instance of a class without fields.
    fn instance(&self, kind: Kind) -> Value {
        self.kind(kind).map_or(Value::NONE, |own| own.instance.clone())
    }

    /// Which constructor of a type an instance is of.
    fn kind_of(&self, vm: &Vm, object: &Value, sort: Sort) -> Option<Kind> {
        let order = vm.type_of(object).mro();
        let mut kinds = order.iter().filter_map(|class| self.known.get(&address(class)));
        kinds.find(|kind| kind.info().sort == sort).copied()
    }

    /// `_field_types` and `__annotations__` name other classes, so they come when all are there.
    fn set_field_types(&self, vm: &Vm) -> PyResult<()> {
        for (own, kind) in self.kinds.iter().zip(Kind::ALL) {
            let types = DictObject::new();
            for (name, field) in own.fields.iter().zip(kind.info().fields) {
                drop(types.set_interned(name, self.type_of_field(vm, field)?));
            }
            let types = vm.new_dict(types);
            if let Some(namespace) = own.class.namespace() {
                for name in ["_field_types", "__annotations__"] {
                    drop(namespace.set_interned(&vm.intern(name), types.clone()));
                }
            }
            own.class.modified();
        }
        Ok(())
    }

    fn type_of_field(&self, vm: &Vm, field: &FieldInfo) -> PyResult {
        let ty = match field.ty {
            FieldType::Node(sort) => self.sort(sort),
            FieldType::Identifier | FieldType::String => Some(vm.types.str()),
            FieldType::Int => Some(vm.types.int()),
            FieldType::Constant => Some(vm.types.object()),
        };
        let ty = ty.map_or(Value::NONE, |ty| ty.value().clone());
        match field.quantity {
            Quantity::One => Ok(ty),
            Quantity::Optional => vm.binary(BinaryOp::Or, &ty, &Value::NONE),
            Quantity::Many => vm.generic_alias(vm.types.list().value(), &ty),
        }
    }
}

fn address(class: &TypeRef) -> usize {
    std::ptr::from_ref(&**class).addr()
}

/// The class of all nodes is a table's, but can be changed as those that derive from it.
fn prepare_base(vm: &Vm, base: &TypeRef) {
    base.set_flag(type_flag::IMMUTABLE, false);
    if let Some(namespace) = base.namespace() {
        for name in ["_fields", "__match_args__", "_attributes"] {
            drop(namespace.set_interned(&vm.intern(name), vm.empty_tuple()));
        }
        let names = vm.names();
        drop(namespace.set_interned(&names.__module__, vm.str("ast")));
        let row = vm.getset_of_table(&instance_rows::DICT, base);
        drop(namespace.set_interned(&names.__dict__, row));
    }
    base.modified();
}

/// A class with these fields. `sort` is that of a class that is no constructor of another type.
fn class_of(
    vm: &Vm,
    name: &str,
    fields: &[FieldInfo],
    base: &TypeRef,
    sort: Option<Sort>,
) -> PyResult<TypeRef> {
    let namespace = DictObject::new();
    let set = |name: &str, value: Value| drop(namespace.set_interned(&vm.intern(name), value));
    let names = vm.tuple(fields.iter().map(|field| vm.intern(field.name)).collect());
    set("_fields", names.clone());
    set("__match_args__", names);
    set("__module__", vm.str("ast"));
    let doc = match sort {
        Some(sort) if !sort.is_product() => sum_text(sort),
        _ => constructor_text(name, fields),
    };
    set("__doc__", vm.str(&doc));
    if let Some(sort) = sort {
        let places: &[&str] = if sort.has_place() { &PLACE } else { &[] };
        set("_attributes", vm.tuple(places.iter().map(|place| vm.intern(place)).collect()));
        places.iter().skip(2).for_each(|place| set(place, Value::NONE));
    }
    for field in fields.iter().filter(|field| field.quantity == Quantity::Optional) {
        set(field.name, Value::NONE);
    }
    let bases = vm.tuple(vec![base.value().clone()]);
    let args = [vm.str(name), bases, vm.new_dict(namespace)];
    let class = vm.call(vm.types.type_().value(), &args)?;
    let made = TypeRef::of(&class).cloned();
    made.ok_or_else(|| vm.raise(&SYSTEM_ERROR, "a new class is no class"))
}

/// A constructor as the ASDL writes it.
fn constructor_text(name: &str, fields: &[FieldInfo]) -> String {
    if fields.is_empty() {
        return name.to_owned();
    }
    let each = fields.iter().map(|field| {
        let mark = match field.quantity {
            Quantity::One => "",
            Quantity::Optional => "?",
            Quantity::Many => "*",
        };
        format!("{}{mark} {}", field.ty.name(), field.name)
    });
    format!("{name}({})", each.collect::<Vec<_>>().join(", "))
}

/// A type as the ASDL writes it: on one line if no constructor has fields.
fn sum_text(sort: Sort) -> String {
    let mut texts = Vec::new();
    let mut plain = true;
    for kind in sort.kinds() {
        let info = kind.info();
        plain &= info.fields.is_empty();
        texts.push(constructor_text(info.name, info.fields));
    }
    let separator = match plain {
        true => " | ".to_owned(),
        false => format!("\n{} | ", " ".repeat(sort.name().len())),
    };
    format!("{} = {}", sort.name(), texts.join(&separator))
}
