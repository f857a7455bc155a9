//! Warnings: filters, what was shown before, the printed form. The module `warnings` is not here; once
//! a script imports it, its `_showwarnmsg` prints, so that scripts can replace that.

use crate::object::code::FunctionObject;
use crate::object::dict::DictObject;
use crate::object::frame::GeneratorObject;
use crate::object::report::Event;
use crate::object::slots::{PyResult, Raised};
use crate::object::types::{TypeRef, TypeSpec};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::{
    DEPRECATION_WARNING, EXCEPTIONS, IMPORT_WARNING, PENDING_DEPRECATION_WARNING, RESOURCE_WARNING,
    RUNTIME_WARNING, WARNING, display_text,
};
use crate::types::frame::FrameObject;
use crate::types::list::ListObject;

/// What an interpreter knows of warnings.
struct Warnings {
    /// List of tuples: action, message, category, module, line; the first that fits decides.
    filters: Var,
    /// Texts shown by the action `once`.
    once: Var,
    /// Changes with the filters, so that registries made before count no more.
    version: std::cell::Cell<i64>,
}

/// Where a warning belongs.
pub struct WarningPlace {
    pub filename: String,
    pub line: u32,
    pub module: Value,
    /// The `__warningregistry__` that remembers what was shown there, a dict.
    pub registry: Option<Value>,
    /// The line of source, if it is known without looking.
    pub source_line: Option<String>,
}

/// What a filter asks for.
enum Action {
    Error,
    Ignore,
    Always,
    Default,
    Module,
    Once,
}

impl Vm {
    fn warnings(&self) -> std::rc::Rc<Warnings> {
        self.extra(|| {
            let row = |(action, category, module): &(&str, &'static TypeSpec, Option<&str>)| {
                self.filter_row(action, self.ty(category).value(), *module, 0)
            };
            Warnings {
                filters: self.new_list(DEFAULT_FILTERS.iter().map(row).collect()).into(),
                once: self.new_dict(DictObject::new()).into(),
                version: std::cell::Cell::new(0),
            }
        })
    }

    fn filter_row(&self, action: &str, category: &Value, module: Option<&str>, line: u32) -> Value {
        self.tuple(vec![
            self.str(action),
            Value::NONE,
            category.clone(),
            module.map_or(Value::NONE, |m| self.str(m)),
            self.int(i64::from(line)),
        ])
    }

    /// The list behind `warnings.filters`.
    pub fn warning_filters(&self) -> Value {
        let state = self.warnings();
        // A script may have put another list in its place, as `catch_warnings` does.
        match self.loaded_attr("warnings", "filters") {
            Some(list) if list.get::<ListObject>().is_some() => list,
            _ => state.filters.get(),
        }
    }

    /// The dict behind `warnings.onceregistry`.
    pub fn warning_once_registry(&self) -> Value {
        self.warnings().once.get()
    }

    /// To be called after every change of the filters.
    pub fn warning_filters_changed(&self) {
        let state = self.warnings();
        state.version.set(state.version.get() + 1);
    }

    /// Puts a filter in front, as `-W action:message:category:module:line` asks; `false` if the
    /// text is not understood. The message is not looked at.
    pub fn add_warning_option(&self, option: &str) -> bool {
        let mut parts = option.split(':').map(str::trim);
        let mut next = || parts.next().unwrap_or("");
        let (action, _, category, module, line) = (next(), next(), next(), next(), next());
        let known = ["default", "always", "ignore", "module", "once", "error"];
        let Some(action) = known.iter().find(|k| !action.is_empty() && k.starts_with(action))
        else {
            return false;
        };
        let named = |spec: &&&'static TypeSpec| spec.name == category;
        let spec = match category {
            "" => Some(&WARNING),
            _ => EXCEPTIONS.iter().find(named).copied(),
        };
        let (Some(spec), Ok(line)) = (spec, if line.is_empty() { Ok(0) } else { line.parse() })
        else {
            return false;
        };
        let module = (!module.is_empty()).then_some(module);
        let row = self.filter_row(action, self.ty(spec).value(), module, line);
        if let Some(list) = self.warning_filters().get::<ListObject>() {
            list.items.borrow_mut().insert(0, row);
        }
        self.warning_filters_changed();
        true
    }

