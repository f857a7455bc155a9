//! Names of files and folders: listing, making, renaming, removing, and what belongs to a name.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;

use taipan_engine::funcs;
use taipan_engine::host::system::{At, FolderEntry, Place, kind};
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{GetSet, Maybe};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::NOT_IMPLEMENTED_ERROR;
use taipan_engine::types::io::host_error;

use super::number_argument::{FileNumber, Folder, Group, Int, Number, User};
use super::path_argument::{Also, Target, error_of_two, shown_path, shown_text, target};
use super::status;

fn only_path(vm: &Vm, function: &str, path: &Value) -> PyResult<Target> {
    target(vm, function, "path", path, Also::Nothing)
}

pub(super) fn getcwd(vm: &Vm) -> PyResult {
    cwd(vm, false)
}

pub(super) fn getcwdb(vm: &Vm) -> PyResult {
    cwd(vm, true)
}

fn cwd(vm: &Vm, as_bytes: bool) -> PyResult {
    match vm.host.system().working_folder() {
        Ok(path) => Ok(shown_path(vm, &path, as_bytes)),
        Err(error) => Err(host_error(vm, &error, None)),
    }
}

pub(super) fn chdir(vm: &Vm, path: &Value) -> PyResult<()> {
    let target = target(vm, "chdir", "path", path, Also::Descriptor)?;
    let done = vm.host.system().change_folder(target.place(true, Folder(None)));
    done.map_err(|error| target.error(vm, &error))
}

pub(super) fn fchdir(vm: &Vm, fd: FileNumber) -> PyResult<()> {
    let done = vm.host.system().change_folder(Place::Open(fd.0));
    done.map_err(|error| host_error(vm, &error, None))
}

