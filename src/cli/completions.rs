//! Scripts that teach a shell to complete the options, made from their table.

use super::table::{Act, OPTIONS, Other, Row, SETTINGS};

/// The script for one of the shells that the table names.
pub(crate) fn script(shell: &str) -> String {
    match shell {
        "zsh" => zsh(),
        "fish" => fish(),
        _ => bash(),
    }
}

/// An option's ways to be written.
fn spellings(row: &Row) -> impl Iterator<Item = String> {
    let letters = row.letters.iter().map(|letter| format!("-{letter}"));
    letters.chain(row.long.iter().map(|name| format!("--{name}")))
}

/// The settings as words: one per choice.
fn settings() -> Vec<String> {
    let mut words = Vec::new();
    for setting in SETTINGS {
        match (setting.value, setting.choices) {
            ("", _) => words.push(setting.name.to_owned()),
            (_, []) => words.push(format!("{}=", setting.name)),
            (_, choices) => {
                words.extend(choices.iter().map(|choice| format!("{}={choice}", setting.name)));
            }
        }
    }
    words
}

fn takes_files(row: &Row) -> bool {
    matches!(row.act, Act::Other(Other::Check))
}

fn bash() -> String {
    let options: Vec<String> = OPTIONS.iter().flat_map(spellings).collect();
    let mut cases = String::new();
    for row in OPTIONS.iter().filter(|row| !row.value.is_empty() && !takes_files(row)) {
        let names: Vec<String> = spellings(row).collect();
        if names.is_empty() {
            continue;
        }
        let words = match (row.letters, row.choices) {
            (['X'], _) => settings().join(" "),
            (_, choices) => choices.join(" "),
        };
        let reply = match words.as_str() {
            "" => "return".to_owned(),
            words => format!("COMPREPLY=($(compgen -W '{words}' -- \"$word\")); return"),
        };
        cases.push_str(&format!("        {}) {reply} ;;\n", names.join("|")));
    }
    format!(
        "# Completions of taipan for bash.\n\
         _taipan() {{\n    \
             local word=\"${{COMP_WORDS[COMP_CWORD]}}\" before=\"${{COMP_WORDS[COMP_CWORD-1]}}\"\n    \
             # The equals sign of a setting parts words.\n    \
             [[ $before == = ]] && return\n    \
             case $before in\n{cases}    esac\n    \
             if [[ $word == -* ]]; then\n        \
                 COMPREPLY=($(compgen -W '{} --json' -- \"$word\"))\n    \
             else\n        \
                 COMPREPLY=($(compgen -f -X '!*.py' -- \"$word\") $(compgen -d -- \"$word\"))\n    \
             fi\n\
         }}\n\
         complete -o filenames -F _taipan taipan\n",
        options.join(" ")
    )
}

/// Text in single quotes.
fn quoted(text: &str) -> String {
    text.replace('\'', "'\\''")
}

fn zsh() -> String {
    let mut rows = String::new();
    for row in OPTIONS {
        for name in spellings(row) {
            let help = quoted(row.help).replace('[', "(").replace(']', ")").replace(':', ",");
            let value = match (row.letters, row.choices) {
                _ if row.value.is_empty() => String::new(),
                (['X'], _) => format!(":setting:({})", settings().join(" ")),
                (_, []) if takes_files(row) => ":path:_files".to_owned(),
                (_, []) => format!(":{}:", row.value),
                (_, choices) => format!(":{}:({})", row.value, choices.join(" ")),
            };
            rows.push_str(&format!("    '{name}[{help}]{value}' \\\n"));
        }
    }
    format!(
        "#compdef taipan\n# Completions of taipan for zsh.\n_arguments -s \\\n{rows}    \
         '1:program:_files -g \"*.py\"' \\\n    '*:argument:_files'\n"
    )
}

fn fish() -> String {
    let mut out = "# Completions of taipan for fish.\n".to_owned();
    for row in OPTIONS.iter().filter(|row| spellings(row).next().is_some()) {
        let letters: String = row.letters.iter().map(|letter| format!(" -s '{letter}'")).collect();
        let long: String = row.long.iter().take(1).map(|name| format!(" -l {name}")).collect();
        let words = match (row.letters, row.choices) {
            (['X'], _) => settings().join(" "),
            (_, choices) => choices.join(" "),
        };
        let value = match (row.value, words.as_str()) {
            ("", _) => String::new(),
            (_, "") => " -r".to_owned(),
            (_, words) => format!(" -x -a '{words}'"),
        };
        let help = quoted(row.help);
        out.push_str(&format!("complete -c taipan{letters}{long}{value} -d '{help}'\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn every_shell_learns_of_every_option() {
        for shell in ["bash", "zsh", "fish"] {
            let script = script(shell);
            for word in ["check", "trace", "clock=virtual", "errors=rich", "tokens"] {
                assert!(script.contains(word), "{shell}: {word}");
            }
        }
    }
}
