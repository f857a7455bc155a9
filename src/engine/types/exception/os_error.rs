//! OSError: number, text and names of files; which subclass belongs to which number.

use super::*;
use crate::object::native::GetSet;
use crate::object::slots::PyResult;
use crate::types::int::Int;

pub(super) const MEMBERS: &[&str] =
    &["errno", "strerror", "filename", "filename2", "characters_written"];
const ERRNO: usize = 0;
const STRERROR: usize = 1;
const FILENAME: usize = 2;
const FILENAME2: usize = 3;
const WRITTEN: usize = 4;

/// The subclass for an error number of the system.
fn class_for(errno: i64) -> Option<&'static TypeSpec> {
    Some(match i32::try_from(errno).ok()? {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => &BLOCKING_IO_ERROR,
        libc::EPIPE | libc::ESHUTDOWN => &BROKEN_PIPE_ERROR,
        libc::ECHILD => &CHILD_PROCESS_ERROR,
        libc::ECONNABORTED => &CONNECTION_ABORTED_ERROR,
        libc::ECONNREFUSED => &CONNECTION_REFUSED_ERROR,
        libc::ECONNRESET => &CONNECTION_RESET_ERROR,
        libc::EEXIST => &FILE_EXISTS_ERROR,
        libc::ENOENT => &FILE_NOT_FOUND_ERROR,
        libc::EISDIR => &IS_A_DIRECTORY_ERROR,
        libc::ENOTDIR => &NOT_A_DIRECTORY_ERROR,
        libc::EINTR => &INTERRUPTED_ERROR,
        libc::EACCES | libc::EPERM => &PERMISSION_ERROR,
        libc::ESRCH => &PROCESS_LOOKUP_ERROR,
        libc::ETIMEDOUT => &TIMEOUT_ERROR,
        _ => return None,
    })
}

/// A Python class that defines `__init__` but not `__new__` calls ours with what it likes, so the
/// arguments count there; everywhere else those of `__new__` do.
fn init_decides(class: &Type) -> bool {
    let own_init =
        class.slots.init.get().is_some_and(|i| {
            !std::ptr::fn_addr_eq(i, init as fn(&Vm, &Value, Args) -> PyResult<()>)
        });
    let our_new = class
        .slots
        .new
        .get()
        .is_some_and(|n| std::ptr::fn_addr_eq(n, new as fn(&Vm, &TypeRef, Args) -> PyResult));
    own_init && our_new
}

pub(super) fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    if init_decides(class) {
        return Ok(vm.new_object(class, ExceptionObject::new(vm.empty_tuple())));
    }
    base::no_keywords(vm, &class.name(), args)?;
    let chosen = match args.all {
        [errno, _, ..] if args.all.len() <= 5 && class == &vm.ty(&OS_ERROR) => {
            Int::of(errno).and_then(Int::to_i64).and_then(class_for).map(|spec| vm.ty(spec))
        }
        _ => None,
    };
    let object = ExceptionObject::new(vm.tuple(args.all.to_vec()));
    let this = vm.new_object(chosen.as_ref().unwrap_or(class), object);
    fill(vm, &this, args.all)?;
    Ok(this)
}

pub(super) fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    if !init_decides(&vm.type_of(this)) {
        return Ok(());
    }
    base::no_keywords(vm, &vm.class(this).name(), args)?;
    base::set_args(vm, this, args);
    fill(vm, this, args.all)
}

