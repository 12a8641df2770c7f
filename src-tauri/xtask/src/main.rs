//! Sets up, runs, tests and measures 巡访簿. `cargo xtask` without a word lists the commands.
//!
//! It has no dependencies, so that it is there within seconds on a machine that has only Rust.

mod bench;
mod check;
mod console;
mod demo;
mod fuzz;
mod licences;
mod machine;
mod rules;
mod test;
mod views;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use console::Console;
use machine::Need;

/// What went wrong, in the words that the developer reads.
type Outcome<T = ()> = Result<T, String>;

const HELP: &str = "\
cargo xtask COMMAND

  run [--release]   set up, build and open the window; without a display, make the sample department in the terminal
  test              set up, then every check and test, the real window included; ends with `N passed, N failed`
  bench             set up, then the benchmarks, as a table (release build)
  fuzz [KIND] [S]   set up, then S seconds (20) of looking for forms, answers, answers files and ink that break something
  fuzz KIND FILE    one such input again
  setup             system packages, npm packages, the views
  bindings          write the TypeScript types of the program's values into ui/src/lib/backend
";

fn main() -> ExitCode {
    if let Some(code) = fuzz::as_rustc() {
        return code;
    }
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let console = Console::new();
    let outcome = match words.as_slice() {
        ["run"] => run(&console, false),
        ["run", "--release"] => run(&console, true),
        ["test"] => return test::run(&console),
        ["bench", rest @ ..] => bench::run(&console, rest),
        ["fuzz", rest @ ..] => fuzz::run(&console, rest),
        ["setup"] => machine::prepare(&console, Need::Tests).and_then(|()| views::prepare(&console)),
        ["bindings"] => bindings(&console),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(said) => {
            eprintln!("\n{said}");
            ExitCode::FAILURE
        }
    }
}

/// Opens the window. The dev profile is used, because it is built in half the time and its arithmetic (keys, pictures,
/// fonts, PDF) is optimised all the same; the tests use the same build.
fn run(console: &Console, release: bool) -> Outcome {
    if !has_display() {
        println!(
            "No display here (DISPLAY and WAYLAND_DISPLAY are not set): making the sample department in the terminal instead."
        );
        return demo::run(console, release);
    }
    machine::prepare(console, Need::Window)?;
    views::prepare(console)?;
    let mut build = workspace(&["build", "--bin", "xunfang-desktop"]);
    build.args(release.then_some("--release"));
    console.follow("build the window (5 to 10 minutes the first time)", &mut build)?;
    let program = target_dir().join(profile_dir(release)).join(program_name("xunfang-desktop"));
    println!("Opening {}", program.display());
    let ended = Command::new(&program).status().map_err(|error| format!("{} did not start: {error}", program.display()))?;
    if ended.success() { Ok(()) } else { Err(format!("the window ended with {ended}")) }
}

/// Writes the TypeScript types.
fn bindings(console: &Console) -> Outcome {
    console.follow("build the types' printer", &mut workspace(&["build", "--example", "bindings"]))?;
    let file = views::bindings_file();
    std::fs::write(&file, views::fresh_bindings()?).map_err(|error| format!("{}: {error}", file.display()))?;
    println!("{} is written", file.display());
    Ok(())
}

fn has_display() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The top folder of the project.
fn top() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Where cargo puts what it builds; the logs and stamps of this program lie there as well.
fn target_dir() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| top().join("target"), PathBuf::from)
}

fn profile_dir(release: bool) -> &'static str {
    if release { "release" } else { "debug" }
}

fn program_name(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

/// The cargo that started this program, in the top folder.
fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(top());
    command
}

/// Cargo for some part of the workspace, always with the features of all of it. A part alone would ask for fewer
/// features of what it depends on, and half of the tree would be built a second time.
fn workspace(words: &[&str]) -> Command {
    let mut command = cargo();
    command.args(words).args(["--locked", "--workspace", "--features", "xunfang-core/bindings"]);
    command
}
