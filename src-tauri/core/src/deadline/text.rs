//! How times stand in bodies, and the words for dates.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::clock::{CHINA_MIN, Stamp};

/// `2026年2月13日`: how papers and explanations write a date.
#[must_use]
pub fn long_date(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// `周一` to `周日`.
#[must_use]
pub fn weekday_word(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}

/// `Fri 13 Feb 2026`: the same for readers of English.
pub(super) fn english_date(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// English for the holidays of the notices; other names stay as they are typed.
pub(super) fn english_holiday(name: &str) -> String {
    let one = |name: &str| match name {
        "元旦" => "New Year's Day",
        "春节" => "Spring Festival",
        "清明节" => "Qingming",
        "劳动节" => "Labour Day",
        "端午节" => "Dragon Boat Festival",
        "中秋节" => "Mid-Autumn Festival",
        "国庆节" => "National Day",
        _ => "",
    };
    let parts: Vec<&str> = name.split('、').map(|part| Some(one(part)).filter(|w| !w.is_empty()).unwrap_or(part)).collect();
    parts.join(", ")
}

/// A time of day as `09:00`.
pub(super) mod minute {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(in crate::deadline) fn serialize<S: Serializer>(time: &NaiveTime, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&time.format("%H:%M").to_string())
    }

    pub(in crate::deadline) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveTime, D::Error> {
        let text = String::deserialize(from)?;
        NaiveTime::parse_from_str(&text, "%H:%M").map_err(D::Error::custom)
    }
}

/// A moment as `2026-02-13T18:30+08:00`.
pub(super) mod moment {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::clock::Stamp;

    pub(in crate::deadline) fn serialize<S: Serializer>(at: &Stamp, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&at.to_minute())
    }

    pub(in crate::deadline) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Stamp, D::Error> {
        Stamp::parse(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// An event as people and files write it: `2026-02-13`, `2026-02-13T18:30` (in the time of China), with an offset or without;
/// and whether a time of day was given. None when it is no date.
#[must_use]
pub fn read_event(text: &str) -> Option<(Stamp, bool)> {
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some((Stamp::from_local(date, chrono::NaiveTime::MIN, CHINA_MIN), false));
    }
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok();
    let at = local.map(|at| Stamp::from_local(at.date(), at.time(), CHINA_MIN)).or_else(|| Stamp::parse(text).ok())?;
    Some((at.in_china(), true))
}
