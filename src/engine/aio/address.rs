//! Addresses of sockets as Python has them, and the errors of names that cannot be resolved.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::os_failure;
use crate::host::net::{Address, Question, ResolveError};
use crate::object::header::Payload;
use crate::object::slots::{PyResult, Raised};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::Buffer;
use crate::types::exception::{ExceptionObject, OS_ERROR};

const FLAGS: u32 = type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK;

pub static GAI_ERROR: TypeSpec = TypeSpec {
    name: "socket.gaierror",
    base: Some(&OS_ERROR),
    operations: Some(ExceptionObject::OPERATIONS),
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub static HOST_ERROR: TypeSpec = TypeSpec {
    name: "socket.herror",
    base: Some(&OS_ERROR),
    operations: Some(ExceptionObject::OPERATIONS),
    flags: FLAGS,
    ..TypeSpec::NONE
};

/// The exception of a name that cannot be resolved.
pub fn resolve_failure(vm: &Vm, error: &ResolveError, class: &'static TypeSpec) -> Raised {
    match error {
        ResolveError::System(error) => os_failure(vm, error),
        ResolveError::Name(code, text) => {
            let args = vec![vm.int(i64::from(*code)), vm.str(text)];
            Raised(vm.new_exception(&vm.ty(class), args))
        }
    }
}

/// `('127.0.0.1', 80)`, `('::1', 80, 0, 0)`, `'/path'`, `b'\0abstract'`.
pub fn to_python(vm: &Vm, address: &Address) -> Value {
    let int = |n: u32| vm.int(i64::from(n));
    match address {
        Address::V4 { ip, port } => vm.tuple(vec![vm.str(&ip.to_string()), int(u32::from(*port))]),
        Address::V6 { ip, port, flow, scope } => {
            let host = with_zone(vm, ip, *scope);
            vm.tuple(vec![vm.str(&host), int(u32::from(*port)), int(*flow), int(*scope)])
        }
        Address::Unix(path) if path.first() == Some(&0) => vm.new_bytes(path.clone()),
        Address::Unix(path) => vm.str(&String::from_utf8_lossy(path)),
        Address::Other(_) => Value::NONE,
    }
}

/// A link-local address names its interface.
fn with_zone(vm: &Vm, ip: &Ipv6Addr, scope: u32) -> String {
    let zone = if scope == 0 || ip.segments()[0] & 0xffc0 != 0xfe80 {
        None
    } else {
        let known = vm.host.net().interfaces().unwrap_or_default();
        known.into_iter().find(|(index, _)| *index == scope)
    };
    match zone {
        Some((_, name)) => format!("{ip}%{}", String::from_utf8_lossy(&name)),
        None => ip.to_string(),
    }
}

/// An address that may be absent: None, as CPython says it.
pub fn to_python_or_none(vm: &Vm, address: Option<&Address>) -> Value {
    address.map_or(Value::NONE, |a| to_python(vm, a))
}

/// The address given to a method called `name` of a socket of that family.
pub fn from_python(vm: &Vm, name: &str, family: i32, value: &Value) -> PyResult<Address> {
    match family {
        libc::AF_UNIX => unix(vm, value),
        libc::AF_INET => {
            let items = tuple_of(vm, name, "AF_INET", value)?;
            let [host, port] = items else {
                return Err(vm.type_error("AF_INET address must be a pair (host, port)"));
            };
            let host = host_text(vm, host, "AF_INET address must be a pair (host, port)")?;
            let port = port_of(vm, name, port)?;
            resolved(vm, &host, libc::AF_INET, port, 0, 0)
        }
        libc::AF_INET6 => {
            let items = tuple_of(vm, name, "AF_INET6", value)?;
            let text = "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])";
            let [host, port, rest @ ..] = items else { return Err(vm.type_error(text)) };
            if rest.len() > 2 {
                return Err(vm.type_error(text));
            }
            let host = host_text(vm, host, text)?;
            let port = port_of(vm, name, port)?;
            let number = |at: usize| rest.get(at).map_or(Ok(0), |v| vm.index_i64(v));
            let (flow, scope) = (number(0)?, number(1)?);
            if !(0..=0xf_ffff).contains(&flow) {
                let text = format!("{name}(): flowinfo must be 0-1048575.");
                return Err(vm.overflow_error(text));
            }
            resolved(vm, &host, libc::AF_INET6, port, flow as u32, scope as u32)
        }
        _ => Err(vm.raise(&OS_ERROR, format!("{name}(): bad family"))),
    }
}

fn tuple_of<'a>(vm: &Vm, name: &str, family: &str, value: &'a Value) -> PyResult<&'a [Value]> {
    value.as_tuple().ok_or_else(|| {
        let class = vm.class(value).full_name();
        vm.type_error(format!("{name}(): {family} address must be tuple, not {class}"))
    })
}

