//! `open`: which streams a mode asks for. And what an argument that names a file may be.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

use super::buffered_types::{BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER};
use super::file_type::{FILE_IO, file};
use super::standard::StreamSettings;
use super::text_type::{Arguments, ends_argument, text_argument};
use super::{TEXT_IO_WRAPPER, TextFile, call0};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::BytesObject;
use crate::types::codec::{self, Encoding};
use crate::types::exception::RUNTIME_WARNING;
use crate::types::io::buffered::Buffered;
use crate::types::io::file::FileIo;
use crate::types::str::text::Text;

/// What `os.fspath` makes of an argument: a str or bytes.
pub(super) fn fspath(vm: &Vm, value: &Value) -> PyResult {
    if value.as_str_object().is_some() || value.get::<BytesObject>().is_some() {
        return Ok(value.clone());
    }
    let class = vm.class(value).full_name();
    let Some(path) = vm.call_special(value, &vm.intern("__fspath__"), &[])? else {
        return Err(
            vm.type_error(format!("expected str, bytes or os.PathLike object, not {class}"))
        );
    };
    if path.as_str_object().is_some() || path.get::<BytesObject>().is_some() {
        return Ok(path);
    }
    let got = vm.class(&path).full_name();
    Err(vm.type_error(format!("expected {class}.__fspath__() to return str or bytes, not {got}")))
}

/// The path that a value names: a str, bytes or an object with `__fspath__`.
pub fn path_of(vm: &Vm, value: &Value) -> PyResult<PathBuf> {
    let path = fspath(vm, value)?;
    let bytes = match (path.get::<BytesObject>(), Text::of(&path)) {
        (Some(bytes), _) => bytes.0.to_vec(),
        (None, Some(text)) => codec::encode_as(vm, text, Encoding::Utf8, "surrogateescape")?,
        (None, None) => Vec::new(),
    };
    if bytes.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    Ok(PathBuf::from(OsString::from_vec(bytes)))
}

/// The encoding of files that do not say theirs.
pub(super) fn default_encoding(vm: &Vm) -> String {
    let settings = vm.extra(StreamSettings::default);
    settings.locale_encoding.borrow().clone()
}

/// What the letters of a mode say.
#[derive(Clone, Copy, Default)]
struct Mode {
    create: bool,
    read: bool,
    write: bool,
    append: bool,
    update: bool,
    text: bool,
    binary: bool,
}

impl Mode {
    fn parse(vm: &Vm, mode: &str) -> PyResult<Mode> {
        let mut parsed = Mode::default();
        for letter in mode.chars() {
            let flag = match letter {
                'x' => &mut parsed.create,
                'r' => &mut parsed.read,
                'w' => &mut parsed.write,
                'a' => &mut parsed.append,
                '+' => &mut parsed.update,
                't' => &mut parsed.text,
                'b' => &mut parsed.binary,
                _ => return Err(vm.value_error(format!("invalid mode: '{mode}'"))),
            };
            if std::mem::replace(flag, true) {
                return Err(vm.value_error(format!("invalid mode: '{mode}'")));
            }
        }
        if parsed.text && parsed.binary {
            return Err(vm.value_error("can't have text and binary mode at once"));
        }
        let kinds = [parsed.create, parsed.read, parsed.write, parsed.append];
        // None at all is the file's own matter.
        if kinds.iter().filter(|on| **on).count() > 1 {
            let text = "must have exactly one of create/read/write/append mode";
            return Err(vm.value_error(text));
        }
        Ok(parsed)
    }

    /// The letters for the file itself.
    fn raw(self) -> String {
        let letters = [
            (self.create, 'x'),
            (self.read, 'r'),
            (self.write, 'w'),
            (self.append, 'a'),
            (self.update, '+'),
        ];
        letters.iter().filter(|(on, _)| *on).map(|(_, letter)| letter).collect()
    }
}

/// What only text takes is given with binary mode.
fn refuse_text_arguments(vm: &Vm, given: &[(&str, &Value)]) -> PyResult<()> {
    match given.iter().find(|(_, value)| !value.is_none()) {
        Some((name, _)) => {
            let an = if *name == "newline" { "a" } else { "an" };
            Err(vm.value_error(format!("binary mode doesn't take {an} {name} argument")))
        }
        None => Ok(()),
    }
}

