//! The exception classes of `ssl`, and how failures of a connection become exceptions.

use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{ExceptionObject, OS_ERROR, TIMEOUT_ERROR, VALUE_ERROR};

use super::failure::{Failure, Refusal, text_of};

const FLAGS: u32 = type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK;

/// The text alone, where there is one: the number says nothing that it does not.
fn text(vm: &Vm, this: &Value) -> PyResult {
    match vm.exception_member(this, "strerror") {
        Some(text) if text.as_str().is_some() => Ok(text),
        _ => {
            let args = this.get::<ExceptionObject>().map(|e| e.args.get());
            vm.str_text(&args.unwrap_or_else(|| vm.empty_tuple())).map(|text| vm.str(&text))
        }
    }
}

pub(super) static SSL_ERROR: TypeSpec = TypeSpec {
    name: "ssl.SSLError",
    base: Some(&OS_ERROR),
    doc: "TLS failed; `library` and `reason` say where and why.",
    slots: Slots { str: Some(text), ..Slots::NONE },
    flags: FLAGS,
    ..TypeSpec::NONE
};

macro_rules! derived {
    ($($constant:ident $name:literal $doc:literal;)*) => {
        $(
            pub(super) static $constant: TypeSpec = TypeSpec {
                name: $name,
                base: Some(&SSL_ERROR),
                doc: $doc,
                slots: Slots { str: Some(text), ..Slots::NONE },
                flags: FLAGS,
                ..TypeSpec::NONE
            };
        )*
    };
}

derived! {
    ZERO_RETURN_ERROR "ssl.SSLZeroReturnError" "The other side has ended the connection in order.";
    WANT_READ_ERROR "ssl.SSLWantReadError" "More data has to come in before the operation can go on.";
    WANT_WRITE_ERROR "ssl.SSLWantWriteError" "Data has to go out before the operation can go on.";
    SYSCALL_ERROR "ssl.SSLSyscallError" "The system refused an operation that TLS needs.";
    EOF_ERROR "ssl.SSLEOFError" "The connection ended without a word of the other side.";
}

pub(super) static CERT_VERIFICATION_ERROR: TypeSpec = TypeSpec {
    name: "ssl.SSLCertVerificationError",
    base: Some(&SSL_ERROR),
    also: &[&VALUE_ERROR],
    doc: "The certificate of the other side is not to be trusted; `verify_code` and `verify_message` say why.",
    slots: Slots { str: Some(text), ..Slots::NONE },
    flags: FLAGS,
    ..TypeSpec::NONE
};

/// What was going on; the number is the one that CPython 3.13 puts into its messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    Handshake = 1020,
    Write = 2427,
    Read = 2580,
    Shutdown = 2706,
}

/// Numbers of `SSLErrorNumber`.
const SSL: i64 = 1;
const WANT_READ: i64 = 2;
const WANT_WRITE: i64 = 3;
const ZERO_RETURN: i64 = 6;
const EOF: i64 = 8;

fn make(vm: &Vm, class: &'static TypeSpec, number: i64, text: &str) -> PyResult {
    vm.call(vm.ty(class).value(), &[vm.int(number), vm.str(text)])
}

fn with_attributes(vm: &Vm, made: PyResult, rows: &[(&str, Value)]) -> Raised {
    let filled = made.and_then(|exception| {
        for (name, value) in rows {
            vm.setattr(&exception, &vm.intern(name), Some(value))?;
        }
        Ok(exception)
    });
    match filled {
        Ok(exception) => Raised(exception),
        Err(raised) => raised,
    }
}

/// An SSLError with a reason, of one of OpenSSL's libraries.
pub(super) fn with_reason(vm: &Vm, library: &str, reason: &str, words: &str, line: i64) -> Raised {
    let text = format!("[{library}: {reason}] {words} (_ssl.c:{line})");
    let rows = [("library", vm.str(library)), ("reason", vm.str(reason))];
    with_attributes(vm, make(vm, &SSL_ERROR, SSL, &text), &rows)
}

/// An SSLError with a number of its own; an empty library is None.
pub(super) fn with_number(
    vm: &Vm,
    number: i64,
    library: &str,
    reason: Option<&str>,
    text: &str,
) -> Raised {
    let library = if library.is_empty() { Value::NONE } else { vm.str(library) };
    let rows = [("library", library), ("reason", reason.map_or(Value::NONE, |r| vm.str(r)))];
    with_attributes(vm, make(vm, &SSL_ERROR, number, text), &rows)
}

/// An SSLError that only has a text.
pub(super) fn plain(vm: &Vm, text: &str) -> Raised {
    Raised(vm.new_exception(&vm.ty(&SSL_ERROR), vec![vm.str(text)]))
}

fn refused(vm: &Vm, refusal: &Refusal, place: Place) -> Raised {
    let text = format!(
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {} (_ssl.c:{})",
        refusal.message, place as i64
    );
    let rows = [
        ("library", vm.str("SSL")),
        ("reason", vm.str("CERTIFICATE_VERIFY_FAILED")),
        ("verify_code", vm.int(refusal.code)),
        ("verify_message", vm.str(&refusal.message)),
    ];
    with_attributes(vm, make(vm, &CERT_VERIFICATION_ERROR, SSL, &text), &rows)
}

/// The exception for a failure.
#[cold]
pub(crate) fn failed(vm: &Vm, failure: &Failure, place: Place) -> Raised {
    let line = place as i64;
    let bare = |class, number, text: &str| {
        let rows = [("library", Value::NONE), ("reason", Value::NONE)];
        with_attributes(vm, make(vm, class, number, &format!("{text} (_ssl.c:{line})")), &rows)
    };
    match failure {
        Failure::Reason(reason) => with_reason(vm, "SSL", reason, &text_of(reason), line),
        Failure::Refused(refusal) => refused(vm, refusal, place),
        Failure::Closed => {
            bare(&ZERO_RETURN_ERROR, ZERO_RETURN, "TLS/SSL connection has been closed (EOF)")
        }
        Failure::GoneBefore => bare(&EOF_ERROR, EOF, "EOF occurred in violation of protocol"),
        Failure::Eof => {
            let reason = "UNEXPECTED_EOF_WHILE_READING";
            let text =
                format!("[SSL: {reason}] EOF occurred in violation of protocol (_ssl.c:{line})");
            let rows = [("library", vm.str("SSL")), ("reason", vm.str(reason))];
            with_attributes(vm, make(vm, &EOF_ERROR, EOF, &text), &rows)
        }
    }
}

/// More has to come in, or to go out.
#[cold]
pub(super) fn wanted(vm: &Vm, writing: bool, place: Place) -> Raised {
    let (class, number, text) = if writing {
        (&WANT_WRITE_ERROR, WANT_WRITE, "The operation did not complete (write)")
    } else {
        (&WANT_READ_ERROR, WANT_READ, "The operation did not complete (read)")
    };
    let rows = [("library", Value::NONE), ("reason", Value::NONE)];
    let text = format!("{text} (_ssl.c:{})", place as i64);
    with_attributes(vm, make(vm, class, number, &text), &rows)
}

/// The socket's timeout is over.
#[cold]
pub(super) fn timed_out(vm: &Vm, writing: bool, place: Place) -> Raised {
    let text = match place {
        Place::Handshake => "_ssl.c:1003: The handshake operation timed out",
        _ if writing => "The write operation timed out",
        _ => "The read operation timed out",
    };
    vm.raise(&TIMEOUT_ERROR, text)
}