    /// An attribute of a module that is loaded already.
    fn loaded_attr(&self, module: &str, name: &str) -> Option<Value> {
        let modules = self.modules.get()?.get::<DictObject>()?;
        let module = modules.get_interned(&self.intern(module))?;
        self.getattr_opt(&module, &self.intern(name)).ok()?
    }

    /// A warning at the line being executed. An error if a filter makes it one.
    #[cold]
    pub fn warn(&self, category: &'static TypeSpec, message: &str) -> PyResult<()> {
        self.warn_level(&self.ty(category), &self.str(message), 1, None)
    }

    /// A warning at the line of the `level`th frame from here (1 is the executing one). `message` is
    /// the text or an instance of a warning; `source` the object that is to blame.
    #[cold]
    pub fn warn_level(
        &self,
        category: &TypeRef,
        message: &Value,
        level: usize,
        source: Option<&Value>,
    ) -> PyResult<()> {
        let place = self.warning_place(level.saturating_sub(1))?;
        self.warn_explicit(category, message, &place, source)
    }

    /// "coroutine 'x' was never awaited", at the line that drops it. Raises nothing: where a filter
    /// makes an error of it, that is printed.
    #[cold]
    pub fn warn_never_awaited(&self, coroutine: &Value, qualname: &str) {
        // A program may have put something else in the place of what `warnings` does.
        let loaded = self.modules_dict();
        let module = loaded
            .get::<DictObject>()
            .and_then(|loaded| loaded.get_interned(&self.intern("warnings")));
        let name = self.intern("_warn_unawaited_coroutine");
        let told = match module.map(|module| self.getattr_opt(&module, &name)) {
            Some(Ok(Some(function))) => {
                let told = self.call(&function, std::slice::from_ref(coroutine)).map(drop);
                match told {
                    Err(raised) if !self.is_exception(&raised.0, &RUNTIME_WARNING) => {
                        self.report_unraisable(&raised.0, coroutine);
                        let text = format!("coroutine '{qualname}' was never awaited");
                        self.warn_about(coroutine, &text);
                        Ok(())
                    }
                    told => told,
                }
            }
            None => self.warn_unawaited(coroutine),
            Some(_) => {
                let text = format!("coroutine '{qualname}' was never awaited");
                self.warn_about(coroutine, &text);
                Ok(())
            }
        };
        if let Err(raised) = told {
            self.report_unraisable(&raised.0, coroutine);
        }
    }

    /// What `warnings._warn_unawaited_coroutine` does: says where the coroutine was made, if it remembers.
    pub fn warn_unawaited(&self, coroutine: &Value) -> PyResult<()> {
        let category = self.ty(&RUNTIME_WARNING);
        let Some(generator) = coroutine.get::<GeneratorObject>() else {
            if self.class(coroutine).name() != "coroutine" {
                return Err(self.wrong_self(coroutine, "coroutine"));
            }
            // One of Rust code, which does not remember where it was made.
            let name = self.getattr(coroutine, &self.names().__qualname__)?;
            let text = format!("coroutine '{}' was never awaited", self.str_text(&name)?);
            return self.warn_level(&category, &self.str(&text), 1, Some(coroutine));
        };
        let name = generator.qualname.get().to_text();
        let mut text = format!("coroutine '{name}' was never awaited");
        let origin = generator.origin();
        if !origin.is_unbound() {
            text.push_str("\nCoroutine created at (most recent call last)");
            for place in origin.tuple_items().iter().rev() {
                let [file, line, name] = place.tuple_items() else { continue };
                let (file, name) = (file.to_text(), name.to_text());
                let line = line.as_int().unwrap_or(0);
                text.push_str(&format!("\n  File \"{file}\", line {line}, in {name}"));
                let shown = self.source_line(&file, line.unsigned_abs() as u32);
                if !shown.trim().is_empty() {
                    text.push_str(&format!("\n    {}", shown.trim()));
                }
            }
        }
        self.warn_level(&category, &self.str(&text), 1, Some(coroutine))
    }

    /// The same of a step of an asynchronous generator; `qualname` is the repr of its name.
    pub fn warn_method_never_awaited(&self, step: &Value, method: &str, qualname: &str) {
        self.warn_about(
            step,
            &format!("coroutine method '{method}' of {qualname} was never awaited"),
        );
    }

