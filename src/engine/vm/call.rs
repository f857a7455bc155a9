//! Calls: from the dispatch loop and from Rust; binding of arguments to parameters.
//!
//! Safety: the functions for the dispatch loop require what `Vm::run` guarantees (see `slow.rs`).

use std::mem::ManuallyDrop;
use std::ptr::{self, NonNull};

use smallvec::SmallVec;

use taipan_compiler::code::flags;
use taipan_compiler::op::Word;

use super::bind::{Given, bind};
use super::run::payload;
use super::slow::{self, Next};
use super::trace;
use crate::object::code::{Cache, CodeObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::frame::{Flavor, Frame, Outcome, Return, bug};
use crate::object::header::Object;
use crate::object::native::{Args, MOST_DEFAULTS, NativeObject};
use crate::object::slots::{PyResult, Raised};
use crate::object::tuple::TupleObject;
use crate::object::types::{TypeRef, type_flag};
use crate::object::value::{Value, clone_all};
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
    kind: Return,
    locals: Value,
) -> *mut Frame {
    // SAFETY: as the head of the file demands.
    unsafe {
        let new = push_header(vm, prev, function, code, kind, locals);
        let (into, count) = (Frame::registers(new), usize::from(code.plain_args));
        // Most calls have one or two arguments: a loop would cost more than they do.
        if count > 0 {
            ptr::copy_nonoverlapping(args, into, 1);
            if count > 1 {
                ptr::copy_nonoverlapping(args.add(1), into.add(1), 1);
                if count > 2 {
                    copy_arguments(args, into, count);
                }
            }
        }
        // Volatile keeps the loop what it is: two or three words do not pay for vector code.
        for at in count..usize::from(code.locals) {
            into.add(at).cast::<usize>().write_volatile(Value::UNBOUND.bits());
        }
        vm.frame.set(new);
        new
    }
}

/// Moves the arguments behind the second one.
#[inline(never)]
unsafe fn copy_arguments(args: *const Value, into: *mut Value, count: usize) {
    // SAFETY: as the head of the file demands.
    unsafe { ptr::copy_nonoverlapping(args.add(2), into.add(2), count - 2) }
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
        let first_of_chunk = (*new).first_of_chunk;
        let depth = if prev.is_null() { 1 } else { (*prev).depth + 1 };
        ptr::write(
            new,
            Frame {
                pc: code.words.as_ptr(),
                code,
                prev,
                function,
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

/// Calls `*callee` with `count` values from `args` on. Takes callee, arguments and whatever lies
/// between them; the word before the first argument is free, be it the callee's own. The result goes
/// where the executing instruction says.
pub(super) unsafe fn call(
    vm: &Vm,
    frame: *mut Frame,
    callee: *mut Value,
    args: *mut Value,
    count: usize,
) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        if let Some(native) = (*callee).get_exact::<NativeObject>()
            && native.takes_exactly(count)
            && (count == 0 || native.receives(vm.class(&*args)))
        {
            let function = ptr::read(callee);
            let result = (native.def.call)(vm, std::slice::from_raw_parts(args, count));
            for at in 0..count {
                drop(ptr::read(args.add(at)));
            }
            drop(function);
            return finish(vm, frame, result);
        }
        call_inexactly(vm, frame, callee, args, count)
    }
}

/// Calls the native method that the cache remembers, of a type that never changes, with `instance`
/// alone. Out of line: in the dispatch loop it costs every other instruction.
#[inline(never)]
pub(super) unsafe fn call_native(
    vm: &Vm,
    frame: *mut Frame,
    cache: &Cache,
    instance: Value,
) -> Next {
    // SAFETY: as the head of the file demands; only native functions are remembered for this form.
    unsafe {
        let native = ptr::with_exposed_provenance::<Object<NativeObject>>(cache.data.get());
        // The namespace of its type keeps it.
        let result = ((*native).payload.def.call)(vm, std::slice::from_ref(&instance));
        drop(instance);
        finish(vm, frame, result)
    }
}

/// Writes the result of a call where the executing instruction says.
#[inline(always)]
unsafe fn finish(vm: &Vm, frame: *mut Frame, result: PyResult) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        match result {
            Ok(value) => {
                slow::put(frame, slow::executing(frame), value);
                slow::after(frame, 1)
            }
            Err(raised) => {
                vm.pending.set(Some(raised.0));
                None
            }
        }
    }
}

