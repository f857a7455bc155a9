//! The 8-byte value: an integer, a float, a singleton or a counted pointer. Knows the header of an
//! object, but no type of object.
//!
//! | low bits | meaning |
//! |---|---|
//! | `..1` | integer of 63 bits |
//! | `.10` | float whose exponent is within 2^±255 (rotated, as in CRuby's flonum) |
//! | `100` | singleton or internal mark |
//! | `000` | pointer to a [`Header`], 8-aligned, one count of which belongs to the value |

use std::num::NonZeroUsize;
use std::ptr::NonNull;

use super::header::Header;

/// One Python value. Cloning and dropping it counts references.
#[repr(transparent)]
pub struct Value(NonNull<()>);

const SINGLETON: usize = 0b100;

const fn immediate(bits: usize) -> NonNull<()> {
    match NonZeroUsize::new(bits) {
        Some(bits) => NonNull::without_provenance(bits),
        None => panic!("an immediate is never zero"),
    }
}

impl Value {
    pub const NONE: Value = Value::singleton(0);
    pub const FALSE: Value = Value::singleton(1);
    pub const TRUE: Value = Value::singleton(2);
    pub const ELLIPSIS: Value = Value::singleton(3);
    pub const NOT_IMPLEMENTED: Value = Value::singleton(4);
    /// Not a value: an unbound variable, a missing argument, an empty cell.
    pub const UNBOUND: Value = Value::singleton(5);

    /// Not a value: stands in a register for the coroutine of a bare `sleep(0)` that is being awaited.
    /// See `Vm::nap` in `vm/coroutine.rs`.
    pub(crate) const NAPPING: Value = Value::singleton(6);

    /// The largest and smallest integers that need no object.
    pub const MAX_INT: i64 = i64::MAX >> 1;
    pub const MIN_INT: i64 = i64::MIN >> 1;

    const fn singleton(number: usize) -> Value {
        Value(immediate(number << 3 | SINGLETON))
    }

    /// The integer, if it needs no object.
    #[inline(always)]
    pub const fn small_int(value: i64) -> Option<Value> {
        if value >= Value::MIN_INT && value <= Value::MAX_INT {
            Some(Value::int_unchecked(value))
        } else {
            None
        }
    }

    /// The integer; `value` must lie within [`Value::MIN_INT`]`..=`[`Value::MAX_INT`] or it wraps.
    #[inline(always)]
    pub const fn int_unchecked(value: i64) -> Value {
        Value(immediate((value as usize) << 1 | 1))
    }

    /// The integer whose word, tag included, is `word`: see [`Value::bits`].
    #[inline(always)]
    pub(crate) fn from_int_word(word: i64) -> Value {
        debug_assert!(word & 1 != 0, "the word of an integer");
        // SAFETY: an odd word is not zero.
        Value(NonNull::without_provenance(unsafe { NonZeroUsize::new_unchecked(word as usize) }))
    }

    #[inline(always)]
    pub const fn bool(value: bool) -> Value {
        if value { Value::TRUE } else { Value::FALSE }
    }

    /// The float, if it needs no object.
    #[inline(always)]
    pub fn small_float(value: f64) -> Option<Value> {
        let bits = value.to_bits();
        // The three bits below the sign must be 011 or 100: rotating them to the bottom leaves
        // room for the tag. Zero has a pattern of its own.
        let top = (bits >> 60) & 7;
        if (top == 3 || top == 4) && bits != 0x3000_0000_0000_0000 {
            let rotated = bits.rotate_left(3);
            Some(Value(immediate((rotated & !3 | 2) as usize)))
        } else if bits == 0 {
            Some(Value(immediate(FLOAT_ZERO)))
        } else {
            None
        }
    }

    #[inline(always)]
    pub fn bits(&self) -> usize {
        self.0.addr().get()
    }

    #[inline(always)]
    pub fn is_object(&self) -> bool {
        self.bits() & 7 == 0
    }

    #[inline(always)]
    pub fn is_int(&self) -> bool {
        self.bits() & 1 != 0
    }

