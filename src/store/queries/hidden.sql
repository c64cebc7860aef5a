--: hidden_put (org_id text, what text, hidden_as text, person_id i64, hidden_at i64) -> none
-- What the organisation hid itself stays its own to show.
INSERT INTO hidden VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET hidden_as = ?3, person_id = ?4, hidden_at = ?5
WHERE hidden_as <> 'two keys';

--: hidden_take (org_id text, what text) -> none
DELETE FROM hidden WHERE what = ?2 AND (org_id = ?1 OR org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1));

--: hidden_of (org_id text) -> many (what text, hidden_as text, hidden_at i64)
SELECT what, hidden_as, min(hidden_at) FROM hidden WHERE org_id = ?1 OR org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)
GROUP BY what ORDER BY what;

--: hidden_all () -> many (org_id text, what text)
-- By the identifier that the organisation has now.
SELECT DISTINCT coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = h.org_id), h.org_id) AS owner, h.what FROM hidden h ORDER BY owner, h.what;

--: hide_entry (org_id text) -> none
UPDATE organisation SET visibility = 'match only' WHERE org_id = ?1;

--: hide_address (org_id text) -> none
UPDATE organisation SET address = NULL, address_public = 0 WHERE org_id = ?1;

--: hide_service_address (org_id text) -> none
UPDATE service SET address = NULL, address_public = 0 WHERE org_id = ?1;

--: hide_web (org_id text) -> none
UPDATE organisation SET web = NULL WHERE org_id = ?1;

--: hide_telephone (org_id text) -> none
DELETE FROM organisation_telephone WHERE org_id = ?1;

--: hide_service_telephone (org_id text) -> none
DELETE FROM service_telephone WHERE service_id IN (SELECT service_id FROM service WHERE org_id = ?1);

--: hidden_renew (org_id text) -> none
-- The next build writes the organisation anew from what sources say.
INSERT INTO link_dirty SELECT source_id, key FROM organisation_record WHERE org_id = ?1 ON CONFLICT DO NOTHING;

--: build_touch () -> none
-- What is kept in memory of the list is made again.
UPDATE build SET built_at = built_at + 1;

--: build_stale () -> none
-- The next build has something to do, though no file and no answer is new.
UPDATE build SET inputs = '';
