//! mimalloc as the program's allocator. Requests of ordinary alignment take its short way; the crate
//! `mimalloc` would send every one through the search for an aligned block.

use std::alloc::{GlobalAlloc, Layout};
use std::ffi::{c_int, c_long};

use libmimalloc_sys as mimalloc;

pub(crate) struct Allocator;

/// What every block of mimalloc is aligned to, however small it is.
const ORDINARY: usize = 8;

unsafe extern "C" {
    fn mi_option_set(option: c_int, value: c_long);
}

/// `mi_option_purge_delay` of mimalloc 2: milliseconds until freed memory goes back to the system.
const PURGE_DELAY: c_int = 15;

/// Keeps freed memory for a second instead of ten milliseconds. Lists and dicts that grow by doubling
/// free and ask for large blocks in turn, and each page that was given back has to be cleared anew.
pub(crate) fn keep_freed_memory() {
    // SAFETY: an option of that number exists; no other thread runs yet.
    unsafe { mi_option_set(PURGE_DELAY, 1000) }
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
