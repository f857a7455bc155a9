//! `_FlowControlMixin`: limits of a write buffer for transports that a program writes itself. What it
//! keeps lies in slots of the object; the buffer's size and the protocol are the derived class's.

use super::super::errors;
use super::classes::{TRANSPORT, hidden, set_extra, set_hidden};
use super::deliver::ends_program;
use super::writing::HIGH;
use crate::funcs;
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::{ASSERTION_ERROR, NOT_IMPLEMENTED_ERROR};

/// Hidden slots, behind that of `BaseTransport`.
const LOOP: u16 = 1;
const PAUSED: u16 = 2;
const HIGH_WATER: u16 = 3;
const LOW_WATER: u16 = 4;

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse("(extra=None, loop=None)");
    let bound = signature.bind(vm, "_FlowControlMixin.__init__", args)?;
    let [extra, event_loop] = bound.as_slice() else { return Ok(()) };
    set_extra(vm, this, extra);
    if event_loop.is_none() || event_loop.is_unbound() {
        return Err(vm.raise(&ASSERTION_ERROR, ""));
    }
    set_hidden(this, LOOP, event_loop.clone());
    set_hidden(this, PAUSED, Value::FALSE);
    set_limits(vm, this, &Value::NONE, &Value::NONE)
}

fn set_limits(vm: &Vm, this: &Value, high: &Value, low: &Value) -> PyResult<()> {
    let quarter = |high: &Value| {
        let number = vm.index_i64(high)?;
        Ok(vm.int(number.div_euclid(4)))
    };
    let high = match (high.is_none(), low.is_none()) {
        (false, _) => high.clone(),
        (true, true) => vm.int(HIGH as i64),
        (true, false) => vm.int(vm.index_i64(low)?.saturating_mul(4)),
    };
    let low = if low.is_none() { quarter(&high)? } else { low.clone() };
    let (to, from) = (vm.index_i64(&high)?, vm.index_i64(&low)?);
    if !(to >= from && from >= 0) {
        return Err(vm.value_error(format!("high ({to}) must be >= low ({from}) must be >= 0")));
    }
    set_hidden(this, HIGH_WATER, high);
    set_hidden(this, LOW_WATER, low);
    Ok(())
}

fn set_write_buffer_limits(vm: &Vm, this: &Value, high: &Value, low: &Value) -> PyResult<()> {
    set_limits(vm, this, high, low)?;
    pause(vm, this)
}

fn get_write_buffer_limits(vm: &Vm, this: &Value) -> Value {
    let part = |slot| hidden(this, slot).unwrap_or(Value::NONE);
    vm.tuple(vec![part(LOW_WATER), part(HIGH_WATER)])
}

fn get_write_buffer_size(vm: &Vm, _this: &Value) -> PyResult {
    Err(Raised(vm.new_exception(&vm.ty(&NOT_IMPLEMENTED_ERROR), Vec::new())))
}

/// The buffer's size and one of the limits.
fn measure(vm: &Vm, this: &Value, limit: u16) -> PyResult<(i64, i64)> {
    let size = vm.call_method(this, &vm.intern("get_write_buffer_size"), &[])?;
    let limit = hidden(this, limit).unwrap_or(Value::NONE);
    Ok((vm.index_i64(&size)?, vm.index_i64(&limit)?))
}

fn is_paused(this: &Value) -> bool {
    hidden(this, PAUSED).is_some_and(|paused| paused.is(&Value::TRUE))
}

fn pause(vm: &Vm, this: &Value) -> PyResult<()> {
    let (size, limit) = measure(vm, this, HIGH_WATER)?;
    if size <= limit || is_paused(this) {
        return Ok(());
    }
    set_hidden(this, PAUSED, Value::TRUE);
    tell(vm, this, "pause_writing")
}

fn resume(vm: &Vm, this: &Value) -> PyResult<()> {
    if !is_paused(this) {
        return Ok(());
    }
    let (size, limit) = measure(vm, this, LOW_WATER)?;
    if size > limit {
        return Ok(());
    }
    set_hidden(this, PAUSED, Value::FALSE);
    tell(vm, this, "resume_writing")
}

/// An error of the protocol goes to the loop's exception handler.
fn tell(vm: &Vm, this: &Value, method: &str) -> PyResult<()> {
    let protocol = vm.getattr(this, &vm.intern("_protocol"))?;
    let Err(Raised(exception)) = vm.call_method(&protocol, &vm.intern(method), &[]) else {
        return Ok(());
    };
    if ends_program(vm, &exception) {
        return Err(Raised(exception));
    }
    let rows = [
        ("message", vm.str(&format!("protocol.{method}() failed"))),
        ("exception", exception),
        ("transport", this.clone()),
        ("protocol", protocol),
    ];
    let event_loop = hidden(this, LOOP).unwrap_or(Value::NONE);
    errors::call_exception_handler(vm, &event_loop, &rows)
}

macro_rules! kept {
    ($name:literal, $slot:ident) => {
        GetSet {
            name: $name,
            doc: "",
            get: |_, this| Ok(hidden(this, $slot).unwrap_or(Value::NONE)),
            set: Some(|_, this, value| {
                set_hidden(this, $slot, value.cloned().unwrap_or(Value::UNBOUND));
                Ok(())
            }),
        }
    };
}

pub static FLOW_CONTROL_MIXIN: TypeSpec = TypeSpec {
    name: "asyncio.transports._FlowControlMixin",
    base: Some(&TRANSPORT),
    doc: "Limits of a write buffer, for transports with get_write_buffer_size() and _protocol.",
    slots: Slots { init: Some(init), ..Slots::NONE },
    methods: funcs![
        get_write_buffer_limits "(self)" "The limits (low, high) at which writing resumes and pauses.";
        set_write_buffer_limits "(self, high=None, low=None)" "Choose at how many held bytes the protocol's writing pauses and resumes.";
        "_set_write_buffer_limits" = set_limits, "(self, high=None, low=None)", "Set the limits without a look at the buffer.";
        get_write_buffer_size "(self)" "How many bytes are held until they can be sent.";
        "_maybe_pause_protocol" = pause, "(self)", "Ask the protocol to write no more if too much is held.";
        "_maybe_resume_protocol" = resume, "(self)", "Tell the protocol that it may write, once little is held.";
    ],
    getset: &[
        kept!("_loop", LOOP),
        kept!("_protocol_paused", PAUSED),
        kept!("_high_water", HIGH_WATER),
        kept!("_low_water", LOW_WATER),
    ],
    flags: type_flag::BASE | type_flag::WEAK | type_flag::EXTENDED,
    hidden_slots: 4,
    ..TypeSpec::NONE
};
