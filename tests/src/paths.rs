//! Where things lie: the programs under test, and the pictures and logs that tests leave.

use std::path::{Path, PathBuf};

/// The top folder of the project.
#[must_use]
pub fn top() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Folder of the profile that this test was built in, such as `target/debug`; found from the test's own program, so
/// that `CARGO_TARGET_DIR` and profiles need no setting.
#[must_use]
pub fn built() -> PathBuf {
    let this = std::env::current_exe().unwrap_or_else(|error| panic!("this test does not know its own path: {error}"));
    match this.ancestors().nth(2) {
        Some(folder) => folder.to_path_buf(),
        None => panic!("{} is not in a folder of cargo's", this.display()),
    }
}

/// One of the project's programs, `xunfang` or `xunfang-desktop`.
///
/// # Panics
/// When it is not built.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    let path = built().join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.is_file(), "{} is not built: run `cargo build --workspace --bins` (or `cargo xtask test`)", path.display());
    path
}

/// Folder for what end-to-end tests leave to look at: `target/e2e`.
#[must_use]
pub fn left_behind() -> PathBuf {
    let folder = built().parent().map_or_else(|| PathBuf::from("e2e"), |target| target.join("e2e"));
    std::fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    folder
}
