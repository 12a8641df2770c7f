//! The calendar and the rules as a department changes them, through the log.

use crate::deadline::{Holiday, Notice, Override, Season, Span, Unit};
use crate::office::Result;
use crate::office::api::{CalendarChange, RuleEdit};
use crate::office::tests::{Department, PASSPHRASE};

fn code<T>(result: Result<T>) -> &'static str {
    result.err().map_or("done", |e| e.code())
}

fn notice_2027() -> CalendarChange {
    let day = |text: &str| text.parse().unwrap();
    CalendarChange::Year {
        year: 2027,
        source: Notice { title: "样".to_owned(), number: "样〔2026〕1号".to_owned(), date: day("2026-11-02") },
        holidays: vec![Holiday {
            name: "元旦".to_owned(),
            from: day("2027-01-01"),
            to: day("2027-01-02"),
            // The days of the law are known: nobody types them.
            statutory: Vec::new(),
            make_up: vec![day("2027-01-03")],
        }],
    }
}

fn due(department: &Department, rule: &str, from: &str) -> String {
    department.office.deadline(rule, "", from).unwrap().due.to_string()
}

fn edit(limit: u32) -> RuleEdit {
    RuleEdit {
        rule: "CPL-3".to_owned(),
        limit: Some(limit),
        grades: Vec::new(),
        unit: Unit::WorkingDays,
        roll: None,
        basis: crate::deadline::Basis::Own,
        clause: "客服部〔2026〕3号".to_owned(),
        inner_hours: None,
        since: String::new(),
        reason: "试行更紧的时限".to_owned(),
        recount: false,
    }
}

#[test]
fn a_notice_that_is_entered_counts_and_stays_after_reopening() {
    let department = Department::new();
    let office = &department.office;
    assert!(office.deadline("CPL-1", "", "2026-12-31").unwrap().provisional, "暂定 before the notice");
    let shown = office.calendar_year(2027).unwrap();
    assert!(shown.source.is_none() && shown.days.iter().all(|d| d.provisional), "the year waits for its notice");
    let effect = office.preview_calendar(&notice_2027()).unwrap();
    assert!(effect.days.iter().any(|d| d.date.to_string() == "2027-01-03" && d.now.working), "the made-up Sunday is told");
    assert!(effect.left_out.iter().any(|d| d.contains("2027-06-09")), "and what was forgotten: {:?}", effect.left_out);
    assert!(office.calendar_year(2027).unwrap().source.is_none(), "a preview writes nothing");
    office.change_calendar(&notice_2027(), "").unwrap();
    let counted = office.deadline("CPL-1", "", "2026-12-31").unwrap();
    assert_eq!((counted.due.to_string().as_str(), counted.provisional), ("2027-01-03", false), "counted at once");
    let department = department.reopen(PASSPHRASE);
    assert_eq!(due(&department, "CPL-1", "2026-12-31"), "2027-01-03", "and after the cabinet was opened again");
    let shown = department.office.calendar_year(2027).unwrap();
    assert!(!shown.shipped && shown.years.contains(&2027), "it is the department's own entry");
    assert_eq!(shown.days.first().unwrap().kind, crate::deadline::DayKind::Holiday, "1 January is a day of the law");
    assert_eq!(shown.days.get(1).unwrap().kind, crate::deadline::DayKind::Rest, "2 January is a day off that was moved");
    department.office.rebuild(&|_, _| true).unwrap();
    let withdraw = CalendarChange::Withdraw { year: 2027 };
    assert_eq!(code(department.office.change_calendar(&withdraw, "")), "missing", "withdrawing needs a reason");
    department.office.change_calendar(&withdraw, "录错了").unwrap();
    assert!(department.office.deadline("CPL-1", "", "2026-12-31").unwrap().provisional, "暂定 again");
    assert_eq!(
        code(department.office.preview_calendar(&CalendarChange::Withdraw { year: 2026 })),
        "not-found",
        "nothing entered"
    );
}

#[test]
fn a_calendar_file_is_imported_and_nonsense_is_refused_with_its_reason() {
    let department = Department::new();
    let office = &department.office;
    let file = |text: &str| CalendarChange::File { json: text.to_owned() };
    let good = r#"{"year":2027,"source":{"title":"样","number":"样","date":"2026-11-02"},"holidays":[
        {"name":"元旦","from":"2027-01-01","to":"2027-01-03","statutory":["2027-01-01"],"make_up":[]}]}"#;
    office.change_calendar(&file(&format!("\u{feff}{good}")), "").unwrap();
    assert_eq!(due(&department, "CPL-1", "2026-12-31"), "2027-01-04", "as the file says");
    for (text, refused) in [
        ("{".to_owned(), "calendar-unreadable"),
        (good.replace("2027-01-03", "2027-03-03"), "calendar-span"),
        (good.replace("\"year\":2027", "\"year\":2025"), "calendar-outside-year"),
        (good.replace("\"make_up\":[]", "\"make_up\":[\"2027-01-02\"]"), "calendar-make-up-in-holiday"),
        (good.replace("样", ""), "calendar-no-source"),
        (" ".repeat(300_000), "calendar-unreadable"),
    ] {
        assert_eq!(code(office.change_calendar(&file(&text), "")), refused, "{text:.90}");
    }
    assert_eq!(due(&department, "CPL-1", "2026-12-31"), "2027-01-04", "what was refused changed nothing");
}

