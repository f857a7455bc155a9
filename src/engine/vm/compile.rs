//! From source text to running code: parsing and compiling with Python's exceptions, and executing.

use std::sync::Arc;

use taipan_compiler::code::Code;
use taipan_compiler::{CodeMode, Error, Options};
use taipan_grammar::{Arena, Mode, SyntaxError, SyntaxErrorKind, Warning};

use crate::object::dict::DictObject;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::*;
use crate::types::warnings::WarningPlace;

impl Vm {
    /// A module's code from the bytes of its file.
    pub fn compile_bytes(&self, source: &[u8], filename: &str) -> PyResult {
        match taipan_grammar::decode(source) {
            Ok(text) => {
                let options = Options { optimize: self.optimization(), ..Options::default() };
                self.compile_text(&text, filename, options)
            }
            Err(error) => Err(self.refused_source(&error, filename)),
        }
    }

    /// The text of a source that came as bytes.
    pub fn decode_source(&self, source: &[u8], filename: &str) -> PyResult<String> {
        match taipan_grammar::decode(source) {
            Ok(text) => Ok(text.into_owned()),
            Err(error) => Err(self.refused_source(&error, filename)),
        }
    }

    /// A code object from decoded text.
    pub fn compile_text(&self, source: &str, filename: &str, options: Options) -> PyResult {
        let mode = match options.mode {
            CodeMode::Module => Mode::Module,
            CodeMode::Expression => Mode::Expression,
            CodeMode::Interactive => Mode::Interactive,
        };
        let arena = Arena::new();
        let parsed = match taipan_grammar::parse(source, mode, &arena) {
            Ok(parsed) => parsed,
            Err(error) => return Err(self.refused_source(&error, filename)),
        };
        let room = (psm::stack_pointer() as usize).saturating_sub(self.stack_limit.get());
        let options = Options { stack_bytes: (room / 2).min(64 << 20), ..options };
        let compiled = taipan_compiler::compile_with_warnings(
            &parsed.module,
            parsed.source,
            filename,
            options,
        );
        match compiled {
            Ok(compiled) => {
                for warning in parsed.warnings.iter().chain(&compiled.warnings) {
                    self.source_warning(warning, parsed.source, filename)?;
                }
                Ok(self.ready(compiled.code))
            }
            Err(Error::Syntax(error)) => Err(self.refused_source(&error, filename)),
            Err(Error::TooDeep) => {
                Err(self
                    .raise(&RECURSION_ERROR, "maximum recursion depth exceeded during compilation"))
            }
            Err(Error::TooLarge(what)) => Err(self.raise(&SYSTEM_ERROR, what)),
        }
    }

    /// A SyntaxWarning; where the filters make an error of it, it is a SyntaxError at the place.
    #[cold]
    fn source_warning(&self, warning: &Warning, source: &str, filename: &str) -> PyResult<()> {
        let stem = filename.strip_suffix(".py").unwrap_or(filename);
        let line = source.lines().nth((warning.lineno as usize).saturating_sub(1));
        let place = WarningPlace {
            filename: filename.to_owned(),
            line: warning.lineno,
            module: self.str(if stem.is_empty() { "<unknown>" } else { stem }),
            registry: None,
            source_line: None,
        };
        let text = self.str(&warning.message);
        let raised = match self.warn_explicit(&self.ty(&SYNTAX_WARNING), &text, &place, None) {
            Err(raised) if self.is_exception(&raised.0, &SYNTAX_WARNING) => raised,
            other => return other,
        };
        drop(raised);
        let (start, end) = (warning.span.start as usize, warning.span.end as usize);
        let begin = source.get(..start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
        let column = |at: usize| source.get(begin..at).map_or(1, |text| text.chars().count() + 1);
        Err(self.refused_source(
            &SyntaxError {
                kind: SyntaxErrorKind::Syntax,
                message: warning.message.clone(),
                lineno: warning.lineno,
                offset: column(start) as i32,
                end_lineno: warning.lineno,
                end_offset: column(end) as i32,
                text: line.map(str::to_owned),
                span: warning.span,
                incomplete: false,
            },
            filename,
        ))
    }

    fn ready(&self, code: Arc<Code>) -> Value {
        self.new_code(code)
    }

    /// The exception for a source that is refused.
    #[cold]
    fn refused_source(&self, error: &SyntaxError, filename: &str) -> Raised {
        let class = match error.kind {
            SyntaxErrorKind::Syntax => &SYNTAX_ERROR,
            SyntaxErrorKind::Indentation => &INDENTATION_ERROR,
            SyntaxErrorKind::Tab => &TAB_ERROR,
            SyntaxErrorKind::TooComplex => return self.raise(&MEMORY_ERROR, &error.message),
        };
        let mut args = vec![self.str(&error.message)];
        let end = error.end();
        if end.is_some() || error.offset != 0 {
            let text = error.text.as_deref().map_or(Value::NONE, |t| self.str(t));
            let (line, offset) =
                (self.int(i64::from(error.lineno)), self.int(i64::from(error.offset)));
            let mut place = vec![self.str(filename), line, offset, text];
            if let Some((line, offset)) = end {
                place.extend([self.int(i64::from(line)), self.int(i64::from(offset))]);
            }
            args.push(self.tuple(place));
        }
        match self.call(self.ty(class).value(), &args) {
            Ok(exception) => Raised(exception),
            Err(raised) => raised,
        }
    }

    /// Executes a module's code in a namespace that is its globals.
    pub fn exec_code(&self, code: &Value, globals: &Value) -> PyResult {
        self.prepare_globals(globals);
        let function = self.new_function(code, globals);
        self.run_code(&function, globals)
    }

    /// Globals have `__builtins__`.
    pub(crate) fn prepare_globals(&self, globals: &Value) {
        let name = &self.names().__builtins__;
        if let Some(dict) = globals.get::<DictObject>()
            && dict.get_interned(name).is_none()
        {
            let builtins = self.builtins_module();
            drop(dict.set_interned(name, builtins));
        }
    }

    /// The `builtins` module, or its namespace while that is all there is.
    fn builtins_module(&self) -> Value {
        match self.import_module("builtins") {
            Ok(module) => module,
            Err(_) => self.builtins_dict(),
        }
    }

    /// Executes text of our own in a namespace.
    pub fn exec_source(&self, source: &str, file: &str, globals: &Value) -> PyResult {
        let code = self.compile_text(source, file, Options::default())?;
        self.exec_code(&code, globals)
    }
}
