//! Native functions: tables of ordinary typed Rust functions, and how arguments get to them.
//!
//! A row is a Rust function, its signature as Python text and its documentation:
//! `log "(x, base=None, /)" "Logarithm of x to a base."`. The signature, parsed once, binds
//! arguments and keywords; the Rust function receives one argument per parameter, converted by
//! [`FromArg`]. `*args` arrives as a tuple and `**kwargs` as a dict.

use std::cell::{Cell, OnceCell};
use std::fmt::Display;

use super::header::Traverse;
use super::slots::{PyResult, Raised};
use super::value::Value;
use super::vm::Vm;

/// The arguments of a call: positional ones, then the values of the keyword ones.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    pub all: &'a [Value],
    /// Names of the last ones; interned strs.
    pub names: &'a [Value],
}

impl<'a> Args<'a> {
    pub const NONE: Args<'static> = Args { all: &[], names: &[] };

    pub fn positional_only(all: &'a [Value]) -> Args<'a> {
        Args { all, names: &[] }
    }

    pub fn positional(&self) -> &'a [Value] {
        &self.all[..self.all.len() - self.names.len()]
    }

    /// Names and values of the keyword arguments.
    pub fn keywords(&self) -> impl Iterator<Item = (&'a Value, &'a Value)> + use<'a> {
        self.names.iter().zip(&self.all[self.all.len() - self.names.len()..])
    }
}

/// What the table's wrapper looks like to the machine: one value per parameter.
pub type RawFn = fn(&Vm, &[Value]) -> PyResult;

/// One row of a table of functions or methods.
pub struct NativeDef {
    pub name: &'static str,
    pub signature: &'static str,
    pub doc: &'static str,
    pub call: RawFn,
    pub binding: Binding,
    /// Whether to await a call with the one argument 0 is to hand control to the event loop once, and
    /// nothing else: then nobody needs the coroutine. See `Vm::nap`.
    pub naps: bool,
    /// Whether it can change whether execution is traced, so that its caller has to look.
    pub traces: bool,
}

/// What a function in a type's table is bound to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Binding {
    /// The instance: the first parameter is `self`. Functions of modules have no `self` and this too.
    Instance,
    /// The class: the first parameter is `cls`.
    Class,
    Static,
}

/// One row of a table of computed attributes.
pub struct GetSet {
    pub name: &'static str,
    pub doc: &'static str,
    pub get: fn(&Vm, &Value) -> PyResult,
    /// Value, or `None` for `del`.
    pub set: Option<fn(&Vm, &Value, Option<&Value>) -> PyResult<()>>,
}

/// A table of functions: `funcs![ function "signature" "documentation", … ]`. The Python name is
/// the Rust name, or the string in front: `"from_bytes" = int_from_bytes "(…)" "…"`. A leading
/// `class` or `static` says what the function is bound to; `naps` and `traces` see there.
#[macro_export]
macro_rules! funcs {
    ($($rows:tt)*) => { $crate::funcs_rows!([] $($rows)*) };
}

