//! Waiting after wrong passphrases. It is kept over restarts, for each cabinet by its id; a guess costs a quarter of a second
//! anyway (argon2id).
//!
//! The count lies in the state folder of the machine, beside the high-water file: two cabinets do not share it, and a copy of a
//! cabinet, or a backup of it, finds the waits of the one it was copied from. It cannot hold where the files are read with another
//! state folder: on another machine, by another user, by the terminal at a copy that has a state folder of its own beside it or is
//! given one, or with the state folder put back to an earlier copy. There the cost of each guess is all there is, and the strength
//! of the passphrase.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::{OfficeError, Result};
use crate::cabinet::{CabinetError, cabinet_of};
use crate::clock::{Clock, Id};

/// Wrong ones in a row that cost nothing: a slip of the hand, the caps lock, last month's passphrase.
const FREE: u32 = 5;
/// The first wait, in seconds; each further wrong one doubles it.
const FIRST_S: u32 = 30;
/// The longest wait: 15 minutes. The people at the door own the data.
const LONGEST_S: u32 = 900;

/// Wrong ones that a right one makes forgotten within a day. At the door nobody says who they are: who knows one passphrase would
/// guess at all the others without a wait, with their own in between.
const FORGIVEN: u32 = 20;
const DAY_MS: i64 = 86_400_000;

#[derive(Debug, Default, Serialize, Deserialize)]
struct Failures {
    in_a_row: u32,
    last_ms: i64,
    /// Wrong ones that were forgotten since `forgiven_from_ms`.
    #[serde(default)]
    forgiven: u32,
    #[serde(default)]
    forgiven_from_ms: i64,
}

/// Counts wrong passphrases of one cabinet in a small file beside the high-water file.
#[derive(Debug)]
pub(super) struct Waits {
    /// None where no key slots say which cabinet it is: there nothing can be guessed at.
    path: Option<PathBuf>,
}

impl Waits {
    /// Those of a cabinet, in the state folder.
    pub(super) fn of(state: &Path, cabinet: Id) -> Self {
        Self { path: Some(state.join(format!("door-{cabinet}.json"))) }
    }

    /// Those of the cabinet or backup that lies in `folder`.
    pub(super) fn at(state: &Path, folder: &Path) -> Self {
        cabinet_of(folder).map_or(Self { path: None }, |cabinet| Self::of(state, cabinet))
    }

