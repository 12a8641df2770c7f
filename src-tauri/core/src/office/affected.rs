//! After a theft: whose data a backup holds, and what of it, so that each customer can be told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::error::{OfficeError, Result};
use super::index::RegisterBody;
use super::people::role::Right;
use super::print::Wanted;
use super::record::Record;
use super::{Backup, Office};
use crate::cabinet::{CabinetError, Reader, Secret, SheetQuery, backup_in, look_into};
use crate::clock::Id;
use crate::form::{Private, Who};
use crate::paper::compose::listing::{Column, Listing, listing};
use crate::paper::grid::Align;
use crate::sheet::{Method, Value};

const TITLE: &str = "涉及客户名单";

const COLUMNS: [Column; 8] = [
    Column { label: "序号", width: 1_200, align: Align::Center },
    Column { label: "客户", width: 3_600, align: Align::Left },
    Column { label: "房号、位置", width: 4_000, align: Align::Left },
    Column { label: "电话", width: 3_200, align: Align::Center },
    Column { label: "涉及的信息", width: 5_600, align: Align::Left },
    Column { label: "单据数", width: 1_500, align: Align::Center },
    Column { label: "告知时间、方式", width: 3_600, align: Align::Left },
    Column { label: "告知人", width: 3_000, align: Align::Center },
];

/// A list of customers as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// The file.
    pub file: Vec<u8>,
    /// A name for it.
    pub name: String,
    /// How many customers are on it.
    pub customers: u32,
}

/// What a backup holds of one customer.
#[derive(Debug, Default)]
struct Held {
    name: String,
    room: String,
    phones: BTreeSet<String>,
    /// In the order they are listed.
    kinds: BTreeSet<Kind>,
    sheets: BTreeSet<Id>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Name,
    Room,
    Phone,
    IdNumber,
    Signature,
    Scan,
    Photo,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::Room => "房号",
            Self::Phone => "电话",
            Self::IdNumber => "证件号",
            Self::Signature => "签名",
            Self::Scan => "签字原件影像",
            Self::Photo => "照片",
        }
    }
}

impl Office {
    /// Lists every customer of a backup with what it holds of them, nothing masked. The backup is read where it lies and
    /// decrypted in memory alone; who asked and why is in the log before the list is handed out.
    ///
    /// # Errors
    /// `not-allowed`, `missing` without a reason, `backup-missing`, `backup-damaged`, `wrong-passphrase`, `cancelled`.
    pub fn affected(
        &self,
        backup: &Path,
        secret: &Secret,
        reason: &str,
        format: Wanted,
        progress: &dyn Fn(u64, u64) -> bool,
    ) -> Result<Affected> {
        self.may(Right::People)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(OfficeError::Missing("reason"));
        }
        let kept = backup_in(backup)?;
        let shown = Backup::from(&kept);
        let (held, whose) = look_into(&kept, secret, progress, |reader| {
            Ok::<_, OfficeError>((self.held(reader, progress)?, self.whose(reader)?))
        })?;
        self.cabinet.write(|tx| {
            let record = tx.new_id()?;
            self.audit(tx, record, "affected", reason, &shown.name, None)
        })?;
        let made = shown.made.get(..16).unwrap_or(&shown.made).replace('T', " ");
        let customers = u32::try_from(held.len()).unwrap_or(u32::MAX);
        let list = Listing {
            title: TITLE,
            left: whose,
            right: vec![format!("备份 {made}"), format!("共 {customers} 位客户")],
            columns: &COLUMNS,
            rows: held.iter().enumerate().map(|(n, held)| row(n + 1, held)).collect(),
            signers: &["制表人", "部门负责人"],
            notes: vec![format!("事由：{reason}"), "内含完整个人信息，用后按规定保管或销毁".to_owned(), self.stamp("导出")?],
        };
        let file = self.listed(&listing(&list), TITLE, format)?;
        Ok(Affected { file, name: format!("{TITLE} {}{}", made.get(..10).unwrap_or_default(), format.ending()), customers })
    }

    /// By room and name.
    fn held(&self, reader: &Reader<'_>, progress: &dyn Fn(u64, u64) -> bool) -> Result<Vec<Held>> {
        let mut all: BTreeMap<String, Held> = BTreeMap::new();
        for register in ["customer", "outlet"] {
            for item in reader.register(register, true)? {
                let body: RegisterBody = serde_json::from_str(&item.json)?;
                let fact = |name: &str| body.facts.get(name).map_or("", String::as_str);
                let name = match (register, fact("operator")) {
                    ("outlet", "") => continue,
                    ("outlet", operator) => format!("{operator}（{}）", body.name),
                    _ => body.name.clone(),
                };
                let held = all.entry(item.id.to_string()).or_default();
                held.tell(Kind::Name, &name);
                held.tell(Kind::Room, fact("room"));
                held.tell(Kind::Phone, fact("phone"));
            }
        }
        let mut cursor = None;
        let mut done = 0;
        loop {
            let page = reader.search(&SheetQuery::default(), cursor, 500)?;
            for row in &page.rows {
                done += 1;
                if !progress(done, done + 1) {
                    return Err(CabinetError::Cancelled.into());
                }
                match Record::load(reader, row.sheet)? {
                    Some(record) => look_at(&record, &mut all),
                    // A draft: its customer stands in the list.
                    None => {
                        if let Some(held) = all.get_mut(&row.customer) {
                            held.sheets.insert(row.sheet);
                        }
                    }
                }
            }
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        let mut all: Vec<Held> = all.into_values().collect();
        all.sort_by(|a, b| (&a.room, &a.name).cmp(&(&b.room, &b.name)));
        Ok(all)
    }
}

