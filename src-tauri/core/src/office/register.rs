//! Registers: sites, places, areas, posts, people, departments, outlets, customers. Each change is an entry of the log; what
//! a sheet froze stays as it read.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use super::api::{FactKind, RegisterEntry, RegisterInput, RegisterKind};
use super::error::{OfficeError, Result};
use super::finish::printable_in;
use super::index::RegisterBody;
use super::people::role::Right;
use super::{Office, bytes, veil};
use crate::cabinet::{Kind, NewEntry, Reader, RegisterItem, Tx};
use crate::clock::Id;
use crate::form::{English, Private};
use crate::paper::mask::{Veil, asks_figures, finds, masked_text, stand_in};
use crate::sheet::{Reference, Roster, RosterEntry};

/// The registers in the order they are shown: id, label, English, facts (id, label, English, options, shown beside the name).
pub const REGISTERS: &[(&str, &str, &str, &[Fact])] = &[
    ("site", "项目", "Sites", &[("address", "地址", "Address", &[], true)]),
    ("place", "楼宇楼层", "Buildings and floors", &[("site", "项目", "Site", &[], true)]),
    ("area", "检查区域", "Areas", &[("library", "检查项目按", "Items as in", &[], true)]),
    ("post", "岗位", "Posts", &[]),
    ("person", "人员", "People", &[("post", "岗位", "Post", &[], true), ("phone", "电话", "Phone", &[], false)]),
    ("department", "部门", "Departments", &[("lead", "负责人", "Lead", &[], true)]),
    (
        "outlet",
        "商业网点",
        "Outlets",
        &[
            ("code", "编号", "No.", &[], true),
            ("operator", "经营者", "Operator", &[], true),
            ("trade", "业态", "Trade", &[], true),
            ("room", "位置", "Place", &[], true),
            ("phone", "电话", "Phone", &[], false),
        ],
    ),
    (
        "customer",
        "客户",
        "Customers",
        &[
            ("code", "户号", "No.", &[], true),
            ("room", "房号", "Room", &[], true),
            ("phone", "电话", "Phone", &[], false),
            ("type", "类型", "Kind", &[("业主", "Owner"), ("租户", "Tenant"), ("商户", "Merchant")], true),
        ],
    ),
    ("price", "服务价目", "Price list", &[("unit", "单位", "Unit", &[], true), ("price", "单价", "Price", &[], true)]),
];

/// Id, label, English label, options with their English, shown beside the name.
type Fact = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)], bool);

/// Facts that are telephone numbers.
const PHONES: &[&str] = &["phone"];

/// Most entries that are given for a search.
const MOST: usize = 200;

/// Whether every word of a search stands in what an entry shows.
fn shows(view: &RegisterEntry, text: &str) -> bool {
    let shown: Vec<&str> = std::iter::once(view.name.as_str()).chain(view.facts.values().map(String::as_str)).collect();
    stand_in(&shown.join("\n"), text)
}

/// What is looked through of an entry, each text with how private it is.
fn typed_in(item: &RegisterItem) -> Result<Vec<(Private, String)>> {
    let body: RegisterBody = serde_json::from_str(&item.json)?;
    let facts = body.facts.into_iter().map(|(fact, text)| (veil::private(&item.kind, &fact), text));
    Ok(std::iter::once((Private::Name, item.name.clone())).chain(facts).collect())
}

impl Office {
    /// The registers and their facts.
    ///
    /// # Errors
    /// While the device is handed over.
    pub fn registers(&self) -> Result<Vec<RegisterKind>> {
        self.may(Right::Read)?;
        let facts = |facts: &[Fact]| {
            let kind = |f: &Fact| FactKind {
                id: f.0.to_owned(),
                label: f.1.to_owned(),
                english: f.2.to_owned(),
                options: f.3.iter().map(|o| o.0.to_owned()).collect(),
                english_options: f.3.iter().map(|o| o.1.to_owned()).collect(),
                shown: f.4,
            };
            facts.iter().map(kind).collect::<Vec<_>>()
        };
        let kinds = REGISTERS.iter().map(|(id, label, english, f)| {
            let mut facts = facts(f);
            if *id == "area"
                && let Some(library) = facts.first_mut()
            {
                let english = English::shipped().words();
                library.options = self.library_groups().into_iter().map(|(_, label)| label).collect();
                library.english_options = library.options.iter().map(|o| english.get(o).unwrap_or(o).clone()).collect();
            }
            RegisterKind { id: (*id).to_owned(), label: (*label).to_owned(), english: (*english).to_owned(), facts }
        });
        Ok(kinds.collect())
    }

    /// Groups of the item libraries: id and label.
    fn library_groups(&self) -> Vec<(String, String)> {
        let groups = self.library.iter().flat_map(|f| f.form.sections.iter()).flat_map(|s| s.groups.iter());
        groups.filter(|g| !g.always).map(|g| (g.id.clone(), g.label.clone())).collect()
    }

