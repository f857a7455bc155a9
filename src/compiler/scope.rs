//! Scopes and what each name in them means: local, cell, free, global. Made by `collect.rs`;
//! resolved here; read by everything that emits.

use std::collections::{HashMap, HashSet};
use std::ops::{Index, IndexMut};

use grammar::ast::Span;
use indexmap::IndexMap;

use crate::error::{Result, Text};
use crate::names::{Class, Name, Names, NumberHash};

/// A scope of one compilation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct ScopeId(u32);

/// What makes a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ScopeKind {
    Module,
    Class,
    Function,
    Lambda,
    /// A list, set or dict comprehension: runs inside the code of its parent.
    Comprehension,
    /// A generator expression: has its own code.
    Generator,
    /// The parameters of a generic function, class or alias.
    TypeParams,
    /// A type variable's bound, constraints or default.
    TypeVariable,
    /// The value of a `type` statement.
    TypeAlias,
    /// An annotation that becomes text: looked at for errors, then forgotten.
    Annotation,
}

impl ScopeKind {
    /// Whether inner functions can see its names.
    pub(crate) fn is_function_like(self) -> bool {
        !matches!(self, ScopeKind::Module | ScopeKind::Class)
    }

    /// Whether it is one of the scopes that PEP 695 introduced.
    pub(crate) fn is_annotation(self) -> bool {
        matches!(self, ScopeKind::TypeParams | ScopeKind::TypeVariable | ScopeKind::TypeAlias)
    }
}

/// Which of the scopes that one node can have.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Role {
    Body,
    TypeParams,
    Bound,
    Default,
}

/// How often and in which ways a scope mentions a name.
pub(crate) mod mention {
    pub(crate) const GLOBAL: u16 = 1;
    pub(crate) const LOCAL: u16 = 2;
    pub(crate) const PARAM: u16 = 4;
    pub(crate) const NONLOCAL: u16 = 8;
    pub(crate) const USE: u16 = 16;
    pub(crate) const TYPE_PARAM: u16 = 32;
    pub(crate) const ANNOTATED: u16 = 64;
    pub(crate) const COMPREHENSION_TARGET: u16 = 128;
    /// Somewhere deleted, or bound by `except … as`.
    pub(crate) const DELETED: u16 = 256;
    /// Assigned inside an expression.
    pub(crate) const WALRUS: u16 = 512;
    /// Bound by an import.
    pub(crate) const IMPORT: u16 = 1024;
    /// Any of these makes the name the scope's own.
    pub(crate) const BOUND: u16 = LOCAL | PARAM | TYPE_PARAM | IMPORT;
}

/// What a name means where it is mentioned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// In the frame's namespace, else global, else builtin.
    Name,
    /// Global or builtin.
    Global,
    /// Declared global.
    ExplicitGlobal,
    Local(u16),
    /// The content of the cell in this register.
    Cell(u16),
    /// The register holds a free variable's cell; a class body looks at its namespace first.
    ClassCell(u16),
    /// As the class's namespace says, else as a global: a name in an annotation scope of a class.
    ClassGlobal,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Resolution {
    Pending,
    Done(Place),
    /// Bound in this scope of the same code.
    Bound(ScopeId),
    Free,
}

/// One name of a scope.
#[derive(Clone, Debug)]
pub(crate) struct Symbol {
    pub(crate) mentions: u16,
    /// Where it was declared global or nonlocal.
    pub(crate) directive: Span,
    resolution: Resolution,
    /// An inner code needs it.
    pub(crate) cell: bool,
    pub(crate) register: u16,
    /// Symbols are numbered in the order of their first mention.
    order: u32,
}

impl Symbol {
    /// The number of its first mention among all.
    pub(crate) fn order(&self) -> u32 {
        self.order
    }
}

