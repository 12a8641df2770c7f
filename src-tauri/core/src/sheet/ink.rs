//! Ink: what a pen, a finger or a mouse drew in a signature pad, as vectors in paper units.

use serde::{Deserialize, Serialize};

/// A drawn signature. Lengths are in 0.01 mm, times in µs since the first point.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Ink {
    /// Width of the pad, 0.01 mm.
    pub width: u32,
    /// Height of the pad, 0.01 mm.
    pub height: u32,
    /// From pen-down to pen-up each, in the order drawn.
    pub strokes: Vec<Stroke>,
}

/// One line from pen-down to pen-up.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Stroke {
    /// What drew it, as the system reported it.
    pub pointer: Pointer,
    /// At least one point; the last is where the pen was lifted.
    pub points: Vec<Point>,
}

/// What drew a stroke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Pointer {
    /// A mouse, or a device the system calls one.
    Mouse,
    /// A finger.
    Touch,
    /// A stylus.
    Pen,
}

/// Where the pen was, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Point {
    /// From the left edge of the pad, 0.01 mm.
    pub x: i32,
    /// From the top edge of the pad, 0.01 mm.
    pub y: i32,
    /// Since the first point of the first stroke, µs, never going back.
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub t: u64,
    /// 0 to 1000; absent when the device reports none (it is never invented).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pressure: Option<u16>,
    /// Tilt of the pen in whole degrees along x and y; absent when the device reports none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tilt: Option<(i8, i8)>,
}
