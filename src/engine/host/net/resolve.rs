//! Names of the network to addresses and back, through the C library.

use std::ffi::{CStr, CString};
use std::io;
use std::mem::{size_of, zeroed};
use std::ptr;

use super::address::{Address, Raw};
use super::{Answer, HostEntry, Question, ResolveError};

fn c_string(bytes: &[u8]) -> Result<CString, ResolveError> {
    let invalid = |_| ResolveError::System(io::Error::from_raw_os_error(libc::EINVAL));
    CString::new(bytes).map_err(invalid)
}

fn failure(code: i32) -> ResolveError {
    if code == libc::EAI_SYSTEM {
        return ResolveError::System(io::Error::last_os_error());
    }
    // SAFETY: the text is static.
    let text = unsafe { CStr::from_ptr(libc::gai_strerror(code)) };
    ResolveError::Name(code, text.to_string_lossy().into_owned())
}

pub(super) fn resolve(question: &Question) -> Result<Vec<Answer>, ResolveError> {
    let host = question.host.as_deref().map(c_string).transpose()?;
    let service = question.service.as_deref().map(c_string).transpose()?;
    // SAFETY: plain numbers and null pointers.
    let mut hints: libc::addrinfo = unsafe { zeroed() };
    hints.ai_family = question.family;
    hints.ai_socktype = question.kind;
    hints.ai_protocol = question.protocol;
    hints.ai_flags = question.flags;
    let pointer = |text: &Option<CString>| text.as_ref().map_or(ptr::null(), |t| t.as_ptr());
    let mut list = ptr::null_mut();
    // SAFETY: strings end with zero and live through the call; the list is freed below.
    let code = unsafe { libc::getaddrinfo(pointer(&host), pointer(&service), &hints, &mut list) };
    if code != 0 {
        return Err(failure(code));
    }
    let mut answers = Vec::new();
    let mut next = list;
    // SAFETY: a linked list of valid entries whose addresses have the length they say.
    while let Some(entry) = unsafe { next.as_ref() } {
        let mut raw = Raw::empty();
        raw.length = entry.ai_addrlen.min(raw.length);
        // SAFETY: copies at most what the storage holds.
        unsafe {
            let from = entry.ai_addr.cast::<u8>();
            ptr::copy_nonoverlapping(from, raw.pointer_mut().cast(), raw.length as usize);
        }
        let name = entry.ai_canonname;
        answers.extend(Address::from_raw(&raw).map(|address| Answer {
            family: entry.ai_family,
            kind: entry.ai_socktype,
            protocol: entry.ai_protocol,
            canonical_name: text(name),
            address,
        }));
        next = entry.ai_next;
    }
    // SAFETY: came from `getaddrinfo`, and nothing of it is used any more.
    unsafe { libc::freeaddrinfo(list) };
    Ok(answers)
}

fn text(pointer: *const libc::c_char) -> Vec<u8> {
    if pointer.is_null() {
        return Vec::new();
    }
    // SAFETY: a string of the C library that ends with zero.
    unsafe { CStr::from_ptr(pointer) }.to_bytes().to_vec()
}

pub(super) fn name_of(address: &Address, flags: i32) -> Result<(Vec<u8>, Vec<u8>), ResolveError> {
    let raw = address.to_raw().map_err(ResolveError::System)?;
    let mut host = [0 as libc::c_char; 1025];
    let mut service = [0 as libc::c_char; 32];
    // SAFETY: both buffers are writable for the length given; the address is valid.
    let code = unsafe {
        libc::getnameinfo(
            raw.pointer(),
            raw.length,
            host.as_mut_ptr(),
            host.len() as libc::socklen_t,
            service.as_mut_ptr(),
            service.len() as libc::socklen_t,
            flags,
        )
    };
    if code != 0 {
        return Err(failure(code));
    }
    Ok((text(host.as_ptr()), text(service.as_ptr())))
}

/// The entry of an address, by its name: the C library's older interface is not safe with threads.
pub(super) fn host_by_address(address: &Address) -> Result<HostEntry, ResolveError> {
    let (name, _) = name_of(address, libc::NI_NAMEREQD)?;
    Ok(HostEntry { name, aliases: Vec::new(), addresses: vec![address.clone()] })
}

/// Lines of a database like `/etc/services` without comments, as words.
fn database(path: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let words = |line: &str| -> Vec<String> {
        let line = line.split('#').next().unwrap_or_default();
        line.split_whitespace().map(str::to_owned).collect()
    };
    text.lines().map(words).filter(|w| w.len() > 1).collect()
}

/// Names (the official one first), port and protocol.
fn services() -> impl Iterator<Item = (Vec<String>, u16, String)> {
    database("/etc/services").into_iter().filter_map(|words| {
        let (port, protocol) = words.get(1)?.split_once('/')?;
        let (port, protocol) = (port.parse().ok()?, protocol.to_owned());
        let names = words.iter().enumerate().filter(|(at, _)| *at != 1);
        Some((names.map(|(_, name)| name.clone()).collect(), port, protocol))
    })
}

pub(super) fn service_port(name: &str, protocol: Option<&str>) -> Option<u16> {
    let fits = |p: &String| protocol.is_none_or(|wanted| wanted == p);
    services().find(|(names, _, p)| fits(p) && names.iter().any(|n| n == name)).map(|s| s.1)
}

pub(super) fn service_name(port: u16, protocol: Option<&str>) -> Option<Vec<u8>> {
    let fits = |p: &String| protocol.is_none_or(|wanted| wanted == p);
    let (names, ..) = services().find(|(_, number, p)| *number == port && fits(p))?;
    names.first().map(|n| n.clone().into_bytes())
}

pub(super) fn protocol_number(name: &str) -> Option<i32> {
    let rows = database("/etc/protocols");
    let found = rows
        .iter()
        .find(|words| words.iter().enumerate().any(|(at, word)| at != 1 && word == name))?;
    found.get(1)?.parse().ok()
}

pub(super) fn interfaces() -> io::Result<Vec<(u32, Vec<u8>)>> {
    // SAFETY: the list ends with an entry of zeros and is freed after its use.
    unsafe {
        let list = libc::if_nameindex();
        if list.is_null() {
            return Err(io::Error::last_os_error());
        }
        let mut found = Vec::new();
        let mut next = list;
        while (*next).if_index != 0 {
            found.push(((*next).if_index, text((*next).if_name)));
            next = next.add(1);
        }
        libc::if_freenameindex(list);
        Ok(found)
    }
}

pub(super) fn host_name() -> io::Result<Vec<u8>> {
    let mut name = [0 as libc::c_char; 1025];
    // SAFETY: writable for one byte more than is said, so that it ends with zero.
    if unsafe { libc::gethostname(name.as_mut_ptr(), size_of::<[u8; 1024]>()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(text(name.as_ptr()))
}
