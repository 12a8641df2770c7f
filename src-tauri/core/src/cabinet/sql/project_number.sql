INSERT INTO number (serial, prefix, letter, period, n, state, sheet_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (serial) DO UPDATE SET state = excluded.state, sheet_id = excluded.sheet_id
