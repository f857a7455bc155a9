//! The first modules of an interpreter: `builtins`, `sys` and the end of a program.

use crate::funcs;
use crate::host::Stream;
use crate::object::dict::DictObject;
use crate::object::native::Rest;
use crate::object::slots::{PyResult, Raised};
use crate::object::types::TypeSpec;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::*;
use crate::types::module::{ModuleObject, ModuleSpec};
use crate::types::{
    bytes, descriptor, dict, exception, float, int, list, object, range, set, str, tuple,
    type_object,
};

/// Types that `builtins` offers under their own names.
static TYPES: &[&TypeSpec] = &[
    &object::OBJECT,
    &type_object::TYPE,
    &int::INT,
    &int::BOOL,
    &float::FLOAT,
    &float::COMPLEX,
    &str::STR,
    &bytes::BYTES,
    &bytes::BYTEARRAY,
    &list::LIST,
    &tuple::TUPLE,
    &dict::DICT,
    &set::SET,
    &set::FROZENSET,
    &range::RANGE,
    &range::SLICE,
    &descriptor::PROPERTY,
    &descriptor::STATICMETHOD,
    &descriptor::CLASSMETHOD,
];

static BUILTINS: ModuleSpec = ModuleSpec {
    name: "builtins",
    funcs: funcs![
        print "(*values)" "Prints the values.";
        len "(obj, /)" "Return the number of items in a container.";
    ],
    types: TYPES,
    values: &[
        ("None", |_| Value::NONE),
        ("True", |_| Value::TRUE),
        ("False", |_| Value::FALSE),
        ("Ellipsis", |_| Value::ELLIPSIS),
        ("NotImplemented", |_| Value::NOT_IMPLEMENTED),
        ("__debug__", |_| Value::TRUE),
    ],
    init: Some(add_exceptions),
    ..ModuleSpec::NONE
};

fn add_exceptions(vm: &Vm, module: &Value) -> PyResult<()> {
    for class in exception::EXCEPTIONS {
        let class = vm.ty(class);
        let name = vm.intern_value(&class.name.get());
        vm.setattr(module, &name, Some(class.value()))?;
    }
    Ok(())
}

fn print(vm: &Vm, values: Rest) -> PyResult<()> {
    let mut line = String::new();
    for (at, value) in values.0.iter().enumerate() {
        if at > 0 {
            line.push(' ');
        }
        line.push_str(&vm.str_text(value)?);
    }
    line.push('\n');
    vm.write_stdout(&line)
}

fn len(vm: &Vm, value: &Value) -> PyResult<usize> {
    vm.len(value)
}

static SYS: ModuleSpec = ModuleSpec {
    name: "sys",
    values: &[
        ("path", |vm| vm.new_list(Vec::new())),
        ("argv", |vm| vm.new_list(Vec::new())),
        ("modules", |vm| vm.modules_dict()),
    ],
    ..ModuleSpec::NONE
};

/// Makes `builtins` and `sys` of a new interpreter.
pub(crate) fn install(vm: &Vm) {
    let _ = vm.modules.set(vm.new_dict(DictObject::new()));
    vm.register_module(&BUILTINS);
    vm.register_module(&SYS);
    for name in ["builtins", "sys"] {
        if vm.import_module(name).is_err() {
            crate::object::frame::bug("builtins and sys can always be made");
        }
    }
    if let Ok(builtins) = vm.import_module("builtins")
        && let Some(module) = builtins.get::<ModuleObject>()
    {
        let _ = vm.builtins.set(module.dict.clone());
    }
}

impl Vm {
    pub fn write_stdout(&self, text: &str) -> PyResult<()> {
        let _ = self.host.write(Stream::Stdout, text.as_bytes());
        Ok(())
    }

    /// Ends a program: reports what was raised; the exit code.
    pub fn finish(&self, result: PyResult<()>) -> i32 {
        let Err(Raised(exception)) = result else { return 0 };
        if self.is_exception(&exception, &SYSTEM_EXIT) {
            return 0;
        }
        let text = format!("{}: {}", self.class(&exception).name(), self.str_text(&exception).unwrap_or_default());
        let _ = self.host.write(Stream::Stderr, format!("{text}\n").as_bytes());
        1
    }

    pub(crate) fn handle_signals(&self) -> PyResult<()> {
        let _ = self.host.take_signals();
        let class = self.ty(&KEYBOARD_INTERRUPT);
        Err(Raised(self.new_exception(&class, Vec::new())))
    }
}