    #[inline(always)]
    pub fn is_small_float(&self) -> bool {
        self.bits() & 3 == 2
    }

    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.is(&Value::NONE)
    }

    #[inline(always)]
    pub fn is_unbound(&self) -> bool {
        self.is(&Value::UNBOUND)
    }

    #[inline(always)]
    pub fn is_bool(&self) -> bool {
        self.is(&Value::FALSE) || self.is(&Value::TRUE)
    }

    /// The same object: Python's `is`.
    #[inline(always)]
    pub fn is(&self, other: &Value) -> bool {
        self.bits() == other.bits()
    }

    /// The integer of an immediate. A bool, a big integer and everything else give `None`.
    #[inline(always)]
    pub fn as_int(&self) -> Option<i64> {
        self.is_int().then(|| self.int_bits())
    }

    /// The integer of a value known to be one.
    #[inline(always)]
    pub fn int_bits(&self) -> i64 {
        self.bits() as i64 >> 1
    }

    /// The float of an immediate; a boxed float gives `None`.
    #[inline(always)]
    pub fn as_small_float(&self) -> Option<f64> {
        if !self.is_small_float() {
            return None;
        }
        let bits = self.bits();
        if bits == FLOAT_ZERO {
            return Some(0.0);
        }
        let bits = bits as u64;
        let restored = (2 - (bits >> 63)) | bits & !3;
        Some(f64::from_bits(restored.rotate_right(3)))
    }

    /// The header of an object; `None` for an immediate.
    #[inline(always)]
    pub fn header(&self) -> Option<&Header> {
        if self.is_object() {
            // SAFETY: a word with clear low bits is a pointer to a live header (see `from_header`),
            // kept alive by the count that `self` owns.
            Some(unsafe { self.0.cast::<Header>().as_ref() })
        } else {
            None
        }
    }

    #[inline(always)]
    pub(crate) fn pointer(&self) -> NonNull<Header> {
        debug_assert!(self.is_object());
        self.0.cast()
    }

    /// The word as a pointer, which keeps no count.
    pub(super) fn as_raw(&self) -> *const () {
        self.0.as_ptr()
    }

    /// A new reference from [`Value::as_raw`]; `None` for null.
    ///
    /// # Safety
    /// If it is an object, it is live.
    #[inline(always)]
    pub(super) unsafe fn from_raw(raw: *const ()) -> Option<Value> {
        let value = std::mem::ManuallyDrop::new(Value(NonNull::new(raw.cast_mut())?));
        Some((*value).clone())
    }

    /// Takes over one count of the object.
    ///
    /// # Safety
    /// `header` is a live object of which the caller owns one count and gives it up.
    #[inline(always)]
    pub(crate) unsafe fn from_owned(header: NonNull<Header>) -> Value {
        Value(header.cast())
    }

    /// A new reference to the object.
    ///
    /// # Safety
    /// `header` is a live object.
    #[inline(always)]
    pub(crate) unsafe fn from_borrowed(header: NonNull<Header>) -> Value {
        // SAFETY: live by contract.
        unsafe { header.as_ref().incref() };
        Value(header.cast())
    }
}

/// +0.0, which the rotation cannot express: the bits of -2^-256 (never made by it).
const FLOAT_ZERO: usize = 0x8000_0000_0000_0002;

/// References to all the values. Copies the words, then counts: faster than value by value.
pub(crate) fn clone_slice(values: &[Value]) -> Vec<Value> {
    let mut all = Vec::with_capacity(values.len());
    // SAFETY: room for all of them; each copied word gets its count before anything can see it.
    unsafe {
        std::ptr::copy_nonoverlapping(values.as_ptr(), all.as_mut_ptr(), values.len());
        for header in values.iter().filter_map(Value::header) {
            header.incref();
        }
        all.set_len(values.len());
    }
    all
}

/// References to all the values, in a buffer with room for one more.
pub(crate) fn clone_all(values: &[Value]) -> smallvec::SmallVec<[Value; 8]> {
    let mut all = smallvec::SmallVec::<[Value; 8]>::with_capacity(values.len() + 1);
    for (at, value) in values.iter().enumerate() {
        // SAFETY: there is room for all of them.
        unsafe {
            all.as_mut_ptr().add(at).write(value.clone());
            all.set_len(at + 1);
        }
    }
    all
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Value {
        if let Some(header) = self.header() {
            header.incref();
        }
        Value(self.0)
    }
}

impl Drop for Value {
    #[inline(always)]
    fn drop(&mut self) {
        if self.is_object() {
            // SAFETY: the pointer is live: this value's count is what is given up here.
            unsafe { Header::decref(self.0.cast()) };
        }
    }
}

impl PartialEq for Value {
    /// Identity, not Python equality.
    fn eq(&self, other: &Value) -> bool {
        self.is(other)
    }
}
impl Eq for Value {}

impl std::fmt::Debug for Value {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.as_int(), self.as_small_float()) {
            (Some(int), _) => write!(out, "{int}"),
            (_, Some(float)) => write!(out, "{float}"),
            _ if self.is_object() => write!(out, "object at {:#x}", self.bits()),
            _ => write!(out, "singleton {}", self.bits() >> 3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn integers_survive_tagging() {
        for value in [0, 1, -1, 7, Value::MAX_INT, Value::MIN_INT, 1 << 40] {
            assert_eq!(Value::small_int(value).and_then(|v| v.as_int()), Some(value));
        }
        assert!(Value::small_int(Value::MAX_INT + 1).is_none());
        assert!(Value::small_int(Value::MIN_INT - 1).is_none());
    }

    #[test]
    fn floats_survive_tagging_or_are_refused() {
        for value in [0.0, 1.0, -1.0, 0.1, 1e70, -1e-70, 3.5, f64::EPSILON] {
            let tagged = Value::small_float(value).and_then(|v| v.as_small_float());
            assert_eq!(tagged.map(f64::to_bits), Some(value.to_bits()), "{value}");
        }
        let refused = [-0.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE, 1e300, 1e-300];
        assert!(refused.iter().all(|&v| Value::small_float(v).is_none()));
        assert!(Value::small_float(f64::from_bits(0x3000_0000_0000_0000)).is_none());
    }

    #[test]
    fn an_option_costs_nothing() {
        assert_eq!(size_of::<Option<Value>>(), 8);
    }
}
