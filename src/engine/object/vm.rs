//! The state of one interpreter. What it does is in `vm/`; this is only what it knows.

use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::hash::Hasher;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use siphasher::sip::SipHasher13;

use super::frame::{Frame, GeneratorObject, Handled, Outcome, Stack};
use super::header::{Header, Payload};
use super::heap::{self, Heap};
use super::monitoring::Monitoring;
use super::string::StrObject;
use super::thread::{Local, Threads};
use super::types::{TypeRef, TypeSpec};
use super::value::Value;
use crate::host::{Host, Signals};

/// Reasons why the dispatch loop should stop and look around, set from anywhere.
#[derive(Default)]
pub struct Breaker(AtomicU32);

impl Breaker {
    /// A signal has arrived.
    pub const SIGNAL: u32 = 1;
    /// The collector wants to run.
    pub const COLLECT: u32 = 2;
    /// Fuel is counted: every check costs one unit.
    pub const FUEL: u32 = 4;
    /// The memory limit was passed.
    pub const MEMORY: u32 = 8;
    /// Another thread has waited for its turn long enough.
    pub const SWITCH: u32 = 16;
    /// The running thread's events are wanted: dispatch goes on in the loop that reports them.
    pub const TRACE: u32 = 32;

    #[inline(always)]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed) != 0
    }

    /// Safe to call from a signal handler.
    pub fn set(&self, reason: u32) {
        self.0.fetch_or(reason, Ordering::Release);
    }

    pub fn clear(&self, reason: u32) {
        self.0.fetch_and(!reason, Ordering::Acquire);
    }

    pub fn get(&self) -> u32 {
        self.0.load(Ordering::Acquire)
    }
}

/// Where numbers begin that stand for addresses: above those of immediate values.
const FIRST_NUMBER: usize = 0x100;

/// Room for what every start makes: growing step by step would take longer.
const TYPES_AT_START: usize = 224;
const NAMES_AT_START: usize = 896;

macro_rules! hot_types {
    ($($name:ident),* $(,)?) => {
        /// The types that the machine itself needs at every turn.
        #[derive(Default)]
        pub struct Types { $($name: OnceCell<TypeRef>,)* }

        impl Types {
            $(
                #[inline(always)]
                pub fn $name(&self) -> &TypeRef {
                    match self.$name.get() {
                        Some(ty) => ty,
                        None => super::frame::bug(concat!("no type yet: ", stringify!($name))),
                    }
                }
            )*

            /// Sets a field by its name, once, when the interpreter is made.
            pub(crate) fn fill(&self, name: &str, ty: TypeRef) {
                match name {
                    $(stringify!($name) => { let _ = self.$name.set(ty); })*
                    _ => super::frame::bug("no such hot type"),
                }
            }

            pub(super) fn clear(&mut self) -> Vec<Option<TypeRef>> {
                vec![$(self.$name.take()),*]
            }
        }
    };
}

hot_types! {
    object, type_, int, bool, float, complex, str, bytes, bytearray, list, tuple, dict, set,
    frozenset, range, range_iterator, sequence_iterator, slice, none, ellipsis, not_implemented,
    function, method, builtin_function, method_descriptor, code, module, cell, generator,
    coroutine, async_generator, property, staticmethod, classmethod, exception, traceback, frame,
    weakref,
}

macro_rules! names {
    ($($name:ident),* $(,)?) => {
        /// Interned names that the machine looks up.
        pub struct Names { $(pub $name: Value,)* empty: Value }

        impl Names {
            fn new(vm: &Vm) -> Names {
                Names { $($name: vm.intern(stringify!($name)),)* empty: vm.intern("") }
            }
        }
    };
}

