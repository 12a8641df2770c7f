//! Drafts: begun, saved with every change, put aside, thrown away and brought back.

use std::str::FromStr as _;

use chrono::Datelike as _;

use super::api::{Draft, DraftChange};
use super::error::{OfficeError, Result};
use super::index::{DraftBody, Index};
use super::live::sealed_places;
use super::people::role::Right;
use super::record::Record;
use super::source::DraftSource;
use super::{Office, lock, veil};
use crate::cabinet::{self, CabinetError, Hash, NumberState, Projector as _, Reader, SaveDraft, SheetQuery, Tx};
use crate::clock::{CHINA_MIN, Id, Stamp};
use crate::form::{Cadence, Form, LoadedForm, RowSource};
use crate::paper::mask::Veil;
use crate::sheet::{Answers, Proposals, Row, Value, begin, new_row, propose_stage, settle};

/// A draft that was thrown away in this session.
#[derive(Debug)]
pub(super) struct Discarded {
    draft: cabinet::Draft,
    blobs: Vec<Hash>,
}

impl Office {
    /// Begins a sheet of a form. A daily or monthly form has one sheet a site and day or month: the draft or the sheet that
    /// is already there is opened instead.
    ///
    /// # Errors
    /// `not-found` for an unknown form.
    pub fn begin_sheet(&self, form: &str) -> Result<Draft> {
        self.may(Right::Fill)?;
        let loaded = self.library.get(form).ok_or_else(|| OfficeError::NotFound("form".to_owned()))?.clone();
        let there = self.cabinet.read(|reader| self.begun_already(reader, &loaded.form))?;
        match there {
            Some((draft, _)) if !draft.is_empty() => self.draft(&draft),
            Some((_, sheet)) if !sheet.is_empty() => self.edit_sheet(&sheet),
            _ => self.begin_new(&loaded, ""),
        }
    }

    /// Begins one more sheet of a form, whatever is there: a round of another day that was walked with paper.
    ///
    /// # Errors
    /// `not-found` for an unknown form.
    pub fn begin_another(&self, form: &str) -> Result<Draft> {
        self.may(Right::Fill)?;
        let loaded = self.library.get(form).ok_or_else(|| OfficeError::NotFound("form".to_owned()))?.clone();
        self.begin_new(&loaded, "")
    }

    /// Begins a sheet that takes the number of a printed blank.
    ///
    /// # Errors
    /// `not-a-blank` when the number is no reserved blank of the form, `not-found`.
    pub fn begin_from_blank(&self, form: &str, serial: &str) -> Result<Draft> {
        self.may(Right::Fill)?;
        let loaded = self.library.get(form).ok_or_else(|| OfficeError::NotFound("form".to_owned()))?.clone();
        let serial = serial.trim().to_uppercase();
        let number = self.cabinet.read(|reader| reader.number(&serial))?;
        let own = serial.starts_with(&format!("{}-", loaded.form.serial));
        match number {
            Some(number) if own && number.state == NumberState::Reserved => self.begin_new(&loaded, &serial),
            _ => Err(OfficeError::NotABlank(serial)),
        }
    }

    fn begin_new(&self, loaded: &LoadedForm, blank: &str) -> Result<Draft> {
        let id = self.cabinet.write(|tx| self.new_draft(tx, loaded, blank))?;
        self.draft(&id.to_string())
    }

    /// The draft of a new sheet.
    pub(super) fn new_draft(&self, tx: &mut Tx<'_>, loaded: &LoadedForm, blank: &str) -> Result<Id> {
        self.new_draft_from(tx, loaded, blank, None)
    }

    /// The draft of a new sheet that takes over what another says.
    pub(super) fn new_draft_from(
        &self,
        tx: &mut Tx<'_>,
        loaded: &LoadedForm,
        blank: &str,
        source: Option<&DraftSource>,
    ) -> Result<Id> {
        let mut proposals = self.proposals(tx)?;
        if let Some(source) = source {
            self.propose_from(tx, source, &mut proposals)?;
        }
        self.new_draft_with(tx, loaded, blank, &proposals, |_| ())
    }

    /// The draft of a new sheet with what is proposed for it, and what is known of it beyond that.
    pub(super) fn new_draft_with(
        &self,
        tx: &mut Tx<'_>,
        loaded: &LoadedForm,
        blank: &str,
        proposals: &Proposals,
        known: impl FnOnce(&mut Answers),
    ) -> Result<Id> {
        let mut answers = begin(&loaded.form, &self.roster(tx)?, proposals);
        known(&mut answers);
        settle(&loaded.form, &mut answers, proposals);
        tx.put_content(&loaded.bytes)?;
        let body = DraftBody { answers, blank: blank.to_owned() };
        let (id, sheet) = (tx.new_id()?, tx.new_id()?);
        self.store(tx, loaded, &body, id, sheet, None, 0)?;
        Ok(id)
    }

