//! Calls: from the dispatch loop and from Rust; binding of arguments to parameters.
//!
//! Safety: the functions for the dispatch loop require what `Vm::run` guarantees (see `slow.rs`).

use std::ptr::{self, NonNull};

use taipan_compiler::code::flags;
use taipan_compiler::op::Word;

use super::run::payload;
use super::slow::{self, Next};
use crate::object::code::{CodeObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::frame::{Flavor, Frame, Outcome, Return, bug};
use crate::object::native::{Args, NativeObject};
use crate::object::slots::{PyResult, Raised};
use crate::object::string::StrObject;
use crate::object::types::{TypeRef, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::function::MethodObject;
use crate::types::object::is_plain_new;

/// How a call in the dispatch loop went.
enum Called {
    /// The result is there.
    Done(Value),
    /// A frame was pushed; go on there.
    Entered(*mut Frame),
}

/// Pushes the frame of a plain Python function (see [`CodeObject::plain_args`]), whose arguments lie
/// from `args` on and are taken, and makes it the executing one. The caller checks depth and breaker.
#[inline(always)]
pub(super) unsafe fn push_plain(
    vm: &Vm,
    prev: *mut Frame,
    function: Value,
    code: &CodeObject,
    args: *mut Value,
) -> *mut Frame {
    // SAFETY: as the head of the file demands.
    unsafe {
        let new = push_header(vm, prev, function, code, Return::Store, Value::UNBOUND);
        let (into, count) = (Frame::registers(new), usize::from(code.plain_args));
        // Volatile keeps these loops what they are: two or three words do not pay for vector code.
        for at in 0..count {
            into.add(at).cast::<usize>().write_volatile(args.add(at).cast::<usize>().read());
        }
        for at in count..usize::from(code.locals) {
            into.add(at).cast::<usize>().write_volatile(Value::UNBOUND.bits());
        }
        vm.frame.set(new);
        new
    }
}

/// Pushes a frame on top of `prev`, the executing one, its registers still to be written.
#[inline(always)]
pub(super) unsafe fn push_header(
    vm: &Vm,
    prev: *mut Frame,
    function: Value,
    code: &CodeObject,
    kind: Return,
    locals: Value,
) -> *mut Frame {
    // SAFETY: as the head of the file demands.
    unsafe {
        let new = vm.stack.push(code.registers);
        let globals = payload::<DictObject>(&payload::<FunctionObject>(&function).globals);
        let first_of_chunk = (*new).first_of_chunk;
        let depth = if prev.is_null() { 1 } else { (*prev).depth + 1 };
        ptr::write(
            new,
            Frame {
                pc: code.words.as_ptr(),
                code,
                prev,
                function,
                globals,
                locals,
                object: Value::UNBOUND,
                depth,
                kind,
                first_of_chunk,
            },
        );
        new
    }
}

/// Calls `*callee` with `count` values from `args` on, the last ones named by `names`. Takes callee,
/// arguments and whatever lies between them; the result goes where the executing instruction says.
#[inline(never)]
pub(super) unsafe fn call(
    vm: &Vm,
    frame: *mut Frame,
    callee: *mut Value,
    args: *mut Value,
    count: usize,
) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe { call_named(vm, frame, callee, args, count, &[]) }
}

/// As [`call`]; the last arguments are named by `names`.
#[inline(always)]
unsafe fn call_named(
    vm: &Vm,
    frame: *mut Frame,
    callee: *mut Value,
    args: *mut Value,
    count: usize,
    names: &[Value],
) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let function = ptr::read(callee);
        let args = Taken { first: args, count };
        let called = call_taken(vm, frame, &function, args.slice(), names);
        drop(args);
        drop(function);
        match called {
            Ok(Called::Done(value)) => {
                slow::put(frame, slow::executing(frame), value);
                slow::after(frame, 1)
            }
            Ok(Called::Entered(new)) => Some(NonNull::new_unchecked(new)),
            Err(raised) => {
                vm.pending.set(Some(raised.0));
                None
            }
        }
    }
}

