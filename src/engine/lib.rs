//! Bytecode to objects, virtual machine and event loop. [`Interpreter`] is what a program embeds.

pub mod aio;
mod boot;
pub mod builtins;
mod finish;
pub mod host;
pub mod object;
mod sys;
pub mod types;
pub mod vm;

use std::mem::ManuallyDrop;
use std::sync::Arc;

pub use finish::Exit;
use host::Host;
use object::slots::PyResult;
use object::value::Value;
use object::vm::{Breaker, Vm};
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
        modules.iter().for_each(|spec| self.vm.register_module(spec));
    }

    /// Has the process's signals come to this interpreter: Ctrl-C raises KeyboardInterrupt instead
    /// of ending the process. For the one that the program names as main.
    pub fn own_signals(&mut self) -> std::io::Result<()> {
        let breaker = self.vm.breaker.clone();
        self.vm.host.own_signals(Box::new(move || breaker.set(Breaker::SIGNAL)))
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

    /// Native code may use that many bytes of stack below the caller's frame.
    pub fn set_stack_budget(&mut self, bytes: usize) {
        self.vm.set_stack_budget(bytes);
    }

    /// Sets `sys.argv`, and puts `folder` in front of `sys.path`.
    pub fn set_arguments(&mut self, arguments: &[&str], folder: &str) {
        let vm = &*self.vm;
        let texts = |all: &[&str]| all.iter().map(|text| vm.str(text)).collect::<Vec<_>>();
        if let Some(argv) = vm.sys_attr("argv").as_ref().and_then(|v| v.get::<ListObject>()) {
            argv.replace(texts(arguments));
        }
        if let Some(path) = vm.sys_attr("path").as_ref().and_then(|v| v.get::<ListObject>()) {
            path.replace(texts(&[folder]));
        }
    }

    /// Ends the program: what only its modules held is finalised, and what that prints is printed.
    pub fn end(&mut self) {
        self.vm.end_modules();
    }

    /// Executes a file's source as the main module, and reports how that ended.
    pub fn run_main(&mut self, source: &[u8], filename: &str) -> Exit {
        let vm = &*self.vm;
        let result = run_main(vm, source, filename);
        vm.finish(result)
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

/// Executes a file's source in a new `__main__`.
fn run_main(vm: &Vm, source: &[u8], filename: &str) -> PyResult<()> {
    let module = vm.new_main(filename)?;
    if filename == "<string>" {
        // No file holds it, and tracebacks show its lines all the same.
        vm.remember_source(filename, &String::from_utf8_lossy(source));
    }
    let code = vm.compile_bytes(source, filename)?;
    vm.exec_code(&code, &module).map(drop)
}

impl Vm {
    /// The namespace of a new `__main__` module.
    pub fn new_main(&self, filename: &str) -> PyResult {
        let main = self.new_module("__main__", Value::NONE);
        let Some(payload) = main.get::<types::module::ModuleObject>() else { return Ok(main) };
        let modules = self.modules_dict();
        self.setitem(&modules, &self.names().__main__, Some(&main))?;
        let file = self.str(filename);
        self.setitem(&payload.dict, &self.names().__file__, Some(&file))?;
        self.prepare_globals(&payload.dict);
        Ok(payload.dict.clone())
    }
}