#[doc(hidden)]
#[macro_export]
macro_rules! funcs_rows {
    ([$($done:expr,)*]) => { &[$($done),*] };
    ([$($done:expr,)*] class $name:literal = $f:path, $sig:literal, $doc:literal; $($rest:tt)*) => {
        $crate::funcs_rows!([$($done,)* $crate::native_row!($name, $f, $sig, $doc, Class),] $($rest)*)
    };
    ([$($done:expr,)*] static $name:literal = $f:path, $sig:literal, $doc:literal; $($rest:tt)*) => {
        $crate::funcs_rows!([$($done,)* $crate::native_row!($name, $f, $sig, $doc, Static),] $($rest)*)
    };
    ([$($done:expr,)*] naps $f:ident $sig:literal $doc:literal; $($rest:tt)*) => {
        $crate::funcs_rows!(
            [
                $($done,)*
                $crate::object::native::NativeDef {
                    naps: true,
                    ..$crate::native_row!(stringify!($f), $f, $sig, $doc, Instance)
                },
            ]
            $($rest)*
        )
    };
    ([$($done:expr,)*] traces $name:literal = $f:path, $sig:literal, $doc:literal; $($rest:tt)*) => {
        $crate::funcs_rows!(
            [
                $($done,)*
                $crate::object::native::NativeDef {
                    traces: true,
                    ..$crate::native_row!($name, $f, $sig, $doc, Instance)
                },
            ]
            $($rest)*
        )
    };
    ([$($done:expr,)*] raw $name:literal = $f:path, $sig:literal, $doc:literal; $($rest:tt)*) => {
        $crate::funcs_rows!(
            [
                $($done,)*
                $crate::object::native::NativeDef {
                    name: $name,
                    signature: $sig,
                    doc: $doc,
                    call: $f,
                    binding: $crate::object::native::Binding::Instance,
                    naps: false,
                    traces: false,
                },
            ]
            $($rest)*
        )
    };
    ([$($done:expr,)*] $name:literal = $f:path, $sig:literal, $doc:literal; $($rest:tt)*) => {
        $crate::funcs_rows!([$($done,)* $crate::native_row!($name, $f, $sig, $doc, Instance),] $($rest)*)
    };
    ([$($done:expr,)*] $f:ident $sig:literal $doc:literal; $($rest:tt)*) => {
        $crate::funcs_rows!(
            [$($done,)* $crate::native_row!(stringify!($f), $f, $sig, $doc, Instance),] $($rest)*
        )
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! native_row {
    ($name:expr, $f:path, $sig:literal, $doc:literal, $binding:ident) => {
        $crate::object::native::NativeDef {
            name: $name,
            signature: $sig,
            doc: $doc,
            call: |vm, args| $crate::object::native::invoke($f, vm, args),
            binding: $crate::object::native::Binding::$binding,
            naps: false,
            traces: false,
        }
    };
}

/// Calls a typed Rust function with one value per parameter.
pub fn invoke<'a, M, F: NativeFn<'a, M>>(function: F, vm: &'a Vm, args: &'a [Value]) -> PyResult {
    function.invoke(vm, args)
}

/// A Rust function whose parameters and result convert from and to Python values.
pub trait NativeFn<'a, M> {
    fn invoke(self, vm: &'a Vm, args: &'a [Value]) -> PyResult;
}

macro_rules! native_fn {
    ($($arg:ident),*) => {
        impl<'a, F, R, $($arg),*> NativeFn<'a, ($($arg,)*)> for F
        where
            F: Fn(&'a Vm, $($arg),*) -> R,
            R: IntoResult,
            $($arg: FromArg<'a>,)*
        {
            #[allow(non_snake_case, unused_mut, unused_variables)]
            fn invoke(self, vm: &'a Vm, args: &'a [Value]) -> PyResult {
                let mut rest = args.iter();
                $(let $arg = $arg::from_arg(vm, rest.next().unwrap_or(const { &UNBOUND }))?;)*
                self(vm, $($arg),*).into_result(vm)
            }
        }
    };
}

const UNBOUND: Value = Value::UNBOUND;

native_fn!();
native_fn!(A);
native_fn!(A, B);
native_fn!(A, B, C);
native_fn!(A, B, C, D);
native_fn!(A, B, C, D, E);
native_fn!(A, B, C, D, E, G);
native_fn!(A, B, C, D, E, G, H);
native_fn!(A, B, C, D, E, G, H, I);

/// A parameter's Rust type. `Option<T>` is `None` for an absent argument and for Python's None.
pub trait FromArg<'a>: Sized {
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self>;
}

impl<'a> FromArg<'a> for &'a Value {
    fn from_arg(_: &'a Vm, value: &'a Value) -> PyResult<Self> {
        Ok(value)
    }
}

impl<'a> FromArg<'a> for Value {
    fn from_arg(_: &'a Vm, value: &'a Value) -> PyResult<Self> {
        Ok(value.clone())
    }
}

impl<'a, T: FromArg<'a>> FromArg<'a> for Option<T> {
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        if value.is_unbound() || value.is_none() {
            Ok(None)
        } else {
            T::from_arg(vm, value).map(Some)
        }
    }
}

/// An argument that may be absent, where None is a value like any other.
pub struct Maybe<'a>(pub Option<&'a Value>);

impl<'a> FromArg<'a> for Maybe<'a> {
    fn from_arg(_: &'a Vm, value: &'a Value) -> PyResult<Self> {
        Ok(Maybe((!value.is_unbound()).then_some(value)))
    }
}

/// The items of a `*args` parameter.
pub struct Rest<'a>(pub &'a [Value]);

impl<'a> FromArg<'a> for Rest<'a> {
    fn from_arg(_: &'a Vm, value: &'a Value) -> PyResult<Self> {
        Ok(Rest(value.tuple_items()))
    }
}