/// What leaving `frame` with `value` leads to, for frames that no plain call entered. Its registers
/// are given up already.
#[inline(never)]
pub(super) unsafe fn returned(vm: &Vm, frame: *mut Frame, value: Value) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        if !(*frame).object.is_unbound() {
            vm.detach_frame_object(frame);
        }
        let (prev, kind) = ((*frame).prev, (*frame).kind);
        if kind == Return::Generator {
            return super::coroutine::returned(vm, frame, value);
        }
        let locals = ptr::read(&raw const (*frame).locals);
        drop(ptr::read(&raw const (*frame).function));
        vm.stack.pop(frame);
        vm.frame.set(prev);
        if kind == Return::Entry {
            drop(locals);
            vm.outcome.set(Some(Outcome::Returned(value)));
            return None;
        }
        let w = slow::executing(prev);
        match kind {
            Return::Store => {
                slow::put(prev, w, value);
                slow::after(prev, 1)
            }
            Return::Init if value.is_none() => {
                slow::put(prev, w, locals);
                slow::after(prev, 1)
            }
            Return::Init => {
                slow::init_returned(vm, value, locals);
                None
            }
            Return::Discard => {
                drop(locals);
                drop(value);
                super::operator::drop_operands(prev, w);
                slow::after(prev, 1)
            }
            Return::Operator => {
                drop(locals);
                super::operator::returned(vm, prev, w, value)
            }
            Return::Entry | Return::Generator => bug("handled before"),
        }
    }
}

/// Arguments in registers that are given up when the call has begun.
struct Taken {
    first: *mut Value,
    count: usize,
}

impl Taken {
    unsafe fn slice(&self) -> &[Value] {
        // SAFETY: as the head of the file demands.
        unsafe { std::slice::from_raw_parts(self.first, self.count) }
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        for at in 0..self.count {
            // SAFETY: taken registers hold values, each given up once.
            unsafe { drop(ptr::read(self.first.add(at))) };
        }
    }
}

unsafe fn call_taken(
    vm: &Vm,
    frame: *mut Frame,
    callee: &Value,
    all: &[Value],
    names: &[Value],
) -> PyResult<Called> {
    let args = Args { all, names };
    if callee.get_exact::<FunctionObject>().is_some() {
        // SAFETY: as the head of the file demands.
        return unsafe { enter(vm, frame, callee, args, Return::Store, Value::UNBOUND) };
    }
    if let Some(native) = callee.get_exact::<NativeObject>() {
        return vm.call_native(native, args).map(Called::Done);
    }
    if let Some(method) = callee.get_exact::<MethodObject>() {
        let mut with_self = Vec::with_capacity(all.len() + 1);
        with_self.push(method.instance.clone());
        with_self.extend_from_slice(all);
        let args = Args { all: &with_self, names };
        if method.function.get_exact::<FunctionObject>().is_some() {
            let function = method.function.clone();
            // SAFETY: as the head of the file demands.
            return unsafe { enter(vm, frame, &function, args, Return::Store, Value::UNBOUND) };
        }
        return vm.call_args(&method.function, args).map(Called::Done);
    }
    if let Some(class) = TypeRef::of(callee)
        // SAFETY: as the head of the file demands.
        && let Some(called) = unsafe { call_class(vm, frame, class, args)? }
    {
        return Ok(called);
    }
    if vm.class(callee).has(type_flag::HEAP)
        && let Some(method) = vm.class(callee).lookup(&vm.names().__call__)
        && method.get_exact::<FunctionObject>().is_some()
    {
        let mut with_self = smallvec::SmallVec::<[Value; 8]>::with_capacity(all.len() + 1);
        with_self.push(callee.clone());
        with_self.extend(all.iter().cloned());
        let args = Args { all: &with_self, names };
        // SAFETY: as the head of the file demands.
        return unsafe { enter(vm, frame, &method, args, Return::Store, Value::UNBOUND) };
    }
    vm.call_args(callee, args).map(Called::Done)
}

/// A class with `object.__new__` and an `__init__` written in Python: the frame of `__init__` is
/// entered directly. `None` if the class is of another sort.
unsafe fn call_class(
    vm: &Vm,
    frame: *mut Frame,
    class: &TypeRef,
    args: Args,
) -> PyResult<Option<Called>> {
    let plain = class.has(type_flag::HEAP)
        && !class.has(type_flag::ABSTRACT)
        && class.slots.new.get().is_some_and(is_plain_new)
        && vm
            .class(class.value())
            .slots
            .call
            .get()
            .is_some_and(crate::types::type_object::is_type_call);
    if !plain {
        return Ok(None);
    }
    let Some(init) = class.lookup(&vm.names().__init__) else { return Ok(None) };
    if init.get_exact::<FunctionObject>().is_none() {
        return Ok(None);
    }
    let instance = vm.new_instance(class)?;
    let mut all = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.all.len() + 1);
    all.push(instance.clone());
    all.extend(args.all.iter().cloned());
    let args = Args { all: &all, names: args.names };
    // SAFETY: as the head of the file demands.
    unsafe { enter(vm, frame, &init, args, Return::Init, instance).map(Some) }
}

