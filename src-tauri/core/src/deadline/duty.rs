//! Duties that the calendar itself makes due: the rounds of a day, the outlets of a month, the department's meeting. A plan says
//! on which days, from a day on; what was owed before that day stays owed.

use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Week};
use super::due::many;

/// A regular day is looked for this far back: no holiday is longer, so that no meeting is moved further.
const LOOK_BACK: u64 = 31;
/// Outlets a target may ask for.
const MOST_OUTLETS: u32 = 10_000;
/// A month has no more working days that a meeting could be set for: the shortest has hardly 15.
const MOST_NTH: i8 = 15;

/// On which days the rounds are owed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "on", rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum RoundDays {
    /// 工作日, make-up days included.
    #[default]
    Working,
    /// Every day of the year.
    Every,
    /// Chosen days of the week, whatever the calendar says of them.
    Weekdays {
        /// Monday first.
        days: [bool; 7],
    },
    /// None: the duty rests.
    Never,
}

/// How many outlets a month asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum OutletTarget {
    /// 抽查: a spot check, how many is left to the one who walks.
    #[default]
    Sample,
    /// So many of them.
    Number {
        /// Outlets.
        n: u32,
    },
    /// A share of them.
    Share {
        /// Of a hundred.
        percent: u32,
    },
    /// All.
    All,
}

impl OutletTarget {
    /// As the paper says it: 抽查, 12户, 30%, 全部.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Sample => "抽查".to_owned(),
            Self::Number { n } => format!("{n}户"),
            Self::Share { percent } => format!("{percent}%"),
            Self::All => "全部".to_owned(),
        }
    }

    /// What a paper's words ask for; words of another kind leave it to the one who walks.
    #[must_use]
    pub fn read(words: &str) -> Self {
        let words = words.trim();
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|n| *n > 0);
        if words == "全部" {
            return Self::All;
        }
        let (text, share) = match words.strip_suffix(['%', '％']) {
            Some(text) => (text, true),
            None => match words.strip_prefix("百分之") {
                Some(text) => (text, true),
                None => (words.strip_suffix(['户', '家', '个']).unwrap_or(words), false),
            },
        };
        match number(text) {
            Some(percent) if share && percent <= 100 => Self::Share { percent },
            Some(n) if !share && n <= MOST_OUTLETS => Self::Number { n },
            _ => Self::Sample,
        }
    }

    /// How many of `outlets` are asked for, a share rounded up; `None` where it is left open.
    #[must_use]
    pub fn of(self, outlets: u32) -> Option<u32> {
        match self {
            Self::Sample => None,
            Self::Number { n } => Some(n.min(outlets)),
            Self::Share { percent } => {
                let exact = u64::from(outlets) * u64::from(percent);
                u32::try_from(exact.div_ceil(100)).ok()
            }
            Self::All => Some(outlets),
        }
    }
}

/// When the department meets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "every", rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum MeetingPlan {
    /// Not regularly.
    #[default]
    None,
    /// Each week on a day; where that is a rest day, on the next working day.
    Week {
        /// 0 for Monday to 6 for Sunday.
        weekday: u8,
        /// Local time.
        #[serde(with = "super::text::minute")]
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        time: NaiveTime,
    },
    /// On the n-th working day of each month.
    Month {
        /// From 1; −1 is the last.
        nth: i8,
        /// Local time.
        #[serde(with = "super::text::minute")]
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        time: NaiveTime,
    },
}

/// What is owed, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DutyPlan {
    /// The first day it counts for.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub from: NaiveDate,
    /// The rounds of a day (INS-1).
    pub rounds: RoundDays,
    /// The outlets of a month (INS-2).
    pub outlets: OutletTarget,
    /// The meeting (MTG-1).
    pub meeting: MeetingPlan,
}

/// A meeting that a plan makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlannedMeeting {
    /// The day it is: a working day.
    pub on: NaiveDate,
    /// The day it would be if that were worked: what it is known by.
    pub regular: NaiveDate,
    /// Local time.
    pub time: NaiveTime,
}

