//! A child process that never outlives its owner.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A process with its whole group. It is killed and waited for on drop; should the test itself be killed, the kernel ends it.
pub struct Owned {
    child: Child,
}

impl Owned {
    /// Starts `program` in a process group of its own. What it says on stderr is appended to `log`.
    pub fn start(program: &str, arguments: &[&str], environment: &[(&str, &str)], log: &Path) -> Self {
        let said =
            File::options().create(true).append(true).open(log).unwrap_or_else(|error| panic!("{}: {error}", log.display()));
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", program])
            .args(arguments)
            .envs(environment.iter().copied())
            .env_remove("WAYLAND_DISPLAY")
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(said)
            .spawn();
        Self { child: child.unwrap_or_else(|error| panic!("{program} did not start: {error}; run `cargo xtask setup`")) }
    }

    /// The first line that the child writes on its standard output.
    pub fn first_line(&mut self) -> String {
        let mut line = String::new();
        if let Some(output) = self.child.stdout.take() {
            let mut reader: BufReader<ChildStdout> = BufReader::new(output);
            let _ = reader.read_line(&mut line);
        }
        line.trim().to_owned()
    }

    /// Kills the child and everything that it started, at once, as a power cut would.
    pub fn kill(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        self.kill();
    }
}
