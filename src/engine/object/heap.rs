//! Allocation and destruction of objects. Does not collect cycles (`collect.rs`) and knows no type.

use std::alloc::{self, Layout};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ptr::{self, NonNull};

use super::header::{self, Extension, Header, Kind, Links, Object, Payload, flag};
use super::types::Type;
use super::value::Value;
use super::vm::Vm;

/// What an interpreter knows of all its objects.
pub struct Heap {
    /// Rings of objects that can be part of a cycle: `[young, old, frozen]`.
    pub(super) rings: Box<[Links; 3]>,
    /// What a program wants to know of collections.
    pub watch: CollectorWatch,
    pub(super) young: Cell<usize>,
    pub(super) old: Cell<usize>,
    pub(super) thresholds: Cell<[usize; 3]>,
    pub(super) enabled: Cell<bool>,
    pub(super) collecting: Cell<bool>,
    /// Objects that survived a collection since the last full one.
    pub(super) pending_old: Cell<usize>,
    /// Bytes in use, and how many may be.
    bytes: Cell<usize>,
    limit: Cell<usize>,
    /// How deep destruction is nested, and what waits because that was too deep.
    pub(super) depth: Cell<u32>,
    trash: RefCell<Vec<NonNull<Header>>>,
    has_trash: Cell<bool>,
    /// Memory of dead objects by size in words, for the next ones of that size: each block holds the
    /// address of the next.
    free: Box<[Cell<*mut u8>; FREE_CLASSES]>,
    /// Weak references by address of what they refer to; each entry is not counted.
    pub(super) weak: RefCell<HashMap<usize, Vec<NonNull<Header>>, foldhash::fast::FixedState>>,
}

/// Objects of fewer words than this are reused, unless the build wants every allocation seen.
const FREE_CLASSES: usize = 64;
/// Requests below this are not compared with the machine's memory.
const LARGE: usize = 1 << 30;

/// Destruction recurses up to this depth, so that nested objects die in CPython's order, and
/// goes on in a loop beyond it, so that no chain is too long for the native stack.
const MAX_DEPTH: u32 = 50;

impl Heap {
    pub(super) fn new() -> Heap {
        let heap = Heap {
            rings: Box::new([const { Links::detached() }; 3]),
            watch: CollectorWatch::default(),
            young: Cell::new(0),
            old: Cell::new(0),
            thresholds: Cell::new([2000, 10, 0]),
            enabled: Cell::new(true),
            collecting: Cell::new(false),
            pending_old: Cell::new(0),
            bytes: Cell::new(0),
            limit: Cell::new(usize::MAX),
            depth: Cell::new(0),
            trash: RefCell::default(),
            has_trash: Cell::new(false),
            free: Box::new([const { Cell::new(ptr::null_mut()) }; FREE_CLASSES]),
            weak: RefCell::default(),
        };
        for ring in heap.rings.iter() {
            ring.close();
        }
        heap
    }

    /// Memory for an object; null if there is none.
    #[inline(always)]
    fn take_block(&self, total: usize) -> *mut u8 {
        let class = total / 8;
        if !cfg!(feature = "plain-alloc") && class < FREE_CLASSES {
            let block = self.free[class].get();
            if !block.is_null() {
                // SAFETY: blocks in the list are free memory that begins with the next one's address.
                self.free[class].set(unsafe { block.cast::<*mut u8>().read() });
                return block;
            }
        }
        // SAFETY: objects are never empty, and their sizes are multiples of 8.
        unsafe { alloc::alloc(Layout::from_size_align_unchecked(total, 8)) }
    }

    /// Gives an object's memory back.
    ///
    /// # Safety
    /// `block` came from [`Heap::take_block`] with the same size, and nobody uses it any more.
    #[inline(always)]
    unsafe fn give_block(&self, block: *mut u8, total: usize) {
        let class = total / 8;
        // SAFETY: by contract.
        unsafe {
            if !cfg!(feature = "plain-alloc") && class < FREE_CLASSES {
                block.cast::<*mut u8>().write(self.free[class].replace(block));
            } else {
                alloc::dealloc(block, Layout::from_size_align_unchecked(total, 8));
            }
        }
    }

