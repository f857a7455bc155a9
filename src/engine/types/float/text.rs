//! Floats from and to text. Hexadecimal text is in `hex.rs`, formats are not here.

/// The number of a text without surrounding space; `None` if it is none.
pub fn parse_f64(text: &str) -> Option<f64> {
    if !text.contains('_') {
        return text.parse().ok();
    }
    // An underscore must stand between two digits.
    let bytes = text.as_bytes();
    let is_digit =
        |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
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
    let (digits, exponent) = shortest_digits(value);
    let mut text = if value.is_sign_negative() { "-".to_owned() } else { String::new() };
    let (first, rest) = digits.split_at(1);
    match usize::try_from(exponent) {
        Ok(exponent) if exponent < 16 => {
            let whole = (exponent + 1).min(digits.len());
            let (whole, fraction) = digits.split_at(whole);
            text.push_str(whole);
            text.extend(std::iter::repeat_n('0', exponent + 1 - whole.len()));
            if !fraction.is_empty() {
                text.extend([".", fraction]);
            }
        }
        Err(_) if exponent >= -4 => {
            text.push_str("0.");
            text.extend(std::iter::repeat_n('0', exponent.unsigned_abs() as usize - 1));
            text.push_str(&digits);
        }
        _ => {
            text.push_str(first);
            if !rest.is_empty() {
                text.extend([".", rest]);
            }
            let sign = if exponent < 0 { '-' } else { '+' };
            text.push_str(&format!("e{sign}{:02}", exponent.unsigned_abs()));
        }
    }
    text
}

/// The fewest digits that read back as the same finite number, without its sign, and the exponent of
/// the first one. Of two equally near ones the even one, as CPython has it and Rust's own does not.
pub fn shortest_digits(value: f64) -> (String, i32) {
    let mut buffer = ryu::Buffer::new();
    let text = buffer.format_finite(value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = [whole, fraction].concat();
    let significant = all.trim_start_matches('0');
    let zeros = all.len() - significant.len();
    let digits = significant.trim_end_matches('0');
    if digits.is_empty() {
        return ("0".to_owned(), 0);
    }
    let first = whole.len() as i32 - 1 - zeros as i32;
    (digits.to_owned(), first + exponent.parse::<i32>().unwrap_or(0))
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
            // Halfway between two texts of 16 digits.
            (f64::from_bits(0x4317_38c0_b8d3_c281), "1634081212526752.2"),
            (-123.456, "-123.456"),
            (100.0, "100.0"),
            (5e-324, "5e-324"),
            (0.00012, "0.00012"),
            (1.5e300, "1.5e+300"),
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
