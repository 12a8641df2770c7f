//! Signing: what is handed to the signer and what comes back.

use serde::{Deserialize, Serialize};

use crate::form::{Consent, Who};
use crate::sheet::{Ink, Problem, ScopeLine};

/// The view of one signer: nothing of other customers is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SigningView {
    /// The sheet.
    pub sheet: String,
    /// Serial.
    pub serial: String,
    /// Title of the paper.
    pub title: String,
    /// Organisation and site.
    pub heading: String,
    /// Signature field.
    pub role: String,
    /// Row or `@group`.
    pub row: String,
    /// 客户签字
    pub label: String,
    /// Whether this is handed over to a customer.
    pub who: Who,
    /// Everything the signature covers, except the choice below. Answers are unmasked for the signer's own record.
    pub lines: Vec<ScopeLine>,
    /// The question the signer answers (整改效果) with its words; absent when there is none.
    pub choice: Option<Choice>,
    /// The sentence signed under.
    pub consent: Consent,
    /// Proposed name of the signer. In a place that is fixed the only one; empty where its person did what is reviewed here.
    pub signer: String,
    /// A place of approval: at the pad it is signed by the account that works, under its own name.
    pub fixed: bool,
    /// Today, 2026年2月24日.
    pub date: String,
    /// What must be written down before it is signed; the device is handed over only when nothing is.
    pub wanted: Vec<Problem>,
    /// The revision that is shown, to be handed back with the signature.
    pub revision: String,
}

/// The question in the signing view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Choice {
    /// Field it answers.
    pub field: String,
    /// As asked.
    pub label: String,
    /// Answers.
    pub options: Vec<String>,
    /// The answer given so far; may be empty.
    pub chosen: String,
    /// The customer's own words go into this field; empty when the form has none.
    pub remark_field: String,
    /// Its label: 意见建议.
    pub remark_label: String,
}

/// A drawn signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SignRequest {
    /// The sheet.
    pub sheet: String,
    /// Signature field.
    pub role: String,
    /// Row or `@group`.
    #[serde(default)]
    pub row: String,
    /// What was drawn.
    pub ink: Ink,
    /// Name of the signer.
    pub signer: String,
    /// Relation to the customer, or post.
    #[serde(default)]
    pub relation: String,
    /// Name of a witness.
    #[serde(default)]
    pub witness: String,
    /// The answer to the choice; empty when there is none.
    #[serde(default)]
    pub choice: String,
    /// Words beside the choice.
    #[serde(default)]
    pub remark: String,
    /// The revision that was shown; a sheet that has moved on since is refused. Empty where none was.
    #[serde(default)]
    pub revision: String,
}

/// 纸质签署.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PaperSign {
    /// The sheet.
    pub sheet: String,
    /// Signature field.
    pub role: String,
    /// Row or `@group`.
    #[serde(default)]
    pub row: String,
    /// Hash of the scan, taken in before.
    pub blob: String,
    /// Who signed.
    pub signer: String,
    /// When, `2026-02-24`.
    pub signed_on: String,
    /// Where the original lies.
    pub place: String,
    /// The answer ticked on the paper; empty when there is none.
    #[serde(default)]
    pub choice: String,
}

/// 拒签.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RefuseSign {
    /// The sheet.
    pub sheet: String,
    /// Signature field.
    pub role: String,
    /// Row or `@group`.
    #[serde(default)]
    pub row: String,
    /// Who refused.
    pub signer: String,
    /// Why.
    pub reason: String,
    /// The witness.
    pub witness: String,
}

/// 委托代签.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ProxySign {
    /// What was drawn, by whom, where.
    pub sign: SignRequest,
    /// In whose place.
    pub proxy_for: String,
    /// Hash of the document that allows it, taken in before.
    pub document: String,
}
