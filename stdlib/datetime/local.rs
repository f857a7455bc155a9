//! Local time: which moment a clock on the wall means, by the host's zone.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::{SECOND, zone};
use crate::time::calendar::date_from_days;

const DAY_SECONDS: i64 = 86_400;

/// Seconds that local clocks show at a moment; ValueError outside of the years there are.
fn shown(vm: &Vm, seconds: i64) -> PyResult<i64> {
    let local = seconds + i64::from(vm.host.local_zone(seconds).offset);
    let (year, ..) = date_from_days(local.div_euclid(DAY_SECONDS));
    if !(super::MIN_YEAR..=super::MAX_YEAR).contains(&year) {
        return Err(vm.value_error(format!("year {year} is out of range")));
    }
    Ok(local)
}

/// The moment at which local clocks show so many seconds. Of two the one that `fold` says; in a gap
/// as if the clock had not been moved yet, or already.
pub(super) fn to_epoch(vm: &Vm, local: i64, fold: bool) -> PyResult<i64> {
    let first_offset = shown(vm, local)? - local;
    let first = local - first_offset;
    let there = shown(vm, first)?;
    let second_offset = if there == local {
        // One solution; another one may be a day away at most.
        let other = if fold { first + DAY_SECONDS } else { first - DAY_SECONDS };
        let offset = shown(vm, other)? - other;
        if offset == first_offset {
            return Ok(first);
        }
        offset
    } else {
        there - first
    };
    let second = local - second_offset;
    if shown(vm, second)? == local {
        return Ok(second);
    }
    if there == local {
        return Ok(first);
    }
    Ok(if fold { first.min(second) } else { first.max(second) })
}

/// What local clocks show, and whether they show it for the second time.
pub(super) fn from_epoch(vm: &Vm, seconds: i64) -> PyResult<(i64, bool)> {
    let local = shown(vm, seconds)?;
    let offset = |at: i64| i64::from(vm.host.local_zone(at).offset);
    let moved = offset(seconds) - offset(seconds - DAY_SECONDS);
    let before = seconds + moved;
    let fold = moved < 0 && before + offset(before) == local;
    Ok((local, fold))
}

/// The zone in force at a moment, as a timezone.
pub(super) fn zone_at(vm: &Vm, seconds: i64) -> PyResult {
    let found = vm.host.local_zone(seconds);
    zone_of(vm, i128::from(found.offset) * SECOND, vm.str(&found.name))
}

fn zone_of(vm: &Vm, offset: i128, name: Value) -> PyResult {
    zone::fixed(vm, offset, name)
}
