--: claim_add (org_id text, person_id i64, basis text, rests_on text, asked_at i64) -> none
INSERT INTO claim (org_id, person_id, basis, rests_on, asked_at, state) VALUES (?1, ?2, ?3, ?4, ?5, 'asked');

--: claim_get (claim_id i64) -> one (org_id text, person_id i64, basis text, asked_at i64, proved_at i64, state text, decided_at i64)
SELECT coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = c.org_id), c.org_id), person_id, basis, asked_at, proved_at, state, decided_at
FROM claim c WHERE claim_id = ?1;

--: claim_asked (person_id i64, since i64) -> many (claim_id i64, org_id text, basis text, rests_on text)
-- What a letter to its maker's address shows.
SELECT claim_id, org_id, basis, rests_on FROM claim WHERE person_id = ?1 AND state = 'asked' AND proved_at IS NULL AND asked_at >= ?2
ORDER BY claim_id;

--: claim_open (org_id text, person_id i64) -> one (claim_id i64, basis text, proved_at i64, state text, printed_at i64)
-- The newest of a person that is not decided.
SELECT claim_id, basis, proved_at, state, (SELECT l.printed_at FROM claim_letter l WHERE l.claim_id = claim.claim_id) FROM claim
WHERE person_id = ?2 AND state IN ('asked', 'contested')
AND (org_id = ?1 OR org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)) ORDER BY state = 'contested' DESC, claim_id DESC LIMIT 1;

--: claim_prove (claim_id i64, proved_at i64) -> none
UPDATE claim SET proved_at = ?2 WHERE claim_id = ?1;

--: claim_proved (person_id i64, proved_at i64) -> many (org_id text, org_name text, place_id text, place_name text, state text, basis text)
-- What was shown at one moment, with a place that lists the organisation, for the letters.
SELECT c.org_id, o.name, min(p.place_id), p.name, c.state, c.basis FROM claim c JOIN organisation o ON o.org_id = c.org_id
JOIN organisation_area a ON a.org_id = o.org_id JOIN place p ON p.council_code = a.council
WHERE c.person_id = ?1 AND c.proved_at = ?2 GROUP BY c.claim_id ORDER BY c.claim_id;

--: claim_move (claim_id i64, state text, decided_at i64) -> none
UPDATE claim SET state = ?2, decided_at = ?3 WHERE claim_id = ?1;

--: claim_contest (claim_id i64, contested_by i64, contested_at i64, why text) -> none
UPDATE claim SET state = 'contested', contested_by = ?2, contested_at = ?3, why = ?4, decided_at = NULL WHERE claim_id = ?1;

--: claim_of_org (org_id text, since i64) -> many (claim_id i64, person_id i64, name text, email text, org_id text, org_name text, basis text, state text, asked_at i64, why text)
-- Those whose maker answered a letter, newest first.
SELECT c.claim_id, c.person_id, d.name, d.email, o.org_id, o.name, c.basis, c.state, c.asked_at, c.why FROM claim c
JOIN organisation o ON o.org_id = ?1 LEFT JOIN person_detail d ON d.person_id = c.person_id
WHERE c.proved_at >= ?2 AND (c.org_id = ?1 OR c.org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)) ORDER BY c.claim_id DESC LIMIT 100;

--: claim_waiting (place_id text) -> many (claim_id i64, person_id i64, name text, email text, org_id text, org_name text, basis text, state text, asked_at i64, why text)
-- Those that both keys decide, longest first.
SELECT c.claim_id, c.person_id, d.name, d.email, o.org_id, o.name, c.basis, c.state, c.asked_at, c.why FROM claim c
JOIN organisation o ON o.org_id = coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = c.org_id), c.org_id)
JOIN organisation_area a ON a.org_id = o.org_id JOIN place p ON p.council_code = a.council AND p.place_id = ?1
LEFT JOIN person_detail d ON d.person_id = c.person_id
WHERE c.proved_at IS NOT NULL AND (c.state = 'contested' OR (c.state = 'asked' AND c.basis = 'vouching')) ORDER BY c.claim_id LIMIT 200;

--: claim_waiting_count (place_id text) -> one (waiting i64)
SELECT count(*) FROM claim c JOIN organisation_area a ON a.org_id = c.org_id JOIN place p ON p.council_code = a.council AND p.place_id = ?1
WHERE c.proved_at IS NOT NULL AND (c.state = 'contested' OR (c.state = 'asked' AND c.basis = 'vouching'));

--: claim_in_place (org_id text, place_id text) -> one (name text)
-- An organisation that the place lists.
SELECT o.name FROM organisation o JOIN organisation_area a ON a.org_id = o.org_id JOIN place p ON p.council_code = a.council
WHERE o.org_id = ?1 AND p.place_id = ?2 LIMIT 1;

--: claim_lapse (letters_before i64, keys_before i64, decided_at i64) -> none
-- What was asked and never shown, and what both keys left alone.
UPDATE claim SET state = 'lapsed', decided_at = ?3 WHERE (state = 'asked' AND proved_at IS NULL AND asked_at < ?1)
OR (state = 'asked' AND proved_at < ?2) OR (state = 'contested' AND contested_at < ?2);

--: claim_forget (person_id i64) -> none
-- What others wrote of somebody, and their open claims.
UPDATE claim SET why = NULL, state = CASE WHEN state IN ('asked', 'contested') THEN 'lapsed' ELSE state END WHERE person_id = ?1;

