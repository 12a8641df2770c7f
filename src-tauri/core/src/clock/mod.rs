//! Floor 0: time, identity and randomness, as values.
//!
//! Nothing else in the program reads the system's clock or its randomness. A [`Clock`] is handed down; in tests and in
//! the demo it is seeded, so that the same seed and date give the same ids, the same salts and the same bytes.

mod id;
mod stamp;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use chrono::Utc;
use sha2::{Digest, Sha256};

pub use id::{Id, IdError};
pub use stamp::{Stamp, StampError};

/// Minutes that the time of China is ahead of UTC, all the year round.
pub const CHINA_MIN: i32 = 480;

/// The system's randomness could not be read; nothing was written.
#[derive(Debug, thiserror::Error)]
#[error("the system gave no random numbers: {0}")]
pub struct RandomError(String);

/// Where time and randomness come from.
#[derive(Debug)]
pub struct Clock(Source);

#[derive(Debug)]
enum Source {
    System { started: Instant },
    Seeded(Mutex<Seeded>),
}

#[derive(Debug)]
struct Seeded {
    seed: u64,
    drawn: u64,
    now: Stamp,
    elapsed: Duration,
}

impl Clock {
    /// The clock of this machine.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System { started: Instant::now() })
    }

    /// A clock that stands at `now` until it is moved, and draws its randomness from `seed`. Never for real data:
    /// whoever knows the seed knows every key and salt.
    #[must_use]
    pub fn seeded(seed: u64, now: Stamp) -> Self {
        Self(Source::Seeded(Mutex::new(Seeded { seed, drawn: 0, now, elapsed: Duration::ZERO })))
    }

    /// The present moment, to the millisecond, in the time of China: the department counts its days in UTC+8 whatever zone the
    /// machine is set to.
    #[must_use]
    pub fn now(&self) -> Stamp {
        match &self.0 {
            Source::System { .. } => Stamp::new(Utc::now().timestamp_millis(), CHINA_MIN),
            Source::Seeded(seeded) => lock(seeded).now,
        }
    }

    /// Time since the clock was made, from a source that never goes back.
    #[must_use]
    pub fn monotonic(&self) -> Duration {
        match &self.0 {
            Source::System { started } => started.elapsed(),
            Source::Seeded(seeded) => lock(seeded).elapsed,
        }
    }

    /// Fills `bytes` with randomness fit for keys and salts.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        match &self.0 {
            Source::System { .. } => getrandom::fill(bytes).map_err(|e| RandomError(e.to_string())),
            Source::Seeded(seeded) => {
                let mut seeded = lock(seeded);
                for chunk in bytes.chunks_mut(32) {
                    let mut hash = Sha256::new();
                    hash.update(b"xunfang-seed-1\0");
                    hash.update(seeded.seed.to_be_bytes());
                    hash.update(seeded.drawn.to_be_bytes());
                    seeded.drawn += 1;
                    for (to, from) in chunk.iter_mut().zip(hash.finalize()) {
                        *to = from;
                    }
                }
                Ok(())
            }
        }
    }

    /// `N` random bytes.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn random<const N: usize>(&self) -> Result<[u8; N], RandomError> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// A new UUIDv7 (RFC 9562 §5.7) made from this clock's time and randomness.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn id(&self) -> Result<Id, RandomError> {
        let random = self.random::<10>()?;
        Ok(Id::from_parts(self.now().wall_ms().max(0).unsigned_abs(), random))
    }

    /// Moves a seeded clock to `now`; the system's clock is not moved. Monotonic time goes on by the difference when
    /// that is positive.
    pub fn set(&self, now: Stamp) {
        if let Source::Seeded(seeded) = &self.0 {
            let mut seeded = lock(seeded);
            let forward = u64::try_from(now.wall_ms() - seeded.now.wall_ms()).unwrap_or(0);
            seeded.elapsed += Duration::from_millis(forward);
            seeded.now = now;
        }
    }

    /// Moves a seeded clock on by `step`.
    pub fn advance(&self, step: Duration) {
        let now = self.now();
        let ms = i64::try_from(step.as_millis()).unwrap_or(i64::MAX);
        self.set(Stamp::new(now.wall_ms().saturating_add(ms), now.offset_min()));
    }
}

/// A poisoned lock only means that another thread stopped while it held plain numbers: they are still whole.
fn lock(seeded: &Mutex<Seeded>) -> std::sync::MutexGuard<'_, Seeded> {
    seeded.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids_and_a_new_one_each_time() {
        let at = Stamp::new(1_771_000_000_000, 480);
        let (a, b) = (Clock::seeded(7, at), Clock::seeded(7, at));
        let first = a.id().unwrap();
        assert_eq!(first, b.id().unwrap(), "a seeded clock is a value");
        assert_ne!(first, a.id().unwrap(), "ids do not repeat");
        assert_ne!(first, Clock::seeded(8, at).id().unwrap(), "another seed is another department");
    }

    #[test]
    fn a_machine_set_to_another_zone_counts_in_the_time_of_china() {
        const ZONE: &str = "XUNFANG_ZONE_OF_CHILD";
        if std::env::var_os(ZONE).is_some() {
            assert_eq!(Clock::system().now().offset_min(), CHINA_MIN, "the zone of the machine says nothing of the department");
            return;
        }
        let name = "clock::tests::a_machine_set_to_another_zone_counts_in_the_time_of_china";
        for zone in ["America/Los_Angeles", "UTC", "Asia/Kathmandu"] {
            let mut child = std::process::Command::new(std::env::current_exe().unwrap());
            let ran = child.args(["--exact", name]).env("TZ", zone).env(ZONE, "1").output().unwrap();
            let said = String::from_utf8_lossy(&ran.stdout);
            assert!(ran.status.success() && said.contains("1 passed"), "under {zone}: {said}");
        }
    }

    #[test]
    fn a_seeded_clock_moves_only_when_moved() {
        let clock = Clock::seeded(1, Stamp::new(0, 480));
        assert_eq!(clock.now(), clock.now(), "nothing in a test depends on how fast it runs");
        clock.advance(Duration::from_secs(60));
        assert_eq!(clock.now().wall_ms(), 60_000, "advance moves the wall");
        assert_eq!(clock.monotonic(), Duration::from_secs(60), "and the monotonic time with it");
        clock.set(Stamp::new(0, 480));
        assert_eq!(clock.monotonic(), Duration::from_secs(60), "a wall clock set back never takes monotonic time along");
    }
}
