//! A grid as text, for snapshots: what stands in each cell, row by row.

use super::super::grid::{Cell, Content, Grid, Seal};

pub fn text_of(grid: &Grid) -> String {
    let mut out = format!("{}\n{} | {}\n", grid.head.title, grid.head.left, grid.head.right.join(" | "));
    for part in &grid.parts {
        let (width, height) = (part.sheet.width.get(), part.sheet.height.get());
        out += &format!("\n# {} {width}×{height}{}\n", part.title, if part.sheet.duplex { " duplex" } else { "" });
        for table in &part.tables {
            let columns: Vec<String> = table.columns.iter().map(|w| w.get().to_string()).collect();
            let keep = if table.keep { " keep" } else { "" };
            out += &format!("## {} {} +{}{keep} [{}]\n", table.id, table.caption, table.gap.get(), columns.join(" "));
            for (n, row) in table.rows.iter().enumerate() {
                let cells: Vec<String> = row.cells.iter().map(cell).collect();
                let head = if n < table.head_rows { "=" } else { " " };
                out += &format!("{head}{:>4} {}\n", row.height.get(), cells.join(" | "));
            }
        }
    }
    for plate in &grid.plates {
        out += &format!("plate {}… {}\n", &plate.blob[..8], plate.caption);
    }
    let legend: Vec<String> = grid.foot.legend.iter().map(|(m, w)| format!("{}{w}", m.character())).collect();
    out += &format!("\n{} | {}\n", legend.join(" "), grid.foot.notes.join(" "));
    if let Some(code) = &grid.foot.code {
        out += &format!("{} {} {}\n", code.payload, code.label, code.short);
    }
    if let Some(words) = &grid.watermark {
        out += &format!("~ {words}\n");
    }
    out
}

fn cell(cell: &Cell) -> String {
    let text = match &cell.content {
        Content::Empty => String::new(),
        Content::Text { text } if cell.style.label => format!("【{}】", text.replace('\n', "⏎")),
        Content::Text { text } if cell.style.struck => format!("~~{text}~~"),
        Content::Text { text } => text.replace('\n', "⏎"),
        Content::Mark { mark } => mark.character().to_owned(),
        Content::Choice { options } => {
            options.iter().map(|(w, on)| format!("{}{w}", if *on { "☑" } else { "□" })).collect::<Vec<_>>().join(" ")
        }
        Content::Signature { seal } => signed(seal),
        Content::SignedText { text, seal } => format!("{text} {}", signed(seal)),
        Content::Chart { chart } => format!("▥ {}", chart.caption),
    };
    let span = match (cell.columns, cell.rows) {
        (1, 1) => String::new(),
        (c, r) => format!("({c}×{r})"),
    };
    let private = if cell.private == crate::form::Private::None { String::new() } else { format!("‹{:?}›", cell.private) };
    format!("{text}{span}{private}")
}

fn signed(seal: &Seal) -> String {
    let ink = if seal.ink.is_some() { "✎" } else { "_" };
    let date = if seal.date.is_empty() && seal.dated { "年 月 日" } else { &seal.date };
    [ink, &seal.words, date, &seal.flag].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}
