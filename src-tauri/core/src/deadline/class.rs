//! What a day is, in one word for programs.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, DayKind};

/// A day in one word, as `calendar classify` tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayClass {
    /// An ordinary working day.
    Workday,
    /// An ordinary rest day of the week.
    Weekend,
    /// A day off that a notice, the law or the department gives.
    Holiday,
    /// A rest day that is worked.
    MakeUp,
    /// Its year has no notice yet: what is told of it is a guess.
    Provisional,
}

impl DayClass {
    /// The word on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Workday => "工作日",
            Self::Weekend => "周末",
            Self::Holiday => "放假",
            Self::MakeUp => "补班",
            Self::Provisional => "暂定",
        }
    }
}

impl Calendar {
    /// What a day is. A day of a year whose notice is known is never provisional here: what a later notice may still do to
    /// the last days of a December is told by deadlines.
    #[must_use]
    pub fn class(&self, date: NaiveDate) -> DayClass {
        let day = self.day(date);
        match day.kind {
            _ if day.provisional && self.year(date.year()).is_none() => DayClass::Provisional,
            DayKind::Workday => DayClass::Workday,
            DayKind::MakeUp => DayClass::MakeUp,
            DayKind::Rest if day.name.is_empty() => DayClass::Weekend,
            DayKind::Rest | DayKind::Holiday => DayClass::Holiday,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::Override;

    #[test]
    fn a_year_without_notice_is_provisional_but_the_last_days_before_it_are_what_their_notice_says() {
        let calendar = Calendar::shipped().unwrap();
        let class = |day: &str| calendar.class(day.parse().unwrap());
        assert_eq!(class("2027-01-01"), DayClass::Provisional, "a day off by law, but of a year that is not arranged");
        assert_eq!(class("2027-03-03"), DayClass::Provisional, "any day of it");
        assert_eq!(class("2023-12-29"), DayClass::Provisional, "a year before the first file");
        assert_eq!(class("2026-12-31"), DayClass::Workday, "2026 is arranged");
        let own = Override { date: "2027-03-03".parse().unwrap(), working: false, name: "公司活动".to_owned() };
        assert_eq!(calendar.with_override(own).class("2027-03-03".parse().unwrap()), DayClass::Holiday, "the department's word");
    }
}
