//! 完成: a draft becomes a revision, with everything it refers to frozen as it reads now.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use super::api::{Finish, Finished, SheetView};
use super::error::{OfficeError, Result};
use super::live::{is_plain, runs};
use super::people::role::Right;
use super::record::Record;
use super::working::{Working, cabinet_ref};
use super::{Office, bytes};
use crate::cabinet::{CabinetError, Hash, Kind, NewEntry, Reader, Tx};
use crate::clock::Id;
use crate::form::Form;
use crate::paper::font::missing_glyphs;
use crate::sheet::{
    Answers, Body, Change, ChangeItem, ChangeKind, Place, Problem, ProblemCode, Reference, StageEntry, Standing, Value, begun,
    differences, is_correctable, problems, withdraw_proposals,
};

impl Office {
    /// Finishes a stage of a draft, or every stage that has begun: the draft becomes a revision and is gone.
    ///
    /// # Errors
    /// `incomplete` with what is missing, `late-reason`, `change-reason`, `not-correctable`, `base-moved` when the sheet has
    /// moved on, `nothing-to-finish`. The draft then stands as it was.
    pub fn finish(&self, id: &str, finish: &Finish) -> Result<Finished> {
        self.may(Right::Fill)?;
        let id = Id::from_str(id)?;
        self.cabinet.write(|tx| self.finish_in(tx, id, finish))
    }

    /// 完成 within a transaction.
    pub(super) fn finish_in(&self, tx: &mut Tx<'_>, id: Id, finish: &Finish) -> Result<Finished> {
        let mut working = self.working(tx, id)?;
        if working.conflict() {
            return Err(CabinetError::BaseMoved(working.draft.sheet).into());
        }
        self.take_from_case(tx, &mut working, true)?;
        let stages = stages_to_finish(&working, &finish.stage)?;
        if unchanged(&working, &stages) {
            return Err(OfficeError::NothingToFinish);
        }
        printable(&finish.change_reason)?;
        printable(&finish.late_reason)?;
        let mut wanted = unfinished(working.form(), &working.body.answers, &stages);
        wanted.extend(tray_problem(&working.body.answers));
        wanted.extend(glyph_problems(working.form(), &working.body.answers));
        if !wanted.is_empty() {
            return Err(OfficeError::Incomplete(wanted));
        }
        let mut body = working.base.as_ref().map(|r| r.body.clone()).unwrap_or_default();
        let author = self.author(tx)?;
        self.enter_stages(&working, &stages, finish, &author, &mut body)?;
        self.fits_its_case(tx, working.form(), working.base_answers(), &working.body.answers)?;
        let before = working.base.as_ref().map(|record| &record.body);
        self.round_was(tx, working.form(), &stages, before, &working.body.answers)?;
        let amended = working.amended();
        self.add_change(&working, amended, finish, &author, &mut body)?;
        body.answers = std::mem::take(&mut working.body.answers);
        let stood = self.case_around(tx, working.form(), &body.answers)?;
        let record = self.revise(tx, &working, body)?;
        tx.delete_draft(id)?;
        self.follow(tx, stood, &finish.change_reason)?;
        Ok(finished(&record))
    }

    /// 作废: the sheet stays readable and says why it no longer counts.
    ///
    /// # Errors
    /// `missing` without a reason, `sheet-void` when it is already, `not-found`.
    pub fn void_sheet(&self, sheet: &str, reason: &str) -> Result<SheetView> {
        self.may(Right::Void)?;
        if reason.trim().is_empty() {
            return Err(OfficeError::Missing("reason"));
        }
        printable(reason)?;
        let sheet = Id::from_str(sheet)?;
        self.cabinet.write(|tx| {
            let record = Record::need(tx, sheet)?;
            if !record.body.void.is_empty() {
                return Err(OfficeError::Void);
            }
            let mut body = record.body.clone();
            body.void = reason.trim().to_owned();
            let stood = self.case_around(tx, record.form(), &body.answers)?;
            self.append_revision(tx, &record.form, sheet, record.newest().map(|e| e.hash), record.serial().to_owned(), body)?;
            for draft in tx.drafts_of(sheet)? {
                tx.delete_draft(draft.id)?;
            }
            self.follow(tx, stood, reason)
        })?;
        self.sheet(&sheet.to_string())
    }

    fn enter_stages(
        &self,
        working: &Working,
        stages: &[String],
        finish: &Finish,
        author: &Reference,
        body: &mut Body,
    ) -> Result<()> {
        let open = |id: &&String| !body.stages.contains_key(*id) && !working.open_rows(id);
        for id in stages.iter().filter(open).cloned().collect::<Vec<_>>() {
            let late = working.form().stage(&id).is_some_and(|s| self.is_late(s, &working.body.answers));
            if late && finish.late_reason.trim().is_empty() {
                return Err(OfficeError::LateReason);
            }
            let late = if late { finish.late_reason.trim().to_owned() } else { String::new() };
            body.stages.insert(id, StageEntry { entered: self.now_text(), by: author.clone(), late });
        }
        Ok(())
    }