names! {
    __abs__, __abstractmethods__, __add__, __aenter__, __aexit__, __aiter__, __all__, __and__,
    __anext__, __annotations__, __await__, __bases__, __bool__, __build_class__, __builtins__,
    __bytes__, __call__, __cause__, __class__, __class_getitem__, __classcell__, __complex__,
    __contains__, __context__, __del__, __delattr__, __delete__, __delitem__, __dict__, __dir__,
    __buffer__, __doc__, __enter__, __eq__, __exit__, __file__, __float__, __floordiv__, __format__, __ge__,
    __get__, __getattr__, __getattribute__, __getitem__, __gt__, __hash__, __iadd__, __iand__,
    __ifloordiv__, __ilshift__, __imatmul__, __imod__, __import__, __imul__, __index__, __init__,
    __init_subclass__, __instancecheck__, __int__, __invert__, __ior__, __ipow__, __irshift__,
    __isub__, __iter__, __itruediv__, __ixor__, __le__, __len__, __length_hint__, __loader__,
    __lshift__, __lt__, __main__, __match_args__, __matmul__, __missing__, __mod__, __module__,
    __mro_entries__, __mul__, __name__, __ne__, __neg__, __new__, __next__, __notes__, __or__,
    __orig_bases__, __package__, __path__, __pos__, __pow__, __prepare__, __qualname__, __radd__,
    __rand__, __repr__, __reversed__, __rfloordiv__, __rlshift__, __rmatmul__, __rmod__, __rmul__,
    __ror__, __round__, __rpow__, __rrshift__, __rshift__, __rsub__, __rtruediv__, __rxor__,
    __set__, __set_name__, __setattr__, __setitem__, __slots__, __spec__, __static_attributes__,
    __firstlineno__, __str__, __sub__, __subclasscheck__, __traceback__, __truediv__,
    __trunc__, __type_params__, __weakref__, __xor__, builtins, close, keys, metaclass, send,
    throw, print, name, obj, path, value, code, msg, filename, lineno, offset, text, end_lineno,
    end_offset, print_file_and_line, args, errno, strerror, filename2, sys, stdin, stdout,
}

impl Names {
    pub(crate) fn empty(&self) -> &Value {
        &self.empty
    }
}

