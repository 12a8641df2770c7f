//! Makes the window's resources; says what is missing before the embedding of the views fails without saying it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use tauri_build::{AppManifest, Attributes};

fn main() {
    println!("cargo::rerun-if-changed=../ui/dist");
    if !Path::new("../ui/dist/index.html").exists() {
        println!("cargo::error=the views are not built yet: run `cargo xtask setup`, which builds them into ui/dist");
        return;
    }
    if let Err(error) = build() {
        println!("cargo::error={error:#}");
    }
}

fn build() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=src/lib.rs");
    let list = permissions(&std::fs::read_to_string("src/lib.rs")?)?;
    let folder = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("own-commands");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("commands.toml"), list)?;
    let pattern = format!("{}/*.toml", literally(&folder.to_string_lossy()));
    // As long as the build runs; Tauri asks for it so.
    let manifest = AppManifest::new().permissions_path_pattern(pattern.leak());
    Ok(tauri_build::try_build(Attributes::new().app_manifest(manifest))?)
}

/// A permission for each command that the window answers, `allow-save-draft` for `save_draft`. With them there, Tauri refuses
/// whatever `capabilities/main.json` does not grant. They go where a build puts what it makes, not into the sources, where
/// `AppManifest::commands` would: one of a command that is gone would stay valid there.
fn permissions(window: &str) -> Result<String, std::fmt::Error> {
    let handler =
        window.split_once("generate_handler![").and_then(|(_, rest)| rest.split_once("])")).map_or("", |(list, _)| list);
    let mut list = String::new();
    for command in handler.split(',').filter_map(|path| path.trim().rsplit("::").next()).filter(|name| !name.is_empty()) {
        let name = command.replace('_', "-");
        writeln!(list, "[[permission]]\nidentifier = \"allow-{name}\"\ncommands.allow = [\"{command}\"]\n")?;
    }
    Ok(list)
}

/// A path in a pattern, where brackets and stars stand for themselves.
fn literally(path: &str) -> String {
    path.chars().fold(String::new(), |mut whole, c| {
        match c {
            '[' | ']' | '*' | '?' => whole.extend(['[', c, ']']),
            _ => whole.push(c),
        }
        whole
    })
}
