//! The socket object: a descriptor, what it is, and how long its calls may wait.

use std::cell::Cell;

use taipan_engine::aio::{address, os_failure};
use taipan_engine::funcs;
use taipan_engine::host::net::constants::{
    AF_INET, EINVAL, KIND_FLAGS, SO_PROTOCOL, SO_TYPE, SOCK_STREAM, SOL_SOCKET,
};
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Signature};
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::{OS_ERROR, RESOURCE_WARNING};

use super::messages::{recvmsg, recvmsg_into, sendmsg};
use super::transfer::*;
use super::waiting::{Timeout, timeout_of};

/// The payload.
pub(crate) struct Socket {
    /// -1 once closed.
    pub(crate) fd: Cell<i32>,
    pub(super) family: Cell<i32>,
    pub(super) kind: Cell<i32>,
    pub(super) protocol: Cell<i32>,
    pub(crate) timeout: Cell<Timeout>,
}

impl Traverse for Socket {}

pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Socket> {
    value.foreign::<Socket>().ok_or_else(|| vm.type_error("a socket object is required"))
}

/// What new sockets begin with.
pub(super) struct Defaults(pub(super) Cell<Timeout>);

pub(super) fn defaults(vm: &Vm) -> std::rc::Rc<Defaults> {
    vm.extra(|| Defaults(Cell::new(Timeout::Forever)))
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    let socket = Socket {
        fd: Cell::new(-1),
        family: Cell::new(0),
        kind: Cell::new(0),
        protocol: Cell::new(0),
        timeout: Cell::new(Timeout::Forever),
    };
    Ok(vm.new_foreign(class, socket))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse("(family=-1, type=-1, proto=-1, fileno=None)");
    let bound = signature.bind(vm, "socket", args)?;
    let [family, kind, protocol, fileno] = bound.as_slice() else { return Ok(()) };
    let number = |value: &Value| -> PyResult<Option<i32>> {
        if value.is_unbound() {
            return Ok(None);
        }
        let number = vm.index_i64(value)?;
        let fits = i32::try_from(number);
        let fits = fits.map_err(|_| vm.overflow_error("Python int too large to convert to C int"));
        Ok(Some(fits?).filter(|n| *n != -1))
    };
    let (family, kind, protocol) = (number(family)?, number(kind)?, number(protocol)?);
    let socket = of(vm, this)?;
    let fd = if fileno.is_none() || fileno.is_unbound() {
        let (family, kind) = (family.unwrap_or(AF_INET), kind.unwrap_or(SOCK_STREAM));
        let protocol = protocol.unwrap_or(0);
        let fd = vm.host.net().socket(family, kind, protocol).map_err(|e| os_failure(vm, &e))?;
        set_identity(socket, family, kind, protocol);
        fd
    } else {
        adopt(vm, socket, fileno, (family, kind, protocol))?
    };
    socket.fd.set(fd);
    begin(vm, socket, kind.unwrap_or(0))
}

/// Sets what the socket is, without the bits that only concerned its making.
fn set_identity(socket: &Socket, family: i32, kind: i32, protocol: i32) {
    socket.family.set(family);
    socket.kind.set(kind & !(KIND_FLAGS.0 | KIND_FLAGS.1));
    socket.protocol.set(protocol);
}

/// Gives a new socket its timeout.
fn begin(vm: &Vm, socket: &Socket, kind: i32) -> PyResult<()> {
    if kind & KIND_FLAGS.0 != 0 {
        socket.timeout.set(Timeout::Never);
        return Ok(());
    }
    let timeout = defaults(vm).0.get();
    socket.timeout.set(timeout);
    if timeout != Timeout::Forever {
        let net = vm.host.net();
        net.set_nonblocking(socket.fd.get(), true).map_err(|e| os_failure(vm, &e))?;
    }
    Ok(())
}

