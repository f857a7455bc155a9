//! Sorting: `list.sort` and `sorted`. Stable, with comparisons that may raise, lie, or change the
//! list; knows nothing of lists but how to take the items out while it works.

use super::{ListObject, list};
use crate::object::native::{Args, Signature};
use crate::object::slots::{CompareOp, PyResult, Raised};
use crate::object::string::StrObject;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::sequence::drop_last_first;

pub(super) fn sort(vm: &Vm, this: &Value, key: Option<&Value>, reverse: bool) -> PyResult<()> {
    vm.sort_list(list(vm, this)?, key, reverse)
}

impl Vm {
    /// What is wrong with the arguments of `sorted`: it only looks at the positional ones, and lets
    /// `list.sort` complain about the others once there is a list.
    #[cold]
    pub(crate) fn sorted_refused(&self, args: Args, otherwise: Raised) -> Raised {
        let count = args.positional().len();
        let [iterable] = args.positional() else {
            return self.type_error(format!("sorted expected 1 argument, got {count}"));
        };
        let named = Args { all: &args.all[count..], names: args.names };
        let complaint =
            || Signature::parse("(*, key=None, reverse=False)").bind(self, "sort", named);
        match self.to_vec(iterable).and_then(|_| complaint()) {
            Err(raised) => raised,
            Ok(_) => otherwise,
        }
    }

    /// Sorts a list in place. While the items are compared the list is empty; if somebody fills it
    /// meanwhile, that is lost and a ValueError says so. After an error all items are there again.
    pub fn sort_list(&self, list: &ListObject, key: Option<&Value>, reverse: bool) -> PyResult<()> {
        let mut items = list.replace(Vec::new());
        let sorted = self.sort_values(&mut items, key, reverse);
        let meanwhile = list.replace(items);
        let modified = meanwhile.capacity() > 0;
        drop_last_first(meanwhile);
        sorted?;
        if modified {
            return Err(self.value_error("list modified during sort"));
        }
        Ok(())
    }

    /// Sorts values that nobody else can reach. On an error they keep their old order.
    pub fn sort_values(
        &self,
        items: &mut Vec<Value>,
        key: Option<&Value>,
        reverse: bool,
    ) -> PyResult<()> {
        let Some(key) = key else {
            return self.sort_by_themselves(items, reverse);
        };
        let mut keys = Vec::new();
        self.reserve(&mut keys, Some(items.len()))?;
        for item in items.iter() {
            match self.call(key, std::slice::from_ref(item)) {
                Ok(made) => keys.push(made),
                Err(raised) => {
                    drop_last_first(keys);
                    return Err(raised);
                }
            }
        }
        let mut order = self.first_order(keys.len(), reverse)?;
        let sorted = self.sort_positions(&keys, &mut order);
        // They die in the order that they were brought into, also if that is not yet the right one.
        drop(permuted(&mut keys, &order));
        sorted?;
        if reverse {
            order.reverse();
        }
        *items = permuted(items, &order);
        Ok(())
    }

    fn sort_by_themselves(&self, items: &mut Vec<Value>, reverse: bool) -> PyResult<()> {
        match Keys::of(items) {
            // Equal ints and equal strs cannot be told apart by order, except by identity: keep it.
            Keys::Ints if reverse => items.sort_by_key(|v| std::cmp::Reverse(v.int_bits())),
            Keys::Ints => items.sort_by_key(Value::int_bits),
            Keys::Strs if reverse => items.sort_by(|a, b| text(b).cmp(text(a))),
            Keys::Strs => items.sort_by(|a, b| text(a).cmp(text(b))),
            Keys::Floats | Keys::Mixed => {
                let order = self.order_of(items, reverse)?;
                *items = permuted(items, &order);
            }
        }
        Ok(())
    }

    /// The positions of the keys in sorted order.
    fn order_of(&self, keys: &[Value], reverse: bool) -> PyResult<Vec<usize>> {
        let mut order = self.first_order(keys.len(), reverse)?;
        self.sort_positions(keys, &mut order)?;
        if reverse {
            order.reverse();
        }
        Ok(order)
    }

    /// The positions to begin with.
    fn first_order(&self, count: usize, reverse: bool) -> PyResult<Vec<usize>> {
        let mut order: Vec<usize> = Vec::new();
        self.reserve(&mut order, Some(count))?;
        order.extend(0..count);
        if reverse {
            // Sorting the reversed sequence and reversing the result keeps equal items in order.
            order.reverse();
        }
        Ok(order)
    }

