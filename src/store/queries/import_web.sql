--: import_source_of_others (name text, place_id text) -> one (publisher text)
-- A source of that name which a list brought to this place must not take the place of: a register, a reference table, or another place's.
SELECT publisher FROM source WHERE name = ?1 AND (kind <> 'spreadsheet' OR is_register <> 0 OR place_id IS NULL OR place_id <> ?2);

--: import_batch_at (batch_id i64) -> one (imported_at i64)
SELECT imported_at FROM batch WHERE batch_id = ?1;

--: import_batch_list (place_id text, batch_id i64, count i64) -> many (batch_id i64, source text, file text, publisher text, licence text, data_date i64, imported_at i64, rows_read i64, kept i64, refused i64, added i64, changed i64, gone i64, state text, upload_id i64, brought_by text, earlier i64)
-- Batches that this place's keepers may see, newest first: its own and those of no place. With batch_id, that one. upload_id: it came by the web, here.
SELECT b.batch_id, s.name, b.file, s.publisher, s.licence, b.data_date, b.imported_at, b.rows_read, b.kept, b.refused, b.added, b.changed, b.gone,
	b.state, u.upload_id, d.name, EXISTS (SELECT 1 FROM batch e WHERE e.source_id = b.source_id AND e.batch_id < b.batch_id)
FROM batch b JOIN source s ON s.source_id = b.source_id
	LEFT JOIN upload u ON u.batch_id = b.batch_id AND u.batch_at = b.imported_at AND u.place_id = ?1
	LEFT JOIN person_detail d ON d.person_id = u.person_id
WHERE (s.place_id IS NULL OR s.place_id = '' OR s.place_id = ?1) AND (?2 IS NULL OR b.batch_id = ?2)
ORDER BY b.batch_id DESC LIMIT ?3;

--: column_choice_put (place_id text, headings text, rows text, fields text, chosen_at i64) -> none
INSERT INTO column_choice VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (place_id, headings) DO UPDATE SET rows = ?3, fields = ?4, chosen_at = ?5;

--: column_choice_get (place_id text, headings text) -> one (rows text, fields text, chosen_at i64)
SELECT rows, fields, chosen_at FROM column_choice WHERE place_id = ?1 AND headings = ?2;
