--: link_model_newest () -> one (number i64, records i64, model text)
SELECT number, records, model FROM link_model ORDER BY number DESC LIMIT 1;

--: link_model_number () -> one (number i64, records i64)
SELECT number, records FROM link_model ORDER BY number DESC LIMIT 1;

--: link_model_add (records i64, trained_at i64, model text) -> none
INSERT INTO link_model (batch_id, records, trained_at, model) SELECT coalesce(max(batch_id), 0), ?1, ?2, ?3 FROM batch;

--: link_model_forget (batch_id i64) -> none
-- Models that had seen a batch.
DELETE FROM link_model WHERE batch_id >= ?1;

--: link_model_clear () -> none
DELETE FROM link_model;

--: link_inputs () -> one (reference text, places text)
-- What the list depends on besides records and decisions.
SELECT (SELECT coalesce(group_concat(batch_id || ':' || sha256, ' '), '') FROM (SELECT batch_id, sha256 FROM batch b WHERE state = 'live'
	AND NOT EXISTS (SELECT 1 FROM batch_row r WHERE r.batch_id = b.batch_id) ORDER BY batch_id)),
	(SELECT coalesce(group_concat(text, char(30)), '') FROM (SELECT place_id || char(31) || name || char(31) || council_code || char(31) ||
	neighbours AS text FROM place ORDER BY place_id));

--: link_state_get () -> one (model i64, inputs text, bits i64, next_row i64, newest i64, records i64, clusters i64, services i64, unplaced i64)
SELECT model, inputs, bits, next_row, newest, records, clusters, services, unplaced FROM link_state;

--: link_state_put (model i64, inputs text, bits i64, next_row i64, newest i64, records i64, clusters i64, services i64, unplaced i64) -> none
INSERT INTO link_state VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (number) DO UPDATE SET model = ?1, inputs = ?2, bits = ?3, next_row = ?4, newest = ?5, records = ?6, clusters = ?7, services = ?8, unplaced = ?9;

--: link_state_clear () -> none
DELETE FROM link_state;
--: link_row_clear () -> none
DELETE FROM link_row;
--: link_bond_clear () -> none
DELETE FROM link_bond;
--: link_standing_clear () -> none
DELETE FROM link_standing;
--: link_bucket_clear () -> none
DELETE FROM link_bucket;
--: link_key_clear () -> none
DELETE FROM link_key;
--: link_gone_clear () -> none
DELETE FROM link_gone;
--: link_constraint_clear () -> none
DELETE FROM link_constraint;
--: link_source_clear () -> none
DELETE FROM link_source;
--: link_dirty_clear () -> none
DELETE FROM link_dirty;

--: link_row_add (row i64, source_id i64, key text, stamp i64, component i64, cluster i64, said i64, grant_key text, record blob, standing blob) -> none
INSERT INTO link_row VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

--: link_row_get (row i64) -> many (source_id i64, key text, component i64, cluster i64, record blob, standing blob)
SELECT source_id, key, component, cluster, record, standing FROM link_row WHERE row = ?1;

--: link_row_find (source_id i64, key text) -> many (row i64, stamp i64, grant_key text)
SELECT row, stamp, grant_key FROM link_row WHERE source_id = ?1 AND key = ?2;

--: link_row_place (row i64, component i64, cluster i64, standing blob) -> none
UPDATE link_row SET component = ?2, cluster = ?3, standing = ?4 WHERE row = ?1;

--: link_row_delete (row i64) -> none
DELETE FROM link_row WHERE row = ?1;

--: link_row_members (component i64) -> many (row i64)
SELECT row FROM link_row WHERE component = ?1 ORDER BY row;

--: link_row_said (from_date i64, to_date i64) -> many (row i64)
-- Rows that became old, or recent again, when the newest date of all moved.
SELECT row FROM link_row WHERE said >= ?1 AND said < ?2;

--: link_row_of_grant (grant_key text) -> many (row i64)
SELECT row FROM link_row WHERE grant_key = ?1;

--: link_grant_first (grant_key text) -> many (source_id i64, key text)
-- The row that a grant is told by, of all that tell of it.
SELECT r.source_id, r.key FROM link_row r JOIN source s ON s.source_id = r.source_id WHERE r.grant_key = ?1 ORDER BY s.name, r.key LIMIT 1;