    /// Sorts positions by their keys, upwards.
    fn sort_positions(&self, keys: &[Value], order: &mut [usize]) -> PyResult<()> {
        let at = |n: usize| keys.get(n).unwrap_or(const { &Value::UNBOUND });
        match Keys::of(keys) {
            Keys::Ints => order.sort_by_key(|n| at(*n).int_bits()),
            Keys::Strs => order.sort_by(|a, b| text(at(*a)).cmp(text(at(*b)))),
            Keys::Floats => order.sort_by(|a, b| {
                let (a, b) = (at(*a).as_float(), at(*b).as_float());
                a.partial_cmp(&b).unwrap_or(std::cmp::Ordering::Equal)
            }),
            Keys::Mixed => {
                let mut less = |a: usize, b: usize| self.compare_bool(CompareOp::Lt, at(a), at(b));
                Merger { less: &mut less, buffer: Vec::new() }.sort(order)?;
            }
        }
        Ok(())
    }
}

fn permuted(items: &mut [Value], order: &[usize]) -> Vec<Value> {
    let take = |n: &usize| items.get_mut(*n).map(|v| std::mem::replace(v, Value::UNBOUND));
    order.iter().filter_map(take).collect()
}

/// What all keys have in common, as far as that makes comparing them cheap.
enum Keys {
    /// Immediate ints.
    Ints,
    /// Exact strs.
    Strs,
    /// Floats, none of them a NaN: those have no order.
    Floats,
    Mixed,
}

impl Keys {
    fn of(keys: &[Value]) -> Keys {
        let is_number = |v: &Value| {
            v.as_small_float().is_some()
                || v.get_exact::<crate::types::float::FloatObject>().is_some_and(|f| !f.0.is_nan())
        };
        match keys.first() {
            Some(v) if v.is_int() && keys.iter().all(Value::is_int) => Keys::Ints,
            Some(v) if v.get_exact::<StrObject>().is_some() => {
                let all = keys.iter().all(|v| v.get_exact::<StrObject>().is_some());
                if all { Keys::Strs } else { Keys::Mixed }
            }
            Some(v) if is_number(v) && keys.iter().all(is_number) => Keys::Floats,
            _ => Keys::Mixed,
        }
    }
}

/// WTF-8, whose bytes order as the code points do.
fn text(value: &Value) -> &[u8] {
    value.as_str_object().map_or(&[], StrObject::as_bytes)
}

/// A merge sort of natural runs. Comparisons may fail; inconsistent ones give some order.
struct Merger<'a> {
    less: &'a mut dyn FnMut(usize, usize) -> PyResult<bool>,
    buffer: Vec<usize>,
}

/// A sorted stretch, and how deep in the merge tree the boundary before it lies.
struct Run {
    start: usize,
    len: usize,
    power: u32,
}

/// Shorter runs are lengthened by insertion.
const MIN_RUN: usize = 24;

impl Merger<'_> {
    fn sort(&mut self, order: &mut [usize]) -> PyResult<()> {
        let total = order.len();
        let mut runs: Vec<Run> = Vec::new();
        let mut start = 0;
        while start < total {
            let Some(rest) = order.get_mut(start..) else { break };
            let len = self.next_run(rest)?;
            let power = runs.last().map_or(0, |last| power(last.start, last.len, len, total));
            // Powersort: the tree of merges stays balanced over the whole, whatever the runs are.
            while runs.len() > 1 && runs.last().is_some_and(|last| last.power > power) {
                self.merge_last(order, &mut runs)?;
            }
            runs.push(Run { start, len, power });
            start += len;
        }
        while runs.len() > 1 {
            self.merge_last(order, &mut runs)?;
        }
        Ok(())
    }

    /// Makes a sorted run at the front; gives its length.
    fn next_run(&mut self, rest: &mut [usize]) -> PyResult<usize> {
        let mut len = self.natural_run(rest)?;
        let target = MIN_RUN.min(rest.len());
        while len < target {
            let Some(&item) = rest.get(len) else { break };
            let at = self.insertion_point(rest.get(..len).unwrap_or(&[]), item)?;
            if let Some(part) = rest.get_mut(at..=len) {
                part.rotate_right(1);
            }
            len += 1;
        }
        Ok(len)
    }

    fn natural_run(&mut self, rest: &mut [usize]) -> PyResult<usize> {
        let [first, second, ..] = *rest else { return Ok(rest.len()) };
        let descending = (self.less)(second, first)?;
        let mut len = 2;
        while let (Some(&before), Some(&item)) = (rest.get(len - 1), rest.get(len)) {
            // Only strictly descending runs may be reversed: equal items keep their order.
            if (self.less)(item, before)? != descending {
                break;
            }
            len += 1;
        }
        if descending && let Some(run) = rest.get_mut(..len) {
            run.reverse();
        }
        Ok(len)
    }

    /// The place behind all items that are not greater.
    fn insertion_point(&mut self, run: &[usize], item: usize) -> PyResult<usize> {
        let (mut low, mut high) = (0, run.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match run.get(middle) {
                Some(&other) if (self.less)(item, other)? => high = middle,
                _ => low = middle + 1,
            }
        }
        Ok(low)
    }

    /// The place before all items that are not less.
    fn first_not_less(&mut self, run: &[usize], item: usize) -> PyResult<usize> {
        let (mut low, mut high) = (0, run.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match run.get(middle) {
                Some(&other) if (self.less)(other, item)? => low = middle + 1,
                _ => high = middle,
            }
        }
        Ok(low)
    }

    fn merge_last(&mut self, order: &mut [usize], runs: &mut Vec<Run>) -> PyResult<()> {
        let (Some(right), Some(left)) = (runs.pop(), runs.last_mut()) else { return Ok(()) };
        let (start, middle, end) = (left.start, right.start, right.start + right.len);
        left.len += right.len;
        match order.get_mut(start..end) {
            Some(both) => self.merge(both, middle - start),
            None => Ok(()),
        }
    }

    /// Merges two neighbouring runs. On an error every item is still there once.
    fn merge(&mut self, both: &mut [usize], middle: usize) -> PyResult<()> {
        let (Some(&last_left), Some(&first_right)) =
            (both.get(middle.wrapping_sub(1)), both.get(middle))
        else {
            return Ok(());
        };
        // What is in place already at both ends need not move: usual for sorted data that grew.
        let skip = self.insertion_point(both.get(..middle).unwrap_or(&[]), first_right)?;
        let keep = self.first_not_less(both.get(middle..).unwrap_or(&[]), last_left)?;
        let Some(both) = both.get_mut(skip..middle + keep) else { return Ok(()) };
        let middle = middle - skip;
        self.buffer.clear();
        self.buffer.extend_from_slice(both.get(..middle).unwrap_or(&[]));
        let buffer = std::mem::take(&mut self.buffer);
        let (mut out, mut left, mut right) = (0, 0, middle);
        let mut result = Ok(());
        while let (Some(&a), Some(&b)) = (buffer.get(left), both.get(right)) {
            let take_right = match (self.less)(b, a) {
                Ok(less) => less,
                Err(raised) => {
                    result = Err(raised);
                    break;
                }
            };
            let item = if take_right { b } else { a };
            if take_right {
                right += 1
            } else {
                left += 1
            }
            if let Some(place) = both.get_mut(out) {
                *place = item;
            }
            out += 1;
        }
        // What is left of the right run is in place; what is left of the left one comes before it.
        for (place, item) in both.iter_mut().skip(out).zip(buffer.iter().skip(left)) {
            *place = *item;
        }
        self.buffer = buffer;
        result
    }
}

