--: job_add (kind text, key text, place_id text, detail text, asked_by i64, asked_at i64, due_at i64, most_attempts i64) -> one (job_id i64)
INSERT INTO job (kind, key, place_id, detail, state, asked_by, asked_at, due_at, attempts, most_attempts, stop_asked, done, size, doing)
VALUES (?1, ?2, ?3, ?4, 'queued', ?5, ?6, ?7, 0, ?8, 0, 0, 0, '') RETURNING job_id;

--: job_waiting (kind text, key text) -> one (job_id i64)
SELECT job_id FROM job WHERE kind = ?1 AND key = ?2 AND state = 'queued' ORDER BY job_id LIMIT 1;

--: job_lost (now i64) -> many (job_id i64, attempts i64, most_attempts i64, stop_asked i64)
-- Running, but whoever ran them has not been heard of since the lease ended.
SELECT job_id, attempts, most_attempts, stop_asked FROM job WHERE state = 'running' AND lease_until < ?1 ORDER BY job_id;

--: job_next (now i64) -> one (job_id i64)
-- The oldest that is due and whose key nobody holds.
SELECT j.job_id FROM job j WHERE j.state = 'queued' AND j.due_at <= ?1
	AND NOT EXISTS (SELECT 1 FROM job r WHERE r.key = j.key AND r.state = 'running')
ORDER BY j.due_at, j.job_id LIMIT 1;

--: job_start (job_id i64, lease blob, lease_until i64, now i64) -> none
UPDATE job SET state = 'running', lease = ?2, lease_until = ?3, attempts = attempts + 1, started_at = ?4, ended_at = NULL, done = 0,
	size = 0, doing = '' WHERE job_id = ?1 AND state = 'queued';

--: job_beat (job_id i64, lease blob, lease_until i64, done i64, size i64, doing text) -> none
UPDATE job SET lease_until = ?3, done = ?4, size = ?5, doing = ?6 WHERE job_id = ?1 AND lease = ?2;

--: job_stop_asked (job_id i64) -> one (stop_asked i64)
SELECT stop_asked FROM job WHERE job_id = ?1;

--: job_end (job_id i64, lease blob, state text, now i64, result text) -> none
UPDATE job SET state = ?3, ended_at = ?4, result = ?5, lease = NULL, lease_until = NULL, stop_asked = 0 WHERE job_id = ?1 AND lease = ?2;

--: job_again (job_id i64, lease blob, due_at i64, result text) -> none
UPDATE job SET state = 'queued', due_at = ?3, result = ?4, lease = NULL, lease_until = NULL WHERE job_id = ?1 AND lease = ?2;

--: job_take_away (job_id i64, state text, now i64, result text) -> none
-- From a worker that is gone. It keeps its turn: what was asked for after it may need it.
UPDATE job SET state = ?2, ended_at = CASE WHEN ?2 = 'queued' THEN NULL ELSE ?3 END, result = ?4, lease = NULL,
	lease_until = NULL, stop_asked = 0 WHERE job_id = ?1 AND state = 'running';

--: job_ask_stop (job_id i64) -> none
UPDATE job SET stop_asked = 1 WHERE job_id = ?1 AND state = 'running';

--: job_drop (job_id i64, now i64) -> none
UPDATE job SET state = 'cancelled', ended_at = ?2 WHERE job_id = ?1 AND state = 'queued';

--: job_requeue (job_id i64, now i64) -> none
UPDATE job SET state = 'queued', due_at = ?2, attempts = 0, stop_asked = 0, ended_at = NULL
WHERE job_id = ?1 AND state IN ('failed', 'cancelled');

--: job_get (job_id i64) -> one (job_id i64, kind text, key text, place_id text, detail text, state text, asked_by i64, asked_at i64, due_at i64, attempts i64, most_attempts i64, stop_asked i64, done i64, size i64, doing text, started_at i64, ended_at i64, result text)
SELECT job_id, kind, key, place_id, detail, state, asked_by, asked_at, due_at, attempts, most_attempts, stop_asked, done, size, doing,
	started_at, ended_at, result FROM job WHERE job_id = ?1;

