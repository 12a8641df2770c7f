//! When something is due, by which rule, and how that was counted.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::count::{Count, CountError, Counted};
use super::due::Due;
use super::error::RuleError;
use super::rule::{Rule, Unit};
use super::rules::Rules;
use super::text::{english_date, long_date, moment};
use crate::clock::Stamp;

/// Name in [`Deadline::rule`] of a limit in hours that the department set itself (内控时限).
pub const OWN_LIMIT: &str = "OWN";
/// Name in [`Deadline::rule`] of a date that came with its own number from outside (12345, 上级转办).
pub const OUTSIDE_LIMIT: &str = "OUTSIDE";

/// Name in [`Deadline::rule`] of a date that the paper itself asks for (整改通知单, a promised answer).
pub const ASKED_LIMIT: &str = "ASKED";

/// What people read for a rule: its id, or the office's word for a limit that no rule gives.
#[must_use]
pub fn rule_word(rule: &str) -> &str {
    match rule {
        OWN_LIMIT => "内控时限",
        OUTSIDE_LIMIT => "外部时限",
        ASKED_LIMIT => "约定时限",
        rule => rule,
    }
}

/// The same in English.
#[must_use]
pub fn rule_english(rule: &str) -> &str {
    match rule {
        OWN_LIMIT => "own limit",
        OUTSIDE_LIMIT => "outside limit",
        ASKED_LIMIT => "limit asked for",
        rule => rule,
    }
}

/// An end of a limit, and how it was counted. What a clock keeps of it is rule, version, grade, from, raw, due and provisional;
/// the rest is counted again from those.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Deadline {
    /// Rule it comes from; [`OWN_LIMIT`] and [`OUTSIDE_LIMIT`] for those that no rule gives.
    pub rule: String,
    /// Version of the rule; 0 where there is none.
    pub version: u32,
    /// 重大 or 一般 where the limit goes by grade; mostly empty.
    pub grade: String,
    /// The event, in the time of China.
    #[serde(with = "moment")]
    pub from: Stamp,
    /// The end before it rolled to a working day, or before it was extended.
    pub raw: Due,
    /// The end.
    pub due: Due,
    /// A notice that is not out yet may move it (暂定).
    pub provisional: bool,
    /// Every day from the one after the event to the due day; empty for limits that no calendar touches.
    pub days: Vec<Counted>,
    /// The sentence that names event, limit and end.
    sentence: Line,
    /// Years whose notice it waits for.
    waits: Vec<i32>,
}

