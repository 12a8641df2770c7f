//! The month's archive as the faces see it.

use serde::{Deserialize, Serialize};

use crate::archive::Month;
use crate::archive::gaps::{Coverage, Gap};
use crate::archive::matrix::Matrix;
use crate::archive::volume::Carried;

/// How a month stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum MonthStage {
    /// It is to come.
    Future,
    /// It runs: nothing can be closed.
    Running,
    /// Over, and open.
    Open,
    /// 已归档
    Closed,
}

/// A month at the site in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MonthView {
    /// Which month.
    pub month: Month,
    /// Name of the site.
    pub site: String,
    /// How it stands.
    pub stage: MonthStage,
    /// Working days of the month.
    pub working_days: u32,
    /// 月度检查汇总
    pub matrix: Matrix,
    /// The check-list.
    pub coverage: Vec<Coverage>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// Of the gaps those that nobody explained.
    pub open_gaps: u32,
    /// Sheets in the volume.
    pub items: u32,
    /// Cases that go on.
    pub carried: Vec<Carried>,
    /// The newest closing; absent before the first. Of a month that was opened again it is the one that no longer holds.
    pub closing: Option<ClosingLine>,
    /// What changed after the closing.
    pub supplements: Vec<Supplement>,
    /// Every closing and opening, oldest first.
    pub history: Vec<ClosingLine>,
}

/// A closing, or an opening again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ClosingLine {
    /// Closed, or opened again.
    pub closed: bool,
    /// Who.
    pub by: String,
    /// When, `2026-11-02T09:10+08:00`.
    pub at: String,
    /// Why; empty for a closing without gaps.
    pub reason: String,
    /// Sheets in the volume.
    pub items: u32,
    /// Gaps that were printed.
    pub gaps: u32,
    /// The root hash, lower-case hex; empty for an opening.
    pub root: String,
}

/// A sheet that changed, or came, after its month was closed: 补充件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Supplement {
    /// The sheet.
    pub sheet: String,
    /// Its number.
    pub serial: String,
    /// Its title.
    pub title: String,
    /// 件号 of what it corrects; 0 where the volume held nothing of it.
    pub corrects: u32,
    /// In the words of the office: 更正第12件, 补入, 不再属于本月.
    pub words: String,
}

/// A line of the months that were closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MonthLine {
    /// Which month.
    pub month: Month,
    /// How it stands.
    pub stage: MonthStage,
    /// When it was closed; empty while it is open.
    pub at: String,
    /// Sheets in the volume.
    pub items: u32,
}

/// How volumes are bound: a setting of the department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct VolumeSetting {
    /// 按卷 or 按件.
    pub mode: VolumeMode,
    /// 全宗号; may be empty.
    pub fonds: String,
    /// 密级: 内部.
    pub security: String,
    /// 保管期限 of a paper by its form's id, in years; 0 is 永久. Papers that are not named are kept for `years`.
    pub retention: std::collections::BTreeMap<String, u32>,
    /// 保管期限 of the volume, in years; 0 is 永久.
    pub years: u32,
    /// Printed on both sides.
    pub duplex: bool,
}

impl Default for VolumeSetting {
    fn default() -> Self {
        Self {
            mode: VolumeMode::Volume,
            fonds: String::new(),
            security: "内部".to_owned(),
            retention: std::collections::BTreeMap::new(),
            years: 10,
            duplex: true,
        }
    }
}

/// How a month is put into order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum VolumeMode {
    /// 按卷: 封面, 卷内目录, 卷内备考表.
    #[default]
    Volume,
    /// 按件: 归档文件目录, 备考表, 盒脊标签.
    Piece,
}

/// What a volume is wanted as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum VolumeFormat {
    /// The volume itself, PDF/A.
    #[default]
    Pdf,
    /// One workbook: figures with charts, a ledger a paper, the catalogue.
    Xlsx,
    /// The ledgers as CSV, in one ZIP file.
    Csv,
    /// The ledgers as JSON Lines, in one file.
    Jsonl,
}

/// Which volume is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct VolumeAsked {
    /// Which month.
    pub month: Month,
    /// As what.
    pub format: VolumeFormat,
    /// Complete: nothing masked, with the stored bytes of each sheet inside the file (PDF/A-3b). Else 脱敏件.
    pub full: bool,
    /// Why it is wanted complete; empty for a masked one.
    #[serde(default)]
    pub reason: String,
    /// 送审稿: of a month that is open, or to look at what a closed one has become since.
    #[serde(default)]
    pub draft: bool,
}

/// What has been kept long enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DestructionList {
    /// By month and 件号.
    pub items: Vec<DestructionItem>,
    /// Names the list: what is signed is what was shown.
    pub list: String,
    /// Who asked for its destruction; empty while nobody did.
    pub asked_by: String,
    /// When.
    pub asked_at: String,
    /// Why.
    pub reason: String,
    /// It was the one who works: somebody else has to approve.
    pub own: bool,
    /// Backups at hand that hold the same and are never taken away by the program: made by hand, before a release changed the file, or
    /// before a restore.
    pub backups_kept: u32,
}

/// A sheet that has been kept long enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DestructionItem {
    /// The month that it was closed with.
    pub month: Month,
    /// Name of the site.
    pub site: String,
    /// 件号; 0 for a sheet that was filed after the closing.
    pub number: u32,
    /// Sheet.
    pub sheet: String,
    /// Its number.
    pub serial: String,
    /// Its title.
    pub title: String,
    /// The first day on which it need not be kept any more, `2037-01-01`.
    pub expired: String,
}

/// What was destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Destroyed {
    /// Sheets.
    pub items: u32,
    /// Until when the daily backups of the program may still hold them where one is made in every month, `2038-11-30`; copies kept
    /// elsewhere are not its own to clear.
    pub backups_until: String,
    /// Backups at hand that the program never takes away.
    pub backups_kept: u32,
}