/// Takes a descriptor over, and asks it what is not known.
fn adopt(
    vm: &Vm,
    socket: &Socket,
    fileno: &Value,
    (family, kind, protocol): (Option<i32>, Option<i32>, Option<i32>),
) -> PyResult<i32> {
    let fd = i32::try_from(vm.index_i64(fileno)?).unwrap_or(-1);
    if fd < 0 {
        return Err(vm.value_error("negative file descriptor"));
    }
    let net = vm.host.net();
    let fail = |error: std::io::Error| os_failure(vm, &error);
    let own = net.local_address(fd).map_err(fail)?;
    let option = |name: i32| -> PyResult<i32> {
        let mut bytes = [0; 4];
        net.option(fd, SOL_SOCKET, name, &mut bytes).map_err(fail)?;
        Ok(i32::from_ne_bytes(bytes))
    };
    let family = family.or_else(|| own.map(|a| a.family())).unwrap_or(0);
    let kind = match kind {
        Some(kind) => kind,
        None => option(SO_TYPE)?,
    };
    let protocol = match (protocol, SO_PROTOCOL) {
        (Some(protocol), _) => protocol,
        (None, Some(name)) => option(name)?,
        (None, None) => 0,
    };
    set_identity(socket, family, kind, protocol);
    Ok(fd)
}

fn accept(vm: &Vm, this: &Value) -> PyResult {
    let socket = of(vm, this)?;
    let (fd, from) = super::waiting::accept(vm, socket)?;
    Ok(vm.tuple(vec![vm.int(i64::from(fd)), address::to_python(vm, &from)]))
}

fn bind(vm: &Vm, this: &Value, address: &Value) -> PyResult<()> {
    let socket = of(vm, this)?;
    let to = address::from_python(vm, "bind", socket.family.get(), address)?;
    vm.host.net().bind(socket.fd.get(), &to).map_err(|e| os_failure(vm, &e))
}

fn connect(vm: &Vm, this: &Value, address: &Value) -> PyResult<()> {
    let socket = of(vm, this)?;
    let to = address::from_python(vm, "connect", socket.family.get(), address)?;
    match super::waiting::connect(vm, socket, &to)? {
        0 => Ok(()),
        number => Err(os_failure(vm, &std::io::Error::from_raw_os_error(number))),
    }
}

fn connect_ex(vm: &Vm, this: &Value, address: &Value) -> PyResult<i64> {
    let socket = of(vm, this)?;
    let to = address::from_python(vm, "connect_ex", socket.family.get(), address)?;
    super::waiting::connect_number(vm, socket, &to)
}

fn listen(vm: &Vm, this: &Value, backlog: &Value) -> PyResult<()> {
    let backlog = if backlog.is_unbound() { 128 } else { vm.index_i64(backlog)? };
    let backlog = i32::try_from(backlog.max(0)).unwrap_or(i32::MAX);
    let fd = of(vm, this)?.fd.get();
    vm.host.net().listen(fd, backlog).map_err(|e| os_failure(vm, &e))
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let fd = of(vm, this)?.fd.replace(-1);
    if fd < 0 {
        return Ok(());
    }
    match vm.host.net().close(fd) {
        // As there: a connection that was reset before is closed all the same.
        Err(error) if error.kind() != std::io::ErrorKind::ConnectionReset => {
            Err(os_failure(vm, &error))
        }
        _ => Ok(()),
    }
}

fn detach(vm: &Vm, this: &Value) -> PyResult<i64> {
    Ok(i64::from(of(vm, this)?.fd.replace(-1)))
}

fn fileno(vm: &Vm, this: &Value) -> PyResult<i64> {
    Ok(i64::from(of(vm, this)?.fd.get()))
}

fn getpeername(vm: &Vm, this: &Value) -> PyResult {
    let found = vm.host.net().peer_address(of(vm, this)?.fd.get());
    Ok(address::to_python_or_none(vm, found.map_err(|e| os_failure(vm, &e))?.as_ref()))
}

fn getsockname(vm: &Vm, this: &Value) -> PyResult {
    let found = vm.host.net().local_address(of(vm, this)?.fd.get());
    Ok(address::to_python_or_none(vm, found.map_err(|e| os_failure(vm, &e))?.as_ref()))
}

fn shutdown(vm: &Vm, this: &Value, how: i64) -> PyResult<()> {
    let how = i32::try_from(how).unwrap_or(-1);
    vm.host.net().shutdown(of(vm, this)?.fd.get(), how).map_err(|e| os_failure(vm, &e))
}

