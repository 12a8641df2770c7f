-- Open cases of which no clock runs: 今日 names what they wait for.

ALTER TABLE case_row ADD COLUMN unclocked INTEGER NOT NULL DEFAULT 0 CHECK (unclocked IN (0, 1));
UPDATE case_row SET unclocked = 1
WHERE open = 1
  AND NOT EXISTS (SELECT 1 FROM case_clock WHERE case_clock.sheet_id = case_row.sheet_id AND ended_ms = 0);
CREATE INDEX case_unclocked ON case_row (received_ms, sheet_id) WHERE unclocked = 1;
