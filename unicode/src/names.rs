//! Names of characters, their aliases, and names of sequences. Names are kept as numbers of words.

use crate::table::{run, three, two};

/// Where the code points of a run of names begin, and the index of the first one's name. The last
/// record is none.
static PLACES: &[u8] = include_bytes!("../tables/name_places.bin");
const PLACE: usize = 5;
/// Where every 32nd name begins.
static BLOCKS: &[u8] = include_bytes!("../tables/name_blocks.bin");
const BLOCK: usize = 32;
/// In the order of code points: how many bytes, then numbers of words of one or two bytes.
static NAMES: &[u8] = include_bytes!("../tables/names.bin");
/// The indices of names, in the order of their texts.
static ORDER: &[u8] = include_bytes!("../tables/name_order.bin");
/// Where each word begins, and the end of the last one.
static WORD_OFFSETS: &[u8] = include_bytes!("../tables/word_offsets.bin");
static WORDS: &[u8] = include_bytes!("../tables/words.bin");
/// So many words have numbers of one byte.
const SHORT_WORDS: usize = 200;
/// Runs of code points whose name is one of the prefixes and their number.
static NUMBERED: &[u8] = include_bytes!("../tables/numbered.bin");
const NUMBERED_RUN: usize = 7;
const PREFIXES: [&str; 4] = [
    "CJK UNIFIED IDEOGRAPH",
    "CJK COMPATIBILITY IDEOGRAPH",
    "KHITAN SMALL SCRIPT CHARACTER",
    "NUSHU CHARACTER",
];
/// Lines of a name and the code points that it stands for: one for an alias, more for a sequence.
static ALIASES: &str = include_str!("../tables/aliases.txt");

const SYLLABLES: u32 = 0xac00;
const HANGUL: &str = "HANGUL SYLLABLE ";
const LEADING: [&str; 19] = [
    "G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P",
    "H",
];
const VOWELS: [&str; 21] = [
    "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE",
    "WI", "YU", "EU", "YI", "I",
];
const TRAILING: [&str; 28] = [
    "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M",
    "B", "BS", "S", "SS", "NG", "J", "C", "K", "T", "P", "H",
];

/// What a name can stand for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Name {
    /// One character, by its own name.
    Own(u32),
    /// One character, by another name of it.
    Alias(u32),
    /// Several characters.
    Sequence(Vec<u32>),
}

/// The name of a code point, if it has one.
pub fn name_of(point: u32) -> Option<String> {
    if let Some(name) = hangul_name(point).or_else(|| numbered_name(point)) {
        return Some(name);
    }
    let mut name = String::new();
    spell(index_of(point)?, &mut name);
    Some(name)
}

fn hangul_name(point: u32) -> Option<String> {
    let syllable = point.checked_sub(SYLLABLES)? as usize;
    let (leading, rest) = (syllable / (21 * 28), syllable % (21 * 28));
    let (leading, vowel) = (LEADING.get(leading)?, VOWELS.get(rest / 28)?);
    Some(format!("{HANGUL}{leading}{vowel}{}", TRAILING.get(rest % 28)?))
}

/// The prefix of the numbered name of a code point.
fn prefix_of(point: u32) -> Option<usize> {
    let at = run(NUMBERED, NUMBERED_RUN, point);
    let inside = (three(NUMBERED, at)..=three(NUMBERED, at + 3)).contains(&point);
    NUMBERED.get(at + 6).filter(|_| inside).map(|prefix| usize::from(*prefix))
}

fn numbered_name(point: u32) -> Option<String> {
    Some(format!("{}-{point:X}", PREFIXES.get(prefix_of(point)?)?))
}

/// The index of the name of a code point.
fn index_of(point: u32) -> Option<usize> {
    let at = run(PLACES, PLACE, point);
    let index = usize::from(two(PLACES, at + 3)) + point.checked_sub(three(PLACES, at))? as usize;
    (index < usize::from(two(PLACES, at + PLACE + 3))).then_some(index)
}

