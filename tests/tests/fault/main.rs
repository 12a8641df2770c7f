//! What may happen to a cabinet in an office: the power goes, the disk fills up, somebody meddles with the file.

mod again;
mod disk;
mod door;
mod kill;

