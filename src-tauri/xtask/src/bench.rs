//! `cargo xtask bench`: the release build, then the benchmarks of `tests/benches`, which print their own tables.

use crate::console::Console;
use crate::machine::{self, Need};
use crate::{Outcome, views, workspace};

/// Words after `bench` choose benchmarks by name.
pub fn run(console: &Console, names: &[&str]) -> Outcome {
    machine::prepare(console, Need::Tests)?;
    views::prepare(console)?;
    console.follow("release build (8 to 10 minutes the first time)", workspace(&["build", "--bins"]).arg("--release"))?;
    let status = workspace(&["bench", "--bench", "*"])
        .arg("--")
        .args(names)
        .status()
        .map_err(|error| format!("cargo did not start: {error}"))?;
    if status.success() { Ok(()) } else { Err("a benchmark failed".to_owned()) }
}
