//! struct: values packed into bytes as a format says. Formats are in `format.rs`, single items in
//! `items.rs`; here are the functions and types.

mod format;
mod items;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Rest, Signature};
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{Buffer, BytesObject};
use taipan_engine::types::exception::{EXCEPTION, ExceptionObject};
use taipan_engine::types::memory_view::exporter;
use taipan_engine::types::module::ModuleSpec;

use format::Format;

static ERROR: TypeSpec = TypeSpec {
    name: "struct.error",
    base: Some(&EXCEPTION),
    operations: Some(ExceptionObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};

#[cold]
fn error(vm: &Vm, text: &str) -> Raised {
    vm.raise(&ERROR, text)
}

/// Formats that functions of the module were called with.
#[derive(Default)]
struct Cache(RefCell<HashMap<Vec<u8>, Rc<Format>>>);

const CACHED: usize = 100;

/// The bytes of a format given as str or bytes.
fn format_bytes(vm: &Vm, format: &Value) -> PyResult<Vec<u8>> {
    if let Some(bytes) = format.get::<BytesObject>() {
        return Ok(bytes.0.to_vec());
    }
    let Some(text) = format.as_str_object() else {
        let class = vm.class(format).full_name();
        let text = format!("Struct() argument 1 must be a str or bytes object, not {class}");
        return Err(vm.type_error(text));
    };
    if text.is_ascii() {
        return Ok(text.as_bytes().to_vec());
    }
    let encoded = vm.call_method(format, &vm.intern("encode"), &[vm.str("ascii")])?;
    Ok(Buffer::simple(vm, &encoded)?.to_vec())
}

fn parsed(vm: &Vm, bytes: &[u8]) -> PyResult<Rc<Format>> {
    Format::parse(bytes).map(Rc::new).map_err(|text| error(vm, text))
}

/// The format of a call.
fn format_of(vm: &Vm, format: &Value) -> PyResult<Rc<Format>> {
    if let Some(known) = struct_in(format) {
        return Ok(known.format.borrow().clone());
    }
    let cache = vm.extra(Cache::default);
    let known = match (format.as_str_object(), format.get::<BytesObject>()) {
        (Some(text), _) => cache.0.borrow().get(text.as_bytes()).cloned(),
        (_, Some(bytes)) => cache.0.borrow().get(&*bytes.0).cloned(),
        (None, None) => None,
    };
    if let Some(known) = known {
        return Ok(known);
    }
    let bytes = format_bytes(vm, format)?;
    let made = parsed(vm, &bytes)?;
    let mut cache = cache.0.borrow_mut();
    if cache.len() >= CACHED {
        cache.clear();
    }
    cache.insert(bytes, made.clone());
    Ok(made)
}

fn clear_cache(vm: &Vm) {
    vm.extra(Cache::default).0.borrow_mut().clear();
}

fn calcsize(vm: &Vm, format: &Value) -> PyResult<usize> {
    Ok(format_of(vm, format)?.size)
}

// ---- with a parsed format ----------------------------------------------------------------------

fn check_count(vm: &Vm, name: &str, format: &Format, values: &[Value]) -> PyResult<()> {
    if values.len() == format.items {
        return Ok(());
    }
    let (wanted, given) = (format.items, values.len());
    Err(error(vm, &format!("{name} expected {wanted} items for packing (got {given})")))
}

fn pack_values(vm: &Vm, format: &Format, values: &[Value]) -> PyResult {
    check_count(vm, "pack", format, values)?;
    Ok(vm.new_bytes(format.pack(vm, values)?))
}

/// The place in a buffer that an offset means; a negative one counts from the end.
fn place(
    vm: &Vm,
    format: &Format,
    offset: i64,
    len: usize,
    too_near: &dyn Fn() -> String,
    too_small: &dyn Fn(usize) -> String,
) -> PyResult<usize> {
    let size = format.size;
    let at = match usize::try_from(offset) {
        Ok(at) => at,
        Err(_) => {
            if offset.saturating_add_unsigned(size as u64) > 0 {
                return Err(error(vm, &too_near()));
            }
            let before = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            let out = || error(vm, &format!("offset {offset} out of range for {len}-byte buffer"));
            len.checked_sub(before).ok_or_else(out)?
        }
    };
    match len.checked_sub(at) {
        Some(room) if room >= size => Ok(at),
        _ => Err(error(vm, &too_small(at))),
    }
}

/// The arguments behind the format: buffer, offset, values.
fn pack_values_into(vm: &Vm, format: &Format, args: &[Value]) -> PyResult<()> {
    let [buffer, offset, values @ ..] = args else {
        let missing = if args.is_empty() { "buffer" } else { "offset" };
        return Err(error(vm, &format!("pack_into expected {missing} argument")));
    };
    check_count(vm, "pack_into", format, values)?;
    exporter::lent(vm, buffer, |buffer| pack_at(vm, format, buffer, offset, values))
}

fn pack_at(
    vm: &Vm,
    format: &Format,
    buffer: &Value,
    offset: &Value,
    values: &[Value],
) -> PyResult<()> {
    let Some(len) = Buffer::room(buffer) else {
        let class = vm.class(buffer).full_name();
        let text = format!("argument must be read-write bytes-like object, not {class}");
        return Err(vm.type_error(text));
    };
    let index = vm.index(offset)?;
    let Some(offset) = vm.small_index(&index) else {
        let class = vm.class(offset).full_name();
        let text = format!("cannot fit '{class}' into an index-sized integer");
        return Err(vm.index_error(text));
    };
    let size = format.size;
    let at = place(
        vm,
        format,
        offset,
        len,
        &|| format!("no space to pack {size} bytes at offset {offset}"),
        &|at| {
            format!(
                "pack_into requires a buffer of at least {} bytes for packing {size} bytes at \
                 offset {at} (actual buffer size is {len})",
                at.saturating_add(size)
            )
        },
    )?;
    let bytes = format.pack(vm, values)?;
    Buffer::write(buffer, at, &bytes);
    Ok(())
}

/// A copy of the bytes, since making values may run finalizers that change them.
fn part(vm: &Vm, buffer: &Value, at: usize, size: usize) -> PyResult<Vec<u8>> {
    let bytes = Buffer::simple(vm, buffer)?;
    let mut copy = Vec::new();
    vm.reserve(&mut copy, Some(size))?;
    copy.extend_from_slice(bytes.get(at..at.saturating_add(size)).unwrap_or(&[]));
    Ok(copy)
}

fn unpack_at(vm: &Vm, format: &Format, buffer: &Value, at: usize) -> PyResult {
    if let Some(bytes) = buffer.get::<BytesObject>() {
        return format.unpack(vm, bytes.0.get(at..at + format.size).unwrap_or(&[]));
    }
    format.unpack(vm, &part(vm, buffer, at, format.size)?)
}

fn unpack_all(vm: &Vm, format: &Format, buffer: &Value) -> PyResult {
    let buffer = &exporter::settled(vm, buffer)?;
    if Buffer::simple(vm, buffer)?.len() != format.size {
        return Err(error(vm, &format!("unpack requires a buffer of {} bytes", format.size)));
    }
    unpack_at(vm, format, buffer, 0)
}

fn unpack_part(vm: &Vm, format: &Format, buffer: &Value, offset: i64) -> PyResult {
    let buffer = &exporter::settled(vm, buffer)?;
    let (len, size) = (Buffer::simple(vm, buffer)?.len(), format.size);
    let at = place(
        vm,
        format,
        offset,
        len,
        &|| format!("not enough data to unpack {size} bytes at offset {offset}"),
        &|at| {
            format!(
                "unpack_from requires a buffer of at least {} bytes for unpacking {size} bytes at \
                 offset {at} (actual buffer size is {len})",
                at.saturating_add(size)
            )
        },
    )?;
    unpack_at(vm, format, buffer, at)
}

fn unpack_each(vm: &Vm, format: Rc<Format>, buffer: &Value) -> PyResult {
    let len = Buffer::simple(vm, buffer)?.len();
    if format.size == 0 {
        return Err(error(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    if !len.is_multiple_of(format.size) {
        let size = format.size;
        let text = format!("iterative unpacking requires a buffer of a multiple of {size} bytes");
        return Err(error(vm, &text));
    }
    // A view, so that the buffer keeps its size; as long as the iterator lives.
    let buffer = vm.memory_view(buffer)?;
    let iterator = Unpacking { format, buffer: buffer.into(), at: Cell::new(0), len };
    Ok(vm.new_foreign(&vm.ty(&UNPACK_ITERATOR), iterator))
}

// ---- functions of the module -------------------------------------------------------------------

fn with_format<'a>(vm: &Vm, args: &'a [Value]) -> PyResult<(Rc<Format>, &'a [Value])> {
    match args.split_first() {
        Some((format, rest)) => Ok((format_of(vm, format)?, rest)),
        None => Err(vm.type_error("missing format argument")),
    }
}

fn pack(vm: &Vm, args: Rest) -> PyResult {
    let (format, values) = with_format(vm, args.0)?;
    pack_values(vm, &format, values)
}

fn pack_into(vm: &Vm, args: Rest) -> PyResult<()> {
    let (format, rest) = with_format(vm, args.0)?;
    pack_values_into(vm, &format, rest)
}

fn unpack(vm: &Vm, format: &Value, buffer: &Value) -> PyResult {
    unpack_all(vm, &*format_of(vm, format)?, buffer)
}

fn unpack_from(vm: &Vm, format: &Value, buffer: &Value, offset: i64) -> PyResult {
    unpack_part(vm, &*format_of(vm, format)?, buffer, offset)
}

fn iter_unpack(vm: &Vm, format: &Value, buffer: &Value) -> PyResult {
    unpack_each(vm, format_of(vm, format)?, buffer)
}

// ---- Struct ------------------------------------------------------------------------------------

struct Struct {
    format: RefCell<Rc<Format>>,
    text: Var,
}

impl Traverse for Struct {}

fn struct_in(value: &Value) -> Option<&Struct> {
    value.foreign::<Struct>()
}

fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Struct> {
    struct_in(this).ok_or_else(|| vm.wrong_self(this, "_struct.Struct"))
}

fn own_format(vm: &Vm, this: &Value) -> PyResult<Rc<Format>> {
    Ok(own(vm, this)?.format.borrow().clone())
}

fn struct_new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, Struct { format: RefCell::default(), text: vm.str("").into() }))
}

