//! A file by its descriptor, without a buffer: what `FileIO` does. Its Python face is in
//! `file_type.rs`.

use std::cell::Cell;
use std::io::ErrorKind;

use super::open::path_of;
use super::{host_error, uninterrupted, unsupported};
use crate::host::system::At;
use crate::host::{Fd, Waited, Watched};
use crate::object::header::Traverse;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::{RESOURCE_WARNING, RUNTIME_WARNING};

/// What a pipe takes as one piece, without waiting once it has said that it has room.
const PIPE_BUF: usize = 4096;

/// The state of a `FileIO`.
pub(super) struct FileIo {
    pub(super) fd: Cell<Option<Fd>>,
    pub(super) created: Cell<bool>,
    pub(super) readable: Cell<bool>,
    pub(super) writable: Cell<bool>,
    pub(super) appending: Cell<bool>,
    /// Closing the object closes the descriptor.
    pub(super) owns: Cell<bool>,
    pub(super) seekable: Cell<Option<bool>>,
    pub(super) block_size: Cell<usize>,
    pub(super) finalizing: Cell<bool>,
    /// A buffer of ours lies over the file and closes it.
    pub(super) covered: Cell<bool>,
}

impl Traverse for FileIo {}

impl Default for FileIo {
    fn default() -> FileIo {
        FileIo {
            fd: Cell::new(None),
            created: Cell::new(false),
            readable: Cell::new(false),
            writable: Cell::new(false),
            appending: Cell::new(false),
            owns: Cell::new(true),
            seekable: Cell::new(None),
            block_size: Cell::new(super::BUFFER_SIZE),
            finalizing: Cell::new(false),
            covered: Cell::new(false),
        }
    }
}

/// A mode string's flags for the system's `open`.
struct Mode {
    flags: i32,
    created: bool,
    readable: bool,
    writable: bool,
    appending: bool,
}

fn parse_mode(vm: &Vm, mode: &str) -> PyResult<Mode> {
    let mut parsed =
        Mode { flags: 0, created: false, readable: false, writable: false, appending: false };
    let (mut primary, mut plus) = (false, false);
    let bad = || {
        let text = "Must have exactly one of create/read/write/append mode and at most one plus";
        Err(vm.value_error(text))
    };
    for letter in mode.chars() {
        match letter {
            'b' => {}
            '+' if plus => return bad(),
            '+' => {
                (parsed.readable, parsed.writable) = (true, true);
                plus = true;
            }
            'x' | 'r' | 'w' | 'a' if primary => return bad(),
            'x' | 'r' | 'w' | 'a' => {
                primary = true;
                match letter {
                    'r' => parsed.readable = true,
                    'w' => parsed.flags |= libc::O_CREAT | libc::O_TRUNC,
                    'x' => parsed.flags |= libc::O_CREAT | libc::O_EXCL,
                    _ => parsed.flags |= libc::O_CREAT | libc::O_APPEND,
                }
                parsed.writable |= letter != 'r';
                parsed.created = letter == 'x';
                parsed.appending = letter == 'a';
            }
            _ => return Err(vm.value_error(format!("invalid mode: {mode}"))),
        }
    }
    if !primary {
        return bad();
    }
    parsed.flags |= match (parsed.readable, parsed.writable) {
        (true, true) => libc::O_RDWR,
        (true, false) => libc::O_RDONLY,
        _ => libc::O_WRONLY,
    };
    Ok(parsed)
}

