//! Compiles the library's modules in Python, so that importing one costs neither parsing nor
//! compiling.

use std::path::Path;
use std::{env, fs};

use taipan_compiler::{Options, compile, frozen};
use taipan_grammar::{Arena, Mode};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo says where the package is");
    let out = env::var("OUT_DIR").expect("cargo says where to write");
    println!("cargo::rerun-if-changed={root}");
    freeze_folder(Path::new(&root), Path::new(&out));
}

fn freeze_folder(folder: &Path, out: &Path) {
    fs::create_dir_all(out).expect("a folder for the code");
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        let target = out.join(path.file_name().expect("entries have names"));
        if path.is_dir() {
            freeze_folder(&path, &target);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            fs::write(target.with_extension("py.frozen"), compiled(&path))
                .expect("the code is written");
        }
    }
}

fn compiled(path: &Path) -> Vec<u8> {
    let source = fs::read_to_string(path).expect("sources are UTF-8");
    let arena = Arena::new();
    let parsed = match taipan_grammar::parse(&source, Mode::Module, &arena) {
        Ok(parsed) => parsed,
        Err(error) => panic!("{}: {error:?}", path.display()),
    };
    match compile(parsed.module, parsed.source, "", Options::default()) {
        Ok(code) => frozen::freeze(&code).expect("code has a form as bytes"),
        Err(error) => panic!("{}: {error:?}", path.display()),
    }
}
