//! mimalloc as the program's allocator. Requests of ordinary alignment take its short way; the crate
//! `mimalloc` would send every one through the search for an aligned block.

use std::alloc::{GlobalAlloc, Layout};
use std::cell::UnsafeCell;
use std::ffi::{c_int, c_long, c_void};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use libmimalloc_sys as mimalloc;

use crate::growing;

pub(crate) struct Allocator;

/// What every block of mimalloc is aligned to, however small it is.
const ORDINARY: usize = 8;

unsafe extern "C" {
    fn mi_option_set(option: c_int, value: c_long);
    fn mi_arena_area(arena: c_int, size: *mut usize) -> *mut c_void;
}

/// `mi_option_purge_delay` of mimalloc 2: milliseconds until freed memory goes back to the system.
const PURGE_DELAY: c_int = 15;

/// `mi_option_use_numa_nodes` of mimalloc 2: how many there are, if it is not to look for them.
const NUMA_NODES: c_int = 16;

/// `mi_option_allow_thp` of mimalloc 2: whether memory that is reserved is to be of huge pages.
const HUGE_PAGES: c_int = 37;

/// What a short program gets by with.
const SMALL_START: usize = 4 << 20;

/// How much a start takes, near enough.
const FIRST_BYTES: usize = 256 << 10;

/// Larger blocks are mimalloc's from the beginning: tables that are not touched soon, and what the loop
/// and the interpreter work with all the time. With those here a task switch took a tenth more.
const FIRST_LARGEST: usize = 192;

const CACHE_LINE: usize = 64;

/// Where the first blocks lie, one behind the other. mimalloc keeps sizes apart, which is good for what
/// comes and goes; but what an interpreter is made of stays, and would be spread over twice as many
/// pages, each of which the system clears when it is touched first. These it clears at one request.
#[repr(C, align(4096))]
struct FirstBlocks(UnsafeCell<[u8; FIRST_BYTES]>);

// SAFETY: no byte is given to two callers.
unsafe impl Sync for FirstBlocks {}

static FIRST: FirstBlocks = FirstBlocks(UnsafeCell::new([0; FIRST_BYTES]));

/// How many bytes of `FIRST` are given away; all of them before `prepare`, too.
static TAKEN: AtomicUsize = AtomicUsize::new(FIRST_BYTES);

/// Whether blocks may come from `FIRST`.
#[inline(always)]
fn is_starting() -> bool {
    TAKEN.load(Relaxed) != FIRST_BYTES
}

/// A zeroed block of `FIRST`, or of mimalloc if it is too large or the start is over. All in one function
/// that callers go over to, so that it costs those nothing that never do.
#[cold]
#[inline(never)]
fn first_block(layout: Layout) -> *mut u8 {
    if layout.size() <= FIRST_LARGEST && layout.align() <= align_of::<FirstBlocks>() {
        // As mimalloc would have it: small blocks do not cross lines of the processor's cache.
        let line = layout.size().next_power_of_two().clamp(ORDINARY, CACHE_LINE);
        let place = |taken: usize| taken.next_multiple_of(layout.align().max(line));
        let end = |taken: usize| (place(taken) + layout.size()).min(FIRST_BYTES);
        if let Ok(taken) = TAKEN.fetch_update(Relaxed, Relaxed, |taken| Some(end(taken)))
            && end(taken) < FIRST_BYTES
        {
            return FIRST.0.get().cast::<u8>().wrapping_add(place(taken));
        }
    }
    // SAFETY: any size and any power of two may be asked for.
    unsafe { mimalloc::mi_zalloc_aligned(layout.size(), layout.align()).cast() }
}

/// A new block with the same bytes, for one that cannot change its length. That is not freed.
///
/// # Safety
/// As of `realloc`.
#[cold]
#[inline(never)]
unsafe fn move_block(block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
    // SAFETY: by contract; the block has as many bytes as its layout says.
    unsafe {
        let new = Allocator.alloc(Layout::from_size_align_unchecked(size, layout.align()));
        if !new.is_null() {
            std::ptr::copy_nonoverlapping(block, new, layout.size().min(size));
        }
        new
    }
}

/// Resizes a block of mimalloc's.
///
/// # Safety
/// As of `realloc`.
#[inline(always)]
unsafe fn resize(block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
    // SAFETY: the block came from there, by contract.
    unsafe {
        if layout.align() <= ORDINARY {
            mimalloc::mi_realloc(block.cast(), size).cast()
        } else {
            mimalloc::mi_realloc_aligned(block.cast(), size, layout.align()).cast()
        }
    }
}

/// Resizes a block that is large before or after: one that grows gets pages of its own.
///
/// # Safety
/// As of `realloc`.
#[cold]
#[inline(never)]
unsafe fn resize_large(block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
    let old = layout.size();
    // SAFETY: by contract; the entry is the block's, and both blocks have the bytes that are copied.
    unsafe {
        if old >= growing::LEAST
            && let Some(entry) = growing::entry_of(block)
        {
            if size >= growing::LEAST {
                return growing::resize(entry, block, old, size);
            }
            let small = move_block(block, layout, size);
            if !small.is_null() {
                growing::free(entry, block, old);
            }
            return small;
        }
        let larger = Layout::from_size_align_unchecked(size, layout.align());
        match if size > old { growing::new(larger) } else { None } {
            Some(new) => {
                std::ptr::copy_nonoverlapping(block, new, old);
                mimalloc::mi_free(block.cast());
                new
            }
            None => resize(block, layout, size),
        }
    }
}

