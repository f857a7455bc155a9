//! Instances of the classes of `ast` as a tree of the grammar, whatever a program has put into them.
//! Attributes are asked for as Python code would ask; nodes whose fields are being read are a list, so
//! that nothing recurses.

use std::rc::Rc;

use taipan_grammar::ast::{Arena, Mod, Span};
use taipan_grammar::nodes::{FieldInfo, FieldType, Kind, Node, Quantity, Sort};
use taipan_grammar::parts::{Part, Value as Field};
use taipan_grammar::{LineIndex, Location};

use super::{SyntaxClasses, constants};
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::BytesObject;
use crate::types::exception::{RECURSION_ERROR, SYSTEM_ERROR};
use crate::types::list::ListObject;

/// How deep nodes may be nested, as in CPython.
const DEEPEST: usize = 9_998;

/// A tree that a program made.
pub struct MadeTree<'a> {
    pub module: &'a Mod<'a>,
    /// What its spans stand for.
    pub places: LineIndex,
}

/// A node whose fields are being read.
struct Open<'a> {
    kind: Kind,
    object: Value,
    span: Span,
    /// The next field.
    at: usize,
    values: Vec<Field<'a>>,
    list: Option<OpenList<'a>>,
}

/// The list of a field while its items are read.
struct OpenList<'a> {
    list: Value,
    length: usize,
    at: usize,
    parts: Vec<Part<'a>>,
}

struct Reader<'v, 'a> {
    vm: &'v Vm,
    classes: Rc<SyntaxClasses>,
    arena: &'a Arena,
    places: Vec<Location>,
    open: Vec<Open<'a>>,
}

/// What an object turned out to be: a value that is complete, or a node that was opened.
enum Read<'a> {
    Part(Part<'a>),
    Opened,
}

/// The tree of an instance of `ast.mod`, which must be of the wanted kind.
pub fn read_tree<'a>(
    vm: &Vm,
    object: &Value,
    wanted: Kind,
    arena: &'a Arena,
) -> PyResult<MadeTree<'a>> {
    let classes = vm.syntax_classes()?;
    let is_wanted =
        classes.kind(wanted).is_some_and(|own| vm.type_of(object).is_subtype(&own.class));
    if !is_wanted {
        let (wanted, got) = (wanted.info().name, vm.class(object).name());
        return Err(vm.type_error(format!("expected {wanted} node, got {got}")));
    }
    let places = vec![Location::default()];
    let mut reader = Reader { vm, classes, arena, places, open: Vec::new() };
    let root = reader.open(object, wanted, Span::default());
    let mut returned = match root? {
        Read::Part(part) => Some(part),
        Read::Opened => None,
    };
    while let Some(mut top) = reader.open.pop() {
        if let Some(part) = returned.take() {
            match &mut top.list {
                Some(list) => list.parts.push(part),
                None => top.values.push(Field::One(part)),
            }
        }
        returned = reader.go_on(top)?;
    }
    match returned {
        Some(Part::Node(Node::Mod(module))) => {
            Ok(MadeTree { module, places: LineIndex::of_places(reader.places) })
        }
        _ => Err(malformed(vm)),
    }
}

/// No tree gets here: the reader checks what the grammar asks for.
fn malformed(vm: &Vm) -> Raised {
    vm.raise(&SYSTEM_ERROR, "the syntax tree is malformed")
}