    /// Entries of a register that hold every word of `text`, at most 200; all in their order when it is empty. A telephone number is
    /// found whole, or by what is shown of it; from whom names and rooms are hidden, by what is shown alone.
    ///
    /// # Errors
    /// `not-found` for an unknown register.
    pub fn entries(&self, register: &str, text: &str, with_retired: bool) -> Result<Vec<RegisterEntry>> {
        self.may(Right::Read)?;
        self.entries_by(register, text, with_retired, false)
    }

    /// The same, by the last four digits of any number too where `last_four`.
    pub(super) fn entries_by(
        &self,
        register: &str,
        text: &str,
        with_retired: bool,
        last_four: bool,
    ) -> Result<Vec<RegisterEntry>> {
        known(register)?;
        self.cabinet.read(|reader| {
            let veil = self.veil(reader)?;
            let all = text.trim().is_empty();
            // A number is found however it was written, and what is hidden from the reader not at all: a name, a room or a 户号
            // could be tried out otherwise, and the line would say whose it is.
            let hidden = veil.mask().names || veil.mask().rooms;
            let items = match () {
                () if all => reader.register(register, with_retired)?,
                () if hidden || asks_figures(text) => reader.register(register, false)?,
                () => reader.lookup_register(register, text, MOST)?,
            };
            let most = if all { usize::MAX } else { MOST };
            let mut views = Vec::new();
            for item in items {
                if views.len() == most {
                    break;
                }
                let view = self.entry_view(&item, &veil)?;
                let fits = match () {
                    () if all => true,
                    () if hidden => shows(&view, text),
                    () if asks_figures(text) => finds(text, &typed_in(&item)?, last_four),
                    () => true,
                };
                views.extend(fits.then_some(view));
            }
            Ok(views)
        })
    }

    /// Whether the one who works keeps a register. Who did what, and who may review it (回避), is told by the people's: it is kept
    /// by those who set up the department or its accounts.
    fn may_keep(&self, register: &str) -> Result<()> {
        self.may(Right::Register)?;
        match register {
            "person" if self.allowed(Right::People).is_err() => self.may(Right::Settings),
            _ => Ok(()),
        }
    }

    /// Adds or changes an entry.
    ///
    /// # Errors
    /// `missing` without a name, `not-found` for an unknown register or entry.
    pub fn save_entry(&self, input: &RegisterInput) -> Result<RegisterEntry> {
        self.may_keep(&input.register)?;
        self.cabinet.write(|tx| self.put_entry(tx, input, false))
    }

    /// Retires an entry, or takes it back into use.
    ///
    /// # Errors
    /// `not-found`.
    pub fn retire_entry(&self, register: &str, id: &str, retired: bool) -> Result<RegisterEntry> {
        self.may_keep(register)?;
        self.cabinet.write(|tx| {
            let body = self.register_body(tx, register, id)?.ok_or_else(|| not_found(register))?;
            let input = RegisterInput { id: id.to_owned(), register: register.to_owned(), name: body.name, facts: body.facts };
            self.put_entry(tx, &input, retired)
        })
    }

    /// An entry with nothing masked. The act is written into the log with its reason.
    ///
    /// # Errors
    /// `missing` without a reason, `not-found`.
    pub fn reveal(&self, register: &str, id: &str, reason: &str) -> Result<RegisterEntry> {
        self.may(Right::Reveal)?;
        known(register)?;
        if reason.trim().is_empty() {
            return Err(OfficeError::Missing("reason"));
        }
        let record = Id::from_str(id)?;
        self.cabinet.write(|tx| {
            let item = tx.register_item(register, record)?.ok_or_else(|| not_found(register))?;
            self.audit(tx, record, "reveal", reason, register, None)?;
            self.entry_view(&item, &Veil::default())
        })
    }

