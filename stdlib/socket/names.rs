//! Functions about names, numbers and texts of the network.

use std::net::{Ipv4Addr, Ipv6Addr};

use taipan_engine::aio::address::{self, GAI_ERROR, HOST_ERROR, resolve_failure, resolve_first};
use taipan_engine::aio::os_failure;
use taipan_engine::host::net::constants::{AF_INET, AF_INET6, AF_UNSPEC, ENXIO};
use taipan_engine::host::net::{Address, Question, ResolveError};
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::OS_ERROR;

/// EAFNOSUPPORT is what the system says to a socket of an unknown family.
fn unknown_family(vm: &Vm) -> Raised {
    match vm.host.net().socket(-1, 0, 0) {
        Err(error) => os_failure(vm, &error),
        Ok(_) => super::object::invalid(vm),
    }
}

fn os_text(vm: &Vm, text: &str) -> Raised {
    vm.raise(&OS_ERROR, text)
}

/// A host or service: bytes of a str or bytes; `None` for None.
fn name_bytes(vm: &Vm, value: &Value, text: &str) -> PyResult<Option<Vec<u8>>> {
    if value.is_none() {
        return Ok(None);
    }
    if let Some(text) = value.as_str() {
        return Ok(Some(text.as_bytes().to_vec()));
    }
    match Buffer::of(vm, value) {
        Some(bytes) => Ok(Some(bytes.to_vec())),
        None => Err(vm.type_error(text)),
    }
}

pub(super) fn getaddrinfo(
    vm: &Vm,
    host: &Value,
    port: &Value,
    family: i64,
    kind: i64,
    proto: i64,
    flags: i64,
) -> PyResult {
    let host = name_bytes(vm, host, "getaddrinfo() argument 1 must be string or None")?;
    let service = if vm.class(port).slots.index.get().is_some() {
        Some(vm.str_text(&vm.index(port)?)?.into_bytes())
    } else {
        name_bytes(vm, port, "Int or String expected")?
    };
    let question = Question {
        host,
        service,
        family: family as i32,
        kind: kind as i32,
        protocol: proto as i32,
        flags: flags as i32,
    };
    let answers = vm.host.net().resolve(&question);
    let answers = answers.map_err(|e| resolve_failure(vm, &e, &GAI_ERROR))?;
    let row = |answer: &taipan_engine::host::net::Answer| {
        let int = |n: i32| vm.int(i64::from(n));
        vm.tuple(vec![
            int(answer.family),
            int(answer.kind),
            int(answer.protocol),
            vm.str(&String::from_utf8_lossy(&answer.canonical_name)),
            address::to_python(vm, &answer.address),
        ])
    };
    Ok(vm.new_list(answers.iter().map(row).collect()))
}

pub(super) fn getnameinfo(vm: &Vm, sockaddr: &Value, flags: i64) -> PyResult {
    let Some(items) = sockaddr.as_tuple() else {
        return Err(vm.type_error("getnameinfo() argument 1 must be a tuple"));
    };
    let shape = || vm.type_error("getnameinfo(): illegal sockaddr argument");
    let [host, port, rest @ ..] = items else { return Err(shape()) };
    let (Some(host), true) = (host.as_str(), rest.len() <= 2) else { return Err(shape()) };
    let port = vm.index_i64(port)?;
    let number = |at: usize| rest.get(at).map_or(Ok(0), |v| vm.index_i64(v));
    let (flow, scope) = (number(0)?, number(1)?);
    if !(0..=0xf_ffff).contains(&flow) {
        return Err(vm.overflow_error("getnameinfo(): flowinfo must be 0-1048575."));
    }
    let text = port.to_string().into_bytes();
    let question = Question {
        host: Some(host.as_bytes().to_vec()),
        service: Some(text),
        family: AF_UNSPEC,
        kind: 2,
        // Only numbers: this is no question to the network.
        flags: 4,
        ..Question::default()
    };
    let fail = |e: ResolveError| resolve_failure(vm, &e, &GAI_ERROR);
    let answers = vm.host.net().resolve(&question).map_err(fail)?;
    let found = match answers.into_iter().next().map(|a| a.address) {
        Some(Address::V6 { ip, port, .. }) => {
            Address::V6 { ip, port, flow: flow as u32, scope: scope as u32 }
        }
        Some(Address::V4 { .. }) if !rest.is_empty() => {
            return Err(os_text(vm, "IPv4 sockaddr must be 2 tuple"));
        }
        Some(other) => other,
        None => return Err(shape()),
    };
    let (host, service) = vm.host.net().name_of(&found, flags as i32).map_err(fail)?;
    let text = |bytes: &[u8]| vm.str(&String::from_utf8_lossy(bytes));
    Ok(vm.tuple(vec![text(&host), text(&service)]))
}

