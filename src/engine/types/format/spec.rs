//! The format mini-language: a specification like `*>+#012,.3f`, taken apart. Formats nothing.

use crate::object::slots::{PyResult, Raised};
use crate::object::string::StrObject;
use crate::object::vm::Vm;
use crate::types::unicode::decimal_value;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    Left,
    Right,
    Center,
    /// Between the sign and the digits.
    AfterSign,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// Not given.
    Default,
    Minus,
    Plus,
    Space,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    None,
    Comma,
    Underscore,
}

impl Group {
    pub fn symbol(self) -> Option<char> {
        match self {
            Group::None => None,
            Group::Comma => Some(','),
            Group::Underscore => Some('_'),
        }
    }
}

/// A specification with everything that it may say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// A code point; a lone surrogate is possible.
    pub fill: u32,
    pub align: Align,
    pub sign: Sign,
    /// `z`: a zero has no minus sign.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    pub width: usize,
    pub group: Group,
    pub precision: Option<usize>,
    /// The type's character, if there is one.
    pub kind: Option<char>,
    /// The same as a code point, which may be a lone surrogate.
    pub code: u32,
}

/// What is wrong with a specification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    TooManyDigits,
    NoPrecision,
    BothGroups,
    Invalid,
    /// This grouping is not for this type.
    GroupWith(char, u32),
}

impl Fault {
    pub fn raise(self, vm: &Vm, spec: &StrObject, type_name: &str) -> Raised {
        vm.value_error(match self {
            Fault::TooManyDigits => "Too many decimal digits in format string".to_owned(),
            Fault::NoPrecision => "Format specifier missing precision".to_owned(),
            Fault::BothGroups => "Cannot specify both ',' and '_'.".to_owned(),
            Fault::Invalid => format!(
                "Invalid format specifier '{}' for object of type '{type_name}'",
                spec.shown()
            ),
            Fault::GroupWith(group, kind) => {
                format!("Cannot specify '{group}' with '{}'.", code_name(kind))
            }
        })
    }
}

/// A character in an error message: itself if it is printable ASCII.
fn code_name(point: u32) -> String {
    match char::from_u32(point) {
        Some(c) if c.is_ascii_graphic() => c.to_string(),
        _ => format!("\\x{point:x}"),
    }
}

/// The ValueError for a type's character that the object does not know.
#[cold]
pub(super) fn unknown_code(vm: &Vm, spec: &Spec, type_name: &str) -> Raised {
    let name = code_name(spec.code);
    vm.value_error(format!("Unknown format code '{name}' for object of type '{type_name}'"))
}

impl Spec {
    /// Parses a str. `numeric` says how the object is aligned by default: to the right, and a
    /// leading 0 fills behind the sign.
    pub fn of(vm: &Vm, text: &StrObject, numeric: bool, type_name: &str) -> PyResult<Spec> {
        let parsed = match text.chars() {
            // What programs write is short.
            0..=16 => {
                let mut points = [0; 16];
                points.iter_mut().zip(text.code_points()).for_each(|(place, point)| *place = point);
                Spec::parse(points.get(..text.chars()).unwrap_or(&[]), numeric)
            }
            _ => Spec::parse(&text.code_points().collect::<Vec<u32>>(), numeric),
        };
        parsed.map_err(|fault| fault.raise(vm, text, type_name))
    }

    pub fn parse(points: &[u32], numeric: bool) -> Result<Spec, Fault> {
        let mut reader = Reader { rest: points };
        let mut spec = Spec {
            fill: u32::from(' '),
            align: if numeric { Align::Right } else { Align::Left },
            sign: Sign::Default,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            group: Group::None,
            precision: None,
            kind: None,
            code: 0,
        };
        let (mut filled, mut aligned) = (false, false);
        if let Some(align) = points.get(1).and_then(|p| align_of(*p)) {
            spec.fill = points.first().copied().unwrap_or(spec.fill);
            (spec.align, filled, aligned) = (align, true, true);
            reader.skip(2);
        } else if let Some(align) = points.first().and_then(|p| align_of(*p)) {
            (spec.align, aligned) = (align, true);
            reader.skip(1);
        }
        spec.sign = match reader.peek() {
            Some('+') => Sign::Plus,
            Some('-') => Sign::Minus,
            Some(' ') => Sign::Space,
            _ => Sign::Default,
        };
        if spec.sign != Sign::Default {
            reader.skip(1);
        }
        spec.no_negative_zero = reader.take('z');
        spec.alternate = reader.take('#');
        if !filled && reader.take('0') {
            spec.fill = u32::from('0');
            if !aligned && numeric {
                spec.align = Align::AfterSign;
            }
        }
        spec.width = reader.number()?.unwrap_or(0);
        spec.group = reader.group()?;
        if reader.take('.') {
            spec.precision = Some(reader.number()?.ok_or(Fault::NoPrecision)?);
        }
        match *reader.rest {
            [] => {}
            [code] => {
                spec.kind = Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                spec.code = code;
            }
            _ => return Err(Fault::Invalid),
        }
        let default = if numeric { 'd' } else { 's' };
        let kind = reader.rest.first().copied().unwrap_or(u32::from(default));
        spec.check_group(kind)?;
        Ok(spec)
    }

