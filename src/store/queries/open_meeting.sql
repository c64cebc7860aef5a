--: open_meeting_add (place_id text, side text, called_by i64, now i64, starts_at i64, ends_at i64, title text, purpose text, venue text, online text, access text, contact text, papers text) -> one (meeting_id i64)
INSERT INTO open_meeting (place_id, side, called_by, called_at, changed_at, state, starts_at, ends_at, title, purpose, venue, online, access, contact, papers, reason)
VALUES (?1, ?2, ?3, ?4, ?4, 'announced', ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, '') RETURNING meeting_id;

--: open_meeting_change (meeting_id i64, now i64, starts_at i64, ends_at i64, title text, purpose text, venue text, online text, access text, contact text, papers text) -> none
UPDATE open_meeting SET state = 'changed', changed_at = ?2, sequence = sequence + 1, starts_at = ?3, ends_at = ?4, title = ?5, purpose = ?6, venue = ?7, online = ?8,
	access = ?9, contact = ?10, papers = ?11 WHERE meeting_id = ?1;

--: open_meeting_state (meeting_id i64, now i64, state text, reason text) -> none
UPDATE open_meeting SET state = ?3, reason = ?4, changed_at = ?2, sequence = sequence + 1 WHERE meeting_id = ?1;

--: open_meeting_list (place_id text, ends_after i64, meeting_id i64) -> many (meeting_id i64, side text, called_at i64, changed_at i64, sequence i64, state text, starts_at i64, ends_at i64, title text, purpose text, venue text, online text, access text, contact text, papers text, reason text)
-- Of a place, the first first: those that end after an instant (NULL: all), or the one of a number (NULL: any).
SELECT meeting_id, side, called_at, changed_at, sequence, state, starts_at, ends_at, title, purpose, venue, online, access, contact, papers, reason FROM open_meeting
WHERE place_id = ?1 AND (?2 IS NULL OR ends_at > ?2) AND (?3 IS NULL OR meeting_id = ?3) ORDER BY starts_at, meeting_id;

--: open_meeting_next (place_id text, now i64) -> one (meeting_id i64, side text, starts_at i64, ends_at i64, title text, venue text)
-- The next that takes place.
SELECT meeting_id, side, starts_at, ends_at, title, venue FROM open_meeting
WHERE place_id = ?1 AND starts_at >= ?2 AND state IN ('announced', 'changed') ORDER BY starts_at, meeting_id LIMIT 1;

--: open_meeting_of_person (person_id i64) -> many (place_id text, title text, contact text, called_at i64)
SELECT place_id, title, contact, called_at FROM open_meeting WHERE called_by = ?1 ORDER BY meeting_id;

--: open_meeting_forget_of (person_id i64) -> none
-- The contacts that a person gave.
UPDATE open_meeting SET contact = '' WHERE called_by = ?1;

--: open_meeting_forget_past (ended_before i64) -> none
UPDATE open_meeting SET contact = '' WHERE ends_at < ?1 AND contact <> '';
