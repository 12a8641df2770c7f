//! `cargo xtask fuzz`: libFuzzer over what people and devices hand to the program, guided by the coverage of our own crates.
//!
//! Stable Rust can do it: the coverage is a pass of LLVM, asked for with plain `-C` flags. They are given by a wrapper around
//! rustc, which cargo uses for the packages of the workspace alone, so that nothing else is built for it; the wrapper is this program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::check::Tally;
use crate::console::Console;
use crate::machine::{self, Need};
use crate::{Outcome, program_name, target_dir, top, workspace};

/// Kinds of input, as in `tests/src/fuzz`.
const TARGETS: [&str; 4] = ["form", "answers", "fill", "ink"];
/// How long each is looked at in a test of everything, s.
const SECONDS: u32 = 20;
/// An input that takes longer than this has made the program hang, s. Far more than the slowest takes in this build.
const HANGS: u32 = 20;
/// Longest input, bytes, as in `tests/src/fuzz`.
const LONGEST: u32 = 96 * 1024;
/// Tells this program that it stands in for rustc.
const WRAPS: &str = "XUNFANG_XTASK_WRAPS_RUSTC";
/// Counters on every edge, and what numbers and words are compared with; optimised a little, with every check of a debug build.
const FLAGS: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Copt-level=1",
];

/// Stands in for rustc when cargo asks it to.
pub fn as_rustc() -> Option<ExitCode> {
    std::env::var_os(WRAPS)?;
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    let (rustc, asked) = words.split_first()?;
    // A build script is a program of its own, which no fuzzer is linked into.
    let script = asked.iter().any(|word| word.to_str().is_some_and(|word| word.starts_with("build_script_")));
    let flags: &[&str] = if script { &[] } else { &FLAGS };
    let status = Command::new(rustc).args(asked).args(flags).status();
    Some(match status.ok().and_then(|status| status.code()).and_then(|code| u8::try_from(code).ok()) {
        Some(code) => ExitCode::from(code),
        None => ExitCode::FAILURE,
    })
}

/// `fuzz [KIND] [SECONDS]` looks for new inputs, `fuzz KIND FILE` replays one.
pub fn run(console: &Console, words: &[&str]) -> Outcome {
    let known = |name: &str| TARGETS.contains(&name);
    let (targets, rest) = match words.split_first() {
        Some((name, rest)) if known(name) => (vec![*name], rest),
        _ => (TARGETS.to_vec(), words),
    };
    let (seconds, replayed) = match rest {
        [] => (SECONDS, None),
        [word] => match word.parse() {
            Ok(seconds) => (seconds, None),
            Err(_) if targets.len() == 1 => (0, Some(top().join(word))),
            Err(_) => return Err(format!("{word:?} is no number of seconds and no kind of input: {}", TARGETS.join(", "))),
        },
        _ => return Err("fuzz [KIND] [SECONDS], or fuzz KIND FILE".to_owned()),
    };
    machine::prepare(console, Need::Tests)?;
    console.follow("build the fuzzer", &mut build()?)?;
    for name in targets {
        let folder = Folder::of(name)?;
        let mut command = folder.fuzzer();
        match &replayed {
            Some(file) => command.arg(file),
            None => folder.look(&mut command, seconds),
        };
        let followed = console.follow(&format!("fuzz {name}"), &mut command);
        followed.map_err(|said| [said, folder.found()].join("\n"))?;
    }
    Ok(())
}

/// The time-boxed run in a test of everything. libFuzzer is at home on Linux; elsewhere the kept inputs alone are tested.
pub fn check(tally: &mut Tally) {
    if !cfg!(target_os = "linux") {
        return;
    }
    let Ok(mut build) = build() else { return tally.places("build the fuzzer", &["this program has no path".to_owned()]) };
    if !tally.command("build the fuzzer", &mut build) {
        return;
    }
    for name in TARGETS {
        let folder = match Folder::of(name).and_then(Folder::emptied) {
            Ok(folder) => folder,
            Err(said) => {
                tally.places(&format!("fuzz {name}"), &[said]);
                continue;
            }
        };
        let mut command = folder.fuzzer();
        folder.look(&mut command, SECONDS);
        if !tally.command(&format!("fuzz {name}, {SECONDS} s"), &mut command) {
            println!("{}", folder.found());
        }
    }
}

/// Built with the features of the whole workspace, as everything else: what is not ours is built once for both.
fn build() -> Outcome<Command> {
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = workspace(&["build", "--bin", "fuzz", "--features", "xunfang-tests/fuzz"]);
    command.env("RUSTC_WORKSPACE_WRAPPER", this).env(WRAPS, "1").env("CARGO_TERM_COLOR", "never");
    Ok(command)
}

/// Where one kind of input is worked on: `target/fuzz/KIND`.
struct Folder<'a> {
    name: &'a str,
    path: PathBuf,
}

impl<'a> Folder<'a> {
    fn of(name: &'a str) -> Outcome<Self> {
        let path = target_dir().join("fuzz").join(name);
        // What a run that was broken off left in its cabinet goes with the next.
        let _ = fs::remove_dir_all(path.join("tmp"));
        for inner in ["new", "found", "tmp"] {
            fs::create_dir_all(path.join(inner)).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        Ok(Self { name, path })
    }

    /// Without what earlier runs learnt, so that each begins from the kept inputs.
    fn emptied(self) -> Outcome<Self> {
        let _ = fs::remove_dir_all(&self.path);
        Self::of(self.name)
    }

    fn fuzzer(&self) -> Command {
        let mut command = Command::new(target_dir().join("debug").join(program_name("fuzz")));
        command.current_dir(top()).env("XUNFANG_FUZZ", self.name).env("TMPDIR", self.path.join("tmp")).env("RUST_BACKTRACE", "0");
        command.arg(format!("-artifact_prefix={}/", self.path.join("found").display())).arg(format!("-timeout={HANGS}"));
        command
    }

    /// Looks for inputs; those that reach something new are kept in `new`.
    fn look<'c>(&self, command: &'c mut Command, seconds: u32) -> &'c mut Command {
        let kept = Path::new("tests/fuzz");
        command.arg(self.path.join("new")).arg(kept.join("corpus").join(self.name));
        if self.name == "form" {
            command.arg("src-tauri/core/forms");
        }
        let words = kept.join("words").join(format!("{}.dict", self.name));
        command.arg(format!("-dict={}", words.display())).arg(format!("-max_total_time={seconds}"));
        command.args(["-rss_limit_mb=3072", "-print_final_stats=1"]).arg(format!("-max_len={LONGEST}"))
    }

    /// The inputs that broke something, each with the command that replays it.
    fn found(&self) -> String {
        let files = fs::read_dir(self.path.join("found")).into_iter().flatten().flatten();
        let lines = files.map(|file| format!("replay: cargo xtask fuzz {} {}", self.name, file.path().display()));
        lines.collect::<Vec<_>>().join("\n")
    }
}
