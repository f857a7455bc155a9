//! What `--help` prints, made from the table of options, and the short form after a mistake.

use super::table::{Group, OPTIONS, Row, SETTINGS, VARIABLES};

use super::options::{Clock, Settings};

pub(crate) const USAGE: &str = "\
usage: taipan [option] ... [-c cmd | -m mod | file | -] [arg] ...
Try `taipan -h' for more information.
";

/// Where explanations begin, and where lines end.
const COLUMN: usize = 26;
const WIDTH: usize = 80;

/// All options, settings and variables.
pub(crate) fn help() -> String {
    let mut out = "taipan, an interpreter for asynchronous Python\n\n".to_owned();
    out.push_str(USAGE.lines().next().unwrap_or_default());
    out.push('\n');
    for (group, heading) in Group::ALL {
        out.push_str(&format!("\n{heading}:\n"));
        for row in OPTIONS.iter().filter(|row| row.group == *group) {
            entry(&mut out, &names(row), row.help);
        }
    }
    out.push_str("\nSettings of -X:\n");
    for setting in SETTINGS {
        entry(&mut out, &setting_names(setting.name, setting.value, setting.choices), setting.help);
    }
    out.push_str("\nVariables of the environment:\n");
    for (name, help) in VARIABLES {
        entry(&mut out, name, help);
    }
    out
}

/// An option as it is written: `-h, -?, --help`.
pub(super) fn names(row: &Row) -> String {
    let letters = row.letters.iter().map(|letter| format!("-{letter}"));
    let long = row.long.iter().take(1).map(|name| format!("--{name}"));
    let value = match row.choices {
        [] => row.value.to_owned(),
        choices => {
            let rest = row.value.split_once(' ').map_or("", |(_, rest)| rest);
            format!("{} {rest}", choices.join("|")).trim_end().to_owned()
        }
    };
    let all: Vec<String> = letters.chain(long).collect();
    format!("{} {value}", all.join(", ")).trim().to_owned()
}

/// A setting as it is written: `clock=real|virtual`.
pub(super) fn setting_names(name: &str, value: &str, choices: &[&str]) -> String {
    match (value, choices) {
        ("", _) => name.to_owned(),
        (value, []) => format!("{name}={value}"),
        (_, choices) if choices.len() > 3 => format!("{name}={value}"),
        (_, choices) => format!("{name}={}", choices.join("|")),
    }
}

/// A name and its explanation, in lines that fit.
fn entry(out: &mut String, name: &str, help: &str) {
    let mut line = format!("  {name}");
    if line.chars().count() + 2 > COLUMN {
        out.push_str(&line);
        out.push('\n');
        line.clear();
    }
    for word in help.split_whitespace() {
        let begins = line.chars().count() < COLUMN;
        if !begins && line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(&line);
            out.push('\n');
            line.clear();
        }
        match line.chars().count() < COLUMN {
            true => line = format!("{line:COLUMN$}{word}"),
            false => {
                line.push(' ');
                line.push_str(word);
            }
        }
    }
    out.push_str(&line);
    out.push('\n');
}

/// The line that `--version` prints.
pub(crate) fn version(long: bool) -> String {
    let short = format!("taipan {} (Python 3.13.0)", env!("CARGO_PKG_VERSION"));
    match long {
        true => format!("{short} [{}-{}]", std::env::consts::OS, std::env::consts::ARCH),
        false => short,
    }
}

/// What the prompt says first.
pub(crate) fn banner(settings: &Settings) -> String {
    let (version, system) = (version(false), std::env::consts::OS);
    let manner = manner(settings);
    format!(
        "{version} on {system}{manner}\nAt this prompt await works anywhere; :help lists what else does, Ctrl-D leaves.\n"
    )
}

/// Which clock and chance a session has, where they are not the usual ones.
pub(crate) fn manner(settings: &Settings) -> String {
    let clock = match settings.clock {
        Clock::Real => None,
        Clock::Virtual => Some("the virtual clock".to_owned()),
    };
    let seed = settings.seed.map(|seed| format!("the seed {seed}"));
    let all: Vec<String> = clock.into_iter().chain(seed).collect();
    if all.is_empty() { String::new() } else { format!(", with {}", all.join(" and ")) }
}

#[cfg(test)]
mod tests {
    use super::help;

    #[test]
    fn lines_fit() {
        let help = help();
        let long: Vec<&str> = help.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(long.is_empty(), "{long:?}");
        assert!(help.contains("  -c cmd                  the text of a program"), "{help}");
    }
}
