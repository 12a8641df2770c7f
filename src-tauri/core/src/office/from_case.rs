//! What a revisit takes over from the case that it names, whatever was typed: its kind, when it was put right, until when its customer
//! is to be revisited. What a form takes is found by what its fields propose; no form is named. A paper that names no case says what
//! was typed, and one that was finished keeps what it took, until somebody changes it.

use super::Office;
use super::error::Result;
use super::record::Record;
use super::source::Said;
use super::working::Working;
use crate::cabinet::Reader;
use crate::form::{Compute, Field, Form, Propose, RunsFrom};
use crate::sheet::{Answers, Body, Value};

/// The fields that say of a case what its clocks know.
struct Takes<'a> {
    kind: &'a Field,
    done: &'a Field,
    /// In whose words the case is told, where nobody told it.
    story: Option<&'a Field>,
    due: Option<(&'a Field, &'a RunsFrom)>,
}

impl<'a> Takes<'a> {
    fn of(form: &'a Form) -> Option<Self> {
        let fields = || form.sections.iter().filter(|section| !section.is_rows()).flat_map(|section| &section.fields);
        let takes = |what: &str| fields().find(|field| matches!(&field.propose, Some(Propose::Source(from)) if from == what));
        let (kind, done) = (takes("revisit_kind")?, takes("ended")?);
        let due = fields().find_map(|field| match &field.compute {
            Some(Compute::Deadline(runs)) if runs.by == kind.id && runs.from == done.id => Some((field, runs)),
            _ => None,
        });
        Some(Self { kind, done, story: takes("story"), due })
    }

    /// Whether the sheet was finished with this, and nobody changed it since.
    fn settled(&self, form: &Form, base: Option<&Record>, now: &Answers) -> bool {
        let source = form.meant("source").map(|meant| meant.field.id.as_str());
        base.is_some_and(|base| {
            let finished = self.kind.stage.as_ref().is_none_or(|stage| base.body.stages.contains_key(stage));
            let same = |field: &str| base.body.answers.fields.get(field) == now.fields.get(field);
            finished && source.into_iter().chain([self.kind.id.as_str(), self.done.id.as_str()]).all(same)
        })
    }
}

impl Office {
    /// Takes over what a case knows into a draft that names it; a draft that is `finished` is told of it too where nobody did.
    pub(super) fn take_from_case(&self, reader: &Reader<'_>, working: &mut Working, finished: bool) -> Result<()> {
        let form = &working.form.form;
        let Some(takes) = Takes::of(form) else { return Ok(()) };
        let answers = &mut working.body.answers;
        if takes.settled(form, working.base.as_ref(), answers) {
            return Ok(());
        }
        let Some(case) = named(reader, form, answers)? else { return Ok(()) };
        let said = Said::of_sheet(&case);
        let done = super::cases::facts(&case).and_then(|facts| crate::casework::done_at(&facts));
        let known = [(takes.kind, said.revisit_kind()), (takes.done, done.map(|at| at.to_minute()))];
        for (field, text) in known.into_iter().filter_map(|(field, text)| Some((field, text?))) {
            answers.fields.insert(field.id.clone(), Value::Text(text));
        }
        let untold = |field: &&Field| answers.fields.get(&field.id).is_none_or(Value::is_empty);
        if let Some(field) = takes.story.filter(|_| finished).filter(untold) {
            answers.fields.insert(field.id.clone(), Value::Text(said.story()));
        }
        Ok(())
    }

    /// The limit of a revisit, as the clock of its case says at this moment.
    pub(super) fn take_limit(&self, reader: &Reader<'_>, form: &Form, base: Option<&Record>, body: &mut Body) -> Result<()> {
        let Some((takes, (due, runs))) = Takes::of(form).and_then(|takes| takes.due.map(|due| (takes, due))) else {
            return Ok(());
        };
        if takes.settled(form, base, &body.answers) {
            return Ok(());
        }
        let Some(case) = named(reader, form, &body.answers)? else { return Ok(()) };
        if let Some(end) = super::cases::end_of(&super::cases::kept(reader, &case)?, runs) {
            body.computed.insert(due.id.clone(), Value::Text(end));
        }
        Ok(())
    }
}

/// The case that a sheet names.
fn named(reader: &Reader<'_>, form: &Form, answers: &Answers) -> Result<Option<Record>> {
    let serial = super::cases::value(form, answers, "source").map(Value::word).unwrap_or_default();
    let Some(row) = (if serial.is_empty() { None } else { reader.sheet_by_serial(&serial)? }) else { return Ok(None) };
    let case = Record::load(reader, row.sheet)?;
    Ok(case.filter(|case| case.form().case_kind().is_some() && case.body.void.is_empty()))
}
