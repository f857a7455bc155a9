//! What native functions are called in messages about their arguments.

use crate::object::native::NativeObject;
use crate::object::types::TypeRef;

/// The name of a native function in messages about its arguments. Alternate form: with its type or
/// module.
pub(super) struct MessageName<'a> {
    native: &'a NativeObject,
    /// The class of the object that the function is bound to, if a program could see it bound.
    instance: Option<&'a TypeRef>,
}

impl<'a> MessageName<'a> {
    pub(super) fn new(native: &'a NativeObject, instance: Option<&'a TypeRef>) -> Self {
        MessageName { native, instance }
    }

    /// Few methods, once bound, are called in CPython in an older way: messages do not name the type.
    fn has_no_prefix(&self) -> bool {
        let owner = TypeRef::of(&self.native.owner).and_then(|owner| owner.spec);
        let owner = owner.map_or("", |spec| spec.name);
        matches!(
            (owner, self.native.def.name),
            ("async_generator", "athrow")
                | ("memoryview", "__exit__")
                | ("property", "__set_name__")
        )
    }
}

impl std::fmt::Display for MessageName<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = self.native.def.name;
        // Methods of an object that is a module look like the module's functions.
        let of_module = self.instance.is_some_and(|class| {
            class
                .mro()
                .iter()
                .any(|ty| ty.spec.is_some_and(|s| std::ptr::eq(s, &super::module::MODULE)))
        });
        if !out.alternate() || of_module || self.instance.is_some() && self.has_no_prefix() {
            return out.write_str(name);
        }
        let own = TypeRef::of(&self.native.owner).or_else(|| TypeRef::of(&self.native.bound));
        match (self.instance.or(own), self.native.module.as_str()) {
            (Some(owner), _) => write!(out, "{}.{name}", owner.qualname.get().to_text()),
            (None, Some(module)) if module != "builtins" => write!(out, "{module}.{name}"),
            (None, _) => out.write_str(name),
        }
    }
}
