//! The bytes that a reader holds: added at the end, taken from the front.

/// A row of bytes whose front can be taken without moving the rest.
#[derive(Default)]
pub(super) struct Buffer {
    bytes: Vec<u8>,
    start: usize,
}

/// The front is given back when it is larger than this and larger than what is left.
const SLACK: usize = 16 * 1024;

impl Buffer {
    pub(super) fn len(&self) -> usize {
        self.bytes.len() - self.start
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// False if there is no memory.
    pub(super) fn push(&mut self, more: &[u8]) -> bool {
        if self.start == self.bytes.len() {
            self.bytes.clear();
            self.start = 0;
        }
        if self.bytes.try_reserve(more.len()).is_err() {
            return false;
        }
        self.bytes.extend_from_slice(more);
        true
    }

    /// Takes at most `count` bytes from the front.
    pub(super) fn take(&mut self, count: usize) -> Vec<u8> {
        let count = count.min(self.len());
        let taken = self.as_slice().get(..count).unwrap_or_default().to_vec();
        self.skip(count);
        taken
    }

    /// Drops at most `count` bytes from the front.
    pub(super) fn skip(&mut self, count: usize) {
        self.start += count.min(self.len());
        if self.start == self.bytes.len() {
            self.bytes.clear();
            self.start = 0;
        } else if self.start > SLACK && self.start > self.len() {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
    }

    pub(super) fn clear(&mut self) {
        *self = Buffer::default();
    }
}