--: link_bond_add (row i64, other i64, weight f64, tie i64, kind i64) -> none
INSERT INTO link_bond VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (row, other) DO UPDATE SET weight = ?3, tie = ?4, kind = ?5;

--: link_bond_of (row i64) -> many (other i64, weight f64, tie i64, kind i64)
SELECT other, weight, tie, kind FROM link_bond WHERE row = ?1;

--: link_bond_delete_to (row i64) -> none
-- The other side of a row's bonds.
DELETE FROM link_bond WHERE (row, other) IN (SELECT other, row FROM link_bond WHERE row = ?1);

--: link_bond_delete (row i64, other i64) -> none
DELETE FROM link_bond WHERE row = ?1 AND other = ?2;

--: link_bond_delete_of (row i64) -> none
DELETE FROM link_bond WHERE row = ?1;

--: link_standing_add (name i64, row i64) -> none
INSERT INTO link_standing VALUES (?1, ?2) ON CONFLICT DO NOTHING;

--: link_standing_delete (name i64, row i64) -> none
DELETE FROM link_standing WHERE name = ?1 AND row = ?2;

--: link_standing_of (name i64, most i64) -> many (row i64)
SELECT row FROM link_standing WHERE name = ?1 LIMIT ?2;

--: link_bucket_add (bucket i64, entries blob) -> none
INSERT INTO link_bucket VALUES (?1, ?2);

--: link_bucket_get (bucket i64) -> many (entries blob)
SELECT entries FROM link_bucket WHERE bucket = ?1;

--: link_key_add (key i64, row i64) -> none
INSERT INTO link_key VALUES (?1, ?2) ON CONFLICT DO NOTHING;

--: link_key_any () -> one (any_key i64)
SELECT EXISTS (SELECT 1 FROM link_key);

--: link_key_of (key i64) -> many (row i64)
SELECT row FROM link_key WHERE key = ?1;

--: link_gone_add (row i64) -> none
INSERT INTO link_gone VALUES (?1) ON CONFLICT DO NOTHING;

--: link_gone_all () -> many (row i64)
SELECT row FROM link_gone;

--: link_constraint_add (a i64, b i64, same i64) -> none
INSERT INTO link_constraint VALUES (?1, ?2, ?3) ON CONFLICT (a, b) DO UPDATE SET same = ?3;

--: link_constraint_all () -> many (a i64, b i64, same i64)
SELECT a, b, same FROM link_constraint ORDER BY a, b;

--: link_source_now () -> many (source_id i64, name text, kind text, publisher text, licence text, says i64, place_id text, is_register i64, digest i64)
-- Sources, with the digest of what the last build knew of them.
SELECT s.source_id, s.name, s.kind, s.publisher, s.licence, s.says, s.place_id, s.is_register, l.digest
FROM source s LEFT JOIN link_source l ON l.source_id = s.source_id ORDER BY s.source_id;

--: link_source_add (source_id i64, name text, digest i64) -> none
INSERT INTO link_source VALUES (?1, ?2, ?3) ON CONFLICT (source_id) DO UPDATE SET name = ?2, digest = ?3;

--: link_source_known (source_id i64) -> one (name text)
SELECT name FROM link_source WHERE source_id = ?1;

--: link_source_delete_gone () -> none
DELETE FROM link_source WHERE NOT EXISTS (SELECT 1 FROM source s WHERE s.source_id = link_source.source_id);

--: link_source_gone () -> many (source_id i64, name text)
SELECT source_id, name FROM link_source l WHERE NOT EXISTS (SELECT 1 FROM source s WHERE s.source_id = l.source_id) ORDER BY source_id;

--: link_dirty_source (source_id i64) -> none
INSERT INTO link_dirty SELECT source_id, key FROM current WHERE source_id = ?1 AND EXISTS (SELECT 1 FROM build) ON CONFLICT DO NOTHING;

--: link_dirty_known (source_id i64) -> none
INSERT INTO link_dirty SELECT source_id, key FROM link_row WHERE source_id = ?1 ON CONFLICT DO NOTHING;

