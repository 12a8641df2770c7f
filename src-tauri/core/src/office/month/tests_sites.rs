//! Numbers run through the department: of two sites each tells its own. And what of printed surveys did not come back.

use super::tests::office;
use super::*;
use crate::archive::gaps::GapKind;
use crate::archive::stats::Statistics;
use crate::office::index::AuditBody;

fn april() -> Month {
    "2026-04".parse().unwrap()
}

/// Numbers that are missing from April at the site in use, with the words for each.
fn numbers(office: &Office) -> Vec<(String, String)> {
    let gaps = office.month(april()).unwrap().gaps.into_iter().filter(|gap| gap.kind == GapKind::Number);
    gaps.map(|gap| (gap.serial, gap.words)).collect()
}

/// Numbers of printed blanks.
fn blanks(office: &Office, form: &str, count: u32) -> Vec<String> {
    let known: Vec<String> = office.blanks().unwrap().into_iter().map(|blank| blank.serial).collect();
    office.print_blanks(form, count).unwrap();
    let mut all: Vec<String> = office.blanks().unwrap().into_iter().map(|blank| blank.serial).collect();
    all.retain(|serial| !known.contains(serial));
    all.sort();
    all
}

#[test]
fn of_two_sites_each_misses_its_own_numbers_and_the_first_those_of_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let mut sites = office.cabinet().read(posts).unwrap();
    sites.sort_by(|a, b| a.name.cmp(&b.name));
    let [here, other, ..] = sites.as_slice() else { panic!("the sample has two sites") };
    office.use_site(&here.id).unwrap();
    let own = blanks(&office, "revisit", 2);
    office.use_site(&other.id).unwrap();
    let there = blanks(&office, "revisit", 1);
    // A blank of which the log does not say where it was given, as it was before that was kept; and numbers before it that nobody has.
    let lost = "HF-A-202604-0009".to_owned();
    office
        .cabinet()
        .write(|tx| {
            let (act, detail, blank) = ("blank".to_owned(), "revisit".to_owned(), lost.clone());
            let record = tx.new_id()?;
            office.note(tx, record, AuditBody { act, detail, blank, ..AuditBody::default() }, Some(lost.clone()))
        })
        .unwrap();
    assert_eq!(numbers(&office), [(there[0].clone(), "空白编号单未交回".to_owned())], "the second site tells its blank alone");
    office.use_site(&here.id).unwrap();
    let told = numbers(&office);
    let words = |serial: &str| told.iter().find(|(known, _)| known == serial).map(|(_, words)| words.as_str());
    for serial in &own {
        assert_eq!(words(serial), Some("空白编号单未交回"), "given here");
    }
    assert_eq!(words(&there[0]), None, "given there");
    assert_eq!(words(&lost), Some("空白编号单未交回（本部门编号，不分项目）"), "of nobody: told once, as the department's");
    let skipped: Vec<&str> = told
        .iter()
        .filter(|(_, words)| words == "编号没有对应的单据（本部门编号，不分项目）")
        .map(|(serial, _)| serial.as_str())
        .collect();
    assert_eq!(
        skipped,
        ["HF-A-202604-0004", "HF-A-202604-0005", "HF-A-202604-0006", "HF-A-202604-0007", "HF-A-202604-0008"],
        "nor is a number passed over twice: {told:?}"
    );
}

#[test]
fn a_survey_that_was_printed_and_did_not_come_back_was_handed_out() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let figures = || -> Statistics { office.month_statistics(april(), &|_, _| true).unwrap() };
    let returned = || figures().figure("survey.returned").unwrap().words();
    assert_eq!(returned(), "—", "nothing was handed out in April yet");
    let printed = blanks(&office, "survey", 5);
    blanks(&office, "revisit", 2);
    assert_eq!(returned(), "0%（0/5）", "five are out");
    office.void_blank(&printed[4], "印坏").unwrap();
    assert_eq!(returned(), "0%（0/4）", "one was spoilt and never given to anybody");
    let begin = |serial: &str| office.begin_from_blank("survey", serial).unwrap();
    let keyed_in = begin(&printed[0]);
    assert_eq!(returned(), "0%（0/4）", "one is being keyed in: in hand, counted once");
    let answers = serde_json::json!({ "fields": { "date": "2026-04-14", "batch": "2026年4月", "way": "客户自填" } });
    office.fill_draft(&keyed_in.id, &serde_json::from_value(answers).unwrap(), &|_| Ok(Vec::new())).unwrap();
    let all = figures();
    let issued = all.figure("survey.issued").unwrap();
    assert_eq!(issued.part, 4, "一份草稿＋三份空白");
    for part in ["已定稿的调查表", "草稿", "空白未交回", "作废的不计"] {
        assert!(
            issued.basis.contains(part) && all.figure("survey.returned").unwrap().basis.contains(part),
            "the 口径 says {part}"
        );
    }
}
