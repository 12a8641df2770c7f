//! The recovery code as a page for a sealed envelope.

use std::ops::ControlFlow;

use super::Office;
use super::door::House;
use super::error::{OfficeError, Result};
use super::people::role::Right;
use super::print::Stored;
use crate::cabinet::RecoveryCode;
use crate::deadline::long_date;
use crate::paper::compose::envelope::{Envelope, envelope};
use crate::paper::pdf::{self, PrintInfo};

/// Title of the page and name of its file.
const TITLE: &str = "资料库恢复码";

impl Office {
    /// The page of a code that was just made. The act is written into the log first; the code is not.
    ///
    /// # Errors
    /// `not-allowed`, `recovery-code-mistyped`.
    pub fn recovery_page(&self, code: &str) -> Result<Vec<u8>> {
        self.may(Right::People)?;
        let code = RecoveryCode::parse(code)?;
        self.cabinet.write(|tx| {
            let record = tx.new_id()?;
            self.audit(tx, record, "recovery-page", "", "", None)
        })?;
        self.enveloped(&code)
    }

    pub(super) fn enveloped(&self, code: &RecoveryCode) -> Result<Vec<u8>> {
        let now = self.clock().now();
        let (whose, exporter) =
            self.cabinet.read(|reader| Ok::<_, OfficeError>((self.whose(reader)?, self.author(reader)?.text)))?;
        let groups: Vec<String> = code.as_str().split('-').map(str::to_owned).collect();
        let grid = envelope(&Envelope { whose: &whose, groups: &groups, date: &long_date(now.date()) });
        let info = PrintInfo { title: TITLE.to_owned(), exporter, printed_at: now, keywords: String::new() };
        Ok(pdf::render(&[self.marked(grid)], &Stored(self), &info, &|_, _| ControlFlow::Continue(()))?)
    }
}

impl House {
    /// The page of the code of a first run that waits for it to be typed back.
    ///
    /// # Errors
    /// `no-first-run`, `code-differs` for another code.
    pub fn recovery_page(&self, code: &str) -> Result<Vec<u8>> {
        self.with_pending(|office, made| if made.is(code) { office.enveloped(made) } else { Err(OfficeError::CodeDiffers) })
    }
}

/// Name of the page's file.
#[must_use]
pub fn recovery_page_name() -> String {
    format!("{TITLE}.pdf")
}
