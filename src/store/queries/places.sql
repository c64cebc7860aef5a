--: place_lists_org (place_id text, org_id text) -> one (org_id text)
-- The organisation, by the identifier it has now, where it is on the place's list: it has to do with the area of the place's council, has its office
-- or a service there. Also one that is hidden or closed.
SELECT o.org_id FROM organisation o JOIN place p ON p.place_id = ?1
WHERE (o.org_id = ?2 OR o.org_id = (SELECT r.org_id FROM redirect r WHERE r.old_id = ?2)) AND (o.council = p.council_code
	OR EXISTS (SELECT 1 FROM organisation_area a WHERE a.council = p.council_code AND a.org_id = o.org_id)
	OR EXISTS (SELECT 1 FROM service s WHERE s.org_id = o.org_id AND s.council = p.council_code))
ORDER BY o.org_id = ?2 DESC LIMIT 1;

--: place_lists_service (place_id text, service_id text) -> one (org_id text)
-- Of an organisation that the place lists, or held in its council's area.
SELECT s.org_id FROM service s JOIN organisation o ON o.org_id = s.org_id JOIN place p ON p.place_id = ?1
WHERE s.service_id = ?2 AND (s.council = p.council_code OR o.council = p.council_code
	OR EXISTS (SELECT 1 FROM organisation_area a WHERE a.council = p.council_code AND a.org_id = s.org_id)
	OR EXISTS (SELECT 1 FROM service t WHERE t.org_id = s.org_id AND t.council = p.council_code));

--: place_shows_org (place_id text, org_id text) -> one (org_id text)
-- As place_lists_org, of those that are open and shown.
SELECT o.org_id FROM organisation o JOIN place p ON p.place_id = ?1
WHERE (o.org_id = ?2 OR o.org_id = (SELECT r.org_id FROM redirect r WHERE r.old_id = ?2)) AND o.status <> 'closed' AND o.visibility <> 'match only'
AND (o.council = p.council_code OR EXISTS (SELECT 1 FROM organisation_area a WHERE a.council = p.council_code AND a.org_id = o.org_id)
	OR EXISTS (SELECT 1 FROM service s WHERE s.org_id = o.org_id AND s.council = p.council_code))
AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.what = 'entry' AND (h.org_id = o.org_id OR h.org_id IN (SELECT d.old_id FROM redirect d
	WHERE d.org_id = o.org_id)));

--: place_has_row (place_id text, kind text, number i64) -> one (here i64)
-- Whether what has that number is of the place. Batches of no place, as registers are, belong to all.
SELECT 1 FROM motion WHERE ?2 = 'motion' AND motion_id = ?3 AND place_id = ?1
UNION ALL SELECT 1 FROM upload WHERE ?2 = 'upload' AND upload_id = ?3 AND place_id = ?1
UNION ALL SELECT 1 FROM invite_run WHERE ?2 = 'run' AND run_id = ?3 AND place_id = ?1
UNION ALL SELECT 1 FROM batch b JOIN source s ON s.source_id = b.source_id
	WHERE ?2 = 'batch' AND b.batch_id = ?3 AND (s.place_id IS NULL OR s.place_id IN ('', ?1))
UNION ALL SELECT 1 FROM correction WHERE ?2 = 'correction' AND correction_id = ?3 AND place_id = ?1
UNION ALL SELECT 1 FROM person_role WHERE ?2 = 'role' AND role_id = ?3 AND place_id = ?1
UNION ALL SELECT 1 FROM steward_invitation WHERE ?2 = 'invitation' AND invitation_id = ?3 AND place_id = ?1
UNION ALL SELECT 1 FROM open_meeting WHERE ?2 = 'meeting' AND meeting_id = ?3 AND place_id = ?1
LIMIT 1;

--: place_count () -> one (count i64)
SELECT count(*) FROM place;

--: place_batches (place_id text) -> many (batch_id i64, source text, kind text, file text, sha256 text, bytes i64, edition text, data_date i64, imported_at i64, terms text, kept i64, refused i64, state text, publisher text, licence text)
-- Batches that feed a place: its own and those of no place.
SELECT b.batch_id, s.name, b.kind, b.file, b.sha256, b.bytes, b.edition, b.data_date, b.imported_at, b.terms, b.kept, b.refused, b.state,
	s.publisher, s.licence
FROM batch b JOIN source s ON s.source_id = b.source_id WHERE s.place_id IS NULL OR s.place_id IN ('', ?1) ORDER BY b.batch_id;

--: place_question_count (place_id text) -> one (count i64)
-- Questions of which a side belongs to an organisation that the place lists, or comes from a list of its own.
WITH here AS (SELECT a.org_id FROM organisation_area a JOIN place p ON p.council_code = a.council WHERE p.place_id = ?1
	UNION SELECT o.org_id FROM organisation o JOIN place p ON p.council_code = o.council WHERE p.place_id = ?1
	UNION SELECT s.org_id FROM service s JOIN place p ON p.council_code = s.council WHERE p.place_id = ?1)
SELECT count(*) FROM question q JOIN source l ON l.source_id = q.left_source JOIN source r ON r.source_id = q.right_source
LEFT JOIN organisation_record lo ON lo.source_id = q.left_source AND lo.key = q.left_key
LEFT JOIN organisation_record ro ON ro.source_id = q.right_source AND ro.key = q.right_key
WHERE l.place_id = ?1 OR r.place_id = ?1 OR lo.org_id IN (SELECT org_id FROM here) OR ro.org_id IN (SELECT org_id FROM here);

--: place_has_record (place_id text, source text, key text) -> one (here i64)
-- Whether a record comes from a list of the place's own or belongs to an organisation that the place lists.
SELECT 1 FROM source s JOIN place p ON p.place_id = ?1 LEFT JOIN organisation_record r ON r.source_id = s.source_id AND r.key = ?3
LEFT JOIN organisation o ON o.org_id = r.org_id
WHERE s.name = ?2 AND (s.place_id = ?1 OR o.council = p.council_code
	OR EXISTS (SELECT 1 FROM organisation_area a WHERE a.council = p.council_code AND a.org_id = o.org_id)
	OR EXISTS (SELECT 1 FROM service t WHERE t.org_id = o.org_id AND t.council = p.council_code)) LIMIT 1;

--: question_asked (left_source text, left_key text, right_source text, right_key text) -> one (asked i64)
-- Whether the last build asks about these two records, named either way round.
SELECT 1 FROM question q JOIN source l ON l.source_id = q.left_source JOIN source r ON r.source_id = q.right_source
WHERE (l.name = ?1 AND q.left_key = ?2 AND r.name = ?3 AND q.right_key = ?4) OR (l.name = ?3 AND q.left_key = ?4 AND r.name = ?1 AND q.right_key = ?2)
LIMIT 1;

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