impl FileIo {
    /// Opens what `name` names: a path, or a descriptor. What was open before is closed.
    pub(super) fn open(
        &self,
        vm: &Vm,
        name: &Value,
        mode: &str,
        owns: bool,
        opener: Option<&Value>,
    ) -> PyResult<()> {
        if self.fd.get().is_some() && self.owns.get() {
            self.close(vm)?;
        }
        self.fd.set(None);
        let number = match vm.class(name).slots.index.get() {
            Some(_) => {
                if name.is_bool() {
                    vm.warn(&RUNTIME_WARNING, "bool is used as a file descriptor")?;
                }
                let number = vm.index_clamped(name)?;
                if (i64::from(Fd::MIN)..0).contains(&number) {
                    return Err(vm.value_error("negative file descriptor"));
                }
                // What is too large for a descriptor is no path either, and that is said of it.
                Fd::try_from(number).ok()
            }
            None => None,
        };
        let path = match number {
            Some(_) => None,
            None => Some(path_of(vm, name)?),
        };
        let parsed = parse_mode(vm, mode)?;
        self.created.set(parsed.created);
        self.readable.set(parsed.readable);
        self.writable.set(parsed.writable);
        self.appending.set(parsed.appending);
        self.seekable.set(None);
        let (fd, opened) = match (number, path) {
            (Some(fd), _) => (fd, false),
            (None, _) if !owns => {
                return Err(vm.value_error("Cannot use closefd=False with file name"));
            }
            (None, Some(path)) if opener.is_none() => {
                let opened = uninterrupted(vm, || {
                    vm.host.files().open(At::from(&*path), parsed.flags, 0o666)
                })?;
                (opened.map_err(|error| host_error(vm, &error, Some(name)))?, true)
            }
            (None, _) => (ask_opener(vm, opener, name, parsed.flags)?, true),
        };
        self.owns.set(owns);
        self.fd.set(Some(fd));
        self.look_at(vm, fd, name).inspect_err(|_| {
            if !opened {
                // It is not ours to close after all.
                self.fd.set(None);
            } else {
                let _ = self.close(vm);
            }
        })?;
        if self.appending.get() {
            let _ = vm.host.files().seek(fd, 0, libc::SEEK_END);
        }
        Ok(())
    }

    /// Refuses folders, and learns how much is best read at once.
    fn look_at(&self, vm: &Vm, fd: Fd, name: &Value) -> PyResult<()> {
        match vm.host.files().describe(fd) {
            Ok(known) if known.is_folder => {
                let text = super::error_text(libc::EISDIR);
                Err(vm.os_error(libc::EISDIR, &text, Some(name)))
            }
            Ok(known) => {
                let size = usize::try_from(known.block_size).ok().filter(|size| *size > 1);
                self.block_size.set(size.unwrap_or(super::BUFFER_SIZE));
                Ok(())
            }
            Err(error) if error.raw_os_error() == Some(libc::EBADF) => {
                Err(host_error(vm, &error, None))
            }
            Err(_) => Ok(()),
        }
    }

    pub(super) fn fd(&self, vm: &Vm) -> PyResult<Fd> {
        self.fd.get().ok_or_else(|| vm.value_error("I/O operation on closed file"))
    }

    fn fd_for(&self, vm: &Vm, allowed: bool, what: &str) -> PyResult<Fd> {
        let fd = self.fd(vm)?;
        match allowed {
            true => Ok(fd),
            false => Err(unsupported(vm, &format!("File not open for {what}"))),
        }
    }

    /// Fills the buffer as far as one call of the system does; `None` if that would block.
    pub(super) fn read_into(&self, vm: &Vm, out: &mut [u8]) -> PyResult<Option<usize>> {
        let fd = self.fd_for(vm, self.readable.get(), "reading")?;
        let host = &*vm.host;
        let read = uninterrupted(vm, || vm.allow_threads(|| host.files().read(fd, out)))?;
        if matches!(read, Ok(0)) {
            // A signal that came together with the end counts more, and nothing is lost by it.
            vm.handle_breaker()?;
        }
        would_block(vm, read)
    }

    /// Everything up to the end; `None` if there is nothing yet.
    pub(super) fn read_all(&self, vm: &Vm) -> PyResult<Option<Vec<u8>>> {
        let fd = self.fd_for(vm, self.readable.get(), "reading")?;
        let files = vm.host.files();
        let left = files.describe(fd).ok().and_then(|known| {
            let at = files.seek(fd, 0, libc::SEEK_CUR).ok()?;
            usize::try_from(known.size.checked_sub(at)?).ok()
        });
        // One byte more shows the end without growing.
        let mut all = super::zeros(vm, left.map_or(super::BUFFER_SIZE, |left| left + 1))?;
        let mut filled = 0;
        loop {
            if filled == all.len() {
                let more = all.len().max(super::BUFFER_SIZE);
                vm.reserve(&mut all, Some(more))?;
                all.resize(filled + more, 0);
            }
            let room = all.get_mut(filled..).unwrap_or_default();
            match self.read_into(vm, room)? {
                None if filled == 0 => return Ok(None),
                None | Some(0) => break,
                Some(count) => filled += count,
            }
        }
        all.truncate(filled);
        Ok(Some(all))
    }

    /// How many of the bytes one call of the system took; `None` if it would block. Other threads run
    /// only if it may have to wait: they may be the ones that it waits for.
    pub(super) fn write(&self, vm: &Vm, bytes: &[u8]) -> PyResult<Option<usize>> {
        let fd = self.fd_for(vm, self.writable.get(), "writing")?;
        let host = &*vm.host;
        let written = match self.may_wait(vm, fd, bytes.len())? {
            true => uninterrupted(vm, || vm.allow_threads(|| host.files().write(fd, bytes)))?,
            false => uninterrupted(vm, || host.files().write(fd, bytes))?,
        };
        would_block(vm, written)
    }

