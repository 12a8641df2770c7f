//! What the machine must have, and the command that installs what it has not.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::console::Console;
use crate::{Outcome, cargo, top};

/// What is wanted of the machine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The program in the terminal: Rust, Perl and a C compiler.
    Terminal,
    /// The window: the web view and Node as well.
    Window,
    /// Every check: a display in memory, the web view's driver, PDF tools and a JDK as well.
    Tests,
}

/// Debian packages beyond a C compiler and Perl, with the least need that asks for them.
const PACKAGES: [(&str, Need); 7] = [
    ("libwebkit2gtk-4.1-dev", Need::Window),
    ("webkit2gtk-driver", Need::Tests),
    ("xvfb", Need::Tests),
    ("fonts-noto-cjk", Need::Tests),
    ("poppler-utils", Need::Tests),
    ("qpdf", Need::Tests),
    ("libjaxb-java", Need::Tests),
];

/// Programs that any package may bring: looked for on the path, installed from Debian's package of the second name.
const PROGRAMS: [(&str, &str, Need); 9] = [
    ("cc", "gcc", Need::Terminal),
    ("make", "make", Need::Terminal),
    ("perl", "perl", Need::Terminal),
    ("pkg-config", "pkg-config", Need::Window),
    ("javac", "default-jdk-headless", Need::Tests),
    ("java", "default-jre-headless", Need::Tests),
    ("python3", "python3-pip", Need::Tests),
    ("c++", "g++", Need::Tests),
    ("dbus-daemon", "dbus-daemon", Need::Tests),
];

/// Oldest Node that the views' tools run on.
const NODE: (u32, u32) = (20, 19);

/// Checks the machine, installs what a root user can install, and names what is missing with its command.
///
/// # Errors
/// Something is missing that this program may not or cannot install.
pub fn prepare(console: &Console, need: Need) -> Outcome {
    let started = std::time::Instant::now();
    if cfg!(target_os = "linux") {
        linux(console, need)?;
    } else {
        elsewhere()?;
    }
    if need != Need::Terminal {
        node()?;
    }
    if need == Need::Tests {
        rust_components()?;
    }
    console.close("prerequisites", true, started);
    if need == Need::Tests && cfg!(target_os = "linux") {
        // Called without a file it only fetches itself, so that no test needs the network.
        let mut fetch = Command::new("bash");
        fetch.arg(top().join("tests/pdfa/validate.sh")).arg("2b").current_dir(top());
        console.follow("PDF/A validator", &mut fetch)?;
    }
    Ok(())
}

fn linux(console: &Console, need: Need) -> Outcome {
    let mut missing: Vec<&str> = PROGRAMS
        .iter()
        .filter(|(program, _, least)| wants(need, *least) && !is_on_path(program))
        .map(|(_, package, _)| *package)
        .collect();
    if wants(need, Need::Tests) && !reads_workbooks() {
        missing.push("python3-openpyxl");
    }
    if !(Path::new("/etc/debian_version").exists() && is_on_path("dpkg-query")) {
        return if missing.is_empty() {
            Ok(())
        } else {
            Err(format!(
                "Not found on the path, under Debian's names: {}.\nInstall them with this system's package manager, and for the window \
                 WebKitGTK 4.1 with its headers (Fedora: webkit2gtk4.1-devel, Arch: webkit2gtk-4.1).",
                missing.join(" ")
            ))
        };
    }
    missing.extend(
        PACKAGES.iter().filter(|(package, least)| wants(need, *least) && !is_installed(package)).map(|(package, _)| *package),
    );
    if missing.is_empty() {
        return Ok(());
    }
    if !is_root() {
        return Err(format!(
            "Missing: {list}.\nInstall with:\n\n  sudo apt-get install -y --no-install-recommends {list}\n",
            list = missing.join(" ")
        ));
    }
    let apt = |words: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    console.follow("apt-get update", &mut apt(&["update", "-q"]))?;
    let name = format!("apt-get install {}", missing.join(" "));
    console.follow(&name, apt(&["install", "-y", "-q", "--no-install-recommends"]).args(&missing))
}

fn elsewhere() -> Outcome {
    let (compiler, install) = if cfg!(windows) {
        ("perl", "Strawberry Perl and NASM (winget install StrawberryPerl.StrawberryPerl NASM.NASM)")
    } else {
        ("cc", "the command line tools (xcode-select --install)")
    };
    if is_on_path(compiler) { Ok(()) } else { Err(format!("Missing: {compiler}. Install {install}.")) }
}

fn node() -> Outcome {
    let wanted = format!("Node {}.{} or newer", NODE.0, NODE.1);
    let help = "Install it from https://nodejs.org (version 22 or 24, LTS) so that `node` and `npm` are on the path.";
    let Some(version) = answer(Command::new("node").arg("--version")) else {
        return Err(format!("Missing: {wanted}. {help}"));
    };
    let mut parts = version.trim().trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < NODE {
        return Err(format!("Node {} is too old; {wanted} is needed. {help}", version.trim()));
    }
    if answer(npm().arg("--version")).is_none() {
        return Err(format!("Missing: npm, which comes with Node. {help}"));
    }
    Ok(())
}

fn rust_components() -> Outcome {
    for (command, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if answer(cargo().args([command, "--version"])).is_none() {
            return Err(format!("Missing: {component}. Install with:\n\n  rustup component add {component}\n"));
        }
    }
    Ok(())
}

/// npm, by the name under which the system starts it.
pub fn npm() -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(top().join("ui"));
    command
}

/// What a short command prints, or nothing when it is missing or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn wants(need: Need, least: Need) -> bool {
    need as u8 >= least as u8
}

fn is_on_path(program: &str) -> bool {
    let name = crate::program_name(program);
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| fs::metadata(folder.join(&name)).is_ok_and(|file| file.is_file()))
    })
}

fn is_installed(package: &str) -> bool {
    answer(Command::new("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", package]))
        .is_some_and(|status| status.trim() == "installed")
}

/// Whether a Python that the tests ask has openpyxl, from whatever package.
fn reads_workbooks() -> bool {
    let asked = |python: &&str| answer(Command::new(python).args(["-c", "import openpyxl"])).is_some();
    ["python3", "/usr/bin/python3"].iter().any(asked)
}

fn is_root() -> bool {
    answer(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}