/// Sets the members as two to five arguments say.
fn fill(vm: &Vm, this: &Value, args: &[Value]) -> PyResult<()> {
    let (Some(exception), [errno, strerror, rest @ ..]) = (this.get::<ExceptionObject>(), args)
    else {
        return Ok(());
    };
    if args.len() > 5 {
        return Ok(());
    }
    exception.set_member(ERRNO, errno.clone());
    exception.set_member(STRERROR, strerror.clone());
    // The third of these is a number of Windows.
    let (filename, filename2) = (rest.first(), rest.get(2));
    let Some(filename) = filename.filter(|f| !f.is_none()) else { return Ok(()) };
    let blocking = vm.is_exception(this, &BLOCKING_IO_ERROR);
    let is_number = vm.class(filename).slots.index.get().is_some();
    if blocking && is_number {
        let count = vm.index_i64(filename)?;
        exception.set_member(WRITTEN, vm.int(count));
        return Ok(());
    }
    exception.set_member(FILENAME, filename.clone());
    if let Some(filename2) = filename2.filter(|f| !f.is_none()) {
        exception.set_member(FILENAME2, filename2.clone());
    }
    exception.args.set(vm.tuple(vec![errno.clone(), strerror.clone()]));
    Ok(())
}

pub(super) fn str(vm: &Vm, this: &Value) -> PyResult {
    let Some(exception) = this.get::<ExceptionObject>() else { return base::str(vm, this) };
    let (errno, strerror) = (exception.member(ERRNO), exception.member(STRERROR));
    let shown = |value: &Option<Value>| vm.str_text(value.as_ref().unwrap_or(&Value::NONE));
    let Some(filename) = exception.member(FILENAME) else {
        if errno.is_none() || strerror.is_none() {
            return base::str(vm, this);
        }
        return Ok(vm.str_shown(&format!("[Errno {}] {}", shown(&errno)?, shown(&strerror)?)));
    };
    let mut text = format!("[Errno {}] {}", shown(&errno)?, shown(&strerror)?);
    text.push_str(&format!(": {}", vm.repr_text(&filename)?));
    if let Some(filename2) = exception.member(FILENAME2) {
        text.push_str(&format!(" -> {}", vm.repr_text(&filename2)?));
    }
    Ok(vm.str_shown(&text))
}

pub(super) fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let exception = this.get::<ExceptionObject>();
    let args = base::args_of(vm, this);
    let member = |at: usize| exception.and_then(|e| e.member(at));
    let args = match (args.tuple_items(), member(FILENAME)) {
        ([errno, strerror], Some(filename)) => {
            let mut all = vec![errno.clone(), strerror.clone(), filename];
            if let Some(filename2) = member(FILENAME2) {
                all.extend([Value::NONE, filename2]);
            }
            vm.tuple(all)
        }
        _ => args.clone(),
    };
    let mut parts = vec![vm.type_of(this).value().clone(), args];
    parts.extend(base::own_attributes(vm, this));
    Ok(vm.tuple(parts))
}

pub(super) const ROWS: &[GetSet] = &[
    member!("errno", ERRNO, "POSIX exception code"),
    member!("strerror", STRERROR, "exception strerror"),
    member!("filename", FILENAME, "exception filename"),
    member!("filename2", FILENAME2, "second exception filename"),
    GetSet {
        name: "characters_written",
        doc: "",
        get: |vm, this| match this.get::<ExceptionObject>().and_then(|e| e.member(WRITTEN)) {
            Some(count) => Ok(count),
            None => Err(vm.raise(&ATTRIBUTE_ERROR, "characters_written")),
        },
        set: Some(|vm, this, value| {
            let Some(exception) = this.get::<ExceptionObject>() else { return Ok(()) };
            match value {
                Some(value) => {
                    let int = vm.index(value)?;
                    let Some(count) = vm.small_index(&int) else {
                        let class = vm.class(value).full_name();
                        let text = format!("cannot fit '{class}' into an index-sized integer");
                        return Err(vm.value_error(text));
                    };
                    // Minus one is how CPython knows that there is no number.
                    let count = if count == -1 { Value::UNBOUND } else { vm.int(count) };
                    exception.set_member(WRITTEN, count);
                }
                None if exception.member(WRITTEN).is_none() => {
                    return Err(vm.raise(&ATTRIBUTE_ERROR, "characters_written"));
                }
                None => exception.set_member(WRITTEN, Value::UNBOUND),
            }
            Ok(())
        }),
    },
];
