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

/// The first page of a PDF as a picture, as a scanner would hand it over: PNG, 200 dots to the inch, by poppler.
///
/// # Panics
/// When `pdftoppm` is not there or cannot read the file.
#[must_use]
pub fn scan(pdf: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("no folder for the scan: {e}"));
    let (paper, page) = (folder.path().join("paper.pdf"), folder.path().join("page"));
    std::fs::write(&paper, pdf).unwrap_or_else(|e| panic!("the PDF cannot be put down: {e}"));
    let done = Command::new("pdftoppm").args(["-png", "-r", "200", "-f", "1", "-singlefile"]).arg(&paper).arg(&page).status();
    assert!(done.is_ok_and(|status| status.success()), "pdftoppm draws the first page");
    std::fs::read(page.with_extension("png")).unwrap_or_else(|e| panic!("the page was not drawn: {e}"))
}
