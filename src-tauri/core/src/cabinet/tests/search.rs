use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::super::tokens::normal;
use super::super::*;
use super::support::*;

fn date(day: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 2, 1).unwrap().checked_add_days(Days::new(day)).unwrap()
}

fn put(cabinet: &Cabinet, row: &SheetRow, text: &str) {
    cabinet.write(|tx| tx.project_sheet(row, text)).unwrap();
}

fn texts(cabinet: &Cabinet, text: &str) -> Vec<String> {
    let query = SheetQuery { text: text.to_owned(), ..SheetQuery::default() };
    cabinet.read(|r| r.search(&query, None, 50)).unwrap().rows.into_iter().map(|row| row.title).collect()
}

#[test]
fn any_substring_is_found_rare_names_too() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    for (n, text) in
        ["大堂玻璃门有手印", "王㛃投诉电梯异味", "䶮先生 3-1702 房", "𬭚女士：Café，ＡＢＣ１２３", "大堂的门"].iter().enumerate()
    {
        let id = desk.clock.id().unwrap();
        let row = SheetRow { title: (*text).to_owned(), ..SheetRow::new(id, date(n as u64), 0) };
        put(&cabinet, &SheetRow { serial: Some(format!("JC-A-202602-{n:04}")), ..row }, text);
    }
    let found = |text: &str| texts(&cabinet, text).len();
    assert_eq!(["堂", "大堂", "堂玻", "玻璃门", "玻璃门有手"].map(found), [2, 2, 1, 1, 1], "one, two and more characters");
    assert_eq!(["㛃", "䶮", "𬭚", "王㛃", "𬭚女", "䶮先生"].map(found), [1; 6], "rare names like any other");
    assert_eq!(["堂门", "大门", "手印有"].map(found), [0; 3], "in this order, side by side");
    assert_eq!(["3-17", "-", "1702 房", "房 䶮", "大堂 手印", "大堂 电梯"].map(found), [1, 5, 1, 1, 1, 0], "every word");
    assert_eq!(
        ["café", "abc123", "ABC", "：", "é", "e"].map(found),
        [1, 1, 1, 1, 1, 0],
        "width and case do not matter, accents do"
    );
    assert_eq!(found("202602-0003"), 1, "the serial is found without being in the text");
    assert_eq!(texts(&cabinet, "大堂"), ["大堂的门", "大堂玻璃门有手印"], "newest first");
    for hostile in ["\"", "* OR ^", "NEAR(a b)", "堂\" OR \"x", "'; DROP TABLE entry; --", "\u{0}", "{t}:a", &"堂".repeat(5_000)]
    {
        assert_eq!(found(hostile), 0, "{hostile:?} is text like any other");
    }
    assert_eq!(found("  "), 5, "nothing asked for is everything");
}

#[test]
fn filters_hold_together() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    for n in 0..20_u64 {
        let row = SheetRow {
            form: if n % 2 == 0 { "a" } else { "b" }.to_owned(),
            state: format!("s{}", n % 3),
            site: "site".to_owned(),
            persons: vec![format!("p{}", n % 5), "boss".to_owned()],
            areas: vec![format!("x{}", n % 4)],
            customer: format!("c{n}"),
            has_fail: n % 2 == 1,
            signed: n > 9,
            draft: n == 19,
            serial: (n < 19).then(|| format!("TS-A-202602-{n:04}")),
            ..SheetRow::new(desk.clock.id().unwrap(), date(n), 0)
        };
        put(&cabinet, &row, "同样的字");
    }
    let count = |query: SheetQuery| cabinet.read(|r| r.search(&query, None, 50)).unwrap().rows.len();
    let some = |text: &str| Some(text.to_owned());
    let all = SheetQuery::default();
    assert_eq!(count(SheetQuery { form: some("a"), ..all.clone() }), 10, "form");
    assert_eq!(count(SheetQuery { person: some("p1"), ..all.clone() }), 4, "person");
    assert_eq!(count(SheetQuery { person: some("boss"), area: some("x3"), ..all.clone() }), 5, "any of its people, any area");
    assert_eq!(count(SheetQuery { customer: some("c7"), ..all.clone() }), 1, "customer");
    assert_eq!(count(SheetQuery { state: some("s2"), site: some("site"), ..all.clone() }), 6, "state and site");
    assert_eq!(count(SheetQuery { has_fail: Some(true), signed: Some(false), ..all.clone() }), 5, "× and unsigned");
    assert_eq!(count(SheetQuery { draft: Some(true), ..all.clone() }), 1, "drafts are found too");
    assert_eq!(count(SheetQuery { serial: "0001".to_owned(), ..all.clone() }), 1, "a part of the serial");
    assert_eq!(count(SheetQuery { serial: "ts-a".to_owned(), text: "同样的".to_owned(), ..all.clone() }), 19, "in any case");
    assert_eq!(count(SheetQuery { date_from: Some(date(5)), date_to: Some(date(7)), ..all.clone() }), 3, "both ends included");
    let none = SheetQuery { date_from: Some(date(7)), date_to: Some(date(5)), ..all.clone() };
    assert_eq!(count(none), 0, "a range that ends before it begins holds nothing");
    assert_eq!(count(SheetQuery { text: "同样".to_owned(), date_to: Some(date(0)), form: some("a"), ..all }), 1, "all of it");
}

