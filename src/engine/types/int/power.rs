//! Powers of ints, with and without a modulus.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;

use super::Int;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::ATTRIBUTE_ERROR;
use crate::types::float;

/// `a ** b`; a float if `b` is negative.
pub(super) fn power(vm: &Vm, a: Int, b: Int) -> PyResult {
    let (base, exponent) = (a.to_big(), b.to_big());
    if exponent.sign() == Sign::Minus {
        let (x, y) =
            (super::arithmetic::big_to_f64(&base), super::arithmetic::big_to_f64(&exponent));
        let (Some(x), Some(y)) = (x, y) else {
            return Err(vm.overflow_error("int too large to convert to float"));
        };
        return float::power(vm, x, y);
    }
    if let (Some(a), Some(b)) = (a.to_i64(), b.to_i64())
        && let Ok(b) = u32::try_from(b)
        && let Some(result) = a.checked_pow(b)
    {
        return Ok(vm.int(result));
    }
    // 0, 1 and -1 have powers of any exponent.
    if base.bits() <= 1 {
        let odd_negative = base.sign() == Sign::Minus && exponent.is_odd();
        return Ok(match (base.bits(), odd_negative) {
            (0, _) if exponent.sign() == Sign::NoSign => Value::int_unchecked(1),
            (0, _) => Value::int_unchecked(0),
            (_, true) => Value::int_unchecked(-1),
            (_, false) => Value::int_unchecked(1),
        });
    }
    let Ok(count) = u32::try_from(&*exponent) else { return Err(vm.memory_error()) };
    vm.check_int_bits(u128::from(base.bits()) * u128::from(count))?;
    Ok(vm.big_int(base.pow(count)))
}

impl Vm {
    /// `pow(base, exponent, modulus)` with a modulus that is not None.
    pub fn pow_mod(&self, base: &Value, exponent: &Value, modulus: &Value) -> PyResult {
        if [base, exponent, modulus].iter().any(|v| v.as_big().is_none()) {
            return self.pow_mod_other(base, exponent, modulus);
        }
        // A class derived from int may have its own.
        if self.class(base).has(crate::object::types::type_flag::HEAP) {
            let name = &self.names().__pow__;
            let own = self.class(base).lookup(name);
            if own.is_some_and(|own| self.types.int().lookup(name).is_none_or(|int| !int.is(&own)))
            {
                let args = [exponent.clone(), modulus.clone()];
                if let Some(result) = self.call_special(base, name, &args)?
                    && !result.is(&Value::NOT_IMPLEMENTED)
                {
                    return Ok(result);
                }
            }
        }
        let (Some(base), Some(exponent), Some(modulus)) =
            (base.as_big(), exponent.as_big(), modulus.as_big())
        else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        if modulus.sign() == Sign::NoSign {
            return Err(self.value_error("pow() 3rd argument cannot be 0"));
        }
        let magnitude = BigInt::from(modulus.magnitude().clone());
        let mut base = base.mod_floor(&magnitude);
        let mut exponent = exponent.into_owned();
        if exponent.sign() == Sign::Minus {
            let Some(inverse) = inverse(&base, &magnitude) else {
                return Err(self.value_error("base is not invertible for the given modulus"));
            };
            base = inverse;
            exponent = -exponent;
        }
        let result = base.modpow(&exponent, &magnitude);
        Ok(self.big_int(result.mod_floor(&modulus)))
    }

    /// The case where not all three are ints: a Python class's `__pow__` with two arguments.
    fn pow_mod_other(&self, base: &Value, exponent: &Value, modulus: &Value) -> PyResult {
        let names = self.names();
        let floats = [base, exponent, modulus];
        let is_complex = |v: &Value| v.get::<float::ComplexObject>().is_some();
        let is_real = |v: &Value| v.as_big().is_some() || v.as_float().is_some();
        // The operand that comes first decides, as far as it is no int and says something.
        for (at, operand) in floats.into_iter().enumerate() {
            if at == 0 && !is_real(operand) && !is_complex(operand) {
                let args = [exponent.clone(), modulus.clone()];
                match self.call_special(base, &names.__pow__, &args)? {
                    Some(result) if !result.is(&Value::NOT_IMPLEMENTED) => return Ok(result),
                    // Its `__rpow__` is for two arguments.
                    None if self.type_of(base).lookup(&names.__rpow__).is_some() => {
                        let name = names.__pow__.clone();
                        let class = self.ty(&ATTRIBUTE_ERROR);
                        return Err(Raised(self.new_exception(&class, vec![name])));
                    }
                    Some(_) | None => {}
                }
            }
            if operand.as_float().is_some() {
                let text = "pow() 3rd argument not allowed unless all arguments are integers";
                return Err(self.type_error(text));
            }
            if is_complex(operand) && [base, exponent].iter().all(|v| is_real(v) || is_complex(v)) {
                return Err(self.value_error("complex modulo"));
            }
        }
        let [a, b, c] = floats.map(|v| self.class(v).full_name());
        let text = format!("unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{c}'");
        Err(self.type_error(text))
    }
}

/// The inverse of `value` modulo `modulus` (positive), if there is one.
fn inverse(value: &BigInt, modulus: &BigInt) -> Option<BigInt> {
    let all = value.extended_gcd(modulus);
    (all.gcd == BigInt::from(1)).then(|| all.x.mod_floor(modulus))
}
