//! The builtin exception classes: one row each — base, documentation, what it does differently.

use super::{base, group, member, members, os_error, syntax_error, unicode_error};
use crate::funcs;
use crate::object::header::Payload;
use crate::object::native::{GetSet, NativeDef};
use crate::object::slots::Slots;
use crate::object::types::{TypeSpec, type_flag};
use crate::types::object::generic_getattr;

use super::ExceptionObject;

const FLAGS: u32 = type_flag::BASE | type_flag::DICT | type_flag::EXTENDED;

const BASE_METHODS: &[NativeDef] = funcs![
    "with_traceback" = base::with_traceback, "(self, object, /)", "Give the exception this traceback, and give it back for `raise`.";
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
        $(=> $($slot:ident: $function:path),* $([$methods:expr, $rows:expr])?)?;)*) => {
        $(
            pub static $constant: TypeSpec = TypeSpec {
                name: $name,
                base: $base,
                doc: $doc,
                operations: Some(ExceptionObject::OPERATIONS),
                flags: exceptions!(@ flags $name),
                $(
                    slots: Slots { $($slot: Some($function),)* ..Slots::NONE },
                    $(methods: $methods, getset: $rows,)?
                )?
                ..exceptions!(@ rest $name)
            };
        )*

        /// All of them, bases before what derives from them.
        pub static EXCEPTIONS: &[&TypeSpec] = &[$(&$constant),*];
    };
    // It also derives from Exception, so CPython makes it as classes of Python are made.
    (@ flags "ExceptionGroup") => {
        FLAGS | type_flag::WEAK
    };
    (@ flags $name:tt) => {
        FLAGS
    };
    (@ rest "ExceptionGroup") => {
        TypeSpec { also: &[&EXCEPTION], ..TypeSpec::NONE }
    };
    (@ rest $name:tt) => {
        TypeSpec::NONE
    };
}

