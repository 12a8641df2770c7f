//! What the fields of a paper mean to casework: the one place where a form says which of its questions is the grade, the
//! moment of receipt, the department that was delivered to. Nothing else knows a field's name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Field, FieldKind, Form, Section};

/// What a form says of itself to casework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CaseBlock {
    /// The kind of case its sheets are; absent for a sheet that is none itself and only gives or takes what a case says
    /// (回访记录表, 客户满意度调查表, 缴费通知单).
    #[serde(default)]
    pub kind: Option<CaseKind>,
    /// Meaning → `field`, or `section.column` for what stands in the rows of a list.
    #[serde(default)]
    pub means: BTreeMap<String, String>,
}

/// The kinds of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum CaseKind {
    /// 投诉
    Complaint,
    /// 意见, given in a satisfaction survey
    Opinion,
    /// 特约服务
    Service,
    /// 咨询
    Consultation,
    /// 整改
    Rectification,
}

impl CaseKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Complaint, Self::Opinion, Self::Service, Self::Consultation, Self::Rectification];

    /// Stable word, as forms and lists write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Opinion => "opinion",
            Self::Service => "service",
            Self::Consultation => "consultation",
            Self::Rectification => "rectification",
        }
    }

    /// The word of the office, and the English.
    #[must_use]
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Self::Complaint => ["投诉", "Complaint"],
            Self::Opinion => ["意见", "Opinion"],
            Self::Service => ["特约服务", "Special service"],
            Self::Consultation => ["咨询", "Consultation"],
            Self::Rectification => ["整改", "Rectification"],
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Where a meaning is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meant<'f> {
    /// The section.
    pub section: &'f Section,
    /// The field, or the column of the list.
    pub field: &'f Field,
}

/// Types of answers, for the table below.
const TEXT: &[FieldKind] = &[FieldKind::Line, FieldKind::Text];
const WHEN: &[FieldKind] = &[FieldKind::Date, FieldKind::Datetime];
const ONE: &[FieldKind] = &[FieldKind::One];
const REF: &[FieldKind] = &[FieldKind::Ref];
const YES: &[FieldKind] = &[FieldKind::YesNo];
const SEAL: &[FieldKind] = &[FieldKind::Signature];
const TOLD: &[FieldKind] = &[FieldKind::Line, FieldKind::Text, FieldKind::Auto, FieldKind::Ref];
const SHEET: &[FieldKind] = &[FieldKind::Line, FieldKind::Auto, FieldKind::Ref];
const MONEY: &[FieldKind] = &[FieldKind::Money, FieldKind::Auto];
const PHOTO: &[FieldKind] = &[FieldKind::Photo];

