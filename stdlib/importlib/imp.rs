//! _imp: what the Python part of the import system asks of the interpreter. There are no frozen
//! modules and no extension modules, so much of it says no.

use std::cell::Cell;
use std::hash::Hasher;

use siphasher::sip::SipHasher13;
use taipan_engine::funcs;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::{IMPORT_ERROR, RUNTIME_ERROR};
use taipan_engine::types::module::ModuleSpec;

/// The lock of all imports, made when somebody wants it, and how often it is held.
#[derive(Default)]
struct ImportLock {
    lock: Var,
    held: Cell<usize>,
}

fn lock(vm: &Vm) -> PyResult {
    let state = vm.extra(ImportLock::default);
    if let Some(lock) = state.lock.bound() {
        return Ok(lock);
    }
    let threads = vm.import_module("_thread")?;
    let made = vm.call_method(&threads, &vm.intern("RLock"), &[])?;
    state.lock.set(made.clone());
    Ok(made)
}

fn lock_held(vm: &Vm) -> bool {
    vm.extra(ImportLock::default).held.get() > 0
}

fn acquire_lock(vm: &Vm) -> PyResult<()> {
    vm.call_method(&lock(vm)?, &vm.intern("acquire"), &[])?;
    let state = vm.extra(ImportLock::default);
    state.held.set(state.held.get() + 1);
    Ok(())
}

fn release_lock(vm: &Vm) -> PyResult<()> {
    if vm.call_method(&lock(vm)?, &vm.intern("release"), &[]).is_err() {
        return Err(vm.raise(&RUNTIME_ERROR, "not holding the import lock"));
    }
    let state = vm.extra(ImportLock::default);
    state.held.set(state.held.get().saturating_sub(1));
    Ok(())
}

/// -1 for modules that are made once and for all, 1 for others of the interpreter's own, else 0.
fn is_builtin(vm: &Vm, name: &Value) -> PyResult<i64> {
    let Some(name) = name.as_str() else {
        let class = vm.class(name).name();
        return Err(vm.type_error(format!("is_builtin() argument must be str, not {class}")));
    };
    Ok(match (vm.module_spec(name), name) {
        (None, _) => 0,
        (Some(_), "sys" | "builtins") => -1,
        (Some(_), _) => 1,
    })
}

fn is_package(vm: &Vm, name: &str) -> bool {
    vm.is_native_package(name)
}

/// A native module for a spec, not started yet.
fn create_builtin(vm: &Vm, spec: &Value) -> PyResult {
    let name = vm.getattr(spec, &vm.names().name)?;
    let Some(name) = name.as_str() else {
        let class = vm.class(&name).name();
        return Err(vm.type_error(format!("expected string, got {class}")));
    };
    let Some(found) = vm.module_spec(name) else { return Ok(Value::NONE) };
    if matches!(name, "sys" | "builtins") {
        return vm.import_module(name);
    }
    vm.create_native(found)
}

fn exec_builtin(vm: &Vm, module: &Value) -> PyResult<i64> {
    let spec = vm.getattr_opt(module, &vm.names().__spec__)?.unwrap_or(Value::NONE);
    let name = vm.getattr_opt(&spec, &vm.names().name)?.unwrap_or(Value::NONE);
    if let Some(found) = name.as_str().and_then(|name| vm.module_spec(name))
        && !matches!(found.name, "sys" | "builtins")
    {
        vm.start_native(found, module)?;
    }
    Ok(0)
}

fn extension_suffixes(vm: &Vm) -> Value {
    vm.new_list(Vec::new())
}

#[cold]
fn no_extensions(vm: &Vm, spec: &Value, _file: &Value) -> PyResult {
    let attribute = |name: &str| vm.getattr_opt(spec, &vm.intern(name));
    let (name, path) = (attribute("name")?, attribute("origin")?);
    let raised = vm.raise(&IMPORT_ERROR, "extension modules cannot be loaded: there is no C API");
    let name = name.unwrap_or(Value::NONE);
    vm.set_exception_members(&raised.0, &[("name", &name), ("path", &path.unwrap_or(Value::NONE))]);
    Err(raised)
}

fn exec_dynamic(_: &Vm, _module: &Value) -> i64 {
    0
}

fn never(_: &Vm, _name: &str) -> bool {
    false
}

fn nothing(_: &Vm, _name: &str) -> Value {
    Value::NONE
}

fn find_frozen(_: &Vm, _name: &str, _withdata: bool) -> Value {
    Value::NONE
}

fn get_frozen_object(vm: &Vm, name: &str, data: &Value) -> PyResult {
    if data.is_none() {
        return Err(no_frozen(vm, name));
    }
    let text = format!("Frozen object named '{name}' is invalid");
    Err(vm.import_error(&IMPORT_ERROR, &text, name))
}

#[cold]
fn no_frozen(vm: &Vm, name: &str) -> Raised {
    vm.import_error(&IMPORT_ERROR, &format!("No such frozen object named {name}"), name)
}

fn is_frozen_package(vm: &Vm, name: &str) -> PyResult {
    Err(no_frozen(vm, name))
}

