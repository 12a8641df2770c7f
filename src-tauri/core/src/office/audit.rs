//! 客户信息查阅/导出登记 (paper no. 22): who looked at, printed, copied and exported what, as the log has it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::str::FromStr as _;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Office;
use super::api::AuditAct;
use super::error::{OfficeError, Result};
use super::index::{AuditBody, date_in};
use super::people::role::Right;
use super::print::{Stored, Wanted};
use crate::archive::Month;
use crate::cabinet::{Entry, Kind, Reader};
use crate::clock::Id;
use crate::form::Private;
use crate::paper::compose::listing::{Column, Listing, listing};
use crate::paper::grid::{Align, Grid};
use crate::paper::mask::Veil;
use crate::paper::pdf::PrintInfo;
use crate::paper::{pdf, xlsx};

/// Entries read at a time.
const PAGE: u32 = 1000;
/// Its number among the papers of the office, and its edition.
const NUMBER: &str = "表号 QR-KF-22\u{3000}版次 A/0";
const TITLE: &str = "客户信息查阅/导出登记";

/// Columns of the paper; 批准 is signed by hand.
const COLUMNS: [Column<'static>; 8] = [
    Column { label: "序号", width: 1_200, align: Align::Center },
    Column { label: "时间", width: 3_200, align: Align::Center },
    Column { label: "人员", width: 2_000, align: Align::Center },
    Column { label: "客户", width: 3_000, align: Align::Left },
    Column { label: "动作", width: 2_700, align: Align::Center },
    Column { label: "内容", width: 6_700, align: Align::Left },
    Column { label: "事由", width: 4_500, align: Align::Left },
    Column { label: "批准", width: 2_400, align: Align::Center },
];

/// One act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct AuditLine {
    /// When, `2026-11-24T10:32+08:00`.
    pub at: String,
    /// Who.
    pub by: String,
    /// print, export, copy-text, copy-picture, reveal, shown, blank, void-blank, delete-draft, account, recovery-code, recovery-page, backup, backup-whole, backup-damaged, restore,
    /// print-register, affected.
    pub act: String,
    /// 打印
    pub act_word: String,
    /// The sheet's serial and title, or the entry's register; empty when it is neither.
    pub what: String,
    /// Whose data it was, where it was one customer's.
    pub customer: String,
    /// Why; empty where no reason is asked for.
    pub reason: String,
    /// What else the act named: a format, a backup's name.
    pub detail: String,
}

impl AuditLine {
    /// What the act was about, in one line.
    fn content(&self) -> String {
        [self.what.as_str(), &self.detail].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("\u{3000}")
    }
}

/// What is wanted of the register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct AuditAsked {
    /// A month, `2026-11`, or a first day, `2026-11-24`; empty for all.
    pub from: String,
    /// A last day; empty for the end of the month, or today.
    #[serde(default)]
    pub to: String,
    /// One person's acts alone.
    #[serde(default)]
    pub by: String,
    /// One kind of act alone.
    #[serde(default)]
    pub act: String,
}

/// A part of the register, and what it can be narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct AuditPage {
    /// Newest first.
    pub lines: Vec<AuditLine>,
    /// Whose acts there are in the period.
    pub people: Vec<String>,
    /// What acts there are in the period.
    pub acts: Vec<AuditAct>,
}

impl Office {
    /// What was looked at and given out since a day, oldest first.
    ///
    /// # Errors
    /// `not-allowed`, a failure of the file.
    pub fn audit_lines(&self, since: Option<NaiveDate>) -> Result<Vec<AuditLine>> {
        self.may(Right::Audit)?;
        self.lines_between(since, None)
    }

