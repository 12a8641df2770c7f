//! 客户信息查阅/导出登记: who looked at, printed, copied and exported what, as the log has it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Office;
use super::api::AuditAct;
use super::error::Result;
use super::index::AuditBody;
use super::people::role::Right;
use crate::cabinet::{Entry, Kind, Reader};
use crate::paper::mask::Veil;

/// Entries read at a time.
const PAGE: u32 = 1000;

/// One act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct AuditLine {
    /// When, `2026-11-24T10:32+08:00`.
    pub at: String,
    /// Who.
    pub by: String,
    /// print, export, copy-text, copy-picture, reveal, blank, void-blank, delete-draft, account, recovery-code, backup, restore.
    pub act: String,
    /// 打印
    pub act_word: String,
    /// The sheet's serial and title, or the entry's register; empty when it is neither.
    pub what: String,
    /// Why; empty where no reason is asked for.
    pub reason: String,
    /// What else the act named: a format, a backup's name.
    pub detail: String,
}

impl Office {
    /// What was looked at and given out since a day, oldest first.
    ///
    /// # Errors
    /// `not-allowed`, a failure of the file.
    pub fn audit_lines(&self, since: Option<NaiveDate>) -> Result<Vec<AuditLine>> {
        self.may(Right::Audit)?;
        self.cabinet.read(|reader| {
            let veil = self.veil(reader)?;
            let (mut lines, mut after) = (Vec::new(), 0);
            loop {
                let page = reader.entries_of_kind(Kind::Audit, after, PAGE)?;
                let Some(last) = page.last() else { return Ok(lines) };
                after = last.head.lamport;
                for entry in page.iter().filter(|e| since.is_none_or(|since| e.head.stamp().date() >= since)) {
                    lines.push(line(reader, &veil, entry)?);
                }
            }
        })
    }
}

fn line(reader: &Reader<'_>, veil: &Veil, entry: &Entry) -> Result<AuditLine> {
    // A body that was destroyed by the rules leaves the act and its time.
    let body: AuditBody = reader.body(entry)?.bytes().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let sheet = reader.sheet(entry.head.record)?;
    let named = sheet.map(|row| format!("{}　{}", row.serial.unwrap_or_default(), row.title));
    Ok(AuditLine {
        at: entry.head.stamp().to_minute(),
        by: body.by,
        act_word: AuditAct::of(&body.act).word().to_owned(),
        what: named.unwrap_or(body.blank),
        act: body.act,
        reason: veil.free(&body.reason),
        detail: veil.free(&body.detail),
    })
}
