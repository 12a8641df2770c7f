SELECT * FROM case_row
WHERE (?1 = -1 OR open = ?1)
  AND (?2 = '' OR kind = ?2)
  AND (?3 = '' OR state = ?3)
  AND (?4 = '' OR department = ?4)
  AND (?5 = '' OR customer = ?5)
  AND (?6 = '' OR site = ?6)
  AND (received_ms < ?7 OR (received_ms = ?7 AND sheet_id > ?8))
ORDER BY received_ms DESC, sheet_id
LIMIT ?9
