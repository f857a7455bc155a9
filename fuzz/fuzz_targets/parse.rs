//! Any bytes are decoded, parsed and dumped, or refused. Looks for panics only.
#![no_main]

use libfuzzer_sys::fuzz_target;
use taipan_grammar::{Arena, Mode, decode, dump, parse};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = decode(bytes) else {
        return;
    };
    for mode in [Mode::Module, Mode::Interactive, Mode::Expression] {
        let arena = Arena::new();
        if let Ok(parsed) = parse(&text, mode, &arena) {
            let _ = dump(&parsed.module, parsed.source);
        }
    }
});
