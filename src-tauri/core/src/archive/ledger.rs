//! Ledgers: typed tables, one a paper, drawn on paper and written to Excel, CSV and JSON Lines from the same cells.

mod counted;
mod forms;

pub use counted::{courses, figures, matrix};
pub use forms::{line, list_lines, lists, of_form, of_list, take};

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};

use super::facts::{Case, Facts, Visit};
use super::figure;
use super::gaps::Gap;
use super::volume::{Carried, VolumeItem};
use crate::clock::Stamp;
use crate::form::CaseKind;
use crate::paper::mask::Veil;

/// What a cell says, by its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A moment, local time in China.
    Time(NaiveDateTime),
    /// A whole number.
    Number(i64),
    /// Money in 分.
    Money(i64),
    /// A share: how many of how many.
    Share(u32, u32),
}

impl Cell {
    /// As it reads on paper and in CSV: `2026-10-27`, `2026-10-27 09:10`, `120.50`, `97.7%`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Date(date) => date.to_string(),
            Self::Time(at) => at.format("%Y-%m-%d %H:%M").to_string(),
            Self::Number(n) => n.to_string(),
            Self::Money(fen) => {
                let sign = if *fen < 0 { "-" } else { "" };
                let fen = fen.unsigned_abs();
                format!("{sign}{}.{:02}", fen / 100, fen % 100)
            }
            Self::Share(part, whole) => figure::permille(*part, *whole).map(figure::percent).unwrap_or_default(),
        }
    }

    /// What programs add up: money in yuan, a share as 0 to 1; none for what is no number, and for a share of nothing.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(exact(*n)),
            Self::Money(fen) => Some(exact(*fen) / 100.0),
            Self::Share(_, 0) => None,
            Self::Share(part, whole) => Some(f64::from(*part) / f64::from(*whole)),
            Self::Empty | Self::Text(_) | Self::Date(_) | Self::Time(_) => None,
        }
    }

    /// The same as JSON: numbers as numbers, days and moments as text of RFC 3339. Money of two decimals is written as it is read:
    /// the shortest decimal of a double gives both back.
    #[must_use]
    pub fn json(&self) -> Json {
        match self {
            Self::Empty => Json::Null,
            Self::Number(n) => json!(n),
            Self::Money(_) | Self::Share(..) => json!(self.number()),
            Self::Time(at) => json!(format!("{}+08:00", at.format("%Y-%m-%dT%H:%M"))),
            Self::Text(_) | Self::Date(_) => json!(self.words()),
        }
    }

    fn text(text: &str) -> Self {
        if text.trim().is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    fn day(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::text(text), Self::Date)
    }

    fn time(at: Option<Stamp>) -> Self {
        at.map_or(Self::Empty, |at| Self::Time(at.in_china().local()))
    }
}

/// As [`Cell::json`] says it.
impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json().serialize(serializer)
    }
}

/// Doubles hold whole numbers within ±2⁵³ exactly.
#[expect(clippy::cast_precision_loss, reason = "bodies hold nothing beyond ±2⁵³")]
fn exact(n: i64) -> f64 {
    n as f64
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it holds, through every edition of a form: the field's id. Of a register it is its head.
    pub id: String,
    /// Its head.
    pub label: String,
    /// Width in characters of Excel's default face.
    pub width: u16,
    /// Share of the width of a page, by weight.
    pub weight: u16,
    /// Words that are read from the left; else what it says stands in the middle.
    pub left: bool,
}

/// A ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Stable name: the form's id for the sheets of a paper, else what is listed: `complaint-register`, `visits`.
    pub id: String,
    /// 投诉登记台账
    pub title: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Lines.
    pub rows: Vec<Vec<Cell>>,
}

impl Ledger {
    /// A ledger as its reader may see it: its words go through the veil here, all of them, so that no column can forget it.
    fn shown(id: &str, title: &str, columns: Vec<Column>, rows: impl Iterator<Item = Vec<Cell>>, veil: &Veil) -> Self {
        let cell = |cell| if let Cell::Text(text) = cell { Cell::Text(veil.free(&text)) } else { cell };
        let rows = rows.map(|row| row.into_iter().map(cell).collect()).collect();
        Self { id: id.to_owned(), title: title.to_owned(), columns, rows }
    }
}

