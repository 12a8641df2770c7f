//! What the clocks of cases have the system say.

use super::lists::told;
use super::*;

#[test]
fn a_clock_is_spoken_of_once_goes_up_when_it_is_late_and_falls_silent_with_the_step() {
    let d = Department::with_register();
    let begun = d.clock.now();
    let sheet = d.fill("complaint", told("2026-02-24 08:30", "一般", "走道照明不亮")).sheet;
    let said = |since| d.office.reminders(since).unwrap();
    assert!(said(begun).now.is_empty(), "nothing is due yet");
    let coming: Vec<String> = said(begun).ahead.moments.iter().map(|(at, _)| at.to_minute()).collect();
    assert_eq!(
        coming.first().map(String::as_str),
        Some("2026-02-24T09:30+08:00"),
        "half of the two hours for the first response"
    );

    d.wait_until("2026-02-24T09:31+08:00");
    let half = said(begun).now;
    assert_eq!(half.len(), 1, "one clock speaks: {half:?}");
    let words = &half[0].words;
    assert!(words.zh.contains("一般投诉　首次响应还有59分钟"), "what, and how long is left: {}", words.zh);
    assert!(!words.zh.contains("赵六") && !words.zh.contains("照明"), "a notice names no customer and no matter: {}", words.zh);
    let since = d.clock.now();
    assert!(said(since).now.is_empty(), "and it is said once");

    d.wait_until("2026-02-24T10:31+08:00");
    let late = said(since).now;
    assert_eq!(late[0].rung, crate::casework::Rung::Late(1), "its end has passed");
    // The one who works here is 部门负责人: what goes up to 主管 has reached them.
    assert!(!late[0].words.zh.contains("报告"), "nobody below is asked to tell those who hear it anyway: {}", late[0].words.zh);
    d.go_on(&sheet, json!({ "fields": { "responded": "2026-02-24 10:35", "response": "已联系" }, "finish": ["respond"],
        "late_reason": "次日补录", "rows": { "lates": [{ "late_step": "首次响应", "late_kind": "客服部门", "late_reason": "午前无人", "late_department": "保洁部", "remedy": "增派" }] } }));
    let silent = said(since).now;
    assert!(silent.iter().all(|s| !s.words.zh.contains("首次响应")), "the step was taken: {silent:?}");
}

#[test]
fn a_major_complaint_that_nobody_above_knows_of_is_spoken_of_at_night() {
    let d = Department::with_register();
    d.wait_until("2026-02-24T21:00+08:00");
    let since = d.clock.now();
    d.fill("complaint", told("2026-02-24 20:55", "重大", "电梯困人"));
    d.fill("complaint", told("2026-02-24 20:55", "一般", "走道照明不亮"));
    d.wait_until("2026-02-24T23:40+08:00");
    let said = d.office.reminders(since).unwrap().now;
    let words: Vec<&str> = said.iter().map(|s| s.words.zh.as_str()).collect();
    assert!(words.iter().any(|w| w.contains("还没有上报")), "nobody above was told: {words:?}");
    assert!(words.iter().any(|w| w.contains("重大投诉　首次响应超")), "重大 reminds at any hour: {words:?}");
    assert!(words.iter().all(|w| !w.contains("一般")), "another waits for the morning: {words:?}");
}

#[test]
fn a_clock_that_is_doubted_says_nothing() {
    let d = Department::with_register();
    let since = d.clock.now();
    d.fill("complaint", told("2026-02-24 08:30", "一般", "走道照明不亮"));
    d.clock.set(crate::clock::Stamp::parse("2036-03-01T09:00+08:00").unwrap());
    d.office
        .save_entry(&crate::office::api::RegisterInput { register: "person".into(), name: "乙".into(), ..Default::default() })
        .unwrap();
    d.office.desk().unwrap();
    assert!(d.office.reminders(since).unwrap().now.is_empty(), "ten years ahead makes nothing late until somebody says it is so");
}

#[test]
fn a_clock_that_is_late_for_months_is_spoken_of_no_more_and_stands_in_today() {
    let d = Department::with_register();
    d.fill("complaint", told("2026-02-24 08:30", "一般", "走道照明不亮"));
    let said = |from: &str, to: &str| {
        d.wait_until(from);
        let since = d.clock.now();
        d.wait_until(to);
        d.office.reminders(since).unwrap().now.len()
    };
    assert_eq!(said("2026-04-24T08:50+08:00", "2026-04-24T09:10+08:00"), 2, "both clocks, on each morning for two months");
    assert_eq!(said("2026-07-20T08:50+08:00", "2026-07-20T09:10+08:00"), 0, "then they have been said often enough");
    let today = d.office.today().unwrap().lines;
    assert_eq!(today.iter().filter(|line| line.overdue).count(), 2, "and stand in 今日 as long as they run");
}

/// What is said to a machine that slept since `slept` and wakes at each of `moments`, one after the other.
fn wakes(d: &Department, slept: &str, moments: &[&str]) -> Vec<usize> {
    let mut heard = crate::casework::Heard::from(crate::clock::Stamp::parse(&format!("{slept}+08:00")).unwrap());
    let look = |moment: &&str| {
        d.clock.set(crate::clock::Stamp::parse(&format!("{moment}+08:00")).unwrap());
        let found = d.office.reminders(heard).unwrap();
        heard = found.heard;
        found.now.len()
    };
    moments.iter().map(look).collect()
}

#[test]
fn a_machine_that_wakes_in_the_evening_or_on_a_holiday_holds_back_what_it_slept_over_and_tells_it_once_at_work() {
    let d = Department::with_register();
    d.wait_until("2026-02-27T15:35+08:00");
    d.fill("complaint", told("2026-02-27 15:30", "一般", "走道照明不亮"));
    // The response is half gone at 16:30 and late at 17:30; 28 February is a Saturday that is worked, 1 March a Sunday.
    let said = wakes(&d, "2026-02-27T17:00", &["2026-02-27T21:00", "2026-02-27T23:30", "2026-02-28T09:00", "2026-02-28T09:01"]);
    assert_eq!(said[..2], [0, 0], "nobody is told in the evening of a working day");
    assert!(said[2] > 0, "it was not lost: {said:?}");
    assert_eq!(said[3], 0, "and is told once");
    let said = wakes(&d, "2026-02-28T17:59", &["2026-03-01T10:00", "2026-03-02T12:30", "2026-03-02T14:00", "2026-03-02T14:01"]);
    assert_eq!(said[0], 0, "nobody is told on a day of rest at ten in the morning");
    assert_eq!(said[1], 0, "nor at noon, when nobody works: the word of that morning waits too");
    assert!(said[2] > 0 && said[3] == 0, "it is told once, after lunch: {said:?}");
}

#[test]
fn a_major_complaint_is_told_to_whoever_wakes_the_machine_at_night() {
    let d = Department::with_register();
    d.wait_until("2026-02-27T15:35+08:00");
    d.fill("complaint", told("2026-02-27 15:30", "重大", "电梯困人"));
    let said = wakes(&d, "2026-02-27T15:36", &["2026-02-27T21:00", "2026-02-27T21:00", "2026-02-28T09:00"]);
    assert!(said[0] > 0, "重大 reminds at any hour");
    assert_eq!(said[1], 0, "and what was told is told");
    assert!(said[2] > 0, "the day is a rung of its own");
}
