//! What a sheet may say of the sheet that it names: that there is one, of a kind that this comes from, of the same customer.

use super::super::Office;
use super::super::error::{OfficeError, Result};
use super::super::record::Record;
use super::around::{customer, is_bill, is_visit, of_customer};
use super::project::{facts, value};
use crate::cabinet::{NumberState, Reader};
use crate::casework::{Refused, Step};
use crate::clock::Stamp;
use crate::form::{CaseKind, Form};
use crate::sheet::{Answers, Value};

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
