//! array: sequences of numbers or characters of one kind, kept as the machine has them. The payload is
//! a bytearray's with the kind of its items, so that whatever takes bytes takes arrays.

mod formats;
mod items;
mod methods;
mod sequence;

use std::cell::{Cell, RefCell};

use taipan_engine::funcs;
use taipan_engine::object::header::Payload;
use taipan_engine::object::native::{Args, GetSet};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{ByteArrayObject, BytesObject, ItemKind};
use taipan_engine::types::exception::DEPRECATION_WARNING;
use taipan_engine::types::memory_view::exporter;
use taipan_engine::types::module::ModuleSpec;

/// The parts of an array's payload. No borrow is held while Python code runs.
#[derive(Clone, Copy)]
struct Array<'a> {
    bytes: &'a RefCell<Vec<u8>>,
    views: &'a Cell<usize>,
    kind: ItemKind,
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<Array<'a>> {
    match sequence::payload(value) {
        Some((payload, kind)) => Ok(Array { bytes: &payload.0, views: &payload.1, kind }),
        None => Err(vm.wrong_self(value, "array.array")),
    }
}

fn make(vm: &Vm, class: &TypeRef, kind: ItemKind, bytes: Vec<u8>) -> Value {
    vm.new_object(class, ByteArrayObject(RefCell::new(bytes), Cell::new(0), Some(kind)))
}

fn letter_text(vm: &Vm, kind: ItemKind) -> Value {
    vm.ascii_char(kind.letter)
}

/// The code point of a str of one.
fn one_character(vm: &Vm, what: &str, value: &Value) -> PyResult<u32> {
    let text = value.as_str_object().filter(|text| text.chars() == 1);
    match text.and_then(|text| text.code_point(0)) {
        Some((point, _)) => Ok(point),
        None => {
            let class = vm.class(value).full_name();
            Err(vm.type_error(format!("{what} must be a unicode character, not {class}")))
        }
    }
}

fn warn_of_letter(vm: &Vm, kind: ItemKind) -> PyResult<()> {
    if kind.letter != b'u' {
        return Ok(());
    }
    let text = "The 'u' type code is deprecated and will be removed in Python 3.16";
    vm.warn(&DEPRECATION_WARNING, text)
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let own = vm.ty(&ARRAY);
    let own_init = class.slots.init.get().map(|slot| slot as usize)
        == own.slots.init.get().map(|slot| slot as usize);
    if !args.names.is_empty() && (*class == own || own_init) {
        return Err(vm.type_error("array.array() takes no keyword arguments"));
    }
    let (letter, initial) = match args.positional() {
        [letter] => (letter, None),
        [letter, initial] => (letter, Some(initial).filter(|initial| !initial.is_unbound())),
        [] => return Err(vm.type_error("array() takes at least 1 argument (0 given)")),
        all => {
            let text = format!("array() takes at most 2 arguments ({} given)", all.len());
            return Err(vm.type_error(text));
        }
    };
    let letter = one_character(vm, "array() argument 1", letter)?;
    let kind = u8::try_from(letter).ok().and_then(items::kind_of);
    if let Some(kind) = kind {
        warn_of_letter(vm, kind)?;
        check_initial(vm, kind, initial)?;
    }
    let Some(kind) = kind else {
        let text = "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)";
        return Err(vm.value_error(text));
    };
    let made = make(vm, class, kind, Vec::new());
    let Some(initial) = initial else { return Ok(made) };
    if let Ok(other) = of(vm, initial) {
        if other.kind == kind {
            let bytes = other.bytes.borrow().clone();
            of(vm, &made)?.append(vm, &bytes)?;
            return Ok(made);
        }
    } else if initial.get::<BytesObject>().is_some() || initial.get::<ByteArrayObject>().is_some() {
        methods::frombytes(vm, &made, initial)?;
        return Ok(made);
    } else if initial.as_str_object().is_some() {
        methods::fromunicode(vm, &made, initial)?;
        return Ok(made);
    }
    methods::extend_items(vm, &made, initial)?;
    Ok(made)
}

/// Text goes into arrays of characters only.
fn check_initial(vm: &Vm, kind: ItemKind, initial: Option<&Value>) -> PyResult<()> {
    let Some(initial) = initial.filter(|_| !items::is_text(kind)) else { return Ok(()) };
    let what = match of(vm, initial) {
        Ok(other) if items::is_text(other.kind) => "a unicode array",
        Err(_) if initial.as_str_object().is_some() => "a str",
        _ => return Ok(()),
    };
    let letter = char::from(kind.letter);
    let text = format!("cannot use {what} to initialize an array with typecode '{letter}'");
    Err(vm.type_error(text))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = of(vm, this)?;
    let class = vm.class(this);
    let (name, letter) = (class.name(), char::from(own.kind.letter));
    if own.len() == 0 {
        return Ok(vm.str(&format!("{name}('{letter}')")));
    }
    let items = match items::is_text(own.kind) {
        true => methods::text(vm, this)?,
        false => methods::tolist(vm, this)?,
    };
    let mut out = format!("{name}('{letter}', ").into_bytes();
    vm.push_repr(&mut out, &items)?;
    out.push(b')');
    Ok(vm.str_wtf8(&out))
}