/// As [`call`], of anything but a native function with an argument for each parameter.
#[inline(never)]
unsafe fn call_inexactly(
    vm: &Vm,
    frame: *mut Frame,
    callee: *mut Value,
    args: *mut Value,
    count: usize,
) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let Some(native) = (*callee).get_exact::<NativeObject>() else {
            return call_named(vm, frame, callee, args, count, &[]);
        };
        if native.def.naps && count == 1 {
            // What it naps in may be the callee's own register.
            let function = ManuallyDrop::new(ptr::read(callee));
            if let Some(next) = super::coroutine::nap(vm, frame, &*args) {
                drop(ManuallyDrop::into_inner(function));
                return next;
            }
        }
        let fits = native.takes_fewer(count) && (count == 0 || native.receives(vm.class(&*args)));
        if !fits {
            let traces = native.def.traces;
            let next = call_named(vm, frame, callee, args, count, &[]);
            return if traces { trace::reconsidered(vm, next) } else { next };
        }
        let function = ptr::read(callee);
        let defaults = native.defaults(vm);
        // Borrowed from the registers and the table of defaults: dropped by nobody.
        let mut all = [const { ManuallyDrop::new(Value::UNBOUND) }; MOST_DEFAULTS];
        for (at, (place, default)) in all.iter_mut().zip(defaults).enumerate() {
            let source = if at < count { args.add(at).cast_const() } else { default };
            *place = ManuallyDrop::new(ptr::read(source));
        }
        let all: *const Value = all.as_ptr().cast();
        let result = (native.def.call)(vm, std::slice::from_raw_parts(all, defaults.len()));
        for at in 0..count {
            drop(ptr::read(args.add(at)));
        }
        drop(function);
        finish(vm, frame, result)
    }
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
        match call_taken(vm, frame, function, Given { first: args, count, names }) {
            Ok(Called::Done(value)) => finish(vm, frame, Ok(value)),
            // Null: the frame is to be executed by the loop that traces.
            Ok(Called::Entered(new)) => NonNull::new(new),
            Err(raised) => {
                vm.pending.set(Some(raised.0));
                None
            }
        }
    }
}

/// As `returned`, with registers still alive: an object of the frame that others hold takes them over,
/// and with them the value if it is a variable's.
#[inline(never)]
pub(super) unsafe fn leave(vm: &Vm, frame: *mut Frame, value: Value) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = slow::executing(frame);
        let seen = !(*frame).object.is_unbound();
        if seen {
            if w.a() < (*(*frame).code).locals {
                let place = Frame::registers(frame).add(usize::from(w.a()));
                drop(ptr::replace(place, value.clone()));
            }
            vm.detach_frame_object(frame);
        }
        // The compiler's word has been completed: `b` registers are alive.
        for at in 0..usize::from(w.b()) {
            drop(ptr::replace(Frame::registers(frame).add(at), Value::UNBOUND));
        }
        let next = returned(vm, frame, value);
        // Every frame that was there when tracing began, or is traced, has an object.
        if seen { trace::reconsidered(vm, next) } else { next }
    }
}