impl<'a> FromArg<'a> for i64 {
    /// By `__index__`; OverflowError beyond 64 bits.
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        match value.as_int() {
            Some(int) => Ok(int),
            None => vm.index_i64(value),
        }
    }
}

impl<'a> FromArg<'a> for i32 {
    /// By `__index__`; OverflowError beyond C's int.
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        let int = vm.index(value)?;
        let number = vm.small_index(&int).and_then(|number| i32::try_from(number).ok());
        number.ok_or_else(|| vm.overflow_error("Python int too large to convert to C int"))
    }
}

impl<'a> FromArg<'a> for f64 {
    /// By `__float__` or `__index__`.
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        match value.as_small_float() {
            Some(float) => Ok(float),
            None => vm.to_f64(value),
        }
    }
}

impl<'a> FromArg<'a> for bool {
    /// By truth value.
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        vm.truth(value)
    }
}

impl<'a> FromArg<'a> for &'a str {
    /// A str without lone surrogates.
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        match value.as_str() {
            Some(text) => Ok(text),
            None => Err(vm.not_text(value)),
        }
    }
}

/// A native function's result.
pub trait IntoResult {
    fn into_result(self, vm: &Vm) -> PyResult;
}

impl IntoResult for Value {
    fn into_result(self, _: &Vm) -> PyResult {
        Ok(self)
    }
}

impl IntoResult for () {
    fn into_result(self, _: &Vm) -> PyResult {
        Ok(Value::NONE)
    }
}

impl IntoResult for bool {
    fn into_result(self, _: &Vm) -> PyResult {
        Ok(Value::bool(self))
    }
}

impl IntoResult for i64 {
    fn into_result(self, vm: &Vm) -> PyResult {
        Ok(vm.int(self))
    }
}

impl IntoResult for usize {
    fn into_result(self, vm: &Vm) -> PyResult {
        Ok(vm.int(self as i64))
    }
}

impl IntoResult for f64 {
    fn into_result(self, vm: &Vm) -> PyResult {
        Ok(vm.float(self))
    }
}

impl IntoResult for &str {
    fn into_result(self, vm: &Vm) -> PyResult {
        Ok(vm.str(self))
    }
}

impl IntoResult for String {
    fn into_result(self, vm: &Vm) -> PyResult {
        Ok(vm.str(&self))
    }
}

impl<T: IntoResult> IntoResult for Option<T> {
    fn into_result(self, vm: &Vm) -> PyResult {
        self.map_or(Ok(Value::NONE), |v| v.into_result(vm))
    }
}

impl<T: IntoResult> IntoResult for PyResult<T> {
    fn into_result(self, vm: &Vm) -> PyResult {
        self.and_then(|v| v.into_result(vm))
    }
}

/// Calls with more parameters than this take the general way.
pub(crate) const MOST_DEFAULTS: usize = 8;

/// The payload of a native function or of a method descriptor in a type's namespace.
pub struct NativeObject {
    pub def: &'static NativeDef,
    signature: OnceCell<Signature>,
    /// How many positional arguments, `self` included, are passed through as they are, plus one; 0 if
    /// that is not known yet or no number of them is. And from how many on defaults do the rest.
    exact: Cell<usize>,
    least: Cell<usize>,
    /// Values of the parameters' defaults, in order; unbound where the text is no literal.
    defaults: OnceCell<Box<[Value]>>,
    /// The type in whose namespace it stands; unbound for a module's function.
    pub owner: Value,
    /// What the first parameter is bound to: a class, for class methods; else unbound.
    pub bound: Value,
    /// The module's name.
    pub module: Value,
}

impl NativeObject {
    pub fn new(def: &'static NativeDef, owner: Value, bound: Value, module: Value) -> NativeObject {
        NativeObject {
            def,
            signature: OnceCell::new(),
            exact: Cell::new(0),
            least: Cell::new(0),
            defaults: OnceCell::new(),
            owner,
            bound,
            module,
        }
    }

    /// What `__text_signature__` shows: a `$` marks what is bound. A method that hands on whatever it is
    /// given stands for the base's method of that name.
    pub fn shown_signature(&self) -> String {
        let base = super::types::TypeRef::of(&self.owner).and_then(|owner| owner.spec?.base);
        let known = base.filter(|_| self.def.signature == "(self, *args, **kwargs)");
        let row = known.and_then(|base| base.methods.iter().find(|row| row.name == self.def.name));
        let text = row.unwrap_or(self.def).signature;
        let is_bound = self.def.binding != Binding::Static
            && !(self.owner.is_unbound() && self.bound.is_unbound());
        match text.strip_prefix('(') {
            Some(rest) if is_bound => format!("(${rest}"),
            _ => text.to_owned(),
        }
    }

