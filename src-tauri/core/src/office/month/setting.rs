//! How volumes are bound, and which months there are.

use super::super::Office;
use super::super::api::{MonthLine, MonthStage, VolumeSetting};
use super::super::error::{OfficeError, Result};
use super::super::finish::printable_in;
use super::super::index::SettingBody;
use super::super::people::role::Right;
use super::close;
use crate::archive::Month;
use crate::cabinet::{Kept, Kind, Reader, setting_record};

/// The setting's key.
const VOLUME: &str = "archive.volume";
/// Months that are offered at least.
const OFFERED: u32 = 12;
/// Nothing is kept for longer than this without being kept for ever.
const MOST_YEARS: u32 = 99;

impl Office {
    /// How volumes are bound.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn volume_setting(&self) -> Result<VolumeSetting> {
        self.may(Right::Read)?;
        self.cabinet.read(|reader| self.volume_set(reader))
    }

    pub(super) fn volume_set(&self, reader: &Reader<'_>) -> Result<VolumeSetting> {
        Ok(reader.setting(VOLUME)?.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    /// How they were bound at a place in the order of the log; how they are bound now without one.
    pub(super) fn volume_set_at(&self, reader: &Reader<'_>, up_to: Option<u64>) -> Result<VolumeSetting> {
        let Some(lamport) = up_to else { return self.volume_set(reader) };
        let mut entries = reader.entries_of(setting_record(VOLUME))?;
        entries.retain(|entry| entry.head.kind == Kind::Setting && entry.head.lamport <= lamport);
        let stored = entries.last().map(|entry| reader.body(entry)).transpose()?.and_then(Kept::bytes);
        let body: Option<SettingBody> = stored.map(|stored| serde_json::from_slice(&stored)).transpose()?;
        Ok(body.and_then(|body| serde_json::from_value(body.value).ok()).unwrap_or_default())
    }

    /// Changes how volumes are bound; months that are closed keep their root, their 档号, terms and names, and are bound as now.
    ///
    /// # Errors
    /// `missing` for a number of years that is none, `glyph-missing`.
    pub fn set_volume_setting(&self, setting: &VolumeSetting) -> Result<VolumeSetting> {
        self.may(Right::Settings)?;
        printable_in("全宗号", &setting.fonds)?;
        printable_in("密级", &setting.security)?;
        let known = |form: &String| self.library.get(form).is_some();
        if setting.years > MOST_YEARS || setting.retention.values().any(|years| *years > MOST_YEARS) {
            return Err(OfficeError::Missing("years"));
        }
        if !setting.retention.keys().all(known) {
            return Err(OfficeError::NotFound("form".to_owned()));
        }
        let value = serde_json::to_value(setting)?;
        self.cabinet.write(|tx| {
            self.put_setting(tx, VOLUME, value)?;
            self.volume_set(tx)
        })
    }

    /// The months of the site in use: from the first that has anything to the one that runs, newest first.
    ///
    /// # Errors
    /// `not-found` when no site is in use.
    pub fn months(&self) -> Result<Vec<MonthLine>> {
        self.may(Right::Read)?;
        let now = Month::of(self.today_date());
        self.cabinet.read(|reader| {
            let post = self.month_post(reader)?;
            let closed = close::closed_months(reader, &post)?;
            let first = self.first_month(reader, &post.id)?.unwrap_or(now).min(now.back(OFFERED - 1));
            let mut out = Vec::new();
            let mut month = now;
            while month >= first {
                let row = closed.iter().find(|row| row.month == month.to_string());
                let stage = match row {
                    Some(_) => MonthStage::Closed,
                    None if month == now => MonthStage::Running,
                    None => MonthStage::Open,
                };
                let (at, items) = row.map(|row| (row.at.clone(), row.items)).unwrap_or_default();
                out.push(MonthLine { month, stage, at, items });
                month = month.back(1);
            }
            Ok(out)
        })
    }

    fn first_month(&self, reader: &Reader<'_>, site: &str) -> Result<Option<Month>> {
        Ok(reader.first_day(site)?.map(Month::of))
    }
}
