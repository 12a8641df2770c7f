UPDATE blob
SET idle_ms = ?2, first_named_ms = CASE WHEN first_named_ms = 0 THEN ?2 ELSE first_named_ms END
WHERE hash = ?1