/// What leaving `frame` with `value` leads to, for frames that no plain call entered. Its registers
/// are given up already.
#[inline(never)]
pub(super) unsafe fn returned(vm: &Vm, frame: *mut Frame, value: Value) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        // Destruction of what was in the registers may have made one.
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
            Return::Store | Return::StoreSeen => {
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

unsafe fn call_taken(
    vm: &Vm,
    frame: *mut Frame,
    callee: Value,
    given: Given<'_>,
) -> PyResult<Called> {
    // SAFETY: as the head of the file demands.
    unsafe {
        if callee.get_exact::<FunctionObject>().is_some() {
            return enter(vm, frame, callee, given, Return::Store, Value::UNBOUND);
        }
        if let Some(native) = callee.get_exact::<NativeObject>() {
            let result = vm.call_native(native, given.args());
            drop(given);
            return result.map(Called::Done);
        }
        if let Some(method) = callee.get_exact::<MethodObject>() {
            let function = method.function.clone();
            let given = given.with_first(method.instance.clone());
            drop(callee);
            if function.get_exact::<FunctionObject>().is_some() {
                return enter(vm, frame, function, given, Return::Store, Value::UNBOUND);
            }
            let result = match function.get_exact::<NativeObject>() {
                Some(native) if native.is_method() => {
                    vm.call_native_checked(native, given.args(), true)
                }
                _ => vm.call_args(&function, given.args()),
            };
            drop(given);
            return result.map(Called::Done);
        }
        call_other(vm, frame, callee, given)
    }
}

/// Calls of classes, of instances with `__call__`, and of everything else.
unsafe fn call_other(
    vm: &Vm,
    frame: *mut Frame,
    callee: Value,
    given: Given<'_>,
) -> PyResult<Called> {
    // SAFETY: as the head of the file demands.
    unsafe {
        if let Some(class) = TypeRef::of(&callee) {
            if let Some(init) = plain_init(vm, class) {
                let instance = vm.new_instance(class)?;
                drop(callee);
                let given = given.with_first(instance.clone());
                return enter(vm, frame, init, given, Return::Init, instance);
            }
        } else if vm.class(&callee).has(type_flag::HEAP)
            && let Some(method) = vm.class(&callee).lookup(&vm.names().__call__)
            && method.get_exact::<FunctionObject>().is_some()
        {
            let given = given.with_first(callee);
            return enter(vm, frame, method, given, Return::Store, Value::UNBOUND);
        }
        let result = vm.call_args(&callee, given.args());
        drop(given);
        result.map(Called::Done)
    }
}

/// The `__init__` written in Python of a class with `object.__new__`: its frame can be entered
/// directly.
fn plain_init(vm: &Vm, class: &TypeRef) -> Option<Value> {
    if class.init_version.get() == class.version() {
        return class.lookup(&vm.names().__init__);
    }
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
        return None;
    }
    let init = class.lookup(&vm.names().__init__)?;
    init.get_exact::<FunctionObject>()?;
    // The metaclass could get a `__call__` of its own later: only that of `type` stays for good.
    if vm.class(class.value()).has(type_flag::IMMUTABLE) {
        class.init_version.set(class.version());
    }
    Some(init)
}

/// Binds the arguments of a Python function in a new frame or generator.
unsafe fn enter(
    vm: &Vm,
    frame: *mut Frame,
    callee: Value,
    given: Given<'_>,
    kind: Return,
    locals: Value,
) -> PyResult<Called> {
    // SAFETY: as the head of the file demands.
    unsafe {
        let function = payload::<FunctionObject>(&callee);
        let code = slow::code_of(function);
        if code.suspends {
            let made = make_generator(vm, callee, function, code, given)?;
            if kind == Return::Init {
                let class = vm.class(&made).full_name();
                let text = format!("__init__() should return None, not '{class}'");
                return Err(vm.type_error(text));
            }
            return Ok(Called::Done(made));
        }
        let new = if usize::from(code.plain_args) == given.count && given.names.is_empty() {
            let given = ManuallyDrop::new(given);
            push_plain(vm, frame, callee, code, given.first, kind, locals)
        } else {
            let new = push_frame(vm, frame, callee, code, given, kind, locals)?;
            vm.frame.set(new);
            new
        };
        if ((*new).depth > vm.recursion_limit.get() || vm.breaker.is_set())
            && !slow::enter_checks(vm, new)
        {
            let Some(raised) = vm.pending.take() else {
                return Ok(Called::Entered(ptr::null_mut()));
            };
            // The frame is there: the exception is raised in it.
            vm.drop_frame(new);
            vm.frame.set(frame);
            return Err(Raised(raised));
        }
        Ok(Called::Entered(new))
    }
}

unsafe fn push_frame(
    vm: &Vm,
    prev: *mut Frame,
    callee: Value,
    code: &CodeObject,
    given: Given<'_>,
    kind: Return,
    locals: Value,
) -> PyResult<*mut Frame> {
    // SAFETY: as the head of the file demands; the frame holds the function.
    unsafe {
        let new = push_header(vm, prev, callee, code, kind, locals);
        let function = payload::<FunctionObject>(&(*new).function);
        if let Err(raised) = bind(vm, function, code, given, Frame::registers(new)) {
            vm.drop_frame(new);
            return Err(raised);
        }
        Ok(new)
    }
}

unsafe fn make_generator(
    vm: &Vm,
    callee: Value,
    function: &FunctionObject,
    code: &CodeObject,
    given: Given<'_>,
) -> PyResult {
    let (ty, flavor) = if code.has_flag(flags::COROUTINE) {
        (vm.types.coroutine(), Flavor::Coroutine)
    } else if code.has_flag(flags::ASYNC_GENERATOR) {
        (vm.types.async_generator(), Flavor::AsyncGenerator)
    } else {
        (vm.types.generator(), Flavor::Generator)
    };
    let made = vm.new_generator(ty, flavor, function, callee, code);
    // SAFETY: as the head of the file demands.
    unsafe {
        let generator = payload::<crate::object::frame::GeneratorObject>(&made);
        if let Err(raised) = bind(vm, function, code, given, Frame::registers(generator.frame())) {
            // Never started and never seen: it must not warn.
            generator.release();
            return Err(raised);
        }
        if vm.origin_depth.get() > 0
            && flavor == Flavor::Coroutine
            && code.has_flag(flags::OPTIMIZED)
        {
            (*generator.frame()).locals = vm.origin();
        }
    }
    Ok(made)
}

