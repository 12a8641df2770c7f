//! The sheets that name a case, and are about its customer: its revisits and its bill.

use std::collections::BTreeSet;

use super::super::error::Result;
use super::super::live::is_plain;
use super::super::record::{Record, Signed};
use super::project::{facts, signed_at, value};
use crate::cabinet::Reader;
use crate::casework::{Attempt, Effect, Facts, Related, Visit, settled};
use crate::clock::{Id, Stamp};
use crate::form::{FieldKind, Form};
use crate::sheet::{Answers, Method, Reference, Row, Standing, Value};

/// Whom a sheet is about, as it says itself.
pub(in crate::office) fn customer<'a>(form: &Form, answers: &'a Answers) -> Option<&'a Reference> {
    value(form, answers, "customer").and_then(Value::reference)
}

/// Whether a sheet that names a case is about its customer: the same entry of the register, or where one of the two was only
/// typed, the same name. A case that names nobody, and a paper that asks for nobody, fit any. Who signs for a customer (代签) is
/// written elsewhere.
pub(super) fn of_customer(case: Option<&Reference>, form: &Form, answers: &Answers) -> bool {
    let Some(case) = case.filter(|_| form.meant("customer").is_some()) else { return true };
    customer(form, answers).is_some_and(|theirs| {
        if is_plain(case) || is_plain(theirs) { case.text.trim() == theirs.text.trim() } else { case.id == theirs.id }
    })
}

/// Whether a form is one of revisits.
pub(super) fn is_visit(form: &Form) -> bool {
    form.meant("effect").is_some()
}

/// Whether a form is one of payment notices.
pub(super) fn is_bill(form: &Form) -> bool {
    form.meant("item.price").is_some() && form.case_kind().is_none()
}

/// The sheets that name a case and are about its customer.
pub(in crate::office) fn related_to(reader: &Reader<'_>, case: &Record) -> Result<Related> {
    related(reader, case.serial(), &Whose::of(case))
}

/// What tells the sheets that are about a case from others that name it.
pub(in crate::office) struct Whose<'a> {
    /// Its customer.
    pub customer: Option<&'a Reference>,
    /// The revisits that it was closed by: they count whosever they are by the rules of today.
    pub listed: Vec<String>,
}

impl<'a> Whose<'a> {
    pub(in crate::office) fn of(case: &'a Record) -> Self {
        let listed = facts(case).as_ref().map(listed).unwrap_or_default();
        Self { customer: customer(case.form(), &case.body.answers), listed }
    }

    fn counts(&self, record: &Record) -> bool {
        let (form, answers) = (record.form(), &record.body.answers);
        of_customer(self.customer, form, answers) || self.listed.iter().any(|serial| serial == record.serial())
    }
}

/// The revisits that stand on the paper of a case that is over; none while it is open.
pub(in crate::office) fn listed(facts: &Facts) -> Vec<String> {
    let rounds = facts.rounds.iter().filter(|round| settled(facts) && !round.visit.is_empty());
    rounds.map(|round| round.visit.clone()).collect()
}

/// The same of a case whose revision is not written yet.
pub(in crate::office) fn related(reader: &Reader<'_>, serial: &str, whose: &Whose<'_>) -> Result<Related> {
    related_up_to(reader, serial, whose, None, Vec::new())
}

/// The same as the log had it up to a place in its order, of those that name it now and of those `besides` that did then.
pub(in crate::office) fn related_up_to(
    reader: &Reader<'_>,
    serial: &str,
    whose: &Whose<'_>,
    sealed: Option<u64>,
    besides: Vec<Id>,
) -> Result<Related> {
    let mut out = Related::default();
    if serial.is_empty() {
        return Ok(out);
    }
    let mut sheets = reader.sheets_from(serial)?;
    sheets.extend(besides);
    let mut seen = BTreeSet::new();
    for sheet in sheets.into_iter().filter(|sheet| seen.insert(*sheet)) {
        let Some(record) = Record::at(reader, sheet, sealed)? else { continue };
        let (form, answers) = (record.form(), &record.body.answers);
        let source = value(form, answers, "source").map(Value::word).unwrap_or_default();
        if !record.body.void.is_empty() || source != serial || !whose.counts(&record) {
            continue;
        }
        if is_visit(form) {
            out.visits.push(visit(&record));
        } else if is_bill(form) {
            match bill(&record) {
                Ok(delivered) => out.billed = out.billed.or(Some(delivered)),
                Err(lacks) => out.unbilled = lacks,
            }
        }
    }
    Ok(out)
}