    /// A period of the register, newest first.
    ///
    /// # Errors
    /// `not-allowed`, `not-found` for what is no day or month.
    pub fn audit_page(&self, asked: &AuditAsked) -> Result<AuditPage> {
        self.may(Right::Audit)?;
        let (from, to) = period(asked)?;
        let all = self.lines_between(from, to)?;
        let people: BTreeSet<String> = all.iter().map(|line| line.by.clone()).filter(|by| !by.is_empty()).collect();
        let mut acts: Vec<AuditAct> = Vec::new();
        for act in all.iter().map(|line| AuditAct::of(&line.act)) {
            if !acts.contains(&act) {
                acts.push(act);
            }
        }
        let lines = all.into_iter().rev().filter(|line| wanted(asked, line)).collect();
        Ok(AuditPage { lines, people: people.into_iter().collect(), acts })
    }

    /// 客户信息查阅/导出登记 of a period as a file. Printing it is a line of the register itself.
    ///
    /// # Errors
    /// `not-allowed`, `not-found` for what is no day or month.
    pub fn audit_paper(&self, asked: &AuditAsked, format: Wanted) -> Result<Vec<u8>> {
        self.may(Right::Audit)?;
        let (from, to) = period(asked)?;
        let lines = self.lines_between(from, to)?;
        let now = self.clock().now();
        let to = to.unwrap_or_else(|| now.date()).min(now.date());
        let first = from.or_else(|| lines.first().and_then(|line| date_in(&line.at))).unwrap_or(to);
        let words = format!("{} 至 {}", crate::sheet::long_date(first), crate::sheet::long_date(to));
        self.cabinet.write(|tx| {
            let record = tx.new_id()?;
            self.audit(tx, record, "print-register", "", &words, None)
        })?;
        let left = self.cabinet.read(|reader| self.whose(reader))?;
        let rows = lines.iter().filter(|line| wanted(asked, line)).enumerate().map(|(n, line)| row(n + 1, line)).collect();
        let mut right = vec![NUMBER.to_owned(), format!("期间 {words}")];
        let narrowed = [asked.by.as_str(), if asked.act.is_empty() { "" } else { AuditAct::of(&asked.act).word() }];
        right.extend(narrowed.iter().filter(|word| !word.is_empty()).map(|word| format!("仅列 {word}")));
        let (columns, signers, notes) = (&COLUMNS, &["制表人", "部门负责人"], vec![self.stamp("导出")?]);
        self.listed(&listing(&Listing { title: TITLE, left, right, columns, rows, signers, notes }), TITLE, format)
    }

    /// A file name for the register.
    #[must_use]
    pub fn audit_name(&self, asked: &AuditAsked, format: Wanted) -> String {
        let title = TITLE.replace('/', "");
        [title.as_str(), &asked.from].join(" ").trim().to_owned() + format.ending()
    }

    /// A list as a file.
    pub(super) fn listed(&self, grid: &Grid, title: &str, format: Wanted) -> Result<Vec<u8>> {
        let exporter = self.cabinet.read(|reader| self.author(reader))?.text;
        let info = PrintInfo { title: title.to_owned(), exporter, printed_at: self.clock().now(), keywords: String::new() };
        let on = |_: usize, _: usize| ControlFlow::Continue(());
        let grids = &[self.marked(grid.clone())];
        Ok(match format {
            Wanted::Pdf => pdf::render(grids, &Stored(self), &info, &on)?,
            Wanted::Xlsx => xlsx::render(grids, &Stored(self), &info, &on)?,
        })
    }

    /// Organisation and department, as papers head them.
    pub(super) fn whose(&self, reader: &Reader<'_>) -> Result<String> {
        let words = [self.text_setting(reader, "organisation")?, self.text_setting(reader, "department")?];
        Ok(words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("\u{3000}"))
    }

