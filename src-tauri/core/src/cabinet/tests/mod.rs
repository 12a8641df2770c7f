//! Behaviour of the whole cabinet.

mod backing_up;
mod displacing;
mod drafts;
mod guard;
mod mending;
mod migrating;
mod opening;
mod rebuilding;
mod rehearsing;
mod rekeying;
mod released;
mod search;
mod slots;
mod starting;
mod support;
mod verifying;
mod wiped;
mod write_read;