/// Where coverage of memory, types, names, frames and the outside world meets. Everything can be
/// changed through a shared reference, because destroying any value may re-enter the machine.
pub struct Vm {
    pub heap: Heap,
    pub types: Types,
    /// Types by the address of their static table, made on first use.
    pub(crate) made_types: RefCell<HashMap<usize, TypeRef, foldhash::fast::FixedState>>,
    names: OnceCell<Box<Names>>,
    interned: RefCell<hashbrown::HashTable<Value>>,
    ascii: OnceCell<Box<[Value]>>,
    /// The same beyond ASCII, up to U+00FF.
    latin: OnceCell<Box<[Value]>>,
    empty_tuple: OnceCell<Value>,
    hash_key: (u64, u64),
    pub(super) lookups: super::types::LookupCache,
    next_version: Cell<u32>,
    pub stack: Stack,
    /// The frame being executed, as saved at the last call out of the dispatch loop.
    pub(crate) frame: Cell<*mut Frame>,
    /// The exception on its way, between a helper of the dispatch loop and the unwinding.
    pub(crate) pending: Cell<Option<Value>>,
    /// What the dispatch loop is left with, unless it raised.
    pub(crate) outcome: Cell<Option<Outcome>>,
    /// The pending exception goes on as it is: no entry in its traceback for the present place.
    pub(crate) reraising: Cell<bool>,
    /// The pending exception is thrown into a generator: it has the context that it is to have.
    pub(crate) throwing: Cell<bool>,
    /// What the iterator that ended last returned with its end: see `Vm::next_or_value`.
    pub(crate) stop_value: super::var::Var,
    /// All code that was made, kept for `Vm::operations_made`; only if somebody asked for it.
    pub(crate) codes: OnceCell<RefCell<Vec<Value>>>,
    /// What the generator being resumed is sent.
    pub(crate) sent: super::var::Var,
    /// What `sys.set_asyncgen_hooks` was given; None if nothing.
    pub(crate) asyncgen_firstiter: super::var::Var,
    pub(crate) asyncgen_finalizer: super::var::Var,
    /// The exception being handled, level by level.
    pub(crate) handled_base: Box<Handled>,
    pub(crate) handled: Cell<*const Handled>,
    /// The root of the chain of generators being executed.
    pub(crate) root: Cell<*const GeneratorObject>,
    pub breaker: Arc<Breaker>,
    /// The other threads, and what of the running one's is the higher parts'.
    pub(crate) threads: Threads,
    pub(crate) local: Local,
    /// What `sys.monitoring` was told; made on first use.
    pub(crate) monitoring: OnceCell<Box<Monitoring>>,
    pub fuel: Cell<u64>,
    /// How many frames a coroutine remembers of the place where it was made.
    pub(crate) origin_depth: Cell<usize>,
    pub recursion_limit: Cell<u32>,
    /// Native calls must not go below this address.
    pub(crate) stack_limit: Cell<usize>,
    /// `sys.modules`, a dict; builtins' namespace; the `sys` module's.
    pub modules: OnceCell<Value>,
    pub builtins: OnceCell<Value>,
    pub host: Box<dyn Host>,
    /// Native modules, registered before the first script runs.
    pub module_specs: RefCell<Vec<&'static crate::types::module::ModuleSpec>>,
    /// State of higher parts of the interpreter (the event loop's, a module's), by type.
    extras: RefCell<HashMap<std::any::TypeId, std::rc::Rc<dyn Any>, foldhash::fast::FixedState>>,
    /// The same for the event loop alone, whose way to it must be short.
    pub(crate) aio: OnceCell<Box<dyn Any>>,
    /// Makes the coroutine of a bare `sleep(0)` that has yielded once.
    pub nap_object: Cell<Option<fn(&Vm) -> Value>>,
    /// A buffer for texts that are being put together: see `types/str/text.rs`.
    pub(crate) scratch: Cell<Vec<u8>>,
    /// Signals that the program itself has asked the main thread to act upon.
    pub(crate) simulated: Cell<Signals>,
    /// Told when a thread is about to wait without end, or has ended.
    pub(crate) on_blocked: Cell<Option<fn(&Vm)>>,
    /// A signal that has something done besides what the program may do about it; 0 for none.
    pub(crate) asked_by: Cell<i32>,
    pub(crate) on_asked: Cell<Option<fn(&Vm)>>,
    /// What a SIGINT does; KeyboardInterrupt if there is nothing.
    pub on_interrupt: Cell<Option<fn(&Vm) -> super::slots::PyResult<()>>>,
    /// Draws errors and warnings instead of CPython's text.
    pub reporter: Cell<Option<super::report::Reporter>>,
    /// What is shown of what runs.
    pub shows: super::shows::Shows,
    /// The main module's code: messages name places in it after the module is gone.
    pub(super) main_code: RefCell<Option<Value>>,
    /// Serial numbers given to objects instead of addresses, on a host that repeats itself.
    numbers: RefCell<HashMap<usize, usize, foldhash::fast::FixedState>>,
    next_number: Cell<usize>,
    pub seeded: Cell<bool>,
    /// Development mode: checks that cost time.
    pub develops: Cell<bool>,
    closing: Cell<bool>,
}

// An interpreter holds all its objects and nobody else holds any: see `Interpreter` in `lib.rs`.

