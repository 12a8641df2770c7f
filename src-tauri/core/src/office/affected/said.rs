//! Who is named in a copy of the cabinet: everything the log and the drafts say, person by person.
//!
//! A person of a register is one, whatever they were called; somebody in no register goes by the name alone, and is the person of
//! the register who alone bears that name. What is mentioned in passing in a text that is nobody's name, number or room is not found.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::super::error::{OfficeError, Result};
use super::super::index::{DraftBody, RegisterBody};
use super::super::veil::private;
use super::held::{At, Held, Kind};
use crate::cabinet::{self, CabinetError, Entry, FormRef, Hash, Kept, Reader};
use crate::clock::Id;
use crate::form::{Field, Form, LoadedForm, Private, RowSource, Who};
use crate::sheet::{Answers, Body, Change, Method, Reference, Row, SignatureBody, Value};

/// The registers whose people are told.
const REGISTERS: [(&str, &str); 2] = [("customer", "客户"), ("outlet", "商业网点")];

/// What was said so far, by record id, or by name for whoever is in no register.
#[derive(Debug, Default)]
pub(super) struct Said {
    people: BTreeMap<String, Held>,
    /// Names of the department's own people.
    staff: BTreeSet<String>,
    forms: HashMap<Hash, Rc<LoadedForm>>,
}

/// A sheet or draft as it reads.
struct Sheet<'a> {
    form: &'a Form,
    answers: &'a Answers,
    at: At,
    /// Key of the one it was made for; of nobody by name where it says none.
    own: String,
}

impl Said {
    /// Everyone, by room and name.
    ///
    /// # Errors
    /// `cancelled`, or what cannot be read.
    pub fn by(reader: &Reader<'_>, progress: &dyn Fn(u64, u64) -> bool) -> Result<Vec<Held>> {
        let (mut said, mut done, all) = (Self::default(), 0, reader.entry_count()?);
        reader.each_entry(|entry| {
            done += 1;
            if !progress(done, all) {
                return Err(OfficeError::from(CabinetError::Cancelled));
            }
            said.entry(reader, &entry)
        })?;
        for draft in reader.drafts()? {
            said.draft(reader, &draft)?;
        }
        Ok(said.everyone())
    }

    fn entry(&mut self, reader: &Reader<'_>, entry: &Entry) -> Result<()> {
        let Kept::Here(bytes) = reader.body(entry)? else { return Ok(()) };
        match entry.head.kind {
            cabinet::Kind::Register => self.register(entry.head.record, &serde_json::from_slice(&bytes)?),
            cabinet::Kind::Revision => {
                let body: Body = serde_json::from_slice(&bytes)?;
                let Some(form) = self.form(reader, entry.head.form.as_ref())? else { return Ok(()) };
                let at = At::Sheet(entry.head.record, entry.head.serial.clone().unwrap_or_default());
                let sheet = Sheet::of(&form.form, &body.answers, entry.head.record, at);
                self.sheet(&sheet, &body.computed, &body.changes);
            }
            cabinet::Kind::Signature => self.signature(reader, entry, &serde_json::from_slice(&bytes)?)?,
            cabinet::Kind::Audit | cabinet::Kind::Setting | cabinet::Kind::Closing | cabinet::Kind::Destruction => {}
        }
        Ok(())
    }

    /// An entry of a register as it read then.
    fn register(&mut self, record: Id, body: &RegisterBody) {
        if body.register == "person" {
            self.staff.insert(body.name.trim().to_owned());
        }
        let Some((register, label)) = REGISTERS.into_iter().find(|(register, _)| *register == body.register) else { return };
        let of = Reference {
            id: record.to_string(),
            register: register.to_owned(),
            text: body.name.clone(),
            facts: body.facts.clone(),
        };
        self.reference(&of, label, &At::Register(label));
    }

    /// Somebody of a register, as they are named there or on a sheet: their key.
    fn reference(&mut self, of: &Reference, part: &str, at: &At) -> Option<String> {
        if !REGISTERS.iter().any(|(register, _)| *register == of.register) {
            return None;
        }
        let key = if of.id.is_empty() { named(&of.text) } else { of.id.clone() };
        let held = self.people.entry(key.clone()).or_default();
        held.is(part);
        held.stands(at);
        held.tell(if of.register == "outlet" { Kind::Outlet } else { Kind::Name }, &of.text, at);
        for (fact, text) in &of.facts {
            if let Some(kind) = fact_kind(&of.register, fact) {
                held.tell(kind, text, at);
            }
        }
        Some(key)
    }

