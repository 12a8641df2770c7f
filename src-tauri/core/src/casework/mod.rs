//! Floor 3: what a case is and how it runs. 投诉, 意见, 特约服务, 咨询 and 整改 are sheets; here their answers become [`Facts`],
//! the facts a [`Case`] with its state, its rounds and its clocks, and two revisions of one sheet the steps between them.
//!
//! Everything is a pure function: the facts come from the sheet and the sheets that name it, the ends of clocks from
//! `deadline`. What the order of steps forbids is refused with the reason, and nothing is ever taken back: a grade that is
//! changed, a delivery that was refused, a first round that did not satisfy stay where they are.

mod advance;
mod begins;
mod case;
mod clocks;
mod closing;
mod corrected;
mod delivered;
mod facts;
mod heard;
mod inner;
mod order;
mod read;
mod recount;
mod remind;
mod route;
mod settled;
mod step;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_anew;
#[cfg(test)]
mod tests_chance;
#[cfg(test)]
mod tests_ends;
#[cfg(test)]
mod tests_history;
#[cfg(test)]
mod tests_kept;
#[cfg(test)]
mod tests_limits;
#[cfg(test)]
mod tests_moves;
#[cfg(test)]
mod tests_owed;
#[cfg(test)]
mod tests_rewrites;
#[cfg(test)]
mod tests_several;
mod unheeded;
mod visits;
mod wanted;

pub use advance::{Refused, Taken, advance};
pub use begins::{begins, done_at};
pub use case::{Case, State, closed, settled, taken_at, to_sign_again};
pub use clocks::{Again, Clock, End, Ended, clocks};
pub use closing::too_early;
pub use corrected::{Cause, Corrected, keep_on_record};
pub use facts::{Closing, Delivery, Effect, Extension, Facts, Grade, Grading, Late, Receipt, Report, Round, SealAt, sent_back};
pub use heard::{Ahead, Heard};
pub use inner::{clocked, inner_moved, inner_recounted};
pub use order::not_yet;
pub use read::deliveries;
pub use recount::Recount;
pub use remind::{Level, Reminder, Rung, alarm, earliest_end, ladder, report_ladder, rung_between};
pub use route::{building, by_room};
pub use settled::keep_settled;
pub use step::Step;
pub use unheeded::Unheeded;
pub use visits::{Attempt, Related, Visit};
