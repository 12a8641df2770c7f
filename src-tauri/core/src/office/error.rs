//! Why the office refused. Each has a stable code; the faces say it in words.

use super::people::role::{Right, Role};
use super::place::Within;
use crate::cabinet::{CabinetError, HashError};
use crate::clock::{IdError, RandomError};
use crate::deadline::{CalendarError, DutyError, RuleError};
use crate::form::FormError;
use crate::paper::PaperError;
use crate::paper::xlsx::XlsxError;
use crate::sheet::photo::PhotoError;
use crate::sheet::{Problem, SignatureError};

/// Why a use case was refused. What was there before stands; a draft is kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OfficeError {
    /// The cabinet.
    #[error(transparent)]
    Cabinet(#[from] CabinetError),
    /// A form file.
    #[error(transparent)]
    Form(#[from] FormError),
    /// Drawing a paper.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// Drawing an Excel file.
    #[error(transparent)]
    Xlsx(#[from] XlsxError),
    /// A photo or file.
    #[error(transparent)]
    Photo(#[from] PhotoError),
    /// A signature.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// A calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A rule, or a count by one.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// A scheduled duty.
    #[error(transparent)]
    Duty(#[from] DutyError),
    /// An answers file.
    #[error(transparent)]
    Fill(#[from] super::fill::FillError),
    /// 回避: the signer did what this place reviews.
    #[error("one does not review one's own: {did}")]
    OwnCase {
        /// What they did.
        did: String,
        /// Who may instead.
        instead: Vec<String>,
    },
    /// A place of approval is signed at the pad under the name of the account that works.
    #[error("signed by the account that works: {0}")]
    SignerNotAccount(String),
    /// A step of a case that its order forbids.
    #[error("{refused}")]
    Case {
        /// Why.
        refused: crate::casework::Refused,
        /// The kind of case, for the words.
        kind: crate::form::CaseKind,
    },
    /// Nothing of 练习 is kept.
    #[error("nothing of a practice is kept")]
    Practice,
    /// Only the role above appoints who stands in.
    #[error("only a role above {} may", .0.code())]
    NotAbove(Role),
    /// Something is missing or does not fit.
    #[error("{} answers are missing or do not fit", .0.len())]
    Incomplete(Vec<Problem>),
    /// Finishing now is 补录 and needs a reason.
    #[error("past the cut-off: a reason is needed")]
    LateReason,
    /// A finished sheet is being changed: a reason is needed.
    #[error("changing a finished sheet needs a reason")]
    ChangeReason,
    /// A 更正页 may not change these.
    #[error("a correction page may not change {0}")]
    NotCorrectable(String),
    /// There is nothing to finish.
    #[error("nothing has been filled in")]
    NothingToFinish,
    /// There is no such sheet, draft, form, register or entry.
    #[error("not found: {0}")]
    NotFound(String),
    /// The sheet is 作废.
    #[error("the sheet is void")]
    Void,
    /// The place has been signed, or may not be signed yet.
    #[error("{0} cannot be signed now")]
    NotOpen(String),
    /// What must be written down before the place is signed.
    #[error("{} things are wanted before this is signed", .0.len())]
    NotReady(Vec<Problem>),
    /// No font can print a character of a text.
    #[error("no font has the character {ch:?} (U+{:04X}) in {field}", *ch as u32)]
    GlyphIn {
        /// The character.
        ch: char,
        /// The field it stands in, as the screen calls it.
        field: String,
    },
    /// A moment of something that happened, typed as later than now.
    #[error("{0} has not come yet")]
    Ahead(String),
    /// A round that would have begun or ended on another day than its sheet's.
    #[error("{0} is on another day than the sheet")]
    AnotherDay(String),
    /// A number that this device would have given, and no sheet has.
    #[error("no sheet has the number {0}")]
    NoSerial(String),
    /// The number of a printed blank that was not keyed in yet.
    #[error("the blank {0} was not keyed in yet")]
    BlankOut(String),
    /// The number of a sheet from which nothing of this kind comes.
    #[error("nothing of this kind comes from {0}")]
    SourceKind(String),
    /// A revisit or a bill of one customer for the case of another, which is named.
    #[error("{0} is the case of another customer")]
    OtherCustomer(String),
    /// A page that would have been signed in ink before what it is about was received: on that day.
    #[error("signed before the day of the receipt, {0}")]
    SignedEarly(String),
    /// A reason, a name or a place was left empty.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// The device is in a customer's hands.
    #[error("the device is handed over")]
    HandedOver,
    /// The wrong thing was typed back.
    #[error("the code typed back is another")]
    CodeDiffers,
    /// Too short to protect anything: at least eight characters.
    #[error("the passphrase is too short")]
    PassphraseShort,
    /// The role of the person who works does not include this.
    #[error("{} may not: {}", .role.code(), .right.word())]
    NotAllowed {
        /// The role.
        role: Role,
        /// What was asked for.
        right: Right,
    },
    /// The person has an account.
    #[error("the person has an account")]
    AccountExists,
    /// Nobody changes the role of their own account, or ends it.
    #[error("one's own account")]
    OwnAccount,
    /// Not six digits.
    #[error("a PIN has six digits or more")]
    PinShort,
    /// Another PIN.
    #[error("wrong PIN")]
    WrongPin,
    /// Five wrong PINs: only a passphrase helps.
    #[error("too many wrong PINs")]
    PinLocked,
    /// Too many wrong passphrases.
    #[error("wait {0} s after wrong passphrases")]
    Wait(u32),
    /// The folder holds other files and no cabinet: nothing is restored over them.
    #[error("{0} holds other files")]
    PlaceTaken(String),
    /// The second place for backups lies within the cabinet's own folder.
    #[error("the second place must be another one")]
    SecondPlaceSame,
    /// A folder that another program keeps in step with a server.
    #[error("the folder belongs to {0}")]
    PlaceSynced(&'static str),
    /// A network share.
    #[error("the folder lies across a network")]
    PlaceNetwork,
    /// The folder for a restore lies inside a cabinet, a backup, or where backups lie.
    #[error("the folder lies inside {0:?}")]
    RestoreInside(Within),
    /// A backup was put in its place and then could not be opened.
    #[error("restored, but not opened: {why}")]
    RestoredShut {
        /// Why, as a code.
        why: &'static str,
        /// Where the cabinet lies that stood there; empty when none did.
        aside: String,
    },
    /// A month is closed once it is over.
    #[error("the month is not over yet")]
    MonthRunning,
    /// The month is closed.
    #[error("the month is closed")]
    MonthClosed,
    /// Something was written each time the month was counted.
    #[error("something was written while the month was counted")]
    MonthMoved,
    /// The month is not closed.
    #[error("the month is open")]
    MonthOpen,
    /// So many things are missing of which nothing was said.
    #[error("{0} gaps are not explained")]
    MonthGaps(usize),
    /// The month has no sheet.
    #[error("the month has no sheet")]
    MonthEmpty,
    /// The content was destroyed by the rules; its entries stay.
    #[error("destroyed by the rules")]
    Destroyed,
    /// The list of a destruction is another than was shown, or nobody asked for it.
    #[error("the list is another by now")]
    ListMoved,
    /// Nobody approves the destruction that they asked for.
    #[error("one's own destruction list")]
    OwnDestruction,
    /// Made by the first run only.
    #[error("there is no first run under way")]
    NoFirstRun,
    /// An answers file or a record that cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// The number is no blank of this form.
    #[error("{0} is no reserved blank of this form")]
    NotABlank(String),
    /// A file outside the cabinet.
    #[error("{0}")]
    File(String),
}

/// A result of the office.
pub type Result<T, E = OfficeError> = std::result::Result<T, E>;

impl OfficeError {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Cabinet(e) => e.code(),
            Self::Form(e) => e.code(),
            Self::Paper(e) => e.code(),
            Self::Xlsx(e) => e.code(),
            Self::Photo(e) => e.code(),
            Self::Signature(e) => e.code(),
            Self::Calendar(e) => e.code(),
            Self::Rule(e) => e.code(),
            Self::Duty(e) => e.code(),
            Self::Fill(e) => e.code(),
            Self::OwnCase { .. } => "own-case",
            Self::SignerNotAccount(_) => "signer-account",
            Self::Case { refused, .. } => refused.code(),
            Self::Practice => "practice",
            Self::NotAbove(_) => "not-above",
            Self::Incomplete(_) => "incomplete",
            Self::LateReason => "late-reason",
            Self::ChangeReason => "change-reason",
            Self::NotCorrectable(_) => "not-correctable",
            Self::NothingToFinish => "nothing-to-finish",
            Self::NotFound(_) => "not-found",
            Self::Void => "sheet-void",
            Self::NotOpen(_) => "not-open",
            Self::NotReady(_) => "not-ready",
            Self::GlyphIn { .. } => "glyph-missing",
            Self::Ahead(_) => "moment-ahead",
            Self::AnotherDay(_) => "another-day",
            Self::NoSerial(_) => "no-such-serial",
            Self::BlankOut(_) => "blank-out",
            Self::SourceKind(_) => "source-kind",
            Self::OtherCustomer(_) => "other-customer",
            Self::SignedEarly(_) => "signed-early",
            Self::Missing(_) => "missing",
            Self::HandedOver => "handed-over",
            Self::CodeDiffers => "code-differs",
            Self::PassphraseShort => "passphrase-short",
            Self::NotAllowed { .. } => "not-allowed",
            Self::AccountExists => "account-exists",
            Self::OwnAccount => "own-account",
            Self::PinShort => "pin-short",
            Self::WrongPin => "wrong-pin",
            Self::PinLocked => "pin-locked",
            Self::Wait(_) => "wait",
            Self::SecondPlaceSame => "second-place-same",
            Self::PlaceSynced(_) => "place-synced",
            Self::PlaceNetwork => "place-network",
            Self::PlaceTaken(_) => "place-taken",
            Self::RestoreInside(Within::Cabinet) => "restore-in-cabinet",
            Self::RestoreInside(Within::Backup) => "restore-in-backup",
            Self::RestoreInside(Within::Backups) => "restore-in-backups",
            Self::RestoredShut { .. } => "restored-shut",
            Self::MonthRunning => "month-running",
            Self::MonthClosed => "month-closed",
            Self::MonthMoved => "month-moved",
            Self::MonthOpen => "month-open",
            Self::MonthGaps(_) => "month-gaps",
            Self::MonthEmpty => "month-empty",
            Self::Destroyed => "sheet-destroyed",
            Self::ListMoved => "list-moved",
            Self::OwnDestruction => "own-destruction",
            Self::NoFirstRun => "no-first-run",
            Self::Unreadable(_) => "unreadable",
            Self::NotABlank(_) => "not-a-blank",
            Self::File(_) => "file-failed",
        }
    }

    /// What the code is about: a character (and behind a full-width space its field), a field, a name. Never a customer's data.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::NotAbove(role) => role.word().to_owned(),
            Self::Case { refused, kind } => refused.detail(*kind),
            Self::OwnCase { did, instead } => format!("{did}\u{3000}{}", instead.join("、")),
            Self::Incomplete(problems) => problems.len().to_string(),
            Self::NotCorrectable(what) | Self::NotOpen(what) | Self::NotABlank(what) => what.clone(),
            Self::NotReady(problems) => problems.iter().map(|p| p.message.as_str()).collect::<Vec<_>>().join("；"),
            Self::GlyphIn { ch, field } => format!("{ch}\u{3000}{field}"),
            Self::Ahead(what)
            | Self::AnotherDay(what)
            | Self::SignedEarly(what)
            | Self::OtherCustomer(what)
            | Self::NoSerial(what)
            | Self::BlankOut(what)
            | Self::SourceKind(what)
            | Self::SignerNotAccount(what) => what.clone(),
            Self::Missing(what) => (*what).to_owned(),
            Self::NotAllowed { role, right } => format!("{}　{}", role.word(), right.word()),
            Self::PlaceSynced(program) => (*program).to_owned(),
            Self::RestoredShut { aside, .. } => aside.clone(),
            Self::Cabinet(CabinetError::KeySlotsOld(slots)) => slots.len().to_string(),
            Self::Wait(seconds) => seconds.to_string(),
            Self::MonthGaps(open) => open.to_string(),
            Self::Calendar(e) => e.detail(),
            Self::Rule(e) => e.detail(),
            Self::Paper(e) => e.detail(),
            Self::Photo(e) => e.to_string(),
            _ => String::new(),
        }
    }
}

impl From<RandomError> for OfficeError {
    fn from(error: RandomError) -> Self {
        Self::Cabinet(CabinetError::Random(error))
    }
}

impl From<IdError> for OfficeError {
    fn from(error: IdError) -> Self {
        Self::NotFound(error.to_string())
    }
}

impl From<HashError> for OfficeError {
    fn from(error: HashError) -> Self {
        Self::NotFound(error.to_string())
    }
}

impl From<serde_json::Error> for OfficeError {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(format!("line {}, column {}", error.line(), error.column()))
    }
}
