//! Normal forms: taking apart, ordering marks, putting together.

use crate::database::{Database, decomposition};
use crate::table::{entry, three};

/// Triples of two code points and the one that they make, sorted.
static COMPOSITIONS: &[u8] = include_bytes!("../tables/compositions.bin");
const COMPOSITION: usize = 9;
/// Code points with what the old version takes them for.
static OLD_CORRECTIONS: &[u8] = include_bytes!("../tables/old_corrections.bin");
const CORRECTION: usize = 6;

/// Hangul syllables are an alphabet of three letters.
const SYLLABLES: u32 = 0xac00;
const LEADING: u32 = 0x1100;
const VOWELS: u32 = 0x1161;
const TRAILING: u32 = 0x11a7;
const LEADING_COUNT: u32 = 19;
const VOWEL_COUNT: u32 = 21;
const TRAILING_COUNT: u32 = 28;

/// One of Unicode's four normal forms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
}

impl Form {
    /// The form of that name.
    pub fn named(name: &str) -> Option<Form> {
        Some(match name {
            "NFC" => Form::Nfc,
            "NFD" => Form::Nfd,
            "NFKC" => Form::Nfkc,
            "NFKD" => Form::Nfkd,
            _ => return None,
        })
    }

    fn is_compatible(self) -> bool {
        matches!(self, Form::Nfkc | Form::Nfkd)
    }

    fn is_composed(self) -> bool {
        matches!(self, Form::Nfc | Form::Nfkc)
    }

    /// All code points before this one are in the form by themselves, next to whatever else.
    pub fn plain_below(self) -> u32 {
        match self {
            Form::Nfc => 0x300,
            Form::Nfd => 0xc0,
            Form::Nfkc | Form::Nfkd => 0xa0,
        }
    }
}

/// The text in a normal form.
pub fn normalise(database: Database, form: Form, text: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut out = Vec::new();
    // The marks behind the last starter, with their classes.
    let mut marks: Vec<(u8, u32)> = Vec::new();
    for point in text {
        take_apart(database, form, point, &mut |part| {
            let class = Database::Current.combining(part);
            if class != 0 {
                marks.push((class, part));
                return;
            }
            in_order(&mut marks, &mut out);
            out.push(part);
        });
    }
    in_order(&mut marks, &mut out);
    if form.is_composed() {
        put_together(&mut out);
    }
    out
}

fn in_order(marks: &mut Vec<(u8, u32)>, out: &mut Vec<u32>) {
    marks.sort_by_key(|(class, _)| *class);
    out.extend(marks.drain(..).map(|(_, point)| point));
}

fn take_apart(database: Database, form: Form, point: u32, found: &mut impl FnMut(u32)) {
    if point < form.plain_below() && point < 0xc0 {
        return found(point);
    }
    if let Some(syllable) = point.checked_sub(SYLLABLES)
        && syllable < LEADING_COUNT * VOWEL_COUNT * TRAILING_COUNT
    {
        found(LEADING + syllable / (VOWEL_COUNT * TRAILING_COUNT));
        found(VOWELS + syllable / TRAILING_COUNT % VOWEL_COUNT);
        if syllable % TRAILING_COUNT != 0 {
            found(TRAILING + syllable % TRAILING_COUNT);
        }
        return;
    }
    if database == Database::Old {
        if let Some(at) = entry(OLD_CORRECTIONS, CORRECTION, point) {
            return found(three(OLD_CORRECTIONS, at + 3));
        }
        if !database.assigns(point) {
            return found(point);
        }
    }
    // Deep ones have a handful of levels: a decomposition never contains itself.
    let mut waiting = vec![point];
    while let Some(point) = waiting.pop() {
        match decomposition(point).filter(|d| d.tag.is_empty() || form.is_compatible()) {
            Some(parts) => waiting.extend(parts.points().rev()),
            None => found(point),
        }
    }
}

/// The code point that two make together.
fn composed(first: u32, second: u32) -> Option<u32> {
    if let (Some(leading), Some(vowel)) = (first.checked_sub(LEADING), second.checked_sub(VOWELS))
        && leading < LEADING_COUNT
        && vowel < VOWEL_COUNT
    {
        return Some(SYLLABLES + (leading * VOWEL_COUNT + vowel) * TRAILING_COUNT);
    }
    if let (Some(syllable), Some(trailing)) =
        (first.checked_sub(SYLLABLES), second.checked_sub(TRAILING))
        && syllable < LEADING_COUNT * VOWEL_COUNT * TRAILING_COUNT
        && syllable % TRAILING_COUNT == 0
        && (1..TRAILING_COUNT).contains(&trailing)
    {
        return Some(first + trailing);
    }
    let key = |at: usize| (three(COMPOSITIONS, at), three(COMPOSITIONS, at + 3));
    let (mut low, mut high) = (0, COMPOSITIONS.len() / COMPOSITION);
    while low < high {
        let middle = (low + high) / 2;
        let at = middle * COMPOSITION;
        match key(at).cmp(&(first, second)) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(three(COMPOSITIONS, at + 6)),
        }
    }
    None
}

/// Composes in place: a mark goes into the last starter unless one of its class or above, or a
/// starter, stands between.
fn put_together(points: &mut Vec<u32>) {
    let mut starter: Option<usize> = None;
    let mut last_class = 0;
    let mut length = 0;
    for at in 0..points.len() {
        let Some(&point) = points.get(at) else { break };
        let class = Database::Current.combining(point);
        if let Some(place) = starter {
            let free = length == place + 1 || last_class != 0 && last_class < class;
            if free && let Some(whole) = points.get(place).and_then(|s| composed(*s, point)) {
                if let Some(place) = points.get_mut(place) {
                    *place = whole;
                }
                continue;
            }
        }
        if class == 0 {
            starter = Some(length);
        }
        last_class = class;
        if let Some(place) = points.get_mut(length) {
            *place = point;
        }
        length += 1;
    }
    points.truncate(length);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(form: Form, text: &str) -> String {
        let points = normalise(Database::Current, form, text.chars().map(u32::from));
        points.into_iter().filter_map(char::from_u32).collect()
    }

    #[test]
    fn forms_of_some_texts() {
        assert_eq!(form(Form::Nfd, "é각"), "e\u{301}\u{1100}\u{1161}\u{11a8}");
        assert_eq!(form(Form::Nfc, "e\u{301}\u{1100}\u{1161}\u{11a8}"), "é각");
        assert_eq!(form(Form::Nfkc, "ﬁ½"), "fi1⁄2");
        assert_eq!(form(Form::Nfc, "a\u{301}\u{316}"), "\u{e1}\u{316}");
        assert_eq!(form(Form::Nfc, "\u{958}"), "\u{915}\u{93c}");
    }
}
