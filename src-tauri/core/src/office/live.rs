//! What the program makes of a draft after every save: computed cells, progress, what each stage still wants.

use std::collections::BTreeMap;

use super::api::{DraftChange, StageView};
use super::error::Result;
use super::finish::glyph_problems;
use super::record::Record;
use super::working::Working;
use super::{Office, cases, veil};
use crate::casework::Clock;
use crate::clock::Stamp;
use crate::form::{Compute, Field, Form, RowSource, RunsFrom};
use crate::paper::mask::Veil;
use crate::sheet::{
    Answers, Moment, Place, Problem, Reference, Standing, Value, applies, begun, computed, is_correctable, problems, progress,
};

impl Office {
    /// What a draft looks like after a save.
    pub(super) fn change_of(&self, working: &Working) -> Result<DraftChange> {
        let (form, answers) = (working.form(), &working.body.answers);
        let stages = working.base.as_ref().map(|r| r.body.stages.clone()).unwrap_or_default();
        let serial = working.base.as_ref().map_or("", |r| r.serial());
        let before = working.base.as_ref();
        let amended = working.amended();
        let mut wrong: Vec<Problem> = problems(form, answers, None).into_iter().filter(|p| p.wrong).collect();
        wrong.extend(glyph_problems(form, answers));
        let veil = Veil::of(self.role().mask());
        let kept = veil::drafted(&veil, answers.clone());
        Ok(DraftChange {
            proposed: answers.proposed.clone(),
            fields: kept.fields.clone(),
            rows: kept.rows.into_iter().filter(|(s, _)| is_derived(form, s)).collect(),
            computed: veil::values(&veil, form, self.computed_after(form, answers, serial, &stages, (before, None))),
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
        (base, clocks): (Option<&Record>, Option<&[Clock]>),
    ) -> BTreeMap<String, Value> {
        let counting = self.counting();
        let began = |runs: &RunsFrom| match clocks {
            Some(clocks) => cases::began_by(clocks, runs),
            None => cases::began(base, form, answers, runs),
        };
        let due = |rule: &str, date: chrono::NaiveDate| {
            let due = counting.rules.due(rule, "", date, &counting.calendar).ok()?;
            let words = crate::sheet::long_date(due.due.date());
            Some(if due.provisional { format!("{words}（暂定）") } else { words })
        };
        let counted = |rule: &str, date: chrono::NaiveDate| {
            let due = counting.rules.due(rule, "", date, &counting.calendar).ok()?;
            let sentence = due.explain().into_iter().next()?.zh;
            let days = due.day_by_day();
            Some(if days.is_empty() { sentence } else { format!("{sentence}逐日：{days}。") })
        };
        computed(form, answers, &Moment { serial, stages, due: &due, counted: &counted, began: &began })
    }

    /// The same after an earlier revision: a limit whose event stands as it was is not counted again. Who signed for it was
    /// shown that end; a later count stands beside it (`cases::for_paper`). `clocks` are those of a case whose revision is written.
    pub(super) fn computed_after(
        &self,
        form: &Form,
        answers: &Answers,
        serial: &str,
        stages: &BTreeMap<String, crate::sheet::StageEntry>,
        (before, clocks): (Option<&Record>, Option<&[Clock]>),
    ) -> BTreeMap<String, Value> {
        let mut made = self.computed(form, answers, serial, stages, (before, clocks));
        let Some(before) = before.filter(|_| runs(form)) else { return made };
        let (was, stood) = (&before.body, cases::frozen(&before.body));
        let again = self.computed(form, &was.answers, serial, &was.stages, (Some(before), stood.as_deref()));
        for field in limits(form) {
            match was.computed.get(&field.id) {
                Some(was) if again.get(&field.id) == made.get(&field.id) => made.insert(field.id.clone(), was.clone()),
                _ => None,
            };
        }
        made
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
        let counting = self.counting();
        let late = counting.rules.late_entry().is_late(date, self.clock().now().in_china().local(), &counting.calendar);
        // Where no working day follows in the calendar there is no cut-off: nobody is asked why one was missed.
        late.unwrap_or(false)
    }
}

/// Cells that a rule fills: an end, or how it was counted.
fn limits(form: &Form) -> impl Iterator<Item = &Field> {
    let fields = form.sections.iter().flat_map(|section| &section.fields);
    fields.filter(|field| matches!(field.compute, Some(Compute::Deadline(_) | Compute::Counted(_))))
}

/// Whether anything on a paper runs by a rule.
pub(super) fn runs(form: &Form) -> bool {
    limits(form).next().is_some()
}

/// Lists whose rows the program makes: the window takes them over from each save.
fn is_derived(form: &Form, section: &str) -> bool {
    form.section(section).is_some_and(|s| matches!(s.rows, Some(RowSource::Fails(_) | RowSource::User)))
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
pub(super) fn sealed_places(record: &Record) -> Vec<Place> {
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
