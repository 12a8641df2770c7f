//! Which days are worked, what kind of day each is, and how certain that is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::hours::Hours;
use super::statutory::Statutory;
use super::year::{CalendarError, Holiday, SHIPPED, Year};

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum DayKind {
    /// 工作日: an ordinary working day.
    Workday,
    /// 休息日: a weekend, or a rest day that a notice moved next to a holiday.
    Rest,
    /// 法定节假日: a day that the law itself names.
    Holiday,
    /// 补班: a rest day that is worked to make up for a moved one.
    MakeUp,
}

impl DayKind {
    /// The word on paper: 工作日, 休息日, 法定节假日, 补班.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Workday => "工作日",
            Self::Rest => "休息日",
            Self::Holiday => "法定节假日",
            Self::MakeUp => "补班",
        }
    }

    /// The word in English.
    #[must_use]
    pub fn english(self) -> &'static str {
        match self {
            Self::Workday => "working day",
            Self::Rest => "day off",
            Self::Holiday => "public holiday",
            Self::MakeUp => "make-up working day",
        }
    }

    /// Whether the day is worked.
    #[must_use]
    pub fn working(self) -> bool {
        matches!(self, Self::Workday | Self::MakeUp)
    }
}

/// A day as the calendar sees it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "bindings", ts(rename = "CalendarDay"))]
pub struct Day {
    /// Whether it is worked.
    pub working: bool,
    /// What it is.
    pub kind: DayKind,
    /// Holiday it belongs to, or the department's own word for the exception; empty on other days.
    pub name: String,
    /// A notice that is not out yet may still change this day (暂定).
    pub provisional: bool,
}

/// The working days of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "[bool; 7]", into = "[bool; 7]")]
pub struct Week([bool; 7]);

impl Week {
    /// Monday to Friday.
    pub const MONDAY_TO_FRIDAY: Self = Self([true, true, true, true, true, false, false]);

    /// A week from seven answers, Monday first.
    ///
    /// # Errors
    /// When no day is worked: nothing could ever be due.
    pub fn new(worked: [bool; 7]) -> Result<Self, CalendarError> {
        if worked.contains(&true) { Ok(Self(worked)) } else { Err(CalendarError::NoWorkingDay) }
    }

    /// Whether that day of the week is worked.
    #[must_use]
    pub fn works(self, day: Weekday) -> bool {
        self.0.get(day.num_days_from_monday() as usize).copied().unwrap_or(false)
    }
}

impl Default for Week {
    fn default() -> Self {
        Self::MONDAY_TO_FRIDAY
    }
}

impl TryFrom<[bool; 7]> for Week {
    type Error = CalendarError;
    fn try_from(worked: [bool; 7]) -> Result<Self, Self::Error> {
        Self::new(worked)
    }
}

impl From<Week> for [bool; 7] {
    fn from(week: Week) -> Self {
        week.0
    }
}

/// A department's own exception for one day; it stands above every notice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Override {
    /// The day.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub date: NaiveDate,
    /// Whether it is worked.
    pub working: bool,
    /// Why, in a word or two.
    pub name: String,
}

/// The calendar of a department.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    week: Week,
    weeks: BTreeMap<NaiveDate, Week>,
    hours: Hours,
    years: BTreeMap<i32, Year>,
    days: BTreeMap<i32, BTreeMap<NaiveDate, (DayKind, String)>>,
    own: BTreeMap<NaiveDate, (bool, String)>,
    statutory: Statutory,
}

/// A notice has more than once arranged days of the last week of the December before (2007, 2011, 2016, 2018, 2022), so
/// that these days stay provisional until the next year's notice is there.
const NEXT_NOTICE_REACHES_BACK_TO: u32 = 25;

impl Calendar {
    /// A calendar without any notice: weekends and statutory days only, every day provisional.
    ///
    /// # Errors
    /// When the statutory days that ship cannot be read.
    pub fn bare(week: Week) -> Result<Self, CalendarError> {
        Ok(Self { week, statutory: Statutory::shipped()?, ..Self::default() })
    }

    /// The calendar that ships: Monday to Friday and the notices for 2024 to 2026.
    ///
    /// # Errors
    /// When a shipped file cannot be read.
    pub fn shipped() -> Result<Self, CalendarError> {
        let mut calendar = Self::bare(Week::default())?;
        for json in SHIPPED {
            calendar = calendar.with_year(&Year::parse(json)?);
        }
        Ok(calendar)
    }

