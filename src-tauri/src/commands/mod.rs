//! What the views may ask. A command is at most ten lines: it parses, calls one use case of the office and answers.

pub mod calls;
pub mod cases;
pub mod clocks;
pub mod desk;
pub mod destruction;
pub mod door;
pub mod drafts;
pub mod duties;
pub mod job;
pub mod keep;
pub mod lists;
pub mod months;
pub mod out;
pub mod people;
pub mod registers;
pub mod sheets;
pub mod signing;
mod whole;

/// Version of the program, such as `0.1.0`.
#[tauri::command(async)]
pub fn app_version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
