//! The pages of a volume that are no sheets, filled from the month.

use super::super::api::VolumeAsked;
use super::export::{Given, joined};
use crate::archive::ledger::{self, Ledger};
use crate::archive::paper::{self, Letterhead};
use crate::archive::stats::Statistics;
use crate::archive::volume::VolumeItem;
use crate::form::CaseKind;
use crate::paper::compose::binder::{Cover, Entry, Spine, Statement, Top, statement};
use crate::paper::grid::Grid;
use crate::sheet::long_date;

/// Width of the label for the back of a box, mm.
const SPINE: i32 = 30;

/// Who signs a list that the department made.
const MADE: [&str; 2] = ["编制", "审核"];

/// What the volume adds to its sheets, with the name it has in the catalogue.
pub(super) struct Own {
    pub(super) title: String,
    pub(super) grid: Grid,
    /// Its bookmark stands under this one; empty for none.
    pub(super) under: &'static str,
}

/// What stands in the place of a sheet whose content was destroyed by the rules.
pub(super) fn tombstone(item: &VolumeItem, head: &Letterhead, notes: Vec<String>) -> Grid {
    let top = Top { left: head.left.clone(), right: vec![format!("编号 {}", item.serial)] };
    let words = format!("第{}件《{}》（编号 {}）保管期满，内容已按销毁清册销毁。", item.number, item.title, item.serial);
    statement(&Statement { title: "销毁说明".into(), top, paragraphs: vec![words], notes, ..Statement::default() })
}

/// In the foot of every page: when it was closed, and what kind of copy it is.
pub(super) fn notes(asked: &VolumeAsked, given: &Given) -> Vec<String> {
    let day = given.closed_at.as_ref().map(|at| at.get(..10).unwrap_or(at));
    let closed = match day {
        Some(day) if asked.draft => format!("本月归档于 {day}，此件为送审稿"),
        Some(day) => format!("归档 {day}"),
        None => "未归档".to_owned(),
    };
    let kind = if asked.full { "完整件" } else { "脱敏件" };
    vec![format!("{closed}　{kind}")]
}

/// A paper of the volume's own in the catalogue: it has no 件号.
pub(super) fn listed(given: &Given, title: &str) -> Entry {
    let date = given.facts.month.last().format("%Y%m%d").to_string();
    Entry { title: title.to_owned(), date, ..Entry::default() }
}

/// A sheet in the catalogue; its page is not known yet.
pub(super) fn entry(given: &Given, item: &VolumeItem) -> Entry {
    Entry {
        number: item.number.to_string(),
        serial: item.serial.clone(),
        responsible: item.author.clone(),
        title: item.title.clone(),
        date: item.date.replace('-', ""),
        page: String::new(),
        remark: joined(&[&item.note, &term(given, item)], "，"),
    }
}

/// The retention of a paper where it is not that of the volume.
pub(super) fn term(given: &Given, item: &VolumeItem) -> String {
    let years = given.years(&item.form);
    if years == given.setting.years { String::new() } else { Given::retention(years) }
}

pub(super) fn cover_of(given: &Given, pages: usize) -> Cover {
    let month = given.facts.month;
    let ends = (given.items.first(), given.items.last());
    let span = match ends {
        (Some(first), Some(last)) => format!("{} — {}", given.reference(first), given.reference(last)),
        _ => String::new(),
    };
    let closed = given.closed_at.as_deref().and_then(super::super::index::date_in).map(long_date);
    Cover {
        organisation: given.whose.place(),
        title: format!("{}{}月度归档", given.whose.department, month.words()),
        fonds: given.setting.fonds.clone(),
        year: month.year().to_string(),
        month: format!("{:02}", month.number()),
        volume: "第1册（共1册）".to_owned(),
        retention: Given::retention(given.setting.years),
        secrecy: given.setting.security.clone(),
        items: given.items.len().to_string(),
        pages: pages.to_string(),
        span,
        archived: match closed {
            Some(day) if given.closing.is_none() => format!("归档于{day}，此件为送审稿"),
            Some(day) => day,
            None => "未归档（送审稿）".to_owned(),
        },
    }
}

pub(super) fn spine_of(given: &Given) -> Spine {
    let month = given.facts.month;
    let number = |item: Option<&VolumeItem>| item.map(|item| format!("{:04}", item.number)).unwrap_or_default();
    Spine {
        width: SPINE,
        title: format!("{}月度归档", given.whose.department),
        fonds: given.setting.fonds.clone(),
        year: month.year().to_string(),
        month: format!("{:02}", month.number()),
        retention: Given::retention(given.setting.years),
        span: [number(given.items.first()), number(given.items.last())],
        number: String::new(),
    }
}

/// What stands before the sheets: figures, matrix, ledgers.
pub(super) fn front(given: &Given, statistics: &Statistics, head: &Letterhead) -> Vec<Own> {
    let own = |title: &str, grid: Grid, under| Own { title: title.to_owned(), grid, under };
    let mut out = vec![own("月度综述", paper::summary(statistics, head), "")];
    if !given.matrix.rows.is_empty() {
        out.push(own("月度检查汇总", paper::matrix(&given.matrix, head), ""));
    }
    for ledger in ledgers(given) {
        out.push(own(&ledger.title, paper::ledger(&ledger, head, &MADE), "台账"));
    }
    out
}

/// The ledgers that say something.
pub(super) fn ledgers(given: &Given) -> Vec<Ledger> {
    let of = |kind| ledger::of_cases(ledger::of_month(&given.facts, kind), kind, &given.said);
    let mut out: Vec<Ledger> = CaseKind::ALL.into_iter().map(of).collect();
    out.push(ledger::of_visits(&given.facts.visits, &given.said));
    out.retain(|ledger| !ledger.rows.is_empty());
    out
}

/// What stands behind them.
pub(super) fn back(given: &Given, head: &Letterhead) -> Vec<Own> {
    let own = |list: &Ledger, signers: &[&'static str]| Own {
        title: list.title.clone(),
        grid: paper::ledger(list, head, signers),
        under: "",
    };
    let mut out = Vec::new();
    if !given.carried.is_empty() {
        out.push(own(&ledger::carried(&given.carried, &given.said), &MADE));
    }
    if !given.gaps.is_empty() {
        out.push(own(&ledger::missing(&given.gaps, &given.said), &["编制", "部门负责人"]));
    }
    if !given.supplements.is_empty() {
        out.push(own(&ledger::supplements(&given.supplements, &given.said), &MADE));
    }
    out
}