pub(super) fn access(
    vm: &Vm,
    path: &Value,
    mode: Int,
    folder: Folder,
    effective_ids: bool,
    follow_symlinks: bool,
) -> PyResult<bool> {
    let target = only_path(vm, "access", path)?;
    let effective = if effective_ids { libc::AT_EACCESS } else { 0 };
    let link = if follow_symlinks { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    let may = vm.host.system().may_access(target.at(folder), mode.0, effective | link);
    Ok(may.unwrap_or(false))
}

pub(super) fn chmod(
    vm: &Vm,
    path: &Value,
    mode: Int,
    folder: Folder,
    follow_symlinks: bool,
) -> PyResult<()> {
    let target = target(vm, "chmod", "path", path, Also::Descriptor)?;
    let done = vm.host.system().change_mode(target.place(follow_symlinks, folder), mode.0 as u32);
    done.map_err(|error| match (error.raw_os_error(), folder.0) {
        (Some(libc::EOPNOTSUPP), Some(_)) if !follow_symlinks => {
            vm.value_error("chmod: cannot use dir_fd and follow_symlinks together")
        }
        (Some(libc::EOPNOTSUPP), None) if !follow_symlinks => {
            let text = "chmod: follow_symlinks unavailable on this platform";
            vm.raise(&NOT_IMPLEMENTED_ERROR, text)
        }
        (Some(_) | None, _) => target.error(vm, &error),
    })
}

pub(super) fn fchmod(vm: &Vm, fd: Number, mode: Int) -> PyResult<()> {
    let done = vm.host.system().change_mode(Place::Open(fd.0), mode.0 as u32);
    done.map_err(|error| host_error(vm, &error, None))
}

pub(super) fn chown(
    vm: &Vm,
    path: &Value,
    user: User,
    group: Group,
    folder: Folder,
    follow_symlinks: bool,
) -> PyResult<()> {
    let target = target(vm, "chown", "path", path, Also::Descriptor)?;
    target.only_paths(vm, "chown", follow_symlinks, folder)?;
    let place = target.place(follow_symlinks, folder);
    let done = vm.host.system().change_owner(place, user.0, group.0);
    done.map_err(|error| target.error(vm, &error))
}

pub(super) fn fchown(vm: &Vm, fd: Number, user: User, group: Group) -> PyResult<()> {
    let done = vm.host.system().change_owner(Place::Open(fd.0), user.0, group.0);
    done.map_err(|error| host_error(vm, &error, None))
}

pub(super) fn lchown(vm: &Vm, path: &Value, user: User, group: Group) -> PyResult<()> {
    let target = only_path(vm, "lchown", path)?;
    let place = target.place(false, Folder(None));
    let done = vm.host.system().change_owner(place, user.0, group.0);
    done.map_err(|error| target.error(vm, &error))
}

pub(super) fn mkdir(vm: &Vm, path: &Value, mode: Int, folder: Folder) -> PyResult<()> {
    let target = only_path(vm, "mkdir", path)?;
    let done = vm.host.system().make_folder(target.at(folder), mode.0 as u32);
    done.map_err(|error| target.error(vm, &error))
}

pub(super) fn rmdir(vm: &Vm, path: &Value, folder: Folder) -> PyResult<()> {
    let target = only_path(vm, "rmdir", path)?;
    let done = vm.host.system().remove_folder(target.at(folder));
    done.map_err(|error| target.error(vm, &error))
}

fn remove_file(vm: &Vm, function: &str, path: &Value, folder: Folder) -> PyResult<()> {
    let target = only_path(vm, function, path)?;
    let done = vm.host.system().remove_file(target.at(folder));
    done.map_err(|error| target.error(vm, &error))
}

pub(super) fn remove(vm: &Vm, path: &Value, folder: Folder) -> PyResult<()> {
    remove_file(vm, "remove", path, folder)
}

pub(super) fn unlink(vm: &Vm, path: &Value, folder: Folder) -> PyResult<()> {
    remove_file(vm, "unlink", path, folder)
}

fn pair(vm: &Vm, function: &str, src: &Value, dst: &Value) -> PyResult<(Target, Target)> {
    let from = target(vm, function, "src", src, Also::Nothing)?;
    let to = target(vm, function, "dst", dst, Also::Nothing)?;
    Ok((from, to))
}

fn move_file(
    vm: &Vm,
    function: &str,
    (src, src_folder): (&Value, Folder),
    (dst, dst_folder): (&Value, Folder),
) -> PyResult<()> {
    let (from, to) = pair(vm, function, src, dst)?;
    let done = vm.host.system().rename(from.at(src_folder), to.at(dst_folder));
    done.map_err(|error| error_of_two(vm, &error, &from, &to))
}

pub(super) fn rename(
    vm: &Vm,
    src: &Value,
    dst: &Value,
    src_folder: Folder,
    dst_folder: Folder,
) -> PyResult<()> {
    move_file(vm, "rename", (src, src_folder), (dst, dst_folder))
}

pub(super) fn replace(
    vm: &Vm,
    src: &Value,
    dst: &Value,
    src_folder: Folder,
    dst_folder: Folder,
) -> PyResult<()> {
    move_file(vm, "replace", (src, src_folder), (dst, dst_folder))
}

pub(super) fn link(
    vm: &Vm,
    src: &Value,
    dst: &Value,
    src_folder: Folder,
    dst_folder: Folder,
    follow_symlinks: bool,
) -> PyResult<()> {
    let (from, to) = pair(vm, "link", src, dst)?;
    // As the plain call of the system does, which is the one that is meant without folders.
    let follow = follow_symlinks && (src_folder.0.is_some() || dst_folder.0.is_some());
    let done = vm.host.system().link(from.at(src_folder), to.at(dst_folder), follow);
    done.map_err(|error| error_of_two(vm, &error, &from, &to))
}

pub(super) fn symlink(
    vm: &Vm,
    src: &Value,
    dst: &Value,
    _target_is_directory: bool,
    folder: Folder,
) -> PyResult<()> {
    let (from, to) = pair(vm, "symlink", src, dst)?;
    let done = vm.host.system().symbolic_link(&from.path, to.at(folder));
    done.map_err(|error| error_of_two(vm, &error, &from, &to))
}

pub(super) fn readlink(vm: &Vm, path: &Value, folder: Folder) -> PyResult {
    let target = only_path(vm, "readlink", path)?;
    match vm.host.system().read_link(target.at(folder)) {
        Ok(found) => Ok(shown_path(vm, &found, target.is_bytes)),
        Err(error) => Err(target.error(vm, &error)),
    }
}

pub(super) fn truncate(vm: &Vm, path: &Value, length: i64) -> PyResult<()> {
    let target = target(vm, "truncate", "path", path, Also::Descriptor)?;
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    let done = match target.fd {
        Some(fd) => vm.host.files().truncate(fd, length),
        None => vm.host.system().truncate(&target.path, length),
    };
    done.map_err(|error| target.error(vm, &error))
}

/// Nanoseconds of a number of seconds.
fn nanoseconds(vm: &Vm, value: &Value) -> PyResult<i128> {
    if value.is_int() || value.is_bool() {
        return Ok(i128::from(vm.index_i64(value)?) * 1_000_000_000);
    }
    let seconds = vm.to_f64(value)?;
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if seconds.abs() > 9e18 {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    // Rounded down to whole nanoseconds of the fraction, as the system keeps them.
    let whole = seconds.floor();
    Ok(whole as i128 * 1_000_000_000 + ((seconds - whole) * 1e9).floor() as i128)
}

pub(super) fn utime(
    vm: &Vm,
    path: &Value,
    times: &Value,
    ns: Maybe,
    folder: Folder,
    follow_symlinks: bool,
) -> PyResult<()> {
    let target = target(vm, "utime", "path", path, Also::Descriptor)?;
    target.only_paths(vm, "utime", follow_symlinks, folder)?;
    let both = match (times.as_tuple(), ns.0) {
        _ if !times.is_none() && ns.0.is_some() => {
            let text = "utime: you may specify either 'times' or 'ns' but not both";
            return Err(vm.value_error(text));
        }
        (Some([a, m]), None) => Some((nanoseconds(vm, a)?, nanoseconds(vm, m)?)),
        (None, None) if times.is_none() => None,
        (None, Some(ns)) => match ns.as_tuple() {
            Some([a, m]) => Some((i128::from(vm.index_i64(a)?), i128::from(vm.index_i64(m)?))),
            _ => return Err(vm.type_error("utime: 'ns' must be a tuple of two ints")),
        },
        _ => {
            let text = "utime: 'times' must be either a tuple of two ints or None";
            return Err(vm.type_error(text));
        }
    };
    let done = vm.host.system().set_times(target.place(follow_symlinks, folder), both);
    done.map_err(|error| target.error(vm, &error))
}

// ---- listing -----------------------------------------------------------------------------------

/// The names in a folder, which a descriptor may stand for.
fn entries(vm: &Vm, target: &Target) -> PyResult<Vec<FolderEntry>> {
    let listed = vm.host.system().list(target.place(true, Folder(None)));
    listed.map_err(|error| target.error(vm, &error))
}

pub(super) fn listdir(vm: &Vm, path: &Value) -> PyResult {
    let target = target(vm, "listdir", "path", path, Also::DescriptorOrNone)?;
    let all = entries(vm, &target)?;
    let names = all.iter().map(|entry| shown_text(vm, &entry.name, target.is_bytes));
    Ok(vm.new_list(names.collect()))
}

struct DirEntry {
    name: Value,
    path: Value,
    /// Where to find it: its path, or its name in an open folder.
    place: PathBuf,
    folder: Folder,
    inode: u64,
    kind: Cell<Option<u32>>,
    /// Results of `stat`, followed and not; unbound until asked for.
    followed: Var,
    itself: Var,
}

impl DirEntry {
    fn place(&self, follow: bool) -> Place<'_> {
        let at = At { folder: self.folder.0, path: &self.place };
        if follow { Place::Path(at) } else { Place::Link(at) }
    }
}

impl Traverse for DirEntry {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        visit(&self.path);
        self.followed.visit(visit);
        self.itself.visit(visit);
    }
}

