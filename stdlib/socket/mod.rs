//! socket: the object and the functions natively, what puts them together as Python source.

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
        close "(fd, /)" "Close an integer socket file descriptor.";
        dup "(fd, /)" "Duplicate an integer socket file descriptor.";
        "_pair" = pair, "(family, type, proto, /)", "Two descriptors that are connected.";
        "_inode" = inode, "(path, /)", "The number of a file.";
        "_remove" = remove_socket, "(path, /)", "Remove a socket from the file system.";
        getdefaulttimeout "()" "Returns the default timeout in seconds (float) for new socket objects.";
        setdefaulttimeout "(timeout, /)" "Set the default timeout in seconds (float) for new socket objects.";
        getaddrinfo "(host, port, family=0, type=0, proto=0, flags=0)" "Resolve host and port into addrinfo struct.";
        getnameinfo "(sockaddr, flags, /)" "Get host and port for a sockaddr.";
        gethostbyname "(hostname, /)" "Return the IP address (a string of the form '255.255.255.255') for a host.";
        gethostbyname_ex "(hostname, /)" "Return the true host name, a list of aliases, and a list of IP addresses, for a host.";
        gethostbyaddr "(ip_address, /)" "Return the true host name, a list of aliases, and a list of IP addresses, for a host.";
        gethostname "()" "Return the current host name.";
        getservbyname "(servicename, protocolname=None, /)" "Return a port number from a service name and protocol name.";
        getservbyport "(port, protocolname=None, /)" "Return the service name from a port number and protocol name.";
        getprotobyname "(name, /)" "Return the protocol number for the named protocol.";
        if_nameindex "()" "Returns a list of network interface information (index, name) tuples.";
        if_nametoindex "(name, /)" "Returns the interface index corresponding to the interface name.";
        if_indextoname "(index, /)" "Returns the interface name corresponding to the interface index.";
        htons "(integer, /)" "Convert a 16-bit unsigned integer from host to network byte order.";
        ntohs "(integer, /)" "Convert a 16-bit unsigned integer from network to host byte order.";
        htonl "(integer, /)" "Convert a 32-bit integer from host to network byte order.";
        ntohl "(integer, /)" "Convert a 32-bit integer from network to host byte order.";
        inet_aton "(ip_addr, /)" "Convert an IP address in string format to the 32-bit packed binary format.";
        inet_ntoa "(packed_ip, /)" "Convert an IP address from 32-bit packed binary format to string format.";
        inet_pton "(address_family, ip_string, /)" "Convert an IP address from string format to a packed string.";
        inet_ntop "(address_family, packed_ip, /)" "Convert a packed IP address of the given family to string format.";
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
    doc: "This module provides socket operations and some related functions.",
    source: Some(include_str!("socket.py")),
    ..ModuleSpec::NONE
};

pub(crate) static NAMED_INTEGERS: ModuleSpec = ModuleSpec {
    name: "_named_integers",
    doc: "Integers that know their names.",
    source: Some(include_str!("named_integers.py")),
    ..ModuleSpec::NONE
};