impl Vm {
    /// An interpreter without any type: `types::bootstrap` makes it usable.
    pub(crate) fn bare(host: Box<dyn Host>) -> Box<Vm> {
        let hash_key = host.hash_key();
        let handled_base = Box::new(Handled::new());
        let handled = Cell::new(ptr::from_ref(&*handled_base));
        let breaker: Arc<Breaker> = Arc::default();
        let threads = Threads::new(breaker.clone(), handled.get(), host.seed());
        let repeats = host.repeats();
        Box::new(Vm {
            heap: Heap::new(),
            types: Types::default(),
            made_types: RefCell::new(HashMap::with_capacity_and_hasher(
                TYPES_AT_START,
                foldhash::fast::FixedState::default(),
            )),
            names: OnceCell::new(),
            interned: RefCell::new(hashbrown::HashTable::with_capacity(NAMES_AT_START)),
            ascii: OnceCell::new(),
            latin: OnceCell::new(),
            empty_tuple: OnceCell::new(),
            hash_key,
            lookups: super::types::LookupCache::new(),
            next_version: Cell::new(1),
            stack: Stack::new(),
            frame: Cell::new(ptr::null_mut()),
            pending: Cell::new(None),
            outcome: Cell::new(None),
            codes: OnceCell::new(),
            reraising: Cell::new(false),
            throwing: Cell::new(false),
            stop_value: super::var::Var::new(Value::NONE),
            sent: super::var::Var::new(Value::NONE),
            asyncgen_firstiter: super::var::Var::new(Value::NONE),
            asyncgen_finalizer: super::var::Var::new(Value::NONE),
            handled_base,
            handled,
            root: Cell::new(ptr::null()),
            threads,
            local: Local::default(),
            monitoring: OnceCell::new(),
            breaker,
            fuel: Cell::new(u64::MAX),
            origin_depth: Cell::new(0),
            recursion_limit: Cell::new(1000),
            stack_limit: Cell::new(0),
            modules: OnceCell::new(),
            builtins: OnceCell::new(),
            host,
            module_specs: RefCell::default(),
            extras: RefCell::default(),
            aio: OnceCell::new(),
            scratch: Cell::default(),
            simulated: Cell::new(Signals::NONE),
            nap_object: Cell::new(None),
            on_interrupt: Cell::new(None),
            reporter: Cell::new(None),
            shows: super::shows::Shows::default(),
            main_code: RefCell::default(),
            on_blocked: Cell::new(None),
            asked_by: Cell::new(0),
            on_asked: Cell::new(None),
            numbers: RefCell::default(),
            next_number: Cell::new(FIRST_NUMBER),
            seeded: Cell::new(repeats),
            develops: Cell::new(false),
            closing: Cell::new(false),
        })
    }

    /// Interned names; made on first use, once the type of str exists.
    #[inline(always)]
    pub fn names(&self) -> &Names {
        self.names.get_or_init(|| Box::new(Names::new(self)))
    }

    /// A number never given before: for versions of types and dicts, and shapes.
    pub fn fresh_version(&self) -> u32 {
        let version = self.next_version.get();
        // Never 0 again: 0 says "unknown". After 2^32 changes caches could be fooled, so stop there.
        let Some(next) = version.checked_add(1) else {
            super::frame::bug("4 billion changes of types and namespaces")
        };
        self.next_version.set(next);
        version
    }

    /// The keyed hash of bytes: 0 if there are none, and only then; never -1.
    pub fn hash_bytes(&self, bytes: &[u8]) -> i64 {
        if bytes.is_empty() {
            return 0;
        }
        let mut hasher = SipHasher13::new_with_keys(self.hash_key.0, self.hash_key.1);
        hasher.write(bytes);
        match hasher.finish() as i64 {
            0 | -1 => -2,
            hash => hash,
        }
    }

    /// The keyed hash of text that is not all ASCII: of its code points in as many bytes each as the
    /// largest one needs, 1, 2 or 4. Scripts see that in the order of sets.
    #[cold]
    pub(super) fn hash_wide(&self, wtf8: &[u8], chars: usize) -> i64 {
        // The first byte of a code point's encoding grows with it.
        let unit = match wtf8.iter().max() {
            Some(0xf0..) => 4,
            Some(0xc4..) => 2,
            _ => 1,
        };
        let (mut short, mut long) = ([0; 256], Vec::new());
        let len = chars * unit;
        let units = match short.get_mut(..len) {
            Some(units) => units,
            None => {
                if long.try_reserve_exact(len).is_err() {
                    self.out_of_memory();
                }
                long.resize(len, 0);
                &mut long[..]
            }
        };
        let mut rest = wtf8;
        for place in units.chunks_exact_mut(unit) {
            let Some((point, width)) = super::string::decode_wtf8(rest) else { break };
            rest = rest.get(width..).unwrap_or(&[]);
            let bytes = point.to_ne_bytes();
            place.copy_from_slice(match cfg!(target_endian = "big") {
                true => &bytes[4 - unit..],
                false => &bytes[..unit],
            });
        }
        self.hash_bytes(units)
    }