fn settimeout(vm: &Vm, this: &Value, timeout: &Value) -> PyResult<()> {
    set_timeout(vm, of(vm, this)?, timeout_of(vm, timeout)?)
}

fn set_timeout(vm: &Vm, socket: &Socket, timeout: Timeout) -> PyResult<()> {
    socket.timeout.set(timeout);
    let nonblocking = timeout != Timeout::Forever;
    vm.host.net().set_nonblocking(socket.fd.get(), nonblocking).map_err(|e| os_failure(vm, &e))
}

fn setblocking(vm: &Vm, this: &Value, flag: bool) -> PyResult<()> {
    let timeout = if flag { Timeout::Forever } else { Timeout::Never };
    set_timeout(vm, of(vm, this)?, timeout)
}

fn getblocking(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(of(vm, this)?.timeout.get() != Timeout::Never)
}

fn gettimeout(vm: &Vm, this: &Value) -> PyResult {
    Ok(of(vm, this)?.timeout.get().to_python(vm))
}

fn getsockopt(vm: &Vm, this: &Value, level: i64, name: i64, buflen: &Value) -> PyResult {
    let (fd, net) = (of(vm, this)?.fd.get(), vm.host.net());
    let fail = |error: std::io::Error| os_failure(vm, &error);
    let size = if buflen.is_unbound() { 0 } else { vm.index_i64(buflen)? };
    if size == 0 {
        let mut bytes = [0; 4];
        net.option(fd, level as i32, name as i32, &mut bytes).map_err(fail)?;
        return Ok(vm.int(i64::from(i32::from_ne_bytes(bytes))));
    }
    if !(0..=1024).contains(&size) {
        return Err(vm.raise(&OS_ERROR, "getsockopt buflen out of range"));
    }
    let mut bytes = vec![0; size as usize];
    let used = net.option(fd, level as i32, name as i32, &mut bytes).map_err(fail)?;
    bytes.truncate(used);
    Ok(vm.new_bytes(bytes))
}

fn setsockopt(
    vm: &Vm,
    this: &Value,
    level: i64,
    name: i64,
    value: &Value,
    length: &Value,
) -> PyResult<()> {
    let (fd, net) = (of(vm, this)?.fd.get(), vm.host.net());
    let (level, name) = (level as i32, name as i32);
    let set = if value.is_none() && !length.is_unbound() {
        let length = u32::try_from(vm.index_i64(length)?).unwrap_or(u32::MAX);
        net.set_option_length(fd, level, name, length)
    } else if vm.class(value).slots.index.get().is_some() {
        let number = vm.index_i64(value)?;
        let number = i32::try_from(number).map_err(|_| too_large(vm))?;
        net.set_option(fd, level, name, &number.to_ne_bytes())
    } else {
        net.set_option(fd, level, name, &Buffer::required(vm, value)?)
    };
    set.map_err(|e| os_failure(vm, &e))
}

fn too_large(vm: &Vm) -> Raised {
    vm.overflow_error("Python int too large to convert to C int")
}

fn get_inheritable(vm: &Vm, this: &Value) -> PyResult<bool> {
    vm.host.net().is_inheritable(of(vm, this)?.fd.get()).map_err(|e| os_failure(vm, &e))
}

fn set_inheritable(vm: &Vm, this: &Value, inheritable: bool) -> PyResult<()> {
    let net = vm.host.net();
    net.set_inheritable(of(vm, this)?.fd.get(), inheritable).map_err(|e| os_failure(vm, &e))
}

fn repr_of(vm: &Vm, this: &Value) -> PyResult {
    let socket = of(vm, this)?;
    Ok(vm.str(&format!(
        "<socket object, fd={}, family={}, type={}, proto={}>",
        socket.fd.get(),
        socket.family.get(),
        socket.kind.get(),
        socket.protocol.get()
    )))
}

/// A socket that goes without having been closed says so.
fn finalize(vm: &Vm, this: &Value) {
    let Some(socket) = this.foreign::<Socket>() else { return };
    if socket.fd.get() < 0 {
        return;
    }
    if !vm.is_closing() {
        let text = vm.repr_text(this).unwrap_or_default();
        let message = vm.str(&format!("unclosed {text}"));
        let warned = vm.warn_level(&vm.ty(&RESOURCE_WARNING), &message, 1, Some(this));
        if let Err(Raised(exception)) = warned {
            vm.report_unraisable(&exception, this);
        }
    }
    let fd = socket.fd.replace(-1);
    if fd >= 0 {
        // Nobody is left to hear of a failure.
        let _ = vm.host.net().close(fd);
    }
}

