//! random: the generator (Mersenne Twister 19937) natively, the distributions as Python source.

mod twister;

use std::cell::RefCell;

use num_bigint::{BigInt, BigUint};
use sha2::{Digest, Sha512};
use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::Args;
use taipan_engine::object::slots::{CompareOp, PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{ByteArrayObject, BytesObject};
use taipan_engine::types::int::BigIntObject;
use taipan_engine::types::module::ModuleSpec;

use twister::Twister;

/// The payload of a generator.
struct Generator(RefCell<Twister>);

impl Traverse for Generator {}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Generator> {
    value.foreign::<Generator>().ok_or_else(|| vm.type_error("a Random object is required"))
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let made = vm.new_foreign(class, Generator(RefCell::new(Twister::default())));
    // Whatever the constructor of a derived class does, the numbers are random.
    let own = class.value().is(vm.ty(&RANDOM_TYPE).value());
    let seeds = if own { args.all.first() } else { None };
    seed(vm, &made, seeds.unwrap_or(&Value::NONE))?;
    Ok(made)
}

/// A number below `n`: of as many bits as that has, until one is smaller.
fn randbelow(vm: &Vm, this: &Value, n: &Value) -> PyResult {
    let Some(limit) = n.as_int() else {
        let bits = vm.call_method(n, &vm.intern("bit_length"), &[])?;
        loop {
            let number = getrandbits(vm, this, vm.index_i64(&bits)?)?;
            if vm.compare_bool(CompareOp::Lt, &number, n)? {
                return Ok(number);
            }
        }
    };
    let bits = u64::BITS - limit.unsigned_abs().leading_zeros();
    let mut generator = of(vm, this)?.0.borrow_mut();
    loop {
        let number = if bits == 0 {
            0
        } else if bits <= 32 {
            i64::from(generator.next_word() >> (32 - bits))
        } else {
            let low = i64::from(generator.next_word());
            low | i64::from(generator.next_word() >> (64 - bits)) << 32
        };
        // Nothing is below zero: as a loop would, but for the end.
        if number < limit || limit <= 0 {
            return Ok(vm.int(number));
        }
    }
}

fn entropy(vm: &Vm, count: i64) -> PyResult {
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error("negative argument not allowed"));
    };
    let mut bytes = Vec::new();
    vm.reserve(&mut bytes, Some(count))?;
    bytes.resize(count, 0);
    vm.host.entropy(&mut bytes);
    Ok(vm.new_bytes(bytes))
}

/// The 32-bit words of a number, lowest first; at least one.
fn words(number: &BigUint) -> Vec<u32> {
    let words = number.to_u32_digits();
    if words.is_empty() { vec![0] } else { words }
}

fn magnitude(vm: &Vm, value: &Value) -> Option<BigUint> {
    if let Some(big) = value.get::<BigIntObject>() {
        return Some(big.0.magnitude().clone());
    }
    let small = vm.small_index(&vm.index(value).ok()?)?;
    Some(BigUint::from(small.unsigned_abs()))
}

/// An int by its absolute value; a text or bytes by themselves and their SHA-512 as one number.
fn seed(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let generator = of(vm, this)?;
    let key = if value.is_none() {
        let mut bytes = [0; 32];
        vm.host.entropy(&mut bytes);
        words(&BigUint::from_bytes_le(&bytes))
    } else if let Some(text) = bytes_of(value) {
        let mut all = text.clone();
        all.extend_from_slice(&Sha512::digest(&text));
        words(&BigUint::from_bytes_be(&all))
    } else if let Some(number) = magnitude(vm, value) {
        words(&number)
    } else if vm.class(value).name() == "float" {
        words(&BigUint::from(vm.hash(value)?.unsigned_abs()))
    } else {
        let text =
            "The only supported seed types are:\nNone, int, float, str, bytes, and bytearray.";
        return Err(vm.type_error(text));
    };
    generator.0.replace(Twister::from_key(&key));
    Ok(())
}

