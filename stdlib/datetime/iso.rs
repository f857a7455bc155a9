//! Dates and times as ISO 8601 writes them. Knows nothing of Python.

use crate::time::calendar::{date_from_days, days_from_date, weeks_in};

/// Year, month and day; not checked but for weeks.
pub(super) type Date = (i64, i64, i64);

/// A time of day, and the offset from UTC in microseconds.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Time {
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub microsecond: i64,
    pub offset: Option<i128>,
}

/// Why a number of the week and its day are no date.
#[derive(Debug, PartialEq)]
pub(super) enum WeekError {
    Year,
    Week,
    Day,
}

/// The date of a day of an ISO week.
pub(super) fn date_of_week(year: i64, week: i64, day: i64) -> Result<Date, WeekError> {
    if !(1..=9999).contains(&year) {
        return Err(WeekError::Year);
    }
    if week < 1 || week > weeks_in(year) {
        return Err(WeekError::Week);
    }
    if !(1..=7).contains(&day) {
        return Err(WeekError::Day);
    }
    let january = days_from_date(year, 1, 4);
    let monday = january - (january + 3).rem_euclid(7);
    Ok(date_from_days(monday + (week - 1) * 7 + day - 1))
}

/// A place in a text of bytes.
struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn digits(&mut self, count: usize) -> Option<i64> {
        let digits = self.text.get(self.at..self.at + count)?;
        self.at += count;
        digits.iter().try_fold(0, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'))
        })
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn at_end(&self) -> bool {
        self.at == self.text.len()
    }
}

/// `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-Www-D`, `YYYYWwwD`, the last two also without the day.
pub(super) fn date(text: &[u8]) -> Option<Date> {
    let mut cursor = Cursor { text, at: 0 };
    let year = cursor.digits(4)?;
    let separated = cursor.take(b'-');
    if cursor.take(b'W') {
        let week = cursor.digits(2)?;
        let mut day = 1;
        if !cursor.at_end() {
            if separated && !cursor.take(b'-') {
                return None;
            }
            day = cursor.digits(1)?;
        }
        return date_of_week(year, week, day).ok().filter(|_| cursor.at_end());
    }
    let month = cursor.digits(2)?;
    if separated && !cursor.take(b'-') {
        return None;
    }
    let day = cursor.digits(2)?;
    cursor.at_end().then_some((year, month, day))
}

/// `HH[:MM[:SS[.ffffff]]]`, with all colons or without any.
fn clock(text: &[u8]) -> Option<[i64; 4]> {
    let mut cursor = Cursor { text, at: 0 };
    let mut parts = [0; 4];
    let mut separated = true;
    for at in 0..3 {
        parts[at] = cursor.digits(2)?;
        let Some(next) = cursor.peek() else { return Some(parts) };
        if at == 0 {
            separated = next == b':';
        }
        if matches!(next, b'.' | b',') {
            if at < 2 {
                return None;
            }
            break;
        }
        if separated && next == b':' && at < 2 {
            cursor.at += 1;
        } else if separated || at == 2 {
            return None;
        }
        if cursor.at_end() {
            return None;
        }
    }
    cursor.at += 1;
    let digits = &text.get(cursor.at..)?;
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // What is finer than a microsecond is cut off.
    let mut fraction = 0;
    for at in 0..6 {
        fraction = fraction * 10 + digits.get(at).map_or(0, |byte| i64::from(byte - b'0'));
    }
    parts[3] = fraction;
    Some(parts)
}

/// A time of day, with `Z` or an offset behind it perhaps.
pub(super) fn time(text: &[u8]) -> Option<Time> {
    let zone = text.iter().position(|byte| matches!(byte, b'+' | b'-' | b'Z'));
    let (front, back) = text.split_at(zone.unwrap_or(text.len()));
    let [hour, minute, second, microsecond] = clock(front)?;
    let offset = match back {
        [] => None,
        [b'Z'] => Some(0),
        [b'Z', ..] => return None,
        [sign, rest @ ..] => {
            let [hours, minutes, seconds, micros] = clock(rest)?;
            let size =
                i128::from(hours * 3600 + minutes * 60 + seconds) * 1_000_000 + i128::from(micros);
            Some(if *sign == b'-' { -size } else { size })
        }
    };
    Some(Time { hour, minute, second, microsecond, offset })
}

/// Where the date of a date and time ends.
fn date_length(text: &[u8]) -> Option<usize> {
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    if text.len() == 7 {
        return Some(7);
    }
    if text.get(4) == Some(&b'-') {
        if text.get(5) != Some(&b'W') {
            return Some(10);
        }
        if text.len() < 8 {
            return None;
        }
        if text.len() > 8 && text.get(8) == Some(&b'-') {
            // A dash may part the day from the week, or the time from the date.
            if text.len() == 9 {
                return None;
            }
            return Some(if digit(10) { 8 } else { 10 });
        }
        return Some(8);
    }
    if text.get(4) != Some(&b'W') {
        return Some(8);
    }
    let end = (7..text.len()).find(|at| !digit(*at)).unwrap_or(text.len());
    // Digits without a separator: an odd number of them begins with the day.
    Some(match end {
        0..=8 => end,
        _ if end % 2 == 0 => 7,
        _ => 8,
    })
}

/// A date, and a time behind any one character.
pub(super) fn date_and_time(text: &str) -> Option<(Date, Time)> {
    let bytes = text.as_bytes();
    if bytes.len() < 7 {
        return None;
    }
    let length = date_length(bytes)?;
    let day = date(bytes.get(..length)?)?;
    let Some(rest) = text.get(length..).filter(|rest| !rest.is_empty()) else {
        return (bytes.len() <= length).then(|| (day, Time::default()));
    };
    let separator = rest.chars().next()?;
    Some((day, time(&rest.as_bytes()[separator.len_utf8()..])?))
}
