--: work_place_of_org (org_id text) -> one (place_id text, listed i64)
-- The place whose council lists the organisation, else the first there is.
SELECT p.place_id, o.org_id IS NOT NULL FROM place p LEFT JOIN organisation o ON o.org_id = coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = ?1), ?1)
	AND (o.council = p.council_code OR EXISTS (SELECT 1 FROM organisation_area a WHERE a.council = p.council_code AND a.org_id = o.org_id)
		OR EXISTS (SELECT 1 FROM service s WHERE s.org_id = o.org_id AND s.council = p.council_code))
ORDER BY o.org_id IS NULL, p.place_id LIMIT 1;