/// Why a plan, or an act about a duty, was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DutyError {
    /// A plan counts from today on at the earliest: what was owed stays owed.
    #[error("a plan does not reach back")]
    Past,
    /// No day of the week was chosen.
    #[error("no day of the week is chosen")]
    NoDay,
    /// No such number or share of outlets.
    #[error("no such number of outlets")]
    Outlets,
    /// No such day for a meeting.
    #[error("no such day for a meeting")]
    Meeting,
    /// Only a 漏检 is explained.
    #[error("the slot was not missed")]
    NotMissed,
    /// The day is to come.
    #[error("the day is to come")]
    NotYet,
}

impl DutyError {
    /// Stable code that the faces translate.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Past => "duty-plan-past",
            Self::NoDay => "duty-plan-no-day",
            Self::Outlets => "duty-plan-outlets",
            Self::Meeting => "duty-plan-meeting",
            Self::NotMissed => "duty-not-missed",
            Self::NotYet => "duty-not-yet",
        }
    }
}

impl DutyPlan {
    /// Every working day, a spot check of the outlets, no meeting: what holds until a department says otherwise.
    #[must_use]
    pub fn usual(from: NaiveDate) -> Self {
        Self { from, rounds: RoundDays::Working, outlets: OutletTarget::Sample, meeting: MeetingPlan::None }
    }

    /// # Errors
    /// `duty-plan-no-day`, `duty-plan-outlets`, `duty-plan-meeting`.
    pub fn check(&self) -> Result<(), DutyError> {
        let outlets = match self.outlets {
            OutletTarget::Number { n } => (1..=MOST_OUTLETS).contains(&n),
            OutletTarget::Share { percent } => (1..=100).contains(&percent),
            OutletTarget::Sample | OutletTarget::All => true,
        };
        let meeting = match self.meeting {
            MeetingPlan::None => true,
            MeetingPlan::Week { weekday, .. } => weekday < 7,
            MeetingPlan::Month { nth, .. } => nth == -1 || (1..=MOST_NTH).contains(&nth),
        };
        match self.rounds {
            RoundDays::Weekdays { days } if !days.contains(&true) => Err(DutyError::NoDay),
            _ if !outlets => Err(DutyError::Outlets),
            _ if !meeting => Err(DutyError::Meeting),
            _ => Ok(()),
        }
    }

    fn owes_round(&self, date: NaiveDate, calendar: &Calendar) -> bool {
        match self.rounds {
            RoundDays::Working => calendar.works(date),
            RoundDays::Every => true,
            RoundDays::Weekdays { days } => Week::new(days).is_ok_and(|week| week.works(date.weekday())),
            RoundDays::Never => false,
        }
    }

    /// The meeting that the plan sets for this regular day.
    fn meeting_of(&self, regular: NaiveDate, calendar: &Calendar) -> Option<PlannedMeeting> {
        match self.meeting {
            MeetingPlan::None => None,
            MeetingPlan::Week { weekday, time } => {
                if regular.weekday().num_days_from_monday() != u32::from(weekday) {
                    return None;
                }
                let on = if calendar.works(regular) { regular } else { calendar.next_working_day(regular).ok()? };
                Some(PlannedMeeting { on, regular, time })
            }
            MeetingPlan::Month { nth, time } => {
                let month = regular.with_day(1)?.iter_days().take_while(|d| d.month() == regular.month());
                let mut worked = month.filter(|d| calendar.works(*d));
                let on = if nth < 0 { worked.last() } else { worked.nth(usize::try_from(nth).ok()?.checked_sub(1)?) };
                (on? == regular).then_some(PlannedMeeting { on: regular, regular, time })
            }
        }
    }
}

/// The plans of a department, each from its day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyPlans(Vec<DutyPlan>);

impl DutyPlans {
    /// The plans in any order.
    #[must_use]
    pub fn new(mut plans: Vec<DutyPlan>) -> Self {
        plans.sort_by_key(|plan| plan.from);
        Self(plans)
    }

