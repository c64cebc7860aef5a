--: stale_list (council text, before i64, ward text, need text) -> many (org_id text, name text, ward text, ward_name text, last_confirmed i64, confirmed_by text, protected i64, telephone text, keepers i64, asked_at i64)
-- The place's own entries of which nothing was heard since that day, oldest first; of one ward and with one need where these are not NULL. keepers: who keep
-- it; asked_at: when one of them was last asked whether it is still right.
SELECT o.org_id, o.name, o.ward, (SELECT r.name FROM area_code c JOIN area r ON r.area_id = c.area_id WHERE c.code = o.ward AND r.kind = 'ward' LIMIT 1),
	o.last_confirmed, o.confirmed_by, o.protected IS NOT NULL, t.telephone,
	(SELECT count(*) FROM person_role r WHERE r.org_id = o.org_id AND r.role IN ('holder', 'colleague') AND r.ended_at IS NULL),
	(SELECT max(m.queued_at) FROM mail m WHERE m.org_id = o.org_id AND m.kind = 'confirm')
FROM organisation_area a JOIN organisation o ON o.org_id = a.org_id LEFT JOIN organisation_telephone t ON t.org_id = o.org_id
WHERE a.council = ?1 AND o.status <> 'closed' AND o.visibility <> 'match only' AND (o.council = ?1 OR o.scale = 'local') AND o.last_confirmed < ?2
	AND (?3 IS NULL OR o.ward = ?3)
	AND (?4 IS NULL OR EXISTS (SELECT 1 FROM organisation_code k WHERE k.org_id = o.org_id AND k.facet = 'need' AND k.code = ?4))
ORDER BY o.last_confirmed, o.name, o.org_id;

--: stale_count (council text, before i64) -> one (count i64)
SELECT count(*) FROM organisation_area a JOIN organisation o ON o.org_id = a.org_id
WHERE a.council = ?1 AND o.status <> 'closed' AND o.visibility <> 'match only' AND (o.council = ?1 OR o.scale = 'local') AND o.last_confirmed < ?2;

--: stale_wards (council text) -> many (code text, name text)
-- Wards in which the place's entries are.
SELECT o.ward, coalesce((SELECT r.name FROM area_code c JOIN area r ON r.area_id = c.area_id WHERE c.code = o.ward AND r.kind = 'ward' LIMIT 1), o.ward) AS shown
FROM organisation_area a JOIN organisation o ON o.org_id = a.org_id
WHERE a.council = ?1 AND o.council = ?1 AND o.ward IS NOT NULL AND o.visibility <> 'match only' GROUP BY o.ward ORDER BY shown, o.ward;

--: correction_open (place_id text, now i64) -> one (waiting i64, overdue i64)
-- Of entries that nobody holds, as the keepers of the list see them.
SELECT count(*), coalesce(sum(c.due_at < ?2), 0) FROM correction c WHERE c.place_id = ?1 AND c.state = 'waiting'
AND NOT EXISTS (SELECT 1 FROM person_role r WHERE r.org_id = c.org_id AND r.role = 'holder' AND r.ended_at IS NULL);
