SELECT device_id, seq
FROM entry INDEXED BY entry_of_record
WHERE record_id = ?1
ORDER BY lamport, device_id, seq
