//! `strptime`: a text read by a format. Each directive has its readings in the order in which they
//! are tried; when the rest does not fit, the one before is tried with its next reading.

use super::calendar::{DAYS, MONTHS, date_from_days, days_from_date, weeks_in};

/// What a text said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parsed {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub weekday: i64,
    pub yearday: i64,
    pub daylight: i64,
    pub zone: Option<String>,
    /// Seconds and microseconds ahead of UTC.
    pub offset: Option<(i64, i64)>,
    pub microsecond: i64,
}

/// A text for ValueError.
type Failure = String;

/// One piece of a format.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Piece {
    Literal(char),
    Space,
    Field(char),
}

/// Names of the local zone: standard and daylight, in lower case; the second one only if there is
/// daylight saving time.
pub(crate) struct ZoneNames {
    pub standard: String,
    pub daylight: Option<String>,
}

const SPECIAL: &str = "\\.^$*+?(){}[]|";
const FIELDS: &str = "aAbBdfHIjGmMpSuUVwWyYzZ";

/// The pieces of a format, the short forms for dates and times written out.
fn pieces(format: &str) -> Result<Vec<Piece>, Failure> {
    let mut all = Vec::new();
    let mut chars = format.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            while chars.next_if(|c| c.is_whitespace()).is_some() {}
            all.push(Piece::Space);
            continue;
        }
        if c != '%' {
            all.push(Piece::Literal(c));
            continue;
        }
        let longer = match chars.next() {
            None => return Err(format!("stray % in format '{format}'")),
            Some('%') => {
                all.push(Piece::Literal('%'));
                continue;
            }
            Some('c') => "%a %b %d %H:%M:%S %Y",
            Some('x') => "%m/%d/%y",
            Some('X') => "%H:%M:%S",
            Some(c) if FIELDS.contains(c) => {
                if all.contains(&Piece::Field(c)) {
                    return Err(format!("redefinition of group name '{c}'"));
                }
                all.push(Piece::Field(c));
                continue;
            }
            Some(c) => {
                let shown = if SPECIAL.contains(c) || c.is_whitespace() { '%' } else { c };
                return Err(format!("'{shown}' is a bad directive in format '{format}'"));
            }
        };
        all.extend(pieces(longer)?);
    }
    Ok(all)
}

/// Numbers with leading zeros or without: what each directive takes, the longest first.
fn number_lengths(field: char, text: &[u8]) -> Vec<usize> {
    let digit = |at: usize| text.get(at).filter(|b| b.is_ascii_digit()).map(|b| b - b'0');
    let two = digit(0).zip(digit(1)).map(|(a, b)| a * 10 + b);
    let one = digit(0);
    let mut lengths = Vec::new();
    let mut within = |low: u8, high: u8, least: u8| {
        if two.is_some_and(|n| (low..=high).contains(&n)) {
            lengths.push(2);
        }
        if one.is_some_and(|n| n >= least) {
            lengths.push(1);
        }
    };
    match field {
        'd' => {
            within(1, 31, 1);
            if text.first() == Some(&b' ') && digit(1).is_some_and(|n| n >= 1) {
                lengths.push(2);
            }
        }
        'H' => within(0, 23, 0),
        'I' | 'm' => within(1, 12, 1),
        'M' => within(0, 59, 0),
        'S' => within(0, 61, 0),
        'U' | 'W' => within(0, 53, 0),
        'V' => within(1, 53, 0),
        'j' => {
            let three = two.zip(digit(2)).map(|(a, b)| u16::from(a) * 10 + u16::from(b));
            if three.is_some_and(|n| (1..=366).contains(&n)) {
                lengths.push(3);
            }
            if two.is_some_and(|n| n >= 1) {
                lengths.push(2);
            }
            if one.is_some_and(|n| n >= 1) {
                lengths.push(1);
            }
        }
        'w' => lengths.extend(one.filter(|n| *n <= 6).map(|_| 1)),
        'u' => lengths.extend(one.filter(|n| (1..=7).contains(n)).map(|_| 1)),
        'y' => lengths.extend(two.map(|_| 2)),
        'Y' | 'G' => lengths.extend((0..4).all(|at| digit(at).is_some()).then_some(4)),
        _ => {
            let count = (0..6).take_while(|at| digit(*at).is_some()).count();
            lengths.extend((1..=count).rev());
        }
    }
    lengths
}

