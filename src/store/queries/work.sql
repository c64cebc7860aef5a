--: work_place_of_org (org_id text) -> one (place_id text)
-- The place whose council lists the organisation, else the first there is.
SELECT p.place_id FROM place p LEFT JOIN organisation o ON o.org_id = ?1 AND o.council = p.council_code
ORDER BY o.org_id IS NULL, p.place_id LIMIT 1;
