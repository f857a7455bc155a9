//! locale: the conventions of C, with or without UTF-8. There are no others, so it is Python source
//! that asks the system nothing but the environment.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static LOCALE: ModuleSpec = ModuleSpec {
    name: "locale",
    doc: "Conventions of languages and countries: those of C.",
    python: Some(frozen!("locale/locale.py")),
    ..ModuleSpec::NONE
};
