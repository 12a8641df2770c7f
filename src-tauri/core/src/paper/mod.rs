//! Floor 3: grid → page → PDF, SVG, Excel.

pub mod grid;
