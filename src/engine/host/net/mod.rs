//! Sockets, pipes and names of the network, as one interpreter sees them. Descriptors are numbers;
//! nothing here waits, except where it says so.

mod address;
pub mod constants;
#[cfg(target_os = "linux")]
mod epoll;
pub mod messages;
mod resolve;
mod system;

use std::io;
use std::os::fd::RawFd;

pub use address::Address;
pub(super) use system::SystemNet;

/// The system's words for an error number.
pub fn error_text(number: i32) -> String {
    let text = io::Error::from_raw_os_error(number).to_string();
    let end = text.rfind(" (os error").unwrap_or(text.len());
    text.get(..end).unwrap_or_default().to_owned()
}

/// Has small writes of a connection go out at once.
pub fn without_delay(net: &dyn Net, fd: RawFd) -> io::Result<()> {
    net.set_option(fd, libc::IPPROTO_TCP, libc::TCP_NODELAY, &1i32.to_ne_bytes())
}

/// Whether the error says that descriptors or memory have run out, so that later it may work.
pub fn is_shortage(error: &io::Error) -> bool {
    let numbers = [libc::EMFILE, libc::ENFILE, libc::ENOBUFS, libc::ENOMEM];
    error.raw_os_error().is_some_and(|number| numbers.contains(&number))
}

/// What was asked of [`Net::resolve`].
#[derive(Clone, Default)]
pub struct Question {
    pub host: Option<Vec<u8>>,
    pub service: Option<Vec<u8>>,
    pub family: i32,
    pub kind: i32,
    pub protocol: i32,
    pub flags: i32,
}

/// One of the answers.
#[derive(Clone)]
pub struct Answer {
    pub family: i32,
    pub kind: i32,
    pub protocol: i32,
    pub canonical_name: Vec<u8>,
    pub address: Address,
}

/// Why a name could not be resolved.
pub enum ResolveError {
    /// A code of `getaddrinfo` and its text.
    Name(i32, String),
    System(io::Error),
}

/// What becomes of a descriptor in a list of [`Net::epoll`]; the numbers are its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EpollChange {
    Add(u32),
    Modify(u32),
    Remove,
}

/// An entry of the network's databases.
pub struct HostEntry {
    pub name: Vec<u8>,
    pub aliases: Vec<Vec<u8>>,
    pub addresses: Vec<Address>,
}

