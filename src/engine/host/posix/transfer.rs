//! Reading and writing elsewhere than at the position, into and from several buffers, and from one
//! file to another; what is told of a file's use, and its locks.

use std::io::{IoSlice, IoSliceMut};

use super::{calls, checked, done, numbered};
use crate::host::Fd;

/// The place of an optional offset.
fn place(offset: &mut Option<i64>) -> *mut libc::off64_t {
    offset.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut)
}

/// How many buffers, as C counts them: the system refuses more than it takes.
fn count(length: usize) -> libc::c_int {
    libc::c_int::try_from(length).unwrap_or(libc::c_int::MAX)
}

calls! {
    /// Data between files, and between files and memory.
    trait Transfer;

    fn read_at(fd: Fd, out: &mut [u8], offset: i64) -> usize {
        // SAFETY: the buffer is writable for its length.
        checked(unsafe { libc::pread64(fd, out.as_mut_ptr().cast(), out.len(), offset) })
            .map(|n| n as usize)
    }

    fn write_at(fd: Fd, bytes: &[u8], offset: i64) -> usize {
        // SAFETY: the bytes are readable for their length.
        checked(unsafe { libc::pwrite64(fd, bytes.as_ptr().cast(), bytes.len(), offset) })
            .map(|n| n as usize)
    }

    /// Fills the buffers in order; from the offset, where there is one, with flags.
    fn read_several(fd: Fd, out: &mut [IoSliceMut], offset: Option<(i64, i32)>) -> usize {
        let (first, number) = (out.as_mut_ptr().cast::<libc::iovec>(), count(out.len()));
        // SAFETY: the standard library's slices are laid out as the system's, each is writable for
        // its length, and there are that many.
        checked(unsafe {
            match offset {
                None => libc::readv(fd, first, number),
                Some((offset, 0)) => libc::preadv64(fd, first, number, offset),
                Some((offset, flags)) => libc::preadv64v2(fd, first, number, offset, flags),
            }
        })
        .map(|n| n as usize)
    }

    /// Writes the buffers in order; at the offset, where there is one, with flags.
    fn write_several(fd: Fd, bytes: &[IoSlice], offset: Option<(i64, i32)>) -> usize {
        let (first, number) = (bytes.as_ptr().cast::<libc::iovec>(), count(bytes.len()));
        // SAFETY: as above, and readable.
        checked(unsafe {
            match offset {
                None => libc::writev(fd, first, number),
                Some((offset, 0)) => libc::pwritev64(fd, first, number, offset),
                Some((offset, flags)) => libc::pwritev64v2(fd, first, number, offset, flags),
            }
        })
        .map(|n| n as usize)
    }

    /// From a file to a descriptor, within the system.
    fn send_file(to: Fd, from: Fd, offset: Option<i64>, count: usize) -> usize {
        let mut offset = offset;
        // SAFETY: the offset is a place or null.
        checked(unsafe { libc::sendfile64(to, from, place(&mut offset), count) })
            .map(|n| n as usize)
    }

    /// From one file to another.
    fn copy_range(
        from: Fd,
        to: Fd,
        count: usize,
        from_offset: Option<i64>,
        to_offset: Option<i64>,
    ) -> usize {
        let (mut from_offset, mut to_offset) = (from_offset, to_offset);
        // SAFETY: the offsets are places or null.
        checked(unsafe {
            let (a, b) = (place(&mut from_offset), place(&mut to_offset));
            libc::copy_file_range(from, a, to, b, count, 0)
        })
        .map(|n| n as usize)
    }

    /// From or into a pipe.
    fn splice(
        from: Fd,
        to: Fd,
        count: usize,
        from_offset: Option<i64>,
        to_offset: Option<i64>,
        flags: u32,
    ) -> usize {
        let (mut from_offset, mut to_offset) = (from_offset, to_offset);
        // SAFETY: the offsets are places or null.
        checked(unsafe {
            let (a, b) = (place(&mut from_offset), place(&mut to_offset));
            libc::splice(from, a, to, b, count, flags)
        })
        .map(|n| n as usize)
    }

    /// Says how a part of a file will be used.
    fn advise(fd: Fd, offset: i64, length: i64, advice: i32) -> () {
        // SAFETY: takes numbers only.
        numbered(unsafe { libc::posix_fadvise64(fd, offset, length, advice) })
    }

    /// Has there be room for a part of a file.
    fn allocate(fd: Fd, offset: i64, length: i64) -> () {
        // SAFETY: takes numbers only.
        numbered(unsafe { libc::posix_fallocate64(fd, offset, length) })
    }

    /// Locks or unlocks so many bytes from the position on.
    fn lock_part(fd: Fd, command: i32, length: i64) -> () {
        // SAFETY: takes numbers only.
        done(unsafe { libc::lockf(fd, command, length) })
    }

    /// Has the content of a file reach the device.
    fn synchronize_data(fd: Fd) -> () {
        // SAFETY: takes a number only.
        done(unsafe { libc::fdatasync(fd) })
    }

    /// Has everything reach the devices.
    fn synchronize_all() -> () {
        // SAFETY: always callable.
        unsafe { libc::sync() };
        Ok(())
    }
}