fn struct_init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let bound = Signature::parse("(format)").bind(vm, "Struct", args)?;
    let [format] = bound.as_slice() else { return Ok(()) };
    let own = own(vm, this)?;
    let bytes = format_bytes(vm, format)?;
    let made = parsed(vm, &bytes)?;
    own.text.set(vm.str_of_points(bytes.into_iter().map(u32::from)));
    drop(own.format.replace(made));
    Ok(())
}

fn struct_repr(vm: &Vm, this: &Value) -> PyResult<String> {
    let text = vm.repr_text(&own(vm, this)?.text.get())?;
    Ok(format!("{}({text})", vm.class(this).name()))
}

fn struct_pack(vm: &Vm, this: &Value, values: Rest) -> PyResult {
    pack_values(vm, &*own_format(vm, this)?, values.0)
}

fn struct_pack_into(vm: &Vm, this: &Value, args: Rest) -> PyResult<()> {
    pack_values_into(vm, &*own_format(vm, this)?, args.0)
}

fn struct_unpack(vm: &Vm, this: &Value, buffer: &Value) -> PyResult {
    unpack_all(vm, &*own_format(vm, this)?, buffer)
}

fn struct_unpack_from(vm: &Vm, this: &Value, buffer: &Value, offset: i64) -> PyResult {
    unpack_part(vm, &*own_format(vm, this)?, buffer, offset)
}

