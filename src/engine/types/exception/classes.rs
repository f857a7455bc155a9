//! The builtin exception classes: one row each — base, documentation, what it does differently.

use super::{base, group, member, members, os_error, syntax_error, unicode_error};
use crate::funcs;
use crate::object::header::Payload;
use crate::object::native::{GetSet, NativeDef};
use crate::object::slots::Slots;
use crate::object::types::{TypeSpec, type_flag};

use super::ExceptionObject;

const FLAGS: u32 = type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK;

const BASE_METHODS: &[NativeDef] = funcs![
    "with_traceback" = base::with_traceback, "(self, object, /)", "Set self.__traceback__ to tb and return self.";
    "add_note" = base::add_note, "(self, object, /)", "Add a note to the exception";
    "__reduce__" = base::reduce, "(self, /)", "";
    "__setstate__" = base::setstate, "(self, object, /)", "";
];

const GROUP_METHODS: &[NativeDef] = funcs![
    "derive" = group::derive, "(self, excs, /)", "";
    "split" = group::split, "(self, matcher_value, /)", "";
    "subgroup" = group::subgroup, "(self, matcher_value, /)", "";
];

const ATTRIBUTE_METHODS: &[NativeDef] = funcs![
    "__getstate__" = members::attribute_getstate, "(self, /)", "";
    "__reduce__" = members::attribute_reduce, "(self, /)", "";
];

const IMPORT_METHODS: &[NativeDef] = funcs![
    "__reduce__" = members::import_reduce, "(self, /)", "";
];

const OS_METHODS: &[NativeDef] = funcs![
    "__reduce__" = os_error::reduce, "(self, /)", "";
];

const IMPORT_ROWS: &[GetSet] = &[
    member!("msg", 0, "exception message"),
    member!("name", 1, "module name"),
    member!("path", 2, "module path"),
    member!("name_from", 3, "name imported from module"),
];

macro_rules! exceptions {
    ($($constant:ident $name:tt: $base:expr, $doc:literal
        $(=> $($slot:ident: $function:expr),*; $methods:expr, $rows:expr)?;)*) => {
        $(
            pub static $constant: TypeSpec = TypeSpec {
                name: $name,
                base: $base,
                doc: $doc,
                operations: Some(ExceptionObject::OPERATIONS),
                flags: FLAGS,
                $(
                    slots: Slots { $($slot: Some($function),)* ..Slots::NONE },
                    methods: $methods,
                    getset: $rows,
                )?
                ..exceptions!(@ rest $name)
            };
        )*

        /// All of them, bases before what derives from them.
        pub static EXCEPTIONS: &[&TypeSpec] = &[$(&$constant),*];
    };
    (@ rest "ExceptionGroup") => {
        TypeSpec { also: &[&EXCEPTION], ..TypeSpec::NONE }
    };
    (@ rest $name:tt) => {
        TypeSpec::NONE
    };
}