fn bytes_of(value: &Value) -> Option<Vec<u8>> {
    if let Some(text) = value.as_str_object() {
        return Some(text.as_bytes().to_vec());
    }
    if let Some(bytes) = value.get::<BytesObject>() {
        return Some(bytes.0.to_vec());
    }
    value.get::<ByteArrayObject>().map(|b| b.0.borrow().clone())
}

fn random(vm: &Vm, this: &Value) -> PyResult<f64> {
    Ok(of(vm, this)?.0.borrow_mut().next_float())
}

fn getrandbits(vm: &Vm, this: &Value, k: i64) -> PyResult {
    if k < 0 {
        return Err(vm.value_error("number of bits must be non-negative"));
    }
    let mut generator = of(vm, this)?.0.borrow_mut();
    if k <= 32 {
        let bits = if k == 0 { 0 } else { generator.next_word() >> (32 - k) };
        return Ok(Value::int_unchecked(i64::from(bits)));
    }
    let count = ((k as usize) - 1) / 32 + 1;
    if !vm.heap.allows(count * 4) {
        return Err(vm.memory_error());
    }
    let mut words = Vec::new();
    if words.try_reserve_exact(count).is_err() {
        return Err(vm.memory_error());
    }
    for at in 0..count {
        let word = generator.next_word();
        // Only the highest word may have bits too many.
        let spare = if at + 1 == count { count as i64 * 32 - k } else { 0 };
        words.push(word >> spare);
    }
    Ok(vm.big_int(BigInt::from(BigUint::new(words))))
}

fn getstate(vm: &Vm, this: &Value) -> PyResult {
    let state = of(vm, this)?.0.borrow().state();
    Ok(vm.tuple(state.into_iter().map(|w| Value::int_unchecked(i64::from(w))).collect()))
}

fn setstate(vm: &Vm, this: &Value, state: &Value) -> PyResult<()> {
    let generator = of(vm, this)?;
    let Some(items) = state.as_tuple() else {
        return Err(vm.type_error("state vector must be a tuple"));
    };
    if items.len() != twister::STATE {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    let mut words = Vec::with_capacity(items.len());
    for item in items {
        let Some(word) = item.as_big() else {
            return Err(vm.type_error("an integer is required"));
        };
        // As there, more than a word is cut off; a negative number has no place.
        match u64::try_from(word.as_ref()) {
            Ok(word) => words.push(word as u32),
            Err(_) if word.sign() == num_bigint::Sign::Minus => {
                return Err(vm.overflow_error("can't convert negative value to unsigned int"));
            }
            Err(_) => {
                let text = "Python int too large to convert to C unsigned long";
                return Err(vm.overflow_error(text));
            }
        }
    }
    match Twister::from_state(&words) {
        Some(twister) => {
            generator.0.replace(twister);
            Ok(())
        }
        None => Err(vm.value_error("invalid state")),
    }
}

static RANDOM_TYPE: TypeSpec = TypeSpec {
    name: "_random.Random",
    doc: "A generator of random numbers with a state of its own.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), ..Slots::NONE },
    methods: funcs![
        random "(self, /)" "A float from 0 up to, and without, 1.";
        seed "(self, n=None, /)" "seed([n]) -> None.";
        getrandbits "(self, k, /)" "An integer of k random bits.";
        getstate "(self, /)" "The state as a tuple, for setstate().";
        setstate "(self, state, /)" "setstate(state) -> None.";
        "_randbelow" = randbelow, "(self, n, /)", "A number in range(n).";
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_random",
    doc: "The Mersenne Twister.",
    funcs: funcs![
        entropy "(count, /)" "Random bytes of the system.";
    ],
    types: &[&RANDOM_TYPE],
    ..ModuleSpec::NONE
};

pub(crate) static RANDOM: ModuleSpec = ModuleSpec {
    name: "random",
    doc: "Random variable generators.",
    python: Some(frozen!("random/random.py")),
    ..ModuleSpec::NONE
};