fn column(label: &str, width: u16, weight: u16) -> Column {
    Column { id: label.to_owned(), label: label.to_owned(), width, weight, left: false }
}

/// A column of words.
fn words(label: &str, width: u16, weight: u16) -> Column {
    Column { left: true, ..column(label, width, weight) }
}

fn place(n: usize) -> Cell {
    Cell::Number(i64::try_from(n + 1).unwrap_or(i64::MAX))
}

/// What the ledger of the revisits is called.
pub const VISITS: &str = "回访台账";

/// What the ledger of a kind of cases is called.
#[must_use]
pub fn title(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Complaint => "投诉登记台账",
        CaseKind::Opinion => "客户意见台账",
        CaseKind::Service => "特约服务台账",
        CaseKind::Consultation => "咨询登记台账",
        CaseKind::Rectification => "整改台账",
    }
}

/// The cases of a kind that the ledger of a month lists: received in it, or closed, also where they were made void since.
pub fn of_month(facts: &Facts, kind: CaseKind) -> impl Iterator<Item = &Case> {
    let here = |at: Option<Stamp>| at.is_some_and(|at| facts.month.holds(at.in_china().date()));
    facts.cases.iter().filter(move |case| case.kind == kind && (here(case.received) || here(case.lies())))
}

/// 投诉登记台账 and those of the other kinds, by number.
#[must_use]
pub fn of_cases<'f>(cases: impl IntoIterator<Item = &'f Case>, kind: CaseKind, veil: &Veil) -> Ledger {
    let mut cases: Vec<&Case> = cases.into_iter().collect();
    cases.sort_by(|a, b| a.serial.cmp(&b.serial));
    let graded = kind == CaseKind::Complaint;
    let mut columns = vec![column("序号", 6, 10), column("编号", 20, 33), column("受理时间", 17, 24)];
    if graded {
        columns.push(column("级别", 7, 12));
    }
    columns.extend([
        column("类别", 10, 16),
        words("客户", 14, 22),
        words("房号", 16, 24),
        words("内容", 40, 48),
        words("责任部门", 14, 20),
        column("完成时间", 17, 24),
        column("回访时间", 17, 24),
        column("结果", 10, 16),
        // 待首次响应 in one line.
        column("状态", 12, 24),
    ]);
    let row = |(n, case): (usize, &Case)| {
        let mut row = vec![place(n), Cell::text(&case.serial), Cell::time(case.received)];
        if graded {
            row.push(Cell::text(&case.grade));
        }
        row.extend([
            Cell::text(&case.category),
            Cell::text(&case.customer),
            Cell::text(&case.room),
            Cell::text(&case.matter),
            Cell::text(&case.department),
            Cell::time(case.settled),
            Cell::time(case.revisited),
            Cell::text(&case.effect),
            Cell::text(&case.state.word(kind)),
        ]);
        row
    };
    // A form may be called as the kind is: the register of complaints is not the list of their papers.
    let id = format!("{}-register", kind.code());
    Ledger::shown(&id, title(kind), columns, cases.into_iter().enumerate().map(row), veil)
}

/// 回访台账: one line a revisit, by day.
#[must_use]
pub fn of_visits<'f>(visits: impl IntoIterator<Item = &'f Visit>, veil: &Veil) -> Ledger {
    let mut visits: Vec<&Visit> = visits.into_iter().collect();
    visits.sort_by(|a, b| (a.date, &a.serial).cmp(&(b.date, &b.serial)));
    let columns = vec![
        column("序号", 6, 10),
        column("编号", 20, 33),
        column("回访日期", 12, 20),
        column("回访类型", 14, 24),
        column("来源单号", 20, 33),
        words("客户", 14, 24),
        words("房号", 16, 26),
        column("次数", 6, 10),
        column("整改效果", 10, 18),
        column("客户签字", 10, 18),
        column("未签原因", 12, 20),
        column("回访人", 12, 20),
    ];
    let row = |(n, visit): (usize, &Visit)| {
        vec![
            place(n),
            Cell::text(&visit.serial),
            Cell::Date(visit.date),
            Cell::text(&visit.kind),
            Cell::text(&visit.source),
            Cell::text(&visit.customer),
            Cell::text(&visit.room),
            Cell::Number(i64::from(visit.attempts)),
            Cell::text(&visit.effect),
            Cell::text(if visit.signed { "已签" } else { "未签" }),
            Cell::text(&visit.unsigned),
            Cell::text(&visit.person),
        ]
    };
    Ledger::shown("visits", VISITS, columns, visits.into_iter().enumerate().map(row), veil)
}

