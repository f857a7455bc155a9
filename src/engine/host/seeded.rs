//! What a seed decides in place of the system: random bytes, and the numbers of threads. The same seed
//! gives the same ones in every run, if the program asks in the same order.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};

/// A source of numbers that look random, each made from the seed and its position (SplitMix64).
pub fn mixed(seed: u64, position: u64) -> u64 {
    let mut bits = seed.wrapping_add(position.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

pub(super) struct Seeded {
    pub(super) seed: u64,
    drawn: AtomicU64,
    /// Threads by the order of their start.
    threads: Mutex<Vec<ThreadId>>,
}

/// The number of the first thread; looks like one that the system gives, and is not 0.
const FIRST_IDENT: u64 = 0x1000;

impl Seeded {
    pub(super) fn new(seed: u64) -> Seeded {
        Seeded { seed, drawn: AtomicU64::new(0), threads: Mutex::new(vec![thread::current().id()]) }
    }

    /// The next random bytes.
    pub(super) fn fill(&self, out: &mut [u8]) {
        for part in out.chunks_mut(8) {
            let position = self.drawn.fetch_add(1, Ordering::Relaxed);
            let bytes = mixed(self.seed, position).to_le_bytes();
            part.copy_from_slice(&bytes[..part.len()]);
        }
    }

    /// The number of a thread, from the moment of its start on.
    pub(super) fn ident(&self, thread: ThreadId) -> u64 {
        let mut all = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.iter().position(|known| *known == thread);
        let at = known.unwrap_or_else(|| {
            all.push(thread);
            all.len() - 1
        });
        FIRST_IDENT + at as u64
    }
}