    /// Whether a write of that many bytes may have to wait while there are other threads. Files do not,
    /// nor does what has room, if the bytes go into it as one piece.
    fn may_wait(&self, vm: &Vm, fd: Fd, bytes: usize) -> PyResult<bool> {
        if vm.is_only_thread() || self.can_seek(vm)? {
            return Ok(false);
        }
        if bytes > PIPE_BUF {
            return Ok(true);
        }
        let mut watched = vec![Watched { fd, events: libc::POLLOUT, revents: 0 }];
        let now = vm.host.wait_for_any(&mut watched, Some(0), false);
        Ok(!matches!(now, Ok(Waited::Ready)))
    }

    pub(super) fn seek(&self, vm: &Vm, offset: i64, whence: i32) -> PyResult<u64> {
        let fd = self.fd(vm)?;
        let moved = vm.host.files().seek(fd, offset, whence);
        if self.seekable.get().is_none() {
            self.seekable.set(Some(moved.is_ok()));
        }
        moved.map_err(|error| host_error(vm, &error, None))
    }

    pub(super) fn can_seek(&self, vm: &Vm) -> PyResult<bool> {
        let fd = self.fd(vm)?;
        if let Some(known) = self.seekable.get() {
            return Ok(known);
        }
        let can = vm.host.files().seek(fd, 0, libc::SEEK_CUR).is_ok();
        self.seekable.set(Some(can));
        Ok(can)
    }

    pub(super) fn truncate(&self, vm: &Vm, length: u64) -> PyResult<()> {
        let fd = self.fd_for(vm, self.writable.get(), "writing")?;
        let done = uninterrupted(vm, || vm.host.files().truncate(fd, length))?;
        done.map_err(|error| host_error(vm, &error, None))
    }

    /// Gives the descriptor back, if it is ours.
    pub(super) fn close(&self, vm: &Vm) -> PyResult<()> {
        let Some(fd) = self.fd.take() else { return Ok(()) };
        if !self.owns.get() {
            return Ok(());
        }
        vm.host.files().close(fd).map_err(|error| host_error(vm, &error, None))
    }

    /// "unclosed file …", if the descriptor would be lost. `source` is what the program knows it by.
    pub(super) fn warn_unclosed(&self, vm: &Vm, this: &Value, source: &Value) {
        if self.fd.get().is_none() || !self.owns.get() {
            return;
        }
        let Ok(shown) = vm.repr_text(source) else { return };
        let text = vm.str(&format!("unclosed file {shown}"));
        let category = vm.ty(&RESOURCE_WARNING);
        if let Err(raised) = vm.warn_level(&category, &text, 1, Some(source)) {
            vm.report_unraisable(&raised.0, this);
        }
    }

    pub(super) fn mode(&self) -> &'static str {
        let read = self.readable.get();
        match (self.created.get(), self.appending.get()) {
            (true, _) if read => "xb+",
            (true, _) => "xb",
            (_, true) if read => "ab+",
            (_, true) => "ab",
            _ if read && self.writable.get() => "rb+",
            _ if read => "rb",
            _ => "wb",
        }
    }
}

fn would_block<T>(vm: &Vm, result: std::io::Result<T>) -> PyResult<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(host_error(vm, &error, None)),
    }
}

/// The descriptor that the program's own function opens.
fn ask_opener(vm: &Vm, opener: Option<&Value>, name: &Value, flags: i32) -> PyResult<Fd> {
    let flags = vm.int(i64::from(flags | libc::O_CLOEXEC));
    let opened = match opener {
        Some(opener) => vm.call(opener, &[name.clone(), flags])?,
        None => Value::NONE,
    };
    if opened.as_i64().is_none() {
        return Err(vm.type_error("expected integer from opener"));
    }
    let number = vm.index_i64(&opened)?;
    let wrong = |_| -> Raised { vm.value_error(format!("opener returned {number}")) };
    let fd = Fd::try_from(number).map_err(wrong)?;
    if fd < 0 {
        return Err(vm.value_error(format!("opener returned {number}")));
    }
    let fixed = vm.host.files().set_inheritable(fd, false);
    fixed.map_err(|error| host_error(vm, &error, None))?;
    Ok(fd)
}
