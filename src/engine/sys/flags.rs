//! The options that the interpreter was started with, in one place, and `sys.flags`, which shows them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::facts::closed;
use crate::object::types::TypeSpec;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::struct_fields;
use crate::types::int::text::DigitLimit;
use crate::types::list::ListObject;

/// The options, by the names that `sys.flags` has for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    pub debug: u8,
    pub inspect: bool,
    pub interactive: bool,
    pub optimize: u8,
    pub dont_write_bytecode: bool,
    pub no_user_site: bool,
    pub no_site: bool,
    pub ignore_environment: bool,
    pub verbose: u8,
    pub bytes_warning: u8,
    pub quiet: bool,
    pub no_hash_randomization: bool,
    pub isolated: bool,
    pub dev_mode: bool,
    pub utf8_mode: bool,
    pub warn_default_encoding: bool,
    pub safe_path: bool,
}

static FLAGS: TypeSpec = TypeSpec {
    getset: struct_fields![
        0 "debug" "-d",
        1 "inspect" "-i",
        2 "interactive" "-i",
        3 "optimize" "-O or -OO",
        4 "dont_write_bytecode" "-B",
        5 "no_user_site" "-s",
        6 "no_site" "-S",
        7 "ignore_environment" "-E",
        8 "verbose" "-v",
        9 "bytes_warning" "-b",
        10 "quiet" "-q",
        11 "hash_randomization" "-R",
        12 "isolated" "-I",
        13 "dev_mode" "-X dev",
        14 "utf8_mode" "-X utf8",
        15 "warn_default_encoding" "-X warn_default_encoding",
        16 "safe_path" "-P",
        17 "int_max_str_digits" "-X int_max_str_digits",
    ],
    ..closed("sys.flags", "The settings that the command line and the environment made.")
};

pub(super) fn flags(vm: &Vm) -> Value {
    let flags = vm.flags().get();
    let on = |flag: bool| vm.int(i64::from(flag));
    let level = |level: u8| vm.int(i64::from(level));
    let items = vec![
        level(flags.debug),
        on(flags.inspect),
        on(flags.interactive),
        level(flags.optimize),
        on(flags.dont_write_bytecode),
        on(flags.no_user_site),
        on(flags.no_site),
        on(flags.ignore_environment),
        level(flags.verbose),
        level(flags.bytes_warning),
        on(flags.quiet),
        on(!flags.no_hash_randomization),
        on(flags.isolated),
        Value::bool(flags.dev_mode),
        on(flags.utf8_mode),
        on(flags.warn_default_encoding),
        Value::bool(flags.safe_path),
        vm.int(vm.digit_limit().0.get() as i64),
    ];
    vm.tuple_of_type(&vm.ty(&FLAGS), items)
}

/// What else the command line can say of how the interpreter runs.
#[derive(Default)]
pub struct Started {
    /// How many processors there are said to be.
    pub processors: Cell<Option<usize>>,
    /// `sys.pycache_prefix`.
    pub cache_folder: RefCell<Option<String>>,
    /// Tracebacks show lines without carets.
    pub without_columns: Cell<bool>,
}

impl Vm {
    /// What the command line has said, besides the flags.
    pub fn started(&self) -> Rc<Started> {
        self.extra(Started::default)
    }

    /// The options that the interpreter was started with.
    pub fn flags(&self) -> Rc<Cell<Flags>> {
        self.extra(Cell::<Flags>::default)
    }

    pub(crate) fn optimization(&self) -> u8 {
        self.flags().get().optimize
    }

    /// Sets how many digits an int and its decimal text may have to be converted, if that is allowed.
    pub fn set_digit_limit(&self, digits: usize) {
        if digits == 0 || digits >= DigitLimit::THRESHOLD {
            self.digit_limit().0.set(digits);
        }
    }

    /// Says where the program is installed, and the virtual environment that it runs in.
    pub fn set_prefixes(&self, prefix: &str, base: &str) {
        *self.prefixes().borrow_mut() = Prefixes { own: prefix.to_owned(), base: base.to_owned() };
    }

    pub(super) fn prefixes(&self) -> Rc<RefCell<Prefixes>> {
        self.extra(RefCell::<Prefixes>::default)
    }

    /// Has the module `site` follow `.pth` files and import customizations. Meanwhile `sys.path` is
    /// without the script's folder, if that is in front.
    pub fn run_site(&self, has_folder: bool) {
        let path = self.sys_attr("path");
        let path = path.as_ref().and_then(|path| path.get::<ListObject>());
        let first = path.filter(|_| has_folder).map(|path| path.items.borrow_mut().remove(0));
        let site = self.import_module("site");
        let done = site.and_then(|site| self.call_method(&site, &self.intern("main"), &[]));
        if let Err(raised) = done {
            self.print_exception(&raised.0);
        }
        let path = self.sys_attr("path");
        let path = path.as_ref().and_then(|path| path.get::<ListObject>());
        if let (Some(path), Some(first)) = (path, first) {
            path.items.borrow_mut().insert(0, first);
        }
    }
}

/// `sys.prefix` and `sys.base_prefix`.
#[derive(Default)]
pub(super) struct Prefixes {
    pub(super) own: String,
    pub(super) base: String,
}
