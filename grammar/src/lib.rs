//! Source text to tokens to syntax tree; knows nothing of bytecode or objects.
