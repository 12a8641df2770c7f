//! The sheets that name a case, and are about its customer: its revisits and its bill.

use std::collections::BTreeSet;

use super::super::Office;
use super::super::error::{OfficeError, Result};
use super::super::live::is_plain;
use super::super::record::{Record, Signed};
use super::project::{facts, signed_at, value};
use crate::cabinet::{NumberState, Reader};
use crate::casework::{Attempt, Effect, Facts, Refused, Related, Step, Visit, settled};
use crate::clock::{Id, Stamp};
use crate::form::{CaseKind, FieldKind, Form};
use crate::sheet::{Answers, Method, Reference, Row, Standing, Value};

impl Office {
    /// Refuses what a sheet says of the sheet that it names where that cannot be: there is none of that number, or it is of a kind
    /// that nothing of this comes from, or another customer's, or its bill came before the work was done.
    pub(in crate::office) fn fits_its_case(
        &self,
        reader: &Reader<'_>,
        form: &Form,
        before: Option<&Answers>,
        after: &Answers,
    ) -> Result<()> {
        self.known_serial(reader, form, before, after)?;
        for_its_customer(reader, form, before, after)?;
        bill_after_work(reader, form, before, after)
    }

    /// Refuses a number of this device's own that no sheet has, where a sheet names another that it comes from, or a complaint the one
    /// that it repeats, and a sheet from which nothing of this kind comes. What was numbered elsewhere, or on paper before there was a
    /// cabinet, is not known here. The number of a printed blank is known, and who it is about only once it is keyed in.
    fn known_serial(&self, reader: &Reader<'_>, form: &Form, before: Option<&Answers>, after: &Answers) -> Result<()> {
        for meaning in ["source", "repeat"] {
            let word = |answers: &Answers, meaning| value(form, answers, meaning).map(Value::word).unwrap_or_default();
            let serial = word(after, meaning);
            let same = |before: &Answers| ["source_kind", meaning].iter().all(|one| word(before, one) == word(after, one));
            if serial.is_empty() || before.is_some_and(same) {
                continue;
            }
            match reader.sheet_by_serial(&serial)? {
                Some(row) => {
                    let named = Record::load(reader, row.sheet)?;
                    if named.is_some_and(|named| !comes_from(form, meaning, &word(after, "source_kind"), named.form())) {
                        return Err(OfficeError::SourceKind(serial));
                    }
                }
                None if reader.number(&serial)?.is_some_and(|number| number.state == NumberState::Reserved) => {
                    return Err(OfficeError::BlankOut(serial));
                }
                None if self.would_know(&serial) => return Err(OfficeError::NoSerial(serial)),
                None => {}
            }
        }
        Ok(())
    }

    /// Whether a number is one that this device would have given: TS-A-202602-0001.
    fn would_know(&self, serial: &str) -> bool {
        let parts: Vec<&str> = serial.split('-').collect();
        let [form, letter, period, number] = parts[..] else { return false };
        let digits = |text: &str| text.chars().all(|one| one.is_ascii_digit());
        let own = letter == self.cabinet.letter() && self.library.iter().any(|loaded| loaded.form.serial == form);
        own && period.len() == 6 && digits(period) && !number.is_empty() && digits(number)
    }
}

/// Whom a sheet is about, as it says itself.
pub(in crate::office) fn customer<'a>(form: &Form, answers: &'a Answers) -> Option<&'a Reference> {
    value(form, answers, "customer").and_then(Value::reference)
}

/// Whether a sheet that names a case is about its customer: the same entry of the register, or where one of the two was only
/// typed, the same name. A case that names nobody, and a paper that asks for nobody, fit any. Who signs for a customer (代签) is
/// written elsewhere.
fn of_customer(case: Option<&Reference>, form: &Form, answers: &Answers) -> bool {
    let Some(case) = case.filter(|_| form.meant("customer").is_some()) else { return true };
    customer(form, answers).is_some_and(|theirs| {
        if is_plain(case) || is_plain(theirs) { case.text.trim() == theirs.text.trim() } else { case.id == theirs.id }
    })
}

fn is_visit(form: &Form) -> bool {
    form.meant("effect").is_some()
}

/// Whether a sheet comes from one of the other form: a revisit from a case, a bill from a service, an opinion from a survey, a notice from
/// what it says that it comes from; a repeated complaint from a complaint. Of a meeting the papers lie elsewhere.
fn comes_from(form: &Form, meaning: &str, origin: &str, other: &Form) -> bool {
    let kind = other.case_kind();
    if meaning == "repeat" {
        return kind == Some(CaseKind::Complaint);
    }
    let of_survey = || kind.is_none() && other.meant("batch").is_some();
    match form.case_kind() {
        _ if is_visit(form) => kind.is_some(),
        _ if is_bill(form) => kind == Some(CaseKind::Service),
        Some(CaseKind::Opinion) => of_survey() && other.meant("opinion.sheet").is_none(),
        Some(CaseKind::Rectification) if kind == Some(CaseKind::Rectification) => true,
        Some(CaseKind::Rectification) => match origin {
            "检查" => other.meant("fault.text").is_some(),
            "投诉" => kind == Some(CaseKind::Complaint),
            "满意度" => kind == Some(CaseKind::Opinion) || of_survey(),
            _ => true,
        },
        _ => true,
    }
}

/// Refuses a bill that came to the customer before the service was done: it could say nothing of what is to be paid. What stood so before
/// is let be.
fn bill_after_work(reader: &Reader<'_>, form: &Form, before: Option<&Answers>, after: &Answers) -> Result<()> {
    let said = |answers: &Answers| ["source", "handed"].map(|meaning| value(form, answers, meaning).map(Value::word));
    let [Some(serial), Some(handed)] = said(after) else { return Ok(()) };
    if !is_bill(form) || before.is_some_and(|before| said(before) == said(after)) {
        return Ok(());
    }
    let Some(row) = reader.sheet_by_serial(&serial)? else { return Ok(()) };
    let Some(told) = Record::load(reader, row.sheet)?.as_ref().and_then(facts) else { return Ok(()) };
    let minute = |at: Stamp| at.wall_ms().div_euclid(60_000);
    match (told.served, Stamp::parse(&handed)) {
        (Some(served), Ok(handed)) if minute(handed) < minute(served) => {
            let refused = Refused::Earlier { step: Step::Bill, before: Step::Serve };
            Err(OfficeError::Case { refused, kind: told.kind })
        }
        _ => Ok(()),
    }
}

fn is_bill(form: &Form) -> bool {
    form.meant("item.price").is_some() && form.case_kind().is_none()
}

/// Refuses a revisit and a bill of one customer for the case of another: it would end what is owed to somebody else. What stood
/// so before is let be, and counts for nothing.
fn for_its_customer(reader: &Reader<'_>, form: &Form, before: Option<&Answers>, after: &Answers) -> Result<()> {
    if !is_visit(form) && !is_bill(form) {
        return Ok(());
    }
    let source = |answers: &Answers| value(form, answers, "source").map(Value::word).unwrap_or_default();
    let serial = source(after);
    if serial.is_empty() || before.is_some_and(|b| source(b) == serial && customer(form, b) == customer(form, after)) {
        return Ok(());
    }
    let Some(row) = reader.sheet_by_serial(&serial)? else { return Ok(()) };
    let Some(case) = Record::load(reader, row.sheet)?.filter(|case| facts(case).is_some()) else { return Ok(()) };
    if of_customer(customer(case.form(), &case.body.answers), form, after) {
        Ok(())
    } else {
        Err(OfficeError::OtherCustomer(serial))
    }
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