fn host_text(vm: &Vm, value: &Value, _shape: &str) -> PyResult<String> {
    if let Some(text) = value.as_str() {
        if text.contains('\0') {
            return Err(vm.type_error("host name must not contain null character"));
        }
        return Ok(text.to_owned());
    }
    match Buffer::of(vm, value) {
        Some(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        None => {
            let class = vm.class(value).full_name();
            Err(vm.type_error(format!("str, bytes or bytearray expected, not {class}")))
        }
    }
}

fn port_of(vm: &Vm, name: &str, value: &Value) -> PyResult<u16> {
    let port = vm.index_i64(value)?;
    u16::try_from(port).map_err(|_| vm.overflow_error(format!("{name}(): port must be 0-65535.")))
}

fn unix(vm: &Vm, value: &Value) -> PyResult<Address> {
    let path = if let Some(text) = value.as_str() {
        text.as_bytes().to_vec()
    } else if let Some(bytes) = Buffer::of(vm, value) {
        bytes.to_vec()
    } else if let Some(method) = vm.special(value, &vm.intern("__fspath__"))? {
        return unix(vm, &vm.call(&method, &[])?);
    } else {
        let class = vm.class(value).full_name();
        return Err(vm.type_error(format!("a bytes-like object is required, not '{class}'")));
    };
    let is_abstract = path.first() == Some(&0);
    if path.len() + usize::from(!is_abstract) > Address::LONGEST_PATH {
        return Err(vm.raise(&OS_ERROR, "AF_UNIX path too long"));
    }
    if !is_abstract && path.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    Ok(Address::Unix(path))
}

/// The address of a host by name or number; anything for the empty name.
fn resolved(
    vm: &Vm,
    host: &str,
    family: i32,
    port: u16,
    flow: u32,
    scope: u32,
) -> PyResult<Address> {
    if family == libc::AF_INET {
        let ip = match host {
            "" => Some(Ipv4Addr::UNSPECIFIED),
            "<broadcast>" | "255.255.255.255" => Some(Ipv4Addr::BROADCAST),
            text => text.parse().ok(),
        };
        if let Some(ip) = ip {
            return Ok(Address::V4 { ip, port });
        }
    } else {
        let ip: Option<Ipv6Addr> =
            if host.is_empty() { Some(Ipv6Addr::UNSPECIFIED) } else { host.parse().ok() };
        if let Some(ip) = ip {
            return Ok(Address::V6 { ip, port, flow, scope });
        }
    }
    let found = resolve_first(vm, host, family)?;
    Ok(match found {
        Address::V4 { ip, .. } => Address::V4 { ip, port },
        Address::V6 { ip, scope: own, .. } => {
            Address::V6 { ip, port, flow, scope: if scope == 0 { own } else { scope } }
        }
        other @ (Address::Unix(_) | Address::Other(_)) => other,
    })
}

/// The first address of a host's name.
pub fn resolve_first(vm: &Vm, host: &str, family: i32) -> PyResult<Address> {
    let question = Question { host: Some(host.as_bytes().to_vec()), family, ..Question::default() };
    let answers =
        vm.host.net().resolve(&question).map_err(|e| resolve_failure(vm, &e, &GAI_ERROR))?;
    match answers.into_iter().next() {
        Some(answer) => Ok(answer.address),
        None => Err(vm.raise(&OS_ERROR, "getaddrinfo returned no address")),
    }
}
