//! What suspended code shows without being run: the links of a chain of awaits, where each stands and
//! what its registers hold; and where a call comes from. For those who explain what a program does.

use crate::object::async_step::delegate_target;
use crate::object::code::{CellObject, CodeObject, FunctionObject};
use crate::object::frame::{Frame, GeneratorObject, Return, State};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The generators and coroutines of a chain, outermost first, and what the innermost one awaits.
pub(crate) struct Chain {
    pub(crate) links: Vec<Value>,
    /// No generator: a future, a coroutine of Rust code or a foreign iterator; `None` if the innermost
    /// link runs or waits for its next turn.
    pub(crate) end: Option<Value>,
}

impl Chain {
    /// The chain that begins with a coroutine of any kind.
    pub(crate) fn of(coroutine: &Value) -> Chain {
        let mut chain = Chain { links: Vec::new(), end: None };
        let mut next = Some(coroutine.clone());
        while let Some(value) = next.take() {
            let Some(generator) = delegate_target(&value) else {
                chain.end = Some(value);
                break;
            };
            next = generator.delegate();
            chain.links.push(generator.value());
        }
        chain
    }
}

/// Whether code belongs to the modules of asyncio, which a program does not want to be shown.
pub(crate) fn is_library(code: &CodeObject) -> bool {
    code.code.filename.starts_with("<frozen asyncio")
}

impl GeneratorObject {
    /// The line that it is at; 0 if it is over.
    pub(crate) fn line(&self) -> u32 {
        self.word().map_or(0, |at| self.code().code.positions.get(at).line)
    }

    /// The instruction that it is at, unless it is over.
    pub(crate) fn word(&self) -> Option<usize> {
        if self.state.get() == State::Finished {
            return None;
        }
        // SAFETY: a frame that is not over keeps its `pc` where it was saved last.
        Some(unsafe { Frame::position(self.frame()) })
    }

    /// The value of a local variable by its register; `None` if it has none.
    pub(crate) fn local(&self, at: usize) -> Option<Value> {
        let held = self.held().into_iter().nth(at)?;
        let is_cell = u16::try_from(at).is_ok_and(|at| self.code().code.cells.contains(&at));
        let value = match held.get::<CellObject>() {
            Some(cell) if is_cell => cell.0.get(),
            Some(_) | None => held,
        };
        Some(value).filter(|v| !v.is_unbound())
    }

    /// What its registers hold, the locals first.
    pub(crate) fn held(&self) -> Vec<Value> {
        if self.state.get() == State::Finished {
            return Vec::new();
        }
        let frame = self.frame();
        // SAFETY: as in `line`; locals are always initialised, and so are the temporaries that the saved
        // `pc` names. Cloning runs no foreign code.
        unsafe {
            let live = usize::from(self.code().locals) + Frame::live_temporaries(frame);
            (0..live).map(|at| (*Frame::registers(frame).add(at)).clone()).collect()
        }
    }
}

impl Vm {
    /// The address of the instruction that a frame is at, `depth` levels above the executing one: a key
    /// for as long as its code lives. 0 if there is no such frame.
    #[inline]
    pub(crate) fn instruction_address(&self, depth: usize) -> usize {
        // SAFETY: the executing frame and those below it are alive; each was saved before it called.
        unsafe { self.frame_above(depth).as_ref() }.map_or(0, |frame| frame.pc.addr())
    }

    /// The code of that frame, and the index of the instruction.
    pub(crate) fn instruction(&self, depth: usize) -> Option<(Value, usize)> {
        let frame = self.frame_above(depth);
        // SAFETY: as above.
        unsafe {
            let live = frame.as_ref()?;
            let code = live.function.get::<FunctionObject>()?.code.get();
            // A function may have got another code meanwhile.
            let same = code.get::<CodeObject>().is_some_and(|c| std::ptr::eq(c, live.code));
            same.then(|| (code, Frame::position(frame)))
        }
    }

    fn frame_above(&self, depth: usize) -> *mut Frame {
        let mut frame = self.frame.get();
        for _ in 0..depth {
            // SAFETY: the executing frame and those below it are alive.
            match unsafe { frame.as_ref() } {
                Some(live) => frame = live.prev,
                None => break,
            }
        }
        frame
    }

    /// The generator or coroutine whose frame it is, as an object; None for a function's.
    pub fn frame_generator(&self, frame: &Value) -> Value {
        let live = frame.get::<crate::object::frame_object::FrameObject>();
        let live = live.map_or(std::ptr::null_mut(), |f| f.frame.get());
        // SAFETY: a frame object's field is emptied when the frame goes.
        unsafe {
            match live.as_ref() {
                Some(inner) if inner.kind == Return::Generator => {
                    GeneratorObject::of_frame(live).value()
                }
                Some(_) | None => Value::NONE,
            }
        }
    }
}
