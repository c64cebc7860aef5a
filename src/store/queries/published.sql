--: published_next (place_id text) -> one (number i64)
SELECT coalesce(max(number), 0) + 1 FROM published_report WHERE place_id = ?1;

--: published_add (place_id text, number i64, motion_id i64, digest text, said text, published_at i64) -> none
INSERT INTO published_report VALUES (?1, ?2, ?3, ?4, ?5, ?6);

--: published_list (place_id text) -> many (number i64, motion_id i64, digest text, said text, published_at i64)
-- Newest first.
SELECT number, motion_id, digest, statement, published_at FROM published_report WHERE place_id = ?1 ORDER BY number DESC;

--: published_get (place_id text, number i64) -> one (published_at i64)
SELECT published_at FROM published_report WHERE place_id = ?1 AND number = ?2;

--: published_of_motion (place_id text, motion_id i64) -> one (number i64)
SELECT number FROM published_report WHERE place_id = ?1 AND motion_id = ?2;

--: list_event_of_place (council text, since i64) -> many (happened_at i64, event text, org_id text, name text, said_as text)
-- What changed on one council's list, newest first: organisations that are on it now and may be published. said_as: by which people, where they said it.
SELECT e.happened_at, e.event, e.org_id, o.name, CASE e.cause_source WHEN 'own words' THEN e.cause_key END FROM list_event e JOIN organisation o ON o.org_id = e.org_id
JOIN organisation_area a ON a.org_id = o.org_id AND a.council = ?1
WHERE o.visibility <> 'match only' AND e.happened_at >= ?2 ORDER BY e.number DESC LIMIT 1000;

--: service_owner (service_id text) -> one (org_id text)
SELECT org_id FROM service WHERE service_id = ?1;
