//! This test program once more, as another process that can be killed or shut into a small disk.

use std::process::{Command, Stdio};

/// Runs the test `name` of this program in a process of its own, after the words of `wrapper` (a program that runs
/// another one). The variable `role` tells the test that it is the inner one.
pub fn again(wrapper: &[&str], name: &str, role: &str, value: &str) -> Command {
    let this = std::env::current_exe().unwrap();
    let mut command = match wrapper {
        [] => Command::new(this),
        [program, words @ ..] => {
            let mut command = Command::new(program);
            command.args(words).arg(this);
            command
        }
    };
    command.args(["--exact", name, "--nocapture", "--test-threads=1"]).env(role, value).stdin(Stdio::null());
    command
}
