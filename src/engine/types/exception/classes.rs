//! The builtin exception classes: one row each, its base behind it.

use crate::object::header::Payload;
use crate::object::types::{TypeSpec, type_flag};

use super::ExceptionObject;

macro_rules! exceptions {
    ($($constant:ident $name:literal: $base:expr;)*) => {
        $(
            pub static $constant: TypeSpec = TypeSpec {
                name: $name,
                base: $base,
                operations: Some(ExceptionObject::OPERATIONS),
                flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
                ..TypeSpec::NONE
            };
        )*

        /// All of them, bases before what derives from them.
        pub static EXCEPTIONS: &[&TypeSpec] = &[$(&$constant),*];
    };
}

exceptions! {
    BASE_EXCEPTION "BaseException": None;
    BASE_EXCEPTION_GROUP "BaseExceptionGroup": Some(&BASE_EXCEPTION);
    GENERATOR_EXIT "GeneratorExit": Some(&BASE_EXCEPTION);
    KEYBOARD_INTERRUPT "KeyboardInterrupt": Some(&BASE_EXCEPTION);
    SYSTEM_EXIT "SystemExit": Some(&BASE_EXCEPTION);
    EXCEPTION "Exception": Some(&BASE_EXCEPTION);
    EXCEPTION_GROUP "ExceptionGroup": Some(&EXCEPTION);
    ARITHMETIC_ERROR "ArithmeticError": Some(&EXCEPTION);
    FLOATING_POINT_ERROR "FloatingPointError": Some(&ARITHMETIC_ERROR);
    OVERFLOW_ERROR "OverflowError": Some(&ARITHMETIC_ERROR);
    ZERO_DIVISION_ERROR "ZeroDivisionError": Some(&ARITHMETIC_ERROR);
    ASSERTION_ERROR "AssertionError": Some(&EXCEPTION);
    ATTRIBUTE_ERROR "AttributeError": Some(&EXCEPTION);
    BUFFER_ERROR "BufferError": Some(&EXCEPTION);
    EOF_ERROR "EOFError": Some(&EXCEPTION);
    IMPORT_ERROR "ImportError": Some(&EXCEPTION);
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError": Some(&IMPORT_ERROR);
    LOOKUP_ERROR "LookupError": Some(&EXCEPTION);
    INDEX_ERROR "IndexError": Some(&LOOKUP_ERROR);
    KEY_ERROR "KeyError": Some(&LOOKUP_ERROR);
    MEMORY_ERROR "MemoryError": Some(&EXCEPTION);
    NAME_ERROR "NameError": Some(&EXCEPTION);
    UNBOUND_LOCAL_ERROR "UnboundLocalError": Some(&NAME_ERROR);
    OS_ERROR "OSError": Some(&EXCEPTION);
    BLOCKING_IO_ERROR "BlockingIOError": Some(&OS_ERROR);
    CHILD_PROCESS_ERROR "ChildProcessError": Some(&OS_ERROR);
    CONNECTION_ERROR "ConnectionError": Some(&OS_ERROR);
    BROKEN_PIPE_ERROR "BrokenPipeError": Some(&CONNECTION_ERROR);
    CONNECTION_ABORTED_ERROR "ConnectionAbortedError": Some(&CONNECTION_ERROR);
    CONNECTION_REFUSED_ERROR "ConnectionRefusedError": Some(&CONNECTION_ERROR);
    CONNECTION_RESET_ERROR "ConnectionResetError": Some(&CONNECTION_ERROR);
    FILE_EXISTS_ERROR "FileExistsError": Some(&OS_ERROR);
    FILE_NOT_FOUND_ERROR "FileNotFoundError": Some(&OS_ERROR);
    INTERRUPTED_ERROR "InterruptedError": Some(&OS_ERROR);
    IS_A_DIRECTORY_ERROR "IsADirectoryError": Some(&OS_ERROR);
    NOT_A_DIRECTORY_ERROR "NotADirectoryError": Some(&OS_ERROR);
    PERMISSION_ERROR "PermissionError": Some(&OS_ERROR);
    PROCESS_LOOKUP_ERROR "ProcessLookupError": Some(&OS_ERROR);
    TIMEOUT_ERROR "TimeoutError": Some(&OS_ERROR);
    REFERENCE_ERROR "ReferenceError": Some(&EXCEPTION);
    RUNTIME_ERROR "RuntimeError": Some(&EXCEPTION);
    NOT_IMPLEMENTED_ERROR "NotImplementedError": Some(&RUNTIME_ERROR);
    PYTHON_FINALIZATION_ERROR "PythonFinalizationError": Some(&RUNTIME_ERROR);
    RECURSION_ERROR "RecursionError": Some(&RUNTIME_ERROR);
    STOP_ASYNC_ITERATION "StopAsyncIteration": Some(&EXCEPTION);
    STOP_ITERATION "StopIteration": Some(&EXCEPTION);
    SYNTAX_ERROR "SyntaxError": Some(&EXCEPTION);
    INDENTATION_ERROR "IndentationError": Some(&SYNTAX_ERROR);
    TAB_ERROR "TabError": Some(&INDENTATION_ERROR);
    SYSTEM_ERROR "SystemError": Some(&EXCEPTION);
    TYPE_ERROR "TypeError": Some(&EXCEPTION);
    VALUE_ERROR "ValueError": Some(&EXCEPTION);
    UNICODE_ERROR "UnicodeError": Some(&VALUE_ERROR);
    UNICODE_DECODE_ERROR "UnicodeDecodeError": Some(&UNICODE_ERROR);
    UNICODE_ENCODE_ERROR "UnicodeEncodeError": Some(&UNICODE_ERROR);
    UNICODE_TRANSLATE_ERROR "UnicodeTranslateError": Some(&UNICODE_ERROR);
    WARNING "Warning": Some(&EXCEPTION);
    BYTES_WARNING "BytesWarning": Some(&WARNING);
    DEPRECATION_WARNING "DeprecationWarning": Some(&WARNING);
    ENCODING_WARNING "EncodingWarning": Some(&WARNING);
    FUTURE_WARNING "FutureWarning": Some(&WARNING);
    IMPORT_WARNING "ImportWarning": Some(&WARNING);
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning": Some(&WARNING);
    RESOURCE_WARNING "ResourceWarning": Some(&WARNING);
    RUNTIME_WARNING "RuntimeWarning": Some(&WARNING);
    SYNTAX_WARNING "SyntaxWarning": Some(&WARNING);
    UNICODE_WARNING "UnicodeWarning": Some(&WARNING);
    USER_WARNING "UserWarning": Some(&WARNING);
}
