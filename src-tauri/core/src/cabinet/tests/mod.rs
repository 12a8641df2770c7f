//! Behaviour of the whole cabinet.

mod guard;
mod support;
mod write_read;
