SELECT * FROM register_item
WHERE kind = ?1 AND retired = 0 AND (?2 = '' OR instr(search, ?2) > 0)
ORDER BY
  CASE WHEN instr(search, ?2) = 1 THEN 0 WHEN instr(search, char(10) || ?2) > 0 THEN 1 ELSE 2 END,
  position, name, id
