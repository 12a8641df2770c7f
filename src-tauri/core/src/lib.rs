//! 巡访簿 without a window: forms, sheets, papers, the cabinet and the office that uses them.
//!
//! The modules are floors of one house; a room uses only rooms below it:
//! `office` (5) over `archive` and `cabinet` (4) over `casework` and `paper` (3) over `sheet` (2) over `form` and `deadline` (1) over `clock` (0).
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate self as xunfang_core;

pub mod archive;
pub mod cabinet;
pub mod casework;
pub mod clock;
pub mod deadline;
pub mod form;
pub mod office;
pub mod paper;
pub mod sheet;
