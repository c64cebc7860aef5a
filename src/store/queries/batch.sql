--: place_put (place_id text, name text, council_code text, neighbours text, synthetic i64) -> none
-- Adds a place or renews what is known of it.
INSERT INTO place VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (place_id) DO UPDATE SET name = ?2, council_code = ?3, neighbours = ?4, synthetic = ?5;

--: place_list () -> many (place_id text, name text, council_code text, neighbours text, synthetic i64)
SELECT place_id, name, council_code, neighbours, synthetic FROM place ORDER BY place_id;

--: place_find (code text) -> one (place_id text, name text, council_code text, neighbours text, synthetic i64)
-- By its identifier, its council's code or its name.
SELECT place_id, name, council_code, neighbours, synthetic FROM place
WHERE place_id = ?1 OR council_code = ?1 OR lower(name) = lower(?1) ORDER BY place_id LIMIT 1;

--: source_put (name text, kind text, publisher text, licence text, attribution text, says i64, place_id text, is_register i64, drawing_only i64) -> one (source_id i64)
-- Adds a source or renews what is known of it.
INSERT INTO source (name, kind, publisher, licence, attribution, says, place_id, is_register, drawing_only)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (name) DO UPDATE SET kind = ?2, publisher = ?3, licence = ?4, attribution = ?5, says = ?6, place_id = ?7, is_register = ?8,
	drawing_only = ?9
RETURNING source_id;

--: source_place (name text) -> one (place_id text)
SELECT place_id FROM source WHERE name = ?1;

--: source_get (name text) -> one (source_id i64, kind text, publisher text, licence text, says i64)
SELECT source_id, kind, publisher, licence, says FROM source WHERE name = ?1;

--: source_list () -> many (source_id i64, name text, kind text, publisher text, licence text, attribution text, says i64, place_id text, batches i64, newest i64)
-- Every source with a live batch, and the date of its newest.
SELECT s.source_id, s.name, s.kind, s.publisher, s.licence, s.attribution, s.says, s.place_id, count(b.batch_id), max(b.data_date)
FROM source s JOIN batch b ON b.source_id = s.source_id AND b.state = 'live' GROUP BY s.source_id ORDER BY s.name;

--: batch_add (source_id i64, kind text, file text, sha256 text, bytes i64, edition text, data_date i64, imported_at i64, owner text, terms text) -> none
INSERT INTO batch (source_id, kind, file, sha256, bytes, edition, data_date, imported_at, owner, terms,
	rows_read, kept, refused, added, changed, gone, state)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, 0, 0, 0, 0, 0, 'live');

--: batch_count (batch_id i64, rows_read i64, kept i64, refused i64, added i64, changed i64, gone i64) -> none
UPDATE batch SET rows_read = ?2, kept = ?3, refused = ?4, added = ?5, changed = ?6, gone = ?7 WHERE batch_id = ?1;

--: batch_same (source_id i64, sha256 text, data_date i64) -> one (batch_id i64)
-- The live batch that holds this very file, of that date; with NULL, of any.
SELECT batch_id FROM batch WHERE source_id = ?1 AND sha256 = ?2 AND (?3 IS NULL OR data_date = ?3) AND state = 'live' ORDER BY batch_id DESC LIMIT 1;

--: batch_source_add (batch_id i64, source_id i64) -> none
-- Keeps what this import said of its source.
INSERT INTO batch_source SELECT ?1, kind, publisher, licence, attribution, says, place_id, is_register, drawing_only FROM source WHERE source_id = ?2;

--: batch_source_delete (batch_id i64) -> none
DELETE FROM batch_source WHERE batch_id = ?1;

--: source_restore (source_id i64) -> none
-- A source is what its last import that is still there said of it.
UPDATE source SET (kind, publisher, licence, attribution, says, place_id, is_register, drawing_only) =
	(SELECT o.kind, o.publisher, o.licence, o.attribution, o.says, o.place_id, o.is_register, o.drawing_only
	FROM batch_source o JOIN batch b ON b.batch_id = o.batch_id WHERE b.source_id = ?1 ORDER BY b.batch_id DESC LIMIT 1)
