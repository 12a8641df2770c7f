//! How a plan is said, in the office's words and in English.

use chrono::{Datelike as _, Days, NaiveDate};

use super::{DutyPlan, DutyPlans, MeetingPlan, OutletTarget, RoundDays};
use crate::deadline::due::many;
use crate::deadline::text::english_date;
use crate::deadline::{Calendar, Line, weekday_word};

impl DutyPlan {
    /// 11月30日起，每个工作日上午、下午各一次. `rounds` are the names of a day's rounds.
    #[must_use]
    pub fn lines(&self, rounds: &[String], calendar: &Calendar) -> Vec<Line> {
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
                    format!("部门例会每{} {time}，遇休息日顺延到下一个工作日", weekday_word(day)),
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
                format!("第一次例会　{month}月{day}日 {} {}", weekday_word(next.on), next.time.format("%H:%M")),
                format!("first meeting: {} {}", english_date(next.on), next.time.format("%H:%M")),
            ));
        }
        lines
    }

    fn rounds_line(&self, rounds: &[String]) -> Line {
        let (month, day) = (self.from.month(), self.from.day());
        let since = format!("{month}月{day}日起，");
        let each = match rounds {
            [] => String::new(),
            [one] => format!("{one}一次"),
            more => format!("{}各一次", more.join("、")),
        };
        let times = many(i64::try_from(rounds.len()).unwrap_or(0), "round");
        let english = |days: String| format!("from {}: {times} {days}", english_date(self.from));
        match self.rounds {
            RoundDays::Working => line(format!("{since}每个工作日{each}"), english("every working day".to_owned())),
            RoundDays::Every => line(format!("{since}每天{each}，休息日也查"), english("every day, days off too".to_owned())),
            RoundDays::Weekdays { days } => {
                let chosen: Vec<NaiveDate> = (0..7u8)
                    .zip(days)
                    .filter(|(_, on)| *on)
                    .filter_map(|(n, _)| NaiveDate::from_isoywd_opt(2024, 1, chrono::Weekday::try_from(n).ok()?))
                    .collect();
                let zh: Vec<&str> = chosen.iter().map(|d| weekday_word(*d)).collect();
                let en: Vec<String> = chosen.iter().map(|d| d.format("%a").to_string()).collect();
                line(format!("{since}每{}{each}", zh.join("、")), english(format!("on {}", en.join(", "))))
            }
            RoundDays::Never => {
                line(format!("{since}公共区域暂不排检查"), format!("from {}: no rounds", english_date(self.from)))
            }
        }
    }
}

fn line(zh: impl Into<String>, en: impl Into<String>) -> Line {
    Line { zh: zh.into(), en: en.into() }
}