--: job_list (state text, place_id text, count i64) -> many (job_id i64, kind text, key text, place_id text, detail text, state text, asked_by i64, asked_at i64, due_at i64, attempts i64, most_attempts i64, stop_asked i64, done i64, size i64, doing text, started_at i64, ended_at i64, result text)
-- Newest first; NULL: of any state, of all places and of none.
SELECT job_id, kind, key, place_id, detail, state, asked_by, asked_at, due_at, attempts, most_attempts, stop_asked, done, size, doing,
	started_at, ended_at, result FROM job WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR place_id = ?2) ORDER BY job_id DESC LIMIT ?3;

--: job_newest (kind text, place_id text) -> one (job_id i64)
-- Of a place: the newest of that kind, whatever its state.
SELECT job_id FROM job WHERE kind = ?1 AND place_id = ?2 ORDER BY job_id DESC LIMIT 1;

--: job_sweep (before i64) -> none
DELETE FROM job WHERE state IN ('done', 'cancelled') AND ended_at < ?1;

--: schedule_put (name text, kind text, key text, detail text, weekday i64, minute i64, next_at i64) -> none
-- One that stands unchanged keeps the moment it waits for.
INSERT INTO schedule VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (name) DO UPDATE SET
	next_at = CASE WHEN weekday IS ?5 AND minute = ?6 THEN next_at ELSE ?7 END, kind = ?2, key = ?3, detail = ?4, weekday = ?5, minute = ?6;

--: schedule_remove (name text) -> none
DELETE FROM schedule WHERE name = ?1;

--: schedule_due (now i64) -> many (name text, kind text, key text, detail text, weekday i64, minute i64)
SELECT name, kind, key, detail, weekday, minute FROM schedule WHERE next_at <= ?1 ORDER BY next_at, name;

--: schedule_list () -> many (name text, kind text, weekday i64, minute i64, next_at i64)
SELECT name, kind, weekday, minute, next_at FROM schedule ORDER BY next_at, name;

--: schedule_set_next (name text, next_at i64) -> none
UPDATE schedule SET next_at = ?2 WHERE name = ?1;

--: mail_add (kind text, person_id i64, org_id text, address text, subject text, body_text text, body_html text, unsubscribe text, queued_at i64) -> one (mail_id i64)
INSERT INTO mail (kind, person_id, org_id, address, subject, body_text, body_html, unsubscribe, queued_at, state)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'waiting') RETURNING mail_id;

--: mail_get (mail_id i64) -> one (mail_id i64, kind text, person_id i64, address text, subject text, body_text text, body_html text, unsubscribe text, queued_at i64, state text)
SELECT mail_id, kind, person_id, address, subject, body_text, body_html, unsubscribe, queued_at, state FROM mail WHERE mail_id = ?1;

--: mail_end (mail_id i64, state text, now i64) -> none
UPDATE mail SET state = ?2, ended_at = ?3, address = NULL, subject = NULL, body_text = NULL, body_html = NULL, unsubscribe = NULL
WHERE mail_id = ?1 AND state = 'waiting';

--: mail_delete_of (person_id i64) -> none
DELETE FROM mail WHERE person_id = ?1;

--: mail_refusal_delete_of (person_id i64) -> none
DELETE FROM mail_refusal WHERE person_id = ?1;

--: mail_newest (person_id i64, kind text, org_id text) -> one (queued_at i64)
-- About an entry, with NULL about any. One that does not say which was about any.
SELECT queued_at FROM mail WHERE person_id = ?1 AND kind = ?2 AND (?3 IS NULL OR org_id IS NULL OR org_id = ?3
	OR org_id IN (SELECT old_id FROM redirect WHERE redirect.org_id = ?3)) ORDER BY queued_at DESC LIMIT 1;

