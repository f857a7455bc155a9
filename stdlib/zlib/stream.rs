//! A stream of zlib's: its interface, which is C's, made safe. The only place here with `unsafe`.

use libz_rs_sys as z;

/// What one step did.
pub(super) struct Step {
    /// zlib's answer.
    pub(super) code: i32,
    pub(super) consumed: usize,
    pub(super) produced: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Compress,
    Decompress,
}

/// A stream in one of both ways.
pub(super) struct Stream {
    /// In a box: the state behind it may refer to its place.
    raw: Box<z::z_stream>,
    way: Way,
}

/// What a stream is made with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub(super) level: i32,
    pub(super) method: i32,
    pub(super) window: i32,
    pub(super) memory: i32,
    pub(super) strategy: i32,
}

const SIZE: i32 = size_of::<z::z_stream>() as i32;

impl Stream {
    /// A stream that compresses, or the number of the error.
    pub(super) fn compressing(settings: Settings) -> Result<Stream, i32> {
        let mut raw = Box::new(z::z_stream::default());
        // SAFETY: the struct is a fresh one of the library's own version and stays in its box.
        let code = unsafe {
            z::deflateInit2_(
                &raw mut *raw,
                settings.level,
                settings.method,
                settings.window,
                settings.memory,
                settings.strategy,
                z::zlibVersion(),
                SIZE,
            )
        };
        if code == z::Z_OK { Ok(Stream { raw, way: Way::Compress }) } else { Err(code) }
    }

    /// A stream that decompresses, or the number of the error.
    pub(super) fn decompressing(window: i32) -> Result<Stream, i32> {
        let mut raw = Box::new(z::z_stream::default());
        // SAFETY: as above.
        let code = unsafe { z::inflateInit2_(&raw mut *raw, window, z::zlibVersion(), SIZE) };
        if code == z::Z_OK { Ok(Stream { raw, way: Way::Decompress }) } else { Err(code) }
    }

    /// zlib's answer.
    pub(super) fn set_dictionary(&mut self, dictionary: &[u8]) -> i32 {
        let length = u32::try_from(dictionary.len()).unwrap_or(u32::MAX);
        // SAFETY: the stream was initialised, the bytes are readable for that length.
        unsafe {
            match self.way {
                Way::Compress => {
                    z::deflateSetDictionary(&raw mut *self.raw, dictionary.as_ptr(), length)
                }
                Way::Decompress => {
                    z::inflateSetDictionary(&raw mut *self.raw, dictionary.as_ptr(), length)
                }
            }
        }
    }

    /// Goes on as far as input and room suffice.
    pub(super) fn step(&mut self, input: &[u8], out: &mut [u8], flush: i32) -> Step {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let (given, room) = (count(input.len()), count(out.len()));
        self.raw.next_in = input.as_ptr().cast_mut();
        self.raw.avail_in = given;
        self.raw.next_out = out.as_mut_ptr();
        self.raw.avail_out = room;
        // SAFETY: the stream was initialised; input is readable and output writable for what was
        // said, and neither is kept beyond the call.
        let code = unsafe {
            match self.way {
                Way::Compress => z::deflate(&raw mut *self.raw, flush),
                Way::Decompress => z::inflate(&raw mut *self.raw, flush),
            }
        };
        let consumed = (given - self.raw.avail_in) as usize;
        let produced = (room - self.raw.avail_out) as usize;
        self.raw.next_in = std::ptr::null_mut();
        self.raw.next_out = std::ptr::null_mut();
        (self.raw.avail_in, self.raw.avail_out) = (0, 0);
        Step { code, consumed, produced }
    }

    /// A stream in the same state, or the number of the error.
    pub(super) fn copy(&mut self) -> Result<Stream, i32> {
        let mut raw = Box::new(z::z_stream::default());
        // A stream without any place for output counts as inconsistent; nothing is written there.
        self.raw.next_out = std::ptr::NonNull::dangling().as_ptr();
        // SAFETY: the source was initialised, the destination is a fresh struct.
        let code = unsafe {
            match self.way {
                Way::Compress => z::deflateCopy(&raw mut *raw, &raw mut *self.raw),
                Way::Decompress => z::inflateCopy(&raw mut *raw, &raw const *self.raw),
            }
        };
        if code == z::Z_OK { Ok(Stream { raw, way: self.way }) } else { Err(code) }
    }

    /// zlib's words for the last error.
    pub(super) fn message(&self) -> Option<String> {
        if self.raw.msg.is_null() {
            return None;
        }
        // SAFETY: a text of the library, which ends with a null byte.
        let text = unsafe { std::ffi::CStr::from_ptr(self.raw.msg) };
        Some(text.to_string_lossy().into_owned())
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // SAFETY: the stream was initialised.
        unsafe {
            match self.way {
                Way::Compress => z::deflateEnd(&raw mut *self.raw),
                Way::Decompress => z::inflateEnd(&raw mut *self.raw),
            }
        };
    }
}
