//! The exception classes of asyncio. Raising them from Rust is a method of the interpreter.

use crate::funcs;
use crate::object::header::Payload;
use crate::object::native::{Args, Signature};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::{
    BASE_EXCEPTION, EOF_ERROR, EXCEPTION, ExceptionObject, RUNTIME_ERROR,
};

macro_rules! classes {
    ($($constant:ident $name:literal: $base:ident, $doc:literal;)*) => {
        $(
            pub static $constant: TypeSpec = TypeSpec {
                name: $name,
                base: Some(&$base),
                doc: $doc,
                operations: Some(ExceptionObject::OPERATIONS),
                flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
                ..TypeSpec::NONE
            };
        )*

        /// All of them.
        pub static CLASSES: &[&TypeSpec] =
            &[$(&$constant,)* &INCOMPLETE_READ_ERROR, &LIMIT_OVERRUN_ERROR];
    };
}

classes! {
    CANCELLED_ERROR "asyncio.exceptions.CancelledError": BASE_EXCEPTION,
        "Thrown into what awaits a future or task that somebody cancelled.";
    INVALID_STATE_ERROR "asyncio.exceptions.InvalidStateError": EXCEPTION,
        "A future was asked for something that its present state does not have.";
    SENDFILE_NOT_AVAILABLE_ERROR "asyncio.exceptions.SendfileNotAvailableError": RUNTIME_ERROR,
        "Sendfile syscall is not available.";
    DEADLOCK_ERROR "asyncio.exceptions.DeadlockError": RUNTIME_ERROR,
        "Every task waits, and nothing is left that could ever wake one.";
    BROKEN_BARRIER_ERROR "asyncio.exceptions.BrokenBarrierError": RUNTIME_ERROR,
        "Waiting at a barrier failed, because it was aborted or reset.";
}

/// Sets the text of an exception and attributes beside it.
fn fill(vm: &Vm, this: &Value, text: Value, rows: &[(&str, &Value)]) -> PyResult<()> {
    if let Some(exception) = this.get::<ExceptionObject>() {
        exception.args.set(vm.tuple(vec![text]));
    }
    rows.iter().try_for_each(|(name, value)| vm.setattr(this, &vm.intern(name), Some(value)))
}

fn init_incomplete(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse("(partial, expected)");
    let bound = signature.bind(vm, "IncompleteReadError.__init__", args)?;
    let [partial, expected] = bound.as_slice() else { return Ok(()) };
    let wanted = if expected.is_none() { "undefined".to_owned() } else { vm.repr_text(expected)? };
    let count = vm.len(partial)?;
    let text = format!("{count} bytes read on a total of {wanted} expected bytes");
    fill(vm, this, vm.str(&text), &[("partial", partial), ("expected", expected)])
}

fn init_overrun(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse("(message, consumed)");
    let bound = signature.bind(vm, "LimitOverrunError.__init__", args)?;
    let [message, consumed] = bound.as_slice() else { return Ok(()) };
    fill(vm, this, message.clone(), &[("consumed", consumed)])
}

/// Class and arguments, for copies and pickles.
fn reduce(vm: &Vm, this: &Value, attributes: &[&str]) -> PyResult {
    let values: PyResult<Vec<Value>> =
        attributes.iter().map(|name| vm.getattr(this, &vm.intern(name))).collect();
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), vm.tuple(values?)]))
}

fn reduce_incomplete(vm: &Vm, this: &Value) -> PyResult {
    reduce(vm, this, &["partial", "expected"])
}

fn reduce_overrun(vm: &Vm, this: &Value) -> PyResult {
    let message = this.get::<ExceptionObject>().map(|e| e.args.get());
    let message = message.and_then(|m| m.tuple_items().first().cloned()).unwrap_or(Value::NONE);
    let consumed = vm.getattr(this, &vm.intern("consumed"))?;
    let class = vm.type_of(this).value().clone();
    Ok(vm.tuple(vec![class, vm.tuple(vec![message, consumed])]))
}

const FLAGS: u32 = type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK;

pub static INCOMPLETE_READ_ERROR: TypeSpec = TypeSpec {
    name: "asyncio.exceptions.IncompleteReadError",
    base: Some(&EOF_ERROR),
    doc: "Incomplete read error.",
    signature: "(partial, expected)",
    operations: Some(ExceptionObject::OPERATIONS),
    slots: Slots { init: Some(init_incomplete), ..Slots::NONE },
    methods: funcs!["__reduce__" = reduce_incomplete, "(self, /)", "";],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub static LIMIT_OVERRUN_ERROR: TypeSpec = TypeSpec {
    name: "asyncio.exceptions.LimitOverrunError",
    base: Some(&EXCEPTION),
    doc: "More data than a reader's limit came in before its separator did.",
    signature: "(message, consumed)",
    operations: Some(ExceptionObject::OPERATIONS),
    slots: Slots { init: Some(init_overrun), ..Slots::NONE },
    methods: funcs!["__reduce__" = reduce_overrun, "(self, /)", "";],
    flags: FLAGS,
    ..TypeSpec::NONE
};

impl Vm {
    /// A new CancelledError, with the message if there is one.
    pub fn cancelled_error(&self, message: Option<Value>) -> Value {
        self.new_exception(&self.ty(&CANCELLED_ERROR), message.into_iter().collect())
    }

    #[cold]
    pub fn invalid_state(&self, message: &str) -> Raised {
        self.raise(&INVALID_STATE_ERROR, message)
    }
}
