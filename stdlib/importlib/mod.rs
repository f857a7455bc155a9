//! importlib: the protocol of imports as Python, for programs that take part in it. Imports of
//! programs that do not are the engine's (`vm/import_load.rs`).

mod imp;

use taipan_engine::types::import::{BUILTIN_IMPORTER, MODULE_SPEC, SOURCE_FILE_LOADER};
use taipan_engine::types::module::ModuleSpec;

pub(crate) use imp::IMP;

pub(crate) static BOOTSTRAP: ModuleSpec = ModuleSpec {
    name: "_frozen_importlib",
    doc: "The protocol of imports: specs, loading by them, finders on sys.meta_path.",
    types: &[&MODULE_SPEC, &BUILTIN_IMPORTER],
    python: Some(frozen!("importlib/bootstrap.py")),
    ..ModuleSpec::NONE
};

pub(crate) static EXTERNAL: ModuleSpec = ModuleSpec {
    name: "_frozen_importlib_external",
    doc: "Finders and loaders of modules in files.",
    types: &[&SOURCE_FILE_LOADER],
    python: Some(frozen!("importlib/external.py")),
    ..ModuleSpec::NONE
};

/// Copies of the two for programs to which they are barred.
pub(crate) static BOOTSTRAP_COPY: ModuleSpec =
    ModuleSpec { name: "importlib._bootstrap", ..BOOTSTRAP };

pub(crate) static EXTERNAL_COPY: ModuleSpec =
    ModuleSpec { name: "importlib._bootstrap_external", ..EXTERNAL };

macro_rules! python {
    ($($constant:ident $name:literal $file:literal $doc:literal;)*) => {
        $(
            pub(crate) static $constant: ModuleSpec = ModuleSpec {
                name: $name,
                doc: $doc,
                python: Some(frozen!("importlib/" $file)),
                ..ModuleSpec::NONE
            };
        )*
    };
}

python![
    IMPORTLIB "importlib" "importlib.py" "Imports by function calls.";
    ABSTRACT_LOADER "importlib._abc" "abstract_loader.py" "The base class of loaders.";
    ABC "importlib.abc" "abc.py" "Abstract classes of finders and loaders.";
    MACHINERY "importlib.machinery" "machinery.py" "The finders and loaders that there are.";
    UTIL "importlib.util" "util.py" "Help for writing finders and loaders.";
    READERS "importlib.readers" "readers.py" "Resources beside modules, by their loaders.";
    RESOURCES "importlib.resources" "resources.py" "Files that belong to packages.";
    RESOURCES_ABC "importlib.resources.abc" "resources_abc.py" "Abstract classes of resources.";
    METADATA "importlib.metadata" "metadata.py" "What is known of installed distributions.";
    PKGUTIL "pkgutil" "pkgutil.py" "Modules of packages: listing and finding them.";
    RUNPY "runpy" "runpy.py" "Running modules as scripts.";
    ZIPIMPORT "zipimport" "zipimport.py" "Modules in zip archives.";
    SITE "site" "site.py" "Folders with installed packages.";
];
