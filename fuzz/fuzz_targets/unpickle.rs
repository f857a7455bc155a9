//! Any bytes are read as a pickle on a host that reaches nothing, with little fuel and memory; what
//! comes out is pickled again by all protocols. Looks for panics, aborts and errors of memory.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../program.rs"]
mod program;

const PROGRAM: &str = "
import io
import pickle

for read in (pickle.loads, lambda data: pickle.load(io.BytesIO(data))):
    try:
        made = read(data)
    except Exception:
        continue
    for protocol in range(6):
        try:
            again = pickle.dumps(made, protocol)
        except Exception:
            continue
        pickle.loads(again)
";

fuzz_target!(|data: &[u8]| program::run(PROGRAM, data));