fn ip_text(address: &Address) -> String {
    match address {
        Address::V4 { ip, .. } => ip.to_string(),
        Address::V6 { ip, .. } => ip.to_string(),
        Address::Unix(_) | Address::Other(_) => String::new(),
    }
}

fn host_name_arg<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a str> {
    value.as_str().ok_or_else(|| {
        let class = vm.class(value).full_name();
        vm.type_error(format!("str, bytes or bytearray expected, not {class}"))
    })
}

/// The address of a name as numbers and dots.
fn address_of(vm: &Vm, host: &Value, family: i32) -> PyResult<Address> {
    let host = host_name_arg(vm, host)?;
    if host.is_empty() {
        return Ok(Address::V4 { ip: Ipv4Addr::UNSPECIFIED, port: 0 });
    }
    resolve_first(vm, host, family)
}

pub(super) fn gethostbyname(vm: &Vm, hostname: &Value) -> PyResult<String> {
    Ok(ip_text(&address_of(vm, hostname, AF_INET)?))
}

pub(super) fn gethostbyname_ex(vm: &Vm, hostname: &Value) -> PyResult {
    let host = host_name_arg(vm, hostname)?;
    let question = Question {
        host: Some(host.as_bytes().to_vec()),
        family: AF_INET,
        kind: 1,
        flags: 2,
        ..Question::default()
    };
    let answers = vm.host.net().resolve(&question);
    let answers = answers.map_err(|e| resolve_failure(vm, &e, &GAI_ERROR))?;
    let name = answers.first().map(|a| a.canonical_name.clone()).filter(|n| !n.is_empty());
    let name = name.unwrap_or_else(|| host.as_bytes().to_vec());
    let all = answers.iter().map(|a| vm.str(&ip_text(&a.address))).collect();
    let name = vm.str(&String::from_utf8_lossy(&name));
    Ok(vm.tuple(vec![name, vm.new_list(Vec::new()), vm.new_list(all)]))
}

pub(super) fn gethostbyaddr(vm: &Vm, ip_address: &Value) -> PyResult {
    let found = address_of(vm, ip_address, AF_UNSPEC)?;
    let entry = vm.host.net().host_by_address(&found).map_err(|error| match error {
        // The older interface has codes and words of its own.
        ResolveError::Name(..) => {
            resolve_failure(vm, &ResolveError::Name(1, "Unknown host".to_owned()), &HOST_ERROR)
        }
        error @ ResolveError::System(_) => resolve_failure(vm, &error, &HOST_ERROR),
    })?;
    let text = |bytes: &[u8]| vm.str(&String::from_utf8_lossy(bytes));
    let aliases = entry.aliases.iter().map(|a| text(a)).collect();
    let addresses = entry.addresses.iter().map(|a| vm.str(&ip_text(a))).collect();
    Ok(vm.tuple(vec![text(&entry.name), vm.new_list(aliases), vm.new_list(addresses)]))
}