    /// A draft, and what it keeps out of sight: rows of a × that was withdrawn, photos that have no place yet.
    fn draft(&mut self, reader: &Reader<'_>, draft: &cabinet::Draft) -> Result<()> {
        let Some(form) = self.form(reader, Some(&draft.form))? else { return Ok(()) };
        let body: DraftBody = serde_json::from_slice(&draft.answers)?;
        let sheet = Sheet::of(&form.form, &body.answers, draft.sheet, At::Draft(draft.id));
        self.sheet(&sheet, &BTreeMap::new(), &[]);
        for (section, rows) in &body.answers.parked {
            rows.iter().for_each(|row| self.row(&sheet, section, row));
        }
        if !body.answers.tray.is_empty() {
            self.photo(&sheet.own, &sheet.at);
        }
        Ok(())
    }

    /// Pictures of a sheet that is nobody's show the department's own work.
    fn photo(&mut self, whose: &str, at: &At) {
        if !whose.starts_with(UNNAMED) {
            self.people.entry(whose.to_owned()).or_default().has(Kind::Photo, at);
        }
    }

    fn sheet(&mut self, sheet: &Sheet<'_>, computed: &BTreeMap<String, Value>, changes: &[Change]) {
        // First whom it was made for: the same name further on is theirs.
        if let Some(customer) = sheet.answers.fields.get(&sheet.form.index.customer) {
            self.cell(sheet, &sheet.own, &sheet.form.index.customer, customer);
        }
        for (field, value) in sheet.answers.fields.iter().chain(computed) {
            self.cell(sheet, &sheet.own, field, value);
        }
        for (section, rows) in &sheet.answers.rows {
            rows.iter().for_each(|row| self.row(sheet, section, row));
        }
        for (field, value) in sheet.answers.groups.values().flat_map(|groups| groups.values()).flatten() {
            self.cell(sheet, &sheet.own, field, value);
        }
        // What was changed stands in the later revision as well, where the earlier body may be gone.
        for item in changes.iter().flat_map(|change| &change.items) {
            let row = sheet.answers.row(&item.place.section, &item.place.row);
            let whose = row.map_or_else(|| sheet.own.clone(), |row| sheet.of_row(&item.place.section, row));
            for (kept, shown) in [(&item.was_value, &item.was), (&item.is_value, &item.is)] {
                let value = kept.clone().unwrap_or_else(|| Value::Text(shown.clone()));
                self.cell(sheet, &whose, &item.place.field, &value);
            }
        }
    }

    fn row(&mut self, sheet: &Sheet<'_>, section: &str, row: &Row) {
        let whose = sheet.of_row(section, row);
        let registered = sheet.register_of(section);
        if let Some(register) = registered {
            let held = self.people.entry(whose.clone()).or_default();
            held.stands(&sheet.at);
            for (fact, text) in &row.facts {
                match fact.as_str() {
                    "name" if register == "outlet" => held.tell(Kind::Outlet, text, &sheet.at),
                    "name" => held.tell(Kind::Name, text, &sheet.at),
                    fact => {
                        if let Some(kind) = fact_kind(register, fact) {
                            held.tell(kind, text, &sheet.at);
                        }
                    }
                }
            }
        }
        for (field, value) in &row.cells {
            self.cell(sheet, &whose, field, value);
        }
    }

    /// One answer: of the person it names, else of `whose`.
    fn cell(&mut self, sheet: &Sheet<'_>, whose: &str, field: &str, value: &Value) {
        if value.is_empty() {
            return;
        }
        let field = sheet.form.field(field).map(|(_, field)| field);
        let own = field.is_some_and(|field| field.id == sheet.form.index.customer);
        let label = if own { "客户" } else { field.map_or("", |field| field.label.as_str()) };
        match value {
            Value::Ref { reference } => {
                let mut reference = reference.clone();
                // Who is in no register was typed where somebody of one belongs.
                if let Some(register) = field.and_then(|field| field.register.as_ref()).filter(|_| reference.register.is_empty())
                {
                    reference.register.clone_from(register);
                }
                self.reference(&reference, label, &sheet.at);
            }
            Value::Photos { .. } => self.photo(whose, &sheet.at),
            value => match field.map(|field| field.private).unwrap_or_default() {
                Private::Name => drop(self.person(&value.word(), label, Some(whose), &sheet.at)),
                Private::Phone => self.people.entry(whose.to_owned()).or_default().tell(Kind::Phone, &value.word(), &sheet.at),
                Private::Room => self.people.entry(whose.to_owned()).or_default().tell(Kind::Room, &value.word(), &sheet.at),
                Private::Id => self.people.entry(whose.to_owned()).or_default().tell(Kind::IdNumber, &value.word(), &sheet.at),
                Private::None | Private::Public => {}
            },
        }
    }