fn struct_iter_unpack(vm: &Vm, this: &Value, buffer: &Value) -> PyResult {
    unpack_each(vm, own_format(vm, this)?, buffer)
}

fn struct_sizeof(vm: &Vm, this: &Value) -> PyResult<usize> {
    let fields = own_format(vm, this)?.fields.len();
    Ok(56 + 32 * (fields + 1))
}

static STRUCT: TypeSpec = TypeSpec {
    name: "_struct.Struct",
    doc: "A format that is parsed once, to pack and unpack by.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        new: Some(struct_new),
        init: Some(struct_init),
        repr: Some(|vm, this| Ok(vm.str(&struct_repr(vm, this)?))),
        ..Slots::NONE
    },
    methods: funcs![
        "pack" = struct_pack, "(self, /, *values)", "The values as bytes.";
        "pack_into" = struct_pack_into, "(self, /, *args)", "Puts the values into a buffer, from an offset on: pack_into(buffer, offset, v1, v2, ...).";
        "unpack" = struct_unpack, "(self, buffer, /)", "The values of bytes that have just the format's size.";
        "unpack_from" = struct_unpack_from, "(self, /, buffer, offset=0)", "The values of the bytes from the offset on.";
        "iter_unpack" = struct_iter_unpack, "(self, buffer, /)", "An iterator over one tuple of values after the other.";
        "__sizeof__" = struct_sizeof, "(self, /)", "How many bytes the object takes.";
    ],
    getset: &[
        GetSet {
            name: "format",
            doc: "The format that it was made with.",
            get: |vm, this| Ok(own(vm, this)?.text.get()),
            set: None,
        },
        GetSet {
            name: "size",
            doc: "How many bytes a packed value takes.",
            get: |vm, this| Ok(vm.int(own_format(vm, this)?.size as i64)),
            set: None,
        },
    ],
    flags: type_flag::BASE | type_flag::WEAK,
    ..TypeSpec::NONE
};

