//! isinstance and issubclass: by inheritance, by `__instancecheck__` of a metaclass, and for objects
//! that only look like classes.

use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;

pub(super) fn isinstance(vm: &Vm, value: &Value, class: &Value) -> PyResult<bool> {
    vm.is_instance(value, class)
}

pub(super) fn issubclass(vm: &Vm, sub: &Value, class: &Value) -> PyResult<bool> {
    vm.is_subclass(sub, class)
}

impl Vm {
    /// `isinstance(value, class)`: a class, a tuple of them, or what has `__instancecheck__`.
    pub fn is_instance(&self, value: &Value, class: &Value) -> PyResult<bool> {
        if self.type_of(value).value().is(class) {
            return Ok(true);
        }
        if self.type_of(class) == *self.types.type_() {
            return self.is_instance_plain(value, class);
        }
        if let Some(classes) = class.as_tuple() {
            self.check_stack(" in __instancecheck__")?;
            for each in classes {
                if self.is_instance(value, each)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        let name = &self.names().__instancecheck__;
        match self.call_special(class, name, std::slice::from_ref(value))? {
            Some(verdict) => self.truth(&verdict),
            None => self.is_instance_plain(value, class),
        }
    }

    /// What `type.__instancecheck__` says: by inheritance, or by what `__class__` claims.
    pub fn is_instance_plain(&self, value: &Value, class: &Value) -> PyResult<bool> {
        let claimed = || self.getattr_opt(value, &self.names().__class__);
        if let Some(ty) = TypeRef::of(class) {
            let own = self.type_of(value);
            if own.is_subtype(ty) {
                return Ok(true);
            }
            return Ok(match claimed()? {
                Some(claim) if !claim.is(own.value()) => {
                    TypeRef::of(&claim).is_some_and(|claim| claim.is_subtype(ty))
                }
                _ => false,
            });
        }
        let message = "isinstance() arg 2 must be a type, a tuple of types, or a union";
        self.must_look_like_class(class, message)?;
        match claimed()? {
            Some(claim) => self.derives_from(&claim, class),
            None => Ok(false),
        }
    }

    /// `issubclass(sub, class)`
    pub fn is_subclass(&self, sub: &Value, class: &Value) -> PyResult<bool> {
        if self.type_of(class) == *self.types.type_() {
            return if sub.is(class) { Ok(true) } else { self.is_subclass_plain(sub, class) };
        }
        if let Some(classes) = class.as_tuple() {
            self.check_stack(" in __subclasscheck__")?;
            for each in classes {
                if self.is_subclass(sub, each)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        let name = &self.names().__subclasscheck__;
        match self.call_special(class, name, std::slice::from_ref(sub))? {
            Some(verdict) => self.truth(&verdict),
            None => self.is_subclass_plain(sub, class),
        }
    }

    /// What `type.__subclasscheck__` says.
    pub fn is_subclass_plain(&self, sub: &Value, class: &Value) -> PyResult<bool> {
        if let (Some(sub), Some(class)) = (TypeRef::of(sub), TypeRef::of(class)) {
            return Ok(sub.is_subtype(class));
        }
        self.must_look_like_class(sub, "issubclass() arg 1 must be a class")?;
        let message = "issubclass() arg 2 must be a class, a tuple of classes, or a union";
        self.must_look_like_class(class, message)?;
        self.derives_from(sub, class)
    }

    fn must_look_like_class(&self, class: &Value, message: &str) -> PyResult<()> {
        match self.bases_of(class)? {
            Some(_) => Ok(()),
            None => Err(self.type_error(message)),
        }
    }

    /// The bases of what is a class or looks like one.
    fn bases_of(&self, class: &Value) -> PyResult<Option<Value>> {
        let bases = self.getattr_opt(class, &self.names().__bases__)?;
        Ok(bases.filter(|b| b.as_tuple().is_some()))
    }

    fn derives_from(&self, sub: &Value, class: &Value) -> PyResult<bool> {
        if sub.is(class) {
            return Ok(true);
        }
        self.check_stack(" in __subclasscheck__")?;
        let Some(bases) = self.bases_of(sub)? else { return Ok(false) };
        for base in bases.tuple_items() {
            if self.derives_from(base, class)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
