//! termios: the modes of terminals, natively; tty and pty as Python source on top.

mod constants;

use taipan_engine::funcs;
use taipan_engine::host::terminal::{self, CHARACTERS, Modes, Order};
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::header::Payload;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::BytesObject;
use taipan_engine::types::exception::{EXCEPTION, ExceptionObject};
use taipan_engine::types::io::error_text;
use taipan_engine::types::list::ListObject;
use taipan_engine::types::module::{ModuleObject, ModuleSpec};

use crate::select::descriptor_of;

static ERROR: TypeSpec = TypeSpec {
    name: "termios.error",
    base: Some(&EXCEPTION),
    operations: Some(ExceptionObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};

fn failure(vm: &Vm, error: &std::io::Error) -> Raised {
    let number = error.raw_os_error().unwrap_or(libc::EIO);
    let args = vec![vm.int(i64::from(number)), vm.str(&error_text(number))];
    Raised(vm.new_exception(&vm.ty(&ERROR), args))
}

fn tcgetattr(vm: &Vm, fd: &Value) -> PyResult {
    let fd = descriptor_of(vm, fd)?;
    let modes = vm.host.terminals().modes(fd).map_err(|e| failure(vm, &e))?;
    let by_line = modes.local & terminal::CANONICAL != 0;
    let character = |(at, byte): (usize, &u8)| match at {
        terminal::LEAST | terminal::PATIENCE if !by_line => vm.int(i64::from(*byte)),
        _ => vm.new_bytes(vec![*byte]),
    };
    let characters = modes.characters.iter().enumerate().map(character).collect();
    let numbers = [
        modes.input,
        modes.output,
        modes.control,
        modes.local,
        modes.input_speed,
        modes.output_speed,
    ];
    let mut all: Vec<Value> = numbers.iter().map(|n| vm.int(*n as i64)).collect();
    all.push(vm.new_list(characters));
    Ok(vm.new_list(all))
}

/// The items of a list of that length.
fn items_of(value: &Value, length: usize) -> Option<Vec<Value>> {
    let list = value.get::<ListObject>().filter(|list| list.len() == length)?;
    (0..length).map(|at| list.get(at)).collect()
}

fn modes_of(vm: &Vm, attributes: &Value) -> PyResult<Modes> {
    let Some(all) = items_of(attributes, 7) else {
        return Err(vm.type_error("tcsetattr, arg 3: must be 7 element list"));
    };
    let number = |at: usize| -> PyResult<u64> {
        Ok(vm.index_i64(all.get(at).unwrap_or(&Value::NONE))? as u64 & 0xffff_ffff)
    };
    let mut modes = Modes {
        input: number(0)?,
        output: number(1)?,
        control: number(2)?,
        local: number(3)?,
        input_speed: number(4)?,
        output_speed: number(5)?,
        characters: [0; CHARACTERS],
    };
    let Some(characters) = all.get(6).and_then(|list| items_of(list, CHARACTERS)) else {
        let text = format!("tcsetattr: attributes[6] must be {CHARACTERS} element list");
        return Err(vm.type_error(text));
    };
    for (place, value) in modes.characters.iter_mut().zip(&characters) {
        *place = match value.get::<BytesObject>().map(|b| &b.0[..]) {
            Some([byte]) => *byte,
            None if value.as_int().is_some() => value.as_int().unwrap_or_default() as u8,
            _ => {
                let text = "tcsetattr: elements of attributes must be characters or integers";
                return Err(vm.type_error(text));
            }
        };
    }
    Ok(modes)
}

fn int_of(vm: &Vm, number: i64) -> PyResult<i32> {
    let fits = i32::try_from(number);
    fits.map_err(|_| vm.overflow_error("signed integer is greater than maximum"))
}

fn tcsetattr(vm: &Vm, fd: &Value, when: i64, attributes: &Value) -> PyResult<()> {
    let (fd, when) = (descriptor_of(vm, fd)?, int_of(vm, when)?);
    let modes = modes_of(vm, attributes)?;
    // It may wait for the output to go out.
    let host = &*vm.host;
    let set = vm.allow_threads(|| host.terminals().set_modes(fd, when, &modes));
    set.map_err(|e| failure(vm, &e))
}

fn order(vm: &Vm, fd: &Value, order: Order) -> PyResult<()> {
    let fd = descriptor_of(vm, fd)?;
    let host = &*vm.host;
    let done = vm.allow_threads(|| host.terminals().order(fd, order));
    done.map_err(|e| failure(vm, &e))
}

fn tcdrain(vm: &Vm, fd: &Value) -> PyResult<()> {
    order(vm, fd, Order::Drain)
}

fn tcflush(vm: &Vm, fd: &Value, queue: i64) -> PyResult<()> {
    order(vm, fd, Order::Flush(int_of(vm, queue)?))
}

fn tcflow(vm: &Vm, fd: &Value, action: i64) -> PyResult<()> {
    order(vm, fd, Order::Flow(int_of(vm, action)?))
}

fn tcsendbreak(vm: &Vm, fd: &Value, duration: i64) -> PyResult<()> {
    order(vm, fd, Order::Break(int_of(vm, duration)?))
}

fn tcgetwinsize(vm: &Vm, fd: &Value) -> PyResult {
    let size = vm.host.terminals().size(descriptor_of(vm, fd)?);
    let (lines, columns) = size.map_err(|e| failure(vm, &e))?;
    Ok(vm.tuple(vec![vm.int(i64::from(lines)), vm.int(i64::from(columns))]))
}

fn tcsetwinsize(vm: &Vm, fd: &Value, winsize: &Value) -> PyResult<()> {
    let fd = descriptor_of(vm, fd)?;
    let shape = || vm.type_error("tcsetwinsize, arg 2: must be a two-item sequence");
    if vm.class(winsize).slots.getitem.get().is_none() || vm.len(winsize)? != 2 {
        return Err(shape());
    }
    let mut numbers = [0u16; 2];
    for (at, place) in numbers.iter_mut().enumerate() {
        let item = vm.getitem(winsize, &vm.int(at as i64))?;
        *place = u16::try_from(vm.index_i64(&item)?)
            .map_err(|_| vm.overflow_error("winsize value(s) out of range."))?;
    }
    let [lines, columns] = numbers;
    vm.host.terminals().set_size(fd, (lines, columns)).map_err(|e| failure(vm, &e))
}

fn init(vm: &Vm, module: &Value) -> PyResult<()> {
    let Some(namespace) = module.get::<ModuleObject>() else { return Ok(()) };
    let Some(dict) = namespace.dict.get::<DictObject>() else { return Ok(()) };
    for (name, number) in constants::CONSTANTS {
        drop(dict.set_interned(&vm.intern(name), vm.int(*number)));
    }
    Ok(())
}

pub(crate) static TERMIOS: ModuleSpec = ModuleSpec {
    name: "termios",
    doc: "How terminals treat input and output, as the system's termios interface has it.",
    funcs: funcs![
        tcgetattr "(fd, /)" "The modes of a terminal: [iflag, oflag, cflag, lflag, ispeed, ospeed, cc].";
        tcsetattr "(fd, when, attributes, /)" "Give a terminal modes such as tcgetattr() tells, at the time that when says.";
        tcdrain "(fd, /)" "Wait until everything written to fd has been sent.";
        tcflush "(fd, queue, /)" "Throw away what waits in one of the queues of fd.";
        tcflow "(fd, action, /)" "Stop or go on with the input or the output of fd.";
        tcsendbreak "(fd, duration, /)" "Send a break; what a duration other than 0 means is the system's affair.";
        tcgetwinsize "(fd, /)" "Lines and columns of a terminal.";
        tcsetwinsize "(fd, winsize, /)" "Say how many lines and columns a terminal has.";
    ],
    types: &[&ERROR],
    init: Some(init),
    ..ModuleSpec::NONE
};

pub(crate) static TTY: ModuleSpec = ModuleSpec {
    name: "tty",
    doc: "Modes of terminals in which a program sees each key.",
    python: Some(frozen!("terminals/tty.py")),
    ..ModuleSpec::NONE
};

pub(crate) static PTY: ModuleSpec = ModuleSpec {
    name: "pty",
    doc: "Terminals that a program plays for another one.",
    python: Some(frozen!("terminals/pty.py")),
    ..ModuleSpec::NONE
};
