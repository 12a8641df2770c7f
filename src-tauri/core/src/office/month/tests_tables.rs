//! The tables of a month as other programs read them: numbers are numbers, and the three forms say the same.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value as Json;

use super::tests::{asked_late, march, office};
use super::tests_given::{asked, closed};
use super::*;
use crate::form::{Library, LoadedForm, SHIPPED};
use crate::office::api::VolumeFormat;

/// Every line but the first, which says what the file is.
fn lines(office: &Office) -> Vec<Json> {
    every_line(office, true).split_off(1)
}

fn every_line(office: &Office, full: bool) -> Vec<Json> {
    let bytes = office.export_volume(&asked(VolumeFormat::Jsonl, full), &|_, _| true).unwrap();
    bytes.split(|byte| *byte == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).unwrap()).collect()
}

fn of<'j>(lines: &'j [Json], ledger: &str) -> Vec<&'j Json> {
    lines.iter().filter(|line| line["ledger"] == ledger).collect()
}

fn book(office: &Office) -> Xlsx<Cursor<Vec<u8>>> {
    let bytes = office.export_volume(&asked(VolumeFormat::Xlsx, true), &|_, _| true).unwrap();
    calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

/// File name → lines of cells.
fn files(office: &Office) -> Vec<(String, Vec<Vec<String>>)> {
    files_of(office, true)
}

fn files_of(office: &Office, full: bool) -> Vec<(String, Vec<Vec<String>>)> {
    let bytes = office.export_volume(&asked(VolumeFormat::Csv, full), &|_, _| true).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let read = |n: usize| {
        let mut file = archive.by_index(n).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert!(text.starts_with('\u{FEFF}'), "Excel reads it as UTF-8");
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        let rows = rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        (file.name().unwrap().into_owned(), rows)
    };
    (0..count).map(read).collect()
}

fn later_consultation() -> Library {
    let changed = |file: &str, bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap();
        let text = match file {
            // Another question in the middle, and one that is asked no more.
            "consultation.toml" => text
                .replace("edition = \"A/0\"", "edition = \"A/1\"")
                .replace(
                    "  { id = \"content\", label = \"咨询问题\"",
                    "  { id = \"urgent\", label = \"是否急办\", type = \"yes_no\", stage = \"register\" },\n  { id = \"content\", label = \"咨询问题\"",
                )
                .replace("cells = [\"way:3\"]", "cells = [\"way\", \"urgent\"]"),
            _ => text.to_owned(),
        };
        LoadedForm::read(file, text.as_bytes()).unwrap()
    };
    Library::of(SHIPPED.iter().map(|(file, bytes)| changed(file, bytes)).collect())
}

#[test]
fn what_the_program_counted_is_a_number_in_excel_and_in_json() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let lines = lines(&office);
    let mut book = book(&office);
    for (form, heads) in [
        ("inspection-daily", &["应查项", "实查项", "未抽项", "不合格项", "合格率", "得分"][..]),
        ("inspection-outlets", &["应查网点数（户）", "实查网点数（户）", "合格率"][..]),
        ("payment", &["合计"][..]),
        ("service", &["实际合计"][..]),
    ] {
        let rows = of(&lines, form);
        assert!(!rows.is_empty(), "the sample has {form}");
        let title = office.library.get(form).unwrap().form.full_title();
        let name = book.sheet_names().into_iter().find(|name| title.starts_with(name.as_str())).unwrap();
        let sheet = book.worksheet_range(&name).unwrap();
        for head in heads {
            let said: Vec<f64> = rows.iter().filter_map(|row| row[*head].as_f64()).collect();
            assert!(rows.iter().all(|row| row[*head].is_number() || row[*head].is_null()), "{form} {head}: no number as words");
            assert!(!said.is_empty(), "{form} {head} says something");
            let at = sheet.rows().next().unwrap().iter().position(|cell| *cell == **head).unwrap();
            let read: Vec<f64> = sheet
                .rows()
                .skip(1)
                .filter_map(|row| match &row[at] {
                    Data::Float(n) => Some(*n),
                    Data::Empty => None,
                    other => panic!("{form} {head}: {other:?} is no number"),
                })
                .collect();
            assert_eq!(read, said, "{form} {head}: Excel and JSON say the same");
        }
    }
    let rates = of(&lines, "inspection-daily").iter().filter_map(|row| row["合格率"].as_f64()).collect::<Vec<_>>();
    let due = of(&lines, "complaint")
        .iter()
        .filter(|row| row["整改期限"].as_str().is_some_and(|due| due.starts_with("2026-0")))
        .count();
    assert!(due > 0, "a deadline that the program counted is a day, not words");
    assert!(rates.iter().all(|rate| *rate > 0.5 && *rate <= 1.0), "a share of one, not of a hundred: {rates:?}");
}

