//! The standard streams: what `sys.stdin`, `sys.stdout` and `sys.stderr` are at the start.

use std::cell::{Cell, RefCell};

use super::buffered_types::{BUFFERED_READER, BUFFERED_WRITER, over};
use super::file_type::{file, standard};
use super::text::{Settings, TextFile};
use super::{TEXT_IO_WRAPPER, uninterrupted};
use crate::host::Stream;
use crate::object::header::flag;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::codec::Encoding;

/// What the surroundings say of streams.
pub struct StreamSettings {
    /// The encoding of files that do not say theirs.
    pub locale_encoding: RefCell<String>,
    /// Whether text for the standard streams is that of an interactive user.
    pub interactive: Cell<bool>,
}

impl Default for StreamSettings {
    fn default() -> StreamSettings {
        StreamSettings {
            locale_encoding: RefCell::new("UTF-8".to_owned()),
            interactive: Cell::new(false),
        }
    }
}

/// The three streams of an interpreter; None where the process was started without one.
struct StandardStreams {
    stdin: Value,
    stdout: Value,
    stderr: Value,
}

fn make(vm: &Vm, fd: i32, name: &str) -> Value {
    // A closed descriptor is no stream; one that cannot be asked is.
    match uninterrupted(vm, || vm.host.files().describe(fd)) {
        Ok(Ok(known)) if !known.is_folder || fd > 0 => {
            text_over(vm, fd, name, known.block_size).unwrap_or(Value::NONE)
        }
        _ => Value::NONE,
    }
}

fn text_over(vm: &Vm, fd: i32, name: &str, block_size: u64) -> PyResult {
    let input = fd == 0;
    let mode = if input { "r" } else { "w" };
    let raw = standard(vm, fd, mode, name)?;
    let spec = if input { &BUFFERED_READER } else { &BUFFERED_WRITER };
    let size = usize::try_from(block_size).ok().filter(|size| *size > 1);
    let buffer = over(vm, spec, &raw, size.unwrap_or(super::BUFFER_SIZE))?;
    let own = TextFile::default();
    own.set_buffer(buffer.clone());
    let layer = buffer;
    own.direct.set(true);
    own.readable.set(input);
    own.writable.set(!input);
    let seekable = file(vm, &raw)?.can_seek(vm)?;
    own.seekable.set(seekable);
    own.telling.set(seekable);
    own.line_buffered.set(fd == 2 || vm.host.files().is_terminal(fd));
    // Lines end with `\n` here and nothing else.
    own.ends.set(super::newline::Ends::Lf);
    if fd == 2 {
        own.settings.borrow_mut().errors = "backslashreplace".to_owned();
    }
    let this = vm.new_foreign(&vm.ty(&TEXT_IO_WRAPPER), own);
    vm.give_attribute(&this, &vm.intern("mode"), vm.str(mode));
    for layer in [&raw, &layer, &this] {
        keep(layer);
    }
    Ok(this)
}

/// A layer of a standard stream has nothing to say when it goes: a program's end writes it out.
fn keep(layer: &Value) {
    layer.header().into_iter().for_each(|header| header.set(flag::FINALIZED));
}

/// What a program takes out of a standard stream is its own from then on.
pub(super) fn release(layer: &Value) {
    layer.header().into_iter().for_each(|header| header.clear(flag::FINALIZED));
}

impl Vm {
    /// Gives a new object an attribute of its own. For names that its class has no descriptor for:
    /// looking for one would fill the namespaces of all classes it derives from.
    pub(super) fn give_attribute(&self, object: &Value, name: &Value, value: Value) {
        object.header().into_iter().for_each(|h| self.set_instance_attr(h, name, value.clone()));
    }

    fn standard_streams(&self) -> std::rc::Rc<StandardStreams> {
        self.extra(|| StandardStreams {
            stdin: make(self, 0, "<stdin>"),
            stdout: make(self, 1, "<stdout>"),
            stderr: make(self, 2, "<stderr>"),
        })
    }

    /// What `sys.stdin` is at the start.
    pub fn standard_input(&self) -> Value {
        self.standard_streams().stdin.clone()
    }

    /// What `sys.stdout` or `sys.stderr` is at the start.
    pub fn standard_stream(&self, stream: Stream) -> Value {
        let streams = self.standard_streams();
        match stream {
            Stream::Stdout => streams.stdout.clone(),
            Stream::Stderr => streams.stderr.clone(),
        }
    }

    /// Has the standard output streams give every write to the host at once.
    pub fn unbuffer_streams(&self) {
        for stream in [Stream::Stdout, Stream::Stderr] {
            let value = self.standard_stream(stream);
            let Some(own) = value.foreign::<TextFile>() else { continue };
            // Taken out, so that the buffer does not close it when it goes.
            let raw = own.buffer.bound().and_then(|buffer| {
                let buffered = buffer.foreign::<super::buffered::Buffered>()?;
                buffered.detached.set(true);
                Some(buffered.raw.take()).filter(|raw| !raw.is_unbound())
            });
            if let Some(raw) = raw {
                own.set_buffer(raw);
                own.direct.set(false);
                own.write_through.set(true);
                own.line_buffered.set(false);
            }
        }
        if let Some(own) = self.standard_input().foreign::<TextFile>() {
            own.write_through.set(true);
        }
    }

    /// Sets the encoding of files in general, and encoding and error handler of the standard
    /// streams. The error stream has its own handler.
    pub fn configure_streams(&self, files: &str, encoding: Option<&str>, errors: &str) {
        let settings = self.extra(StreamSettings::default);
        *settings.locale_encoding.borrow_mut() = files.to_owned();
        let streams = self.standard_streams();
        let all = [(&streams.stdin, false), (&streams.stdout, false), (&streams.stderr, true)];
        for (stream, is_error) in all {
            let Some(own) = stream.foreign::<TextFile>() else { continue };
            let Some(known) = Encoding::named(encoding.unwrap_or("utf-8")) else { continue };
            let name = match known {
                Encoding::Utf8Sig => "utf-8-sig",
                Encoding::Latin1 => "iso8859-1",
                Encoding::Table(table) => table.name(),
                other => other.name(),
            };
            let name = name.to_owned();
            let errors = if is_error { "backslashreplace" } else { errors };
            own.decoder.restart(known);
            *own.settings.borrow_mut() =
                Settings { name, encoding: known, errors: errors.to_owned() };
        }
    }

    /// Gives what the standard streams hold to the host, whatever they are by now.
    pub fn flush_streams(&self) -> PyResult<()> {
        for stream in [Stream::Stdout, Stream::Stderr] {
            let value = self.standard_stream(stream);
            if let Some(own) = value.foreign::<TextFile>()
                && !own.is_closed(self).unwrap_or(true)
            {
                own.flush(self)?;
            }
        }
        Ok(())
    }
}
