//! Drafts and sheets as the faces see them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Event, VerifyProblem};
use crate::form::{Form, FormRef};
use crate::sheet::{Answers, Change, Place, Problem, Progress, Standing, Value};

/// The state of a sheet, in the order it goes through them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum SheetState {
    /// 草稿
    Draft,
    /// 未完成: finalised in part (上午 done, 下午 to come).
    Open,
    /// 待客户签字
    AwaitCustomer,
    /// 待签字: someone of the departments.
    AwaitPerson,
    /// 待审阅
    AwaitReview,
    /// 待重签
    Resign,
    /// 已签
    Signed,
    /// 已签(纸质)
    SignedPaper,
    /// 未签已结: closed without the customer's signature (拒签, 多次不在).
    ClosedUnsigned,
    /// Done, and nobody has to sign it.
    Done,
    /// 作废
    Void,
}

/// A draft with everything needed to fill it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Draft {
    /// The draft.
    pub id: String,
    /// The sheet it will become, or belongs to.
    pub sheet: String,
    /// Form edition.
    pub form_ref: FormRef,
    /// The form.
    pub form: Form,
    /// Serial of the sheet it amends; empty for a new one.
    pub serial: String,
    /// Answers with derived rows.
    pub answers: Answers,
    /// Computed cells.
    pub computed: BTreeMap<String, Value>,
    /// How far.
    pub progress: Vec<Progress>,
    /// Stages with what each still wants.
    pub stages: Vec<StageView>,
    /// Answers that are wrong as they stand.
    pub wrong: Vec<Problem>,
    /// Signed places: an answer of a sealed scope asks before it changes.
    pub sealed: Vec<Place>,
    /// Fields that do not apply now.
    pub hidden: Vec<Place>,
    /// The sheet has moved on since the draft was begun.
    pub conflict: bool,
    /// Changing it needs a reason at 完成: the base revision was finished.
    pub needs_reason: bool,
    /// All changes so far may be made by a 更正页.
    pub correctable: bool,
    /// Last saved, 10:32.
    pub saved: String,
    /// Last saved, `2026-02-24T10:32+08:00`.
    pub saved_at: String,
    /// First begun.
    pub begun_at: String,
}

/// A stage of a draft or a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StageView {
    /// Stage.
    pub id: String,
    /// 上午
    pub label: String,
    /// Has an answer of its own.
    pub begun: bool,
    /// Was finished; when, `2026-02-13T18:30+08:00`.
    pub finished: String,
    /// Finishing it now would be 补录 and needs a reason.
    pub late: bool,
    /// What it still wants.
    pub problems: Vec<Problem>,
}

/// What came of saving a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DraftChange {
    /// Single fields as kept: those the program filled when a stage began are to be taken over where nothing was typed since.
    pub fields: BTreeMap<String, Value>,
    /// Stages proposed for so far; to be handed back with the next save.
    pub proposed: Vec<String>,
    /// Derived rows by section, to take over (answers typed meanwhile stay).
    pub rows: BTreeMap<String, Vec<crate::sheet::Row>>,
    /// Computed cells.
    pub computed: BTreeMap<String, Value>,
    /// How far.
    pub progress: Vec<Progress>,
    /// Stages with what each still wants.
    pub stages: Vec<StageView>,
    /// Answers that are wrong as they stand.
    pub wrong: Vec<Problem>,
    /// Fields that do not apply now.
    pub hidden: Vec<Place>,
    /// Changing the sheet needs a reason at 完成.
    pub needs_reason: bool,
    /// All changes so far may be made by a 更正页.
    pub correctable: bool,
    /// Last saved, 10:32.
    pub saved: String,
}

/// What came of 本区域全部合格.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MarkedRest {
    /// The acts as they were recorded, one a column, with the rows that were marked; empty when every cell had a mark.
    pub acts: Vec<crate::sheet::Act>,
    /// As after a save.
    pub change: DraftChange,
}

/// 完成.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Finish {
    /// Stage to finish; empty finishes every stage that has begun.
    pub stage: String,
    /// Reason of 补录, when late.
    pub late_reason: String,
    /// Reason of the change, when the sheet was finished before.
    pub change_reason: String,
    /// Make the change by a 更正页.
    pub correction: bool,
}

/// What 完成 came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Finished {
    /// The sheet.
    pub sheet: String,
    /// Its serial.
    pub serial: String,
    /// The next signature to get: field; empty when none.
    pub next_role: String,
    /// Signatures that must be given again.
    pub resign: Vec<String>,
}

