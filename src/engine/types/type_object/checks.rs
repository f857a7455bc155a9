//! `isinstance` and `issubclass`, with the hooks of metaclasses and with objects that only pretend
//! to be classes.

use crate::object::slots::{PyResult, Raised};
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::dunder;
use crate::types::exception::RECURSION_ERROR;
use crate::types::union;

/// Tuples of classes nest no deeper.
const DEEPEST_TUPLE: usize = 10_000;

const NO_CLASS: &str = "isinstance() arg 2 must be a type, a tuple of types, or a union";
const NO_CLASS_SUB: &str = "issubclass() arg 2 must be a class, a tuple of classes, or a union";

impl Vm {
    /// `isinstance(object, class)`
    pub fn is_instance(&self, object: &Value, class: &Value) -> PyResult<bool> {
        if self.type_of(object).value().is(class) {
            return Ok(true);
        }
        if self.is_plain_class(class) {
            return self.is_plain_instance(object, class);
        }
        self.check_stack(" in __instancecheck__")?;
        let class = union::members(class).unwrap_or(class);
        if class.as_tuple().is_some() {
            return self.any_class(class, 0, " in __instancecheck__", &|each| {
                self.is_instance(object, each)
            });
        }
        let name = &self.names().__instancecheck__;
        match self.class(class).lookup(name) {
            Some(found) => {
                let says = dunder::call_found(self, &found, class, std::slice::from_ref(object))?;
                self.truth(&says)
            }
            None => self.is_plain_instance(object, class),
        }
    }

    /// `issubclass(sub, class)`
    pub fn is_subclass(&self, sub: &Value, class: &Value) -> PyResult<bool> {
        if self.is_plain_class(class) {
            return if sub.is(class) { Ok(true) } else { self.is_plain_subclass(sub, class) };
        }
        self.check_stack(" in __subclasscheck__")?;
        let class = union::members(class).unwrap_or(class);
        if class.as_tuple().is_some() {
            return self
                .any_class(class, 0, " in __subclasscheck__", &|each| self.is_subclass(sub, each));
        }
        let name = &self.names().__subclasscheck__;
        match self.class(class).lookup(name) {
            Some(found) => {
                let says = dunder::call_found(self, &found, class, std::slice::from_ref(sub))?;
                self.truth(&says)
            }
            None => self.is_plain_subclass(sub, class),
        }
    }

    /// Whether one of the classes in a tuple fits; tuples may hold tuples, within limits.
    fn any_class(
        &self,
        classes: &Value,
        depth: usize,
        whence: &'static str,
        fits: &dyn Fn(&Value) -> PyResult<bool>,
    ) -> PyResult<bool> {
        self.check_stack(whence)?;
        if depth > DEEPEST_TUPLE {
            let text = format!("maximum recursion depth exceeded{whence}");
            return Err(self.raise(&RECURSION_ERROR, text));
        }
        for each in classes.tuple_items() {
            let found = match each.as_tuple() {
                Some(_) => self.any_class(each, depth + 1, whence, fits)?,
                None => fits(each)?,
            };
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether no metaclass has a say.
    fn is_plain_class(&self, class: &Value) -> bool {
        TypeRef::of(class).is_some() && self.type_of(class) == *self.types.type_()
    }

    /// By inheritance, or by what `__class__` and `__bases__` say.
    pub(super) fn is_plain_instance(&self, object: &Value, class: &Value) -> PyResult<bool> {
        let own = self.type_of(object);
        let Some(ty) = TypeRef::of(class) else {
            self.check_class(class, NO_CLASS)?;
            let says = self.getattr_opt(object, &self.names().__class__)?;
            return match says {
                Some(says) => self.derives(&says, class),
                None => Ok(false),
            };
        };
        if own.is_subtype(ty) {
            return Ok(true);
        }
        // The generic lookup of `__class__` says nothing new; a proxy may say something else.
        if own.slots.getattr.get().is_some() && !self.pretends(&own) {
            return Ok(false);
        }
        let says = self.getattr_opt(object, &self.names().__class__)?;
        Ok(says.as_ref().and_then(TypeRef::of).is_some_and(|t| t.is_subtype(ty)))
    }

    /// Whether objects of the class may give another class as theirs.
    fn pretends(&self, class: &TypeRef) -> bool {
        let custom = class.has(crate::object::types::type_flag::CUSTOM_GETATTR);
        let owner = class.lookup_with_owner(&self.names().__class__);
        custom || owner.is_none_or(|(owner, _)| owner != *self.types.object())
    }

    pub(super) fn is_plain_subclass(&self, sub: &Value, class: &Value) -> PyResult<bool> {
        if let (Some(sub), Some(class)) = (TypeRef::of(sub), TypeRef::of(class)) {
            return Ok(sub.is_subtype(class));
        }
        self.check_class(sub, "issubclass() arg 1 must be a class")?;
        self.check_class(class, NO_CLASS_SUB)?;
        self.derives(sub, class)
    }

    fn check_class(&self, class: &Value, message: &str) -> PyResult<()> {
        match self.bases_of(class)? {
            Some(_) => Ok(()),
            None => Err(self.not_a_class(message)),
        }
    }

    #[cold]
    fn not_a_class(&self, message: &str) -> Raised {
        self.type_error(message)
    }

    /// `class.__bases__`, if that is a tuple.
    fn bases_of(&self, class: &Value) -> PyResult<Option<Value>> {
        let bases = self.getattr_opt(class, &self.names().__bases__)?;
        Ok(bases.filter(|b| b.as_tuple().is_some()))
    }

    fn derives(&self, sub: &Value, class: &Value) -> PyResult<bool> {
        if sub.is(class) {
            return Ok(true);
        }
        self.check_stack(" in __subclasscheck__")?;
        let Some(bases) = self.bases_of(sub)? else { return Ok(false) };
        for base in bases.tuple_items() {
            if self.derives(base, class)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