#[test]
fn each_ledger_has_a_name_of_its_own_and_one_line_a_thing() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let lines = lines(&office);
    let stats = office.month_statistics(march(), &|_, _| true).unwrap();
    let complaints = usize::try_from(stats.figure("complaints.received").unwrap().part).unwrap();
    assert_eq!(of(&lines, "complaint-register").len(), complaints, "the register has one line a complaint");
    let keys: std::collections::BTreeMap<&str, Vec<&String>> =
        lines.iter().map(|line| (line["ledger"].as_str().unwrap(), line.as_object().unwrap().keys().collect())).collect();
    for line in &lines {
        let ledger = line["ledger"].as_str().unwrap();
        assert_eq!(line.as_object().unwrap().keys().collect::<Vec<_>>(), keys[ledger], "{ledger}: every line has the same keys");
    }
    assert!(keys.contains_key("complaint") && keys.contains_key("service-register") && keys.contains_key("service"), "{keys:?}");
}

#[test]
fn the_figures_and_the_matrix_stand_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let stats = office.month_statistics(march(), &|_, _| true).unwrap();
    let lines = lines(&office);
    let figures = of(&lines, "figures");
    let rate = stats.figure("inspection.rate").unwrap();
    let line = figures.iter().find(|line| line["指标"] == rate.label.as_str()).unwrap();
    let whole = rate.whole.unwrap();
    assert_eq!(
        (line["分子"].as_u64(), line["分母"].as_u64()),
        (Some(rate.part.into()), Some(whole.into())),
        "what it is made of"
    );
    assert_eq!(line["口径"], rate.basis.as_str(), "and how it was counted");
    assert!(figures.iter().all(|line| !line["口径"].is_null()), "no figure stands without its 口径");
    let areas = figures.iter().filter(|line| line["表"] == "各区域合格率").count();
    assert_eq!(areas, 24, "tables too: two figures for each of the twelve areas");
    assert_eq!(of(&lines, "courses").len(), 12 * stats::HEADLINES.len(), "and the course of a year");
    let files = files(&office);
    let rows = |name: &str| &files.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("{name}: {files:?}")).1;
    assert_eq!(rows("月度综述.csv").len() - 1, figures.len(), "the CSV has the same lines");
    assert_eq!(rows("月度检查汇总.csv").len() - 1, of(&lines, "matrix").len(), "of the matrix as well");
    let mut book = book(&office);
    let sheet = book.worksheet_range("月度检查汇总").unwrap();
    for (row, line) in rows("月度检查汇总.csv").iter().skip(1).zip(sheet.rows().skip(1)).take(24) {
        assert_eq!(*row, line.iter().take(row.len()).map(ToString::to_string).collect::<Vec<_>>(), "the same cells as in Excel");
    }
    for (name, rows) in &files {
        let sheet = name.trim_end_matches(".csv");
        if book.sheet_names().iter().any(|known| known == sheet) && !sheet.starts_with("月度") {
            assert_eq!(book.worksheet_range(sheet).unwrap().rows().count(), rows.len(), "{name}: as many lines as its worksheet");
        }
    }
}