pub(super) fn gethostname(vm: &Vm) -> PyResult<String> {
    let name = vm.host.net().host_name().map_err(|e| os_failure(vm, &e))?;
    Ok(String::from_utf8_lossy(&name).into_owned())
}

pub(super) fn getservbyname(vm: &Vm, name: &str, protocol: Option<&str>) -> PyResult<i64> {
    let found = vm.host.net().service_port(name, protocol);
    found.map(i64::from).ok_or_else(|| os_text(vm, "service/proto not found"))
}

pub(super) fn getservbyport(vm: &Vm, port: i64, protocol: Option<&str>) -> PyResult<String> {
    let Ok(port) = u16::try_from(port) else {
        return Err(vm.overflow_error("getservbyport: port must be 0-65535."));
    };
    let found = vm.host.net().service_name(port, protocol);
    let found = found.ok_or_else(|| os_text(vm, "port/proto not found"))?;
    Ok(String::from_utf8_lossy(&found).into_owned())
}

pub(super) fn getprotobyname(vm: &Vm, name: &str) -> PyResult<i64> {
    let found = vm.host.net().protocol_number(name);
    found.map(i64::from).ok_or_else(|| os_text(vm, "protocol not found"))
}

pub(super) fn if_nameindex(vm: &Vm) -> PyResult {
    let all = vm.host.net().interfaces().map_err(|e| os_failure(vm, &e))?;
    let row = |(index, name): &(u32, Vec<u8>)| {
        vm.tuple(vec![vm.int(i64::from(*index)), vm.str(&String::from_utf8_lossy(name))])
    };
    Ok(vm.new_list(all.iter().map(row).collect()))
}

pub(super) fn if_nametoindex(vm: &Vm, name: &str) -> PyResult<i64> {
    let all = vm.host.net().interfaces().map_err(|e| os_failure(vm, &e))?;
    let found = all.iter().find(|(_, known)| known == name.as_bytes());
    let found = found.ok_or_else(|| os_text(vm, "no interface with this name"))?;
    Ok(i64::from(found.0))
}

pub(super) fn if_indextoname(vm: &Vm, index: i64) -> PyResult<String> {
    let all = vm.host.net().interfaces().map_err(|e| os_failure(vm, &e))?;
    match all.iter().find(|(known, _)| i64::from(*known) == index) {
        Some((_, name)) => Ok(String::from_utf8_lossy(name).into_owned()),
        None => Err(os_failure(vm, &std::io::Error::from_raw_os_error(ENXIO))),
    }
}

// ---- numbers -------------------------------------------------------------------------------------

/// An int of at most 16 bits, or the OverflowError of the function called `name`.
fn short(vm: &Vm, name: &str, value: &Value) -> PyResult<u16> {
    let number = match vm.small_index(&vm.index(value)?) {
        Some(number) if number < 0 => {
            let text = "can't convert negative Python int to C 16-bit unsigned integer";
            return Err(vm.overflow_error(format!("{name}: {text}")));
        }
        Some(number) => u16::try_from(number).ok(),
        None => None,
    };
    number.ok_or_else(|| {
        let text = "Python int too large to convert to C 16-bit unsigned integer";
        vm.overflow_error(format!("{name}: {text}"))
    })
}

fn long(vm: &Vm, value: &Value) -> PyResult<u32> {
    if vm.class(value).slots.index.get().is_none() {
        let class = vm.class(value).full_name();
        return Err(vm.type_error(format!("expected int, {class} found")));
    }
    match vm.small_index(&vm.index(value)?) {
        Some(number) if number < 0 => {
            Err(vm.overflow_error("can't convert negative value to unsigned int"))
        }
        Some(number) => {
            u32::try_from(number).map_err(|_| vm.overflow_error("int larger than 32 bits"))
        }
        None => Err(vm.overflow_error("int larger than 32 bits")),
    }
}

