//! Formatting: `format()`, f-strings, `str.format` and `%`. The mini-language is in `spec.rs`.

pub mod digits;
mod float;
mod int;
mod number;
mod percent;
mod spec;
pub mod template;

pub use float::{complex_format, float_format};
pub use int::int_format;
pub use percent::{percent_bytes, percent_str};
pub use spec::Spec;
pub use template::format_template;

use crate::object::slots::PyResult;
use crate::object::string::StrObject;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::float::FloatObject;
use crate::types::str::Text;
use crate::types::str::text::must_be;

use spec::{Align, Sign, unknown_code};

/// The specification as a str; a TypeError for anything else.
fn spec_text<'a>(vm: &Vm, spec: &'a Value) -> PyResult<&'a StrObject> {
    match spec.as_str_object() {
        Some(text) => Ok(text),
        None => Err(must_be(vm, "__format__() argument must be str", spec)),
    }
}

impl Vm {
    /// `format(value, spec)`, where `spec` is a str: what an f-string's field shows.
    pub fn format(&self, value: &Value, spec: &Value) -> PyResult {
        let plain = spec.as_str_object().is_some_and(|text| text.chars() == 0);
        if value.get_exact::<StrObject>().is_some() {
            return if plain { Ok(value.clone()) } else { str_format(self, value, spec) };
        }
        if value.is_int() {
            return if plain { self.str_of(value) } else { int_format(self, value, spec) };
        }
        if value.is_small_float() || value.get_exact::<FloatObject>().is_some() {
            return if plain { self.repr(value) } else { float_format(self, value, spec) };
        }
        let args = std::slice::from_ref(spec);
        let Some(made) = self.call_special(value, &self.names().__format__, args)? else {
            let class = self.class(value).full_name();
            return Err(self.type_error(format!("Type {class} doesn't define __format__")));
        };
        if made.as_str_object().is_some() {
            return Ok(made);
        }
        let class = self.class(&made).full_name();
        Err(self.type_error(format!("__format__ must return a str, not {class}")))
    }
}

/// `str.__format__`
pub fn str_format(vm: &Vm, value: &Value, spec: &Value) -> PyResult {
    let text = spec_text(vm, spec)?;
    let Some(this) = Text::of(value) else { return vm.str_of(value) };
    if text.chars() == 0 {
        return vm.str_of(value);
    }
    let name = vm.class(value).name();
    let spec = Spec::of(vm, text, false, &name)?;
    if spec.kind.is_some_and(|kind| kind != 's') {
        return Err(unknown_code(vm, &spec, &name));
    }
    let refused = match spec.sign {
        Sign::Space => Some("Space not allowed in string format specifier"),
        Sign::Plus | Sign::Minus => Some("Sign not allowed in string format specifier"),
        Sign::Default if spec.no_negative_zero => {
            Some("Negative zero coercion (z) not allowed in string format specifier")
        }
        Sign::Default if spec.alternate => {
            Some("Alternate form (#) not allowed in string format specifier")
        }
        Sign::Default if spec.align == Align::AfterSign => {
            Some("'=' alignment not allowed in string format specifier")
        }
        Sign::Default => None,
    };
    if let Some(refused) = refused {
        return Err(vm.value_error(refused));
    }
    let cut = match spec.precision {
        Some(precision) if precision < this.chars() => vm.part(this, 0, this.offset(precision)),
        _ => value.clone(),
    };
    number::pad_text(vm, &cut, &spec)
}
