//! signal: what arrives from outside the program, and timers that send it. The names are Python
//! source.

use taipan_engine::aio::os_failure;
use taipan_engine::funcs;
use taipan_engine::host::Signal;
use taipan_engine::host::child::Disposition;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::KEYBOARD_INTERRUPT;
use taipan_engine::types::module::ModuleSpec;
use taipan_engine::vm::signals::OnSignal;

/// The number of a signal, or ValueError.
fn number_of(vm: &Vm, signal: i64) -> PyResult<i32> {
    match i32::try_from(signal) {
        Ok(number) if (1..65).contains(&number) => Ok(number),
        _ => Err(vm.value_error("signal number out of range")),
    }
}

/// Sets what a signal does: 0 by default, 1 nothing, else a callable.
fn set(vm: &Vm, signal: i64, handler: &Value) -> PyResult<()> {
    let signal = Signal(number_of(vm, signal)?);
    let (what, action) = match handler.as_int() {
        Some(0) => (Disposition::Default, None),
        Some(1) => (Disposition::Ignore, None),
        _ => (Disposition::Catch, Some(OnSignal::Call(handler.clone()))),
    };
    let done = vm.host.processes().set_disposition(signal, what);
    done.map_err(|e| os_failure(vm, &e))?;
    let known = vm.signal_actions();
    let before = match action {
        Some(action) => known.actions.borrow_mut().insert(signal.0, action),
        None => known.actions.borrow_mut().remove(&signal.0),
    };
    drop(before);
    Ok(())
}

/// SIGINT raises KeyboardInterrupt, as it does before anybody sets anything.
fn set_default_interrupt(vm: &Vm, signal: i64) -> PyResult<()> {
    let signal = Signal(number_of(vm, signal)?);
    let done = vm.host.processes().set_disposition(signal, Disposition::Catch);
    done.map_err(|e| os_failure(vm, &e))?;
    let before = vm.signal_actions().actions.borrow_mut().remove(&signal.0);
    drop(before);
    Ok(())
}

/// What Python code has set for the signal; None if nothing.
fn get(vm: &Vm, signal: i64) -> PyResult {
    let number = number_of(vm, signal)?;
    let known = vm.signal_actions();
    let action = known.actions.borrow().get(&number).cloned();
    Ok(match action {
        Some(OnSignal::Call(handler)) => handler,
        Some(OnSignal::Native(..)) => Value::TRUE,
        None => Value::NONE,
    })
}

fn is_ignored(vm: &Vm, signal: i64) -> PyResult<bool> {
    Ok(vm.host.processes().disposition(Signal(number_of(vm, signal)?)) == Disposition::Ignore)
}

fn raise_signal(vm: &Vm, signalnum: i64) -> PyResult<()> {
    let processes = vm.host.processes();
    let sent = processes.signal(processes.own_pid(), i32::try_from(signalnum).unwrap_or(-1));
    sent.map_err(|e| os_failure(vm, &e))?;
    if vm.breaker.is_set() { vm.handle_breaker() } else { Ok(()) }
}

fn strsignal(vm: &Vm, signalnum: i64) -> PyResult<Option<String>> {
    let number = number_of(vm, signalnum)?;
    Ok(vm.host.processes().signal_text(number))
}

fn default_int_handler(vm: &Vm, _signalnum: &Value, _frame: &Value) -> PyResult {
    Err(Raised(vm.new_exception(&vm.ty(&KEYBOARD_INTERRUPT), Vec::new())))
}

fn set_wakeup_fd(vm: &Vm, fd: i64, _warn_on_full_buffer: &Value) -> PyResult<i64> {
    let fd = i32::try_from(fd).unwrap_or(-1);
    if fd >= 0 {
        let net = vm.host.net();
        if !net.is_nonblocking(fd).map_err(|e| os_failure(vm, &e))? {
            return Err(vm.value_error(format!("the fd {fd} must be in non-blocking mode")));
        }
    }
    Ok(i64::from(vm.signal_actions().wakeup.replace(fd.max(-1))))
}