/// The builtin function.
#[expect(clippy::too_many_arguments, reason = "as many as Python's function has")]
pub fn open(
    vm: &Vm,
    name: &Value,
    mode: &Value,
    buffering: i64,
    encoding: &Value,
    errors: &Value,
    newline: &Value,
    owns: bool,
    opener: &Value,
) -> PyResult {
    let Some(mode_text) = mode.as_str() else {
        let class = vm.class(mode).full_name();
        return Err(vm.type_error(format!("open() argument 'mode' must be str, not {class}")));
    };
    let (given_encoding, given_errors) = (encoding, errors);
    let encoding = text_argument(vm, "open", "encoding", encoding)?;
    let errors = text_argument(vm, "open", "errors", errors)?;
    text_argument(vm, "open", "newline", newline)?;
    // An object that names a path is asked for it once.
    let name =
        &if vm.class(name).slots.index.get().is_some() { name.clone() } else { fspath(vm, name)? };
    let parsed = Mode::parse(vm, mode_text)?;
    if parsed.binary {
        let given = [("encoding", given_encoding), ("errors", given_errors), ("newline", newline)];
        refuse_text_arguments(vm, &given)?;
        if buffering == 1 {
            let text = "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
            vm.warn(&RUNTIME_WARNING, text)?;
        }
    }
    let raw = vm.new_foreign(&vm.ty(&FILE_IO), FileIo::default());
    let opener = Some(opener).filter(|opener| !opener.is_none());
    super::file_type::start(vm, &raw, name, &parsed.raw(), owns, opener)?;
    let made = layers(vm, &raw, parsed, buffering, |vm| {
        Ok(Arguments {
            encoding: encoding.clone(),
            errors: errors.clone(),
            ends: ends_argument(vm, "open", newline)?,
            line_buffered: false,
            write_through: false,
        })
    });
    made.and_then(|(stream, is_text)| {
        if is_text {
            vm.setattr(&stream, &vm.intern("mode"), Some(mode))?;
        }
        Ok(stream)
    })
    .inspect_err(|_| {
        // What is open by then is closed without a warning.
        let _ = call0(vm, &raw, "close");
    })
}

/// Puts a buffer and text over the file, as far as the mode asks for them.
fn layers(
    vm: &Vm,
    raw: &Value,
    mode: Mode,
    buffering: i64,
    arguments: impl FnOnce(&Vm) -> PyResult<Arguments>,
) -> PyResult<(Value, bool)> {
    let own = file(vm, raw)?;
    let terminal = buffering < 0 && vm.host.files().is_terminal(own.fd(vm)?);
    let lines = terminal || buffering == 1;
    let size =
        if buffering < 0 || buffering == 1 { own.block_size.get() as i64 } else { buffering };
    if size == 0 {
        return match mode.binary {
            true => Ok((raw.clone(), false)),
            false => Err(vm.value_error("can't have unbuffered text I/O")),
        };
    }
    let spec = match (mode.update, mode.read) {
        (true, _) => &BUFFERED_RANDOM,
        (false, true) => &BUFFERED_READER,
        (false, false) => &BUFFERED_WRITER,
    };
    let buffer = vm.new_foreign(&vm.ty(spec), Buffered::default());
    let needs: &[&str] = if mode.update { &["seekable"] } else { &[] };
    super::buffered_types::start(vm, &buffer, raw, size, needs)?;
    if mode.binary {
        return Ok((buffer, false));
    }
    let stream = vm.new_foreign(&vm.ty(&TEXT_IO_WRAPPER), TextFile::default());
    let arguments = Arguments { line_buffered: lines, ..arguments(vm)? };
    super::text_type::start(vm, &stream, &buffer, arguments)?;
    Ok((stream, true))
}

/// `io.open_code`: source code as bytes.
pub fn open_code(vm: &Vm, path: &Value) -> PyResult {
    if path.as_str_object().is_none() {
        let class = vm.class(path).full_name();
        return Err(vm.type_error(format!("open_code() argument 'path' must be str, not {class}")));
    }
    let none = &Value::NONE;
    open(vm, path, &vm.str("rb"), -1, none, none, none, true, none)
}

/// `io.text_encoding`: the encoding, or the word for the surroundings' one.
pub fn text_encoding(vm: &Vm, encoding: &Value, _stacklevel: i64) -> Value {
    if encoding.is_none() { vm.str("locale") } else { encoding.clone() }
}
