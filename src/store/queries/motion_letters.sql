--: motion_told (place_id text, at i64, event text) -> many (motion_id i64, kind text, reasons text, proposed_side text, text text)
-- Open motions of a place to which something happened at an instant.
SELECT m.motion_id, m.kind, m.reasons, m.proposed_side, e.text
FROM motion m JOIN motion_event e ON e.place_id = m.place_id AND e.motion_id = m.motion_id
WHERE m.place_id = ?1 AND m.decided_at IS NULL AND e.at = ?2 AND e.event = ?3 ORDER BY m.motion_id, e.number;

--: motion_key_wanted (place_id text, motion_id i64, now i64) -> many (person_id i64, name text, email text)
-- Stewards in office who have not turned their key, of a side that still wants one: one key is the council's, two are the sector's.
SELECT r.person_id, d.name, d.email FROM person_role r
JOIN person p ON p.person_id = r.person_id AND p.state = 'active' JOIN person_detail d ON d.person_id = r.person_id
WHERE r.role = 'steward' AND r.place_id = ?1 AND r.ended_at IS NULL AND r.effective_at <= ?3 AND d.email IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM motion_key k WHERE k.place_id = ?1 AND k.motion_id = ?2 AND k.person_id = r.person_id)
	AND NOT (r.side = 'council' AND EXISTS (SELECT 1 FROM motion_key k WHERE k.place_id = ?1 AND k.motion_id = ?2 AND k.side = 'council'))
ORDER BY r.side, r.person_id;