impl<'a> Reader<'_, 'a> {
    /// Reads on in a node until one of its fields needs another node, or to its end.
    fn go_on(&mut self, mut top: Open<'a>) -> PyResult<Option<Part<'a>>> {
        let fields = top.kind.info().fields;
        loop {
            let read = if top.list.is_some() {
                let Some(field) = fields.get(top.at.wrapping_sub(1)) else { break };
                self.item(&mut top, field)?
            } else {
                let Some(field) = fields.get(top.at) else { break };
                top.at += 1;
                self.field(&mut top, field)?
            };
            if let Some(opened) = read {
                // The field goes on when the node is complete.
                self.open.push(top);
                self.open.push(opened);
                return Ok(None);
            }
        }
        let sort = top.kind.info().sort;
        if sort.is_product() && sort.has_place() {
            top.span = self.place(&top.object, sort)?;
        }
        for (field, value) in fields.iter().zip(&top.values) {
            if field.quantity == Quantity::One && matches!(value, Field::One(Part::None)) {
                let (name, owner) = (field.name, top.kind.info().name);
                let text = format!("field '{name}' is required for {owner}");
                return Err(self.vm.value_error(text));
            }
        }
        let made = top.kind.build(self.arena, top.span, top.values);
        made.map(|node| Some(Part::Node(node))).ok_or_else(|| malformed(self.vm))
    }

    /// The next item of an open list.
    fn item(&mut self, top: &mut Open<'a>, field: &FieldInfo) -> PyResult<Option<Open<'a>>> {
        let Some(open) = &mut top.list else { return Ok(None) };
        let list = open.list.get::<ListObject>();
        if list.map_or(0, ListObject::len) != open.length {
            let (kind, name) = (top.kind.info().name, field.name);
            let text = format!("{kind} field \"{name}\" changed size during iteration");
            return Err(self.vm.runtime_error(text));
        }
        let Some(item) = list.and_then(|list| list.get(open.at)) else {
            let done = top.list.take().map(|list| list.parts).unwrap_or_default();
            top.values.push(Field::Many(done));
            return Ok(None);
        };
        open.at += 1;
        match self.read(&item, field)? {
            Read::Part(Part::None) if !may_hold_none(top.kind, field) => {
                let what = match field.ty {
                    FieldType::Node(Sort::Stmt) => "statement list",
                    FieldType::Node(Sort::Expr) => "expression list",
                    _ => "list",
                };
                Err(self.vm.value_error(format!("None disallowed in {what}")))
            }
            Read::Part(part) => {
                open.parts.push(part);
                Ok(None)
            }
            Read::Opened => Ok(self.open.pop()),
        }
    }

    /// The next field. A node that it needs comes back opened.
    fn field(&mut self, top: &mut Open<'a>, field: &FieldInfo) -> PyResult<Option<Open<'a>>> {
        let (vm, info) = (self.vm, top.kind.info());
        let found = vm.getattr_opt(&top.object, &vm.intern(field.name))?;
        let value = match (found, field.quantity) {
            (Some(value), _) => value,
            (None, Quantity::Optional) => Value::NONE,
            (None, Quantity::Many) => {
                top.values.push(Field::Many(Vec::new()));
                return Ok(None);
            }
            (None, Quantity::One) => return Err(missing(vm, field.name, info.name)),
        };
        if field.quantity == Quantity::Many {
            let Some(list) = value.get::<ListObject>() else {
                let (name, class) = (field.name, vm.class(&value).full_name());
                let text = format!("{} field \"{name}\" must be a list, not a {class}", info.name);
                return Err(vm.type_error(text));
            };
            let length = list.len();
            top.list = Some(OpenList { list: value, length, at: 0, parts: Vec::new() });
            return Ok(None);
        }
        if value.is_none() && field.quantity == Quantity::Optional {
            top.values.push(Field::One(Part::None));
            return Ok(None);
        }
        match self.read(&value, field)? {
            Read::Part(part) => {
                check_number(vm, top.kind, field, part)?;
                top.values.push(Field::One(part));
                Ok(None)
            }
            Read::Opened => Ok(self.open.pop()),
        }
    }

    /// A value of a field's type. None stands for an absent node or name.
    fn read(&mut self, value: &Value, field: &FieldInfo) -> PyResult<Read<'a>> {
        let vm = self.vm;
        Ok(Read::Part(match field.ty {
            FieldType::Node(sort) => return self.node(value, sort),
            FieldType::Constant => Part::Constant(constants::constant_of(vm, value, self.arena)?),
            FieldType::Int => Part::Int(i64::from(int(vm, value)?)),
            FieldType::Identifier if value.is_none() => Part::None,
            FieldType::Identifier => Part::Text(self.identifier(value)?),
            FieldType::String => {
                let is_text = vm.type_of(value) == *vm.types.str()
                    || value.get_exact::<BytesObject>().is_some();
                if !is_text {
                    return Err(vm.type_error("AST string must be of type str"));
                }
                Part::Text(self.arena.alloc_str(value.as_str().unwrap_or_default()))
            }
        }))
    }

    fn identifier(&self, value: &Value) -> PyResult<&'a str> {
        let vm = self.vm;
        if vm.type_of(value) != *vm.types.str() {
            return Err(vm.type_error("AST identifier must be of type str"));
        }
        if let Some(text) = value.as_str() {
            return Ok(self.arena.alloc_str(text));
        }
        // It has surrogates, so this raises.
        vm.call_method(value, &vm.intern("encode"), &[])?;
        Err(malformed(vm))
    }

    /// A node of that type: its kind and place are known now, its fields come later.
    fn node(&mut self, value: &Value, sort: Sort) -> PyResult<Read<'a>> {
        let vm = self.vm;
        let is_enumeration = sort.kinds().all(|kind| kind.info().fields.is_empty());
        if sort.is_product() {
            return match sort.kinds().next() {
                Some(kind) => self.open(value, kind, Span::default()),
                None => Err(malformed(vm)),
            };
        }
        if value.is_none() && !is_enumeration {
            return Ok(Read::Part(Part::None));
        }
        let span = if sort.has_place() { self.place(value, sort)? } else { Span::default() };
        let Some(kind) = self.classes.kind_of(vm, value, sort) else {
            let (wanted, got) = (sort.name(), vm.repr_text(value)?);
            return Err(vm.type_error(format!("expected some sort of {wanted}, but got {got}")));
        };
        self.open(value, kind, span)
    }

    fn open(&mut self, value: &Value, kind: Kind, span: Span) -> PyResult<Read<'a>> {
        let info = kind.info();
        if info.fields.is_empty() {
            let node = kind.build(self.arena, span, []).ok_or_else(|| malformed(self.vm))?;
            return Ok(Read::Part(Part::Node(node)));
        }
        if self.open.len() >= DEEPEST {
            let text = format!(
                "maximum recursion depth exceeded while traversing '{}' node",
                info.sort.name()
            );
            return Err(self.vm.raise(&RECURSION_ERROR, text));
        }
        let values = Vec::with_capacity(info.fields.len());
        let open = Open { kind, object: value.clone(), span, at: 0, values, list: None };
        self.open.push(open);
        Ok(Read::Opened)
    }

    // ---- places --------------------------------------------------------------------------------

    /// The place of a node as a span of the tree that is being made.
    fn place(&mut self, object: &Value, sort: Sort) -> PyResult<Span> {
        let vm = self.vm;
        let classes = self.classes.clone();
        let mut numbers = [0i32; 4];
        for (at, name) in classes.places.iter().enumerate() {
            let found = vm.getattr_opt(object, name)?;
            numbers[at] = match found.filter(|value| at < 2 || !value.is_none()) {
                Some(value) => int(vm, &value)?,
                None if at < 2 => return Err(missing(vm, super::PLACE[at], sort.name())),
                // The end is where the start is.
                None => numbers[at - 2],
            };
        }
        if sort != Sort::Alias {
            check_place(vm, numbers)?;
        }
        let [line, column, end_line, end_column] = numbers.map(|number| number.max(0) as u32);
        let start = self.places.len() as u32;
        self.places.push(Location { line, column });
        self.places.push(Location { line: end_line, column: end_column });
        Ok(Span::new(start, start + 1))
    }
}