fn entry_of<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a DirEntry> {
    this.foreign::<DirEntry>().ok_or_else(|| vm.wrong_self(this, "posix.DirEntry"))
}

fn entry_stat(vm: &Vm, this: &Value, follow_symlinks: bool) -> PyResult {
    let own = entry_of(vm, this)?;
    let known = if follow_symlinks { &own.followed } else { &own.itself };
    if let Some(known) = known.bound() {
        return Ok(known);
    }
    match vm.host.system().status(own.place(follow_symlinks)) {
        Ok(found) => {
            let made = status::result(vm, &found);
            known.set(made.clone());
            Ok(made)
        }
        Err(error) => Err(host_error(vm, &error, Some(&own.path))),
    }
}

/// Whether the entry is of a kind; one that has gone is of none.
fn is_kind(vm: &Vm, this: &Value, wanted: u32, follow_symlinks: bool) -> PyResult<bool> {
    let own = entry_of(vm, this)?;
    let link = kind::LINK;
    let known = match own.kind.get() {
        Some(known) if !(follow_symlinks && known == link) => known,
        _ => match vm.host.system().status(own.place(follow_symlinks)) {
            Ok(found) => found.mode & kind::MASK,
            Err(error) if error.raw_os_error() == Some(libc::ENOENT) => return Ok(false),
            Err(error) => return Err(host_error(vm, &error, Some(&own.path))),
        },
    };
    Ok(known == wanted)
}

fn is_dir(vm: &Vm, this: &Value, follow_symlinks: bool) -> PyResult<bool> {
    is_kind(vm, this, kind::FOLDER, follow_symlinks)
}

fn is_file(vm: &Vm, this: &Value, follow_symlinks: bool) -> PyResult<bool> {
    is_kind(vm, this, kind::FILE, follow_symlinks)
}