--: link_dirty_next (source_id i64) -> none
-- What the next state of a source changes.
INSERT INTO link_dirty SELECT ?1, n.key FROM current_next n LEFT JOIN current c ON c.source_id = ?1 AND c.key = n.key
WHERE EXISTS (SELECT 1 FROM build) AND (c.key IS NULL OR c.version_id <> n.version_id OR c.batch_id <> n.batch_id
	OR c.first_date <> n.first_date OR c.gone_date IS NOT n.gone_date)
ON CONFLICT DO NOTHING;

--: link_dirty_left (source_id i64) -> none
-- What the next state of a source no longer holds.
INSERT INTO link_dirty SELECT ?1, c.key FROM current c LEFT JOIN current_next n ON n.key = c.key
WHERE c.source_id = ?1 AND n.key IS NULL AND EXISTS (SELECT 1 FROM build) ON CONFLICT DO NOTHING;

--: link_dirty_count (most i64) -> one (count i64)
SELECT count(*) FROM (SELECT 1 FROM link_dirty LIMIT ?1);

--: link_dirty_all () -> many (source_id i64, key text)
SELECT source_id, key FROM link_dirty ORDER BY source_id, key;

--: current_newest () -> one (data_date i64)
-- The newest data date of all that speaks.
SELECT max(data_date) FROM batch b WHERE EXISTS (SELECT 1 FROM current c WHERE c.batch_id = b.batch_id);

--: current_one (source_id i64, key text) -> many (source_id i64, source text, kind text, publisher text, says i64, place_id text, key text, line i64, batch_id i64, data_date i64, first_date i64, gone_date i64, terms text, fields text)
SELECT c.source_id, s.name, s.kind, s.publisher, s.says, s.place_id, c.key, c.line, c.batch_id, b.data_date, c.first_date, c.gone_date,
	b.terms, v.fields
FROM current c JOIN source s ON s.source_id = c.source_id JOIN batch b ON b.batch_id = c.batch_id JOIN version v ON v.version_id = c.version_id
WHERE c.source_id = ?1 AND c.key = ?2;

--: current_next_add (batch_id i64, source_id i64) -> none
-- The next state of the keys that a batch adds to what its source says, when it is the newest of its live batches.
INSERT INTO current_next (key, version_id, batch_id, line, first_date, gone_date)
SELECT v.key, r.version_id, ?1, r.line, min(b.data_date, coalesce(c.first_date, b.data_date)), NULL
FROM batch_row r JOIN version v ON v.version_id = r.version_id JOIN batch b ON b.batch_id = ?1
LEFT JOIN current c ON c.source_id = ?2 AND c.key = v.key WHERE r.batch_id = ?1;

--: current_put_next (source_id i64) -> none
INSERT INTO current SELECT ?1, key, version_id, batch_id, line, first_date, gone_date FROM current_next WHERE true
ON CONFLICT (source_id, key) DO UPDATE SET version_id = excluded.version_id, batch_id = excluded.batch_id, line = excluded.line,
	first_date = excluded.first_date, gone_date = excluded.gone_date;

--: batch_is_last (batch_id i64, source_id i64) -> one (last i64)
-- Whether a batch of additions comes after all others that its source still has, of which there is one at least.
SELECT (SELECT edition FROM batch WHERE batch_id = ?1) = 'additions' AND EXISTS (SELECT 1 FROM current WHERE source_id = ?2)
	AND NOT EXISTS (SELECT 1 FROM batch b JOIN batch n ON n.batch_id = ?1 WHERE b.source_id = ?2 AND b.state = 'live' AND b.batch_id <> ?1
	AND (b.data_date > n.data_date OR (b.data_date = n.data_date AND b.batch_id > n.batch_id)));

--: batch_change_note_added (batch_id i64, source_id i64) -> none
-- Lists what additions change.
INSERT INTO batch_change
SELECT ?1, CASE WHEN c.key IS NULL OR c.gone_date IS NOT NULL THEN 'added' ELSE 'changed' END, n.key
FROM current_next n JOIN version a ON a.version_id = n.version_id LEFT JOIN current c ON c.source_id = ?2 AND c.key = n.key
LEFT JOIN version b ON b.version_id = c.version_id
WHERE c.key IS NULL OR c.gone_date IS NOT NULL OR (n.version_id <> c.version_id AND (a.fields <> b.fields
	OR (SELECT fields FROM personal WHERE version_id = a.version_id) IS NOT (SELECT fields FROM personal WHERE version_id = b.version_id)));

