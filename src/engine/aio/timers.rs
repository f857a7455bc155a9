//! Timers: what becomes ready when. Knows nothing of tasks or clocks.
//!
//! A heap of small entries; what an entry stands for lies in a slot beside it, so that cancelling is
//! O(1): the slot is emptied at once and the entry goes when its time comes or when too many like it
//! have gathered.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::ready::Ready;

/// Which timer: a slot, and the number that says that it is still the same timer's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TimerId {
    slot: u32,
    sequence: u64,
}

struct Entry {
    /// Seconds on the loop's clock.
    when: f64,
    /// Timers of the same moment come in the order of their making.
    sequence: u64,
    slot: u32,
}

struct Slot {
    sequence: u64,
    /// `None` once cancelled.
    ready: Option<Ready>,
}

#[derive(Default)]
pub(super) struct Timers {
    heap: BinaryHeap<Entry>,
    slots: Vec<Slot>,
    free: Vec<u32>,
    next: u64,
    cancelled: usize,
}

/// Fewer cancelled entries than this are not worth a cleaning.
const FEW: usize = 100;

impl Timers {
    /// O(log n).
    pub(super) fn add(&mut self, when: f64, ready: Ready) -> TimerId {
        let sequence = self.next;
        self.next += 1;
        let filled = Slot { sequence, ready: Some(ready) };
        let slot = match self.free.pop() {
            Some(slot) => {
                if let Some(place) = self.slots.get_mut(slot as usize) {
                    *place = filled;
                }
                slot
            }
            None => {
                self.slots.push(filled);
                (self.slots.len() - 1) as u32
            }
        };
        self.heap.push(Entry { when, sequence, slot });
        TimerId { slot, sequence }
    }

    /// Gives back what the timer stood for, to be dropped outside of any borrow. O(1).
    #[must_use]
    pub(super) fn cancel(&mut self, id: TimerId) -> Option<Ready> {
        let slot = self.slots.get_mut(id.slot as usize).filter(|s| s.sequence == id.sequence)?;
        let ready = slot.ready.take();
        if ready.is_some() {
            self.cancelled += 1;
            if self.cancelled > FEW && self.cancelled * 2 > self.heap.len() {
                self.clean();
            }
        }
        ready
    }

    /// The moment of the next timer that is not cancelled.
    pub(super) fn next(&mut self) -> Option<f64> {
        loop {
            let first = self.heap.peek()?;
            let (when, slot) = (first.when, first.slot);
            if self.slots.get(slot as usize).is_some_and(|s| s.ready.is_some()) {
                return Some(when);
            }
            self.heap.pop();
            self.forget(slot);
        }
    }

    /// The next timer that is due before `end`, if any.
    pub(super) fn pop_due(&mut self, end: f64) -> Option<Ready> {
        // A moment that is no number never comes.
        if self.next()?.partial_cmp(&end) != Some(Ordering::Less) {
            return None;
        }
        let entry = self.heap.pop()?;
        let ready = self.slots.get_mut(entry.slot as usize)?.ready.take();
        self.free.push(entry.slot);
        ready
    }

    /// Everything that waits, in no order; the timers are empty afterwards.
    #[must_use]
    pub(super) fn take_all(&mut self) -> Vec<Ready> {
        let all = std::mem::take(self);
        all.slots.into_iter().filter_map(|s| s.ready).collect()
    }

    /// What waits, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Ready> {
        self.slots.iter().filter_map(|s| s.ready.as_ref())
    }

    fn forget(&mut self, slot: u32) {
        self.free.push(slot);
        self.cancelled -= 1;
    }

    fn clean(&mut self) {
        let entries = std::mem::take(&mut self.heap).into_vec();
        let (live, gone): (Vec<Entry>, Vec<Entry>) = entries
            .into_iter()
            .partition(|e| self.slots.get(e.slot as usize).is_some_and(|s| s.ready.is_some()));
        gone.iter().for_each(|e| self.forget(e.slot));
        self.heap = live.into();
    }
}

impl Ord for Entry {
    /// The heap's top is its greatest: the earliest.
    fn cmp(&self, other: &Entry) -> Ordering {
        other.when.total_cmp(&self.when).then(other.sequence.cmp(&self.sequence))
    }
}
impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Entry {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::value::Value;

    fn number(ready: Option<Ready>) -> Option<i64> {
        match ready {
            Some(Ready::Task(value)) => value.as_int(),
            _ => None,
        }
    }

    fn timer(n: i64) -> Ready {
        Ready::Task(Value::int_unchecked(n))
    }

    #[test]
    fn by_time_then_by_age() {
        let mut timers = Timers::default();
        for (when, n) in [(2.0, 1), (1.0, 2), (2.0, 3), (1.0, 4), (f64::NAN, 5)] {
            timers.add(when, timer(n));
        }
        let order: Vec<_> = std::iter::from_fn(|| number(timers.pop_due(3.0))).collect();
        assert_eq!(order, [2, 4, 1, 3]);
    }

    #[test]
    fn a_cancelled_timer_never_comes_and_its_number_is_not_reused() {
        let mut timers = Timers::default();
        let first = timers.add(1.0, timer(1));
        timers.add(2.0, timer(2));
        assert_eq!(number(timers.cancel(first)), Some(1));
        assert!(timers.cancel(first).is_none());
        assert_eq!(timers.next(), Some(2.0));
        let third = timers.add(0.5, timer(3));
        assert!(timers.cancel(first).is_none());
        assert_ne!(first, third);
        assert_eq!(number(timers.pop_due(9.0)), Some(3));
        assert!(timers.cancel(third).is_none());
    }

    #[test]
    fn many_cancelled_timers_do_not_stay() {
        let mut timers = Timers::default();
        let ids: Vec<TimerId> = (0..1000).map(|n| timers.add(n as f64, timer(n))).collect();
        for id in &ids[..900] {
            assert!(timers.cancel(*id).is_some());
        }
        assert!(timers.heap.len() < 300);
        let order: Vec<_> = std::iter::from_fn(|| number(timers.pop_due(1e9))).collect();
        assert_eq!(order, (900..1000).collect::<Vec<i64>>());
    }
}
