//! Generates the parser's tables from `src/python.lalrpop`. Does nothing else.

fn main() {
    lalrpop::Configuration::new()
        .use_cargo_dir_conventions()
        .emit_rerun_directives(true)
        .process()
        .expect("src/python.lalrpop is a conflict-free grammar");
}
