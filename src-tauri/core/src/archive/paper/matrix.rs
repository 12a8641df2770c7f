//! 月度检查汇总 (paper no. 3): area × day × 上/下 on one lying page.

use super::{Letterhead, paper, row, table};
use crate::archive::figure::Figure;
use crate::archive::matrix::{Matrix, MatrixCell, MatrixDay, MatrixMark};
use crate::form::{Mark, Orientation};
use crate::paper::compose::cells::{DENSE, label, to_sign, words};
use crate::paper::compose::sheet_size;
use crate::paper::grid::{Align, Cell, Content, Grid, Mm, Row, Style};

/// 口径 of the rates, of a day as of the month, as short as the key of the marks.
const BASIS: &str = "口径　合格率＝√÷（√＋×）　整改率＝已整改且复查未判不合格的÷不合格项";
/// Width of the names of areas, 0.01 mm.
const AREA: i32 = 2_300;
/// With more areas than these the matrix may take a second page, and nothing spans its rows.
const ONE_PAGE: usize = 15;

/// The matrix as a paper.
#[must_use]
pub fn matrix(matrix: &Matrix, head: &Letterhead) -> Grid {
    let sheet = sheet_size(Orientation::Landscape, false);
    let stages: Vec<(String, String)> = matrix.rows.iter().fold(Vec::new(), |mut all, line| {
        if !all.iter().any(|(stage, _)| *stage == line.stage) {
            all.push((line.stage.clone(), line.label.clone()));
        }
        all
    });
    let rounds = stages.len().max(1);
    let columns = columns(matrix.days.len() * rounds, sheet.room().0);
    let mut rows = heads(matrix, &stages, rounds);
    let head_rows = rows.len();
    let areas: Vec<&str> = matrix.rows.iter().fold(Vec::new(), |mut all, line| {
        if !all.contains(&line.area.as_str()) {
            all.push(&line.area);
        }
        all
    });
    let spans = areas.len() <= ONE_PAGE && !areas.is_empty();
    for (n, area) in areas.iter().enumerate() {
        let mut cells = vec![name(area)];
        for (day, of) in matrix.days.iter().enumerate() {
            if resting(matrix, day) {
                if spans && n > 0 {
                    continue;
                }
                // A run of free days is one block down all areas, named by what it is.
                if spans {
                    if run_begins(matrix, day) {
                        cells.push(rest(1 + day * rounds, run_length(matrix, day) * rounds, areas.len(), of));
                    }
                } else {
                    cells.push(Cell { rows: 1, ..rest(1 + day * rounds, rounds, 1, of) });
                }
                continue;
            }
            for (round, (stage, _)) in stages.iter().enumerate() {
                let line = matrix.rows.iter().find(|line| line.area == *area && line.stage == *stage);
                let found = line.and_then(|line| line.cells.get(day));
                cells.push(marked(1 + day * rounds + round, found));
            }
        }
        rows.push(row(7, cells));
    }
    rows.extend(feet(matrix, rounds));
    let mut tables = vec![table("matrix", columns, head_rows, rows, "")];
    tables.push(totals(&matrix.totals, sheet.room()));
    let foot = row(12, vec![label(0, 1, "编制", DENSE), to_sign(1), label(2, 1, "部门负责人", DENSE), to_sign(3)]);
    let half = sheet.room().0 / 2;
    let mut signed = table("signed", vec![Mm(2_800), Mm(half - 2_800), Mm(2_800), Mm(half - 2_800)], 0, vec![foot], "");
    signed.keep = true;
    // Joined to the figures above, so that a month is one page.
    signed.gap = Mm(0);
    tables.push(signed);
    let mut grid = paper(head, "月度检查汇总", sheet, tables);
    grid.foot.legend = [Mark::Pass, Mark::Fail, Mark::Na].map(|mark| (mark, mark.word().to_owned())).to_vec();
    // How each rate is counted, in one line: with another the signatures would go to a second page.
    grid.foot.notes.insert(0, BASIS.to_owned());
    // On one line with the key of the marks, for the same reason.
    grid.foot.notes.insert(0, "未＝未抽 漏＝漏检 补√×／未＝补录 休＝不排".to_owned());
    grid
}

fn columns(rounds: usize, room: i32) -> Vec<Mm> {
    let count = i32::try_from(rounds).unwrap_or(1).max(1);
    let each = (room - AREA) / count;
    let mut columns = vec![Mm(room - each * count)];
    columns.extend((0..rounds).map(|_| Mm(each)));
    columns
}

fn heads(matrix: &Matrix, stages: &[(String, String)], rounds: usize) -> Vec<Row> {
    let over = |day: usize, of: &MatrixDay, text: &str| Cell {
        columns: rounds,
        style: Style { bold: of.makeup, ..label(0, 1, "", DENSE).style },
        ..label(1 + day * rounds, rounds, text, DENSE)
    };
    let mut days = vec![Cell { rows: 2, ..label(0, 1, "区域", DENSE) }];
    let mut halves = Vec::new();
    for (n, day) in matrix.days.iter().enumerate() {
        days.push(over(n, day, &format!("{}\n{}", day.day, weekday(day))));
        for (round, (_, words)) in stages.iter().enumerate() {
            let first: String = words.chars().take(1).collect();
            halves.push(upright(label(1 + n * rounds + round, 1, &first, DENSE)));
        }
    }
    vec![row(9, days), row(7, halves)]
}

