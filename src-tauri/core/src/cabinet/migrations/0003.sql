-- Projections of casework. A case is a sheet; its row says where it stands, its clocks until when.

CREATE TABLE case_row (
  sheet_id TEXT NOT NULL PRIMARY KEY,
  serial TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  open INTEGER NOT NULL CHECK (open IN (0, 1)),
  grade TEXT NOT NULL DEFAULT '',
  round INTEGER NOT NULL DEFAULT 1 CHECK (round > 0),
  site TEXT NOT NULL DEFAULT '',
  customer TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  received_ms INTEGER NOT NULL DEFAULT 0,
  closed_ms INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE INDEX case_in_order ON case_row (open, received_ms DESC, sheet_id);
CREATE INDEX case_of_state ON case_row (state, received_ms DESC, sheet_id);
CREATE INDEX case_of_customer ON case_row (customer, received_ms DESC) WHERE customer <> '';

-- due_ms: the first moment that is too late. ended_ms: 0 while it runs.
CREATE TABLE case_clock (
  sheet_id TEXT NOT NULL,
  clock TEXT NOT NULL,
  due_ms INTEGER NOT NULL,
  ended_ms INTEGER NOT NULL DEFAULT 0,
  json TEXT NOT NULL,
  PRIMARY KEY (sheet_id, clock)
) STRICT, WITHOUT ROWID;
CREATE INDEX clock_running ON case_clock (due_ms) WHERE ended_ms = 0;
CREATE INDEX clock_due ON case_clock (due_ms);

-- Which sheet names which other by its number: a revisit its complaint, a payment notice its service sheet.
CREATE TABLE sheet_source (
  sheet_id TEXT NOT NULL PRIMARY KEY,
  source TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX source_of_sheet ON sheet_source (source, sheet_id);