WHERE source_id = ?1 AND EXISTS (SELECT 1 FROM batch_source o JOIN batch b ON b.batch_id = o.batch_id WHERE b.source_id = ?1);

--: batch_later (source_id i64, batch_id i64) -> many (batch_id i64)
-- Live batches of a source that were imported after one, in that order.
SELECT batch_id FROM batch WHERE source_id = ?1 AND batch_id > ?2 AND state = 'live' ORDER BY batch_id;

--: batch_change_count (batch_id i64, added i64, changed i64, gone i64) -> none
UPDATE batch SET added = ?2, changed = ?3, gone = ?4 WHERE batch_id = ?1;

--: batch_get (batch_id i64) -> one (source_id i64, source text, kind text, file text, sha256 text, edition text, data_date i64, owner text, terms text, rows_read i64, kept i64, refused i64, added i64, changed i64, gone i64, state text)
SELECT b.source_id, s.name, b.kind, b.file, b.sha256, b.edition, b.data_date, b.owner, b.terms, b.rows_read, b.kept, b.refused, b.added,
	b.changed, b.gone, b.state
FROM batch b JOIN source s ON s.source_id = b.source_id WHERE b.batch_id = ?1;

--: batch_list () -> many (batch_id i64, source text, kind text, file text, sha256 text, bytes i64, edition text, data_date i64, imported_at i64, owner text, terms text, rows_read i64, kept i64, refused i64, added i64, changed i64, gone i64, state text, publisher text, licence text)
SELECT b.batch_id, s.name, b.kind, b.file, b.sha256, b.bytes, b.edition, b.data_date, b.imported_at, b.owner, b.terms, b.rows_read, b.kept,
	b.refused, b.added, b.changed, b.gone, b.state, s.publisher, s.licence
FROM batch b JOIN source s ON s.source_id = b.source_id ORDER BY b.batch_id;

--: batch_newest () -> one (batch_id i64)
SELECT batch_id FROM batch ORDER BY batch_id DESC LIMIT 1;

--: batch_state_set (batch_id i64, state text) -> none
UPDATE batch SET state = ?2 WHERE batch_id = ?1;

--: refusal_add (batch_id i64, number i64, line i64, heading text, reason text) -> none
INSERT INTO refusal VALUES (?1, ?2, ?3, ?4, ?5);

--: refusal_list (batch_id i64) -> many (line i64, heading text, reason text)
SELECT line, heading, reason FROM refusal WHERE batch_id = ?1 ORDER BY number;

--: note_add (batch_id i64, number i64, text text) -> none
INSERT INTO note VALUES (?1, ?2, ?3);

--: note_list (batch_id i64) -> many (text text)
SELECT text FROM note WHERE batch_id = ?1 ORDER BY number;

--: version_find (source_id i64, key text, digest blob) -> one (version_id i64)
SELECT version_id FROM version WHERE source_id = ?1 AND key = ?2 AND digest = ?3;

--: version_add (source_id i64, key text, digest blob, fields text, verbatim text) -> none
INSERT INTO version (source_id, key, digest, fields, verbatim) VALUES (?1, ?2, ?3, ?4, ?5);

--: personal_add (version_id i64, fields text) -> none
INSERT INTO personal VALUES (?1, ?2);

--: batch_row_key_taken (batch_id i64, source_id i64, key text) -> one (line i64)
-- The line that already gave this key in this batch.
SELECT r.line FROM version v JOIN batch_row r ON r.version_id = v.version_id AND r.batch_id = ?1 WHERE v.source_id = ?2 AND v.key = ?3;

--: batch_row_add (batch_id i64, version_id i64, line i64) -> none
INSERT INTO batch_row VALUES (?1, ?2, ?3);