    /// The same with a year's notice, which replaces an earlier one for that year.
    #[must_use]
    pub fn with_year(mut self, year: &Year) -> Self {
        let mut days = BTreeMap::new();
        for holiday in year.holidays() {
            for date in holiday.days() {
                let kind = if holiday.statutory.contains(&date) { DayKind::Holiday } else { DayKind::Rest };
                days.insert(date, (kind, holiday.name.clone()));
            }
            for date in &holiday.make_up {
                days.insert(*date, (DayKind::MakeUp, holiday.name.clone()));
            }
        }
        self.years.insert(year.year(), year.clone());
        self.days.insert(year.year(), days);
        self
    }

    /// The same without the notice of a year: it counts by the law's days and is provisional.
    #[must_use]
    pub fn without_year(mut self, year: i32) -> Self {
        self.years.remove(&year);
        self.days.remove(&year);
        self
    }

    /// The same with another week, for all time.
    #[must_use]
    pub fn with_week(mut self, week: Week) -> Self {
        self.week = week;
        self.weeks.clear();
        self
    }

    /// The same with another week from a day on; what lies before stays as it was counted.
    #[must_use]
    pub fn with_week_from(mut self, from: NaiveDate, week: Week) -> Self {
        self.weeks.insert(from, week);
        self
    }

    /// The same with other working hours.
    #[must_use]
    pub fn with_hours(mut self, hours: Hours) -> Self {
        self.hours = hours;
        self
    }

    /// The same with a department's own exception for a day.
    #[must_use]
    pub fn with_override(mut self, own: Override) -> Self {
        self.own.insert(own.date, (own.working, own.name));
        self
    }

    /// The same without the department's own exceptions.
    #[must_use]
    pub fn without_overrides(mut self) -> Self {
        self.own.clear();
        self
    }

