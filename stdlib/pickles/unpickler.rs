//! The type Unpickler and the view of its memo.

use std::cell::{Cell, RefCell};

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Signature};
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::ATTRIBUTE_ERROR;

use super::UNPICKLING_ERROR;
use super::input::Input;
use super::load::Load;
use super::memo::LoadedMemo;
use super::names::{self, Towards};

/// The state of an unpickler.
pub(super) struct Unpickler {
    /// Taken out while a pickle is read.
    input: RefCell<Option<Input>>,
    busy: Cell<bool>,
    pub(super) memo: RefCell<LoadedMemo>,
    pub(super) protocol: Cell<u8>,
    fix_imports: Cell<bool>,
    /// For strings of Python 2.
    pub(super) encoding: Var,
    pub(super) errors: Var,
    /// An iterator, unbound if there are none.
    pub(super) buffers: Var,
}

impl Traverse for Unpickler {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(input) = &*self.input.borrow() {
            input.visit(visit);
        }
        self.memo.borrow().visit(visit);
        self.buffers.visit(visit);
    }

    fn clear(&self) {
        let (input, memo) = (self.input.take(), self.memo.take());
        drop((input, memo));
        self.buffers.set(Value::UNBOUND);
    }
}

impl Unpickler {
    fn new(vm: &Vm) -> Unpickler {
        Unpickler {
            input: RefCell::default(),
            busy: Cell::new(false),
            memo: RefCell::default(),
            protocol: Cell::new(0),
            fix_imports: Cell::new(true),
            encoding: vm.intern("ASCII").into(),
            errors: vm.intern("strict").into(),
            buffers: Value::UNBOUND.into(),
        }
    }

    fn configure(&self, vm: &Vm, name: &str, settings: &[Value]) -> PyResult<()> {
        let [fix_imports, encoding, errors, buffers] = settings else { return Ok(()) };
        for (what, value) in [("encoding", encoding), ("errors", errors)] {
            if value.as_str_object().is_none() {
                let class = vm.class(value).full_name();
                let text = format!("{name}() argument '{what}' must be str, not {class}");
                return Err(vm.type_error(text));
            }
        }
        self.fix_imports.set(vm.truth(fix_imports)?);
        self.encoding.set(encoding.clone());
        self.errors.set(errors.clone());
        self.buffers.set(match buffers.is_none() || buffers.is_unbound() {
            true => Value::UNBOUND,
            false => vm.iter(buffers)?,
        });
        Ok(())
    }
}

pub(super) fn load(
    vm: &Vm,
    file: &Value,
    fix_imports: Value,
    encoding: Value,
    errors: Value,
    buffers: Value,
) -> PyResult {
    let own = Unpickler::new(vm);
    let mut input = Input::of_file(vm, file)?;
    own.configure(vm, "load", &[fix_imports, encoding, errors, buffers])?;
    Load::new(vm, &own, None, &mut input).run()
}

pub(super) fn loads(
    vm: &Vm,
    data: &Value,
    fix_imports: Value,
    encoding: Value,
    errors: Value,
    buffers: Value,
) -> PyResult {
    let own = Unpickler::new(vm);
    own.configure(vm, "loads", &[fix_imports, encoding, errors, buffers])?;
    let mut input = Input::of_bytes(vm, data)?;
    Load::new(vm, &own, None, &mut input).run()
}

/// The object of a name in a pickle.
pub(super) fn find_class(vm: &Vm, own: &Unpickler, module: &Value, name: &Value) -> PyResult {
    let sys = vm.import_module("sys")?;
    let event = [vm.str("pickle.find_class"), module.clone(), name.clone()];
    vm.call_method(&sys, &vm.intern("audit"), &event)?;
    let protocol = own.protocol.get();
    let (module_name, name) = match protocol < 3 && own.fix_imports.get() {
        true => names::translated(vm, Towards::Python3, module.clone(), name.clone())?,
        false => (module.clone(), name.clone()),
    };
    let module = names::import(vm, &module_name)?;
    let path = match protocol >= 4 {
        true => names::dotted(vm, &name, Some(&module))?,
        false => vec![name.clone()],
    };
    match names::follow(vm, &module, &path)? {
        Some(found) => Ok(found),
        None => {
            let (name, module) = (vm.repr_text(&name)?, vm.repr_text(&module)?);
            let text = format!("Can't get attribute {name} on {module}");
            Err(vm.raise(&ATTRIBUTE_ERROR, text))
        }
    }
}

#[cold]
pub(super) fn no_persistent_load(vm: &Vm) -> Raised {
    let text = "A load persistent id instruction was encountered, but no persistent_load function \
                was specified.";
    vm.raise(&UNPICKLING_ERROR, text)
}

// ---- the type ----------------------------------------------------------------------------------

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Unpickler> {
    value.foreign::<Unpickler>().ok_or_else(|| vm.wrong_self(value, "_pickle.Unpickler"))
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, Unpickler::new(vm)))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    const SIGNATURE: &str =
        "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())";
    let bound = Signature::parse(SIGNATURE).bind(vm, "Unpickler", args)?;
    let Some((file, settings)) = bound.split_first() else { return Ok(()) };
    let own = of(vm, this)?;
    let input = Input::of_file(vm, file)?;
    own.configure(vm, "Unpickler", settings)?;
    let (old, memo) = (own.input.replace(Some(input)), own.memo.take());
    drop((old, memo));
    own.protocol.set(0);
    Ok(())
}