impl Held {
    fn tell(&mut self, kind: Kind, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.kinds.insert(kind);
        match kind {
            Kind::Name if self.name.is_empty() => text.clone_into(&mut self.name),
            Kind::Room if self.room.is_empty() => text.clone_into(&mut self.room),
            Kind::Phone => drop(self.phones.insert(text.to_owned())),
            _ => {}
        }
    }
}

/// What one sheet says of its customers: of the one it was made for, and of those who have a row in it.
fn look_at(record: &Record, all: &mut BTreeMap<String, Held>) {
    let (form, answers) = (record.form(), &record.body.answers);
    let own = answers.fields.get(&form.index.customer).filter(|value| !value.is_empty()).map(|value| match value {
        // Who is in no register goes by the name alone.
        Value::Ref { reference } if !reference.id.is_empty() => (reference.id.clone(), reference.text.clone()),
        other => (format!("name:{}", other.word()), other.word()),
    });
    if let Some((id, name)) = &own {
        let held = all.entry(id.clone()).or_default();
        held.tell(Kind::Name, name);
        held.sheets.insert(record.sheet);
        let computed = record.body.computed.iter().map(|(field, value)| (field.as_str(), value));
        for (field, value) in answers.fields.iter().map(|(field, value)| (field.as_str(), value)).chain(computed) {
            let kind = match form.field(field).map(|(_, f)| f.private) {
                Some(Private::Room) => Kind::Room,
                Some(Private::Phone) => Kind::Phone,
                Some(Private::Id) => Kind::IdNumber,
                _ => continue,
            };
            held.tell(kind, &value.word());
        }
        if answers.each().any(|(_, value)| !value.photos().is_empty()) {
            held.kinds.insert(Kind::Photo);
        }
    }
    for row in answers.rows.values().flatten() {
        if let Some(held) = row.facts.get("ref").and_then(|id| all.get_mut(id)) {
            held.sheets.insert(record.sheet);
        }
    }
    for signed in &record.signatures {
        let Some((role, (section, _))) = form.signature(&signed.body.role).zip(form.field(&signed.body.role)) else { continue };
        if role.who != Who::Customer {
            continue;
        }
        let whose = match answers.row(&section.id, &signed.body.row) {
            Some(row) => row.facts.get("ref").cloned(),
            None => own.as_ref().map(|(id, _)| id.clone()),
        };
        let kind = match &signed.body.method {
            Method::Drawn { .. } | Method::Proxy { .. } => Kind::Signature,
            Method::Paper { .. } => Kind::Scan,
            Method::Refused { .. } => continue,
        };
        if let Some(held) = whose.and_then(|id| all.get_mut(&id)) {
            held.kinds.insert(kind);
        }
    }
}

fn row(number: usize, held: &Held) -> Vec<String> {
    let kinds = held.kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join("、");
    let phones = held.phones.iter().cloned().collect::<Vec<_>>().join("、");
    vec![number.to_string(), held.name.clone(), held.room.clone(), phones, kinds, held.sheets.len().to_string()]
}
