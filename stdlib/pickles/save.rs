//! Pickling: the loop over what is still to be saved. Nothing here calls itself for what an object
//! holds: that goes onto a list of tasks, so no structure is too deep for the native stack. What
//! objects say of themselves is taken apart in `reduce.rs`.

use taipan_engine::object::code::FunctionObject;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::tuple::TupleObject;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::BytesObject;
use taipan_engine::types::exception::RECURSION_ERROR;
use taipan_engine::types::float::FloatObject;
use taipan_engine::types::int::BigIntObject;
use taipan_engine::types::list::ListObject;
use taipan_engine::types::set::SetObject;

use super::op;
use super::output::Output;
use super::pickler::Pickler;
use super::{PICKLING_ERROR, buffer};

/// Items that one instruction adds at most.
const BATCH: usize = 1000;

/// Tasks that may wait at a time: objects within objects without end are refused, not followed until
/// memory is full.
const MOST_TASKS: usize = 2_000_000;

/// In fast mode: from this depth on containers are watched for cycles.
const FAST_DEPTH: usize = 50;

/// What is still to be done, the next thing last.
pub(super) enum Task {
    Save(Value),
    /// As `Save`, without asking for a persistent id.
    SaveId(Value),
    /// The name of a module, to be known by a key.
    SaveModule(Value, usize),
    Op(u8),
    Bytes(Vec<u8>),
    /// Items of a list from an index on; how many of them the present batch has.
    List {
        list: Value,
        at: usize,
        count: usize,
    },
    /// Entries of a dict from a position on.
    Dict {
        dict: Value,
        at: usize,
        len: usize,
        count: usize,
    },
    Set {
        set: Value,
        at: usize,
        len: usize,
        count: usize,
    },
    /// What an iterator gives: items, or pairs of keys and values.
    Iter {
        iter: Value,
        pairs: bool,
        ahead: Ahead,
    },
    Tuple {
        tuple: Value,
        at: usize,
    },
    TupleEnd {
        tuple: Value,
        marked: bool,
    },
    FrozenSet {
        set: Value,
        at: usize,
    },
    Memoize(Value),
    /// The end of a reduced object, which may have been saved by way of its own parts.
    Reduced(Value),
    /// In fast mode: a container is complete.
    Leave(usize),
}

/// How far the batch of an iterator is.
pub(super) enum Ahead {
    /// A batch begins.
    Start,
    /// So many items were saved; one more is to come if there is one.
    Saved(usize),
    /// This one is next.
    Item(Value, usize),
    /// Protocol 0: each item by itself.
    Single,
}

/// One pickle in the making.
pub(super) struct Dump<'a> {
    pub(super) vm: &'a Vm,
    pub(super) own: &'a Pickler,
    pub(super) out: Output,
    pub(super) tasks: Vec<Task>,
    pub(super) protocol: u8,
    pub(super) fast: bool,
    pub(super) persistent_id: Option<Value>,
    pub(super) reducer_override: Option<Value>,
    /// A table of its own, unless `copyreg` has it.
    pub(super) dispatch_table: Value,
    /// In fast mode: depth, and the containers on the way from some depth on.
    depth: usize,
    open: Vec<usize>,
}