    fn lines_between(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Vec<AuditLine>> {
        let within = |entry: &Entry| {
            let day = entry.head.stamp().date();
            from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)
        };
        self.cabinet.read(|reader| {
            let veil = self.veil(reader)?;
            let (mut lines, mut after, mut months) = (Vec::new(), 0, BTreeMap::new());
            loop {
                let page = reader.entries_of_kind(Kind::Audit, after, PAGE)?;
                let Some(last) = page.last() else { return Ok(lines) };
                after = last.head.lamport;
                for entry in page.iter().filter(|entry| within(entry)) {
                    lines.push(self.audit_line(reader, &veil, entry, &mut months)?);
                }
            }
        })
    }

    /// A line as its reader may see it. `months` are the veils over words about a month, which take a month of sheets each.
    fn audit_line(&self, reader: &Reader<'_>, veil: &Veil, entry: &Entry, months: &mut BTreeMap<Id, Veil>) -> Result<AuditLine> {
        // A body that was destroyed by the rules leaves the act and its time.
        let body: AuditBody =
            reader.body(entry)?.bytes().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let reason = match months.get(&entry.head.record) {
            Some(known) => known.free(&body.reason),
            None if body.reason.is_empty() => String::new(),
            None => {
                let about = self.veil_about(reader, veil, entry.head.record, &body.detail)?;
                let reason = about.free(&body.reason);
                if body.detail.parse::<Month>().is_ok() {
                    months.insert(entry.head.record, about);
                }
                reason
            }
        };
        let sheet = reader.sheet(entry.head.record)?;
        let customer = match &sheet {
            Some(row) => Id::from_str(&row.customer).ok(),
            // What was picked out may stand in an entry of a register, which is a customer's or is not.
            None if body.detail == "customer" || body.act == "copy-text" => Some(entry.head.record),
            None => None,
        };
        let name = customer.map(|id| reader.register_item("customer", id)).transpose()?.flatten().map(|item| item.name);
        // What a blank was printed of is kept by its form's id.
        let form = self.library.get(&body.detail).filter(|_| body.act == "blank").map(|loaded| loaded.form.full_title());
        let register = super::REGISTERS.iter().find(|(id, ..)| body.act == "reveal" && *id == body.detail);
        let named = sheet.map(|row| [row.serial.unwrap_or_default(), row.title].join("\u{3000}").trim().to_owned());
        let what = named.unwrap_or(body.blank);
        let detail =
            register.map(|(_, label, ..)| format!("登记资料·{label}")).or(form).unwrap_or_else(|| veil.free(&body.detail));
        Ok(AuditLine {
            at: entry.head.stamp().to_minute(),
            by: body.by,
            act_word: AuditAct::of(&body.act).word().to_owned(),
            customer: veil.text(Private::Name, &name.unwrap_or_default()),
            act: body.act,
            reason,
            // A sheet that was looked at is named by the serial it was asked for by: once is enough.
            detail: if what.contains(&detail) { String::new() } else { detail },
            what,
        })
    }
}

fn wanted(asked: &AuditAsked, line: &AuditLine) -> bool {
    (asked.by.is_empty() || asked.by == line.by) && (asked.act.is_empty() || asked.act == line.act)
}

/// First and last day.
fn period(asked: &AuditAsked) -> Result<(Option<NaiveDate>, Option<NaiveDate>)> {
    let day = |text: &str| match text {
        "" => Ok(None),
        text => date_in(text).map(Some).ok_or_else(|| OfficeError::NotFound("day".to_owned())),
    };
    let (from, to) = (day(&asked.from)?, day(&asked.to)?);
    // A month without a last day ends with itself.
    let month = from.filter(|_| asked.from.len() == "2026-11".len());
    let end = month.and_then(|first| first.checked_add_months(chrono::Months::new(1))).and_then(|next| next.pred_opt());
    Ok((from, to.or(end)))
}

fn row(number: usize, line: &AuditLine) -> Vec<String> {
    let at = line.at.get(..16).unwrap_or(&line.at).replace('T', " ");
    let words = [at, line.by.clone(), line.customer.clone(), line.act_word.clone(), line.content(), line.reason.clone()];
    std::iter::once(number.to_string()).chain(words).collect()
}