fn missing(vm: &Vm, name: &str, owner: &str) -> Raised {
    vm.type_error(format!("required field \"{name}\" missing from {owner}"))
}

/// Keys of dictionaries and defaults of parameters may be absent one by one.
fn may_hold_none(kind: Kind, field: &FieldInfo) -> bool {
    matches!((kind, field.name), (Kind::Dict, "keys") | (Kind::Arguments, "kw_defaults"))
}

/// Numbers of which the grammar's tree has only those with a meaning.
fn check_number(vm: &Vm, kind: Kind, field: &FieldInfo, part: Part<'_>) -> PyResult<()> {
    match (kind, field.name, part) {
        (Kind::ImportFrom, "level", Part::Int(..0)) => {
            Err(vm.value_error("Negative ImportFrom level"))
        }
        (Kind::TypeIgnore, "lineno", Part::Int(..0)) => {
            Err(vm.value_error("negative line of a TypeIgnore"))
        }
        (Kind::FormattedValue, "conversion", Part::Int(code))
            if ![-1, i64::from(b'a'), i64::from(b'r'), i64::from(b's')].contains(&code) =>
        {
            let text = format!("Unrecognized conversion character {code}");
            Err(vm.raise(&SYSTEM_ERROR, text))
        }
        _ => Ok(()),
    }
}

/// A C int.
fn int(vm: &Vm, value: &Value) -> PyResult<i32> {
    if !vm.type_of(value).is_subtype(vm.types.int()) {
        return Err(vm.value_error(format!("invalid integer value: {}", vm.repr_text(value)?)));
    }
    vm.as_big(value)
        .and_then(|number| i32::try_from(&*number).ok())
        .ok_or_else(|| vm.overflow_error("Python int too large to convert to C int"))
}

fn check_place(vm: &Vm, [line, column, end_line, end_column]: [i32; 4]) -> PyResult<()> {
    let text = if line > end_line {
        format!("AST node line range ({line}, {end_line}) is not valid")
    } else if line < 0 && end_line != line || column < 0 && column != end_column {
        format!(
            "AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) \
             is not valid"
        )
    } else if line == end_line && column > end_column {
        format!("line {line}, column {column}-{end_column} is not a valid range")
    } else {
        return Ok(());
    };
    Err(vm.value_error(text))
}