/// Binds the arguments of a Python function in a new frame or generator.
unsafe fn enter(
    vm: &Vm,
    frame: *mut Frame,
    callee: &Value,
    args: Args,
    kind: Return,
    locals: Value,
) -> PyResult<Called> {
    // SAFETY: as the head of the file demands.
    unsafe {
        let function = payload::<FunctionObject>(callee);
        let code = slow::code_of(function);
        if code.suspends {
            let made = make_generator(vm, callee, function, code, args)?;
            if kind == Return::Init {
                let class = vm.class(&made).name();
                let text = format!("__init__() should return None, not '{class}'");
                return Err(vm.type_error(text));
            }
            return Ok(Called::Done(made));
        }
        let new = push_frame(vm, frame, callee, function, code, args, kind, locals)?;
        vm.frame.set(new);
        if (*new).depth > vm.recursion_limit.get() || vm.breaker.is_set() {
            let checked = slow::enter_checks(vm, new);
            if !checked {
                // The frame is there: the exception is raised in it.
                let raised = vm.pending.take().unwrap_or(Value::NONE);
                vm.drop_frame(new);
                vm.frame.set(frame);
                return Err(Raised(raised));
            }
        }
        Ok(Called::Entered(new))
    }
}

#[expect(clippy::too_many_arguments, reason = "one call, spelled out by its callers")]
unsafe fn push_frame(
    vm: &Vm,
    prev: *mut Frame,
    callee: &Value,
    function: &FunctionObject,
    code: &CodeObject,
    args: Args,
    kind: Return,
    locals: Value,
) -> PyResult<*mut Frame> {
    // SAFETY: as the head of the file demands.
    unsafe {
        let new = push_header(vm, prev, callee.clone(), code, kind, locals);
        let registers = Frame::registers(new);
        for at in 0..usize::from(code.locals) {
            ptr::write(registers.add(at), Value::UNBOUND);
        }
        if let Err(raised) = bind(vm, function, code, args, registers) {
            vm.drop_frame(new);
            return Err(raised);
        }
        Ok(new)
    }
}

unsafe fn make_generator(
    vm: &Vm,
    callee: &Value,
    function: &FunctionObject,
    code: &CodeObject,
    args: Args,
) -> PyResult {
    let (ty, flavor) = if code.has_flag(flags::COROUTINE) {
        (vm.types.coroutine(), Flavor::Coroutine)
    } else if code.has_flag(flags::ASYNC_GENERATOR) {
        (vm.types.async_generator(), Flavor::AsyncGenerator)
    } else {
        (vm.types.generator(), Flavor::Generator)
    };
    let made = vm.new_generator(ty, flavor, function, callee.clone(), code);
    // SAFETY: as the head of the file demands.
    unsafe {
        let generator = payload::<crate::object::frame::GeneratorObject>(&made);
        if let Err(raised) = bind(vm, function, code, args, Frame::registers(generator.frame())) {
            // Never started and never seen: it must not warn.
            generator.release();
            return Err(raised);
        }
    }
    Ok(made)
}

/// Fills the registers of the parameters, which are unbound, with references of their own.
unsafe fn bind(
    vm: &Vm,
    function: &FunctionObject,
    code: &CodeObject,
    args: Args,
    registers: *mut Value,
) -> PyResult<()> {
    let plan = &code.code;
    let (wanted, keyword_only) = (usize::from(plan.arg_count), usize::from(plan.keyword_only));
    let positional = args.positional();
    // SAFETY: as the head of the file demands.
    unsafe {
        for (at, value) in positional.iter().take(wanted).enumerate() {
            ptr::write(registers.add(at), value.clone());
        }
        let mut next = wanted + keyword_only;
        if code.has_flag(flags::VARARGS) {
            let rest: Vec<Value> = positional.iter().skip(wanted).cloned().collect();
            ptr::write(registers.add(next), vm.tuple(rest));
            next += 1;
        }
        let extra = if code.has_flag(flags::VARKEYWORDS) {
            let dict = vm.new_dict(DictObject::new());
            ptr::write(registers.add(next), dict.clone());
            Some(dict)
        } else {
            None
        };
        if !args.names.is_empty() {
            bind_keywords(vm, function, code, args, registers, extra.as_ref())?;
        }
        if positional.len() > wanted && !code.has_flag(flags::VARARGS) {
            return Err(too_many(vm, function, code, positional.len(), registers));
        }
        fill_defaults(vm, function, code, positional.len(), registers)
    }
}

