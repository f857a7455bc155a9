//! Stand-ins for functions whose real place is being written; each goes away with its own file.
