//! mimalloc as the program's allocator. Requests of ordinary alignment take its short way; the crate
//! `mimalloc` would send every one through the search for an aligned block.

use std::alloc::{GlobalAlloc, Layout};
use std::ffi::{c_int, c_long, c_void};

use libmimalloc_sys as mimalloc;

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
    }
}

// SAFETY: mimalloc gives blocks of the size and alignment asked for, or null, and takes back its own.
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
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
    unsafe fn dealloc(&self, block: *mut u8, _: Layout) {
        // SAFETY: the block came from here, by contract.
        unsafe { mimalloc::mi_free(block.cast()) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the block came from here, by contract.
        unsafe {
            if layout.align() <= ORDINARY {
                mimalloc::mi_realloc(block.cast(), size).cast()
            } else {
                mimalloc::mi_realloc_aligned(block.cast(), size, layout.align()).cast()
            }
        }
    }
}