/// A line of an explanation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Line {
    /// In Chinese, as the 投诉处理单 prints it.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Deadline {
    /// Whether the end rolled from a day of rest to the next working day.
    #[must_use]
    pub fn rolled(&self) -> bool {
        self.raw != self.due && self.days.last().is_some_and(|day| day.counted.is_none())
    }

    /// How it was counted, in words: a sentence, then every day, then what it still waits for.
    #[must_use]
    pub fn explain(&self) -> Vec<Line> {
        let mut lines = vec![self.sentence.clone()];
        // The days behind the last one of the limit are rolled over, up to the one it ends on.
        let (last, rolled) = (self.days.last().map(|day| day.date), self.rolled());
        lines.extend(self.days.iter().map(|day| match (rolled && day.counted.is_none(), last == Some(day.date)) {
            (true, true) => Line { zh: day.said("顺延至此"), en: day.said_in_english("ends here") },
            (true, false) => Line { zh: day.said("顺延"), en: day.said_in_english("rolls on") },
            (false, _) => Line { zh: day.words(), en: day.english() },
        }));
        lines.extend(self.waits.iter().map(|year| Line {
            zh: format!("暂定：{year}年的放假安排尚未录入，录入后重新计算。"),
            en: format!("Provisional: the notice for {year} is not known yet; it will be counted again when it is."),
        }));
        lines
    }

    /// A limit in whole hours by the clock (内控时限).
    ///
    /// # Errors
    /// `rule-limit` when it is 0 or more than a year.
    pub fn within_hours(from: Stamp, hours: u32) -> Result<Self, RuleError> {
        if !(1..=366 * 24).contains(&hours) {
            return Err(RuleError::Limit(OWN_LIMIT.to_owned()));
        }
        let due = Due::At(after(from, hours.saturating_mul(60)));
        let said = (format!("内控时限{hours}小时"), format!("own limit of {}", super::due::many(i64::from(hours), "hour")));
        Ok(Self::fixed(OWN_LIMIT, 0, from, due, &said))
    }

    /// The same, set beside a regulation's by a version of its rule.
    #[must_use]
    pub fn beside(mut self, rule: &str, version: u32) -> Self {
        let (zh, en) =
            if version > 1 { (format!("（第{version}版）"), format!(" (version {version})")) } else { Default::default() };
        self.sentence =
            Line { zh: format!("{rule}{zh}\u{3000}{}", self.sentence.zh), en: format!("{rule}{en}: {}", self.sentence.en) };
        self.version = version;
        self
    }

    /// The days of [`Self::explain`] in one line, for a paper: without the year that its sentence says.
    #[must_use]
    pub fn day_by_day(&self) -> String {
        self.explain().iter().skip(1).map(|line| brief(&line.zh)).collect::<Vec<_>>().join("；")
    }

    /// The same where the event of the rule lies behind it, and the limit runs since the grade was raised.
    #[must_use]
    pub fn since_raised(mut self) -> Self {
        let told = |text: &str, open: char, said: &str, behind: &str| {
            let (head, rest) = text.split_once(behind)?;
            let tail = rest.split_once(open)?.1;
            Some(format!("{head}{behind}{said}{open}{tail}"))
        };
        self.sentence = Line {
            zh: told(&self.sentence.zh, '（', "改为重大", "\u{3000}").unwrap_or(self.sentence.zh),
            en: told(&self.sentence.en, '(', "raised to major ", ": ").unwrap_or(self.sentence.en),
        };
        self
    }

    /// A date that somebody else gave: a department's planned completion (SUR-2B), an outside deadline. It neither counts nor
    /// rolls; one that was past when its event came is overdue from the first minute, and says so.
    #[must_use]
    pub fn given(rule: &str, from: Stamp, due: Due) -> Self {
        let said = match rule {
            OUTSIDE_LIMIT => ("外部要求的期限".to_owned(), "date asked for from outside".to_owned()),
            OWN_LIMIT => ("内控时限".to_owned(), "own limit".to_owned()),
            ASKED_LIMIT => ("单据上要求的期限".to_owned(), "date asked for on the paper".to_owned()),
            _ => ("计划完成时间".to_owned(), "planned completion".to_owned()),
        };
        Self::fixed(rule, u32::from(!matches!(rule, OUTSIDE_LIMIT | OWN_LIMIT | ASKED_LIMIT)), from, due, &said)
    }

    /// The same, extended (延期) to a later end: a date that somebody approved, which does not roll. `raw` keeps what it was.
    ///
    /// # Errors
    /// `extension-not-later`.
    pub fn extended(&self, to: Due) -> Result<Self, RuleError> {
        if to.end().wall_ms() <= self.due.end().wall_ms() {
            return Err(RuleError::NotLater(to.to_string()));
        }
        let sentence = Line {
            zh: format!("{}经批准延期至{}。", self.sentence.zh, to.words()),
            en: format!("{} Extended with approval to {}.", self.sentence.en, to.english()),
        };
        Ok(Self { raw: self.due, due: to, provisional: false, sentence, waits: Vec::new(), ..self.clone() })
    }

    fn fixed(rule: &str, version: u32, from: Stamp, due: Due, said: &(String, String)) -> Self {
        let from = from.in_china();
        let past = due.is_past(from);
        let (zh, en) = if past {
            ("起算时期限已过，即已超期。", " It was past already then: overdue at once.")
        } else {
            ("", "")
        };
        let sentence = Line {
            zh: format!("{}，自{}起，至{}。{zh}", said.0, Due::At(from).words(), due.words()),
            en: format!("{}, from {}, to {}.{en}", said.1, Due::At(from).english(), due.english()),
        };
        Self {
            rule: rule.to_owned(),
            version,
            grade: String::new(),
            from,
            raw: due,
            due,
            provisional: false,
            days: Vec::new(),
            sentence,
            waits: Vec::new(),
        }
    }
}

fn after(from: Stamp, minutes: u32) -> Stamp {
    Stamp::new(from.wall_ms().saturating_add(i64::from(minutes) * 60_000), from.offset_min()).in_china()
}

impl Rules {
    /// When the duty of rule `id` is due after an event, by the version in force then. `grade` picks the limit where it goes by
    /// grade, and is empty elsewhere. Whole days are counted from the event's date in China.
    ///
    /// # Errors
    /// `rule-unknown`; `rule-grade`; `rule-other-unit` when the rule gives no end (per day, per month, planned, open); the
    /// errors of the count.
    pub fn deadline(&self, id: &str, grade: &str, from: Stamp, calendar: &Calendar) -> Result<Deadline, RuleError> {
        let (version, rule) = self.in_force(id, from)?;
        self.counted(rule, version, grade, from, calendar)
    }

    /// The same by a version that a clock started with.
    ///
    /// # Errors
    /// As [`Rules::deadline`], and `rule-no-version`.
    pub fn deadline_under(
        &self,
        id: &str,
        version: u32,
        grade: &str,
        from: Stamp,
        calendar: &Calendar,
    ) -> Result<Deadline, RuleError> {
        self.counted(self.version(id, version)?, version, grade, from, calendar)
    }

