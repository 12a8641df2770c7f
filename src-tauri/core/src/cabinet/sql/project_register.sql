INSERT INTO register_item (kind, id, name, retired, position, search, json)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (kind, id) DO UPDATE SET
  name = excluded.name, retired = excluded.retired, position = excluded.position,
  search = excluded.search, json = excluded.json
