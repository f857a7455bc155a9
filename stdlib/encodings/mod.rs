//! encodings: what codecs finds that is not built into the engine. The table of names is Python source,
//! as are the codecs.

use taipan_engine::types::module::ModuleSpec;

macro_rules! module {
    ($constant:ident, $name:literal, $file:literal, $doc:literal) => {
        pub(crate) static $constant: ModuleSpec = ModuleSpec {
            name: $name,
            doc: $doc,
    python: Some(frozen!("encodings/" $file)),
            ..ModuleSpec::NONE
        };
    };
}

module!(ENCODINGS, "encodings", "encodings.py", "Encodings by their names.");
module!(ALIASES, "encodings.aliases", "aliases.py", "Other names of encodings.");
module!(UTF_7, "encodings.utf_7", "utf_7.py", "Text for mail that takes ASCII only.");
module!(PUNYCODE, "encodings.punycode", "punycode.py", "Text as letters, digits and hyphens.");
module!(IDNA, "encodings.idna", "idna.py", "Names of hosts beyond ASCII.");
module!(
    TRANSFORMS,
    "encodings._transforms",
    "transforms.py",
    "From bytes to bytes, or text to text."
);
