//! The operations of the language on any values: what Rust code calls to compare, hash, convert,
//! iterate, index. Each looks up the type's slot; none knows a particular type.

use crate::object::dict::DictObject;
use crate::object::native::{Args, NativeObject};
use crate::object::slots::{BinaryOp, CompareOp, PyResult, Raised, SequenceSlots, UnaryOp};
use crate::object::string::StrObject;
use crate::object::types::{TypeRef, type_flag};
use crate::object::value::{Value, clone_slice};
use crate::object::vm::Vm;
use crate::types::dunder::{is_python_unary, is_sequence_method};
use crate::types::exception::*;
use crate::types::int::BigIntObject;

impl Vm {
    // ---- text ----------------------------------------------------------------------------------

    /// `repr(value)`: a str.
    pub fn repr(&self, value: &Value) -> PyResult {
        let text = self.repr_result(value)?;
        self.must_be_str(text, "__repr__")
    }

    /// What `value.__repr__()` gives, be it a str or not.
    pub(crate) fn repr_result(&self, value: &Value) -> PyResult {
        self.check_stack(" while getting the repr of an object")?;
        let Some(repr) = self.class(value).slots.repr.get() else {
            crate::object::frame::bug("object has a repr")
        };
        repr(self, value)
    }

    /// `str(value)`: a str.
    pub fn str_of(&self, value: &Value) -> PyResult {
        if value.get_exact::<StrObject>().is_some() {
            return Ok(value.clone());
        }
        self.check_stack(" while getting the str of an object")?;
        let text = match self.class(value).slots.str.get() {
            Some(str) => str(self, value)?,
            None => self.repr_result(value)?,
        };
        self.must_be_str(text, "__str__")
    }

    fn must_be_str(&self, text: Value, method: &str) -> PyResult {
        if text.as_str_object().is_some() {
            return Ok(text);
        }
        let class = self.class(&text).full_name();
        Err(self.type_error(format!("{method} returned non-string (type {class})")))
    }

    /// `repr(value)` as Rust text, lone surrogates replaced.
    pub fn repr_text(&self, value: &Value) -> PyResult<String> {
        Ok(self.repr(value)?.to_text())
    }

    /// `str(value)` as Rust text, lone surrogates replaced.
    pub fn str_text(&self, value: &Value) -> PyResult<String> {
        Ok(self.str_of(value)?.to_text())
    }

    // ---- truth, hash, comparison ---------------------------------------------------------------

    /// `bool(value)`
    pub fn truth(&self, value: &Value) -> PyResult<bool> {
        if value.is_bool() {
            return Ok(value.is(&Value::TRUE));
        }
        if let Some(int) = value.as_int() {
            return Ok(int != 0);
        }
        if value.is_none() {
            return Ok(false);
        }
        let slots = &self.class(value).slots;
        match (slots.bool.get(), slots.len.get()) {
            (Some(truth), _) => truth(self, value),
            (None, Some(len)) => Ok(len(self, value)? != 0),
            (None, None) => Ok(true),
        }
    }

    /// `hash(value)`; never -1.
    #[inline]
    pub fn hash(&self, value: &Value) -> PyResult<i64> {
        if let Some(int) = value.as_int() {
            return Ok(hash_int(int));
        }
        match value.get_exact::<StrObject>().and_then(StrObject::known_hash) {
            Some(known) => Ok(known),
            None => self.hash_of_object(value),
        }
    }

    #[inline(never)]
    fn hash_of_object(&self, value: &Value) -> PyResult<i64> {
        if let Some(s) = value.get_exact::<StrObject>() {
            return Ok(s.hash(self));
        }
        self.check_stack("")?;
        let class = self.class(value);
        match class.slots.hash.get() {
            Some(hash) => hash(self, value),
            None => Err(self.type_error(format!("unhashable type: '{}'", class.full_name()))),
        }
    }

    /// `a == b`, where the same object equals itself (as in containers).
    pub fn equal(&self, a: &Value, b: &Value) -> PyResult<bool> {
        if a.is(b) {
            return Ok(true);
        }
        if let (Some(a), Some(b)) = (a.get_exact::<StrObject>(), b.get_exact::<StrObject>()) {
            return Ok(a.as_bytes() == b.as_bytes());
        }
        self.compare_bool(CompareOp::Eq, a, b)
    }

