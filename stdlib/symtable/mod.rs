//! symtable and _symtable: the scopes of a source and what names mean in them, as the compiler sees it.

use std::rc::Rc;

use taipan_compiler::SymbolTable;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::GetSet;
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::SYNTAX_ERROR;
use taipan_engine::types::module::ModuleSpec;
use taipan_grammar::Mode;

/// The payload of an entry: a scope.
struct Entry {
    table: Rc<SymbolTable>,
    symbols: Value,
    children: Value,
}

impl Traverse for Entry {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.symbols);
        visit(&self.children);
    }
}

fn of(entry: &Value) -> Option<&Entry> {
    entry.foreign::<Entry>()
}

/// The entry of a module's source, with those of the scopes inside it.
fn symtable(vm: &Vm, source: &Value, filename: &Value, mode: &str) -> PyResult {
    let filename = &vm.source_file_name(filename)?;
    let mode = match mode {
        "exec" => Mode::Module,
        "eval" => Mode::Expression,
        "single" => Mode::Interactive,
        _ => {
            let text = "symtable() arg 3 must be 'exec' or 'eval' or 'single'";
            return Err(vm.value_error(text));
        }
    };
    let text = match (source.as_str(), Buffer::of(vm, source)) {
        (Some(text), _) if text.contains('\0') => {
            let text = "source code string cannot contain null bytes";
            return Err(vm.raise(&SYNTAX_ERROR, text));
        }
        (Some(text), _) => text.to_owned(),
        (None, Some(bytes)) => vm.decode_source(&bytes, filename)?,
        (None, None) => {
            return Err(vm.type_error("symtable() arg 1 must be a string or bytes object"));
        }
    };
    let tables = vm.symbol_tables(&text, filename, mode)?;
    // Scopes inside others have higher numbers.
    let mut made: Vec<Value> = vec![Value::NONE; tables.len()];
    for (at, table) in tables.into_iter().enumerate().rev() {
        let symbols = DictObject::new();
        for (name, bits) in &table.symbols {
            drop(symbols.set_interned(&vm.intern(name), vm.int(i64::from(*bits))));
        }
        let children = table.children.iter().filter_map(|child| made.get(*child).cloned());
        let entry = Entry {
            symbols: vm.new_dict(symbols),
            children: vm.new_list(children.collect()),
            table: Rc::new(table),
        };
        if let Some(place) = made.get_mut(at) {
            *place = vm.new_foreign(&vm.ty(&ENTRY), entry);
        }
    }
    Ok(made.into_iter().next().unwrap_or(Value::NONE))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(own) = of(this) else { return Ok(Value::NONE) };
    let (name, line, id) = (&own.table.name, own.table.line, vm.id(this));
    Ok(vm.str(&format!("<symtable entry {name}({id}), line {line}>")))
}

macro_rules! rows {
    ($($name:literal $doc:literal $get:expr;)*) => {
        &[$(GetSet {
            name: $name,
            doc: $doc,
            get: |vm, this| {
                let get: fn(&Vm, &Value, &Entry) -> Value = $get;
                Ok(of(this).map_or(Value::NONE, |own| get(vm, this, own)))
            },
            set: None,
        }),*]
    };
}

static ENTRY: TypeSpec = TypeSpec {
    name: "symtable entry",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { repr: Some(repr), ..Slots::NONE },
    getset: rows![
        "id" "A number that tells it from others." |vm, this, _| vm.int(vm.id(this) as i64);
        "name" "What it is the scope of." |vm, _, own| vm.str(&own.table.name);
        "symbols" "Names and what is known of them." |_, _, own| own.symbols.clone();
        "varnames" "The parameters." |vm, _, own| {
            vm.new_list(own.table.params.iter().map(|name| vm.str(name)).collect())
        };
        "children" "The scopes inside it." |_, _, own| own.children.clone();
        "nested" "Whether it is inside a function." |vm, _, own| {
            vm.int(i64::from(own.table.nested))
        };
        "type" "What kind of scope it is." |vm, _, own| vm.int(i64::from(own.table.kind));
        "lineno" "Where it begins." |vm, _, own| vm.int(i64::from(own.table.line));
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_symtable",
    funcs: taipan_engine::funcs![
        "symtable" = symtable, "(source, filename, startstr, /)", "The scopes of a source.";
    ],
    values: &[
        ("USE", |vm| vm.int(16)),
        ("DEF_GLOBAL", |vm| vm.int(1)),
        ("DEF_NONLOCAL", |vm| vm.int(8)),
        ("DEF_LOCAL", |vm| vm.int(2)),
        ("DEF_PARAM", |vm| vm.int(4)),
        ("DEF_FREE", |vm| vm.int(32)),
        ("DEF_FREE_CLASS", |vm| vm.int(64)),
        ("DEF_IMPORT", |vm| vm.int(128)),
        ("DEF_BOUND", |vm| vm.int(134)),
        ("DEF_ANNOT", |vm| vm.int(256)),
        ("TYPE_FUNCTION", |vm| vm.int(0)),
        ("TYPE_CLASS", |vm| vm.int(1)),
        ("TYPE_MODULE", |vm| vm.int(2)),
        ("TYPE_ANNOTATION", |vm| vm.int(3)),
        ("TYPE_TYPE_ALIAS", |vm| vm.int(4)),
        ("TYPE_TYPE_PARAMETERS", |vm| vm.int(5)),
        ("TYPE_TYPE_VARIABLE", |vm| vm.int(6)),
        ("LOCAL", |vm| vm.int(1)),
        ("GLOBAL_EXPLICIT", |vm| vm.int(2)),
        ("GLOBAL_IMPLICIT", |vm| vm.int(3)),
        ("FREE", |vm| vm.int(4)),
        ("CELL", |vm| vm.int(5)),
        ("SCOPE_OFF", |vm| vm.int(12)),
        ("SCOPE_MASK", |vm| vm.int(15)),
    ],
    ..ModuleSpec::NONE
};

pub(crate) static SYMTABLE: ModuleSpec = ModuleSpec {
    name: "symtable",
    python: Some(frozen!("symtable/symtable.py")),
    ..ModuleSpec::NONE
};
