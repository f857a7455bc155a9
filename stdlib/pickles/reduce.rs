//! Pickling of what objects say of themselves: names, and calls that make them again.

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::native::NativeObject;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::TypeRef;
use taipan_engine::object::value::Value;

use super::memo::alias_key;
use super::names::{self, Towards};
use super::op;
use super::save::{Ahead, Dump, Task};

impl Dump<'_> {
    /// By the table of reducers, else by the object's own methods.
    pub(super) fn save_by_reducing(&mut self, value: &Value, class: &TypeRef) -> PyResult<()> {
        let vm = self.vm;
        let table = match self.dispatch_table.is_unbound() {
            true => names::registry(vm, "dispatch_table")?,
            false => self.dispatch_table.clone(),
        };
        let reduced = if let Some(reducer) = names::lookup(vm, &table, class.value())? {
            vm.call(&reducer, std::slice::from_ref(value))?
        } else if class.is_subtype(vm.types.type_()) {
            return self.save_global(value, None);
        } else if let Some(method) = vm.getattr_opt(value, &vm.intern("__reduce_ex__"))? {
            vm.call(&method, &[vm.int(i64::from(self.protocol))])?
        } else if let Some(method) = vm.getattr_opt(value, &vm.intern("__reduce__"))? {
            vm.call(&method, &[])?
        } else {
            let (name, shown) = (class.full_name(), vm.repr_text(value)?);
            return Err(self.error(format!("can't pickle '{name}' object: {shown}")));
        };
        self.save_reduced(&reduced, value)
    }

    /// What a reducer has given for an object.
    pub(super) fn save_reduced(&mut self, reduced: &Value, value: &Value) -> PyResult<()> {
        if reduced.as_str_object().is_some() {
            return self.save_global(value, Some(reduced));
        }
        let Some(parts) = reduced.as_tuple() else {
            return Err(self.error("__reduce__ must return a string or tuple"));
        };
        if !(2..=6).contains(&parts.len()) {
            let text = "tuple returned by __reduce__ must contain 2 through 6 elements";
            return Err(self.error(text));
        }
        let part = |at: usize| parts.get(at).filter(|part| !part.is_none());
        let (maker, args) = (&parts[0], &parts[1]);
        self.check_parts(maker, args, part(3), part(4), part(5))?;
        // The last task first.
        if let Some(state) = part(2) {
            match part(5) {
                None => self.then([Task::Save(state.clone()), Task::Op(op::BUILD)])?,
                Some(setter) => self.then([
                    Task::Save(setter.clone()),
                    Task::Save(value.clone()),
                    Task::Save(state.clone()),
                    Task::Op(op::TUPLE2),
                    Task::Op(op::REDUCE),
                    Task::Op(op::POP),
                ])?,
            }
        }
        let ahead = || if self.is_binary() { Ahead::Start } else { Ahead::Single };
        if let Some(pairs) = part(4) {
            let ahead = ahead();
            self.then([Task::Iter { iter: pairs.clone(), pairs: true, ahead }])?;
        }
        let ahead = || if self.is_binary() { Ahead::Start } else { Ahead::Single };
        if let Some(items) = part(3) {
            let ahead = ahead();
            self.then([Task::Iter { iter: items.clone(), pairs: false, ahead }])?;
        }
        self.then([Task::Reduced(value.clone())])?;
        self.save_call(maker, args, Some(value))
    }

    fn check_parts(
        &self,
        maker: &Value,
        args: &Value,
        items: Option<&Value>,
        pairs: Option<&Value>,
        setter: Option<&Value>,
    ) -> PyResult<()> {
        let vm = self.vm;
        if vm.class(maker).slots.call.get().is_none() {
            let text = "first item of the tuple returned by __reduce__ must be callable";
            return Err(self.error(text));
        }
        if args.as_tuple().is_none() {
            let text = "second item of the tuple returned by __reduce__ must be a tuple";
            return Err(self.error(text));
        }
        for (which, iter) in [("fourth", items), ("fifth", pairs)] {
            if let Some(iter) = iter.filter(|iter| vm.class(iter).slots.next.get().is_none()) {
                let class = vm.class(iter).full_name();
                return Err(self.error(format!(
                    "{which} element of the tuple returned by __reduce__ must be an iterator, not \
                     {class}"
                )));
            }
        }
        if let Some(setter) = setter.filter(|setter| vm.class(setter).slots.call.get().is_none()) {
            let class = vm.class(setter).full_name();
            return Err(self.error(format!(
                "sixth element of the tuple returned by __reduce__ must be a function, not {class}"
            )));
        }
        Ok(())
    }

    /// The instructions that make an object; calls of `__new__` have some of their own.
    fn save_call(&mut self, maker: &Value, args: &Value, value: Option<&Value>) -> PyResult<()> {
        let name = match self.protocol >= 2 {
            true => self.vm.getattr_opt(maker, &self.vm.names().__name__)?,
            false => None,
        };
        match name.as_ref().and_then(|name| name.as_str()) {
            Some("__newobj_ex__") => self.save_new_with_keywords(args),
            Some("__newobj__") => self.save_new(args, value),
            _ => self.then([
                Task::Save(maker.clone()),
                Task::Save(args.clone()),
                Task::Op(op::REDUCE),
            ]),
        }
    }

    fn save_new_with_keywords(&mut self, args: &Value) -> PyResult<()> {
        let vm = self.vm;
        let items = args.tuple_items();
        let [class, args, keywords] = items else {
            let len = items.len();
            let text =
                format!("length of the NEWOBJ_EX argument tuple must be exactly 3, not {len}");
            return Err(self.error(text));
        };
        let wrong = |which: &str, what: &str, value: &Value| {
            let class = vm.class(value).full_name();
            self.error(format!(
                "{which} item from NEWOBJ_EX argument tuple must be a {what}, not {class}"
            ))
        };
        if TypeRef::of(class).is_none() {
            return Err(wrong("first", "class", class));
        }
        if args.as_tuple().is_none() {
            return Err(wrong("second", "tuple", args));
        }
        let Some(dict) = keywords.get::<DictObject>() else {
            return Err(wrong("third", "dict", keywords));
        };
        if self.protocol >= 4 {
            return self.then([
                Task::Save(class.clone()),
                Task::Save(args.clone()),
                Task::Save(keywords.clone()),
                Task::Op(op::NEWOBJ_EX),
            ]);
        }
        // functools.partial(class.__new__, class, *args, **keywords), called
        let functools = vm.import_module("functools")?;
        let partial = vm.getattr(&functools, &vm.intern("partial"))?;
        let mut all = vec![vm.getattr(class, &vm.names().__new__)?, class.clone()];
        all.extend_from_slice(args.tuple_items());
        let mut names = Vec::new();
        for (name, value) in dict.pairs() {
            names.push(vm.intern_value(&name));
            all.push(value);
        }
        let made = vm.call_args(
            &partial,
            taipan_engine::object::native::Args { all: &all, names: &names },
        )?;
        self.then([Task::Save(made), Task::Save(vm.empty_tuple()), Task::Op(op::REDUCE)])
    }

    fn save_new(&mut self, args: &Value, value: Option<&Value>) -> PyResult<()> {
        let vm = self.vm;
        let Some((class, rest)) = args.tuple_items().split_first() else {
            return Err(self.error("__newobj__ arglist is empty"));
        };
        if TypeRef::of(class).is_none() {
            return Err(self.error("args[0] from __newobj__ args is not a type"));
        }
        if let Some(value) = value {
            let own = vm.getattr(value, &vm.names().__class__)?;
            if !own.is(class) {
                return Err(self.error("args[0] from __newobj__ args has the wrong class"));
            }
        }
        let rest = vm.tuple(rest.to_vec());
        self.then([Task::Save(class.clone()), Task::Save(rest), Task::Op(op::NEWOBJ)])
    }

    /// A class: by its name, or as the class of what there is only one of.
    pub(super) fn save_class(&mut self, class: &Value) -> PyResult<()> {
        let vm = self.vm;
        let only = [Value::NONE, Value::ELLIPSIS, Value::NOT_IMPLEMENTED];
        let only = only.into_iter().find(|value| vm.type_of(value).value().is(class));
        match only {
            Some(value) => {
                let function = vm.types.type_().value().clone();
                let reduced = vm.tuple(vec![function, vm.tuple(vec![value])]);
                self.save_reduced(&reduced, class)
            }
            None => self.save_global(class, None),
        }
    }

    /// Whatever is found in a module by a name.
    pub(super) fn save_global(&mut self, value: &Value, name: Option<&Value>) -> PyResult<()> {
        let vm = self.vm;
        let name = match name {
            Some(name) => name.clone(),
            None => match vm.getattr_opt(value, &vm.names().__qualname__)? {
                Some(name) => name,
                None => vm.getattr(value, &vm.names().__name__)?,
            },
        };
        let path = names::dotted(vm, &name, None)?;
        let module_name = names::module_of(vm, value, &path)?;
        let refused = |why: String| match vm.repr_text(value) {
            Ok(shown) => self.error(format!("Can't pickle {shown}: {why}")),
            Err(raised) => raised,
        };
        let Ok(module) = names::import(vm, &module_name) else {
            let shown = vm.repr_text(&module_name)?;
            return Err(refused(format!("import of module {shown} failed")));
        };
        let (text, module_text) = (name.to_text(), module_name.to_text());
        let Some(found) = names::follow(vm, &module, &path)? else {
            return Err(refused(format!("attribute lookup {text} on {module_text} failed")));
        };
        if !found.is(value) {
            return Err(refused(format!("it's not the same object as {module_text}.{text}")));
        }
        if self.protocol >= 2
            && let Some(code) = self.extension_code(value, &module_name, &name)?
        {
            return self.put(&code);
        }
        if self.protocol >= 4 {
            let module_task = match own_module_text(value, &module_name) {
                Some(key) => Task::SaveModule(module_name, key),
                None => Task::Save(module_name),
            };
            return self.then([
                module_task,
                Task::Save(name),
                Task::Op(op::STACK_GLOBAL),
                Task::Memoize(value.clone()),
            ]);
        }
        if path.len() == 1 {
            let line = self.global_line(module_name, name)?;
            return self.then([Task::Bytes(line), Task::Memoize(value.clone())]);
        }
        self.save_nested(module_name, &path, value)
    }

    /// Before protocol 4 a name has no dots: attributes of what a name stands for.
    fn save_nested(&mut self, module: Value, path: &[Value], value: &Value) -> PyResult<()> {
        let vm = self.vm;
        let Some((first, rest)) = path.split_first() else { return Ok(()) };
        let line = self.global_line(module, first.clone())?;
        self.then([Task::Memoize(value.clone())])?;
        let builtins = vm.import_module("builtins")?;
        let getattr = vm.getattr(&builtins, &vm.intern("getattr"))?;
        let end = if self.protocol >= 2 { op::TUPLE2 } else { op::TUPLE };
        for name in rest.iter().rev() {
            self.then([Task::Save(name.clone()), Task::Op(end), Task::Op(op::REDUCE)])?;
        }
        self.then([Task::Bytes(line)])?;
        for _ in rest {
            match self.protocol >= 2 {
                true => self.then([Task::Save(getattr.clone())])?,
                false => self.then([Task::Save(getattr.clone()), Task::Op(op::MARK)])?,
            }
        }
        Ok(())
    }

    /// The instruction for a name without dots, with names as Python 2 has them if that is wanted.
    fn global_line(&self, module: Value, name: Value) -> PyResult<Vec<u8>> {
        let (module, name) = match self.own.fix_imports.get() && self.protocol < 3 {
            true => names::translated(self.vm, Towards::Python2, module, name)?,
            false => (module, name),
        };
        let part = |what: &str, value: &Value| {
            let text = value.as_str_object();
            let allowed = text.filter(|text| match self.protocol >= 3 {
                true => !text.has_surrogates(),
                false => text.is_ascii(),
            });
            match allowed {
                Some(text) => Ok(text.as_bytes().to_vec()),
                None => Err(self.error(format!(
                    "can't pickle {what} identifier '{}' using pickle protocol {}",
                    value.to_text(),
                    self.protocol
                ))),
            }
        };
        let (module, name) = (part("module", &module)?, part("global", &name)?);
        Ok([&[op::GLOBAL], &*module, b"\n", &*name, b"\n"].concat())
    }

    /// The instruction for a name that has an extension code.
    fn extension_code(
        &self,
        value: &Value,
        module: &Value,
        name: &Value,
    ) -> PyResult<Option<Vec<u8>>> {
        let vm = self.vm;
        let table = names::registry(vm, "_extension_registry")?;
        if table.get_exact::<DictObject>().is_some_and(|dict| dict.is_empty()) {
            return Ok(None);
        }
        let key = vm.tuple(vec![module.clone(), name.clone()]);
        let Some(code) = names::lookup(vm, &table, &key)? else { return Ok(None) };
        let shown = |why: &str| match vm.repr_text(value) {
            Ok(shown) => self.error(format!("Can't pickle {shown}: {why}")),
            Err(raised) => raised,
        };
        let Some(number) = vm.as_big(&code).and_then(|big| i64::try_from(&*big).ok()) else {
            return Err(shown("extension code isn't an integer"));
        };
        match u32::try_from(number) {
            Ok(code @ 1..=0xff) => Ok(Some(vec![op::EXT1, code as u8])),
            Ok(code @ 1..=0xffff) => {
                Ok(Some([&[op::EXT2][..], &(code as u16).to_le_bytes()].concat()))
            }
            Ok(code @ 1..=0x7fff_ffff) => Ok(Some([&[op::EXT4][..], &code.to_le_bytes()].concat())),
            _ => Err(self.vm.runtime_error(format!("extension code {number} is out of range"))),
        }
    }
}

/// Under which key the name of an object's module is known, if CPython has it in an object of its own:
/// the functions of a native module share one, each native class has one, but for those that are static
/// there.
fn own_module_text(value: &Value, module: &Value) -> Option<usize> {
    if value.get::<NativeObject>().is_some() {
        return Some(alias_key(module));
    }
    let spec = TypeRef::of(value)?.spec?;
    let (module, name) = spec.name.rsplit_once('.')?;
    let is_static = matches!(module, "datetime" | "types") || name == "OrderedDict";
    (!is_static).then(|| alias_key(value))
}