    /// When something would be due by a rule that is not in the table yet: the example beside a change.
    ///
    /// # Errors
    /// As [`Rules::deadline`], and `rule-limit`.
    pub fn trial(&self, rule: &Rule, grade: &str, from: Stamp, calendar: &Calendar) -> Result<Deadline, RuleError> {
        rule.check()?;
        self.counted(rule, self.newest(&rule.id)? + 1, grade, from, calendar)
    }

    /// The same for an event of which only the date is known, by the version in force at its beginning.
    ///
    /// # Errors
    /// As [`Rules::deadline`]; `rule-needs-time` for minutes.
    pub fn due(&self, id: &str, grade: &str, event: NaiveDate, calendar: &Calendar) -> Result<Deadline, RuleError> {
        let from = Stamp::from_local(event, chrono::NaiveTime::MIN, crate::clock::CHINA_MIN);
        if self.in_force(id, from)?.1.unit == Unit::Minutes {
            return Err(RuleError::NeedsTime(id.to_owned()));
        }
        self.deadline(id, grade, from, calendar)
    }

    /// The limit, its end before and after rolling, and the days counted; without words, for many at once.
    pub(super) fn ends(
        &self,
        rule: &Rule,
        grade: &str,
        from: Stamp,
        calendar: &Calendar,
    ) -> Result<(u32, Due, Due, Count), RuleError> {
        let event = from.in_china().date();
        if !rule.unit.runs() {
            return Err(RuleError::OtherUnit(rule.id.clone()));
        }
        let limit = rule.limit_for(grade)?;
        Ok(match rule.unit {
            Unit::Minutes => {
                let at = Due::At(after(from, limit));
                (limit, at, at, Count::empty(event))
            }
            Unit::WorkingDays => {
                let count = calendar.working_days(event, limit)?;
                (limit, Due::Day(count.due), Due::Day(count.due), count)
            }
            _ => {
                let plain = event.checked_add_days(chrono::Days::new(u64::from(limit))).ok_or(CountError::NoEnd(event))?;
                let count = calendar.days(event, limit, self.rolls(rule))?;
                (limit, Due::Day(plain), Due::Day(count.due), count)
            }
        })
    }

    fn counted(&self, rule: &Rule, version: u32, grade: &str, from: Stamp, calendar: &Calendar) -> Result<Deadline, RuleError> {
        let from = from.in_china();
        let (limit, raw, due, count) = self.ends(rule, grade, from, calendar)?;
        let mut waits = Vec::new();
        if count.provisional {
            waits.extend(count.days.iter().filter_map(|day| calendar.waits_for_notice(day.date)));
            waits.dedup();
        }
        Ok(Deadline {
            rule: rule.id.clone(),
            version,
            grade: grade.to_owned(),
            from,
            raw,
            due,
            provisional: count.provisional,
            sentence: sentence(rule, version, limit, from, (&raw, &due), count.provisional),
            days: count.days,
            waits,
        })
    }
}

/// `2026年2月24日　周二　工作日　第1日` without its year and its wide spaces.
fn brief(day: &str) -> String {
    let day = day.split_once('年').filter(|(year, _)| year.chars().all(|c| c.is_ascii_digit())).map_or(day, |(_, rest)| rest);
    day.trim_end_matches('。').replace('\u{3000}', " ")
}

/// `CPL-3　一般投诉受理（2026年2月13日，当日不计）起3个工作日，至2026年2月25日（周三）24:00。`
fn sentence(rule: &Rule, version: u32, limit: u32, from: Stamp, (raw, due): (&Due, &Due), provisional: bool) -> Line {
    let (zh, en) = rule.limit_words(limit);
    let begun = match rule.unit {
        Unit::Minutes => (Due::At(from).words(), Due::At(from).english()),
        _ => (format!("{}，当日不计", long_date(from.date())), format!("{}, not counted", english_date(from.date()))),
    };
    let named = if version > 1 { format!("{}（第{version}版）", rule.id) } else { rule.id.clone() };
    let named_en = if version > 1 { format!("{} (version {version})", rule.id) } else { rule.id.clone() };
    let last = if raw == due { "至".to_owned() } else { format!("末日{}非工作日，顺延至", month_day(raw.date())) };
    let last_en = if raw == due {
        "until".to_owned()
    } else {
        format!("the last day, {}, is not worked, so it runs until", english_date(raw.date()))
    };
    let open = if provisional { ("（暂定）", " (provisional)") } else { ("", "") };
    let trigger_en = if rule.english.trigger.is_empty() { &rule.trigger } else { &rule.english.trigger };
    Line {
        zh: format!("{named}　{}（{}）起{zh}，{last}{}{}。", rule.trigger, begun.0, due.words(), open.0),
        en: format!("{named_en}: {trigger_en} ({}), {en}, {last_en} {}{}.", begun.1, due.english(), open.1),
    }
}

fn month_day(date: NaiveDate) -> String {
    format!("{}月{}日", date.month(), date.day())
}