#[test]
fn a_department_keeps_its_own_week_days_and_hours() {
    let department = Department::new();
    let office = &department.office;
    let week = CalendarChange::Week { from: "2026-03-01".to_owned(), days: [true, true, true, true, false, true, true] };
    assert_eq!(code(office.change_calendar(&week, " ")), "missing", "another week needs a reason");
    assert!(!office.preview_calendar(&week).unwrap().days.is_empty(), "what it changes is shown");
    office.change_calendar(&week, "商场周末营业").unwrap();
    assert_eq!(due(&department, "CPL-1", "2026-03-05"), "2026-03-07", "Friday is the rest day, Saturday is worked");
    assert_eq!(due(&department, "CPL-1", "2026-02-26"), "2026-02-27", "before the change Friday counts");
    let idle = CalendarChange::Week { from: "2026-04-01".to_owned(), days: [false; 7] };
    assert_eq!(code(office.change_calendar(&idle, "样")), "calendar-no-working-day", "a week without work counts nothing");

    let day = |date: &str, working, name: &str| Override { date: date.parse().unwrap(), working, name: name.to_owned() };
    let own = CalendarChange::Own { days: vec![day("2026-03-09", false, "公司成立日"), day("2026-03-08", true, "值守")] };
    office.change_calendar(&own, "").unwrap();
    assert_eq!(due(&department, "CPL-1", "2026-03-08"), "2026-03-10", "the department's day off");
    let twice = CalendarChange::Own { days: vec![day("2026-03-09", false, "甲"), day("2026-03-09", true, "乙")] };
    assert_eq!(code(office.change_calendar(&twice, "")), "calendar-day-twice", "both off and worked");
    office.change_calendar(&CalendarChange::Own { days: Vec::new() }, "").unwrap();
    assert_eq!(due(&department, "CPL-1", "2026-03-08"), "2026-03-09", "the days are the whole list");

    let at = |text: &str| chrono::NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    let spans = vec![Span { from: at("08:00"), to: at("17:00") }];
    let hours = CalendarChange::Hours { seasons: vec![Season { name: "全年".to_owned(), from: "01-01".to_owned(), spans }] };
    let effect = office.change_calendar(&hours, "").unwrap();
    assert!(effect.days.is_empty() && !effect.same, "hours move no day, but are another thing");
    assert!(office.preview_calendar(&hours).unwrap().same, "the same hours again change nothing");
    let department = department.reopen(PASSPHRASE);
    let shown = department.office.calendar_year(2026).unwrap();
    assert_eq!(shown.hours.first().unwrap().spans.first().unwrap().from, at("08:00"), "kept");
    assert_eq!(shown.weeks.len(), 2, "the first week and the one from March on");
}

#[test]
fn a_rule_changes_in_versions_with_a_reason() {
    let department = Department::new();
    let office = &department.office;
    let effect = office.try_rule(&edit(2), "2026-02-13").unwrap();
    assert_eq!(effect.examples.first().unwrap().due, "2026-02-24", "the example is counted by the new limit");
    assert_eq!(due(&department, "CPL-3", "2026-02-24"), "2026-02-27", "trying writes nothing");
    assert_eq!(code(office.change_rule(&RuleEdit { reason: " ".to_owned(), ..edit(2) })), "missing", "a reason is wanted");
    assert_eq!(code(office.change_rule(&RuleEdit { since: "2026-02-23".to_owned(), ..edit(2) })), "missing", "not in the past");
    assert_eq!(code(office.change_rule(&edit(0))), "rule-limit", "0 days");
    assert_eq!(code(office.change_rule(&RuleEdit { unit: Unit::PerDay, ..edit(2) })), "rule-unit-fixed", "another thing");
    let rules = office.change_rule(&RuleEdit { since: "2026-03-01".to_owned(), ..edit(2) }).unwrap();
    let rule = rules.iter().find(|r| r.rule.id == "CPL-3").unwrap();
    assert_eq!(rule.versions.iter().map(|v| v.version).collect::<Vec<_>>(), [2, 1], "the history, newest first");
    assert!(!rule.versions.first().unwrap().in_force && rule.versions.last().unwrap().in_force, "it holds from March on");
    assert_eq!(rule.versions.first().unwrap().by, "张三", "who changed it");
    assert_eq!(due(&department, "CPL-3", "2026-02-24"), "2026-02-27", "an event before that day");
    assert_eq!(due(&department, "CPL-3", "2026-03-02"), "2026-03-04", "and one after it");
    let department = department.reopen(PASSPHRASE);
    assert_eq!(department.office.deadline("CPL-3", "", "2026-03-02T09:00").unwrap().version, 2, "versions are kept");
    let graded = department.office.try_rule(
        &RuleEdit {
            rule: "RSP-1".to_owned(),
            limit: None,
            grades: department.office.rules().unwrap().iter().find(|r| r.rule.id == "RSP-1").unwrap().rule.grades.clone(),
            unit: Unit::Minutes,
            ..edit(1)
        },
        "2026-03-02T09:00",
    );
    assert_eq!(graded.unwrap().examples.len(), 2, "one example for each grade");
}

#[test]
fn what_a_change_does_stands_in_the_log_and_the_log_is_whole() {
    let department = Department::new();
    let office = &department.office;
    office.change_calendar(&notice_2027(), "国办已发通知").unwrap();
    office.change_rule(&edit(2)).unwrap();
    let settings = office.cabinet().read(|r| r.settings().map_err(crate::office::OfficeError::from)).unwrap();
    let keys: Vec<&str> = settings.iter().map(|(key, _)| key.as_str()).collect();
    assert!(keys.contains(&"calendar.year.2027") && keys.contains(&"rule.CPL-3.2"), "{keys:?}");
    let report = office.verify(None, &|_, _| true).unwrap();
    assert!(report.ok, "{:?}", report.problems);
    assert_eq!(code(office.deadline("RSP-1", "重大", "2026-03-02")), "rule-needs-time", "minutes need a time");
    assert_eq!(code(office.deadline("CPL-3", "", "昨天")), "missing", "no date");
    assert_eq!(code(office.calendar_year(1800)), "not-found", "no such year");
}
