//! The command line.

use taipan_engine::Interpreter;
use taipan_engine::host::RealHost;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let file = if args.get(1).is_some_and(|a| a == "--dump") { args.get(2) } else { args.get(1) };
    let file = file.cloned().unwrap_or_default();
    let source = std::fs::read(&file).unwrap_or_default();
    if args.get(1).is_some_and(|a| a == "--dump") {
        let arena = taipan_grammar::Arena::new();
        let text = String::from_utf8_lossy(&source).into_owned();
        let parsed = taipan_grammar::parse(&text, taipan_grammar::Mode::Module, &arena);
        if let Ok(parsed) = parsed {
            let code = taipan_compiler::compile(&parsed.module, parsed.source, &file, Default::default());
            if let Ok(code) = code {
                print!("{}", taipan_compiler::dis::dis(&code));
            }
        }
        return;
    }
    let mut interpreter = Interpreter::new(Box::new(RealHost::new().expect("host")));
    interpreter.register(taipan_stdlib::MODULES);
    // Without its signals a program still runs; Ctrl-C then ends it at once.
    let _ = interpreter.own_signals();
    let code = interpreter.run_main(&source, &file);
    std::process::exit(code);
}
