//! Unicode 15.1, as CPython 3.13 knows it, and what it keeps of 3.2: properties, case mappings, names
//! and normal forms of code points. The tables come from `generate.py`. Knows nothing of Python's
//! objects.

mod case;
mod database;
mod names;
mod normal_form;
mod properties;
mod table;

pub use case::{Mapped, to_folded, to_lower, to_title, to_upper, with_lower};
pub use database::{Database, Decomposition};
pub use names::{Name, character_named, name_of, sequence_named};
pub use normal_form::{Form, normalise};
pub use properties::{Properties, decimal_value, is_printable, is_space, properties};
