//! Exception groups: construction, splitting, and what `except*` needs.

use super::*;
use crate::object::native::GetSet;
use crate::object::slots::PyResult;

pub(super) const MEMBERS: &[&str] = &["message", "exceptions"];
const MESSAGE: usize = 0;
const EXCEPTIONS: usize = 1;

pub(super) const ROWS: &[GetSet] = &[
    GetSet {
        name: "message",
        doc: "exception message",
        get: |_, v| Ok(read_member(v, MESSAGE)),
        set: Some(crate::types::descriptor::readonly),
    },
    GetSet {
        name: "exceptions",
        doc: "nested exceptions",
        get: |_, v| Ok(read_member(v, EXCEPTIONS)),
        set: Some(crate::types::descriptor::readonly),
    },
];

pub(super) fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let [message, exceptions] = args.positional() else {
        let count = args.positional().len();
        let text =
            format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({count} given)");
        return Err(vm.type_error(text));
    };
    if message.as_str_object().is_none() {
        let what = "BaseExceptionGroup.__new__() argument 1 must be str";
        return Err(crate::types::str::text::must_be(vm, what, message));
    }
    if !vm.is_sequence(exceptions) {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let all = vm.to_vec(exceptions)?;
    if all.is_empty() {
        let text = "second argument (exceptions) must be a non-empty sequence";
        return Err(vm.value_error(text));
    }
    if let Some(at) = all.iter().position(|e| e.get::<ExceptionObject>().is_none()) {
        let text = format!("Item {at} of second argument (exceptions) is not an exception");
        return Err(vm.value_error(text));
    }
    let class = fitting_class(vm, class, &all)?;
    let object = ExceptionObject::new(vm.tuple(vec![message.clone(), exceptions.clone()]));
    object.set_member(MESSAGE, message.clone());
    object.set_member(EXCEPTIONS, vm.tuple(all));
    Ok(vm.new_object(&class, object))
}

/// A group of nothing but Exceptions is an ExceptionGroup, which can hold nothing else.
fn fitting_class(vm: &Vm, class: &TypeRef, all: &[Value]) -> PyResult<TypeRef> {
    let only_exceptions = all.iter().all(|e| vm.is_exception(e, &EXCEPTION));
    let narrow = vm.ty(&EXCEPTION_GROUP);
    if *class == vm.ty(&BASE_EXCEPTION_GROUP) {
        return Ok(if only_exceptions { narrow } else { class.clone() });
    }
    if only_exceptions || !class.is_subtype(&vm.ty(&EXCEPTION)) {
        return Ok(class.clone());
    }
    Err(vm.type_error(if *class == narrow {
        "Cannot nest BaseExceptions in an ExceptionGroup".to_owned()
    } else {
        format!("Cannot nest BaseExceptions in '{}'", class.name())
    }))
}

pub(super) fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    base::init(vm, this, args)
}

pub(super) fn str(vm: &Vm, this: &Value) -> PyResult {
    let message = vm.str_text(&read_member(this, MESSAGE))?;
    let count = read_member(this, EXCEPTIONS).tuple_items().len();
    let plural = if count == 1 { "" } else { "s" };
    Ok(vm.str_shown(&format!("{message} ({count} sub-exception{plural})")))
}

pub(super) fn derive(vm: &Vm, this: &Value, exceptions: &Value) -> PyResult {
    let class = vm.ty(&BASE_EXCEPTION_GROUP);
    vm.call(class.value(), &[read_member(this, MESSAGE), exceptions.clone()])
}

