//! 回避: nobody reviews what they did themselves. Who reviews (审阅, 审核) is not who checked, visited or entered; who rechecks a
//! × is not who is responsible for it; the head who signs a 更正页 is not its author.
//!
//! At the pad a place of approval is signed by the account that works, under the name of its person: which name is typed decides
//! nothing. Ink on paper is brought in under the name that stands there.
//!
//! Someone else of at least the reviewing roles may instead, or who stands in for one today; for 项目经理, who has nobody above on
//! the site, those below. Only where nobody else could, the signature is taken and says so: a department of one person is not
//! blocked for ever.

use super::Office;
use super::error::{OfficeError, Result};
use super::people::role::{Right, Role};
use super::record::Record;
use crate::cabinet::Reader;
use crate::form::{Propose, SignatureRole, Who};
use crate::sheet::{SignatureBody, Value};

/// What a signature says in its body when its signer reviewed what they did: why that was allowed.
pub(super) const OWN_CASE: &str = "own_case";

/// For whom a signature was given by delegation; it prints 代.
pub(super) const FOR: &str = "for";

/// Someone stands in a place that they may not sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnCase {
    /// What they did, in the words of the paper: 上午检查人.
    pub did: String,
    /// Who may instead, with their roles. Empty where nobody could: then it is allowed.
    pub instead: Vec<String>,
    /// Whether those are only people who stand in for the ones who did it.
    in_their_name: bool,
}

/// A place for a signature on a sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seat<'a> {
    pub record: &'a Record,
    pub role: &'a str,
    pub row: &'a str,
}

impl Seat<'_> {
    /// Whether the head of the department approves or reviews here.
    pub(super) fn is_heads(&self) -> bool {
        doers(*self).1 == Who::Head
    }

    /// Whether it is the project manager's place.
    fn is_managers(&self) -> bool {
        self.record.form().signature(self.role).is_some_and(|role| role.manager)
    }
}

impl Office {
    /// Refuses a signer who would review what they did; the note for the signature's body where it is allowed all the same.
    pub(super) fn not_own_case(&self, reader: &Reader<'_>, seat: Seat<'_>, signer: &str) -> Result<Option<&'static str>> {
        let mut case = self.own_case(reader, seat, signer)?;
        if let (None, Some(away)) = (&case, self.delegate_for(reader, seat, signer)?) {
            // Nor is it reviewed in the name of the one who did it.
            case = self.own_case(reader, seat, &away)?.filter(|case| !case.instead.is_empty() && !case.in_their_name);
        }
        match case {
            None => Ok(None),
            Some(case) if case.instead.is_empty() => Ok(Some("无他人可审，由经手人签")),
            Some(case) => Err(OfficeError::OwnCase { did: case.did, instead: case.instead }),
        }
    }

    /// Who signs at the pad: whoever is named, and in the head's or the project manager's place the person of the account that
    /// works, which is known where a name is only typed. Refused to an account that has no such power, and for another's name.
    pub(super) fn signs_here(&self, reader: &Reader<'_>, seat: Seat<'_>, named: &str) -> Result<String> {
        let named = named.trim();
        if !seat.is_heads() {
            return Ok(named.to_owned());
        }
        let own = self.author(reader)?.text;
        self.may_approve(reader, seat, &own)?;
        if named == own { Ok(own) } else { Err(OfficeError::SignerNotAccount(own)) }
    }

    fn may_approve(&self, reader: &Reader<'_>, seat: Seat<'_>, signer: &str) -> Result<()> {
        self.allowed(Right::Review)?;
        let role = self.role();
        let manager = |name: &String| {
            let all = self.at_work(reader)?;
            Ok::<_, OfficeError>(
                all.iter().any(|(known, role)| *role == Role::ProjectManager && (name.is_empty() || known == name)),
            )
        };
        if !seat.is_managers() || role == Role::ProjectManager || !manager(&String::new())? {
            return Ok(());
        }
        match self.delegate_for(reader, seat, signer)? {
            Some(away) if manager(&away)? => Ok(()),
            _ => Err(OfficeError::NotAllowed { role, right: Right::Review }),
        }
    }

    /// In whose place a signer reviews, where that is by delegation.
    pub(super) fn delegate_for(&self, reader: &Reader<'_>, seat: Seat<'_>, signer: &str) -> Result<Option<String>> {
        match doers(seat).1 {
            Who::Head => {
                let all = self.stand_ins(reader)?;
                Ok(all.into_iter().find(|(name, ..)| name == signer.trim()).map(|(_, away, _)| away))
            }
            _ => Ok(None),
        }
    }

    /// Whether a signer did what they would review.
    pub(super) fn own_case(&self, reader: &Reader<'_>, seat: Seat<'_>, signer: &str) -> Result<Option<OwnCase>> {
        let (did, who) = doers(seat);
        let signer = signer.trim();
        let Some((_, what)) = did.iter().find(|(name, _)| !signer.is_empty() && name == signer) else { return Ok(None) };
        let accounts = self.at_work(reader)?;
        let idle = |name: &String| did.iter().all(|(doer, _)| doer != name);
        // Their own place takes one of them, where the department has one.
        let managers = seat.is_managers() && accounts.iter().any(|(_, role)| *role == Role::ProjectManager);
        let fit = |role: Role| match who {
            Who::Head if managers => role == Role::ProjectManager,
            Who::Head => reviews(role),
            _ => role.may(Right::Fill),
        };
        let others = accounts.iter().filter(|(name, role)| fit(*role) && idle(name));
        let mut instead: Vec<String> = others.map(|(name, role)| format!("{name}（{}）", role.word())).collect();
        let stand_ins = if who == Who::Head { self.stand_ins(reader)? } else { Vec::new() };
        let stand_ins = |by_doers: bool| {
            let fits = move |(name, away, role): &&(String, String, Role)| fit(*role) && idle(name) && idle(away) != by_doers;
            stand_ins.iter().filter(fits).map(|(name, away, _)| format!("{name}（代{away}）")).collect::<Vec<_>>()
        };
        instead.extend(stand_ins(false));
        // Another person in the name of the one who did it is better than the same person.
        let in_their_name = instead.is_empty();
        if in_their_name {
            instead = stand_ins(true);
        }
        Ok(Some(OwnCase { did: what.clone(), instead, in_their_name }))
    }
}