    /// The draft or sheet of a daily or monthly form that is already there for today or this month: draft id, sheet id.
    pub(super) fn begun_already(&self, reader: &Reader<'_>, form: &Form) -> Result<Option<(String, String)>> {
        let site = self.text_setting(reader, "site")?;
        self.begun_on(reader, form, self.today_date(), site)
    }

    /// The same for another day and site.
    pub(super) fn begun_on(
        &self,
        reader: &Reader<'_>,
        form: &Form,
        day: chrono::NaiveDate,
        site: String,
    ) -> Result<Option<(String, String)>> {
        let (from, to) = match form.cadence {
            Cadence::None => return Ok(None),
            Cadence::Daily => (day, day),
            Cadence::Monthly => {
                let first = day.with_day(1).unwrap_or(day);
                (first, first.checked_add_months(chrono::Months::new(1)).and_then(|d| d.pred_opt()).unwrap_or(day))
            }
        };
        let query = SheetQuery {
            form: Some(form.id.clone()),
            date_from: Some(from),
            date_to: Some(to),
            site: Some(site).filter(|s| !s.is_empty()),
            ..SheetQuery::default()
        };
        let page = reader.search(&query, None, 20)?;
        let void = super::api::SheetState::Void.code();
        let Some(row) = page.rows.iter().find(|r| r.state != void) else { return Ok(None) };
        if row.draft {
            let extra: super::index::Extra = serde_json::from_str(&row.extra)?;
            return Ok(Some((extra.draft, String::new())));
        }
        let draft = reader.drafts_of(row.sheet)?.first().map(|d| d.id.to_string()).unwrap_or_default();
        Ok(Some((draft, row.sheet.to_string())))
    }

    /// A draft that goes on from a finalised sheet: its next stage, or an amendment. The one that is already there is opened.
    ///
    /// # Errors
    /// `not-found`, `sheet-void`.
    pub fn edit_sheet(&self, sheet: &str) -> Result<Draft> {
        self.may(Right::Fill)?;
        let sheet = Id::from_str(sheet)?;
        let id = self.cabinet.write(|tx| self.next_draft(tx, sheet))?;
        self.draft(&id.to_string())
    }

    /// The draft that goes on from a finalised sheet.
    pub(super) fn next_draft(&self, tx: &mut Tx<'_>, sheet: Id) -> Result<Id> {
        let proposals = self.proposals(tx)?;
        self.next_draft_with(tx, sheet, &proposals)
    }

    /// The same with what is proposed for its next stage.
    pub(super) fn next_draft_with(&self, tx: &mut Tx<'_>, sheet: Id, proposals: &Proposals) -> Result<Id> {
        let record = Record::need(tx, sheet)?;
        if !record.body.void.is_empty() {
            return Err(OfficeError::Void);
        }
        if let Some(there) = tx.drafts_of(sheet)?.first() {
            return Ok(there.id);
        }
        let base = record.newest().map(|e| e.hash);
        let mut answers = record.body.answers.clone();
        answers.proposed = record.body.stages.keys().cloned().collect();
        if let Some(next) = record.form().stages.iter().find(|s| !record.body.stages.contains_key(&s.id)) {
            propose_stage(record.form(), &next.id, &mut answers, proposals);
        }
        let body = DraftBody { answers, blank: String::new() };
        let id = tx.new_id()?;
        self.store(tx, &record.form, &body, id, sheet, base, 0)?;
        Ok(id)
    }