    /// All, the earliest first.
    #[must_use]
    pub fn all(&self) -> &[DutyPlan] {
        &self.0
    }

    /// The one in force on a day; none before the first.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> Option<&DutyPlan> {
        self.0.iter().rev().find(|plan| plan.from <= date)
    }

    /// The same with a plan from a day on, in place of those that would begin then or later. While no day was counted yet (the
    /// first plan begins today or later), it takes the place of all.
    ///
    /// # Errors
    /// `duty-plan-past`, and what [`DutyPlan::check`] gives.
    pub fn with(&self, plan: DutyPlan, today: NaiveDate) -> Result<Self, DutyError> {
        plan.check()?;
        if plan.from < today {
            return Err(DutyError::Past);
        }
        let counted = self.0.iter().any(|old| old.from < today);
        let mut plans: Vec<DutyPlan> = self.0.iter().filter(|old| counted && old.from < plan.from).cloned().collect();
        plans.push(plan);
        Ok(Self::new(plans))
    }

    /// Whether the rounds of a day are owed.
    #[must_use]
    pub fn owes_round(&self, date: NaiveDate, calendar: &Calendar) -> bool {
        self.on(date).is_some_and(|plan| plan.owes_round(date, calendar))
    }

    /// The days of a span, both ends included, whose rounds are owed.
    #[must_use]
    pub fn rounds_owed(&self, from: NaiveDate, to: NaiveDate, calendar: &Calendar) -> Vec<NaiveDate> {
        from.iter_days().take_while(|d| *d <= to).filter(|d| self.owes_round(*d, calendar)).collect()
    }

    /// Whether a month's outlets are owed: from the first month that was counted whole.
    #[must_use]
    pub fn owes_month(&self, day: NaiveDate) -> bool {
        day.with_day(1).is_some_and(|first| self.on(first).is_some())
    }

    /// The meetings of a span, both ends included. Two that a long holiday moves to one day are one.
    #[must_use]
    pub fn meetings(&self, from: NaiveDate, to: NaiveDate, calendar: &Calendar) -> Vec<PlannedMeeting> {
        let begin = from.checked_sub_days(Days::new(LOOK_BACK)).unwrap_or(from);
        let regular = begin.iter_days().take_while(|d| *d <= to);
        let all = regular.filter_map(|day| self.on(day)?.meeting_of(day, calendar));
        let mut found: Vec<PlannedMeeting> = all.filter(|m| m.on >= from && m.on <= to).collect();
        found.sort();
        found.dedup_by(|later, kept| {
            let same = later.on == kept.on;
            if same {
                *kept = *later;
            }
            same
        });
        found
    }
}

/// The last day of a month.
#[must_use]
pub fn month_end(day: NaiveDate) -> NaiveDate {
    let next = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    next.and_then(|first| first.pred_opt()).unwrap_or(day)
}