/// The code point whose name has the index.
fn point_of(index: usize) -> u32 {
    let first = |record: usize| usize::from(two(PLACES, record * PLACE + 3));
    let (mut low, mut high) = (0, PLACES.len() / PLACE);
    while low < high {
        let middle = (low + high) / 2;
        if first(middle) <= index {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let record = low.saturating_sub(1);
    three(PLACES, record * PLACE) + (index - first(record)) as u32
}

/// Appends the name with that index.
fn spell(index: usize, out: &mut String) {
    let mut at = three(BLOCKS, index / BLOCK * 3) as usize;
    let length = |at: usize| usize::from(NAMES.get(at).copied().unwrap_or(0));
    for _ in 0..index % BLOCK {
        at += 1 + length(at);
    }
    let mut codes = NAMES.get(at + 1..at + 1 + length(at)).unwrap_or(&[]).iter();
    while let Some(&code) = codes.next() {
        let number = match usize::from(code).checked_sub(SHORT_WORDS) {
            None => usize::from(code),
            Some(high) => SHORT_WORDS + (high << 8) + usize::from(*codes.next().unwrap_or(&0)),
        };
        let place = |number: usize| three(WORD_OFFSETS, number * 3) as usize;
        let word = WORDS.get(place(number)..place(number + 1)).unwrap_or(&[]);
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.iter().map(|byte| char::from(*byte)));
    }
}

/// The code point of that name or alias, whatever the case of its letters.
pub fn character_named(name: &str) -> Option<u32> {
    match sequence_named(name)? {
        Name::Own(point) | Name::Alias(point) => Some(point),
        Name::Sequence(_) => None,
    }
}

/// What a name stands for, sequences included. Names that are made by a rule are in capitals.
pub fn sequence_named(name: &str) -> Option<Name> {
    if !name.is_ascii() {
        return None;
    }
    if let Some(syllable) = name.strip_prefix(HANGUL) {
        return hangul_named(syllable).map(Name::Own);
    }
    if let Some(number) = name.strip_prefix(PREFIXES[0]).and_then(|rest| rest.strip_prefix('-')) {
        let digits = matches!(number.len(), 4 | 5)
            && number.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'));
        let point = u32::from_str_radix(number, 16).ok().filter(|_| digits)?;
        return (prefix_of(point) == Some(0)).then_some(Name::Own(point));
    }
    let name = name.to_ascii_uppercase();
    numbered_named(&name).or_else(|| own_named(&name)).map(Name::Own).or_else(|| alias_named(&name))
}

fn hangul_named(syllable: &str) -> Option<u32> {
    // The longest letter that fits is meant.
    let longest = |letters: &[&str], text: &str| {
        let fitting = letters.iter().enumerate().filter(|(_, letter)| text.starts_with(**letter));
        let (at, letter) = fitting.max_by_key(|(_, letter)| letter.len())?;
        Some((at as u32, letter.len()))
    };
    let (leading, length) = longest(&LEADING, syllable)?;
    let rest = syllable.get(length..)?;
    let (vowel, length) = longest(&VOWELS, rest)?;
    let rest = rest.get(length..)?;
    let (trailing, length) = longest(&TRAILING, rest)?;
    (length == rest.len()).then_some(SYLLABLES + (leading * 21 + vowel) * 28 + trailing)
}

fn numbered_named(name: &str) -> Option<u32> {
    let (prefix, number) = name.rsplit_once('-')?;
    let prefix = PREFIXES.iter().skip(1).position(|known| *known == prefix)? + 1;
    let point = u32::from_str_radix(number, 16).ok()?;
    (prefix_of(point) == Some(prefix) && numbered_name(point)? == name).then_some(point)
}

fn own_named(name: &str) -> Option<u32> {
    let (mut low, mut high) = (0, ORDER.len() / 2);
    let mut found = String::new();
    while low < high {
        let middle = (low + high) / 2;
        let index = usize::from(two(ORDER, middle * 2));
        found.clear();
        spell(index, &mut found);
        match found.as_str().cmp(name) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(point_of(index)),
        }
    }
    None
}

fn alias_named(name: &str) -> Option<Name> {
    let named = |line: &'static str| line.strip_prefix(name)?.strip_prefix(';');
    let points: Vec<u32> = ALIASES
        .lines()
        .find_map(named)?
        .split(' ')
        .map_while(|number| u32::from_str_radix(number, 16).ok())
        .collect();
    match points.as_slice() {
        [point] => Some(Name::Alias(*point)),
        _ => Some(Name::Sequence(points)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back() {
        let mut names = 0;
        for point in 0..=0x10_ffff {
            let Some(name) = name_of(point) else { continue };
            assert_eq!(sequence_named(&name), Some(Name::Own(point)), "{name}");
            names += 1;
        }
        assert_eq!(names, 143_668);
    }

    #[test]
    fn other_names() {
        assert_eq!(sequence_named("latin small letter gha"), Some(Name::Alias(0x1a3)));
        let ainu = Name::Sequence(vec![0x31f7, 0x309a]);
        assert_eq!(sequence_named("KATAKANA LETTER AINU P"), Some(ainu));
        assert_eq!(character_named("KATAKANA LETTER AINU P"), None);
        assert_eq!(character_named("hangul syllable ga"), None);
        assert_eq!(character_named("CJK UNIFIED IDEOGRAPH-04E00"), Some(0x4e00));
        assert_eq!(character_named(""), None);
    }

    #[test]
    fn unassigned_points_have_no_names() {
        assert_eq!((name_of(0x9), name_of(0x378), name_of(0x10_ffff)), (None, None, None));
    }
}
