//! The department's known answers by rule, every day of three years, and what must hold for any event.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::clock::{CHINA_MIN, Stamp};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> Stamp {
    Stamp::parse(text).unwrap()
}

fn table() -> (Rules, Calendar) {
    (Rules::shipped().unwrap(), Calendar::shipped().unwrap())
}

/// The notices once more, written down apart from the files: days off that a weekday alone would not say, and weekends worked.
const NOTICED: [(i32, &str, &str); 3] = [
    (2024, "0101 0210-0217 0404-0406 0501-0505 0610 0915-0917 1001-1007", "0204 0218 0407 0428 0511 0914 0929 1012"),
    (2025, "0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008", "0126 0208 0427 0928 1011"),
    (2026, "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007", "0104 0214 0228 0509 0920 1010"),
];

#[test]
fn every_day_of_three_years_is_what_its_notice_says() {
    use chrono::Datelike as _;
    let calendar = Calendar::shipped().unwrap();
    for (year, off, worked) in NOTICED {
        let day = |text: &str| NaiveDate::from_ymd_opt(year, text[..2].parse().unwrap(), text[2..].parse().unwrap()).unwrap();
        let spans: Vec<_> = off.split(' ').map(|s| s.split_once('-').unwrap_or((s, s))).map(|(a, b)| (day(a), day(b))).collect();
        let worked: Vec<NaiveDate> = worked.split(' ').map(day).collect();
        let mut date = day("0101");
        while date.year() == year {
            let weekend = date.weekday().number_from_monday() > 5;
            let off = spans.iter().any(|(a, b)| *a <= date && date <= *b);
            let expected = (off, worked.contains(&date), weekend);
            let found = calendar.day(date);
            let class = match expected {
                (true, ..) => DayClass::Holiday,
                (_, true, _) => DayClass::MakeUp,
                (.., true) => DayClass::Weekend,
                _ => DayClass::Workday,
            };
            assert_eq!(calendar.class(date), class, "{date} as the terminal tells it");
            match expected {
                (true, ..) => {
                    assert!(matches!(found.kind, DayKind::Rest | DayKind::Holiday), "{date} is off");
                    assert!(!found.name.is_empty(), "{date} belongs to a holiday");
                }
                (_, true, _) => assert_eq!(found.kind, DayKind::MakeUp, "{date} is worked for a holiday"),
                (.., true) => assert_eq!((found.kind, found.name.as_str()), (DayKind::Rest, ""), "{date} is a weekend"),
                _ => assert_eq!(found.kind, DayKind::Workday, "{date} is an ordinary day"),
            }
            assert_eq!(calendar.works(date), found.working, "{date}: both ways of asking agree");
            date = date.succ_opt().unwrap();
        }
    }
}

#[test]
fn an_event_is_read_as_people_write_it() {
    for (text, at, timed) in [
        ("2026-02-13", "2026-02-13T00:00+08:00", false),
        ("2026-02-13T18:30", "2026-02-13T18:30+08:00", true),
        ("2026-02-13T18:30+08:00", "2026-02-13T18:30+08:00", true),
        ("2026-02-13T10:30+00:00", "2026-02-13T18:30+08:00", true),
    ] {
        let (read, clock) = read_event(text).unwrap();
        assert_eq!((read.to_minute().as_str(), clock), (at, timed), "{text}");
    }
    assert!(["", "2026-02-30", "2026-02-13T25:00", "昨天"].iter().all(|text| read_event(text).is_none()), "no dates");
}

#[test]
fn a_deadline_names_its_rule_and_explains_itself_in_two_languages() {
    let (rules, calendar) = table();
    let due = rules.deadline("CPL-3", "", at("2026-02-13T18:30+08:00"), &calendar).unwrap();
    assert_eq!((due.due.to_string().as_str(), due.raw == due.due, due.rolled()), ("2026-02-25", true, false), "over 春节");
    let lines = due.explain();
    let first = lines.first().unwrap();
    assert_eq!(first.zh, "CPL-3　一般投诉受理（2026年2月13日，当日不计）起3个工作日，至2026年2月25日（周三）24:00。", "sentence");
    assert_eq!(
        first.en,
        "CPL-3: ordinary complaint received (Fri 13 Feb 2026, not counted), 3 working days, until Wed 25 Feb 2026, 24:00.",
        "the same in English"
    );
    let second = lines.get(1).unwrap();
    assert_eq!(second.zh, "2026年2月14日　周六　补班（春节）　第1日", "a line for each day");
    assert_eq!(second.en, "Sat 14 Feb 2026 · make-up working day (Spring Festival) · day 1", "in English too");
    assert_eq!(lines.len(), 13, "the sentence and twelve days");
}

