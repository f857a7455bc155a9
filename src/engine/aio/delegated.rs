//! Methods of a loop whose work is Python source: opening connections, servers and processes. The
//! source is loaded when the first of them is called; what carries data afterwards is native.

use crate::object::code::{CodeObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::native::Args;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use taipan_compiler::code::flags;

/// The function `Class.name` of a module.
fn function(vm: &Vm, (module, class): (&str, &str), name: &str) -> PyResult {
    let module = vm.import_module(module)?;
    let class = vm.getattr(&module, &vm.intern(class))?;
    vm.getattr(&class, &vm.intern(name))
}

/// Calls `Class.name(loop, …)` of a module.
pub(super) fn delegate(
    vm: &Vm,
    this: &Value,
    source: (&str, &str),
    name: &str,
    args: &[Value],
) -> PyResult {
    let mut all = vec![this.clone()];
    all.extend_from_slice(args);
    vm.call(&function(vm, source, name)?, &all)
}

/// Calls a function with one value per parameter, the loop first, in the order of its signature.
fn forward(vm: &Vm, source: (&str, &str), name: &str, bound: &[Value]) -> PyResult {
    let function = function(vm, source, name)?;
    let Some(code) = function.get::<FunctionObject>().map(|f| f.code.get()) else {
        return vm.call(&function, bound);
    };
    let Some(code) = code.get::<CodeObject>() else { return vm.call(&function, bound) };
    let (plain, by_name) = (usize::from(code.code.arg_count), usize::from(code.code.keyword_only));
    let (positional, rest) = bound.split_at(plain.min(bound.len()));
    let mut rest = rest.iter();
    let mut all = positional.to_vec();
    if code.has_flag(flags::VARARGS) {
        all.extend(rest.next().into_iter().flat_map(|args| args.tuple_items()).cloned());
    }
    let mut names = Vec::new();
    for name in code.code.local_names.iter().skip(plain).take(by_name) {
        if let Some(value) = rest.next() {
            names.push(vm.intern(name));
            all.push(value.clone());
        }
    }
    if let Some(more) = rest.next()
        && let Some(more) = more.get::<DictObject>()
    {
        for (name, value) in more.pairs() {
            names.push(name);
            all.push(value);
        }
    }
    vm.call_args(&function, Args { all: &all, names: &names })
}

macro_rules! delegated {
    ($module:literal, $class:literal: $($name:ident)*) => {
        $(
            pub(super) fn $name(vm: &Vm, bound: &[Value]) -> PyResult {
                forward(vm, ($module, $class), stringify!($name), bound)
            }
        )*
    };
}

delegated!("asyncio.base_events", "BaseEventLoop":
    getaddrinfo getnameinfo create_connection connect_accepted_socket create_server
    create_datagram_endpoint connect_read_pipe connect_write_pipe sendfile sock_sendfile start_tls
    _start_serving _stop_serving);

delegated!("asyncio.selector_events", "_SocketMethods":
    sock_recv sock_recv_into sock_recvfrom sock_recvfrom_into sock_sendall sock_sendto sock_connect
    sock_accept _sendfile_native);

delegated!("asyncio.unix_events", "_UnixMethods":
    create_unix_connection create_unix_server _sock_sendfile_native);

delegated!("asyncio.base_subprocess", "BaseEventLoop": subprocess_exec subprocess_shell);
