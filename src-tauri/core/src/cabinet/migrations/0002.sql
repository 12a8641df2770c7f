-- What a damaged disk took and no backup held, named by the signed entry of the restore: told apart from what somebody took
-- away. what: `DEVICE:SEQ` of an entry, or the hash of content, a blob or an entry.
CREATE TABLE lost (
  what TEXT NOT NULL PRIMARY KEY,
  entry_hash BLOB NOT NULL REFERENCES entry (hash)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER lost_only_by_entry BEFORE INSERT ON lost
WHEN NOT EXISTS (
  SELECT 1 FROM entry JOIN content ON content.hash = entry.body_hash
  WHERE entry.hash = NEW.entry_hash AND entry.kind = 'audit' AND instr(content.bytes, CAST(NEW.what AS BLOB)) > 0)
  OR EXISTS (SELECT 1 FROM lost WHERE what = NEW.what)
BEGIN SELECT RAISE(ABORT, 'only an entry that names it tells a loss'); END;
CREATE TRIGGER lost_no_update BEFORE UPDATE ON lost
BEGIN SELECT RAISE(ABORT, 'a loss that was told is never changed'); END;
CREATE TRIGGER lost_no_delete BEFORE DELETE ON lost
BEGIN SELECT RAISE(ABORT, 'a loss that was told is never deleted'); END;