    fn read(&self) -> Failures {
        let kept = self.path.as_ref().and_then(|path| fs::read(path).ok());
        kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Seconds left to wait. A clock that was put back does not lengthen it, one put forward is not noticed.
    pub(super) fn left_s(&self, now_ms: i64) -> u32 {
        let failures = self.read();
        let Some(doublings) = failures.in_a_row.checked_sub(FREE) else { return 0 };
        let wait = FIRST_S.saturating_mul(2_u32.saturating_pow(doublings.min(16))).min(LONGEST_S);
        let passed = now_ms.saturating_sub(failures.last_ms).max(0) / 1000;
        wait.saturating_sub(u32::try_from(passed).unwrap_or(u32::MAX))
    }

    /// One more wrong one. Where it cannot be written the cost of a guess is what is left.
    fn failed(&self, now_ms: i64) {
        let failures = self.read();
        self.write(&Failures { in_a_row: failures.in_a_row.saturating_add(1), last_ms: now_ms, ..failures });
    }

    fn write(&self, failures: &Failures) {
        if let (Some(path), Ok(bytes)) = (&self.path, serde_json::to_vec(failures)) {
            let _ = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, bytes));
        }
    }

    /// Tries something that a secret opens: wrong ones are counted, and after five in a row it is not tried at once. That a
    /// passphrase is somebody's counts as a wrong one: who was told so has guessed it.
    ///
    /// # Errors
    /// `wait`, or what `open` gives.
    pub(super) fn guard<T>(&self, clock: &Clock, open: impl FnOnce() -> Result<T>) -> Result<T> {
        let wait = self.left_s(clock.now().wall_ms());
        if wait > 0 {
            return Err(OfficeError::Wait(wait));
        }
        let opened = open();
        match &opened {
            Ok(_) => self.forget(clock.now().wall_ms()),
            Err(OfficeError::Cabinet(
                CabinetError::WrongPassphrase | CabinetError::WrongRecoveryCode | CabinetError::PassphraseTaken,
            )) => self.failed(clock.now().wall_ms()),
            Err(_) => {}
        }
        opened
    }

    /// The right one: those before it are forgotten, up to so many in a day. From then on each further one costs at once.
    fn forget(&self, now_ms: i64) {
        let failures = self.read();
        if failures.in_a_row == 0 {
            return;
        }
        let day = (0..DAY_MS).contains(&now_ms.saturating_sub(failures.forgiven_from_ms));
        let (before, forgiven_from_ms) = if day { (failures.forgiven, failures.forgiven_from_ms) } else { (0, now_ms) };
        let forgiven = before.saturating_add(failures.in_a_row);
        let in_a_row = if forgiven > FORGIVEN { FREE } else { 0 };
        self.write(&Failures { in_a_row, last_ms: 0, forgiven, forgiven_from_ms });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_passphrases_cost_more_and_more_time_over_restarts() {
        let folder = tempfile::TempDir::new().unwrap();
        let cabinet = Clock::system().id().unwrap();
        let waits = || Waits::of(folder.path(), cabinet);
        for n in 1..FREE {
            waits().failed(0);
            assert_eq!(waits().left_s(0), 0, "{n} wrong ones are human");
        }
        let mut last = 0;
        for expected in [30, 60, 120, 240, 480, 900, 900] {
            waits().failed(0);
            assert_eq!(waits().left_s(0), expected, "each further one doubles the wait, up to a quarter of an hour");
            assert!(expected >= last, "and it never gets shorter");
            last = expected;
        }
        assert_eq!(waits().left_s(899_000), 1, "it runs out with the clock");
        assert_eq!(waits().left_s(900_000), 0, "and then one may try again");
        assert_eq!(waits().left_s(-3_600_000), 900, "a clock that was put back does not lengthen it");
        waits().forget(900_000);
        assert_eq!(waits().left_s(900_000), 0, "the right one ends it");
        (0..FREE).for_each(|_| waits().failed(900_000));
        assert_eq!(waits().left_s(900_000), 30, "and a row begins anew");
        fs::write(folder.path().join(format!("door-{cabinet}.json")), "garbage").unwrap();
        assert_eq!(waits().left_s(0), 0, "a damaged file locks nobody out of their own data");
    }

    /// Passes when one's own passphrase in between does not let anybody guess at another's without end.
    #[test]
    fn ones_own_passphrase_in_between_buys_few_guesses_a_day() {
        let folder = tempfile::TempDir::new().unwrap();
        let waits = Waits::of(folder.path(), Clock::system().id().unwrap());
        let from = 1_771_000_000_000;
        let mut guesses = 0;
        while waits.left_s(from) == 0 && guesses < 200 {
            for _ in 0..FREE - 1 {
                waits.failed(from);
                guesses += 1;
                if waits.left_s(from) > 0 {
                    break;
                }
            }
            waits.forget(from);
            if waits.read().in_a_row > 0 {
                waits.failed(from);
                guesses += 1;
            }
        }
        assert!(guesses <= FORGIVEN + FREE + 1, "{guesses} guesses in a row cost nothing");
        assert_eq!(waits.left_s(from), 60, "from then on each further one costs, whoever comes in between");
        let later = from + 120_000;
        waits.forget(later);
        assert_eq!(waits.left_s(later), 0, "who knows theirs comes in");
        waits.failed(later);
        assert_eq!(waits.left_s(later), 60, "and the next wrong one waits again");
        waits.forget(from + DAY_MS);
        assert_eq!(waits.read().in_a_row, 0, "on the next day all is forgotten");
    }
}
