//! Floats from and to text. Hexadecimal text is in `hex.rs`, formats are not here.

/// The number of a text without surrounding space; `None` if it is none.
pub fn parse_f64(text: &str) -> Option<f64> {
    if !text.contains('_') {
        return text.parse().ok();
    }
    // An underscore must stand between two digits.
    let bytes = text.as_bytes();
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit)
    };
    let well = |at: usize| is_digit(at.checked_sub(1)) && is_digit(Some(at + 1));
    let all_well = (0..bytes.len()).all(|at| bytes.get(at) != Some(&b'_') || well(at));
    all_well.then(|| text.replace('_', "").parse().ok())?
}

/// The shortest text that reads back as the same float, as `repr` shows it.
pub fn repr_f64(value: f64) -> String {
    let mut text = shortest(value);
    if value.is_finite() && !text.contains(['.', 'e']) {
        text.push_str(".0");
    }
    text
}

/// As [`repr_f64`], without the `.0` of whole numbers.
pub(super) fn shortest(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    // In Rust's exponent form, such as `-1.25e-7`, the digits are the shortest ones already.
    let scientific = format!("{value:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        return format!("{value}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::{parse_f64, repr_f64};

    #[test]
    fn layout_of_repr() {
        for (value, text) in [
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (123456789012345678.0, "1.2345678901234568e+17"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (5e-324, "5e-324"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (f64::INFINITY, "inf"),
            (f64::NAN, "nan"),
            (1e22, "1e+22"),
        ] {
            assert_eq!(repr_f64(value), text);
        }
    }

    #[test]
    fn what_is_a_number() {
        for (text, value) in [
            ("1_0", Some(10.0)),
            ("1__0", None),
            ("_1", None),
            ("1_", None),
            ("1_.5", None),
            ("1e5_0", Some(1e50)),
            (".", None),
            ("1.", Some(1.0)),
            (".5", Some(0.5)),
            ("1e", None),
            ("", None),
            ("-iNfiNity", Some(f64::NEG_INFINITY)),
            ("0x1", None),
            ("1e999999999999999999999", Some(f64::INFINITY)),
        ] {
            assert_eq!(parse_f64(text), value, "{text}");
        }
        assert!(parse_f64("+nan").is_some_and(f64::is_nan));
    }
}
