//! Error handlers by name: what replaces text or bytes that an encoding cannot express.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::object::slots::{PyResult, Raised};
use crate::object::string::StrObject;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::BytesObject;
use crate::types::exception::LOOKUP_ERROR;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Handler {
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    SurrogateEscape,
    SurrogatePass,
    XmlCharRefReplace,
    NameReplace,
    /// One registered by the program.
    Custom(String),
}

impl Handler {
    pub(super) fn named(name: &str) -> Handler {
        match name {
            "strict" => Handler::Strict,
            "ignore" => Handler::Ignore,
            "replace" => Handler::Replace,
            "backslashreplace" => Handler::BackslashReplace,
            "surrogateescape" => Handler::SurrogateEscape,
            "surrogatepass" => Handler::SurrogatePass,
            "xmlcharrefreplace" => Handler::XmlCharRefReplace,
            "namereplace" => Handler::NameReplace,
            other => Handler::Custom(other.to_owned()),
        }
    }
}

/// The handlers that the program registered.
#[derive(Default)]
struct Registry(RefCell<HashMap<String, Value>>);

fn registry(vm: &Vm) -> Rc<Registry> {
    vm.extra(Registry::default)
}

/// `codecs.register_error`
pub fn register_handler(vm: &Vm, name: &str, handler: &Value) {
    let old = registry(vm).0.borrow_mut().insert(name.to_owned(), handler.clone());
    drop(old);
}

/// A registered handler; LookupError if there is none.
pub fn find_handler(vm: &Vm, name: &str) -> PyResult {
    let found = registry(vm).0.borrow().get(name).cloned();
    found.ok_or_else(|| vm.raise(&LOOKUP_ERROR, format!("unknown error handler name '{name}'")))
}

/// In development mode a handler must be known even where nothing is wrong.
pub(super) fn check(vm: &Vm, errors: &str) -> PyResult<()> {
    if vm.develops.get()
        && let Handler::Custom(name) = Handler::named(errors)
    {
        find_handler(vm, &name)?;
    }
    Ok(())
}

/// What a registered handler wants instead: text or bytes, and where to go on.
pub(super) enum Replacement {
    Text(Vec<u8>),
    Bytes(Vec<u8>),
}

/// Asks a registered handler. `len` is how much there is to go on in; `bytes` says whether it may
/// answer with bytes.
pub(super) fn ask(
    vm: &Vm,
    name: &str,
    exception: &Value,
    len: usize,
    bytes: bool,
) -> PyResult<(Replacement, usize)> {
    let handler = find_handler(vm, name)?;
    let answer = vm.call(&handler, std::slice::from_ref(exception))?;
    let what = if bytes { "encoding" } else { "decoding" };
    let kinds = if bytes { "(str/bytes, int)" } else { "(str, int)" };
    let wrong =
        || -> Raised { vm.type_error(format!("{what} error handler must return {kinds} tuple")) };
    let Some([new, position]) = answer.as_tuple() else { return Err(wrong()) };
    let new = match (new.get::<StrObject>(), new.get::<BytesObject>()) {
        (Some(text), _) => Replacement::Text(text.as_bytes().to_vec()),
        (None, Some(raw)) if bytes => Replacement::Bytes(raw.0.to_vec()),
        _ => return Err(wrong()),
    };
    let at = vm.index_i64(position)?;
    let at = if at < 0 { at.saturating_add(len as i64) } else { at };
    match usize::try_from(at).ok().filter(|at| *at <= len) {
        Some(at) => Ok((new, at)),
        None => Err(vm.index_error(format!(
            "position {} from error handler out of bounds",
            vm.index_i64(position)?
        ))),
    }
}