--: mail_list (count i64) -> many (mail_id i64, kind text, person_id i64, queued_at i64, ended_at i64, state text)
-- Newest first; neither whom nor what.
SELECT mail_id, kind, person_id, queued_at, ended_at, state FROM mail ORDER BY mail_id DESC LIMIT ?1;

--: mail_waiting () -> many (address text, subject text, body_text text, queued_at i64)
-- For the outbox of a demonstration, which sends nothing. Newest first.
SELECT address, subject, body_text, queued_at FROM mail WHERE state = 'waiting' AND address IS NOT NULL ORDER BY mail_id DESC LIMIT 50;

--: mail_refuse (person_id i64, kind text, since i64) -> none
INSERT INTO mail_refusal VALUES (?1, ?2, ?3) ON CONFLICT (person_id, kind) DO NOTHING;

--: mail_want (person_id i64, kind text) -> none
DELETE FROM mail_refusal WHERE person_id = ?1 AND kind = ?2;

--: mail_refused (person_id i64, kind text) -> one (since i64)
SELECT since FROM mail_refusal WHERE person_id = ?1 AND kind = ?2;

--: mail_steward_list (now i64) -> many (person_id i64, side text, place_id text, name text, email text)
-- Stewards in office.
SELECT r.person_id, r.side, r.place_id, d.name, d.email FROM person_role r JOIN person_detail d ON d.person_id = r.person_id
WHERE r.role = 'steward' AND r.ended_at IS NULL AND r.effective_at <= ?1 ORDER BY r.place_id, r.side, r.person_id;

--: erased_since () -> many (person_id i64, added_at i64)
SELECT person_id, added_at FROM person WHERE state = 'erased' ORDER BY person_id;

--: orphan_check () -> many (what text, count i64)
-- What foreign keys cannot say: rows that tell of somebody or something that is not there.
SELECT 'keys of people who do not exist', count(*) FROM motion_key k WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.person_id = k.person_id)
UNION ALL SELECT 'sessions of people who were erased', count(*) FROM session s JOIN person p ON p.person_id = s.person_id WHERE p.state = 'erased'
UNION ALL SELECT 'details of people who were erased', count(*) FROM person_detail d JOIN person p ON p.person_id = d.person_id WHERE p.state = 'erased'
UNION ALL SELECT 'letters to people who were erased', count(*) FROM mail m JOIN person p ON p.person_id = m.person_id WHERE p.state = 'erased' AND m.address IS NOT NULL
UNION ALL SELECT 'payloads of audit rows that are not there', count(*) FROM audit_payload a WHERE NOT EXISTS (SELECT 1 FROM audit b WHERE b.number = a.number)
UNION ALL SELECT 'audit rows without their payload', count(*) FROM audit a WHERE NOT EXISTS (SELECT 1 FROM audit_payload b WHERE b.number = a.number)
UNION ALL SELECT 'services of organisations that are not there', count(*) FROM service s WHERE NOT EXISTS (SELECT 1 FROM organisation o WHERE o.org_id = s.org_id)
UNION ALL SELECT 'letters sent that still hold an address', count(*) FROM mail WHERE state <> 'waiting' AND (address IS NOT NULL OR body_text IS NOT NULL);

--: restored_letters (now i64) -> none
-- Letters that waited when a backup was made were sent since, or are old news.
UPDATE mail SET state = 'given up', ended_at = ?1, address = NULL, subject = NULL, body_text = NULL, body_html = NULL, unsubscribe = NULL
WHERE state = 'waiting';

--: restored_jobs (now i64) -> none
UPDATE job SET state = 'cancelled', ended_at = ?1, lease = NULL, lease_until = NULL, result = 'a backup was restored'
WHERE state IN ('queued', 'running');

--: restored_sessions (now i64) -> none
-- Some of them were ended since.
UPDATE session SET ended_at = ?1 WHERE ended_at IS NULL;

--: restored_signins () -> none
DELETE FROM signin;
