//! The writer: rows to lines of text.

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::GetSet;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::string::{StrObject, push_wtf8};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::descriptor::readonly;
use taipan_engine::types::exception::TYPE_ERROR;
use taipan_engine::types::float::ComplexObject;

use super::dialect::{self, Dialect, Quoting};
use super::error;

/// The payload of a writer.
struct Writer {
    /// The bound method that takes a line.
    write: Value,
    dialect: Value,
}

impl Traverse for Writer {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.write);
        visit(&self.dialect);
    }
}

const RETURN: u32 = 13;
const NEWLINE: u32 = 10;

pub(super) fn new(vm: &Vm, fileobj: &Value, dialect: &Value, fmtparams: &Value) -> PyResult {
    let dialect = dialect::made(vm, dialect, fmtparams)?;
    let write = vm.getattr_opt(fileobj, &vm.intern("write"))?;
    let callable = |write: &Value| vm.class(write).slots.call.get().is_some();
    let Some(write) = write.filter(callable) else {
        return Err(vm.type_error("argument 1 must have a \"write\" method"));
    };
    Ok(vm.new_foreign(&vm.ty(&WRITER), Writer { write, dialect }))
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Writer> {
    value.foreign::<Writer>().ok_or_else(|| vm.type_error("a writer is required"))
}

/// Whether a value counts as a number, which is not quoted for being none.
fn is_number(vm: &Vm, value: &Value) -> bool {
    let class = vm.class(value);
    let complex = value.get::<ComplexObject>().is_some();
    class.slots.index.get().is_some()
        || complex
        || ["__int__", "__float__"].into_iter().any(|name| class.lookup(&vm.intern(name)).is_some())
}

/// Appends a field's text; quotes stand around it if it, or the dialect, asks for them.
fn append(
    vm: &Vm,
    dialect: &Dialect,
    text: &StrObject,
    quoted: bool,
    out: &mut Vec<u8>,
) -> PyResult<()> {
    let mut quoted = quoted;
    let room = text.as_bytes().len().checked_add(2);
    vm.reserve(out, room)?;
    let start = out.len();
    for point in text.code_points() {
        let (quote, escape) = (Some(point) == dialect.quote, Some(point) == dialect.escape);
        let means_something = point == dialect.delimiter
            || quote
            || escape
            || matches!(point, RETURN | NEWLINE)
            || dialect.terminator_points.contains(&point);
        if means_something {
            let escaped = match dialect.quoting {
                Quoting::None => true,
                _ if quote && dialect.doublequote => {
                    push_wtf8(out, point);
                    false
                }
                _ => quote || escape,
            };
            match dialect.escape {
                Some(escape) if escaped => push_wtf8(out, escape),
                None if escaped => {
                    return Err(error(vm, "need to escape, but no escapechar set"));
                }
                Some(_) | None => quoted = true,
            }
        }
        push_wtf8(out, point);
    }
    if let Some(quote) = dialect.quote.filter(|_| quoted) {
        let mut bytes = Vec::with_capacity(4);
        push_wtf8(&mut bytes, quote);
        out.splice(start..start, bytes.iter().copied());
        out.extend_from_slice(&bytes);
    }
    Ok(())
}

/// Whether a field is quoted whatever is in it.
fn always_quoted(vm: &Vm, quoting: Quoting, field: &Value) -> bool {
    match quoting {
        Quoting::All => true,
        Quoting::NonNumeric => !is_number(vm, field),
        Quoting::Strings => field.as_str_object().is_some(),
        Quoting::NotNull => !field.is_none(),
        Quoting::Minimal | Quoting::None => false,
    }
}

fn line_of(vm: &Vm, dialect: &Dialect, row: &Value) -> PyResult<Vec<u8>> {
    let fields = vm.iter(row).map_err(|raised| {
        if !vm.is_exception(&raised.0, &TYPE_ERROR) {
            return raised;
        }
        let class = vm.class(row).full_name();
        error(vm, format!("iterable expected, not {class}"))
    })?;
    let mut out = Vec::new();
    let (mut count, mut null) = (0usize, false);
    let must_stay_empty =
        |null: bool| dialect.quoting == Quoting::None || null && dialect.quoting.has_null();
    while let Some(field) = vm.next(&fields)? {
        null = field.is_none();
        let mut quoted = always_quoted(vm, dialect.quoting, &field);
        let text = if null { vm.str("") } else { vm.str_of(&field)? };
        let Some(text) = text.as_str_object() else { continue };
        if text.chars() == 0 && dialect.delimiter == u32::from(' ') && dialect.skip_space {
            if must_stay_empty(null) {
                let text = "empty field must be quoted if delimiter is a space and \
                            skipinitialspace is true";
                return Err(error(vm, text));
            }
            quoted = true;
        }
        if count > 0 {
            push_wtf8(&mut out, dialect.delimiter);
        }
        append(vm, dialect, text, quoted, &mut out)?;
        count += 1;
    }
    if count == 1 && out.is_empty() {
        // Without quotes it would be an empty line.
        if must_stay_empty(null) {
            return Err(error(vm, "single empty field record must be quoted"));
        }
        let empty = vm.str("");
        if let Some(text) = empty.as_str_object() {
            append(vm, dialect, text, true, &mut out)?;
        }
    }
    dialect.terminator_points.iter().for_each(|point| push_wtf8(&mut out, *point));
    Ok(out)
}

fn writerow(vm: &Vm, this: &Value, row: &Value) -> PyResult {
    let writer = of(vm, this)?;
    let line = line_of(vm, dialect::of(vm, &writer.dialect)?, row)?;
    let line = vm.finish_str(&line)?;
    vm.call(&writer.write, &[line])
}

fn writerows(vm: &Vm, this: &Value, rows: &Value) -> PyResult<()> {
    let rows = vm.iter(rows)?;
    while let Some(row) = vm.next(&rows)? {
        writerow(vm, this, &row)?;
    }
    Ok(())
}

pub(super) static WRITER: TypeSpec = TypeSpec {
    name: "_csv.writer",
    doc: "Writes rows.",
    operations: Some(ForeignObject::OPERATIONS),
    methods: funcs![
        writerow "(self, row, /)" "Writes a row; what the file's write() gives.";
        writerows "(self, rows, /)" "Writes several rows.";
    ],
    getset: &[GetSet {
        name: "dialect",
        doc: "The dialect.",
        get: |vm, this| Ok(of(vm, this)?.dialect.clone()),
        set: Some(readonly),
    }],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
