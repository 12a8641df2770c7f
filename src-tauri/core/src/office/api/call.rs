//! 来电登记: who calls, what is known of them, and what the call becomes.

use serde::{Deserialize, Serialize};

use super::CaseLine;
use crate::form::CaseKind;

/// A customer who may be calling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Caller {
    /// The entry of the register.
    pub id: String,
    /// Name.
    pub name: String,
    /// Room.
    pub room: String,
    /// Their number, masked.
    pub phone: String,
    /// 业主, 租户, 商户; may be empty.
    pub kind: String,
    /// Their open cases, those received last first.
    pub open: Vec<CaseLine>,
    /// Their last closed ones.
    pub closed: Vec<CaseLine>,
    /// Closed ones beyond those.
    pub more: bool,
}

/// A call that is written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Call {
    /// What it becomes.
    pub becomes: CaseKind,
    /// The customer, by id; empty for one who is not in the register.
    #[serde(default)]
    pub customer: String,
    /// Name of one who is not in the register yet; they are entered with the call.
    #[serde(default)]
    pub name: String,
    /// Their room.
    #[serde(default)]
    pub room: String,
    /// Their number.
    #[serde(default)]
    pub phone: String,
    /// What they said, in their words.
    pub words: String,
    /// When they rang, `2026-02-24T09:12+08:00`; now when empty.
    #[serde(default)]
    pub at: String,
}
