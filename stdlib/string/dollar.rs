//! Templates with `$name` and `${name}`: where their pieces are.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

/// The identifier at the beginning of a text: ASCII letters, digits and underscores, no digit first.
fn identifier(text: &str) -> Option<&str> {
    let wrong = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    let end = text.find(wrong).unwrap_or(text.len());
    let name = &text[..end];
    (!name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit())).then_some(name)
}

/// What stands behind a delimiter: how long it is, and the name if it is a placeholder.
fn placeholder<'a>(text: &'a str, delimiter: &str) -> (usize, Found<'a>) {
    if text.starts_with(delimiter) {
        return (delimiter.len(), Found::Escaped);
    }
    if let Some(name) = identifier(text) {
        return (name.len(), Found::Name(name));
    }
    if let Some(name) = text.strip_prefix('{').and_then(identifier)
        && text[1 + name.len()..].starts_with('}')
    {
        return (name.len() + 2, Found::Name(name));
    }
    (0, Found::Invalid)
}

enum Found<'a> {
    Escaped,
    Name(&'a str),
    Invalid,
}

/// A list of tuples: literal text, then the name of the placeholder behind it with its source, None
/// and the delimiter for a doubled one, or the number of the character where something is wrong.
pub(super) fn pieces(vm: &Vm, text: &str, delimiter: &str) -> PyResult {
    let (mut rest, mut passed, mut pieces) = (text, 0, Vec::new());
    while let Some(at) = rest.find(delimiter).filter(|_| !delimiter.is_empty()) {
        let (literal, behind) = (&rest[..at], &rest[at + delimiter.len()..]);
        passed += literal.chars().count();
        let (len, found) = placeholder(behind, delimiter);
        let whole = &rest[at..at + delimiter.len() + len];
        let (name, source) = match found {
            Found::Escaped => (Value::NONE, vm.str(delimiter)),
            Found::Name(name) => (vm.str(name), vm.str(whole)),
            Found::Invalid => (vm.int(passed as i64), vm.str(delimiter)),
        };
        passed += whole.chars().count();
        rest = &behind[len..];
        vm.push_item(&mut pieces, vm.tuple(vec![vm.str(literal), name, source]))?;
    }
    if !rest.is_empty() {
        let last = vm.tuple(vec![vm.str(rest), Value::NONE, vm.str("")]);
        vm.push_item(&mut pieces, last)?;
    }
    Ok(vm.new_list(pieces))
}
