//! 巡访簿 in the terminal. Every command parses, calls one function of the office and shows the answer.
#![forbid(unsafe_code)]

mod args;
mod command;
mod outgoing;
mod refused;
mod room;
mod system;
mod told;
mod words;

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use args::Cli;
use refused::Refused;

fn main() -> ExitCode {
    xunfang_core::cabinet::leave_no_core();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(asked) if matches!(asked.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            // A reader that closed the pipe has seen what it wanted.
            asked.print().ok();
            return ExitCode::SUCCESS;
        }
        Err(error) => return refuse(&Refused::from(error)),
    };
    command::run(&cli).unwrap_or_else(|refused| refuse(&refused))
}

fn refuse(refused: &Refused) -> ExitCode {
    eprintln!("{refused}");
    ExitCode::from(refused.exit)
}
