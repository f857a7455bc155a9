//! Frames: where a call's registers lie and how it goes on. One layout for calls, which take a
//! window of the register stack, and for generators and coroutines, which own theirs.

use std::cell::{Cell, RefCell};
use std::ptr::{self, NonNull};

use taipan_compiler::op::{Op, Word};

use super::code::{CodeObject, FunctionObject};
use super::dict::DictObject;
use super::frame_object::FrameObject;
use super::header::{Header, Kind, Object, Operations, Payload};
use super::heap;
use super::types::TypeRef;
use super::value::Value;
use super::var::Var;
use super::vm::Vm;

/// What a frame's return does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Return {
    /// Puts the value into the destination of the instruction that called.
    Store,
    /// As `Store`, of a frame that has an object, which may keep the locals.
    StoreSeen,
    /// Leaves the dispatch loop: called from Rust.
    Entry,
    /// Belongs to an `__init__`: the value must be None, and the instance (in `locals`) is stored.
    Init,
    /// Drops the value: a setter written in Python.
    Discard,
    /// Belongs to a special method that an instruction called: see `vm/operator.rs`.
    Operator,
    /// Belongs to a generator or coroutine: see [`Driver`].
    Generator,
}

/// The activation of one piece of code. The registers follow it in memory.
#[repr(C)]
pub struct Frame {
    /// The instruction being executed, saved before anything that can call, raise or suspend.
    pub pc: *const Cell<Word>,
    pub code: *const CodeObject,
    /// The frame that called or resumed this one.
    pub prev: *mut Frame,
    /// The function, which keeps code, globals and closure alive.
    pub function: Value,
    /// Namespace of a module or class body; the instance of an `__init__`; the finaliser of an
    /// asynchronous generator (from `sys.set_asyncgen_hooks`); where a coroutine was made; else unbound.
    pub locals: Value,
    /// The frame object, if somebody asked for it.
    pub object: Value,
    pub depth: u32,
    pub kind: Return,
    /// Whether the frame is the first one of its chunk of the register stack.
    pub first_of_chunk: bool,
}

impl Frame {
    /// The global names of the frame's function.
    ///
    /// # Safety
    /// `this` is a live frame, which holds its function, whose globals are a dict.
    #[inline(always)]
    pub(crate) unsafe fn globals<'a>(this: *const Frame) -> &'a DictObject {
        // SAFETY: by contract.
        unsafe {
            let function = (*this).function.pointer().cast::<Object<FunctionObject>>();
            let globals = function.as_ref().payload.globals.pointer().cast::<Object<DictObject>>();
            &globals.as_ref().payload
        }
    }

    /// The registers of the frame.
    #[inline(always)]
    pub fn registers(this: *mut Frame) -> *mut Value {
        // The registers begin where the header ends; both are multiples of 8 bytes.
        this.wrapping_add(1).cast()
    }

    /// How many temporaries are alive at the saved `pc`.
    ///
    /// # Safety
    /// `this` is a live frame with a saved `pc`.
    pub(crate) unsafe fn live_temporaries(this: *const Frame) -> usize {
        // SAFETY: by contract; `pc` points into the words of `code`.
        unsafe {
            let code = &*(*this).code;
            let at = (*this).pc.offset_from(code.words.as_ptr()) as usize;
            usize::from(code.code.heights[at])
        }
    }

    /// Index of the saved instruction.
    ///
    /// # Safety
    /// As [`Frame::live_temporaries`].
    pub(crate) unsafe fn position(this: *const Frame) -> usize {
        // SAFETY: by contract.
        unsafe { (*this).pc.offset_from((*(*this).code).words.as_ptr()) as usize }
    }
}

/// The register stack: chunks that never move.
pub struct Stack {
    chunks: RefCell<Vec<Box<[u64]>>>,
    /// Where the next frame begins, and where the chunk ends.
    top: Cell<*mut u64>,
    end: Cell<*mut u64>,
    /// Tops of the chunks below the current one.
    below: RefCell<Vec<(*mut u64, *mut u64)>>,
}

const CHUNK: usize = 16 * 1024;
const HEADER_WORDS: usize = size_of::<Frame>() / 8;

