SELECT * FROM case_row
WHERE site = ?1
  AND (
    (received_ms >= ?2 AND received_ms < ?3)
    OR (closed_ms >= ?2 AND closed_ms < ?3)
    OR (received_ms < ?3 AND (open = 1 OR closed_ms >= ?3))
    OR sheet_id IN (SELECT sheet_id FROM case_clock WHERE due_ms > ?2 AND due_ms <= ?3)
  )
ORDER BY serial, sheet_id
