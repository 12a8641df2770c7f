//! What is closed keeps its clocks: rules of today, and sheets that are read otherwise since, count nothing of it anew.

use super::clocks::Clock;

/// Puts the clocks of a closed case back as they stood when it was closed; what was taken back of them since stays noted. A clock
/// that ran on till the closing was signed ends by that.
pub fn keep_settled(closed: &[Clock], clocks: &mut [Clock]) {
    for clock in clocks {
        let Some(was) = closed.iter().find(|was| was.id == clock.id && !was.running()) else { continue };
        let (corrected, recounted) = (std::mem::take(&mut clock.corrected), std::mem::take(&mut clock.recounted));
        *clock = Clock { corrected, recounted, known: clock.known, ..was.clone() };
    }
}
