//! Finding sheets, and opening a large cabinet.

use std::fs;
use std::time::{Duration, Instant};

use xunfang_core::clock::Clock;
use xunfang_core::office::Office;
use xunfang_core::office::api::SearchQuery;
use xunfang_tests::department::Department;

use crate::department::{Built, STANDARD, done};
use crate::measure::{Table, Times, ms};
use crate::words::{Chance, findings, summary};

/// Sets the filters of a query.
type Narrow = fn(&mut SearchQuery);

const QUERIES: usize = 300;
const GOAL: &str = "p95 < 20 ms";

pub fn run(table: &mut Table, built: &Built) {
    let bytes = fs::metadata(built.home.join("cabinet/cabinet.db")).map_or(0, |meta| meta.len());
    let megabytes = f64::from(u32::try_from(bytes / 1_000_000).unwrap_or(0));
    let opening = Times::of(1, 15, |n| drop(built.open(1_000 + u64::try_from(n).unwrap_or(0))));
    table.line(
        &format!("open, {} sheets", built.sheets),
        format!("{:.0} ms (p95 {:.0})", opening.median(), opening.hundredth(95)),
        "",
        format!("{megabytes:.0} MB on the disk; light key slot; last 100 entries checked"),
    );
    let department = Department::with_clock(&built.home, Clock::system());
    let start = Instant::now();
    drop(done(department.house.unlock(STANDARD)));
    let whole = ms(start.elapsed());
    table.line(
        "  with a key slot for real data",
        format!("{whole:.0} ms"),
        "",
        "argon2id, 64 MiB, 3 passes, once for each slot tried",
    );

    let office = built.open(21);
    let mut chance = Chance(99);
    for length in [1, 2, 4] {
        let filters: [(&str, Narrow); 4] = [
            ("", |_| ()),
            (", form and month", |query| {
                "revisit".clone_into(&mut query.form);
                "2020-06-01".clone_into(&mut query.from);
                "2020-06-30".clone_into(&mut query.to);
            }),
            (", person and has ×", |query| {
                "李四".clone_into(&mut query.person);
                query.has_fail = Some(true);
            }),
            (", a filter that meets nothing", |query| {
                query.has_fail = Some(true);
                query.signed = Some(true);
            }),
        ];
        for (with, narrow) in filters {
            let (times, hits) = ask(&office, length, narrow, &mut chance);
            table.line(
                &format!("search, {length} characters{with}"),
                format!("p95 {:.2} ms (median {:.2}, worst {:.1})", times.hundredth(95), times.median(), times.hundredth(100)),
                GOAL,
                format!("{} texts that people typed, newest 50 by Office::search; {hits} lines found", times.count()),
            );
        }
    }
    next_pages(table, &office);
}

/// Pieces of what sheets say, each asked once.
fn ask(office: &Office, length: usize, narrow: Narrow, chance: &mut Chance) -> (Times, usize) {
    let (mut times, mut hits) = (Vec::new(), 0);
    for n in 0..QUERIES + 20 {
        let said = if n % 2 == 0 { summary(chance) } else { findings(chance) };
        let characters: Vec<char> = said.chars().filter(|c| c.is_alphabetic()).collect();
        let from = chance.below(characters.len().saturating_sub(length));
        let text: String = characters.iter().skip(from).take(length).collect();
        let mut query = SearchQuery { text, ..SearchQuery::default() };
        narrow(&mut query);
        let start = Instant::now();
        let page = done(office.search(&query, ""));
        let took = start.elapsed();
        // The first few only warm the cache.
        if n >= 20 {
            times.push(took);
            hits += page.lines.len();
        }
    }
    (Times::from(times), hits)
}

/// Deep paging costs what the first page costs.
fn next_pages(table: &mut Table, office: &Office) {
    let query = SearchQuery { text: "电梯".to_owned(), ..SearchQuery::default() };
    let (mut cursor, mut times) = (String::new(), Vec::<Duration>::new());
    for _ in 0..200 {
        let start = Instant::now();
        let page = done(office.search(&query, &cursor));
        times.push(start.elapsed());
        cursor = page.next;
        if cursor.is_empty() {
            break;
        }
    }
    let times = Times::from(times);
    let figure = format!("p95 {:.2} ms (median {:.2})", times.hundredth(95), times.median());
    table.line("  next pages of 电梯", figure, GOAL, format!("{} pages one after the other", times.count()));
}