    /// Somebody by their name: `whose`, if that is what they are called, else whoever bears it. Their key.
    fn person(&mut self, name: &str, part: &str, whose: Option<&str>, at: &At) -> Option<String> {
        let (name, relation) = apart(name);
        if name.is_empty() {
            return None;
        }
        let same = |key: &&str| self.people.get(*key).is_some_and(|held| held.names().iter().any(|known| known == name));
        let key = whose.filter(same).map_or_else(|| named(name), str::to_owned);
        let held = self.people.entry(key.clone()).or_default();
        held.is(part);
        held.is(relation);
        held.tell(Kind::Name, name, at);
        Some(key)
    }

    /// Who signed, who stood by, in whose place. The department's own signatures are not told.
    fn signature(&mut self, reader: &Reader<'_>, entry: &Entry, signed: &SignatureBody) -> Result<()> {
        let hash: Hash = signed.revision.parse()?;
        let Some(revision) = reader.entry(&hash)? else { return Ok(()) };
        let Some(form) = self.form(reader, revision.head.form.as_ref())? else { return Ok(()) };
        let body: Body = match reader.body(&revision)? {
            Kept::Here(bytes) => serde_json::from_slice(&bytes)?,
            Kept::Destroyed(_) | Kept::Missing => Body::default(),
        };
        let at = At::Sheet(entry.head.record, revision.head.serial.clone().unwrap_or_default());
        let sheet = Sheet::of(&form.form, &body.answers, entry.head.record, at.clone());
        self.person(&signed.witness, "见证人", None, &at);
        let Some((role, (section, _))) = form.form.signature(&signed.role).zip(form.form.field(&signed.role)) else {
            return Ok(());
        };
        if !matches!(role.who, Who::Customer | Who::Witness) {
            return Ok(());
        }
        let row = body.answers.row(&section.id, &signed.row);
        let whose = row.map_or_else(|| sheet.own.clone(), |row| sheet.of_row(&section.id, row));
        let proxy = matches!(signed.method, Method::Proxy { .. });
        let part = match (proxy, role.who) {
            (true, _) => "代签人",
            (false, Who::Witness) => "见证人",
            _ => "签字人",
        };
        self.person(&signed.proxy_for, "委托人", Some(&whose), &at);
        let signer = if signed.relation.trim() == "本人" {
            // Whoever signs for themselves is the customer, however their name was typed.
            self.people.entry(whose.clone()).or_default().tell(Kind::Name, &signed.signer, &at);
            Some(whose.clone())
        } else {
            self.person(&signed.signer, part, Some(&whose), &at)
        };
        let signer = signer.unwrap_or_else(|| whose.clone());
        let mut has = |key: &str, kind| self.people.entry(key.to_owned()).or_default().has(kind, &at);
        match &signed.method {
            Method::Drawn { .. } => has(&signer, Kind::Signature),
            Method::Proxy { document, .. } => {
                has(&signer, Kind::Signature);
                if !document.is_empty() {
                    // The paper of authority is signed by the one and names the other.
                    has(&signer, Kind::Scan);
                    has(&whose, Kind::Scan);
                }
            }
            Method::Paper { .. } => {
                has(&signer, Kind::Signature);
                has(&signer, Kind::Scan);
            }
            Method::Refused { .. } => {}
        }
        Ok(())
    }

    /// A form edition, read once.
    fn form(&mut self, reader: &Reader<'_>, of: Option<&FormRef>) -> Result<Option<Rc<LoadedForm>>> {
        let Some(of) = of else { return Ok(None) };
        if let Some(form) = self.forms.get(&of.hash) {
            return Ok(Some(Rc::clone(form)));
        }
        let Some(bytes) = reader.content(&of.hash)? else { return Ok(None) };
        let form = Rc::new(LoadedForm::read(&of.id, &bytes)?);
        self.forms.insert(of.hash, Rc::clone(&form));
        Ok(Some(form))
    }

