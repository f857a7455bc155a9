//! Sockets and pipes of the operating system.

use std::io;
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::address::{Address, Raw};
#[cfg(target_os = "linux")]
use super::epoll;
use super::messages::{self, Beside, Received};
use super::{Answer, EpollChange, HostEntry, Net, Question, ResolveError, resolve};

/// Has no state: descriptors are the process's.
pub(in crate::host) struct SystemNet;

/// The result of a call that gives -1 for an error.
pub(super) fn check(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

pub(super) fn count(result: libc::ssize_t) -> io::Result<usize> {
    usize::try_from(result).map_err(|_| io::Error::last_os_error())
}

/// A new descriptor that children do not inherit.
fn fresh(result: libc::c_int) -> io::Result<RawFd> {
    let fd = check(result)?;
    if cfg!(not(target_os = "linux")) {
        SystemNet.set_inheritable(fd, false)?;
    }
    Ok(fd)
}

#[cfg(target_os = "linux")]
const CLOSE_ON_EXEC: i32 = libc::SOCK_CLOEXEC;
#[cfg(not(target_os = "linux"))]
const CLOSE_ON_EXEC: i32 = 0;

/// Where sockets cannot be told once, each call says that a broken connection is no signal.
#[cfg(target_os = "linux")]
pub(super) const NO_SIGNAL: i32 = libc::MSG_NOSIGNAL;
#[cfg(not(target_os = "linux"))]
pub(super) const NO_SIGNAL: i32 = 0;

fn address_by(
    fd: RawFd,
    ask: unsafe extern "C" fn(RawFd, *mut libc::sockaddr, *mut libc::socklen_t) -> libc::c_int,
) -> io::Result<Option<Address>> {
    let mut raw = Raw::empty();
    let (pointer, length) = (raw.pointer_mut(), &raw mut raw.length);
    // SAFETY: writes at most as much of an address as the length says, then the length.
    check(unsafe { ask(fd, pointer, length) })?;
    Ok(Address::from_raw(&raw))
}

fn status_flags(fd: RawFd) -> io::Result<i32> {
    // SAFETY: reads flags of a descriptor.
    check(unsafe { libc::fcntl(fd, libc::F_GETFL) })
}

impl Net for SystemNet {
    fn socket(&self, family: i32, kind: i32, protocol: i32) -> io::Result<RawFd> {
        // SAFETY: takes numbers only.
        fresh(unsafe { libc::socket(family, kind | CLOSE_ON_EXEC, protocol) })
    }

    fn socket_pair(&self, family: i32, kind: i32, protocol: i32) -> io::Result<(RawFd, RawFd)> {
        let mut both = [0; 2];
        // SAFETY: writes two numbers.
        let made =
            unsafe { libc::socketpair(family, kind | CLOSE_ON_EXEC, protocol, both.as_mut_ptr()) };
        check(made)?;
        let [first, second] = both;
        Ok((fresh(first)?, fresh(second)?))
    }

    fn pipe(&self) -> io::Result<(RawFd, RawFd)> {
        let mut both = [0; 2];
        #[cfg(target_os = "linux")]
        // SAFETY: writes two numbers.
        check(unsafe { libc::pipe2(both.as_mut_ptr(), libc::O_CLOEXEC) })?;
        #[cfg(not(target_os = "linux"))]
        // SAFETY: writes two numbers.
        check(unsafe { libc::pipe(both.as_mut_ptr()) })?;
        let [read, write] = both;
        Ok((fresh(read)?, fresh(write)?))
    }

    fn duplicate(&self, fd: RawFd) -> io::Result<RawFd> {
        // SAFETY: takes numbers only.
        check(unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) })
    }

    fn close(&self, fd: RawFd) -> io::Result<()> {
        // SAFETY: the interpreter's objects each own their descriptor, as in any Python.
        match check(unsafe { libc::close(fd) }) {
            // The descriptor is gone all the same.
            Err(error) if error.raw_os_error() == Some(libc::EINTR) => Ok(()),
            result => result.map(drop),
        }
    }

    fn bind(&self, fd: RawFd, address: &Address) -> io::Result<()> {
        let raw = address.to_raw()?;
        // SAFETY: the address is valid for its length.
        check(unsafe { libc::bind(fd, raw.pointer(), raw.length) }).map(drop)
    }

    fn listen(&self, fd: RawFd, backlog: i32) -> io::Result<()> {
        // SAFETY: takes numbers only.
        check(unsafe { libc::listen(fd, backlog) }).map(drop)
    }

    fn connect(&self, fd: RawFd, address: &Address) -> io::Result<()> {
        let raw = address.to_raw()?;
        // SAFETY: the address is valid for its length.
        check(unsafe { libc::connect(fd, raw.pointer(), raw.length) }).map(drop)
    }

    fn accept(&self, fd: RawFd, nonblocking: bool) -> io::Result<(RawFd, Address)> {
        let mut raw = Raw::empty();
        let (pointer, length) = (raw.pointer_mut(), &raw mut raw.length);
        #[cfg(target_os = "linux")]
        let accepted = {
            let flags = libc::SOCK_CLOEXEC | if nonblocking { libc::SOCK_NONBLOCK } else { 0 };
            // SAFETY: writes at most as much of an address as the length says, then the length.
            fresh(unsafe { libc::accept4(fd, pointer, length, flags) })?
        };
        #[cfg(not(target_os = "linux"))]
        let accepted = {
            // SAFETY: as above.
            let accepted = fresh(unsafe { libc::accept(fd, pointer, length) })?;
            self.set_nonblocking(accepted, nonblocking)?;
            accepted
        };
        Ok((accepted, Address::from_raw(&raw).unwrap_or(Address::Other(0))))
    }

    fn receive(&self, fd: RawFd, out: &mut [u8], flags: i32) -> io::Result<usize> {
        // SAFETY: the buffer is writable for its length.
        count(unsafe { libc::recv(fd, out.as_mut_ptr().cast(), out.len(), flags) })
    }

    fn receive_from(
        &self,
        fd: RawFd,
        out: &mut [u8],
        flags: i32,
    ) -> io::Result<(usize, Option<Address>)> {
        let mut raw = Raw::empty();
        let (pointer, length) = (raw.pointer_mut(), &raw mut raw.length);
        // SAFETY: buffer and address are writable for their lengths.
        let got = count(unsafe {
            libc::recvfrom(fd, out.as_mut_ptr().cast(), out.len(), flags, pointer, length)
        })?;
        Ok((got, Address::from_raw(&raw)))
    }

    fn send(&self, fd: RawFd, bytes: &[u8], flags: i32) -> io::Result<usize> {
        let flags = flags | NO_SIGNAL;
        // SAFETY: the buffer is readable for its length.
        count(unsafe { libc::send(fd, bytes.as_ptr().cast(), bytes.len(), flags) })
    }

    fn send_to(&self, fd: RawFd, bytes: &[u8], flags: i32, to: &Address) -> io::Result<usize> {
        let (raw, flags) = (to.to_raw()?, flags | NO_SIGNAL);
        // SAFETY: buffer and address are readable for their lengths.
        count(unsafe {
            let start = bytes.as_ptr().cast();
            libc::sendto(fd, start, bytes.len(), flags, raw.pointer(), raw.length)
        })
    }

    fn send_message(
        &self,
        fd: RawFd,
        bytes: &[u8],
        beside: &[Beside],
        flags: i32,
        to: Option<&Address>,
    ) -> io::Result<usize> {
        messages::send(fd, bytes, beside, flags, to)
    }

    fn receive_message(
        &self,
        fd: RawFd,
        out: &mut [u8],
        beside: usize,
        flags: i32,
    ) -> io::Result<Received> {
        messages::receive(fd, out, beside, flags)
    }

    fn read(&self, fd: RawFd, out: &mut [u8]) -> io::Result<usize> {
        // SAFETY: the buffer is writable for its length.
        count(unsafe { libc::read(fd, out.as_mut_ptr().cast(), out.len()) })
    }

    fn write(&self, fd: RawFd, bytes: &[u8]) -> io::Result<usize> {
        // SAFETY: the buffer is readable for its length.
        count(unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) })
    }

    fn write_vectored(&self, fd: RawFd, parts: &[io::IoSlice<'_>]) -> io::Result<usize> {
        // SAFETY: an `IoSlice` has the layout of the system's `iovec`, and each part is readable.
        count(unsafe { libc::writev(fd, parts.as_ptr().cast(), parts.len().min(1024) as i32) })
    }

    #[cfg(target_os = "linux")]
    fn send_file(
        &self,
        to: RawFd,
        from: RawFd,
        offset: Option<i64>,
        length: usize,
    ) -> io::Result<usize> {
        let mut start: libc::off64_t = offset.unwrap_or(0);
        let start = offset.map_or(std::ptr::null_mut(), |_| &raw mut start);
        // SAFETY: reads and writes one number, if any.
        count(unsafe { libc::sendfile64(to, from, start, length) })
    }

    #[cfg(not(target_os = "linux"))]
    fn send_file(&self, _: RawFd, _: RawFd, _: Option<i64>, _: usize) -> io::Result<usize> {
        Err(io::Error::from_raw_os_error(libc::ENOSYS))
    }

    fn shutdown(&self, fd: RawFd, how: i32) -> io::Result<()> {
        // SAFETY: takes numbers only.
        check(unsafe { libc::shutdown(fd, how) }).map(drop)
    }

    fn local_address(&self, fd: RawFd) -> io::Result<Option<Address>> {
        address_by(fd, libc::getsockname)
    }

    fn peer_address(&self, fd: RawFd) -> io::Result<Option<Address>> {
        address_by(fd, libc::getpeername)
    }

    fn option(&self, fd: RawFd, level: i32, name: i32, out: &mut [u8]) -> io::Result<usize> {
        let mut length = out.len() as libc::socklen_t;
        // SAFETY: writes at most as many bytes as the length says, then the length.
        check(unsafe {
            libc::getsockopt(fd, level, name, out.as_mut_ptr().cast(), &raw mut length)
        })?;
        Ok(length as usize)
    }

    fn set_option(&self, fd: RawFd, level: i32, name: i32, value: &[u8]) -> io::Result<()> {
        let length = value.len() as libc::socklen_t;
        // SAFETY: the value is readable for its length.
        check(unsafe { libc::setsockopt(fd, level, name, value.as_ptr().cast(), length) }).map(drop)
    }

    fn set_option_length(&self, fd: RawFd, level: i32, name: i32, length: u32) -> io::Result<()> {
        // SAFETY: the system takes no value from a null pointer.
        let set = unsafe { libc::setsockopt(fd, level, name, std::ptr::null(), length) };
        check(set).map(drop)
    }

    fn is_nonblocking(&self, fd: RawFd) -> io::Result<bool> {
        Ok(status_flags(fd)? & libc::O_NONBLOCK != 0)
    }

    fn set_nonblocking(&self, fd: RawFd, on: bool) -> io::Result<()> {
        let flags = status_flags(fd)?;
        let wanted = if on { flags | libc::O_NONBLOCK } else { flags & !libc::O_NONBLOCK };
        if wanted == flags {
            return Ok(());
        }
        // SAFETY: changes flags of a descriptor.
        check(unsafe { libc::fcntl(fd, libc::F_SETFL, wanted) }).map(drop)
    }

    fn is_inheritable(&self, fd: RawFd) -> io::Result<bool> {
        // SAFETY: reads flags of a descriptor.
        Ok(check(unsafe { libc::fcntl(fd, libc::F_GETFD) })? & libc::FD_CLOEXEC == 0)
    }

    fn set_inheritable(&self, fd: RawFd, on: bool) -> io::Result<()> {
        let flags = if on { 0 } else { libc::FD_CLOEXEC };
        // SAFETY: changes flags of a descriptor.
        check(unsafe { libc::fcntl(fd, libc::F_SETFD, flags) }).map(drop)
    }

    fn is_pipe_like(&self, fd: RawFd) -> io::Result<bool> {
        // SAFETY: plain numbers; written by the call.
        let mut found: libc::stat = unsafe { std::mem::zeroed() };
        // SAFETY: writes one struct of that type.
        check(unsafe { libc::fstat(fd, &raw mut found) })?;
        let kinds = [libc::S_IFIFO, libc::S_IFSOCK, libc::S_IFCHR];
        Ok(kinds.contains(&(found.st_mode & libc::S_IFMT)))
    }

    fn resolve(&self, question: &Question) -> Result<Vec<Answer>, ResolveError> {
        resolve::resolve(question)
    }

    fn name_of(&self, address: &Address, flags: i32) -> Result<(Vec<u8>, Vec<u8>), ResolveError> {
        resolve::name_of(address, flags)
    }

    fn host_by_address(&self, address: &Address) -> Result<HostEntry, ResolveError> {
        resolve::host_by_address(address)
    }

    fn host_name(&self) -> io::Result<Vec<u8>> {
        resolve::host_name()
    }

    fn service_port(&self, name: &str, protocol: Option<&str>) -> Option<u16> {
        resolve::service_port(name, protocol)
    }

    fn service_name(&self, port: u16, protocol: Option<&str>) -> Option<Vec<u8>> {
        resolve::service_name(port, protocol)
    }

    fn protocol_number(&self, name: &str) -> Option<i32> {
        resolve::protocol_number(name)
    }

    fn interfaces(&self) -> io::Result<Vec<(u32, Vec<u8>)>> {
        resolve::interfaces()
    }

    fn inode(&self, path: &[u8]) -> io::Result<u64> {
        std::fs::metadata(Path::new(std::ffi::OsStr::from_bytes(path))).map(|m| m.ino())
    }

    #[cfg(target_os = "linux")]
    fn epoll(&self) -> io::Result<RawFd> {
        epoll::create()
    }

    #[cfg(target_os = "linux")]
    fn epoll_change(&self, list: RawFd, change: EpollChange, fd: RawFd) -> io::Result<()> {
        epoll::change(list, change, fd)
    }

    #[cfg(target_os = "linux")]
    fn epoll_ready(&self, list: RawFd, most: usize) -> io::Result<Vec<(RawFd, u32)>> {
        epoll::ready(list, most)
    }

    fn remove_file(&self, path: &[u8]) -> io::Result<()> {
        std::fs::remove_file(Path::new(std::ffi::OsStr::from_bytes(path)))
    }
}
