//! The sum over everything that was checked.

use std::process::Command;

use crate::console::{Console, Said};

/// Counts of checks and tests over all runners. A runner without tests of its own (a linter) counts as one.
pub struct Tally<'a> {
    console: &'a Console,
    passed: u32,
    failed: u32,
    broken: Vec<String>,
}

impl<'a> Tally<'a> {
    pub fn new(console: &'a Console) -> Self {
        Self { console, passed: 0, failed: 0, broken: Vec::new() }
    }

    /// One check that is a command: it passes when the command ends well.
    pub fn command(&mut self, name: &str, command: &mut Command) -> bool {
        self.runner(name, command, |_| None)
    }

    /// A runner of many tests. `count` reads (passed, failed) out of what it said. A runner that ends badly without a
    /// failed test (it did not build, it was killed), or well without any test, is one failure.
    pub fn runner(&mut self, name: &str, command: &mut Command, count: impl Fn(&Said) -> Option<(u32, u32)>) -> bool {
        let said = match self.console.watch(name, command) {
            Ok(said) => said,
            Err(error) => {
                println!("✗ {name}\n    {error}");
                Said { success: false, text: String::new() }
            }
        };
        let (passed, failed) = count(&said).unwrap_or((u32::from(said.success), 0));
        self.passed += passed;
        self.failed += failed;
        let unexplained = !said.success && failed == 0;
        self.failed += u32::from(unexplained);
        if !said.success || failed > 0 {
            self.broken.push(name.to_owned());
        }
        said.success && failed == 0
    }

    /// One check done in this process: the places that break it, none when it passes.
    pub fn places(&mut self, name: &str, places: &[String]) {
        println!("{} {name}", if places.is_empty() { '✓' } else { '✗' });
        for place in places {
            println!("    {place}");
        }
        if places.is_empty() {
            self.passed += 1;
        } else {
            self.failed += 1;
            self.broken.push(name.to_owned());
        }
    }

    /// Prints what failed and the closing line; says whether all passed.
    pub fn close(self) -> bool {
        println!();
        for name in &self.broken {
            println!("failed: {name}");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        self.failed == 0
    }
}
