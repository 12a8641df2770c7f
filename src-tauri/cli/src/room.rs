//! The cabinet that a command works in: where it is, what opens it, where its high-water file lies.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use xunfang_core::cabinet::Cost;
use xunfang_core::clock::Clock;
use xunfang_core::office::{House, Office};

use crate::args::Cli;
use crate::refused::{Refused, Result};

/// Folder of the high-water files, instead of the platform's.
const STATE: &str = "XUNFANG_STATE";
/// The folder of the window's data, instead of the platform's.
const HOME: &str = "XUNFANG_HOME";
/// What the platform knows the window by.
const IDENTIFIER: &str = "app.xunfang.desktop";
/// The passphrase, instead of a file.
const PASSPHRASE: &str = "XUNFANG_PASSPHRASE";

/// The cabinet's folder, absolute.
pub fn folder(cli: &Cli) -> Result<PathBuf> {
    let given = cli.cabinet.as_ref().ok_or_else(|| Refused::usage("缺少 --cabinet DIR：资料库在哪个文件夹"))?;
    std::path::absolute(given).map_err(|e| Refused::file(given, &e))
}

/// Opens the cabinet.
pub fn open(cli: &Cli) -> Result<Office> {
    let folder = folder(cli)?;
    // Said before a passphrase is asked for; a restore that was cut off at its very end is ended by looking at the door.
    if !folder.is_dir() {
        let _ = house(&folder)?.door();
    }
    if !folder.is_dir() {
        return Err(Refused::new("cabinet-folder-missing", format!("没有文件夹 {}", folder.display())));
    }
    open_with(cli, &given(cli)?)
}

/// The office of the cabinet, opened with a passphrase that was asked for before.
///
/// # Errors
/// As [`open`].
pub fn open_with(cli: &Cli, passphrase: &str) -> Result<Office> {
    let folder = folder(cli)?;
    let house = house(&folder)?;
    let office = house.unlock(passphrase)?;
    // In the window's own folder a window that was killed may have left papers in clear: no other folder `prints` is ours.
    if beside(&folder).is_some() {
        house.clear_prints();
    }
    Ok(office)
}

/// The house of a folder, whatever stands in it.
pub fn house(folder: &Path) -> Result<House> {
    let house = House::new(folder, &high_water(folder)?, Arc::new(Clock::system()), Cost::STANDARD);
    // The window's own cabinet and copies that were restored elsewhere are on one machine.
    let others = [window_home().map(|home| home.join("high-water")), state_home().map(|state| state.join("xunfang"))];
    Ok(others.into_iter().flatten().filter(|other| other.is_dir()).fold(house, |house, other| house.beside(&other)))
}

/// The passphrase from the file, the environment or the terminal.
pub fn given(cli: &Cli) -> Result<String> {
    match passphrase(cli)? {
        Some(passphrase) => Ok(passphrase),
        None if std::io::stdin().is_terminal() => {
            rpassword::prompt_password("口令：").map_err(|e| Refused::new("passphrase-missing", e.to_string()))
        }
        None => Err(Refused::new("passphrase-missing", format!("请用 --passphrase-file 或 {PASSPHRASE} 给出口令"))),
    }
}

/// A passphrase that is to be set: from its file, or typed twice without echo.
pub fn new_passphrase(file: Option<&Path>) -> Result<String> {
    if let Some(file) = file {
        return first_line(file);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Refused::new(
            "passphrase-missing",
            "请用 --new-passphrase-file 给出新口令：用恢复码恢复的，要另设口令才能打开",
        ));
    }
    let ask = |prompt| rpassword::prompt_password(prompt).map_err(|e| Refused::new("passphrase-missing", e.to_string()));
    let (first, again) = (ask("新口令：")?, ask("再输一遍：")?);
    if first == again { Ok(first) } else { Err(Refused::new("passphrase-differs", "两次输入的新口令不一样")) }
}

/// The first line of a file, without the mark that some editors put before it.
pub fn first_line(file: &Path) -> Result<String> {
    let text = std::fs::read_to_string(file).map_err(|e| Refused::file(file, &e))?;
    Ok(text.lines().next().unwrap_or_default().trim_start_matches('\u{feff}').to_owned())
}

/// The passphrase from the file or the environment.
pub fn passphrase(cli: &Cli) -> Result<Option<String>> {
    if let Some(file) = &cli.passphrase_file {
        return first_line(file).map(Some);
    }
    Ok(std::env::var(PASSPHRASE).ok().filter(|text| !text.is_empty()))
}

/// Where the high-water file of the cabinet lies: `XUNFANG_STATE`; the window's own when the cabinet lies in its folder;
/// else the platform's folder for the state of programs.
pub fn high_water(folder: &Path) -> Result<PathBuf> {
    if let Some(given) = set(STATE) {
        return std::path::absolute(&given).map_err(|e| Refused::file(&given, &e));
    }
    if let Some(beside) = beside(folder) {
        return Ok(beside);
    }
    let state = state_home();
    let state = state.ok_or_else(|| Refused::new("state-folder-missing", format!("请用 {STATE} 指定存放防丢失标记的文件夹")))?;
    Ok(state.join("xunfang"))
}

/// The high-water files of the window, when the cabinet lies in the window's folder.
fn beside(folder: &Path) -> Option<PathBuf> {
    folder.parent().map(|home| home.join("high-water")).filter(|folder| folder.is_dir())
}

/// The platform's folder for the state of programs.
fn state_home() -> Option<PathBuf> {
    local("XDG_STATE_HOME", ".local/state")
}

/// The folder that the window keeps everything in.
fn window_home() -> Option<PathBuf> {
    set(HOME).or_else(|| local("XDG_DATA_HOME", ".local/share").map(|data| data.join(IDENTIFIER)))
}

/// A folder of this user: on Windows and macOS the one for local data, elsewhere the one that `variable` names, or `usual` in the
/// home directory.
fn local(variable: &str, usual: &str) -> Option<PathBuf> {
    let home = || set("HOME");
    if cfg!(windows) {
        set("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Application Support"))
    } else {
        set(variable).filter(|p| p.is_absolute()).or_else(|| home().map(|home| home.join(usual)))
    }
}

fn set(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
