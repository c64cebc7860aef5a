--: motion_next () -> one (motion_id i64)
SELECT coalesce(max(motion_id), 0) + 1 FROM motion;

--: motion_add (place_id text, motion_id i64, kind text, subject_kind text, subject_id text, reasons text, proposed_by i64, proposed_side text, proposed_at i64, lapses_at i64, digest blob) -> none
INSERT INTO motion (place_id, motion_id, kind, subject_kind, subject_id, reasons, proposed_by, proposed_side, proposed_at, lapses_at, digest, state)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'proposed');

--: motion_get (motion_id i64) -> one (place_id text, motion_id i64, kind text, subject_kind text, subject_id text, reasons text, proposed_by i64, proposed_side text, proposed_at i64, lapses_at i64, digest blob, state text, decided_at i64, alone_side text, statement text)
SELECT place_id, motion_id, kind, subject_kind, subject_id, reasons, proposed_by, proposed_side, proposed_at, lapses_at, digest, state, decided_at,
	alone_side, statement
FROM motion WHERE motion_id = ?1;

--: motion_ids (place_id text, kind text, open_after i64) -> many (motion_id i64)
-- Open ones first, newest first. With a time only those that are open then; NULL filters nothing.
SELECT motion_id FROM motion
WHERE (?1 IS NULL OR place_id = ?1) AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR (state = 'proposed' AND lapses_at > ?3))
ORDER BY CASE state WHEN 'proposed' THEN 0 ELSE 1 END, motion_id DESC;

--: motion_due (now i64) -> many (place_id text, motion_id i64, lapses_at i64)
SELECT place_id, motion_id, lapses_at FROM motion WHERE state = 'proposed' AND lapses_at <= ?1 ORDER BY motion_id;

--: motion_open_same (place_id text, kind text, subject_kind text, subject_id text, now i64) -> one (motion_id i64)
SELECT motion_id FROM motion
WHERE place_id = ?1 AND kind = ?2 AND subject_kind = ?3 AND subject_id = ?4 AND state = 'proposed' AND lapses_at > ?5
ORDER BY motion_id LIMIT 1;

--: motion_decide (place_id text, motion_id i64, state text, decided_at i64, alone_side text, words text) -> none
UPDATE motion SET state = ?3, decided_at = ?4, alone_side = ?5, statement = ?6 WHERE place_id = ?1 AND motion_id = ?2;

--: motion_digest_set (place_id text, motion_id i64, digest blob) -> none
UPDATE motion SET digest = ?3 WHERE place_id = ?1 AND motion_id = ?2;

--: motion_key_add (place_id text, motion_id i64, person_id i64, side text, org_id text, digest blob, turned_at i64) -> none
INSERT INTO motion_key VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

--: motion_key_delete (place_id text, motion_id i64, person_id i64) -> none
DELETE FROM motion_key WHERE place_id = ?1 AND motion_id = ?2 AND person_id = ?3;

--: motion_key_clear (place_id text, motion_id i64) -> none
DELETE FROM motion_key WHERE place_id = ?1 AND motion_id = ?2;

--: motion_key_list (place_id text, motion_id i64) -> many (person_id i64, side text, org_id text, digest blob, turned_at i64, name text)
SELECT k.person_id, k.side, k.org_id, k.digest, k.turned_at, d.name
FROM motion_key k LEFT JOIN person_detail d ON d.person_id = k.person_id
WHERE k.place_id = ?1 AND k.motion_id = ?2 ORDER BY k.turned_at, k.person_id;

--: motion_refusal_add (place_id text, motion_id i64, person_id i64, side text, org_id text, refused_at i64) -> none
INSERT INTO motion_refusal VALUES (?1, ?2, ?3, ?4, ?5, ?6);

--: motion_refusal_delete (place_id text, motion_id i64, person_id i64) -> none
DELETE FROM motion_refusal WHERE place_id = ?1 AND motion_id = ?2 AND person_id = ?3;

--: motion_refusal_clear (place_id text, motion_id i64) -> none
DELETE FROM motion_refusal WHERE place_id = ?1 AND motion_id = ?2;

--: motion_refusal_list (place_id text, motion_id i64) -> many (person_id i64, side text, refused_at i64)
SELECT person_id, side, refused_at FROM motion_refusal WHERE place_id = ?1 AND motion_id = ?2 ORDER BY refused_at, person_id;

--: motion_event_add (place_id text, motion_id i64, at i64, event text, person_id i64, side text, text text) -> none
INSERT INTO motion_event SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5, ?6, ?7 FROM motion_event WHERE place_id = ?1 AND motion_id = ?2;

--: motion_event_list (motion_id i64) -> many (number i64, at i64, event text, person_id i64, side text, text text)
SELECT e.number, e.at, e.event, e.person_id, e.side, e.text
FROM motion m JOIN motion_event e ON e.place_id = m.place_id AND e.motion_id = m.motion_id WHERE m.motion_id = ?1 ORDER BY e.number;

--: motion_audience (motion_id i64) -> many (person_id i64, state text, added_at i64, name text, email text)
-- Stewards of the place, in force or to come, and whoever proposed it.
SELECT p.person_id, p.state, p.added_at, d.name, d.email FROM person p JOIN person_detail d ON d.person_id = p.person_id
WHERE p.state = 'active' AND EXISTS (SELECT 1 FROM motion m WHERE m.motion_id = ?1 AND (m.proposed_by = p.person_id
	OR EXISTS (SELECT 1 FROM person_role r WHERE r.person_id = p.person_id AND r.role = 'steward' AND r.place_id = m.place_id
		AND r.ended_at IS NULL)))
ORDER BY d.name, p.person_id;

--: motion_of_person (person_id i64) -> many (motion_id i64, at i64, event text, text text)
-- What somebody did to motions.
SELECT motion_id, at, event, text FROM motion_event WHERE person_id = ?1 ORDER BY at, motion_id, number;
