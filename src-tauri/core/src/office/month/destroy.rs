//! What has been kept long enough: a list that two people sign, and the destruction of its content. The entries stay as
//! tombstones, so that the log is whole and says who destroyed what, when and why.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::super::api::{Destroyed, DestructionItem, DestructionList, VolumeSetting};
use super::super::duties::{Post, posts};
use super::super::error::{OfficeError, Result};
use super::super::finish::printable_in;
use super::super::people::role::Right;
use super::super::print::Wanted;
use super::super::{Office, bytes};
use super::close::{self, ClosingBody};
use super::way::Way;
use crate::archive::Month;
use crate::archive::volume::{Volume, VolumeItem};
use crate::cabinet::{Hash, Kept, Kind, NewEntry, Reader, setting_record};
use crate::clock::Id;
use crate::paper::compose::listing::{Column, Listing, listing};
use crate::paper::grid::Align;
use crate::paper::mask::Mask;

/// Daily backups of this many months are kept, so that what was destroyed is in one of them for as long. Those of other occasions
/// stay until somebody takes them away.
const BACKUP_MONTHS: u32 = 12;
/// The setting under which a list waits for the second person.
const ASKED: &str = "archive.destruction";

const COLUMNS: [Column<'static>; 6] = [
    Column { label: "序号", width: 1_400, align: Align::Center },
    Column { label: "归档月份", width: 3_200, align: Align::Center },
    Column { label: "件号", width: 2_000, align: Align::Center },
    Column { label: "编号", width: 4_600, align: Align::Center },
    Column { label: "题名", width: 9_500, align: Align::Left },
    Column { label: "保管期满", width: 5_000, align: Align::Center },
];

/// A list that waits for the second person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Asked {
    list: String,
    by: String,
    by_id: String,
    at: String,
    reason: String,
}

/// The body of a destruction entry. It names what it destroys, and no customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct DestructionBody {
    v: u32,
    salt: String,
    asked_by: String,
    asked_at: String,
    by: String,
    at: String,
    reason: String,
    items: Vec<DestructionItem>,
    /// SHA-256 of everything that is gone.
    hashes: Vec<String>,
    #[serde(flatten)]
    other: Map<String, Json>,
}

/// The first day on which a paper of a month need not be kept any more: the years count from the first of January after it.
/// None where it is kept for ever.
#[must_use]
pub(super) fn expires(month: Month, years: u32) -> Option<NaiveDate> {
    let years = i32::try_from(years).ok().filter(|years| *years > 0)?;
    NaiveDate::from_ymd_opt(month.year().checked_add(1)?.checked_add(years)?, 1, 1)
}

