//! What a command has to say: one JSON document, or lines that line up.

use std::cell::Cell;
use std::io::{IsTerminal as _, Write as _};

use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use crate::refused::{Refused, Result};
use crate::system;

/// Output of a command: `json` when asked for, else the words.
pub fn tell<T: Serialize>(json: bool, value: &T, words: impl FnOnce() -> String) -> Result<()> {
    let text = if json { serde_json::to_string_pretty(value)? } else { words() };
    // An empty line could be a fault of the program.
    let text = if text.trim().is_empty() { "没有".to_owned() } else { text };
    let mut out = std::io::stdout().lock();
    let written = writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush());
    match written {
        // Someone who has read enough (`| head`) is no failure.
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|e| Refused::new("output-failed", format!("结果没有写出去：{}", system::words(&e)))),
    }
}

/// Rows under the names of their columns; no names over nothing.
pub fn headed(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<Vec<String>> {
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return rows;
    }
    std::iter::once(heads.iter().map(|head| (*head).to_owned()).collect()).chain(rows).collect()
}

/// Rows in columns; a Chinese character is two wide. The last column is left as long as it is.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |n: usize| rows.iter().filter_map(|r| r.get(n)).map(|c| c.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, wide) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(wide.saturating_sub(cell.width()) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Says how far a long command has come, on a terminal only.
#[derive(Debug)]
pub struct Progress {
    shown: bool,
    what: &'static str,
    /// The hundredth that was told last.
    last: Cell<u64>,
}

impl Progress {
    /// For a command that may take a while.
    pub fn new(json: bool, what: &'static str) -> Self {
        Self { shown: !json && std::io::stderr().is_terminal(), what, last: Cell::new(u64::MAX) }
    }

    /// Goes on in any case.
    pub fn step(&self, done: u64, all: u64) -> bool {
        let percent = done.saturating_mul(100) / all.max(1);
        if self.shown && (self.last.replace(percent) != percent || done == all) {
            let end = if done == all { "\r\x1b[K" } else { "" };
            // A terminal that takes no progress takes no harm.
            write!(std::io::stderr(), "\r{} {percent}%{end}", self.what).ok();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_and_latin_columns_line_up() {
        let rows = [["待客户签字", "a"], ["ok", "b"]].map(|r| r.map(str::to_owned).to_vec());
        assert_eq!(table(&rows), "待客户签字  a\nok          b\n", "ten columns of characters and two of space");
    }
}