unsafe fn bind_keywords(
    vm: &Vm,
    function: &FunctionObject,
    code: &CodeObject,
    args: Args,
    registers: *mut Value,
    extra: Option<&Value>,
) -> PyResult<()> {
    let plan = &code.code;
    let first = usize::from(plan.positional_only);
    let last = usize::from(plan.arg_count + plan.keyword_only);
    for (name, value) in args.keywords() {
        let Some(text) = name.get::<StrObject>() else {
            let text = format!("{}() keywords must be strings", qualname(function));
            return Err(vm.type_error(text));
        };
        let bytes = text.as_bytes();
        let found = (first..last).find(|at| plan.local_names[*at].as_bytes() == bytes);
        let Some(at) = found else {
            if let Some(extra) = extra.and_then(|e| e.get::<DictObject>()) {
                drop(extra.insert(vm, name.clone(), value.clone())?);
                continue;
            }
            return Err(unexpected(vm, function, code, args, name));
        };
        // SAFETY: as the head of the file demands.
        let place = unsafe { registers.add(at) };
        // SAFETY: registers of parameters are initialised.
        if !unsafe { (*place).is_unbound() } {
            let (name, argument) = (qualname(function), name.to_text());
            let text = format!("{name}() got multiple values for argument '{argument}'");
            return Err(vm.type_error(text));
        }
        // SAFETY: as the head of the file demands.
        unsafe { ptr::write(place, value.clone()) };
    }
    Ok(())
}

unsafe fn fill_defaults(
    vm: &Vm,
    function: &FunctionObject,
    code: &CodeObject,
    given: usize,
    registers: *mut Value,
) -> PyResult<()> {
    let plan = &code.code;
    let (wanted, keyword_only) = (usize::from(plan.arg_count), usize::from(plan.keyword_only));
    // SAFETY: as the head of the file demands.
    unsafe {
        if given < wanted {
            let defaults = function.defaults.get();
            let defaults = defaults.tuple_items();
            let required = wanted.saturating_sub(defaults.len());
            let mut missing = Vec::new();
            for at in given..wanted {
                let place = registers.add(at);
                if !(*place).is_unbound() {
                    continue;
                }
                match at.checked_sub(required).and_then(|d| defaults.get(d)) {
                    Some(default) => ptr::write(place, default.clone()),
                    None => missing.push(at),
                }
            }
            if !missing.is_empty() {
                return Err(missing_arguments(vm, function, code, &missing, "positional"));
            }
        }
        if keyword_only > 0 {
            let defaults = function.keyword_defaults.get();
            let mut missing = Vec::new();
            for at in wanted..wanted + keyword_only {
                let place = registers.add(at);
                if !(*place).is_unbound() {
                    continue;
                }
                let name = vm.intern(&plan.local_names[at]);
                match defaults.get::<DictObject>().and_then(|d| d.get_interned(&name)) {
                    Some(default) => ptr::write(place, default),
                    None => missing.push(at),
                }
            }
            if !missing.is_empty() {
                return Err(missing_arguments(vm, function, code, &missing, "keyword-only"));
            }
        }
    }
    Ok(())
}

fn qualname(function: &FunctionObject) -> String {
    function.qualname.get().to_text()
}

#[cold]
fn missing_arguments(
    vm: &Vm,
    function: &FunctionObject,
    code: &CodeObject,
    missing: &[usize],
    kind: &str,
) -> Raised {
    let quoted: Vec<String> =
        missing.iter().map(|at| format!("'{}'", code.code.local_names[*at])).collect();
    let list = match quoted.as_slice() {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [head @ .., last] => format!("{}, and {last}", head.join(", ")),
        [] => String::new(),
    };
    let (name, count) = (qualname(function), missing.len());
    let plural = if count == 1 { "" } else { "s" };
    vm.type_error(format!("{name}() missing {count} required {kind} argument{plural}: {list}"))
}

