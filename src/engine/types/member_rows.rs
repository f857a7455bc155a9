//! Which attributes of builtin types are plain members of their objects to CPython. Programs see that in
//! the type of their descriptors, and in the words when one of them is set that cannot be.

use crate::object::types::TypeRef;

const UNICODE: &[&str] = &["encoding", "end", "object", "reason", "start"];
const DESCRIPTOR: &[&str] = &["__name__", "__objclass__"];
const WRAPPER: &[&str] = &["__func__", "__wrapped__"];

static MEMBERS: &[(&str, &[&str])] = &[
    ("AttributeError", &["name", "obj"]),
    ("BaseException", &["__suppress_context__"]),
    ("BaseExceptionGroup", &["exceptions", "message"]),
    ("ImportError", &["msg", "name", "name_from", "path"]),
    ("NameError", &["name"]),
    ("OSError", &["errno", "filename", "filename2", "strerror"]),
    ("StopIteration", &["value"]),
    (
        "SyntaxError",
        &[
            "end_lineno",
            "end_offset",
            "filename",
            "lineno",
            "msg",
            "offset",
            "print_file_and_line",
            "text",
        ],
    ),
    ("SystemExit", &["code"]),
    ("UnicodeDecodeError", UNICODE),
    ("UnicodeEncodeError", UNICODE),
    ("UnicodeTranslateError", UNICODE),
    ("async_generator", &["ag_running"]),
    ("builtin_function_or_method", &["__module__"]),
    ("classmethod", WRAPPER),
    ("classmethod_descriptor", DESCRIPTOR),
    (
        "code",
        &[
            "co_argcount",
            "co_consts",
            "co_exceptiontable",
            "co_filename",
            "co_firstlineno",
            "co_flags",
            "co_kwonlyargcount",
            "co_linetable",
            "co_name",
            "co_names",
            "co_nlocals",
            "co_posonlyargcount",
            "co_qualname",
            "co_stacksize",
        ],
    ),
    ("complex", &["imag", "real"]),
    ("coroutine", &["cr_origin"]),
    ("frame", &["f_trace_lines"]),
    ("function", &["__builtins__", "__closure__", "__doc__", "__globals__", "__module__"]),
    ("getset_descriptor", DESCRIPTOR),
    ("member_descriptor", DESCRIPTOR),
    ("method", &["__func__", "__self__"]),
    ("method-wrapper", &["__self__"]),
    ("method_descriptor", DESCRIPTOR),
    ("module", &["__dict__"]),
    ("property", &["__doc__", "fdel", "fget", "fset"]),
    ("range", &["start", "step", "stop"]),
    ("slice", &["start", "step", "stop"]),
    ("staticmethod", WRAPPER),
    ("super", &["__self__", "__self_class__", "__thisclass__"]),
    ("traceback", &["tb_frame", "tb_lasti"]),
    (
        "type",
        &[
            "__base__",
            "__basicsize__",
            "__dictoffset__",
            "__flags__",
            "__itemsize__",
            "__weakrefoffset__",
        ],
    ),
    ("types.GenericAlias", &["__args__", "__origin__", "__unpacked__"]),
    ("types.SimpleNamespace", &["__dict__"]),
    ("types.UnionType", &["__args__"]),
    ("typing.TypeAliasType", &["__name__"]),
    ("typing.TypeVar", &["__contravariant__", "__covariant__", "__infer_variance__", "__name__"]),
    ("weakref.ReferenceType", &["__callback__"]),
    ("wrapper_descriptor", DESCRIPTOR),
];

/// Whether the attribute of the builtin type is a member.
pub(super) fn is_member(owner: &TypeRef, name: &str) -> bool {
    let Some(spec) = owner.spec else { return false };
    // Tuples with names for their items.
    if spec.base.is_some_and(|base| base.name == "tuple") {
        return true;
    }
    let row = MEMBERS.binary_search_by(|(of, _)| (*of).cmp(spec.name));
    row.ok().and_then(|at| MEMBERS.get(at)).is_some_and(|(_, names)| names.contains(&name))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_sorted() {
        assert!(super::MEMBERS.is_sorted_by_key(|(name, _)| *name));
    }
}