impl Office {
    /// What has been kept long enough, by month and 件号, and who asked for its destruction.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn destruction_list(&self) -> Result<DestructionList> {
        self.may(Right::Reopen)?;
        self.cabinet.read(|reader| self.expired(reader))
    }

    fn expired(&self, reader: &Reader<'_>) -> Result<DestructionList> {
        let setting = self.volume_set(reader)?;
        let today = self.today_date();
        let mut closings = Vec::new();
        for post in posts(reader)? {
            for row in close::closed_months(reader, &post)? {
                let month: Month = row.month.parse().map_err(|_| OfficeError::Missing("month"))?;
                if let Some(closing) = close::closed(reader, &post, month)? {
                    closings.push((post.clone(), month, closing));
                }
            }
        }
        let mut terms = BTreeMap::new();
        for (post, month, closing) in &closings {
            // What was filed behind the seal is kept as long as what it lies beside. To find it the month is read anew, so that is
            // done only where something is old enough.
            let years = setting.retention.values().chain([&setting.years]);
            let old = years.filter_map(|years| expires(*month, *years)).any(|day| day <= today);
            let later = if old { self.filed_later(reader, post, *month, closing)? } else { Vec::new() };
            for item in closing.items.iter().chain(&later) {
                let term = Term { until: expires(*month, years_of(&setting, &item.form, Some(closing))), month: *month };
                let held = terms.entry(item.sheet.clone()).or_insert_with(|| (term, post, item.clone()));
                // A sheet whose day was moved is in two months, and leaves with the one that keeps it longer.
                if term.is_longer(held.0) {
                    *held = (term, post, item.clone());
                }
            }
        }
        let mut items = Vec::new();
        for (term, post, item) in terms.into_values() {
            let Some(day) = term.until.filter(|day| *day <= today) else { continue };
            let sheet: Id = item.sheet.parse()?;
            // Who is still writing on it has not done with it; what is gone is gone.
            if is_destroyed(reader, sheet)? || !reader.drafts_of(sheet)?.is_empty() {
                continue;
            }
            // The month that it is of by now, be that closed with it, without it or not at all.
            if let Some(row) = reader.sheet(sheet)? {
                let own = Month::of(row.date);
                let closing = closings.iter().find(|(post, month, _)| post.id == row.site && *month == own);
                let years = years_of(&setting, &item.form, closing.map(|(_, _, closing)| closing));
                if expires(own, years).is_none_or(|day| day > today) {
                    continue;
                }
            }
            items.push(DestructionItem {
                month: term.month,
                site: post.name.clone(),
                number: item.number,
                sheet: item.sheet,
                serial: item.serial,
                title: item.title,
                expired: day.to_string(),
            });
        }
        items.sort_by(|a, b| (a.month, &a.site, a.number, &a.serial).cmp(&(b.month, &b.site, b.number, &b.serial)));
        let list = hash_of(&items);
        let asked = asked(reader)?.filter(|asked| asked.list == list).unwrap_or_default();
        let own = self.author(reader)?.id;
        Ok(DestructionList {
            items,
            list,
            asked_by: asked.by,
            asked_at: asked.at,
            reason: asked.reason,
            own: !asked.by_id.is_empty() && asked.by_id == own,
            backups_kept: self.backups_that_stay(reader)?,
        })
    }

    /// Sheets of a month that its closing does not have, numbered 0: they have no 件号 yet.
    fn filed_later(&self, reader: &Reader<'_>, post: &Post, month: Month, closing: &ClosingBody) -> Result<Vec<VolumeItem>> {
        let now = Volume::of(&self.month_facts(reader, post, month, &self.veil(reader)?, Way::short())?);
        let later = now.items.into_iter().filter(|item| closing.items.iter().all(|sealed| sealed.sheet != item.sheet));
        Ok(later.map(|item| VolumeItem { number: 0, ..item }).collect())
    }

    /// Asks for the destruction of a list as it was shown: the first of the two people.
    ///
    /// # Errors
    /// `missing` without a reason or with nothing to destroy, `list-moved` when the list is another by now.
    pub fn ask_destruction(&self, list: &str, reason: &str) -> Result<DestructionList> {
        self.may(Right::Reopen)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(OfficeError::Missing("reason"));
        }
        printable_in("原因", reason)?;
        self.cabinet.write(|tx| {
            let shown = self.expired(tx)?;
            if shown.items.is_empty() {
                return Err(OfficeError::Missing("sheets"));
            }
            if shown.list != list {
                return Err(OfficeError::ListMoved);
            }
            // It is kept when the content is gone, and names no customer.
            let reason = &self.veil_of(tx, Mask::ALL)?.free(reason);
            let author = self.author(tx)?;
            let asked = Asked {
                list: list.to_owned(),
                by: author.text,
                by_id: author.id,
                at: self.now_text(),
                reason: reason.to_owned(),
            };
            self.put_setting(tx, ASKED, serde_json::to_value(&asked)?)?;
            let count = shown.items.len().to_string();
            self.audit(tx, setting_record(ASKED), "destruction-asked", reason, &count, None)?;
            self.expired(tx)
        })
    }

    /// Destroys a list that somebody else asked for: the second of the two people. Bodies, signatures, photos and scans of its
    /// sheets leave the cabinet, their words leave the search index; their entries stay.
    ///
    /// # Errors
    /// `list-moved` when the list is another by now or nobody asked for it, `own-destruction` for who asked.
    pub fn destroy(&self, list: &str) -> Result<Destroyed> {
        self.may(Right::Reopen)?;
        let today = self.today_date();
        self.cabinet.write(|tx| {
            let shown = self.expired(tx)?;
            let asked = asked(tx)?.filter(|asked| asked.list == list && shown.list == list).ok_or(OfficeError::ListMoved)?;
            let author = self.author(tx)?;
            if author.id == asked.by_id {
                return Err(OfficeError::OwnDestruction);
            }
            let records: Vec<Id> = shown.items.iter().map(|item| item.sheet.parse()).collect::<Result<_, _>>()?;
            let hashes = tx.kept_by_only(&records)?;
            let body = DestructionBody {
                v: 1,
                salt: self.salt()?,
                asked_by: asked.by,
                asked_at: asked.at,
                by: author.text,
                at: self.now_text(),
                reason: asked.reason.clone(),
                hashes: hashes.iter().map(Hash::to_string).collect(),
                items: shown.items.clone(),
                other: Map::new(),
            };
            let stored = bytes(&body)?;
            let mut new = NewEntry::new(Kind::Destruction, setting_record(ASKED), &stored);
            new.author = author.id;
            let entry = self.append(tx, new)?;
            tx.destroy(&entry, &hashes)?;
            tx.forget(&records)?;
            self.put_setting(tx, ASKED, Json::Null)?;
            let count = shown.items.len().to_string();
            self.audit(tx, setting_record(ASKED), "destruction", &asked.reason, &count, None)?;
            let until = today.checked_add_months(Months::new(BACKUP_MONTHS)).unwrap_or(today);
            Ok(Destroyed {
                items: u32::try_from(shown.items.len()).unwrap_or(u32::MAX),
                backups_until: until.to_string(),
                backups_kept: shown.backups_kept,
            })
        })
    }

    /// The list as a paper that two people sign (销毁清册).
    ///
    /// # Errors
    /// `missing` when there is nothing on it.
    pub fn destruction_paper(&self, format: Wanted) -> Result<Vec<u8>> {
        self.may(Right::Reopen)?;
        let (list, whose) = self.cabinet.read(|reader| {
            let whose = [self.text_setting(reader, "organisation")?, self.text_setting(reader, "department")?];
            Ok::<_, OfficeError>((self.expired(reader)?, whose.join("\u{3000}")))
        })?;
        if list.items.is_empty() {
            return Err(OfficeError::Missing("sheets"));
        }
        let row = |(n, item): (usize, &DestructionItem)| {
            vec![
                (n + 1).to_string(),
                item.month.words(),
                if item.number == 0 { "补入".to_owned() } else { item.number.to_string() },
                item.serial.clone(),
                item.title.clone(),
                item.expired.clone(),
            ]
        };
        let grid = self.marked(listing(&Listing {
            title: "销毁清册",
            left: whose,
            right: vec![format!("共{}件", list.items.len()), format!("清册校验 {}", list.list.get(..16).unwrap_or_default())],
            columns: &COLUMNS,
            rows: list.items.iter().enumerate().map(row).collect(),
            signers: &["提请人", "批准人"],
            notes: vec![
                format!(
                    "每日备份随保留期自动删除。手工备份、迁移前和恢复前的备份不会自动删除，现有{}份，请自行销毁。",
                    list.backups_kept
                ),
                self.stamp("导出")?,
            ],
        }));
        // The act is written into the log first: what could not be logged is not handed out.
        self.cabinet
            .write(|tx| self.audit(tx, setting_record(ASKED), "destruction-list", "", &list.items.len().to_string(), None))?;
        self.listed(&grid, "销毁清册", format)
    }
}

