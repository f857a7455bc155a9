//! Variables of the environment that say how a program is run.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

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
