//! The type Pickler and the view of its memo.

use std::cell::Cell;

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Signature};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;

use super::PICKLING_ERROR;
use super::memo::SavedMemo;
use super::op::{DEFAULT_PROTOCOL, HIGHEST_PROTOCOL};
use super::save::Dump;

/// The state of a pickler.
pub(super) struct Pickler {
    /// What to call with parts of the pickle; unbound before `__init__`, and for memory.
    write: Var,
    pub(super) protocol: Cell<u8>,
    binary: Cell<i64>,
    pub(super) fast: Cell<bool>,
    pub(super) fix_imports: Cell<bool>,
    pub(super) buffer_callback: Var,
    dispatch_table: Var,
    pub(super) memo: SavedMemo,
}

impl Traverse for Pickler {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.write.visit(visit);
        self.buffer_callback.visit(visit);
        self.dispatch_table.visit(visit);
        self.memo.visit(visit);
    }

    fn clear(&self) {
        self.write.set(Value::UNBOUND);
        self.buffer_callback.set(Value::UNBOUND);
        self.dispatch_table.set(Value::UNBOUND);
        self.memo.clear();
    }
}

impl Pickler {
    fn new() -> Pickler {
        Pickler {
            write: Value::UNBOUND.into(),
            protocol: Cell::new(DEFAULT_PROTOCOL),
            binary: Cell::new(1),
            fast: Cell::new(false),
            fix_imports: Cell::new(true),
            buffer_callback: Value::UNBOUND.into(),
            dispatch_table: Value::UNBOUND.into(),
            memo: SavedMemo::default(),
        }
    }

    /// Takes over what the arguments of a pickler say.
    fn configure(
        &self,
        vm: &Vm,
        protocol: &Value,
        fix_imports: &Value,
        buffer_callback: &Value,
    ) -> PyResult<()> {
        let number = if protocol.is_none() {
            i64::from(DEFAULT_PROTOCOL)
        } else {
            let index = vm.index(protocol)?;
            vm.small_index(&index)
                .ok_or_else(|| vm.overflow_error("Python int too large to convert to C int"))?
        };
        let protocol = match number {
            ..0 => HIGHEST_PROTOCOL,
            _ => u8::try_from(number).ok().filter(|p| *p <= HIGHEST_PROTOCOL).ok_or_else(|| {
                vm.value_error(format!("pickle protocol must be <= {HIGHEST_PROTOCOL}"))
            })?,
        };
        self.fix_imports.set(vm.truth(fix_imports)? && protocol < 3);
        if !buffer_callback.is_none() && protocol < 5 {
            return Err(vm.value_error("buffer_callback needs protocol >= 5"));
        }
        self.protocol.set(protocol);
        self.binary.set(i64::from(protocol > 0));
        self.buffer_callback.set(match buffer_callback.is_none() {
            true => Value::UNBOUND,
            false => buffer_callback.clone(),
        });
        Ok(())
    }
}

fn write_of(vm: &Vm, file: &Value) -> PyResult {
    vm.getattr_opt(file, &vm.intern("write"))?
        .ok_or_else(|| vm.type_error("file must have a 'write' attribute"))
}

pub(super) fn dump(
    vm: &Vm,
    object: &Value,
    file: &Value,
    protocol: &Value,
    fix_imports: &Value,
    buffer_callback: &Value,
) -> PyResult<()> {
    let own = Pickler::new();
    own.configure(vm, protocol, fix_imports, buffer_callback)?;
    let write = write_of(vm, file)?;
    Dump::new(vm, &own, Some(write), Value::UNBOUND).run(object)?;
    Ok(())
}

pub(super) fn dumps(
    vm: &Vm,
    object: &Value,
    protocol: &Value,
    fix_imports: &Value,
    buffer_callback: &Value,
) -> PyResult {
    let own = Pickler::new();
    own.configure(vm, protocol, fix_imports, buffer_callback)?;
    let bytes = Dump::new(vm, &own, None, Value::UNBOUND).run(object)?;
    Ok(vm.new_bytes(bytes))
}