/// OSError for a call with arguments that no system takes.
pub(super) fn invalid(vm: &Vm) -> Raised {
    os_failure(vm, &std::io::Error::from_raw_os_error(EINVAL))
}

macro_rules! number {
    ($name:literal, $field:ident, $doc:literal) => {
        GetSet {
            name: $name,
            doc: $doc,
            get: |vm, this| Ok(vm.int(i64::from(of(vm, this)?.$field.get()))),
            set: None,
        }
    };
}

pub(super) static SOCKET: TypeSpec = TypeSpec {
    name: "_socket.socket",
    doc: "An end of a connection, or of none yet; family, type and proto say over what.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr_of),
        new: Some(new),
        init: Some(init),
        finalize: Some(finalize),
        ..Slots::NONE
    },
    methods: funcs![
        "_accept" = accept, "(self, /)", "Wait for an incoming connection; its descriptor and address.";
        bind "(self, address, /)" "Give the socket its own address.";
        close "(self, /)" "Let go of the socket; every later use is an error.";
        connect "(self, address, /)" "Reach for a remote address; waits as the timeout says.";
        connect_ex "(self, address, /)" "connect() with an errno for a result in place of an exception; 0 if it went well.";
        detach "(self, /)" "Give the descriptor away; the object counts as closed, the descriptor stays open.";
        fileno "(self, /)" "The system's number of the socket, -1 after close().";
        get_inheritable "(self, /)" "Whether child processes inherit the socket.";
        getblocking "(self, /)" "Whether operations wait: false only of timeout 0.";
        getpeername "(self, /)" "The address at the other end.";
        getsockname "(self, /)" "The address at this end.";
        getsockopt "(self, level, option, buffersize=<none>, /)" "Get a socket option.";
        gettimeout "(self, /)" "How many seconds operations wait; None if for ever.";
        listen "(self, backlog=<system>, /)" "Enable a server to accept connections.";
        recv "(self, bufsize, flags=0, /)" "Wait for data and give it, buffersize bytes at most; none at the end of the stream.";
        recv_into "(self, buffer, nbytes=0, flags=0)" "Receive data into a buffer.";
        recvfrom "(self, bufsize, flags=0, /)" "Wait for data and give it, buffersize bytes at most, with the sender's address.";
        recvfrom_into "(self, buffer, nbytes=0, flags=0)" "Wait for data and put it into a buffer; give its length and the sender's address.";
        recvmsg "(self, bufsize, ancbufsize=0, flags=0, /)" "Wait for a message: its data, what goes beside it, its flags, and the sender's address.";
        recvmsg_into "(self, buffers, ancbufsize=0, flags=0, /)" "As recvmsg(), with the data put into buffers, one after the other; how much there is comes first.";
        send "(self, data, flags=0, /)" "Send data, or the first part of it; say how many bytes.";
        sendall "(self, data, flags=0, /)" "Send all of data, in as many steps as that takes.";
        sendmsg "(self, buffers, ancdata=<none>, flags=0, address=None, /)" "Send the data of several buffers as one message, with ancdata beside it.";
        sendto "(self, *args)" "Send data as one packet to this address.";
        set_inheritable "(self, inheritable, /)" "Whether child processes are to inherit the socket.";
        setblocking "(self, flag, /)" "Wait for ever (True), or never (False).";
        setsockopt "(self, level, option, value, optlen=<none>, /)" "Set a socket option.";
        settimeout "(self, timeout, /)" "Set a timeout on socket operations.";
        shutdown "(self, how, /)" "End one direction of the connection: reading (0), writing (1), or both (2).";
    ],
    getset: &[
        number!("family", family, "the socket family"),
        number!("type", kind, "the socket type"),
        number!("proto", protocol, "the socket protocol"),
        GetSet {
            name: "timeout",
            doc: "the socket timeout",
            get: |vm, this| gettimeout(vm, this),
            set: None,
        },
    ],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};
