//! A later end that a raised grade would give, and that does not count.

use serde::{Deserialize, Serialize};

use crate::clock::Stamp;
use crate::deadline::{Due, Line};

/// A later end that does not count: the grade was raised, and the tighter limit that runs from then would end later than the one
/// before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unheeded {
    /// The end that it would be.
    pub due: Due,
    /// The event by which it would be counted.
    #[serde(with = "super::clocks::minute")]
    pub from: Stamp,
}

impl Unheeded {
    pub(super) fn words(&self, kept: Due) -> Line {
        let from = self.from.in_china().local();
        let (zh, en) = (from.format("%Y年%-m月%-d日%H:%M"), from.format("%Y-%m-%d %H:%M"));
        Line {
            zh: format!("{zh}改级，自改级起应至{}，晚于改级前的期限；以改级前的{}为准。", self.due.words(), kept.words()),
            en: format!(
                "Regraded {en}, by which it would end {}; the earlier limit, {}, stands.",
                self.due.english(),
                kept.english()
            ),
        }
    }
}