#[test]
fn a_rolled_limit_says_from_where() {
    let (rules, calendar) = table();
    let due = rules.deadline("CPL-2", "", at("2026-02-08T09:00+08:00"), &calendar).unwrap();
    assert_eq!((due.raw.to_string().as_str(), due.due.to_string().as_str()), ("2026-02-15", "2026-02-24"), "raw and due");
    assert!(due.rolled(), "it rolled");
    let said = due.explain();
    let first = said.first().unwrap();
    assert_eq!(
        first.zh,
        "CPL-2　重大投诉实际整改完成（2026年2月8日，当日不计）起1周（7日），末日2月15日非工作日，顺延至2026年2月24日（周二）24:00。",
        "sentence"
    );
    assert!(said.iter().any(|l| l.zh == "2026年2月16日　周一　法定节假日（春节）　顺延"), "the days it rolls over");
    assert_eq!(said.last().unwrap().zh, "2026年2月24日　周二　工作日　顺延至此", "and the one it ends on");
    assert_eq!(said.last().unwrap().en, "Tue 24 Feb 2026 · working day · ends here", "in English too");
    assert!(first.en.contains("the last day, Sun 15 Feb 2026, is not worked, so it runs until Tue 24 Feb 2026"), "{}", first.en);
}

#[test]
fn a_provisional_deadline_says_what_it_waits_for() {
    let (rules, calendar) = table();
    let due = rules.deadline("CPL-1", "", at("2026-12-31T09:00+08:00"), &calendar).unwrap();
    assert!(due.provisional && due.due != Due::Day(date("2027-01-01")), "暂定, and never 元旦");
    let lines = due.explain();
    assert!(lines.first().unwrap().zh.ends_with("（暂定）。"), "the sentence says 暂定");
    assert_eq!(lines.last().unwrap().zh, "暂定：2027年的放假安排尚未录入，录入后重新计算。", "and why");
    assert!(lines.last().unwrap().en.contains("2027"), "in English too");
}

#[test]
fn a_response_is_due_by_the_clock_and_by_grade() {
    let (rules, calendar) = table();
    let event = at("2026-02-13T23:50+08:00");
    let due = rules.deadline("RSP-1", "重大", event, &calendar).unwrap();
    assert_eq!(due.due.to_string(), "2026-02-14T00:20+08:00", "clock time, over midnight");
    assert_eq!(
        due.explain().first().unwrap().zh,
        "RSP-1　投诉受理（2026年2月13日（周五）23:50）起30分钟，至2026年2月14日（周六）00:20。",
        "in words"
    );
    assert_eq!(rules.deadline("RSP-1", "一般", event, &calendar).unwrap().due.to_string(), "2026-02-14T01:50+08:00", "two hours");
    for (rule, grade, code) in [
        ("RSP-1", "特大", "rule-grade"),
        ("MTG-1", "", "rule-other-unit"),
        ("INS-1", "", "rule-other-unit"),
        ("SUR-2B", "", "rule-other-unit"),
        ("XXX-9", "", "rule-unknown"),
    ] {
        assert_eq!(rules.deadline(rule, grade, event, &calendar).unwrap_err().code(), code, "{rule} {grade}");
    }
    assert_eq!(rules.due("RSP-1", "重大", event.date(), &calendar).unwrap_err().code(), "rule-needs-time", "minutes need a time");
}

#[test]
fn limits_that_no_rule_counts_are_clocks_too() {
    let from = at("2026-02-13T18:30+08:00");
    let own = Deadline::within_hours(from, 24).unwrap();
    assert_eq!((own.rule.as_str(), own.due.to_string().as_str()), (OWN_LIMIT, "2026-02-14T18:30+08:00"), "内控时限");
    assert_eq!(Deadline::within_hours(from, 0).unwrap_err().code(), "rule-limit", "no limit at all");
    let planned = Deadline::given("SUR-2B", from, Due::Day(date("2026-02-21")));
    assert_eq!(planned.due.to_string(), "2026-02-21", "a planned date stands as it was given, a day of rest too");
    let past = Deadline::given("SUR-2B", from, Due::Day(date("2026-02-12"))).explain();
    assert!(past.iter().any(|line| line.zh.contains("起算时期限已过")), "a date that is past when it is given says so: {past:?}");
    let today = Deadline::given(OUTSIDE_LIMIT, from, Due::Day(date("2026-02-13"))).explain();
    assert!(today.iter().all(|line| !line.zh.contains("已过")), "today can still be met: {today:?}");
    let later = planned.extended(Due::Day(date("2026-03-01"))).unwrap();
    assert_eq!((later.raw.to_string().as_str(), later.due.to_string().as_str()), ("2026-02-21", "2026-03-01"), "old and new");
    assert!(later.explain().first().unwrap().zh.contains("经批准延期至2026年3月1日"), "and the words say so");
    assert_eq!(later.extended(Due::Day(date("2026-03-01"))).unwrap_err().code(), "extension-not-later", "no extension");
}

/// Rules that count whole days.
const COUNTED: [&str; 9] = ["CPL-1", "CPL-2", "CPL-3", "CPL-4", "SUR-1", "SUR-2", "SUR-3", "SVC-1", "SVC-2"];