    /// Grouping is for decimal numbers; underscores for the other bases too.
    fn check_group(&self, point: u32) -> Result<(), Fault> {
        let Some(symbol) = self.group.symbol() else { return Ok(()) };
        match char::from_u32(point) {
            Some('d' | 'e' | 'f' | 'g' | 'E' | 'F' | 'G' | '%') => Ok(()),
            Some('b' | 'o' | 'x' | 'X') if self.group == Group::Underscore => Ok(()),
            _ => Err(Fault::GroupWith(symbol, point)),
        }
    }
}

fn align_of(point: u32) -> Option<Align> {
    match char::from_u32(point)? {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::AfterSign),
        _ => None,
    }
}

struct Reader<'a> {
    rest: &'a [u32],
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.first().and_then(|p| char::from_u32(*p))
    }

    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or(&[]);
    }

    fn take(&mut self, c: char) -> bool {
        let there = self.peek() == Some(c);
        if there {
            self.skip(1);
        }
        there
    }

    /// Decimal digits, of any script.
    fn number(&mut self) -> Result<Option<usize>, Fault> {
        let mut number = None;
        while let Some(digit) = self.rest.first().and_then(|p| decimal_value(*p)) {
            let next = number.unwrap_or(0usize).checked_mul(10);
            let next = next.and_then(|n| n.checked_add(digit as usize));
            number = Some(next.filter(|n| *n <= i64::MAX as usize).ok_or(Fault::TooManyDigits)?);
            self.skip(1);
        }
        Ok(number)
    }

    fn group(&mut self) -> Result<Group, Fault> {
        let mut group = if self.take(',') { Group::Comma } else { Group::None };
        if self.take('_') {
            if group == Group::Comma {
                return Err(Fault::BothGroups);
            }
            group = Group::Underscore;
        }
        if group == Group::Underscore && self.peek() == Some(',') {
            return Err(Fault::BothGroups);
        }
        Ok(group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Spec, Fault> {
        let points: Vec<u32> = text.chars().map(u32::from).collect();
        Spec::parse(&points, true)
    }

    #[test]
    fn everything_at_once() {
        let spec = parse("*^+z#012,.3f").unwrap();
        assert_eq!((spec.fill, spec.align, spec.sign), (0x2a, Align::Center, Sign::Plus));
        assert!(spec.no_negative_zero && spec.alternate);
        assert_eq!((spec.width, spec.group, spec.precision), (12, Group::Comma, Some(3)));
        assert_eq!(spec.kind, Some('f'));
    }

    #[test]
    fn a_leading_zero_fills_behind_the_sign() {
        let spec = parse("05").unwrap();
        assert_eq!((spec.fill, spec.align, spec.width), (0x30, Align::AfterSign, 5));
        assert_eq!(parse("<05").unwrap().align, Align::Left);
    }

    #[test]
    fn faults() {
        assert_eq!(parse(",_"), Err(Fault::BothGroups));
        assert_eq!(parse("_,"), Err(Fault::BothGroups));
        assert_eq!(parse(",,"), Err(Fault::GroupWith(',', 0x2c)));
        assert_eq!(parse(",x"), Err(Fault::GroupWith(',', 0x78)));
        assert_eq!(parse("."), Err(Fault::NoPrecision));
        assert_eq!(parse("dd"), Err(Fault::Invalid));
        assert_eq!(parse("99999999999999999999"), Err(Fault::TooManyDigits));
    }
}
