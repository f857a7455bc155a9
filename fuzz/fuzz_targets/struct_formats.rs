//! The first byte says how many of the others are a format of `struct`; the rest is unpacked by it.
//! What comes out must pack to something that unpacks to the same. Looks for panics and differences.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../program.rs"]
mod program;

const PROGRAM: &str = "
import struct
import sys

count = data[0] if data else 0
format, rest = data[1:count + 1], data[count + 1:]
try:
    parsed = struct.Struct(format)
    if parsed.size > 1 << 20:
        raise struct.error
    values = parsed.unpack(rest[:parsed.size].ljust(parsed.size, b'\\0'))
    again = parsed.unpack(parsed.pack(*values))
    buffer = bytearray(parsed.size + 3)
    parsed.pack_into(buffer, 3, *values)
    third = parsed.unpack_from(buffer, 3)
except (struct.error, UnicodeError):
    pass
else:
    # What is not a number is not equal to itself.
    if not repr(values) == repr(again) == repr(third):
        sys.exit(77)
";

fuzz_target!(|data: &[u8]| program::run(PROGRAM, data));
