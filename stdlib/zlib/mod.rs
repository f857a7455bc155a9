//! zlib: compression as gzip, zip and HTTP have it, and check sums. The work is the crate zlib-rs's.

mod compress;
mod decompress;
mod decompressor;
mod stream;

use taipan_engine::funcs;
use taipan_engine::object::header::Payload;
use taipan_engine::object::native::Maybe;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::{EXCEPTION, ExceptionObject};
use taipan_engine::types::module::{MakeValue, ModuleSpec};

use libz_rs_sys as z;
use stream::{Settings, Step, Stream};

static ERROR: TypeSpec = TypeSpec {
    name: "zlib.error",
    base: Some(&EXCEPTION),
    operations: Some(ExceptionObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};

/// Room for results at first, unless the program says otherwise.
const USUAL_ROOM: usize = 16 << 10;

/// The error for zlib's answer, with its own words if it has some.
#[cold]
fn error(vm: &Vm, code: i32, doing: &str, words: Option<String>) -> Raised {
    let usual = match code {
        z::Z_BUF_ERROR => Some("incomplete or truncated stream"),
        z::Z_STREAM_ERROR => Some("inconsistent stream state"),
        z::Z_DATA_ERROR => Some("invalid input data"),
        _ => None,
    };
    let words = words.as_deref().or(usual).map_or_else(String::new, |words| format!(": {words}"));
    vm.raise(&ERROR, format!("Error {code} {doing}{words}"))
}

/// What came of a run over some input.
struct Run {
    code: i32,
    consumed: usize,
}

/// When a run is over besides its stream's end and errors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Until {
    /// All input is taken and what came of it is out.
    Done,
    /// Or there are that many bytes.
    Bytes(usize),
}

/// Has a stream take the input; appends the output, for which there is so much room at first.
fn run(
    vm: &Vm,
    stream: &mut Stream,
    input: &[u8],
    flush: i32,
    until: Until,
    (out, room): (&mut Vec<u8>, usize),
) -> PyResult<Run> {
    let (mut consumed, mut more) = (0, room.max(1));
    let most = match until {
        Until::Done => usize::MAX,
        Until::Bytes(most) => most.saturating_add(out.len()),
    };
    loop {
        let from = out.len();
        let size = more.min(most - from);
        vm.reserve(out, Some(size))?;
        out.resize(from + size, 0);
        let rest = input.get(consumed..).unwrap_or_default();
        let place = out.get_mut(from..).unwrap_or_default();
        let Step { code, consumed: taken, produced } = stream.step(rest, place, flush);
        consumed += taken;
        out.truncate(from + produced);
        let full = produced == size;
        let goes_on = matches!(code, z::Z_OK | z::Z_BUF_ERROR) && out.len() < most;
        let moved = taken > 0 || produced > 0;
        if !goes_on || !(moved && (full || consumed < input.len())) {
            return Ok(Run { code, consumed });
        }
        more = out.len().clamp(room.max(1), 64 << 20);
        vm.handle_breaker_between_items()?;
    }
}

fn int(vm: &Vm, value: &Value) -> PyResult<i32> {
    let wide = vm.index_i64(value)?;
    i32::try_from(wide).map_err(|_| vm.overflow_error("Python int too large to convert to C int"))
}

fn compress(vm: &Vm, data: &Value, level: &Value, window: &Value) -> PyResult {
    let bytes = Buffer::simple(vm, data)?.to_vec();
    let (level, window) = (int(vm, level)?, int(vm, window)?);
    let settings = Settings { level, method: z::Z_DEFLATED, window, memory: 8, strategy: 0 };
    let mut stream = Stream::compressing(settings).map_err(|code| match code {
        z::Z_MEM_ERROR => vm.memory_error(),
        z::Z_STREAM_ERROR => vm.raise(&ERROR, "Bad compression level"),
        _ => error(vm, code, "while compressing data", None),
    })?;
    let mut out = Vec::new();
    let room = (bytes.len() / 2).max(256);
    let done = run(vm, &mut stream, &bytes, z::Z_FINISH, Until::Done, (&mut out, room))?;
    if done.code != z::Z_STREAM_END {
        return Err(error(vm, done.code, "while compressing data", stream.message()));
    }
    Ok(vm.new_bytes(out))
}

