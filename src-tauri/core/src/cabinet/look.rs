//! Looking into a backup without restoring it: read as it lies, decrypted in memory alone.

use super::backup::{KeptBackup, open_copy};
use super::error::CabinetError;
use super::read::Reader;
use super::secret::Secret;
use super::verify::verify_copy;

/// Opens a backup with a secret, checks everything of it, and hands it to `look`.
///
/// # Errors
/// `backup-damaged` when it is not whole, `wrong-passphrase`, `cancelled`, and what `look` refuses.
pub fn look_into<T, E: From<CabinetError>>(
    kept: &KeptBackup,
    secret: &Secret,
    progress: &dyn Fn(u64, u64) -> bool,
    look: impl FnOnce(&Reader<'_>) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let copy = open_copy(kept, secret)?;
    if !verify_copy(&copy, progress)?.is_whole() {
        return Err(CabinetError::BackupDamaged("its records do not fit together".to_owned()).into());
    }
    look(&Reader::new(&copy))
}