fn weekday(day: &MatrixDay) -> &'static str {
    if day.makeup {
        return "班";
    }
    usize::try_from(day.weekday).ok().and_then(|n| ["一", "二", "三", "四", "五", "六", "日"].get(n).copied()).unwrap_or_default()
}

fn name(area: &str) -> Cell {
    Cell { style: Style { align: Align::Left, ..label(0, 1, "", DENSE).style }, ..label(0, 1, &super::printable(area), DENSE) }
}

fn upright(cell: Cell) -> Cell {
    Cell { style: Style { upright: true, ..cell.style }, ..cell }
}

fn resting(matrix: &Matrix, day: usize) -> bool {
    matrix.rows.iter().all(|line| line.cells.get(day).is_none_or(|cell| cell.mark == MatrixMark::Rest))
}

/// Free days that bear one name, or none, stand together.
fn same_run(matrix: &Matrix, a: usize, b: usize) -> bool {
    let name = |n: usize| matrix.days.get(n).map(|day| &day.name);
    resting(matrix, a) && resting(matrix, b) && name(a) == name(b)
}

fn run_begins(matrix: &Matrix, day: usize) -> bool {
    day.checked_sub(1).is_none_or(|before| !same_run(matrix, before, day))
}

fn run_length(matrix: &Matrix, day: usize) -> usize {
    1 + (day + 1..matrix.days.len()).take_while(|next| same_run(matrix, day, *next)).count()
}

fn rest(column: usize, columns: usize, rows: usize, day: &MatrixDay) -> Cell {
    let words = if day.name.is_empty() || rows < 4 { "休".to_owned() } else { day.name.clone() };
    upright(Cell { rows, style: label(0, 1, "", DENSE).style, ..words_at(column, columns, &words) })
}

fn words_at(column: usize, columns: usize, text: &str) -> Cell {
    words(column, columns, text, DENSE, Align::Center)
}

fn marked(column: usize, cell: Option<&MatrixCell>) -> Cell {
    let Some(cell) = cell else { return words_at(column, 1, "") };
    let content = match cell.mark {
        mark if cell.late => return upright(words_at(column, 1, &format!("补{}", late(mark)))),
        MatrixMark::Pass => Content::Mark { mark: Mark::Pass },
        MatrixMark::Fail => Content::Mark { mark: Mark::Fail },
        MatrixMark::Na => Content::Mark { mark: Mark::Na },
        MatrixMark::Undrawn => return upright(words_at(column, 1, "未")),
        MatrixMark::Missed | MatrixMark::MissedSaid => return upright(words_at(column, 1, "漏")),
        MatrixMark::Rest => return upright(words_at(column, 1, "休")),
        MatrixMark::Begun | MatrixMark::Open => Content::Empty,
    };
    Cell { content, ..words_at(column, 1, "") }
}

/// What was found in a round that was keyed in late, below 补 in a column that holds one character.
fn late(mark: MatrixMark) -> &'static str {
    match mark {
        MatrixMark::Na => "／",
        MatrixMark::Undrawn => "未",
        mark => mark.word(),
    }
}

/// 合格率, 漏检 and 整改率 of each day; whole percents, for the column is narrow. What is exact stands below.
fn feet(matrix: &Matrix, rounds: usize) -> Vec<Row> {
    let line = |head: &str, figures: &[Figure], show: &dyn Fn(&Figure) -> String| {
        let mut cells = vec![name(head)];
        for (day, figure) in figures.iter().enumerate() {
            cells.push(words_at(1 + day * rounds, rounds, &show(figure)));
        }
        row(7, cells)
    };
    let whole = |figure: &Figure| figure.permille().map(|of| ((of + 5) / 10).to_string()).unwrap_or_default();
    let count = |figure: &Figure| if figure.part == 0 { String::new() } else { figure.part.to_string() };
    vec![
        line("合格率%", &matrix.rates, &whole),
        line("漏检次数", &matrix.missed, &count),
        line("整改率%", &matrix.rectified, &whole),
    ]
}

/// The figures of the month in one line.
fn totals(figures: &[Figure], room: Mm) -> crate::paper::grid::Table {
    let weights: Vec<u16> = figures.iter().flat_map(|figure| [10, if figure.whole.is_some() { 15 } else { 6 }]).collect();
    let cells = figures.iter().enumerate().flat_map(|(n, figure)| {
        [label(2 * n, 1, &figure.label, DENSE), words(2 * n + 1, 1, &figure.words(), DENSE, Align::Center)]
    });
    let cells = cells.collect();
    let mut figures = table("totals", super::widths(&weights, room), 0, vec![row(8, cells)], "");
    figures.gap = Mm::whole(1);
    figures
}
