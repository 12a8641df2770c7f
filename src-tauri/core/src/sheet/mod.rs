//! Floor 2: a filled form: answers, revision, scope, signature.
//!
//! The life of a sheet: [`begin()`] makes the empty answers with their row lists; [`settle()`] keeps derived rows and computed
//! cells in step while it is filled; [`problems()`] says what a stage still wants; a [`Body`] freezes it; [`scope()`] is what a
//! signer is shown; a [`SignatureBody`] binds ink to that scope.

mod answers;
mod begin;
mod body;
mod change;
mod check;
mod compute;
mod condition;
mod ink;
pub mod money;
pub mod photo;
mod progress;
mod ready;
mod scope;
mod settle;
mod signature;
mod value;

use chrono::{Datelike, NaiveDate};

pub use answers::{Act, Answers, Place, Row};
pub use begin::{Proposals, Roster, RosterEntry, begin, propose_stage, withdraw_proposals};
pub use body::{Body, Change, ChangeItem, ChangeKind, StageEntry};
pub use change::{differences, is_correctable};
pub use check::{Problem, ProblemCode, finishable, problems};
pub use compute::{Began, Moment, computed, drawn};
pub use condition::{applies, begun};
pub use ink::{Ink, InkError, Point, Pointer, Stroke};
pub use progress::{GroupProgress, Progress, progress};
pub use ready::{signs_for, wanting};
pub use scope::{Scope, ScopeLine, rebuild_scope, scope};
pub(crate) use scope::{covers, covers_row};
pub use settle::{new_row, settle};
pub use signature::{Method, SignatureBody, SignatureError, Standing};
pub use value::{Photo, Reference, Value, shown};

/// 2026年2月13日
#[must_use]
pub fn long_date(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
