//! Imports.

use grammar::ast::{Alias, Span};

use crate::code::Constant;
use crate::emit::Target;
use crate::error::Result;
use crate::op::{Instruction, Keep, Site};
use crate::unit::Compiler;

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn import(&mut self, names: &'a [Alias<'a>], span: Span) -> Result<()> {
        for alias in names {
            self.import_name(alias.name, 0, Constant::None, span);
            let mut path = alias.name.split('.');
            let first = path.next().unwrap_or_default();
            let Some(name) = alias.asname else {
                self.store_top_as(first, span);
                continue;
            };
            for part in path {
                let module = Keep(self.unit.b.top());
                self.import_attribute(part, module, span);
                self.unit.b.replace(module.0, span);
            }
            self.store_top_as(name, span);
        }
        Ok(())
    }

    fn import_name(&mut self, module: &str, level: u32, from: Constant, span: Span) {
        let b = &mut self.unit.b;
        b.load_const(Constant::Int(i64::from(level)), Target::Temp, span);
        b.load_const(from, Target::Temp, span);
        let name = self.names.intern(module);
        let b = &mut self.unit.b;
        let site = Site(b.site(name, module));
        let (first, dst) = (b.top_run(2), b.def(Target::Temp, 2));
        b.emit(Instruction::ImportName { dst, first, site }, span);
    }

    /// Pushes `name` of the module, which stays.
    fn import_attribute(&mut self, text: &str, module: Keep, span: Span) {
        let name = self.names.intern(text);
        let b = &mut self.unit.b;
        let site = Site(b.site(name, text));
        let dst = b.def(Target::Temp, 0);
        b.emit(Instruction::ImportFrom { dst, module, site }, span);
    }

    pub(crate) fn import_from(
        &mut self,
        module: Option<&'a str>,
        names: &'a [Alias<'a>],
        level: u32,
        span: Span,
    ) -> Result<()> {
        let module = module.unwrap_or("");
        if module == "__future__" && level == 0 && span.start > self.last_future {
            let message = "from __future__ imports must occur at the beginning of the file";
            return self.error(message, span);
        }
        let from: Box<[Constant]> =
            names.iter().map(|alias| Constant::Str(alias.name.as_bytes().into())).collect();
        self.import_name(module, level, Constant::Tuple(from), span);
        let held = Keep(self.unit.b.top());
        if let [Alias { name: "*", .. }] = names {
            let module = self.unit.b.take_top();
            self.unit.b.emit(Instruction::ImportStar { module }, span);
            return Ok(());
        }
        for alias in names {
            self.import_attribute(alias.name, held, span);
            self.store_top_as(alias.asname.unwrap_or(alias.name), span);
        }
        self.unit.b.drop_top(span);
        Ok(())
    }
}
