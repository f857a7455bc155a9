//! What sequences have in common: indices and slices, comparison item by item, and the repr of
//! containers that may hold themselves. Knows no particular sequence.

use crate::object::header::Payload;
use crate::object::slots::{CompareOp, PyResult, Raised};
use crate::object::string::StrObject;
use crate::object::types::Type;
use crate::object::value::{Value, clone_slice};
use crate::object::vm::Vm;
use crate::types::exception::TYPE_ERROR;
use crate::types::range::SliceObject;

/// What stands between the brackets of a sequence.
pub enum Subscript {
    At(i64),
    Slice(Bounds),
}

/// The three numbers of a slice, not yet fitted to a length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
}

/// The positions that a slice selects in a sequence of a certain length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
    pub len: usize,
}

impl Bounds {
    /// Fits the slice to a length, as `slice.indices` does.
    pub fn span(self, len: usize) -> Span {
        let len = len as i64;
        let (low, high) = if self.step < 0 { (-1, len - 1) } else { (0, len) };
        let fit = |at: i64| if at < 0 { (at.saturating_add(len)).max(low) } else { at.min(high) };
        let (start, stop) = (fit(self.start), fit(self.stop));
        let count = if self.step < 0 {
            if stop < start { (start - stop - 1) / -self.step + 1 } else { 0 }
        } else if start < stop {
            (stop - start - 1) / self.step + 1
        } else {
            0
        };
        Span { start, stop, step: self.step, len: count as usize }
    }
}

impl Span {
    /// The selected positions, in the order of the slice.
    pub fn positions(self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        (0..self.len).map(move |n| (self.start + n as i64 * self.step) as usize)
    }

    /// The selected items. All positions lie within the sequence that the span was made for.
    pub fn select<T: Clone>(self, items: &[T]) -> Vec<T> {
        match self.run(items) {
            Some(run) => run.to_vec(),
            None => self.positions().filter_map(|at| items.get(at).cloned()).collect(),
        }
    }

    /// As [`Span::select`], of values.
    pub fn select_values(self, items: &[Value]) -> Vec<Value> {
        match self.run(items) {
            Some(run) => clone_slice(run),
            None => self.select(items),
        }
    }

    /// The selected items, if they lie side by side in their order.
    fn run<T>(self, items: &[T]) -> Option<&[T]> {
        let start = self.start as usize;
        (self.step == 1).then(|| items.get(start..start + self.len).unwrap_or(&[]))
    }
}

/// The position that an index means in a sequence; negative ones count from the end.
#[inline]
pub fn resolve(at: i64, len: usize) -> Option<usize> {
    let at = if at < 0 { at + len as i64 } else { at };
    usize::try_from(at).ok().filter(|at| *at < len)
}

/// Whether two values are equal, where that needs no Python code and no conversion.
#[inline]
pub fn quick_equal(a: &Value, b: &Value) -> Option<bool> {
    if a.is(b) {
        return Some(true);
    }
    if a.is_int() && b.is_int() {
        return Some(false);
    }
    match (a.get_exact::<StrObject>(), b.get_exact::<StrObject>()) {
        (Some(a), Some(b)) => Some(a.as_bytes() == b.as_bytes()),
        (Some(_), None) if !b.is_object() => Some(false),
        (None, Some(_)) if !a.is_object() => Some(false),
        _ => None,
    }
}

/// How many containers within one another have a repr, as in CPython; the native stack would bear more.
const DEEPEST_REPR: usize = 10_000;

impl Vm {
    /// The index or slice that `key` is, for a sequence of the named type.
    #[inline]
    pub fn subscript(&self, key: &Value, type_name: &str) -> PyResult<Subscript> {
        match key.as_int() {
            Some(at) => Ok(Subscript::At(at)),
            None => self.subscript_slowly(key, type_name),
        }
    }

