INSERT INTO draft (id, sheet_id, form_id, form_edition, form_hash, base, title, answers, version, created_ms, updated_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT (id) DO UPDATE SET
  sheet_id = excluded.sheet_id, form_id = excluded.form_id, form_edition = excluded.form_edition,
  form_hash = excluded.form_hash, base = excluded.base, title = excluded.title, answers = excluded.answers,
  version = excluded.version, updated_ms = excluded.updated_ms
