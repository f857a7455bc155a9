//! Bytecode to objects, virtual machine and event loop. [`Interpreter`] is what a program embeds.

pub mod aio;
mod boot;
pub mod builtins;
mod finish;
pub mod host;
pub mod object;
pub mod program;
pub mod prompt;
mod sys;
pub mod types;
pub mod vm;

use std::mem::ManuallyDrop;
use std::sync::Arc;

pub use finish::Exit;
use host::child::Disposition;
use host::{Host, Signal};
use object::vm::{Breaker, Vm};
pub use program::{Main, Refused};
pub use prompt::{Entered, Entries, Follows, Prompt, StandardLines};
pub use sys::{Flags, Started};
use types::list::ListObject;
use types::module::ModuleSpec;

/// One interpreter: it owns its types, modules, strings and objects, shares nothing with another
/// one, and may move between threads while it does not run.
pub struct Interpreter {
    vm: ManuallyDrop<Box<Vm>>,
}

// SAFETY: values never leave the interpreter (`with` gives them only for the time of a call), so
// whoever owns it is the only one who can reach its objects.
unsafe impl Send for Interpreter {}

/// Bytes of native stack that an interpreter may use below the place where it was made, unless the
/// program says otherwise: fits into a thread's usual 2 MiB.
pub const DEFAULT_STACK: usize = 1 << 20;

impl Interpreter {
    /// A new interpreter that reaches the outside through `host` only.
    pub fn new(host: Box<dyn Host>) -> Interpreter {
        let vm = Vm::bare(host);
        vm.set_stack_budget(DEFAULT_STACK);
        vm.bootstrap();
        boot::install(&vm);
        vm.on_interrupt.set(Some(aio::run::interrupt));
        vm.nap_object.set(Some(aio::native_coroutine::napping));
        Interpreter { vm: ManuallyDrop::new(vm) }
    }

    /// Makes native modules importable.
    pub fn register(&self, modules: &[&'static ModuleSpec]) {
        self.vm.register_modules(modules);
    }

    /// Has the process's signals come to this interpreter: Ctrl-C raises KeyboardInterrupt instead
    /// of ending the process. For the one that the program names as main.
    pub fn own_signals(&mut self) -> std::io::Result<()> {
        let breaker = self.vm.breaker.clone();
        self.vm.host.own_signals(Box::new(move || breaker.set(Breaker::SIGNAL)))
    }

    /// Has a signal show the tasks of the running program on standard error, unless the program sets
    /// a handler of its own for it. For the interpreter that owns the process's signals.
    pub fn dump_on(&mut self, signal: Signal) {
        self.vm.asked_by.set(signal.0);
        self.vm.on_asked.set(Some(aio::hang::dump));
        // What cannot be caught keeps its effect.
        let _ = self.vm.host.processes().set_disposition(signal, Disposition::Catch);
    }

    /// Lends the machine to `work`. Values must not outlive the call: the result has none.
    pub fn with<R: Send>(&mut self, work: impl FnOnce(&Vm) -> R) -> R {
        work(&self.vm)
    }

    /// What makes the interpreter stop and look around; may be set from any thread and from signal
    /// handlers.
    pub fn breaker(&self) -> Arc<Breaker> {
        Arc::clone(&self.vm.breaker)
    }

    /// Keeps all code, so that [`Interpreter::operations`] can tell of it.
    pub fn keep_operations(&mut self) {
        self.vm.keep_codes();
    }

    /// The names of the instructions in the program's code, as it was quickened while it ran.
    pub fn operations(&mut self) -> Vec<&'static str> {
        self.vm.operations_made()
    }

    /// Native code may use that many bytes of stack below the caller's frame.
    pub fn set_stack_budget(&mut self, bytes: usize) {
        self.vm.set_stack_budget(bytes);
    }

    /// Sets `sys.argv` and `sys.path`. What is no UTF-8 becomes lone surrogates, as everywhere.
    pub fn set_arguments(&mut self, arguments: &[Vec<u8>], path: &[Vec<u8>]) {
        let vm = &*self.vm;
        for (name, all) in [("argv", arguments), ("path", path)] {
            let texts: Vec<_> = all.iter().map(|bytes| vm.system_text(bytes)).collect();
            if let Some(list) = vm.sys_attr(name).as_ref().and_then(|v| v.get::<ListObject>()) {
                list.replace(texts);
            }
        }
    }

    /// Runs a program, and a prompt after it if one follows. `Err` says why nothing ran.
    pub fn run(&mut self, main: &Main, follows: &mut dyn Follows) -> Result<Exit, Refused> {
        self.vm.run_program(main, Some(follows))
    }

    /// Ends the program: its callbacks for that are called, what only its modules held is finalised,
    /// and what all that prints is printed. False if the standard streams could not be written.
    pub fn end(&mut self) -> bool {
        self.vm.run_exit_callbacks();
        let written = self.vm.flush_standard();
        self.vm.end_modules();
        // What finalisers have printed; nobody is left to hear that this fails.
        let _ = self.vm.flush_streams();
        written
    }

    /// Executes a file's source as the main module, and reports how that ended.
    pub fn run_main(&mut self, source: &[u8], filename: &str) -> Exit {
        let main = Main::Text { source, name: filename, package: None };
        self.vm.run_program(&main, None).unwrap_or(Exit::Code(1))
    }
}

impl Drop for Interpreter {
    /// Finalisers run while there is a whole machine for them.
    fn drop(&mut self) {
        self.vm.end_modules();
        // Threads that are left, daemons, never run again but hold on to what they had.
        if self.vm.other_threads() == 0 {
            // SAFETY: dropped once, and not used again.
            unsafe { ManuallyDrop::drop(&mut self.vm) };
        }
    }
}
