//! `cargo xtask test`: every check and test there is, cheap ones first, and one closing line for all.

use std::process::{Command, ExitCode};

use crate::check::Tally;
use crate::console::{Console, Said};
use crate::machine::{self, Need, npm};
use crate::{cargo, fuzz, licences, rules, views, workspace};

pub fn run(console: &Console) -> ExitCode {
    let mut tally = Tally::new(console);
    if let Err(said) = machine::prepare(console, Need::Tests) {
        // Without its prerequisites nothing that follows would mean anything.
        tally.places("set-up", &[said]);
        tally.close();
        return ExitCode::FAILURE;
    }
    rules::check(&mut tally);
    tally.command("rustfmt", cargo().args(["fmt", "--all", "--check"]));
    let built = views::prepare(console);
    tally.places("views are built", built.as_ref().err().cloned().as_slice());
    if built.is_ok() {
        views_checks(&mut tally);
        rust_checks(&mut tally);
    }
    licences::check(&mut tally);
    if machine::answer(cargo().args(["deny", "--version"])).is_some() {
        tally.command("cargo-deny", cargo().args(["deny", "--offline", "check", "bans", "licenses", "sources"]));
    }
    if tally.close() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn views_checks(tally: &mut Tally) {
    let script = |words: &[&str]| {
        let mut command = npm();
        command.args(words).env("CI", "true").env("NO_COLOR", "1");
        command
    };
    tally.command("svelte-check", &mut script(&["run", "--silent", "check"]));
    tally.command("eslint", &mut script(&["exec", "--offline", "--", "eslint", "."]));
    tally.command("prettier", &mut script(&["exec", "--offline", "--", "prettier", "--check", "."]));
    tally.runner("vitest", &mut script(&["test", "--silent"]), vitest_counts);
}

fn rust_checks(tally: &mut Tally) {
    let rust = |words: &[&str]| -> Command {
        let mut command = workspace(words);
        command.env("CARGO_TERM_COLOR", "never").env("RUST_BACKTRACE", "0");
        command
    };
    tally.command("clippy", rust(&["clippy", "--all-targets", "--keep-going"]).args(["--", "--deny", "warnings"]));
    tally.command("rustdoc", rust(&["doc", "--no-deps", "--document-private-items"]).env("RUSTDOCFLAGS", "--deny warnings"));
    if tally.command("build programs and tests", &mut rust(&["build", "--lib", "--bins", "--tests", "--examples"])) {
        tally.places("TypeScript types are fresh", stale_bindings().as_slice());
        tally.runner("tests, the real window included", &mut rust(&["test", "--no-fail-fast"]), cargo_counts);
        fuzz::check(tally);
    }
}

fn stale_bindings() -> Option<String> {
    match views::fresh_bindings() {
        Err(said) => Some(said),
        Ok(fresh) => {
            let kept = std::fs::read_to_string(views::bindings_file()).unwrap_or_default().replace("\r\n", "\n");
            (kept != fresh).then(|| format!("{} is stale: run `cargo xtask bindings`", views::bindings_file().display()))
        }
    }
}

/// Sums cargo's `test result: ok. 12 passed; 0 failed; 1 ignored; …`. An ignored test is a failed one: nothing is skipped.
fn cargo_counts(said: &Said) -> Option<(u32, u32)> {
    let mut sum = (0, 0);
    for line in said.text.lines().filter(|line| line.trim_start().starts_with("test result:")) {
        sum.0 += before(line, " passed");
        sum.1 += before(line, " failed") + before(line, " ignored");
    }
    Some(sum)
}

/// Reads vitest's `Tests  1 failed | 11 passed (12)`.
fn vitest_counts(said: &Said) -> Option<(u32, u32)> {
    let line = said.text.lines().find(|line| line.trim_start().starts_with("Tests "))?;
    Some((before(line, " passed"), before(line, " failed") + before(line, " skipped") + before(line, " todo")))
}

/// The number that stands right before a word, 0 when the word is not there.
fn before(line: &str, word: &str) -> u32 {
    let Some((head, _)) = line.split_once(word) else { return 0 };
    let digits: Vec<char> = head.chars().rev().take_while(char::is_ascii_digit).collect();
    digits.iter().rev().collect::<String>().parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Said {
        Said { success: true, text: text.to_owned() }
    }

    #[test]
    fn counts_of_all_test_binaries_are_summed() {
        let text = "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured\n\ntest result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured";
        assert_eq!(cargo_counts(&said(text)), Some((15, 3)), "an ignored test counts as failed");
    }

    #[test]
    fn counts_of_vitest_are_read() {
        assert_eq!(vitest_counts(&said("      Tests  1 failed | 11 passed (12)")), Some((11, 1)), "both kinds are on one line");
        assert_eq!(vitest_counts(&said("No test files found")), None, "no line means that the exit code decides");
    }
}