/// What can be done with descriptors and names. Every error is one of the system's; a call that a
/// signal interrupts says so.
pub trait Net: Sync {
    /// A new socket that child processes do not inherit.
    fn socket(&self, family: i32, kind: i32, protocol: i32) -> io::Result<RawFd>;
    fn socket_pair(&self, family: i32, kind: i32, protocol: i32) -> io::Result<(RawFd, RawFd)>;
    /// A pipe: the end to read from and the end to write to.
    fn pipe(&self) -> io::Result<(RawFd, RawFd)>;
    /// A second descriptor for the same thing.
    fn duplicate(&self, fd: RawFd) -> io::Result<RawFd>;
    fn close(&self, fd: RawFd) -> io::Result<()>;
    fn bind(&self, fd: RawFd, address: &Address) -> io::Result<()>;
    fn listen(&self, fd: RawFd, backlog: i32) -> io::Result<()>;
    fn connect(&self, fd: RawFd, address: &Address) -> io::Result<()>;
    /// A connection; one that does not block if that is asked for.
    fn accept(&self, fd: RawFd, nonblocking: bool) -> io::Result<(RawFd, Address)>;
    fn receive(&self, fd: RawFd, out: &mut [u8], flags: i32) -> io::Result<usize>;
    fn receive_from(
        &self,
        fd: RawFd,
        out: &mut [u8],
        flags: i32,
    ) -> io::Result<(usize, Option<Address>)>;
    fn send(&self, fd: RawFd, bytes: &[u8], flags: i32) -> io::Result<usize>;
    fn send_to(&self, fd: RawFd, bytes: &[u8], flags: i32, to: &Address) -> io::Result<usize>;
    /// A message, with what goes beside its bytes.
    fn send_message(
        &self,
        fd: RawFd,
        bytes: &[u8],
        beside: &[messages::Beside],
        flags: i32,
        to: Option<&Address>,
    ) -> io::Result<usize>;
    /// A message, with room for that many bytes beside.
    fn receive_message(
        &self,
        fd: RawFd,
        out: &mut [u8],
        beside: usize,
        flags: i32,
    ) -> io::Result<messages::Received>;
    fn read(&self, fd: RawFd, out: &mut [u8]) -> io::Result<usize>;
    fn write(&self, fd: RawFd, bytes: &[u8]) -> io::Result<usize>;
    /// Several buffers in one call, of a socket or a pipe.
    fn write_vectored(&self, fd: RawFd, parts: &[io::IoSlice<'_>]) -> io::Result<usize>;
    /// Bytes of a file to a socket or another file without a detour: from `offset` on, or from where
    /// the file stands.
    fn send_file(
        &self,
        to: RawFd,
        from: RawFd,
        offset: Option<i64>,
        count: usize,
    ) -> io::Result<usize>;
    fn shutdown(&self, fd: RawFd, how: i32) -> io::Result<()>;
    fn local_address(&self, fd: RawFd) -> io::Result<Option<Address>>;
    fn peer_address(&self, fd: RawFd) -> io::Result<Option<Address>>;
    /// The option's bytes; how many there are.
    fn option(&self, fd: RawFd, level: i32, name: i32, out: &mut [u8]) -> io::Result<usize>;
    fn set_option(&self, fd: RawFd, level: i32, name: i32, value: &[u8]) -> io::Result<()>;
    /// An option whose value is absent but has a length.
    fn set_option_length(&self, fd: RawFd, level: i32, name: i32, length: u32) -> io::Result<()>;
    fn is_nonblocking(&self, fd: RawFd) -> io::Result<bool>;
    fn set_nonblocking(&self, fd: RawFd, on: bool) -> io::Result<()>;
    fn is_inheritable(&self, fd: RawFd) -> io::Result<bool>;
    fn set_inheritable(&self, fd: RawFd, on: bool) -> io::Result<()>;
    /// Whether the descriptor is a pipe, a socket or a character device.
    fn is_pipe_like(&self, fd: RawFd) -> io::Result<bool>;
    /// The addresses of a name. May take long.
    fn resolve(&self, question: &Question) -> Result<Vec<Answer>, ResolveError>;
    /// Host and service of an address. May take long.
    fn name_of(&self, address: &Address, flags: i32) -> Result<(Vec<u8>, Vec<u8>), ResolveError>;
    /// The entry of an address in the database of hosts. May take long.
    fn host_by_address(&self, address: &Address) -> Result<HostEntry, ResolveError>;
    /// The machine's name.
    fn host_name(&self) -> io::Result<Vec<u8>>;
    /// A well-known port.
    fn service_port(&self, name: &str, protocol: Option<&str>) -> Option<u16>;
    fn service_name(&self, port: u16, protocol: Option<&str>) -> Option<Vec<u8>>;
    fn protocol_number(&self, name: &str) -> Option<i32>;
    /// The machine's interfaces.
    fn interfaces(&self) -> io::Result<Vec<(u32, Vec<u8>)>>;
    /// The owner's numbers of the other side of a socket in the file system, where the system tells.
    fn inode(&self, path: &[u8]) -> io::Result<u64>;
    /// Removes a socket from the file system.
    fn remove_file(&self, path: &[u8]) -> io::Result<()>;

    /// A descriptor for the kernel's list of watched descriptors, where the system has such.
    fn epoll(&self) -> io::Result<RawFd> {
        Err(io::Error::from_raw_os_error(libc::ENOSYS))
    }
    /// Changes what that list says of a descriptor.
    fn epoll_change(&self, _list: RawFd, _change: EpollChange, _fd: RawFd) -> io::Result<()> {
        Err(io::Error::from_raw_os_error(libc::ENOSYS))
    }
    /// Those of the list that are ready, with their events, at most that many; does not wait.
    fn epoll_ready(&self, _list: RawFd, _most: usize) -> io::Result<Vec<(RawFd, u32)>> {
        Err(io::Error::from_raw_os_error(libc::ENOSYS))
    }

    /// The pending error of a socket.
    fn take_error(&self, fd: RawFd) -> io::Result<i32> {
        let mut bytes = [0; 4];
        self.option(fd, libc::SOL_SOCKET, libc::SO_ERROR, &mut bytes)?;
        Ok(i32::from_ne_bytes(bytes))
    }

    fn is_listening(&self, fd: RawFd) -> bool {
        let mut bytes = [0; 4];
        let asked = self.option(fd, libc::SOL_SOCKET, libc::SO_ACCEPTCONN, &mut bytes);
        asked.is_ok() && i32::from_ne_bytes(bytes) != 0
    }
}
