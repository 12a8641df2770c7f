//! Whose a month is and how its 档号 read. A closed month keeps them as they were: what was printed and filed is not renamed by a
//! setting of later years.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::Office;
use super::super::api::VolumeSetting;
use super::super::duties::Post;
use super::super::error::Result;
use super::export::{Given, joined};
use crate::archive::volume::VolumeItem;
use crate::cabinet::Reader;

/// Whose month it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::office) struct Whose {
    pub organisation: String,
    /// Name of the site.
    pub site: String,
    pub department: String,
}

impl Whose {
    /// 示例物业·一期
    pub(super) fn place(&self) -> String {
        joined(&[&self.organisation, &self.site], "·")
    }

    /// 示例物业·一期　客务部
    pub(super) fn line(&self) -> String {
        joined(&[&self.place(), &self.department], "\u{3000}")
    }
}

/// What of names and settings a closing keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::office) struct Names {
    pub whose: Whose,
    /// 全宗号
    pub fonds: String,
    /// 密级
    pub security: String,
    /// Years that papers are kept, and those of papers kept for another time.
    pub years: u32,
    pub retention: BTreeMap<String, u32>,
}

impl Names {
    /// How long a paper of the month is kept.
    pub(super) fn years_of(&self, form: &str) -> u32 {
        self.retention.get(form).copied().unwrap_or(self.years)
    }

    /// The setting of today with what the closing keeps of its own. How a volume is bound stays free: it changes no number.
    pub(super) fn over(self, setting: VolumeSetting) -> VolumeSetting {
        let Self { fonds, security, years, retention, .. } = self;
        VolumeSetting { fonds, security, years, retention, ..setting }
    }
}

impl Office {
    pub(super) fn whose_month(&self, reader: &Reader<'_>, post: &Post) -> Result<Whose> {
        Ok(Whose {
            organisation: self.text_setting(reader, "organisation")?,
            site: post.name.clone(),
            department: self.text_setting(reader, "department")?,
        })
    }

    /// Names and settings as they are now.
    pub(super) fn names_now(&self, reader: &Reader<'_>, post: &Post) -> Result<Names> {
        let VolumeSetting { fonds, security, years, retention, .. } = self.volume_set(reader)?;
        Ok(Names { whose: self.whose_month(reader, post)?, fonds, security, years, retention })
    }
}

impl Given {
    /// 10年, 永久
    pub(super) fn retention(years: u32) -> String {
        if years == 0 { "永久".to_owned() } else { format!("{years}年") }
    }

    /// How long a paper is kept.
    pub(super) fn years(&self, form: &str) -> u32 {
        self.setting.retention.get(form).copied().unwrap_or(self.setting.years)
    }

    /// 档号: fonds, department's file of the year, term and month, 件号. Parts that the department has not set are left out.
    pub(super) fn reference(&self, item: &VolumeItem) -> String {
        let month = self.facts.month;
        let years = self.years(&item.form);
        let term = if years == 0 { "Y".to_owned() } else { format!("D{years}") };
        let (year, month) = (format!("KF·{}", month.year()), format!("{:02}", month.number()));
        joined(&[&self.setting.fonds, &year, &term, &month, &format!("{:04}", item.number)], "-")
    }
}