/// Lengths of an offset's readings: `+hhmm`, with colons, seconds and a fraction.
fn offset_lengths(text: &[u8]) -> Vec<usize> {
    if text.first() == Some(&b'Z') {
        return vec![1];
    }
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    let pair = |at: usize| digit(at) && digit(at + 1) && text.get(at).is_some_and(|b| *b < b'6');
    if !matches!(text.first(), Some(b'+' | b'-')) || !digit(1) || !digit(2) {
        return Vec::new();
    }
    let colon = |at: usize| usize::from(text.get(at) == Some(&b':'));
    let minutes = 3 + colon(3);
    if !pair(minutes) {
        return Vec::new();
    }
    let mut lengths = vec![minutes + 2];
    let seconds = minutes + 2 + colon(minutes + 2);
    if pair(seconds) {
        lengths.insert(0, seconds + 2);
        let digits = (0..6).take_while(|at| digit(seconds + 3 + at)).count();
        if text.get(seconds + 2) == Some(&b'.') {
            (1..=digits).for_each(|count| lengths.insert(0, seconds + 3 + count));
        }
    }
    lengths
}

/// The length of a name at the beginning of a text, case ignored; the longest one of several.
fn name_length<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<usize> {
    let fits = |name: &&str| text.get(..name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name));
    names.filter(|name| !name.is_empty()).filter(fits).map(str::len).max()
}

struct Reader<'a> {
    pieces: &'a [Piece],
    zones: &'a ZoneNames,
}

impl Reader<'_> {
    fn lengths(&self, field: char, text: &str) -> Vec<usize> {
        let lower = |names: &[&str], short: bool| -> Option<usize> {
            let cut = |name: &&str| name[..if short { 3 } else { name.len() }].to_lowercase();
            let names: Vec<String> = names.iter().map(cut).collect();
            name_length(text, names.iter().map(String::as_str))
        };
        let name = match field {
            'a' => lower(&DAYS, true),
            'A' => lower(&DAYS, false),
            'b' => lower(&MONTHS, true),
            'B' => lower(&MONTHS, false),
            'p' => name_length(text, ["am", "pm"].into_iter()),
            'Z' => {
                let known = ["utc", "gmt", &self.zones.standard];
                name_length(text, known.into_iter().chain(self.zones.daylight.as_deref()))
            }
            'z' => return offset_lengths(text.as_bytes()),
            _ => return number_lengths(field, text.as_bytes()),
        };
        name.into_iter().collect()
    }

    /// Matches the pieces from `at` on; the fields found and the length of the match. One level of
    /// recursion for each piece of the format that has several readings.
    fn read<'t>(
        &self,
        at: usize,
        text: &'t str,
        found: &mut Vec<(char, &'t str)>,
    ) -> Option<usize> {
        let mut passed = 0;
        for (step, piece) in self.pieces.iter().enumerate().skip(at) {
            let rest = &text[passed..];
            match *piece {
                Piece::Space => {
                    let spaces = rest.len() - rest.trim_start().len();
                    if spaces == 0 {
                        return None;
                    }
                    // A day may begin with one of the spaces; nothing else can.
                    passed += spaces;
                    if self.pieces.get(step + 1) == Some(&Piece::Field('d')) && spaces > 1 {
                        let (mark, less) = (found.len(), passed - 1);
                        if let Some(more) = self.read(step + 1, &text[passed..], found) {
                            return Some(passed + more);
                        }
                        found.truncate(mark);
                        return Some(less + self.read(step + 1, &text[less..], found)?);
                    }
                }
                Piece::Literal(wanted) => {
                    let next = rest.chars().next()?;
                    if next != wanted && !next.to_lowercase().eq(wanted.to_lowercase()) {
                        return None;
                    }
                    passed += next.len_utf8();
                }
                Piece::Field(field) => {
                    let lengths = self.lengths(field, rest);
                    let (last, others) = lengths.split_last()?;
                    for length in others {
                        let mark = found.len();
                        found.push((field, &rest[..*length]));
                        if let Some(more) = self.read(step + 1, &rest[*length..], found) {
                            return Some(passed + length + more);
                        }
                        found.truncate(mark);
                    }
                    found.push((field, &rest[..*last]));
                    passed += last;
                }
            }
        }
        Some(passed)
    }
}

/// What the fields say, before they are put together.
#[derive(Default)]
struct Fields {
    year: Option<i64>,
    iso_year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    microsecond: i64,
    weekday: Option<i64>,
    yearday: Option<i64>,
    /// The week, and whether weeks begin on Mondays.
    week: Option<(i64, bool)>,
    iso_week: Option<i64>,
    offset: Option<(i64, i64)>,
    zone: Option<String>,
}

