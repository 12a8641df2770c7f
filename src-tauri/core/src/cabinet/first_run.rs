//! First run: the folder, the encrypted file, its key slots and the device A. A power cut leaves a cabinet or none.

use std::path::Path;

use ed25519_dalek::SigningKey;
use rusqlite::{TransactionBehavior, params};
use zeroize::Zeroizing;

use super::connect::{Access, connect};
use super::error::{CabinetError, Result};
use super::file;
use super::keyslots::{self, KeySlots};
use super::migrate;
use super::open::DB;
use super::recovery::RecoveryCode;
use super::secret::{Cost, Secret};
use crate::clock::Clock;

/// The name that the file has until everything is made.
const NEW_DB: &str = "cabinet.db.new";

/// Refuses a folder that holds a cabinet or what is left of one.
pub(super) fn refuse_existing(folder: &Path) -> Result<()> {
    let there = |name: &str| folder.join(name).exists();
    if folder.exists() && !folder.is_dir() {
        return Err(CabinetError::Exists(folder.to_path_buf()));
    }
    // A first run that broke off left cabinet.db.new, which no finished cabinet has beside it: nobody ever used its key.
    let unfinished = there(NEW_DB) && !there(DB);
    let parts = ["cabinet.db-wal", "cabinet.db-shm", DB];
    if parts.into_iter().any(there) || (there(keyslots::FILE_NAME) && !unfinished) {
        return Err(CabinetError::Exists(folder.to_path_buf()));
    }
    Ok(())
}

/// Removes what a first run left that never came to its end.
pub(super) fn clear_unfinished(folder: &Path) {
    if folder.join(DB).exists() {
        return;
    }
    // The database goes last: while it stands, the next first run knows that the slots were never used.
    for name in [keyslots::FILE_NAME, "cabinet.db.new-wal", "cabinet.db.new-shm", NEW_DB] {
        let _ = std::fs::remove_file(folder.join(name));
    }
}

/// Makes everything under another name; the last rename makes it a cabinet.
pub(super) fn make(folder: &Path, clock: &Clock, secret: &Secret, cost: Cost, letter: &str) -> Result<RecoveryCode> {
    clear_unfinished(folder);
    let cabinet = clock.id()?;
    let (mut slots, key) = KeySlots::create(folder, cabinet, clock)?;
    let code = RecoveryCode::new(clock)?;
    let new_db = folder.join(NEW_DB);
    let mut conn = connect(&new_db, &key, Access::Create)?;
    conn.execute_batch("PRAGMA journal_mode = WAL;")?;
    migrate::make(&mut conn)?;
    let seed = Zeroizing::new(clock.random::<32>()?);
    let (device, now) = (clock.id()?, clock.now().wall_ms());
    let public = SigningKey::from_bytes(&seed).verifying_key().to_bytes();
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute("INSERT INTO cabinet (only, cabinet_id, created_ms) VALUES (1, ?1, ?2)", params![cabinet, now])?;
    tx.execute(
        "INSERT INTO device (device_id, letter, public_key, joined_ms) VALUES (?1, ?2, ?3, ?4)",
        params![device, letter, public, now],
    )?;
    tx.execute("INSERT INTO own_device (only, device_id, seed) VALUES (1, ?1, ?2)", params![device, seed.as_slice()])?;
    tx.commit()?;
    conn.close().map_err(|(_, e)| e)?;
    let db = folder.join(DB);
    file::sync(&new_db)?;
    slots.add(&key, secret, cost, clock)?;
    slots.add(&key, &Secret::recovery(code.as_str()), cost, clock)?;
    slots.save()?;
    std::fs::rename(&new_db, &db).map_err(|e| CabinetError::io(&db, e))?;
    file::sync_folder_of(&db)?;
    Ok(code)
}