pub(crate) static ARRAY: TypeSpec = TypeSpec {
    name: "array.array",
    doc: "Numbers or characters of one kind, given by a letter: b B signed and unsigned bytes, h H shorts,\ni I ints, l L longs, q Q long longs, f d floats of 4 and 8 bytes, w u characters.\nItems are taken from an iterable, from text, or from the bytes of a buffer.",
    operations: Some(ByteArrayObject::OPERATIONS),
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        hash: Some(taipan_engine::types::unhashable),
        compare: Some(sequence::compare),
        len: Some(|vm, this| Ok(of(vm, this)?.len())),
        getitem: Some(sequence::getitem),
        setitem: Some(sequence::setitem),
        contains: Some(sequence::contains),
        iter: Some(sequence::iter),
        buffer: Some(exporter::of_native),
        sequence: Some(&sequence::SEQUENCE),
        ..Slots::NONE
    },
    methods: {
        use methods::*;
        funcs![
            append "(self, v, /)" "Adds an item at the end.";
            buffer_info "(self, /)" "Where the memory is, and how many items there are.";
            byteswap "(self, /)" "Turns round the bytes of each item.";
            clear "(self, /)" "Takes out all items.";
            count "(self, v, /)" "How many items equal v.";
            extend "(self, bb, /)" "Adds each item of an iterable at the end.";
            fromfile "(self, f, n, /)" "Adds n items that are read from a file as bytes.";
            fromlist "(self, list, /)" "Adds the items of a list, all or none.";
            frombytes "(self, buffer, /)" "Adds the items that the bytes are.";
            fromunicode "(self, ustr, /)" "Adds the characters of a text.";
            index "(self, v, start=missing, stop=missing, /)" "Where the first item is that equals v; ValueError if there is none.";
            insert "(self, i, v, /)" "Puts an item in front of the one at index i.";
            pop "(self, i=-1, /)" "Takes out the item at index i, and gives it.";
            remove "(self, v, /)" "Takes out the first item that equals v.";
            reverse "(self, /)" "Turns the order of the items round.";
            tofile "(self, f, /)" "Writes all items to a file as bytes.";
            tolist "(self, /)" "The items in a list.";
            tobytes "(self, /)" "The items as bytes.";
            tounicode "(self, /)" "The characters as a text.";
            "__release_buffer__" = exporter::release_native, "(self, buffer, /)", "Lets go of a view of the array.";
            "__copy__" = copy, "(self, /)", "An array of the same items.";
            "__deepcopy__" = deepcopy, "(self, unused, /)", "An array of the same items.";
            "__sizeof__" = sizeof, "(self, /)", "How many bytes the array takes.";
            "__reduce_ex__" = formats::reduce_ex, "(self, value, /)", "What copying and pickling by this protocol rebuild it from.";
            class "__class_getitem__" = crate::class_getitem, "(cls, item, /)", "See PEP 585";
        ]
    },
    getset: &[
        GetSet {
            name: "typecode",
            doc: "The letter that says what the items are.",
            get: |vm, this| Ok(letter_text(vm, of(vm, this)?.kind)),
            set: None,
        },
        GetSet {
            name: "itemsize",
            doc: "How many bytes an item takes.",
            get: |vm, this| Ok(vm.int(i64::from(of(vm, this)?.kind.size))),
            set: None,
        },
    ],
    flags: type_flag::BASE | type_flag::SEQUENCE | type_flag::WEAK | type_flag::DERIVED,
    ..TypeSpec::NONE
};

pub(crate) static MODULE: ModuleSpec = ModuleSpec {
    name: "array",
    doc: "Sequences of numbers or characters that take no more room than in C.",
    funcs: funcs![
        "_array_reconstructor" = formats::reconstructor, "(arraytype, typecode, mformat_code, items, /)", "Makes arrays again from what pickles keep of them.";
    ],
    types: &[&ARRAY],
    values: &[
        ("ArrayType", |vm| vm.ty(&ARRAY).value().clone()),
        ("typecodes", |vm| vm.str(items::LETTERS)),
    ],
    init: Some(register),
    ..ModuleSpec::NONE
};

/// Arrays are mutable sequences for whoever asks the abstract class.
fn register(vm: &Vm, _module: &Value) -> PyResult<()> {
    let abstract_classes = vm.import_module("collections.abc")?;
    let class = vm.getattr(&abstract_classes, &vm.intern("MutableSequence"))?;
    vm.call_method(&class, &vm.intern("register"), &[vm.ty(&ARRAY).value().clone()])?;
    Ok(())
}
