--: successor_pairs () -> many (old_id text, new_id text)
-- Which may continue which, by their names and places: the view says how.
SELECT DISTINCT old_id, new_id FROM successor_candidate ORDER BY old_id, new_id;

--: successor_pairs_of (org_id text) -> many (old_id text, new_id text)
-- Those that one organisation is in. What shares a name with it is looked up first: all pairs of a large list would take a second.
SELECT DISTINCT old_id, new_id FROM successor_candidate
WHERE ?1 IN (old_id, new_id) AND old_entry IN (SELECT k.entry_id FROM search_key k WHERE k.key IN (SELECT m.key FROM search_key m
	JOIN search_entry e ON e.entry_id = m.entry_id WHERE e.kind = 'organisation' AND e.id = ?1)) ORDER BY old_id, new_id;

--: successor_clear () -> none
DELETE FROM successor;

--: successor_clear_of (org_id text) -> none
DELETE FROM successor WHERE old_id = ?1 OR new_id = ?1;

--: successor_add (old_id text, new_id text, scheme text, registered i64, registered_by text, left_on i64, seen_until i64, gone_by i64, left_by text, reason text) -> none
INSERT INTO successor VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING;

--: successor_of (org_id text) -> many (other_id text, name text, continues i64, scheme text, registered i64, registered_by text, left_on i64, seen_until i64, gone_by i64, left_by text, reason text)
-- What an organisation seems to continue, and what seems to continue it; not where several might.
SELECT o.org_id, o.name, s.new_id = ?1, s.scheme, s.registered, s.registered_by, s.left_on, s.seen_until, s.gone_by, s.left_by, s.reason
FROM successor s JOIN organisation o ON o.org_id = CASE s.new_id WHEN ?1 THEN s.old_id ELSE s.new_id END
WHERE (s.old_id = ?1 OR s.new_id = ?1) AND o.visibility <> 'match only' AND o.protected IS NULL
AND (SELECT count(*) FROM successor t WHERE t.old_id = s.old_id) = 1 ORDER BY s.registered, o.org_id;
