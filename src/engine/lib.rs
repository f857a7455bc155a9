//! Bytecode to objects, virtual machine and event loop.