/// A finalised sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SheetView {
    /// The sheet.
    pub sheet: String,
    /// Serial.
    pub serial: String,
    /// Form edition.
    pub form_ref: FormRef,
    /// The form.
    pub form: Form,
    /// State.
    pub state: SheetState,
    /// 待客户签字 and the like, in words.
    pub state_words: String,
    /// Signed rows of the list in which every row is signed; absent where the form has none.
    pub tally: Option<SealTally>,
    /// Date of the index.
    pub date: String,
    /// Answers; phones masked.
    pub answers: Answers,
    /// Computed cells.
    pub computed: BTreeMap<String, Value>,
    /// Stages.
    pub stages: Vec<StageView>,
    /// Places for signatures.
    pub seals: Vec<SealView>,
    /// The one act that comes next; absent where the sheet has all it needs, or is void.
    pub next: Option<NextAct>,
    /// Changes after the first finalisation.
    pub changes: Vec<Change>,
    /// What happened to it, oldest first.
    pub history: Vec<HistoryLine>,
    /// The draft that amends it; empty when none.
    pub draft: String,
    /// Reason of 作废; empty while it stands.
    pub void: String,
    /// The check code: 7F3A·C21E·09B4.
    pub check_code: String,
    /// The sheet of its case: its own, or the one that a revisit, a bill or a notice names; empty when it is of none.
    pub case: String,
}

/// The one act that comes next on a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum NextAct {
    /// The place that is signed.
    Sign {
        /// Signature field.
        role: String,
        /// As in [`SealView::row`].
        row: String,
    },
    /// The stage that is gone on with.
    Write {
        /// Stage.
        stage: String,
    },
}

/// How many of a list's rows were signed: 商户签字 18/22.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SealTally {
    /// Signature field.
    pub role: String,
    /// 商户签字
    pub label: String,
    /// Rows with a signature that stands.
    pub signed: u32,
    /// Rows whose signer refused.
    pub refused: u32,
    /// Rows that a signature is wanted in.
    pub of: u32,
}

impl SealTally {
    /// Whether some row still waits.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.signed + self.refused < self.of
    }
}

/// Why somebody may not sign in a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OwnCaseView {
    /// What they did: 上午检查人.
    pub did: String,
    /// Who may instead, with their roles: 王五（部门副职）.
    pub instead: Vec<String>,
}

/// A place for a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SealView {
    /// Signature field.
    pub role: String,
    /// Row or `@group`; `change:n` for a 更正页; empty for a single one.
    pub row: String,
    /// 客户签字; with the row's words before it.
    pub label: String,
    /// The words of its row alone: the outlet, the area, the area and item of a ×; empty for a single place.
    pub of: String,
    /// 客户签字 alone; empty for a 更正页, whose places `role` and `row` name.
    pub name: String,
    /// customer, person, witness, head.
    pub who: crate::form::Who,
    /// Must be there before the sheet is 已签.
    pub required: bool,
    /// Can be signed now, once nothing is wanted.
    pub open: bool,
    /// It comes before what is written next; the others are there when they are wanted.
    pub first: bool,
    /// What must be written down before it is signed.
    pub wanted: Vec<Problem>,
    /// 回避: the one who works did what this place reviews, and someone else must sign.
    pub own_case: Option<OwnCaseView>,
    /// Who most likely signs, where it is open.
    pub proposed: String,
    /// The question that its signer answers, where it is open.
    pub choice: Option<super::Choice>,
    /// `none`, `drawn`, `paper`, `refused`, `proxy`.
    pub how: String,
    /// Where it stands; absent while unsigned.
    pub standing: Option<Standing>,
    /// Name of the signer.
    pub signer: String,
    /// When, `2026-02-24T10:58+08:00`.
    pub at: String,
    /// Hash of the signature's entry.
    pub entry: String,
    /// Scan of the signed page or document of the proxy, by hash.
    pub blob: String,
}

/// Something that happened to a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct HistoryLine {
    /// When.
    pub at: String,
    /// By whom.
    pub by: String,
    /// What, in words.
    pub what: String,
    /// The same for a screen that words it itself.
    pub event: Event,
    /// Why, when a reason was given.
    pub reason: String,
    /// Hash of the revision's entry, where the line is one that can be printed as it was; empty otherwise.
    pub revision: String,
}

/// Pages of a draft or a sheet, drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Pages {
    /// One SVG a page.
    pub svg: Vec<String>,
    /// Where each answer stands.
    pub boxes: Vec<PageBox>,
}

/// Where an answer stands on a page; lengths in 0.01 mm from the page's top left corner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PageBox {
    /// Page, from 0.
    pub page: u32,
    /// Left.
    pub x: i32,
    /// Top.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// The answer.
    pub place: Place,
}

/// A file taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PhotoIn {
    /// As kept.
    pub photo: crate::sheet::Photo,
    /// Said when it could not be read as a picture; empty otherwise.
    pub note: String,
}

/// Blank numbered papers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Blank {
    /// Serial.
    pub serial: String,
    /// Form id.
    pub form: String,
    /// `reserved`, `used`, `void`.
    pub state: String,
    /// When printed.
    pub at: String,
}

/// What a check of the cabinet found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct VerifyReport {
    /// Nothing was found.
    pub ok: bool,
    /// Entries looked at.
    pub checked: u32,
    /// What was found.
    pub problems: Vec<VerifyProblem>,
}