--: claim_post_waiting (org_id text, person_id i64) -> one (theirs i64, others i64)
SELECT coalesce(sum(person_id = ?2), 0), coalesce(sum(person_id <> ?2), 0) FROM claim WHERE basis = 'post' AND state = 'asked'
AND proved_at IS NOT NULL AND (org_id = ?1 OR org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1));

--: claim_post_list (place_id text) -> many (claim_id i64, org_id text, org_name text, asked_at i64, printed_at i64, prints i64)
-- Claims whose letter is to be printed, or has been and its code not typed in. Longest first, those to print before others.
SELECT c.claim_id, o.org_id, o.name, c.asked_at, l.printed_at, coalesce(l.prints, 0) FROM claim c
JOIN organisation o ON o.org_id = coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = c.org_id), c.org_id)
JOIN organisation_area a ON a.org_id = o.org_id JOIN place p ON p.council_code = a.council AND p.place_id = ?1
LEFT JOIN claim_letter l ON l.claim_id = c.claim_id
WHERE c.proved_at IS NOT NULL AND c.state = 'asked' AND c.basis = 'post' ORDER BY l.claim_id IS NOT NULL, c.claim_id LIMIT 200;

--: claim_post_count (place_id text) -> one (to_print i64)
SELECT count(*) FROM claim c JOIN organisation_area a
ON a.org_id = coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = c.org_id), c.org_id)
JOIN place p ON p.council_code = a.council AND p.place_id = ?1
WHERE c.proved_at IS NOT NULL AND c.state = 'asked' AND c.basis = 'post' AND NOT EXISTS (SELECT 1 FROM claim_letter l WHERE l.claim_id = c.claim_id);

--: claim_of_person (person_id i64) -> many (org_id text, org_name text, place_id text, basis text, state text, printed_at i64)
-- Those that are not decided and whose maker answered a letter, with a place that lists the organisation.
SELECT o.org_id, o.name, min(p.place_id), c.basis, c.state, l.printed_at FROM claim c
JOIN organisation o ON o.org_id = coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = c.org_id), c.org_id)
JOIN organisation_area a ON a.org_id = o.org_id JOIN place p ON p.council_code = a.council LEFT JOIN claim_letter l ON l.claim_id = c.claim_id
WHERE c.person_id = ?1 AND c.proved_at IS NOT NULL AND c.state IN ('asked', 'contested') GROUP BY c.claim_id ORDER BY c.claim_id DESC LIMIT 20;

--: claim_letter_put (claim_id i64, code blob, printed_by i64, printed_at i64) -> none
-- Printed again: the code before it is void.
INSERT INTO claim_letter VALUES (?1, ?2, ?3, ?4, 1, 0) ON CONFLICT (claim_id) DO UPDATE SET code = ?2, printed_by = ?3, printed_at = ?4,
	prints = prints + 1, tries = 0;

--: claim_letter_get (claim_id i64) -> one (code blob, printed_by i64, printed_at i64, prints i64, tries i64)
SELECT code, printed_by, printed_at, prints, tries FROM claim_letter WHERE claim_id = ?1;

--: claim_letter_try (claim_id i64) -> none
UPDATE claim_letter SET tries = tries + 1 WHERE claim_id = ?1;

--: claim_letter_used (claim_id i64) -> none
UPDATE claim_letter SET code = x'' WHERE claim_id = ?1;

--: claim_register_record (org_id text) -> many (publisher text, fields text, personal text)
-- What registers say of an organisation now, what they publish as its contact and is kept apart too: to reach it, never to be shown.
SELECT s.publisher, v.fields, p.fields FROM organisation_record r JOIN source s ON s.source_id = r.source_id AND s.is_register <> 0
JOIN current c ON c.source_id = r.source_id AND c.key = r.key AND c.gone_date IS NULL JOIN batch b ON b.batch_id = c.batch_id
JOIN version v ON v.version_id = c.version_id LEFT JOIN personal p ON p.version_id = c.version_id
WHERE r.org_id = ?1 AND b.terms <> 'match only' ORDER BY s.name, r.key;

--: claim_own_web (org_id text) -> one (web text)
-- The web address in the organisation's own words, which somebody who keeps the entry still has confirmed since it was said.
SELECT w.value FROM own_word w WHERE w.number = (SELECT max(n.number) FROM own_word n
	WHERE n.field = 'web' AND (n.org_id = ?1 OR n.org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)))
AND w.said_as = 'organisation' AND w.value <> '' AND EXISTS (SELECT 1 FROM own_confirmation k JOIN person_role r ON r.person_id = k.person_id
	WHERE (k.org_id = ?1 OR k.org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)) AND k.confirmed_at >= w.said_at
	AND r.role IN ('holder', 'colleague') AND r.ended_at IS NULL AND (r.org_id = ?1 OR r.org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)));

--: claim_invitation_add (org_id text, invited_by i64, invited_at i64) -> none
INSERT INTO claim_invitation (org_id, invited_by, invited_at) VALUES (?1, ?2, ?3);

--: claim_invitation_newest (org_id text) -> one (invited_at i64)
SELECT invited_at FROM claim_invitation WHERE org_id = ?1 OR org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)
ORDER BY invited_at DESC LIMIT 1;
