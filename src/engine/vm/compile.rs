//! From source text to running code: parsing and compiling with Python's exceptions, and executing.

use std::sync::Arc;

use taipan_compiler::code::Code;
use taipan_compiler::{CodeMode, Compiled, Error, Invalid, Options, SymbolTable};
use taipan_grammar::nodes::Kind;
use taipan_grammar::{
    Arena, Extras, LineIndex, Mode, SyntaxError, SyntaxErrorKind, TypeComments, Warning,
};

use crate::object::dict::DictObject;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::BytesObject;
use crate::types::exception::*;
use crate::types::syntax::{self, MadeTree};
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
        self.compile_as(source, mode, filename, options)
    }

    /// Code for several statements that were typed together: as a file, but values are shown.
    pub fn compile_typed(&self, source: &str, filename: &str, options: Options) -> PyResult {
        let options = Options { mode: CodeMode::Interactive, ..options };
        self.compile_as(source, Mode::Module, filename, options)
    }

    fn compile_as(&self, source: &str, mode: Mode, filename: &str, options: Options) -> PyResult {
        let arena = Arena::with_max_digits(self.digit_limit().get());
        let parsed = match taipan_grammar::parse(source, mode, &arena) {
            Ok(parsed) => parsed,
            Err(error) => return Err(self.refused_text(&error, source, mode, filename)),
        };
        let options = Options { stack_bytes: self.stack_for_compiling(), ..options };
        let compiled =
            taipan_compiler::compile_with_warnings(parsed.module, parsed.source, filename, options);
        self.compiled(compiled, parsed.source, &parsed.warnings, filename)
    }

    /// A code object from a tree of the classes of `ast`.
    pub(crate) fn compile_nodes(&self, tree: &Value, filename: &str, options: Options) -> PyResult {
        let wanted = match options.mode {
            CodeMode::Module => Kind::Module,
            CodeMode::Expression => Kind::Expression,
            CodeMode::Interactive => Kind::Interactive,
        };
        let arena = Arena::new();
        let tree = self.checked_tree(tree, wanted, &arena)?;
        let options = Options { stack_bytes: self.stack_for_compiling(), ..options };
        let compiled = taipan_compiler::compile_tree(tree.module, tree.places, filename, options);
        self.compiled(compiled, "", &[], filename)
    }

    /// The grammar's tree for one of the classes of `ast`.
    fn checked_tree<'a>(
        &self,
        tree: &Value,
        wanted: Kind,
        arena: &'a Arena,
    ) -> PyResult<MadeTree<'a>> {
        let tree = syntax::read_tree(self, tree, wanted, arena)?;
        match taipan_compiler::validate(tree.module, self.stack_for_compiling()) {
            Ok(()) => Ok(tree),
            Err(Invalid::Value(text)) => Err(self.value_error(text)),
            Err(Invalid::Type(text)) => Err(self.type_error(text)),
            Err(Invalid::System(text)) => Err(self.raise(&SYSTEM_ERROR, text)),
            Err(Invalid::TooDeep) => Err(self.too_deep_to_compile()),
        }
    }

    /// A copy of a tree, which must be one that can be compiled.
    pub(crate) fn checked_copy(&self, tree: &Value, mode: Mode) -> PyResult {
        let wanted = match mode {
            Mode::Module => Kind::Module,
            Mode::Expression => Kind::Expression,
            Mode::Interactive => Kind::Interactive,
            Mode::FunctionType => Kind::FunctionType,
        };
        let arena = Arena::new();
        let tree = self.checked_tree(tree, wanted, &arena)?;
        syntax::write_tree(self, tree.module, tree.places, &TypeComments::default())
    }

    /// The tree after constants have been folded, which Python code does.
    pub(crate) fn fold_tree(&self, tree: &Value, optimize: u8) -> PyResult {
        let module = self.import_module("_ast_fold")?;
        let fold = self.getattr(&module, &self.intern("fold"))?;
        self.call(&fold, &[tree.clone(), self.int(i64::from(optimize))])
    }

    /// The tree of a decoded text, as instances of the classes of `ast`.
    pub(crate) fn parse_text(
        &self,
        source: &str,
        filename: &str,
        mode: Mode,
        extras: Extras,
    ) -> PyResult {
        let arena = Arena::new();
        let (parsed, comments) = match taipan_grammar::parse_with(source, mode, extras, &arena) {
            Ok(parsed) => parsed,
            Err(error) => return Err(self.refused_text(&error, source, mode, filename)),
        };
        for warning in &parsed.warnings {
            self.source_warning(warning, parsed.source, filename)?;
        }
        syntax::write_tree(self, parsed.module, LineIndex::new(parsed.source), &comments)
    }

    /// The scopes of a decoded text, the module's first.
    pub fn symbol_tables(
        &self,
        source: &str,
        filename: &str,
        mode: Mode,
    ) -> PyResult<Vec<SymbolTable>> {
        let arena = Arena::new();
        let parsed = match taipan_grammar::parse(source, mode, &arena) {
            Ok(parsed) => parsed,
            Err(error) => return Err(self.refused_text(&error, source, mode, filename)),
        };
        let options = Options { stack_bytes: self.stack_for_compiling(), ..Options::default() };
        taipan_compiler::symbol_tables(parsed.module, parsed.source, options)
            .map_err(|error| self.refused_by_compiler(error, filename))
    }

    #[cold]
    fn refused_by_compiler(&self, error: Error, filename: &str) -> Raised {
        match error {
            Error::Syntax(error) => self.refused_source(&error, filename),
            Error::TooDeep => self.too_deep_to_compile(),
            Error::TooLarge(what) => self.raise(&SYSTEM_ERROR, what),
        }
    }

    /// The name of a source's file: from text, bytes or a path object.
    pub fn source_file_name(&self, given: &Value) -> PyResult<String> {
        let plain = given.as_str_object().is_some() || given.get::<BytesObject>().is_some();
        let asked = match plain {
            true => None,
            false => self.call_special(given, &self.intern("__fspath__"), &[])?,
        };
        let name = asked.as_ref().unwrap_or(given);
        match name.get::<BytesObject>() {
            Some(bytes) => Ok(String::from_utf8_lossy(&bytes.0).into_owned()),
            None if let Some(text) = name.as_str_object() => Ok(text.to_lossy().into_owned()),
            None => {
                let (class, got) = (self.class(given).full_name(), self.class(name).full_name());
                Err(self.type_error(match asked {
                    Some(_) => {
                        format!("expected {class}.__fspath__() to return str or bytes, not {got}")
                    }
                    None => {
                        let class = self.class(given).name();
                        format!("expected str, bytes or os.PathLike object, not {class}")
                    }
                }))
            }
        }
    }

    /// How much native stack the compiler may use.
    fn stack_for_compiling(&self) -> usize {
        let room = (psm::stack_pointer() as usize).saturating_sub(self.stack_limit.get());
        (room / 2).min(64 << 20)
    }

    #[cold]
    fn too_deep_to_compile(&self) -> Raised {
        self.raise(&RECURSION_ERROR, "maximum recursion depth exceeded during compilation")
    }

    /// The compiler's answer as a code object or an exception, after the warnings.
    fn compiled(
        &self,
        compiled: Result<Compiled, Error>,
        source: &str,
        warnings: &[Warning],
        filename: &str,
    ) -> PyResult {
        match compiled {
            Ok(compiled) => {
                for warning in warnings.iter().chain(&compiled.warnings) {
                    self.source_warning(warning, source, filename)?;
                }
                Ok(self.ready(compiled.code))
            }
            Err(error) => Err(self.refused_by_compiler(error, filename)),
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

    /// The exception for a text that is refused, after the warnings for what comes before.
    #[cold]
    fn refused_text(
        &self,
        error: &SyntaxError,
        source: &str,
        mode: Mode,
        filename: &str,
    ) -> Raised {
        for warning in taipan_grammar::warnings_before(source, mode, error) {
            if let Err(raised) = self.source_warning(&warning, source, filename) {
                return raised;
            }
        }
        self.refused_source(error, filename)
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
    pub(crate) fn builtins_module(&self) -> Value {
        match self.import_module("builtins") {
            Ok(module) => module,
            Err(_) => self.builtins_dict(),
        }
    }

    /// The code of a module that was compiled when the program was built.
    pub fn thaw(&self, frozen: &[u8], filename: &str) -> PyResult {
        match taipan_compiler::frozen::thaw(frozen, filename) {
            Ok(code) => Ok(self.ready(code)),
            Err(error) => Err(self.raise(&SYSTEM_ERROR, format!("{filename}: {error}"))),
        }
    }

    /// Executes text of our own in a namespace.
    pub fn exec_source(&self, source: &str, file: &str, globals: &Value) -> PyResult {
        let code = self.compile_text(source, file, Options::default())?;
        self.exec_code(&code, globals)
    }
}