    /// The one str object of that text among the interned ones.
    pub fn intern(&self, text: &str) -> Value {
        let bytes = text.as_bytes();
        let (hash, chars) = if bytes.is_ascii() {
            (self.hash_bytes(bytes), bytes.len())
        } else {
            let chars = super::string::count_chars(bytes);
            (self.hash_wide(bytes, chars), chars)
        };
        if let Some(known) = self.find_interned(hash, bytes) {
            return known;
        }
        let made = self.make_str(bytes, chars, false);
        match made.as_str_object() {
            // One of those that exist once.
            Some(s) if s.is_interned() => return made,
            Some(s) => s.set_hash(hash),
            None => {}
        }
        self.enter_interned(hash, made)
    }

    /// The interned str equal to `value`, which is a str.
    pub fn intern_value(&self, value: &Value) -> Value {
        match value.get_exact::<StrObject>() {
            Some(s) if s.is_interned() => value.clone(),
            Some(s) => {
                let hash = s.hash(self);
                match self.find_interned(hash, s.as_bytes()) {
                    Some(known) => known,
                    None => self.enter_interned(hash, value.clone()),
                }
            }
            None => match value.get::<StrObject>() {
                Some(text) => match text.as_str() {
                    Some(text) => self.intern(text),
                    None => self.intern_value(&self.str_wtf8(text.as_bytes())),
                },
                None => value.clone(),
            },
        }
    }

    /// How many strs are interned.
    pub fn interned_count(&self) -> usize {
        self.interned.borrow().len()
    }

    fn find_interned(&self, hash: i64, bytes: &[u8]) -> Option<Value> {
        let table = self.interned.borrow();
        let same = |v: &Value| v.as_str_object().is_some_and(|s| s.as_bytes() == bytes);
        table.find(hash as u64, same).cloned()
    }

    /// Enters a str that knows its hash.
    fn enter_interned(&self, hash: i64, value: Value) -> Value {
        if let Some(s) = value.as_str_object() {
            s.set_interned(true);
        }
        let rehash = |v: &Value| v.as_str_object().map_or(0, |s| s.hash(self) as u64);
        self.interned.borrow_mut().insert_unique(hash as u64, value.clone(), rehash);
        value
    }

    /// The str of one ASCII character.
    pub fn ascii_char(&self, byte: u8) -> Value {
        let all = self.ascii.get_or_init(|| {
            (0..128).map(|b: u8| self.intern((b as char).encode_utf8(&mut [0; 4]))).collect()
        });
        all[usize::from(byte)].clone()
    }

    /// The str of one character from U+0080 to U+00FF, given by the two bytes of its UTF-8.
    pub(super) fn latin_char(&self, first: u8, second: u8) -> Value {
        let all = self.latin.get_or_init(|| {
            let made = |c: char| self.intern_value(&self.single_str(c));
            ('\u{80}'..='\u{ff}').map(made).collect()
        });
        all[usize::from((first & 1) << 6 | second & 0x3f)].clone()
    }

    pub fn empty_tuple(&self) -> Value {
        // SAFETY: no items are read.
        let make = || unsafe { self.tuple_from_raw(self.types.tuple(), ptr::dangling(), 0) };
        self.empty_tuple.get_or_init(make).clone()
    }

    /// A new object of fixed size. The type's kind is that of the payload.
    pub fn new_object<T: Payload>(&self, ty: &TypeRef, payload: T) -> Value {
        heap::allocate(self, ty, payload)
    }

    /// The type made from a static table; made on first use.
    pub fn ty(&self, spec: &'static TypeSpec) -> TypeRef {
        let key = ptr::from_ref(spec).addr();
        if let Some(known) = self.made_types.borrow().get(&key) {
            return known.clone();
        }
        let made = self.make_type(spec);
        self.made_types.borrow_mut().insert(key, made.clone());
        made
    }

    /// The type of any value.
    pub fn type_of(&self, value: &Value) -> TypeRef {
        match value.header() {
            Some(header) => TypeRef::of_header(header),
            None => self.immediate_type(value).clone(),
        }
    }

    /// The type of an immediate.
    pub fn immediate_type(&self, value: &Value) -> &TypeRef {
        let types = &self.types;
        if value.is_int() {
            types.int()
        } else if value.is_small_float() {
            types.float()
        } else if value.is_bool() {
            types.bool()
        } else if value.is_none() {
            types.none()
        } else if value.is(&Value::ELLIPSIS) {
            types.ellipsis()
        } else {
            types.not_implemented()
        }
    }