/// The catalogue, with the 档号 of each sheet.
#[must_use]
pub fn catalogue(items: &[(VolumeItem, String)], veil: &Veil) -> Ledger {
    let columns = vec![
        column("件号", 8, 12),
        column("档号", 28, 40),
        column("编号", 20, 33),
        words("题名", 36, 60),
        column("责任者", 14, 20),
        column("日期", 12, 20),
        column("所属事项", 20, 33),
        words("备注", 24, 30),
    ];
    let row = |(item, reference): &(VolumeItem, String)| {
        vec![
            Cell::Number(i64::from(item.number)),
            Cell::text(reference),
            Cell::text(&item.serial),
            Cell::text(&item.title),
            Cell::text(&item.author),
            Cell::day(&item.date),
            Cell::text(&item.set),
            Cell::text(&item.note),
        ]
    };
    Ledger::shown("catalogue", "目录", columns, items.iter().map(row), veil)
}

/// 未办结结转表: the cases that go on.
#[must_use]
pub fn carried(cases: &[Carried], veil: &Veil) -> Ledger {
    let columns = vec![
        column("序号", 6, 10),
        column("编号", 20, 34),
        column("类别", 10, 16),
        column("级别", 8, 12),
        column("受理时间", 17, 30),
        words("内容", 44, 74),
        words("责任部门", 14, 24),
        column("待办", 14, 24),
        column("期限", 22, 34),
    ];
    let row = |(n, case): (usize, &Carried)| {
        vec![
            place(n),
            Cell::text(&case.serial),
            Cell::text(case.kind.words().first().copied().unwrap_or_default()),
            Cell::text(&case.grade),
            Cell::time(Stamp::parse(&case.received).ok()),
            Cell::text(&case.matter),
            Cell::text(&case.department),
            Cell::text(&case.waits),
            Cell::text(&case.due),
        ]
    };
    Ledger::shown("carried", "未办结结转表", columns, cases.iter().enumerate().map(row), veil)
}

/// 缺件说明: what is missing, and why.
#[must_use]
pub fn missing(gaps: &[Gap], veil: &Veil) -> Ledger {
    let columns = vec![
        column("序号", 6, 10),
        column("类别", 14, 24),
        column("日期", 12, 24),
        column("编号", 20, 34),
        words("缺什么", 44, 66),
        words("原因说明", 44, 70),
        column("说明人", 12, 28),
    ];
    let row = |(n, gap): (usize, &Gap)| {
        let said = gap.said.as_ref().map_or(("尚未说明", ""), |said| (&said.words, &said.by));
        vec![
            place(n),
            Cell::text(gap.kind.word()),
            Cell::day(&gap.date),
            Cell::text(&gap.serial),
            Cell::text(&gap.words),
            Cell::text(said.0),
            Cell::text(said.1),
        ]
    };
    Ledger::shown("missing", "缺件说明", columns, gaps.iter().enumerate().map(row), veil)
}

/// 补充件目录: what changed after the closing, each with what it does to the volume.
#[must_use]
pub fn supplements(items: &[(VolumeItem, String)], veil: &Veil) -> Ledger {
    let columns = vec![column("序号", 6, 10), column("编号", 20, 40), words("题名", 36, 110), words("补充的内容", 36, 90)];
    let row = |(n, (item, said)): (usize, &(VolumeItem, String))| {
        vec![place(n), Cell::text(&item.serial), Cell::text(&item.title), Cell::text(said)]
    };
    Ledger::shown("supplements", "补充件目录", columns, items.iter().enumerate().map(row), veil)
}