/// How a plan is said, in the office's words and in English.
impl DutyPlan {
    /// 11月30日起，每个工作日上午、下午各一次. `rounds` are the names of a day's rounds.
    #[must_use]
    pub fn lines(&self, rounds: &[String], calendar: &Calendar) -> Vec<super::Line> {
        let mut lines = vec![self.rounds_line(rounds)];
        lines.push(match self.outlets {
            OutletTarget::Sample => line("商业网点每月抽查一次，不定户数", "outlets: spot check once a month, no set number"),
            OutletTarget::Number { n } => line(
                format!("商业网点每月抽查一次，目标{n}户"),
                format!("outlets: once a month, {}", many(i64::from(n), "outlet")),
            ),
            OutletTarget::Share { percent } => {
                line(format!("商业网点每月抽查一次，目标{percent}%"), format!("outlets: once a month, {percent} % of them"))
            }
            OutletTarget::All => line("商业网点每月查一次，全部都查", "outlets: once a month, all of them"),
        });
        lines.push(match self.meeting {
            MeetingPlan::None => line("部门例会没有固定日子", "department meeting: no regular day"),
            MeetingPlan::Week { weekday, time } => {
                let day = NaiveDate::from_isoywd_opt(2024, 1, chrono::Weekday::try_from(weekday).unwrap_or(chrono::Weekday::Mon));
                let day = day.unwrap_or(self.from);
                let time = time.format("%H:%M");
                line(
                    format!("部门例会每{} {time}，遇休息日顺延到下一个工作日", super::weekday_word(day)),
                    format!("department meeting: {} {time}, on a rest day the next working day", day.format("%A")),
                )
            }
            MeetingPlan::Month { nth, time } => {
                let time = time.format("%H:%M");
                let (zh, en) = if nth < 0 {
                    ("最后一".to_owned(), "last".to_owned())
                } else {
                    (format!("第{nth}"), format!("no. {nth}"))
                };
                line(
                    format!("部门例会每月{zh}个工作日 {time}"),
                    format!("department meeting: working day {en} of the month, {time}"),
                )
            }
        });
        let until = self.from.checked_add_days(Days::new(62)).unwrap_or(self.from);
        if let Some(next) = DutyPlans(vec![self.clone()]).meetings(self.from, until, calendar).first() {
            let (month, day) = (next.on.month(), next.on.day());
            lines.push(line(
                format!("第一次例会　{month}月{day}日 {} {}", super::weekday_word(next.on), next.time.format("%H:%M")),
                format!("first meeting: {} {}", super::text::english_date(next.on), next.time.format("%H:%M")),
            ));
        }
        lines
    }

    fn rounds_line(&self, rounds: &[String]) -> super::Line {
        let (month, day) = (self.from.month(), self.from.day());
        let since = format!("{month}月{day}日起，");
        let each = match rounds {
            [] => String::new(),
            [one] => format!("{one}一次"),
            more => format!("{}各一次", more.join("、")),
        };
        let times = many(i64::try_from(rounds.len()).unwrap_or(0), "round");
        let english = |days: String| format!("from {}: {times} {days}", super::text::english_date(self.from));
        match self.rounds {
            RoundDays::Working => line(format!("{since}每个工作日{each}"), english("every working day".to_owned())),
            RoundDays::Every => line(format!("{since}每天{each}，休息日也查"), english("every day, days off too".to_owned())),
            RoundDays::Weekdays { days } => {
                let chosen: Vec<NaiveDate> = (0..7u8)
                    .zip(days)
                    .filter(|(_, on)| *on)
                    .filter_map(|(n, _)| NaiveDate::from_isoywd_opt(2024, 1, chrono::Weekday::try_from(n).ok()?))
                    .collect();
                let zh: Vec<&str> = chosen.iter().map(|d| super::weekday_word(*d)).collect();
                let en: Vec<String> = chosen.iter().map(|d| d.format("%a").to_string()).collect();
                line(format!("{since}每{}{each}", zh.join("、")), english(format!("on {}", en.join(", "))))
            }
            RoundDays::Never => {
                line(format!("{since}公共区域暂不排检查"), format!("from {}: no rounds", super::text::english_date(self.from)))
            }
        }
    }
}