/// Every meaning, the types its answer may have, and whether it stands in the rows of a list. The list is closed: a form that
/// names another is refused.
pub const MEANINGS: &[(&str, &[FieldKind], bool)] = &[
    // who and what
    ("site", REF, false),
    ("customer", REF, false),
    ("customer_kind", &[FieldKind::One, FieldKind::Auto], false),
    ("room", TOLD, false),
    ("phone", TOLD, false),
    ("content", TEXT, false),
    ("demand", TEXT, false),
    ("place", TEXT, false),
    ("happened", WHEN, false),
    ("category", ONE, false),
    ("photos", PHOTO, false),
    // register
    ("received", WHEN, false),
    ("receiver", REF, false),
    ("way", ONE, false),
    ("issue_seal", SEAL, false),
    ("grade", ONE, false),
    ("grade_reason", TEXT, false),
    ("urgency", ONE, false),
    ("outside_number", TEXT, false),
    ("outside_due", WHEN, false),
    ("own_due", WHEN, false),
    ("confidential", YES, false),
    ("repeat", SHEET, false),
    ("validity", ONE, false),
    ("validity_seal", SEAL, false),
    ("department", REF, false),
    ("responsible", REF, false),
    ("due", &[FieldKind::Auto, FieldKind::Date, FieldKind::Datetime], false),
    // the sheet it comes from
    ("source", SHEET, false),
    ("source_kind", ONE, false),
    ("batch", TEXT, false),
    // respond
    ("responded", WHEN, false),
    ("response", TEXT, false),
    ("arrived", WHEN, false),
    // deliver and receive
    ("delivery.department", REF, true),
    ("delivery.responsible", REF, true),
    ("delivery.at", WHEN, true),
    ("delivery.result", ONE, true),
    ("delivery.seal", SEAL, true),
    ("delivery.received", WHEN, true),
    ("delivery.witness", TOLD, true),
    ("delivery.note", TEXT, true),
    // rectify, recheck, revisit, round by round
    ("round.cause_kind", ONE, true),
    ("round.cause", TEXT, true),
    ("round.measures", TEXT, true),
    ("round.answered", WHEN, true),
    ("round.accepted", ONE, true),
    ("round.planned", WHEN, true),
    ("round.rectified", WHEN, true),
    ("round.seal", SEAL, true),
    ("round.recheck", ONE, true),
    ("round.rechecked", WHEN, true),
    ("round.recheck_seal", SEAL, true),
    ("round.next_due", WHEN, true),
    ("round.revisit", SHEET, true),
    ("round.result", ONE, true),
    ("round.photos", PHOTO, true),
    // beside the order
    ("extension.reason", TEXT, true),
    ("extension.due", WHEN, true),
    ("extension.seal", SEAL, true),
    ("extension.told", WHEN, true),
    ("extension.told_how", TEXT, true),
    ("grading.at", WHEN, true),
    ("grading.from", ONE, true),
    ("grading.to", ONE, true),
    ("grading.reason", TEXT, true),
    ("grading.seal", SEAL, true),
    ("report.to", TOLD, true),
    ("report.at", WHEN, true),
    ("late.step", ONE, true),
    ("late.category", ONE, true),
    ("late.reason", TEXT, true),
    ("late.department", REF, true),
    ("late.remedy", TEXT, true),
    // close
    ("closing", ONE, false),
    ("closed", WHEN, false),
    ("conclusion", TEXT, false),
    ("close_seal", SEAL, false),
    ("manager_seal", SEAL, false),
    // special service
    ("appointed", WHEN, false),
    ("quote", MONEY, false),
    ("confirm_seal", SEAL, false),
    ("server", REF, false),
    ("done", WHEN, false),
    ("total", MONEY, false),
    ("no_bill", TEXT, false),
    ("accepted", ONE, false),
    ("customer_seal", SEAL, false),
    // consultation
    ("answer", TEXT, false),
    ("at_once", YES, false),
    ("why_not", TEXT, false),
    ("told", WHEN, false),
    ("answer_due", WHEN, false),
    ("answered", WHEN, false),
    // an opinion of a survey, as its delivery names it
    ("opinion.sheet", SHEET, true),
    // a × of a check sheet
    ("fault.area", &[FieldKind::Fact], true),
    ("fault.item", &[FieldKind::Fact], true),
    ("fault.text", TEXT, true),
    ("fault.photos", PHOTO, true),
    ("fault.due", WHEN, true),
    ("fault.done", WHEN, true),
    ("fault.verdict", ONE, true),
    // what a revisit says of the case that it names
    ("attempt.at", WHEN, true),
    ("attempt.result", ONE, true),
    ("effect", ONE, false),
    ("unsigned", ONE, false),
    ("again", YES, false),
    // one line of a list that something is begun from: a bill's, a survey's, a check sheet's
    ("item.name", &[FieldKind::Line, FieldKind::Fact], true),
    ("item.spec", TEXT, true),
    ("item.unit", TEXT, true),
    ("item.quantity", &[FieldKind::Quantity], true),
    ("item.price", &[FieldKind::Money], true),
    // a bill: when it came to the customer, and who brought it
    ("handed", WHEN, false),
    ("handed_seal", SEAL, false),
];

impl Form {
    /// Where the form answers what `meaning` asks; `None` when it does not.
    #[must_use]
    pub fn meant(&self, meaning: &str) -> Option<Meant<'_>> {
        let path = self.case.as_ref()?.means.get(meaning)?;
        let (section, field) = match path.split_once('.') {
            Some((list, column)) => {
                let section = self.section(list).filter(|s| s.is_rows())?;
                (section, section.field(column)?)
            }
            None => self.field(path).filter(|(section, _)| !section.is_rows())?,
        };
        Some(Meant { section, field })
    }

    /// The kind of case that sheets of this form are.
    #[must_use]
    pub fn case_kind(&self) -> Option<CaseKind> {
        self.case.as_ref()?.kind
    }
}
