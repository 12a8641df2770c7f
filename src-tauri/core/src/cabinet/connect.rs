//! A connection to the encrypted file, set up as every connection must be.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use super::error::{CabinetError, Result};
use super::keyslots::DataKey;

/// `XFbk`: what `PRAGMA application_id` of a cabinet says.
pub(super) const APPLICATION_ID: i64 = 0x5846_626b;
/// SQLite 3.7.0–3.51.2 can lose a write-ahead log when it is reset.
const OLDEST_SQLITE: i32 = 3_051_003;

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Make the file: first run and verified copies only.
    Create,
    /// The one writer.
    Write,
    /// A reader.
    Read,
}

/// Opens the file with its key. That the key fits is only known after the first read.
pub(super) fn connect(path: &Path, key: &DataKey, access: Access) -> Result<Connection> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(CabinetError::SqliteTooOld(rusqlite::version().to_owned()));
    }
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if access == Access::Create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(Duration::from_secs(5))?;
    let raw = key.raw();
    let keyed = Zeroizing::new(format!("PRAGMA cipher_log_level = NONE; PRAGMA key = \"{}\";", raw.as_str()));
    conn.execute_batch(&keyed)?;
    conn.execute_batch(include_str!("sql/connection.sql"))?;
    // Shadow tables of the search index and the schema itself are out of reach for SQL.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    if access == Access::Read {
        conn.execute_batch("PRAGMA query_only = ON;")?;
    }
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

/// An integer pragma.
pub(super) fn pragma(conn: &Connection, name: &str) -> Result<i64> {
    Ok(conn.pragma_query_value(None, name, |row| row.get(0))?)
}