fn number(text: &str) -> i64 {
    text.trim_start().parse().unwrap_or(0)
}

fn place(names: &[&str], text: &str) -> i64 {
    let starts = |name: &&str| name.to_lowercase().starts_with(&text.to_lowercase());
    names.iter().position(starts).unwrap_or(0) as i64
}

fn offset(text: &str) -> Result<(i64, i64), Failure> {
    if text == "Z" {
        return Ok((0, 0));
    }
    let bytes = text.as_bytes();
    let with_colon = bytes.get(3) == Some(&b':');
    let second_colon = bytes.get(if with_colon { 6 } else { 5 }) == Some(&b':');
    let has_seconds = text.len() > if with_colon { 6 } else { 5 };
    if has_seconds && with_colon != second_colon {
        return Err(match with_colon {
            true => format!("Inconsistent use of : in {text}"),
            false => {
                let wrong = text.get(5..7).unwrap_or("");
                format!("invalid literal for int() with base 10: '{wrong}'")
            }
        });
    }
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    let part = |from: usize, to: usize| digits.get(from..to).map_or(0, number);
    let seconds = part(0, 2) * 3600 + part(2, 4) * 60 + part(4, 6);
    let micros = digits.get(7..).map_or(0, fraction);
    let sign = if text.starts_with('-') { -1 } else { 1 };
    Ok((sign * seconds, sign * micros))
}

/// Microseconds of the digits behind a point.
fn fraction(digits: &str) -> i64 {
    number(&format!("{digits:0<6}"))
}

fn fields(found: &[(char, &str)]) -> Result<Fields, Failure> {
    let mut all = Fields::default();
    let mut half = None;
    let mut twelve = None;
    for (field, text) in found {
        let text = *text;
        match field {
            'y' => {
                let year = number(text);
                all.year = Some(year + if year <= 68 { 2000 } else { 1900 });
            }
            'Y' => all.year = Some(number(text)),
            'G' => all.iso_year = Some(number(text)),
            'm' => all.month = Some(number(text)),
            'b' | 'B' => all.month = Some(place(&MONTHS, text) + 1),
            'd' => all.day = Some(number(text)),
            'H' => all.hour = number(text),
            'I' => twelve = Some(number(text)),
            'p' => half = Some(text.to_lowercase()),
            'M' => all.minute = number(text),
            'S' => all.second = number(text),
            'f' => all.microsecond = fraction(text),
            'a' | 'A' => all.weekday = Some(place(&DAYS, text)),
            'w' => all.weekday = Some((number(text) + 6) % 7),
            'u' => all.weekday = Some(number(text) - 1),
            'j' => all.yearday = Some(number(text)),
            'U' => all.week = Some((number(text), false)),
            'W' => all.week = Some((number(text), true)),
            'V' => all.iso_week = Some(number(text)),
            'z' => all.offset = Some(offset(text)?),
            _ => all.zone = Some(text.to_owned()),
        }
    }
    if let Some(hour) = twelve {
        let later = half.as_deref() == Some("pm");
        all.hour = hour % 12 + if later { 12 } else { 0 };
    }
    Ok(all)
}

/// ISO years go with ISO weeks and days of the week only.
fn check_iso(all: &Fields) -> Result<(), Failure> {
    const DAY_WANTED: &str = "and a weekday directive ('%A', '%a', '%w', or '%u').";
    if all.iso_year.is_some() {
        if all.yearday.is_some() {
            return Err(
                "Day of the year directive '%j' is not compatible with ISO year directive \
                        '%G'. Use '%Y' instead."
                    .to_owned(),
            );
        }
        if all.iso_week.is_none() || all.weekday.is_none() {
            return Err(format!(
                "ISO year directive '%G' must be used with the ISO week directive '%V' {DAY_WANTED}"
            ));
        }
    } else if all.iso_week.is_some() {
        if all.year.is_none() || all.weekday.is_none() {
            return Err(format!(
                "ISO week directive '%V' must be used with the ISO year directive '%G' {DAY_WANTED}"
            ));
        }
        return Err("ISO week directive '%V' is incompatible with the year directive '%Y'. Use \
                    the ISO year '%G' instead."
            .to_owned());
    }
    Ok(())
}

fn weekday_of(days: i64) -> i64 {
    (days + 3).rem_euclid(7)
}