/// Until when a closing keeps a sheet.
#[derive(Clone, Copy)]
struct Term {
    /// None is for ever.
    until: Option<NaiveDate>,
    month: Month,
}

impl Term {
    fn is_longer(self, than: Self) -> bool {
        than.until.is_some_and(|other| self.until.is_none_or(|day| day > other))
    }
}

/// How long a paper is kept by the rule of today and by that of its closing: what its cover says is not shortened by a setting of
/// later years, nor is the setting. 0 is for ever.
fn years_of(setting: &VolumeSetting, form: &str, closing: Option<&ClosingBody>) -> u32 {
    let years = setting.retention.get(form).copied().unwrap_or(setting.years);
    match closing.and_then(|closing| closing.named.as_ref()).map(|named| named.years_of(form)) {
        Some(sealed) if years == 0 || sealed == 0 => 0,
        Some(sealed) => years.max(sealed),
        None => years,
    }
}

/// Whether the content of a sheet was destroyed.
pub(in crate::office) fn is_destroyed(reader: &Reader<'_>, sheet: Id) -> Result<bool> {
    let newest = reader.entries_of(sheet)?.into_iter().rfind(|entry| entry.head.kind == Kind::Revision);
    Ok(match newest {
        Some(entry) => matches!(reader.body(&entry)?, Kept::Destroyed(_)),
        None => false,
    })
}

fn asked(reader: &Reader<'_>) -> Result<Option<Asked>> {
    Ok(reader.setting(ASKED)?.and_then(|json| serde_json::from_str(&json).ok()))
}

/// Names a list, so that nobody signs for another than they saw.
fn hash_of(items: &[DestructionItem]) -> String {
    let mut hash = Sha256::new();
    for item in items {
        hash.update(&item.sheet);
        hash.update([0]);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
