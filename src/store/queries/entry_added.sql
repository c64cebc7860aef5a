--: added_add (place_id text, name text, does text, address text, postcode text, is_public i64, telephone text, web text, says_so text, email text, person_id i64, told_at i64) -> none
INSERT INTO added_group (place_id, name, does, address, postcode, is_public, telephone, web, says_so, email, person_id, told_at, state, answer)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'waiting', '');

--: added_same (place_id text, name text, does text, address text, postcode text, telephone text, web text) -> one (number i64)
-- One that waits or was listed, and says the very same.
SELECT number FROM added_group WHERE place_id = ?1 AND name = ?2 AND does = ?3 AND address = ?4 AND postcode = ?5 AND telephone = ?6 AND web = ?7
	AND state IN ('waiting', 'accepted') ORDER BY number LIMIT 1;

--: postcode_any () -> one (any i64)
-- Whether a list of postcodes was read in at all.
SELECT EXISTS (SELECT 1 FROM postcode);

--: added_get (number i64) -> one (number i64, place_id text, name text, state text, batch_id i64)
SELECT number, place_id, name, state, batch_id FROM added_group WHERE number = ?1;

--: added_list (place_id text) -> many (number i64, name text, does text, address text, postcode text, is_public i64, telephone text, web text, says_so text, email text, told_at i64, state text, answer text, decided_at i64, batch_id i64)
-- Those waiting first, longest first; then the newest.
SELECT number, name, does, address, postcode, is_public, telephone, web, says_so, email, told_at, state, answer, decided_at, batch_id FROM added_group
WHERE place_id = ?1 ORDER BY state != 'waiting', CASE state WHEN 'waiting' THEN number ELSE -number END LIMIT 200;

--: added_one (number i64) -> one (number i64, place_id text, name text, does text, address text, postcode text, is_public i64, telephone text, web text, says_so text, email text, told_at i64, state text, answer text, decided_at i64, batch_id i64, org_id text)
-- With the entry that holds its record.
SELECT g.number, g.place_id, g.name, g.does, g.address, g.postcode, g.is_public, g.telephone, g.web, g.says_so, g.email, g.told_at, g.state, g.answer,
	g.decided_at, g.batch_id, (SELECT r.org_id FROM organisation_record r JOIN source s ON s.source_id = r.source_id
	WHERE r.key = CAST(g.number AS TEXT) AND s.name IN ('told by hand, ' || g.place_id, 'told by hand, open to visitors, ' || g.place_id) LIMIT 1)
FROM added_group g WHERE g.number = ?1;

--: added_told (number i64) -> none
UPDATE added_group SET email = '' WHERE number = ?1;

--: added_waiting (place_id text) -> one (waiting i64)
SELECT count(*) FROM added_group WHERE place_id = ?1 AND state = 'waiting';

--: added_decide (number i64, state text, answer text, says_so_kept i64, decided_by i64, decided_at i64) -> none
UPDATE added_group SET state = ?2, answer = ?3, says_so = CASE WHEN ?4 THEN says_so ELSE '' END,
	email = CASE WHEN ?2 = 'accepted' THEN email ELSE '' END, decided_by = ?5, decided_at = ?6 WHERE number = ?1;

--: added_to_read () -> many (number i64, place_id text, name text, does text, address text, postcode text, is_public i64, telephone text, web text, decided_at i64)
-- Accepted, and in no batch yet.
SELECT number, place_id, name, does, address, postcode, is_public, telephone, web, decided_at FROM added_group
WHERE state = 'accepted' AND batch_id IS NULL ORDER BY number;

--: added_to_take_back () -> many (number i64, batch_id i64)
SELECT number, batch_id FROM added_group WHERE state = 'taken back' AND batch_id IS NOT NULL ORDER BY number;

--: added_batch (number i64, batch_id i64) -> none
UPDATE added_group SET batch_id = ?2 WHERE number = ?1;

--: added_no_batch (number i64) -> none
UPDATE added_group SET batch_id = NULL WHERE number = ?1;
