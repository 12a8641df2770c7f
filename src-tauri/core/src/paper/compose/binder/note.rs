//! 卷内备考表, 备考表: the state of the volume, signed by who made it up and who looked it through.

use super::super::super::grid::{Align, Cell, Code, Foot, Grid, Mm, Style, Table, Vertical};
use super::super::cells::{BODY, label, to_sign, words};
use super::super::listing::printable;
use super::{Top, row, styled, upright, widths};

/// A closing note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClosingNote {
    /// 卷内备考表 for a volume, 备考表 for single items.
    pub title: String,
    /// Organisation and department; month and volume.
    pub top: Top,
    /// 本卷情况说明, paragraph by paragraph.
    pub state: Vec<String>,
    /// 件数 128 件, 页数 391 页: label and words, two in a line.
    pub counts: Vec<(String, String)>,
    /// 缺件情况, item by item; none says 无.
    pub gaps: Vec<String>,
    /// The month's root hash in hexadecimal: its figures are printed in fours, and the code in the foot says it.
    pub root: String,
    /// What the code says.
    pub payload: String,
    /// 立卷人 or 整理人; 检查人.
    pub signers: [String; 2],
    /// 2026年11月3日; empty to be written by hand.
    pub date: String,
    /// In the foot.
    pub notes: Vec<String>,
}

/// Figures in groups of four, eight groups a line.
fn groups(hash: &str) -> String {
    let figures: Vec<char> = hash.to_uppercase().chars().collect();
    let groups: Vec<String> = figures.chunks(4).map(|four| four.iter().collect()).collect();
    groups.chunks(8).map(|line| line.join(" ")).collect::<Vec<_>>().join("\n")
}

fn paragraph(column: usize, columns: usize, said: &str) -> Cell {
    let style = Style { size: BODY, vertical: Vertical::Top, ..Style::default() };
    styled(column, columns, said, style)
}

fn dated(date: &str) -> String {
    if date.is_empty() { "　　　　年　　月　　日".to_owned() } else { date.to_owned() }
}

/// The note as a grid: upright A4, without a running number.
#[must_use]
pub fn note(note: &ClosingNote) -> Grid {
    let state: Vec<String> = note.state.iter().map(|said| format!("\u{3000}\u{3000}{said}")).collect();
    let mut rows = vec![row(60, vec![label(0, 1, "本卷情况说明", BODY), paragraph(1, 3, &state.join("\n"))])];
    for two in note.counts.chunks(2) {
        let mut cells = Vec::new();
        for (n, (name, said)) in two.iter().enumerate() {
            let columns = if two.len() == 1 { 3 } else { 1 };
            cells.push(label(2 * n, 1, &printable(name), BODY));
            cells.push(words(2 * n + 1, columns, &printable(said), BODY, Align::Left));
        }
        rows.push(row(10, cells));
    }
    let gaps = if note.gaps.is_empty() { "无".to_owned() } else { note.gaps.join("\n") };
    rows.push(row(24, vec![label(0, 1, "缺件情况", BODY), paragraph(1, 3, &gaps)]));
    // Its figures are nobody's number, whatever they look like.
    let root = Cell { private: crate::form::Private::Public, ..words(1, 3, &groups(&note.root), BODY, Align::Left) };
    rows.push(row(16, vec![label(0, 1, "本月内容校验", BODY), root]));
    let state = Table { id: "state".to_owned(), columns: widths(&[26, 59, 26, 59]), rows, gap: Mm::whole(3), ..Table::default() };
    let [first, second] = &note.signers;
    let signed = vec![
        row(20, vec![label(0, 1, &printable(first), BODY), to_sign(1), label(2, 1, &printable(second), BODY), to_sign(3)]),
        row(10, vec![label(0, 1, "日期", BODY), words(1, 3, &dated(&note.date), BODY, Align::Left)]),
    ];
    let signed =
        Table { id: "signed".to_owned(), columns: widths(&[26, 59, 26, 59]), rows: signed, keep: true, ..Table::default() };
    let short: String = note.root.to_uppercase().chars().take(12).collect();
    let code = (!note.root.is_empty()).then(|| Code {
        payload: note.payload.clone(),
        short: groups(&short).replace(' ', "·"),
        label: "本月内容校验".to_owned(),
    });
    let notes = note.notes.iter().map(|said| printable(said)).collect();
    upright(&note.title, note.top.head(&note.title), vec![state, signed], Foot { notes, code, ..Foot::default() })
}