// ---- the type ----------------------------------------------------------------------------------

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Pickler> {
    value.foreign::<Pickler>().ok_or_else(|| vm.wrong_self(value, "_pickle.Pickler"))
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, Pickler::new()))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    const SIGNATURE: &str = "(file, protocol=None, fix_imports=True, buffer_callback=None)";
    let bound = Signature::parse(SIGNATURE).bind(vm, "Pickler", args)?;
    let [file, protocol, fix_imports, buffer_callback] = bound.as_slice() else { return Ok(()) };
    let own = of(vm, this)?;
    own.configure(vm, protocol, fix_imports, buffer_callback)?;
    own.write.set(write_of(vm, file)?);
    own.fast.set(false);
    own.memo.clear();
    // A subclass may have a table of its own.
    let name = vm.intern("dispatch_table");
    let class = vm.type_of(this);
    if class.lookup(&name) != vm.ty(&PICKLER).own(&name) {
        let table = vm.getattr_opt(this, &name)?;
        own.dispatch_table.set(table.unwrap_or(Value::UNBOUND));
    }
    Ok(())
}

/// A method that a subclass has put in place of the type's own, or an attribute of the instance.
fn overridden(vm: &Vm, this: &Value, name: &str) -> PyResult<Option<Value>> {
    let name = vm.intern(name);
    let own = vm.ty(&PICKLER).own(&name);
    let class = vm.type_of(this);
    let instance = this.header().and_then(|header| vm.instance_attr(header, &name));
    if instance.is_none() && class.lookup(&name) == own {
        return Ok(None);
    }
    vm.getattr_opt(this, &name)
}

fn method_dump(vm: &Vm, this: &Value, object: &Value) -> PyResult<()> {
    let own = of(vm, this)?;
    let Some(write) = own.write.bound() else {
        let class = vm.class(this).name();
        let text = format!("Pickler.__init__() was not called by {class}.__init__()");
        return Err(vm.raise(&PICKLING_ERROR, text));
    };
    let table = own.dispatch_table.bound().unwrap_or(Value::UNBOUND);
    let mut dump = Dump::new(vm, own, Some(write), table);
    dump.persistent_id = overridden(vm, this, "persistent_id")?;
    dump.reducer_override = overridden(vm, this, "reducer_override")?;
    dump.run(object)?;
    Ok(())
}

fn persistent_id(_: &Vm, _this: &Value, _object: &Value) {}

fn clear_memo(vm: &Vm, this: &Value) -> PyResult<()> {
    of(vm, this)?.memo.clear();
    Ok(())
}

fn sizeof(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(size_of::<Pickler>() + of(vm, this)?.memo.size())
}

fn get_dispatch_table(vm: &Vm, this: &Value) -> PyResult {
    match of(vm, this)?.dispatch_table.bound() {
        Some(table) => Ok(table),
        None => Err(vm.no_attribute(this, &vm.intern("dispatch_table"))),
    }
}

fn set_dispatch_table(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let own = of(vm, this)?;
    if value.is_none() && own.dispatch_table.is_unbound() {
        let name = vm.intern("dispatch_table");
        return Err(vm.attribute_error(name.to_text(), this, &name));
    }
    own.dispatch_table.set(value.cloned().unwrap_or(Value::UNBOUND));
    Ok(())
}

/// A number that Python code can set; what is no number is refused.
fn number(vm: &Vm, value: Option<&Value>) -> PyResult<i64> {
    match value {
        Some(value) => vm.index_i64(value),
        None => Err(vm.type_error("can't delete numeric/char attribute")),
    }
}

fn get_memo(vm: &Vm, this: &Value) -> PyResult {
    of(vm, this)?;
    Ok(vm.new_foreign(&vm.ty(&MEMO), Memo { pickler: this.clone() }))
}

