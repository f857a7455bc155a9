//! Syntax tree to bytecode; knows nothing of objects.
