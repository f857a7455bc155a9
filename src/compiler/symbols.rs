//! The scopes of a tree as CPython's symbol table tells them: for the module `symtable`. Decides
//! nothing; `scope.rs` has.

use std::collections::HashMap;

use grammar::ast::{ExprKind, Mod, StmtKind, TypeParamKind};
use grammar::nodes::Node;
use grammar::parts::Part;
use indexmap::IndexMap;

use crate::collect::address;
use crate::error::{Result, Text};
use crate::names::Name;
use crate::scope::{Role, Scope, ScopeId, ScopeKind, mention};
use crate::unit::{self, Scoped};
use crate::{Error, Options};

/// One scope with the scopes directly inside it, by number.
#[derive(Clone, Debug, Default)]
pub struct SymbolTable {
    /// 0 to 6: function, class, module, annotation, type alias, type parameters, type variable.
    pub kind: u8,
    pub name: String,
    pub line: u32,
    pub nested: bool,
    /// The parameters, in the order of their variables.
    pub params: Vec<String>,
    /// Names with CPython's bits.
    pub symbols: Vec<(String, u32)>,
    pub children: Vec<usize>,
}

/// CPython's bits that are no mentions, and those of a name's scope.
mod bit {
    pub(super) const GLOBAL: u32 = 1;
    pub(super) const LOCAL: u32 = 2;
    pub(super) const NONLOCAL: u32 = 8;
    pub(super) const USE: u32 = 16;
    pub(super) const IMPORT: u32 = 128;
    pub(super) const ANNOTATED: u32 = 256;
    pub(super) const COMPREHENSION_TARGET: u32 = 512;
    pub(super) const TYPE_PARAM: u32 = 1024;
    pub(super) const PARAM: u32 = 4;
    pub(super) const IS_LOCAL: u32 = 1 << 12;
    pub(super) const IS_GLOBAL: u32 = 2 << 12;
    pub(super) const IS_IMPLICITLY_GLOBAL: u32 = 3 << 12;
    pub(super) const IS_FREE: u32 = 4 << 12;
    pub(super) const IS_CELL: u32 = 5 << 12;
}

/// The scopes of a tree, the module's first.
///
/// # Errors
/// What is refused before code is made.
pub fn symbol_tables(
    module: &Mod<'_>,
    source: &str,
    options: Options,
) -> std::result::Result<Vec<SymbolTable>, Error> {
    let scoped = unit::scoped(module, &Text::new(source), options)?;
    Teller::new(&scoped, module, &Text::new(source)).tell()
}

struct Teller<'s> {
    scoped: &'s Scoped,
    /// Names and lines of scopes, from the nodes that make them.
    labels: HashMap<ScopeId, (String, u32)>,
    /// The scopes directly in each, comprehensions included.
    inner: HashMap<ScopeId, Vec<ScopeId>>,
}

