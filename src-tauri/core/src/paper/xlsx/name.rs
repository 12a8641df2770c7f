//! Names of worksheets: at most 31 UTF-16 units, without `[]:*?/\`, no two alike whatever their case.

use std::collections::BTreeSet;

use crate::paper::grid::Grid;

const MOST: usize = 31;

/// The names given so far.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// A name no other sheet has: the serial, when one is given, and the title.
    pub(super) fn take(&mut self, serial: &str, title: &str) -> String {
        let wanted = clean(&if serial.is_empty() { title.to_owned() } else { format!("{serial} {title}") });
        // Excel keeps "History" for itself.
        let wanted = if wanted.is_empty() || wanted.eq_ignore_ascii_case("history") { "表".to_owned() } else { wanted };
        let mut name = cut(&wanted, "");
        let mut n = 2_u32;
        while !self.0.insert(name.to_lowercase()) {
            name = cut(&wanted, &format!(" ({n})"));
            n += 1;
        }
        name
    }
}

fn clean(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { '·' } else { c })
        .collect();
    kept.trim_matches(|c: char| c == '\'' || c.is_whitespace()).to_owned()
}

/// The beginning of a name with a tail, in the length allowed.
fn cut(name: &str, tail: &str) -> String {
    let room = MOST - tail.len();
    let mut used = 0;
    let mut out = String::new();
    for c in name.chars() {
        used += c.len_utf16();
        if used > room {
            break;
        }
        out.push(c);
    }
    let out = out.trim_end_matches(|c: char| c == '\'' || c.is_whitespace());
    format!("{out}{tail}")
}

/// The serial of a grid: the last word at the right of its head (编号 JC-A-202602-0031).
pub(super) fn serial(grid: &Grid) -> &str {
    grid.head.right.last().and_then(|line| line.split_whitespace().last()).unwrap_or_default()
}