    /// Whether cycles are looked for unasked.
    pub fn collects(&self) -> bool {
        self.enabled.get()
    }

    pub fn set_collects(&self, enabled: bool) {
        self.enabled.set(enabled);
    }

    /// How many young objects are due for a look, and the two numbers of CPython behind it.
    pub fn thresholds(&self) -> [usize; 3] {
        self.thresholds.get()
    }

    pub fn set_thresholds(&self, thresholds: [usize; 3]) {
        self.thresholds.set(thresholds);
    }

    /// Objects that the collector knows: young, old.
    pub fn tracked(&self) -> (usize, usize) {
        (self.young.get(), self.old.get())
    }

    /// Bytes that objects occupy, buffers of lists, dicts and the like not counted.
    pub fn bytes(&self) -> usize {
        self.bytes.get()
    }

    /// More bytes than this are refused.
    pub fn set_limit(&self, bytes: usize) {
        self.limit.set(bytes);
    }

    /// Whether that many more bytes stay within the limit, and within what the machine has: an
    /// allocator may promise more memory than there is.
    pub fn allows(&self, more: usize) -> bool {
        let within = self.bytes.get().checked_add(more).is_some_and(|sum| sum <= self.limit.get());
        within && (more < LARGE || more <= crate::host::physical_memory())
    }

    pub fn over_limit(&self) -> bool {
        self.bytes.get() > self.limit.get()
    }
}

impl Links {
    pub(super) const fn detached() -> Links {
        Links { next: Cell::new(ptr::null_mut()), prev: Cell::new(ptr::null_mut()) }
    }

    pub(super) fn close(&self) {
        let this = ptr::from_ref(self).cast_mut();
        self.next.set(this);
        self.prev.set(this);
    }

    /// Puts `self` at the end of the ring.
    ///
    /// # Safety
    /// `ring` is a closed ring, `self` is in none.
    pub(super) unsafe fn append_to(&self, ring: &Links) {
        let this = ptr::from_ref(self).cast_mut();
        let last = ring.prev.get();
        self.next.set(ptr::from_ref(ring).cast_mut());
        self.prev.set(last);
        // SAFETY: members of a ring are live.
        unsafe { (*last).next.set(this) };
        ring.prev.set(this);
    }

    /// Appends all members of another ring, which is empty then.
    ///
    /// # Safety
    /// Both are closed rings.
    pub(super) unsafe fn take_over(&self, other: &Links) {
        let (first, last) = (other.next.get(), other.prev.get());
        if ptr::eq(first, other) {
            return;
        }
        let own_last = self.prev.get();
        // SAFETY: members of a ring are live.
        unsafe {
            (*own_last).next.set(first);
            (*first).prev.set(own_last);
            (*last).next.set(ptr::from_ref(self).cast_mut());
        }
        self.prev.set(last);
        other.close();
    }

    /// # Safety
    /// `self` is in a ring.
    pub(super) unsafe fn remove(&self) {
        let (next, prev) = (self.next.get(), self.prev.get());
        // SAFETY: members of a ring are live.
        unsafe {
            (*next).prev.set(prev);
            (*prev).next.set(next);
        }
    }
}

pub(super) const YOUNG: u8 = 1;

/// What a program has the collector tell or keep; see the module `gc` of the library.
#[derive(Default)]
pub struct CollectorWatch {
    /// Called before and after every collection.
    pub hook: Cell<Option<fn(&Vm, super::collect::Event)>>,
    /// By generation: collections, objects collected, objects that could not be.
    pub totals: Cell<[[usize; 3]; 3]>,
    /// Whether garbage is kept instead of being freed, and what was kept.
    pub keeps: Cell<bool>,
    pub kept: RefCell<Vec<Value>>,
}

