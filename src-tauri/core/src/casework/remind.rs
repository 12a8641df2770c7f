//! The ladder of reminders: when a running clock asks to be looked at, and who beside the worker should know.
//!
//! Half-way, on the working day before, on the day itself; once it is late, each working day, to the next level up. All of it in
//! working hours, but for a 重大 complaint, which reminds whoever is on duty at any hour. A reminder belongs to a clock that runs:
//! once the step is taken the clock has ended, and nothing of its ladder is left.

use chrono::{Days, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::clocks::Clock;
use crate::clock::{CHINA_MIN, Stamp};
use crate::deadline::{Calendar, Due};

/// A rung of the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Rung {
    /// Half of the time is gone.
    Half,
    /// The working day before.
    Eve,
    /// The day on which it ends.
    Day,
    /// It is late; the how many-th time this is said, from 1.
    Late(u32),
    /// A 重大 complaint of which nobody above was told (上报).
    Report,
}

/// Up to whom a reminder goes: everyone on the way hears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Level {
    /// Who works on it.
    Worker,
    /// 主管
    Supervisor,
    /// 部门负责人
    Head,
    /// 项目经理
    Project,
}

impl Rung {
    /// Up to whom it goes: one level more with each day that passes.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::Half | Self::Eve | Self::Day => Level::Worker,
            Self::Late(1) => Level::Supervisor,
            Self::Late(2) | Self::Report => Level::Head,
            Self::Late(_) => Level::Project,
        }
    }
}

/// A moment at which a clock is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// When.
    pub at: Stamp,
    /// Why.
    pub rung: Rung,
}

/// Days after the end for which reminders are made; what is late for longer stands in 今日 and in the 超期台账.
const LATE_DAYS: u64 = 60;
/// Days looked ahead for a working hour: longer than any holiday.
const AHEAD: u64 = 30;
/// When a day begins for those who have no hours that day.
const MORNING: NaiveTime = match NaiveTime::from_hms_opt(9, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
/// Minutes after which a 重大 complaint should have been told above, and between two reminders of it.
const REPORT_MIN: [i64; 2] = [30, 120];
const MINUTE_MS: i64 = 60_000;

/// The reminders of a running clock, earliest first. `any_hour` is for 重大.
#[must_use]
pub fn ladder(clock: &Clock, calendar: &Calendar, any_hour: bool) -> Vec<Reminder> {
    if !clock.running() {
        return Vec::new();
    }
    let hours = Working { calendar, any_hour };
    let (from, end) = (clock.from.in_china(), clock.due.end());
    let half = Stamp::new(from.wall_ms().midpoint(end.wall_ms()), CHINA_MIN);
    let due = clock.due.date();
    let eve = hours.day_before(due).and_then(|day| hours.opening(day)).filter(|at| at.wall_ms() > from.wall_ms());
    // What ends on the day it began has half of its time, and no day of its own.
    let day = hours.opening(due).filter(|_| from.date() < due);
    let half = hours.at_or_after(half).map(|at| Reminder { at, rung: Rung::Half });
    let eve = eve.map(|at| Reminder { at, rung: Rung::Eve });
    let day = day.map(|at| Reminder { at, rung: Rung::Day });
    // A limit of minutes has no eve; one of two days has no use for a half-way word beside that of the eve.
    let mut rungs: Vec<Reminder> = Vec::new();
    for next in [day, eve, half].into_iter().flatten() {
        let before = rungs.last().map_or(end, |later| later.at);
        if next.at.wall_ms() < before.wall_ms() {
            rungs.push(next);
        }
    }
    rungs.reverse();
    rungs.extend(hours.late(end));
    rungs
}

/// When a calendar program should ring for a clock that runs: on the working day before at nine, or when that day begins; half an hour
/// before a limit of hours, and half-way to one that is shorter than an hour. Only while somebody works, but for 重大, whose hours
/// ring at any hour; none where no such moment lies between the event and the end.
#[must_use]
pub fn alarm(clock: &Clock, calendar: &Calendar, any_hour: bool) -> Option<Stamp> {
    let hours = Working { calendar, any_hour: false };
    let (from, end) = (clock.from.wall_ms(), clock.due.end().wall_ms());
    let within = |at: &Stamp| at.wall_ms() > from && at.wall_ms() < end;
    match clock.due {
        Due::Day(day) => {
            let at_nine = |day: NaiveDate| {
                let nine = Stamp::from_local(day, MORNING, CHINA_MIN);
                if calendar.at_work(nine) { Some(nine) } else { hours.opening(day) }
            };
            hours.day_before(day).and_then(at_nine).filter(within).or_else(|| at_nine(day).filter(within))
        }
        Due::At(at) => {
            // A limit of half an hour and less rings when half of it is gone: before the event nobody knew of it.
            let ahead = (30 * MINUTE_MS).min((at.wall_ms() - from).max(0) / 2);
            let half = Stamp::new(at.wall_ms() - ahead, CHINA_MIN);
            if any_hour {
                return Some(half).filter(within);
            }
            // What ends in the evening rings half an hour before work does.
            let last = || {
                let days =
                    (0..AHEAD).filter_map(|n| half.date().checked_sub_days(Days::new(n))).filter(|day| calendar.works(*day));
                let mut ends = days.flat_map(|day| calendar.hours().on(day).iter().rev().map(move |span| (day, span.to)));
                let ends_at = |(day, to): (NaiveDate, NaiveTime)| Stamp::from_local(day, to, CHINA_MIN);
                let end = ends.find_map(|end| Some(ends_at(end)).filter(|at| at.wall_ms() <= half.wall_ms()))?;
                Some(Stamp::new(end.wall_ms() - 30 * MINUTE_MS, CHINA_MIN)).filter(|at| calendar.at_work(*at))
            };
            hours.at_or_after(half).filter(within).or_else(|| last().filter(within))
        }
    }
}

/// The reminders that a 重大 complaint be told above, earliest first, up to `until`: at any hour.
#[must_use]
pub fn report_ladder(received: Stamp, until: Stamp) -> Vec<Reminder> {
    let [first, step] = REPORT_MIN;
    let first = received.wall_ms().saturating_add(first * MINUTE_MS);
    let count = until.wall_ms().saturating_sub(first).div_euclid(step * MINUTE_MS).clamp(-1, 12 * 7);
    (0..=count).map(|n| Reminder { at: Stamp::new(first + n * step * MINUTE_MS, CHINA_MIN), rung: Rung::Report }).collect()
}

/// The last rung of a ladder that fell after `since`, up to and with `now`: what was slept over is said once, not rung by rung.
#[must_use]
pub fn rung_between(ladder: &[Reminder], since: Stamp, now: Stamp) -> Option<Reminder> {
    let within = |reminder: &&Reminder| reminder.at.wall_ms() > since.wall_ms() && reminder.at.wall_ms() <= now.wall_ms();
    ladder.iter().rev().find(within).copied()
}

/// The earliest end of a clock that may still be spoken of after a moment: what ended before it has said all it had to say.
/// A 重大 complaint that nobody above was told of has clocks younger than that for as long as it is spoken of.
#[must_use]
pub fn earliest_end(since: Stamp) -> Stamp {
    // The first working hour behind the end, the days after it, and the hours of the last one.
    let days = i64::try_from(AHEAD + LATE_DAYS + 1).unwrap_or(i64::MAX);
    Stamp::new(since.wall_ms().saturating_sub(days.saturating_mul(24 * 60 * MINUTE_MS)), CHINA_MIN)
}

struct Working<'a> {
    calendar: &'a Calendar,
    any_hour: bool,
}

