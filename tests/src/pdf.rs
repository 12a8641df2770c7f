//! What a PDF says, read back by another program than the one that wrote it.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// The text of a PDF in reading order, by poppler.
///
/// # Panics
/// When `pdftotext` is not there or cannot read the file.
#[must_use]
pub fn text(pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap_or_else(|e| panic!("no file for the PDF: {e}"));
    file.write_all(pdf).unwrap_or_else(|e| panic!("the PDF cannot be put down: {e}"));
    let read = Command::new("pdftotext")
        .args(["-layout".as_ref(), file.path().as_os_str(), "-".as_ref()])
        .stderr(Stdio::inherit())
        .output();
    let read = read.unwrap_or_else(|e| panic!("pdftotext does not run: {e}"));
    assert!(read.status.success(), "pdftotext cannot read the file");
    String::from_utf8_lossy(&read.stdout).into_owned()
}