--: identity_of_record (source text, key text) -> many (org_id text, number i64)
SELECT org_id, number FROM identity WHERE source = ?1 AND key = ?2;

--: identity_with_id (org_id text) -> many (number i64)
SELECT number FROM identity WHERE org_id = ?1;

--: identity_newest () -> one (number i64)
SELECT coalesce(max(number), 0) FROM identity;

--: redirect_delete (old_id text) -> none
DELETE FROM redirect WHERE old_id = ?1;

--: organisation_record_of (source_id i64, key text) -> many (org_id text)
SELECT org_id FROM organisation_record WHERE source_id = ?1 AND key = ?2;

--: organisation_record_all () -> many (source_id i64, key text, org_id text)
SELECT source_id, key, org_id FROM organisation_record ORDER BY source_id, key;

--: organisation_brief (org_id text) -> many (name text, status text, parent_id text, counted_unplaced i64)
-- What is counted and told of an organisation before it is replaced.
SELECT name, status, parent_id, unplaced IS NOT NULL AND protected IS NULL FROM organisation WHERE org_id = ?1;

--: organisation_drop_codes (org_id text) -> none
DELETE FROM organisation_code WHERE org_id = ?1;
--: organisation_drop_names (org_id text) -> none
DELETE FROM organisation_name WHERE org_id = ?1;
--: organisation_drop_identifiers (org_id text) -> none
DELETE FROM organisation_identifier WHERE org_id = ?1;
--: organisation_drop_records (org_id text) -> none
DELETE FROM organisation_record WHERE org_id = ?1;
--: organisation_drop_areas (org_id text) -> none
DELETE FROM organisation_area WHERE org_id = ?1;
--: organisation_drop_service_codes (org_id text) -> none
DELETE FROM service_code WHERE service_id IN (SELECT service_id FROM service WHERE org_id = ?1);
--: organisation_drop_service_telephones (org_id text) -> none
DELETE FROM service_telephone WHERE service_id IN (SELECT service_id FROM service WHERE org_id = ?1);
--: organisation_drop_telephone (org_id text) -> none
DELETE FROM organisation_telephone WHERE org_id = ?1;
--: organisation_drop_services (org_id text) -> none
DELETE FROM service WHERE org_id = ?1;
--: organisation_drop_grants (org_id text) -> none
DELETE FROM grant_award WHERE org_id = ?1;
--: organisation_drop (org_id text) -> none
DELETE FROM organisation WHERE org_id = ?1;

--: list_event_put (happened_at i64, event text, org_id text, other_id text, text text, cause_source text, cause_key text) -> none
INSERT INTO list_event (happened_at, event, org_id, other_id, text, cause_source, cause_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

--: list_event_causes (number i64) -> many (number i64, event text, org_id text, other_id text, text text, cause_source text, cause_key text)
SELECT number, event, org_id, other_id, text, cause_source, cause_key FROM list_event WHERE number > ?1 ORDER BY number;

--: source_name (source_id i64) -> many (name text)
SELECT name FROM source WHERE source_id = ?1;

--: question_of (source_id i64, key text) -> many (left_source i64, left_key text, right_source i64, right_key text, weight f64)
-- Questions about a record.
SELECT left_source, left_key, right_source, right_key, weight FROM question WHERE left_source = ?1 AND left_key = ?2
UNION ALL SELECT left_source, left_key, right_source, right_key, weight FROM question WHERE right_source = ?1 AND right_key = ?2;

--: question_delete (left_source i64, left_key text, right_source i64, right_key text) -> none
DELETE FROM question WHERE left_source = ?1 AND left_key = ?2 AND right_source = ?3 AND right_key = ?4;

--: link_row_own_words (since i64) -> many (row i64)
-- Rows of organisations that have said something of themselves since then, or taken it back.
SELECT l.row FROM organisation_record r JOIN link_row l ON l.source_id = r.source_id AND l.key = r.key
WHERE r.org_id IN (SELECT coalesce((SELECT d.org_id FROM redirect d WHERE d.old_id = w.org_id), w.org_id) FROM own_word w WHERE w.said_at >= ?1);

--: search_word_entries (word text) -> many (entries i64)
SELECT entries FROM search_word WHERE word = ?1;
