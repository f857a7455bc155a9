//! Days, dates and texts of moments. Knows neither clocks nor Python.

/// A moment taken apart, as `strftime` needs it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moment {
    pub year: i64,
    /// From 1.
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    /// Monday is 0.
    pub weekday: i64,
    /// From 1.
    pub yearday: i64,
    /// Daylight saving time: -1 for unknown.
    pub daylight: i64,
    pub zone: String,
    /// Seconds ahead of UTC.
    pub offset: i64,
}

const DAY: i64 = 86_400;
pub(super) const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar. Any month and day number.
pub(crate) fn days_from_date(year: i64, month: i64, day: i64) -> i64 {
    let year = year + (month - 1).div_euclid(12);
    let month = (month - 1).rem_euclid(12) + 1;
    // Years begin in March, so that the leap day is the last one.
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let of_era = shifted.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468 + day - 1
}

/// Year, month and day of a number of days since 1970-01-01.
pub(crate) fn date_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let years = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * years + years / 4 - years / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + years + i64::from(month <= 2);
    (year, month, day)
}

impl Moment {
    /// The moment so many seconds after 1970-01-01 00:00 of its own zone.
    pub(crate) fn from_seconds(seconds: i64) -> Moment {
        let (days, rest) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
        let (year, month, day) = date_from_days(days);
        Moment {
            year,
            month,
            day,
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
            weekday: (days + 3).rem_euclid(7),
            yearday: days - days_from_date(year, 1, 1) + 1,
            daylight: 0,
            zone: "UTC".to_owned(),
            offset: 0,
        }
    }

    /// Seconds since 1970-01-01 00:00 of its own zone.
    pub(crate) fn seconds(&self) -> i64 {
        let days = days_from_date(self.year, self.month, self.day);
        days * DAY + self.hour * 3600 + self.minute * 60 + self.second
    }

    /// ISO year and week.
    fn iso_week(&self) -> (i64, i64) {
        let week = (self.yearday - self.weekday + 9) / 7;
        if week < 1 {
            return (self.year - 1, weeks_in(self.year - 1));
        }
        if week > weeks_in(self.year) { (self.year + 1, 1) } else { (self.year, week) }
    }

    /// The text of a format. A directive nobody knows stays as it is.
    pub(crate) fn format(&self, format: &str) -> String {
        let mut out = String::new();
        let mut rest = format;
        while let Some(at) = rest.find('%') {
            out.push_str(&rest[..at]);
            let behind = &rest[at + 1..];
            let used = self.format_one(behind, &mut out);
            rest = &behind[used..];
        }
        out.push_str(rest);
        out
    }

    /// One directive with the C library's flags and width; how much of the text it takes.
    fn format_one(&self, behind: &str, out: &mut String) -> usize {
        let is_flag = |c: char| matches!(c, '-' | '_' | '0' | '^' | '#' | '+');
        let flags = &behind[..behind.len() - behind.trim_start_matches(is_flag).len()];
        let rest = &behind[flags.len()..];
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let width: Option<usize> = rest[..digits].parse().ok();
        let modified = rest[digits..].starts_with(['E', 'O']);
        let at = flags.len() + digits + usize::from(modified);
        let Some(directive) = behind[at..].chars().next() else {
            out.push('%');
            out.push_str(&behind[..at]);
            return at;
        };
        let used = at + directive.len_utf8();
        let known = match behind[..at].chars().next_back().filter(|_| modified) {
            Some('E') => "cCxXyY".contains(directive),
            Some(_) => "deHImMSuUVwWy".contains(directive),
            None => true,
        };
        let text = self.directive(directive).filter(|_| known);
        let Some(mut text) = text else {
            out.push('%');
            out.push_str(&behind[..used]);
            return used;
        };
        let is_number = "CdeGgHIjklmMSsuUVwWyY".contains(directive);
        let mut pad = if is_number && !"ekl".contains(directive) { '0' } else { ' ' };
        let mut wanted = if is_number { text.chars().count() } else { 0 };
        for flag in flags.chars() {
            match flag {
                '-' => wanted = 0,
                '_' => pad = ' ',
                '0' | '+' => pad = '0',
                '^' => text = text.to_uppercase(),
                _ if directive == 'p' => text = text.to_lowercase(),
                _ => text = text.to_uppercase(),
            }
        }
        if is_number && !flags.is_empty() {
            let digits = text.trim_start_matches([' ', '0']);
            text = if digits.is_empty() { "0".to_owned() } else { digits.to_owned() };
        }
        // A width as of a C program: wider than any text anyone needs.
        let wanted = width.map_or(wanted, |width| width.max(wanted).min(1 << 12));
        let missing = wanted.saturating_sub(text.chars().count());
        out.extend(std::iter::repeat_n(pad, missing));
        out.push_str(&text);
        used
    }

