//! 月度综述: the figures of a month with how each was counted, their tables and charts.

use super::{Letterhead, paper, printable, row, said, table, widths};
use crate::archive::figure::{Figure, FigureGroup, FigureTable, Trend};
use crate::archive::stats::Statistics;
use crate::form::Orientation;
use crate::paper::chart::{Chart, ChartKind, Series, Unit};
use crate::paper::compose::cells::{DENSE, label, words};
use crate::paper::compose::sheet_size;
use crate::paper::grid::{Align, Cell, Content, Grid, Mm, Table};

/// Lines of a table that its chart shows.
const SHOWN: usize = 12;
/// Lines of a table that is kept on one page with its bars; a longer one may go on to the next with its last line, 口径 and bars.
const KEPT: usize = 5;
const TAIL: usize = 3;
/// Height of a table's bars and of a course, mm: three tables with their bars stand on a page.
const BARS: i32 = 38;
const COURSE: i32 = 52;

/// The figures as a paper.
#[must_use]
pub fn summary(stats: &Statistics, head: &Letterhead) -> Grid {
    let sheet = sheet_size(Orientation::Portrait, false);
    let room = sheet.room();
    let mut tables = Vec::new();
    for group in &stats.groups {
        tables.extend(figures(group, room));
        for figures in group.tables.iter().filter(|table| !table.lines.is_empty()) {
            tables.push(listed(figures, room));
        }
    }
    for pair in stats.trends.chunks(2) {
        tables.push(courses(pair, stats, room));
    }
    paper(head, "月度综述", sheet, tables)
}

/// The figures of a group: name, value, 口径.
fn figures(group: &FigureGroup, room: Mm) -> Option<Table> {
    if group.figures.is_empty() {
        return None;
    }
    let mut rows = vec![row(7, vec![label(0, 1, "指标", DENSE), label(1, 1, "数值", DENSE), label(2, 1, "口径", DENSE)])];
    for figure in &group.figures {
        let basis = said(2, &figure.basis, Align::Left);
        rows.push(row(7, vec![said(0, &figure.label, Align::Left), said(1, &figure.words(), Align::Center), basis]));
    }
    Some(table(&group.id, widths(&[36, 34, 100], room), 1, rows, &group.title))
}

/// A table with how it was counted and its bars below, on one page as far as it is short.
fn listed(figures: &FigureTable, room: Mm) -> Table {
    let mut weights = vec![30_u16];
    // A share says what it was counted from, and takes more room than a count.
    weights.extend((0..figures.heads.len()).map(|n| match (figures.heads.len() > 4, figures.is_share(n)) {
        (false, _) => 20,
        (true, true) => 22,
        (true, false) => 12,
    }));
    let mut head = vec![label(0, 1, &figures.head, DENSE)];
    head.extend(figures.heads.iter().enumerate().map(|(n, words)| label(n + 1, 1, words, DENSE)));
    let mut rows = vec![row(7, head)];
    for line in &figures.lines {
        let mut cells = vec![said(0, &line.label, Align::Left)];
        cells.extend(line.figures.iter().enumerate().map(|(n, figure)| said(n + 1, &figure.words(), Align::Center)));
        rows.push(row(7, cells));
    }
    let mut bases = figures.bases().join("\n");
    if figures.lines.len() > SHOWN {
        bases.push_str(&format!("\n图中为前{SHOWN}行"));
    }
    let basis = said(0, &format!("口径　{bases}"), Align::Left);
    rows.push(row(7, vec![Cell { columns: weights.len(), ..basis }]));
    if let Some(chart) = bars(figures) {
        rows.push(row(BARS, vec![Cell { columns: weights.len(), ..charted(0, chart) }]));
    }
    let mut drawn = table(&figures.id, widths(&weights, room), 1, rows, &figures.title);
    drawn.keep = figures.lines.len() <= KEPT;
    drawn.tail = if figures.lines.len() > KEPT { TAIL } else { 0 };
    drawn
}

/// The last share of each line, or its first count, as bars; nothing where there is nothing to compare.
fn bars(figures: &FigureTable) -> Option<Chart> {
    let lines = figures.lines.get(..figures.lines.len().min(SHOWN)).unwrap_or_default();
    if lines.len() < 2 {
        return None;
    }
    let share = |figure: &&Figure| figure.whole.is_some();
    let shares = lines.iter().all(|line| line.figures.iter().any(|figure| figure.whole.is_some()));
    let value = |figures: &[Figure]| {
        let of = if shares { figures.iter().find(share) } else { figures.first() };
        let of = of.and_then(|figure| if shares { figure.permille() } else { Some(figure.part) });
        of.map(i64::from)
    };
    let head = lines.first().and_then(|line| {
        let of = if shares { line.figures.iter().position(|figure| figure.whole.is_some()) } else { Some(0) };
        figures.heads.get(of?)
    });
    let name = head.cloned().unwrap_or_default();
    Some(Chart {
        kind: ChartKind::Bars,
        caption: format!("{}：{name}", figures.title),
        labels: lines.iter().map(|line| printable(&line.label)).collect(),
        series: vec![Series { name, values: lines.iter().map(|line| value(&line.figures)).collect() }],
        unit: if shares { Unit::Percent } else { Unit::Count },
        max: None,
    })
}

fn charted(column: usize, chart: Chart) -> Cell {
    Cell { content: Content::Chart { chart }, ..words(column, 1, "", DENSE, Align::Center) }
}

/// Two courses side by side, each with how it was counted.
fn courses(pair: &[Trend], stats: &Statistics, room: Mm) -> Table {
    let half = Mm(room.0 / 2);
    let columns: Vec<Mm> = if pair.len() == 2 { vec![half, Mm(room.0 - half.0)] } else { vec![room] };
    let heads = pair.iter().enumerate().map(|(n, trend)| label(n, 1, &trend.label, DENSE)).collect();
    let charts = pair.iter().enumerate().map(|(n, trend)| charted(n, course(trend))).collect();
    let basis = |(n, trend): (usize, &Trend)| {
        let basis = stats.figure(&trend.id).map(|figure| figure.basis.as_str()).unwrap_or_default();
        said(n, &format!("口径　{basis}"), Align::Left)
    };
    let bases = pair.iter().enumerate().map(basis).collect();
    let mut drawn = table("trend", columns, 0, vec![row(7, heads), row(COURSE, charts), row(7, bases)], "");
    drawn.keep = true;
    drawn
}

fn course(trend: &Trend) -> Chart {
    Chart {
        kind: ChartKind::Lines,
        caption: format!("{}　近{}个月", trend.label, trend.points.len()),
        labels: trend.points.iter().map(|point| format!("{}月", point.month.number())).collect(),
        series: vec![Series {
            name: trend.label.clone(),
            values: trend.points.iter().map(|point| point.value.map(i64::from)).collect(),
        }],
        unit: if trend.share { Unit::Percent } else { Unit::Count },
        max: None,
    }
}
