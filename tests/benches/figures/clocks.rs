//! Every open deadline counted anew, as when a year's notice arrives.

use std::time::Instant;

use xunfang_core::clock::Stamp;
use xunfang_core::deadline::{Calendar, Rules, Running, Week, recount};

use crate::measure::{Table, ms};

/// As many as a department of 100,000 cases could have open.
const OPEN: usize = 100_000;
/// The rules that count whole days, in turn.
const RULES: [&str; 7] = ["CPL-1", "CPL-2", "CPL-3", "CPL-4", "SUR-1", "SUR-2", "SUR-3"];
const MINUTE_MS: i64 = 60_000;

pub fn run(table: &mut Table) {
    let (rules, calendar) = (sure(Rules::shipped()), sure(Calendar::shipped()));
    let first = sure(Stamp::parse("2025-01-01T09:00+08:00")).wall_ms();
    let mut events = (0_i64..).map(|n| Stamp::new(first + (n * 7919 % (2 * 365 * 24 * 60)) * MINUTE_MS, 480));
    let mut open = Vec::with_capacity(OPEN);
    for (case, rule) in (0..OPEN).zip(RULES.iter().cycle()) {
        let Some(from) = events.next() else { break };
        let counted = sure(rules.deadline(rule, "", from, &calendar));
        open.push(Running {
            case: case.to_string(),
            clock: (*rule).to_owned(),
            rule: (*rule).to_owned(),
            version: counted.version,
            grade: String::new(),
            from,
            due: counted.due,
            provisional: counted.provisional,
        });
    }
    // A week that works on Saturdays too: each is counted, those that end otherwise are told.
    let changed = calendar.with_week(sure(Week::new([true, true, true, true, true, true, false])));
    let start = Instant::now();
    let moved = recount(&open, &rules, &changed);
    let took = start.elapsed();
    table.line(
        "recount of 100,000 open deadlines",
        format!("{:.0} ms", ms(took)),
        "target 1 s",
        format!("another week; {} of {} move, old and new told; one core", moved.len(), open.len()),
    );
}

fn sure<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| panic!("{error:?}"))
}
