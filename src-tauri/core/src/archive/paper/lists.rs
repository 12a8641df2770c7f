//! Lists of the volume: ledgers, 未办结结转表, 缺件说明, 补充件.

use super::{Letterhead, printable, widths};
use crate::archive::gaps::Gap;
use crate::archive::ledger::Ledger;
use crate::archive::volume::Carried;
use crate::form::Orientation;
use crate::paper::compose::listing::{Column, Listing, listing};
use crate::paper::compose::sheet_size;
use crate::paper::grid::{Align, Grid};

/// A list on lying pages; columns by weight.
fn list(
    head: &Letterhead,
    title: &str,
    columns: &[(&str, u16, Align)],
    rows: Vec<Vec<String>>,
    signers: &[&'static str],
) -> Grid {
    let room = sheet_size(Orientation::Landscape, false).room();
    let weights: Vec<u16> = columns.iter().map(|(_, weight, _)| *weight).collect();
    let wide = widths(&weights, room);
    let columns: Vec<Column<'_>> =
        columns.iter().zip(wide).map(|((label, _, align), width)| Column { label, width: width.0, align: *align }).collect();
    let mut grid = listing(&Listing {
        title,
        left: head.left.clone(),
        right: head.right.clone(),
        columns: &columns,
        rows,
        signers,
        notes: head.notes.clone(),
    });
    grid.watermark = (!head.watermark.is_empty()).then(|| head.watermark.clone());
    grid
}

/// A ledger.
#[must_use]
pub fn ledger(ledger: &Ledger, head: &Letterhead) -> Grid {
    let shown: Vec<usize> = (0..ledger.columns.len()).filter(|n| ledger.columns.get(*n).is_some_and(|c| c.weight > 0)).collect();
    let columns: Vec<(&str, u16, Align)> = shown
        .iter()
        .filter_map(|n| ledger.columns.get(*n))
        .map(|column| {
            let align = if matches!(column.label.as_str(), "内容" | "客户" | "房号" | "责任部门") {
                Align::Left
            } else {
                Align::Center
            };
            (column.label.as_str(), column.weight, align)
        })
        .collect();
    let words = |row: &Vec<crate::archive::ledger::Cell>| {
        shown.iter().map(|n| row.get(*n).map(crate::archive::ledger::Cell::words).unwrap_or_default()).collect()
    };
    list(head, &ledger.title, &columns, ledger.rows.iter().map(words).collect(), &["编制", "审核"])
}

/// 未办结结转表: the cases that go on.
#[must_use]
pub fn carried(cases: &[Carried], head: &Letterhead) -> Grid {
    let columns = [
        ("序号", 10, Align::Center),
        ("编号", 34, Align::Center),
        ("类别", 16, Align::Center),
        ("级别", 12, Align::Center),
        ("受理时间", 30, Align::Center),
        ("内容", 74, Align::Left),
        ("责任部门", 24, Align::Left),
        ("待办", 24, Align::Center),
        ("期限", 34, Align::Center),
    ];
    let rows = cases.iter().enumerate().map(|(n, case)| {
        vec![
            (n + 1).to_string(),
            case.serial.clone(),
            case.kind.words().first().copied().unwrap_or_default().to_owned(),
            case.grade.clone(),
            moment(&case.received),
            case.matter.clone(),
            case.department.clone(),
            case.waits.clone(),
            case.due.clone(),
        ]
    });
    list(head, "未办结结转表", &columns, rows.collect(), &["编制", "审核"])
}

/// 缺件说明: what is missing, and why.
#[must_use]
pub fn missing(gaps: &[Gap], head: &Letterhead) -> Grid {
    let columns = [
        ("序号", 10, Align::Center),
        ("类别", 24, Align::Center),
        ("日期", 24, Align::Center),
        ("编号", 34, Align::Center),
        ("缺什么", 66, Align::Left),
        ("原因说明", 70, Align::Left),
        ("说明人", 28, Align::Center),
    ];
    let rows = gaps.iter().enumerate().map(|(n, gap)| {
        let said = gap.said.clone().unwrap_or_default();
        let words = if gap.said.is_some() { said.words } else { "尚未说明".to_owned() };
        vec![
            (n + 1).to_string(),
            gap.kind.word().to_owned(),
            gap.date.clone(),
            gap.serial.clone(),
            gap.words.clone(),
            words,
            said.by,
        ]
    });
    list(head, "缺件说明", &columns, rows.collect(), &["编制", "部门负责人"])
}

/// 补充件目录: what changed after the closing.
#[must_use]
pub fn supplements(lines: &[(String, String, String)], head: &Letterhead) -> Grid {
    let columns =
        [("序号", 10, Align::Center), ("编号", 40, Align::Center), ("题名", 110, Align::Left), ("补充的内容", 90, Align::Left)];
    let rows = lines
        .iter()
        .enumerate()
        .map(|(n, (serial, title, words))| vec![(n + 1).to_string(), serial.clone(), printable(title), words.clone()]);
    list(head, "补充件目录", &columns, rows.collect(), &["编制", "审核"])
}

/// `2026-02-13T18:30+08:00` in two short words.
fn moment(text: &str) -> String {
    match text.split_once('T') {
        Some((date, time)) => format!("{date} {}", time.get(..5).unwrap_or(time)),
        None => text.to_owned(),
    }
}
