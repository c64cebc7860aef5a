--: answering_add (place_id text, person_id i64, name text, taken_at i64) -> none
INSERT INTO answering (place_id, person_id, name, taken_at) VALUES (?1, ?2, ?3, ?4);

--: answering_end (place_id text, person_id i64, ended_at i64) -> none
UPDATE answering SET ended_at = ?3 WHERE place_id = ?1 AND person_id = ?2 AND ended_at IS NULL;

--: answering_list (place_id text, now i64) -> many (person_id i64, name text, side text, taken_at i64)
-- Of those who took it on, who is still a keeper of the list; who took it on first, first.
SELECT a.person_id, a.name, min(CASE r.role WHEN 'officer' THEN 'council' ELSE 'sector' END), a.taken_at FROM answering a JOIN person_role r ON r.person_id = a.person_id AND r.place_id = a.place_id
WHERE a.place_id = ?1 AND a.ended_at IS NULL AND r.role IN ('officer', 'infrastructure') AND r.ended_at IS NULL AND r.effective_at <= ?2
GROUP BY a.number ORDER BY a.taken_at, a.number;

--: answering_of_person (person_id i64) -> many (place_id text, name text, taken_at i64, ended_at i64)
SELECT place_id, name, taken_at, ended_at FROM answering WHERE person_id = ?1 ORDER BY number;

--: answering_delete_of (person_id i64) -> none
DELETE FROM answering WHERE person_id = ?1;

--: answer_waiting (place_id text, now i64) -> many (for_keepers i64, waiting i64, overdue i64)
-- Corrections that wait, by who is to answer.
SELECT c.from_org OR NOT EXISTS (SELECT 1 FROM person_role r WHERE r.org_id = c.org_id AND r.role = 'holder' AND r.ended_at IS NULL) AS for_keepers,
	count(*), sum(c.due_at < ?2)
FROM correction c WHERE c.place_id = ?1 AND c.state = 'waiting' GROUP BY for_keepers ORDER BY for_keepers;

--: answer_decided (place_id text, since i64) -> many (decided_as text, proposed_at i64, due_at i64, decided_at i64)
-- Corrections that were answered since then.
SELECT decided_as, proposed_at, due_at, decided_at FROM correction
WHERE place_id = ?1 AND decided_at >= ?2 AND decided_as IS NOT NULL ORDER BY correction_id;

--: answer_public (org_id text) -> many (field text, state text, decided_as text, decided_at i64, name text)
-- What came of corrections of an entry, for everybody: what was proposed is not told, who decided only where that person took it on.
SELECT c.field, c.state, c.decided_as, c.decided_at, (SELECT a.name FROM answering a WHERE a.place_id = c.place_id AND a.person_id = c.decided_by
	AND a.taken_at <= c.decided_at AND coalesce(a.ended_at, c.decided_at) >= c.decided_at ORDER BY a.number DESC LIMIT 1)
FROM correction c WHERE (c.org_id = ?1 OR c.org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)) AND c.state != 'waiting' AND c.from_org = 0
ORDER BY c.decided_at DESC, c.correction_id DESC LIMIT 20;

--: correction_ask (place_id text, org_id text, field text, proposed text, proposed_at i64, due_at i64) -> none
-- By the organisation, to the keepers of the list.
INSERT INTO correction (place_id, org_id, field, proposed, why, proposed_at, due_at, state, answer, from_org)
VALUES (?1, ?2, ?3, ?4, '', ?5, ?6, 'waiting', '', 1);

--: added_of_org (org_id text) -> many (name text, told_at i64, state text, answer text, decided_at i64)
-- Groups that an organisation told of, the newest first.
SELECT name, told_at, state, answer, decided_at FROM added_group
WHERE told_by_org = ?1 OR told_by_org IN (SELECT old_id FROM redirect WHERE org_id = ?1) ORDER BY number DESC LIMIT 50;

--: added_told_by (number i64, org_id text) -> none
UPDATE added_group SET told_by_org = ?2 WHERE number = ?1;