/// The signer's name as it is read: with whom they stand in for.
pub(super) fn named(body: &SignatureBody) -> String {
    match body.other.get(FOR).and_then(serde_json::Value::as_str) {
        Some(away) => format!("{}（代{away}）", body.signer),
        None => body.signer.clone(),
    }
}

/// Roles that review.
pub(super) fn reviews(role: Role) -> bool {
    matches!(role, Role::ProjectManager | Role::Head | Role::Deputy)
}

/// Who did what a place reviews, with what they did, and who reviews there.
fn doers(Seat { record, role, row }: Seat<'_>) -> (Vec<(String, String)>, Who) {
    if let Some(n) = row.strip_prefix("change:") {
        let change = n.parse::<usize>().ok().and_then(|n| record.body.changes.get(n)).filter(|_| role == "head");
        // Who corrects signs as themselves; the head reviews it.
        let who = if role == "head" { Who::Head } else { Who::Person };
        return (change.map(|change| (change.by.text.clone(), "更正人".to_owned())).into_iter().collect(), who);
    }
    let Some(role) = record.form().signature(role) else { return (Vec::new(), Who::Person) };
    let did = match role.who {
        Who::Head => of_sheet(record, role),
        Who::Person if !role.needs.is_empty() && !takes_delivery(record, role) => of_row(record, role, row),
        Who::Person | Who::Customer | Who::Witness => Vec::new(),
    };
    (did.into_iter().filter(|(name, _)| !name.is_empty()).collect(), role.who)
}

/// Everyone who checked or visited: who is named so, who signed so, who entered a stage.
fn of_sheet(record: &Record, reviewer: &SignatureRole) -> Vec<(String, String)> {
    let form = record.form();
    let signed = form.signatures.iter().filter(|role| role.who == Who::Person && role.required).filter_map(|role| {
        let seal = record.seal(&role.field, "")?;
        Some((seal.body.signer.clone(), role.label.clone()))
    });
    let fields = form.sections.iter().filter(|section| !section.is_rows()).flat_map(|section| &section.fields);
    let named = fields.filter(|field| field.propose == Some(Propose::Author)).filter_map(|field| {
        let value = record.body.answers.fields.get(&field.id)?;
        Some((value.reference()?.text.clone(), field.label.clone()))
    });
    // A stage that ends with a customer's signature is entered by whoever held out the device: that is no work of theirs.
    let seals = |id: &String, by: Who| form.signatures.iter().any(|r| r.who == by && r.stage.as_ref() == Some(id));
    let customers = |id: &String| seals(id, Who::Customer) && !seals(id, Who::Person);
    let own = |id: &String| reviewer.stage.as_ref() != Some(id) && !customers(id);
    let entered = record.body.stages.iter().filter(|(id, _)| own(id)).filter_map(|(id, entry)| {
        let stage = form.stage(id)?;
        Some((entry.by.text.clone(), stage.label.clone()))
    });
    named.chain(signed).chain(entered).collect()
}

/// Whether a place is where a department signs for what was delivered to it: who is responsible may well be who takes it, and
/// reviews nothing by that.
fn takes_delivery(record: &Record, role: &SignatureRole) -> bool {
    record.form().meant("delivery.seal").is_some_and(|meant| meant.field.id == role.field)
}

/// Everyone who is named as responsible in the row.
fn of_row(record: &Record, role: &SignatureRole, row: &str) -> Vec<(String, String)> {
    let Some((section, _)) = record.form().field(&role.field) else { return Vec::new() };
    let Some(found) = record.body.answers.row(&section.id, row) else { return Vec::new() };
    let persons = section.fields.iter().filter(|field| field.register.as_deref() == Some("person"));
    persons
        .filter_map(|field| {
            let name = found.cells.get(&field.id).and_then(Value::reference)?;
            Some((name.text.clone(), field.label.clone()))
        })
        .collect()
}
