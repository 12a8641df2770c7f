//! Long counting beside the work of others: nobody waits for it, and what came of it is written only where it is still true.

use super::super::Office;
use super::super::error::{OfficeError, Result};
use super::super::people::role::Right;
use crate::cabinet::{Hash, Reader, Tx};

/// How often something is counted while others write.
const TRIES: usize = 4;

/// The newest entry of the log.
pub(super) fn head_of(reader: &Reader<'_>) -> Result<Option<Hash>> {
    Ok(reader.newest_entries(1)?.first().map(|entry| entry.hash))
}

impl Office {
    /// Counts, and writes what came of it where the log ends as it did when it was counted; else counts again. `count` gives the
    /// end of the log that it read up to. Whoever began it ends it: somebody else may have taken the place meanwhile.
    ///
    /// # Errors
    /// `month-moved` where there was always something new, `not-allowed`; those of `count` and `write`.
    pub(super) fn beside_others<T, R>(
        &self,
        right: Right,
        count: impl Fn() -> Result<(Option<Hash>, T)>,
        write: impl Fn(&mut Tx<'_>, &T) -> Result<R>,
    ) -> Result<(T, R)> {
        let by = self.cabinet.read(|reader| self.author(reader))?.id;
        for _ in 0..TRIES {
            let (head, counted) = count()?;
            let written = self.cabinet.write(|tx| {
                self.may(right)?;
                if self.author(tx)?.id != by {
                    return Err(OfficeError::NotAllowed { role: Self::role(self), right });
                }
                if head_of(tx)? == head { write(tx, &counted).map(Some) } else { Ok(None) }
            })?;
            if let Some(written) = written {
                return Ok((counted, written));
            }
        }
        Err(OfficeError::MonthMoved)
    }
}
