//! Unpickling: the machine that a pickle's instructions run on. What they make of single values is in
//! `values.rs`. A pickle is not believed: every length, number and place in the stack is checked.

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::native::Args;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::types::{TypeRef, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::EOF_ERROR;
use taipan_engine::types::list::ListObject;
use taipan_engine::types::memory_view::MemoryViewObject;
use taipan_engine::types::set::SetObject;

use super::UNPICKLING_ERROR;
use super::input::Input;
use super::names;
use super::op;
use super::unpickler::{Unpickler, find_class};

/// One pickle being read.
pub(super) struct Load<'a> {
    pub(super) vm: &'a Vm,
    pub(super) own: &'a Unpickler,
    /// The object whose methods may be other ones than the type's own.
    pub(super) this: Option<&'a Value>,
    pub(super) input: &'a mut Input,
    stack: Vec<Value>,
    /// Lengths of the stack where a mark was set.
    marks: Vec<usize>,
}

impl<'a> Load<'a> {
    pub(super) fn new(
        vm: &'a Vm,
        own: &'a Unpickler,
        this: Option<&'a Value>,
        input: &'a mut Input,
    ) -> Load<'a> {
        Load { vm, own, this, input, stack: Vec::new(), marks: Vec::new() }
    }

    #[cold]
    pub(super) fn error(&self, text: impl AsRef<str>) -> Raised {
        self.vm.raise(&UNPICKLING_ERROR, text)
    }

    // ---- the stack -----------------------------------------------------------------------------

    /// Nothing below belongs to the present instruction.
    fn fence(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }

    #[cold]
    fn underflow(&self) -> Raised {
        self.error(match self.marks.is_empty() {
            true => "unpickling stack underflow",
            false => "unexpected MARK found",
        })
    }

    pub(super) fn push(&mut self, value: Value) -> PyResult<()> {
        self.vm.push_item(&mut self.stack, value)
    }

    pub(super) fn pop(&mut self) -> PyResult {
        if self.stack.len() <= self.fence() {
            return Err(self.underflow());
        }
        Ok(self.stack.pop().unwrap_or(Value::NONE))
    }

    pub(super) fn top(&self) -> PyResult {
        match self.stack.last() {
            Some(top) if self.stack.len() > self.fence() => Ok(top.clone()),
            _ => Err(self.underflow()),
        }
    }

    /// The place of the last mark, which is taken away.
    fn mark(&mut self) -> PyResult<usize> {
        self.marks.pop().ok_or_else(|| self.error("could not find MARK"))
    }

    /// All values from a place on.
    fn pop_from(&mut self, start: usize) -> PyResult<Vec<Value>> {
        if start < self.fence() || start > self.stack.len() {
            return Err(self.underflow());
        }
        Ok(self.stack.split_off(start))
    }

    fn pop_marked(&mut self) -> PyResult<Vec<Value>> {
        let mark = self.mark()?;
        self.pop_from(mark)
    }

    // ---- the loop ------------------------------------------------------------------------------

    pub(super) fn run(&mut self) -> PyResult {
        loop {
            let Some(code) = self.input.byte(self.vm)? else {
                return Err(self.vm.raise(&EOF_ERROR, "Ran out of input"));
            };
            if code == op::STOP {
                break;
            }
            self.step(code)?;
        }
        self.input.catch_up(self.vm)?;
        self.pop()
    }

    fn step(&mut self, code: u8) -> PyResult<()> {
        let vm = self.vm;
        match code {
            op::NONE => self.push(Value::NONE),
            op::NEWTRUE => self.push(Value::TRUE),
            op::NEWFALSE => self.push(Value::FALSE),
            op::MARK => vm.push_item(&mut self.marks, self.stack.len()),
            op::EMPTY_TUPLE => self.push(vm.empty_tuple()),
            op::EMPTY_LIST => self.push(vm.new_list(Vec::new())),
            op::EMPTY_DICT => self.push(vm.new_dict(DictObject::new())),
            op::EMPTY_SET => self.push(vm.new_set(vm.types.set(), Vec::new())?),
            op::TUPLE => {
                let items = self.pop_marked()?;
                self.push(vm.tuple(items))
            }
            op::TUPLE1 | op::TUPLE2 | op::TUPLE3 => {
                let count = usize::from(code - op::TUPLE1) + 1;
                let start = self.stack.len().checked_sub(count);
                let start = start.ok_or_else(|| self.underflow())?;
                let items = self.pop_from(start)?;
                self.push(vm.tuple(items))
            }
            op::LIST => {
                let items = self.pop_marked()?;
                self.push(vm.new_list(items))
            }
            op::DICT => {
                let items = self.pop_marked()?;
                let dict = vm.new_dict(DictObject::new());
                self.set_items(&dict, items, "DICT")?;
                self.push(dict)
            }
            op::FROZENSET => {
                let items = self.pop_marked()?;
                self.push(vm.new_set(vm.types.frozenset(), items)?)
            }
            op::APPEND => {
                let item = self.pop()?;
                let list = self.top()?;
                self.append(&list, vec![item])
            }
            op::APPENDS => {
                let mark = self.mark()?;
                if self.stack.len() == mark && mark > self.fence() {
                    return Ok(());
                }
                let items = self.pop_from(mark)?;
                let list = self.top()?;
                self.append(&list, items)
            }
            op::SETITEM => {
                let value = self.pop()?;
                let key = self.pop()?;
                let dict = self.top()?;
                self.set_items(&dict, vec![key, value], "SETITEMS")
            }
            op::SETITEMS => {
                let items = self.pop_marked()?;
                let dict = self.top()?;
                self.set_items(&dict, items, "SETITEMS")
            }
            op::ADDITEMS => {
                let items = self.pop_marked()?;
                let set = self.top()?;
                self.add_items(&set, items)
            }
            op::POP => self.pop_one(),
            op::POP_MARK => self.pop_marked().map(drop),
            op::DUP => {
                let top = self.top()?;
                self.push(top)
            }
            op::REDUCE => {
                let args = self.pop()?;
                let function = self.pop()?;
                let Some(items) = args.as_tuple() else {
                    return Err(vm.type_error("argument list must be a tuple"));
                };
                let made = vm.call(&function, items)?;
                self.push(made)
            }
            op::BUILD => {
                let state = self.pop()?;
                let instance = self.top()?;
                self.build(&instance, state)
            }
            op::NEWOBJ => {
                let args = self.pop()?;
                let class = self.pop()?;
                self.new_object("NEWOBJ", &class, &args, None)
            }
            op::NEWOBJ_EX => {
                let keywords = self.pop()?;
                let args = self.pop()?;
                let class = self.pop()?;
                self.new_object("NEWOBJ_EX", &class, &args, Some(&keywords))
            }
            op::INST => self.instance(),
            op::OBJ => {
                let mut items = self.pop_marked()?;
                if items.is_empty() {
                    return Err(self.underflow());
                }
                let args = items.split_off(1);
                let class = items.pop().unwrap_or(Value::NONE);
                let made = self.instantiate(&class, &args)?;
                self.push(made)
            }
            op::GLOBAL | op::STACK_GLOBAL => self.global(code),
            op::EXT1 | op::EXT2 | op::EXT4 => self.extension(code),
            op::PERSID | op::BINPERSID => self.persistent(code),
            op::GET | op::BINGET | op::LONG_BINGET => {
                let number = self.memo_number(code, "GET")?;
                let found = self.own.memo.borrow().get(number).cloned();
                match found {
                    Some(value) => self.push(value),
                    None => Err(self.error(format!("Memo value not found at index {number}"))),
                }
            }
            op::PUT | op::BINPUT | op::LONG_BINPUT => {
                let number = self.memo_number(code, "PUT")?;
                let value = self.top()?;
                self.memoize(number, value);
                Ok(())
            }
            op::MEMOIZE => {
                let value = self.top()?;
                let number = self.own.memo.borrow().count();
                self.memoize(number, value);
                Ok(())
            }
            op::PROTO => {
                let [protocol] = self.input.array(vm)?;
                if protocol > op::HIGHEST_PROTOCOL {
                    let text = format!("unsupported pickle protocol: {protocol}");
                    return Err(vm.value_error(text));
                }
                self.own.protocol.set(protocol);
                Ok(())
            }
            op::FRAME => {
                let len = u64::from_le_bytes(self.input.array(vm)?);
                let Some(len) = usize::try_from(len).ok().filter(|l| *l <= isize::MAX as usize)
                else {
                    let most = isize::MAX;
                    let text = format!("FRAME length exceeds system's maximum of {most} bytes");
                    return Err(vm.overflow_error(text));
                };
                self.input.require(vm, len)
            }
            op::NEXT_BUFFER => self.next_buffer(),
            op::READONLY_BUFFER => self.readonly_buffer(),
            _ => {
                let value = self.value(code)?;
                self.push(value)
            }
        }
    }

    // ---- the memo ------------------------------------------------------------------------------

    fn memoize(&self, number: usize, value: Value) {
        let old = self.own.memo.borrow_mut().put(number, value);
        drop(old);
    }

    fn memo_number(&mut self, code: u8, what: &str) -> PyResult<usize> {
        let vm = self.vm;
        match code {
            op::BINGET | op::BINPUT => {
                let [byte] = self.input.array(vm)?;
                Ok(usize::from(byte))
            }
            op::LONG_BINGET | op::LONG_BINPUT => {
                Ok(u32::from_le_bytes(self.input.array(vm)?) as usize)
            }
            _ => {
                let line = self.input.line(vm)?;
                let number = self.line_int(&line, 10)?;
                let number = vm.index_i64(&number)?;
                usize::try_from(number).map_err(|_| match what {
                    "PUT" => vm.value_error("negative PUT argument"),
                    _ => self.error(format!("Memo value not found at index {number}")),
                })
            }
        }
    }

    // ---- containers ----------------------------------------------------------------------------

    fn pop_one(&mut self) -> PyResult<()> {
        // A mark counts as a value.
        if self.marks.last() == Some(&self.stack.len()) {
            self.marks.pop();
            return Ok(());
        }
        self.pop().map(drop)
    }

    fn append(&self, list: &Value, items: Vec<Value>) -> PyResult<()> {
        let vm = self.vm;
        if let Some(own) = list.get_exact::<ListObject>() {
            return items.into_iter().try_for_each(|item| own.push(vm, item));
        }
        if let Some(extend) = vm.getattr_opt(list, &vm.intern("extend"))? {
            vm.call(&extend, &[vm.new_list(items)])?;
            return Ok(());
        }
        let append = vm.getattr(list, &vm.intern("append"))?;
        for item in items {
            vm.call(&append, &[item])?;
        }
        Ok(())
    }

    fn set_items(&self, dict: &Value, items: Vec<Value>, what: &str) -> PyResult<()> {
        if !items.len().is_multiple_of(2) {
            return Err(self.error(format!("odd number of items for {what}")));
        }
        let own = dict.get_exact::<DictObject>();
        let mut items = items.into_iter();
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            match own {
                Some(own) => drop(own.insert(self.vm, key, value)?),
                None => self.vm.setitem(dict, &key, Some(&value))?,
            }
        }
        Ok(())
    }

    fn add_items(&self, set: &Value, items: Vec<Value>) -> PyResult<()> {
        let vm = self.vm;
        if vm.type_of(set) == *vm.types.set()
            && let Some(own) = set.get::<SetObject>()
        {
            return items.into_iter().try_for_each(|item| own.add(vm, item));
        }
        if items.is_empty() {
            return Ok(());
        }
        let add = vm.getattr(set, &vm.intern("add"))?;
        for item in items {
            vm.call(&add, &[item])?;
        }
        Ok(())
    }

    // ---- objects -------------------------------------------------------------------------------

    /// `class.__new__(class, *args, **keywords)`
    fn new_object(
        &mut self,
        what: &str,
        class: &Value,
        args: &Value,
        keywords: Option<&Value>,
    ) -> PyResult<()> {
        let vm = self.vm;
        let wrong = |part: &str, kind: &str, value: &Value| {
            let name = vm.class(value).full_name();
            self.error(format!("{what} {part} argument must be a {kind}, not {name}"))
        };
        let Some(class_ref) = TypeRef::of(class) else {
            return Err(wrong("class", "type", class));
        };
        let new = class_ref.slots.new.get().filter(|_| !class_ref.has(type_flag::NO_NEW));
        let Some(new) = new else {
            let name = class_ref.full_name();
            return Err(self.error(format!("{what} class argument '{name}' doesn't have __new__")));
        };
        let Some(items) = args.as_tuple() else { return Err(wrong("args", "tuple", args)) };
        let made = match keywords {
            None => new(vm, class_ref, Args::positional_only(items))?,
            Some(keywords) => {
                let Some(dict) = keywords.get::<DictObject>() else {
                    return Err(wrong("kwargs", "dict", keywords));
                };
                let (mut all, mut names) = (items.to_vec(), Vec::new());
                for (name, value) in dict.pairs() {
                    if name.as_str_object().is_none() {
                        return Err(vm.type_error("keywords must be strings"));
                    }
                    names.push(vm.intern_value(&name));
                    all.push(value);
                }
                new(vm, class_ref, Args { all: &all, names: &names })?
            }
        };
        self.push(made)
    }

    /// Protocol 0: a class by name, called with what stands behind the mark.
    fn instance(&mut self) -> PyResult<()> {
        let mark = self.mark()?;
        let (module, name) = self.two_names()?;
        let class = self.find(&module, &name)?;
        let args = self.pop_from(mark)?;
        let made = self.instantiate(&class, &args)?;
        self.push(made)
    }

    fn instantiate(&self, class: &Value, args: &[Value]) -> PyResult {
        let vm = self.vm;
        if args.is_empty()
            && TypeRef::of(class).is_some()
            && vm.getattr_opt(class, &vm.intern("__getinitargs__"))?.is_none()
        {
            let args = std::slice::from_ref(class);
            return vm.call_method(class, &vm.names().__new__, args);
        }
        vm.call(class, args)
    }

    fn build(&self, instance: &Value, state: Value) -> PyResult<()> {
        let vm = self.vm;
        if let Some(setstate) = vm.getattr_opt(instance, &vm.intern("__setstate__"))? {
            vm.call(&setstate, &[state])?;
            return Ok(());
        }
        let (attributes, slots) = match state.as_tuple() {
            Some([attributes, slots]) => (attributes.clone(), slots.clone()),
            _ => (state.clone(), Value::NONE),
        };
        if !attributes.is_none() {
            let Some(dict) = attributes.get::<DictObject>() else {
                return Err(self.error("state is not a dictionary"));
            };
            vm.set_attributes(instance, dict)?;
        }
        if !slots.is_none() {
            let Some(dict) = slots.get::<DictObject>() else {
                return Err(self.error("slot state is not a dictionary"));
            };
            for (name, value) in dict.pairs() {
                if name.as_str_object().is_none() {
                    let class = vm.class(&name).full_name();
                    let text = format!("attribute name must be string, not '{class}'");
                    return Err(vm.type_error(text));
                }
                vm.setattr(instance, &vm.intern_value(&name), Some(&value))?;
            }
        }
        Ok(())
    }

    // ---- names ---------------------------------------------------------------------------------

    fn two_names(&mut self) -> PyResult<(Value, Value)> {
        let module = self.name_line()?;
        let name = self.name_line()?;
        Ok((module, name))
    }

    fn name_line(&mut self) -> PyResult {
        let line = self.input.line(self.vm)?;
        match line.split_last() {
            Some((_, text)) if !text.is_empty() => self.utf8(text),
            _ => Err(super::input::truncated(self.vm)),
        }
    }

    fn global(&mut self, code: u8) -> PyResult<()> {
        let (module, name) = match code {
            op::GLOBAL => self.two_names()?,
            _ => {
                let name = self.pop()?;
                let module = self.pop()?;
                let is_text = |value: &Value| {
                    value.get_exact::<taipan_engine::object::string::StrObject>().is_some()
                };
                if !is_text(&name) || !is_text(&module) {
                    return Err(self.error("STACK_GLOBAL requires str"));
                }
                (module, name)
            }
        };
        let found = self.find(&module, &name)?;
        self.push(found)
    }

    /// What the unpickler's `find_class` gives.
    fn find(&self, module: &Value, name: &Value) -> PyResult {
        match self.this {
            Some(this) => {
                let args = [module.clone(), name.clone()];
                self.vm.call_method(this, &self.vm.intern("find_class"), &args)
            }
            None => find_class(self.vm, self.own, module, name),
        }
    }

    fn extension(&mut self, code: u8) -> PyResult<()> {
        let vm = self.vm;
        let number = match code {
            op::EXT1 => i64::from(self.input.array::<1>(vm)?[0]),
            op::EXT2 => i64::from(u16::from_le_bytes(self.input.array(vm)?)),
            _ => i64::from(i32::from_le_bytes(self.input.array(vm)?)),
        };
        if number <= 0 {
            return Err(self.error("EXT specifies code <= 0"));
        }
        let key = vm.int(number);
        let cache = names::registry(vm, "_extension_cache")?;
        if let Some(known) = names::lookup(vm, &cache, &key)? {
            return self.push(known);
        }
        let registry = names::registry(vm, "_inverted_registry")?;
        let Some(pair) = names::lookup(vm, &registry, &key)? else {
            return Err(vm.value_error(format!("unregistered extension code {number}")));
        };
        let found = match pair.as_tuple() {
            Some([module, name])
                if module.as_str_object().is_some() && name.as_str_object().is_some() =>
            {
                self.find(module, name)?
            }
            _ => {
                let text = format!("_inverted_registry[{number}] isn't a 2-tuple of strings");
                return Err(vm.value_error(text));
            }
        };
        vm.setitem(&cache, &key, Some(&found))?;
        self.push(found)
    }

    fn persistent(&mut self, code: u8) -> PyResult<()> {
        let vm = self.vm;
        let id = match code {
            op::BINPERSID => self.pop()?,
            _ => {
                let line = self.input.line(vm)?;
                let text = line.strip_suffix(b"\n").unwrap_or(&line);
                match std::str::from_utf8(text).ok().filter(|text| text.is_ascii()) {
                    Some(text) => vm.str(text),
                    None => {
                        let text = "persistent IDs in protocol 0 must be ASCII strings";
                        return Err(self.error(text));
                    }
                }
            }
        };
        let found = match self.this {
            Some(this) => vm.call_method(this, &vm.intern("persistent_load"), &[id])?,
            None => return Err(super::unpickler::no_persistent_load(vm)),
        };
        self.push(found)
    }

    // ---- buffers -------------------------------------------------------------------------------

    fn next_buffer(&mut self) -> PyResult<()> {
        let Some(buffers) = self.own.buffers.bound() else {
            let text =
                "pickle stream refers to out-of-band data but no *buffers* argument was given";
            return Err(self.error(text));
        };
        match self.vm.next(&buffers)? {
            Some(buffer) => self.push(buffer),
            None => Err(self.error("not enough out-of-band buffers")),
        }
    }

    fn readonly_buffer(&mut self) -> PyResult<()> {
        let vm = self.vm;
        let buffer = self.top()?;
        let view = vm.memory_view(&buffer)?;
        if view.get::<MemoryViewObject>().is_some_and(MemoryViewObject::is_readonly) {
            return Ok(());
        }
        let readonly = vm.call_method(&view, &vm.intern("toreadonly"), &[])?;
        self.pop()?;
        self.push(readonly)
    }
}