    fn warn_about(&self, coroutine: &Value, text: &str) {
        let text = self.str(text);
        let category = self.ty(&RUNTIME_WARNING);
        if let Err(raised) = self.warn_level(&category, &text, 1, Some(coroutine)) {
            self.report_unraisable(&raised.0, coroutine);
        }
    }

    /// File, line, module and registry of a frame.
    fn warning_place(&self, depth: usize) -> PyResult<WarningPlace> {
        let nowhere = || WarningPlace {
            filename: "<sys>".to_owned(),
            line: 0,
            module: self.str("sys"),
            registry: None,
            source_line: None,
        };
        let Some(value) = self.current_frame(depth) else { return Ok(nowhere()) };
        let Some(frame) = value.get::<FrameObject>() else { return Ok(nowhere()) };
        let line = self.frame_line(frame);
        let code = frame.code_object();
        let filename = code.map_or_else(String::new, |c| c.code.filename.to_string());
        let globals = frame.function.get::<FunctionObject>().map(|f| f.globals.clone());
        let Some(globals) = globals.as_ref().and_then(|g| g.get::<DictObject>()) else {
            return Ok(WarningPlace { filename, line, ..nowhere() });
        };
        let name = self.intern("__warningregistry__");
        let known = globals.get_interned(&name).filter(|r| r.get::<DictObject>().is_some());
        let registry = known.unwrap_or_else(|| {
            let made = self.new_dict(DictObject::new());
            drop(globals.set_interned(&name, made.clone()));
            made
        });
        let module = globals.get_interned(&self.names().__name__);
        let module = module.filter(|m| m.as_str_object().is_some());
        Ok(WarningPlace {
            filename,
            line,
            module: module.unwrap_or_else(|| self.str("<string>")),
            registry: Some(registry),
            source_line: None,
        })
    }

    /// A warning at a place. `category` counts where `message` is only a text.
    pub fn warn_explicit(
        &self,
        category: &TypeRef,
        message: &Value,
        place: &WarningPlace,
        source: Option<&Value>,
    ) -> PyResult<()> {
        let is_instance = self.is_exception(message, &WARNING);
        let (text, category) = if is_instance {
            (self.str_of(message)?, self.type_of(message))
        } else {
            (message.clone(), category.clone())
        };
        let line = self.int(i64::from(place.line));
        let key = self.tuple(vec![text.clone(), category.value().clone(), line]);
        let registry = place.registry.as_ref();
        if self.was_shown(registry, &key, false)? {
            return Ok(());
        }
        let instance = || {
            if is_instance {
                Ok(message.clone())
            } else {
                self.call(category.value(), std::slice::from_ref(message))
            }
        };
        let shown_before = match self.warning_action(&category, &text, place)? {
            Action::Error => return Err(Raised(instance()?)),
            Action::Ignore => return Ok(()),
            Action::Always => false,
            Action::Default => {
                self.was_shown(registry, &key, true)?;
                false
            }
            Action::Module => {
                self.was_shown(registry, &key, true)?;
                let anywhere =
                    self.tuple(vec![text.clone(), category.value().clone(), self.int(0)]);
                self.was_shown(registry, &anywhere, true)?
            }
            Action::Once => {
                self.was_shown(registry, &key, true)?;
                let anywhere = self.tuple(vec![text.clone(), category.value().clone()]);
                self.was_shown(Some(&self.warning_once_registry()), &anywhere, true)?
            }
        };
        if shown_before {
            return Ok(());
        }
        self.show_warning(instance()?, &text, &category, place, source)
    }

    /// Whether the registry has the key; enters it if asked to.
    fn was_shown(&self, registry: Option<&Value>, key: &Value, enter: bool) -> PyResult<bool> {
        let Some(dict) = registry.and_then(|r| r.get::<DictObject>()) else { return Ok(false) };
        let version = self.warnings().version.get();
        let name = self.intern("version");
        if dict.get_interned(&name).and_then(|v| v.as_i64()) != Some(version) {
            dict.clear_all();
            drop(dict.set_interned(&name, self.int(version)));
        } else if dict.get(self, key)?.is_some() {
            return Ok(true);
        }
        if enter {
            drop(dict.insert(self, key.clone(), Value::TRUE)?);
        }
        Ok(false)
    }