/// `callee(…, name=…)`
#[inline(never)]
pub(super) unsafe fn call_keywords(vm: &Vm, frame: *mut Frame, w: Word) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let code = &*(*frame).code;
        let shape = &code.code.calls[usize::from(w.c())];
        let names = &code.call_names[usize::from(w.c())];
        let first = Frame::registers(frame).add(usize::from(w.b()));
        let count = usize::from(shape.count);
        if !shape.method {
            return call_named(vm, frame, first, first.add(1), count, names);
        }
        let unbound = usize::from((*first.add(1)).is_unbound());
        call_named(vm, frame, first, first.add(1 + unbound), count + 1 - unbound, names)
    }
}

/// Arguments of a call with stars, behind one free place; and the names of the last ones.
type StarArguments = (SmallVec<[Value; 8]>, SmallVec<[Value; 4]>);

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
                let mut callee = ManuallyDrop::new(callee);
                let count = all.len() - 1;
                let values = all.as_mut_ptr().add(1);
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
) -> PyResult<StarArguments> {
    // Mappings are looked at first, whether the names in them are any last.
    let merged;
    let dict = match keywords.get_exact::<DictObject>() {
        None if !keywords.is_unbound() => {
            merged = DictObject::new();
            slow::merge_keywords(vm, &merged, keywords, callee)?;
            Some(&merged)
        }
        dict => dict,
    };
    let mut all = SmallVec::new();
    all.push(Value::UNBOUND);
    match args.get_exact::<TupleObject>() {
        Some(tuple) => all.extend(tuple.items().iter().cloned()),
        None => {
            if !vm.can_iterate(args) {
                let (name, class) = (vm.callee_name(callee), vm.class(args).full_name());
                let text = format!("{name} argument after * must be an iterable, not {class}");
                return Err(vm.type_error(text));
            }
            all.extend(vm.to_vec(args)?);
        }
    }
    let mut names = SmallVec::new();
    let mut keyword = |key: &Value, value: Value| {
        if key.as_str_object().is_none() {
            if vm.class(callee).slots.call.get().is_none() {
                vm.call_args(callee, Args::NONE)?; // says that it is not callable
            }
            return Err(vm.type_error("keywords must be strings"));
        }
        names.push(vm.intern_value(key));
        all.push(value);
        Ok(())
    };
    let mut at = 0;
    while let Some((found, key, value)) = dict.and_then(|dict| dict.entry_from(at)) {
        keyword(&key, value)?;
        at = found + 1;
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
            return self.str_of(callee).map_or_else(|_| "?".to_owned(), |text| text.to_text());
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
        let mut all = clone_all(args.all);
        // SAFETY: the frame is entered as `run` expects; `vm.frame` is restored by its return. The
        // values are taken; the buffer is freed without them.
        unsafe {
            let given = Given { first: all.as_mut_ptr(), count: all.len(), names: args.names };
            all.set_len(0);
            let code = slow::code_of(function);
            if code.suspends {
                return make_generator(self, callee.clone(), function, code, given);
            }
            let (prev, none) = (self.frame.get(), Value::UNBOUND);
            let new = push_frame(self, prev, callee.clone(), code, given, Return::Entry, none)?;
            self.run_entry(new, prev)
        }
    }

    /// Runs a frame whose kind is `Entry`.
    unsafe fn run_entry(&self, new: *mut Frame, prev: *mut Frame) -> PyResult {
        // SAFETY: as the head of the file demands.
        unsafe {
            let mut traced = false;
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
                traced = self.traces();
            }
            self.frame.set(new);
            match self.run(new, traced) {
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
            let given = Given { first: ptr::dangling_mut(), count: 0, names: &[] };
            if code.suspends {
                let made = make_generator(self, function.clone(), object, code, given)?;
                let generator = payload::<crate::object::frame::GeneratorObject>(&made);
                (*generator.frame()).locals = namespace.clone();
                return Ok(made);
            }
            let prev = self.frame.get();
            let entry = Return::Entry;
            let locals = namespace.clone();
            let new = push_frame(self, prev, function.clone(), code, given, entry, locals)?;
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
