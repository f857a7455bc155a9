//! Sums and products of iterables: exact sums of floats, products, distances.

use taipan_engine::object::native::Rest;
use taipan_engine::object::slots::{BinaryOp, PyResult};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

/// The sum of two floats and what rounding lost, where `a` is the larger one.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let (a, b) = if a.abs() < b.abs() { (b, a) } else { (a, b) };
    let sum = a + b;
    (sum, b - (sum - a))
}

/// A sum of floats without any rounding: parts that do not overlap, the largest last.
#[derive(Default)]
struct ExactSum(Vec<f64>);

impl ExactSum {
    /// Adds a finite number; false if a part became infinite.
    fn add(&mut self, number: f64) -> bool {
        let mut carried = number;
        let mut kept = 0;
        for at in 0..self.0.len() {
            let (sum, lost) = two_sum(carried, self.0[at]);
            if lost != 0.0 {
                self.0[kept] = lost;
                kept += 1;
            }
            carried = sum;
        }
        self.0.truncate(kept);
        if carried != 0.0 {
            self.0.push(carried);
        }
        carried.is_finite()
    }

    /// The float nearest to the sum, the even one of two.
    fn rounded(&self) -> f64 {
        let mut parts = self.0.iter().rev().copied();
        let mut high = parts.next().unwrap_or(0.0);
        let mut low = 0.0;
        for part in parts.by_ref() {
            (high, low) = two_sum(high, part);
            if low != 0.0 {
                break;
            }
        }
        // A tie was decided without the parts below; they say which side is the nearer one.
        if let Some(next) = parts.next()
            && low != 0.0
            && (low < 0.0) == (next < 0.0)
        {
            let moved = high + low * 2.0;
            if moved - high == low * 2.0 {
                high = moved;
            }
        }
        high
    }
}

pub(super) fn fsum(vm: &Vm, seq: &Value) -> PyResult<f64> {
    let iter = vm.iter(seq)?;
    let mut sum = ExactSum::default();
    let (mut special, mut infinite) = (None, 0.0);
    while let Some(item) = vm.next(&iter)? {
        let number = vm.to_f64(&item)?;
        if number.is_finite() {
            if !sum.add(number) {
                return Err(vm.overflow_error("intermediate overflow in fsum"));
            }
        } else {
            if number.is_infinite() {
                infinite += number;
            }
            special = Some(special.unwrap_or(0.0) + number);
        }
    }
    match special {
        Some(_) if f64::is_nan(infinite) => Err(vm.value_error("-inf + inf in fsum")),
        Some(special) => Ok(special),
        None => Ok(sum.rounded()),
    }
}

pub(super) fn prod(vm: &Vm, iterable: &Value, start: &Value) -> PyResult {
    let iter = vm.iter(iterable)?;
    let mut result = start.clone();
    while let Some(item) = vm.next(&iter)? {
        if let (Some(a), Some(b)) = (result.as_small_float(), item.as_small_float()) {
            result = vm.float(a * b);
            continue;
        }
        if let (Some(a), Some(b)) = (result.as_int(), item.as_int())
            && let Some(product) = a.checked_mul(b)
        {
            result = vm.int(product);
            continue;
        }
        result = vm.binary(BinaryOp::Mul, &result, &item)?;
    }
    Ok(result)
}

/// The running total of `sumprod`. Sums of small ints and of floats are kept apart as long as
/// nothing else has come.
struct Total {
    value: Value,
    ints: Option<i128>,
    floats: Option<ExactSum>,
    has_floats: bool,
}

/// Both as floats, if at least one is a float and the other a float or int.
fn float_pair(vm: &Vm, p: &Value, q: &Value) -> Option<(f64, f64)> {
    let is_float =
        |v: &Value| v.is_small_float() || vm.type_of(v).value().is(vm.types.float().value());
    let is_int =
        |v: &Value| v.is_int() || v.is_bool() || vm.type_of(v).value().is(vm.types.int().value());
    let fits = match (is_float(p), is_float(q)) {
        (true, true) => true,
        (true, false) => is_int(q),
        (false, true) => is_int(p),
        (false, false) => false,
    };
    fits.then(|| Some((vm.to_f64(p).ok()?, vm.to_f64(q).ok()?))).flatten()
}