#[test]
fn files_that_have_no_foot_begin_with_what_they_are_who_took_them_when_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let by = office.desk().unwrap().person.text;
    let site = office.month(march()).unwrap().site;
    // When the log says that it was taken, however long the making took.
    let logged = |reader: &Reader<'_>| {
        let acts = reader.newest_entries(8)?.into_iter().filter(|entry| entry.head.kind == crate::cabinet::Kind::Audit);
        Ok::<_, OfficeError>(acts.map(|entry| entry.head.stamp()).next().unwrap())
    };
    for full in [false, true] {
        let head = every_line(&office, full).swap_remove(0);
        let at = office.cabinet().read(logged).unwrap();
        office.cabinet().clock().advance(std::time::Duration::from_secs(3_600));
        assert_eq!((&head["kind"], &head["month"]), (&"export".into(), &"2026-03".into()), "the first line is of its own kind");
        assert_eq!((&head["site"], &head["draft"]), (&site.as_str().into(), &false.into()), "of which month and site");
        assert_eq!((&head["by"], &head["at"]), (&by.as_str().into(), &at.to_minute().into()), "who and when");
        assert_eq!(head["masked"], !full, "whether it hides");
        assert_eq!(head.get("reason"), full.then(|| "移交档案室".into()).as_ref(), "and why it does not");
        let (name, rows) = files_of(&office, full).swap_remove(0);
        let at = office.cabinet().read(logged).unwrap();
        assert_eq!(name, "导出说明.csv", "the first file");
        let said = |what: &str| rows.iter().find(|row| row[0] == what).map(|row| row[1].as_str());
        assert_eq!((said("月份"), said("项目")), (Some("2026年3月"), Some(site.as_str())), "says the same");
        let time = at.local().format("%Y-%m-%d %H:%M").to_string();
        assert_eq!((said("导出人"), said("导出时间")), (Some(by.as_str()), Some(time.as_str())), "who and when");
        assert_eq!(said("文件"), Some(if full { "完整件" } else { "脱敏件" }), "which of them");
        assert!(said("内容").unwrap().starts_with(if full { "完整" } else { "脱敏" }), "in words");
        assert_eq!(said("事由"), full.then_some("移交档案室"), "and why");
    }
}

/// Every table of rates says in Excel what each share is made of and how it was counted.
#[test]
fn tables_in_excel_carry_parts_and_basis() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let stats = office.month_statistics(march(), &|_, _| true).unwrap();
    let mut book = book(&office);
    let sheet = book.worksheet_range("月度综述").unwrap();
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    for table in stats.groups.iter().flat_map(|group| &group.tables).filter(|table| !table.lines.is_empty()) {
        let at = rows.iter().position(|row| row[0] == format!("{}　{}", table.title, table.head)).unwrap();
        for (line, row) in table.lines.iter().zip(&rows[at + 1..]) {
            for (n, figure) in line.figures.iter().enumerate().filter(|(_, figure)| figure.whole.is_some()) {
                let column = rows[at].iter().position(|head| *head == table.heads[n]).unwrap();
                assert_eq!(
                    rows[at][column + 1..column + 3],
                    ["分子", "分母"],
                    "{}: heads of what a share is made of",
                    table.title
                );
                let parts = [figure.part.to_string(), figure.whole.unwrap().to_string()];
                assert_eq!(row[column + 1..column + 3], parts, "{} {}", table.title, line.label);
            }
        }
        let below = &rows[at + 1 + table.lines.len()..][..table.bases().len()];
        let said: Vec<&String> = below.iter().filter(|row| row[0] == "口径").map(|row| &row[1]).collect();
        assert_eq!(said, table.bases().iter().collect::<Vec<_>>(), "{}: how it was counted", table.title);
    }
}

/// Words of a paper, table by table.
fn words(grid: &crate::paper::grid::Grid) -> Vec<(String, String)> {
    let tables = grid.parts.iter().flat_map(|part| &part.tables);
    let cells = |table: &crate::paper::grid::Table| -> String {
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        cells.filter_map(|cell| serde_json::to_value(&cell.content).unwrap()["text"].as_str().map(str::to_owned)).collect()
    };
    tables.map(|table| (table.id.clone(), cells(table))).collect()
}

#[test]
fn no_rate_stands_on_paper_without_how_it_was_counted() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let stats = office.month_statistics(march(), &|_, _| true).unwrap();
    let head = crate::archive::paper::Letterhead::default();
    let said = words(&crate::archive::paper::summary(&stats, &head));
    let tables = stats.groups.iter().flat_map(|group| &group.tables).filter(|table| !table.lines.is_empty());
    for table in tables {
        let words = &said.iter().find(|(id, _)| *id == table.id).unwrap_or_else(|| panic!("{} is printed", table.id)).1;
        let whole = words.replace('\n', "");
        assert!(table.bases().iter().all(|basis| whole.contains(basis)), "{}: {words}", table.title);
    }
    let courses: String = said.iter().filter(|(id, _)| id == "trend").map(|(_, words)| words.as_str()).collect();
    for trend in &stats.trends {
        assert!(courses.contains(&stats.figure(&trend.id).unwrap().basis), "{}: a course too", trend.label);
    }
    let matrix = crate::archive::paper::matrix(&office.month(march()).unwrap().matrix, &head);
    let foot = matrix.foot.notes.join("");
    assert!(foot.contains("合格率＝") && foot.contains("整改率＝"), "and the rates of each day: {foot}");
}

