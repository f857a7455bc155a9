//! keyword: the words that the grammar keeps for itself.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::ModuleSpec;

const WORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

const SOFT_WORDS: [&str; 4] = ["_", "case", "match", "type"];

fn texts(vm: &Vm, words: &[&str]) -> Vec<Value> {
    words.iter().map(|word| vm.str(word)).collect()
}

fn init(vm: &Vm, module: &Value) -> PyResult<()> {
    let contains = vm.intern("__contains__");
    let lists: [(&str, &str, &[&str]); 2] =
        [("kwlist", "iskeyword", &WORDS), ("softkwlist", "issoftkeyword", &SOFT_WORDS)];
    for (list, function, words) in lists {
        let test = vm.getattr(&vm.frozen_set(texts(vm, words)), &contains)?;
        vm.setattr(module, &vm.intern(function), Some(&test))?;
        vm.setattr(module, &vm.intern(list), Some(&vm.new_list(texts(vm, words))))?;
    }
    let all = texts(vm, &["iskeyword", "issoftkeyword", "kwlist", "softkwlist"]);
    vm.setattr(module, &vm.intern("__all__"), Some(&vm.new_list(all)))
}

pub(crate) static KEYWORD: ModuleSpec = ModuleSpec {
    name: "keyword",
    doc: "The words that the grammar keeps for itself.",
    init: Some(init),
    ..ModuleSpec::NONE
};
