//! A connection to the encrypted file, set up as every connection must be.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
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
    if access != Access::Create {
        read_first_page(&conn)?;
    }
    conn.execute_batch(include_str!("sql/connection.sql"))?;
    // Shadow tables of the search index and the schema itself are out of reach for SQL.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    if access == Access::Read {
        conn.execute_batch("PRAGMA query_only = ON;")?;
    }
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

/// Reads for the first time, and tells a cut file from a damaged one.
fn read_first_page(conn: &Connection) -> Result<()> {
    match conn.pragma_query_value(None, "page_count", |row| row.get::<_, i64>(0)) {
        Err(rusqlite::Error::SqliteFailure(code, _)) if code.code == ErrorCode::DatabaseCorrupt => {
            // The key fits, or this were no database at all. Where every page is genuine, some are not there.
            let mut statement = conn.prepare("PRAGMA cipher_integrity_check")?;
            let mut bad_pages = statement.query_map([], |row| row.get(0))?;
            Err(bad_pages.next().transpose()?.map_or(CabinetError::Truncated { found: 0, expected: 0 }, CabinetError::Damaged))
        }
        read => Ok(read.map(drop)?),
    }
}

/// An integer pragma.
pub(super) fn pragma(conn: &Connection, name: &str) -> Result<i64> {
    Ok(conn.pragma_query_value(None, name, |row| row.get(0))?)
}
