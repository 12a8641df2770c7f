-- The first cabinet. What is written to entry, content and blob stays; everything below "projections" can be dropped
-- and rebuilt from the log.

CREATE TABLE cabinet (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  cabinet_id TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE device (
  device_id TEXT NOT NULL PRIMARY KEY,
  letter TEXT NOT NULL UNIQUE CHECK (letter GLOB '[A-Z]' OR letter GLOB '[A-Z][A-Z]'),
  public_key BLOB NOT NULL CHECK (length(public_key) = 32),
  joined_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE own_device (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  device_id TEXT NOT NULL REFERENCES device (device_id),
  seed BLOB NOT NULL CHECK (length(seed) = 32)
) STRICT;

-- The log. The columns repeat what the head says, for the indexes; verify compares them.
CREATE TABLE entry (
  device_id TEXT NOT NULL REFERENCES device (device_id),
  seq INTEGER NOT NULL CHECK (seq > 0),
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('revision', 'signature', 'audit', 'register', 'setting', 'closing', 'destruction')),
  record_id TEXT NOT NULL,
  lamport INTEGER NOT NULL CHECK (lamport > 0),
  clock_suspect INTEGER NOT NULL CHECK (clock_suspect IN (0, 1)),
  head BLOB NOT NULL,
  body_hash BLOB NOT NULL CHECK (length(body_hash) = 32),
  prev_hash BLOB NOT NULL CHECK (length(prev_hash) = 32),
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  sig BLOB NOT NULL CHECK (length(sig) = 64),
  PRIMARY KEY (device_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_of_record ON entry (record_id, lamport);
CREATE INDEX entry_in_order ON entry (lamport);
CREATE INDEX entry_with_body ON entry (body_hash);

CREATE TABLE content (
  n INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  bytes BLOB NOT NULL
) STRICT;

-- meta says how the blob came here (original's hash, capture time); the entry that names the blob repeats what matters.
-- idle_ms: since when nothing has named it.
CREATE TABLE blob (
  n INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  media_type TEXT NOT NULL,
  meta BLOB NOT NULL DEFAULT x'7b7d',
  size INTEGER NOT NULL CHECK (size >= 0),
  idle_ms INTEGER NOT NULL,
  first_named_ms INTEGER NOT NULL DEFAULT 0,
  bytes BLOB NOT NULL
) STRICT;

-- What an entry names beside its body: strokes, scopes, form editions (content), photos and scans (blob).
CREATE TABLE entry_name (
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  device_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  store TEXT NOT NULL CHECK (store IN ('content', 'blob')),
  PRIMARY KEY (device_id, seq, hash),
  FOREIGN KEY (device_id, seq) REFERENCES entry (device_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_name_of_hash ON entry_name (hash);

CREATE TABLE destroyed (
  hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
  entry_hash BLOB NOT NULL REFERENCES entry (hash)
) STRICT, WITHOUT ROWID;

-- Append-only. The BEFORE INSERT triggers stop INSERT OR REPLACE and UPSERT even where recursive_triggers is off.
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER entry_no_replace BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.id OR hash = NEW.hash)
  OR NEW.seq <> 1 + (SELECT coalesce(max(seq), 0) FROM entry WHERE device_id = NEW.device_id)
BEGIN SELECT RAISE(ABORT, 'an entry is only added at the end'); END;

CREATE TRIGGER content_no_update BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, 'content is never changed'); END;
CREATE TRIGGER content_no_delete BEFORE DELETE ON content
WHEN NOT EXISTS (SELECT 1 FROM destroyed WHERE hash = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'content leaves only through a destruction entry'); END;
CREATE TRIGGER content_no_replace BEFORE INSERT ON content
WHEN EXISTS (SELECT 1 FROM content WHERE hash = NEW.hash OR n = NEW.n)
BEGIN SELECT RAISE(ABORT, 'content is only added'); END;

CREATE TRIGGER blob_no_update BEFORE UPDATE OF n, hash, media_type, meta, size, bytes ON blob
BEGIN SELECT RAISE(ABORT, 'a blob is never changed'); END;
CREATE TRIGGER blob_no_delete BEFORE DELETE ON blob
WHEN NOT EXISTS (SELECT 1 FROM destroyed WHERE hash = OLD.hash)
  AND (EXISTS (SELECT 1 FROM entry_name WHERE hash = OLD.hash) OR EXISTS (SELECT 1 FROM draft_name WHERE hash = OLD.hash))
BEGIN SELECT RAISE(ABORT, 'a named blob leaves only through a destruction entry'); END;
CREATE TRIGGER blob_no_replace BEFORE INSERT ON blob
WHEN EXISTS (SELECT 1 FROM blob WHERE hash = NEW.hash OR n = NEW.n)
BEGIN SELECT RAISE(ABORT, 'a blob is only added'); END;

CREATE TRIGGER entry_name_no_update BEFORE UPDATE ON entry_name
BEGIN SELECT RAISE(ABORT, 'what an entry names is never changed'); END;
CREATE TRIGGER entry_name_no_delete BEFORE DELETE ON entry_name
BEGIN SELECT RAISE(ABORT, 'what an entry names is never deleted'); END;

CREATE TRIGGER destroyed_only_by_entry BEFORE INSERT ON destroyed
WHEN NOT EXISTS (
  SELECT 1 FROM entry JOIN content ON content.hash = entry.body_hash
  WHERE entry.hash = NEW.entry_hash AND entry.kind = 'destruction'
    AND instr(content.bytes, CAST(lower(hex(NEW.hash)) AS BLOB)) > 0)
  OR EXISTS (SELECT 1 FROM destroyed WHERE hash = NEW.hash)
  OR EXISTS (SELECT 1 FROM entry WHERE kind = 'destruction' AND body_hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'only a destruction entry that names it destroys content'); END;
CREATE TRIGGER destroyed_no_update BEFORE UPDATE ON destroyed
BEGIN SELECT RAISE(ABORT, 'a destruction is never changed'); END;
CREATE TRIGGER destroyed_no_delete BEFORE DELETE ON destroyed
BEGIN SELECT RAISE(ABORT, 'a destruction is never deleted'); END;

CREATE TRIGGER device_no_update BEFORE UPDATE ON device
BEGIN SELECT RAISE(ABORT, 'a device keeps its key and letter'); END;
CREATE TRIGGER device_no_delete BEFORE DELETE ON device
BEGIN SELECT RAISE(ABORT, 'a device is never forgotten'); END;

-- Drafts: the only rows that people change.
CREATE TABLE draft (
  id TEXT NOT NULL PRIMARY KEY,
  sheet_id TEXT NOT NULL,
  form_id TEXT NOT NULL,
  form_edition TEXT NOT NULL,
  form_hash BLOB NOT NULL CHECK (length(form_hash) = 32),
  base BLOB CHECK (base IS NULL OR length(base) = 32),
  title TEXT NOT NULL DEFAULT '',
  answers BLOB NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_of_sheet ON draft (sheet_id);

CREATE TABLE draft_name (
  draft_id TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
  hash BLOB NOT NULL REFERENCES blob (hash),
  PRIMARY KEY (draft_id, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_name_of_hash ON draft_name (hash);

-- Projections.
-- order_key: day << 42 | seconds << 12 | tie, so that newest first, date ranges and paging are one range of it.
CREATE TABLE sheet (
  order_key INTEGER PRIMARY KEY,
  sheet_id TEXT NOT NULL UNIQUE,
  serial TEXT NOT NULL DEFAULT '',
  form TEXT NOT NULL DEFAULT '',
  edition TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  date TEXT NOT NULL,
  created_ms INTEGER NOT NULL DEFAULT 0,
  updated_ms INTEGER NOT NULL DEFAULT 0,
  site TEXT NOT NULL DEFAULT '',
  customer TEXT NOT NULL DEFAULT '',
  areas TEXT NOT NULL DEFAULT '[]',
  persons TEXT NOT NULL DEFAULT '[]',
  has_fail INTEGER NOT NULL DEFAULT 0 CHECK (has_fail IN (0, 1)),
  signed INTEGER NOT NULL DEFAULT 0 CHECK (signed IN (0, 1)),
  draft INTEGER NOT NULL DEFAULT 0 CHECK (draft IN (0, 1)),
  snippet TEXT NOT NULL DEFAULT '',
  extra TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX sheet_of_serial ON sheet (serial) WHERE serial <> '';

-- What people typed, normalised for search, apart so that lists stay narrow.
CREATE TABLE sheet_text (
  order_key INTEGER PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;

-- Fed with ASCII tokens cut by us: single characters, neighbouring pairs, one token for each filter.
CREATE VIRTUAL TABLE sheet_search USING fts5 (t, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');

CREATE TABLE register_item (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
  position INTEGER NOT NULL DEFAULT 0,
  search TEXT NOT NULL DEFAULT '',
  json TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX register_in_order ON register_item (kind, position, name, id);

CREATE TABLE setting (
  key TEXT NOT NULL PRIMARY KEY,
  json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE number (
  serial TEXT NOT NULL PRIMARY KEY,
  prefix TEXT NOT NULL,
  letter TEXT NOT NULL,
  period TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n > 0),
  state TEXT NOT NULL CHECK (state IN ('reserved', 'used', 'void')),
  sheet_id TEXT NOT NULL DEFAULT '',
  UNIQUE (prefix, letter, period, n)
) STRICT, WITHOUT ROWID;