fn method_load(vm: &Vm, this: &Value) -> PyResult {
    let own = of(vm, this)?;
    if own.busy.get() {
        return Err(vm.runtime_error("Unpickler object is already being used"));
    }
    let Some(mut input) = own.input.take() else {
        let class = vm.class(this).name();
        let text = format!("Unpickler.__init__() was not called by {class}.__init__()");
        return Err(vm.raise(&UNPICKLING_ERROR, text));
    };
    own.busy.set(true);
    own.protocol.set(0);
    let result = Load::new(vm, own, Some(this), &mut input).run();
    own.busy.set(false);
    // `__init__` may have been called meanwhile.
    let mut place = own.input.borrow_mut();
    if place.is_none() {
        *place = Some(input);
    }
    result
}

fn method_find_class(vm: &Vm, this: &Value, module: &Value, name: &Value) -> PyResult {
    let own = of(vm, this)?;
    for (what, value) in [("module", module), ("global", name)] {
        if value.as_str_object().is_none() {
            return Err(vm.type_error(format!("{what} name must be a string")));
        }
    }
    find_class(vm, own, module, name)
}

fn persistent_load(vm: &Vm, _this: &Value, _id: &Value) -> PyResult {
    Err(no_persistent_load(vm))
}

fn sizeof(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(size_of::<Unpickler>() + of(vm, this)?.memo.borrow().size())
}

fn get_memo(vm: &Vm, this: &Value) -> PyResult {
    of(vm, this)?;
    Ok(vm.new_foreign(&vm.ty(&MEMO), Memo { unpickler: this.clone() }))
}

fn set_memo(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let own = of(vm, this)?;
    let Some(value) = value else {
        return Err(vm.type_error("attribute deletion is not supported"));
    };
    let mut entries = Vec::new();
    if let Some(memo) = value.foreign::<Memo>() {
        entries = of(vm, &memo.unpickler)?.memo.borrow().entries();
    } else if let Some(dict) = value.get::<DictObject>() {
        for (key, object) in dict.pairs() {
            if vm.as_big(&key).is_none() {
                return Err(vm.type_error("memo key must be integers"));
            }
            let number = vm.index_i64(&key)?;
            let number = usize::try_from(number)
                .map_err(|_| vm.value_error("memo key must be positive integers."))?;
            entries.push((number, object));
        }
    } else {
        let class = vm.class(value).full_name();
        let text =
            format!("'memo' attribute must be an UnpicklerMemoProxy object or dict, not {class}");
        return Err(vm.type_error(text));
    }
    let mut memo = LoadedMemo::default();
    for (number, object) in entries {
        drop(memo.put(number, object));
    }
    let old = own.memo.replace(memo);
    drop(old);
    Ok(())
}

pub(super) static UNPICKLER: TypeSpec = TypeSpec {
    name: "_pickle.Unpickler",
    doc: "Reads pickles from a file.\n\nencoding and errors are for strings that Python 2 has written, encoding='bytes' leaves them bytes;\nbuffers are those that the pickler has kept out of the pickle. A pickle can do whatever code can:\nread only those that you trust.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), init: Some(init), ..Slots::NONE },
    methods: funcs![
        "load" = method_load, "(self, /)", "Reads a pickle, and gives the object.";
        persistent_load "(self, pid, /)" "The object that an id in the pickle stands for.";
        "find_class" = method_find_class, "(self, module_name, global_name, /)", "The object of a name in a module; subclasses may allow fewer.";
        "__sizeof__" = sizeof, "(self, /)", "How many bytes the unpickler takes.";
    ],
    getset: &[GetSet { name: "memo", doc: "", get: get_memo, set: Some(set_memo) }],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};

// ---- the memo, seen from Python ----------------------------------------------------------------

struct Memo {
    unpickler: Value,
}

impl Traverse for Memo {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.unpickler);
    }
}

fn memo_of<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a RefCell<LoadedMemo>> {
    let memo = this.foreign::<Memo>();
    let memo = memo.ok_or_else(|| vm.wrong_self(this, "_pickle.UnpicklerMemoProxy"))?;
    Ok(&of(vm, &memo.unpickler)?.memo)
}

fn memo_clear(vm: &Vm, this: &Value) -> PyResult<()> {
    let old = memo_of(vm, this)?.take();
    drop(old);
    Ok(())
}

fn memo_copy(vm: &Vm, this: &Value) -> PyResult {
    let copy = DictObject::new();
    let entries = memo_of(vm, this)?.borrow().entries();
    for (number, value) in entries {
        drop(copy.insert(vm, vm.int(number as i64), value)?);
    }
    Ok(vm.new_dict(copy))
}

fn memo_reduce(vm: &Vm, this: &Value) -> PyResult {
    let copy = memo_copy(vm, this)?;
    Ok(vm.tuple(vec![vm.types.dict().value().clone(), vm.tuple(vec![copy])]))
}

static MEMO: TypeSpec = TypeSpec {
    name: "_pickle.UnpicklerMemoProxy",
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
