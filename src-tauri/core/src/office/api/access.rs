//! The door: first run, unlocking, locking.

use serde::{Deserialize, Serialize};

/// What stands at the door when the program starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Door {
    /// What to show.
    pub state: DoorState,
    /// Stable code of the problem when `state` is `problem`: cabinet-newer, cabinet-damaged, keyslots-missing, …
    pub code: String,
    /// Answers of a first run that was left before its end (never the passphrase).
    pub first_run: Option<FirstRun>,
    /// Seconds to wait after failed attempts; 0 when none.
    pub wait_s: u32,
}

/// What to show at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum DoorState {
    /// No cabinet yet.
    FirstRun,
    /// A cabinet that wants a passphrase.
    Locked,
    /// A cabinet that cannot be opened as it is.
    Problem,
    /// Open.
    Open,
}

/// The five questions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FirstRun {
    /// 单位名称
    pub organisation: String,
    /// 客服部 or 客务部, or as typed.
    pub department: String,
    /// 管理的项目, at least one.
    pub sites: Vec<String>,
    /// Areas to check.
    pub areas: Vec<FirstRunArea>,
    /// Other people, login not needed.
    pub people: Vec<FirstRunPerson>,
    /// The manager's name.
    pub manager: String,
}

/// An area to check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FirstRunArea {
    /// 大堂
    pub name: String,
    /// Group of the item library whose items it takes; empty for the items of a similar area chosen later.
    pub library: String,
    /// Whether it is checked.
    pub chosen: bool,
}

/// A person named at the first run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FirstRunPerson {
    /// Name.
    pub name: String,
    /// 保洁主管
    pub post: String,
}

/// The recovery code, shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RecoveryShown {
    /// In groups of four.
    pub groups: Vec<String>,
}
