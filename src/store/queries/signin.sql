--: session_add (hash blob, person_id i64, started_at i64, agent text) -> none
INSERT INTO session (hash, person_id, started_at, seen_at, agent) VALUES (?1, ?2, ?3, ?3, ?4);

--: session_find (hash blob) -> one (session_id i64, person_id i64, started_at i64, seen_at i64, strong_at i64, needs_factor i64)
-- One that nobody ended, of somebody who is active.
SELECT s.session_id, s.person_id, s.started_at, s.seen_at, s.strong_at, EXISTS (SELECT 1 FROM person_role r
	WHERE r.person_id = s.person_id AND r.ended_at IS NULL AND r.role NOT IN ('holder', 'colleague'))
FROM session s JOIN person p ON p.person_id = s.person_id AND p.state = 'active' WHERE s.hash = ?1 AND s.ended_at IS NULL;

--: session_of_person (person_id i64) -> many (session_id i64, started_at i64, seen_at i64, strong_at i64, agent text, needs_factor i64)
SELECT s.session_id, s.started_at, s.seen_at, s.strong_at, s.agent, EXISTS (SELECT 1 FROM person_role r
	WHERE r.person_id = s.person_id AND r.ended_at IS NULL AND r.role NOT IN ('holder', 'colleague'))
FROM session s WHERE s.person_id = ?1 AND s.ended_at IS NULL ORDER BY s.seen_at DESC, s.session_id DESC;

--: session_seen (session_id i64, seen_at i64) -> none
UPDATE session SET seen_at = ?2 WHERE session_id = ?1 AND ended_at IS NULL;

--: session_strengthen (session_id i64, hash blob, strong_at i64) -> none
UPDATE session SET hash = ?2, strong_at = ?3, seen_at = ?3 WHERE session_id = ?1 AND ended_at IS NULL;

--: session_end (person_id i64, session_id i64, ended_at i64) -> none
UPDATE session SET ended_at = ?3 WHERE session_id = ?2 AND person_id = ?1 AND ended_at IS NULL;

--: session_end_all (person_id i64, but i64, ended_at i64) -> none
UPDATE session SET ended_at = ?3 WHERE person_id = ?1 AND session_id <> ?2 AND ended_at IS NULL;

--: session_delete_of (person_id i64) -> none
DELETE FROM session WHERE person_id = ?1;

--: session_sweep (before i64) -> none
DELETE FROM session WHERE seen_at < ?1;

--: signin_add (handle blob, token blob, code blob, person_id i64, asked_at i64, expires_at i64) -> none
INSERT INTO signin (handle, token, code, person_id, asked_at, expires_at, tries) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0);

--: signin_by_token (token blob) -> one (signin_id i64, code blob, person_id i64, expires_at i64, tries i64, used_at i64)
SELECT signin_id, code, person_id, expires_at, tries, used_at FROM signin WHERE token = ?1;

--: signin_by_handle (handle blob) -> one (signin_id i64, code blob, person_id i64, expires_at i64, tries i64, used_at i64)
SELECT signin_id, code, person_id, expires_at, tries, used_at FROM signin WHERE handle = ?1;

--: signin_try (signin_id i64) -> none
UPDATE signin SET tries = tries + 1 WHERE signin_id = ?1;

--: signin_use (person_id i64, used_at i64) -> none
-- Whoever is in needs none of the other links that were mailed.
UPDATE signin SET used_at = ?2 WHERE person_id = ?1 AND used_at IS NULL;

--: signin_delete_of (person_id i64) -> none
DELETE FROM signin WHERE person_id = ?1;

--: signin_sweep (before i64) -> none
DELETE FROM signin WHERE expires_at < ?1;

--: rate_count (key blob, window_start i64) -> one (count i64)
INSERT INTO rate VALUES (?1, ?2, 1) ON CONFLICT (key, window_start) DO UPDATE SET count = count + 1 RETURNING count;

--: rate_sweep (before i64) -> none
DELETE FROM rate WHERE window_start < ?1;

--: rate_get (key blob, window_start i64) -> one (count i64)
SELECT count FROM rate WHERE key = ?1 AND window_start = ?2;

--: factor_get (person_id i64) -> one (sealed blob, started_at i64, confirmed_at i64, last_step i64)
SELECT sealed, started_at, confirmed_at, last_step FROM factor WHERE person_id = ?1;

--: factor_put (person_id i64, sealed blob, started_at i64) -> none
INSERT INTO factor VALUES (?1, ?2, ?3, NULL, 0)
ON CONFLICT (person_id) DO UPDATE SET sealed = ?2, started_at = ?3, confirmed_at = NULL, last_step = 0;

--: factor_step (person_id i64, last_step i64, confirmed_at i64) -> none
UPDATE factor SET last_step = ?2, confirmed_at = coalesce(confirmed_at, ?3) WHERE person_id = ?1;

--: factor_delete (person_id i64) -> none
DELETE FROM factor WHERE person_id = ?1;

--: recovery_put (person_id i64, slot i64, hash text) -> none
INSERT INTO recovery_code VALUES (?1, ?2, ?3, NULL) ON CONFLICT (person_id, slot) DO UPDATE SET hash = ?3, used_at = NULL;

--: recovery_get (person_id i64, slot i64) -> one (hash text, used_at i64)
SELECT hash, used_at FROM recovery_code WHERE person_id = ?1 AND slot = ?2;

--: recovery_use (person_id i64, slot i64, used_at i64) -> none
UPDATE recovery_code SET used_at = ?3 WHERE person_id = ?1 AND slot = ?2 AND used_at IS NULL;

--: recovery_left (person_id i64) -> one (count i64)
SELECT count(*) FROM recovery_code WHERE person_id = ?1 AND used_at IS NULL;

--: recovery_delete (person_id i64) -> none
DELETE FROM recovery_code WHERE person_id = ?1;

--: factor_reset_open (person_id i64, since i64) -> one (reset_id i64, asked_by i64)
-- The newest request that nobody has confirmed yet.
SELECT reset_id, asked_by FROM factor_reset WHERE person_id = ?1 AND done_at IS NULL AND asked_at >= ?2 ORDER BY reset_id DESC LIMIT 1;

--: factor_reset_add (person_id i64, asked_by i64, asked_at i64) -> none
INSERT INTO factor_reset (person_id, asked_by, asked_at) VALUES (?1, ?2, ?3);

--: factor_reset_done (person_id i64, done_by i64, done_at i64) -> none
UPDATE factor_reset SET done_by = ?2, done_at = ?3 WHERE person_id = ?1 AND done_at IS NULL;
