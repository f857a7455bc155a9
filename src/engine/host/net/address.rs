//! Addresses of sockets, and their form in the system's calls.

use std::io;
use std::mem::{offset_of, size_of, zeroed};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Where a socket is or whom it talks to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Address {
    V4 {
        ip: Ipv4Addr,
        port: u16,
    },
    V6 {
        ip: Ipv6Addr,
        port: u16,
        flow: u32,
        scope: u32,
    },
    /// A path; empty if the socket has none, with a zero byte in front if the name is abstract.
    Unix(Vec<u8>),
    /// Of a family that is not known here.
    Other(i32),
}

/// As much as any address takes, and how much of it is used.
pub(super) struct Raw {
    pub(super) storage: libc::sockaddr_storage,
    pub(super) length: libc::socklen_t,
}

impl Raw {
    /// Room for the system to write an address to.
    pub(super) fn empty() -> Raw {
        // SAFETY: plain numbers; all zero is a valid value.
        let storage = unsafe { zeroed() };
        Raw { storage, length: size_of::<libc::sockaddr_storage>() as libc::socklen_t }
    }

    pub(super) fn pointer(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }

    pub(super) fn pointer_mut(&mut self) -> *mut libc::sockaddr {
        (&raw mut self.storage).cast()
    }

    fn of<T: Copy>(value: T, family: i32, length: usize) -> Raw {
        const { assert!(size_of::<T>() <= size_of::<libc::sockaddr_storage>()) };
        let mut raw = Raw::empty();
        // SAFETY: the storage is large enough for every form of address, and aligned for all.
        unsafe { (&raw mut raw.storage).cast::<T>().write(value) };
        raw.storage.ss_family = family as libc::sa_family_t;
        raw.length = length as libc::socklen_t;
        raw
    }
}

const PATH: usize = offset_of!(libc::sockaddr_un, sun_path);

impl Address {
    /// The longest path of a socket.
    pub const LONGEST_PATH: usize = size_of::<libc::sockaddr_un>() - PATH;

    pub fn family(&self) -> i32 {
        match self {
            Address::V4 { .. } => libc::AF_INET,
            Address::V6 { .. } => libc::AF_INET6,
            Address::Unix(_) => libc::AF_UNIX,
            Address::Other(family) => *family,
        }
    }

    pub(super) fn to_raw(&self) -> io::Result<Raw> {
        match self {
            Address::V4 { ip, port } => {
                // SAFETY: plain numbers; all zero is a valid value.
                let mut raw: libc::sockaddr_in = unsafe { zeroed() };
                raw.sin_addr.s_addr = u32::from_ne_bytes(ip.octets());
                raw.sin_port = port.to_be();
                Ok(Raw::of(raw, libc::AF_INET, size_of::<libc::sockaddr_in>()))
            }
            Address::V6 { ip, port, flow, scope } => {
                // SAFETY: as above.
                let mut raw: libc::sockaddr_in6 = unsafe { zeroed() };
                raw.sin6_addr.s6_addr = ip.octets();
                raw.sin6_port = port.to_be();
                raw.sin6_flowinfo = flow.to_be();
                raw.sin6_scope_id = *scope;
                Ok(Raw::of(raw, libc::AF_INET6, size_of::<libc::sockaddr_in6>()))
            }
            Address::Unix(path) => unix(path),
            Address::Other(_) => Err(io::Error::from_raw_os_error(libc::EAFNOSUPPORT)),
        }
    }

    /// `None` if the system gave no address at all.
    pub(super) fn from_raw(raw: &Raw) -> Option<Address> {
        if raw.length == 0 {
            return None;
        }
        let family = i32::from(raw.storage.ss_family);
        let storage = &raw const raw.storage;
        Some(match family {
            libc::AF_INET => {
                // SAFETY: the family says which form it has, and the storage is large enough.
                let v4 = unsafe { storage.cast::<libc::sockaddr_in>().read() };
                let ip = Ipv4Addr::from(v4.sin_addr.s_addr.to_ne_bytes());
                Address::V4 { ip, port: u16::from_be(v4.sin_port) }
            }
            libc::AF_INET6 => {
                // SAFETY: as above.
                let v6 = unsafe { storage.cast::<libc::sockaddr_in6>().read() };
                Address::V6 {
                    ip: Ipv6Addr::from(v6.sin6_addr.s6_addr),
                    port: u16::from_be(v6.sin6_port),
                    flow: u32::from_be(v6.sin6_flowinfo),
                    scope: v6.sin6_scope_id,
                }
            }
            libc::AF_UNIX => {
                // SAFETY: as above.
                let un = unsafe { storage.cast::<libc::sockaddr_un>().read() };
                let length = (raw.length as usize).saturating_sub(PATH).min(Address::LONGEST_PATH);
                let all: Vec<u8> = un.sun_path.iter().take(length).map(|c| *c as u8).collect();
                let is_abstract = all.first() == Some(&0) && all.len() > 1;
                let end = all.iter().position(|b| *b == 0).filter(|_| !is_abstract);
                Address::Unix(all.into_iter().take(end.unwrap_or(length)).collect())
            }
            family => Address::Other(family),
        })
    }
}

fn unix(path: &[u8]) -> io::Result<Raw> {
    let is_abstract = path.first() == Some(&0);
    if path.len() + usize::from(!is_abstract) > Address::LONGEST_PATH {
        return Err(io::Error::from_raw_os_error(libc::ENAMETOOLONG));
    }
    // SAFETY: plain numbers; all zero is a valid value.
    let mut raw: libc::sockaddr_un = unsafe { zeroed() };
    for (to, from) in raw.sun_path.iter_mut().zip(path) {
        *to = *from as libc::c_char;
    }
    let end = if is_abstract || path.is_empty() { path.len() } else { path.len() + 1 };
    Ok(Raw::of(raw, libc::AF_UNIX, PATH + end))
}
