//! The month's workbook as another program reads it: openpyxl, which knows nothing of the library that wrote it.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value as Json, json};
use xunfang_tests::paths;

use crate::month::{made, two_months};

/// What openpyxl finds, by a Python that has it: the one on the path, else the system's own, for which Debian's package is.
fn read(file: &Path) -> Json {
    let script = paths::top().join("tests/xlsx/read.py");
    let mut said = String::new();
    for python in ["python3", "/usr/bin/python3"] {
        let Ok(out) = Command::new(python).arg(&script).arg(file).output() else { continue };
        if out.status.success() {
            return serde_json::from_slice(&out.stdout).unwrap();
        }
        said = String::from_utf8_lossy(&out.stderr).into_owned();
    }
    panic!("openpyxl reads it (Debian: python3-openpyxl): {said}");
}

/// A4
fn place(column: usize, row: usize) -> String {
    let mut letters = String::new();
    let mut left = column;
    while left > 0 {
        left -= 1;
        letters.insert(0, char::from(b'A' + u8::try_from(left % 26).unwrap()));
        left /= 26;
    }
    format!("{letters}{row}")
}

fn rows(sheet: &Json) -> Vec<&Vec<Json>> {
    sheet["rows"].as_array().unwrap().iter().map(|row| row.as_array().unwrap()).collect()
}

/// A cell says what JSON says: nothing, the same words, the same number as a number, the same day as a day.
fn same(cell: &Json, said: &Json, at: &str) {
    match (&cell[0], said) {
        (Json::Null, Json::Null) => {}
        (kind, Json::Number(number)) => {
            assert_eq!(kind, "number", "{at}: a number is no word: {cell}");
            let apart = cell[1].as_f64().unwrap() - number.as_f64().unwrap();
            assert!(apart.abs() < 1e-9, "{at}: {cell} is {number}");
        }
        (kind, Json::String(words)) if kind == "date" => {
            let whole = words.replace('T', " ").replace("+08:00", "");
            let (day, format) =
                if whole.len() == 10 { (format!("{whole} 00:00"), "yyyy\\-mm\\-dd") } else { (whole, "yyyy\\-mm\\-dd\\ hh:mm") };
            assert_eq!(cell[1], day, "{at}: the same day");
            assert_eq!(cell[2].as_str().unwrap().replace('\\', ""), format.replace('\\', ""), "{at}: shown as a day");
        }
        (kind, Json::String(words)) => {
            assert_eq!((kind, &cell[1]), (&json!("text"), &json!(words)), "{at}: the same words");
            let day = words.len() >= 10
                && words
                    .chars()
                    .take(10)
                    .enumerate()
                    .all(|(n, c)| (n == 4 || n == 7) == (c == '-') && (c == '-' || c.is_ascii_digit()));
            assert!(!day || words.len() > 22, "{at}: a day is no word: {words}");
        }
        other => panic!("{at}: {other:?}"),
    }
}

