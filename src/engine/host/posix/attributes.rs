//! Extended attributes of files.

use super::{c_bytes, calls, checked, done};
use crate::host::system::Place;

/// As much as an attribute or a list of their names can have.
const MOST: usize = 1 << 16;

fn c_path(place: Place) -> std::io::Result<std::ffi::CString> {
    match place {
        Place::Path(at) | Place::Link(at) => at.c_path(),
        Place::Open(_) => Ok(std::ffi::CString::default()),
    }
}

/// What a call writes that wants a buffer and its size: tried with a small one first.
fn filled(mut call: impl FnMut(*mut u8, usize) -> isize) -> std::io::Result<Vec<u8>> {
    for size in [256, MOST] {
        let mut out = vec![0; size];
        match checked(call(out.as_mut_ptr(), size)) {
            Ok(length) => {
                out.truncate(length as usize);
                return Ok(out);
            }
            Err(error) if size < MOST && error.raw_os_error() == Some(libc::ERANGE) => {}
            Err(error) => return Err(error),
        }
    }
    Err(std::io::Error::from_raw_os_error(libc::ERANGE))
}

calls! {
    /// Extended attributes. Paths start from the working folder.
    trait Attributes;

    fn attribute(place: Place, name: &[u8]) -> Vec<u8> {
        let name = c_bytes(name)?;
        let name = name.as_ptr();
        let path = c_path(place)?;
        let path = path.as_ptr();
        // SAFETY: texts end with a null byte, and the buffer is writable for the size.
        filled(|out, size| unsafe {
            match place {
                Place::Path(_) => libc::getxattr(path, name, out.cast(), size),
                Place::Link(_) => libc::lgetxattr(path, name, out.cast(), size),
                Place::Open(fd) => libc::fgetxattr(fd, name, out.cast(), size),
            }
        })
    }

    fn set_attribute(place: Place, name: &[u8], value: &[u8], flags: i32) -> () {
        let name = c_bytes(name)?;
        let name = name.as_ptr();
        let path = c_path(place)?;
        let (data, size) = (value.as_ptr().cast(), value.len());
        // SAFETY: texts end with a null byte, and the value is readable for its size.
        done(unsafe {
            match place {
                Place::Path(_) => libc::setxattr(path.as_ptr(), name, data, size, flags),
                Place::Link(_) => libc::lsetxattr(path.as_ptr(), name, data, size, flags),
                Place::Open(fd) => libc::fsetxattr(fd, name, data, size, flags),
            }
        })
    }

    fn remove_attribute(place: Place, name: &[u8]) -> () {
        let name = c_bytes(name)?;
        let name = name.as_ptr();
        let path = c_path(place)?;
        // SAFETY: texts end with a null byte.
        done(unsafe {
            match place {
                Place::Path(_) => libc::removexattr(path.as_ptr(), name),
                Place::Link(_) => libc::lremovexattr(path.as_ptr(), name),
                Place::Open(fd) => libc::fremovexattr(fd, name),
            }
        })
    }

    /// The names of all attributes, each with a null byte at its end.
    fn attribute_names(place: Place) -> Vec<u8> {
        let path = c_path(place)?;
        let path = path.as_ptr();
        // SAFETY: the path ends with a null byte, and the buffer is writable for the size.
        filled(|out, size| unsafe {
            match place {
                Place::Path(_) => libc::listxattr(path, out.cast(), size),
                Place::Link(_) => libc::llistxattr(path, out.cast(), size),
                Place::Open(fd) => libc::flistxattr(fd, out.cast(), size),
            }
        })
    }
}
