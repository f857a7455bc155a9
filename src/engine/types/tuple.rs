//! tuple: its methods. The object itself is `object/tuple.rs`.

use crate::funcs;
use crate::object::header::Payload;
use crate::object::native::Args;
use crate::object::slots::{CompareOp, PyResult, SequenceSlots, Slots};
use crate::object::tuple::TupleObject;
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::sequence::{Subscript, quick_equal, resolve};

fn items<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a [Value]> {
    Ok(vm.payload::<TupleObject>(value, "tuple")?.items())
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let exact = class == vm.types.tuple();
    super::no_keywords(vm, "tuple", class, args)?;
    let values = match args.positional() {
        [] => Vec::new(),
        [same] if exact && vm.type_of(same) == *class => return Ok(same.clone()),
        [iterable] => vm.to_vec(iterable)?,
        all => {
            let text = format!("tuple expected at most 1 argument, got {}", all.len());
            return Err(vm.type_error(text));
        }
    };
    Ok(if exact { vm.tuple(values) } else { vm.tuple_of_type(class, values) })
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = items(vm, this)?;
    if own.is_empty() {
        return Ok(vm.str("()"));
    }
    let Some(_mark) = vm.enter_repr(this) else { return Ok(vm.str("(...)")) };
    let mut out = b"(".to_vec();
    vm.push_reprs(&mut out, &|at| own.get(at).cloned())?;
    out.extend_from_slice(if own.len() == 1 { b",)" } else { b")" });
    Ok(vm.str_wtf8(&out))
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let mut mixer = Mixer::new();
    let own = items(vm, this)?;
    for item in own {
        mixer.add(vm.hash(item)?);
    }
    Ok(mixer.finish(own.len()))
}

/// Combines the hashes of items in order: the lanes of xxHash64, as published, with one lane.
pub struct Mixer(u64);

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

impl Mixer {
    pub fn new() -> Mixer {
        Mixer(PRIME_5)
    }

    pub fn add(&mut self, hash: i64) {
        let lane = (hash as u64).wrapping_mul(PRIME_2);
        self.0 = self.0.wrapping_add(lane).rotate_left(31).wrapping_mul(PRIME_1);
    }

    pub fn finish(mut self, len: usize) -> i64 {
        self.0 = self.0.wrapping_add(len as u64 ^ (PRIME_5 ^ 3_527_539));
        self.finish_fixed()
    }

    /// As `finish`, where the number of items is always the same.
    pub fn finish_fixed(self) -> i64 {
        if self.0 == u64::MAX { 1_546_275_796 } else { self.0 as i64 }
    }
}

impl Default for Mixer {
    fn default() -> Mixer {
        Mixer::new()
    }
}

fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(items(vm, this)?.len())
}

fn iter(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.sequence_iterator(this))
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let own = items(vm, this)?;
    match vm.subscript(key, "tuple")? {
        Subscript::At(at) => {
            let found = resolve(at, own.len()).and_then(|at| own.get(at).cloned());
            found.ok_or_else(|| vm.index_error("tuple index out of range"))
        }
        Subscript::Slice(bounds) => {
            let span = bounds.span(own.len());
            let whole = span.step == 1 && span.len == own.len();
            if whole && this.get_exact::<TupleObject>().is_some() {
                return Ok(this.clone());
            }
            Ok(vm.tuple(span.select_values(own)))
        }
    }
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    Ok(find(vm, items(vm, this)?, item)?.is_some())
}

fn find(vm: &Vm, own: &[Value], item: &Value) -> PyResult<Option<usize>> {
    for (at, each) in own.iter().enumerate() {
        let equal = match quick_equal(each, item) {
            Some(known) => known,
            None => vm.equal(each, item)?,
        };
        if equal {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (a.as_tuple(), b.as_tuple()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    vm.compare_items(op, &|at| left.get(at).cloned(), &|at| right.get(at).cloned())
}

fn concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let left = items(vm, this)?;
    let right = other.as_tuple().ok_or_else(|| vm.not_concatenable(other, "tuple"))?;
    if left.is_empty() && other.get_exact::<TupleObject>().is_some() {
        return Ok(other.clone());
    }
    if right.is_empty() && this.get_exact::<TupleObject>().is_some() {
        return Ok(this.clone());
    }
    let mut all = Vec::new();
    vm.reserve(&mut all, left.len().checked_add(right.len()))?;
    all.extend_from_slice(left);
    all.extend_from_slice(right);
    Ok(vm.tuple(all))
}

fn repeat(vm: &Vm, this: &Value, count: usize) -> PyResult {
    if count == 1 && this.get_exact::<TupleObject>().is_some() {
        return Ok(this.clone());
    }
    Ok(vm.tuple(vm.repeat_items(items(vm, this)?, count)?))
}

static SEQUENCE: SequenceSlots = SequenceSlots { concat, repeat, extend: None, multiply: None };

fn count(vm: &Vm, this: &Value, value: &Value) -> PyResult<usize> {
    let mut count = 0;
    for item in items(vm, this)? {
        count += usize::from(vm.equal(item, value)?);
    }
    Ok(count)
}

fn index(vm: &Vm, this: &Value, value: &Value, start: &Value, stop: &Value) -> PyResult<usize> {
    let own = items(vm, this)?;
    let start = vm.search_bound(Some(start), 0, own.len())?;
    let stop = vm.search_bound(Some(stop), i64::MAX, own.len())?.min(own.len());
    match find(vm, own.get(start..stop).unwrap_or(&[]), value)? {
        Some(at) => Ok(start + at),
        None => Err(vm.value_error("tuple.index(x): x not in tuple")),
    }
}

fn getnewargs(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.tuple(vec![vm.tuple(items(vm, this)?.to_vec())]))
}

pub static TUPLE: TypeSpec = TypeSpec {
    name: "tuple",
    doc: "A sequence that cannot change: of an iterable's items, or empty.",
    operations: Some(TupleObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        len: Some(len),
        iter: Some(iter),
        getitem: Some(getitem),
        contains: Some(contains),
        sequence: Some(&SEQUENCE),
        new: Some(new),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    methods: funcs![
        count "(self, value, /)" "How many items equal value.";
        index "(self, value, start=0, stop=9223372036854775807, /)" "The place of the first item from start to stop that equals value; ValueError if there is none.";
        "__getnewargs__" = getnewargs, "(self, /)", "";
    ],
    flags: type_flag::BASE | type_flag::SEQUENCE | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};

#[cfg(test)]
mod tests {
    use super::Mixer;

    #[test]
    fn hashes_are_those_of_cpython() {
        let hash = |items: &[i64]| {
            let mut mixer = Mixer::new();
            items.iter().for_each(|i| mixer.add(*i));
            mixer.finish(items.len())
        };
        assert_eq!(hash(&[]), EMPTY);
        assert_eq!(hash(&[1, 2, 3]), ONE_TWO_THREE);
    }

    const EMPTY: i64 = 5_740_354_900_026_072_187;
    const ONE_TWO_THREE: i64 = 529_344_067_295_497_451;
}