    pub(super) fn put_entry(&self, tx: &mut Tx<'_>, input: &RegisterInput, retired: bool) -> Result<RegisterEntry> {
        known(&input.register)?;
        let name = input.name.trim();
        if name.is_empty() {
            return Err(OfficeError::Missing("name"));
        }
        let old = if input.id.is_empty() { None } else { self.register_body(tx, &input.register, &input.id)? };
        if !input.id.is_empty() && old.is_none() {
            return Err(not_found(&input.register));
        }
        let record = if input.id.is_empty() { tx.new_id()? } else { Id::from_str(&input.id)? };
        let mut facts = input.facts.clone();
        facts.retain(|_, v| !v.trim().is_empty());
        if let Some(old) = &old {
            keep_masked(&mut facts, &old.facts);
            // What only the program knows of an entry (an area's key) is not in the form that people fill.
            for (k, v) in old.facts.iter().filter(|(k, _)| k.as_str() == "key") {
                facts.entry(k.clone()).or_insert_with(|| v.clone());
            }
        }
        if input.register == "area" {
            self.settle_area(&mut facts, &record);
        }
        printable_in("名称", name)?;
        for (fact, text) in &facts {
            printable_in(fact_label(&input.register, fact), text)?;
        }
        let position = match &old {
            Some(old) => old.position,
            None => i64::try_from(tx.register(&input.register, true)?.len()).unwrap_or(i64::MAX),
        };
        let other = old.map(|o| o.other).unwrap_or_default();
        let register = input.register.clone();
        let body = RegisterBody { v: 1, salt: self.salt()?, register, name: name.to_owned(), facts, retired, position, other };
        let stored = bytes(&body)?;
        let mut new = NewEntry::new(Kind::Register, record, &stored);
        new.author = self.author(tx)?.id;
        self.append(tx, new)?;
        let item = tx.register_item(&body.register, record)?.ok_or_else(|| not_found(&body.register))?;
        self.entry_view(&item, &Veil::of(self.role().mask()))
    }

    /// An area names its library group by id; people pick it by label. Each area has a key of its own for its rows.
    fn settle_area(&self, facts: &mut BTreeMap<String, String>, record: &Id) {
        let groups = self.library_groups();
        let library = facts.get("library").cloned().unwrap_or_default();
        let group = groups.iter().find(|(id, label)| *id == library || *label == library).or_else(|| groups.first());
        if let Some((id, _)) = group {
            facts.insert("library".to_owned(), id.clone());
        }
        facts.entry("key".to_owned()).or_insert_with(|| format!("area-{record}"));
    }

    fn register_body(&self, reader: &Reader<'_>, register: &str, id: &str) -> Result<Option<RegisterBody>> {
        let item = reader.register_item(register, Id::from_str(id)?)?;
        Ok(item.map(|i| serde_json::from_str(&i.json)).transpose()?)
    }

    fn entry_view(&self, item: &RegisterItem, veil: &Veil) -> Result<RegisterEntry> {
        let body: RegisterBody = serde_json::from_str(&item.json)?;
        let mut facts = body.facts;
        facts.remove("key");
        veil::facts(veil, &item.kind, &mut facts);
        let name = veil.text(veil::private(&item.kind, ""), &body.name);
        if item.kind == "area"
            && let Some(library) = facts.get_mut("library")
            && let Some((_, label)) = self.library_groups().into_iter().find(|(id, _)| id == library)
        {
            *library = label;
        }
        Ok(RegisterEntry { id: item.id.to_string(), register: item.kind.clone(), name, facts, retired: item.retired })
    }

    /// The reference to an entry as it reads now, nothing masked.
    pub(super) fn reference(&self, reader: &Reader<'_>, register: &str, id: &str) -> Result<Option<Reference>> {
        let body = self.register_body(reader, register, id)?;
        Ok(body.map(|b| Reference { id: id.to_owned(), register: register.to_owned(), text: b.name, facts: b.facts }))
    }

    /// What the registers hold, for the row lists of a new sheet.
    pub(super) fn roster(&self, reader: &Reader<'_>) -> Result<Roster> {
        let mut registers = BTreeMap::new();
        for (register, ..) in REGISTERS {
            let entry = |item: RegisterItem| -> Result<RosterEntry> {
                let body: RegisterBody = serde_json::from_str(&item.json)?;
                Ok(RosterEntry { id: item.id.to_string(), text: body.name, facts: body.facts })
            };
            let entries = reader.register(register, false)?.into_iter().map(entry).collect::<Result<_>>()?;
            registers.insert((*register).to_owned(), entries);
        }
        Ok(Roster { registers })
    }
}

/// What a fact of a register is called on the screen.
fn fact_label<'a>(register: &str, fact: &'a str) -> &'a str {
    let facts = REGISTERS.iter().find(|(id, ..)| *id == register).map_or(&[][..], |(_, _, _, facts)| facts);
    facts.iter().find(|f| f.0 == fact).map_or(fact, |f| f.1)
}

/// A phone that comes back masked was not changed by the person who saw it masked.
fn keep_masked(facts: &mut BTreeMap<String, String>, old: &BTreeMap<String, String>) {
    for phone in PHONES {
        if let (Some(now), Some(was)) = (facts.get_mut(*phone), old.get(*phone))
            && *now == masked_text(Private::Phone, was)
        {
            now.clone_from(was);
        }
    }
}

fn known(register: &str) -> Result<()> {
    if REGISTERS.iter().any(|(id, ..)| *id == register) { Ok(()) } else { Err(not_found(register)) }
}

fn not_found(register: &str) -> OfficeError {
    OfficeError::NotFound(register.to_owned())
}
