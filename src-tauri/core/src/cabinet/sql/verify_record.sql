SELECT head, hash, sig, device_id, seq, id, kind, record_id, lamport, clock_suspect, body_hash, prev_hash
FROM entry
WHERE record_id = ?1
ORDER BY lamport, device_id, seq