#[test]
fn pages_follow_each_other_while_sheets_are_added() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let mut made = BTreeSet::new();
    let add = |n: u64| {
        let id = desk.clock.id().unwrap();
        put(&cabinet, &SheetRow::new(id, date(n % 6), 1_771_000_000_000 + i64::try_from(n).unwrap() * 700), "内容");
        id
    };
    for n in 0..100 {
        made.insert(add(n));
    }
    for text in ["", "内", "内容"] {
        let query = SheetQuery { text: text.to_owned(), ..SheetQuery::default() };
        let (mut seen, mut cursor, mut last) = (BTreeSet::new(), None, None);
        loop {
            let page = cabinet.read(|r| r.search(&query, cursor, 7)).unwrap();
            for row in &page.rows {
                assert!(seen.insert(row.sheet), "no sheet comes twice");
                let key = (row.date, row.created_ms / 1000);
                assert!(last.is_none_or(|last| key <= last), "newest first by date, then by time of making");
                last = Some(key);
            }
            add(5 + 6 * 1000 + seen.len() as u64 * 6);
            match page.next {
                Some(next) => cursor = Some(String::from(next).parse().unwrap()),
                None => break,
            }
        }
        assert!(made.is_subset(&seen), "and none is left out");
    }
}

#[test]
fn many_sheets_of_one_second_are_all_kept() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    cabinet
        .write(|tx| {
            for _ in 0..300 {
                tx.project_sheet(&SheetRow::new(tx.new_id()?, date(0), 0), "同一秒")?;
            }
            Ok::<_, CabinetError>(())
        })
        .unwrap();
    let page = cabinet.read(|r| r.search(&SheetQuery::default(), None, 1000)).unwrap();
    assert_eq!((page.rows.len(), page.next), (300, None), "ties find free places");
}

#[test]
fn a_changed_sheet_is_found_by_its_new_text_only() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let sheet = desk.clock.id().unwrap();
    finalise(&cabinet, sheet, "旧内容").unwrap();
    desk.clock.advance(Duration::from_secs(60));
    finalise(&cabinet, sheet, "新内容").unwrap();
    assert_eq!((texts(&cabinet, "旧").len(), texts(&cabinet, "新").len()), (0, 1), "the row was put in place of the former");
    cabinet.write(|tx| tx.remove_sheet(sheet)).unwrap();
    assert_eq!(texts(&cabinet, "内容").len(), 0, "and can be taken out");
}

/// As search is meant: every word of the query in the text.
fn naive(text: &str, query: &str) -> bool {
    let text = normal(text);
    normal(query).split_whitespace().all(|word| text.contains(word))
}

fn alphabet() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            4 => prop::sample::select(vec!['大', '堂', '门', '王', '㛃', '䶮', '𬭚', '𠅤']),
            2 => prop::sample::select(vec!['a', 'A', 'é', 'É', 'Ａ', '1', '１', '-', '，', 'İ', 'ß', 'ｶ', 'ﾞ', '\u{301}', '豈']),
            1 => prop::sample::select(vec![' ', '\n', '\u{3000}', '\u{0}', '"', '*']),
        ],
        0..14,
    )
    .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn search_finds_what_a_naive_reading_finds(
        sheets in proptest::collection::vec((alphabet(), 0_u64..6, any::<bool>()), 1..12),
        queries in proptest::collection::vec((alphabet(), proptest::option::of(0_u64..6), proptest::option::of(any::<bool>())), 12),
    ) {
        let desk = Desk::new();
        let (cabinet, _) = desk.create();
        let rows: Vec<(SheetRow, String)> = sheets
            .into_iter()
            .map(|(text, day, has_fail)| {
                (SheetRow { has_fail, title: text.clone(), ..SheetRow::new(desk.clock.id().unwrap(), date(day), 0) }, text)
            })
            .collect();
        cabinet.write(|tx| rows.iter().try_for_each(|(row, text)| tx.project_sheet(row, text))).unwrap();
        // Parts of the sheets themselves, so that most queries hit something.
        let parts = rows.iter().map(|(_, text)| {
            let part: String = text.chars().skip(1).take(4).collect();
            (part, None, None)
        });
        for (text, from, has_fail) in queries.into_iter().chain(parts) {
            let query = SheetQuery { text: text.clone(), date_from: from.map(date), has_fail, ..SheetQuery::default() };
            let found: BTreeSet<_> =
                cabinet.read(|r| r.search(&query, None, 99)).unwrap().rows.iter().map(|row| row.sheet).collect();
            let wanted: BTreeSet<_> = rows
                .iter()
                .filter(|(row, body)| {
                    naive(body, &text)
                        && from.is_none_or(|from| row.date >= date(from))
                        && has_fail.is_none_or(|wanted| row.has_fail == wanted)
                })
                .map(|(row, _)| row.sheet)
                .collect();
            prop_assert_eq!(found, wanted, "query {:?} from {:?} has × {:?}", text, from, has_fail);
        }
    }
}
