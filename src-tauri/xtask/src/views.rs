//! The views in `ui/`: their packages and their build, done again only when something changed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::console::Console;
use crate::machine::{answer, npm};
use crate::{Outcome, program_name, target_dir, top};

/// Everything that the built views depend on, beside the packages.
const SOURCES: [&str; 6] = ["index.html", "package.json", "src", "svelte.config.js", "tsconfig.json", "vite.config.ts"];

/// Fetches the packages when the lock changed, and builds the views when they changed.
///
/// # Errors
/// npm or the build failed.
pub fn prepare(console: &Console) -> Outcome {
    let ui = top().join("ui");
    let lock = ui.join("package-lock.json");
    let packages = digest(std::slice::from_ref(&lock))?;
    if !(ui.join("node_modules").is_dir() && is_stamped("npm", &packages)) {
        console.follow("npm ci", npm().args(["ci", "--no-audit", "--no-fund"]).env("CI", "true"))?;
        stamp("npm", &packages)?;
    }
    let mut sources: Vec<PathBuf> = SOURCES.iter().map(|name| ui.join(name)).collect();
    sources.push(lock);
    let state = digest(&sources)?;
    if !(ui.join("dist/index.html").is_file() && is_stamped("views", &state)) {
        console.follow("build the views", npm().args(["run", "--silent", "build"]).env("CI", "true"))?;
        stamp("views", &state)?;
    }
    Ok(())
}

/// The file of TypeScript types that is made from the Rust types.
pub fn bindings_file() -> PathBuf {
    top().join("ui/src/lib/backend/types.ts")
}

/// What that file must hold now, printed by the example of core that was built before.
///
/// # Errors
/// The example is not built, or fails.
pub fn fresh_bindings() -> Outcome<String> {
    let printer = target_dir().join("debug/examples").join(program_name("bindings"));
    answer(&mut Command::new(&printer)).ok_or_else(|| format!("{} does not print the types", printer.display()))
}

fn digest(paths: &[PathBuf]) -> Outcome<String> {
    let mut files = Vec::new();
    for path in paths {
        gather(path, &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    if path.is_file() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    let entries = fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))?;
    for entry in entries {
        gather(&entry.map_err(|error| format!("{}: {error}", path.display()))?.path(), files)?;
    }
    Ok(())
}

fn stamp_file(name: &str) -> PathBuf {
    target_dir().join("xtask").join(format!("{name}.stamp"))
}

fn is_stamped(name: &str, state: &str) -> bool {
    fs::read_to_string(stamp_file(name)).is_ok_and(|kept| kept == state)
}

fn stamp(name: &str, state: &str) -> Outcome {
    let file = stamp_file(name);
    file.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&file, state))
        .map_err(|error| format!("{}: {error}", file.display()))
}
