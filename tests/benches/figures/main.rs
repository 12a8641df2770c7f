//! The figures that the program is held to, each with its target and, where there is one, a peer measured in the same run.
//!
//! `cargo xtask bench [clocks] [cases] [paper] [save] [cipher] [ledger] [months] [photo] [search] [window]`; all of them when none is named. The department of 100,000 sheets is
//! made once through the use cases of the office and kept in `target/bench`; `XUNFANG_BENCH_SHEETS` makes a smaller one.
#![expect(clippy::panic, reason = "a benchmark that cannot measure says so and stops")]

mod cases;
mod cipher;
mod clocks;
mod department;
mod ledger;
mod measure;
mod months;
mod pages;
mod paper;
mod peer;
#[cfg(target_os = "linux")]
mod photo;
mod save;
mod search;
#[cfg(target_os = "linux")]
mod window;
mod words;

use measure::Table;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    // Cases that are measured in a process of their own, for their memory.
    if let [case, rest @ ..] = words.as_slice()
        && let Some(case) = case.strip_prefix("case:")
    {
        return if let Some(form) = case.strip_prefix("month-") { months::case(form, rest) } else { paper::case(case, rest) };
    }
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| word == name);
    let mut table = Table::default();
    if wanted("clocks") {
        clocks::run(&mut table);
    }
    if wanted("cases") {
        cases::run(&mut table);
    }
    if wanted("save") {
        save::run(&mut table);
    }
    if wanted("cipher") {
        cipher::run(&mut table);
    }
    if wanted("ledger") {
        ledger::run(&mut table);
    }
    #[cfg(target_os = "linux")]
    if wanted("photo") {
        photo::run(&mut table);
    }
    if wanted("paper") || wanted("months") || wanted("search") || wanted("window") {
        let built = department::ready(&mut table);
        if wanted("paper") {
            paper::run(&mut table, &built);
        }
        if wanted("months") {
            months::run(&mut table, &built);
        }
        if wanted("search") {
            search::run(&mut table, &built);
        }
        #[cfg(target_os = "linux")]
        if wanted("window") {
            window::run(&mut table, &built);
        }
    }
    table.print();
}