    /// The truth of `a op b`.
    pub fn compare_bool(&self, op: CompareOp, a: &Value, b: &Value) -> PyResult<bool> {
        let result = self.compare(op, a, b)?;
        self.truth(&result)
    }

    /// `a op b`, any result.
    pub fn compare(&self, op: CompareOp, a: &Value, b: &Value) -> PyResult {
        if let (Some(a), Some(b)) = (a.as_int(), b.as_int()) {
            return Ok(Value::bool(op.holds(a.cmp(&b))));
        }
        self.check_stack(" in comparison")?;
        let (left, right) = (self.class(a), self.class(b));
        let reflected_first = !std::ptr::eq(left, right)
            && self.type_of(b).is_subtype(&self.type_of(a))
            && right.slots.compare.get().is_some();
        if reflected_first && let Some(compare) = right.slots.compare.get() {
            let result = compare(self, b, a, op.swapped())?;
            if !result.is(&Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if let Some(compare) = left.slots.compare.get() {
            let result = compare(self, a, b, op)?;
            if !result.is(&Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if !reflected_first && let Some(compare) = right.slots.compare.get() {
            let result = compare(self, b, a, op.swapped())?;
            if !result.is(&Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        match op {
            CompareOp::Eq => Ok(Value::bool(a.is(b))),
            CompareOp::Ne => Ok(Value::bool(!a.is(b))),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
                Err(self.incomparable(op, a, b))
            }
        }
    }

    #[cold]
    pub(crate) fn incomparable(&self, op: CompareOp, a: &Value, b: &Value) -> Raised {
        self.type_error(format!(
            "'{}' not supported between instances of '{}' and '{}'",
            op.symbol(),
            self.class(a).full_name(),
            self.class(b).full_name()
        ))
    }

    // ---- operators -----------------------------------------------------------------------------

    /// `a op b`
    pub fn binary(&self, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
        let result = self.try_binary(op, a, b)?;
        if !result.is(&Value::NOT_IMPLEMENTED) {
            return Ok(result);
        }
        self.binary_of_sequence(op, a, b)
    }

    /// `a op b` after both have been asked as numbers: what a sequence does, or the TypeError.
    pub(crate) fn binary_of_sequence(&self, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
        match op {
            BinaryOp::Add if let Some(own) = self.concatenates(a) => (own.concat)(self, a, b),
            BinaryOp::Mul if let Some(own) = self.repeats(a) => {
                (own.repeat)(self, a, self.times(b)?)
            }
            BinaryOp::Mul if let Some(own) = self.repeats(b) => {
                (own.repeat)(self, b, self.times(a)?)
            }
            _ => Err(self.unsupported(op.symbol(), a, b)),
        }
    }

    /// `a op= b`
    pub fn inplace(&self, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
        if let Some(inplace) = self.class(a).slots.inplace.get() {
            let result = inplace(self, op, a, b)?;
            if !result.is(&Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        // A class that inherits `+=` counts it among its own methods, which come first.
        if op == BinaryOp::Add
            && self.class(a).has(type_flag::HEAP)
            && let Some(extend) = self.extends(a)
        {
            return extend(self, a, b).map(|()| a.clone());
        }
        let result = self.try_binary(op, a, b)?;
        if !result.is(&Value::NOT_IMPLEMENTED) {
            return Ok(result);
        }
        match op {
            BinaryOp::Add => {
                if let Some(extend) = self.extends(a) {
                    return extend(self, a, b).map(|()| a.clone());
                }
                if let Some(own) = self.concatenates(a) {
                    return (own.concat)(self, a, b);
                }
            }
            BinaryOp::Mul => {
                if let Some(multiply) = self.multiplies(a) {
                    return multiply(self, a, self.times(b)?).map(|()| a.clone());
                }
                if let Some(own) = self.repeats(a) {
                    return (own.repeat)(self, a, self.times(b)?);
                }
                // A container or an instance of a Python class is not looked past.
                let class = self.class(a);
                if !class.has(type_flag::HEAP)
                    && class.slots.len.get().is_none()
                    && let Some(own) = self.repeats(b)
                {
                    return (own.repeat)(self, b, self.times(a)?);
                }
            }
            _ => {}
        }
        let symbol = if op == BinaryOp::Pow { "**=" } else { &format!("{}=", op.symbol()) };
        Err(self.unsupported(symbol, a, b))
    }

    /// `a + b` (or `a += b`) of a sequence, before any methods are asked; NotImplemented if neither the
    /// sequence nor they know how.
    pub fn concat(&self, a: &Value, b: &Value, in_place: bool) -> PyResult {
        if let Some(extend) = self.extends(a).filter(|_| in_place) {
            return extend(self, a, b).map(|()| a.clone());
        }
        if let Some(own) = self.concatenates(a) {
            return (own.concat)(self, a, b);
        }
        let sequence = |v: &Value| {
            let class = self.class(v);
            class.slots.getitem.get().is_some()
                && (class.spec.is_none() || class.has(type_flag::SEQUENCE))
                && v.get::<DictObject>().is_none()
        };
        match (sequence(a) && sequence(b), self.class(a).slots.inplace.get()) {
            (false, _) => Ok(Value::NOT_IMPLEMENTED),
            (true, Some(inplace)) if in_place => {
                let result = inplace(self, BinaryOp::Add, a, b)?;
                if !result.is(&Value::NOT_IMPLEMENTED) {
                    return Ok(result);
                }
                self.try_binary(BinaryOp::Add, a, b)
            }
            (true, _) => self.try_binary(BinaryOp::Add, a, b),
        }
    }

    // A sequence does what its type does, unless its class has a method of its own for that.

    fn sequence(&self, value: &Value, names: &[&Value]) -> Option<&'static SequenceSlots> {
        let class = self.class(value);
        let slots = class.slots.sequence.get()?;
        let own = class.has(type_flag::HEAP)
            && names.iter().any(|name| class.lookup(name).is_some_and(|m| !is_sequence_method(&m)));
        (!own).then_some(slots)
    }

    fn concatenates(&self, value: &Value) -> Option<&'static SequenceSlots> {
        self.sequence(value, &[&self.names().__add__])
    }

    fn repeats(&self, value: &Value) -> Option<&'static SequenceSlots> {
        self.sequence(value, &[&self.names().__mul__, &self.names().__rmul__])
    }

    fn extends(&self, value: &Value) -> Option<fn(&Vm, &Value, &Value) -> PyResult<()>> {
        self.sequence(value, &[&self.names().__iadd__])?.extend
    }

    fn multiplies(&self, value: &Value) -> Option<fn(&Vm, &Value, usize) -> PyResult<()>> {
        self.sequence(value, &[&self.names().__imul__])?.multiply
    }

    /// The other operand of a sequence's `*`.
    fn times(&self, count: &Value) -> PyResult<usize> {
        if !self.is_count(count) {
            let name = self.class(count).full_name();
            let text = format!("can't multiply sequence by non-int of type '{name}'");
            return Err(self.type_error(text));
        }
        self.repeat_count(count)
    }

    /// As [`Vm::binary`], with NotImplemented where neither operand understands the other.
    fn try_binary(&self, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
        let (left, right) = (self.class(a), self.class(b));
        let (first, second) = (left.slots.binary.get(), right.slots.binary.get());
        let same_slot = match (first, second) {
            (Some(f), Some(s)) => std::ptr::fn_addr_eq(f, s),
            _ => false,
        };
        // A slot of Rust code looks at both operands; that of a Python class tries the method of
        // the left one and the reflected one of the right by itself.
        let subclass_first = !std::ptr::eq(left, right)
            && !same_slot
            && second.is_some()
            && self.type_of(b).is_subtype(&self.type_of(a));
        if subclass_first && let Some(slot) = second {
            let result = slot(self, op, a, b)?;
            if !result.is(&Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if let Some(slot) = first {
            let result = slot(self, op, a, b)?;
            if !result.is(&Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if !subclass_first
            && !same_slot
            && let Some(slot) = second
        {
            return slot(self, op, a, b);
        }
        Ok(Value::NOT_IMPLEMENTED)
    }

    #[cold]
    pub(crate) fn unsupported(&self, symbol: &str, a: &Value, b: &Value) -> Raised {
        let (left, right) = (self.class(a).full_name(), self.class(b).full_name());
        let prints = |native: &NativeObject| native.def.name == "print";
        let hint = match symbol {
            ">>" if a.get_exact::<NativeObject>().is_some_and(prints) => {
                ". Did you mean \"print(<message>, file=<output_stream>)\"?"
            }
            _ => "",
        };
        self.type_error(format!(
            "unsupported operand type(s) for {symbol}: '{left}' and '{right}'{hint}"
        ))
    }

    /// `-a`, `+a`, `~a`, `abs(a)`
    pub fn unary(&self, op: UnaryOp, value: &Value) -> PyResult {
        let class = self.class(value);
        if let Some(unary) = class.slots.unary.get() {
            let result = unary(self, op, value)?;
            // A method written in Python may give just that.
            if !result.is(&Value::NOT_IMPLEMENTED) || is_python_unary(unary) {
                return Ok(result);
            }
        }
        Err(self.no_unary(op, value))
    }

    #[cold]
    pub(crate) fn no_unary(&self, op: UnaryOp, value: &Value) -> Raised {
        let name = self.class(value).full_name();
        self.type_error(match op {
            UnaryOp::Neg => format!("bad operand type for unary -: '{name}'"),
            UnaryOp::Pos => format!("bad operand type for unary +: '{name}'"),
            UnaryOp::Invert => format!("bad operand type for unary ~: '{name}'"),
            UnaryOp::Abs => format!("bad operand type for abs(): '{name}'"),
        })
    }

    /// `operator.index(value)`: an int.
    pub fn index(&self, value: &Value) -> PyResult {
        if value.is_int() || value.get::<BigIntObject>().is_some() {
            return Ok(value.clone());
        }
        if value.is_bool() {
            return Ok(Value::int_unchecked(i64::from(value.is(&Value::TRUE))));
        }
        let class = self.class(value);
        let Some(index) = class.slots.index.get() else {
            let name = class.full_name();
            let text = format!("'{name}' object cannot be interpreted as an integer");
            return Err(self.type_error(text));
        };
        let result = index(self, value)?;
        self.checked_int(result, "__index__")
    }

    /// As [`Vm::index`], never an instance of a subclass.
    pub fn plain_index(&self, value: &Value) -> PyResult {
        Ok(self.plain_int(&self.index(value)?))
    }

    /// `operator.index(value)` as 64 bits; OverflowError beyond.
    pub fn index_i64(&self, value: &Value) -> PyResult<i64> {
        let int = self.index(value)?;
        self.small_index(&int)
            .ok_or_else(|| self.overflow_error("Python int too large to convert to C ssize_t"))
    }

    /// `operator.index(value)`, clamped to 64 bits: for slices.
    pub fn index_clamped(&self, value: &Value) -> PyResult<i64> {
        let int = self.index(value)?;
        Ok(self.small_index(&int).unwrap_or_else(|| {
            let negative =
                int.get::<BigIntObject>().is_some_and(|b| b.0.sign() == num_bigint::Sign::Minus);
            if negative { i64::MIN } else { i64::MAX }
        }))
    }

    /// The 64 bits of an int, if they suffice.
    pub fn small_index(&self, int: &Value) -> Option<i64> {
        int.as_int().or_else(|| i64::try_from(&int.get::<BigIntObject>()?.0).ok())
    }

    // ---- containers ----------------------------------------------------------------------------

    /// `len(value)`
    pub fn len(&self, value: &Value) -> PyResult<usize> {
        let class = self.class(value);
        match class.slots.len.get() {
            Some(len) => len(self, value),
            None => {
                Err(self.type_error(format!("object of type '{}' has no len()", class.full_name())))
            }
        }
    }

    /// `value[key]`
    pub fn getitem(&self, value: &Value, key: &Value) -> PyResult {
        let class = self.class(value);
        match class.slots.getitem.get() {
            Some(getitem) => getitem(self, value, key),
            None => match TypeRef::of(value) {
                Some(ty) => self.class_getitem(ty, key),
                None => {
                    let text = format!("'{}' object is not subscriptable", class.full_name());
                    Err(self.type_error(text))
                }
            },
        }
    }

    /// `value[key] = item`, or `del value[key]`
    pub fn setitem(&self, value: &Value, key: &Value, item: Option<&Value>) -> PyResult<()> {
        let class = self.class(value);
        match class.slots.setitem.get() {
            Some(setitem) => setitem(self, value, key, item),
            None => {
                // Sequences, which all Python classes could be, look at an integer as an index.
                let sequence = class.slots.len.get().is_some() || class.has(type_flag::HEAP);
                let by_index = sequence && self.is_index(key);
                if by_index && !key.is_int() {
                    let index = self.index(key)?;
                    if self.small_index(&index).is_none() {
                        let name = self.class(key).full_name();
                        let text = format!("cannot fit '{name}' into an index-sized integer");
                        return Err(self.index_error(text));
                    }
                }
                let what = match item {
                    Some(_) => "does not support item assignment",
                    None if by_index => "doesn't support item deletion",
                    None => "does not support item deletion",
                };
                let name = class.full_name();
                Err(self.type_error(format!("'{name}' object {what}")))
            }
        }
    }

    fn is_index(&self, key: &Value) -> bool {
        key.is_int() || self.class(key).slots.index.get().is_some()
    }

    /// `item in value`
    pub fn contains(&self, value: &Value, item: &Value) -> PyResult<bool> {
        let class = self.class(value);
        if let Some(contains) = class.slots.contains.get() {
            return contains(self, value, item);
        }
        let iter = self.iter_or(value, || {
            format!("argument of type '{}' is not iterable", class.full_name())
        })?;
        while let Some(each) = self.next(&iter)? {
            if self.equal(&each, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether brackets take a place in the value: what is subscripted by other things has no order.
    pub fn is_sequence(&self, value: &Value) -> bool {
        let is_other = value.get::<DictObject>().is_some()
            || crate::types::mapping_proxy::is_proxy(value)
            || crate::types::generic_alias::of(value).is_some()
            || crate::types::union::members(value).is_some();
        !is_other && self.class(value).slots.getitem.get().is_some()
    }

    /// Whether there is a way to go through the value's items.
    pub fn can_iterate(&self, value: &Value) -> bool {
        let class = self.class(value);
        // The brackets of a builtin type may be no sequence's.
        let is_sequence = class.spec.is_none() || class.has(type_flag::SEQUENCE);
        class.slots.iter.get().is_some() || is_sequence && class.slots.getitem.get().is_some()
    }

    /// `iter(value)`
    pub fn iter(&self, value: &Value) -> PyResult {
        let class = self.class(value);
        if let Some(iter) = class.slots.iter.get() {
            let result = iter(self, value)?;
            if self.class(&result).slots.next.get().is_none() {
                let name = self.class(&result).full_name();
                let text = format!("iter() returned non-iterator of type '{name}'");
                return Err(self.type_error(text));
            }
            return Ok(result);
        }
        if self.can_iterate(value) {
            return Ok(self.sequence_iterator(value));
        }
        Err(self.type_error(format!("'{}' object is not iterable", class.full_name())))
    }

    /// `iter(value)`, where any TypeError gets that text.
    pub fn iter_or(&self, value: &Value, text: impl FnOnce() -> String) -> PyResult {
        match self.iter(value) {
            Err(raised) if self.is_exception(&raised.0, &TYPE_ERROR) => {
                Err(self.type_error(text()))
            }
            result => result,
        }
    }

    /// The next value of an iterator; `None` at its end. A loop in Rust over endless items ends by
    /// Ctrl-C and by the limits, since each turn comes through here.
    pub fn next(&self, iter: &Value) -> PyResult<Option<Value>> {
        if self.breaker.is_set() {
            self.handle_breaker_between_items()?;
        }
        let class = self.class(iter);
        match class.slots.next.get() {
            Some(next) => next(self, iter),
            None => {
                Err(self.type_error(format!("'{}' object is not an iterator", class.full_name())))
            }
        }
    }

    /// All values of an iterable. A list or tuple is copied without running any code.
    pub fn to_vec(&self, value: &Value) -> PyResult<Vec<Value>> {
        if let Some(list) = value.get_exact::<crate::types::list::ListObject>() {
            return Ok(clone_slice(&list.items.borrow()));
        }
        if let Some(tuple) = value.get_exact::<crate::object::tuple::TupleObject>() {
            return Ok(clone_slice(tuple.items()));
        }
        let iter = self.iter(value)?;
        let mut all = Vec::new();
        self.reserve_hint(&mut all, self.length_hint(value)?)?;
        while let Some(each) = self.next(&iter)? {
            all.push(each);
            if !self.heap.allows(all.len() * 8) {
                return Err(self.memory_error());
            }
        }
        Ok(all)
    }

    /// All values of an iterable whose own length is not asked for, only its iterator's. A TypeError
    /// with that text where no iterator is to be had.
    pub fn items_by_iterator(&self, value: &Value, text: &str) -> PyResult<Vec<Value>> {
        let exact = value.get_exact::<crate::types::list::ListObject>().is_some()
            || value.get_exact::<crate::object::tuple::TupleObject>().is_some();
        if exact {
            return self.to_vec(value);
        }
        self.to_vec(&self.iter_or(value, || text.to_owned())?)
    }

    // ---- attributes ----------------------------------------------------------------------------

    /// `value.name`; `name` is an interned str.
    pub fn getattr(&self, value: &Value, name: &Value) -> PyResult {
        match self.class(value).slots.getattr.get() {
            Some(getattr) => getattr(self, value, name),
            None => crate::object::frame::bug("object has getattr"),
        }
    }

    /// `value.name`, where an AttributeError counts as "there is none".
    pub fn getattr_opt(&self, value: &Value, name: &Value) -> PyResult<Option<Value>> {
        match self.getattr(value, name) {
            Ok(found) => Ok(Some(found)),
            Err(raised) if self.is_exception(&raised.0, &ATTRIBUTE_ERROR) => Ok(None),
            Err(raised) => Err(raised),
        }
    }

    /// `value.name = new`, or `del value.name`; `name` is an interned str.
    pub fn setattr(&self, value: &Value, name: &Value, new: Option<&Value>) -> PyResult<()> {
        match self.class(value).slots.setattr.get() {
            Some(setattr) => setattr(self, value, name, new),
            None => crate::object::frame::bug("object has setattr"),
        }
    }

    /// What `type(value).name` is, bound to the value: how special methods are looked up.
    pub fn special(&self, value: &Value, name: &Value) -> PyResult<Option<Value>> {
        let class = self.type_of(value);
        match class.lookup(name) {
            Some(found) => self.bind(&found, value, &class).map(Some),
            None => Ok(None),
        }
    }

    /// The descriptor's value for the instance; the attribute itself if it is no descriptor.
    pub fn bind(&self, attr: &Value, instance: &Value, class: &TypeRef) -> PyResult {
        match self.class(attr).slots.descr_get.get() {
            Some(get) => get(self, attr, Some(instance), class.value()),
            None => Ok(attr.clone()),
        }
    }

    // ---- calls ---------------------------------------------------------------------------------

    /// `callee(*args)`
    pub fn call(&self, callee: &Value, args: &[Value]) -> PyResult {
        self.call_args(callee, Args::positional_only(args))
    }

    /// `callee(…)` with keywords.
    pub fn call_args(&self, callee: &Value, args: Args) -> PyResult {
        let class = self.class(callee);
        match class.slots.call.get() {
            Some(call) => {
                self.check_stack("")?;
                call(self, callee, args)
            }
            None => Err(self.type_error(format!("'{}' object is not callable", class.full_name()))),
        }
    }

    /// `value.name(*args)`; `name` is an interned str.
    pub fn call_method(&self, value: &Value, name: &Value, args: &[Value]) -> PyResult {
        let method = self.getattr(value, name)?;
        self.call(&method, args)
    }

    /// `type(value).name(value, *args)`, if the type has such a method.
    pub fn call_special(
        &self,
        value: &Value,
        name: &Value,
        args: &[Value],
    ) -> PyResult<Option<Value>> {
        match self.special(value, name)? {
            Some(method) => self.call(&method, args).map(Some),
            None => Ok(None),
        }
    }

    /// RecursionError if native calls are nested too deeply.
    #[inline(always)]
    pub fn check_stack(&self, doing: &'static str) -> PyResult<()> {
        if self.stack_has_room() { Ok(()) } else { Err(self.stack_is_full(doing)) }
    }

    #[cold]
    fn stack_is_full(&self, doing: &'static str) -> Raised {
        self.raise(&RECURSION_ERROR, format!("maximum recursion depth exceeded{doing}"))
    }

    #[cold]
    pub(crate) fn not_text(&self, value: &Value) -> Raised {
        if let Err(raised) = self.check_encodable(value) {
            return raised;
        }
        let name = self.class(value).full_name();
        self.type_error(format!("expected str, not {name}"))
    }
}

/// The hash of a small int: the value modulo 2^61 - 1, as CPython's; never -1.
pub fn hash_int(value: i64) -> i64 {
    const MODULUS: u64 = (1 << 61) - 1;
    let magnitude = value.unsigned_abs();
    let hash = if magnitude < MODULUS { magnitude } else { magnitude % MODULUS } as i64;
    let hash = if value < 0 { -hash } else { hash };
    if hash == -1 { -2 } else { hash }
}
