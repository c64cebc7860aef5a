--: place_overview () -> many (place_id text, name text, council_code text, synthetic i64, organisations i64, imported_at i64)
-- Every place with the organisations that its area lists and when a file that speaks of it was last read in (NULL: never).
SELECT p.place_id, p.name, p.council_code, p.synthetic, (SELECT count(*) FROM organisation_area a JOIN organisation o ON o.org_id = a.org_id
	WHERE a.council = p.council_code AND o.status <> 'closed' AND o.visibility <> 'match only'),
	(SELECT max(b.imported_at) FROM source s JOIN batch b ON b.source_id = s.source_id WHERE s.place_id = p.place_id AND b.state = 'live')
FROM place p ORDER BY p.name, p.place_id;

--: place_of_council (council_code text) -> one (place_id text)
SELECT place_id FROM place WHERE council_code = ?1 ORDER BY place_id LIMIT 1;

--: place_add (place_id text, name text, council_code text, synthetic i64) -> none
INSERT INTO place (place_id, name, council_code, neighbours, synthetic) VALUES (?1, ?2, ?3, '', ?4);

--: place_rename (place_id text, name text) -> none
UPDATE place SET name = ?2 WHERE place_id = ?1;

--: place_name_put (place_id text, name text, named_at i64) -> none
INSERT INTO place_name VALUES (?1, ?2, ?3) ON CONFLICT (place_id) DO UPDATE SET name = ?2, named_at = ?3;
