//! dis, opcode: instructions and listings, as Python. `_opcode` tells them what the engine's table of
//! instructions says, and takes words apart.

use taipan_compiler::dis::{jump_target, stack_effect as effect};
use taipan_compiler::op::{Access, Datum, Helper, Instruction, Op, Word};
use taipan_engine::funcs;
use taipan_engine::object::code::{CodeObject, INSTRUCTION_BYTES};
use taipan_engine::object::native::Maybe;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::RUNTIME_ERROR;
use taipan_engine::types::module::ModuleSpec;

fn op(number: i64) -> Option<Op> {
    u8::try_from(number).ok().and_then(Op::from_number)
}

/// Whether the opcode has an operand that does that.
fn has(number: i64, wanted: impl Fn(&str, Access) -> bool) -> bool {
    let word = op(number).map(|op| Word(op as u64));
    let mut found = false;
    if let Some(instruction) = word.and_then(Instruction::decode) {
        instruction.accesses(&mut |name, access| found |= wanted(name, access));
    }
    found
}

fn is_valid(_: &Vm, opcode: i64) -> bool {
    op(opcode).is_some()
}

fn has_arg(_: &Vm, opcode: i64) -> bool {
    has(opcode, |_, _| true)
}

fn has_const(_: &Vm, opcode: i64) -> bool {
    has(opcode, |_, access| matches!(access, Access::Data(Datum::Const(_))))
}

fn has_name(_: &Vm, opcode: i64) -> bool {
    has(opcode, |_, access| matches!(access, Access::Data(Datum::Site(_))))
}

/// An instruction with a jump word behind it jumps, too.
fn has_jump(_: &Vm, opcode: i64) -> bool {
    op(opcode).is_some_and(Op::has_jump_word)
        || has(opcode, |_, access| matches!(access, Access::Data(Datum::Offset(_))))
}

fn has_free(_: &Vm, opcode: i64) -> bool {
    let makes = op(opcode).is_some_and(|op| op == Op::MakeCell);
    makes || has(opcode, |name, _| name == "cell")
}

/// Registers of a run are never locals.
fn has_local(_: &Vm, opcode: i64) -> bool {
    has(opcode, |_, access| matches!(access, Access::Def(_) | Access::Use(_) | Access::Keep(_)))
}

/// No instruction sets up a handler: tables say where they are.
fn has_exc(_: &Vm, _: i64) -> bool {
    false
}

fn stack_effect(vm: &Vm, opcode: i64, oparg: Option<i64>, jump: Maybe<'_>) -> PyResult<i64> {
    let ways: &[bool] = match jump.0 {
        None => &[true, false],
        Some(value) if value.is_none() => &[true, false],
        Some(value) if value.is(&Value::TRUE) => &[true],
        Some(value) if value.is(&Value::FALSE) => &[false],
        Some(_) => return Err(vm.value_error("stack_effect: jump must be False, True or None")),
    };
    let oparg = u64::try_from(oparg.unwrap_or(0)).ok().filter(|arg| arg >> 56 == 0);
    let word = op(opcode).zip(oparg).map(|(op, arg)| Word(op as u64 | arg << 8));
    let most = word.and_then(|word| ways.iter().filter_map(|jumps| effect(word, *jumps)).max());
    most.ok_or_else(|| vm.value_error("invalid opcode or oparg"))
}

/// Operators have instructions of their own.
fn get_nb_ops(vm: &Vm) -> Value {
    vm.new_list(Vec::new())
}

fn get_intrinsic1_descs(vm: &Vm) -> Value {
    vm.new_list(Helper::ALL.iter().map(|row| vm.str(row.1)).collect())
}

fn get_intrinsic2_descs(vm: &Vm) -> Value {
    vm.new_list(Vec::new())
}

fn get_specialization_stats(_: &Vm) {}

fn get_executor(vm: &Vm, code: &Value, _offset: i64) -> PyResult {
    if code.get::<CodeObject>().is_none() {
        let class = vm.class(code).name();
        return Err(vm.type_error(format!("expected a code object, not '{class}'")));
    }
    Err(vm.raise(&RUNTIME_ERROR, "Executors are not available in this build"))
}

/// Name of each opcode and the opcode whose quickened form it is: its own, if it is none.
fn table(vm: &Vm) -> Value {
    let row = |row: &(Op, &str, &str)| {
        vm.tuple(vec![vm.str(row.1), vm.int(i64::from(row.0.generic() as u8))])
    };
    vm.new_list(Op::ALL.iter().map(row).collect())
}

/// What a listing says of an operand: how it is printed in general, the kind of the value, the value.
fn operand(vm: &Vm, code: Option<&CodeObject>, index: usize, access: Access, text: &str) -> Value {
    let row = |kind: &str, value: Value| vm.tuple(vec![vm.str(text), vm.intern(kind), value]);
    let register = |number: u16| {
        let name = code.and_then(|code| code.code.local_names.get(usize::from(number)));
        match name.filter(|name| !name.is_empty()) {
            Some(name) => row("local", vm.intern(name)),
            None => row("register", vm.int(i64::from(number))),
        }
    };
    let datum = match access {
        Access::Def(def) => return register(def.reg.0),
        Access::Use(used) => return register(used.reg.0),
        Access::Keep(reg) => return register(reg.0),
        Access::Run(reg) => return row("register", vm.int(i64::from(reg.0))),
        Access::Data(datum) => datum,
    };
    let helper = |at: u16| Helper::ALL.get(usize::from(at)).map(|row| vm.str(row.1));
    let (kind, value, number) = match datum {
        Datum::Const(at) => {
            let value = code.and_then(|code| code.consts.get(at as usize).cloned());
            ("const", value, i64::from(at))
        }
        Datum::Site(at) => {
            let site = code.and_then(|code| code.caches.get(at as usize));
            let name = site.and_then(|site| code?.names.get(site.name as usize).cloned());
            ("name", name, i64::from(at))
        }
        Datum::Call(at) => ("call", code.and_then(|code| call(vm, code, at)), i64::from(at)),
        Datum::Code(at) => {
            let known = code.filter(|code| usize::from(at) < code.code.codes.len());
            let inner = known.map(|code| code.inner(vm, usize::from(at)));
            ("const", inner, i64::from(at))
        }
        Datum::Helper(at) => ("name", helper(at), i64::from(at)),
        Datum::Offset(distance) => {
            let target = jump_target(index, distance) * INSTRUCTION_BYTES as i64;
            ("jump", Some(vm.int(target)), 0)
        }
        Datum::Number(number) => ("number", Some(vm.int(number)), 0),
    };
    match value {
        Some(value) => row(kind, value),
        None => row("number", vm.int(number)),
    }
}

