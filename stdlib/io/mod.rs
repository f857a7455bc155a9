//! io: the streams of the engine under the names that programs know.

use taipan_engine::funcs;
use taipan_engine::object::types::TypeSpec;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::BLOCKING_IO_ERROR;
use taipan_engine::types::io::*;
use taipan_engine::types::module::{MakeValue, ModuleSpec};

const TYPES: &[&TypeSpec] = &[
    &FILE_IO,
    &BYTES_IO,
    &STRING_IO,
    &BUFFERED_READER,
    &BUFFERED_WRITER,
    &BUFFERED_PAIR,
    &BUFFERED_RANDOM,
    &TEXT_IO_WRAPPER,
    &NEWLINE_DECODER,
    &UNSUPPORTED_OPERATION,
];

const VALUES: &[(&str, MakeValue)] = &[
    ("BlockingIOError", |vm| vm.ty(&BLOCKING_IO_ERROR).value().clone()),
    ("DEFAULT_BUFFER_SIZE", |vm| vm.int(BUFFER_SIZE as i64)),
];

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_io",
    doc: "The streams themselves.",
    funcs: funcs![
        open_code "(path)" "Opens a file that is about to be run, for reading bytes.";
        text_encoding "(encoding, stacklevel=2, /)" "The encoding to use: \"locale\" (or \"utf-8\" in UTF-8 mode) where the program named none.";
    ],
    types: TYPES,
    values: VALUES,
    init: Some(|vm, module| {
        let builtins = vm.import_module("builtins")?;
        let open = vm.intern("open");
        vm.setattr(module, &open, Some(&vm.getattr(&builtins, &open)?))?;
        for spec in [&IO_BASE, &RAW_IO_BASE, &BUFFERED_IO_BASE, &TEXT_IO_BASE] {
            let class = vm.ty(spec);
            vm.setattr(module, &vm.intern_value(&class.name.get()), Some(class.value()))?;
        }
        Ok(())
    }),
    ..ModuleSpec::NONE
};

fn all(vm: &Vm) -> Value {
    let names = [
        "BlockingIOError",
        "open",
        "open_code",
        "IOBase",
        "RawIOBase",
        "FileIO",
        "BytesIO",
        "StringIO",
        "BufferedIOBase",
        "BufferedReader",
        "BufferedWriter",
        "BufferedRWPair",
        "BufferedRandom",
        "TextIOBase",
        "TextIOWrapper",
        "UnsupportedOperation",
        "SEEK_SET",
        "SEEK_CUR",
        "SEEK_END",
        "DEFAULT_BUFFER_SIZE",
        "text_encoding",
        "IncrementalNewlineDecoder",
    ];
    vm.new_list(names.iter().map(|name| vm.str(name)).collect())
}

/// An abstract class, made when somebody asks for one of them.
macro_rules! abstract_class {
    ($name:literal) => {
        ($name, |vm: &Vm| {
            let module = vm.import_module("_io_abstract")?;
            vm.getattr(&module, &vm.intern($name))
        })
    };
}

/// The classes that programs derive from and register with, over those of the engine.
pub(crate) static ABSTRACT: ModuleSpec = ModuleSpec {
    name: "_io_abstract",
    doc: "The abstract classes of io.",
    python: Some(frozen!("io/abstract.py")),
    ..ModuleSpec::NONE
};

pub(crate) static IO: ModuleSpec = ModuleSpec {
    name: "io",
    doc: "Files and other streams.",
    types: TYPES,
    values: &[
        VALUES[0],
        VALUES[1],
        ("SEEK_SET", |vm| vm.int(0)),
        ("SEEK_CUR", |vm| vm.int(1)),
        ("SEEK_END", |vm| vm.int(2)),
        ("__all__", all),
    ],
    lazy: &[
        abstract_class!("IOBase"),
        abstract_class!("RawIOBase"),
        abstract_class!("BufferedIOBase"),
        abstract_class!("TextIOBase"),
    ],
    init: Some(|vm, module| {
        // The very functions, not others of the same table: `io.open is open`.
        let native = vm.import_module("_io")?;
        for name in ["open", "open_code", "text_encoding"] {
            let name = vm.intern(name);
            vm.setattr(module, &name, Some(&vm.getattr(&native, &name)?))?;
        }
        Ok(())
    }),
    ..ModuleSpec::NONE
};
