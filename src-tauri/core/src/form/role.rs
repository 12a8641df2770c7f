//! Who signs what of a form, and what a signature covers.

use serde::{Deserialize, Serialize};

use super::Condition;

/// Who signs what, where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SignatureRole {
    /// The signature field it fills; also the role's name.
    pub field: String,
    /// 客户签字
    pub label: String,
    /// The stage it seals.
    #[serde(default)]
    pub stage: Option<String>,
    /// What kind of person signs.
    pub who: Who,
    /// What the signer is shown and seals, in printed order: `section:head`, `field:date`, `stage:am`, `row`.
    pub scope: Vec<ScopeRef>,
    /// The field the signer answers in the signing view (满意/基本满意/不满意).
    #[serde(default)]
    pub choice: Option<String>,
    /// The opinion printed above the signature in the same cell.
    #[serde(default)]
    pub opinion: Option<String>,
    /// The sentence signed under.
    pub consent: Consent,
    /// The state while it is missing: 待客户签字.
    #[serde(default)]
    pub pending: String,
    /// The sheet is not 已签 without it.
    #[serde(default)]
    pub required: bool,
    /// Answers that must be there before it is signed; in a list those of the signer's own row.
    #[serde(default)]
    pub needs: Vec<String>,
    /// What must hold before it is signed.
    #[serde(default)]
    pub ready: Vec<Ready>,
    /// The project manager's place (项目经理): whoever works must be one where the department has one, or stand in for one.
    #[serde(default)]
    pub manager: bool,
    /// Wanted in every row of its list that its `ready` holds for (a refusal counts as answered); the sheet is not 已签 before.
    #[serde(default)]
    pub each: bool,
    /// Asked for only then.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Not needed then: a sheet that closes without it is done and not one that was closed unsigned.
    #[serde(default)]
    pub waived: Option<Condition>,
    /// What a refusal writes into the sheet: 未签原因 is then 拒签.
    #[serde(default)]
    pub refused: Option<Given>,
    /// What a proxy's signature writes into the sheet: 未签原因 is then 委托代签.
    #[serde(default)]
    pub proxied: Option<Proxied>,
}

/// What the signature of a proxy answers by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Proxied {
    /// Field of 未签原因.
    pub field: String,
    /// Its word.
    pub word: String,
    /// Text for who signed and the relation; one that was written already stands.
    pub signer: String,
    /// Photo for the document that allows it; one that is there already stands.
    pub document: String,
}

/// What must hold before a place is signed, and what is said while it does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Ready {
    /// In a list it is asked of the signer's own row.
    pub when: Condition,
    /// Names what is missing and where it is written.
    pub message: String,
    /// The same for the English screen; empty shows the message.
    #[serde(default)]
    pub english: String,
}

/// A word given as the answer of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Given {
    /// Field.
    pub field: String,
    /// Word.
    pub word: String,
}

/// What kind of person signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Who {
    /// A customer: the hand-over view.
    Customer,
    /// Someone of the departments.
    Person,
    /// A witness.
    Witness,
    /// The head of the department.
    Head,
}

/// The sentence above a signature, with its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Consent {
    /// Changes when a word does.
    pub version: String,
    /// As shown.
    pub text: String,
}

/// A part of a form that a signature covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(type = "string"))]
pub enum ScopeRef {
    /// Everything in a section.
    Section(String),
    /// One field.
    Field(String),
    /// Every field and column of a stage.
    Stage(String),
    /// The signer's own row.
    Row,
}

impl TryFrom<String> for ScopeRef {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.split_once(':') {
            Some(("section", id)) => Ok(Self::Section(id.to_owned())),
            Some(("field", id)) => Ok(Self::Field(id.to_owned())),
            Some(("stage", id)) => Ok(Self::Stage(id.to_owned())),
            None if text == "row" => Ok(Self::Row),
            _ => Err(format!("scope {text:?} is none of section:…, field:…, stage:…, row")),
        }
    }
}

impl From<ScopeRef> for String {
    fn from(scope: ScopeRef) -> Self {
        match scope {
            ScopeRef::Section(id) => format!("section:{id}"),
            ScopeRef::Field(id) => format!("field:{id}"),
            ScopeRef::Stage(id) => format!("stage:{id}"),
            ScopeRef::Row => "row".to_owned(),
        }
    }
}
