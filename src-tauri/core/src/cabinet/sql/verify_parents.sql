SELECT
  entry.head, entry.hash, entry.sig, entry.device_id, entry.seq, entry.id, entry.kind, entry.record_id, entry.lamport,
  entry.clock_suspect, entry.body_hash, entry.prev_hash, parent.value AS parent
FROM entry, json_each(CASE WHEN json_valid(CAST(entry.head AS TEXT)) THEN CAST(entry.head AS TEXT) ELSE '{}' END, '$.parents')
  AS parent
WHERE NOT EXISTS (SELECT 1 FROM entry AS other WHERE other.hash = unhex(parent.value))
ORDER BY entry.lamport, entry.device_id
