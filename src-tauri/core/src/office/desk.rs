//! The desk: where one is, what day it is, what the user should know, and the papers at hand.

use chrono::{Datelike as _, NaiveDate};
use serde_json::Value as Json;

use super::Office;
use super::api::{DayInfo, Desk, FormCard, Notice, NoticeCode, SheetState, Shelf};
use super::error::{OfficeError, Result};
use super::finish::printable_in;
use super::index::SettingBody;
use super::people::role::Right;
use super::propose::TARGET;
use super::record::Record;
use crate::cabinet::{Kind, NewEntry, Reader, Warning, setting_record};
use crate::form::Cadence;
use crate::paper::mask::Veil;
use crate::sheet::Reference;

/// Settings that the window may change.
const SETTINGS: &[&str] = &["organisation", "department", "language", "theme", LOCK_AFTER];
/// Minutes without a hand at the machine after which the window locks.
const LOCK_AFTER: &str = "lock.after";
/// Minutes when nothing was set.
const LOCK_AFTER_USUAL: u32 = 10;
/// Longer than this and a machine left on a counter is anybody's.
const LOCK_AFTER_MOST: u32 = 60;
/// Those that each screen may change.
const SCREEN: &[&str] = &["language", "theme"];

/// What a setting is called on the screen.
fn setting_label(key: &str) -> &'static str {
    match key {
        "organisation" => "单位名称",
        "department" => "部门名称",
        _ if key.starts_with(TARGET) => "抽查目标",
        _ => "设置",
    }
}

impl Office {
    /// The frame of every view.
    ///
    /// # Errors
    /// A failure of the file; `handed-over`.
    pub fn desk(&self) -> Result<Desk> {
        self.may(Right::Read)?;
        self.look_at_clock();
        if self.counting().unread {
            self.count_anew();
        }
        let role = self.role();
        let mut rights = Vec::new();
        for right in Right::ALL {
            if role.may(right) || self.delegated(right)? {
                rights.push(right);
            }
        }
        self.cabinet.read(|reader| {
            let site = self.text_setting(reader, "site")?;
            let mut person = self.author(reader)?;
            super::veil::reference(&Veil::of(role.mask()), &mut person);
            let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
            let sites = reader.register("site", false)?.into_iter().map(|i| Reference {
                id: i.id.to_string(),
                register: i.kind,
                text: i.name,
                facts: std::collections::BTreeMap::new(),
            });
            Ok(Desk {
                organisation: self.text_setting(reader, "organisation")?,
                department: self.text_setting(reader, "department")?,
                site: if site.is_empty() {
                    Reference::default()
                } else {
                    self.reference(reader, "site", &site)?.unwrap_or_default()
                },
                sites: sites.collect(),
                person,
                account: self.account_id(),
                role,
                rights,
                lock_after: minutes(&self.text_setting(reader, LOCK_AFTER)?).unwrap_or(LOCK_AFTER_USUAL),
                day: self.day_info(self.today_date()),
                notices: self.notices(),
                practice: self.is_practice(),
                language: or(self.text_setting(reader, "language")?, "zh-CN"),
                theme: or(self.text_setting(reader, "theme")?, "system"),
                targets: self.targets(reader)?,
                drafts: u32::try_from(reader.drafts()?.len()).unwrap_or(u32::MAX),
            })
        })
    }

