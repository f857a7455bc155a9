//! Floats as decimal text, in C's and Python's styles. Exact: what is rounded is the exact value.

use crate::types::float::shortest_digits;

/// More digits than any float has: beyond them there are only zeros.
const ENOUGH: usize = 1100;

/// How a float is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// `f`: digits after the point.
    Fixed(usize),
    /// `e`: digits after the point, then the exponent.
    Exponent(usize),
    /// `g`: significant digits, in whichever of the two forms is shorter; zeros at the end go.
    General(usize),
    /// No type but a precision: like `g`, but it looks like a float.
    Float(usize),
    /// The fewest digits that give the float back.
    Shortest,
}

/// The text of a float without its sign: the digits, and where the whole part ends.
pub struct Digits {
    pub text: String,
    /// Bytes of the whole part; 0 for `inf` and `nan`.
    pub whole: usize,
}

/// The absolute value as text. `alternate` keeps the point and the zeros that are dropped otherwise.
pub fn digits(value: f64, style: Style, alternate: bool) -> Digits {
    let value = value.abs();
    if value.is_nan() || value.is_infinite() {
        let text = if value.is_nan() { "nan" } else { "inf" };
        return Digits { text: text.to_owned(), whole: 0 };
    }
    let text = match style {
        Style::Fixed(precision) => fixed(value, precision, alternate),
        Style::Exponent(precision) => {
            let (mantissa, exponent) = scientific(value, precision);
            with_exponent(&pointed(&mantissa, 1, alternate), exponent)
        }
        Style::General(precision) => general(value, precision.max(1), alternate, false),
        Style::Float(precision) => general(value, precision.max(1), alternate, true),
        Style::Shortest => shortest(value, alternate),
    };
    let whole = text.bytes().take_while(u8::is_ascii_digit).count();
    Digits { text, whole }
}

fn fixed(value: f64, precision: usize, alternate: bool) -> String {
    let mut text = format!("{value:.*}", precision.min(ENOUGH));
    text.extend(std::iter::repeat_n('0', precision.saturating_sub(ENOUGH)));
    if precision == 0 && alternate {
        text.push('.');
    }
    text
}

/// The significant digits, one before the point and `precision` after it, and the exponent.
fn scientific(value: f64, precision: usize) -> (String, i32) {
    let text = format!("{value:.*e}", precision.min(ENOUGH));
    let (mut digits, exponent) = split_exponent(&text);
    digits.extend(std::iter::repeat_n('0', precision.saturating_sub(ENOUGH)));
    (digits, exponent)
}

/// `1.25e-7` as the digits `125` and the exponent -7.
fn split_exponent(text: &str) -> (String, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

/// The digits with a point behind the first `whole` of them.
fn pointed(digits: &str, whole: usize, keep_point: bool) -> String {
    let (left, right) = digits.split_at(whole.min(digits.len()));
    match right {
        "" if keep_point => format!("{left}."),
        "" => left.to_owned(),
        right => format!("{left}.{right}"),
    }
}

fn with_exponent(mantissa: &str, exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
}

fn general(value: f64, precision: usize, alternate: bool, like_float: bool) -> String {
    let (digits, exponent) = scientific(value, precision - 1);
    let digits = match alternate {
        true => digits.as_str(),
        false => match digits.trim_end_matches('0') {
            "" => "0",
            rest => rest,
        },
    };
    let limit = precision as i64 - i64::from(like_float);
    if exponent < -4 || i64::from(exponent) >= limit {
        with_exponent(&pointed(digits, 1, alternate), exponent)
    } else {
        placed(digits, exponent, alternate, like_float)
    }
}

/// The digits without an exponent: their first has the weight 10^exponent.
fn placed(digits: &str, exponent: i32, alternate: bool, like_float: bool) -> String {
    let text = if exponent < 0 {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
        format!("0.{zeros}{digits}")
    } else {
        let whole = exponent as usize + 1;
        let zeros = "0".repeat(whole.saturating_sub(digits.len()));
        pointed(&format!("{digits}{zeros}"), whole, alternate)
    };
    match like_float {
        true if text.ends_with('.') => text + "0",
        true if !text.contains('.') => text + ".0",
        _ => text,
    }
}

fn shortest(value: f64, alternate: bool) -> String {
    let (digits, exponent) = shortest_digits(value);
    if !(-4..16).contains(&exponent) {
        return with_exponent(&pointed(&digits, 1, alternate), exponent);
    }
    placed(&digits, exponent, alternate, true)
}

#[cfg(test)]
mod tests {
    use super::{Style, digits};

    #[test]
    fn styles() {
        let all = [
            (2.5, Style::Fixed(0), false, "2"),
            (1.5, Style::Fixed(0), true, "2."),
            (2.675, Style::Fixed(2), false, "2.67"),
            (0.0, Style::Exponent(6), false, "0.000000e+00"),
            (1.0, Style::General(6), true, "1.00000"),
            (1e20, Style::General(6), true, "1.00000e+20"),
            (123456789.0, Style::General(6), false, "1.23457e+08"),
            (0.0001, Style::General(6), false, "0.0001"),
            (123.0, Style::Float(3), false, "1.23e+02"),
            (1.0, Style::Float(10), false, "1.0"),
            (3.0, Style::Float(1), false, "3e+00"),
            (0.0, Style::General(6), false, "0"),
            (1e22, Style::Shortest, true, "1.e+22"),
        ];
        for (value, style, alternate, text) in all {
            assert_eq!(digits(value, style, alternate).text, text, "{value} {style:?}");
        }
        assert_eq!(digits(1.0, Style::Fixed(2000), false).text.len(), 2002);
    }
}