/// One scope.
pub(crate) struct Scope {
    pub(crate) kind: ScopeKind,
    pub(crate) parent: Option<ScopeId>,
    /// The scope whose code this one runs in: itself, except for comprehensions.
    pub(crate) unit: ScopeId,
    /// The class whose private names are mangled here.
    pub(crate) class: Option<Class>,
    pub(crate) symbols: IndexMap<Name, Symbol, NumberHash>,
    pub(crate) is_generator: bool,
    pub(crate) is_coroutine: bool,
    pub(crate) is_async_function: bool,
    /// Parameters in register order.
    pub(crate) params: Vec<Name>,
    /// Hidden registers for values on their way out through `finally`, `with` and loops.
    pub(crate) return_slots: u16,
    /// A class whose methods mention `__class__` or `super`.
    pub(crate) needs_class_cell: bool,
    /// A class whose annotation scopes look into its namespace.
    pub(crate) needs_classdict: bool,
    /// An annotation scope directly in a class.
    pub(crate) sees_class: bool,
    /// Free variables of this code and their registers.
    pub(crate) free: IndexMap<Name, u16, NumberHash>,
    pub(crate) layout: Layout,
}

/// Registers of one code.
#[derive(Default)]
pub(crate) struct Layout {
    /// The name of each local; a helper has none.
    pub(crate) locals: Vec<Option<Name>>,
    /// Registers that are cells from the beginning, then those of comprehensions.
    pub(crate) own_cells: Vec<u16>,
    pub(crate) inner_cells: Vec<u16>,
    pub(crate) first_free: u16,
    /// First of the hidden registers for returned values.
    pub(crate) first_return: u16,
    /// A class's `__class__` cell, a class's `__classdict__` cell.
    pub(crate) class_cell: Option<u16>,
    pub(crate) classdict: Option<u16>,
}

/// All scopes of one compilation.
pub(crate) struct Scopes {
    all: Vec<Scope>,
    nodes: HashMap<(usize, Role), ScopeId, NumberHash>,
    mentioned: u32,
    /// What scopes below the module declare global: the module itself reaches these as globals, too,
    /// also where it runs with a namespace of its own.
    pub(crate) declared_global: HashSet<Name, NumberHash>,
    pub(crate) class_name: Name,
    pub(crate) classdict_name: Name,
}

impl Index<ScopeId> for Scopes {
    type Output = Scope;
    #[expect(clippy::indexing_slicing, reason = "only `add` makes ids, and nothing is removed")]
    fn index(&self, id: ScopeId) -> &Scope {
        &self.all[id.0 as usize]
    }
}

impl IndexMut<ScopeId> for Scopes {
    #[expect(clippy::indexing_slicing, reason = "only `add` makes ids, and nothing is removed")]
    fn index_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.all[id.0 as usize]
    }
}

impl Scopes {
    pub(crate) fn new(names: &mut Names) -> Scopes {
        Scopes {
            all: Vec::new(),
            nodes: HashMap::default(),
            mentioned: 0,
            declared_global: HashSet::default(),
            class_name: names.intern("__class__"),
            classdict_name: names.intern("__classdict__"),
        }
    }

    /// Adds the scope of the node at an address.
    pub(crate) fn add(
        &mut self,
        kind: ScopeKind,
        parent: Option<ScopeId>,
        class: Option<Class>,
        node: (usize, Role),
    ) -> ScopeId {
        let id = ScopeId(self.all.len() as u32);
        let unit = match (kind, parent) {
            (ScopeKind::Comprehension, Some(parent)) => self[parent].unit,
            _ => id,
        };
        let sees_class = kind.is_annotation()
            && parent.is_some_and(|p| self[p].kind == ScopeKind::Class || self[p].sees_class);
        self.all.push(Scope {
            kind,
            parent,
            unit,
            class,
            symbols: IndexMap::default(),
            is_generator: false,
            is_coroutine: false,
            is_async_function: false,
            params: Vec::new(),
            return_slots: 0,
            needs_class_cell: false,
            needs_classdict: false,
            sees_class,
            free: IndexMap::default(),
            layout: Layout::default(),
        });
        self.nodes.insert(node, id);
        id
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// Forgets all scopes but the first `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.all.truncate(len);
    }

    pub(crate) fn of(&self, node: usize, role: Role) -> Option<ScopeId> {
        self.nodes.get(&(node, role)).copied()
    }

