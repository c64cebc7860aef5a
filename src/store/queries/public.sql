--: public_names (council text) -> many (org_id text, name text, sort_name text)
-- Organisations of one council's list that have not closed, by name as one looks it up.
SELECT e.org_id, e.name, e.sort_name FROM organisation_area a JOIN search_entry e ON e.kind = 'organisation' AND e.id = a.org_id
WHERE a.council = ?1 AND e.status <> 'closed' ORDER BY e.sort_name, e.org_id;

--: public_history (org_id text) -> many (happened_at i64, event text, name text, said_as text)
-- What happened to an organisation's entry, newest first. "joined": another entry, called so, turned out to be this one. said_as: by which people, where they said it.
SELECT happened_at, event, name, said_as FROM (
	SELECT number, happened_at, event, text AS name, CASE cause_source WHEN 'own words' THEN cause_key END AS said_as FROM list_event WHERE org_id = ?1
	UNION ALL SELECT number, happened_at, 'joined', text, NULL FROM list_event WHERE other_id = ?1 AND event = 'merged')
ORDER BY number DESC LIMIT 20;

--: public_points (org_id text) -> many (service_id text, latitude f64, longitude f64)
-- Where its services are that the public may visit.
SELECT service_id, latitude, longitude FROM service
WHERE org_id = ?1 AND address_public <> 0 AND protected IS NULL AND latitude IS NOT NULL ORDER BY service_id;

--: public_service_count (council text) -> one (count i64)
-- Services on one council's list that a source describes and that have not closed.
SELECT count(*) FROM search_entry WHERE kind = 'service' AND status <> 'closed' AND ' ' || councils || ' ' LIKE '% ' || ?1 || ' %';