impl Stack {
    pub(super) fn new() -> Stack {
        let stack = Stack::empty();
        stack.enter(vec![0u64; CHUNK].into_boxed_slice());
        stack
    }

    /// One that gets its first chunk with its first frame.
    pub(super) fn empty() -> Stack {
        Stack {
            chunks: RefCell::default(),
            top: Cell::new(ptr::null_mut()),
            end: Cell::new(ptr::null_mut()),
            below: RefCell::default(),
        }
    }

    /// Exchanges all frames with another stack; frames stay where they are.
    pub(super) fn exchange(&self, other: &Stack) {
        self.chunks.swap(&other.chunks);
        self.top.swap(&other.top);
        self.end.swap(&other.end);
        self.below.swap(&other.below);
    }

    fn enter(&self, mut chunk: Box<[u64]>) {
        let range = chunk.as_mut_ptr_range();
        self.top.set(range.start);
        self.end.set(range.end);
        self.chunks.borrow_mut().push(chunk);
    }

    /// Room for a frame with that many registers; only `first_of_chunk` is written.
    #[inline(always)]
    pub(crate) fn push(&self, registers: u16) -> *mut Frame {
        let words = HEADER_WORDS + usize::from(registers);
        let top = self.top.get();
        if (self.end.get() as usize).wrapping_sub(top as usize) < words * 8 {
            return self.push_chunk(words);
        }
        self.top.set(top.wrapping_add(words));
        let frame = top.cast::<Frame>();
        // SAFETY: within the chunk.
        unsafe { (&raw mut (*frame).first_of_chunk).write(false) };
        frame
    }

    #[cold]
    #[inline(never)]
    fn push_chunk(&self, words: usize) -> *mut Frame {
        self.below.borrow_mut().push((self.top.get(), self.end.get()));
        self.enter(vec![0u64; CHUNK.max(words)].into_boxed_slice());
        let frame = self.top.get().cast::<Frame>();
        self.top.set(self.top.get().wrapping_add(words));
        // SAFETY: the chunk holds at least `words`.
        unsafe { (&raw mut (*frame).first_of_chunk).write(true) };
        frame
    }

    /// Gives the frame's room back; it must be the last one pushed, its values gone.
    #[inline(always)]
    pub(crate) fn pop(&self, frame: *mut Frame) {
        // SAFETY: the memory is still there.
        if unsafe { (*frame).first_of_chunk } {
            self.pop_chunk();
        } else {
            self.top.set(frame.cast());
        }
    }

    #[cold]
    fn pop_chunk(&self) {
        if let Some((top, end)) = self.below.borrow_mut().pop() {
            self.chunks.borrow_mut().pop();
            self.top.set(top);
            self.end.set(end);
        }
    }
}

/// One level of "the exception being handled": the interpreter's own, and one per generator.
pub struct Handled {
    /// The exception, or unbound.
    pub exception: Var,
    /// The level of whoever resumed this generator.
    pub outer: Cell<*const Handled>,
}

