//! A later end that a change of a case would give, and that does not count.

use serde::{Deserialize, Serialize};

use crate::clock::Stamp;
use crate::deadline::{Due, Line};

/// A later end that a change of the case would give, and that does not count: a limit that is promised is not talked away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unheeded {
    /// The end that it would be.
    pub due: Due,
    /// The event by which it would be counted.
    #[serde(with = "super::clocks::minute")]
    pub from: Stamp,
    /// What would have moved it.
    pub by: MovedBy,
}

/// What would have moved an end to a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovedBy {
    /// The moment of the receipt was changed to a later one afterwards.
    Receipt,
    /// The grade was raised, and the tighter limit that runs from then ends later than the one before.
    Grade,
}

impl Unheeded {
    pub(super) fn words(&self, kept: Due) -> Line {
        let from = self.from.in_china().local();
        let (zh, en) = (from.format("%Y年%-m月%-d日%H:%M"), from.format("%Y-%m-%d %H:%M"));
        match self.by {
            MovedBy::Receipt => Line {
                zh: format!("受理时间后来改为{zh}，按此应至{}；已计的期限不因此延后。", self.due.words()),
                en: format!(
                    "The receipt was changed to {en} afterwards, by which it would end {}; the limit is not put off by it.",
                    self.due.english()
                ),
            },
            MovedBy::Grade => Line {
                zh: format!("{zh}改级，自改级起应至{}，晚于改级前的期限；以改级前的{}为准。", self.due.words(), kept.words()),
                en: format!(
                    "Regraded {en}, by which it would end {}; the earlier limit, {}, stands.",
                    self.due.english(),
                    kept.english()
                ),
            },
        }
    }
}
