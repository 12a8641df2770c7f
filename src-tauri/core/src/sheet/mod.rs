//! Floor 2: a filled form: answers, revision, scope, signature.

mod ink;

pub use ink::{Ink, Point, Pointer, Stroke};
