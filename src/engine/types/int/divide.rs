//! Floor division of big integers. Where the quotient fits into a word, as in most programs that
//! divide numbers of like size, one multiplication and one subtraction do it: O(length).

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;

/// Bits that a quotient found in one step may have: below a word, so that the estimate is off by few.
const SHORT: u64 = 60;

/// `(a // b, a % b)` of big integers; `b` is not 0.
pub(super) fn floor_divide(a: &BigInt, b: &BigInt) -> (BigInt, BigInt) {
    let (large, divisor) = (a.magnitude(), b.magnitude());
    let Some((quotient, rest)) = short_quotient(large, divisor) else {
        return a.div_mod_floor(b);
    };
    let (quotient, sign) = (BigInt::from(quotient), b.sign());
    if a.sign() == sign {
        return (quotient, BigInt::from_biguint(sign, rest));
    }
    if rest.bits() == 0 {
        return (-quotient, BigInt::ZERO);
    }
    (-(quotient + 1u32), BigInt::from_biguint(sign, divisor - rest))
}

/// Quotient and rest, if the quotient is short and the divisor long enough to estimate it by.
fn short_quotient(a: &BigUint, b: &BigUint) -> Option<(u64, BigUint)> {
    let (a_bits, b_bits) = (a.bits(), b.bits());
    if b_bits < 128 || a_bits < b_bits || a_bits - b_bits > SHORT {
        return None;
    }
    // The leading word of the divisor, rounded up, against as much of the dividend: never too much,
    // and too little by at most quotient / 2^63 and the two roundings.
    let shift = b_bits - 64;
    let leading = u128::try_from(b >> shift).ok()? + 1;
    let mut quotient = u64::try_from(u128::try_from(a >> shift).ok()? / leading).ok()?;
    let mut rest = a - b * quotient;
    while rest >= *b {
        rest -= b;
        quotient += 1;
    }
    Some((quotient, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_quotients_are_those_of_long_division() {
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            seed
        };
        for round in 0..2000u64 {
            let words: Vec<u32> = (0..5 + round % 9).map(|_| (next() >> 32) as u32).collect();
            let b = BigInt::from(BigUint::new(words)) + 1u32;
            // Quotients of every length, products exactly and just beside them.
            let q = BigInt::from(next() >> (round % 64));
            let offset = BigInt::from((round % 3) as i64 - 1);
            for (a, b) in [(&q * &b + &offset, b.clone()), (-(&q * &b) + &offset, b.clone())] {
                assert_eq!(floor_divide(&a, &b), a.div_mod_floor(&b), "{a} // {b}");
                let b = -b;
                assert_eq!(floor_divide(&a, &b), a.div_mod_floor(&b), "{a} // {b}");
            }
        }
    }
}