fn decompress(vm: &Vm, data: &Value, window: &Value, room: i64) -> PyResult {
    let bytes = Buffer::simple(vm, data)?.to_vec();
    let window = int(vm, window)?;
    let Ok(room) = usize::try_from(room) else {
        return Err(vm.value_error("bufsize must be non-negative"));
    };
    let mut stream = Stream::decompressing(window).map_err(|code| match code {
        z::Z_MEM_ERROR => vm.memory_error(),
        _ => error(vm, code, "while preparing to decompress data", None),
    })?;
    let mut out = Vec::new();
    let done = run(vm, &mut stream, &bytes, z::Z_SYNC_FLUSH, Until::Done, (&mut out, room))?;
    match done.code {
        z::Z_STREAM_END => Ok(vm.new_bytes(out)),
        z::Z_OK | z::Z_BUF_ERROR => {
            Err(error(vm, z::Z_BUF_ERROR, "while decompressing data", None))
        }
        code => Err(error(vm, code, "while decompressing data", stream.message())),
    }
}

/// The lowest 32 bits of a number of any size.
fn word(vm: &Vm, value: &Value) -> PyResult<u32> {
    let number = vm.index(value)?;
    if let Some(small) = vm.small_index(&number) {
        return Ok(small as u32);
    }
    let big = number.as_big().map(std::borrow::Cow::into_owned).unwrap_or_default();
    let rest = big & num_bigint::BigInt::from(u32::MAX);
    Ok(u32::try_from(rest).unwrap_or_default())
}

fn start(vm: &Vm, value: Maybe, usual: u32) -> PyResult<u32> {
    value.0.map_or(Ok(usual), |value| word(vm, value))
}

fn crc32(vm: &Vm, data: &Value, value: Maybe) -> PyResult<i64> {
    let bytes = Buffer::simple(vm, data)?.to_vec();
    Ok(zlib_rs::crc32::crc32(start(vm, value, 0)?, &bytes).into())
}

fn adler32(vm: &Vm, data: &Value, value: Maybe) -> PyResult<i64> {
    let bytes = Buffer::simple(vm, data)?.to_vec();
    Ok(zlib_rs::adler32::adler32(start(vm, value, 1)?, &bytes).into())
}

macro_rules! numbers {
    ($($name:ident = $value:literal)*) => { &[
        ("__version__", |vm| vm.str("1.0")),
        ("ZLIB_VERSION", |vm| vm.str(VERSION)),
        ("ZLIB_RUNTIME_VERSION", |vm| vm.str(VERSION)),
        $((stringify!($name), |vm| vm.int($value))),*
    ] };
}

/// Of the zlib whose interface and format these are.
const VERSION: &str = "1.3.0";

const VALUES: &[(&str, MakeValue)] = numbers![
    DEFLATED = 8 DEF_BUF_SIZE = 16384 DEF_MEM_LEVEL = 8 MAX_WBITS = 15 Z_BEST_COMPRESSION = 9
    Z_BEST_SPEED = 1 Z_BLOCK = 5 Z_DEFAULT_COMPRESSION = -1 Z_DEFAULT_STRATEGY = 0 Z_FILTERED = 1
    Z_FINISH = 4 Z_FIXED = 4 Z_FULL_FLUSH = 3 Z_HUFFMAN_ONLY = 2 Z_NO_COMPRESSION = 0
    Z_NO_FLUSH = 0 Z_PARTIAL_FLUSH = 1 Z_RLE = 3 Z_SYNC_FLUSH = 2 Z_TREES = 6
];

pub(crate) static MODULE: ModuleSpec = ModuleSpec {
    name: "zlib",
    doc: "Compression as gzip, zip and HTTP have it, and check sums.",
    funcs: funcs![
        adler32 "(data, value=missing, /)" "The Adler-32 check sum of data, after that of what came before.";
        crc32 "(data, value=missing, /)" "The CRC-32 check sum of data, after that of what came before.";
        compress "(data, /, level=-1, wbits=15)" "The data compressed: level 0 is not at all, 9 as much as possible.";
        decompress "(data, /, wbits=15, bufsize=16384)" "What was compressed, with room for bufsize bytes at first.";
        "compressobj" = compress::new, "(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)", "An object that compresses piece by piece.";
        "decompressobj" = decompress::new, "(wbits=15, zdict=b'')", "An object that decompresses piece by piece.";
    ],
    types: &[&ERROR, &decompressor::DECOMPRESSOR],
    values: VALUES,
    ..ModuleSpec::NONE
};