#[test]
fn two_editions_of_a_paper_are_one_ledger_with_the_columns_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    asked_late(&office, "按月");
    let office = office.with_library(later_consultation());
    asked_late(&office, "按季");
    asked_late(&office, "按年");
    office.close_month(march(), "已核对", &|_, _| true).unwrap();
    let lines = lines(&office);
    let rows = of(&lines, "consultation");
    let answers: Vec<&str> = rows.iter().map(|row| row["答复内容"].as_str().unwrap()).collect();
    assert!(["按月", "按季", "按年"].iter().all(|answer| answers.contains(answer)), "under the same head in both: {answers:?}");
    assert!(
        rows.iter().all(|row| row.as_object().unwrap().contains_key("是否急办")),
        "the question of the later edition is a column"
    );
    let files = files(&office);
    let named: Vec<_> = files.iter().filter(|(name, _)| name.starts_with("咨询登记表")).collect();
    assert_eq!(named.len(), 1, "one file, and the export does not stop at a second of its name");
    let heads = &named[0].1[0];
    let at = |head: &str| heads.iter().position(|known| known == head).unwrap();
    assert_eq!(at("是否急办") + 1, at("咨询问题"), "where the later edition asks it");
    assert!(named[0].1.iter().all(|row| row.len() == heads.len()), "no line is shorter than its head");
    let count = book(&office).sheet_names().iter().filter(|name| name.starts_with("咨询登记表")).count();
    assert_eq!(count, 1, "and one worksheet");
}

/// What was mended after a round and how often a customer was called on stands in lists of a sheet: each has its ledger, with a line
/// for each row that the sheets of the volume have.
#[test]
fn rectifications_and_attempts_have_ledgers_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let (lines, files) = (lines(&office), files(&office));
    let names = book(&office).sheet_names();
    let stored = |serial: &str, list: &str| {
        let body = office.cabinet().read(|reader| {
            let sheet = reader.sheet_by_serial(serial)?.unwrap().sheet;
            Ok::<_, OfficeError>(super::super::record::Record::load(reader, sheet)?.unwrap().body)
        });
        body.unwrap().answers.list(list).len()
    };
    for (form, list, wanted) in [
        ("inspection-daily", "fails", &["问题描述", "整改期限", "整改完成", "结果", "区域"][..]),
        ("inspection-outlets", "fails", &["网点", "问题", "整改要求"][..]),
        ("complaint", "rounds", &["整改轮次", "整改措施", "整改完成", "复查结果"][..]),
        ("revisit", "attempts", &["次数", "回访时间", "方式", "结果"][..]),
    ] {
        let rows = of(&lines, &format!("{form}.{list}"));
        let papers = of(&lines, form);
        let all: usize = papers.iter().map(|paper| stored(paper["编号"].as_str().unwrap(), list)).sum();
        assert_eq!(rows.len(), all, "{form}: a line for each row of its sheets");
        if form != "inspection-outlets" {
            assert!(!rows.is_empty(), "the sample has some of {form}");
        }
        let Some(first) = rows.first() else { continue };
        for head in wanted {
            assert!(first.as_object().unwrap().contains_key(*head), "{form}: {head}: {first}");
        }
        assert!(papers.iter().any(|paper| paper["编号"] == first["编号"]), "{form}: which sheet it is of");
        let title = format!("{}·", office.library.get(form).unwrap().form.full_title());
        let file = files.iter().find(|(name, _)| name.starts_with(&title)).unwrap_or_else(|| panic!("{title}"));
        assert_eq!(file.1.len(), rows.len() + 1, "{form}: the CSV says the same");
        assert!(names.iter().any(|name| title.starts_with(name.as_str()) || name.starts_with(&title)), "{title}: {names:?}");
    }
    let moments =
        of(&lines, "revisit.attempts").iter().filter(|row| row["回访时间"].as_str().is_some_and(|at| at.len() > 15)).count();
    assert!(moments > 0, "a moment is a moment");
}