/// Raw memory for an object with its prefix filled in; the caller writes the payload at once.
/// `size` counts header and payload, not the inline slots. `None` if the memory is not to be had.
///
/// # Safety
/// `ty` is a live type of the interpreter `vm`, and the payload written is that of `ty`'s kind.
unsafe fn raw(
    vm: &Vm,
    ty: &Type,
    this: NonNull<Object<Type>>,
    size: usize,
) -> Option<NonNull<Header>> {
    let operations = ty.operations;
    let extended = ty.is_extended();
    let linked = operations.linked || extended;
    let inline = if extended { ty.inline_slots.get() } else { 0 };
    let prefix = header::prefix_of(linked, extended);
    let total = prefix.checked_add(size)?.checked_add(usize::from(inline) * 8)?;
    let heap = &vm.heap;
    heap.bytes.set(heap.bytes.get() + total);
    if heap.over_limit() {
        // Refused at the next look around: an object of fixed size is made in places that cannot fail.
        vm.breaker.set(super::vm::Breaker::MEMORY);
    }
    if total > isize::MAX as usize {
        return None;
    }
    let Some(base) = NonNull::new(heap.take_block(total)) else {
        heap.bytes.set(heap.bytes.get() - total);
        return None;
    };
    // SAFETY: all of it lies within the `total` bytes just allocated, in the layout that
    // `header.rs` draws; the type gets its count.
    unsafe {
        this.as_ref().header.incref();
        let header = base.byte_add(prefix).cast::<Header>();
        let flags =
            if linked { flag::LINKED } else { 0 } | if extended { flag::EXTENDED } else { 0 };
        header.write(Header::new(ty.kind_byte(), flags, this));
        if extended {
            let slots = header.byte_add(size).cast::<Value>().as_ptr();
            base.cast::<Extension>().write(Extension {
                shape: Cell::new(ty.instance_shape()),
                slots: Cell::new(slots),
                dict: Cell::new(None),
                capacity: Cell::new(inline),
                inline,
                len: Cell::new(0),
                unused: 0,
            });
            if ty.slot_members > 0 {
                header.as_ref().extension().into_iter().for_each(|e| e.reserve_members(ty));
            }
        }
        if linked {
            track(vm, header);
        }
        Some(header)
    }
}

/// # Safety
/// The header was just made, with links.
#[inline(always)]
unsafe fn track(vm: &Vm, header: NonNull<Header>) {
    let heap = &vm.heap;
    // SAFETY: live, and its links are in no ring yet.
    unsafe {
        let header = header.as_ref();
        let links = header.byte_links();
        links.write(Links::detached());
        links.as_ref().append_to(&heap.rings[0]);
        header.set_gc(YOUNG);
    }
    let young = heap.young.get() + 1;
    heap.young.set(young);
    if young > heap.thresholds.get()[0] {
        vm.request_collection();
    }
}

impl Header {
    fn byte_links(&self) -> NonNull<Links> {
        // SAFETY: only called for objects made with links before them.
        unsafe { NonNull::from(self).byte_sub(size_of::<Links>()).cast() }
    }
}

/// A new object of a kind whose payload has a fixed size.
#[inline]
pub(crate) fn allocate<T: Payload>(vm: &Vm, ty: &super::types::TypeRef, payload: T) -> Value {
    assert!(ty.operations.kind == T::OPERATIONS.kind, "the payload is not the type's");
    let size = size_of::<Object<T>>();
    // SAFETY: a live type, and its payload is written at once.
    unsafe {
        let made = if ty.is_extended() {
            raw(vm, ty, ty.object(), size)
        } else {
            raw_plain(vm, ty, size, const { T::OPERATIONS.linked })
        };
        match made {
            Some(header) => {
                (&raw mut (*header.cast::<Object<T>>().as_ptr()).payload).write(payload);
                Value::from_owned(header)
            }
            None => alloc::handle_alloc_error(Layout::new::<Object<T>>()),
        }
    }
}