impl Working<'_> {
    /// When a day begins; `None` on a day of rest.
    fn opening(&self, day: NaiveDate) -> Option<Stamp> {
        let works = self.calendar.works(day);
        let first = self.calendar.hours().on(day).first().map(|span| span.from).filter(|_| works);
        let time = if self.any_hour { Some(first.unwrap_or(MORNING)) } else { first };
        time.map(|time| Stamp::from_local(day, time, CHINA_MIN))
    }

    /// The day before, or the last worked one.
    fn day_before(&self, day: NaiveDate) -> Option<NaiveDate> {
        let mut days = (1..=AHEAD).filter_map(|n| day.checked_sub_days(Days::new(n)));
        days.find(|day| self.any_hour || self.calendar.works(*day))
    }

    /// A moment, or the first working hour behind it.
    fn at_or_after(&self, at: Stamp) -> Option<Stamp> {
        if self.any_hour || self.calendar.at_work(at) {
            return Some(at);
        }
        let local = at.in_china().local();
        let days = local.date().iter_days().take(usize::try_from(AHEAD).unwrap_or(usize::MAX));
        let mut starts = days.filter(|day| self.calendar.works(*day)).flat_map(|day| {
            let starts = self.calendar.hours().on(day).iter().map(move |span| Stamp::from_local(day, span.from, CHINA_MIN));
            starts.collect::<Vec<_>>()
        });
        starts.find(|start| start.wall_ms() >= at.wall_ms())
    }

    /// The reminders behind an end: as soon as it is late and somebody works, then each day that is worked.
    fn late(&self, end: Stamp) -> Vec<Reminder> {
        let Some(first) = self.at_or_after(end) else { return Vec::new() };
        let day = first.in_china().date();
        let next = (1..=LATE_DAYS).filter_map(|n| day.checked_add_days(Days::new(n))).filter_map(|day| self.opening(day));
        let all = std::iter::once(first).chain(next).zip(1..);
        all.map(|(at, n)| Reminder { at, rung: Rung::Late(n) }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::step::Step;
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Stamp {
        Stamp::parse(&format!("{text}+08:00")).unwrap()
    }

    fn clock(from: &str, due: &str) -> Clock {
        let due: Due = due.parse().unwrap();
        Clock {
            id: "rectify.1".into(),
            step: Step::Rectify,
            round: 1,
            rule: "CPL-3".into(),
            version: 1,
            grade: "一般".into(),
            from: at(from),
            failed: 0,
            raw: due,
            counted: due,
            due,
            provisional: false,
            known: None,
            ended: None,
            recounted: Vec::new(),
            unheeded: None,
            corrected: Vec::new(),
            beside: String::new(),
            again: None,
        }
    }

    fn told(clock: &Clock, any_hour: bool, most: usize) -> Vec<String> {
        let rungs = ladder(clock, &Calendar::shipped().unwrap(), any_hour);
        rungs.iter().take(most).map(|r| format!("{:?} {}", r.rung, r.at.to_minute().get(..16).unwrap())).collect()
    }

    #[test]
    fn a_limit_over_the_spring_festival_is_spoken_of_on_days_that_are_worked() {
        let clock = clock("2026-02-13T18:30", "2026-02-25");
        let expected = [
            // Half of the time ends in the holiday: the first working hour behind it is that of the eve.
            "Eve 2026-02-24T09:00",
            "Day 2026-02-25T09:00",
            "Late(1) 2026-02-26T09:00",
            "Late(2) 2026-02-27T09:00",
            // 2026-02-28 is a Saturday that is worked.
            "Late(3) 2026-02-28T09:00",
            "Late(4) 2026-03-02T09:00",
        ];
        assert_eq!(told(&clock, false, 6), expected, "nobody is reminded in the holiday, and a make-up day counts");
    }

    #[test]
    fn two_weeks_have_a_half_way_word() {
        let expected = ["Half 2026-06-15T09:00", "Eve 2026-06-18T09:00", "Day 2026-06-22T09:00"];
        let said = told(&clock("2026-06-05T10:00", "2026-06-22"), false, 3);
        assert_eq!(
            said, expected,
            "half-way falls on a Sunday and waits; the eve of a Monday behind a holiday is the last day worked"
        );
    }

    #[test]
    fn a_major_complaint_reminds_at_any_hour_and_another_waits_for_the_morning() {
        let night = clock("2026-02-14T22:00", "2026-02-14T22:30+08:00");
        assert_eq!(
            told(&night, true, 2),
            ["Half 2026-02-14T22:15", "Late(1) 2026-02-14T22:31"],
            "重大 at ten in the evening of a make-up Saturday"
        );
        assert_eq!(told(&night, false, 1), ["Late(1) 2026-02-24T09:00"], "another one wakes nobody, and not in the holiday");
    }

    #[test]
    fn each_day_late_goes_one_level_further_up() {
        let levels = [1, 2, 3, 9].map(|n| Rung::Late(n).level());
        assert_eq!(levels, [Level::Supervisor, Level::Head, Level::Project, Level::Project], "up to the head of the site");
        assert_eq!(Rung::Half.level(), Level::Worker, "before the end it is the worker's affair");
    }

    #[test]
    fn a_clock_that_ended_says_nothing_more() {
        let mut clock = clock("2026-02-13T18:30", "2026-02-25");
        clock.ended = Some(super::super::clocks::End { at: at("2026-02-24T10:00"), how: super::super::clocks::Ended::Done });
        assert!(ladder(&clock, &Calendar::shipped().unwrap(), true).is_empty(), "the step was taken");
    }

    #[test]
    fn what_was_slept_over_is_said_once() {
        let rungs = ladder(&clock("2026-02-13T18:30", "2026-02-25"), &Calendar::shipped().unwrap(), false);
        let woken = rung_between(&rungs, at("2026-02-14T08:00"), at("2026-02-27T12:00")).unwrap();
        assert_eq!(woken.rung, Rung::Late(2), "the newest rung stands for those before it");
        assert!(rung_between(&rungs, at("2026-02-27T12:00"), at("2026-02-27T12:00")).is_none(), "and is not said twice");
    }

    #[test]
    fn who_was_not_told_above_is_reminded_of_it_after_half_an_hour_and_every_two() {
        let rungs = report_ladder(at("2026-02-14T22:00"), at("2026-02-15T03:00"));
        let times: Vec<String> = rungs.iter().map(|r| r.at.to_minute()).collect();
        let expected = ["2026-02-14T22:30+08:00", "2026-02-15T00:30+08:00", "2026-02-15T02:30+08:00"];
        assert_eq!(times, expected, "at any hour");
        assert!(report_ladder(at("2026-02-14T22:00"), at("2026-02-14T22:10")).is_empty(), "not before there was time to");
    }

    #[test]
    fn a_calendar_program_rings_on_the_working_day_before_and_never_when_nobody_works() {
        let calendar = Calendar::shipped().unwrap();
        let rings = |from: &str, due: &str, major: bool| {
            alarm(&clock(from, due), &calendar, major).map(|at| at.to_minute().get(..16).unwrap().to_owned())
        };
        for (from, due, at, why) in [
            ("2026-02-13T18:30", "2026-02-25", "2026-02-24T09:00", "the day before is worked"),
            ("2026-06-05T10:00", "2026-06-22", "2026-06-18T09:00", "three days of holiday lie before it"),
            ("2026-02-27T10:00", "2026-03-02", "2026-02-28T09:00", "a make-up Saturday is worked, the Sunday is not"),
            ("2026-02-24T10:00", "2026-02-25", "2026-02-25T09:00", "it came after nine of the day before: then on the day"),
            ("2026-02-24T09:00", "2026-02-24T11:00+08:00", "2026-02-24T10:30", "half an hour before"),
            ("2026-02-24T11:00", "2026-02-24T13:00+08:00", "2026-02-24T11:30", "noon is nobody's: half an hour before it"),
            ("2026-02-24T16:00", "2026-02-25T09:10+08:00", "2026-02-25T09:00", "not at twenty to nine, but when work begins"),
            ("2026-02-24T10:00", "2026-02-24T21:00+08:00", "2026-02-24T17:30", "not in the evening"),
        ] {
            assert_eq!(rings(from, due, false).as_deref(), Some(at), "{from} to {due}: {why}");
        }
        let night = ("2026-02-24T21:00", "2026-02-24T23:00+08:00");
        assert_eq!(rings(night.0, night.1, false), None, "nobody works between the two");
        assert_eq!(rings(night.0, night.1, true).as_deref(), Some("2026-02-24T22:30"), "重大 rings at any hour");
        let short = ("2026-02-24T22:00", "2026-02-24T22:30+08:00");
        assert_eq!(
            rings(short.0, short.1, true).as_deref(),
            Some("2026-02-24T22:15"),
            "half an hour rings half-way, not at the receipt"
        );
        let day = ("2026-02-24T10:00", "2026-02-24T10:30+08:00");
        assert_eq!(rings(day.0, day.1, false).as_deref(), Some("2026-02-24T10:15"), "so does one that is not 重大");
        let past = ("2026-02-24T10:00", "2026-02-24T09:00+08:00");
        assert_eq!(rings(past.0, past.1, true), None, "what was past at the receipt rings at no moment before it");
        assert_eq!(
            rings("2026-02-13T18:30", "2026-02-25", true).as_deref(),
            Some("2026-02-24T09:00"),
            "its days in working hours"
        );
    }

    proptest! {
        #[test]
        fn rungs_rise_lie_behind_the_event_and_in_working_hours(minutes in 0_i64..500_000, length in 1_i64..40_000, any_hour: bool) {
            let calendar = Calendar::shipped().unwrap();
            let from = Stamp::new(at("2025-02-01T00:00").wall_ms() + minutes * MINUTE_MS, CHINA_MIN);
            let end = Stamp::new(from.wall_ms() + length * MINUTE_MS, CHINA_MIN);
            for due in [Due::At(end), Due::Day(end.date())] {
                let clock = Clock { from, raw: due, counted: due, due, ..clock("2026-01-01T00:00", "2026-01-02") };
                let rungs = ladder(&clock, &calendar, any_hour);
                let first_late = rungs.iter().position(|r| matches!(r.rung, Rung::Late(_)));
                prop_assert!(first_late.is_some(), "what is late is always said");
                let last = rungs.last().map_or(from, |rung| rung.at);
                prop_assert!(due.end().wall_ms() >= earliest_end(last).wall_ms(), "no clock is left out that has something to say");
                for (n, rung) in rungs.iter().enumerate() {
                    prop_assert!(rung.at.wall_ms() > from.wall_ms(), "never before the event");
                    let late = rung.at.wall_ms() >= due.end().wall_ms();
                    prop_assert_eq!(late, matches!(rung.rung, Rung::Late(_)), "late is what is said behind the end");
                    prop_assert!(any_hour || calendar.at_work(rung.at), "nobody is woken: {:?}", rung);
                    if let Some(before) = n.checked_sub(1).and_then(|n| rungs.get(n)) {
                        prop_assert!(before.at.wall_ms() < rung.at.wall_ms(), "one after the other");
                    }
                }
            }
        }
    }
}
