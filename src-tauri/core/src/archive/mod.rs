//! Floor 4: the month's archive, as pure functions of what the office read out of the log.
//!
//! [`facts`] are plain values about one month at one site. From them follow the [`matrix`] of rounds, the [`gaps`] that stand
//! in the way of a complete volume, the [`stats`] with the sheets behind each number, the typed [`ledger`]s, and the order of
//! the [`volume`]. Nothing here reads a cabinet or a clock.

pub mod facts;
pub mod figure;
pub mod gaps;
pub mod ledger;
mod looked;
pub mod matrix;
mod month;
pub mod paper;
pub mod stats;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_closed;
#[cfg(test)]
mod tests_counts;
#[cfg(test)]
mod tests_paper;
pub mod volume;
pub mod workbook;

pub use month::{Month, MonthError};