/// The power of the boundary between two runs (Munro and Wild, "Nearly-optimal mergesorts", 2018):
/// the first binary digit in which the middles of the runs, as fractions of the whole, differ.
fn power(start: usize, left: usize, right: usize, total: usize) -> u32 {
    let total = total as u128 * 2;
    let middle_left = (start as u128 * 2 + left as u128) << 64;
    let middle_right = ((start + left) as u128 * 2 + right as u128) << 64;
    let (a, b) = ((middle_left / total) as u64, (middle_right / total) as u64);
    (a ^ b).leading_zeros() + 1
}

#[cfg(test)]
mod tests {
    use super::Merger;
    use crate::object::slots::{PyResult, Raised};
    use crate::object::value::Value;

    fn sorted(keys: &[u32], mut fail_after: usize) -> (Vec<usize>, bool) {
        let mut order: Vec<usize> = (0..keys.len()).collect();
        let mut less = |a: usize, b: usize| -> PyResult<bool> {
            if fail_after == 0 {
                return Err(Raised(Value::NONE));
            }
            fail_after -= 1;
            Ok(keys[a] < keys[b])
        };
        let done = Merger { less: &mut less, buffer: Vec::new() }.sort(&mut order).is_ok();
        (order, done)
    }

    fn noise(len: usize, modulus: u32) -> Vec<u32> {
        let step = |s: &mut u32| {
            *s = s.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Some((*s >> 8) % modulus)
        };
        (0..len).scan(7, |s, _| step(s)).collect()
    }

    #[test]
    fn sorts_stably() {
        for len in [0, 1, 2, 3, 23, 24, 25, 100, 1000, 5000] {
            for modulus in [1, 2, 10, 1 << 20] {
                let keys = noise(len, modulus);
                let (order, done) = sorted(&keys, usize::MAX);
                let mut expected: Vec<usize> = (0..len).collect();
                expected.sort_by_key(|n| keys[*n]);
                assert!(done);
                assert_eq!(order, expected, "{len} {modulus}");
            }
        }
    }

    #[test]
    fn runs_are_used() {
        let ascending: Vec<u32> = (0..1000).collect();
        let (_, done) = sorted(&ascending, 999);
        assert!(done);
        let descending: Vec<u32> = (0..1000).rev().collect();
        let (order, done) = sorted(&descending, 999);
        assert!(done);
        assert_eq!(order.first(), Some(&999));
    }

    #[test]
    fn failing_comparisons_lose_nothing() {
        let keys = noise(500, 1000);
        for budget in (0..4500).step_by(37) {
            let (mut order, _) = sorted(&keys, budget);
            order.sort_unstable();
            assert!(order.iter().copied().eq(0..500));
        }
    }
}