fn set_memo(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let own = of(vm, this)?;
    let Some(value) = value else {
        return Err(vm.type_error("attribute deletion is not supported"));
    };
    if let Some(memo) = value.foreign::<Memo>() {
        let entries = of(vm, &memo.pickler)?.memo.entries();
        own.memo.replace(entries);
        return Ok(());
    }
    let Some(dict) = value.get::<DictObject>() else {
        let class = vm.class(value).full_name();
        let text =
            format!("'memo' attribute must be a PicklerMemoProxy object or dict, not {class}");
        return Err(vm.type_error(text));
    };
    let mut entries = Vec::new();
    for (_, entry) in dict.pairs() {
        let Some([number, object]) = entry.as_tuple() else {
            return Err(vm.type_error("'memo' values must be 2-item tuples"));
        };
        let number = vm.index_i64(number)?;
        entries.push((number.max(0) as usize, object.clone()));
    }
    own.memo.replace(entries);
    Ok(())
}

pub(super) static PICKLER: TypeSpec = TypeSpec {
    name: "_pickle.Pickler",
    doc: "Writes pickles to a file.\n\nThe protocol says which of the formats 0 to 5 is used; with fix_imports, names are those of Python 2\nbefore protocol 3; buffer_callback is given buffers that need not be in the pickle (protocol 5).",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), init: Some(init), ..Slots::NONE },
    methods: funcs![
        "dump" = method_dump, "(self, obj, /)", "Writes a pickle of an object.";
        clear_memo "(self, /)" "Forgets what was pickled, so that it is pickled anew.";
        persistent_id "(self, obj, /)" "What stands for the object in the pickle, None for its contents.";
        "__sizeof__" = sizeof, "(self, /)", "How many bytes the pickler takes.";
    ],
    getset: &[
        GetSet {
            name: "bin",
            doc: "",
            get: |vm, this| Ok(vm.int(of(vm, this)?.binary.get())),
            set: Some(|vm, this, value| {
                of(vm, this)?.binary.set(number(vm, value)?);
                Ok(())
            }),
        },
        GetSet {
            name: "fast",
            doc: "",
            get: |vm, this| Ok(vm.int(i64::from(of(vm, this)?.fast.get()))),
            set: Some(|vm, this, value| {
                of(vm, this)?.fast.set(number(vm, value)? != 0);
                Ok(())
            }),
        },
        GetSet {
            name: "dispatch_table",
            doc: "",
            get: get_dispatch_table,
            set: Some(set_dispatch_table),
        },
        GetSet { name: "memo", doc: "", get: get_memo, set: Some(set_memo) },
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};

// ---- the memo, seen from Python ----------------------------------------------------------------

struct Memo {
    pickler: Value,
}

impl Traverse for Memo {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.pickler);
    }
}

fn memo_of<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a SavedMemo> {
    let memo = this.foreign::<Memo>();
    let memo = memo.ok_or_else(|| vm.wrong_self(this, "_pickle.PicklerMemoProxy"))?;
    Ok(&of(vm, &memo.pickler)?.memo)
}

fn memo_clear(vm: &Vm, this: &Value) -> PyResult<()> {
    memo_of(vm, this)?.clear();
    Ok(())
}

fn memo_copy(vm: &Vm, this: &Value) -> PyResult {
    let copy = DictObject::new();
    for (number, value) in memo_of(vm, this)?.entries() {
        let key = vm.int(vm.id(&value) as i64);
        let entry = vm.tuple(vec![vm.int(number as i64), value]);
        drop(copy.insert(vm, key, entry)?);
    }
    Ok(vm.new_dict(copy))
}

fn memo_reduce(vm: &Vm, this: &Value) -> PyResult {
    let copy = memo_copy(vm, this)?;
    Ok(vm.tuple(vec![vm.types.dict().value().clone(), vm.tuple(vec![copy])]))
}

static MEMO: TypeSpec = TypeSpec {
    name: "_pickle.PicklerMemoProxy",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { hash: Some(taipan_engine::types::unhashable), ..Slots::NONE },
    methods: funcs![
        "clear" = memo_clear, "(self, /)", "Takes all entries out of the memo.";
        "copy" = memo_copy, "(self, /)", "The memo as a dict.";
        "__reduce__" = memo_reduce, "(self, /)", "What copying and pickling rebuild it from.";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
