//! Why a rule or a limit was refused.

use super::count::CountError;

/// A rule table cannot be read, or a rule gives no such limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// Not JSON of the expected form.
    #[error("the rules cannot be read: {0}")]
    Unreadable(String),
    /// No rule of that name.
    #[error("there is no rule {0}")]
    Unknown(String),
    /// No such version of the rule.
    #[error("rule {rule} has no version {version}")]
    NoVersion {
        /// Rule.
        rule: String,
        /// Version asked for.
        version: u32,
    },
    /// A change is not the next version, or begins before the one it follows.
    #[error("version {version} of rule {rule} does not follow the one before")]
    Version {
        /// Rule.
        rule: String,
        /// Version of the change.
        version: u32,
    },
    /// The rule's limit does not fit its unit: missing, 0, too large, or present where there can be none.
    #[error("the limit of rule {0} does not fit its unit")]
    Limit(String),
    /// What the rule counts cannot become something else.
    #[error("rule {0} cannot be counted in another unit")]
    UnitFixed(String),
    /// Two rules of one name.
    #[error("there are two rules {0}")]
    Twice(String),
    /// The rule is not counted from an event to an end.
    #[error("rule {0} is not counted that way")]
    OtherUnit(String),
    /// The rule counts minutes, and no time of day was given.
    #[error("rule {0} needs the time of the event")]
    NeedsTime(String),
    /// The rule has limits by grade, and none for this one.
    #[error("rule {rule} has no limit for {grade:?}")]
    Grade {
        /// Rule.
        rule: String,
        /// Grade asked for.
        grade: String,
    },
    /// An extension that does not extend.
    #[error("{0} is no later than the limit that stands")]
    NotLater(String),
    /// The days could not be counted.
    #[error(transparent)]
    Count(#[from] CountError),
}

impl RuleError {
    /// Stable code that the faces translate.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "rules-unreadable",
            Self::Unknown(_) => "rule-unknown",
            Self::NoVersion { .. } => "rule-no-version",
            Self::Version { .. } => "rule-version",
            Self::Limit(_) => "rule-limit",
            Self::UnitFixed(_) => "rule-unit-fixed",
            Self::Twice(_) => "rule-twice",
            Self::OtherUnit(_) => "rule-other-unit",
            Self::NeedsTime(_) => "rule-needs-time",
            Self::Grade { .. } => "rule-grade",
            Self::NotLater(_) => "extension-not-later",
            Self::Count(error) => error.code(),
        }
    }

    /// What it is about: a rule, a date; empty when the code says it all.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::Unknown(rule)
            | Self::NoVersion { rule, .. }
            | Self::Version { rule, .. }
            | Self::Limit(rule)
            | Self::UnitFixed(rule)
            | Self::Twice(rule)
            | Self::OtherUnit(rule)
            | Self::NeedsTime(rule)
            | Self::Grade { rule, .. } => rule.clone(),
            Self::NotLater(due) => due.clone(),
            Self::Unreadable(_) | Self::Count(_) => String::new(),
        }
    }
}