    /// A draft with everything needed to fill it, as typed. Where it goes on from a finished sheet and shows what is hidden there, the
    /// log says so first.
    ///
    /// # Errors
    /// `not-found`.
    pub fn draft(&self, id: &str) -> Result<Draft> {
        self.may(Right::Fill)?;
        let id = Id::from_str(id)?;
        self.tell_draft(&self.cabinet.read(|reader| self.working(reader, id))?)?;
        self.cabinet.read(|reader| {
            let working = self.working(reader, id)?;
            let change = self.change_of(&working)?;
            let sealed = working.base.as_ref().map(sealed_places).unwrap_or_default();
            let base = working.base.as_ref();
            Ok(Draft {
                id: id.to_string(),
                sheet: working.draft.sheet.to_string(),
                form_ref: working.form.reference(),
                form: working.form().clone(),
                serial: base.map_or_else(|| working.body.blank.clone(), |r| r.serial().to_owned()),
                conflict: working.conflict(),
                answers: veil::drafted(&Veil::of(self.role().mask()), working.body.answers.clone()),
                computed: change.computed,
                progress: change.progress,
                stages: change.stages,
                wrong: change.wrong,
                sealed,
                hidden: change.hidden,
                needs_reason: change.needs_reason,
                correctable: change.correctable,
                saved: change.saved,
                saved_at: at_text(working.draft.updated_ms),
                begun_at: at_text(working.draft.created_ms),
            })
        })
    }

    /// Saves a draft. When this returns, it has reached the disk. Derived rows are brought in step first.
    ///
    /// # Errors
    /// `draft-missing` when it was thrown away, `disk-full` and the like: the answers are then still with the caller.
    pub fn save_draft(&self, id: &str, answers: Answers) -> Result<DraftChange> {
        self.may(Right::Fill)?;
        let id = Id::from_str(id)?;
        self.cabinet.write(|tx| {
            let mut working = self.working(tx, id)?;
            working.body.answers = answers;
            self.take_from_case(tx, &mut working, false)?;
            let mut proposals = self.proposals(tx)?;
            // A round of a past day was not begun now: when it was, its people write down.
            let index = &working.form().index.date;
            let day = working.body.answers.fields.get(index).and_then(Value::text).and_then(super::index::date_in);
            if working.form().cadence != Cadence::None && day.is_some_and(|day| day < self.today_date()) {
                proposals.now = None;
            }
            settle(&working.form.form.clone(), &mut working.body.answers, &proposals);
            let sheet = working.draft.sheet;
            let draft = self.store(tx, &working.form, &working.body, id, sheet, working.draft.base, working.draft.version)?;
            working.draft = draft;
            self.change_of(&working)
        })
    }

    /// A new row for a list the user adds to, with what is proposed for it. It is kept with the next save.
    ///
    /// # Errors
    /// `not-found` for a list that is not the user's.
    pub fn add_row(&self, id: &str, section: &str) -> Result<Row> {
        self.may(Right::Fill)?;
        let id = Id::from_str(id)?;
        self.cabinet.read(|reader| {
            let working = self.working(reader, id)?;
            let section = working.form().section(section).filter(|s| s.rows == Some(RowSource::User));
            let section = section.ok_or_else(|| OfficeError::NotFound("section".to_owned()))?;
            let row = self.clock().id()?.to_string();
            Ok(new_row(section, &row, &self.proposals(reader)?))
        })
    }

    /// Throws a draft away. [`Office::restore_draft`] brings it back in this session.
    ///
    /// # Errors
    /// `not-found`.
    pub fn discard_draft(&self, id: &str) -> Result<()> {
        self.may(Right::Fill)?;
        let id = Id::from_str(id)?;
        let gone = self.cabinet.write(|tx| {
            let draft = tx.draft(id)?.ok_or(CabinetError::DraftMissing(id))?;
            let blobs = tx.draft_blobs(id)?;
            tx.delete_draft(id)?;
            if draft.base.is_none() {
                tx.remove_sheet(draft.sheet)?;
            }
            Ok::<_, OfficeError>(Discarded { draft, blobs })
        })?;
        lock(&self.discarded).insert(id, gone);
        Ok(())
    }

    /// Brings back a draft thrown away in this session.
    ///
    /// # Errors
    /// `not-found`.
    pub fn restore_draft(&self, id: &str) -> Result<()> {
        self.may(Right::Fill)?;
        let id = Id::from_str(id)?;
        let gone = lock(&self.discarded).remove(&id).ok_or(CabinetError::DraftMissing(id))?;
        let written = self.cabinet.write(|tx| {
            let draft = tx.save_draft(&SaveDraft {
                id,
                sheet: gone.draft.sheet,
                form: gone.draft.form.clone(),
                base: gone.draft.base,
                title: &gone.draft.title,
                answers: &gone.draft.answers,
                blobs: &gone.blobs,
                seen: 0,
            })?;
            Index.draft(tx, &draft)
        });
        if written.is_err() {
            lock(&self.discarded).insert(id, gone);
        }
        written
    }
}

fn at_text(ms: i64) -> String {
    Stamp::new(ms, CHINA_MIN).to_minute()
}
