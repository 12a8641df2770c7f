//! 来电登记: one screen for a call. The customer is found by telephone, room or name, with what is open of theirs; one act makes the
//! call a complaint, a question or a special service, its sheet begun with everything that was said.

use std::collections::BTreeMap;

use super::Office;
use super::api::{Call, Caller, CasesAsked, RegisterInput};
use super::error::{OfficeError, Result};
use super::finish::printable_in;
use super::index::DraftBody;
use super::people::role::Right;
use crate::clock::{Id, Stamp};
use crate::form::{CaseKind, Form};
use crate::sheet::{Reference, Value, settle};

/// Customers shown for what was typed.
const CALLERS: usize = 8;
/// Closed cases shown of each.
const CLOSED: usize = 3;
/// How a call came.
const WAY: &str = "来电";
/// What a call can become.
const BECOMES: [CaseKind; 3] = [CaseKind::Complaint, CaseKind::Consultation, CaseKind::Service];

impl Office {
    /// The customers that hold every word of what was typed (a whole telephone number or its last four digits, a room, a name), with their cases; none for nothing.
    ///
    /// # Errors
    /// `not-allowed`, a failure of the file.
    pub fn callers(&self, typed: &str) -> Result<Vec<Caller>> {
        self.may(Right::Fill)?;
        if typed.trim().is_empty() {
            return Ok(Vec::new());
        }
        let found = self.entries_by("customer", typed, false, true)?;
        let mut callers = Vec::new();
        for entry in found.into_iter().take(CALLERS) {
            let of = |open| CasesAsked { open: Some(open), customer: entry.id.clone(), ..CasesAsked::default() };
            let mut closed = self.cases(&of(false), "")?.lines;
            let more = closed.len() > CLOSED;
            closed.truncate(CLOSED);
            let fact = |name: &str| entry.facts.get(name).cloned().unwrap_or_default();
            callers.push(Caller {
                open: self.cases(&of(true), "")?.lines,
                closed,
                more,
                room: fact("room"),
                phone: fact("phone"),
                kind: fact("type"),
                name: entry.name,
                id: entry.id,
            });
        }
        Ok(callers)
    }

    /// Writes a call down: the customer is entered where they are new, and the sheet that the call becomes is begun with who, when, how
    /// and what. Either all of it is kept or nothing. Returns the draft.
    ///
    /// # Errors
    /// `missing` without words or without anybody, `not-found` for an unknown customer or a kind that no call becomes,
    /// `missing-glyph` for what no typeface prints.
    pub fn take_call(&self, call: &Call) -> Result<String> {
        self.may(Right::Fill)?;
        let words = call.words.trim();
        if words.is_empty() {
            return Err(OfficeError::Missing("words"));
        }
        printable_in("来电内容", words)?;
        let form =
            self.library.iter().find(|loaded| BECOMES.contains(&call.becomes) && loaded.form.case_kind() == Some(call.becomes));
        let form = form.cloned().ok_or_else(|| OfficeError::NotFound("form".to_owned()))?;
        let at = if call.at.is_empty() {
            self.clock().now()
        } else {
            Stamp::parse(&call.at).map_err(|_| OfficeError::Missing("date"))?
        };
        let draft = self.cabinet.write(|tx| {
            // Who only asks something need not say who they are.
            let nameless = call.becomes == CaseKind::Consultation && call.customer.is_empty() && call.name.trim().is_empty();
            let customer = if nameless {
                None
            } else if call.customer.is_empty() {
                self.may(Right::Register)?;
                let facts = [("room", &call.room), ("phone", &call.phone)];
                let facts = facts.into_iter().filter(|(_, said)| !said.trim().is_empty());
                let facts: BTreeMap<_, _> = facts.map(|(fact, said)| (fact.to_owned(), said.trim().to_owned())).collect();
                let (register, name) = ("customer".to_owned(), call.name.trim().to_owned());
                Some(self.put_entry(tx, &RegisterInput { id: String::new(), register, name, facts }, false)?.id)
            } else {
                Some(call.customer.clone())
            };
            let known = |id: String| {
                let found = self.reference(tx, "customer", &id)?;
                found.ok_or_else(|| OfficeError::NotFound("customer".to_owned()))
            };
            let customer = customer.map(known).transpose()?;
            let id = self.new_draft(tx, &form, "")?;
            let mut working = self.working(tx, id)?;
            said(&form.form, &mut working.body, customer, at, words);
            settle(&form.form, &mut working.body.answers, &self.proposals(tx)?);
            let kept = &working.draft;
            self.store(tx, &working.form, &working.body, kept.id, kept.sheet, kept.base, kept.version)?;
            Ok::<Id, OfficeError>(id)
        })?;
        Ok(draft.to_string())
    }
}

/// What a call says, by meaning.
fn said(form: &Form, body: &mut DraftBody, customer: Option<Reference>, at: Stamp, words: &str) {
    let mut put = |meaning: &str, value: Value| {
        if let Some(meant) = form.meant(meaning).filter(|meant| !meant.section.is_rows()) {
            body.answers.fields.insert(meant.field.id.clone(), value);
        }
    };
    if let Some(reference) = customer {
        put("customer", Value::Ref { reference });
    }
    put("received", Value::Text(at.to_minute()));
    put("way", Value::Text(WAY.to_owned()));
    put("content", Value::Text(words.to_owned()));
}
