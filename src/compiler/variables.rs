//! Reading, writing and deleting names, wherever they live.

use grammar::ast::{Expr, ExprKind, Span};

use crate::emit::Target;
use crate::names::Name;
use crate::op::{Def, Instruction, Keep, Reg, Site, Use};
use crate::scope::Place;
use crate::unit::Compiler;

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn mangle(&mut self, text: &str) -> Name {
        self.names.mangle(self.class.as_ref(), text)
    }

    pub(crate) fn site(&mut self, attribute: &str) -> Site {
        let name = self.mangle(attribute);
        Site(self.unit.b.site(name, self.names.text(name)))
    }

    /// What a name means here.
    pub(crate) fn place(&mut self, text: &str) -> (Name, Place) {
        let name = self.mangle(text);
        (name, self.scopes.place(self.scope, name))
    }

    /// Raises where the local may be unbound.
    pub(crate) fn check_local(&mut self, register: u16, span: Span) {
        if !self.unit.b.assigned.contains(register) {
            self.unit.b.emit(Instruction::CheckLocal { local: Keep(Reg(register)) }, span);
            self.unit.b.assigned.insert(register);
        }
    }

    /// A name as an operand: a local is borrowed, unless `later` operands may assign it.
    pub(crate) fn name_operand(&mut self, text: &str, later: bool, span: Span) -> Use {
        let (name, place) = self.place(text);
        if let Place::Local(register) = place
            && !(later && self.scopes.has_walrus(self.scope, name))
        {
            self.check_local(register, span);
            return Use { reg: Reg(register), take: false };
        }
        self.load_place(name, place, Target::Temp, span);
        self.unit.b.take_top()
    }

    pub(crate) fn load_name(&mut self, text: &str, target: Target, span: Span) {
        let (name, place) = self.place(text);
        self.load_place(name, place, target, span);
    }

    fn load_place(&mut self, name: Name, place: Place, target: Target, span: Span) {
        let shown = self.names.text(name);
        let b = &mut self.unit.b;
        let dst = b.def(target, 0);
        let instruction = match place {
            Place::Local(register) => {
                self.check_local(register, span);
                let src = Use { reg: Reg(register), take: false };
                if dst.reg == src.reg {
                    return;
                }
                Instruction::Move { dst, src }
            }
            Place::Cell(register) => Instruction::LoadDeref { dst, cell: Keep(Reg(register)) },
            Place::Name => Instruction::LoadName { dst, site: b.global_site(name, shown) },
            Place::Global | Place::ExplicitGlobal => {
                Instruction::LoadGlobal { dst, site: b.global_site(name, shown) }
            }
            Place::ClassCell(register) => self.load_class_cell(name, register, dst, span),
            Place::ClassGlobal => self.load_class_global(name, dst, span),
        };
        self.unit.b.emit(instruction, span);
    }

    /// A free variable in a class body, or in an annotation scope of a class.
    fn load_class_cell(&mut self, name: Name, register: u16, dst: Def, span: Span) -> Instruction {
        let _ = span;
        let site = Site(self.unit.b.site(name, self.names.text(name)));
        Instruction::LoadClassDeref { dst, cell: Keep(Reg(register)), site }
    }

    fn load_class_global(&mut self, name: Name, dst: Def, span: Span) -> Instruction {
        let classdict = self.scopes.classdict_name;
        let shown = self.names.text(name);
        let Some(cell) = self.scopes.captured(self.scope, classdict) else {
            return Instruction::LoadGlobal { dst, site: self.unit.b.global_site(name, shown) };
        };
        let site = Site(self.unit.b.site(name, shown));
        let namespace = self.unit.b.def(Target::Temp, 0);
        self.unit.b.emit(Instruction::LoadDeref { dst: namespace, cell: Keep(Reg(cell)) }, span);
        let namespace = self.unit.b.take_top();
        Instruction::LoadFromDictOrGlobals { dst, namespace, site }
    }

    /// The register of an expression that is a plain local.
    pub(crate) fn local_target(&mut self, target: &Expr<'a>) -> Option<Reg> {
        let ExprKind::Name { id, .. } = target.kind else { return None };
        match self.place(id).1 {
            Place::Local(register) => Some(Reg(register)),
            _ => None,
        }
    }

    pub(crate) fn store_name(&mut self, text: &str, value: Use, span: Span) {
        let (name, place) = self.place(text);
        let shown = self.names.text(name);
        let b = &mut self.unit.b;
        let instruction = match place {
            Place::Local(register) => {
                if value.reg.0 == register {
                    return;
                }
                Instruction::Move { dst: Def { reg: Reg(register), local: true }, src: value }
            }
            Place::Cell(register) | Place::ClassCell(register) => {
                Instruction::StoreDeref { value, cell: Keep(Reg(register)) }
            }
            Place::Name => Instruction::StoreName { value, site: b.global_site(name, shown) },
            Place::Global | Place::ExplicitGlobal | Place::ClassGlobal => {
                Instruction::StoreGlobal { value, site: b.global_site(name, shown) }
            }
        };
        b.emit(instruction, span);
    }

    /// Takes the topmost temporary into a name.
    pub(crate) fn store_top_as(&mut self, text: &str, span: Span) {
        let value = self.unit.b.take_top();
        self.store_name(text, value, span);
    }

    pub(crate) fn delete_name(&mut self, text: &str, span: Span) {
        let (name, place) = self.place(text);
        let shown = self.names.text(name);
        let b = &mut self.unit.b;
        let instruction = match place {
            Place::Local(register) => {
                b.assigned.remove(register);
                Instruction::DeleteLocal { local: Keep(Reg(register)) }
            }
            Place::Cell(register) | Place::ClassCell(register) => {
                Instruction::DeleteDeref { cell: Keep(Reg(register)) }
            }
            Place::Name => Instruction::DeleteName { site: b.global_site(name, shown) },
            Place::Global | Place::ExplicitGlobal | Place::ClassGlobal => {
                Instruction::DeleteGlobal { site: b.global_site(name, shown) }
            }
        };
        b.emit(instruction, span);
    }
}