    pub fn signature(&self) -> &Signature {
        self.signature.get_or_init(|| {
            let signature = Signature::parse(self.def.signature);
            let of_class = self.def.binding == Binding::Class && !self.owner.is_unbound();
            if signature.plain && self.bound.is_unbound() && !of_class && !self.def.traces {
                self.exact.set(signature.positional + 1);
                self.least.set(signature.required);
            }
            signature
        })
    }

    /// Whether that many positional arguments fit as they are. A wrong no is possible before the
    /// first call.
    #[inline(always)]
    pub(crate) fn takes_exactly(&self, count: usize) -> bool {
        self.exact.get() == count + 1
    }

    /// Whether that many positional arguments leave some, at most [`MOST_DEFAULTS`], to defaults.
    #[inline(always)]
    pub(crate) fn takes_fewer(&self, count: usize) -> bool {
        let all = self.exact.get();
        count + 1 < all && count >= self.least.get() && all <= MOST_DEFAULTS
    }

    /// Whether `self`, if there is one, is of the type itself.
    #[inline(always)]
    pub(crate) fn receives(&self, class: &super::types::Type) -> bool {
        match self.owner.get_exact::<super::types::Type>() {
            Some(owner) => std::ptr::eq(owner, class) || self.def.binding != Binding::Instance,
            None => true,
        }
    }

    /// The defaults of the parameters, made once.
    pub fn defaults(&self, vm: &Vm) -> &[Value] {
        let value = |p: &Parameter| p.default.map_or(Value::UNBOUND, |text| literal(vm, text));
        self.defaults.get_or_init(|| self.signature().parameters.iter().map(value).collect())
    }

    /// Whether the function has a `self` that a lookup through an instance binds.
    pub fn is_method(&self) -> bool {
        !self.owner.is_unbound() && self.def.binding == Binding::Instance
    }
}

impl Traverse for NativeObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.owner);
        visit(&self.bound);
        visit(&self.module);
        self.defaults.get().into_iter().flatten().for_each(visit);
    }
}

/// A parsed signature.
pub struct Signature {
    pub parameters: Vec<Parameter>,
    /// Positional parameters altogether, and those without a default.
    pub positional: usize,
    pub required: usize,
    /// Nothing but positional parameters: arguments can be passed through as they are.
    pub plain: bool,
    /// Where `*args` stands, if what follows it has defaults and only names can reach it.
    pub starred: Option<usize>,
}

pub struct Parameter {
    pub name: &'static str,
    pub kind: ParameterKind,
    /// The text of the default.
    pub default: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParameterKind {
    PositionalOnly,
    Either,
    KeywordOnly,
    Rest,
    Keywords,
}

impl Signature {
    /// Parses `(a, b=None, /, c=0, *args, d, **kwargs)`. Our own tables only hold good ones.
    pub fn parse(text: &'static str) -> Signature {
        let inner = text.trim().trim_start_matches('(').trim_end_matches(')');
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut kind = ParameterKind::Either;
        for part in split_commas(inner) {
            let (name, default) = match part.split_once('=') {
                Some((name, default)) => (name.trim(), Some(default.trim())),
                None => (part.trim(), None),
            };
            if name == "/" {
                let all = parameters.iter_mut();
                all.for_each(|p| p.kind = ParameterKind::PositionalOnly);
            } else if name == "*" {
                kind = ParameterKind::KeywordOnly;
            } else if let Some(name) = name.strip_prefix("**") {
                parameters.push(Parameter { name, kind: ParameterKind::Keywords, default });
            } else if let Some(name) = name.strip_prefix('*') {
                parameters.push(Parameter { name, kind: ParameterKind::Rest, default });
                kind = ParameterKind::KeywordOnly;
            } else if !name.is_empty() {
                parameters.push(Parameter { name, kind, default });
            }
        }
        let is_positional = |p: &&Parameter| {
            matches!(p.kind, ParameterKind::PositionalOnly | ParameterKind::Either)
        };
        let positional = parameters.iter().filter(is_positional).count();
        let required =
            parameters.iter().filter(is_positional).filter(|p| p.default.is_none()).count();
        let plain = positional == parameters.len();
        let starred = parameters.iter().position(|p| p.kind == ParameterKind::Rest).filter(|at| {
            let by_name =
                |p: &Parameter| p.kind == ParameterKind::KeywordOnly && p.default.is_some();
            *at == positional && parameters[at + 1..].iter().all(by_name)
        });
        Signature { parameters, positional, required, plain, starred }
    }