/// When a bill was delivered: the moment that it says, once it was issued and delivered under the names of who did; else what it
/// lacks, by its own words. A paper of an earlier edition does not ask for the moment, and counts by when its delivery was keyed in.
fn bill(record: &Record) -> Result<Stamp, Vec<String>> {
    let (form, answers) = (record.form(), &record.body.answers);
    let Some(handed) = form.meant("handed") else {
        let entered = record.body.stages.get("deliver").and_then(|stage| Stamp::parse(&stage.entered).ok());
        return entered.ok_or_else(Vec::new);
    };
    // Another moment of delivery is another thing to sign for; other words that were corrected move nothing.
    let kept = |signed: &&Signed| match signed.standing {
        Standing::Valid => true,
        Standing::Changed => !signed.changed.contains(&handed.field.id),
        _ => false,
    };
    let refusal = |signed: &Signed| matches!(signed.body.method, Method::Refused { .. });
    let unsigned = |meaning: &str| -> Option<String> {
        let field = &form.meant(meaning)?.field.id;
        let given = record.signatures.iter().filter(kept).any(|signed| signed.body.role == *field && !refusal(signed));
        (!given).then(|| format!("{}签字", form.signature(field).map(|role| role.label.as_str()).unwrap_or_default()))
    };
    let at = value(form, answers, "handed").and_then(Value::text).and_then(|text| Stamp::parse(text).ok());
    let moment = at.is_none().then(|| handed.field.label.clone());
    let lacks: Vec<String> = unsigned("issue_seal").into_iter().chain(moment).chain(unsigned("handed_seal")).collect();
    at.filter(|_| lacks.is_empty()).ok_or(lacks)
}

fn visit(record: &Record) -> Visit {
    let (form, answers) = (record.form(), &record.body.answers);
    let word = |meaning: &str| value(form, answers, meaning).map(Value::word).unwrap_or_default();
    let seal = form.meant("customer_seal").map(|meant| meant.field.id.clone()).unwrap_or_default();
    // What came of it, of which case and whose, as they signed it: where only other words were corrected since, it was signed then.
    let about = ["effect", "again", "source", "customer"].map(|meaning| form.meant(meaning).map(|meant| meant.field.id.clone()));
    let same = |signed: &&Signed| about.iter().flatten().all(|field| !signed.changed.contains(field));
    let kept = |signed: &&Signed| matches!(signed.standing, Standing::Valid | Standing::Changed);
    let of_customer = || record.signatures.iter().filter(|s| s.body.role == seal).filter(kept).filter(same);
    let refusal = |signed: &&Signed| matches!(signed.body.method, Method::Refused { .. });
    let first = of_customer().find(|signed| !refusal(signed));
    let signed = first.map(signed_at);
    let stands = of_customer().any(|signed| !refusal(&signed) && signed.standing == Standing::Valid);
    let refused = of_customer().find(refusal).map(signed_at);
    let (Some(at), Some(result)) = (form.meant("attempt.at"), form.meant("attempt.result")) else {
        return Visit::default();
    };
    let attempt = |row: &Row| {
        let at = row.cells.get(&at.field.id).and_then(Value::text).and_then(|text| Stamp::parse(text).ok())?;
        let result = row.cells.get(&result.field.id).map(Value::word).unwrap_or_default();
        Some(Attempt { at, reached: matches!(result.as_str(), "已见" | "接通"), refused: result == "拒访" })
    };
    // The day beside the attempt: the list has one.
    let again = at.section.fields.iter().find(|field| field.kind == FieldKind::Date);
    let said = |row: &Row| row.cells.get(&at.field.id).is_some_and(|value| !value.is_empty());
    let last = answers.list(&at.section.id).iter().rfind(|row| said(row));
    let vain = last.filter(|row| attempt(row).is_some_and(|attempt| !attempt.reached) && signed.is_none());
    let next = vain.zip(again).and_then(|(row, again)| row.cells.get(&again.id)?.text()?.parse().ok());
    Visit {
        serial: record.serial().to_owned(),
        next,
        attempts: answers.list(&at.section.id).iter().filter_map(attempt).collect(),
        effect: Effect::of(&word("effect")),
        word: word("effect"),
        again: word("again") == "是",
        signed,
        sign_again: signed.is_some() && !stands,
        refused,
    }
}
