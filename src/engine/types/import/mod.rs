//! What modules know of where they come from: `ModuleSpec`, and the loaders that every module may have
//! as its `__loader__`. Their rarely called methods are Python source, found when one is called.

mod loaders;
mod module_spec;

pub use loaders::{BUILTIN_IMPORTER, SOURCE_FILE_LOADER};
pub use module_spec::{CACHE_TAG, MODULE_SPEC};
