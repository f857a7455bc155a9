//! The modules a script can import, one file or folder each.