    fn warning_action(
        &self,
        category: &TypeRef,
        text: &Value,
        place: &WarningPlace,
    ) -> PyResult<Action> {
        for row in self.to_vec(&self.warning_filters())? {
            let [action, message, class, module, line] = row.tuple_items() else {
                let text = "warnings.filters item isn't a 5-tuple";
                return Err(self.value_error(text));
            };
            let fits_class = TypeRef::of(class).is_some_and(|class| category.is_subtype(class));
            let fits_line =
                matches!(line.as_i64(), Some(n) if n == 0 || n == i64::from(place.line));
            if fits_class
                && fits_line
                && self.filter_fits(message, text)?
                && self.filter_fits(module, &place.module)?
            {
                return self.action_of(action, &row);
            }
        }
        Ok(Action::Default)
    }

    /// A filter's pattern is None, a text to be equal to, or a compiled regular expression.
    fn filter_fits(&self, pattern: &Value, text: &Value) -> PyResult<bool> {
        if pattern.is_none() {
            return Ok(true);
        }
        if pattern.as_str_object().is_some() {
            return self.equal(pattern, text);
        }
        let found = self.call_method(pattern, &self.intern("match"), std::slice::from_ref(text))?;
        self.truth(&found)
    }

    fn action_of(&self, action: &Value, row: &Value) -> PyResult<Action> {
        Ok(match action.as_str() {
            Some("error") => Action::Error,
            Some("ignore") => Action::Ignore,
            Some("always" | "all") => Action::Always,
            Some("default") => Action::Default,
            Some("module") => Action::Module,
            Some("once") => Action::Once,
            _ => {
                let (action, row) = (self.repr_text(action)?, self.repr_text(row)?);
                let text = format!("Unrecognized action ({action}) in warnings.filters:\n {row}");
                return Err(self.runtime_error(text));
            }
        })
    }

    fn show_warning(
        &self,
        message: Value,
        text: &Value,
        category: &TypeRef,
        place: &WarningPlace,
        source: Option<&Value>,
    ) -> PyResult<()> {
        let show = self.loaded_attr("warnings", "_showwarnmsg");
        let class = self.loaded_attr("warnings", "WarningMessage");
        if let (Some(show), Some(class)) = (show, class) {
            let args = [
                message,
                category.value().clone(),
                self.str(&place.filename),
                self.int(i64::from(place.line)),
                Value::NONE,
                Value::NONE,
                source.cloned().unwrap_or(Value::NONE),
            ];
            let shown = self.call(&class, &args)?;
            return self.call(&show, &[shown]).map(drop);
        }
        let text = self.str_of(text).map(|t| display_text(&t))?;
        let (category, file) = (category.name(), place.filename.as_str());
        let event =
            Event::Warning { category: &category, text: &text, file, line: place.line, source };
        let shown = self.drawn(&event);
        let shown =
            shown.unwrap_or_else(|| self.format_warning(&text, &category, place, source.is_some()));
        self.write_stderr(&shown);
        Ok(())
    }

    /// The printed form of a warning; `blames` if an object is to blame for it.
    pub fn format_warning(
        &self,
        text: &str,
        category: &str,
        place: &WarningPlace,
        blames: bool,
    ) -> String {
        let WarningPlace { filename, line, .. } = place;
        let mut out = format!("{filename}:{line}: {category}: {text}\n");
        let source = match &place.source_line {
            Some(source) => source.trim().to_owned(),
            None => self.source_line(filename, *line),
        };
        if !source.is_empty() {
            out.push_str(&format!("  {source}\n"));
        }
        if blames {
            let hint = "Enable tracemalloc to get the object allocation traceback";
            out.push_str(&format!("{category}: {hint}\n"));
        }
        out
    }
}

static DEFAULT_FILTERS: &[(&str, &TypeSpec, Option<&str>)] = &[
    ("default", &DEPRECATION_WARNING, Some("__main__")),
    ("ignore", &DEPRECATION_WARNING, None),
    ("ignore", &PENDING_DEPRECATION_WARNING, None),
    ("ignore", &IMPORT_WARNING, None),
    ("ignore", &RESOURCE_WARNING, None),
];
