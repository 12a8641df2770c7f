//! The full check of the cabinet, once a week: when it was last done and what it found.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::api::VerifyReport;
use super::error::Result;
use super::people::role::Right;
use super::{Office, lock};

/// The setting that remembers the last full check.
const CHECKED: &str = "check.full";
/// Days between two full checks.
const EVERY_DAYS: i64 = 7;
const DAY_MS: i64 = 86_400_000;

/// A full check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Checked {
    /// When, `2026-11-24T18:00+08:00`.
    pub at: String,
    /// The same in milliseconds of UTC since 1970.
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub at_ms: i64,
    /// Nothing is damaged.
    pub ok: bool,
    /// Serials of the sheets that are touched, at most a hundred.
    pub sheets: Vec<String>,
}

impl Office {
    /// The last full check; none before the first.
    ///
    /// # Errors
    /// `not-allowed`, a failure of the file.
    pub fn last_check(&self) -> Result<Option<Checked>> {
        self.may(Right::Read)?;
        Ok(self.checked())
    }

    /// Whether a week went by since the last full check. A sample department has none.
    #[must_use]
    pub fn check_due(&self) -> bool {
        let now = self.clock().now().wall_ms();
        !self.is_practice() && self.checked().is_none_or(|last| !(0..EVERY_DAYS * DAY_MS).contains(&(now - last.at_ms)))
    }

    /// The full check: every page of the file, every chain, signature, body and photo; remembered with what it found.
    ///
    /// # Errors
    /// `not-allowed`, `cancelled`, or a failure of the file that is no damage.
    pub fn check_now(&self, progress: &dyn Fn(u64, u64) -> bool) -> Result<VerifyReport> {
        self.allowed(Right::BackUp)?;
        let report = self.examine(progress)?;
        let mut sheets: Vec<String> =
            report.problems.iter().filter(|p| !p.serial.is_empty() && p.code.is_damage()).map(|p| p.serial.clone()).collect();
        sheets.sort();
        sheets.dedup();
        sheets.truncate(100);
        self.remember_check(&Checked { sheets, ..self.checked_now(report.ok) })?;
        Ok(report)
    }

    pub(super) fn checked_now(&self, ok: bool) -> Checked {
        let now = self.clock().now();
        Checked { at: now.to_minute(), at_ms: now.wall_ms(), ok, sheets: Vec::new() }
    }

    pub(super) fn remember_check(&self, checked: &Checked) -> Result<()> {
        *lock(&self.last_check) = Some(checked.clone());
        let value = json!({ "at": checked.at, "at_ms": checked.at_ms, "ok": checked.ok, "sheets": checked.sheets });
        let kept = self.cabinet.write(|tx| self.put_setting(tx, CHECKED, value));
        // On a damaged file even that may be impossible; it is remembered while the window is open.
        if checked.ok { kept } else { Ok(()) }
    }

    fn checked(&self) -> Option<Checked> {
        if let Some(last) = lock(&self.last_check).clone() {
            return Some(last);
        }
        let json = self.cabinet.read(|reader| reader.setting(CHECKED)).ok().flatten()?;
        serde_json::from_str::<Json>(&json).and_then(serde_json::from_value).ok()
    }

    /// What a damaged cabinet asks of a person, and how many sheets it touches.
    pub(super) fn damage_notice(&self) -> Option<(String, u64)> {
        let last = self.checked().filter(|last| !last.ok)?;
        let touched = match last.sheets.as_slice() {
            [] => "没有单据受影响".to_owned(),
            few if few.len() <= 3 => format!("涉及单据{}", few.join("、")),
            [first, ..] => format!("涉及{first}等{}份单据", last.sheets.len()),
        };
        Some((format!("资料库文件有损坏，{touched}。请用最近的备份修复。"), last.sheets.len() as u64))
    }
}
