//! Questions about live objects: what could follow what is typed, and signatures. The answers are Python
//! code's (`_prompt`), which runs nothing of the program's own where that can be helped.

use taipan_engine::Prompt;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::editor::Completions;

/// What could follow the text; nothing if that cannot be told.
pub(super) fn complete(vm: &Vm, before: &str) -> Completions {
    let ask = || -> PyResult<Completions> {
        let answer = ask(vm, "complete", &[vm.str(before)])?;
        let both: Vec<Value> = vm.to_vec(&answer)?;
        let [start, all] = both.as_slice() else { return Ok(Completions::default()) };
        let start = start.as_int().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
        let start = before.char_indices().nth(start).map_or(before.len(), |(at, _)| at);
        let all = vm.to_vec(all)?.iter().map(Value::to_text).collect();
        Ok(Completions { start, all })
    };
    ask().unwrap_or_default()
}

/// The signature of what is being called at the cursor, or an empty text.
pub(super) fn hint(vm: &Vm, text: &str, cursor: usize) -> String {
    let cursor = text.get(..cursor).map_or(0, |before| before.chars().count());
    let cursor = vm.int(i64::try_from(cursor).unwrap_or(0));
    let answer = ask(vm, "signature", &[vm.str(text), cursor]);
    answer.map_or_else(|_| String::new(), |answer| answer.to_text())
}

/// Calls a function of `_prompt`, whose last argument is the namespace.
fn ask(vm: &Vm, function: &str, args: &[Value]) -> PyResult {
    let mut all = args.to_vec();
    all.push(Prompt::globals(vm)?.unwrap_or(Value::NONE));
    let module = vm.import_module("_prompt")?;
    vm.call_method(&module, &vm.intern(function), &all)
}