fn is_symlink(vm: &Vm, this: &Value) -> PyResult<bool> {
    is_kind(vm, this, kind::LINK, false)
}

fn is_junction(_: &Vm, _: &Value) -> bool {
    false
}

fn inode(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.big_int(entry_of(vm, this)?.inode.into()))
}

fn entry_path(vm: &Vm, this: &Value) -> PyResult {
    Ok(entry_of(vm, this)?.path.clone())
}

pub(super) static DIR_ENTRY: TypeSpec = TypeSpec {
    name: "posix.DirEntry",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        repr: Some(|vm, this| {
            let name = vm.repr_text(&entry_of(vm, this)?.name)?;
            Ok(vm.str(&format!("<DirEntry {name}>")))
        }),
        ..Slots::NONE
    },
    methods: funcs![
        is_dir "(self, /, *, follow_symlinks=True)" "Whether the entry is a directory; asked once, then remembered.";
        is_file "(self, /, *, follow_symlinks=True)" "Whether the entry is a regular file; asked once, then remembered.";
        is_symlink "(self, /)" "Whether the entry is a symbolic link; asked once, then remembered.";
        is_junction "(self, /)" "Whether the entry is a junction: never, on this system.";
        "stat" = entry_stat, "(self, /, *, follow_symlinks=True)", "The stat_result of the entry; asked once, then remembered.";
        inode "(self, /)" "The entry's inode number, from the directory itself.";
        "__fspath__" = entry_path, "(self, /)", "The path, for functions that take one.";
        class "__class_getitem__" = crate::class_getitem, "(cls, item, /)", "See PEP 585";
    ],
    getset: &[
        GetSet {
            name: "name",
            doc: "The entry's name in its directory.",
            get: |vm, this| Ok(entry_of(vm, this)?.name.clone()),
            set: None,
        },
        GetSet {
            name: "path",
            doc: "The path given to scandir() joined with the name.",
            get: entry_path,
            set: None,
        },
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

/// What is left of a listing; nothing once it was closed.
struct ScanDir {
    /// The path as the program gave it, with a separator at its end.
    front: Vec<u8>,
    path: PathBuf,
    folder: Folder,
    as_bytes: bool,
    left: RefCell<std::vec::IntoIter<FolderEntry>>,
}

impl Traverse for ScanDir {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

pub(super) fn scandir(vm: &Vm, path: &Value) -> PyResult {
    use std::os::unix::ffi::OsStrExt;
    let target = target(vm, "scandir", "path", path, Also::DescriptorOrNone)?;
    let all = entries(vm, &target)?;
    let mut front = match target.fd {
        Some(_) => Vec::new(),
        None => target.path.as_os_str().as_bytes().to_vec(),
    };
    if front.last().is_some_and(|last| *last != b'/') {
        front.push(b'/');
    }
    let left = RefCell::new(all.into_iter());
    let (path, folder) = (target.path, Folder(target.fd));
    let state = ScanDir { front, path, folder, as_bytes: target.is_bytes, left };
    Ok(vm.new_foreign(&vm.ty(&SCANDIR_ITERATOR), state))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let Some(own) = this.foreign::<ScanDir>() else {
        return Err(vm.wrong_self(this, "posix.ScandirIterator"));
    };
    let Some(entry) = own.left.borrow_mut().next() else { return Ok(None) };
    let mut path = own.front.clone();
    path.extend_from_slice(entry.name.as_bytes());
    let made = DirEntry {
        name: shown_text(vm, &entry.name, own.as_bytes),
        path: shown_text(vm, OsStr::from_bytes(&path), own.as_bytes),
        place: own.path.join(&entry.name),
        folder: own.folder,
        inode: entry.inode,
        kind: Cell::new(entry.kind),
        followed: Var::unbound(),
        itself: Var::unbound(),
    };
    Ok(Some(vm.new_foreign(&vm.ty(&DIR_ENTRY), made)))
}

fn close(_: &Vm, this: &Value) {
    if let Some(own) = this.foreign::<ScanDir>() {
        drop(own.left.replace(Vec::new().into_iter()));
    }
}

fn enter(_: &Vm, this: &Value) -> Value {
    this.clone()
}

fn exit(vm: &Vm, this: &Value, _: taipan_engine::object::native::Rest) {
    close(vm, this);
}

static SCANDIR_ITERATOR: TypeSpec = TypeSpec {
    name: "posix.ScandirIterator",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next), ..Slots::NONE },
    methods: funcs![
        close "(self, /)" "";
        "__enter__" = enter, "(self, /)", "";
        "__exit__" = exit, "(self, /, *args)", "";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
