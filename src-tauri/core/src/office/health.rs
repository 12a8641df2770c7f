//! How the cabinet is: what a person asks when something looks wrong, quickly told.

use serde::{Deserialize, Serialize};

use super::Office;
use super::api::{DayInfo, Notice, NoticeCode};
use super::error::Result;
use super::people::role::Right;
use crate::cabinet::{Warning, about};

/// Quick facts of an open cabinet. Its last entries were checked when it was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// The cabinet's id.
    pub cabinet: String,
    /// This device's id.
    pub device: String,
    /// The letter of its serials.
    pub letter: String,
    /// SQLite's version.
    pub sqlite: String,
    /// Schema of the file.
    pub schema: u32,
    /// Entries in the log.
    pub entries: u64,
    /// Drafts waiting.
    pub drafts: u32,
    /// When the last entry was written, `2026-02-24T10:32+08:00`; empty in an empty log.
    pub last_entry: String,
    /// Today.
    pub today: DayInfo,
    /// What looks wrong and needs a person.
    pub problems: Vec<Notice>,
    /// What is worth knowing and harms nothing.
    pub notes: Vec<Notice>,
}

/// Notices that harm nothing by themselves.
const HARMLESS: &[NoticeCode] =
    &[NoticeCode::ClockSuspect, NoticeCode::BackupOverdue, NoticeCode::HighWaterAbsent, NoticeCode::HighWaterUnreadable];

impl Office {
    /// Quick facts of the cabinet.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn health(&self) -> Result<Health> {
        self.may(Right::Read)?;
        let mut notices = self.notices();
        for warning in self.cabinet().warnings() {
            let (code, message) = match warning {
                Warning::HighWaterAbsent => {
                    (NoticeCode::HighWaterAbsent, "这台电脑还没有这个资料库的防丢失标记，下次保存时写入。")
                }
                Warning::HighWaterUnreadable if self.cabinet().marked_by_another() => (
                    NoticeCode::HighWaterUnreadable,
                    "防丢失标记是同一资料库的另一份写的（例如为演练恢复的备份）。这一份下次保存时重写；演练用的那一份用完请删去。",
                ),
                Warning::HighWaterUnreadable => (NoticeCode::HighWaterUnreadable, "防丢失标记读不出来，下次保存时重写。"),
                _ => continue,
            };
            notices.push(Notice { code, message: message.to_owned(), count: 0 });
        }
        let (notes, problems) = notices.into_iter().partition(|n| HARMLESS.contains(&n.code));
        let about = about();
        self.cabinet().read(|reader| {
            let last = reader.newest_entries(1)?;
            Ok(Health {
                cabinet: self.cabinet().id().to_string(),
                device: self.cabinet().device().to_string(),
                letter: self.cabinet().letter().to_owned(),
                sqlite: about.sqlite,
                schema: about.schema,
                entries: reader.entry_count()?,
                drafts: u32::try_from(reader.drafts()?.len()).unwrap_or(u32::MAX),
                last_entry: last.first().map(|e| e.head.stamp().to_minute()).unwrap_or_default(),
                today: self.day_info(self.today_date()),
                problems,
                notes,
            })
        })
    }
}