    fn subscript_slowly(&self, key: &Value, type_name: &str) -> PyResult<Subscript> {
        if let Some(slice) = key.get::<SliceObject>() {
            return Ok(Subscript::Slice(self.slice_bounds(slice)?));
        }
        let class = self.class(key);
        if class.slots.index.get().is_none() && !key.is_bool() {
            let text = format!(
                "{type_name} indices must be integers or slices, not {}",
                class.full_name()
            );
            return Err(self.type_error(text));
        }
        let int = self.index(key)?;
        match self.small_index(&int) {
            Some(at) => Ok(Subscript::At(at)),
            None => {
                let name = class.full_name();
                Err(self.index_error(format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    }

    /// The numbers of a slice; runs the `__index__` of its parts.
    pub fn slice_bounds(&self, slice: &SliceObject) -> PyResult<Bounds> {
        const MESSAGE: &str = "slice indices must be integers or None or have an __index__ method";
        let part = |value: &Value, default: i64| match value.as_int() {
            Some(int) => Ok(int),
            None if value.is_none() => Ok(default),
            None => self.slice_index(value, MESSAGE),
        };
        let step = part(&slice.step, 1)?.max(-i64::MAX);
        if step == 0 {
            return Err(self.value_error("slice step cannot be zero"));
        }
        let (first, last) = if step < 0 { (i64::MAX, i64::MIN) } else { (0, i64::MAX) };
        let start = part(&slice.start, first)?;
        let stop = part(&slice.stop, last)?;
        Ok(Bounds { start, stop, step })
    }

    fn slice_index(&self, value: &Value, message: &str) -> PyResult<i64> {
        if value.is_bool() || self.class(value).slots.index.get().is_some() {
            self.index_clamped(value)
        } else {
            Err(self.type_error(message))
        }
    }

    /// A `start` or `stop` argument of methods like `list.index`, fitted to a length.
    pub fn search_bound(&self, value: Option<&Value>, default: i64, len: usize) -> PyResult<usize> {
        const MESSAGE: &str = "slice indices must be integers or have an __index__ method";
        let at = match value {
            Some(value) => self.slice_index(value, MESSAGE)?,
            None => default,
        };
        let at = if at < 0 { at.saturating_add(len as i64).max(0) } else { at };
        Ok(usize::try_from(at).unwrap_or(usize::MAX))
    }

    /// How often `sequence * count` repeats: 0 for negative counts.
    pub fn repeat_count(&self, count: &Value) -> PyResult<usize> {
        let int = self.index(count)?;
        match self.small_index(&int) {
            Some(n) => Ok(usize::try_from(n).unwrap_or(0)),
            None => {
                let name = self.class(count).full_name();
                Err(self.overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    }

    /// `items * count`; MemoryError if that is too much.
    pub fn repeat_items(&self, items: &[Value], count: usize) -> PyResult<Vec<Value>> {
        let mut out = Vec::new();
        self.reserve(&mut out, items.len().checked_mul(count))?;
        for _ in 0..count {
            if items.is_empty() {
                break;
            }
            out.extend_from_slice(items);
        }
        Ok(out)
    }

    /// Appends bytes, or MemoryError: to a text that may be large already.
    pub fn push_bytes(&self, out: &mut Vec<u8>, bytes: &[u8]) -> PyResult<()> {
        self.reserve(out, Some(bytes.len()))?;
        out.extend_from_slice(bytes);
        Ok(())
    }

    /// Room for `more` values, or MemoryError: for sizes that the program chooses. `None` is a size
    /// that cannot even be written down.
    pub fn reserve<T>(&self, items: &mut Vec<T>, more: Option<usize>) -> PyResult<()> {
        let bytes = more.and_then(|n| n.checked_mul(size_of::<T>()));
        match (more, bytes) {
            (Some(more), Some(bytes))
                if self.heap.allows(bytes) && items.try_reserve(more).is_ok() =>
            {
                Ok(())
            }
            _ => Err(self.memory_error()),
        }
    }

    /// How many items an iterable says it will give: by `__len__`, else by `__length_hint__`; `None`
    /// if it has neither or they refuse.
    pub fn length_hint(&self, value: &Value) -> PyResult<Option<i64>> {
        let refused = |raised: &Raised| self.is_exception(&raised.0, &TYPE_ERROR);
        if self.class(value).slots.len.get().is_some() {
            match self.len(value) {
                Ok(length) => return Ok(Some(length as i64)),
                Err(raised) if refused(&raised) => {}
                Err(raised) => return Err(raised),
            }
        }
        let hint = match self.call_special(value, &self.names().__length_hint__, &[]) {
            Ok(Some(hint)) if !hint.is(&Value::NOT_IMPLEMENTED) => hint,
            Ok(_) => return Ok(None),
            Err(raised) if refused(&raised) => return Ok(None),
            Err(raised) => return Err(raised),
        };
        if hint.as_big().is_none() {
            let class = self.class(&hint).full_name();
            return Err(self.type_error(format!("__length_hint__ must be an integer, not {class}")));
        }
        match self.index_i64(&hint)? {
            length if length < 0 => Err(self.value_error("__length_hint__() should return >= 0")),
            length => Ok(Some(length)),
        }
    }

    /// Makes room for as many items as the iterable says it will give.
    pub(crate) fn reserve_hint<T>(&self, items: &mut Vec<T>, hint: Option<i64>) -> PyResult<()> {
        match hint {
            // More than could ever be is not meant.
            Some(hint) if hint.checked_add(items.len() as i64).is_some() => {
                self.reserve(items, usize::try_from(hint).ok())
            }
            _ => Ok(()),
        }
    }

    /// Appends a value; MemoryError when the buffer may not grow.
    #[inline]
    pub fn push_item<T>(&self, items: &mut Vec<T>, item: T) -> PyResult<()> {
        if items.len() == items.capacity() {
            // Growth is amortised: ask for as much as the vector would take anyway.
            self.reserve(items, Some(items.len().max(4)))?;
        }
        items.push(item);
        Ok(())
    }

    /// Compares two sequences item by item; `a` and `b` give the item at a position, if there is
    /// one. Comparing may change the sequences.
    pub fn compare_items(
        &self,
        op: CompareOp,
        a: &dyn Fn(usize) -> Option<Value>,
        b: &dyn Fn(usize) -> Option<Value>,
    ) -> PyResult {
        let mut at = 0;
        loop {
            let (left, right) = match (a(at), b(at)) {
                (Some(left), Some(right)) => (left, right),
                (None, Some(_)) => return Ok(Value::bool(op.holds(std::cmp::Ordering::Less))),
                (Some(_), None) => return Ok(Value::bool(op.holds(std::cmp::Ordering::Greater))),
                (None, None) => return Ok(Value::bool(op.holds(std::cmp::Ordering::Equal))),
            };
            let equal = match quick_equal(&left, &right) {
                Some(known) => known,
                None => self.equal(&left, &right)?,
            };
            if !equal && (a(at).is_none() || b(at).is_none()) {
                // Comparing has taken what was compared: only lengths are left to tell.
                let length = |item: &dyn Fn(usize) -> Option<Value>| {
                    (0..).take_while(|at| item(*at).is_some()).count()
                };
                let (left, right) = (length(a), length(b));
                return Ok(Value::bool(op.holds(left.cmp(&right))));
            }
            if !equal {
                return match op {
                    CompareOp::Eq => Ok(Value::FALSE),
                    CompareOp::Ne => Ok(Value::TRUE),
                    CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
                        self.compare(op, &left, &right)
                    }
                };
            }
            at += 1;
        }
    }

    /// The TypeError of `sequence + other`.
    #[cold]
    pub fn not_concatenable(&self, other: &Value, name: &str) -> Raised {
        let class = self.class(other).full_name();
        self.type_error(format!("can only concatenate {name} (not \"{class}\") to {name}"))
    }

    /// Whether the value can say how often to repeat: an int, or something with `__index__`.
    pub fn is_count(&self, value: &Value) -> bool {
        value.is_int() || value.is_bool() || self.class(value).slots.index.get().is_some()
    }

    // ---- repr of containers --------------------------------------------------------------------

    /// Marks the container as being written; `None` if it already is, further out.
    pub fn enter_repr(&self, value: &Value) -> Option<ReprMark<'_>> {
        let id = value.bits();
        let fresh = self.local.reprs.borrow_mut().insert(id);
        fresh.then(|| ReprMark { vm: self, id })
    }

    /// Appends `repr(value)` to text that may hold lone surrogates.
    pub fn push_repr(&self, out: &mut Vec<u8>, value: &Value) -> PyResult<()> {
        if self.local.reprs.borrow().len() > DEEPEST_REPR {
            return Err(self.recursion_error_in(" while getting the repr of an object"));
        }
        let text = self.repr(value)?;
        if let Some(text) = text.as_str_object() {
            self.push_bytes(out, text.as_bytes())?;
        }
        Ok(())
    }

    /// Appends the reprs of the values that `item` gives one after the other, with commas between.
    pub fn push_reprs(
        &self,
        out: &mut Vec<u8>,
        item: &dyn Fn(usize) -> Option<Value>,
    ) -> PyResult<usize> {
        let mut at = 0;
        while let Some(each) = item(at) {
            if at > 0 {
                out.extend_from_slice(b", ");
            }
            self.push_repr(out, &each)?;
            at += 1;
        }
        Ok(at)
    }

    // ---- payloads ------------------------------------------------------------------------------

    /// The payload of `self` in a method of a builtin type; a TypeError if a table's function was
    /// reached with something else.
    #[inline]
    pub fn payload<'a, T: Payload>(&self, value: &'a Value, type_name: &str) -> PyResult<&'a T> {
        match value.get::<T>() {
            Some(payload) => Ok(payload),
            None => Err(self.wrong_self(value, type_name)),
        }
    }

    #[cold]
    pub fn wrong_self(&self, value: &Value, type_name: &str) -> Raised {
        let class: &Type = self.class(value);
        self.type_error(format!(
            "descriptor requires a '{type_name}' object but received a '{}'",
            class.full_name()
        ))
    }
}

/// Takes its container off the list of those being written.
pub struct ReprMark<'a> {
    vm: &'a Vm,
    id: usize,
}

impl Drop for ReprMark<'_> {
    fn drop(&mut self) {
        self.vm.local.reprs.borrow_mut().remove(&self.id);
    }
}

/// Drops values last first, as CPython empties its containers.
pub fn drop_last_first(mut items: Vec<Value>) {
    while let Some(item) = items.pop() {
        drop(item);
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, resolve};

    fn span(start: i64, stop: i64, step: i64, len: usize) -> Vec<usize> {
        Bounds { start, stop, step }.span(len).positions().collect()
    }

    #[test]
    fn slices_fit_any_length() {
        assert_eq!(span(0, i64::MAX, 1, 3), [0, 1, 2]);
        assert_eq!(span(i64::MAX, i64::MIN, -1, 3), [2, 1, 0]);
        assert_eq!(span(-2, i64::MAX, 1, 3), [1, 2]);
        assert_eq!(span(i64::MIN, i64::MAX, i64::MAX, 3), [0]);
        assert_eq!(span(i64::MAX, i64::MIN, -i64::MAX, 3), [2]);
        assert_eq!(span(5, 1, 1, 9), Vec::<usize>::new());
        assert_eq!(span(0, 9, 4, 9), [0, 4, 8]);
        assert_eq!(span(0, i64::MAX, 1, 0), Vec::<usize>::new());
        assert_eq!(span(i64::MAX, i64::MIN, -1, 0), Vec::<usize>::new());
    }

    #[test]
    fn negative_indices_count_from_the_end() {
        assert_eq!(resolve(-1, 3), Some(2));
        assert_eq!(resolve(-4, 3), None);
        assert_eq!(resolve(3, 3), None);
        assert_eq!(resolve(i64::MIN, 3), None);
    }
}