/// The day of the year in a numbered week; not above zero if it lies in the year before.
fn yearday_of_week(year: i64, week: i64, weekday: i64, from_monday: bool) -> i64 {
    let shift = if from_monday { 0 } else { 1 };
    let first = (weekday_of(days_from_date(year, 1, 1)) + shift) % 7;
    let day = (weekday + shift) % 7;
    if week == 0 {
        return 1 + day - first;
    }
    1 + (7 - first) % 7 + 7 * (week - 1) + day
}

fn together(all: Fields, zones: &ZoneNames) -> Result<Parsed, Failure> {
    check_iso(&all)?;
    let (mut month, mut day) = (all.month.unwrap_or(1), all.day.unwrap_or(1));
    // The year nobody named has a 29th of February if that is wanted.
    let leap_day = all.year.is_none() && month == 2 && day == 29;
    let mut year = all.year.unwrap_or(if leap_day { 1904 } else { 1900 });
    let mut yearday = all.yearday;
    if yearday.is_none()
        && let Some(weekday) = all.weekday
    {
        if let Some((week, from_monday)) = all.week {
            yearday = Some(yearday_of_week(year, week, weekday, from_monday));
        } else if let Some((iso_year, iso_week)) = all.iso_year.zip(all.iso_week) {
            if !(1..=9999).contains(&iso_year) {
                return Err(format!("Year is out of range: {iso_year}"));
            }
            if iso_week == 0 || iso_week > weeks_in(iso_year) {
                return Err(format!("Invalid week: {iso_week}"));
            }
            let january = days_from_date(iso_year, 1, 4);
            let days = january - weekday_of(january) + (iso_week - 1) * 7 + weekday;
            (year, month, day) = date_from_days(days);
            yearday = Some(days - days_from_date(year, 1, 1) + 1);
        }
        if let Some(number) = yearday.filter(|number| *number <= 0) {
            year -= 1;
            yearday = Some(number + days_from_date(year + 1, 1, 1) - days_from_date(year, 1, 1));
        }
    }
    let yearday = match yearday {
        Some(number) => {
            (year, month, day) = date_from_days(days_from_date(year, 1, 1) + number - 1);
            number
        }
        None => {
            let days = days_from_date(year, month, day);
            if !(1..=9999).contains(&year) {
                return Err(format!("year {year} is out of range"));
            }
            if date_from_days(days) != (year, month, day) {
                return Err("day is out of range for month".to_owned());
            }
            days - days_from_date(year, 1, 1) + 1
        }
    };
    let weekday = all.weekday.unwrap_or_else(|| weekday_of(days_from_date(year, month, day)));
    let daylight = all.zone.as_deref().map_or(-1, |zone| zones.daylight_of(zone));
    Ok(Parsed {
        year: if leap_day { 1900 } else { year },
        month,
        day,
        hour: all.hour,
        minute: all.minute,
        second: all.second,
        weekday,
        yearday,
        daylight,
        zone: all.zone,
        offset: all.offset,
        microsecond: all.microsecond,
    })
}

impl ZoneNames {
    /// Whether a zone's name means daylight saving time; -1 if it could be both.
    fn daylight_of(&self, zone: &str) -> i64 {
        let zone = zone.to_lowercase();
        let universal = zone == "utc" || zone == "gmt";
        match &self.daylight {
            Some(daylight) if *daylight == self.standard && !universal => -1,
            _ if universal || zone == self.standard => 0,
            _ => 1,
        }
    }
}

/// Whether a format asks for days of a month without saying of which year.
pub(crate) fn is_ambiguous(format: &str) -> bool {
    let pieces = pieces(format).unwrap_or_default();
    let has = |c: char| pieces.contains(&Piece::Field(c));
    has('d') && !['Y', 'y', 'G'].into_iter().any(has)
}

/// The moment that `text` shows in that format, or what is wrong.
pub(crate) fn parse(
    text: &str,
    format: &str,
    shown: impl Fn(&str) -> String,
    zones: &ZoneNames,
) -> Result<Parsed, Failure> {
    let pieces = pieces(format)?;
    let mut found = Vec::new();
    let reader = Reader { pieces: &pieces, zones };
    let Some(length) = reader.read(0, text, &mut found) else {
        let (text, format) = (shown(text), shown(format));
        return Err(format!("time data {text} does not match format {format}"));
    };
    if length < text.len() {
        return Err(format!("unconverted data remains: {}", &text[length..]));
    }
    together(fields(&found)?, zones)
}