pub(super) fn htons(vm: &Vm, x: &Value) -> PyResult<i64> {
    Ok(i64::from(short(vm, "htons", x)?.to_be()))
}

pub(super) fn ntohs(vm: &Vm, x: &Value) -> PyResult<i64> {
    Ok(i64::from(u16::from_be(short(vm, "ntohs", x)?)))
}

pub(super) fn htonl(vm: &Vm, x: &Value) -> PyResult<i64> {
    Ok(i64::from(long(vm, x)?.to_be()))
}

pub(super) fn ntohl(vm: &Vm, x: &Value) -> PyResult<i64> {
    Ok(i64::from(u32::from_be(long(vm, x)?)))
}

/// A number of an address in the notation of C: also octal and hexadecimal.
fn c_number(text: &str) -> Option<u32> {
    let (digits, radix) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None if text.len() > 1 && text.starts_with('0') => (text, 8),
        None => (text, 10),
    };
    if !digits.starts_with(|c: char| c.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, radix).ok()
}

/// One to four numbers between dots; the last fills what is left.
fn classic_address(text: &str) -> Option<u32> {
    let text = text.split(|c: char| c.is_ascii_whitespace()).next()?;
    let parts: Vec<u32> = text.split('.').map(c_number).collect::<Option<_>>()?;
    let (last, front) = parts.split_last()?;
    if front.len() > 3 || front.iter().any(|part| *part > 255) {
        return None;
    }
    let bits = 32 - 8 * front.len() as u32;
    if u64::from(*last) >= 1u64 << bits {
        return None;
    }
    let high = front.iter().enumerate().map(|(at, part)| part << (24 - 8 * at as u32)).sum::<u32>();
    Some(high | last)
}

pub(super) fn inet_aton(vm: &Vm, ip_addr: &str) -> PyResult {
    match classic_address(ip_addr) {
        Some(number) => Ok(vm.new_bytes(number.to_be_bytes().to_vec())),
        None => Err(os_text(vm, "illegal IP address string passed to inet_aton")),
    }
}

pub(super) fn inet_ntoa(vm: &Vm, packed_ip: &Value) -> PyResult<String> {
    let bytes = Buffer::required(vm, packed_ip)?;
    match <[u8; 4]>::try_from(&*bytes) {
        Ok(bytes) => Ok(Ipv4Addr::from(bytes).to_string()),
        Err(_) => Err(os_text(vm, "packed IP wrong length for inet_ntoa")),
    }
}

pub(super) fn inet_pton(vm: &Vm, address_family: i64, ip_string: &str) -> PyResult {
    let bytes = match i32::try_from(address_family) {
        Ok(AF_INET) => ip_string.parse::<Ipv4Addr>().ok().map(|ip| ip.octets().to_vec()),
        Ok(AF_INET6) => ip_string.parse::<Ipv6Addr>().ok().map(|ip| ip.octets().to_vec()),
        _ => return Err(unknown_family(vm)),
    };
    let bytes =
        bytes.ok_or_else(|| os_text(vm, "illegal IP address string passed to inet_pton"))?;
    Ok(vm.new_bytes(bytes))
}

pub(super) fn inet_ntop(vm: &Vm, address_family: i64, packed_ip: &Value) -> PyResult<String> {
    let bytes = Buffer::required(vm, packed_ip)?;
    let wrong = || vm.value_error("invalid length of packed IP address string");
    match i32::try_from(address_family) {
        Ok(AF_INET) => {
            let bytes = <[u8; 4]>::try_from(&*bytes).map_err(|_| wrong())?;
            Ok(Ipv4Addr::from(bytes).to_string())
        }
        Ok(AF_INET6) => {
            let bytes = <[u8; 16]>::try_from(&*bytes).map_err(|_| wrong())?;
            Ok(Ipv6Addr::from(bytes).to_string())
        }
        _ => Err(vm.value_error(format!("unknown address family {address_family}"))),
    }
}
