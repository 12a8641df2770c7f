//! Totals over the log that SQLite counts itself, for a test that holds the figures of a month against them.

use rusqlite::params;

use super::error::Result;
use super::read::Reader;

/// The newest revision of each record, by the JSON that is stored; a case has the grade that it was given last.
const SQL: &str = "
WITH newest AS (
    SELECT CAST(head AS TEXT) AS head, body_hash,
        row_number() OVER (PARTITION BY record_id ORDER BY lamport DESC, device_id DESC, seq DESC) AS place
    FROM entry WHERE kind = 'revision'
), said AS (
    SELECT json_extract(head, '$.form.id') AS form, CAST(content.bytes AS TEXT) AS body
    FROM newest JOIN content ON content.hash = newest.body_hash WHERE place = 1
), told AS (
    SELECT form,
        json_extract(body, '$.void') AS void,
        json_extract(body, '$.answers.fields.site.ref.id') AS site,
        substr(json_extract(body, '$.answers.fields.' || CASE
            WHEN form IN ('complaint', 'consultation', 'service') THEN 'received'
            WHEN form IN ('opinion', 'delivery') THEN 'collected'
            WHEN form = 'rectification' THEN 'issued'
            ELSE 'date' END), 1, 7) AS month,
        coalesce(
            (SELECT json_extract(value, '$.cells.grade_to') FROM json_each(body, '$.answers.rows.gradings')
                WHERE json_extract(value, '$.cells.grade_to') <> '' ORDER BY key DESC LIMIT 1),
            json_extract(body, '$.answers.fields.grade'), '') AS grade
    FROM said
)
SELECT form, grade, count(*) FROM told
WHERE coalesce(void, '') = '' AND site = ?1 AND month = ?2 GROUP BY form, grade ORDER BY form, grade";

impl Reader<'_> {
    /// How many sheets of a site and a month (`2026-10`) there are that are not void, by form and grade.
    pub(crate) fn recounted(&self, site: &str, month: &str) -> Result<Vec<(String, String, u32)>> {
        let mut statement = self.conn.prepare_cached(SQL)?;
        let rows = statement.query_map(params![site, month], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
