//! Messages of sockets, with what goes beside their bytes: descriptors, for example.

use std::io;
use std::mem::zeroed;
use std::os::fd::RawFd;

use super::Address;
use super::address::Raw;
use super::system::{NO_SIGNAL, count};

/// Something beside the bytes of a message: level, kind and its own bytes.
pub type Beside = (i32, i32, Vec<u8>);

/// What is known of a message that has been received.
pub struct Received {
    pub length: usize,
    pub beside: Vec<Beside>,
    pub flags: i32,
    pub from: Option<Address>,
}

/// How long something of that many bytes is, with what stands before it; `None` if that is too long.
pub fn length_with_header(bytes: usize) -> Option<usize> {
    let bytes = u32::try_from(bytes).ok().filter(|bytes| *bytes < 0x7fff_ff00)?;
    // SAFETY: computes a number.
    Some(unsafe { libc::CMSG_LEN(bytes) } as usize)
}

/// How much room something of that many bytes takes between others; `None` if that is too much.
pub fn space_with_header(bytes: usize) -> Option<usize> {
    let bytes = u32::try_from(bytes).ok().filter(|bytes| *bytes < 0x7fff_ff00)?;
    // SAFETY: computes a number.
    Some(unsafe { libc::CMSG_SPACE(bytes) } as usize)
}

/// Room for what goes beside, aligned as the system wants it.
fn room(bytes: usize) -> io::Result<Vec<u64>> {
    let mut words = Vec::new();
    let count = bytes.div_ceil(size_of::<u64>());
    words.try_reserve_exact(count).map_err(|_| io::Error::from_raw_os_error(libc::ENOMEM))?;
    words.resize(count, 0);
    Ok(words)
}

fn too_long() -> io::Error {
    io::Error::from_raw_os_error(libc::EMSGSIZE)
}

/// A header whose pointers lead to the parts, which have to outlive it.
fn header(part: &mut libc::iovec, control: &mut [u64], length: usize) -> libc::msghdr {
    // SAFETY: plain numbers and pointers; all zero is a valid value.
    let mut header: libc::msghdr = unsafe { zeroed() };
    header.msg_iov = part;
    header.msg_iovlen = 1;
    if length > 0 {
        header.msg_control = control.as_mut_ptr().cast();
        header.msg_controllen = length as _;
    }
    header
}

pub(super) fn send(
    fd: RawFd,
    bytes: &[u8],
    beside: &[Beside],
    flags: i32,
    to: Option<&Address>,
) -> io::Result<usize> {
    let spaces: Option<Vec<usize>> = beside.iter().map(|b| space_with_header(b.2.len())).collect();
    let length = spaces.ok_or_else(too_long)?.iter().sum();
    let mut control = room(length)?;
    let mut part = libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() };
    let mut header = header(&mut part, &mut control, length);
    let raw = to.map(Address::to_raw).transpose()?;
    if let Some(raw) = &raw {
        header.msg_name = raw.pointer().cast_mut().cast();
        header.msg_namelen = raw.length;
    }
    // SAFETY: `control` has the space of all entries, so each of them lies within it.
    unsafe {
        let mut entry = libc::CMSG_FIRSTHDR(&raw const header);
        for (level, kind, own) in beside {
            if entry.is_null() {
                return Err(too_long());
            }
            (*entry).cmsg_level = *level;
            (*entry).cmsg_type = *kind;
            (*entry).cmsg_len = libc::CMSG_LEN(own.len() as u32) as _;
            libc::CMSG_DATA(entry).copy_from_nonoverlapping(own.as_ptr(), own.len());
            entry = libc::CMSG_NXTHDR(&raw const header, entry);
        }
    }
    // SAFETY: the header's parts are readable for their lengths; nothing is written to them.
    count(unsafe { libc::sendmsg(fd, &raw const header, flags | NO_SIGNAL) })
}

pub(super) fn receive(
    fd: RawFd,
    out: &mut [u8],
    beside: usize,
    flags: i32,
) -> io::Result<Received> {
    let mut control = room(beside)?;
    let mut part = libc::iovec { iov_base: out.as_mut_ptr().cast(), iov_len: out.len() };
    let mut header = header(&mut part, &mut control, beside);
    let mut raw = Raw::empty();
    header.msg_name = raw.pointer_mut().cast();
    header.msg_namelen = raw.length;
    // SAFETY: the header's parts are writable for their lengths.
    let length = count(unsafe { libc::recvmsg(fd, &raw mut header, flags) })?;
    raw.length = header.msg_namelen;
    let mut found = Vec::new();
    // SAFETY: the system has written entries into `control`, and how much of it they take into the
    // header; the last one may have been cut off, so that its length is not believed.
    unsafe {
        let end = control.as_ptr().cast::<u8>().add(header.msg_controllen as usize);
        let mut entry = libc::CMSG_FIRSTHDR(&raw const header);
        while !entry.is_null() {
            let data = libc::CMSG_DATA(entry).cast_const();
            let stated = ((*entry).cmsg_len as usize).saturating_sub(libc::CMSG_LEN(0) as usize);
            let there = (end as usize).saturating_sub(data as usize);
            let own = std::slice::from_raw_parts(data, stated.min(there)).to_vec();
            found.push(((*entry).cmsg_level, (*entry).cmsg_type, own));
            entry = libc::CMSG_NXTHDR(&raw const header, entry);
        }
    }
    let from = if raw.length == 0 { None } else { Address::from_raw(&raw) };
    Ok(Received { length, beside: found, flags: header.msg_flags, from })
}
