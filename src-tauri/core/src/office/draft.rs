//! Drafts: begun, saved with every change, put aside, thrown away and brought back.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use chrono::Datelike as _;

use super::api::{Draft, DraftChange, StageView};
use super::error::{OfficeError, Result};
use super::finish::glyph_problems;
use super::index::{DraftBody, Index};
use super::people::role::Right;
use super::record::{Record, row_by_row};
use super::{Office, bytes, lock};
use crate::cabinet::{self, CabinetError, Hash, NumberState, Projector as _, Reader, SaveDraft, SheetQuery, Tx};
use crate::clock::{Id, Stamp};
use crate::form::{Cadence, Form, LoadedForm, RowSource};
use crate::sheet::{
    Answers, Moment, Place, Problem, Proposals, Reference, Row, Standing, Value, applies, begin, begun, computed, differences,
    is_correctable, new_row, problems, progress, propose_stage, settle,
};

/// A draft that was thrown away in this session.
#[derive(Debug)]
pub(super) struct Discarded {
    draft: cabinet::Draft,
    blobs: Vec<Hash>,
}

/// A draft in hand, with its form read.
pub(super) struct Working {
    pub draft: cabinet::Draft,
    pub form: LoadedForm,
    pub body: DraftBody,
    /// The sheet it amends.
    pub base: Option<Record>,
}

impl Working {
    pub fn form(&self) -> &Form {
        &self.form.form
    }

    /// The answers of the sheet it amends.
    pub fn base_answers(&self) -> Option<&Answers> {
        self.base.as_ref().map(|r| &r.body.answers)
    }

    /// Whether the sheet has moved on since the draft was begun.
    pub fn conflict(&self) -> bool {
        let newest = self.base.as_ref().and_then(|r| r.newest()).map(|e| e.hash);
        self.draft.base != newest
    }

    /// Places whose change turns the draft into an amendment: answers given before, and those of finished stages.
    pub fn amended(&self) -> Vec<crate::sheet::ChangeItem> {
        let Some(base) = &self.base else { return Vec::new() };
        let mut items = differences(self.form(), &base.body.answers, &self.body.answers);
        items.retain(|item| {
            let given = item.was_value.as_ref().is_some_and(|v| !v.is_empty());
            let (section, field) = match self.form().field(&item.place.field) {
                Some(found) => found,
                None => return given,
            };
            let row_stage = self.body.answers.row(&section.id, &item.place.row).and_then(|r| r.facts.get("stage"));
            let stage = field.stage.as_ref().or(row_stage);
            let own = stage.and_then(|s| row_by_row(self.form(), s)).filter(|r| section.fields.iter().any(|f| f.id == r.field));
            // Work that goes row by row is open in every row that nobody has signed.
            let open = own.is_some_and(|role| base.seal(&role.field, &item.place.row).is_none());
            given || !open && stage.is_some_and(|s| base.body.stages.contains_key(s))
        });
        items
    }

