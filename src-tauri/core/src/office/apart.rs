//! 回避: nobody reviews what they did themselves. Who reviews (审阅, 审核) is not who checked, visited or entered; who rechecks a
//! × is not who is responsible for it; the head who signs a 更正页 is not its author.
//!
//! At the pad a place of approval is signed by the account that works, under the name of its person: which name is typed decides
//! nothing. Ink on paper is brought in under the name that stands there.
//!
//! Who somebody is goes by their account and their entry among the people, not by how a name reads: the entry can be renamed, and
//! what was written before carries the earlier name. Only where nothing but a name is known, on a signature, is the name compared.
//!
//! Someone else of at least the reviewing roles may instead, or who stands in for one today; for 项目经理, who has nobody above on
//! the site, those below. Only where nobody else could, the signature is taken and says so: a department of one person is not
//! blocked for ever.

use std::collections::BTreeSet;

use super::Office;
use super::error::{OfficeError, Result};
use super::people::role::{Right, Role};
use super::people::{StandIn, Whom};
use super::record::Record;
use crate::cabinet::Reader;
use crate::form::{Propose, SignatureRole, Who};
use crate::sheet::{Reference, SignatureBody, Value};

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
        let signer = self.whom(reader, signer)?;
        let mut case = self.case_of(reader, seat, &signer)?;
        if let (None, Some(one)) = (&case, self.standing_in(reader, seat, &signer)?) {
            // Nor is it reviewed in the name of the one who did it.
            case = self.case_of(reader, seat, &one.away)?.filter(|case| !case.instead.is_empty() && !case.in_their_name);
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
        let own = self.author(reader)?;
        self.may_approve(reader, seat, &Whom { person: own.id, name: own.text.clone() })?;
        if named == own.text { Ok(own.text) } else { Err(OfficeError::SignerNotAccount(own.text)) }
    }

    fn may_approve(&self, reader: &Reader<'_>, seat: Seat<'_>, signer: &Whom) -> Result<()> {
        self.allowed(Right::Review)?;
        let role = self.role();
        let managers: Vec<Whom> =
            self.at_work(reader)?.into_iter().filter(|(_, role)| *role == Role::ProjectManager).map(|(who, _)| who).collect();
        if !seat.is_managers() || role == Role::ProjectManager || managers.is_empty() {
            return Ok(());
        }
        match self.standing_in(reader, seat, signer)? {
            Some(one) if managers.contains(&one.away) => Ok(()),
            _ => Err(OfficeError::NotAllowed { role, right: Right::Review }),
        }
    }

    /// In whose place a signer reviews, where that is by delegation.
    pub(super) fn delegate_for(&self, reader: &Reader<'_>, seat: Seat<'_>, signer: &str) -> Result<Option<String>> {
        let signer = self.whom(reader, signer)?;
        Ok(self.standing_in(reader, seat, &signer)?.map(|one| one.away.name))
    }

    fn standing_in(&self, reader: &Reader<'_>, seat: Seat<'_>, signer: &Whom) -> Result<Option<StandIn>> {
        if doers(seat).1 != Who::Head {
            return Ok(None);
        }
        Ok(self.stand_ins(reader)?.into_iter().find(|one| one.to == *signer))
    }

    /// Whether a signer did what they would review.
    pub(super) fn own_case(&self, reader: &Reader<'_>, seat: Seat<'_>, signer: &str) -> Result<Option<OwnCase>> {
        let signer = self.whom(reader, signer)?;
        self.case_of(reader, seat, &signer)
    }

    fn case_of(&self, reader: &Reader<'_>, seat: Seat<'_>, signer: &Whom) -> Result<Option<OwnCase>> {
        let (did, who) = doers(seat);
        if signer.name.is_empty() || did.is_empty() {
            return Ok(None);
        }
        let staff = self.staff(reader)?;
        let done = |whom: &Whom| -> Result<Option<&String>> {
            let names = self.names_of(reader, whom)?;
            Ok(did.iter().find(|(doer, _)| same(doer, whom, &names, &staff)).map(|(_, what)| what))
        };
        let Some(what) = done(signer)? else { return Ok(None) };
        let accounts = self.at_work(reader)?;
        // Their own place takes one of them, where the department has one.
        let managers = seat.is_managers() && accounts.iter().any(|(_, role)| *role == Role::ProjectManager);
        let fit = |role: Role| match who {
            Who::Head if managers => role == Role::ProjectManager,
            Who::Head => reviews(role),
            _ => role.may(Right::Fill),
        };
        let mut instead = Vec::new();
        for (whom, role) in accounts.iter().filter(|(_, role)| fit(*role)) {
            if done(whom)?.is_none() {
                instead.push(format!("{}（{}）", whom.name, role.word()));
            }
        }
        // Another person in the name of the one who did it is better than the same person.
        let mut by_doers = Vec::new();
        let stand_ins = if who == Who::Head { self.stand_ins(reader)? } else { Vec::new() };
        for one in stand_ins.iter().filter(|one| fit(one.role)) {
            if done(&one.to)?.is_some() {
                continue;
            }
            let named = format!("{}（代{}）", one.to.name, one.away.name);
            if done(&one.away)?.is_none() { instead.push(named) } else { by_doers.push(named) }
        }
        let in_their_name = instead.is_empty();
        if in_their_name {
            instead = by_doers;
        }
        Ok(Some(OwnCase { did: what.clone(), instead, in_their_name }))
    }

    /// Who a name on a signature is: the one who works, else the only account whose person ever went by it; else a name.
    fn whom(&self, reader: &Reader<'_>, name: &str) -> Result<Whom> {
        let name = name.trim();
        let own = self.author(reader)?;
        if own.text == name {
            return Ok(Whom { person: own.id, name: own.text });
        }
        let mut found = Vec::new();
        for (whom, _) in self.at_work(reader)? {
            if whom.name == name || self.names_of(reader, &whom)?.contains(name) {
                found.push(whom);
            }
        }
        Ok(match found.as_slice() {
            [one] => one.clone(),
            _ => Whom { person: String::new(), name: name.to_owned() },
        })
    }
}