// ---- the iterator ------------------------------------------------------------------------------

struct Unpacking {
    format: Rc<Format>,
    /// Unbound at the end.
    buffer: Var,
    at: Cell<usize>,
    len: usize,
}

impl Traverse for Unpacking {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.buffer.visit(visit);
    }

    fn clear(&self) {
        self.buffer.set(Value::UNBOUND);
    }
}

fn unpacking<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Unpacking> {
    this.foreign::<Unpacking>().ok_or_else(|| vm.wrong_self(this, "_struct.unpack_iterator"))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = unpacking(vm, this)?;
    let (Some(buffer), at) = (own.buffer.bound(), own.at.get()) else { return Ok(None) };
    if at >= own.len {
        own.buffer.set(Value::UNBOUND);
        return Ok(None);
    }
    own.at.set(at + own.format.size);
    unpack_at(vm, &own.format, &buffer, at).map(Some)
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult<usize> {
    let own = unpacking(vm, this)?;
    match own.buffer.bound() {
        Some(_) => Ok((own.len - own.at.get()) / own.format.size),
        None => Ok(0),
    }
}

static UNPACK_ITERATOR: TypeSpec = TypeSpec {
    name: "_struct.unpack_iterator",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next), ..Slots::NONE },
    methods: funcs![
        "__length_hint__" = length_hint, "(self, /)", "How many tuples are left.";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_struct",
    doc: "Values as bytes of a given format, and back.\n\nThe first character says how: @ native sizes and alignment, = native order, < little endian,\n> or ! big endian. Then come letters, each with a count in front if need be.",
    funcs: funcs![
        calcsize "(format, /)" "How many bytes the format makes.";
        pack "(*args)" "The values as bytes: pack(format, v1, v2, ...).";
        pack_into "(*args)" "Puts the values into a buffer, from an offset on: pack_into(format, buffer, offset, v1, v2, ...).";
        unpack "(format, buffer, /)" "The values of bytes that have just the format's size.";
        unpack_from "(format, /, buffer, offset=0)" "The values of the bytes from the offset on.";
        iter_unpack "(format, buffer, /)" "An iterator over one tuple of values after the other.";
        "_clearcache" = clear_cache, "()", "Forgets the formats that were parsed.";
    ],
    types: &[&STRUCT, &ERROR],
    ..ModuleSpec::NONE
};

pub(crate) static STRUCTS: ModuleSpec = ModuleSpec {
    name: "struct",
    doc: NATIVE.doc,
    python: Some(frozen!("structs/struct.py")),
    ..ModuleSpec::NONE
};