#[cold]
unsafe fn too_many(
    vm: &Vm,
    function: &FunctionObject,
    code: &CodeObject,
    given: usize,
    registers: *mut Value,
) -> Raised {
    let plan = &code.code;
    let (most, keyword_only) = (usize::from(plan.arg_count), usize::from(plan.keyword_only));
    let defaults = function.defaults.get().tuple_items().len();
    // SAFETY: registers of parameters are initialised.
    let by_keyword = (most..most + keyword_only)
        .filter(|at| unsafe { !(*registers.add(*at)).is_unbound() })
        .count();
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let takes = if defaults > 0 {
        format!("from {} to {most} positional arguments", most - defaults.min(most))
    } else {
        format!("{most} positional argument{}", plural(most))
    };
    let (name, were) = (qualname(function), if given == 1 { "was" } else { "were" });
    let given = if by_keyword > 0 {
        format!(
            "{given} positional argument{} (and {by_keyword} keyword-only argument{}) were",
            plural(given),
            plural(by_keyword)
        )
    } else {
        format!("{given} {were}")
    };
    vm.type_error(format!("{name}() takes {takes} but {given} given"))
}

#[cold]
fn unexpected(
    vm: &Vm,
    function: &FunctionObject,
    code: &CodeObject,
    args: Args,
    keyword: &Value,
) -> Raised {
    let plan = &code.code;
    let name = qualname(function);
    let positional_only: Vec<&str> = plan.local_names[..usize::from(plan.positional_only)]
        .iter()
        .filter(|local| args.names.iter().any(|n| n.as_str() == Some(local)))
        .map(|n| &**n)
        .collect();
    if !positional_only.is_empty() {
        return vm.type_error(format!(
            "{name}() got some positional-only arguments passed as keyword arguments: '{}'",
            positional_only.join(", ")
        ));
    }
    let text = keyword.to_text();
    vm.type_error(format!("{name}() got an unexpected keyword argument '{text}'"))
}

/// `callee(…, name=…)`
#[inline(never)]
pub(super) unsafe fn call_keywords(vm: &Vm, frame: *mut Frame, w: Word) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let code = &*(*frame).code;
        let shape = &code.code.calls[usize::from(w.c())];
        let names: smallvec::SmallVec<[Value; 8]> =
            shape.keywords.iter().map(|n| code.names[*n as usize].clone()).collect();
        let first = Frame::registers(frame).add(usize::from(w.b()));
        let count = usize::from(shape.count);
        if !shape.method {
            return call_named(vm, frame, first, first.add(1), count, &names);
        }
        let unbound = usize::from((*first.add(1)).is_unbound());
        call_named(vm, frame, first, first.add(1 + unbound), count + 1 - unbound, &names)
    }
}

/// `callee(*args, **kwargs)`
#[inline(never)]
pub(super) unsafe fn call_star(vm: &Vm, frame: *mut Frame, w: Word) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let first = Frame::registers(frame).add(usize::from(w.b()));
        let callee = ptr::read(first);
        let args = ptr::read(first.add(1));
        let keywords = if w.c() == 1 { ptr::read(first.add(2)) } else { Value::UNBOUND };
        match star_arguments(vm, &callee, &args, &keywords) {
            Ok((mut all, names)) => {
                drop(args);
                drop(keywords);
                let mut callee = std::mem::ManuallyDrop::new(callee);
                let count = all.len();
                let values = all.as_mut_ptr();
                // The call takes the values; the buffer is freed without them.
                all.set_len(0);
                call_named(vm, frame, &raw mut *callee, values, count, &names)
            }
            Err(raised) => {
                vm.pending.set(Some(raised.0));
                None
            }
        }
    }
}

fn star_arguments(
    vm: &Vm,
    callee: &Value,
    args: &Value,
    keywords: &Value,
) -> PyResult<(Vec<Value>, Vec<Value>)> {
    let mut all = match args.as_tuple() {
        Some(items) => items.to_vec(),
        None => {
            let class = vm.class(args);
            if class.slots.iter.get().is_none() && class.slots.getitem.get().is_none() {
                let (name, class) = (vm.callee_name(callee), class.name());
                let text = format!("{name} argument after * must be an iterable, not {class}");
                return Err(vm.type_error(text));
            }
            vm.to_vec(args)?
        }
    };
    let mut names = Vec::new();
    if !keywords.is_unbound() {
        let Some(pairs) = slow::mapping_pairs(vm, keywords)? else {
            let (name, class) = (vm.callee_name(callee), vm.class(keywords).name());
            let text = format!("{name} argument after ** must be a mapping, not {class}");
            return Err(vm.type_error(text));
        };
        for (key, value) in pairs {
            if key.as_str_object().is_none() {
                return Err(vm.type_error("keywords must be strings"));
            }
            names.push(vm.intern_value(&key));
            all.push(value);
        }
    }
    Ok((all, names))
}

