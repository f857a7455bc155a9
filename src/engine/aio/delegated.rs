//! Methods of a loop whose work is Python source: opening connections, servers and processes. The
//! source is loaded when the first of them is called; what carries data afterwards is native.

use crate::object::dict::DictObject;
use crate::object::native::Args;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// Calls `Class.name(loop, …)` of a module.
pub(super) fn delegate(
    vm: &Vm,
    this: &Value,
    (module, class): (&str, &str),
    name: &str,
    args: &Value,
    keywords: &Value,
) -> PyResult {
    let module = vm.import_module(module)?;
    let class = vm.getattr(&module, &vm.intern(class))?;
    let function = vm.getattr(&class, &vm.intern(name))?;
    let mut all = vec![this.clone()];
    all.extend(args.tuple_items().iter().cloned());
    let mut names = Vec::new();
    if let Some(dict) = keywords.get::<DictObject>() {
        for (key, value) in dict.pairs() {
            names.push(key);
            all.push(value);
        }
    }
    vm.call_args(&function, Args { all: &all, names: &names })
}

macro_rules! delegated {
    ($module:literal, $class:literal: $($name:ident)*) => {
        $(
            pub(super) fn $name(
                vm: &Vm,
                this: &Value,
                args: &Value,
                keywords: &Value,
            ) -> PyResult {
                delegate(vm, this, ($module, $class), stringify!($name), args, keywords)
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
