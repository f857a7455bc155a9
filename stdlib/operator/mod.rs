//! operator: the operators of the language as functions, in `_operator`; `operator` has the same
//! ones and their names with underscores. The getters are in `getters.rs`.

mod functions;
mod getters;

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::{ModuleObject, ModuleSpec};

/// What a script finds in `operator`, in the order of `__all__`.
const NAMES: [&str; 54] = [
    "abs",
    "add",
    "and_",
    "attrgetter",
    "call",
    "concat",
    "contains",
    "countOf",
    "delitem",
    "eq",
    "floordiv",
    "ge",
    "getitem",
    "gt",
    "iadd",
    "iand",
    "iconcat",
    "ifloordiv",
    "ilshift",
    "imatmul",
    "imod",
    "imul",
    "index",
    "indexOf",
    "inv",
    "invert",
    "ior",
    "ipow",
    "irshift",
    "is_",
    "is_not",
    "isub",
    "itemgetter",
    "itruediv",
    "ixor",
    "le",
    "length_hint",
    "lshift",
    "lt",
    "matmul",
    "methodcaller",
    "mod",
    "mul",
    "ne",
    "neg",
    "not_",
    "or_",
    "pos",
    "pow",
    "rshift",
    "setitem",
    "sub",
    "truediv",
    "truth",
];

/// Names that have no form with underscores.
const PLAIN: [&str; 9] = [
    "attrgetter",
    "countOf",
    "indexOf",
    "is_",
    "is_not",
    "itemgetter",
    "length_hint",
    "methodcaller",
    "truth",
];

/// Copies the functions from `_operator`, each under both of its names.
fn copy_functions(vm: &Vm, module: &Value) -> PyResult<()> {
    let native = vm.import_module("_operator")?;
    let Some(dict) = module.get::<ModuleObject>().and_then(|m| m.dict.get::<DictObject>()) else {
        return Ok(());
    };
    let all: Vec<&str> = NAMES.into_iter().chain(["xor"]).collect();
    for name in &all {
        let function = vm.getattr(&native, &vm.intern(name))?;
        drop(dict.set_interned(&vm.intern(name), function.clone()));
        if !PLAIN.contains(name) {
            let special = format!("__{}__", name.trim_end_matches('_'));
            drop(dict.set_interned(&vm.intern(&special), function.clone()));
        }
        if *name == "abs" {
            drop(dict.set_interned(&vm.intern("_abs"), function));
        }
    }
    let all = vm.new_list(all.iter().map(|name| vm.str(name)).collect());
    drop(dict.set_interned(&vm.intern("__all__"), all));
    Ok(())
}

pub(crate) static OPERATOR: ModuleSpec =
    ModuleSpec { name: "operator", doc: DOC, init: Some(copy_functions), ..ModuleSpec::NONE };

const DOC: &str = "The operators of the language as functions.";

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_operator",
    doc: DOC,
    funcs: funcs![
        "_compare_digest" = functions::compare_digest, "(a, b, /)", "Return 'a == b' in a time that does not depend on where they differ.";
        "abs" = functions::abs, "(a, /)", "Same as abs(a).";
        "add" = functions::add, "(a, b, /)", "Same as a + b.";
        "and_" = functions::and, "(a, b, /)", "Same as a & b.";
        "call" = functions::call, "(obj, /, *args, **kwargs)", "Call obj with these arguments.";
        "concat" = functions::concat, "(a, b, /)", "a + b for sequences; TypeError for numbers.";
        "contains" = functions::contains, "(a, b, /)", "Whether b in a: the container comes first.";
        "countOf" = functions::count_of, "(a, b, /)", "How many items of a are or equal b.";
        "delitem" = functions::delitem, "(a, b, /)", "Same as del a[b].";
        "eq" = functions::eq, "(a, b, /)", "Same as a == b.";
        "floordiv" = functions::floordiv, "(a, b, /)", "Same as a // b.";
        "ge" = functions::ge, "(a, b, /)", "Same as a >= b.";
        "getitem" = functions::getitem, "(a, b, /)", "Same as a[b].";
        "gt" = functions::gt, "(a, b, /)", "Same as a > b.";
        "iadd" = functions::iadd, "(a, b, /)", "Same as a += b.";
        "iand" = functions::iand, "(a, b, /)", "Same as a &= b.";
        "iconcat" = functions::iconcat, "(a, b, /)", "a += b for sequences; TypeError for numbers.";
        "ifloordiv" = functions::ifloordiv, "(a, b, /)", "Same as a //= b.";
        "ilshift" = functions::ilshift, "(a, b, /)", "Same as a <<= b.";
        "imatmul" = functions::imatmul, "(a, b, /)", "Same as a @= b.";
        "imod" = functions::imod, "(a, b, /)", "Same as a %= b.";
        "imul" = functions::imul, "(a, b, /)", "Same as a *= b.";
        "index" = functions::index, "(a, /)", "Same as a.__index__()";
        "indexOf" = functions::index_of, "(a, b, /)", "The first place where a holds b; ValueError if it does not.";
        "inv" = functions::invert, "(a, /)", "Same as ~a.";
        "invert" = functions::invert, "(a, /)", "Same as ~a.";
        "ior" = functions::ior, "(a, b, /)", "Same as a |= b.";
        "ipow" = functions::ipow, "(a, b, /)", "Same as a **= b.";
        "irshift" = functions::irshift, "(a, b, /)", "Same as a >>= b.";
        "is_" = functions::is, "(a, b, /)", "Same as a is b.";
        "is_not" = functions::is_not, "(a, b, /)", "Same as a is not b.";
        "isub" = functions::isub, "(a, b, /)", "Same as a -= b.";
        "itruediv" = functions::itruediv, "(a, b, /)", "Same as a /= b.";
        "ixor" = functions::ixor, "(a, b, /)", "Same as a ^= b.";
        "le" = functions::le, "(a, b, /)", "Same as a <= b.";
        "length_hint" = functions::length_hint, "(obj, default=0, /)", "About how many items obj will give: len() if it has one, else __length_hint__, else default.";
        "lshift" = functions::lshift, "(a, b, /)", "Same as a << b.";
        "lt" = functions::lt, "(a, b, /)", "Same as a < b.";
        "matmul" = functions::matmul, "(a, b, /)", "Same as a @ b.";
        "mod" = functions::modulo, "(a, b, /)", "Same as a % b.";
        "mul" = functions::mul, "(a, b, /)", "Same as a * b.";
        "ne" = functions::ne, "(a, b, /)", "Same as a != b.";
        "neg" = functions::neg, "(a, /)", "Same as -a.";
        "not_" = functions::not, "(a, /)", "Same as not a.";
        "or_" = functions::or, "(a, b, /)", "Same as a | b.";
        "pos" = functions::pos, "(a, /)", "Same as +a.";
        "pow" = functions::pow, "(a, b, /)", "Same as a ** b.";
        "rshift" = functions::rshift, "(a, b, /)", "Same as a >> b.";
        "setitem" = functions::setitem, "(a, b, c, /)", "Same as a[b] = c.";
        "sub" = functions::sub, "(a, b, /)", "Same as a - b.";
        "truediv" = functions::truediv, "(a, b, /)", "Same as a / b.";
        "truth" = functions::truth, "(a, /)", "Whether a counts as true.";
        "xor" = functions::xor, "(a, b, /)", "Same as a ^ b.";
    ],
    types: &[&getters::ATTRGETTER, &getters::ITEMGETTER, &getters::METHODCALLER],
    ..ModuleSpec::NONE
};