/// Whether the one who did something is somebody, who went by `names`. Two who both have accounts are told apart by their entries;
/// any other entry may be a second one of the same person, and is compared by its name.
fn same(doer: &Whom, whom: &Whom, names: &BTreeSet<String>, staff: &BTreeSet<String>) -> bool {
    if !doer.person.is_empty() && (doer.person == whom.person || !whom.person.is_empty() && staff.contains(&doer.person)) {
        return doer.person == whom.person;
    }
    doer.name == whom.name || names.contains(&doer.name)
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
fn doers(Seat { record, role, row }: Seat<'_>) -> (Vec<(Whom, String)>, Who) {
    if let Some(n) = row.strip_prefix("change:") {
        let change = n.parse::<usize>().ok().and_then(|n| record.body.changes.get(n)).filter(|_| role == "head");
        // Who corrects signs as themselves; the head reviews it.
        let who = if role == "head" { Who::Head } else { Who::Person };
        return (change.map(|change| (entered(&change.by), "更正人".to_owned())).into_iter().collect(), who);
    }
    let Some(role) = record.form().signature(role) else { return (Vec::new(), Who::Person) };
    let did = match role.who {
        Who::Head => of_sheet(record, role),
        Who::Person if !role.needs.is_empty() && !takes_delivery(record, role) => of_row(record, role, row),
        Who::Person | Who::Customer | Who::Witness => Vec::new(),
    };
    (did.into_iter().filter(|(name, _)| !name.name.is_empty()).collect(), role.who)
}

/// Everyone who checked or visited: who is named so, who signed so, who entered a stage.
fn of_sheet(record: &Record, reviewer: &SignatureRole) -> Vec<(Whom, String)> {
    let form = record.form();
    let signed = form.signatures.iter().filter(|role| role.who == Who::Person && role.required).filter_map(|role| {
        let seal = record.seal(&role.field, "")?;
        Some((Whom { person: String::new(), name: seal.body.signer.trim().to_owned() }, role.label.clone()))
    });
    let fields = form.sections.iter().filter(|section| !section.is_rows()).flat_map(|section| &section.fields);
    let named = fields.filter(|field| field.propose == Some(Propose::Author)).filter_map(|field| {
        let value = record.body.answers.fields.get(&field.id)?;
        Some((entered(value.reference()?), field.label.clone()))
    });
    // A stage that ends with a customer's signature is entered by whoever held out the device: that is no work of theirs.
    let seals = |id: &String, by: Who| form.signatures.iter().any(|r| r.who == by && r.stage.as_ref() == Some(id));
    let customers = |id: &String| seals(id, Who::Customer) && !seals(id, Who::Person);
    let own = |id: &String| reviewer.stage.as_ref() != Some(id) && !customers(id);
    let at_work = record.body.stages.iter().filter(|(id, _)| own(id)).filter_map(|(id, entry)| {
        let stage = form.stage(id)?;
        Some((entered(&entry.by), stage.label.clone()))
    });
    named.chain(signed).chain(at_work).collect()
}

/// Whether a place is where a department signs for what was delivered to it: who is responsible may well be who takes it, and
/// reviews nothing by that.
fn takes_delivery(record: &Record, role: &SignatureRole) -> bool {
    record.form().meant("delivery.seal").is_some_and(|meant| meant.field.id == role.field)
}

/// Everyone who is named as responsible in the row.
fn of_row(record: &Record, role: &SignatureRole, row: &str) -> Vec<(Whom, String)> {
    let Some((section, _)) = record.form().field(&role.field) else { return Vec::new() };
    let Some(found) = record.body.answers.row(&section.id, row) else { return Vec::new() };
    let persons = section.fields.iter().filter(|field| field.register.as_deref() == Some("person"));
    persons
        .filter_map(|field| {
            let name = found.cells.get(&field.id).and_then(Value::reference)?;
            Some((entered(name), field.label.clone()))
        })
        .collect()
}

/// A person as a sheet has them.
fn entered(person: &Reference) -> Whom {
    Whom { person: person.id.clone(), name: person.text.trim().to_owned() }
}
