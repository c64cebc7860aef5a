--: digest_event (council text, since i64) -> many (event text, count i64)
-- What happened on one council's list.
SELECT e.event, count(*) FROM list_event e WHERE e.happened_at >= ?2
AND EXISTS (SELECT 1 FROM organisation_area a WHERE a.org_id = e.org_id AND a.council = ?1) GROUP BY e.event ORDER BY e.event;

--: digest_motion (place_id text) -> one (count i64)
SELECT count(*) FROM motion WHERE place_id = ?1 AND state IN ('proposed', 'one key');

--: confirm_due (before i64) -> many (person_id i64, org_id text, name text, email text, org_name text, place_id text, place_name text, last_confirmed i64)
-- Holders whose entry nobody has confirmed since then; one place that lists it, for the address.
SELECT r.person_id, o.org_id, d.name, d.email, o.name, min(p.place_id), p.name, o.last_confirmed FROM person_role r
JOIN person_detail d ON d.person_id = r.person_id JOIN organisation o ON o.org_id = r.org_id
JOIN organisation_area a ON a.org_id = o.org_id JOIN place p ON p.council_code = a.council
LEFT JOIN own_confirmation c ON c.org_id = o.org_id
WHERE r.role = 'holder' AND r.ended_at IS NULL AND r.granted_at < ?1 AND coalesce(c.confirmed_at, 0) < ?1
GROUP BY r.person_id, o.org_id ORDER BY r.person_id, o.org_id;

--: confirm_whom (org_id text, place_id text) -> many (person_id i64, name text, email text, org_name text, place_name text, last_confirmed i64)
-- Everybody who keeps an entry that a place lists, holders first.
SELECT r.person_id, d.name, d.email, o.name, p.name, o.last_confirmed FROM person_role r
JOIN person_detail d ON d.person_id = r.person_id JOIN organisation o ON o.org_id = r.org_id
JOIN organisation_area a ON a.org_id = o.org_id JOIN place p ON p.council_code = a.council AND p.place_id = ?2
WHERE r.org_id = ?1 AND r.role IN ('holder', 'colleague') AND r.ended_at IS NULL
GROUP BY r.person_id ORDER BY min(r.role = 'colleague'), r.person_id;