exceptions! {
    BASE_EXCEPTION "BaseException": None, "Common base class for all exceptions" => new: base::new, init: base::init, repr: base::repr, str: base::str; BASE_METHODS, base::ROWS;
    BASE_EXCEPTION_GROUP "BaseExceptionGroup": Some(&BASE_EXCEPTION), "A combination of multiple unrelated exceptions." => new: group::new, init: group::init, str: group::str; GROUP_METHODS, group::ROWS;
    GENERATOR_EXIT "GeneratorExit": Some(&BASE_EXCEPTION), "Request that a generator exit.";
    KEYBOARD_INTERRUPT "KeyboardInterrupt": Some(&BASE_EXCEPTION), "Program interrupted by user.";
    SYSTEM_EXIT "SystemExit": Some(&BASE_EXCEPTION), "Request to exit from the interpreter." => init: members::system_exit_init; &[], &[member!("code", 0, "exception code")];
    EXCEPTION "Exception": Some(&BASE_EXCEPTION), "Common base class for all non-exit exceptions.";
    EXCEPTION_GROUP "ExceptionGroup": Some(&BASE_EXCEPTION_GROUP), "";
    ARITHMETIC_ERROR "ArithmeticError": Some(&EXCEPTION), "Base class for arithmetic errors.";
    FLOATING_POINT_ERROR "FloatingPointError": Some(&ARITHMETIC_ERROR), "Floating-point operation failed.";
    OVERFLOW_ERROR "OverflowError": Some(&ARITHMETIC_ERROR), "Result too large to be represented.";
    ZERO_DIVISION_ERROR "ZeroDivisionError": Some(&ARITHMETIC_ERROR), "Second argument to a division or modulo operation was zero.";
    ASSERTION_ERROR "AssertionError": Some(&EXCEPTION), "Assertion failed.";
    ATTRIBUTE_ERROR "AttributeError": Some(&EXCEPTION), "Attribute not found." => init: members::attribute_init; ATTRIBUTE_METHODS, &[member!("name", 0, "attribute name"), member!("obj", 1, "object")];
    BUFFER_ERROR "BufferError": Some(&EXCEPTION), "Buffer error.";
    EOF_ERROR "EOFError": Some(&EXCEPTION), "Read beyond end of file.";
    IMPORT_ERROR "ImportError": Some(&EXCEPTION), "Import can't find module, or can't find name in module." => init: members::import_init, str: members::import_str; IMPORT_METHODS, IMPORT_ROWS;
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError": Some(&IMPORT_ERROR), "Module not found.";
    LOOKUP_ERROR "LookupError": Some(&EXCEPTION), "Base class for lookup errors.";
    INDEX_ERROR "IndexError": Some(&LOOKUP_ERROR), "Sequence index out of range.";
    KEY_ERROR "KeyError": Some(&LOOKUP_ERROR), "Mapping key not found." => str: members::key_error_str; &[], &[];
    MEMORY_ERROR "MemoryError": Some(&EXCEPTION), "Out of memory.";
    NAME_ERROR "NameError": Some(&EXCEPTION), "Name not found globally." => init: members::name_init; &[], &[member!("name", 0, "name")];
    UNBOUND_LOCAL_ERROR "UnboundLocalError": Some(&NAME_ERROR), "Local name referenced but not bound to a value.";
    OS_ERROR "OSError": Some(&EXCEPTION), "Base class for I/O related errors." => new: os_error::new, init: os_error::init, str: os_error::str; OS_METHODS, os_error::ROWS;
    BLOCKING_IO_ERROR "BlockingIOError": Some(&OS_ERROR), "I/O operation would block.";
    CHILD_PROCESS_ERROR "ChildProcessError": Some(&OS_ERROR), "Child process error.";
    CONNECTION_ERROR "ConnectionError": Some(&OS_ERROR), "Connection error.";
    BROKEN_PIPE_ERROR "BrokenPipeError": Some(&CONNECTION_ERROR), "Broken pipe.";
    CONNECTION_ABORTED_ERROR "ConnectionAbortedError": Some(&CONNECTION_ERROR), "Connection aborted.";
    CONNECTION_REFUSED_ERROR "ConnectionRefusedError": Some(&CONNECTION_ERROR), "Connection refused.";
    CONNECTION_RESET_ERROR "ConnectionResetError": Some(&CONNECTION_ERROR), "Connection reset.";
    FILE_EXISTS_ERROR "FileExistsError": Some(&OS_ERROR), "File already exists.";
    FILE_NOT_FOUND_ERROR "FileNotFoundError": Some(&OS_ERROR), "File not found.";
    INTERRUPTED_ERROR "InterruptedError": Some(&OS_ERROR), "Interrupted by signal.";
    IS_A_DIRECTORY_ERROR "IsADirectoryError": Some(&OS_ERROR), "Operation doesn't work on directories.";
    NOT_A_DIRECTORY_ERROR "NotADirectoryError": Some(&OS_ERROR), "Operation only works on directories.";
    PERMISSION_ERROR "PermissionError": Some(&OS_ERROR), "Not enough permissions.";
    PROCESS_LOOKUP_ERROR "ProcessLookupError": Some(&OS_ERROR), "Process not found.";
    TIMEOUT_ERROR "TimeoutError": Some(&OS_ERROR), "Timeout expired.";
    REFERENCE_ERROR "ReferenceError": Some(&EXCEPTION), "Weak ref proxy used after referent went away.";
    RUNTIME_ERROR "RuntimeError": Some(&EXCEPTION), "Unspecified run-time error.";
    NOT_IMPLEMENTED_ERROR "NotImplementedError": Some(&RUNTIME_ERROR), "Method or function hasn't been implemented yet.";
    PYTHON_FINALIZATION_ERROR "PythonFinalizationError": Some(&RUNTIME_ERROR), "Operation blocked during Python finalization.";
    RECURSION_ERROR "RecursionError": Some(&RUNTIME_ERROR), "Recursion limit exceeded.";
    STOP_ASYNC_ITERATION "StopAsyncIteration": Some(&EXCEPTION), "Signal the end from iterator.__anext__().";
    STOP_ITERATION "StopIteration": Some(&EXCEPTION), "Signal the end from iterator.__next__()." => init: members::stop_iteration_init; &[], &[member!("value", 0, "generator return value")];
    SYNTAX_ERROR "SyntaxError": Some(&EXCEPTION), "Invalid syntax." => init: syntax_error::init, str: syntax_error::str; &[], syntax_error::ROWS;
    INDENTATION_ERROR "IndentationError": Some(&SYNTAX_ERROR), "Improper indentation.";
    TAB_ERROR "TabError": Some(&INDENTATION_ERROR), "Improper mixture of spaces and tabs.";
    SYSTEM_ERROR "SystemError": Some(&EXCEPTION), "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, along with the traceback,\nthe Python version, and the hardware/OS platform and version.";
    TYPE_ERROR "TypeError": Some(&EXCEPTION), "Inappropriate argument type.";
    VALUE_ERROR "ValueError": Some(&EXCEPTION), "Inappropriate argument value (of correct type).";
    UNICODE_ERROR "UnicodeError": Some(&VALUE_ERROR), "Unicode related error.";
    UNICODE_DECODE_ERROR "UnicodeDecodeError": Some(&UNICODE_ERROR), "Unicode decoding error." => init: unicode_error::decode_init, str: unicode_error::decode_str; &[], unicode_error::ROWS;
    UNICODE_ENCODE_ERROR "UnicodeEncodeError": Some(&UNICODE_ERROR), "Unicode encoding error." => init: unicode_error::encode_init, str: unicode_error::encode_str; &[], unicode_error::ROWS;
    UNICODE_TRANSLATE_ERROR "UnicodeTranslateError": Some(&UNICODE_ERROR), "Unicode translation error." => init: unicode_error::translate_init, str: unicode_error::translate_str; &[], unicode_error::ROWS;
    WARNING "Warning": Some(&EXCEPTION), "Base class for warning categories.";
    BYTES_WARNING "BytesWarning": Some(&WARNING), "Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion from str or comparing to str.";
    DEPRECATION_WARNING "DeprecationWarning": Some(&WARNING), "Base class for warnings about deprecated features.";
    ENCODING_WARNING "EncodingWarning": Some(&WARNING), "Base class for warnings about encodings.";
    FUTURE_WARNING "FutureWarning": Some(&WARNING), "Base class for warnings about constructs that will change semantically\nin the future.";
    IMPORT_WARNING "ImportWarning": Some(&WARNING), "Base class for warnings about probable mistakes in module imports";
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning": Some(&WARNING), "Base class for warnings about features which will be deprecated\nin the future.";
    RESOURCE_WARNING "ResourceWarning": Some(&WARNING), "Base class for warnings about resource usage.";
    RUNTIME_WARNING "RuntimeWarning": Some(&WARNING), "Base class for warnings about dubious runtime behavior.";
    SYNTAX_WARNING "SyntaxWarning": Some(&WARNING), "Base class for warnings about dubious syntax.";
    UNICODE_WARNING "UnicodeWarning": Some(&WARNING), "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems.";
    USER_WARNING "UserWarning": Some(&WARNING), "Base class for warnings generated by user code.";
}
