//! Functions of integers of any size.

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use taipan_engine::object::native::Rest;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

/// The integer of an argument.
fn integer(vm: &Vm, value: &Value) -> PyResult<BigInt> {
    let index = vm.index(value)?;
    Ok(index.as_big().unwrap_or_default().into_owned())
}

fn not_negative(vm: &Vm, name: &str, value: &BigInt) -> PyResult<()> {
    if value.sign() == Sign::Minus {
        return Err(vm.value_error(format!("{name} must be a non-negative integer")));
    }
    Ok(())
}

pub(super) fn gcd(vm: &Vm, integers: Rest<'_>) -> PyResult {
    let mut result = BigInt::default();
    for value in integers.0 {
        result = result.gcd(&integer(vm, value)?);
    }
    Ok(vm.big_int(result))
}

pub(super) fn lcm(vm: &Vm, integers: Rest<'_>) -> PyResult {
    let mut result = BigInt::from(1);
    for value in integers.0 {
        let next = integer(vm, value)?;
        vm.check_int_bits(u128::from(result.bits()) + u128::from(next.bits()))?;
        result = result.lcm(&next);
    }
    Ok(vm.big_int(BigInt::from(result.magnitude().clone())))
}

pub(super) fn isqrt(vm: &Vm, n: &Value) -> PyResult {
    let n = integer(vm, n)?;
    if n.sign() == Sign::Minus {
        return Err(vm.value_error("isqrt() argument must be nonnegative"));
    }
    Ok(vm.big_int(n.sqrt()))
}

/// The product of the numbers from `first` to `last`, halves first: factors of like sizes.
fn product(first: &BigUint, count: u64) -> BigUint {
    if count <= 16 {
        let mut result = BigUint::from(1u32);
        for step in 0..count {
            result *= first + step;
        }
        return result;
    }
    let half = count / 2;
    product(first, half) * product(&(first + half), count - half)
}

/// MemoryError if `count` factors of that size could be too many.
fn check_product(vm: &Vm, largest: &BigUint, count: u64) -> PyResult<()> {
    vm.check_int_bits(u128::from(largest.bits()) * u128::from(count))
}

pub(super) fn factorial(vm: &Vm, n: &Value) -> PyResult {
    let n = integer(vm, n)?;
    if n.sign() == Sign::Minus {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    let Ok(count) = i64::try_from(&n) else {
        let text = format!("factorial() argument should not exceed {}", i64::MAX);
        return Err(vm.overflow_error(text));
    };
    check_product(vm, n.magnitude(), count as u64)?;
    Ok(vm.big_int(BigInt::from(product(&BigUint::from(1u32), count as u64))))
}

pub(super) fn perm(vm: &Vm, n: &Value, k: &Value) -> PyResult {
    if k.is_none() {
        return factorial(vm, n);
    }
    let (n, k) = (integer(vm, n)?, integer(vm, k)?);
    not_negative(vm, "n", &n)?;
    not_negative(vm, "k", &k)?;
    if n < k {
        return Ok(Value::int_unchecked(0));
    }
    let Ok(count) = i64::try_from(&k) else {
        return Err(vm.overflow_error(format!("k must not exceed {}", i64::MAX)));
    };
    check_product(vm, n.magnitude(), count as u64)?;
    let first = n.magnitude() - k.magnitude() + 1u32;
    Ok(vm.big_int(BigInt::from(product(&first, count as u64))))
}

/// Binomial coefficient, by C(n, k) = C(n, j) * C(n - j, k - j) / C(k, j).
fn binomial(n: &BigUint, k: u64) -> BigUint {
    if k <= 24 {
        let mut result = BigUint::from(1u32);
        for step in 0..k {
            result = result * (n - step) / (step + 1);
        }
        return result;
    }
    let half = k / 2;
    let chosen = binomial(n, half) * binomial(&(n - half), k - half);
    chosen / binomial(&BigUint::from(k), half)
}

pub(super) fn comb(vm: &Vm, n: &Value, k: &Value) -> PyResult {
    let (n, k) = (integer(vm, n)?, integer(vm, k)?);
    not_negative(vm, "n", &n)?;
    not_negative(vm, "k", &k)?;
    if n < k {
        return Ok(Value::int_unchecked(0));
    }
    let fewer = (&n - &k).min(k);
    let Ok(count) = i64::try_from(&fewer) else {
        let text = format!("min(n - k, k) must not exceed {}", i64::MAX);
        return Err(vm.overflow_error(text));
    };
    // At most 2^n, and at most n^k.
    let bits = u128::from(n.bits()) * count as u128;
    let bits = u128::try_from(n.magnitude()).map_or(bits, |n| bits.min(n));
    vm.check_int_bits(bits)?;
    Ok(vm.big_int(BigInt::from(binomial(n.magnitude(), count as u64))))
}