impl<'a> Dump<'a> {
    pub(super) fn new(
        vm: &'a Vm,
        own: &'a Pickler,
        write: Option<Value>,
        dispatch_table: Value,
    ) -> Dump<'a> {
        Dump {
            vm,
            own,
            out: Output::new(write),
            tasks: Vec::new(),
            protocol: own.protocol.get(),
            fast: own.fast.get(),
            persistent_id: None,
            reducer_override: None,
            dispatch_table,
            depth: 0,
            open: Vec::new(),
        }
    }

    /// From protocol 1 on.
    pub(super) fn is_binary(&self) -> bool {
        self.protocol > 0
    }

    /// Writes the whole pickle of an object.
    pub(super) fn run(mut self, object: &Value) -> PyResult<Vec<u8>> {
        if self.protocol >= 2 {
            self.out.put(self.vm, &[op::PROTO, self.protocol])?;
        }
        if self.protocol >= 4 {
            self.out.start_frames();
        }
        self.tasks.push(Task::Save(object.clone()));
        while let Some(task) = self.tasks.pop() {
            self.step(task)?;
        }
        self.op(op::STOP)?;
        self.out.finish(self.vm)
    }

    pub(super) fn op(&mut self, op: u8) -> PyResult<()> {
        self.out.op(self.vm, op)
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> PyResult<()> {
        self.out.put(self.vm, bytes)
    }

    #[cold]
    pub(super) fn error(&self, text: impl AsRef<str>) -> Raised {
        self.vm.raise(&PICKLING_ERROR, text)
    }

    fn step(&mut self, task: Task) -> PyResult<()> {
        match task {
            Task::Save(value) => self.save(value, true),
            Task::SaveId(value) => self.save(value, false),
            Task::SaveModule(name, key) => self.save_module(&name, key),
            Task::Op(op) => self.op(op),
            Task::Bytes(bytes) => self.put(&bytes),
            Task::List { list, at, count } => self.list_items(list, at, count),
            Task::Dict { dict, at, len, count } => self.dict_items(dict, at, len, count),
            Task::Set { set, at, len, count } => self.set_items(set, at, len, count),
            Task::Iter { iter, pairs, ahead } => self.iterate(iter, pairs, ahead),
            Task::Tuple { tuple, at } => self.tuple_items(tuple, at),
            Task::TupleEnd { tuple, marked } => self.tuple_end(&tuple, marked),
            Task::FrozenSet { set, at } => self.frozen_items(set, at),
            Task::Memoize(value) => self.memoize(&value),
            Task::Reduced(value) => match self.own.memo.get(value.bits()) {
                Some(number) => {
                    self.op(op::POP)?;
                    self.get(number)
                }
                None => self.memoize(&value),
            },
            Task::Leave(key) => {
                self.depth -= 1;
                if self.open.last() == Some(&key) {
                    self.open.pop();
                }
                Ok(())
            }
        }
    }

    /// Adds tasks; the first one is done first.
    pub(super) fn then<const N: usize>(&mut self, tasks: [Task; N]) -> PyResult<()> {
        if self.tasks.len() > MOST_TASKS {
            let text = "maximum recursion depth exceeded while pickling an object";
            return Err(self.vm.raise(&RECURSION_ERROR, text));
        }
        if self.tasks.capacity() - self.tasks.len() < N {
            self.vm.reserve(&mut self.tasks, Some(N))?;
        }
        self.tasks.extend(tasks.into_iter().rev());
        Ok(())
    }

    // ---- the memo ------------------------------------------------------------------------------

    pub(super) fn memoize(&mut self, value: &Value) -> PyResult<()> {
        self.memoize_as(value.bits(), value)
    }

    pub(super) fn memoize_as(&mut self, key: usize, value: &Value) -> PyResult<()> {
        if self.fast {
            return Ok(());
        }
        let number = self.own.memo.enter(key, value);
        if self.protocol >= 4 {
            return self.op(op::MEMOIZE);
        }
        self.numbered(number, op::PUT, op::BINPUT, op::LONG_BINPUT)
    }

    pub(super) fn get(&mut self, number: usize) -> PyResult<()> {
        self.numbered(number, op::GET, op::BINGET, op::LONG_BINGET)
    }

    fn numbered(&mut self, number: usize, text: u8, short: u8, long: u8) -> PyResult<()> {
        if !self.is_binary() {
            let line = format!("{}{number}\n", char::from(text));
            return self.put(line.as_bytes());
        }
        match (u8::try_from(number), u32::try_from(number)) {
            (Ok(byte), _) => self.put(&[short, byte]),
            (Err(_), Ok(word)) => {
                let [a, b, c, d] = word.to_le_bytes();
                self.put(&[long, a, b, c, d])
            }
            (Err(_), Err(_)) => Err(self.error("memo id too large for LONG_BINPUT")),
        }
    }

    // ---- one value -----------------------------------------------------------------------------

    pub(super) fn save(&mut self, value: Value, ask: bool) -> PyResult<()> {
        self.out.boundary(self.vm)?;
        if ask && let Some(function) = &self.persistent_id {
            let id = self.vm.call(function, std::slice::from_ref(&value))?;
            if !id.is_none() {
                return self.save_persistent(id);
            }
        }
        if value.is_none() {
            return self.op(op::NONE);
        }
        if value.is_bool() {
            return self.save_bool(value.is(&Value::TRUE));
        }
        if let Some(int) = value.as_int() {
            return self.save_int(&value, int);
        }
        if value.get_exact::<BigIntObject>().is_some() {
            return self.save_long(&value);
        }
        if value.is_small_float() || value.get_exact::<FloatObject>().is_some() {
            return self.save_float(&value);
        }
        if let Some(number) = self.own.memo.get(value.bits()) {
            return self.get(number);
        }
        if value.get_exact::<taipan_engine::object::string::StrObject>().is_some() {
            return self.save_text(&value, value.bits());
        }
        if value.get_exact::<BytesObject>().is_some() {
            return self.save_bytes(&value);
        }
        self.save_compound(value)
    }

    fn save_compound(&mut self, value: Value) -> PyResult<()> {
        if let Some(dict) = value.get_exact::<DictObject>() {
            let len = dict.len();
            return self.save_dict(value, len);
        }
        if let Some(list) = value.get_exact::<ListObject>() {
            let len = list.len();
            return self.save_list(value, len);
        }
        if let Some(tuple) = value.get_exact::<TupleObject>() {
            let len = tuple.items().len();
            return self.save_tuple(value, len);
        }
        let class = self.vm.type_of(&value);
        if let Some(set) = value.get::<SetObject>() {
            let len = set.keys.len();
            if class == *self.vm.types.set() {
                return self.save_set(value, len);
            }
            if class == *self.vm.types.frozenset() {
                return self.save_frozen(value);
            }
        }
        if class == *self.vm.types.bytearray() {
            return self.save_bytearray(&value);
        }
        if class == self.vm.ty(&buffer::PICKLE_BUFFER) {
            return self.save_buffer(&value);
        }
        if let Some(function) = &self.reducer_override {
            let reduced = self.vm.call(function, std::slice::from_ref(&value))?;
            if !reduced.is(&Value::NOT_IMPLEMENTED) {
                return self.save_reduced(&reduced, &value);
            }
        }
        if class == *self.vm.types.type_() {
            return self.save_class(&value);
        }
        if value.get_exact::<FunctionObject>().is_some() {
            return self.save_global(&value, None);
        }
        self.save_by_reducing(&value, &class)
    }

    fn save_persistent(&mut self, id: Value) -> PyResult<()> {
        if self.is_binary() {
            return self.then([Task::SaveId(id), Task::Op(op::BINPERSID)]);
        }
        let text = self.vm.str_of(&id)?;
        match text.as_str_object().filter(|text| text.is_ascii()) {
            Some(text) => {
                let line = [&[op::PERSID], text.as_bytes(), b"\n"].concat();
                self.put(&line)
            }
            None => Err(self.error("persistent IDs in protocol 0 must be ASCII strings")),
        }
    }

    // ---- containers ----------------------------------------------------------------------------

    /// In fast mode nothing is memoized: a container within itself is refused.
    fn enter(&mut self, value: &Value) -> PyResult<()> {
        if !self.fast {
            return Ok(());
        }
        self.depth += 1;
        let key = value.bits();
        if self.depth >= FAST_DEPTH {
            if self.open.contains(&key) {
                let (class, id) = (self.vm.class(value).full_name(), self.vm.id(value));
                return Err(self.vm.value_error(format!(
                    "fast mode: can't pickle cyclic objects including object type {class} at {id:#x}"
                )));
            }
            self.open.push(key);
        }
        self.then([Task::Leave(key)])
    }

    fn save_list(&mut self, list: Value, len: usize) -> PyResult<()> {
        self.enter(&list)?;
        match self.is_binary() {
            true => self.op(op::EMPTY_LIST)?,
            false => self.put(&[op::MARK, op::LIST])?,
        }
        self.memoize(&list)?;
        if len == 0 {
            return Ok(());
        }
        if !self.is_binary() {
            let iter = self.vm.iter(&list)?;
            return self.then([Task::Iter { iter, pairs: false, ahead: Ahead::Single }]);
        }
        if let (1, Some(item)) = (len, list.get::<ListObject>().and_then(|list| list.get(0))) {
            return self.then([Task::Save(item), Task::Op(op::APPEND)]);
        }
        self.then([Task::List { list, at: 0, count: 0 }])
    }

    fn list_items(&mut self, list: Value, at: usize, count: usize) -> PyResult<()> {
        let Some(own) = list.get::<ListObject>() else { return Ok(()) };
        if count == BATCH {
            self.op(op::APPENDS)?;
            if at >= own.len() {
                return Ok(());
            }
            return self.then([Task::List { list, at, count: 0 }]);
        }
        if count == 0 {
            self.op(op::MARK)?;
        }
        match own.get(at) {
            Some(item) => {
                let rest = Task::List { list, at: at + 1, count: count + 1 };
                self.then([Task::Save(item), rest])
            }
            None => self.op(op::APPENDS),
        }
    }

    fn save_dict(&mut self, dict: Value, len: usize) -> PyResult<()> {
        self.enter(&dict)?;
        match self.is_binary() {
            true => self.op(op::EMPTY_DICT)?,
            false => self.put(&[op::MARK, op::DICT])?,
        }
        self.memoize(&dict)?;
        if len == 0 {
            return Ok(());
        }
        if !self.is_binary() {
            let items = self.vm.call_method(&dict, &self.vm.intern("items"), &[])?;
            let iter = self.vm.iter(&items)?;
            return self.then([Task::Iter { iter, pairs: true, ahead: Ahead::Single }]);
        }
        let first = dict.get::<DictObject>().and_then(|dict| dict.entry_from(0));
        if let (1, Some((_, key, value))) = (len, first) {
            return self.then([Task::Save(key), Task::Save(value), Task::Op(op::SETITEM)]);
        }
        self.then([Task::Dict { dict, at: 0, len, count: 0 }])
    }

    fn dict_items(&mut self, dict: Value, at: usize, len: usize, count: usize) -> PyResult<()> {
        let Some(own) = dict.get::<DictObject>() else { return Ok(()) };
        if count == 0 {
            self.op(op::MARK)?;
        }
        let entry = if count == BATCH { None } else { own.entry_from(at) };
        if let Some((at, key, value)) = entry {
            let rest = Task::Dict { dict, at: at + 1, len, count: count + 1 };
            return self.then([Task::Save(key), Task::Save(value), rest]);
        }
        self.op(op::SETITEMS)?;
        if own.len() != len {
            return Err(self.vm.runtime_error("dictionary changed size during iteration"));
        }
        match count {
            BATCH => self.then([Task::Dict { dict, at, len, count: 0 }]),
            _ => Ok(()),
        }
    }

    fn save_set(&mut self, set: Value, len: usize) -> PyResult<()> {
        if self.protocol < 4 {
            return self.save_old_set(&set);
        }
        self.op(op::EMPTY_SET)?;
        self.memoize(&set)?;
        if len == 0 {
            return Ok(());
        }
        self.then([Task::Set { set, at: 0, len, count: 0 }])
    }

    fn set_items(&mut self, set: Value, at: usize, len: usize, count: usize) -> PyResult<()> {
        let Some(own) = set.get::<SetObject>() else { return Ok(()) };
        if count == 0 {
            self.op(op::MARK)?;
        }
        let mut next = at;
        let entry = if count == BATCH { None } else { own.keys.next(&mut next) };
        if let Some((_, item)) = entry {
            let rest = Task::Set { set, at: next, len, count: count + 1 };
            return self.then([Task::Save(item), rest]);
        }
        self.op(op::ADDITEMS)?;
        if own.keys.len() != len {
            return Err(self.vm.runtime_error("set changed size during iteration"));
        }
        match count {
            BATCH => self.then([Task::Set { set, at, len, count: 0 }]),
            _ => Ok(()),
        }
    }

    fn save_frozen(&mut self, set: Value) -> PyResult<()> {
        if self.protocol < 4 {
            return self.save_old_set(&set);
        }
        self.enter(&set)?;
        self.op(op::MARK)?;
        self.then([Task::FrozenSet { set, at: 0 }])
    }

    fn frozen_items(&mut self, set: Value, mut at: usize) -> PyResult<()> {
        let entry = set.get::<SetObject>().and_then(|own| own.keys.next(&mut at));
        if let Some((_, item)) = entry {
            return self.then([Task::Save(item), Task::FrozenSet { set, at }]);
        }
        // An item may have led back here.
        if let Some(number) = self.own.memo.get(set.bits()) {
            self.op(op::POP_MARK)?;
            return self.get(number);
        }
        self.op(op::FROZENSET)?;
        self.memoize(&set)
    }

    /// Before protocol 4: the class, called with a list.
    fn save_old_set(&mut self, set: &Value) -> PyResult<()> {
        let vm = self.vm;
        let items = vm.new_list(set.get::<SetObject>().map_or_else(Vec::new, |s| s.keys.keys()));
        let class = vm.type_of(set).value().clone();
        self.save_reduced(&vm.tuple(vec![class, vm.tuple(vec![items])]), set)
    }

    fn save_tuple(&mut self, tuple: Value, len: usize) -> PyResult<()> {
        if len == 0 {
            return match self.is_binary() {
                true => self.op(op::EMPTY_TUPLE),
                false => self.put(&[op::MARK, op::TUPLE]),
            };
        }
        let marked = self.protocol < 2 || len > 3;
        if marked {
            self.op(op::MARK)?;
        }
        let end = Task::TupleEnd { tuple: tuple.clone(), marked };
        self.then([Task::Tuple { tuple, at: 0 }, end])
    }

    fn tuple_items(&mut self, tuple: Value, at: usize) -> PyResult<()> {
        let Some(item) = tuple.tuple_items().get(at).cloned() else { return Ok(()) };
        if at + 1 == tuple.tuple_items().len() {
            return self.then([Task::Save(item)]);
        }
        self.then([Task::Save(item), Task::Tuple { tuple, at: at + 1 }])
    }

    fn tuple_end(&mut self, tuple: &Value, marked: bool) -> PyResult<()> {
        let len = tuple.tuple_items().len();
        // An item may have led back here: what was written is thrown away.
        if let Some(number) = self.own.memo.get(tuple.bits()) {
            let pops = match (marked, self.is_binary()) {
                (true, true) => vec![op::POP_MARK],
                (true, false) => vec![op::POP; len + 1],
                (false, _) => vec![op::POP; len],
            };
            self.put(&pops)?;
            return self.get(number);
        }
        self.op(match (marked, len) {
            (false, 1) => op::TUPLE1,
            (false, 2) => op::TUPLE2,
            (false, _) => op::TUPLE3,
            (true, _) => op::TUPLE,
        })?;
        self.memoize(tuple)
    }

    // ---- items of iterators --------------------------------------------------------------------

    /// The tasks that save an item or a pair.
    fn save_item(&mut self, item: Value, pairs: bool, rest: Task) -> PyResult<()> {
        if !pairs {
            return self.then([Task::Save(item), rest]);
        }
        match item.as_tuple() {
            Some([key, value]) => {
                let (key, value) = (key.clone(), value.clone());
                self.then([Task::Save(key), Task::Save(value), rest])
            }
            _ => Err(self.vm.type_error("dict items iterator must return 2-tuples")),
        }
    }

    fn iterate(&mut self, iter: Value, pairs: bool, ahead: Ahead) -> PyResult<()> {
        let (single, several) =
            if pairs { (op::SETITEM, op::SETITEMS) } else { (op::APPEND, op::APPENDS) };
        let go_on = |ahead: Ahead| Task::Iter { iter: iter.clone(), pairs, ahead };
        match ahead {
            Ahead::Single => {
                let Some(item) = self.vm.next(&iter)? else { return Ok(()) };
                self.then([Task::Op(single), go_on(Ahead::Single)])?;
                // The instruction comes behind the item.
                self.save_last(item, pairs)
            }
            Ahead::Start => {
                let Some(first) = self.vm.next(&iter)? else { return Ok(()) };
                let Some(second) = self.vm.next(&iter)? else {
                    return self.save_item(first, pairs, Task::Op(single));
                };
                self.op(op::MARK)?;
                let rest = go_on(Ahead::Item(second, 1));
                self.save_item(first, pairs, rest)
            }
            Ahead::Item(item, count) => {
                let rest = go_on(Ahead::Saved(count + 1));
                self.save_item(item, pairs, rest)
            }
            Ahead::Saved(BATCH) => {
                self.op(several)?;
                let rest = go_on(Ahead::Start);
                self.then([rest])
            }
            Ahead::Saved(count) => match self.vm.next(&iter)? {
                Some(item) => {
                    let rest = go_on(Ahead::Item(item, count));
                    self.then([rest])
                }
                None => self.op(several),
            },
        }
    }

    fn save_last(&mut self, item: Value, pairs: bool) -> PyResult<()> {
        if !pairs {
            return self.then([Task::Save(item)]);
        }
        match item.as_tuple() {
            Some([key, value]) => {
                let (key, value) = (key.clone(), value.clone());
                self.then([Task::Save(key), Task::Save(value)])
            }
            _ => Err(self.vm.type_error("dict items iterator must return 2-tuples")),
        }
    }
}
