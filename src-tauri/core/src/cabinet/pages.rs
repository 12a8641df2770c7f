//! A file that may have damaged pages, and what SQLite and SQLCipher say of its pages.

use std::cell::RefCell;

use rusqlite::Connection;

use super::error::{CabinetError, Result};

/// A database that may have damaged pages. On a connection that came upon a page which does not verify SQLCipher says zeros for
/// that page and for every one it is asked for afterwards, and that not always with an error: a row whose end stands on such a
/// page comes out with zeros at its end. So whatever was read counts only when the connection is still [`sound`] afterwards, and
/// the connection is made anew where it is not.
pub(super) enum Pages<'c> {
    /// A connection within a transaction of ours, on pages that verified a moment ago.
    Borrowed(&'c Connection),
    /// A connection of its own.
    Own {
        /// It.
        conn: RefCell<Connection>,
        /// Makes it anew.
        again: Box<dyn Fn() -> Result<Connection> + 'c>,
    },
}

impl<'c> Pages<'c> {
    /// On a connection that can be made anew.
    pub(super) fn own(again: impl Fn() -> Result<Connection> + 'c) -> Result<Self> {
        Ok(Self::Own { conn: RefCell::new(again()?), again: Box::new(again) })
    }

    /// What `f` reads; none where it comes upon a damaged page. `f` asks nothing else of these pages.
    pub(super) fn ask<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<Option<T>> {
        let on = |conn: &Connection| {
            let read = f(conn);
            if sound(conn) { read } else { Err(CabinetError::Damaged("a page does not verify".to_owned())) }
        };
        let read = match self {
            Self::Borrowed(conn) => on(conn),
            Self::Own { conn, .. } => on(&conn.borrow()),
        };
        match read {
            Ok(value) => Ok(Some(value)),
            Err(CabinetError::Damaged(_)) => self.renew().map(|()| None),
            Err(other) => Err(other),
        }
    }

    /// What must be there.
    pub(super) fn must<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.ask(f)?.ok_or_else(|| CabinetError::Damaged("a page that everything hangs on".to_owned()))
    }

    /// Makes the connection anew.
    fn renew(&self) -> Result<()> {
        if let Self::Own { conn, again } = self
            && let Ok(mut conn) = conn.try_borrow_mut()
        {
            *conn = again()?;
        }
        Ok(())
    }
}

/// Whether a connection has not come upon a page that does not verify: SQLCipher keeps that in mind for as long as the connection
/// lives. Its answer is made when the question is prepared, so the statement is not kept.
pub(super) fn sound(conn: &Connection) -> bool {
    conn.query_row("PRAGMA cipher_status", [], |row| row.get::<_, String>(0)).is_ok_and(|status| status == "1")
}

/// Asks every page for its code of authentication.
pub(super) const CIPHER: &str = "PRAGMA cipher_integrity_check";

/// What a checking pragma says, at most 100 lines; none when all is well. That it cannot even be asked is damage too.
pub(super) fn asked(pages: &Pages<'_>, pragma: &str) -> Result<Vec<String>> {
    let mut said = Vec::new();
    let read = pages.ask(|conn| {
        let mut statement = conn.prepare(pragma)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()?.filter(|_| said.len() < 100) {
            said.push(row.get::<_, String>(0)?);
        }
        Ok(())
    })?;
    said.retain(|line| line != "ok");
    if read.is_none() && said.is_empty() {
        said.push("a page cannot be read".to_owned());
    }
    // A check that came upon a damaged page says so in words and leaves its connection good for nothing.
    if !said.is_empty() {
        pages.renew()?;
    }
    Ok(said)
}
