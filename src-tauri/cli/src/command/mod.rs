//! The commands: each parses, calls the office once and shows the answer.

mod audit;
mod cases;
mod clocks;
mod demo;
mod doctor;
mod duties;
mod fill;
mod forms;
mod keep;
mod list;
mod months;
mod paper;
mod people;
mod registers;
mod show;
mod verify;

use std::process::ExitCode;

use crate::args::{Cli, Command};
use crate::refused::Result;

/// Runs a command: its exit code.
///
/// # Errors
/// Why it failed.
pub fn run(cli: &Cli) -> Result<ExitCode> {
    match &cli.command {
        Command::Demo(args) => demo::run(cli, args),
        Command::List(args) => list::run(cli, args),
        Command::Show(args) => show::run(cli, args),
        Command::Fill(args) => fill::run(cli, args),
        Command::Render(args) => paper::render(cli, args),
        Command::Blank(args) => paper::blank(cli, args),
        Command::Forms(args) => forms::run(cli, &args.what),
        Command::Deadline(args) => clocks::deadline(cli, args),
        Command::Calendar(args) => clocks::calendar(cli, &args.what),
        Command::Case(args) => cases::run(cli, &args.what),
        Command::Due(args) => cases::due(cli, args),
        Command::Overdue(args) => cases::overdue(cli, args),
        Command::Route(args) => cases::route(cli, args),
        Command::Duties(args) => duties::run(cli, args),
        Command::Month(args) => months::run(cli, args),
        Command::Verify(args) => match args.serial.as_deref().map(std::path::Path::new) {
            Some(file) if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf")) => months::verify(cli, file),
            _ => verify::verify(cli, args.serial.as_deref()),
        },
        Command::Rebuild => verify::rebuild(cli),
        Command::Doctor(args) => doctor::run(cli, args.full),
        Command::People(args) => people::run(cli, &args.what),
        Command::Registers(args) => registers::run(cli, args),
        Command::Audit(args) => audit::run(cli, args),
        Command::Affected(args) => audit::affected(cli, args),
        Command::Backup(args) => keep::backup(cli, args),
        Command::Restore(args) => keep::restore(cli, args),
    }
}
