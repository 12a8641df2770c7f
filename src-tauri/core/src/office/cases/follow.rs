//! What is signed or written on one sheet and changes a case: its revisits, its bill, the signatures on its own page.

use super::super::Office;
use super::super::error::{OfficeError, Result};
use super::super::record::Record;
use super::super::working::Working;
use super::around::related_to;
use super::project::{FROZEN, Frozen, facts, kept, value};
use crate::cabinet::{Reader, Tx};
use crate::casework::{Cause, Clock, clocks, keep_on_record, keep_settled, settled};
use crate::clock::Id;
use crate::form::Form;
use crate::sheet::{Answers, Body, Value};

/// A case with its clocks as they stood before something was written or signed.
pub(in crate::office) struct Stood {
    case: Id,
    clocks: Vec<Clock>,
}

impl Office {
    /// The case that a sheet names, as it stands.
    pub(in crate::office) fn case_around(&self, reader: &Reader<'_>, form: &Form, answers: &Answers) -> Result<Option<Stood>> {
        let source = value(form, answers, "source").map(Value::word).unwrap_or_default();
        let Some(row) = (if source.is_empty() { None } else { reader.sheet_by_serial(&source)? }) else { return Ok(None) };
        let Some(record) = Record::load(reader, row.sheet)? else { return Ok(None) };
        self.own_case_clocks(reader, &record)
    }

    /// The case that a sheet is, as it stands.
    pub(in crate::office) fn own_case_clocks(&self, reader: &Reader<'_>, record: &Record) -> Result<Option<Stood>> {
        if reader.case(record.sheet)?.is_none() {
            return Ok(None);
        }
        Ok(Some(Stood { case: record.sheet, clocks: kept(reader, record)? }))
    }

    /// After something was signed or finished that a case takes in: a revisit that is over takes its case along, unless somebody
    /// is just writing on the case; then the step comes with what they finish. An overdue that is no more by it (signed in ink
    /// before the limit and filed behind it, say) is kept by a revision of the case, whoever writes on it.
    pub(in crate::office) fn follow(&self, tx: &mut Tx<'_>, stood: Option<Stood>, reason: &str) -> Result<()> {
        let Some(Stood { case, clocks: stood }) = stood else { return Ok(()) };
        let Some(record) = Record::load(tx, case)?.filter(|record| record.body.void.is_empty()) else { return Ok(()) };
        let Some(told) = facts(&record) else { return Ok(()) };
        let related = related_to(tx, &record)?;
        let counting = self.counting();
        // A rule that cannot be counted by any more moves no clock.
        let mut now = clocks(&told, &related, &counting.rules, &counting.calendar, &stood).unwrap_or_else(|_| stood.clone());
        if settled(&told) {
            keep_settled(&stood, &mut now);
        }
        let entered = reason.trim().is_empty();
        let keying = Some((counting.rules.late_entry(), &counting.calendar));
        keep_on_record(&stood, &mut now, &Cause { at: self.now_counted(), reason, entered, keying });
        let noted = |clocks: &[Clock]| clocks.iter().map(|clock| clock.corrected.len() + clock.recounted.len()).sum::<usize>();
        let lost = noted(&now) > noted(&stood);
        let drafts = tx.drafts_of(case)?;
        let mut body = record.body.clone();
        if drafts.is_empty() {
            self.enter_visits(record.form(), &mut body.answers, &related)?;
        }
        if body.answers == record.body.answers && !lost {
            return Ok(());
        }
        let open: Vec<Working> = drafts.iter().map(|draft| self.working(tx, draft.id)).collect::<Result<_>>()?;
        let keep = |body: &mut Body| -> Result<()> {
            body.other.insert(FROZEN.to_owned(), serde_json::to_value(Frozen { clocks: now.clone() })?);
            Ok(())
        };
        if lost {
            keep(&mut body)?;
        }
        match self.next_of(tx, &record, body) {
            // What the case forbids now (a reason that is still asked for, a rule that no longer counts) is done when somebody
            // works on it; the customer's signature stands whatever becomes of the case, and so does what was overdue.
            Err(OfficeError::Case { .. } | OfficeError::Rule(_)) if lost => {
                let mut body = record.body.clone();
                keep(&mut body)?;
                self.next_of(tx, &record, body)?;
            }
            Err(OfficeError::Case { .. } | OfficeError::Rule(_)) => return Ok(()),
            other => other?,
        }
        // Nothing was written over what somebody has in hand: their draft goes on from here.
        let newest = Record::need(tx, case)?.newest().map(|entry| entry.hash);
        let base = record.newest().map(|entry| entry.hash);
        for working in open.into_iter().filter(|working| working.draft.base == base) {
            let (draft, seen) = (&working.draft, working.draft.version);
            self.store(tx, &working.form, &working.body, draft.id, draft.sheet, newest, seen)?;
        }
        Ok(())
    }

    fn next_of(&self, tx: &mut Tx<'_>, record: &Record, body: Body) -> Result<()> {
        let (base, serial) = (record.newest().map(|entry| entry.hash), record.serial().to_owned());
        self.append_revision(tx, &record.form, record.sheet, base, serial, body).map(drop)
    }
}