    /// The years whose notice is known.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.years.keys().copied()
    }

    /// The notice of a year, when it is known.
    #[must_use]
    pub fn year(&self, year: i32) -> Option<&Year> {
        self.years.get(&year)
    }

    /// The week that is kept on a day.
    #[must_use]
    pub fn week(&self, date: NaiveDate) -> Week {
        self.weeks.range(..=date).next_back().map_or(self.week, |(_, week)| *week)
    }

    /// The working hours.
    #[must_use]
    pub fn hours(&self) -> &Hours {
        &self.hours
    }

    /// The department's own exceptions, in order.
    pub fn overrides(&self) -> impl Iterator<Item = Override> + '_ {
        self.own.iter().map(|(date, (working, name))| Override { date: *date, working: *working, name: name.clone() })
    }

    /// Days that the law itself gives off and the arrangement does not: mostly something was forgotten in typing it in. Only
    /// of the years that the law as it stands and the shipped moon dates reach.
    #[must_use]
    pub fn left_out(&self, year: &Year) -> Vec<(NaiveDate, String)> {
        self.statutory.left_out(year)
    }

    /// Holidays as somebody typed them, with the days of the law named among their days off where none were.
    #[must_use]
    pub fn with_statutory(&self, mut holidays: Vec<Holiday>) -> Vec<Holiday> {
        for holiday in holidays.iter_mut().filter(|h| h.statutory.is_empty()) {
            holiday.statutory = holiday.days().take(31).filter(|d| self.statutory.name(*d).is_some()).collect();
        }
        holidays
    }

    /// What a day is. The department's own exceptions come first, then the notices, then statutory days when the year has
    /// no notice, then the week.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> Day {
        let (kind, name) = self.look(date);
        let provisional = !self.own.contains_key(&date) && self.provisional(date);
        Day { working: kind.working(), kind, name: name.into_owned(), provisional }
    }

    pub(super) fn kind(&self, date: NaiveDate) -> DayKind {
        self.look(date).0
    }

    fn look(&self, date: NaiveDate) -> (DayKind, Cow<'_, str>) {
        let worked = self.week(date).works(date.weekday());
        if let Some((working, name)) = self.own.get(&date) {
            let kind = match (working, worked) {
                (true, true) => DayKind::Workday,
                (true, false) => DayKind::MakeUp,
                (false, _) => DayKind::Rest,
            };
            return (kind, name.into());
        }
        let year = date.year();
        let noticed = [year, year + 1, year - 1].iter().find_map(|y| self.days.get(y)?.get(&date));
        match noticed {
            // A make-up day that the department's own week works anyway is an ordinary day.
            Some((DayKind::MakeUp, _)) if worked => (DayKind::Workday, "".into()),
            Some((kind, name)) => (*kind, name.into()),
            None => match self.statutory.name(date).filter(|_| !self.years.contains_key(&year)) {
                Some(name) => (DayKind::Holiday, name.into()),
                None if worked => (DayKind::Workday, "".into()),
                None => (DayKind::Rest, "".into()),
            },
        }
    }

    pub(super) fn provisional(&self, date: NaiveDate) -> bool {
        let next = date.month() == 12 && date.day() >= NEXT_NOTICE_REACHES_BACK_TO;
        !self.years.contains_key(&date.year()) || (next && !self.years.contains_key(&(date.year() + 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_what_the_notice_made_them() {
        let calendar = Calendar::shipped().unwrap();
        let cases = [
            ("2026-02-13", DayKind::Workday, ""),
            ("2026-02-14", DayKind::MakeUp, "春节"),
            ("2026-02-15", DayKind::Rest, "春节"),
            ("2026-02-16", DayKind::Holiday, "春节"),
            ("2026-02-19", DayKind::Holiday, "春节"),
            ("2026-02-20", DayKind::Rest, "春节"),
            ("2026-02-24", DayKind::Workday, ""),
            ("2026-03-07", DayKind::Rest, ""),
            ("2024-02-09", DayKind::Workday, ""),
            ("2025-10-06", DayKind::Holiday, "国庆节、中秋节"),
        ];
        for (day, kind, name) in cases {
            let day_of = calendar.day(date(day));
            assert_eq!((day_of.kind, day_of.name.as_str()), (kind, name), "{day}");
            assert_eq!(day_of.working, kind.working(), "{day}: kind and working agree");
        }
    }

    #[test]
    fn a_year_without_notice_has_its_statutory_days_and_is_provisional() {
        let calendar = Calendar::shipped().unwrap();
        for day in ["2027-01-01", "2027-02-06", "2027-05-02", "2027-06-09", "2040-10-02"] {
            let day_of = calendar.day(date(day));
            assert_eq!(day_of.kind, DayKind::Holiday, "{day} is a day off by law");
            assert!(day_of.provisional, "{day} waits for its notice");
        }
        assert!(calendar.day(date("2026-12-31")).provisional, "the notice for 2027 may still move the last days of 2026");
        assert!(!calendar.day(date("2026-12-24")).provisional, "earlier days are settled");
        assert!(!calendar.day(date("2025-12-31")).provisional, "the notice for 2026 is there");
    }

    #[test]
    fn a_notice_can_move_days_of_the_december_before() {
        let json = r#"{"year":2027,"source":{"title":"样","number":"样","date":"2026-11-01"},"holidays":[
            {"name":"元旦","from":"2026-12-31","to":"2027-01-02","statutory":["2027-01-01"],"make_up":["2026-12-27"]}]}"#;
        let calendar = Calendar::shipped().unwrap().with_year(&Year::parse(json).unwrap());
        assert_eq!(calendar.day(date("2026-12-27")).kind, DayKind::MakeUp, "a Sunday worked for 元旦");
        let last = calendar.day(date("2026-12-31"));
        assert!(!last.working && !last.provisional, "the day is off, and certain now");
    }

    #[test]
    fn a_department_has_its_own_week_and_exceptions() {
        let saturday_to_thursday = Week::new([true, true, true, true, false, true, true]).unwrap();
        let calendar = Calendar::shipped().unwrap().with_week(saturday_to_thursday);
        assert!(calendar.day(date("2026-03-07")).working, "Saturday is worked");
        assert_eq!(calendar.day(date("2026-02-14")).kind, DayKind::Workday, "a make-up Saturday is an ordinary day here");
        assert!(!calendar.day(date("2026-03-06")).working, "Friday is the rest day");
        assert!(!calendar.day(date("2026-10-02")).working, "holidays stand");
        let later = Calendar::shipped().unwrap().with_week_from(date("2026-07-01"), saturday_to_thursday);
        assert!(later.day(date("2026-03-06")).working, "before the change Friday was worked");
        assert!(!later.day(date("2026-07-03")).working, "after it Friday is the rest day");
        let own = Override { date: date("2026-10-02"), working: true, name: "值守".into() };
        let calendar = calendar.with_override(own);
        assert!(calendar.day(date("2026-10-02")).working, "the department's word is the last");
        assert_eq!(Week::new([false; 7]).unwrap_err().code(), "calendar-no-working-day", "a week without work counts nothing");
    }
}
