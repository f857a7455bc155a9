//! A network that reaches nothing: every call is refused with an error of the system's.

use std::io;
use std::os::fd::RawFd;

use super::net::messages::{Beside, Received};
use super::net::{Address, Answer, HostEntry, Net, Question, ResolveError};

pub(super) struct NoNet;

/// As for a program that may not.
fn refused<T>() -> io::Result<T> {
    Err(io::Error::from_raw_os_error(libc::EACCES))
}

/// As for a number that no descriptor has.
fn no_descriptor<T>() -> io::Result<T> {
    Err(io::Error::from_raw_os_error(libc::EBADF))
}

fn unknown<T>() -> Result<T, ResolveError> {
    Err(ResolveError::Name(libc::EAI_NONAME, "Name or service not known".to_owned()))
}

impl Net for NoNet {
    fn socket(&self, _: i32, _: i32, _: i32) -> io::Result<RawFd> {
        refused()
    }
    fn socket_pair(&self, _: i32, _: i32, _: i32) -> io::Result<(RawFd, RawFd)> {
        refused()
    }
    fn pipe(&self) -> io::Result<(RawFd, RawFd)> {
        refused()
    }
    fn duplicate(&self, _: RawFd) -> io::Result<RawFd> {
        no_descriptor()
    }
    fn close(&self, _: RawFd) -> io::Result<()> {
        no_descriptor()
    }
    fn bind(&self, _: RawFd, _: &Address) -> io::Result<()> {
        no_descriptor()
    }
    fn listen(&self, _: RawFd, _: i32) -> io::Result<()> {
        no_descriptor()
    }
    fn connect(&self, _: RawFd, _: &Address) -> io::Result<()> {
        no_descriptor()
    }
    fn accept(&self, _: RawFd, _: bool) -> io::Result<(RawFd, Address)> {
        no_descriptor()
    }
    fn receive(&self, _: RawFd, _: &mut [u8], _: i32) -> io::Result<usize> {
        no_descriptor()
    }
    fn receive_from(&self, _: RawFd, _: &mut [u8], _: i32) -> io::Result<(usize, Option<Address>)> {
        no_descriptor()
    }
    fn send_message(
        &self,
        _: RawFd,
        _: &[u8],
        _: &[Beside],
        _: i32,
        _: Option<&Address>,
    ) -> io::Result<usize> {
        no_descriptor()
    }
    fn receive_message(&self, _: RawFd, _: &mut [u8], _: usize, _: i32) -> io::Result<Received> {
        no_descriptor()
    }
    fn send(&self, _: RawFd, _: &[u8], _: i32) -> io::Result<usize> {
        no_descriptor()
    }
    fn send_to(&self, _: RawFd, _: &[u8], _: i32, _: &Address) -> io::Result<usize> {
        no_descriptor()
    }
    fn read(&self, _: RawFd, _: &mut [u8]) -> io::Result<usize> {
        no_descriptor()
    }
    fn write(&self, _: RawFd, _: &[u8]) -> io::Result<usize> {
        no_descriptor()
    }
    fn write_vectored(&self, _: RawFd, _: &[io::IoSlice<'_>]) -> io::Result<usize> {
        no_descriptor()
    }
    fn send_file(&self, _: RawFd, _: RawFd, _: Option<i64>, _: usize) -> io::Result<usize> {
        no_descriptor()
    }
    fn shutdown(&self, _: RawFd, _: i32) -> io::Result<()> {
        no_descriptor()
    }
    fn local_address(&self, _: RawFd) -> io::Result<Option<Address>> {
        no_descriptor()
    }
    fn peer_address(&self, _: RawFd) -> io::Result<Option<Address>> {
        no_descriptor()
    }
    fn option(&self, _: RawFd, _: i32, _: i32, _: &mut [u8]) -> io::Result<usize> {
        no_descriptor()
    }
    fn set_option(&self, _: RawFd, _: i32, _: i32, _: &[u8]) -> io::Result<()> {
        no_descriptor()
    }
    fn set_option_length(&self, _: RawFd, _: i32, _: i32, _: u32) -> io::Result<()> {
        no_descriptor()
    }
    fn is_nonblocking(&self, _: RawFd) -> io::Result<bool> {
        no_descriptor()
    }
    fn set_nonblocking(&self, _: RawFd, _: bool) -> io::Result<()> {
        no_descriptor()
    }
    fn is_inheritable(&self, _: RawFd) -> io::Result<bool> {
        no_descriptor()
    }
    fn set_inheritable(&self, _: RawFd, _: bool) -> io::Result<()> {
        no_descriptor()
    }
    fn is_pipe_like(&self, _: RawFd) -> io::Result<bool> {
        no_descriptor()
    }
    fn resolve(&self, _: &Question) -> Result<Vec<Answer>, ResolveError> {
        unknown()
    }
    fn name_of(&self, _: &Address, _: i32) -> Result<(Vec<u8>, Vec<u8>), ResolveError> {
        unknown()
    }
    fn host_by_address(&self, _: &Address) -> Result<HostEntry, ResolveError> {
        unknown()
    }
    fn host_name(&self) -> io::Result<Vec<u8>> {
        Ok(b"localhost".to_vec())
    }
    fn service_port(&self, _: &str, _: Option<&str>) -> Option<u16> {
        None
    }
    fn service_name(&self, _: u16, _: Option<&str>) -> Option<Vec<u8>> {
        None
    }
    fn protocol_number(&self, _: &str) -> Option<i32> {
        None
    }
    fn interfaces(&self) -> io::Result<Vec<(u32, Vec<u8>)>> {
        Ok(Vec::new())
    }
    fn inode(&self, _: &[u8]) -> io::Result<u64> {
        refused()
    }
    fn remove_file(&self, _: &[u8]) -> io::Result<()> {
        refused()
    }
}
