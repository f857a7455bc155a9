//! SyntaxError: where in which text the mistake is.

use super::*;
use crate::object::native::GetSet;
use crate::object::slots::PyResult;

pub(super) const MEMBERS: &[&str] = &[
    "msg",
    "filename",
    "lineno",
    "offset",
    "text",
    "end_lineno",
    "end_offset",
    "print_file_and_line",
];
const MSG: usize = 0;
const FILENAME: usize = 1;
const LINENO: usize = 2;
const END_LINENO: usize = 5;
const END_OFFSET: usize = 6;

pub(super) fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    base::init(vm, this, args)?;
    if let Some(message) = args.all.first() {
        write_member(this, MSG, Some(message));
    }
    let [_, place] = args.all else { return Ok(()) };
    let place = vm.to_vec(place)?;
    let count = place.len();
    if count < 4 {
        let text = format!("function takes at least 4 arguments ({count} given)");
        return Err(vm.type_error(text));
    }
    if count > 6 {
        return Err(vm.type_error(format!("function takes at most 6 arguments ({count} given)")));
    }
    if count == 5 {
        let text = "end_offset must be provided when end_lineno is provided";
        return Err(vm.type_error(text));
    }
    write_member(this, END_LINENO, None);
    write_member(this, END_OFFSET, None);
    for (at, value) in place.iter().enumerate() {
        write_member(this, FILENAME + at, Some(value));
    }
    Ok(())
}

pub(super) fn str(vm: &Vm, this: &Value) -> PyResult {
    let message = vm.str_text(&read_member(this, MSG))?;
    let filename = read_member(this, FILENAME);
    let filename = filename.as_str_object().map(|_| filename.to_text());
    let filename = filename.as_deref().map(|f| f.rsplit('/').next().unwrap_or(f));
    // A line beyond all files counts as minus one; True is no line.
    let line = Some(read_member(this, LINENO)).filter(|l| vm.type_of(l) == *vm.types.int());
    let line = line.map(|l| l.as_i64().unwrap_or(-1));
    Ok(vm.str_shown(&match (filename, line) {
        (Some(file), Some(line)) => format!("{message} ({file}, line {line})"),
        (Some(file), None) => format!("{message} ({file})"),
        (None, Some(line)) => format!("{message} (line {line})"),
        (None, None) => message,
    }))
}

pub(super) const ROWS: &[GetSet] = &[
    member!("msg", MSG, "exception msg"),
    member!("filename", FILENAME, "exception filename"),
    member!("lineno", LINENO, "exception lineno"),
    member!("offset", 3, "exception offset"),
    member!("text", 4, "exception text"),
    member!("end_lineno", END_LINENO, "exception end lineno"),
    member!("end_offset", END_OFFSET, "exception end offset"),
    member!("print_file_and_line", 7, "which kinds of places the error can show"),
];

/// Where a mistake is, for [`Vm::syntax_error`]: lines and columns count from 1.
pub struct SyntaxPlace<'a> {
    pub filename: &'a str,
    pub line: u32,
    pub offset: u32,
    pub text: Option<&'a str>,
    pub end_line: u32,
    pub end_offset: u32,
}

impl Vm {
    /// A SyntaxError (or IndentationError, TabError) with all its members.
    #[cold]
    pub fn syntax_error(
        &self,
        class: &'static TypeSpec,
        message: &str,
        place: &SyntaxPlace,
    ) -> Raised {
        let int = |n: u32| self.int(i64::from(n));
        let place = self.tuple(vec![
            self.str(place.filename),
            int(place.line),
            int(place.offset),
            place.text.map_or(Value::NONE, |t| self.str(t)),
            int(place.end_line),
            int(place.end_offset),
        ]);
        Raised(self.new_exception(&self.ty(class), vec![self.str(message), place]))
    }
}
