//! Imports once a program has finders of its own: whether it has, and the way through them, which is
//! Python source. Also what `-X importtime` prints.

use std::cell::{Cell, RefCell};

use super::import_load::Parent;
use crate::object::dict::DictObject;
use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::ExceptionObject;
use crate::types::frame::TracebackObject;
use crate::types::list::ListObject;

/// The module with the finders and loaders of files.
const MACHINERY: &str = "_frozen_importlib_external";

/// Modules of which the library has copies for a program that bars them.
pub(super) const PROTOCOL: [&str; 2] = ["_frozen_importlib", MACHINERY];

/// What the finders were when somebody first saw them.
#[derive(Default)]
struct Hooks {
    /// Tuples of the items of `sys.meta_path` and `sys.path_hooks`.
    meta_path: Var,
    path_hooks: Var,
    /// The class of the entries of `sys.path_importer_cache`.
    file_finder: Var,
    /// The module that tells all that is being loaded.
    starting: Cell<bool>,
    /// The module itself, which a program may take out of `sys.modules`.
    machinery: Var,
    /// Called as `find_and_load(name, parent)` where native imports do not suffice.
    find_and_load: Var,
}

/// `-X importtime`: imports that are under way.
#[derive(Default)]
struct Times {
    on: Cell<bool>,
    /// Nanoseconds that imports within the one under way have taken.
    inner: RefCell<Vec<i64>>,
}

impl Vm {
    /// Remembers the finders as they are before a program can change them.
    pub fn set_import_hooks(
        &self,
        meta_path: Value,
        path_hooks: Value,
        finder: Value,
        load: Value,
        machinery: Value,
    ) {
        let hooks = self.extra(Hooks::default);
        hooks.meta_path.set(meta_path);
        hooks.path_hooks.set(path_hooks);
        hooks.file_finder.set(finder);
        hooks.find_and_load.set(load);
        hooks.machinery.set(machinery);
    }

    /// The module with the finders and loaders of files, whatever a program does to `sys.modules`.
    pub(crate) fn import_machinery(&self) -> PyResult {
        match self.extra(Hooks::default).machinery.bound() {
            Some(machinery) => Ok(machinery),
            None => self.import_module(MACHINERY),
        }
    }

    /// Whether no finder has been added, taken away or replaced. The lists in `sys` are made when
    /// somebody first asks for them, so for most programs this is two failed lookups.
    pub(crate) fn finds_natively(&self) -> bool {
        if self.loaded("sys").is_none() {
            // Not even that is there yet.
            return true;
        }
        let (meta_path, path_hooks) = (self.sys_attr("meta_path"), self.sys_attr("path_hooks"));
        let cache = self.sys_attr("path_importer_cache");
        if meta_path.is_none() && path_hooks.is_none() && cache.is_none() {
            return true;
        }
        let hooks = self.extra(Hooks::default);
        if hooks.find_and_load.is_unbound() {
            // Set by a program that has not looked at them first, or about to be made.
            if hooks.starting.replace(true) {
                return true;
            }
            let started = self.import_machinery();
            hooks.starting.set(false);
            return started.is_err() || self.finds_natively();
        }
        let same = |list: Option<Value>, known: &Var| {
            let Some(list) = list else { return true };
            let (Some(list), Some(known)) = (list.get::<ListObject>(), known.bound()) else {
                return false;
            };
            let items = list.items.borrow();
            let known = known.tuple_items();
            items.len() == known.len() && items.iter().zip(known).all(|(a, b)| a.is(b))
        };
        let usual = |finder: &Value| {
            let class = hooks.file_finder.bound();
            let class = class.as_ref().and_then(TypeRef::of);
            finder.is_none() || class.is_some_and(|class| self.type_of(finder) == *class)
        };
        same(meta_path, &hooks.meta_path)
            && same(path_hooks, &hooks.path_hooks)
            && cache.is_none_or(|cache| match cache.get::<DictObject>() {
                Some(cache) => cache.pairs().iter().all(|(_, finder)| usual(finder)),
                None => false,
            })
    }

    /// Finds and loads a module by the protocol that programs can take part in.
    pub(super) fn load_with_finders(&self, name: &str, parent: Parent) -> PyResult {
        let hooks = self.extra(Hooks::default);
        if hooks.find_and_load.is_unbound() {
            self.import_machinery()?;
        }
        let Some(load) = hooks.find_and_load.bound() else {
            return Err(self.module_not_found(name));
        };
        let package = parent.map_or(Value::NONE, |(package, _)| package.clone());
        let result = self.run_body(name, || self.call(&load, &[self.str(name), package]));
        if let Err(raised) = &result {
            self.hide_finders(&raised.0);
        }
        result
    }

    /// Takes the finders' own frames out of a traceback.
    fn hide_finders(&self, exception: &Value) {
        let Some(exception) = exception.get::<ExceptionObject>() else { return };
        let (mut last, mut next): (Option<Value>, _) = (None, exception.traceback.bound());
        while let Some(value) = next.filter(|value| !value.is_none()) {
            let Some(entry) = value.get::<TracebackObject>() else { break };
            next = entry.next.bound();
            let own = |file: &str| file.starts_with("<frozen _frozen_importlib");
            if entry.place().is_some_and(|(code, _)| own(&code.code.filename)) {
                let after = next.clone().unwrap_or(Value::NONE);
                match last.as_ref().and_then(|last| last.get::<TracebackObject>()) {
                    Some(last) => last.next.set(after),
                    None => exception.traceback.set(after),
                }
            } else {
                last = Some(value.clone());
            }
        }
    }

    /// Has imports print how long they take.
    pub fn time_imports(&self) {
        self.extra(Times::default).on.set(true);
        self.write_stderr("import time: self [us] | cumulative | imported package\n");
    }

    /// Loads a module, and prints how long that took if this is asked for.
    pub(super) fn timed_load(&self, name: &str, parent: Parent) -> PyResult {
        let times = self.extra(Times::default);
        if !times.on.get() {
            return self.load(name, parent);
        }
        let begin = self.host.monotonic();
        times.inner.borrow_mut().push(0);
        let result = self.load(name, parent);
        let whole = i64::try_from(self.host.monotonic().saturating_sub(begin)).unwrap_or(i64::MAX);
        let (inner, depth) = {
            let mut all = times.inner.borrow_mut();
            let inner = all.pop().unwrap_or(0);
            if let Some(outer) = all.last_mut() {
                *outer += whole;
            }
            (inner, all.len())
        };
        if result.is_ok() {
            let (own, whole) = ((whole - inner) / 1000, whole / 1000);
            let indent = " ".repeat(2 * depth);
            self.write_stderr(&format!("import time: {own:>9} | {whole:>10} | {indent}{name}\n"));
        }
        result
    }
}