    /// Changes a setting of the department or of the screen.
    ///
    /// # Errors
    /// `not-allowed`, `not-found` for a key that is no setting, `missing` for an empty name or a time that is none.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<Desk> {
        self.may(if SCREEN.contains(&key) { Right::Read } else { Right::Settings })?;
        let target = match key.strip_prefix(TARGET) {
            Some(rule) => self.cabinet.read(|reader| self.targets(reader))?.contains_key(rule),
            None => false,
        };
        if !target && !SETTINGS.contains(&key) {
            return Err(OfficeError::NotFound("setting".to_owned()));
        }
        if value.trim().is_empty() {
            return Err(OfficeError::Missing("value"));
        }
        if key == LOCK_AFTER && minutes(value).is_none() {
            return Err(OfficeError::Missing("minutes"));
        }
        printable_in(setting_label(key), value)?;
        self.cabinet.write(|tx| self.put_setting(tx, key, Json::String(value.trim().to_owned())))?;
        self.desk()
    }

    /// Changes the site in use.
    ///
    /// # Errors
    /// `not-found`.
    pub fn use_site(&self, site: &str) -> Result<Desk> {
        self.may(Right::Read)?;
        self.cabinet.write(|tx| {
            self.reference(tx, "site", site)?.ok_or_else(|| OfficeError::NotFound("site".to_owned()))?;
            self.put_setting(tx, "site", Json::String(site.to_owned()))
        })?;
        self.desk()
    }

    /// The user's answer that today's date is right: deadlines count from it again.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn trust_clock(&self) -> Result<Desk> {
        self.may(Right::Fill)?;
        self.cabinet.write(|tx| {
            let key = "clock.confirmed";
            let value = Json::String(self.now_text());
            let body = SettingBody { v: 1, salt: self.salt()?, key: key.to_owned(), value, ..SettingBody::default() };
            let stored = super::bytes(&body)?;
            let mut new = NewEntry::new(Kind::Setting, setting_record(key), &stored);
            new.author = self.author(tx)?.id;
            new.clock_confirmed = true;
            self.append(tx, new)
        })?;
        self.desk()
    }

    /// The days of a month, `2026-02`.
    ///
    /// # Errors
    /// `not-found` when it is no month.
    pub fn calendar(&self, month: &str) -> Result<Vec<DayInfo>> {
        self.may(Right::Read)?;
        let first = NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d")
            .map_err(|_| OfficeError::NotFound("month".to_owned()))?;
        let days = first.iter_days().take_while(|d| d.month() == first.month());
        Ok(days.map(|d| self.day_info(d)).collect())
    }

    pub(super) fn day_info(&self, date: NaiveDate) -> DayInfo {
        let day = self.counting().calendar.day(date);
        DayInfo {
            date: date.to_string(),
            words: crate::sheet::long_date(date),
            weekday: crate::deadline::weekday_word(date).to_owned(),
            kind: day.kind.word().to_owned(),
            name: day.name,
            working: day.working,
            provisional: day.provisional,
        }
    }

    pub(super) fn notices(&self) -> Vec<Notice> {
        let mut out = Vec::new();
        let mut tell = |code, message: String, count: u64| {
            out.push(Notice { code, message, count: u32::try_from(count).unwrap_or(u32::MAX) });
        };
        if self.cabinet.clock_suspect() {
            let today = crate::sheet::long_date(self.clock().now().date());
            tell(NoticeCode::ClockSuspect, format!("今天是{today}吗？电脑的日期和上次保存时对不上。"), 0);
        }
        let damage = self.damage_notice();
        for warning in self.cabinet.warnings() {
            match &warning {
                Warning::EntriesMissing { expected, found } => {
                    let gone = expected.saturating_sub(*found);
                    let said = format!("资料库少了{gone}条记录，可能是换回了旧的备份。已有的内容都在，请核对最近的单据。");
                    tell(NoticeCode::EntriesMissing, said, gone);
                }
                Warning::HistoryReplaced { .. } => {
                    let said = "资料库的历史和这台电脑记得的不一样，请核对最近的单据。";
                    tell(NoticeCode::HistoryReplaced, said.to_owned(), 0);
                }
                // The full check says the same and more.
                Warning::Problems(_) if damage.is_some() => {}
                Warning::Problems(problems) => {
                    let wrong = problems.len();
                    let said = format!("最近的记录里有{wrong}处对不上，请到设置里核验。");
                    tell(NoticeCode::EntriesDamaged, said, u64::try_from(wrong).unwrap_or(u64::MAX));
                }
                Warning::HighWaterUnwritable => {
                    let said = "防丢失的标记没写进去，内容已保存。请检查磁盘。";
                    tell(NoticeCode::HighWaterUnwritable, said.to_owned(), 0);
                }
                Warning::HighWaterAbsent | Warning::HighWaterUnreadable => {}
            }
        }
        if let Some((said, sheets)) = damage {
            tell(NoticeCode::DamageFound, said, sheets);
        }
        if self.counting().unread {
            let said = "部门的日历和时限没有读出来，期限暂按程序自带的计算。请到设置里核验。";
            tell(NoticeCode::CalendarUnread, said.to_owned(), 0);
        }
        if self.backup_overdue() {
            let said = "七天没有往第二处（U盘或另一块硬盘）备份了。请到设置的备份里选好第二处，备份到那里（终端：backup --to DIR --second-place）。";
            tell(NoticeCode::BackupOverdue, said.to_owned(), 0);
        }
        out
    }

    /// The papers that can be filled, those due first.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn forms(&self) -> Result<Vec<FormCard>> {
        self.may(Right::Read)?;
        self.cabinet.read(|reader| {
            let mut cards = Vec::new();
            for loaded in self.library.iter() {
                let form = &loaded.form;
                let begun = self.begun_already(reader, form)?;
                let (draft, sheet) = begun.unwrap_or_default();
                let done = !sheet.is_empty() && draft.is_empty() && self.is_complete(reader, &sheet)?;
                cards.push(FormCard {
                    id: form.id.clone(),
                    edition: form.edition.clone(),
                    number: form.number.clone(),
                    title: form.title.clone(),
                    subtitle: form.subtitle.clone(),
                    english: form.english.clone(),
                    cadence: form.cadence,
                    orientation: form.orientation,
                    due: form.cadence != Cadence::None && !done,
                    begun: if draft.is_empty() { sheet } else { draft },
                    shelf: match form.case_kind() {
                        _ if form.cadence != Cadence::None => Shelf::Duty,
                        Some(_) => Shelf::Case,
                        None => Shelf::Beside,
                    },
                });
            }
            cards.sort_by_key(|c| !c.due);
            Ok(cards)
        })
    }

    fn is_complete(&self, reader: &Reader<'_>, sheet: &str) -> Result<bool> {
        let record = Record::need(reader, sheet.parse()?)?;
        Ok(record.state().0 != SheetState::Open)
    }
}

/// Minutes as a setting holds them.
fn minutes(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|minutes| (1..=LOCK_AFTER_MOST).contains(minutes))
}