--: current_next_make (source_id i64, newest_batch i64) -> none
-- Works out what a source says, going by batches up to a number: for each key the newest live batch that holds it answers; keys that the newest whole edition
-- lacks, and no later addition has, are gone since that edition.
INSERT INTO current_next (key, version_id, batch_id, line, first_date, gone_date)
WITH live AS (
	SELECT batch_id, edition, data_date, row_number() OVER (ORDER BY data_date, batch_id) AS place
	FROM batch WHERE source_id = ?1 AND batch_id <= ?2 AND state = 'live'
), newest_whole AS (
	SELECT place, data_date FROM live WHERE edition = 'whole' ORDER BY place DESC LIMIT 1
), held AS (
	SELECT v.key, r.version_id, r.batch_id, r.line, l.place,
		row_number() OVER (PARTITION BY v.key ORDER BY l.place DESC) AS age, min(l.data_date) OVER (PARTITION BY v.key) AS first_date
	FROM live l JOIN batch_row r ON r.batch_id = l.batch_id JOIN version v ON v.version_id = r.version_id
)
SELECT h.key, h.version_id, h.batch_id, h.line, h.first_date,
	CASE WHEN h.place < (SELECT place FROM newest_whole) THEN (SELECT data_date FROM newest_whole) END
FROM held h WHERE h.age = 1;

--: current_count_added (source_id i64) -> one (count i64)
SELECT count(*) FROM current_next n LEFT JOIN current c ON c.source_id = ?1 AND c.key = n.key
WHERE n.gone_date IS NULL AND (c.key IS NULL OR c.gone_date IS NOT NULL);

--: current_count_changed (source_id i64) -> one (count i64)
-- A row has changed when something that is used of it has: a new wording in a column that nothing reads is none.
SELECT count(*) FROM current_next n JOIN current c ON c.source_id = ?1 AND c.key = n.key
JOIN version a ON a.version_id = n.version_id JOIN version b ON b.version_id = c.version_id
WHERE n.gone_date IS NULL AND c.gone_date IS NULL AND n.version_id <> c.version_id AND (a.fields <> b.fields
	OR (SELECT fields FROM personal WHERE version_id = a.version_id) IS NOT (SELECT fields FROM personal WHERE version_id = b.version_id));

--: current_count_gone (source_id i64) -> one (count i64)
SELECT count(*) FROM current c LEFT JOIN current_next n ON n.key = c.key
WHERE c.source_id = ?1 AND c.gone_date IS NULL AND (n.key IS NULL OR n.gone_date IS NOT NULL);

--: batch_change_note (batch_id i64, source_id i64) -> none
-- Lists what the next state changes; nothing for a source's first edition, where everything is new.
INSERT INTO batch_change
SELECT ?1, CASE WHEN c.key IS NULL OR c.gone_date IS NOT NULL THEN 'added' ELSE 'changed' END, n.key
FROM current_next n JOIN version a ON a.version_id = n.version_id LEFT JOIN current c ON c.source_id = ?2 AND c.key = n.key
LEFT JOIN version b ON b.version_id = c.version_id
WHERE n.gone_date IS NULL AND (c.key IS NULL OR c.gone_date IS NOT NULL OR (n.version_id <> c.version_id AND (a.fields <> b.fields
	OR (SELECT fields FROM personal WHERE version_id = a.version_id) IS NOT (SELECT fields FROM personal WHERE version_id = b.version_id))))
	AND EXISTS (SELECT 1 FROM current WHERE source_id = ?2)
UNION ALL
SELECT ?1, 'gone', c.key FROM current c LEFT JOIN current_next n ON n.key = c.key
WHERE c.source_id = ?2 AND c.gone_date IS NULL AND (n.key IS NULL OR n.gone_date IS NOT NULL);

--: batch_change_list (batch_id i64) -> many (change text, key text, fields text)
-- What a batch added, changed or made to go, with the newest wording there is.
SELECT bc.change, bc.key, (SELECT v.fields FROM current c JOIN version v ON v.version_id = c.version_id
	WHERE c.source_id = b.source_id AND c.key = bc.key)
