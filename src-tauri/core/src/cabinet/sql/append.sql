INSERT INTO entry (device_id, seq, id, kind, record_id, lamport, clock_suspect, head, body_hash, prev_hash, hash, sig)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
