//! Variables of the environment that say how a program is run.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

/// The variables, unless they are not to count.
#[derive(Clone, Copy)]
pub(crate) struct Environment {
    pub(crate) ignored: bool,
}

/// How files and standard streams encode text.
pub(crate) struct Encodings {
    /// Of files that do not say theirs.
    pub(crate) files: &'static str,
    /// Of the standard streams, if that was chosen.
    pub(crate) streams: Option<String>,
    /// What becomes of what the standard streams cannot encode or decode.
    pub(crate) errors: String,
}

impl Environment {
    /// A variable that is set to something.
    pub(crate) fn get(self, name: &str) -> Option<OsString> {
        if self.ignored {
            return None;
        }
        std::env::var_os(name).filter(|value| !value.is_empty())
    }

    pub(crate) fn is_set(self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn text(self, name: &str) -> Option<String> {
        self.get(name).map(|value| value.to_string_lossy().into_owned())
    }

    /// A level: a number, or 1 for any other text.
    pub(crate) fn level(self, name: &str) -> u8 {
        self.text(name).map_or(0, |text| text.trim().parse().unwrap_or(1))
    }

    /// `PYTHONPATH`, folder by folder.
    pub(crate) fn path(self) -> Vec<Vec<u8>> {
        let Some(value) = self.get("PYTHONPATH") else { return Vec::new() };
        value.into_vec().split(|byte| *byte == b':').map(<[u8]>::to_vec).collect()
    }

    /// `PYTHONWARNINGS`, option by option.
    pub(crate) fn warnings(self) -> Vec<String> {
        let text = self.text("PYTHONWARNINGS").unwrap_or_default();
        text.split(',').filter(|option| !option.is_empty()).map(str::to_owned).collect()
    }

    /// `PYTHONHASHSEED`: `Ok(None)` is a random one, `Err` none at all.
    pub(crate) fn hash_seed(self) -> Result<Option<u32>, ()> {
        match self.text("PYTHONHASHSEED").as_deref() {
            None | Some("random") => Ok(None),
            Some(text) => text.parse().map(Some).map_err(drop),
        }
    }

    /// Whether output to a terminal is coloured. `NO_COLOR` is nobody's own, so it
    /// counts always; `FORCE_COLOR` asks for what a terminal has anyway.
    pub(crate) fn colours(self) -> bool {
        match self.text("PYTHON_COLORS").as_deref() {
            Some("0") => return false,
            Some("1") => return true,
            Some(_) | None => {}
        }
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        !is_set("NO_COLOR")
    }

    /// Where the prompt keeps what was typed.
    pub(crate) fn history(self) -> Option<PathBuf> {
        if let Some(file) = self.get("PYTHON_HISTORY") {
            return Some(file.into());
        }
        home().map(|home| home.join(".taipan_history"))
    }

    /// Whether the user's settings of readline say that keys are those of vi.
    pub(crate) fn prefers_vi(self) -> bool {
        let file = std::env::var_os("INPUTRC").map(PathBuf::from);
        let file = file.or_else(|| home().map(|home| home.join(".inputrc")));
        let text = file.and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
        let mode = text.lines().rev().find_map(|line| {
            let mut words = line.split_whitespace();
            let is_mode = words.next() == Some("set") && words.next() == Some("editing-mode");
            words.next().filter(|_| is_mode)
        });
        mode == Some("vi")
    }

    /// What locale and `PYTHONIOENCODING` say. The locale counts even where Python's own variables
    /// do not.
    pub(crate) fn encodings(self, utf8: bool) -> Encodings {
        let variable = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(variable);
        let locale = locale.unwrap_or_else(|| "C".to_owned());
        let plain = matches!(locale.as_str(), "C" | "POSIX");
        let utf8 = utf8 || plain;
        // Who has not chosen a language may be given any bytes.
        let lenient = utf8 || matches!(locale.as_str(), "C.UTF-8" | "C.utf8");
        let own = self.text("PYTHONIOENCODING").unwrap_or_default();
        let (encoding, errors) = own.split_once(':').unwrap_or((&own, ""));
        let errors = match (errors, encoding) {
            ("", "") if lenient => "surrogateescape",
            ("", _) => "strict",
            (errors, _) => errors,
        };
        Encodings {
            files: if utf8 { "utf-8" } else { "UTF-8" },
            streams: Some(encoding.to_owned()).filter(|encoding| !encoding.is_empty()),
            errors: errors.to_owned(),
        }
    }
}

/// The user's folder.
fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").filter(|home| !home.is_empty()).map(PathBuf::from)
}