    /// Notes that a scope mentions a name; the first mention makes the symbol.
    pub(crate) fn mention(&mut self, scope: ScopeId, name: Name, how: u16) -> &mut Symbol {
        let order = self.mentioned;
        self.mentioned += 1;
        let symbol = self[scope].symbols.entry(name).or_insert(Symbol {
            mentions: 0,
            directive: Span::default(),
            resolution: Resolution::Pending,
            cell: false,
            register: 0,
            order,
        });
        symbol.mentions |= how;
        symbol
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = ScopeId> + use<> {
        (0..self.all.len() as u32).map(ScopeId)
    }

    /// Decides what every name means and gives every local its register.
    pub(crate) fn resolve(&mut self, names: &Names, text: &Text<'_>) -> Result<()> {
        for id in self.ids() {
            for index in 0..self[id].symbols.len() {
                let Some((&name, symbol)) = self[id].symbols.get_index(index) else { continue };
                let (mentions, directive) = (symbol.mentions, symbol.directive);
                let resolution = self.resolve_one(id, name, mentions, directive, names, text)?;
                if let Some((_, symbol)) = self[id].symbols.get_index_mut(index) {
                    symbol.resolution = resolution;
                }
            }
        }
        self.assign_registers(names);
        Ok(())
    }

    fn resolve_one(
        &mut self,
        id: ScopeId,
        name: Name,
        mentions: u16,
        directive: Span,
        names: &Names,
        text: &Text<'_>,
    ) -> Result<Resolution> {
        let kind = self[id].kind;
        let shown = names.text(name);
        if mentions & mention::GLOBAL != 0 {
            if mentions & mention::NONLOCAL != 0 {
                let message = format!("name '{shown}' is nonlocal and global");
                return Err(text.error(message, directive));
            }
            return Ok(Resolution::Done(Place::ExplicitGlobal));
        }
        if mentions & mention::NONLOCAL != 0 {
            if kind == ScopeKind::Module {
                let message = "nonlocal declaration not allowed at module level".to_owned();
                return Err(text.error(message, directive));
            }
            let Some(found) = self.find(id, name) else {
                let message = format!("no binding for nonlocal '{shown}' found");
                return Err(text.error(message, directive));
            };
            if self[found].symbols.get(&name).is_some_and(|s| s.mentions & mention::TYPE_PARAM != 0)
            {
                let message = format!("nonlocal binding not allowed for type parameter '{shown}'");
                return Err(text.error(message, directive));
            }
            return Ok(self.reach(id, found, name));
        }
        if self.class_declares_global(id, name) {
            return Ok(Resolution::Done(Place::ExplicitGlobal));
        }
        if kind == ScopeKind::Module && self.declared_global.contains(&name) {
            return Ok(Resolution::Done(Place::ExplicitGlobal));
        }
        if mentions & mention::BOUND != 0 {
            return Ok(match kind.is_function_like() {
                true => Resolution::Bound(id),
                false => Resolution::Done(Place::Name),
            });
        }
        Ok(match self.find(id, name) {
            Some(_) if self.class_binds(id, name) => Resolution::Done(self.unbound_place(id)),
            Some(found) => self.reach(id, found, name),
            None => Resolution::Done(self.unbound_place(id)),
        })
    }

    /// Where a name that no function binds is looked up.
    fn unbound_place(&mut self, id: ScopeId) -> Place {
        let unit = self[id].unit;
        if self[id].sees_class {
            self.need_classdict(id);
            return Place::ClassGlobal;
        }
        match self[unit].kind {
            ScopeKind::Module => Place::Name,
            ScopeKind::Class if unit == id => Place::Name,
            _ => Place::Global,
        }
    }

    /// The scope around `id` that binds the name for it.
    fn find(&self, id: ScopeId, name: Name) -> Option<ScopeId> {
        let mut inlined_in_class = self[id].kind == ScopeKind::Comprehension;
        let mut current = self[id].parent;
        while let Some(at) = current {
            let scope = &self[at];
            match scope.kind {
                ScopeKind::Module => return None,
                ScopeKind::Class => {
                    let implicit = name == self.class_name || name == self.classdict_name;
                    if implicit && !inlined_in_class {
                        return Some(at);
                    }
                }
                _ => {
                    if let Some(symbol) = scope.symbols.get(&name) {
                        if symbol.mentions & mention::GLOBAL != 0 {
                            return None;
                        }
                        let bound = symbol.mentions & mention::BOUND != 0;
                        if bound && symbol.mentions & mention::NONLOCAL == 0 {
                            return Some(at);
                        }
                    }
                }
            }
            inlined_in_class &= scope.kind == ScopeKind::Comprehension;
            current = scope.parent;
        }
        None
    }

    /// Makes the name of scope `found` reachable from `id`.
    fn reach(&mut self, id: ScopeId, found: ScopeId, name: Name) -> Resolution {
        if self[id].unit == self[found].unit {
            return Resolution::Bound(found);
        }
        self.capture(id, found, name);
        Resolution::Free
    }

    fn capture(&mut self, id: ScopeId, found: ScopeId, name: Name) {
        if self[found].kind == ScopeKind::Class {
            if name == self.class_name {
                self[found].needs_class_cell = true;
            } else {
                self[found].needs_classdict = true;
            }
        } else {
            self.mention(found, name, 0).cell = true;
        }
        let (mut unit, last) = (self[id].unit, self[found].unit);
        while unit != last {
            self[unit].free.insert(name, 0);
            let Some(parent) = self[unit].parent else { break };
            unit = self[parent].unit;
        }
    }

    /// What the class that an annotation scope looks into says of the name, if no scope in between
    /// binds it.
    fn class_mentions(&self, id: ScopeId, name: Name) -> u16 {
        let mut at = id;
        while self[at].sees_class {
            let Some(parent) = self[at].parent else { return 0 };
            at = parent;
        }
        if at == id || self[at].kind != ScopeKind::Class || self.bound_below(id, at, name) {
            return 0;
        }
        self[at].symbols.get(&name).map_or(0, |symbol| symbol.mentions)
    }

    /// Whether that class binds the name itself.
    fn class_binds(&self, id: ScopeId, name: Name) -> bool {
        let mentions = self.class_mentions(id, name);
        mentions & mention::BOUND != 0 && mentions & mention::NONLOCAL == 0
    }

    /// Whether that class declares the name global, and the scope itself does not bind it.
    fn class_declares_global(&self, id: ScopeId, name: Name) -> bool {
        let own = self[id].symbols.get(&name).map_or(0, |symbol| symbol.mentions);
        own & mention::BOUND == 0 && self.class_mentions(id, name) & mention::GLOBAL != 0
    }

    /// Whether a scope between `id` and the class binds the name: a type parameter.
    fn bound_below(&self, id: ScopeId, class: ScopeId, name: Name) -> bool {
        let mut current = self[id].parent;
        while let Some(at) = current.filter(|&at| at != class) {
            if self[at].symbols.get(&name).is_some_and(|s| s.mentions & mention::BOUND != 0) {
                return true;
            }
            current = self[at].parent;
        }
        false
    }

    /// An annotation scope of a class looks at the class's namespace through its `__classdict__`.
    fn need_classdict(&mut self, id: ScopeId) {
        let name = self.classdict_name;
        if let Some(class) = self.find(id, name) {
            self.capture(id, class, name);
        }
    }

    fn assign_registers(&mut self, names: &Names) {
        let mut members: HashMap<ScopeId, Vec<ScopeId>, NumberHash> = HashMap::default();
        for id in self.ids() {
            members.entry(self[id].unit).or_default().push(id);
        }
        for (unit, scopes) in members {
            // CPython sorts `co_freevars`, and with it `__closure__`.
            self[unit].free.sort_by(|a, _, b, _| names.text(*a).cmp(names.text(*b)));
            self.lay_out(unit, &scopes);
        }
    }

    fn lay_out(&mut self, unit: ScopeId, scopes: &[ScopeId]) {
        let mut layout = Layout::default();
        for name in self[unit].params.clone() {
            let register = layout.locals.len() as u16;
            layout.locals.push(Some(name));
            let symbol = self.mention(unit, name, 0);
            symbol.register = register;
            if symbol.cell {
                layout.own_cells.push(register);
            }
        }
        let mut bound = self.bound_symbols(scopes);
        bound.sort_by_key(|&(order, ..)| order);
        for cells in [false, true] {
            for &(_, id, name) in &bound {
                self.lay_out_bound(id, name, cells, &mut layout);
            }
            if !cells {
                layout.first_return = layout.locals.len() as u16;
                let slots = self[unit].return_slots;
                layout.locals.extend((0..slots).map(|_| None));
            }
        }
        if self[unit].needs_class_cell {
            layout.class_cell = Some(add_cell(&mut layout, self.class_name));
        }
        if self[unit].needs_classdict {
            layout.classdict = Some(add_cell(&mut layout, self.classdict_name));
        }
        layout.first_free = layout.locals.len() as u16;
        for (&name, register) in &mut self[unit].free {
            *register = layout.locals.len() as u16;
            layout.locals.push(Some(name));
        }
        self[unit].layout = layout;
    }

    /// What the scopes of one code bind, but for parameters.
    fn bound_symbols(&self, scopes: &[ScopeId]) -> Vec<(u32, ScopeId, Name)> {
        let mut bound = Vec::new();
        for &id in scopes {
            for (&name, symbol) in &self[id].symbols {
                let param = symbol.mentions & mention::PARAM != 0;
                if symbol.resolution == Resolution::Bound(id) && !param {
                    bound.push((symbol.order, id, name));
                }
            }
        }
        bound
    }

    fn lay_out_bound(&mut self, id: ScopeId, name: Name, cells: bool, layout: &mut Layout) {
        let is_unit = self[id].unit == id;
        let Some(symbol) = self[id].symbols.get_mut(&name) else { return };
        if symbol.cell != cells {
            return;
        }
        let register = layout.locals.len() as u16;
        layout.locals.push(Some(name));
        symbol.register = register;
        if symbol.cell {
            if is_unit { &mut layout.own_cells } else { &mut layout.inner_cells }.push(register);
        }
    }

    /// What a mentioned name means in a scope.
    pub(crate) fn place(&self, id: ScopeId, name: Name) -> Place {
        let Some(symbol) = self[id].symbols.get(&name) else { return Place::Global };
        match symbol.resolution {
            Resolution::Pending => Place::Global,
            Resolution::Done(place) => place,
            Resolution::Bound(owner) => match self[owner].symbols.get(&name) {
                Some(own) if own.cell => Place::Cell(own.register),
                Some(own) => Place::Local(own.register),
                None => Place::Global,
            },
            Resolution::Free => {
                let scope = &self[self[id].unit];
                let register = scope.free.get(&name).copied().unwrap_or(0);
                if self[id].kind == ScopeKind::Class {
                    Place::ClassCell(register)
                } else {
                    Place::Cell(register)
                }
            }
        }
    }

    /// Whether some expression assigns the local that a name means in a scope.
    pub(crate) fn has_walrus(&self, id: ScopeId, name: Name) -> bool {
        let Some(symbol) = self[id].symbols.get(&name) else { return false };
        let owner = if let Resolution::Bound(owner) = symbol.resolution { owner } else { id };
        self[owner].symbols.get(&name).is_some_and(|s| s.mentions & mention::WALRUS != 0)
    }

    /// The register of the cell that a new function made in `id` captures under a name.
    pub(crate) fn captured(&self, id: ScopeId, name: Name) -> Option<u16> {
        let unit = self[id].unit;
        let mut current = Some(id);
        while let Some(at) = current {
            let scope = &self[at];
            if scope.unit != unit {
                break;
            }
            if scope.kind == ScopeKind::Class {
                if name == self.class_name && scope.layout.class_cell.is_some() {
                    return scope.layout.class_cell;
                }
                if name == self.classdict_name && scope.layout.classdict.is_some() {
                    return scope.layout.classdict;
                }
            } else if let Some(symbol) = scope.symbols.get(&name)
                && symbol.resolution == Resolution::Bound(at)
            {
                return Some(symbol.register);
            }
            current = scope.parent;
        }
        self[unit].free.get(&name).copied()
    }
}

fn add_cell(layout: &mut Layout, name: Name) -> u16 {
    let register = layout.locals.len() as u16;
    layout.locals.push(Some(name));
    layout.own_cells.push(register);
    register
}