    /// The type of a value, borrowed for as long as the value and the interpreter live.
    #[inline(always)]
    pub fn class<'a>(&'a self, value: &'a Value) -> &'a super::types::Type {
        match value.header() {
            Some(header) => header.ty(),
            None => self.immediate_type(value),
        }
    }

    /// State of a higher part, made by `make` on first use.
    pub fn extra<T: Any>(&self, make: impl FnOnce() -> T) -> std::rc::Rc<T> {
        let key = std::any::TypeId::of::<T>();
        let known = self.extras.borrow().get(&key).cloned();
        if let Some(found) = known.and_then(|rc| rc.downcast::<T>().ok()) {
            return found;
        }
        let made = std::rc::Rc::new(make());
        self.extras.borrow_mut().insert(key, made.clone());
        made
    }

    pub(super) fn request_collection(&self) {
        if self.heap.enabled.get() && !self.heap.collecting.get() {
            self.breaker.set(Breaker::COLLECT);
        }
    }

    /// What `id()` says: the address, or under a seed a serial number.
    pub fn id(&self, value: &Value) -> usize {
        match value.header() {
            Some(header) if self.seeded.get() => {
                header.set(super::header::flag::NUMBERED);
                let fresh = || {
                    let number = self.next_number.get();
                    self.next_number.set(number + 1);
                    number * 16
                };
                *self.numbers.borrow_mut().entry(value.bits()).or_insert_with(fresh)
            }
            _ => value.bits(),
        }
    }

    pub(super) fn forget_number(&self, header: &Header) {
        self.numbers.borrow_mut().remove(&ptr::from_ref(header).addr());
    }

    /// Whether the dispatch loop was left with an outcome.
    #[inline(always)]
    pub(crate) fn has_outcome(&self) -> bool {
        let outcome = self.outcome.take();
        let has = outcome.is_some();
        self.outcome.set(outcome);
        has
    }

    /// To be called after the wish for events has changed, or the thread that runs.
    pub(crate) fn tracing_changed(&self) {
        let monitored = self.monitoring.get().is_some_and(|m| m.is_wanted());
        let wanted = monitored || self.local.tracing.is_wanted() || self.shows.ops.get();
        if wanted != (self.breaker.get() & Breaker::TRACE != 0) {
            if wanted {
                self.breaker.set(Breaker::TRACE);
            } else {
                self.breaker.clear(Breaker::TRACE);
            }
        }
    }

    /// Whether the interpreter is being taken down.
    pub fn is_closing(&self) -> bool {
        self.closing.get()
    }

    /// Whether native calls may nest deeper; a check for everything that recurses in Rust.
    #[inline(always)]
    pub fn stack_has_room(&self) -> bool {
        psm::stack_pointer() as usize > self.stack_limit.get()
    }

    /// Native calls may use this many bytes below the present place.
    pub fn set_stack_budget(&self, bytes: usize) {
        self.stack_limit.set((psm::stack_pointer() as usize).saturating_sub(bytes));
    }
}

impl Drop for Vm {
    /// Breaks every cycle, then lets go of names and types, types last.
    fn drop(&mut self) {
        // Whatever may hold a value goes while there are a heap and types.
        drop((self.pending.take(), self.stop_value.take(), self.sent.take()));
        drop(self.handled_base.exception.take());
        self.local.clear();
        drop((self.asyncgen_firstiter.take(), self.asyncgen_finalizer.take()));
        self.aio.take();
        self.extras.take();
        self.monitoring.take();
        self.codes.take();
        self.main_code.take();
        self.modules.take();
        self.builtins.take();
        self.collect_everything();
        // Whatever a finaliser has made anew.
        self.aio.take();
        self.extras.take();
        self.collect_everything();
        // Without names and types there is nothing left to run finalisers with.
        self.closing.set(true);
        self.names.take();
        self.ascii.take();
        self.latin.take();
        self.interned.take();
        self.empty_tuple.take();
        let made = self.made_types.take();
        let hot = self.types.clear();
        drop(made);
        drop(hot);
        self.release_types();
    }
}