    /// Whether any argument may be given by name.
    pub fn takes_keywords(&self) -> bool {
        let by_name =
            |p: &Parameter| !matches!(p.kind, ParameterKind::PositionalOnly | ParameterKind::Rest);
        self.parameters.iter().any(by_name)
    }

    /// One value per parameter; absent ones without a literal default are unbound.
    pub fn bind(&self, vm: &Vm, name: &str, args: Args) -> PyResult<Vec<Value>> {
        self.bind_hidden(vm, &name, args, 0)
    }

    /// As [`Signature::bind`]; the first `hidden` parameters (`self`) do not count in messages.
    pub fn bind_hidden(
        &self,
        vm: &Vm,
        name: &dyn Display,
        args: Args,
        hidden: usize,
    ) -> PyResult<Vec<Value>> {
        let given = args.positional();
        let rest = self.parameters.iter().position(|p| p.kind == ParameterKind::Rest);
        let extra = self.parameters.iter().position(|p| p.kind == ParameterKind::Keywords);
        if !args.names.is_empty() && !self.takes_keywords() {
            return Err(vm.type_error(format!("{name:#}() takes no keyword arguments")));
        }
        if rest.is_none() && !self.has_room(given.len(), args.names.len(), extra.is_some()) {
            return Err(self.too_many(vm, name, given.len(), args.names.len(), hidden));
        }
        let only = |p: &Parameter| p.kind == ParameterKind::PositionalOnly && p.default.is_none();
        let needed = self.parameters.iter().filter(|p| only(p)).count();
        if given.len() < needed {
            return Err(self.missing(vm, name, given.len(), given.len(), hidden));
        }
        let mut bound: Vec<Value> = Vec::with_capacity(self.parameters.len());
        bound.resize(self.parameters.len(), Value::UNBOUND);
        for (slot, value) in bound.iter_mut().zip(given.iter().take(self.positional)) {
            *slot = value.clone();
        }
        if let Some(at) = rest {
            bound[at] = vm.tuple(given.iter().skip(self.positional).cloned().collect());
        }
        let keywords = extra.map(|_| super::dict::DictObject::new());
        // A missing argument is told before one that is given twice, and that before an unknown one.
        let (mut twice, mut unknown) = (None::<usize>, None);
        for (key, value) in args.keywords() {
            let text = key.to_text();
            let by_name = |p: &Parameter| {
                let named = matches!(p.kind, ParameterKind::Either | ParameterKind::KeywordOnly);
                named && p.name == text
            };
            let found = self.parameters.iter().skip(hidden).position(by_name);
            match (found.map(|at| at + hidden), &keywords) {
                (Some(at), _) if bound[at].is_unbound() => bound[at] = value.clone(),
                (Some(at), _) => twice = Some(twice.map_or(at, |first| first.min(at))),
                (None, Some(keywords)) => drop(keywords.insert(vm, key.clone(), value.clone())?),
                (None, None) => unknown = unknown.or(Some(text)),
            }
        }
        if let (Some(at), Some(keywords)) = (extra, keywords) {
            bound[at] = vm.new_dict(keywords);
        }
        for (at, parameter) in self.parameters.iter().enumerate() {
            if bound[at].is_unbound() {
                match parameter.default {
                    Some(text) => bound[at] = literal(vm, text),
                    None => return Err(self.missing(vm, name, at, given.len(), hidden)),
                }
            }
        }
        if let Some(at) = twice {
            let (text, place) = (self.parameters[at].name, at + 1 - hidden);
            return Err(vm.type_error(format!(
                "argument for {name}() given by name ('{text}') and position ({place})"
            )));
        }
        if let Some(text) = unknown {
            return Err(vm.type_error(
                if rest.is_some() && needed > 0 && args.names.len() > self.named_only() {
                    let (most, given) = (self.named_only(), args.names.len());
                    let s = plural(most);
                    format!("{name}() takes at most {most} keyword argument{s} ({given} given)")
                } else {
                    format!("{name}() got an unexpected keyword argument '{text}'")
                },
            ));
        }
        Ok(bound)
    }