    fn everyone(self) -> Vec<Held> {
        let Self { mut people, staff, .. } = self;
        let mut bearers: HashMap<String, BTreeSet<String>> = HashMap::new();
        for (key, held) in people.iter().filter(|(key, _)| !key.starts_with(NAMED)) {
            for name in held.names() {
                bearers.entry(name.clone()).or_default().insert(key.clone());
            }
        }
        let by_name: Vec<String> = people.keys().filter(|key| key.starts_with(NAMED)).cloned().collect();
        for key in by_name {
            let only = key.strip_prefix(NAMED).and_then(|name| bearers.get(name)).filter(|bearers| bearers.len() == 1);
            if let Some(bearer) = only.and_then(|bearers| bearers.first())
                && let Some(held) = people.remove(&key)
            {
                people.entry(bearer.clone()).or_default().absorb(held);
            } else if let Some(held) = people.get_mut(&key)
                && held.names().iter().any(|name| staff.contains(name))
            {
                held.is("员工");
            }
        }
        let mut all: Vec<Held> = people.into_values().filter(|held| *held != Held::default()).collect();
        all.sort_by_cached_key(Held::order);
        all
    }
}

impl<'a> Sheet<'a> {
    fn of(form: &'a Form, answers: &'a Answers, sheet: Id, at: At) -> Self {
        let own = match answers.fields.get(&form.index.customer).filter(|value| !value.is_empty()) {
            Some(Value::Ref { reference }) if !reference.id.is_empty() => reference.id.clone(),
            Some(other) => named(&other.word()),
            // Without a customer its own numbers are of the one person it names in the head, else of somebody without a name.
            None => {
                let fields = form.sections.iter().filter(|section| !section.is_rows()).flat_map(|section| &section.fields);
                first_named(fields, &answers.fields).map_or_else(|| format!("{UNNAMED}{sheet}"), |name| named(&name))
            }
        };
        Self { form, answers, at, own }
    }

    /// The register of people that a list is made from.
    fn register_of(&self, section: &str) -> Option<&'static str> {
        let rows = self.form.section(section).and_then(|section| section.rows.as_ref());
        REGISTERS.into_iter().map(|(id, _)| id).find(|id| matches!(rows, Some(RowSource::Register(register)) if register == id))
    }

    /// Whose a row is: of the outlet it stands for (or the outlet of the row it goes on from), of the person it names, else of
    /// the one the sheet was made for.
    fn of_row(&self, section: &str, row: &Row) -> String {
        let of = row.facts.get("of").and_then(|id| {
            self.answers.rows.iter().find_map(|(section, rows)| Some((section, rows.iter().find(|row| row.id == *id)?)))
        });
        for (section, row) in [Some((section, row)), of.map(|(section, row)| (section.as_str(), row))].into_iter().flatten() {
            let id = row.facts.get("ref").filter(|id| !id.is_empty());
            if let Some(id) = id.filter(|_| self.register_of(section).is_some()) {
                return id.clone();
            }
        }
        let fields = self.form.section(section).into_iter().flat_map(|section| &section.fields);
        first_named(fields, &row.cells).map_or_else(|| self.own.clone(), |name| named(&name))
    }
}

/// The first person that is named, in printed order.
fn first_named<'f>(mut fields: impl Iterator<Item = &'f Field>, values: &BTreeMap<String, Value>) -> Option<String> {
    fields.find_map(|field| {
        let value = values.get(&field.id).filter(|value| field.private == Private::Name && !value.is_empty())?;
        Some(apart(&value.word()).0.to_owned())
    })
}

/// 钱二，配偶: the name, and what is said of it.
fn apart(text: &str) -> (&str, &str) {
    let (name, rest) = text.split_once(['，', ',']).unwrap_or((text, ""));
    (name.trim(), rest.trim())
}

const NAMED: &str = "name:";
const UNNAMED: &str = "sheet:";

fn named(name: &str) -> String {
    format!("{NAMED}{}", name.trim())
}

/// What a fact of a register's entry says of a person.
fn fact_kind(register: &str, fact: &str) -> Option<Kind> {
    match (fact, private(register, fact)) {
        ("code", _) if register == "customer" => Some(Kind::Number),
        // Where an outlet lies is no secret, but how its merchant is found.
        ("room", _) => Some(Kind::Room),
        (_, Private::Phone) => Some(Kind::Phone),
        (_, Private::Name) => Some(Kind::Name),
        (_, Private::Id) => Some(Kind::IdNumber),
        _ => None,
    }
}
