SELECT head, hash, sig, device_id, seq, id, kind, record_id, lamport, clock_suspect, body_hash, prev_hash
FROM entry
WHERE device_id = ?1 AND seq = ?2
