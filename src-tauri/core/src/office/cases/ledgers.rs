//! 登记台账: the ledgers of cases and revisits that a month's volume holds, of any days.

use chrono::NaiveDate;

use super::super::Office;
use super::super::api::{LedgerColumn, LedgerKind, LedgerLine, LedgerView};
use super::super::duties::Post;
use super::super::error::Result;
use super::super::month::{case_told, midnight, of_visits, sheets, visit_told};
use super::super::people::role::Right;
use super::super::print::Wanted;
use super::super::record::Record;
use super::super::veil;
use crate::archive::ledger::{self, Ledger};
use crate::archive::paper::{self, Letterhead};
use crate::cabinet::Reader;
use crate::form::CaseKind;
use crate::paper::mask::Veil;
use crate::sheet::long_date;

/// Who answers for a ledger.
const SIGNERS: [&str; 2] = ["登记人", "部门负责人"];

/// A ledger, and of each of its lines the sheet and the state.
type Read = (Ledger, Vec<(String, String)>);

impl LedgerKind {
    pub(super) fn title(self) -> &'static str {
        self.cases().map_or(ledger::VISITS, ledger::title)
    }

    /// The days by which it is asked for.
    fn by(self) -> &'static str {
        if self.cases().is_some() { "受理时间" } else { "回访日期" }
    }
}

impl Office {
    /// The ledger of the cases that the site in use received between two days, both included, or of the revisits that it made.
    ///
    /// # Errors
    /// `not-found` when no site is in use.
    pub fn ledger(&self, kind: LedgerKind, from: NaiveDate, to: NaiveDate) -> Result<LedgerView> {
        self.may(Right::Read)?;
        let (ledger, of) = self.cabinet.read(|reader| self.read_ledger(reader, kind, from, to))?;
        let column = |column: ledger::Column| LedgerColumn { label: column.label, left: column.left, weight: column.weight };
        let line = |(cells, (sheet, state))| LedgerLine { sheet, state, cells };
        Ok(LedgerView {
            title: ledger.title,
            columns: ledger.columns.into_iter().map(column).collect(),
            lines: ledger.rows.into_iter().zip(of).map(line).collect(),
        })
    }

    /// The same as a file, signed at its end.
    pub(super) fn ledger_paper(&self, kind: LedgerKind, from: NaiveDate, to: NaiveDate, format: Wanted) -> Result<Vec<u8>> {
        let (ledger, left) = self.cabinet.read(|reader| {
            let site = self.month_post(reader)?.name;
            let left = [self.whose(reader)?, site].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>();
            Ok::<_, super::super::OfficeError>((self.read_ledger(reader, kind, from, to)?.0, left.join("\u{3000}")))
        })?;
        let period = format!("{} {} 至 {}", kind.by(), long_date(from), long_date(to));
        self.goes_out(&ledger.title, &period)?;
        let head = Letterhead { left, right: vec![period], notes: vec![self.stamp("导出")?], watermark: String::new() };
        self.listed(&paper::ledger(&ledger, &head, &SIGNERS), &ledger.title, format)
    }

    fn read_ledger(&self, reader: &Reader<'_>, kind: LedgerKind, from: NaiveDate, to: NaiveDate) -> Result<Read> {
        let (post, veil) = (self.month_post(reader)?, self.veil(reader)?);
        match kind.cases() {
            Some(kind) => cases_between(reader, &post, &veil, kind, (from, to)),
            None => self.visits_between(reader, &post, &veil, (from, to)),
        }
    }

    fn visits_between(&self, reader: &Reader<'_>, post: &Post, veil: &Veil, (from, to): (NaiveDate, NaiveDate)) -> Result<Read> {
        let (mut visits, mut known) = (Vec::new(), veil.clone());
        for loaded in self.library.iter().filter(|loaded| of_visits(&loaded.form)) {
            for row in sheets(reader, post, from, to, Some(loaded.form.id.clone()))?.iter().filter(|row| !row.draft) {
                let Some(record) = Record::at(reader, row.sheet, None)?.filter(|record| record.body.void.is_empty()) else {
                    continue;
                };
                veil::know_record(&mut known, &record);
                visits.extend(visit_told(row, &record, veil));
            }
        }
        // As the ledger has them, so that each line finds its sheet.
        visits.sort_by(|a, b| (a.date, &a.serial).cmp(&(b.date, &b.serial)));
        let of = visits.iter().map(|visit| (visit.sheet.clone(), String::new())).collect();
        Ok((ledger::of_visits(&visits, &known), of))
    }
}

fn cases_between(
    reader: &Reader<'_>,
    post: &Post,
    veil: &Veil,
    kind: CaseKind,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Read> {
    let end = to.succ_opt().map_or(i64::MAX, |next| midnight(next).wall_ms());
    let (mut cases, mut known) = (Vec::new(), veil.clone());
    for sheet in reader.cases_received(&post.id, kind.code(), midnight(from).wall_ms(), end)? {
        let Some(record) = Record::at(reader, sheet, None)? else { continue };
        veil::know_record(&mut known, &record);
        cases.extend(case_told(reader, &record, None, veil)?);
    }
    // As the ledger has them, so that each line finds its sheet.
    cases.sort_by(|a, b| a.serial.cmp(&b.serial));
    let of = cases.iter().map(|case| (case.sheet.clone(), case.state.code().to_owned())).collect();
    Ok((ledger::of_cases(&cases, kind, &known), of))
}