fn frozen_module_names(vm: &Vm) -> Value {
    vm.new_list(Vec::new())
}

fn override_for_tests(_: &Vm, _value: i64) {}

fn override_check(_: &Vm, _value: i64) -> i64 {
    0
}

fn fix_co_filename(_: &Vm, _code: &Value, _path: &str) {}

/// The keyed hash that compiled code can name its source by.
fn source_hash(vm: &Vm, key: i64, source: &Value) -> PyResult {
    let Some(bytes) = Buffer::of(vm, source) else {
        let class = vm.class(source).name();
        return Err(vm.type_error(format!("a bytes-like object is required, not '{class}'")));
    };
    let mut hasher = SipHasher13::new_with_keys(key as u64, 0);
    hasher.write(&bytes);
    Ok(vm.new_bytes(hasher.finish().to_le_bytes().to_vec()))
}

/// The code of a module of the interpreter that is written in Python alone.
fn native_code(vm: &Vm, name: &str) -> PyResult {
    match vm.module_spec(name) {
        Some(ModuleSpec { python: Some(frozen), .. }) => {
            vm.thaw(frozen, &format!("<frozen {name}>"))
        }
        Some(_) | None => Ok(Value::NONE),
    }
}

fn decode_source(vm: &Vm, source: &Value) -> PyResult {
    let Some(bytes) = Buffer::of(vm, source) else {
        let class = vm.class(source).name();
        return Err(vm.type_error(format!("a bytes-like object is required, not '{class}'")));
    };
    let bytes = bytes.to_vec();
    vm.decode_source(&bytes, "<string>").map(|text| vm.str(&text))
}

fn import_module(vm: &Vm, name: &str) -> PyResult {
    vm.import_module(name)
}

/// Notes who can give the source of a module in no file of the system.
fn note_loader(vm: &Vm, file: &Value, loader: &Value, name: &Value) {
    if let Some(file) = file.as_str() {
        vm.note_source_loader(file, loader, name);
    }
}

fn set_finders(
    vm: &Vm,
    meta_path: &Value,
    path_hooks: &Value,
    finder: &Value,
    load: &Value,
    machinery: &Value,
) {
    let [meta_path, path_hooks] = [meta_path, path_hooks].map(Value::clone);
    let [finder, load, machinery] = [finder, load, machinery].map(Value::clone);
    vm.set_import_hooks(meta_path, path_hooks, finder, load, machinery);
}

pub(crate) static IMP: ModuleSpec = ModuleSpec {
    name: "_imp",
    doc: "What imports ask of the interpreter.",
    funcs: funcs![
        lock_held "()" "Whether the lock of all imports is held.";
        acquire_lock "()" "Takes the lock of all imports, as often as its holder likes.";
        release_lock "()" "Gives the lock of all imports back, once.";
        is_builtin "(name, /)" "Whether a module is part of the interpreter.";
        create_builtin "(spec, /)" "A module of the interpreter, not started.";
        exec_builtin "(mod, /)" "Starts a module of the interpreter.";
        extension_suffixes "()" "How files of extension modules end: there are none.";
        "create_dynamic" = no_extensions, "(spec, file=None, /)", "Refuses to load an extension module.";
        exec_dynamic "(mod, /)" "Nothing.";
        "is_frozen" = never, "(name, /)", "Whether a module was compiled into the program: never.";
        "init_frozen" = nothing, "(name, /)", "A module that was compiled into the program: None.";
        find_frozen "(name, /, *, withdata=False)" "What is known of a module that was compiled into the program: None.";
        is_frozen_package "(name, /)" "Says that there is no such module.";
        get_frozen_object "(name, data=None, /)" "Says that there is no such module.";
        "_frozen_module_names" = frozen_module_names, "()", "Names of modules that were compiled into the program: none.";
        "_override_frozen_modules_for_tests" = override_for_tests, "(override, /)", "Nothing: there are no frozen modules.";
        "_override_multi_interp_extensions_check" = override_check, "(override, /)", "Nothing: there are no extension modules.";
        "_fix_co_filename" = fix_co_filename, "(code, path, /)", "Nothing: code is compiled where it lies.";
        source_hash "(key, source)" "A hash of a source.";
        "_decode_source" = decode_source, "(source, /)", "The text of a source.";
        "_native_code" = native_code, "(name, /)", "The code of a module of the interpreter that is written in Python, or None.";
        "_import_module" = import_module, "(name, /)", "The module of that absolute name, imported if need be.";
        "_is_package" = is_package, "(name, /)", "Whether a module of the interpreter is a package.";
        "_note_loader" = note_loader, "(file, loader, name, /)", "Says which loader can show the source of a module whose file others cannot read.";
        "_set_finders" = set_finders, "(meta_path, path_hooks, file_finder, find_and_load, machinery, /)", "Says what finders there are before a program changes them, and what is called once one has.";
    ],
    values: &[
        ("check_hash_based_pycs", |vm| vm.str("default")),
        ("pyc_magic_number_token", |vm| vm.int(3571 | 0x0A0D_0000)),
    ],
    ..ModuleSpec::NONE
};
