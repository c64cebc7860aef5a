--: hidden_put (org_id text, what text, hidden_as text, person_id i64, hidden_at i64) -> none
-- The organisation's own word takes the place of others'; that of two keys stands.
INSERT INTO hidden VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET hidden_as = ?3, person_id = ?4, hidden_at = ?5
WHERE hidden_as <> 'two keys';

--: hidden_take (org_id text, what text) -> none
DELETE FROM hidden WHERE what = ?2 AND (org_id = ?1 OR org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1));

--: hidden_of (org_id text) -> many (what text, hidden_as text, hidden_at i64)
-- Where an entry came of several, the word that counts comes last: that of two keys, then the organisation's own.
SELECT what, hidden_as, hidden_at FROM hidden WHERE org_id = ?1 OR org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)
ORDER BY what, CASE hidden_as WHEN 'two keys' THEN 2 WHEN 'organisation' THEN 1 ELSE 0 END, hidden_at;

--: hidden_all () -> many (org_id text, what text)
-- By the identifier that the organisation has now.
SELECT DISTINCT coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = h.org_id), h.org_id) AS owner, h.what FROM hidden h ORDER BY owner, h.what;

--: hidden_entries (place_id text) -> many (org_id text, name text)
-- Entries of the place's list that are hidden whole, by name.
SELECT DISTINCT o.org_id, o.name FROM hidden h JOIN organisation o ON o.org_id = coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = h.org_id), h.org_id)
JOIN place p ON p.place_id = ?1
WHERE h.what = 'entry' AND (o.council = p.council_code OR EXISTS (SELECT 1 FROM organisation_area a WHERE a.council = p.council_code AND a.org_id = o.org_id)
	OR EXISTS (SELECT 1 FROM service s WHERE s.org_id = o.org_id AND s.council = p.council_code))
ORDER BY o.name, o.org_id;

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

--: hidden_keepers (org_id text) -> one (n i64)
SELECT count(*) FROM person_role WHERE org_id = ?1 AND role IN ('holder', 'colleague') AND ended_at IS NULL;

--: hidden_renew (org_id text) -> none
-- The next build writes the organisation anew from what sources say.
INSERT INTO link_dirty SELECT source_id, key FROM organisation_record WHERE org_id = ?1 ON CONFLICT DO NOTHING;

--: build_touch () -> none
-- What is kept in memory of the list is made again.
UPDATE build SET built_at = built_at + 1;

--: build_stale () -> none
-- The next build has something to do, though no file and no answer is new.
UPDATE build SET inputs = '';

--: hidden_known () -> many (org_id text, what text)
-- Under every identifier that the organisation ever had; "protected" where it is known to need that.
WITH owned (owner, what) AS (SELECT coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = h.org_id), h.org_id), h.what FROM hidden h
	UNION SELECT org_id, 'protected' FROM organisation WHERE protected IS NOT NULL)
SELECT owner AS org_id, what FROM owned UNION SELECT r.old_id, o.what FROM owned o JOIN redirect r ON r.org_id = o.owner ORDER BY 1, 2;

--: address_shown (org_id text) -> one (shown i64)
-- Whether the list shows an address of the organisation now; 0 also when it is gone.
SELECT coalesce((SELECT o.address_public FROM organisation o
	WHERE o.org_id = coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = ?1), ?1)), 0) AS shown;

--: hidden_rows () -> many (org_id text, what text, hidden_as text)
SELECT org_id, what, hidden_as FROM hidden ORDER BY org_id, what;
