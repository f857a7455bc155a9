//! What a backslash in a pattern stands for, outside and inside of sets.

use super::charset::{Item, Kind};
use super::fault::Fault;
use super::parser::Parser;
use super::reader::{Reader, number, shown};
use super::tree::{Node, Place};

/// `\n` and its like.
pub(super) fn control(c: char) -> Option<u32> {
    Some(match c {
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        '\\' => 0x5c,
        _ => return None,
    })
}

/// `\d` and its like.
fn kind(c: char) -> Option<Item> {
    let kind = match c.to_ascii_lowercase() {
        'd' => Kind::Digit,
        's' => Kind::Space,
        'w' => Kind::Word,
        _ => return None,
    };
    Some(Item::Kind { kind, negated: c.is_ascii_uppercase() })
}

fn is_octal(c: char) -> bool {
    ('0'..='7').contains(&c)
}

/// An escape that has been read so far.
struct Escape(Vec<u32>);

impl Escape {
    fn new(point: u32) -> Escape {
        Escape(vec![u32::from(b'\\'), point])
    }

    fn text(&self) -> String {
        shown(&self.0)
    }

    fn bad(&self, reader: &Reader) -> Fault {
        reader.wrong(format!("bad escape {}", self.text()), self.0.len())
    }

    /// `\x`, `\u`, `\U` and `\N`; `None` if it is none of them.
    fn coded(&mut self, reader: &mut Reader, c: char) -> Result<Option<u32>, Fault> {
        let digits = match c {
            'x' => 2,
            'u' if reader.is_text => 4,
            'U' if reader.is_text => 8,
            'N' if reader.is_text => return named(reader).map(Some),
            _ => return Ok(None),
        };
        reader.take_while(digits, |c| c.is_ascii_hexdigit(), &mut self.0)?;
        if self.0.len() != digits + 2 {
            let text = format!("incomplete escape {}", self.text());
            return Err(reader.wrong(text, self.0.len()));
        }
        let value = number(self.0.get(2..).unwrap_or(&[]), 16);
        match value.and_then(|v| u32::try_from(v).ok()).filter(|v| *v <= 0x10_ffff) {
            Some(point) => Ok(Some(point)),
            None => Err(self.bad(reader)),
        }
    }

    /// The value of the octal digits read so far, which must fit into a byte.
    fn octal(&self, reader: &Reader) -> Result<u32, Fault> {
        let value = number(self.0.get(1..).unwrap_or(&[]), 8).unwrap_or(0) as u32;
        if value > 0o377 {
            let text = format!("octal escape value {} outside of range 0-0o377", self.text());
            return Err(reader.wrong(text, self.0.len()));
        }
        Ok(value)
    }

    /// An escaped character that stands for itself; letters are kept for later.
    fn itself(&self, reader: &Reader, point: u32) -> Result<u32, Fault> {
        match char::from_u32(point) {
            Some(c) if c.is_ascii_alphabetic() => Err(self.bad(reader)),
            _ => Ok(point),
        }
    }
}

/// `\N{name}`
fn named(reader: &mut Reader) -> Result<u32, Fault> {
    if !reader.accept('{')? {
        return Err(reader.wrong("missing {", 0));
    }
    let name = reader.take_until('}', "character name")?;
    match taipan_engine::types::unicode::character_named(&shown(&name)) {
        Some(point) => Ok(point),
        None => {
            let text = format!("undefined character name {}", reader.repr(&name)?);
            Err(reader.wrong(text, name.len() + r"\N{}".len()))
        }
    }
}

/// The member of a set that `\` and this character stand for.
pub(super) fn in_set(reader: &mut Reader, point: u32) -> Result<Item, Fault> {
    let mut escape = Escape::new(point);
    let Some(c) = char::from_u32(point).filter(char::is_ascii) else {
        return Ok(Item::One(point));
    };
    if let Some(point) = control(c) {
        return Ok(Item::One(point));
    }
    if let Some(kind) = kind(c) {
        return Ok(kind);
    }
    if let Some(point) = escape.coded(reader, c)? {
        return Ok(Item::One(point));
    }
    if is_octal(c) {
        reader.take_while(2, is_octal, &mut escape.0)?;
        return escape.octal(reader).map(Item::One);
    }
    if c.is_ascii_digit() {
        return Err(escape.bad(reader));
    }
    escape.itself(reader, point).map(Item::One)
}

impl Parser<'_> {
    /// The node that `\` and this character stand for.
    pub(super) fn escape(&mut self, point: u32) -> Result<Node, Fault> {
        let mut escape = Escape::new(point);
        let Some(c) = char::from_u32(point).filter(char::is_ascii) else {
            return Ok(Node::Literal(point));
        };
        let place = match c {
            'A' => Some(Place::BeginOfText),
            'Z' => Some(Place::EndOfText),
            'b' => Some(Place::Boundary { negated: false }),
            'B' => Some(Place::Boundary { negated: true }),
            _ => None,
        };
        if let Some(place) = place {
            return Ok(Node::Place(place));
        }
        if let Some(kind) = kind(c) {
            return Ok(Node::Set { items: vec![kind], negated: false });
        }
        if let Some(point) = control(c) {
            return Ok(Node::Literal(point));
        }
        let reader = &mut self.reader;
        if let Some(point) = escape.coded(reader, c)? {
            return Ok(Node::Literal(point));
        }
        if c == '0' {
            reader.take_while(2, is_octal, &mut escape.0)?;
            return escape.octal(reader).map(Node::Literal);
        }
        if !c.is_ascii_digit() {
            return escape.itself(reader, point).map(Node::Literal);
        }
        // Three octal digits are a character, fewer digits a group.
        reader.take_while(1, |c| c.is_ascii_digit(), &mut escape.0)?;
        let all_octal = |digits: &[u32]| number(digits, 8).is_some();
        let digits = escape.0.get(1..).unwrap_or(&[]);
        if digits.len() == 2 && all_octal(digits) {
            reader.take_while(1, is_octal, &mut escape.0)?;
            if escape.0.len() == 4 {
                return escape.octal(reader).map(Node::Literal);
            }
        }
        let digits = escape.0.get(1..).unwrap_or(&[]);
        let group = number(digits, 10).unwrap_or(0) as u32;
        if group as usize >= self.tree.groups.len() {
            let text = format!("invalid group reference {group}");
            return Err(self.reader.wrong(text, escape.0.len() - 1));
        }
        self.refer(group, escape.0.len())
    }
}