impl Handled {
    pub(super) fn new() -> Handled {
        Handled { exception: Var::unbound(), outer: Cell::new(ptr::null()) }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Flavor {
    Generator,
    Coroutine,
    AsyncGenerator,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum State {
    Created,
    Suspended,
    Running,
    Finished,
}

/// Who resumed a generator (or will be told when it yields), as far as the loop must know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Driver {
    /// Nobody is linked.
    None,
    /// Rust code: `send`, `next`, a task's step. The generator is the root of its chain.
    Entry,
    /// As `Entry`, for `throw`.
    EntryThrow,
    /// A `for` loop's instruction in the frame before. The generator is the root of its chain.
    For,
    /// The `Delegate` instruction of the frame before: an inner link of a chain of awaits. Stays
    /// while the chain is suspended, so that resuming the innermost frame needs no walk.
    Delegate,
    /// As `Delegate`: was a link of the chain when an exception was thrown into that last.
    DelegateThrow,
    /// A `Delegate` on `asend()` or `athrow()` of this asynchronous generator.
    DelegateAsync,
}

impl Driver {
    /// Whether it is an inner link of a chain.
    pub(crate) fn is_delegate(self) -> bool {
        matches!(self, Driver::Delegate | Driver::DelegateThrow | Driver::DelegateAsync)
    }
}

/// What executing a frame led to.
pub enum Outcome {
    Yielded(Value),
    /// An asynchronous generator handed a value to its consumer.
    YieldedAsync(Value),
    Returned(Value),
}

/// The payload of generators, coroutines and asynchronous generators; the registers follow it.
#[repr(C)]
pub struct GeneratorObject {
    pub flavor: Flavor,
    pub state: Cell<State>,
    pub driver: Cell<Driver>,
    /// Asynchronous generator: `asend`, `athrow` or `aclose` is under way; finished; hooks were set.
    pub async_running: Cell<bool>,
    pub async_closed: Cell<bool>,
    pub async_hooked: Cell<bool>,
    registers: u16,
    pub name: Var,
    pub qualname: Var,
    /// As root of a suspended chain: its innermost generator, if known. A validated cache.
    pub leaf: Cell<*const GeneratorObject>,
    /// As root of a running chain: the root that was running before. Until it is first resumed: the
    /// address of the instruction that made it, never to be followed.
    pub outer_root: Cell<*const GeneratorObject>,
    pub handled: Handled,
    pub frame: std::cell::UnsafeCell<Frame>,
}

static OPERATIONS: Operations = Operations {
    kind: Kind::Generator,
    linked: true,
    size: |header| size_for(of_header(header).registers),
    traverse: |header, visit| of_header(header).traverse(visit),
    clear: |header| of_header(header).clear(),
    drop: drop_generator,
};

// SAFETY: the only type tied to this kind.
unsafe impl Payload for GeneratorObject {
    const OPERATIONS: &'static Operations = &OPERATIONS;
}

fn of_header(header: &Header) -> &GeneratorObject {
    // SAFETY: reached only through `OPERATIONS`.
    unsafe { &NonNull::from(header).cast::<Object<GeneratorObject>>().as_ref().payload }
}

fn size_for(registers: u16) -> usize {
    size_of::<Object<GeneratorObject>>() + usize::from(registers) * 8
}

/// # Safety
/// As [`Operations::drop`].
unsafe fn drop_generator(header: NonNull<Header>) -> usize {
    // SAFETY: the payload is intact and dropped once.
    unsafe {
        let object = header.cast::<Object<GeneratorObject>>().as_ptr();
        let size = size_for((*object).payload.registers);
        (*object).payload.release();
        (&raw mut (*object).payload).drop_in_place();
        size
    }
}

impl GeneratorObject {
    /// The finaliser of an asynchronous generator; unbound if there is none.
    pub(crate) fn finalizer(&self) -> Value {
        // SAFETY: the frame lies within the generator; cloning runs no foreign code.
        unsafe { (*self.frame()).locals.clone() }
    }

    pub(crate) fn set_finalizer(&self, finalizer: Value) {
        // SAFETY: as above; the old value is dropped after the new one is in place.
        drop(unsafe { ptr::replace(&raw mut (*self.frame()).locals, finalizer) });
    }

    /// Where a coroutine was made, as `cr_origin` shows it: unbound unless that was to be remembered.
    pub(crate) fn origin(&self) -> Value {
        let remembers = self.flavor == Flavor::Coroutine
            && self.code().has_flag(taipan_compiler::code::flags::OPTIMIZED);
        if remembers { self.finalizer() } else { Value::UNBOUND }
    }

    /// The address of the instruction that made it, as long as it has not been resumed; else 0.
    pub(crate) fn made_at(&self) -> usize {
        if self.state.get() == State::Created { self.outer_root.get().addr() } else { 0 }
    }

    pub fn frame(&self) -> *mut Frame {
        self.frame.get()
    }

    pub fn code(&self) -> &CodeObject {
        // SAFETY: the frame's function keeps the code alive; it stays after the frame is released.
        unsafe { &*(*self.frame()).code }
    }

    /// The code object.
    pub fn code_value(&self) -> Value {
        // SAFETY: the frame's function stays until the generator goes.
        let function = unsafe { &(*self.frame()).function };
        function.get::<FunctionObject>().map_or(Value::NONE, |f| f.code.get())
    }

    /// The generator whose frame this is.
    ///
    /// # Safety
    /// `frame` is the frame of a generator: its kind is [`Return::Generator`].
    #[inline(always)]
    pub(crate) unsafe fn of_frame<'a>(frame: *mut Frame) -> &'a GeneratorObject {
        // SAFETY: such a frame lies within its generator.
        unsafe { &*frame.byte_sub(std::mem::offset_of!(GeneratorObject, frame)).cast() }
    }

    /// It is done: nothing is left that a finaliser could do.
    #[inline(always)]
    pub(crate) fn finish(&self) {
        self.state.set(State::Finished);
        let offset = std::mem::offset_of!(Object<GeneratorObject>, payload);
        // SAFETY: the payload lies in a live object.
        let header = unsafe { NonNull::from(self).byte_sub(offset).cast::<Header>().as_ref() };
        header.set(super::header::flag::FINALIZED);
    }

    /// The object whose payload this is, as a value of its own.
    pub fn value(&self) -> Value {
        let payload = NonNull::from(self);
        // SAFETY: the payload lies in a live object.
        unsafe {
            let offset = std::mem::offset_of!(Object<GeneratorObject>, payload);
            Value::from_borrowed(payload.byte_sub(offset).cast())
        }
    }

    /// The value that a suspended generator delegates to (`yield from`, `await`), if any.
    pub fn delegate(&self) -> Option<Value> {
        // SAFETY: the register holds a value, and cloning it runs no foreign code.
        let delegate = unsafe { (*self.delegate_register()?).clone() };
        Some(delegate).filter(|v| !v.is_unbound() && !v.is(&Value::NAPPING))
    }

    /// Whether it is suspended (or calls) in the middle of an `await` or a `yield from`.
    pub(crate) fn is_awaiting(&self) -> bool {
        self.delegate_register().is_some()
    }

    /// Where a suspended generator keeps what it delegates to, if it does.
    fn delegate_register(&self) -> Option<*mut Value> {
        if self.state.get() == State::Created || self.state.get() == State::Finished {
            return None;
        }
        let frame = self.frame();
        // SAFETY: `pc` was saved when the frame was suspended (or calls); a `Delegate` keeps its
        // iterator in the register it names.
        unsafe {
            let word = (*(*frame).pc).get();
            let delegates = word.opcode() == Op::Delegate as u8;
            delegates.then(|| Frame::registers(frame).add(usize::from(word.b())))
        }
    }

    /// Puts a real coroutine where a bare `sleep(0)` has none, for somebody who looks.
    pub(crate) fn show_nap(&self, make: impl FnOnce() -> Value) {
        if let Some(place) = self.delegate_register() {
            // SAFETY: the register holds a value; the one replaced needs no drop.
            unsafe {
                if (*place).is(&Value::NAPPING) {
                    ptr::write(place, make());
                }
            }
        }
    }

    /// The generator whose `Delegate` this one is linked to.
    pub fn awaiter(&self) -> Option<&GeneratorObject> {
        if !self.driver.get().is_delegate() {
            return None;
        }
        // SAFETY: a link is cut before the frame at its other end goes. Only generators' frames are
        // suspended with links, but a running one may have been resumed from a plain frame.
        unsafe {
            let prev = (*self.frame()).prev;
            ((*prev).kind == Return::Generator).then(|| GeneratorObject::of_frame(prev))
        }
    }

    /// The outermost generator of the chain that this one is linked into.
    pub fn root(&self) -> &GeneratorObject {
        let mut root = self;
        while let Some(outer) = root.awaiter() {
            root = outer;
        }
        root
    }

    /// Whether it is being executed, by itself or as a link of a running chain.
    pub fn is_running(&self) -> bool {
        self.root().state.get() == State::Running || self.state.get() == State::Running
    }

    /// Cuts the link from the generator that this one delegates to, and makes the root forget it.
    pub fn unlink(&self) {
        self.root().leaf.set(ptr::null());
        self.leaf.set(ptr::null());
        if let Some(inner) = self.delegate()
            && let Some(inner) = super::async_step::delegate_target(&inner)
        {
            // SAFETY: only the address is compared.
            let linked = unsafe { (*inner.frame()).prev } == self.frame();
            if linked && inner.driver.get().is_delegate() {
                inner.driver.set(Driver::None);
            }
        }
    }

    /// Drops what the registers hold and marks the generator finished.
    pub(crate) fn release(&self) {
        let state = self.state.get();
        if state == State::Finished {
            return;
        }
        self.unlink();
        let frame = self.frame();
        // SAFETY: the frame is not executing: it is suspended (with `pc` saved) or was never started
        // (`pc` at the first word, whose height is 0). Values are taken out before they are dropped.
        unsafe {
            let code = &*(*frame).code;
            let live = usize::from(code.locals) + Frame::live_temporaries(frame);
            self.finish();
            let object = ptr::replace(&raw mut (*frame).object, Value::UNBOUND);
            if let Some(payload) = object.get::<FrameObject>() {
                payload.last.set(Frame::position(frame));
                if object.header().is_some_and(|h| h.count() > 1) {
                    payload.take_locals(frame);
                }
                payload.frame.set(ptr::null_mut());
            }
            let registers = Frame::registers(frame);
            for at in 0..live {
                drop(ptr::replace(registers.add(at), Value::UNBOUND));
            }
            drop(object);
        }
        self.handled.exception.set(Value::UNBOUND);
    }

    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.name.visit(visit);
        self.qualname.visit(visit);
        self.handled.exception.visit(visit);
        let frame = self.frame();
        // SAFETY: the collector runs only where every frame's `pc` is saved, so that the height there
        // tells which registers hold values, be the frame suspended or on its way.
        unsafe {
            visit(&(*frame).function);
            visit(&(*frame).object);
            visit(&(*frame).locals);
            if self.state.get() != State::Finished {
                let code = &*(*frame).code;
                let live = usize::from(code.locals) + Frame::live_temporaries(frame);
                for at in 0..live {
                    visit(&*Frame::registers(frame).add(at));
                }
            }
        }
    }

    fn clear(&self) {
        if !self.is_running() {
            self.release();
        }
    }
}

impl Vm {
    /// A new generator whose registers up to the code's locals are to be filled by the caller.
    pub(crate) fn new_generator(
        &self,
        ty: &TypeRef,
        flavor: Flavor,
        function: &FunctionObject,
        function_value: Value,
        code: &CodeObject,
    ) -> Value {
        let payload = GeneratorObject {
            flavor,
            state: Cell::new(State::Created),
            driver: Cell::new(Driver::None),
            async_running: Cell::new(false),
            async_closed: Cell::new(false),
            async_hooked: Cell::new(false),
            name: function.name.get().into(),
            qualname: function.qualname.get().into(),
            leaf: Cell::new(ptr::null()),
            outer_root: Cell::new(ptr::without_provenance(self.instruction_address(0))),
            handled: Handled::new(),
            registers: code.registers,
            frame: std::cell::UnsafeCell::new(Frame {
                pc: code.words.as_ptr(),
                code: ptr::from_ref(code),
                prev: ptr::null_mut(),
                function: function_value,
                locals: Value::UNBOUND,
                object: Value::UNBOUND,
                depth: 0,
                kind: Return::Generator,
                first_of_chunk: false,
            }),
        };
        let (registers, locals) = (code.registers, usize::from(code.locals));
        // SAFETY: payload and locals are written; temporaries need not be (see `op.rs`).
        let made = unsafe {
            heap::allocate_sized(self, ty, size_for(registers), |header| {
                let object = header.cast::<Object<GeneratorObject>>().as_ptr();
                (&raw mut (*object).payload).write(payload);
                let first = object.add(1).cast::<Value>();
                for at in 0..locals {
                    first.add(at).write(Value::UNBOUND);
                }
            })
        };
        made.unwrap_or_else(|| self.out_of_memory())
    }
}

/// Our own mistake, never a script's.
#[cold]
#[track_caller]
pub fn bug(what: &str) -> ! {
    panic!("taipan has a bug: {what}")
}