impl Vm {
    /// How messages about a call name the callee: `module.function()`.
    pub(crate) fn callee_name(&self, callee: &Value) -> String {
        let names = self.names();
        let attr = |name: &Value| self.getattr_opt(callee, name).ok().flatten();
        let Some(qualname) = attr(&names.__qualname__).filter(|q| q.as_str_object().is_some())
        else {
            return format!("{} object", self.class(callee).name());
        };
        let qualname = qualname.to_text();
        match attr(&names.__module__).map(|m| m.to_text()) {
            Some(module) if !module.is_empty() && module != "builtins" => {
                format!("{module}.{qualname}()")
            }
            _ => format!("{qualname}()"),
        }
    }

    /// Calls a Python function from Rust.
    pub(crate) fn call_function(&self, callee: &Value, args: Args) -> PyResult {
        let Some(function) = callee.get::<FunctionObject>() else {
            bug("call_function on something else")
        };
        // SAFETY: the frame is entered as `run` expects; `vm.frame` is restored by its return.
        unsafe {
            let code = slow::code_of(function);
            if code.suspends {
                return make_generator(self, callee, function, code, args);
            }
            let prev = self.frame.get();
            let entry = Return::Entry;
            let none = Value::UNBOUND;
            let new = push_frame(self, prev, callee, function, code, args, entry, none)?;
            self.run_entry(new, prev)
        }
    }

    /// Runs a frame whose kind is `Entry`.
    unsafe fn run_entry(&self, new: *mut Frame, prev: *mut Frame) -> PyResult {
        // SAFETY: as the head of the file demands.
        unsafe {
            if !self.stack_has_room()
                || (*new).depth > self.recursion_limit.get()
                || self.breaker.is_set()
            {
                let checked = if !self.stack_has_room() || (*new).depth > self.recursion_limit.get()
                {
                    Err(self.recursion_error())
                } else {
                    self.handle_breaker()
                };
                if let Err(raised) = checked {
                    self.drop_frame(new);
                    return Err(raised);
                }
            }
            self.frame.set(new);
            match self.run(new, false) {
                Ok(Outcome::Returned(value)) => Ok(value),
                Ok(Outcome::Yielded(_) | Outcome::YieldedAsync(_)) => bug("a call that yields"),
                Err(raised) => {
                    self.frame.set(prev);
                    Err(raised)
                }
            }
        }
    }

    /// Runs a module's or class body's code: a function called with a namespace of its own.
    pub fn run_code(&self, function: &Value, namespace: &Value) -> PyResult {
        let Some(object) = function.get::<FunctionObject>() else { bug("code without a function") };
        // SAFETY: as in `call_function`.
        unsafe {
            let code = slow::code_of(object);
            if code.suspends {
                let made = make_generator(self, function, object, code, Args::NONE)?;
                let generator = payload::<crate::object::frame::GeneratorObject>(&made);
                (*generator.frame()).locals = namespace.clone();
                return Ok(made);
            }
            let prev = self.frame.get();
            let entry = Return::Entry;
            let locals = namespace.clone();
            let new = push_frame(self, prev, function, object, code, Args::NONE, entry, locals)?;
            self.run_entry(new, prev)
        }
    }

    /// Runs a class body; gives its `__class__` cell, or None.
    pub fn run_class_body(&self, function: &Value, namespace: &Value) -> PyResult {
        self.run_code(function, namespace)
    }

    /// Drops what a frame that never ran (or is done) holds, and the frame.
    pub(crate) unsafe fn drop_frame(&self, frame: *mut Frame) {
        // SAFETY: as the head of the file demands.
        unsafe {
            let code = &*(*frame).code;
            let registers = Frame::registers(frame);
            for at in 0..usize::from(code.locals) {
                drop(ptr::replace(registers.add(at), Value::UNBOUND));
            }
            let function = ptr::read(&raw const (*frame).function);
            let locals = ptr::read(&raw const (*frame).locals);
            self.stack.pop(frame);
            drop(locals);
            drop(function);
        }
    }
}