/// A call site: how many arguments there are altogether, and the names of the last ones.
fn call(vm: &Vm, code: &CodeObject, at: u16) -> Option<Value> {
    let at = usize::from(at);
    let (shape, names) = (code.code.calls.get(at)?, code.call_names.get(at)?);
    Some(vm.tuple(vec![vm.int(i64::from(shape.count)), vm.tuple(names.to_vec())]))
}

fn instruction(vm: &Vm, code: Option<&CodeObject>, words: &[Word], index: usize) -> Value {
    let word = words[index];
    let (opcode, arg) = (vm.int(i64::from(word.opcode())), vm.int((word.0 >> 8) as i64));
    let Some(instruction) = Instruction::decode(word) else {
        return vm.tuple(vec![opcode, arg, vm.tuple(Vec::new())]);
    };
    let printed = instruction.to_string();
    let mut texts = printed.split_once(' ').map_or("", |parts| parts.1).split(", ");
    let mut operands = Vec::new();
    instruction.accesses(&mut |_, access| {
        operands.push(operand(vm, code, index, access, texts.next().unwrap_or("")));
    });
    let has_arg = !operands.is_empty();
    if instruction.op().has_jump_word()
        && let Some(Instruction::Jump { offset }) =
            words.get(index + 1).and_then(|word| Instruction::decode(*word))
    {
        operands.push(operand(vm, code, index + 1, Access::Data(Datum::Offset(offset.0)), ""));
    }
    vm.tuple(vec![opcode, if has_arg { arg } else { Value::NONE }, vm.tuple(operands)])
}

/// The instructions of a code object, or of its bytes alone: for each its opcode, the rest of its word,
/// and its operands.
fn decode(vm: &Vm, code: &Value, adaptive: bool) -> PyResult {
    let object = code.get::<CodeObject>();
    let words: Vec<Word> = match object {
        Some(code) if adaptive => code.words.iter().map(|word| word.get()).collect(),
        Some(code) => code.code.words.to_vec(),
        None => words(vm, code)?,
    };
    let each = (0..words.len()).map(|index| instruction(vm, object, &words, index));
    Ok(vm.new_list(each.collect()))
}

/// What is missing in the last word counts as zero.
fn words(vm: &Vm, bytes: &Value) -> Result<Vec<Word>, Raised> {
    let bytes = Buffer::required(vm, bytes)?;
    let word = |chunk: &[u8]| {
        let mut all = [0; INSTRUCTION_BYTES];
        all[..chunk.len()].copy_from_slice(chunk);
        Word(u64::from_le_bytes(all))
    };
    Ok(bytes.chunks(INSTRUCTION_BYTES).map(word).collect())
}

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_opcode",
    doc: "What the machine's instructions are.",
    funcs: funcs![
        stack_effect "(opcode, oparg=None, /, *, jump=None)" "How many temporaries more there are after an instruction.";
        is_valid "(opcode)" "Whether an instruction has the number.";
        has_arg "(opcode)" "Whether the instruction has operands.";
        has_const "(opcode)" "Whether the instruction takes a constant.";
        has_name "(opcode)" "Whether the instruction takes a name.";
        has_jump "(opcode)" "Whether the instruction may jump.";
        has_free "(opcode)" "Whether the instruction takes a cell.";
        has_local "(opcode)" "Whether the instruction may take a local variable.";
        has_exc "(opcode)" "Whether the instruction sets up a handler.";
        get_nb_ops "()" "Operators that an instruction tells apart by number.";
        get_intrinsic1_descs "()" "Names of the helpers that an instruction tells apart by number.";
        get_intrinsic2_descs "()" "Names of helpers with two arguments alone.";
        get_specialization_stats "()" "Counts of quickened instructions: None, as nobody counts.";
        get_executor "(code, offset)" "The native code that was made for an instruction.";
        "_table" = table, "()", "Names of the opcodes in order, with the opcodes whose quickened forms they are.";
        "_decode" = decode, "(code, adaptive=False, /)", "The instructions of code, each as opcode, argument and operands.";
    ],
    values: &[("ENABLE_SPECIALIZATION", |_| Value::TRUE)],
    ..ModuleSpec::NONE
};

pub(crate) static OPCODE: ModuleSpec = ModuleSpec {
    name: "opcode",
    doc: "Names and numbers of the machine's instructions.",
    python: Some(frozen!("dis/opcode.py")),
    ..ModuleSpec::NONE
};

pub(crate) static DIS: ModuleSpec = ModuleSpec {
    name: "dis",
    doc: "Listings of the machine's instructions.",
    python: Some(frozen!("dis/dis.py")),
    ..ModuleSpec::NONE
};
