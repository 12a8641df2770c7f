//! What may happen to a cabinet in an office: the power goes, the disk fills up, somebody meddles with the file.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helping functions too"
)]

mod again;
mod alone;
mod closes;
mod closing;
mod disk;
mod door;
mod hour;
mod keys;
mod kill;
mod moving;
mod page;
mod share;
mod tamper;
mod worn;