#[test]
fn openpyxl_finds_in_the_months_workbook_what_the_json_lines_say() {
    let cabinet = two_months();
    let out = cabinet.path("out");
    let folder = out.to_str().unwrap();
    cabinet.json(&["month", "close", "2026-02", "--reason", "已核对"]);
    let files =
        made(&cabinet.json(&["month", "2026-02", "--out", folder, "--full", "--reason", "核对", "--format", "xlsx,jsonl"]));
    let book = read(&files[0]);
    let text = fs::read_to_string(&files[1]).unwrap();
    let mut lines = text.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    let head = lines.next().unwrap();
    assert_eq!(book["author"], head["by"], "who took it");
    let lines: Vec<Json> = lines.collect();
    let sheets = book["sheets"].as_array().unwrap();
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet["name"].as_str().unwrap()).collect();
    assert_eq!(names[..2], ["月度综述", "月度检查汇总"], "the figures and the rounds come first: {names:?}");
    for name in ["投诉登记台账", "回访台账", "目录", "缺件说明"] {
        assert!(names.contains(&name), "{name} is a worksheet: {names:?}");
    }

    // Every ledger, cell by cell. One without lines has its head alone, and no line of JSON.
    let mut ledgers: Vec<&str> = Vec::new();
    for line in &lines {
        let ledger = line["ledger"].as_str().unwrap();
        if !["figures", "courses", "matrix"].contains(&ledger) && !ledgers.contains(&ledger) {
            ledgers.push(ledger);
        }
    }
    let filled: Vec<&Json> = sheets[2..].iter().filter(|sheet| sheet["size"][0].as_u64() > Some(1)).collect();
    assert_eq!(filled.len(), ledgers.len(), "a worksheet a ledger: {names:?} {ledgers:?}");
    let (mut days, mut numbers) = (0, 0);
    for (sheet, ledger) in filled.iter().zip(&ledgers) {
        let name = sheet["name"].as_str().unwrap();
        let (rows, said) = (rows(sheet), lines.iter().filter(|line| line["ledger"] == **ledger).collect::<Vec<_>>());
        assert_eq!(rows.len() - 1, said.len(), "{name}: a line each");
        for (row, line) in rows[1..].iter().zip(&said) {
            for (cell, label) in row.iter().zip(rows[0]) {
                let label = label[1].as_str().unwrap();
                same(cell, &line[label], &format!("{name} {label}"));
                days += usize::from(cell[0] == "date");
                numbers += usize::from(cell[0] == "number");
            }
        }
    }
    assert!(days > 100 && numbers > 100, "there were some to look at: {days} days, {numbers} numbers");
    for sheet in &sheets[2..] {
        let name = sheet["name"].as_str().unwrap();
        let columns = rows(sheet)[0].iter().filter(|cell| !cell.is_null()).count();
        let last = usize::try_from(sheet["size"][0].as_u64().unwrap()).unwrap().max(2);
        assert_eq!(sheet["frozen"], "A2", "{name}: the head stays in sight");
        assert_eq!(sheet["filter"], json!(format!("A1:{}", place(columns, last))), "{name}: every line can be filtered");
        assert_eq!(sheet["titles"], "1:1", "{name}: the head is printed on each page");
    }
    assert_eq!((&sheets[1]["frozen"], &sheets[1]["titles"]), (&json!("C2"), &json!("1:1")), "areas and days stay in sight");
    figures(&rows(&sheets[0]), &lines);
}

/// Every figure, alone or in a table, stands in the first worksheet with what it was counted from.
fn figures(rows: &[&Vec<Json>], lines: &[Json]) {
    let word = |cell: &Json| cell[1].as_str().unwrap_or_default().to_owned();
    let said: Vec<&Json> = lines.iter().filter(|line| line["ledger"] == "figures").collect();
    assert!(said.len() > 50, "there are figures: {}", said.len());
    for line in said {
        let words = |key: &str| line[key].as_str().unwrap_or_default();
        let (group, table, of, name) = (words("类别"), words("表"), words("项目"), words("指标"));
        let at = format!("{group} {table} {of} {name}");
        let begins = |row: &Vec<Json>| {
            if table.is_empty() {
                word(&row[0]) == group && word(&row[1]) == "数值"
            } else {
                word(&row[0]).starts_with(&format!("{table}\u{3000}"))
            }
        };
        let head = rows.iter().position(|row| begins(row)).unwrap_or_else(|| panic!("{at}: its head"));
        let label = if table.is_empty() { name } else { of };
        let row = rows[head + 1..].iter().find(|row| word(&row[0]) == label).unwrap_or_else(|| panic!("{at}: its line"));
        let column = if table.is_empty() { 1 } else { rows[head].iter().position(|cell| word(cell) == name).unwrap() };
        same(&row[column], &line["数值"], &at);
        if line["分母"].is_null() {
            continue;
        }
        same(&row[column + 1], &line["分子"], &at);
        same(&row[column + 2], &line["分母"], &at);
        if !row[column].is_null() {
            assert_eq!(row[column][2], "0.0%", "{at}: a share is shown as one");
        }
    }
}