exceptions! {
    BASE_EXCEPTION "BaseException": None, "The root of everything that can be raised." => new: base::new, getattr: generic_getattr, init: base::init, repr: base::repr, str: base::str [BASE_METHODS, base::ROWS];
    BASE_EXCEPTION_GROUP "BaseExceptionGroup": Some(&BASE_EXCEPTION), "Several exceptions raised as one, of any kind." => new: group::new, init: group::init, str: group::str [GROUP_METHODS, group::ROWS];
    GENERATOR_EXIT "GeneratorExit": Some(&BASE_EXCEPTION), "Raised where a generator stands that is closed." => new: base::new, init: base::init;
    KEYBOARD_INTERRUPT "KeyboardInterrupt": Some(&BASE_EXCEPTION), "The user asked the program to stop (Ctrl-C)." => new: base::new, init: base::init;
    SYSTEM_EXIT "SystemExit": Some(&BASE_EXCEPTION), "Ends the program when nobody catches it; code is its status." => init: members::system_exit_init [&[], &[member!("code", 0, "exception code")]];
    EXCEPTION "Exception": Some(&BASE_EXCEPTION), "The root of everything that programs are meant to catch." => new: base::new, init: base::init;
    EXCEPTION_GROUP "ExceptionGroup": Some(&BASE_EXCEPTION_GROUP), "";
    ARITHMETIC_ERROR "ArithmeticError": Some(&EXCEPTION), "The root of what goes wrong in calculations." => new: base::new, init: base::init;
    FLOATING_POINT_ERROR "FloatingPointError": Some(&ARITHMETIC_ERROR), "Kept for compatibility; nothing raises it." => new: base::new, init: base::init;
    OVERFLOW_ERROR "OverflowError": Some(&ARITHMETIC_ERROR), "A result is beyond what its type can hold." => new: base::new, init: base::init;
    ZERO_DIVISION_ERROR "ZeroDivisionError": Some(&ARITHMETIC_ERROR), "Division, or remainder, by zero." => new: base::new, init: base::init;
    ASSERTION_ERROR "AssertionError": Some(&EXCEPTION), "Assertion failed." => new: base::new, init: base::init;
    ATTRIBUTE_ERROR "AttributeError": Some(&EXCEPTION), "Attribute not found." => init: members::attribute_init, str: base::str [ATTRIBUTE_METHODS, &[member!("name", 0, "attribute name"), member!("obj", 1, "object")]];
    BUFFER_ERROR "BufferError": Some(&EXCEPTION), "Buffer error." => new: base::new, init: base::init;
    EOF_ERROR "EOFError": Some(&EXCEPTION), "Read beyond end of file." => new: base::new, init: base::init;
    IMPORT_ERROR "ImportError": Some(&EXCEPTION), "A module, or a name in one, was not found or did not load." => init: members::import_init, str: members::import_str [IMPORT_METHODS, IMPORT_ROWS];
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError": Some(&IMPORT_ERROR), "Module not found." => init: members::import_init;
    LOOKUP_ERROR "LookupError": Some(&EXCEPTION), "The root of failed accesses by index or key." => new: base::new, init: base::init;
    INDEX_ERROR "IndexError": Some(&LOOKUP_ERROR), "There is no item at this index." => new: base::new, init: base::init;
    KEY_ERROR "KeyError": Some(&LOOKUP_ERROR), "Mapping key not found." => init: base::init, str: members::key_error_str [&[], &[]];
    MEMORY_ERROR "MemoryError": Some(&EXCEPTION), "Out of memory." => new: base::new, init: base::init;
    NAME_ERROR "NameError": Some(&EXCEPTION), "Name not found globally." => init: members::name_init, str: base::str [&[], &[member!("name", 0, "name")]];
    UNBOUND_LOCAL_ERROR "UnboundLocalError": Some(&NAME_ERROR), "A local variable was read while it had no value." => init: members::name_init;
    OS_ERROR "OSError": Some(&EXCEPTION), "The system reported an error; errno says which one." => new: os_error::new, init: os_error::init, str: os_error::str [OS_METHODS, os_error::ROWS];
    BLOCKING_IO_ERROR "BlockingIOError": Some(&OS_ERROR), "An operation would have to wait on something set not to block." => init: os_error::init;
    CHILD_PROCESS_ERROR "ChildProcessError": Some(&OS_ERROR), "Child process error." => init: os_error::init;
    CONNECTION_ERROR "ConnectionError": Some(&OS_ERROR), "Connection error." => init: os_error::init;
    BROKEN_PIPE_ERROR "BrokenPipeError": Some(&CONNECTION_ERROR), "Broken pipe." => init: os_error::init;
    CONNECTION_ABORTED_ERROR "ConnectionAbortedError": Some(&CONNECTION_ERROR), "Connection aborted." => init: os_error::init;
    CONNECTION_REFUSED_ERROR "ConnectionRefusedError": Some(&CONNECTION_ERROR), "Connection refused." => init: os_error::init;
    CONNECTION_RESET_ERROR "ConnectionResetError": Some(&CONNECTION_ERROR), "Connection reset." => init: os_error::init;
    FILE_EXISTS_ERROR "FileExistsError": Some(&OS_ERROR), "File already exists." => init: os_error::init;
    FILE_NOT_FOUND_ERROR "FileNotFoundError": Some(&OS_ERROR), "File not found." => init: os_error::init;
    INTERRUPTED_ERROR "InterruptedError": Some(&OS_ERROR), "Interrupted by signal." => init: os_error::init;
    IS_A_DIRECTORY_ERROR "IsADirectoryError": Some(&OS_ERROR), "It is a directory, where something else is needed." => init: os_error::init;
    NOT_A_DIRECTORY_ERROR "NotADirectoryError": Some(&OS_ERROR), "A directory is needed here, and it is not one." => init: os_error::init;
    PERMISSION_ERROR "PermissionError": Some(&OS_ERROR), "Not enough permissions." => init: os_error::init;
    PROCESS_LOOKUP_ERROR "ProcessLookupError": Some(&OS_ERROR), "Process not found." => init: os_error::init;
    TIMEOUT_ERROR "TimeoutError": Some(&OS_ERROR), "Timeout expired." => init: os_error::init;
    REFERENCE_ERROR "ReferenceError": Some(&EXCEPTION), "A weak proxy was used whose object no longer exists." => new: base::new, init: base::init;
    RUNTIME_ERROR "RuntimeError": Some(&EXCEPTION), "An error of no more specific kind." => new: base::new, init: base::init;
    NOT_IMPLEMENTED_ERROR "NotImplementedError": Some(&RUNTIME_ERROR), "Left for a subclass, or for later, to write." => new: base::new, init: base::init;
    PYTHON_FINALIZATION_ERROR "PythonFinalizationError": Some(&RUNTIME_ERROR), "Too late: the interpreter is being taken down." => new: base::new, init: base::init;
    RECURSION_ERROR "RecursionError": Some(&RUNTIME_ERROR), "Recursion limit exceeded." => new: base::new, init: base::init;
    STOP_ASYNC_ITERATION "StopAsyncIteration": Some(&EXCEPTION), "What __anext__() raises at the end." => new: base::new, init: base::init;
    STOP_ITERATION "StopIteration": Some(&EXCEPTION), "What __next__() raises at the end; a generator's result is its value." => init: members::stop_iteration_init [&[], &[member!("value", 0, "generator return value")]];
    SYNTAX_ERROR "SyntaxError": Some(&EXCEPTION), "Invalid syntax." => init: syntax_error::init, str: syntax_error::str [&[], syntax_error::ROWS];
    INDENTATION_ERROR "IndentationError": Some(&SYNTAX_ERROR), "Improper indentation." => init: syntax_error::init;
    TAB_ERROR "TabError": Some(&INDENTATION_ERROR), "Tabs and spaces disagree about how far a line is indented." => init: syntax_error::init;
    SYSTEM_ERROR "SystemError": Some(&EXCEPTION), "Something is wrong inside the interpreter; nothing a program does should cause it." => new: base::new, init: base::init;
    TYPE_ERROR "TypeError": Some(&EXCEPTION), "A value of this type cannot be used here." => new: base::new, init: base::init;
    VALUE_ERROR "ValueError": Some(&EXCEPTION), "The type is right, the value is not." => new: base::new, init: base::init;
    UNICODE_ERROR "UnicodeError": Some(&VALUE_ERROR), "Unicode related error." => new: base::new, init: base::init;
    UNICODE_DECODE_ERROR "UnicodeDecodeError": Some(&UNICODE_ERROR), "Unicode decoding error." => new: base::new, init: unicode_error::decode_init, str: unicode_error::decode_str [&[], unicode_error::ROWS];
    UNICODE_ENCODE_ERROR "UnicodeEncodeError": Some(&UNICODE_ERROR), "Unicode encoding error." => new: base::new, init: unicode_error::encode_init, str: unicode_error::encode_str [&[], unicode_error::ROWS];
    UNICODE_TRANSLATE_ERROR "UnicodeTranslateError": Some(&UNICODE_ERROR), "A character could not be translated." => new: base::new, init: unicode_error::translate_init, str: unicode_error::translate_str [&[], unicode_error::ROWS];
    WARNING "Warning": Some(&EXCEPTION), "The root of all warnings; a class below it is what filters choose by." => new: base::new, init: base::init;
    BYTES_WARNING "BytesWarning": Some(&WARNING), "Bytes were compared with text or turned into it by str()." => new: base::new, init: base::init;
    DEPRECATION_WARNING "DeprecationWarning": Some(&WARNING), "Something is going to be removed; meant for other developers." => new: base::new, init: base::init;
    ENCODING_WARNING "EncodingWarning": Some(&WARNING), "Text was converted without anybody saying in which encoding." => new: base::new, init: base::init;
    FUTURE_WARNING "FutureWarning": Some(&WARNING), "Something is going to mean something else; meant for users." => new: base::new, init: base::init;
    IMPORT_WARNING "ImportWarning": Some(&WARNING), "An import looks wrong." => new: base::new, init: base::init;
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning": Some(&WARNING), "Something is expected to be deprecated later on." => new: base::new, init: base::init;
    RESOURCE_WARNING "ResourceWarning": Some(&WARNING), "A file, socket or similar was left open." => new: base::new, init: base::init;
    RUNTIME_WARNING "RuntimeWarning": Some(&WARNING), "What the program does when it runs looks wrong." => new: base::new, init: base::init;
    SYNTAX_WARNING "SyntaxWarning": Some(&WARNING), "Source that is allowed and looks wrong." => new: base::new, init: base::init;
    UNICODE_WARNING "UnicodeWarning": Some(&WARNING), "Something about Unicode text looks wrong." => new: base::new, init: base::init;
    USER_WARNING "UserWarning": Some(&WARNING), "What warn() issues unless told otherwise." => new: base::new, init: base::init;
}
