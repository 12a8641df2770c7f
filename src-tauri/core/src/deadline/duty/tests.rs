//! Plans by their days.

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime};
use proptest::prelude::*;

use super::*;

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
    for target in [OutletTarget::Sample, OutletTarget::Number { n: 12 }, OutletTarget::Share { percent: 30 }, OutletTarget::All] {
        assert_eq!(OutletTarget::read(&target.words()), target, "{target:?}");
    }
    let asked = |words: &str| OutletTarget::read(words).of(31);
    for (words, n) in [("12", Some(12)), ("百分之30", Some(10)), ("40户", Some(31)), ("看情况", None), ("0户", None)] {
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
    (from, rounds, meeting).prop_map(|(from, rounds, meeting)| DutyPlan { from, rounds, outlets: OutletTarget::Sample, meeting })
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