fn line(zh: impl Into<String>, en: impl Into<String>) -> super::Line {
    super::Line { zh: zh.into(), en: en.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn nine() -> NaiveTime {
        NaiveTime::from_hms_opt(9, 0, 0).unwrap()
    }

    fn calendar() -> Calendar {
        Calendar::shipped().unwrap()
    }

    #[test]
    fn rounds_are_owed_on_working_days_and_make_up_days() {
        let plans = DutyPlans::new(vec![DutyPlan::usual(day("2026-02-12"))]);
        let owed = plans.rounds_owed(day("2026-02-10"), day("2026-02-25"), &calendar());
        let expected = ["2026-02-12", "2026-02-13", "2026-02-14", "2026-02-24", "2026-02-25"].map(day);
        assert_eq!(owed, expected, "nothing before the start, the make-up Saturday, nothing in 春节");
    }

    #[test]
    fn a_new_plan_leaves_what_was_owed() {
        let today = day("2026-03-04");
        let plans = DutyPlans::new(vec![DutyPlan::usual(day("2026-03-02"))]);
        let never = DutyPlan { rounds: RoundDays::Never, ..DutyPlan::usual(today) };
        assert_eq!(plans.with(DutyPlan { from: day("2026-03-03"), ..never.clone() }, today), Err(DutyError::Past), "yesterday");
        let changed = plans.with(never, today).unwrap();
        let owed = |p: &DutyPlans| p.rounds_owed(day("2026-03-01"), day("2026-03-09"), &calendar());
        assert_eq!(owed(&changed), ["2026-03-02", "2026-03-03"].map(day), "the past stays owed, the rest rests");
        let later = changed.with(DutyPlan::usual(day("2026-03-09")), today).unwrap();
        assert_eq!(owed(&later), ["2026-03-02", "2026-03-03", "2026-03-09"].map(day), "and begins again");
        let first = DutyPlans::new(vec![DutyPlan::usual(today)]);
        let monday = first.with(DutyPlan::usual(day("2026-03-09")), today).unwrap();
        assert_eq!(owed(&monday), [day("2026-03-09")], "on the day of the first run the start may still be put off");
    }

    #[test]
    fn a_month_is_owed_from_the_first_whole_one() {
        let plans = DutyPlans::new(vec![DutyPlan::usual(day("2026-02-24"))]);
        assert!(!plans.owes_month(day("2026-02-28")), "five days are no month");
        assert!(plans.owes_month(day("2026-03-31")), "March is whole");
        assert!(DutyPlans::new(vec![DutyPlan::usual(day("2026-03-01"))]).owes_month(day("2026-03-31")), "from its first day");
    }

    #[test]
    fn a_meeting_on_a_rest_day_is_on_the_next_working_day() {
        let weekly = MeetingPlan::Week { weekday: 0, time: nine() };
        let plans = DutyPlans::new(vec![DutyPlan { meeting: weekly, ..DutyPlan::usual(day("2026-02-01")) }]);
        let on = |from: &str, to: &str| -> Vec<(NaiveDate, NaiveDate)> {
            plans.meetings(day(from), day(to), &calendar()).into_iter().map(|m| (m.on, m.regular)).collect()
        };
        let found = on("2026-02-09", "2026-03-02");
        let expected = [("2026-02-09", "2026-02-09"), ("2026-02-24", "2026-02-23"), ("2026-03-02", "2026-03-02")];
        assert_eq!(found, expected.map(|(a, b)| (day(a), day(b))), "16 and 23 February are 春节: one meeting after it");
        assert_eq!(on("2026-02-24", "2026-02-24").len(), 1, "it is found by the day it is moved to");
        let monthly = |nth| {
            let meeting = MeetingPlan::Month { nth, time: nine() };
            let plans = DutyPlans::new(vec![DutyPlan { meeting, ..DutyPlan::usual(day("2026-01-01")) }]);
            plans.meetings(day("2026-10-01"), day("2026-10-31"), &calendar())
        };
        assert_eq!(monthly(1).first().map(|m| m.on), Some(day("2026-10-08")), "the first working day after 国庆节");
        assert_eq!(monthly(-1).first().map(|m| m.on), Some(day("2026-10-30")), "the last one");
    }

    #[test]
    fn a_target_is_read_back_from_its_words() {
        for target in
            [OutletTarget::Sample, OutletTarget::Number { n: 12 }, OutletTarget::Share { percent: 30 }, OutletTarget::All]
        {
            assert_eq!(OutletTarget::read(&target.words()), target, "{target:?}");
        }
        let asked = |words: &str| OutletTarget::read(words).of(31);
        for (words, n) in [("12", Some(12)), ("百分之30", Some(10)), ("40户", Some(31)), ("看情况", None), ("0户", None)]
        {
            assert_eq!(asked(words), n, "{words}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        let plan = DutyPlan::usual(day("2026-03-02"));
        let code = |plan: DutyPlan| plan.check().unwrap_err().code();
        let rounds = RoundDays::Weekdays { days: [false; 7] };
        assert_eq!(code(DutyPlan { rounds, ..plan.clone() }), "duty-plan-no-day", "no day");
        let outlets = OutletTarget::Share { percent: 101 };
        assert_eq!(code(DutyPlan { outlets, ..plan.clone() }), "duty-plan-outlets", "more than all");
        let meeting = MeetingPlan::Month { nth: 0, time: nine() };
        assert_eq!(code(DutyPlan { meeting, ..plan }), "duty-plan-meeting", "the working day before the first");
    }

    fn any_plan() -> impl Strategy<Value = DutyPlan> {
        let from = (0_u64..900).prop_map(|n| day("2024-01-01") + Days::new(n));
        let rounds = prop_oneof![
            Just(RoundDays::Working),
            Just(RoundDays::Every),
            any::<[bool; 7]>().prop_map(|days| RoundDays::Weekdays { days }),
            Just(RoundDays::Never)
        ];
        let meeting = prop_oneof![
            (0_u8..7).prop_map(|weekday| MeetingPlan::Week { weekday, time: nine() }),
            (-1_i8..=15).prop_map(|nth| MeetingPlan::Month { nth, time: nine() })
        ];
        (from, rounds, meeting).prop_map(|(from, rounds, meeting)| DutyPlan {
            from,
            rounds,
            outlets: OutletTarget::Sample,
            meeting,
        })
    }

    proptest! {
        #[test]
        fn what_is_owed_lies_in_the_span_and_is_worked_under_its_plan(
            plans in prop::collection::vec(any_plan(), 1..4), start in 0_u64..900, long in 0_u64..70
        ) {
            let (from, calendar) = (day("2024-01-01") + Days::new(start), calendar());
            let to = from + Days::new(long);
            let plans = DutyPlans::new(plans);
            for date in plans.rounds_owed(from, to, &calendar) {
                let plan = plans.on(date).unwrap();
                prop_assert!(from <= date && date <= to && plan.from <= date, "{date} is not in the span");
                match plan.rounds {
                    RoundDays::Working => prop_assert!(calendar.works(date), "{date} is not worked"),
                    RoundDays::Weekdays { days } => {
                        prop_assert!(days[date.weekday().num_days_from_monday() as usize], "{date} was not chosen");
                    }
                    RoundDays::Every => {}
                    RoundDays::Never => prop_assert!(false, "{date} rests"),
                }
            }
            let meetings = plans.meetings(from, to, &calendar);
            for meeting in &meetings {
                prop_assert!(from <= meeting.on && meeting.on <= to, "{} is not in the span", meeting.on);
                prop_assert!(calendar.works(meeting.on) && meeting.regular <= meeting.on, "{} is no working day", meeting.on);
            }
            prop_assert!(meetings.windows(2).all(|two| two[0].on < two[1].on), "one meeting a day");
            let halves = [plans.meetings(from, from, &calendar), plans.meetings(from.succ_opt().unwrap(), to, &calendar)];
            prop_assert_eq!(halves.concat(), meetings, "a span is the sum of its parts");
        }

        #[test]
        fn no_plan_changes_a_past_day(old in any_plan(), new in any_plan(), gap in 0_u64..60) {
            let calendar = calendar();
            let today = old.from + Days::new(gap);
            let before = DutyPlans::new(vec![old.clone()]);
            if let Ok(after) = before.with(DutyPlan { from: today.max(new.from), ..new }, today)
                && let Some(yesterday) = today.pred_opt()
            {
                let owed = |p: &DutyPlans| p.rounds_owed(old.from, yesterday, &calendar);
                prop_assert_eq!(owed(&after), owed(&before), "the days before {} are as they were", today);
            }
        }
    }
}