    /// Whether so many arguments do not exceed what there is, if nothing takes the rest.
    fn has_room(&self, given: usize, by_name: usize, extra: bool) -> bool {
        let counted = !extra && self.takes_keywords();
        given <= self.positional && !(counted && given + by_name > self.parameters.len())
    }

    /// Whether any number of positional arguments fits.
    fn is_varied(&self) -> bool {
        self.parameters.iter().any(|p| p.kind == ParameterKind::Rest)
    }

    /// How many parameters only names reach.
    fn named_only(&self) -> usize {
        self.parameters.iter().filter(|p| p.kind == ParameterKind::KeywordOnly).count()
    }

    fn too_many(
        &self,
        vm: &Vm,
        name: &dyn Display,
        given: usize,
        by_name: usize,
        hidden: usize,
    ) -> Raised {
        let (least, most) = (self.required - hidden, self.positional - hidden);
        let (given, all) = (given - hidden, self.parameters.len() - hidden);
        let extra = self.parameters.iter().any(|p| p.kind == ParameterKind::Keywords);
        vm.type_error(match (least, most) {
            _ if !extra && self.takes_keywords() && given + by_name > all => {
                let (kind, s) = (if given == 0 { "keyword " } else { "" }, plural(all));
                let given = given + by_name;
                format!("{name}() takes at most {all} {kind}argument{s} ({given} given)")
            }
            (_, 0) if self.takes_keywords() => {
                format!("{name}() takes no positional arguments")
            }
            _ if self.takes_keywords() => {
                let (how, s) = (how_many(least == most), plural(most));
                format!("{name}() takes {how} {most} positional argument{s} ({given} given)")
            }
            (_, 0) => format!("{name:#}() takes no arguments ({given} given)"),
            (1, 1) => format!("{name:#}() takes exactly one argument ({given} given)"),
            _ if least == most => {
                format!("{name} expected {most} argument{}, got {given}", plural(most))
            }
            _ => format!("{name} expected at most {most} argument{}, got {given}", plural(most)),
        })
    }

    fn missing(
        &self,
        vm: &Vm,
        name: &dyn Display,
        at: usize,
        given: usize,
        hidden: usize,
    ) -> Raised {
        let parameter = &self.parameters[at];
        let (least, most) =
            (self.required.saturating_sub(hidden), self.positional.saturating_sub(hidden));
        let (given, at) = (given.saturating_sub(hidden), at.saturating_sub(hidden));
        let only = |p: &&Parameter| p.kind == ParameterKind::PositionalOnly && p.default.is_none();
        let needed = self.parameters.iter().filter(only).count().saturating_sub(hidden);
        vm.type_error(match parameter.kind {
            ParameterKind::PositionalOnly if self.is_varied() => {
                let s = plural(needed);
                format!("{name} expected at least {needed} argument{s}, got {given}")
            }
            ParameterKind::PositionalOnly if self.takes_keywords() => {
                let (how, s) =
                    (if needed == most { "exactly" } else { "at least" }, plural(needed));
                format!("{name}() takes {how} {needed} positional argument{s} ({given} given)")
            }
            ParameterKind::PositionalOnly if (least, most) == (1, 1) => {
                format!("{name:#}() takes exactly one argument ({given} given)")
            }
            ParameterKind::PositionalOnly if least == most => {
                format!("{name} expected {least} argument{}, got {given}", plural(least))
            }
            ParameterKind::PositionalOnly => {
                format!("{name} expected at least {least} argument{}, got {given}", plural(least))
            }
            _ => {
                format!("{name}() missing required argument '{}' (pos {})", parameter.name, at + 1)
            }
        })
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn how_many(exactly: bool) -> &'static str {
    if exactly { "exactly" } else { "at most" }
}

/// Splits at commas outside of quotes and brackets.
fn split_commas(text: &'static str) -> Vec<&'static str> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// The value of a default's text; anything but a literal leaves the argument absent.
pub fn literal(vm: &Vm, text: &str) -> Value {
    match text {
        "None" => Value::NONE,
        "True" => Value::TRUE,
        "False" => Value::FALSE,
        "()" => vm.empty_tuple(),
        _ => {
            if let Ok(int) = text.parse::<i64>() {
                vm.int(int)
            } else if let Ok(float) = text.parse::<f64>() {
                vm.float(float)
            } else {
                match text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
                    Some(inner) => vm.str(&inner.replace("\\n", "\n")),
                    None => Value::UNBOUND,
                }
            }
        }
    }
}
