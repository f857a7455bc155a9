//! The manual page, made from the table of options.

use super::help::{names, setting_names};
use super::table::{Group, OPTIONS, SETTINGS, VARIABLES};

/// The page as roff.
pub(crate) fn page() -> String {
    let mut out = format!(
        ".TH TAIPAN 1 \"\" \"taipan {}\" \"User Commands\"\n\
         .SH NAME\ntaipan \\- an interpreter for asynchronous Python\n\
         .SH SYNOPSIS\n.B taipan\n[\\fIoption\\fR] ... [\\fB\\-c\\fR \\fIcmd\\fR | \\fB\\-m\\fR \\fImod\\fR | \
         \\fIfile\\fR | \\fB\\-\\fR] [\\fIarg\\fR] ...\n\
         .SH DESCRIPTION\nRuns programs in Python 3.13 on a machine and an event loop of its own. Without \
         anything to run it gives a prompt, at which await works anywhere.\n",
        env!("CARGO_PKG_VERSION")
    );
    for (group, heading) in Group::ALL {
        section(&mut out, heading);
        for row in OPTIONS.iter().filter(|row| row.group == *group) {
            entry(&mut out, &names(row), row.help);
        }
    }
    section(&mut out, "Settings of -X");
    for setting in SETTINGS {
        entry(&mut out, &setting_names(setting.name, setting.value, setting.choices), setting.help);
    }
    section(&mut out, "Environment");
    for (name, help) in VARIABLES {
        entry(&mut out, name, help);
    }
    section(&mut out, "Exit status");
    for (code, help) in EXITS {
        entry(&mut out, code, help);
    }
    out
}

/// What the process ends with.
const EXITS: &[(&str, &str)] = &[
    ("0", "the program ended, or --check has found nothing"),
    ("1", "an exception that nobody caught, or --check has found a mistake"),
    ("2", "the command line was not understood, or a file could not be read"),
    ("120", "what was printed could not be written at the end"),
    ("N", "what the program gave to sys.exit()"),
    ("SIGINT", "Ctrl-C ended the program: the process dies of the signal"),
];

fn section(out: &mut String, heading: &str) {
    out.push_str(&format!(".SH {}\n", escaped(&heading.to_uppercase())));
}

fn entry(out: &mut String, name: &str, help: &str) {
    out.push_str(&format!(".TP\n.B {}\n{}\n", escaped(name), escaped(help)));
}

/// Text without what roff would take for its own.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
