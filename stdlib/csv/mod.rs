//! csv: tables as text. Dialects, reader and writer natively; dictionaries as rows, and guessing a
//! dialect, are Python source.

mod dialect;
mod reader;
mod writer;

use std::cell::Cell;
use std::rc::Rc;

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::header::Payload;
use taipan_engine::object::native::Maybe;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{EXCEPTION, ExceptionObject};
use taipan_engine::types::int::BigIntObject;
use taipan_engine::types::module::ModuleSpec;

use dialect::{DIALECT, Quoting};

static ERROR: TypeSpec = TypeSpec {
    name: "_csv.Error",
    base: Some(&EXCEPTION),
    operations: Some(ExceptionObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};

#[cold]
fn error(vm: &Vm, text: impl AsRef<str>) -> Raised {
    vm.raise(&ERROR, text)
}

/// What an interpreter's readers and writers have in common.
struct Settings {
    /// How many characters a field may have.
    limit: Cell<i64>,
    /// Dialects by their names.
    dialects: Value,
}

fn settings(vm: &Vm) -> Rc<Settings> {
    vm.extra(|| Settings { limit: Cell::new(128 * 1024), dialects: vm.new_dict(DictObject::new()) })
}

fn is_exact_int(value: &Value) -> bool {
    value.as_int().is_some() || value.get_exact::<BigIntObject>().is_some()
}

/// The dialect of that name.
fn named(vm: &Vm, name: &Value) -> PyResult {
    let known = settings(vm).dialects.clone();
    let found = match known.get::<DictObject>() {
        Some(known) => known.get(vm, name)?,
        None => None,
    };
    found.ok_or_else(|| error(vm, "unknown dialect"))
}

fn get_dialect(vm: &Vm, name: &Value) -> PyResult {
    named(vm, name)
}

fn list_dialects(vm: &Vm) -> PyResult {
    Ok(vm.new_list(vm.to_vec(&settings(vm).dialects)?))
}

fn register_dialect(vm: &Vm, name: &Value, dialect: &Value, fmtparams: &Value) -> PyResult<()> {
    if name.as_str_object().is_none() {
        return Err(vm.type_error("dialect name must be a string"));
    }
    let made = dialect::made(vm, dialect, fmtparams)?;
    vm.setitem(&settings(vm).dialects, name, Some(&made))
}

fn unregister_dialect(vm: &Vm, name: &Value) -> PyResult<()> {
    named(vm, name)?;
    vm.setitem(&settings(vm).dialects, name, None)
}

fn field_size_limit(vm: &Vm, new: Maybe) -> PyResult<i64> {
    let settings = settings(vm);
    let old = settings.limit.get();
    if let Some(new) = new.0 {
        if !is_exact_int(new) {
            return Err(vm.type_error("limit must be an integer"));
        }
        let number = vm.small_index(new);
        let too_large = || vm.overflow_error("Python int too large to convert to C long");
        settings.limit.set(number.ok_or_else(too_large)?);
    }
    Ok(old)
}

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_csv",
    doc: "Reading and writing tables as text.",
    funcs: funcs![
        "reader" = reader::new, "(iterable, dialect=<default>, /, **fmtparams)", "An iterator over the rows of lines of text, each of them a list.";
        "writer" = writer::new, "(fileobj, dialect=<default>, /, **fmtparams)", "An object that writes rows to what has a method write().";
        get_dialect "(name)" "The dialect of that name.";
        list_dialects "()" "The names of all dialects.";
        register_dialect "(name, dialect=<default>, /, **fmtparams)" "Gives a dialect a name.";
        unregister_dialect "(name)" "Forgets a name of a dialect.";
        field_size_limit "(limit=<unchanged>, /)" "How many characters a field may have so far; set it to limit.";
    ],
    types: &[&DIALECT, &ERROR],
    values: &[
        ("_dialects", |vm| settings(vm).dialects.clone()),
        ("Reader", |vm| vm.ty(&reader::READER).value().clone()),
        ("Writer", |vm| vm.ty(&writer::WRITER).value().clone()),
        ("QUOTE_MINIMAL", |vm| vm.int(Quoting::Minimal as i64)),
        ("QUOTE_ALL", |vm| vm.int(Quoting::All as i64)),
        ("QUOTE_NONNUMERIC", |vm| vm.int(Quoting::NonNumeric as i64)),
        ("QUOTE_NONE", |vm| vm.int(Quoting::None as i64)),
        ("QUOTE_STRINGS", |vm| vm.int(Quoting::Strings as i64)),
        ("QUOTE_NOTNULL", |vm| vm.int(Quoting::NotNull as i64)),
    ],
    ..ModuleSpec::NONE
};

pub(crate) static CSV: ModuleSpec = ModuleSpec {
    name: "csv",
    doc: "Reading and writing tables as text, one row a line, with commas or other separators.",
    python: Some(frozen!("csv/csv.py")),
    ..ModuleSpec::NONE
};
