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

/// The ink is no signature. Nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InkError {
    /// (Almost) nothing was drawn.
    #[error("the pad is (almost) empty")]
    TooLittle,
    /// Points outside the pad, times going back, or more than a hand can draw.
    #[error("the strokes are damaged")]
    Damaged,
}

impl InkError {
    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLittle => "ink-too-little",
            Self::Damaged => "ink-damaged",
        }
    }
}

impl Ink {
    /// Most strokes of a signature.
    pub const MAX_STROKES: usize = 400;
    /// Most points of a signature.
    pub const MAX_POINTS: usize = 60_000;
    /// Least length of line, 0.01 mm: 15 mm, about one character.
    pub const LEAST_LENGTH: u64 = 1_500;
    /// Least extent in the larger direction, 0.01 mm: 5 mm.
    pub const LEAST_EXTENT: i64 = 500;

    /// Whether this is a signature and not a slip: enough line, spread over enough of the pad, drawn forward in time.
    ///
    /// # Errors
    /// [`InkError::TooLittle`] for an (almost) empty pad, [`InkError::Damaged`] for what no pad gives.
    pub fn check(&self) -> Result<(), InkError> {
        if self.strokes.len() > Self::MAX_STROKES || self.strokes.iter().map(|s| s.points.len()).sum::<usize>() > Self::MAX_POINTS
        {
            return Err(InkError::Damaged);
        }
        let mut last = 0;
        for point in self.strokes.iter().flat_map(|s| &s.points) {
            let inside = |v: i32, size: u32| (-2_000..=i64::from(size) + 2_000).contains(&i64::from(v));
            if point.t < last
                || !inside(point.x, self.width)
                || !inside(point.y, self.height)
                || point.pressure.is_some_and(|p| p > 1000)
            {
                return Err(InkError::Damaged);
            }
            last = point.t;
        }
        let (length, extent) = self.measure();
        if length < Self::LEAST_LENGTH || extent < Self::LEAST_EXTENT { Err(InkError::TooLittle) } else { Ok(()) }
    }

    /// Whether a pad has enough ink to be finished.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.check().is_ok()
    }

    /// Length of all lines and the larger extent, 0.01 mm.
    fn measure(&self) -> (u64, i64) {
        let mut length = 0;
        for stroke in &self.strokes {
            for (a, b) in stroke.points.iter().zip(stroke.points.iter().skip(1)) {
                let (dx, dy) = (u64::from(a.x.abs_diff(b.x)), u64::from(a.y.abs_diff(b.y)));
                length += (dx * dx + dy * dy).isqrt();
            }
        }
        let span = |of: fn(&Point) -> i32| {
            let values = || self.strokes.iter().flat_map(|s| &s.points).map(of);
            i64::from(values().max().unwrap_or(0)) - i64::from(values().min().unwrap_or(0))
        };
        (length, span(|p| p.x).max(span(|p| p.y)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(i32, i32, u64)]) -> Ink {
        let points = points.iter().map(|&(x, y, t)| Point { x, y, t, pressure: None, tilt: None }).collect();
        Ink { width: 12_000, height: 5_000, strokes: vec![Stroke { pointer: Pointer::Mouse, points }] }
    }

    #[test]
    fn an_almost_empty_pad_is_refused() {
        assert_eq!(Ink::default().check(), Err(InkError::TooLittle), "nothing drawn");
        assert_eq!(line(&[(100, 100, 0), (180, 100, 10)]).check(), Err(InkError::TooLittle), "a slip of 0.8 mm");
        let dot: Vec<_> = (0..200).map(|n| (100 + n % 2 * 20, 100, u64::try_from(n).unwrap())).collect();
        assert_eq!(line(&dot).check(), Err(InkError::TooLittle), "scribbling on one spot has length but no extent");
        assert_eq!(line(&[(100, 100, 0), (1_100, 900, 10), (2_000, 100, 20)]).check(), Ok(()), "two strokes' worth of line");
    }

    #[test]
    fn ink_that_no_pad_gives_is_refused() {
        assert_eq!(line(&[(0, 0, 10), (3_000, 0, 5)]).check(), Err(InkError::Damaged), "time goes back");
        assert_eq!(line(&[(0, 0, 0), (90_000, 0, 5)]).check(), Err(InkError::Damaged), "far outside the pad");
    }
}
