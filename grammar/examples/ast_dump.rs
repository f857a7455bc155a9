//! Dumps syntax trees: `ast_dump FILE` prints one, `ast_dump --batch` reads file names from standard
//! input and prints a checksum or an error for each, `ast_dump --sources [exec|single|eval]` does the
//! same for sources of one line with escapes. Compares nothing itself.

use std::io::{BufRead, Write};

use taipan_grammar::{Arena, Mode, SyntaxError, decode, dump, parse};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout().lock();
    if arguments.first().is_some_and(|word| word == "--batch") {
        for name in std::io::stdin().lock().lines() {
            let name = name?;
            let line = match tree(&std::fs::read(&name)?, Mode::Module) {
                Ok(text) => format!("ok {:08x} {}", crc32(text.as_bytes()), text.len()),
                Err(text) => format!("error {text}"),
            };
            writeln!(out, "{line}")?;
        }
        return Ok(());
    }
    if arguments.first().is_some_and(|word| word == "--sources") {
        let mode = match arguments.get(1).map(String::as_str) {
            Some("single") => Mode::Interactive,
            Some("eval") => Mode::Expression,
            Some(_) | None => Mode::Module,
        };
        for line in std::io::stdin().lock().lines() {
            let line = match tree(unescape(&line?).as_bytes(), mode) {
                Ok(text) => format!("ok {:08x} {}", crc32(text.as_bytes()), text.len()),
                Err(text) => format!("error {}", text.replace('\n', "\\n")),
            };
            writeln!(out, "{line}")?;
        }
        return Ok(());
    }
    for name in arguments {
        match tree(&std::fs::read(&name)?, Mode::Module) {
            Ok(text) => writeln!(out, "{text}")?,
            Err(text) => writeln!(out, "{text}")?,
        }
    }
    Ok(())
}

/// Undoes the escapes of Python's `unicode_escape`.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some(letter @ ('x' | 'u' | 'U')) => {
                let length = match letter {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let digits: String = rest.by_ref().take(length).collect();
                let code = u32::from_str_radix(&digits, 16).unwrap_or(0);
                out.push(char::from_u32(code).unwrap_or('?'));
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

/// CRC-32 as in zlib, which the comparing script computes too.
fn crc32(bytes: &[u8]) -> u32 {
    let mut table = [0u32; 256];
    for (index, entry) in table.iter_mut().enumerate() {
        *entry = (0..8).fold(index as u32, |value, _| {
            if value & 1 == 1 { (value >> 1) ^ 0xEDB8_8320 } else { value >> 1 }
        });
    }
    !bytes
        .iter()
        .fold(!0u32, |sum, &byte| (sum >> 8) ^ table[((sum ^ u32::from(byte)) & 0xFF) as usize])
}

/// An error as the comparing script writes CPython's.
fn fields(error: &SyntaxError) -> String {
    let (line, offset) = match error.end() {
        Some((line, offset)) => (line.to_string(), offset.to_string()),
        None => ("None".to_owned(), "None".to_owned()),
    };
    let SyntaxError { kind, message, lineno, offset: start, .. } = error;
    format!("{kind:?}|{message}|{lineno}|{start}|{line}|{offset}")
}

/// The dump of a file, or its error's fields.
fn tree(bytes: &[u8], mode: Mode) -> Result<String, String> {
    let arena = Arena::new();
    let text = decode(bytes).map_err(|error| fields(&error))?;
    let text = arena.alloc_str(&text);
    match parse(text, mode, &arena) {
        Ok(parsed) => dump(parsed.module, parsed.source).map_err(|error| error.to_string()),
        Err(error) => Err(fields(&error)),
    }
}