    /// Whether a stage goes row by row and some row of it is not signed: 完成 keeps what was filled and leaves it open.
    pub fn open_rows(&self, stage: &str) -> bool {
        let Some(role) = row_by_row(self.form(), stage) else { return false };
        let Some((section, _)) = self.form().field(&role.field) else { return false };
        let signed = |row: &str| self.base.as_ref().is_some_and(|base| base.seal(&role.field, row).is_some());
        self.body.answers.list(&section.id).iter().any(|row| !signed(&row.id))
    }
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
        let proposals = self.proposals(tx)?;
        let mut answers = begin(&loaded.form, &self.roster(tx)?, &proposals);
        settle(&loaded.form, &mut answers, &proposals);
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
        let record = Record::need(tx, sheet)?;
        if !record.body.void.is_empty() {
            return Err(OfficeError::Void);
        }
        if let Some(there) = tx.drafts_of(sheet)?.first() {
            return Ok(there.id);
        }
        let base = record.newest().map(|e| e.hash);
        let mut answers = record.body.answers.clone();
        let proposals = self.proposals(tx)?;
        answers.proposed = record.body.stages.keys().cloned().collect();
        if let Some(next) = record.form().stages.iter().find(|s| !record.body.stages.contains_key(&s.id)) {
            propose_stage(record.form(), &next.id, &mut answers, &proposals);
        }
        let body = DraftBody { answers, blank: String::new() };
        let id = tx.new_id()?;
        self.store(tx, &record.form, &body, id, sheet, base, 0)?;
        Ok(id)
    }

    /// A draft with everything needed to fill it.
    ///
    /// # Errors
    /// `not-found`.
    pub fn draft(&self, id: &str) -> Result<Draft> {
        self.may(Right::Fill)?;
        let id = Id::from_str(id)?;
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
                answers: masked(working.body.answers.clone()),
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
            let proposals = self.proposals(tx)?;
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

    pub(super) fn working(&self, reader: &Reader<'_>, id: Id) -> Result<Working> {
        let draft = reader.draft(id)?.ok_or(CabinetError::DraftMissing(id))?;
        let form_bytes = reader.content(&draft.form.hash)?.ok_or_else(|| OfficeError::NotFound("form".to_owned()))?;
        let form = LoadedForm::read(&draft.form.id, &form_bytes)?;
        let body: DraftBody = serde_json::from_slice(&draft.answers)?;
        let base = Record::load(reader, draft.sheet)?;
        Ok(Working { draft, form, body, base })
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a draft row; each caller has them apart")]
    pub(super) fn store(
        &self,
        tx: &mut Tx<'_>,
        form: &LoadedForm,
        body: &DraftBody,
        id: Id,
        sheet: Id,
        base: Option<Hash>,
        seen: u64,
    ) -> Result<cabinet::Draft> {
        let answers = bytes(body)?;
        let blobs = body.answers.blobs().map(str::parse).collect::<Result<Vec<Hash>, _>>()?;
        let title = form.form.full_title();
        let form = cabinet_ref(form)?;
        let draft = tx.save_draft(&SaveDraft { id, sheet, form, base, title: &title, answers: &answers, blobs: &blobs, seen })?;
        Index.draft(tx, &draft)?;
        Ok(draft)
    }

    /// What is proposed for empty answers now.
    pub(super) fn proposals(&self, reader: &Reader<'_>) -> Result<Proposals> {
        let now = self.clock().now();
        let site = self.text_setting(reader, "site")?;
        let six = chrono::NaiveTime::from_hms_opt(18, 0, 0).unwrap_or_default();
        let today = now.date();
        let late = now.local().time() >= six || !self.calendar.day(today).working;
        let day = if late { self.calendar.next_working_day(today).unwrap_or(today) } else { today };
        let author = self.author(reader)?;
        Ok(Proposals {
            now: Some(now),
            author: Some(author).filter(|a| !a.id.is_empty()),
            site: if site.is_empty() { None } else { self.reference(reader, "site", &site)? },
            end_of_day: Stamp::from_local(day, six, now.offset_min()).to_minute(),
        })
    }

    pub(super) fn today_date(&self) -> chrono::NaiveDate {
        self.clock().now().date()
    }

    /// What a draft looks like after a save.
    pub(super) fn change_of(&self, working: &Working) -> Result<DraftChange> {
        let (form, answers) = (working.form(), &working.body.answers);
        let stages = working.base.as_ref().map(|r| r.body.stages.clone()).unwrap_or_default();
        let serial = working.base.as_ref().map_or("", |r| r.serial());
        let amended = working.amended();
        let mut wrong: Vec<Problem> = problems(form, answers, None).into_iter().filter(|p| p.wrong).collect();
        wrong.extend(glyph_problems(form, answers));
        let shown = masked(answers.clone());
        Ok(DraftChange {
            proposed: answers.proposed.clone(),
            fields: shown.fields.clone(),
            rows: shown.rows.into_iter().filter(|(s, _)| is_derived(form, s)).collect(),
            computed: mask_computed(form, self.computed(form, answers, serial, &stages)),
            progress: progress(form, answers),
            stages: self.stage_views(form, answers, &stages),
            wrong,
            hidden: hidden_places(form, answers),
            needs_reason: !amended.is_empty(),
            correctable: is_correctable(form, &amended),
            saved: Stamp::new(working.draft.updated_ms, self.clock().now().offset_min()).local().format("%H:%M").to_string(),
        })
    }

    pub(super) fn computed(
        &self,
        form: &Form,
        answers: &Answers,
        serial: &str,
        stages: &BTreeMap<String, crate::sheet::StageEntry>,
    ) -> BTreeMap<String, Value> {
        let due = |rule: &str, date: chrono::NaiveDate| {
            let due = self.rules.due(rule, date, &self.calendar).ok()?;
            let words = crate::sheet::long_date(due.date);
            Some(if due.provisional { format!("{words}（暂定）") } else { words })
        };
        computed(form, answers, &Moment { serial, stages, due: &due })
    }

    pub(super) fn stage_views(
        &self,
        form: &Form,
        answers: &Answers,
        finished: &BTreeMap<String, crate::sheet::StageEntry>,
    ) -> Vec<StageView> {
        let view = |stage: &crate::form::Stage| StageView {
            id: stage.id.clone(),
            label: stage.label.clone(),
            begun: begun(form, answers, &stage.id),
            finished: finished.get(&stage.id).map(|s| s.entered.clone()).unwrap_or_default(),
            late: !finished.contains_key(&stage.id) && self.is_late(stage, answers),
            problems: problems(form, answers, Some(&stage.id)),
        };
        form.stages.iter().map(view).collect()
    }

    /// Whether finishing the stage now is 补录.
    pub(super) fn is_late(&self, stage: &crate::form::Stage, answers: &Answers) -> bool {
        let Some(field) = &stage.late_after else { return false };
        let Some(date) = answers.fields.get(field).and_then(Value::text).and_then(super::index::date_in) else { return false };
        self.rules.late_entry().is_late(date, self.clock().now().local(), &self.calendar).unwrap_or(false)
    }
}

/// The cabinet's name of a form edition.
pub(super) fn cabinet_ref(form: &LoadedForm) -> Result<cabinet::FormRef> {
    Ok(cabinet::FormRef { id: form.form.id.clone(), edition: form.form.edition.clone(), hash: form.hash.parse()? })
}

/// Lists whose rows the program makes: the window takes them over from each save.
fn is_derived(form: &Form, section: &str) -> bool {
    form.section(section).is_some_and(|s| matches!(s.rows, Some(RowSource::Fails(_) | RowSource::User)))
}

/// Telephone numbers among the facts of references, masked for the screen. Finishing reads them from the registers again.
pub(super) fn masked(mut answers: Answers) -> Answers {
    answers.references_mut().for_each(|r| super::register::mask_facts(&mut r.facts));
    for row in answers.rows.values_mut().flatten() {
        super::register::mask_facts(&mut row.facts);
    }
    answers
}

/// Computed cells that are private, masked for the screen.
pub(super) fn mask_computed(form: &Form, mut computed: BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    for (id, value) in &mut computed {
        let private = form.field(id).map(|(_, f)| f.private).unwrap_or_default();
        if let (crate::form::Private::Phone, Value::Text(text)) = (private, value) {
            *text = crate::paper::mask::masked_text(crate::form::Private::Phone, text);
        }
    }
    computed
}

/// Fields that do not apply now.
fn hidden_places(form: &Form, answers: &Answers) -> Vec<Place> {
    let mut out = Vec::new();
    for section in &form.sections {
        for field in &section.fields {
            let Some(when) = &field.when else { continue };
            if section.is_rows() {
                let rows = answers.list(&section.id).iter().filter(|r| !applies(answers, Some(r), when));
                out.extend(rows.map(|r| Place::new(&section.id, &r.id, &field.id)));
            } else if !applies(answers, None, when) {
                out.push(Place::new(&section.id, "", &field.id));
            }
        }
    }
    out
}

/// Places that a standing signature covers: changing one asks first.
fn sealed_places(record: &Record) -> Vec<Place> {
    let mut out = Vec::new();
    for signed in record.signatures.iter().filter(|s| s.standing == Standing::Valid) {
        let Some(role) = record.form().signature(&signed.body.role) else { continue };
        for section in &record.form().sections {
            let inside = section.fields.iter().any(|f| f.id == role.field);
            for field in section.fields.iter().filter(|f| crate::sheet::covers(role, section, f)) {
                if !section.is_rows() {
                    out.push(Place::new(&section.id, "", &field.id));
                    continue;
                }
                let own = &signed.body.row;
                let rows = record.body.answers.list(&section.id).iter();
                let seen = rows
                    .filter(|r| !inside || r.id == *own || own.strip_prefix('@') == Some(r.group.as_str()))
                    .filter(|r| crate::sheet::covers_row(role, section, field, r));
                out.extend(seen.map(|r| Place::new(&section.id, &r.id, &field.id)));
            }
        }
    }
    out.sort();
    out.dedup();
    out
}

/// A reference that only words are known of gets no facts of others.
pub(super) fn is_plain(reference: &Reference) -> bool {
    reference.id.is_empty()
}

fn at_text(ms: i64) -> String {
    Stamp::new(ms, 480).to_minute()
}
