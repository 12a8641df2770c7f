//! A small department for the tests: a cabinet, a form edition, a projector.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use tempfile::TempDir;

use super::super::*;
use crate::clock::{Clock, Id, Stamp};

pub(super) const PASSPHRASE: &str = "样本口令 sample";

/// A cabinet in a folder of its own; the high-water file lies in another.
pub(super) struct Desk {
    pub clock: Arc<Clock>,
    pub root: TempDir,
}

impl Desk {
    pub(super) fn new() -> Self {
        let clock = Arc::new(Clock::seeded(11, Stamp::parse("2026-02-13T09:00+08:00").unwrap()));
        Self { clock, root: TempDir::new().unwrap() }
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.root.path().join("cabinet")
    }

    pub(super) fn marks(&self) -> PathBuf {
        self.root.path().join("marks")
    }

    pub(super) fn create(&self) -> (Cabinet, RecoveryCode) {
        Cabinet::create(&self.folder(), &self.marks(), Arc::clone(&self.clock), PASSPHRASE, Cost::LIGHT, Purpose::Work).unwrap()
    }

    pub(super) fn open(&self) -> Result<Cabinet> {
        self.open_with(&Secret::passphrase(PASSPHRASE))
    }

    pub(super) fn open_with(&self, secret: &Secret) -> Result<Cabinet> {
        Cabinet::open(&self.folder(), &self.marks(), Arc::clone(&self.clock), secret)
    }

    /// A connection of someone who has the key and bypasses the program.
    pub(super) fn raw(&self) -> rusqlite::Connection {
        let conn = rusqlite::Connection::open(self.folder().join("cabinet.db")).unwrap();
        let key = raw_key(&self.folder(), &Secret::passphrase(PASSPHRASE)).unwrap();
        conn.execute_batch(&format!("PRAGMA key = \"{}\";", key.as_str())).unwrap();
        conn
    }

    /// As [`Self::raw`], with every trigger dropped.
    pub(super) fn raw_without_triggers(&self) -> rusqlite::Connection {
        let conn = self.raw();
        let names: Vec<String> = conn
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(std::result::Result::unwrap)
            .collect();
        for name in names {
            conn.execute_batch(&format!("DROP TRIGGER {name};")).unwrap();
        }
        conn
    }
}

pub(super) fn code<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    result.expect_err("a refusal was expected").code()
}

pub(super) fn form(tx: &mut Tx<'_>) -> FormRef {
    let hash = tx.put_content(b"schema = 1 # a sample form").unwrap();
    FormRef { id: "sample".to_owned(), edition: "A/0".to_owned(), hash }
}

/// Finalises a sheet with `text` as its only answer and projects it.
pub(super) fn finalise(cabinet: &Cabinet, sheet: Id, text: &str) -> Result<Entry> {
    cabinet.write(|tx| {
        let parents: Vec<Hash> = tx.heads(sheet)?.iter().map(|entry| entry.hash).collect();
        let serial = match tx.sheet(sheet)?.and_then(|row| row.serial) {
            Some(serial) => serial,
            None => tx.reserve_serial("JC", "202602")?,
        };
        let salt = tx.new_id()?;
        let body = serde_json::json!({"salt": salt, "text": text}).to_string();
        let form = form(tx);
        let entry = tx.append(NewEntry {
            parents,
            form: Some(form),
            serial: Some(serial),
            author: "sample".to_owned(),
            ..NewEntry::new(Kind::Revision, sheet, body.as_bytes())
        })?;
        Plain.entry(tx, &entry, Some(body.as_bytes()))?;
        Ok(entry)
    })
}

pub(super) fn save(tx: &mut Tx<'_>, id: Id, sheet: Id, text: &str, blobs: &[Hash], seen: u64) -> Result<Draft> {
    let answers = serde_json::json!({"text": text, "blobs": blobs}).to_string();
    let base = tx.heads(sheet)?.first().map(|entry| entry.hash);
    let form = form(tx);
    let draft = tx.save_draft(&SaveDraft { id, sheet, form, base, title: text, answers: answers.as_bytes(), blobs, seen })?;
    Plain.draft(tx, &draft)?;
    Ok(draft)
}

/// Projects bodies of the form `{"text": …}`.
pub(super) struct Plain;

impl Plain {
    fn row(sheet: Id, ms: i64, text: &str) -> SheetRow {
        let date: NaiveDate = Stamp::new(ms, 480).date();
        SheetRow {
            form: "sample".to_owned(),
            title: text.chars().take(20).collect(),
            has_fail: text.contains('×'),
            areas: text.split(' ').take(2).map(str::to_owned).collect(),
            ..SheetRow::new(sheet, date, ms)
        }
    }

    fn text(bytes: &[u8]) -> String {
        let value: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        value["text"].as_str().unwrap_or_default().to_owned()
    }
}

impl Projector for Plain {
    type Error = CabinetError;

    fn entry(&self, to: &Projection<'_>, entry: &Entry, body: Option<&[u8]>) -> Result<()> {
        let text = body.map(Self::text).unwrap_or_default();
        match entry.head.kind {
            Kind::Revision => {
                let row = to.sheet(entry.head.record)?;
                let begun = row.filter(|row| !row.draft).map_or(entry.head.wall_ms, |row| row.created_ms);
                let row = SheetRow {
                    serial: entry.head.serial.clone(),
                    updated_ms: entry.head.wall_ms,
                    ..Self::row(entry.head.record, begun, &text)
                };
                to.project_sheet(&row, &text)
            }
            Kind::Register => to.project_register(&RegisterItem {
                kind: "customer".to_owned(),
                id: entry.head.record,
                name: text,
                retired: false,
                position: 0,
                search: String::new(),
                json: "{}".to_owned(),
            }),
            Kind::Setting => to.project_setting("department", &format!("{text:?}")),
            _ => Ok(()),
        }
    }

    fn draft(&self, to: &Projection<'_>, draft: &Draft) -> Result<()> {
        if to.sheet(draft.sheet)?.is_some_and(|row| !row.draft) {
            return Ok(());
        }
        let text = Self::text(&draft.answers);
        let row = SheetRow { draft: true, ..Self::row(draft.sheet, draft.created_ms, &text) };
        to.project_sheet(&row, &text)
    }
}
