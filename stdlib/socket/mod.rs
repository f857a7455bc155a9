//! socket: the object and the functions natively, what puts them together as Python source.

mod messages;
mod names;
mod object;
mod transfer;
mod waiting;

use taipan_engine::aio::address::{GAI_ERROR, HOST_ERROR};
use taipan_engine::aio::os_failure;
use taipan_engine::funcs;
use taipan_engine::host::net::constants::CONSTANTS;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{OS_ERROR, TIMEOUT_ERROR};
use taipan_engine::types::module::{ModuleObject, ModuleSpec};

use names::*;

pub(crate) use object::Socket;
pub(crate) use transfer::{Payload, fill, room};
pub(crate) use waiting::Timeout;

fn descriptor(vm: &Vm, fd: i64) -> PyResult<i32> {
    let fits = i32::try_from(fd);
    fits.map_err(|_| vm.overflow_error("Python int too large to convert to C int"))
}

fn close(vm: &Vm, fd: i64) -> PyResult<()> {
    let fd = descriptor(vm, fd)?;
    vm.host.net().close(fd).map_err(|e| os_failure(vm, &e))
}

fn dup(vm: &Vm, fd: i64) -> PyResult<i64> {
    let fd = descriptor(vm, fd)?;
    vm.host.net().duplicate(fd).map(i64::from).map_err(|e| os_failure(vm, &e))
}

/// Two descriptors; the Python source makes objects of them.
fn pair(vm: &Vm, family: i64, kind: i64, proto: i64) -> PyResult {
    let both = vm.host.net().socket_pair(family as i32, kind as i32, proto as i32);
    let (first, second) = both.map_err(|e| os_failure(vm, &e))?;
    Ok(vm.tuple(vec![vm.int(i64::from(first)), vm.int(i64::from(second))]))
}

fn getdefaulttimeout(vm: &Vm) -> Value {
    object::defaults(vm).0.get().to_python(vm)
}

fn setdefaulttimeout(vm: &Vm, timeout: &Value) -> PyResult<()> {
    let timeout = waiting::timeout_of(vm, timeout)?;
    object::defaults(vm).0.set(timeout);
    Ok(())
}

/// What an inode number tells: whether a path still is the socket that was bound to it.
fn inode(vm: &Vm, path: &str) -> PyResult<i64> {
    let found = vm.host.net().inode(path.as_bytes());
    found.map(|n| n as i64).map_err(|e| os_failure(vm, &e))
}

/// Removes a path that is a socket; anything else stays.
fn remove_socket(vm: &Vm, path: &str) -> PyResult<()> {
    vm.host.net().remove_file(path.as_bytes()).map_err(|e| os_failure(vm, &e))
}

fn init(vm: &Vm, module: &Value) -> PyResult<()> {
    let Some(namespace) = module.get::<ModuleObject>() else { return Ok(()) };
    let Some(dict) = namespace.dict.get::<DictObject>() else { return Ok(()) };
    for (name, number) in CONSTANTS {
        drop(dict.set_interned(&vm.intern(name), vm.int(*number)));
    }
    Ok(())
}

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_socket",
    doc: "Implementation module for socket operations.",
    funcs: funcs![
        "CMSG_LEN" = messages::cmsg_len, "(length, /)", "How long ancillary data of that length is, with its header.";
        "CMSG_SPACE" = messages::cmsg_space, "(length, /)", "How much room ancillary data of that length takes.";
        close "(fd, /)" "Close an integer socket file descriptor.";
        dup "(fd, /)" "Duplicate an integer socket file descriptor.";
        "_pair" = pair, "(family, type, proto, /)", "Two descriptors that are connected.";
        "_inode" = inode, "(path, /)", "The number of a file.";
        "_remove" = remove_socket, "(path, /)", "Remove a socket from the file system.";
        getdefaulttimeout "()" "Which timeout new sockets have; None if they wait for ever.";
        setdefaulttimeout "(timeout, /)" "Choose which timeout new sockets have; None lets them wait for ever.";
        getaddrinfo "(host, port, family=0, type=0, proto=0, flags=0)" "All the ways to reach host and port: (family, type, proto, canonname, sockaddr) each.";
        getnameinfo "(sockaddr, flags, /)" "Names or numbers of the host and port in an address.";
        gethostbyname "(hostname, /)" "The first IPv4 address that a host has.";
        gethostbyname_ex "(hostname, /)" "The name, other names and IPv4 addresses that a host has.";
        gethostbyaddr "(ip_address, /)" "The name, other names and IPv4 addresses that a host has.";
        gethostname "()" "Return the current host name.";
        getservbyname "(servicename, protocolname=None, /)" "The port that a service has.";
        getservbyport "(port, protocolname=None, /)" "The service that has a port.";
        getprotobyname "(name, /)" "The number that a protocol such as 'tcp' has.";
        if_nameindex "()" "Pairs of number and name, one for each network interface.";
        if_nametoindex "(name, /)" "The number that a network interface has.";
        if_indextoname "(index, /)" "The name that a network interface has.";
        htons "(integer, /)" "Turn 16 bits from the machine's order of bytes to that of the network.";
        ntohs "(integer, /)" "Turn 16 bits from the network's order of bytes to that of the machine.";
        htonl "(integer, /)" "Turn 32 bits from the machine's order of bytes to that of the network.";
        ntohl "(integer, /)" "Turn 32 bits from the network's order of bytes to that of the machine.";
        inet_aton "(ip_addr, /)" "The four bytes of an IPv4 address such as '127.0.0.1'.";
        inet_ntoa "(packed_ip, /)" "An IPv4 address as text, of its four bytes.";
        inet_pton "(address_family, ip_string, /)" "The bytes of an address of this family that is given as text.";
        inet_ntop "(address_family, packed_ip, /)" "An address of this family as text, of its bytes.";
    ],
    types: &[&object::SOCKET, &GAI_ERROR, &HOST_ERROR],
    values: &[
        ("has_ipv6", |_| Value::TRUE),
        ("error", |vm| vm.ty(&OS_ERROR).value().clone()),
        ("timeout", |vm| vm.ty(&TIMEOUT_ERROR).value().clone()),
        ("SocketType", |vm| vm.ty(&object::SOCKET).value().clone()),
    ],
    init: Some(init),
    ..ModuleSpec::NONE
};

pub(crate) static SOCKET: ModuleSpec = ModuleSpec {
    name: "socket",
    doc: "Sockets of the system, and names and addresses of hosts.",
    python: Some(frozen!("socket/socket.py")),
    ..ModuleSpec::NONE
};

pub(crate) static NAMED_INTEGERS: ModuleSpec = ModuleSpec {
    name: "_named_integers",
    doc: "Integers that know their names.",
    python: Some(frozen!("socket/named_integers.py")),
    ..ModuleSpec::NONE
};
