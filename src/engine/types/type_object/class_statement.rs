//! `__build_class__`: what a class statement runs.

use crate::object::code::{CellObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::native::Args;
use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;

use super::order;

/// Keyword arguments: names and values.
type Keywords = Vec<(Value, Value)>;

impl Vm {
    /// Runs a class body and makes the class: `func` is the body, `keywords` are names (interned)
    /// and values.
    pub fn build_class(
        &self,
        func: &Value,
        name: &Value,
        bases: &[Value],
        mut keywords: Keywords,
    ) -> PyResult {
        if func.get::<FunctionObject>().is_none() {
            return Err(self.type_error("__build_class__: func must be a function"));
        }
        if name.as_str_object().is_none() {
            return Err(self.type_error("__build_class__: name is not a string"));
        }
        let resolved = self.resolve_bases(bases)?;
        let actual = resolved.as_deref().unwrap_or(bases);
        let metaclass = self.choose_metaclass(actual, &mut keywords)?;
        let actual_tuple = self.tuple(actual.to_vec());
        let namespace = self.prepare(&metaclass, name, &actual_tuple, &keywords)?;
        let cell = self.run_class_body(func, &namespace)?;
        if resolved.is_some() {
            let original = self.tuple(bases.to_vec());
            self.setitem(&namespace, &self.names().__orig_bases__, Some(&original))?;
        }
        let args = [name.clone(), actual_tuple, namespace];
        let class = self.call_with_keywords(&metaclass, &args, &keywords)?;
        self.check_class_cell(&cell, &class, name)?;
        Ok(class)
    }

    fn call_with_keywords(&self, callee: &Value, args: &[Value], keywords: &Keywords) -> PyResult {
        if keywords.is_empty() {
            return self.call(callee, args);
        }
        let names: Vec<Value> = keywords.iter().map(|(name, _)| name.clone()).collect();
        let mut all = args.to_vec();
        all.extend(keywords.iter().map(|(_, value)| value.clone()));
        self.call_args(callee, Args { all: &all, names: &names })
    }

    /// The bases with those replaced that have `__mro_entries__`; `None` if none has.
    fn resolve_bases(&self, bases: &[Value]) -> PyResult<Option<Vec<Value>>> {
        let mut resolved: Option<Vec<Value>> = None;
        for (at, base) in bases.iter().enumerate() {
            let entries = match TypeRef::of(base) {
                Some(_) => None,
                None => self.getattr_opt(base, &self.names().__mro_entries__)?,
            };
            let Some(entries) = entries else {
                resolved.iter_mut().for_each(|r| r.push(base.clone()));
                continue;
            };
            let original = self.tuple(bases.to_vec());
            let given = self.call(&entries, &[original])?;
            let Some(items) = given.as_tuple() else {
                return Err(self.type_error("__mro_entries__ must return a tuple"));
            };
            let before = || bases.iter().take(at).cloned().collect();
            resolved.get_or_insert_with(before).extend_from_slice(items);
        }
        Ok(resolved)
    }

    fn choose_metaclass(&self, bases: &[Value], keywords: &mut Keywords) -> PyResult {
        let given = keywords.iter().position(|(name, _)| name.is(&self.names().metaclass));
        let metaclass = match (given, bases.first()) {
            (Some(at), _) => keywords.remove(at).1,
            (None, Some(base)) => self.type_of(base).value().clone(),
            (None, None) => self.types.type_().value().clone(),
        };
        match TypeRef::of(&metaclass) {
            Some(ty) => Ok(order::winner(self, ty, bases)?.value().clone()),
            None => Ok(metaclass),
        }
    }

    fn prepare(
        &self,
        metaclass: &Value,
        name: &Value,
        bases: &Value,
        keywords: &Keywords,
    ) -> PyResult {
        let fresh = || self.new_dict(DictObject::new());
        if metaclass.is(self.types.type_().value()) {
            return Ok(fresh());
        }
        let prepare = self.getattr_opt(metaclass, &self.names().__prepare__)?;
        let Some(prepare) = prepare else { return Ok(fresh()) };
        let args = [name.clone(), bases.clone()];
        let namespace = self.call_with_keywords(&prepare, &args, keywords)?;
        if self.class(&namespace).slots.getitem.get().is_none() {
            let own = TypeRef::of(metaclass).map_or("<metaclass>".to_owned(), |t| t.name());
            let class = self.class(&namespace).full_name();
            let text = format!("{own}.__prepare__() must return a mapping, not {class}");
            return Err(self.type_error(text));
        }
        Ok(namespace)
    }

    /// The `__class__` of the body's functions must be the class that was made.
    fn check_class_cell(&self, cell: &Value, class: &Value, name: &Value) -> PyResult<()> {
        let (Some(place), Some(_)) = (cell.get::<CellObject>(), TypeRef::of(class)) else {
            return Ok(());
        };
        let Some(found) = place.0.bound() else {
            let (name, class) = (self.repr_text(name)?, self.repr_text(class)?);
            return Err(self.runtime_error(format!(
                "__class__ not set defining {name} as {class}. \
                 Was __classcell__ propagated to type.__new__?"
            )));
        };
        if found.is(class) {
            return Ok(());
        }
        let (found, name, class) =
            (self.repr_text(&found)?, self.repr_text(name)?, self.repr_text(class)?);
        Err(self.type_error(format!("__class__ set to {found} defining {name} as {class}")))
    }
}

/// The function behind the builtin `__build_class__`: signature `(func, name, /, *bases, **kwds)`.
pub fn build_class_function(
    vm: &Vm,
    func: &Value,
    name: &Value,
    bases: &Value,
    keywords: &Value,
) -> PyResult {
    let pairs = keywords.get::<DictObject>().map(DictObject::pairs).unwrap_or_default();
    let pairs = pairs.into_iter().map(|(name, value)| (vm.intern_value(&name), value)).collect();
    vm.build_class(func, name, bases.tuple_items(), pairs)
}
