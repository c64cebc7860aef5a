--: audit_head () -> one (number i64, at i64, link blob)
SELECT number, at, link FROM audit ORDER BY number DESC LIMIT 1;

--: audit_add (number i64, at i64, person_id i64, role text, side text, org_id text, verb text, subject_kind text, subject_id text, place_id text, is_public i64, digest blob, link blob) -> none
INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

--: audit_payload_add (number i64, about_person i64, salt blob, payload text) -> none
INSERT INTO audit_payload VALUES (?1, ?2, ?3, ?4);

--: audit_place (number i64) -> one (place_id text, erased i64)
-- Where a row belongs, and whether its payload is gone.
SELECT a.place_id, p.salt IS NULL FROM audit a JOIN audit_payload p ON p.number = a.number WHERE a.number = ?1;

--: audit_payload_erase (number i64) -> none
UPDATE audit_payload SET salt = NULL, payload = NULL, about_person = 0 WHERE number = ?1;

--: audit_of_person (person_id i64) -> many (number i64)
-- Rows that erasing a person empties: those about the person, and those the person wrote that are not public.
SELECT a.number FROM audit a JOIN audit_payload p ON p.number = a.number
WHERE p.salt IS NOT NULL AND (p.about_person = ?1 OR (a.person_id = ?1 AND a.is_public = 0)) ORDER BY a.number;

--: audit_walk () -> many (number i64, at i64, person_id i64, role text, side text, org_id text, verb text, subject_kind text, subject_id text, place_id text, is_public i64, digest blob, link blob, payload_number i64, salt blob, payload text, erasures i64)
-- The whole chain in order, with what lies beside it and the number of later rows that say a row's payload was erased.
SELECT a.number, a.at, a.person_id, a.role, a.side, a.org_id, a.verb, a.subject_kind, a.subject_id, a.place_id, a.is_public, a.digest,
	a.link, p.number, p.salt, p.payload, CASE WHEN p.salt IS NULL THEN (SELECT count(*) FROM audit e
		WHERE e.subject_kind = 'audit row' AND e.subject_id = CAST(a.number AS TEXT) AND e.verb = 'erased' AND e.number > a.number) ELSE 0 END
FROM audit a LEFT JOIN audit_payload p ON p.number = a.number ORDER BY a.number;

--: audit_list (subject_kind text, subject_id text, place_id text, person_id i64, since i64, below i64, only_public i64, most i64) -> many (number i64, at i64, person_id i64, role text, side text, org_id text, verb text, subject_kind text, subject_id text, place_id text, is_public i64, payload text)
-- Newest first; NULL filters nothing.
SELECT a.number, a.at, a.person_id, a.role, a.side, a.org_id, a.verb, a.subject_kind, a.subject_id, a.place_id, a.is_public, p.payload
FROM audit a LEFT JOIN audit_payload p ON p.number = a.number
WHERE (?1 IS NULL OR a.subject_kind = ?1) AND (?2 IS NULL OR a.subject_id = ?2) AND (?3 IS NULL OR a.place_id = ?3)
	AND (?4 IS NULL OR a.person_id = ?4) AND (?5 IS NULL OR a.at >= ?5) AND (?6 IS NULL OR a.number < ?6)
	AND (?7 = 0 OR a.is_public > 0)
ORDER BY a.number DESC LIMIT ?8;

--: audit_count () -> one (count i64)
SELECT count(*) FROM audit;

--: audit_for_person (person_id i64) -> many (number i64, at i64, person_id i64, verb text, subject_kind text, subject_id text, payload text)
-- What a person did, and what was noted about a person, in order.
SELECT a.number, a.at, a.person_id, a.verb, a.subject_kind, a.subject_id, p.payload
FROM audit a LEFT JOIN audit_payload p ON p.number = a.number WHERE a.person_id = ?1 OR p.about_person = ?1 ORDER BY a.number;
