//! What was done to the files, in order, for a test that asks whether it was done in the right one.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

thread_local! {
    static ACTS: RefCell<Vec<(&'static str, PathBuf)>> = const { RefCell::new(Vec::new()) };
}

/// Writes down what was done.
pub(super) fn note(act: &'static str, path: &Path) {
    ACTS.with_borrow_mut(|acts| acts.push((act, path.to_owned())));
}

/// What this thread has done since it was last asked.
pub(super) fn take() -> Vec<(&'static str, PathBuf)> {
    ACTS.take()
}