/// Frees a block that is large enough for pages of its own.
///
/// # Safety
/// As of `dealloc`.
#[cold]
#[inline(never)]
unsafe fn free_large(block: *mut u8, layout: Layout) {
    // SAFETY: the block came from here, by contract.
    unsafe {
        match growing::entry_of(block) {
            Some(entry) => growing::free(entry, block, layout.size()),
            None => mimalloc::mi_free(block.cast()),
        }
    }
}

/// Whether a block lies in `FIRST`; it is not used again then.
#[inline(always)]
fn is_first(block: *mut u8) -> bool {
    block.addr().wrapping_sub(FIRST.0.get().addr()) < FIRST_BYTES
}

/// Sets the options that an interpreter wants. To be called before anything else runs.
///
/// * Freed memory is kept for a second instead of ten milliseconds. Lists and dicts that grow by
///   doubling free and ask for large blocks in turn, and each page that was given back has to be
///   cleared anew.
/// * The first megabytes are of ordinary pages, the rest of huge ones. A short program touches a
///   hundred pages, which the system clears faster than two huge ones.
pub(crate) fn prepare() {
    // SAFETY: options of those numbers exist, and so does the first arena after the first block; no
    // other thread runs yet. Advice about memory of its own changes nothing that can be seen.
    unsafe {
        mi_option_set(PURGE_DELAY, 1000);
        mi_option_set(NUMA_NODES, 1);
        mi_option_set(HUGE_PAGES, 0);
        mimalloc::mi_free(mimalloc::mi_malloc(1));
        mi_option_set(HUGE_PAGES, 1);
        let mut size = 0;
        let start = mi_arena_area(1, &mut size);
        #[cfg(target_os = "linux")]
        if !start.is_null() && size > SMALL_START {
            libc::madvise(start.byte_add(SMALL_START), size - SMALL_START, libc::MADV_HUGEPAGE);
        }
        #[cfg(target_os = "linux")]
        libc::madvise(FIRST.0.get().cast(), FIRST_BYTES, libc::MADV_POPULATE_WRITE);
        TAKEN.store(0, Relaxed);
    }
}

// SAFETY: mimalloc gives blocks of the size and alignment asked for, or null, and takes back its own.
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if is_starting() {
            return first_block(layout);
        }
        // SAFETY: any size and any power of two may be asked for.
        unsafe {
            if layout.align() <= ORDINARY {
                mimalloc::mi_malloc(layout.size()).cast()
            } else {
                mimalloc::mi_malloc_aligned(layout.size(), layout.align()).cast()
            }
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if is_starting() {
            return first_block(layout);
        }
        // SAFETY: as in `alloc`.
        unsafe {
            if layout.align() <= ORDINARY {
                mimalloc::mi_zalloc(layout.size()).cast()
            } else {
                mimalloc::mi_zalloc_aligned(layout.size(), layout.align()).cast()
            }
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if is_first(block) {
            return;
        }
        if layout.size() >= growing::LEAST {
            // SAFETY: by contract.
            return unsafe { free_large(block, layout) };
        }
        // SAFETY: the block came from here, by contract.
        unsafe { mimalloc::mi_free(block.cast()) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if is_first(block) {
            // SAFETY: by contract.
            return unsafe { move_block(block, layout, size) };
        }
        if layout.size().max(size) >= growing::LEAST {
            // SAFETY: by contract.
            return unsafe { resize_large(block, layout, size) };
        }
        // SAFETY: the block came from here, by contract.
        unsafe { resize(block, layout, size) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the first block of each size and alignment is like, and that growing keeps what is in it.
    #[test]
    fn first_blocks_are_apart_aligned_and_zeroed_until_the_start_is_over() {
        TAKEN.store(0, Relaxed);
        let mut last = 0;
        for (size, align) in [(1, 1), (24, 8), (100, 16), (64, 64), (FIRST_LARGEST, 4096)] {
            let layout = Layout::from_size_align(size, align).unwrap();
            let block = first_block(layout);
            assert!(is_first(block) && block.addr() > last && block.addr().is_multiple_of(align));
            last = block.addr() + size - 1;
            // SAFETY: the block is ours, of that many bytes.
            unsafe {
                assert!((0..size).all(|at| *block.add(at) == 0));
                block.write_bytes(7, size);
                let grown = Allocator.realloc(block, layout, size + 8);
                assert!((0..size).all(|at| *grown.add(at) == 7) && grown != block);
                Allocator.dealloc(grown, Layout::from_size_align(size + 8, align).unwrap());
            }
        }
        let large = Layout::from_size_align(FIRST_LARGEST + 1, 8).unwrap();
        let coarse = Layout::from_size_align(8, 8192).unwrap();
        let layout = Layout::from_size_align(FIRST_LARGEST, 8).unwrap();
        for layout in [large, coarse] {
            let block = first_block(layout);
            assert!(!is_first(block) && block.addr().is_multiple_of(layout.align()));
            // SAFETY: a block that was just made.
            unsafe { Allocator.dealloc(block, layout) };
        }
        while is_starting() {
            // SAFETY: a block that was just made.
            unsafe { Allocator.dealloc(first_block(layout), layout) };
        }
        assert!(!is_starting());
        // SAFETY: a block of another size and its end.
        unsafe {
            let block = Allocator.alloc(layout);
            assert!(!block.is_null() && !is_first(block));
            Allocator.dealloc(block, layout);
        }
    }
}
