INSERT INTO sheet (
  order_key, sheet_id, serial, form, edition, title, state, date, created_ms, updated_ms,
  site, customer, areas, persons, has_fail, signed, draft, snippet, extra)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