/// As [`raw`], for types whose instances have no extension.
///
/// # Safety
/// As [`raw`]; `linked` is that of the type's operations.
#[inline(always)]
unsafe fn raw_plain(
    vm: &Vm,
    ty: &super::types::TypeRef,
    size: usize,
    linked: bool,
) -> Option<NonNull<Header>> {
    let heap = &vm.heap;
    let prefix = header::prefix_of(linked, false);
    let total = prefix.checked_add(size).filter(|total| *total <= isize::MAX as usize)?;
    let base = NonNull::new(heap.take_block(total))?;
    heap.bytes.set(heap.bytes.get() + total);
    if heap.over_limit() {
        vm.breaker.set(super::vm::Breaker::MEMORY);
    }
    // SAFETY: all of it lies within the `total` bytes, in the layout that `header.rs` draws; the
    // type gets its count.
    unsafe {
        let this = ty.object();
        this.as_ref().header.incref();
        let header = base.byte_add(prefix).cast::<Header>();
        let flags = if linked { flag::LINKED } else { 0 };
        header.write(Header::new(ty.kind_byte(), flags, this));
        if linked {
            track(vm, header);
        }
        Some(header)
    }
}

/// A new object whose payload has `size` bytes, header included; `fill` writes it.
///
/// # Safety
/// `fill` initialises the payload of `ty`'s kind, and the kind's `size` answers `size` for it.
pub(crate) unsafe fn allocate_sized(
    vm: &Vm,
    ty: &super::types::TypeRef,
    size: usize,
    fill: impl FnOnce(NonNull<Header>),
) -> Option<Value> {
    // SAFETY: by contract.
    unsafe {
        let header = if ty.is_extended() {
            raw(vm, ty, ty.object(), size)?
        } else {
            raw_plain(vm, ty, size, ty.operations.linked)?
        };
        fill(header);
        Some(Value::from_owned(header))
    }
}

/// What happens when the last reference is gone: the finaliser (which may revive the object), weak
/// references, attributes, payload, memory.
///
/// # Safety
/// The count is zero and nobody holds the pointer.
#[inline(never)]
pub(super) unsafe fn destroy(this: NonNull<Header>) {
    // SAFETY: passed on.
    unsafe {
        if this.as_ref().is_plain(Kind::Str) {
            destroy_text(this);
        } else {
            destroy_any(this);
        }
    }
}

/// As [`destroy`], of an exact str that nobody watches: it has no finaliser and holds nothing.
///
/// # Safety
/// As [`destroy`].
#[inline(always)]
unsafe fn destroy_text(this: NonNull<Header>) {
    // SAFETY: the payload is a str's and is dropped once; the class outlives its instance.
    unsafe {
        let class = this.as_ref().type_ptr();
        let heap = &class.as_ref().payload.vm().heap;
        let total = super::string::drop_text(this);
        heap.bytes.set(heap.bytes.get().wrapping_sub(total));
        heap.give_block(this.cast::<u8>().as_ptr(), total);
        Header::decref(class.cast());
    }
}

/// As [`destroy`], of anything.
///
/// # Safety
/// As [`destroy`].
#[inline(never)]
unsafe fn destroy_any(this: NonNull<Header>) {
    // SAFETY: still allocated; types know their interpreter as long as it lives.
    let (header, vm) = unsafe { (this.as_ref(), this.as_ref().ty().vm()) };
    let heap = &vm.heap;
    let depth = heap.depth.get();
    if depth >= MAX_DEPTH {
        heap.trash.borrow_mut().push(this);
        heap.has_trash.set(true);
        return;
    }
    heap.depth.set(depth + 1);
    // SAFETY: passed on.
    unsafe { destroy_now(vm, header, this) };
    heap.depth.set(depth);
    if depth == 0 && heap.has_trash.get() {
        empty_trash(vm);
    }
}

#[cold]
fn empty_trash(vm: &Vm) {
    let heap = &vm.heap;
    heap.depth.set(1);
    loop {
        let Some(next) = heap.trash.borrow_mut().pop() else { break };
        // SAFETY: in the trash are dead objects that nobody has destroyed yet.
        unsafe { destroy_now(vm, next.as_ref(), next) };
    }
    heap.has_trash.set(false);
    heap.depth.set(0);
}

