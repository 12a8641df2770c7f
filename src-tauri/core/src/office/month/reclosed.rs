//! 件号 from one closing of a month to the next.

use super::super::Office;
use super::super::duties::Post;
use super::super::error::Result;
use super::close::{self, ClosingBody};
use super::export::Given;
use crate::archive::facts::Facts;
use crate::archive::volume::{Numbers, Volume};
use crate::cabinet::Reader;

impl Office {
    /// The sheets of a month with the 件号 that its closings gave them.
    pub(super) fn volume_of(&self, reader: &Reader<'_>, post: &Post, facts: &Facts) -> Result<Volume> {
        Ok(numbered(&close::history(reader, post, facts.month)?, facts))
    }
}

/// The same with what was closed and opened given.
pub(super) fn numbered(history: &[ClosingBody], facts: &Facts) -> Volume {
    let closings = history.iter().filter(|closing| closing.is_closed());
    Volume::after(facts, &Numbers::of(closings.map(|closing| closing.items.as_slice())))
}

/// The days on which a month was closed before, oldest first: every closing but the one that holds.
pub(super) fn closed_before(history: &[ClosingBody]) -> Vec<String> {
    let closed = history.iter().enumerate().filter(|(n, closing)| closing.is_closed() && n + 1 < history.len());
    closed.map(|(_, closing)| closing.at.get(..10).unwrap_or(&closing.at).to_owned()).collect()
}

/// What the 备考表 says of the 件号 of a month that was closed more than once.
pub(super) fn said(given: &Given) -> Vec<String> {
    if given.closed_before.is_empty() {
        return Vec::new();
    }
    let days = given.closed_before.join("、");
    let mut out = vec![format!("本月曾于{days}归档，后重新打开。已编的件号不变，后来收入的件接在其后编号。")];
    let mut expected = 1;
    let mut vacant: Vec<String> = Vec::new();
    for item in &given.items {
        vacant.extend((expected..item.number).map(|n| n.to_string()));
        expected = item.number.saturating_add(1);
    }
    if !vacant.is_empty() {
        out.push(format!("件号{}空缺：原来的件已不属于本月。", vacant.join("、")));
    }
    out
}