/// Which exceptions a split is to take.
enum Matcher<'a> {
    /// A class or a tuple of classes.
    Classes(&'a [Value]),
    Predicate(&'a Value),
    /// These very objects.
    Leaves(&'a [Value]),
}

impl<'a> Matcher<'a> {
    fn of(vm: &Vm, condition: &'a Value) -> PyResult<Matcher<'a>> {
        let base = vm.ty(&BASE_EXCEPTION);
        let is_class = |v: &Value| TypeRef::of(v).is_some_and(|t| t.is_subtype(&base));
        if is_class(condition) {
            return Ok(Matcher::Classes(std::slice::from_ref(condition)));
        }
        if let Some(all) = condition.as_tuple()
            && all.iter().all(is_class)
        {
            return Ok(Matcher::Classes(all));
        }
        let callable = vm.class(condition).slots.call.get().is_some();
        if TypeRef::of(condition).is_none() && callable {
            return Ok(Matcher::Predicate(condition));
        }
        Err(vm.type_error(
            "expected an exception type, a tuple of exception types, or a callable (other than a \
             class)",
        ))
    }

    fn takes(&self, vm: &Vm, exception: &Value) -> PyResult<bool> {
        match self {
            Matcher::Classes(classes) => {
                let class = vm.type_of(exception);
                Ok(classes.iter().filter_map(TypeRef::of).any(|c| class.is_subtype(c)))
            }
            Matcher::Predicate(predicate) => {
                let answer = vm.call(predicate, std::slice::from_ref(exception))?;
                vm.truth(&answer)
            }
            Matcher::Leaves(leaves) => Ok(leaves.iter().any(|l| l.is(exception))),
        }
    }
}

/// What a split took and what it left.
type Halves = (Option<Value>, Option<Value>);

impl Vm {
    /// Whether the exception is a group.
    pub fn is_group(&self, exception: &Value) -> bool {
        self.is_exception(exception, &BASE_EXCEPTION_GROUP)
    }

    /// A group of exceptions; an ExceptionGroup if all are Exceptions.
    pub fn exception_group(&self, message: &str, exceptions: Vec<Value>) -> PyResult {
        let class = self.ty(&BASE_EXCEPTION_GROUP);
        self.call(class.value(), &[self.str(message), self.tuple(exceptions)])
    }

    fn split_by(&self, this: &Value, matcher: &Matcher, keep_rest: bool) -> PyResult<Halves> {
        self.check_stack(" in exception_group_split_recursive")?;
        if matcher.takes(self, this)? {
            return Ok((Some(this.clone()), None));
        }
        if !self.is_group(this) {
            return Ok((None, keep_rest.then(|| this.clone())));
        }
        let (mut taken, mut left) = (Vec::new(), Vec::new());
        for each in read_member(this, EXCEPTIONS).tuple_items() {
            let (mine, rest) = self.split_by(each, matcher, keep_rest)?;
            taken.extend(mine);
            left.extend(rest);
        }
        Ok((self.subset(this, taken)?, self.subset(this, left)?))
    }

    /// A group like `this` of some of its exceptions.
    fn subset(&self, this: &Value, exceptions: Vec<Value>) -> PyResult<Option<Value>> {
        if exceptions.is_empty() {
            return Ok(None);
        }
        let list = self.new_list(exceptions);
        let made = self.call_method(this, &self.intern("derive"), &[list])?;
        if !self.is_group(&made) {
            let text = "derive must return an instance of BaseExceptionGroup";
            return Err(self.type_error(text));
        }
        if let (Some(from), Some(to)) =
            (this.get::<ExceptionObject>(), made.get::<ExceptionObject>())
        {
            to.traceback.set(from.traceback.get());
            to.context.set(from.context.get());
            to.cause.set(from.cause.get());
            // Setting a cause, be it none, does that.
            to.suppress_context.set(true);
        }
        let notes = self.getattr_opt(this, &self.names().__notes__)?;
        if let Some(notes) = notes
            && (notes.as_tuple().is_some()
                || notes.get::<crate::types::list::ListObject>().is_some())
        {
            // A list of its own, so that a note added to one part does not show in the other.
            let copy = self.new_list(self.to_vec(&notes)?);
            self.setattr(&made, &self.names().__notes__, Some(&copy))?;
        }
        Ok(Some(made))
    }

    /// What `except* kind` does with an exception: what it catches (as a group) and what is left,
    /// None for nothing.
    pub fn split_exception_group(
        &self,
        exception: &Value,
        kind: &Value,
    ) -> PyResult<(Value, Value)> {
        let (taken, left) = self.match_group(exception, kind)?;
        Ok((taken.unwrap_or(Value::NONE), left.unwrap_or(Value::NONE)))
    }

    fn match_group(&self, exception: &Value, kind: &Value) -> PyResult<Halves> {
        let classes = match kind.as_tuple() {
            Some(all) => all,
            None => std::slice::from_ref(kind),
        };
        let base = self.ty(&BASE_EXCEPTION);
        let group = self.ty(&BASE_EXCEPTION_GROUP);
        for class in classes {
            let ty = TypeRef::of(class).filter(|t| t.is_subtype(&base));
            let Some(ty) = ty else {
                let text = "catching classes that do not inherit from BaseException is not allowed";
                return Err(self.type_error(text));
            };
            if ty.is_subtype(&group) {
                let text = "catching ExceptionGroup with except* is not allowed. Use except \
                            instead.";
                return Err(self.type_error(text));
            }
        }
        if Matcher::Classes(classes).takes(self, exception)? {
            if self.is_group(exception) {
                return Ok((Some(exception.clone()), None));
            }
            let wrapped = self.exception_group("", vec![exception.clone()])?;
            return Ok((Some(wrapped), None));
        }
        if !self.is_group(exception) {
            return Ok((None, Some(exception.clone())));
        }
        let pair =
            self.call_method(exception, &self.intern("split"), std::slice::from_ref(kind))?;
        let class = self.class(exception).name();
        match pair.as_tuple() {
            Some([taken, left, ..]) => {
                let some = |v: &Value| (!v.is_none()).then(|| v.clone());
                Ok((some(taken), some(left)))
            }
            Some(few) => {
                let count = few.len();
                let text =
                    format!("{class}.split must return a 2-tuple, got tuple of size {count}");
                Err(self.type_error(text))
            }
            None => {
                let other = self.class(&pair).full_name();
                Err(self.type_error(format!("{class}.split must return a tuple, not {other}")))
            }
        }
    }

    /// What leaves a `try` with `except*`: what its handlers raised (a list), and those parts of the
    /// original exception that nobody caught or that were raised again. None if nothing does.
    pub fn prepare_reraise_star(&self, original: &Value, raised: &Value) -> PyResult {
        let raised = self.to_vec(raised)?;
        Ok(self.reraise_star(original, &raised)?.unwrap_or(Value::NONE))
    }

    fn reraise_star(&self, original: &Value, raised: &[Value]) -> PyResult<Option<Value>> {
        let raised: Vec<&Value> = raised.iter().filter(|e| !e.is_none()).collect();
        let Some(first) = raised.first() else { return Ok(None) };
        if !self.is_group(original) {
            // A plain exception was caught, so at most one handler ran.
            return Ok(Some((*first).clone()));
        }
        let (mut fresh, mut leaves) = (Vec::new(), Vec::new());
        for exception in raised {
            if self.same_origin(exception, original)? {
                self.collect_leaves(exception, &mut leaves)?;
            } else {
                fresh.push(exception.clone());
            }
        }
        if !leaves.is_empty() {
            let (again, _) = self.split_by(original, &Matcher::Leaves(&leaves), false)?;
            if fresh.is_empty() {
                return Ok(again);
            }
            fresh.extend(again);
        }
        match fresh.as_slice() {
            [only] => Ok(Some(only.clone())),
            _ => {
                let class = self.ty(&BASE_EXCEPTION_GROUP);
                self.call(class.value(), &[self.str(""), self.new_list(fresh)]).map(Some)
            }
        }
    }

    /// Whether one is a part of the other, split off: the same notes, traceback, cause and context.
    fn same_origin(&self, a: &Value, b: &Value) -> PyResult<bool> {
        let (Some(x), Some(y)) = (a.get::<ExceptionObject>(), b.get::<ExceptionObject>()) else {
            return Ok(false);
        };
        let same = |f: fn(&ExceptionObject) -> &Var| f(x).get().is(&f(y).get());
        if !self.is_group(a)
            || !same(|e| &e.traceback)
            || !same(|e| &e.cause)
            || !same(|e| &e.context)
        {
            return Ok(false);
        }
        let name = &self.names().__notes__;
        let notes = |e: &Value| -> PyResult<Vec<Value>> {
            match self.getattr_opt(e, name)? {
                Some(notes) => self.to_vec(&notes),
                None => Ok(Vec::new()),
            }
        };
        Ok(notes(a)? == notes(b)?)
    }

    fn collect_leaves(&self, exception: &Value, leaves: &mut Vec<Value>) -> PyResult<()> {
        self.check_stack("")?;
        if !self.is_group(exception) {
            leaves.push(exception.clone());
            return Ok(());
        }
        for each in read_member(exception, EXCEPTIONS).tuple_items() {
            self.collect_leaves(each, leaves)?;
        }
        Ok(())
    }

    /// The exceptions of a group.
    pub fn group_members(&self, group: &Value) -> Value {
        self.exception_member(group, "exceptions").unwrap_or_else(|| self.empty_tuple())
    }
}

pub(super) fn split(vm: &Vm, this: &Value, condition: &Value) -> PyResult {
    let matcher = Matcher::of(vm, condition)?;
    let (taken, left) = vm.split_by(this, &matcher, true)?;
    Ok(vm.tuple(vec![taken.unwrap_or(Value::NONE), left.unwrap_or(Value::NONE)]))
}

pub(super) fn subgroup(vm: &Vm, this: &Value, condition: &Value) -> PyResult {
    let matcher = Matcher::of(vm, condition)?;
    let (taken, _) = vm.split_by(this, &matcher, false)?;
    Ok(taken.unwrap_or(Value::NONE))
}
