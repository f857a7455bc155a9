//! The exception classes of asyncio. Raising them from Rust is a method of the interpreter.

use crate::object::header::Payload;
use crate::object::slots::Raised;
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::{
    BASE_EXCEPTION, EOF_ERROR, EXCEPTION, ExceptionObject, RUNTIME_ERROR,
};

macro_rules! classes {
    ($($constant:ident $name:literal: $base:ident, $doc:literal;)*) => {
        $(
            pub static $constant: TypeSpec = TypeSpec {
                name: $name,
                base: Some(&$base),
                doc: $doc,
                operations: Some(ExceptionObject::OPERATIONS),
                flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
                ..TypeSpec::NONE
            };
        )*

        /// All of them.
        pub static CLASSES: &[&TypeSpec] = &[$(&$constant),*];
    };
}

classes! {
    CANCELLED_ERROR "asyncio.exceptions.CancelledError": BASE_EXCEPTION,
        "The Future or Task was cancelled.";
    INVALID_STATE_ERROR "asyncio.exceptions.InvalidStateError": EXCEPTION,
        "The operation is not allowed in this state.";
    SENDFILE_NOT_AVAILABLE_ERROR "asyncio.exceptions.SendfileNotAvailableError": RUNTIME_ERROR,
        "Sendfile syscall is not available.";
    INCOMPLETE_READ_ERROR "asyncio.exceptions.IncompleteReadError": EOF_ERROR,
        "Incomplete read error.";
    LIMIT_OVERRUN_ERROR "asyncio.exceptions.LimitOverrunError": EXCEPTION,
        "Reached the buffer limit while looking for a separator.";
    BROKEN_BARRIER_ERROR "asyncio.exceptions.BrokenBarrierError": RUNTIME_ERROR,
        "Barrier is broken by barrier.abort() call.";
}

impl Vm {
    /// A new CancelledError, with the message if there is one.
    pub fn cancelled_error(&self, message: Option<Value>) -> Value {
        self.new_exception(&self.ty(&CANCELLED_ERROR), message.into_iter().collect())
    }

    #[cold]
    pub fn invalid_state(&self, message: &str) -> Raised {
        self.raise(&INVALID_STATE_ERROR, message)
    }
}
