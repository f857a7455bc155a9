//! Compiles Python files and verifies the result: `compile_tree [--dis | --positions | --python] FILE-OR-FOLDER…`.
//! Prints one line per refused file and the totals.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use taipan_compiler::code::{Code, Constant};
use taipan_compiler::{Options, compile, dis, verify};
use taipan_grammar::{Arena, Mode, decode, parse};

#[derive(Clone, Copy)]
enum Listing {
    None,
    Code,
    Positions,
    Python,
}

fn main() {
    let mut listing = Listing::None;
    let mut files = Vec::new();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--dis" => listing = Listing::Code,
            "--positions" => listing = Listing::Positions,
            "--python" => listing = Listing::Python,
            path => collect(Path::new(path), &mut files),
        }
    }
    files.sort();
    let (mut good, mut words, mut time) = (0, 0, Duration::ZERO);
    for file in &files {
        let name = file.display().to_string();
        match one(file, &name, listing, &mut time) {
            Ok(count) => {
                good += 1;
                words += count;
            }
            Err(message) => println!("{name}: {message}"),
        }
    }
    println!("{good} of {} files, {words} words, compiled in {time:?}", files.len());
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let Ok(entries) = std::fs::read_dir(path) else { return };
        for entry in entries.flatten() {
            collect(&entry.path(), files);
        }
    } else if path.extension().is_some_and(|extension| extension == "py") {
        files.push(path.to_owned());
    }
}

fn one(file: &Path, name: &str, listing: Listing, time: &mut Duration) -> Result<usize, String> {
    let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
    let text = decode(&bytes).map_err(|error| format!("{error:?}"))?;
    let arena = Arena::new();
    let parsed = parse(&text, Mode::Module, &arena)
        .map_err(|error| format!("parser: {}:{}: {}", error.lineno, error.offset, error.message))?;
    let start = Instant::now();
    let code = compile(parsed.module, parsed.source, name, Options::default());
    *time += start.elapsed();
    let code = code.map_err(|error| match error {
        taipan_compiler::Error::Syntax(error) => {
            format!("compiler: {}:{}: {}", error.lineno, error.offset, error.message)
        }
        other => format!("compiler: {other}"),
    })?;
    match listing {
        Listing::None => {}
        Listing::Code => println!("{}", dis::dis(&code)),
        Listing::Positions => positions(&code),
        Listing::Python => println!("{}", python(&code)),
    }
    verify::verify_all(&code).map_err(|wrong| format!("VERIFY {wrong}"))?;
    Ok(count(&code))
}

fn count(code: &Code) -> usize {
    code.words.len() + code.codes.iter().map(|inner| count(inner)).sum::<usize>()
}

/// One line per word: opcode, line, end line, column, end column.
fn positions(code: &Code) {
    for (index, word) in code.words.iter().enumerate() {
        let at = code.positions.get(index);
        let name = taipan_compiler::op::Op::from_number(word.opcode()).map_or("?", |op| op.name());
        println!("{name} {} {} {} {}", at.line, at.end_line, at.column, at.end_column);
    }
    code.codes.iter().for_each(|inner| positions(inner));
}

/// The code as a Python expression, for tools written in Python.
fn python(code: &Code) -> String {
    let words: Vec<u64> = code.words.iter().map(|word| word.0).collect();
    let handlers: Vec<_> =
        code.handlers.iter().map(|h| (h.start, h.end, h.target, h.height)).collect();
    let consts: Vec<_> = code.consts.iter().map(constant).collect();
    let calls: Vec<_> = (code.calls.iter())
        .map(|call| format!("({}, {}, {:?})", call.count, u8::from(call.method), call.keywords))
        .collect();
    let codes: Vec<_> = code.codes.iter().map(|inner| python(inner)).collect();
    let doc = code.docstring.as_ref().map_or("None".to_owned(), |doc| text(doc));
    format!(
        "dict(name={:?}, qualname={:?}, line={}, flags={}, args={}, posonly={}, kwonly={}, \
         locals={}, local_names={:?}, cells={:?}, first_free={}, registers={}, words={words:?}, \
         heights={:?}, handlers={handlers:?}, consts=[{}], names={:?}, sites={:?}, calls=[{}], \
         codes=[{}], doc={doc})",
        code.name,
        code.qualname,
        code.first_line,
        code.flags,
        code.arg_count,
        code.positional_only,
        code.keyword_only,
        code.locals,
        code.local_names,
        code.cells,
        code.first_free,
        code.registers,
        code.heights,
        consts.join(", "),
        code.names,
        code.sites,
        calls.join(", "),
        codes.join(", ")
    )
}

fn text(bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("bytes.fromhex('{hex}').decode('utf-8', 'surrogatepass')")
}

fn constant(constant: &Constant) -> String {
    let items =
        |items: &[Constant]| items.iter().map(|c| self::constant(c) + ",").collect::<String>();
    match constant {
        Constant::None => "None".to_owned(),
        Constant::True => "True".to_owned(),
        Constant::False => "False".to_owned(),
        Constant::Ellipsis => "...".to_owned(),
        Constant::Int(value) => value.to_string(),
        Constant::BigInt { digits, radix } => format!("int('{digits}', {radix})"),
        Constant::Float(value) => format!("float('{value:e}')"),
        Constant::Complex { real, imag } => {
            format!("complex(float('{real:e}'), float('{imag:e}'))")
        }
        Constant::Str(bytes) => text(bytes),
        Constant::Bytes(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("bytes.fromhex('{hex}')")
        }
        Constant::Tuple(all) => format!("({})", items(all)),
        Constant::FrozenSet(all) => format!("frozenset(({}))", items(all)),
    }
}