fn microseconds(vm: &Vm, seconds: f64) -> PyResult<u64> {
    if !seconds.is_finite() || seconds.abs() > 1e15 {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    // The system refuses what is below zero; as a number of its own it is refused, too.
    Ok(if seconds < 0.0 { u64::MAX } else { (seconds * 1e6).ceil() as u64 })
}

fn seconds_pair(vm: &Vm, (value, interval): (u64, u64)) -> Value {
    let seconds = |n: u64| vm.float(n as f64 * 1e-6);
    vm.tuple(vec![seconds(value), seconds(interval)])
}

fn setitimer(vm: &Vm, which: i64, seconds: f64, interval: f64) -> PyResult {
    let new = (microseconds(vm, seconds)?, microseconds(vm, interval)?);
    if new.0 == u64::MAX || new.1 == u64::MAX || !(0..3).contains(&which) {
        return Err(os_failure(vm, &std::io::ErrorKind::InvalidInput.into()));
    }
    let before = vm.host.processes().timer(which as i32, Some(new));
    Ok(seconds_pair(vm, before.map_err(|e| os_failure(vm, &e))?))
}

fn getitimer(vm: &Vm, which: i64) -> PyResult {
    let now = vm.host.processes().timer(which as i32, None);
    Ok(seconds_pair(vm, now.map_err(|e| os_failure(vm, &e))?))
}

/// Seconds that were left of the alarm before.
fn alarm(vm: &Vm, seconds: i64) -> PyResult<i64> {
    let wanted = u64::try_from(seconds).unwrap_or(0).min(u64::from(u32::MAX));
    let before = vm.host.processes().timer(0, Some((wanted * 1_000_000, 0)));
    let (left, _) = before.map_err(|e| os_failure(vm, &e))?;
    Ok(left.div_ceil(1_000_000) as i64)
}

/// Waits until a signal has arrived.
fn pause(vm: &Vm) -> PyResult<()> {
    loop {
        // A signal's handler may raise; waking up for anything else is no reason to go on.
        if vm.breaker.is_set() {
            return vm.handle_breaker();
        }
        if vm.wait(None)? == taipan_engine::host::Waited::Interrupted {
            return Ok(());
        }
    }
}

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_signal",
    doc: "Functions of the program that run when the system sends a signal.",
    funcs: funcs![
        "_set" = set, "(signalnum, handler, /)", "Set what a signal does.";
        "_set_default_interrupt" = set_default_interrupt, "(signalnum, /)", "Have the signal raise KeyboardInterrupt.";
        "_is_ignored" = is_ignored, "(signalnum, /)", "Whether the process ignores the signal.";
        "_get" = get, "(signalnum, /)", "What was set for a signal.";
        raise_signal "(signalnum, /)" "Send a signal to this process itself.";
        strsignal "(signalnum, /)" "What the system says of a signal; ValueError if it is none.";
        default_int_handler "(signalnum, frame, /)" "What SIGINT does unless a program says otherwise: raise KeyboardInterrupt.";
        set_wakeup_fd "(fd, /, *, warn_on_full_buffer=True)" "Have the number of each signal written to fd, -1 for none; give the one before.";
        setitimer "(which, seconds, interval=0.0, /)" "Have a timer send its signal after seconds, and then every interval; give what it was set to.";
        getitimer "(which, /)" "What a timer is set to: seconds left and interval.";
        alarm "(seconds, /)" "Have SIGALRM sent after whole seconds, 0 for not at all; give how many were left.";
        pause "()" "Do nothing until a signal has been handled.";
    ],
    ..ModuleSpec::NONE
};

pub(crate) static SIGNAL: ModuleSpec = ModuleSpec {
    name: "signal",
    doc: "Functions of the program that run when the system sends a signal.",
    python: Some(frozen!("signal/signal.py")),
    ..ModuleSpec::NONE
};