fn any_event() -> impl Strategy<Value = Stamp> {
    let first = at("2023-11-01T00:00+08:00").wall_ms();
    (0_i64..5 * 366 * 24 * 60, -14_i32 * 60..=14 * 60).prop_map(move |(minute, zone)| Stamp::new(first + minute * 60_000, zone))
}

proptest! {
    #[test]
    fn a_deadline_is_after_its_event_and_never_runs_back(
        a in any_event(), b in any_event(), rule in proptest::sample::select(&COUNTED[..]),
    ) {
        let (rules, calendar) = table();
        let (early, late) = if a.wall_ms() <= b.wall_ms() { (a, b) } else { (b, a) };
        let count = |event| rules.deadline(rule, "", event, &calendar).unwrap();
        let (early, late) = (count(early), count(late));
        prop_assert!(early.due.date() > early.from.date(), "the day of the event is not counted");
        prop_assert!(!early.due.is_past(early.from), "nothing is late when it begins");
        prop_assert!(early.due.date() <= late.due.date(), "a later event is never due earlier");
        prop_assert!(early.raw.date() <= early.due.date(), "rolling goes forward");
    }

    #[test]
    fn a_deadline_is_the_same_whatever_zone_the_machine_is_set_to(
        event in any_event(), zone in -14_i32 * 60..=14 * 60, rule in proptest::sample::select(&COUNTED[..]),
    ) {
        let (rules, calendar) = table();
        let elsewhere = Stamp::new(event.wall_ms(), zone);
        let (here, there) = (rules.deadline(rule, "", event, &calendar), rules.deadline(rule, "", elsewhere, &calendar));
        prop_assert_eq!(&here, &there, "the same moment gives the same deadline, to the word");
        let response = rules.deadline("RSP-1", "一般", elsewhere, &calendar).unwrap();
        prop_assert_eq!(response.due.end().wall_ms(), event.wall_ms() + 121 * 60_000, "minutes are minutes everywhere");
        prop_assert_eq!(here.unwrap().from.offset_min(), CHINA_MIN, "told in the time of China");
    }

    #[test]
    fn the_count_can_be_done_again_from_the_explanation(
        event in any_event(), rule in proptest::sample::select(&COUNTED[..]),
    ) {
        let (rules, calendar) = table();
        let due = rules.deadline(rule, "", event, &calendar).unwrap();
        let limit = rules.rule(rule).unwrap().limit.unwrap();
        let lines: Vec<String> = due.explain().into_iter().map(|l| l.zh).collect();
        let days: Vec<&String> = lines.iter().filter(|l| l.contains("　周")).collect();
        let counted: Vec<u32> = days.iter().filter_map(|l| l.rsplit_once('第')?.1.split_once('日')?.0.parse().ok()).collect();
        prop_assert_eq!(counted, (1..=limit).collect::<Vec<u32>>(), "the numbered days are the limit");
        if rules.rule(rule).unwrap().unit == Unit::WorkingDays {
            let worked = days.iter().filter(|l| l.contains("　工作日") || l.contains("　补班")).count();
            prop_assert_eq!(worked, limit as usize, "and they are the days that are said to be worked");
        } else {
            let last = days.last().unwrap();
            prop_assert!(last.contains("　工作日") || last.contains("　补班"), "a rolled limit ends on a day that is worked");
        }
        prop_assert!(days.last().unwrap().starts_with(&long_date(due.due.date())), "the last line is the due day");
        prop_assert!(days.first().unwrap().starts_with(&long_date(due.from.date().succ_opt().unwrap())), "the first the day after");
        prop_assert_eq!(days.len() as i64, (due.due.date() - due.from.date()).num_days(), "no day is left out");
    }

    #[test]
    fn minutes_are_monotone_and_lateness_agrees_with_the_end(event in any_event(), later in 0_i64..4 * 24 * 60) {
        let (rules, calendar) = table();
        let due = rules.deadline("RSP-1", "重大", event, &calendar).unwrap().due;
        let now = Stamp::new(event.wall_ms() + later * 60_000, CHINA_MIN);
        prop_assert_eq!(due.is_past(now), later > 30, "the thirtieth minute is in time");
        prop_assert_eq!(due.minutes_late(now), (later - 30).max(0), "minutes late");
        let left = calendar.left(&due, now);
        prop_assert_eq!(left.overdue, later > 30, "what is left agrees");
    }

    #[test]
    fn working_days_left_count_down_one_by_one(event in any_event()) {
        let (rules, calendar) = table();
        let due = rules.deadline("CPL-3", "", event, &calendar).unwrap();
        let mut left = calendar.working_days_between(due.from.date(), due.due.date());
        prop_assert_eq!(left, 3, "three working days are left at the event");
        let mut day = due.from.date();
        while day < due.due.date() {
            day += TimeDelta::days(1);
            left -= u32::from(calendar.works(day));
            prop_assert_eq!(calendar.working_days_between(day, due.due.date()), left, "each worked day takes one");
        }
        prop_assert_eq!(left, 0, "none on the due day");
    }
}