/// # Safety
/// As [`destroy`].
#[inline(always)]
unsafe fn destroy_now(vm: &Vm, header: &Header, this: NonNull<Header>) {
    let ty = header.ty();
    if ty.slots.finalize.get().is_some() && !header.has(flag::FINALIZED) && !finalized(vm, header) {
        return;
    }
    let (flags, generation) = header.marks();
    if flags & (flag::WEAK | flag::NUMBERED) != 0 {
        forget(vm, header);
    }
    let heap = &vm.heap;
    // SAFETY: dead; whatever still hangs on it goes now, then the memory.
    unsafe {
        let mut before = 0;
        if flags & flag::LINKED != 0 {
            before = header::prefix_of(true, flags & flag::EXTENDED != 0);
            if generation != 0 {
                header.byte_links().as_ref().remove();
                let count = if generation == YOUNG { &heap.young } else { &heap.old };
                if generation <= super::collect::OLD {
                    count.set(count.get().saturating_sub(1));
                }
                header.set_gc(0);
            }
        }
        let mut total = before;
        if let Some(extension) = header.extension() {
            extension.drop_slots(ty);
            total += usize::from(extension.inline) * 8;
        }
        total += (ty.operations.drop)(this);
        heap.bytes.set(heap.bytes.get().wrapping_sub(total));
        let class = header.type_ptr();
        heap.give_block(this.cast::<u8>().byte_sub(before).as_ptr(), total);
        if !ptr::addr_eq(class.as_ptr(), this.as_ptr()) {
            Header::decref(class.cast());
        }
    }
}

/// Tells the tables that know the object.
#[cold]
fn forget(vm: &Vm, header: &Header) {
    if header.has(flag::WEAK) {
        super::weak::clear_references(vm, header);
    }
    if header.has(flag::NUMBERED) {
        vm.forget_number(header);
    }
}

/// Runs the finaliser of a dead object; whether the object stays dead.
#[cold]
fn finalized(vm: &Vm, header: &Header) -> bool {
    let Some(finalize) = header.ty().slots.finalize.get() else { return true };
    if vm.is_closing() {
        return true;
    }
    header.set(flag::FINALIZED);
    // Alive again while Python code runs on it.
    header.incref();
    // SAFETY: live; the reference takes over the count just made.
    let value = unsafe { Value::from_owned(NonNull::from(header)) };
    vm.in_between(|| finalize(vm, &value));
    if header.count() > 1 {
        return false; // revived: dropping `value` gives back the count made above
    }
    // Not dropped normally: that would destroy the object a second time.
    std::mem::forget(value);
    header.uncount();
    true
}

impl Drop for Heap {
    fn drop(&mut self) {
        for (class, first) in self.free.iter().enumerate() {
            let mut block = first.get();
            while !block.is_null() {
                // SAFETY: free blocks of this size, each beginning with the next one's address.
                unsafe {
                    let next = block.cast::<*mut u8>().read();
                    alloc::dealloc(block, Layout::from_size_align_unchecked(class * 8, 8));
                    block = next;
                }
            }
        }
    }
}

/// One of the first types, made before a class is there to be their class: `object` is its own at
/// first, `type` is its own for good.
pub(crate) fn first_type(vm: &Vm, payload: Type) -> Value {
    let layout = Layout::new::<(Links, Object<Type>)>();
    // SAFETY: links, header and payload are written into memory of their size; the class of the
    // new object is itself, whose count starts with that reference besides the one returned.
    unsafe {
        let Some(base) = NonNull::new(alloc::alloc(layout)) else {
            alloc::handle_alloc_error(layout)
        };
        let object = base.byte_add(size_of::<Links>()).cast::<Object<Type>>();
        let header = object.cast::<Header>();
        header.write(Header::new(Kind::Type as u8, flag::LINKED, object));
        header.as_ref().incref();
        (&raw mut (*object.as_ptr()).payload).write(payload);
        track(vm, header);
        vm.heap.bytes.set(vm.heap.bytes.get() + layout.size());
        Value::from_owned(header)
    }
}

/// Gives an object made by [`first_type`] its class.
pub(crate) fn adopt(object: &Value, class: &super::types::TypeRef) {
    let (Some(header), Some(new)) = (object.header(), class.value().header()) else { return };
    if ptr::eq(header, new) {
        return;
    }
    new.incref();
    header.replace_type(class.object());
    header.uncount();
}