    fn add_change(
        &self,
        working: &Working,
        items: Vec<ChangeItem>,
        finish: &Finish,
        author: &Reference,
        body: &mut Body,
    ) -> Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        if finish.change_reason.trim().is_empty() {
            return Err(OfficeError::ChangeReason);
        }
        if finish.correction && !is_correctable(working.form(), &items) {
            let fixed = |i: &&ChangeItem| working.form().field(&i.place.field).is_none_or(|(_, f)| !f.correctable);
            let label = items.iter().find(fixed).map(|i| i.label.clone()).unwrap_or_default();
            return Err(OfficeError::NotCorrectable(label));
        }
        let kind = if finish.correction { ChangeKind::Correction } else { ChangeKind::Amendment };
        let reason = finish.change_reason.trim().to_owned();
        body.changes.push(Change { kind, reason, by: author.clone(), at: self.now_text(), items });
        Ok(())
    }

    /// Writes a draft's revision with everything frozen.
    fn revise(&self, tx: &mut Tx<'_>, working: &Working, mut body: Body) -> Result<Record> {
        let base = working.base_answers();
        freeze(self, tx, &mut body.answers, base)?;
        let serial = match &working.base {
            Some(record) => record.serial().to_owned(),
            None if !working.body.blank.is_empty() => working.body.blank.clone(),
            None => {
                let index = &working.form().index;
                let date = body.answers.fields.get(&index.date).and_then(Value::text).and_then(super::index::date_in);
                let period = date.unwrap_or_else(|| self.today_date()).format("%Y%m").to_string();
                tx.reserve_serial(&working.form().serial, &period)?
            }
        };
        let sheet = working.draft.sheet;
        self.append_revision(tx, &working.form, sheet, working.draft.base, serial, body)
    }

    /// Appends a revision: computed cells frozen, head of the paper frozen, a salt of its own.
    pub(super) fn append_revision(
        &self,
        tx: &mut Tx<'_>,
        form: &crate::form::LoadedForm,
        sheet: Id,
        base: Option<Hash>,
        serial: String,
        mut body: Body,
    ) -> Result<Record> {
        body.v = 1;
        body.salt = self.salt()?;
        body.organisation = self.text_setting(tx, "organisation")?;
        body.department = self.text_setting(tx, "department")?;
        body.answers.parked.clear();
        body.answers.tray.clear();
        body.answers.proposed.clear();
        withdraw_proposals(&form.form, &mut body.answers, |stage| body.stages.contains_key(stage));
        let before = if form.form.case.is_some() || runs(&form.form) { Record::load(tx, sheet)? } else { None };
        self.none_ahead(tx, &form.form, before.as_ref().map(|record| &record.body.answers), &body.answers)?;
        self.advance_case(tx, &form.form, sheet, &serial, &mut body)?;
        let clocks = super::cases::frozen(&body);
        body.computed =
            self.computed_after(&form.form, &body.answers, &serial, &body.stages, (before.as_ref(), clocks.as_deref()));
        self.take_limit(tx, &form.form, before.as_ref(), &mut body)?;
        let stored = bytes(&body)?;
        let mut blobs = body.answers.blobs().map(str::parse).collect::<Result<Vec<Hash>, _>>()?;
        blobs.sort();
        blobs.dedup();
        let mut new = NewEntry::new(Kind::Revision, sheet, &stored);
        new.parents = base.into_iter().collect();
        new.form = Some(cabinet_ref(form)?);
        new.serial = Some(serial);
        new.author = self.author(tx)?.id;
        new.blobs = blobs;
        tx.put_content(&form.bytes)?;
        self.append(tx, new)?;
        Record::need(tx, sheet)
    }
}

/// The stages that 完成 finishes: the one asked for, or all that have begun and were not finished.
fn stages_to_finish(working: &Working, asked: &str) -> Result<Vec<String>> {
    let form = working.form();
    if !asked.is_empty() {
        let stage = form.stage(asked).ok_or_else(|| OfficeError::NotFound("stage".to_owned()))?;
        return Ok(vec![stage.id.clone()]);
    }
    let finished = |id: &str| working.base.as_ref().is_some_and(|r| r.body.stages.contains_key(id));
    let begun: Vec<String> = form
        .stages
        .iter()
        .filter(|s| !finished(&s.id) && begun(form, &working.body.answers, &s.id))
        .map(|s| s.id.clone())
        .collect();
    if begun.is_empty() && working.base.is_none() && !form.stages.is_empty() {
        // A word that is wrong begins no stage, and is what there is to say.
        let wrong = unfinished(form, &working.body.answers, &[]);
        return Err(if wrong.is_empty() { OfficeError::NothingToFinish } else { OfficeError::Incomplete(wrong) });
    }
    Ok(begun)
}

