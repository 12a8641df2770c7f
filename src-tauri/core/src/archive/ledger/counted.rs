//! What was counted, as ledgers: the figures with what each was counted from, their course over a year, and the matrix.

use super::{Cell, Column, Ledger, column, words};
use crate::archive::figure::Figure;
use crate::archive::matrix::{Matrix, MatrixCell, MatrixMark};
use crate::archive::stats::Statistics;

/// 月度综述: a line a figure, those of tables too, each with 分子, 分母 and 口径.
#[must_use]
pub fn figures(statistics: &Statistics) -> Ledger {
    let columns = vec![
        column("类别", 12, 20),
        column("表", 16, 24),
        words("项目", 24, 36),
        words("指标", 20, 30),
        column("数值", 10, 16),
        column("分子", 8, 12),
        column("分母", 8, 12),
        words("口径", 60, 90),
    ];
    let row = |group: &str, table: &str, line: &str, name: &str, figure: &Figure| {
        let whole = figure.whole.map_or(Cell::Empty, |whole| Cell::Number(whole.into()));
        vec![
            Cell::text(group),
            Cell::text(table),
            Cell::text(line),
            Cell::text(name),
            value(figure),
            Cell::Number(figure.part.into()),
            whole,
            Cell::text(&figure.basis),
        ]
    };
    let mut rows = Vec::new();
    for group in &statistics.groups {
        rows.extend(group.figures.iter().map(|figure| row(&group.title, "", "", &figure.label, figure)));
        for table in &group.tables {
            for line in &table.lines {
                let of_head = table.heads.iter().zip(&line.figures);
                rows.extend(of_head.map(|(head, figure)| row(&group.title, &table.title, &line.label, head, figure)));
            }
        }
    }
    Ledger { id: "figures".into(), title: "月度综述".into(), columns, rows }
}

/// 近12个月: a line a figure and month.
#[must_use]
pub fn courses(statistics: &Statistics) -> Ledger {
    let columns = vec![words("指标", 24, 40), column("月份", 12, 20), column("数值", 12, 20), words("口径", 60, 90)];
    let mut rows = Vec::new();
    for trend in &statistics.trends {
        let basis = statistics.figure(&trend.id).map(|figure| figure.basis.as_str()).unwrap_or_default();
        for point in &trend.points {
            let value = match point.value {
                Some(of) if trend.share => Cell::Share(of, 1000),
                Some(count) => Cell::Number(count.into()),
                None => Cell::Empty,
            };
            rows.push(vec![Cell::text(&trend.label), Cell::text(&point.month.to_string()), value, Cell::text(basis)]);
        }
    }
    Ledger { id: "courses".into(), title: "近12个月".into(), columns, rows }
}

/// 月度检查汇总: area and round by day, below them the figures of each day and those of the month.
#[must_use]
pub fn matrix(matrix: &Matrix) -> Ledger {
    let mut columns = vec![words("区域", 14, 20), column("轮次", 6, 10)];
    columns.extend(matrix.days.iter().map(|day| Column { id: day.date.clone(), ..column(&day.day.to_string(), 7, 6) }));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for line in &matrix.rows {
        let head = [Cell::text(&line.area), Cell::text(&line.label)];
        rows.push(head.into_iter().chain(line.cells.iter().map(|cell| Cell::text(said(cell)))).collect());
    }
    for (head, figures) in [("合格率", &matrix.rates), ("漏检次数", &matrix.missed), ("整改率", &matrix.rectified)] {
        rows.push([Cell::text(head), Cell::Empty].into_iter().chain(figures.iter().map(value)).collect());
    }
    rows.extend(matrix.totals.iter().map(|figure| {
        let own = [Cell::text(&figure.label), value(figure)];
        own.into_iter().chain(std::iter::repeat(Cell::Empty)).take(columns.len().max(2)).collect()
    }));
    Ledger { id: "matrix".into(), title: "月度检查汇总".into(), columns, rows }
}

/// A share as a share, a count as a count; what has nothing to divide by is left empty.
fn value(figure: &Figure) -> Cell {
    match figure.whole {
        Some(0) => Cell::Empty,
        Some(whole) => Cell::Share(figure.part, whole),
        None => Cell::Number(figure.part.into()),
    }
}

fn said(cell: &MatrixCell) -> &'static str {
    match cell.mark {
        MatrixMark::Pass if cell.late => "补√",
        MatrixMark::Fail if cell.late => "补×",
        MatrixMark::Na if cell.late => "补/",
        MatrixMark::Undrawn if cell.late => "补未抽",
        mark => mark.word(),
    }
}
