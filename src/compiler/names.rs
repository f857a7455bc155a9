//! Names as small numbers, and the mangling of private ones. Knows nothing of what they name.

use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

use indexmap::IndexSet;

/// An interned name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Name(u32);

/// A hasher for keys that are numbers already: one multiplication.
#[derive(Default, Clone, Copy)]
pub(crate) struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }
    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }
    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(26) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

pub(crate) type NumberHash = BuildHasherDefault<NumberHasher>;

/// All names of one compilation.
#[derive(Default)]
pub(crate) struct Names {
    set: IndexSet<Box<str>>,
}

/// The class whose private names are mangled.
#[derive(Clone)]
pub(crate) struct Class {
    pub(crate) name: Name,
    /// Only these: in the head of a generic class its type parameters.
    pub(crate) only: Option<Rc<[Name]>>,
}

impl Names {
    pub(crate) fn intern(&mut self, text: &str) -> Name {
        let index = match self.set.get_index_of(text) {
            Some(index) => index,
            None => self.set.insert_full(text.into()).0,
        };
        Name(index as u32)
    }

    pub(crate) fn text(&self, name: Name) -> &str {
        self.set.get_index(name.0 as usize).map_or("", |text| text)
    }

    /// The name as written in the body of `class`: `__x` becomes `_Class__x`.
    pub(crate) fn mangle(&mut self, class: Option<&Class>, text: &str) -> Name {
        let private = text.starts_with("__") && !text.ends_with("__") && !text.contains('.');
        if private && let Some(class) = class {
            let plain = self.intern(text);
            if class.only.as_ref().is_some_and(|only| !only.contains(&plain)) {
                return plain;
            }
            let class = self.text(class.name).trim_start_matches('_');
            if !class.is_empty() {
                let mangled = format!("_{class}{text}");
                return self.intern(&mangled);
            }
        }
        self.intern(text)
    }
}
