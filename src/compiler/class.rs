//! Class definitions and their bodies.

use std::sync::Arc;

use grammar::ast::{ClassDef, Span, Stmt};

use crate::code::{Code, Constant};
use crate::collect::address;
use crate::emit::Target;
use crate::error::Result;
use crate::function::clean_docstring;
use crate::names::Class;
use crate::op::{Instruction, Keep, Reg};
use crate::scope::{Role, ScopeId, mention};
use crate::unit::{Compiler, docstring};

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn class_def(&mut self, stmt: &'a Stmt<'a>, def: &'a ClassDef<'a>) -> Result<()> {
        self.decorators(def.decorator_list)?;
        let line = self.definition_line(def.decorator_list, stmt.span);
        if def.type_params.is_empty() {
            self.push_class(def, line, false, stmt.span)?;
        } else {
            self.generic_class(def, line, stmt.span)?;
        }
        self.apply_decorators(def.decorator_list);
        self.store_top_as(def.name, stmt.span);
        Ok(())
    }

    /// Calls `__build_class__`; a generic class has one more base.
    pub(crate) fn push_class(
        &mut self,
        def: &'a ClassDef<'a>,
        line: u32,
        is_generic: bool,
        span: Span,
    ) -> Result<()> {
        self.check_keywords(def.keywords)?;
        let dst = self.unit.b.def(Target::Temp, 0);
        self.unit.b.emit(Instruction::LoadBuildClass { dst }, span);
        let scope = self.scope_of(address(def), Role::Body)?;
        let code = self.class_code(scope, def, line, span)?;
        self.make_function(code, scope, 0, span)?;
        let name = Constant::Str(def.name.as_bytes().into());
        self.unit.b.load_const(name, Target::Temp, span);
        if is_generic {
            return self.call_with_generic_base(def, span);
        }
        if !crate::call::is_plain(def.bases, def.keywords) {
            return self.call_with_stars(2, def.bases, def.keywords, Target::Temp, span);
        }
        for base in def.bases {
            self.push(base)?;
        }
        let count = def.bases.len() as u16 + 2;
        self.finish_call(false, count, def.keywords, Target::Temp, span)
    }

    fn class_code(
        &mut self,
        scope: ScopeId,
        def: &'a ClassDef<'a>,
        line: u32,
        span: Span,
    ) -> Result<Arc<Code>> {
        let outer = self.scope;
        self.enter_unit(scope, def.name, line)?;
        self.class = Some(Class { name: self.names.intern(def.name), only: None });
        self.class_prologue(def, line);
        let mut body = def.body;
        if let Some((text, at)) = docstring(body) {
            body = body.get(1..).unwrap_or_default();
            if self.options.optimize < 2 {
                let text = clean_docstring(text).into_boxed_slice();
                self.unit.docstring = Some(text.clone());
                self.store_constant("__doc__", Constant::Str(text), at);
            }
        }
        self.stmts(body)?;
        let end = def.body.last().map_or(span, |last| crate::control::falls_off(last));
        self.class_epilogue(end);
        self.leave_unit(outer)
    }

    fn class_prologue(&mut self, def: &'a ClassDef<'a>, line: u32) {
        // A place without columns: the first line.
        let at = Span::default();
        let name = self.names.intern("__name__");
        let site = self.unit.b.global_site(name, "__name__");
        let dst = self.unit.b.def(Target::Temp, 0);
        self.unit.b.emit(Instruction::LoadName { dst, site }, at);
        self.store_raw("__module__", at);
        let qualname = Constant::Str(self.unit.qualname.as_bytes().into());
        self.store_constant("__qualname__", qualname, at);
        self.store_constant("__firstlineno__", Constant::Int(i64::from(line)), at);
        if !def.type_params.is_empty() {
            self.load_name(".type_params", Target::Temp, at);
            self.store_raw("__type_params__", at);
        }
        let scope = &self.scopes[self.unit.scope];
        let annotated =
            scope.symbols.values().any(|symbol| symbol.mentions & mention::ANNOTATED != 0);
        if let Some(cell) = scope.layout.classdict {
            let dst = self.unit.b.def(Target::Temp, 0);
            self.unit.b.emit(Instruction::LoadLocals { dst }, at);
            let value = self.unit.b.take_top();
            self.unit.b.emit(Instruction::StoreDeref { value, cell: Keep(Reg(cell)) }, at);
        }
        if annotated || crate::stmt::has_annotations(def.body) {
            self.setup_annotations(at);
        }
    }

    fn class_epilogue(&mut self, span: Span) {
        let names = self.unit.static_attributes.iter();
        let mut names: Vec<&str> = names.map(|&name| self.names.text(name)).collect();
        names.sort_unstable();
        let attributes = names.iter().map(|name| Constant::Str(name.as_bytes().into())).collect();
        self.store_constant("__static_attributes__", Constant::Tuple(attributes), span);
        let layout = &self.scopes[self.unit.scope].layout;
        let (class_cell, classdict) = (layout.class_cell, layout.classdict);
        if let Some(cell) = classdict {
            self.unit.b.push_copy(Reg(cell), span);
            self.store_raw("__classdictcell__", span);
        }
        match class_cell {
            Some(cell) => {
                self.unit.b.push_copy(Reg(cell), span);
                self.store_raw("__classcell__", span);
                self.unit.b.push_copy(Reg(cell), span);
                let value = self.unit.b.take_top();
                self.return_value(value, span);
            }
            None => self.return_none(span),
        }
    }

    fn store_constant(&mut self, name: &str, constant: Constant, span: Span) {
        self.unit.b.load_const(constant, Target::Temp, span);
        self.store_raw(name, span);
    }

    /// Takes the topmost temporary into the namespace.
    pub(crate) fn store_raw(&mut self, text: &str, span: Span) {
        let name = self.names.intern(text);
        let site = self.unit.b.global_site(name, text);
        let value = self.unit.b.take_top();
        self.unit.b.emit(Instruction::StoreName { value, site }, span);
    }
}