FROM batch_change bc JOIN batch b ON b.batch_id = bc.batch_id WHERE bc.batch_id = ?1 ORDER BY bc.change, bc.key;

--: batch_change_delete (batch_id i64) -> none
DELETE FROM batch_change WHERE batch_id = ?1;

--: current_clear (source_id i64) -> none
DELETE FROM current WHERE source_id = ?1;

--: current_take_next (source_id i64) -> none
INSERT INTO current SELECT ?1, key, version_id, batch_id, line, first_date, gone_date FROM current_next;

--: current_next_clear () -> none
DELETE FROM current_next;

--: current_all () -> many (source_id i64, source text, kind text, publisher text, says i64, place_id text, key text, line i64, batch_id i64, data_date i64, first_date i64, gone_date i64, terms text, fields text)
-- Every row that speaks now or spoke last, in an order that does not depend on the order of importing.
SELECT c.source_id, s.name, s.kind, s.publisher, s.says, s.place_id, c.key, c.line, c.batch_id, b.data_date, c.first_date, c.gone_date,
	b.terms, v.fields
FROM current c JOIN source s ON s.source_id = c.source_id JOIN batch b ON b.batch_id = c.batch_id JOIN version v ON v.version_id = c.version_id
ORDER BY s.name, c.key;

--: current_count () -> one (count i64)
SELECT count(*) FROM current;

--: batch_rows_delete (batch_id i64) -> none
DELETE FROM batch_row WHERE batch_id = ?1;

--: personal_delete_unused (source_id i64) -> none
DELETE FROM personal WHERE version_id IN (SELECT version_id FROM version v WHERE v.source_id = ?1
	AND NOT EXISTS (SELECT 1 FROM batch_row r WHERE r.version_id = v.version_id));

--: version_delete_unused (source_id i64) -> none
DELETE FROM version WHERE source_id = ?1 AND NOT EXISTS (SELECT 1 FROM batch_row r WHERE r.version_id = version.version_id);

--: refusal_delete (batch_id i64) -> none
DELETE FROM refusal WHERE batch_id = ?1;

--: note_delete (batch_id i64) -> none
DELETE FROM note WHERE batch_id = ?1;

--: batch_delete (batch_id i64) -> none
DELETE FROM batch WHERE batch_id = ?1;

--: source_delete_unused () -> none
DELETE FROM source WHERE NOT EXISTS (SELECT 1 FROM batch b WHERE b.source_id = source.source_id);

--: record_get (source_id i64, key text) -> one (fields text, verbatim text, line i64, batch_id i64, file text, publisher text, source text, licence text, data_date i64, first_date i64, gone_date i64)
SELECT v.fields, v.verbatim, c.line, c.batch_id, b.file, s.publisher, s.name, s.licence, b.data_date, c.first_date, c.gone_date
FROM current c JOIN version v ON v.version_id = c.version_id JOIN batch b ON b.batch_id = c.batch_id JOIN source s ON s.source_id = c.source_id
WHERE c.source_id = ?1 AND c.key = ?2;

--: source_newest (place_id text) -> many (name text, kind text, publisher text, licence text, attribution text, says i64, data_date i64, kept i64, refused i64)
-- Every source with a live batch: its newest edition. With a place, those that speak of it or of none in particular.
SELECT s.name, s.kind, s.publisher, s.licence, s.attribution, s.says, b.data_date, b.kept, b.refused
FROM source s JOIN batch b ON b.batch_id = (SELECT n.batch_id FROM batch n WHERE n.source_id = s.source_id AND n.state = 'live'
	ORDER BY n.data_date DESC, n.batch_id DESC LIMIT 1)
WHERE ?1 IS NULL OR s.place_id IS NULL OR s.place_id = ?1 ORDER BY s.name;
