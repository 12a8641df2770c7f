//! The program without a display: makes the sample department, prints one sheet of it, and names the files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::console::Console;
use crate::machine::{self, Need};
use crate::{Outcome, profile_dir, program_name, target_dir, workspace};

pub fn run(console: &Console, release: bool) -> Outcome {
    machine::prepare(console, Need::Terminal)?;
    let mut build = workspace(&["build", "--bin", "xunfang"]);
    build.args(release.then_some("--release"));
    console.follow("build the program (3 to 5 minutes the first time)", &mut build)?;

    let folder = target_dir().join("demo");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let xunfang =
        Terminal { program: target_dir().join(profile_dir(release)).join(program_name("xunfang")), folder: folder.clone() };

    let made = xunfang.call(console, "make the sample department", &["demo"])?;
    let passphrase = text_of(&made, "passphrase").ok_or("the demo did not say its passphrase")?;
    fs::write(xunfang.passphrase(), &passphrase).map_err(|error| format!("{}: {error}", folder.display()))?;

    let list = xunfang.call(console, "list its sheets", &["list"])?;
    let serial = a_signed_serial(&list).ok_or("the demo has no sheet with a serial")?;
    let paper = folder.join(format!("{serial}.pdf"));
    xunfang.call(console, &format!("print {serial}"), &["render", &serial, "--to", &paper.to_string_lossy()])?;
    xunfang.call(console, "verify the log", &["verify"])?;

    println!("\nMade:\n  {}  the sample department", xunfang.cabinet().display());
    println!("  {}  its passphrase ({passphrase})", xunfang.passphrase().display());
    println!("  {}  one signed sheet as it prints", paper.display());
    println!("\nGo on with, for example:\n  {} list", xunfang.words());
    Ok(())
}

/// The terminal program, its cabinet and passphrase file.
struct Terminal {
    program: PathBuf,
    folder: PathBuf,
}

impl Terminal {
    fn cabinet(&self) -> PathBuf {
        self.folder.join("cabinet")
    }

    fn passphrase(&self) -> PathBuf {
        self.folder.join("passphrase.txt")
    }

    fn words(&self) -> String {
        format!(
            "{} --cabinet {} --passphrase-file {}",
            self.program.display(),
            self.cabinet().display(),
            self.passphrase().display()
        )
    }

    fn call(&self, console: &Console, name: &str, words: &[&str]) -> Outcome<String> {
        let mut command = Command::new(&self.program);
        command.arg("--cabinet").arg(self.cabinet());
        if Path::new(&self.passphrase()).exists() {
            command.arg("--passphrase-file").arg(self.passphrase());
        }
        let said = console.watch(name, command.arg("--json").args(words))?;
        if said.success { Ok(said.text) } else { Err(format!("{name}: failed")) }
    }
}

/// Serial of the first signed sheet in the list, or of the first sheet when none is signed.
fn a_signed_serial(list: &str) -> Option<String> {
    let mut sheets = list.split('}').filter(|sheet| text_of(sheet, "serial").is_some());
    let first = sheets.next()?;
    let is_signed = |sheet: &&str| sheet.split_whitespace().collect::<String>().contains("\"signed\":true");
    let chosen = std::iter::once(first).chain(sheets).find(is_signed).unwrap_or(first);
    text_of(chosen, "serial")
}

/// The plain text that stands under a key in one JSON object. Enough for serials and the sample passphrase, which have
/// no escapes; it keeps this program free of dependencies.
fn text_of(json: &str, key: &str) -> Option<String> {
    let (_, rest) = json.split_once(&format!("\"{key}\""))?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    rest.split_once('"').map(|(text, _)| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_sheet_is_preferred() {
        let list = r#"[{"serial":null,"signed":false},{"serial":"JC-A-202611-0001","signed":false},{"serial": "HF-A-202611-0002","signed": true}]"#;
        assert_eq!(a_signed_serial(list).as_deref(), Some("HF-A-202611-0002"), "the sample print should carry a signature");
    }

    #[test]
    fn a_list_of_drafts_has_no_serial() {
        assert_eq!(a_signed_serial(r#"[{"serial":null,"signed":false}]"#), None, "a draft cannot be printed by serial");
    }
}
