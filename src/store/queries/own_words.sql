--: own_word_add (org_id text, field text, value text, said_as text, person_id i64, said_at i64) -> none
INSERT INTO own_word (org_id, field, value, said_as, person_id, said_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

--: own_word_now (org_id text) -> many (field text, value text, said_as text, said_at i64)
-- What counts now, of the organisation and of those merged into it: the newest wording of each field.
SELECT w.field, w.value, w.said_as, w.said_at FROM own_word w WHERE w.number = (SELECT max(n.number) FROM own_word n
	WHERE n.field = w.field AND (n.org_id = ?1 OR n.org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)))
AND (w.org_id = ?1 OR w.org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)) AND w.value != '' ORDER BY w.field;

--: own_word_owners () -> many (org_id text)
-- Organisations that said something of themselves or their services, or confirmed their entry, by the identifier they have now.
SELECT DISTINCT coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = w.org_id), w.org_id) AS owner
FROM (SELECT org_id FROM own_word UNION SELECT org_id FROM own_confirmation UNION SELECT org_id FROM own_service) w ORDER BY owner;

--: own_apply_name (org_id text, name text) -> none
UPDATE organisation SET name = ?2 WHERE org_id = ?1 AND name != ?2;

--: own_apply_does (org_id text, does text) -> none
UPDATE organisation SET activities = ?2 WHERE org_id = ?1;

--: own_apply_web (org_id text, web text) -> none
UPDATE organisation SET web = ?2 WHERE org_id = ?1;

--: own_apply_telephone (org_id text, telephone text) -> none
INSERT INTO organisation_telephone VALUES (?1, ?2) ON CONFLICT DO UPDATE SET telephone = ?2;

--: own_apply_date (org_id text, confirmed_on i64) -> none
-- Its own word is as good as the newest source.
UPDATE organisation SET last_confirmed = ?2, confirmed_by = 'people', status = CASE status WHEN 'unknown' THEN 'active' ELSE status END
WHERE org_id = ?1 AND last_confirmed <= ?2;

--: own_confirm (org_id text, person_id i64, confirmed_at i64) -> none
INSERT INTO own_confirmation VALUES (?1, ?2, ?3) ON CONFLICT (org_id) DO UPDATE SET person_id = ?2, confirmed_at = ?3;

--: own_confirmed (org_id text) -> one (confirmed_at i64)
SELECT max(confirmed_at) FROM own_confirmation WHERE org_id = ?1 OR org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)
HAVING max(confirmed_at) IS NOT NULL;

--: correction_add (place_id text, org_id text, field text, proposed text, why text, proposed_at i64, due_at i64) -> none
INSERT INTO correction (place_id, org_id, field, proposed, why, proposed_at, due_at, state, answer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting', '');

--: correction_same (org_id text, field text, proposed text) -> one (correction_id i64)
-- One that waits and says the very same.
SELECT correction_id FROM correction WHERE org_id = ?1 AND field = ?2 AND proposed = ?3 AND state = 'waiting' ORDER BY correction_id LIMIT 1;

--: own_word_said (org_id text, field text, value text) -> one (count i64)
-- Whether an organisation ever said so of itself.
SELECT count(*) FROM own_word WHERE field = ?2 AND value = ?3 AND (org_id = ?1 OR org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1));

--: correction_get (correction_id i64) -> one (place_id text, org_id text, field text, proposed text, why text, proposed_at i64, due_at i64, state text, from_org i64)
SELECT place_id, org_id, field, proposed, why, proposed_at, due_at, state, from_org FROM correction WHERE correction_id = ?1;

--: correction_of_org (org_id text) -> many (correction_id i64, org_id text, field text, proposed text, why text, proposed_at i64, due_at i64, state text, answer text, decided_as text, decided_at i64, from_org i64, name text)
-- Those waiting first, then newest first. The name is that of who decided, where that person took it on publicly.
SELECT c.correction_id, c.org_id, c.field, c.proposed, c.why, c.proposed_at, c.due_at, c.state, c.answer, c.decided_as, c.decided_at, c.from_org,
	(SELECT a.name FROM answering a WHERE a.place_id = c.place_id AND a.person_id = c.decided_by
	AND a.taken_at <= c.decided_at AND coalesce(a.ended_at, c.decided_at) >= c.decided_at ORDER BY a.number DESC LIMIT 1)
FROM correction c
WHERE c.org_id = ?1 OR c.org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1) ORDER BY c.state != 'waiting', c.correction_id DESC LIMIT 100;

--: correction_waiting (place_id text) -> many (correction_id i64, org_id text, field text, proposed text, why text, proposed_at i64, due_at i64, state text, answer text, decided_as text, decided_at i64, from_org i64)
-- Of entries that nobody holds, and what organisations say is wrong or missing: for the keepers of the list. Longest waiting first.
SELECT correction_id, c.org_id, field, proposed, why, proposed_at, due_at, c.state, answer, decided_as, decided_at, c.from_org FROM correction c
WHERE c.place_id = ?1 AND c.state = 'waiting' AND (c.from_org OR NOT EXISTS (SELECT 1 FROM person_role r WHERE r.org_id = c.org_id
	AND r.role = 'holder' AND r.ended_at IS NULL)) ORDER BY due_at, correction_id LIMIT 200;

--: correction_decide (correction_id i64, state text, answer text, decided_as text, decided_at i64, decided_by i64) -> none
UPDATE correction SET state = ?2, answer = ?3, decided_as = ?4, decided_at = ?5, decided_by = ?6 WHERE correction_id = ?1 AND state = 'waiting';

--: correction_counts (place_id text) -> one (waiting i64, overdue i64, decided i64)
-- ?1: the place. Overdue: answered or waiting past their day is told by the pages.
SELECT coalesce(sum(state = 'waiting'), 0), coalesce(sum(state != 'waiting' AND decided_at > due_at), 0), coalesce(sum(state != 'waiting'), 0)
FROM correction WHERE place_id = ?1;

--: org_held (org_id text) -> one (holders i64)
SELECT count(*) FROM person_role WHERE org_id = ?1 AND role = 'holder' AND ended_at IS NULL;
