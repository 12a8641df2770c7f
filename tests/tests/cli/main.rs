//! The terminal program as people and scripts use it: the real binary, its output, its exit codes and what it leaves behind.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test reports by failing")]

mod cases;
mod clocks;
mod damage;
mod demo;
mod duties;
mod fill;
mod help;
mod keep;
mod month;
mod paper;
mod secret;
mod show;
mod workbook;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value as Json;
use tempfile::TempDir;
use xunfang_tests::paths;

/// The last day of the sample department: a Tuesday in a month without holidays.
const UNTIL: &str = "2026-03-31";

/// A cabinet in a folder of its own.
struct Place {
    folder: TempDir,
}

/// What a command said and how it ended.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Place {
    /// A folder without a cabinet.
    fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A copy of the sample department, which is made once for all tests.
    fn demo() -> Self {
        static MADE: OnceLock<(Place, Json)> = OnceLock::new();
        let (made, report) = MADE.get_or_init(|| {
            let place = Self::empty();
            let said = place.json(&["demo", "--seed", "7", "--until", UNTIL]);
            fs::write(place.path("passphrase.txt"), said["passphrase"].as_str().unwrap()).unwrap();
            fs::write(place.path("report.json"), said.to_string()).unwrap();
            (place, said)
        });
        assert!(report["sheets"].is_number(), "the demo says how many sheets it made");
        let copy = Self::empty();
        for part in ["cabinet", "state"] {
            fs::create_dir(copy.path(part)).unwrap();
            for file in fs::read_dir(made.path(part)).unwrap() {
                let file = file.unwrap();
                fs::copy(file.path(), copy.path(part).join(file.file_name())).unwrap();
            }
        }
        for file in ["passphrase.txt", "report.json"] {
            fs::copy(made.path(file), copy.path(file)).unwrap();
        }
        copy
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command<S: AsRef<OsStr>>(&self, words: &[S]) -> Command {
        let mut command = Command::new(paths::program("xunfang"));
        // Whoever runs the tests keeps the state of their own programs: nothing of it is read, and nothing put there.
        command.env("HOME", self.path("user")).env_remove("XUNFANG_HOME");
        command.env_remove("XDG_STATE_HOME").env_remove("XDG_DATA_HOME");
        command.env("XUNFANG_STATE", self.path("state")).env_remove("XUNFANG_PASSPHRASE").stdin(Stdio::null());
        command.arg("--cabinet").arg(self.path("cabinet"));
        if self.path("passphrase.txt").exists() {
            command.arg("--passphrase-file").arg(self.path("passphrase.txt"));
        }
        command.args(words);
        command
    }

    /// Runs a command.
    fn run<S: AsRef<OsStr>>(&self, words: &[S]) -> Said {
        said(&mut self.command(words))
    }

    /// Runs a command with `--json` that must do what it is asked: its one document.
    fn json(&self, words: &[&str]) -> Json {
        let said = self.run(&[&["--json"], words].concat());
        assert_eq!(said.code, 0, "{words:?} failed: {}", said.err);
        assert_eq!(said.err, "", "{words:?} has nothing to complain of");
        serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{words:?} wrote no single JSON document: {e}"))
    }

    /// Runs a command with `--json` that must fail: its one line.
    fn refused(&self, words: &[&str]) -> String {
        let said = self.run(&[&["--json"], words].concat());
        assert_eq!(said.code, 1, "{words:?} should have been refused: {}{}", said.out, said.err);
        assert_eq!(said.out, "", "a refused command says nothing on standard output");
        assert_eq!(said.err.lines().count(), 1, "one line: {}", said.err);
        said.err.trim_end().to_owned()
    }

    /// Every file below the folder, without the database's own companions.
    fn files(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open = vec![self.folder.path().to_path_buf()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(self.folder.path()).unwrap().to_string_lossy().into_owned();
                if path.is_dir() {
                    open.push(path);
                } else if !name.ends_with("-wal") && !name.ends_with("-shm") {
                    found.insert(name);
                }
            }
        }
        found
    }

    /// The list as JSON lines.
    fn list(&self, words: &[&str]) -> Vec<Json> {
        self.json(&[&["list"], words].concat()).as_array().unwrap().clone()
    }

    /// The serial of a sheet of a form in a state.
    fn serial_of(&self, form: &str, state: &str) -> String {
        let lines = self.list(&["--form", form, "--state", state]);
        let line = lines.first().unwrap_or_else(|| panic!("the demo has no {form} in state {state}"));
        line["serial"].as_str().unwrap().to_owned()
    }
}

fn said(command: &mut Command) -> Said {
    let done = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: done.status.code().unwrap_or(-1), out: text(done.stdout), err: text(done.stderr) }
}

fn keys(json: &Json) -> BTreeSet<&str> {
    json.as_object().unwrap().keys().map(String::as_str).collect()
}

fn write(path: &Path, json: &Json) -> String {
    fs::write(path, serde_json::to_vec_pretty(json).unwrap()).unwrap();
    path.to_string_lossy().into_owned()
}
