//! 今日, the lists and the reminders of a department that has had 100,000 cases, each begun through the office.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::office::Office;
use xunfang_core::office::api::CasesAsked;
use xunfang_tests::department::{Department, customer};

use crate::department::{bench_folder, done, keep};
use crate::measure::{Table, Times};

const MINUTE_MS: i64 = 60_000;
/// Of so many cases one is a complaint that is still open; the others are questions that were answered.
const OPEN: usize = 10;
/// Days over which they came.
const DAYS: i64 = 730;

pub fn run(table: &mut Table) {
    let cases = std::env::var("XUNFANG_BENCH_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let home = ready(table, cases);
    let department = Department::with_clock(&home, Clock::seeded(77, last()));
    let office = done(department.house.unlock(xunfang_tests::department::PASSPHRASE));
    let mut time = |what: &str, target: &str, how: &str, act: &mut dyn FnMut()| {
        let times = Times::of(3, 30, |_| act());
        table.line(what, format!("{:.1} ms (p95 {:.1})", times.median(), times.hundredth(95)), target, how.to_owned());
    };
    let open = cases / OPEN;
    let said = format!("{cases} cases, {open} complaints of them open and {} clocks running", 2 * open);
    time("今日: Office::today", "target 50 ms", &said, &mut || drop(done(office.today())));
    let asked = CasesAsked { open: Some(true), ..CasesAsked::default() };
    time("a page of open cases", "", "50 lines, with the clock that ends first", &mut || drop(done(office.cases(&asked, ""))));
    time("open cases by state", "", "", &mut || drop(done(office.case_counts(&asked))));
    let since = office_now(&department);
    time("reminders: every running clock's ladder", "", "looked at every 20 s, beside the window", &mut || {
        drop(done(office.reminders(since)));
    });
}

fn office_now(department: &Department) -> Stamp {
    department.clock.now()
}

fn first() -> i64 {
    Stamp::parse("2024-02-26T09:00+08:00").map_or(0, |stamp| stamp.wall_ms())
}

fn last() -> Stamp {
    Stamp::new(first() + DAYS * 24 * 60 * MINUTE_MS, 480)
}

fn ready(table: &mut Table, cases: usize) -> PathBuf {
    let home = bench_folder().join(format!("cases-{cases}"));
    if home.join("cabinet/cabinet.db").is_file() {
        return home;
    }
    let start = Instant::now();
    keep(&home, "xunfang-bench-cases", |root| make(root, cases));
    let took = format!("{:.0} s", start.elapsed().as_secs_f64());
    table.line(&format!("make {cases} cases"), took, "", "one by one through Office::fill, in memory; kept in target/bench");
    home
}

fn make(root: &Path, cases: usize) {
    let department = Department::with_clock(root, Clock::seeded(1, Stamp::new(first(), 480)));
    let office = done(department.first_run());
    done(customer(&office, "赵六"));
    let step = DAYS * 24 * 60 * MINUTE_MS / i64::try_from(cases).unwrap_or(1).max(1);
    for n in 0..cases {
        let at = Stamp::new(first() + i64::try_from(n).unwrap_or(0) * step, 480);
        department.clock.set(at);
        let at = at.local().format("%Y-%m-%d %H:%M").to_string();
        if n.is_multiple_of(OPEN) {
            begin(&office, "complaint", complaint(n, &at));
        } else {
            begin(&office, "consultation", question(n, &at));
        }
    }
}

fn begin(office: &Office, form: &str, answers: Value) {
    let answers = serde_json::from_value(answers).unwrap_or_else(|error| panic!("{error}"));
    done(office.fill(form, &answers, &|_| Err(std::io::Error::other("no files"))));
}

fn complaint(n: usize, at: &str) -> Value {
    let grade = if n.is_multiple_of(10 * OPEN) { "重大" } else { "一般" };
    json!({ "fields": { "received": at, "way": "来电", "customer": "赵六", "confidential": "否", "category": "工程", "grade": grade,
        "urgency": "紧急", "grade_reason": "影响出行", "content": format!("走道照明不亮，第{n}次来电"), "validity": "有效" }, "finish": ["register"] })
}

fn question(n: usize, at: &str) -> Value {
    json!({ "fields": { "received": at, "way": "来电", "customer": "赵六", "category": "收费", "content": format!("物业费怎样缴，第{n}次来电"),
        "at_once": "是", "answer": "可按季度缴", "answered": at, "closing": "已答复", "closed": at }, "finish": ["register", "answer"] })
}
