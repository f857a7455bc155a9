//! Where the program lies, and folders with packages that belong to it: those of a virtual environment
//! and of the user.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::{env, fs};

use taipan_engine::Flags;
use taipan_engine::object::vm::Vm;

use super::environment::Environment;

/// Where the packages of an installation lie within its folder.
const PACKAGES: &str = "lib/python3.13/site-packages";

/// The program's own place.
pub(crate) struct Place {
    /// The program as it was called, links not followed.
    pub(crate) program: PathBuf,
    /// `sys.prefix`: the virtual environment, else the installation.
    pub(crate) prefix: PathBuf,
    /// `sys.base_prefix`: the installation.
    pub(crate) base: PathBuf,
    /// Whether packages of the installation belong to a virtual environment, too.
    sees_system: bool,
}

/// What is added to `sys.path`, and whether files there have more to say.
pub(crate) struct Site {
    pub(crate) folders: Vec<PathBuf>,
    /// The module `site` has work to do: there are `.pth` files or customizations.
    has_files: bool,
}

impl Place {
    /// Looks for the program by the name that it was called by.
    pub(crate) fn of_this_program(flags: Flags) -> Place {
        let program = called().or_else(|| env::current_exe().ok()).unwrap_or_default();
        let folder = program.parent().unwrap_or(Path::new("")).to_owned();
        let outer = folder.parent().unwrap_or(&folder).to_owned();
        // Beside the program or one folder further up, as tools that make environments put it.
        let configuration = [&folder, &outer].into_iter().find_map(|place| {
            let text = fs::read_to_string(place.join("pyvenv.cfg")).ok()?;
            Some((place.clone(), text))
        });
        let Some((prefix, text)) = configuration else {
            return Place { program, prefix: outer.clone(), base: outer, sees_system: true };
        };
        let setting = |wanted: &str| {
            text.lines().filter_map(|line| line.split_once('=')).find_map(|(name, value)| {
                name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
            })
        };
        // Without the module `site` there are no virtual environments.
        let prefix = if flags.no_site { None } else { Some(prefix) };
        let base = setting("home").map(PathBuf::from);
        let base = base.and_then(|home| Some(home.parent()?.to_owned())).unwrap_or(outer);
        let sees = setting("include-system-site-packages");
        let sees_system = sees.is_some_and(|value| value.eq_ignore_ascii_case("true"));
        Place { program, prefix: prefix.unwrap_or_else(|| base.clone()), base, sees_system }
    }

    /// The folders with packages that exist.
    pub(crate) fn find_site(&self, flags: Flags, environment: Environment) -> Site {
        let mut folders = Vec::new();
        if flags.no_site {
            return Site { folders, has_files: false };
        }
        let mut add = |folder: PathBuf| {
            if !folders.contains(&folder) && folder.is_dir() {
                folders.push(folder);
            }
        };
        if self.sees_system && !flags.no_user_site {
            let base = environment.get("PYTHONUSERBASE").map(PathBuf::from);
            let home = || Some(PathBuf::from(env::var_os("HOME")?).join(".local"));
            base.or_else(home).into_iter().for_each(|base| add(base.join(PACKAGES)));
        }
        add(self.prefix.join(PACKAGES));
        if self.sees_system {
            add(self.base.join(PACKAGES));
        }
        let mut customized = folders.iter().cloned().chain(
            environment.path().into_iter().map(|folder| PathBuf::from(OsString::from_vec(folder))),
        );
        let has_files = folders.iter().any(|folder| has_path_files(folder))
            || customized.any(|folder| {
                ["sitecustomize", "usercustomize"].iter().any(|name| {
                    folder.join(name).with_extension("py").is_file()
                        || folder.join(name).join("__init__.py").is_file()
                })
            });
        Site { folders, has_files }
    }
}

/// The program as the command line names it: a path, or a name to be looked for in `PATH`.
fn called() -> Option<PathBuf> {
    let name = env::args_os().next()?;
    if name.as_bytes().contains(&b'/') {
        return Some(super::source::absolute(&name));
    }
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(&name)).find(|file| file.is_file())
}

fn has_path_files(folder: &Path) -> bool {
    let Ok(mut entries) = fs::read_dir(folder) else { return false };
    entries.any(|entry| {
        entry.is_ok_and(|e| Path::new(&e.file_name()).extension() == Some(OsStr::new("pth")))
    })
}

/// Has the module `site` follow `.pth` files and import customizations. The script's folder joins
/// `sys.path` later.
pub(crate) fn run(vm: &Vm, site: &Site, has_folder: bool) {
    if site.has_files {
        vm.run_site(has_folder);
    }
}
