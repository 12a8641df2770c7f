//! A clock that was counted anew: what it was before, in words.

use serde::{Deserialize, Serialize};

use crate::clock::Stamp;
use crate::deadline::{Due, Line};

/// A change of the calendar, of its rule or of its event that counted a clock anew: what it was before, when and why.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Recount {
    /// When.
    #[serde(with = "super::clocks::minute")]
    pub at: Stamp,
    /// The end before.
    pub was: Due,
    /// The version of its rule before.
    pub version: u32,
    /// Whether the end before was 暂定.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// The event before, where it was the event that was corrected.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::corrected::maybe")]
    pub from: Option<Stamp>,
    /// The reason that was given for the change; empty when none was asked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl Recount {
    /// 2026年2月24日10:00重新计算为2026年2月26日（周四）24:00，原因：…。 Of a corrected event: 2026年2月24日10:00更正起算时间（原自…起，
    /// 至…），重新计算为….
    pub(super) fn gave(&self, end: Due) -> String {
        let minute = |at: Stamp| at.in_china().local().format("%Y年%-m月%-d日%H:%M");
        let reason = self.reason.trim_end_matches('。');
        let reason = if reason.is_empty() { String::new() } else { format!("，原因：{reason}") };
        let was = self.from.map(|from| format!("更正起算时间（原自{}起，至{}），", minute(from), self.was.words()));
        format!("{}{}重新计算为{}{reason}。", minute(self.at), was.unwrap_or_default(), end.words())
    }

    /// 2026年2月24日10:00重新计算，原为2026年2月27日（周五）24:00（规则第1版）。原因：… Of a corrected event:
    /// 2026年2月24日10:00更正起算时间并重新计算，原自2026年2月20日09:00起，至….
    pub(super) fn words(&self) -> Line {
        let (was, at, version) = (self.was, self.at.in_china().local(), self.version);
        if let Some(from) = self.from.map(|from| from.in_china().local()) {
            let reason = self.reason.trim_end_matches('。');
            let why =
                |before: &str, behind: &str| if reason.is_empty() { String::new() } else { format!("{before}{reason}{behind}") };
            return Line {
                zh: format!(
                    "{}更正起算时间并重新计算，原自{}起，至{}。{}",
                    at.format("%Y年%-m月%-d日%H:%M"),
                    from.format("%Y年%-m月%-d日%H:%M"),
                    was.words(),
                    why("原因：", "。")
                ),
                en: format!(
                    "Its beginning was corrected {}; it was counted from {} to {}.{}",
                    at.format("%Y-%m-%d %H:%M"),
                    from.format("%Y-%m-%d %H:%M"),
                    was.english(),
                    why(" Reason: ", "")
                ),
            };
        }
        let (open, tentative) = if self.provisional { ("，暂定", ", provisional") } else { ("", "") };
        let said = |before: &str| if self.reason.is_empty() { String::new() } else { format!("{before}{}", self.reason) };
        Line {
            zh: format!(
                "{}重新计算，原为{}（规则第{version}版{open}）。{}",
                at.format("%Y年%-m月%-d日%H:%M"),
                was.words(),
                said("原因：")
            ),
            en: format!(
                "Counted anew {}; it was {} (version {version} of the rule{tentative}).{}",
                at.format("%Y-%m-%d %H:%M"),
                was.english(),
                said(" Reason: ")
            ),
        }
    }
}
