--: closing_now (org_id text) -> one (said_as text, person_id i64, said_at i64)
-- The newest word on whether an organisation, or one merged into it, has closed, where that is that it has.
SELECT w.said_as, w.person_id, w.said_at FROM own_word w WHERE w.value <> '' AND w.number = (SELECT max(n.number) FROM own_word n
	WHERE n.field = 'closed' AND (n.org_id = ?1 OR n.org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)));

--: closing_apply (org_id text) -> none
UPDATE organisation SET status = 'closed' WHERE org_id = ?1;

--: closing_apply_services (org_id text) -> none
UPDATE service SET open = 0 WHERE org_id = ?1;

--: closing_list (council text) -> many (org_id text, name text, said_as text, person_id i64, said_at i64, holders i64)
-- Organisations of one council's list that others than themselves have marked as closed, the newest first.
SELECT o.org_id, o.name, w.said_as, w.person_id, w.said_at,
	(SELECT count(*) FROM person_role r WHERE r.org_id = o.org_id AND r.role = 'holder' AND r.ended_at IS NULL)
FROM own_word w JOIN organisation o ON o.org_id = coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = w.org_id), w.org_id)
JOIN organisation_area a ON a.org_id = o.org_id AND a.council = ?1
WHERE w.field = 'closed' AND w.value <> '' AND w.said_as = 'keeper' AND o.visibility <> 'match only'
	AND w.number = (SELECT max(n.number) FROM own_word n WHERE n.field = 'closed'
	AND (n.org_id = o.org_id OR n.org_id IN (SELECT old_id FROM redirect WHERE org_id = o.org_id)))
ORDER BY w.number DESC LIMIT 100;

--: org_seats (org_id text) -> one (count i64)
-- Those who hold a key of the sector for it, or are about to.
SELECT count(*) FROM person_role WHERE role = 'steward' AND org_id = ?1 AND ended_at IS NULL;

--: decision_of_note (reason text) -> one (decision_id i64, left_source text, left_key text, right_source text, right_key text)
-- The newest answer that two records are the same, by its note.
SELECT decision_id, left_source, left_key, right_source, right_key FROM decision WHERE reason = ?1 AND verdict = 'same' ORDER BY decision_id DESC LIMIT 1;

--: correction_take_back (correction_id i64, answer text) -> none
UPDATE correction SET state = 'declined', answer = ?2 WHERE correction_id = ?1 AND state = 'accepted';

--: correction_acted (place_id text) -> many (correction_id i64, org_id text, name text, decided_at i64)
-- Corrections of a place by which two entries became one, as far as that stands, the newest first.
SELECT c.correction_id, o.org_id, o.name, c.decided_at FROM correction c
JOIN organisation o ON o.org_id = coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = c.org_id), c.org_id)
WHERE c.place_id = ?1 AND c.field = 'twice' AND c.state = 'accepted' AND o.visibility <> 'match only'
	AND EXISTS (SELECT 1 FROM decision d WHERE d.reason = 'correction ' || c.correction_id AND d.verdict = 'same')
ORDER BY c.correction_id DESC LIMIT 100;

--: correction_not_closed (org_id text, answer text) -> none
-- What came of corrections by which an organisation was marked as closed, once that is taken back.
UPDATE correction SET state = 'declined', answer = ?2 WHERE field = 'closed' AND state = 'accepted' AND (org_id = ?1 OR org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1));