impl Total {
    fn add_value(&mut self, vm: &Vm, value: &Value) -> PyResult<()> {
        self.value = vm.binary(BinaryOp::Add, &self.value, value)?;
        Ok(())
    }

    fn end_ints(&mut self, vm: &Vm) -> PyResult<()> {
        match self.ints.take() {
            Some(sum) if sum != 0 => self.add_value(vm, &vm.big_int(sum.into())),
            _ => Ok(()),
        }
    }

    fn end_floats(&mut self, vm: &Vm) -> PyResult<()> {
        match self.floats.take() {
            Some(sum) if self.has_floats => self.add_value(vm, &vm.float(sum.rounded())),
            _ => Ok(()),
        }
    }

    /// Adds the exact product; false if that is not finite.
    fn add_floats(&mut self, p: f64, q: f64) -> bool {
        let product = p * q;
        let Some(sum) = &mut self.floats else { return false };
        if !product.is_finite() || !(sum.rounded() + product).is_finite() {
            return false;
        }
        self.has_floats = true;
        sum.add(product) && sum.add(p.mul_add(q, -product))
    }

    fn add(&mut self, vm: &Vm, p: &Value, q: &Value) -> PyResult<()> {
        if let Some(sum) = self.ints {
            if let (Some(a), Some(b)) = (p.as_int(), q.as_int())
                && let Some(sum) = sum.checked_add(i128::from(a) * i128::from(b))
            {
                self.ints = Some(sum);
                return Ok(());
            }
            self.end_ints(vm)?;
        }
        if self.floats.is_some() {
            if let Some((a, b)) = float_pair(vm, p, q)
                && self.add_floats(a, b)
            {
                return Ok(());
            }
            self.end_floats(vm)?;
        }
        let product = vm.binary(BinaryOp::Mul, p, q)?;
        self.add_value(vm, &product)
    }
}

pub(super) fn sumprod(vm: &Vm, p: &Value, q: &Value) -> PyResult {
    let (left, right) = (vm.iter(p)?, vm.iter(q)?);
    let mut total = Total {
        value: Value::int_unchecked(0),
        ints: Some(0),
        floats: Some(ExactSum::default()),
        has_floats: false,
    };
    loop {
        match (vm.next(&left)?, vm.next(&right)?) {
            (Some(p), Some(q)) => total.add(vm, &p, &q)?,
            (None, None) => break,
            _ => return Err(vm.value_error("Inputs are not the same length")),
        }
    }
    total.end_ints(vm)?;
    total.end_floats(vm)?;
    Ok(total.value)
}

/// The length of a vector: scaled by a power of two, squared and summed with twice the precision,
/// and the root corrected by one step of Newton's.
fn norm(all: &[f64]) -> f64 {
    let largest = all.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
    if all.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    if all.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 || all.len() == 1 {
        return largest;
    }
    let (_, exponent) = libm::frexp(largest);
    let (mut high, mut low) = (0.0, 0.0);
    let mut add = |number: f64| {
        let (sum, lost) = two_sum(high, number);
        (high, low) = (sum, low + lost);
    };
    for x in all {
        let x = libm::ldexp(*x, -exponent);
        let square = x * x;
        add(square);
        add(x.mul_add(x, -square));
    }
    let root = (high + low).sqrt();
    let square = root * root;
    let error = (high - square) - root.mul_add(root, -square) + low;
    libm::ldexp(root + error / (2.0 * root), exponent)
}

pub(super) fn hypot(vm: &Vm, coordinates: Rest<'_>) -> PyResult<f64> {
    let all: PyResult<Vec<f64>> = coordinates.0.iter().map(|c| vm.to_f64(c)).collect();
    Ok(norm(&all?))
}

pub(super) fn dist(vm: &Vm, p: &Value, q: &Value) -> PyResult<f64> {
    let (p, q) = (vm.to_vec(p)?, vm.to_vec(q)?);
    if p.len() != q.len() {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    let mut all = Vec::with_capacity(p.len());
    for (a, b) in p.iter().zip(&q) {
        all.push((vm.to_f64(a)? - vm.to_f64(b)?).abs());
    }
    Ok(norm(&all))
}