impl<'s> Teller<'s> {
    fn new(scoped: &'s Scoped, module: &Mod<'_>, text: &Text<'_>) -> Teller<'s> {
        let mut teller = Teller { scoped, labels: HashMap::new(), inner: HashMap::new() };
        teller.label_all(module, text);
        for id in scoped.scopes.ids() {
            if let Some(parent) = scoped.scopes[id].parent {
                teller.inner.entry(parent).or_default().push(id);
            }
        }
        teller
    }

    fn label_all(&mut self, module: &Mod<'_>, text: &Text<'_>) {
        let mut waiting = vec![Node::Mod(module)];
        let mut parts = Vec::new();
        while let Some(node) = waiting.pop() {
            self.label(&node, text);
            parts.clear();
            node.parts(&mut parts);
            for part in &parts {
                match part {
                    Part::Node(node) => waiting.push(*node),
                    Part::List(list) => waiting.extend(list.nodes()),
                    _ => {}
                }
            }
        }
    }

    fn label(&mut self, node: &Node<'_>, text: &Text<'_>) {
        let line = node.span().map_or(0, |span| text.lines.location(span.start).line);
        let mut set = |address: usize, role: Role, name: &str| {
            if let Some(id) = self.scoped.scopes.of(address, role) {
                self.labels.insert(id, (name.to_owned(), line));
            }
        };
        match *node {
            Node::Stmt(stmt) => {
                let (at, name) = match stmt.kind {
                    StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => {
                        (address(def), def.name)
                    }
                    StmtKind::ClassDef(def) => (address(def), def.name),
                    StmtKind::TypeAlias { name, .. } => match name.kind {
                        ExprKind::Name { id, .. } => (address(stmt), id),
                        _ => return,
                    },
                    _ => return,
                };
                set(at, Role::Body, name);
                set(at, Role::TypeParams, name);
            }
            Node::Expr(expr) => {
                let name = match expr.kind {
                    ExprKind::Lambda { .. } => "lambda",
                    ExprKind::GeneratorExp { .. } => "genexpr",
                    _ => return,
                };
                set(address(expr), Role::Body, name);
            }
            Node::TypeParam(param) => {
                let (TypeParamKind::TypeVar { name, .. }
                | TypeParamKind::ParamSpec { name, .. }
                | TypeParamKind::TypeVarTuple { name, .. }) = param.kind;
                set(address(param), Role::Bound, name);
                set(address(param), Role::Default, name);
            }
            _ => {}
        }
    }

    fn tell(&self) -> Result<Vec<SymbolTable>> {
        let mut tables = Vec::new();
        let mut waiting = vec![(self.scoped.top, None)];
        while let Some((id, parent)) = waiting.pop() {
            let number = tables.len();
            tables.push(self.table(id));
            if let Some(parent) = parent.and_then(|at: usize| tables.get_mut(at)) {
                parent.children.push(number);
            }
            // The last one in comes out first.
            let children: Vec<ScopeId> = self.children(id);
            waiting.extend(children.into_iter().rev().map(|child| (child, Some(number))));
        }
        Ok(tables)
    }

    /// The scopes in a scope; those in its comprehensions count as its own.
    fn children(&self, id: ScopeId) -> Vec<ScopeId> {
        let mut all = Vec::new();
        let mut waiting = vec![id];
        while let Some(at) = waiting.pop() {
            for &child in self.inner.get(&at).into_iter().flatten() {
                match self.scoped.scopes[child].kind {
                    ScopeKind::Comprehension => waiting.push(child),
                    _ => all.push(child),
                }
            }
        }
        all.sort_unstable();
        all
    }

    /// The comprehensions that run in the code of a scope, inner ones first.
    fn comprehensions(&self, id: ScopeId) -> Vec<ScopeId> {
        let (mut all, mut waiting) = (Vec::new(), vec![id]);
        while let Some(at) = waiting.pop() {
            for &child in self.inner.get(&at).into_iter().flatten() {
                if self.scoped.scopes[child].kind == ScopeKind::Comprehension {
                    all.push(child);
                    waiting.push(child);
                }
            }
        }
        all
    }

    fn table(&self, id: ScopeId) -> SymbolTable {
        let scope = &self.scoped.scopes[id];
        let mut params: Vec<String> = Vec::new();
        if self.is_function_params(id) && !self.has_defaults(scope) {
            params.push(DEFAULTS.to_owned());
        }
        let (name, line) = match self.labels.get(&id) {
            Some((name, line)) => (name.clone(), *line),
            None => ("top".to_owned(), 0),
        };
        params.extend(scope.params.iter().map(|name| self.scoped.names.text(*name).to_owned()));
        SymbolTable {
            kind: match scope.kind {
                ScopeKind::Function | ScopeKind::Lambda | ScopeKind::Generator => 0,
                ScopeKind::Comprehension => 0,
                ScopeKind::Class => 1,
                ScopeKind::Module => 2,
                ScopeKind::Annotation => 3,
                ScopeKind::TypeAlias => 4,
                ScopeKind::TypeParams => 5,
                ScopeKind::TypeVariable => 6,
            },
            name,
            line,
            nested: self.is_nested(scope),
            params,
            symbols: self.symbols(id),
            children: Vec::new(),
        }
    }

    fn is_nested(&self, scope: &Scope) -> bool {
        let mut at = scope.parent;
        while let Some(id) = at {
            let around = &self.scoped.scopes[id];
            if around.kind.is_function_like() && around.kind != ScopeKind::Comprehension {
                return true;
            }
            at = around.parent;
        }
        false
    }

    fn symbols(&self, id: ScopeId) -> Vec<(String, u32)> {
        let scopes = &self.scoped.scopes;
        let scope = &scopes[id];
        let mut symbols: IndexMap<String, u32> = IndexMap::new();
        let hidden = self.hidden(id);
        symbols.extend(hidden.iter().map(|(name, bits)| ((*name).to_owned(), *bits)));
        for (name, bits) in self.own(id) {
            let text = self.scoped.names.text(name);
            // Only classes have it in CPython.
            if text == ".type_params" && !self.is_class_params(id) {
                continue;
            }
            // Nobody mentions what a generator expression goes through.
            let bits = if text == ".0" { bits & !bit::USE } else { bits };
            symbols.entry(text.to_owned()).or_insert(bits);
        }
        for inner in self.comprehensions(id) {
            for (&name, symbol) in &scopes[inner].symbols {
                let bits = mentioned(symbol.mentions);
                let scope = self.scope_bits(inner, name);
                let text = self.scoped.names.text(name).to_owned();
                symbols.entry(text).or_insert(bits | scope);
            }
        }
        for &name in scope.free.keys() {
            let text = self.scoped.names.text(name);
            if text != "__classdict__" || !scope.sees_class {
                symbols.entry(text.to_owned()).or_insert(bit::IS_FREE);
            }
        }
        symbols.into_iter().collect()
    }

    /// Names that only CPython's compiler mentions.
    fn hidden(&self, id: ScopeId) -> Vec<(&'static str, u32)> {
        let scopes = &self.scoped.scopes;
        let scope = &scopes[id];
        let mut hidden = Vec::new();
        if scope.sees_class {
            hidden.push(("__classdict__", bit::IS_FREE | bit::USE));
        }
        let in_params = scope.parent.is_some_and(|p| scopes[p].kind == ScopeKind::TypeParams);
        if scope.kind == ScopeKind::Class && in_params {
            hidden.push(("__type_params__", bit::IS_LOCAL | bit::LOCAL));
        }
        if self.is_function_params(id) && !self.has_defaults(scope) {
            hidden.push((DEFAULTS, bit::IS_LOCAL | bit::PARAM));
        }
        hidden
    }

    fn has_defaults(&self, scope: &Scope) -> bool {
        scope.params.iter().any(|name| self.scoped.names.text(*name) == DEFAULTS)
    }

    /// Whether it is the scope of a function's type parameters.
    fn is_function_params(&self, id: ScopeId) -> bool {
        let scopes = &self.scoped.scopes;
        let mut inner = self.inner.get(&id).into_iter().flatten();
        scopes[id].kind == ScopeKind::TypeParams
            && inner.any(|child| scopes[*child].kind == ScopeKind::Function)
    }

    /// Whether it is the scope of a class's type parameters, or in it.
    fn is_class_params(&self, id: ScopeId) -> bool {
        let scopes = &self.scoped.scopes;
        let mut inner = self.inner.get(&id).into_iter().flatten();
        scopes[id].kind == ScopeKind::Class
            || inner.any(|child| scopes[*child].kind == ScopeKind::Class)
    }

    /// The names that a scope mentions, in order. A module knows what its functions declare global.
    fn own(&self, id: ScopeId) -> Vec<(Name, u32)> {
        let scopes = &self.scoped.scopes;
        let mut all: Vec<(u32, Name, u32)> = Vec::new();
        for (&name, symbol) in &scopes[id].symbols {
            let bits = mentioned(symbol.mentions);
            all.push((symbol.order(), name, bits | self.scope_bits(id, name)));
        }
        if scopes[id].kind == ScopeKind::Module {
            for other in scopes.ids() {
                for (&name, symbol) in &scopes[other].symbols {
                    if symbol.mentions & mention::GLOBAL != 0 && other != id {
                        match all.iter_mut().find(|(_, known, _)| *known == name) {
                            Some((_, _, bits)) => *bits |= bit::GLOBAL,
                            None => {
                                all.push((symbol.order(), name, bit::GLOBAL | bit::IS_GLOBAL));
                            }
                        }
                    }
                }
            }
        }
        all.sort_unstable_by_key(|(order, ..)| *order);
        all.into_iter().map(|(_, name, bits)| (name, bits)).collect()
    }

    fn scope_bits(&self, id: ScopeId, name: Name) -> u32 {
        let scopes = &self.scoped.scopes;
        let Some(symbol) = scopes[id].symbols.get(&name) else { return 0 };
        let is_module = scopes[id].kind == ScopeKind::Module;
        if symbol.mentions & mention::GLOBAL != 0
            || is_module && scopes.declared_global.contains(&name)
        {
            bit::IS_GLOBAL
        } else if symbol.mentions & mention::BOUND != 0 && symbol.mentions & mention::NONLOCAL == 0
        {
            if symbol.cell { bit::IS_CELL } else { bit::IS_LOCAL }
        } else if scopes[scopes[id].unit].free.contains_key(&name) {
            bit::IS_FREE
        } else {
            bit::IS_IMPLICITLY_GLOBAL
        }
    }
}

/// The parameter of a generic function's outer one, which CPython's always has.
const DEFAULTS: &str = ".defaults";

/// Mentions as CPython's bits.
fn mentioned(mentions: u16) -> u32 {
    let pairs = [
        (mention::GLOBAL, bit::GLOBAL),
        (mention::LOCAL, bit::LOCAL),
        (mention::PARAM, bit::PARAM),
        (mention::NONLOCAL, bit::NONLOCAL),
        (mention::USE, bit::USE),
        (mention::TYPE_PARAM, bit::TYPE_PARAM),
        (mention::ANNOTATED, bit::ANNOTATED),
        (mention::COMPREHENSION_TARGET, bit::COMPREHENSION_TARGET),
        (mention::IMPORT, bit::IMPORT),
    ];
    pairs.iter().filter(|(own, _)| mentions & own != 0).map(|(_, theirs)| theirs).sum()
}
