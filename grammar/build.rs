//! Generates the parser's tables from `src/python.lalrpop`. Does nothing else.

fn main() {}