    fn directive(&self, directive: char) -> Option<String> {
        let name = |all: &[&str], at: i64| -> String {
            usize::try_from(at).ok().and_then(|at| all.get(at)).copied().unwrap_or("?").to_owned()
        };
        let short = |text: String| text.chars().take(3).collect::<String>();
        let twelve = (self.hour + 11) % 12 + 1;
        Some(match directive {
            'a' => short(name(&DAYS, self.weekday)),
            'A' => name(&DAYS, self.weekday),
            'b' | 'h' => short(name(&MONTHS, self.month - 1)),
            'B' => name(&MONTHS, self.month - 1),
            'c' => self.format("%a %b %e %H:%M:%S %Y"),
            'C' => self.year.div_euclid(100).to_string(),
            'd' => format!("{:02}", self.day),
            'D' | 'x' => self.format("%m/%d/%y"),
            'e' => format!("{:2}", self.day),
            'F' => self.format("%Y-%m-%d"),
            'g' => format!("{:02}", self.iso_week().0.rem_euclid(100)),
            'G' => self.iso_week().0.to_string(),
            'H' => format!("{:02}", self.hour),
            'I' => format!("{twelve:02}"),
            'j' => format!("{:03}", self.yearday),
            'k' => format!("{:2}", self.hour),
            'l' => format!("{twelve:2}"),
            'm' => format!("{:02}", self.month),
            'M' => format!("{:02}", self.minute),
            'n' => "\n".to_owned(),
            'p' => if self.hour < 12 { "AM" } else { "PM" }.to_owned(),
            'P' => if self.hour < 12 { "am" } else { "pm" }.to_owned(),
            'r' => self.format("%I:%M:%S %p"),
            'R' => self.format("%H:%M"),
            's' => (self.seconds() - self.offset).to_string(),
            'S' => format!("{:02}", self.second),
            't' => "\t".to_owned(),
            'T' | 'X' => self.format("%H:%M:%S"),
            'u' => (self.weekday + 1).to_string(),
            'U' => format!("{:02}", (self.yearday + 6 - (self.weekday + 1) % 7) / 7),
            'V' => format!("{:02}", self.iso_week().1),
            'w' => ((self.weekday + 1) % 7).to_string(),
            'W' => format!("{:02}", (self.yearday + 6 - self.weekday) / 7),
            'y' => format!("{:02}", self.year.rem_euclid(100)),
            'Y' => self.year.to_string(),
            'z' => {
                let (sign, minutes) =
                    (if self.offset < 0 { '-' } else { '+' }, self.offset.abs() / 60);
                format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
            }
            'Z' => self.zone.clone(),
            '%' => "%".to_owned(),
            _ => return None,
        })
    }
}

/// How many ISO weeks a year has.
pub(crate) fn weeks_in(year: i64) -> i64 {
    let first = (days_from_date(year, 1, 1) + 3).rem_euclid(7);
    let leap = days_from_date(year, 12, 31) - days_from_date(year, 1, 1) == 365;
    if first == 3 || (first == 2 && leap) { 53 } else { 52 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_days_agree() {
        for days in [-719_162, -1, 0, 59, 60, 11_016, 19_000, 20_779, 2_932_896] {
            let (year, month, day) = date_from_days(days);
            assert_eq!(days_from_date(year, month, day), days);
        }
        assert_eq!(date_from_days(11_016), (2000, 2, 29));
    }

    #[test]
    fn weeks() {
        let text = |y, m, d| {
            let days = days_from_date(y, m, d);
            Moment::from_seconds(days * DAY).format("%G-%V-%u %U %W %j %a")
        };
        assert_eq!(text(2021, 1, 1), "2020-53-5 00 00 001 Fri");
        assert_eq!(text(2024, 12, 30), "2025-01-1 52 53 365 Mon");
    }
}
