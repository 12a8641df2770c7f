DELETE FROM blob
WHERE idle_ms < ?1
  AND NOT EXISTS (SELECT 1 FROM entry_name WHERE entry_name.hash = blob.hash)
  AND NOT EXISTS (SELECT 1 FROM draft_name WHERE draft_name.hash = blob.hash)
