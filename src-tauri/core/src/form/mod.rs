//! Floor 1: what a form is. A paper form is data; no code knows a particular one.

mod mark;

pub use mark::{Mark, Private};
