//! Large blocks that grow: each has pages of its own, which the system moves to where there is room
//! for more. Nothing is copied, no smaller block is left behind, and what is asked for in advance takes
//! no memory before it is touched. What is large from the beginning stays with the allocator, which
//! has it at hand when it is asked for again; and so does what grows to a size that was freed before,
//! since pages that come and go have to be cleared each time.

use std::alloc::Layout;
use std::ptr;
use std::sync::atomic::{
    AtomicUsize, Ordering::AcqRel, Ordering::Acquire, Ordering::Relaxed, Ordering::Release,
};

/// Blocks of fewer bytes than this have no pages of their own.
pub(crate) const LEAST: usize = 256 << 10;

/// Of so many bytes at least blocks get pages, as far as is known from those that were freed.
static WORTHWHILE: AtomicUsize = AtomicUsize::new(LEAST);

/// Blocks of more bytes always get their own.
const ALWAYS: usize = 32 << 20;

/// What blocks are aligned to, and their lengths are multiples of.
const PAGE: usize = 4096;

/// Where the blocks lie: as many as are looked through in no time. The next one is the allocator's.
static BLOCKS: [AtomicUsize; 64] = [const { AtomicUsize::new(FREE) }; 64];

/// An entry that stands for no block.
const FREE: usize = 0;

/// An entry whose block comes, goes or moves: another thread's may lie there before that is known.
const BUSY: usize = 1;

/// The entry of a block of at least [`LEAST`] bytes, if it has pages of its own.
pub(crate) fn entry_of(block: *mut u8) -> Option<&'static AtomicUsize> {
    BLOCKS.iter().find(|entry| entry.load(Acquire) == block.addr())
}

/// A block of its own pages, zeroed, if that is worth while.
pub(crate) fn new(layout: Layout) -> Option<*mut u8> {
    if layout.size() < WORTHWHILE.load(Relaxed)
        || layout.align() > PAGE
        || cfg!(not(target_os = "linux"))
    {
        return None;
    }
    let take = |entry: &&AtomicUsize| entry.compare_exchange(FREE, BUSY, AcqRel, Acquire).is_ok();
    let entry = BLOCKS.iter().find(take)?;
    let (access, kind) =
        (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
    // SAFETY: new pages, wherever the system likes.
    let block = unsafe { libc::mmap(ptr::null_mut(), pages(layout.size())?, access, kind, -1, 0) };
    let made = block != libc::MAP_FAILED;
    entry.store(if made { block.addr() } else { FREE }, Release);
    made.then(|| block.cast())
}

/// Makes a block longer or shorter; null if there is no room, and the block is as it was.
///
/// # Safety
/// The entry is the block's, which has `old` bytes and is used by nobody else.
pub(crate) unsafe fn resize(
    entry: &AtomicUsize,
    block: *mut u8,
    old: usize,
    new: usize,
) -> *mut u8 {
    let (Some(old), Some(new)) = (pages(old), pages(new)) else { return ptr::null_mut() };
    entry.store(BUSY, Release);
    // SAFETY: pages that this block has to itself.
    let moved = unsafe { moved(block.cast(), old, new) };
    let failed = moved == libc::MAP_FAILED;
    entry.store(if failed { block.addr() } else { moved.addr() }, Release);
    if failed { ptr::null_mut() } else { moved.cast() }
}

/// # Safety
/// The pages are the caller's.
#[cfg(target_os = "linux")]
unsafe fn moved(block: *mut libc::c_void, old: usize, new: usize) -> *mut libc::c_void {
    // SAFETY: by contract.
    unsafe { libc::mremap(block, old, new, libc::MREMAP_MAYMOVE) }
}

/// Other systems cannot; there are no such blocks.
///
/// # Safety
/// None.
#[cfg(not(target_os = "linux"))]
unsafe fn moved(_: *mut libc::c_void, _: usize, _: usize) -> *mut libc::c_void {
    libc::MAP_FAILED
}

/// Gives a block's pages back.
///
/// # Safety
/// The entry is the block's, which has `size` bytes and is not used again.
pub(crate) unsafe fn free(entry: &AtomicUsize, block: *mut u8, size: usize) {
    entry.store(FREE, Release);
    WORTHWHILE.fetch_max((size + 1).min(ALWAYS), Relaxed);
    // SAFETY: pages that this block has to itself.
    unsafe { libc::munmap(block.cast(), pages(size).unwrap_or(size)) };
}

/// A length in whole pages; `None` beyond all memory.
fn pages(size: usize) -> Option<usize> {
    size.checked_next_multiple_of(PAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn blocks_keep_their_bytes_when_they_move_and_their_entries_are_used_again() {
        let layout = Layout::from_size_align(LEAST + 3, 8).unwrap();
        let mut blocks = Vec::new();
        while let Some(block) = new(layout) {
            // SAFETY: a block of that many bytes.
            unsafe { block.write_bytes(blocks.len() as u8, layout.size()) };
            blocks.push(block);
        }
        assert_eq!(blocks.len(), BLOCKS.len());
        for (number, block) in blocks.iter_mut().enumerate() {
            let entry = entry_of(*block).unwrap();
            // SAFETY: the entry is the block's.
            *block = unsafe { resize(entry, *block, layout.size(), 3 * LEAST) };
            assert!(!block.is_null() && ptr::eq(entry_of(*block).unwrap(), entry));
            // SAFETY: within the block.
            assert!((0..layout.size()).all(|at| unsafe { *block.add(at) } == number as u8));
            // SAFETY: the entry is the block's.
            assert!(unsafe { resize(entry, *block, 3 * LEAST, usize::MAX - PAGE) }.is_null());
            assert!(entry_of(*block).is_some());
        }
        for block in blocks {
            // SAFETY: the entry is the block's.
            unsafe { free(entry_of(block).unwrap(), block, 3 * LEAST) };
            assert!(entry_of(block).is_none());
        }
        assert!(new(Layout::from_size_align(LEAST, 2 * PAGE).unwrap()).is_none());
        assert!(new(layout).is_none(), "that size was freed");
        // SAFETY: a block that was just made.
        unsafe {
            let layout = Layout::from_size_align(ALWAYS, 8).unwrap();
            let block = new(layout).unwrap();
            free(entry_of(block).unwrap(), block, layout.size());
        }
    }
}
