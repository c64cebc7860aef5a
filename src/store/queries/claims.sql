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

--: claim_invitation_add (org_id text, invited_by i64, invited_at i64, place_id text, address blob) -> none
INSERT INTO claim_invitation (org_id, invited_by, invited_at, place_id, address) VALUES (?1, ?2, ?3, ?4, ?5);

--: claim_invitation_mail (invitation_id i64, mail_id i64) -> none
UPDATE claim_invitation SET mail_id = ?2 WHERE invitation_id = ?1;

--: claim_invitation_answered (invitation_id i64, answered_at i64) -> none
UPDATE claim_invitation SET answered_at = coalesce(answered_at, ?2) WHERE invitation_id = ?1;

--: claim_invitation_get (invitation_id i64) -> one (place_id text, org_id text, address blob)
SELECT place_id, coalesce((SELECT r.org_id FROM redirect r WHERE r.old_id = i.org_id), i.org_id), address FROM claim_invitation i
WHERE invitation_id = ?1;

--: claim_invitation_newest (org_id text) -> one (invited_at i64)
SELECT invited_at FROM claim_invitation WHERE org_id = ?1 OR org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)
ORDER BY invited_at DESC LIMIT 1;

--: invite_newest_to (address blob) -> one (invited_at i64)
SELECT invited_at FROM claim_invitation WHERE address = ?1 ORDER BY invited_at DESC LIMIT 1;

--: invite_refused (address blob) -> one (since i64)
SELECT since FROM invite_refusal WHERE address = ?1;

--: invite_refuse (address blob, since i64) -> none
INSERT INTO invite_refusal VALUES (?1, ?2) ON CONFLICT (address) DO NOTHING;

--: invite_want (address blob) -> none
DELETE FROM invite_refusal WHERE address = ?1;

--: invite_candidates (council text) -> many (org_id text, name text, last_confirmed i64, invited_at i64)
-- Of the council's area, open, shown, not protected, kept by nobody; those confirmed longest ago first, with when each was last invited.
SELECT o.org_id, o.name, o.last_confirmed, (SELECT max(i.invited_at) FROM claim_invitation i WHERE i.org_id = o.org_id
	OR i.org_id IN (SELECT d.old_id FROM redirect d WHERE d.org_id = o.org_id))
FROM organisation_area a JOIN organisation o ON o.org_id = a.org_id
WHERE a.council = ?1 AND o.status <> 'closed' AND o.protected IS NULL AND o.visibility <> 'match only' AND (o.council = ?1 OR o.scale = 'local')
	AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.org_id = o.org_id AND h.what = 'entry')
	AND NOT EXISTS (SELECT 1 FROM person_role r WHERE r.org_id = o.org_id AND r.role = 'holder' AND r.ended_at IS NULL)
ORDER BY o.last_confirmed, o.name, o.org_id;

--: invite_run_add (place_id text, whom text, asked_by i64, asked_as text, asked_at i64) -> none
INSERT INTO invite_run (place_id, whom, asked_by, asked_as, asked_at) VALUES (?1, ?2, ?3, ?4, ?5);

--: invite_run_get (run_id i64) -> one (place_id text, whom text, asked_by i64, asked_as text, asked_at i64, ended_at i64)
SELECT place_id, whom, asked_by, asked_as, asked_at, ended_at FROM invite_run WHERE run_id = ?1;

--: invite_run_end (run_id i64, ended_at i64) -> none
UPDATE invite_run SET ended_at = ?2 WHERE run_id = ?1;

--: invite_run_list (place_id text) -> many (run_id i64, whom text, asked_as text, asked_at i64, ended_at i64, invited i64, kept i64)
-- Newest first; invited: to be, or were; kept: of these, entries that somebody keeps since.
SELECT u.run_id, u.whom, u.asked_as, u.asked_at, u.ended_at,
	(SELECT count(*) FROM invite_line l WHERE l.run_id = u.run_id AND l.outcome IN ('planned', 'invited')),
	(SELECT count(*) FROM invite_line l WHERE l.run_id = u.run_id AND l.outcome = 'invited' AND EXISTS (SELECT 1 FROM person_role r
		WHERE (r.org_id = l.org_id OR r.org_id IN (SELECT d.org_id FROM redirect d WHERE d.old_id = l.org_id)) AND r.role = 'holder'
		AND r.ended_at IS NULL AND r.granted_at >= u.asked_at))
FROM invite_run u WHERE u.place_id = ?1 ORDER BY u.run_id DESC LIMIT 50;

--: invite_line_add (run_id i64, org_id text, outcome text) -> none
INSERT INTO invite_line (run_id, org_id, outcome) VALUES (?1, ?2, ?3);

--: invite_line_planned (run_id i64) -> many (org_id text)
SELECT org_id FROM invite_line WHERE run_id = ?1 AND outcome = 'planned' ORDER BY org_id;

--: invite_line_end (run_id i64, org_id text, outcome text, invitation_id i64) -> none
UPDATE invite_line SET outcome = ?3, invitation_id = ?4 WHERE run_id = ?1 AND org_id = ?2;

--: invite_lines (run_id i64) -> many (org_id text, name text, outcome text, mail text, answered_at i64, refused i64, kept i64)
-- Each as it is called now; kept: somebody keeps the entry since.
SELECT coalesce(o.org_id, l.org_id), o.name, l.outcome, m.state, i.answered_at,
	EXISTS (SELECT 1 FROM invite_refusal f WHERE f.address = i.address),
	EXISTS (SELECT 1 FROM person_role r WHERE r.org_id IN (l.org_id, o.org_id) AND r.role = 'holder' AND r.ended_at IS NULL
		AND r.granted_at >= i.invited_at)
FROM invite_line l LEFT JOIN organisation o ON o.org_id = coalesce((SELECT d.org_id FROM redirect d WHERE d.old_id = l.org_id), l.org_id)
LEFT JOIN claim_invitation i ON i.invitation_id = l.invitation_id LEFT JOIN mail m ON m.mail_id = i.mail_id
WHERE l.run_id = ?1 ORDER BY o.name, l.org_id;

--: mail_last () -> one (mail_id i64)
-- The letter that was queued last.
SELECT max(mail_id) FROM mail;
