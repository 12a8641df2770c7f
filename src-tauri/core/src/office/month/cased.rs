//! What a case says of itself and of the sheets that name it, for a month and for the ledgers of other days.

use super::super::cases::{Whose, brief, delivered_to, facts, kept, kept_at, listed, related_up_to, value};
use super::super::error::Result;
use super::super::record::Record;
use super::super::veil;
use super::close::{self, ClosingBody};
use super::read::Reading;
use crate::archive::Month;
use crate::archive::facts::{Case, Handed};
use crate::cabinet::Reader;
use crate::casework::{self, Delivery, State, Step, taken_at};
use crate::clock::{Id, Stamp};
use crate::form::{CaseKind, FieldKind};
use crate::paper::mask::Veil;
use crate::sheet::Value;

impl Reading<'_> {
    pub(super) fn case(&mut self, sheet: Id) -> Result<()> {
        let Some(record) = self.record(sheet)?.filter(|record| !self.elsewhere(record)) else { return Ok(()) };
        if let Some(mut case) = case_told(self.reader, &record, self.sealed, self.veil)? {
            self.learn(&record);
            if case.state == State::Void {
                let over = facts(&record).and_then(|facts| facts.closed);
                case.filed = if self.was_filed(&case, over)? { over } else { None };
            } else if self.was_filed(&case, case.again)? {
                case.closed = case.again;
            }
            self.facts.cases.push(case);
        }
        Ok(())
    }

    /// Whether a case whose closing waits for a signature, or that was made void, was filed as closed, in the month in which it was
    /// closed. What is a correction to its volume is no reason to take it out of there: it goes to another month when it is closed
    /// in one.
    fn was_filed(&self, case: &Case, at: Option<Stamp>) -> Result<bool> {
        let Some(at) = at else { return Ok(false) };
        let before = |closing: &&ClosingBody| self.sealed.is_none_or(|sealed| closing.lamport < sealed.lamport);
        let history = close::history(self.reader, self.post, Month::of(at.in_china().date()))?;
        let filed = history.iter().filter(before).rfind(|closing| closing.is_closed());
        Ok(filed.is_some_and(|closing| closing.items.iter().any(|item| item.sheet == case.sheet && item.set == case.serial)))
    }
}

fn handed(one: &Delivery) -> Handed {
    Handed { department: one.department.clone(), at: one.at, taken: one.taken() }
}

/// A case as its sheet and those that name it tell it, as it was sealed or by all of the log; none where it is no case.
pub(in crate::office) fn case_told(
    reader: &Reader<'_>,
    record: &Record,
    sealed: Option<&ClosingBody>,
    veil: &Veil,
) -> Result<Option<Case>> {
    let Some(facts) = facts(record) else { return Ok(None) };
    let besides = sealed.map(|closing| closing.of_case(&record.sheet.to_string(), record.serial())).transpose()?;
    let lamport = sealed.map(|closing| closing.lamport);
    let related = related_up_to(reader, record.serial(), &Whose::of(record), lamport, besides.unwrap_or_default())?;
    let clocks = match sealed {
        Some(closing) => kept_at(reader, record, &closing.at)?,
        None => kept(reader, record)?,
    };
    let case = casework::Case::of(&facts, &related);
    let (form, answers) = (record.form(), &record.body.answers);
    let mut veil = veil.clone();
    veil::know_record(&mut veil, record);
    let said = |meaning: &str| value(form, answers, meaning);
    let word = |meaning: &str| said(meaning).map(Value::word).unwrap_or_default();
    let private = |meaning: &str| {
        let own = form.meant(meaning).map(|meant| meant.field.private).unwrap_or_default();
        let auto =
            form.meant(meaning).filter(|m| m.field.kind == FieldKind::Auto).and_then(|m| record.body.computed.get(&m.field.id));
        veil.text(own, &auto.or_else(|| said(meaning)).map(Value::word).unwrap_or_default())
    };
    let last = |meaning: &str| {
        let meant = form.meant(meaning)?;
        let rows = answers.list(&meant.section.id).iter().rev();
        rows.filter_map(|row| row.cells.get(&meant.field.id)).map(Value::word).find(|word| !word.is_empty())
    };
    // A case that is over says what it was closed by, not what a rule of today makes of the sheets that name it.
    let listed = casework::settled(&facts).then(|| listed(&facts));
    let named = |visit: &casework::Visit| listed.as_ref().is_none_or(|listed| listed.contains(&visit.serial));
    let over = related.visits.iter().rfind(|visit| visit.over(facts.kind != CaseKind::Service).is_some() && named(visit));
    let reached = related.visits.iter().rev().find_map(|visit| visit.attempts.iter().rev().find(|a| a.reached).map(|a| a.at));
    let department = said("department").and_then(Value::reference).cloned().or_else(|| delivered_to(record));
    let rectified = facts.rounds.iter().rev().find_map(|round| round.rectified);
    let late = facts.lates.iter().map(|late| {
        let words = [late.category.as_str(), &late.reason].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>();
        (late.step.clone(), veil.free(&words.join("：")))
    });
    Ok(Some(Case {
        sheet: record.sheet.to_string(),
        serial: record.serial().to_owned(),
        kind: facts.kind,
        grade: case.grade.map(casework::Grade::word).unwrap_or_default().to_owned(),
        category: word("category"),
        cause: last("round.cause_kind").unwrap_or_default(),
        department: department.map(|d| d.text).unwrap_or_default(),
        person: word("receiver"),
        customer: private("customer"),
        room: private("room"),
        matter: veil.free(&brief(&word("content"))),
        received: facts.received,
        closed: (case.state == State::Closed).then_some(facts.closed).flatten(),
        again: casework::to_sign_again(&facts),
        filed: None,
        closing: word("closing"),
        state: case.state,
        round: case.round,
        invalid: facts.invalid,
        deliveries: facts.standing().map(handed).collect(),
        answered: facts.answered.or_else(|| taken_at(&facts, &related, Step::Answer)).is_some(),
        rectified: rectified.is_some(),
        served: facts.served.is_some(),
        settled: rectified.or_else(|| taken_at(&facts, &related, Step::Answer)).or(facts.answered).or(facts.served),
        revisited: over.and_then(|visit| visit.signed).or(reached),
        effect: over.map(|visit| visit.word.clone()).unwrap_or_default(),
        signed: over.is_some_and(|visit| visit.signed.is_some()),
        clocks,
        late: late.collect(),
    }))
}