/// Whether 完成 would write a revision that says nothing new: every number and check code printed before would go stale for it.
fn unchanged(working: &Working, stages: &[String]) -> bool {
    working.base.as_ref().is_some_and(|record| {
        stages.iter().all(|s| record.body.stages.contains_key(s) || working.open_rows(s))
            && differences(working.form(), &record.body.answers, &working.body.answers).is_empty()
    })
}

/// What the stages still want, and what is wrong anywhere.
fn unfinished(form: &Form, answers: &Answers, stages: &[String]) -> Vec<Problem> {
    let mut found: Vec<Problem> = Vec::new();
    let none = [None];
    let asked: Vec<Option<&str>> = stages.iter().map(|s| Some(s.as_str())).collect();
    for stage in if asked.is_empty() { none.as_slice() } else { asked.as_slice() } {
        for problem in problems(form, answers, *stage) {
            if !found.contains(&problem) {
                found.push(problem);
            }
        }
    }
    found
}

/// Photos that were taken in and put nowhere would be lost.
fn tray_problem(answers: &Answers) -> Option<Problem> {
    (!answers.tray.is_empty()).then(|| Problem {
        place: Place::new("", "", ""),
        code: ProblemCode::Tray,
        label: "待归位照片".to_owned(),
        message: format!("还有{}张照片没有归位", answers.tray.len()),
        params: vec![answers.tray.len().to_string()],
        wrong: false,
    })
}

/// Refuses a text with a character that no font can print: what goes into the log must be printable for ever.
pub(super) fn printable(text: &str) -> Result<()> {
    match missing_glyphs(text).first() {
        None => Ok(()),
        Some(ch) => {
            let near: String = text.chars().take(12).collect();
            Err(crate::paper::PaperError::MissingGlyph { ch: *ch, near }.into())
        }
    }
}

/// The same for a text whose field is known: a register's fact, a setting.
pub(super) fn printable_in(field: &str, text: &str) -> Result<()> {
    match missing_glyphs(text).first() {
        None => Ok(()),
        Some(ch) => Err(OfficeError::GlyphIn { ch: *ch, field: field.to_owned() }),
    }
}

/// Characters that no font can print, named before they are frozen.
pub(super) fn glyph_problems(form: &Form, answers: &Answers) -> Vec<Problem> {
    let mut found = Vec::new();
    for (place, value) in answers.each() {
        let text = match value {
            Value::Text(text) => text.clone(),
            Value::Ref { reference } => reference.text.clone(),
            _ => continue,
        };
        let missing: String = missing_glyphs(&text).into_iter().collect();
        if missing.is_empty() {
            continue;
        }
        let Some((section, field)) = form.field(&place.field) else { continue };
        found.push(Problem {
            place: Place { section: section.id.clone(), ..place },
            code: ProblemCode::GlyphMissing,
            label: field.label.clone(),
            message: format!("“{missing}”没有字体可以打印，请换一个写法"),
            params: vec![missing],
            wrong: true,
        });
    }
    found
}

/// Reads every reference again from its register, except those that the sheet already froze: they keep what they read as.
pub(super) fn freeze(office: &Office, reader: &Reader<'_>, answers: &mut Answers, base: Option<&Answers>) -> Result<()> {
    let mut frozen: BTreeMap<String, Reference> = BTreeMap::new();
    let known = base.into_iter().flat_map(Answers::each).filter_map(|(_, v)| v.reference());
    frozen.extend(known.map(|r| (r.id.clone(), r.clone())));
    for reference in answers.references_mut() {
        if is_plain(reference) {
            continue;
        }
        if let Some(was) = frozen.get(&reference.id) {
            reference.clone_from(was);
        } else if let Some(now) = office.reference(reader, &reference.register, &reference.id)? {
            reference.clone_from(&now);
        }
    }
    // Rows that stand for register entries keep the facts of the sheet they were frozen in, else take those of today.
    for (section, rows) in &mut answers.rows {
        for row in rows {
            if let Some(was) = base.and_then(|b| b.row(section, &row.id)) {
                row.facts.clone_from(&was.facts);
            } else if let Some(id) = row.facts.get("ref").cloned()
                && let Some(now) = office.reference(reader, "outlet", &id)?
            {
                row.facts.extend(now.facts);
                row.facts.insert("name".to_owned(), now.text);
            }
        }
    }
    Ok(())
}

fn finished(record: &Record) -> Finished {
    let (_, next_role) = record.state();
    let changed = record.signatures.iter().filter(|s| s.standing == Standing::Changed && record.has_place(&s.body));
    let mut resign: Vec<String> = changed.map(|s| s.body.role.clone()).collect();
    resign.dedup();
    Finished { sheet: record.sheet.to_string(), serial: record.serial().to_owned(), next_role, resign }
}
