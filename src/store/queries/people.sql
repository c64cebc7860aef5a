--: person_add (added_at i64) -> one (person_id i64)
INSERT INTO person (state, added_at) VALUES ('active', ?1) RETURNING person_id;

--: person_detail_put (person_id i64, name text, email text) -> none
INSERT INTO person_detail VALUES (?1, ?2, ?3) ON CONFLICT (person_id) DO UPDATE SET name = ?2, email = ?3;

--: person_detail_delete (person_id i64) -> none
DELETE FROM person_detail WHERE person_id = ?1;

--: person_state_set (person_id i64, state text) -> none
UPDATE person SET state = ?2 WHERE person_id = ?1;

--: person_get (person_id i64) -> one (person_id i64, state text, added_at i64, name text, email text)
SELECT p.person_id, p.state, p.added_at, d.name, d.email FROM person p LEFT JOIN person_detail d ON d.person_id = p.person_id
WHERE p.person_id = ?1;

--: person_by_email (email text) -> one (person_id i64, state text, added_at i64, name text, email text)
SELECT p.person_id, p.state, p.added_at, d.name, d.email FROM person_detail d JOIN person p ON p.person_id = d.person_id WHERE d.email = ?1;

--: person_list () -> many (person_id i64, state text, added_at i64, name text, email text)
SELECT p.person_id, p.state, p.added_at, d.name, d.email FROM person p JOIN person_detail d ON d.person_id = p.person_id
WHERE p.state = 'active' ORDER BY d.name, p.person_id;

--: person_erased_list () -> many (person_id i64)
SELECT person_id FROM person WHERE state = 'erased' ORDER BY person_id;

--: role_add (person_id i64, role text, side text, place_id text, org_id text, granted_by i64, granted_at i64, effective_at i64, first i64) -> one (role_id i64)
INSERT INTO person_role (person_id, role, side, place_id, org_id, granted_by, granted_at, effective_at, first)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING role_id;

--: role_end (role_id i64, ended_by i64, ended_at i64) -> none
UPDATE person_role SET ended_by = ?2, ended_at = ?3 WHERE role_id = ?1 AND ended_at IS NULL;

--: role_get (role_id i64) -> one (role_id i64, person_id i64, role text, side text, place_id text, org_id text, granted_by i64, granted_at i64, effective_at i64, ended_at i64, first i64, name text)
SELECT r.role_id, r.person_id, r.role, r.side, r.place_id, r.org_id, r.granted_by, r.granted_at, r.effective_at, r.ended_at, r.first, d.name
FROM person_role r LEFT JOIN person_detail d ON d.person_id = r.person_id WHERE r.role_id = ?1;

--: role_list (person_id i64, place_id text, org_id text, role text) -> many (role_id i64, person_id i64, role text, side text, place_id text, org_id text, granted_by i64, granted_at i64, effective_at i64, ended_at i64, first i64, name text)
-- Roles that have not ended; NULL filters nothing.
SELECT r.role_id, r.person_id, r.role, r.side, r.place_id, r.org_id, r.granted_by, r.granted_at, r.effective_at, r.ended_at, r.first, d.name
FROM person_role r LEFT JOIN person_detail d ON d.person_id = r.person_id
WHERE r.ended_at IS NULL AND (?1 IS NULL OR r.person_id = ?1) AND (?2 IS NULL OR r.place_id = ?2) AND (?3 IS NULL OR r.org_id = ?3)
	AND (?4 IS NULL OR r.role = ?4)
ORDER BY r.role, r.side, d.name, r.role_id;

--: role_all_of_person (person_id i64) -> many (role text, side text, place_id text, org_id text, granted_at i64, effective_at i64, ended_at i64)
SELECT role, side, place_id, org_id, granted_at, effective_at, ended_at FROM person_role WHERE person_id = ?1 ORDER BY role_id;

--: administrator_other (now i64, place_id text, role_id i64, person_id i64) -> one (count i64)
-- Who else may do what an administrator of the place does; with NULL, of the whole installation. A role and a person are left out of account.
SELECT count(DISTINCT person_id) FROM person_role
WHERE role = 'administrator' AND (place_id IS NULL OR place_id = ?2) AND ended_at IS NULL AND effective_at <= ?1
	AND role_id <> ?3 AND person_id <> ?4;

--: steward_first (place_id text, side text) -> one (ever i64, left_now i64, earliest i64)
-- Stewards that a side ever had in a place, those it has, and when the first was enrolled.
SELECT count(*), count(*) - count(ended_at), coalesce(min(granted_at), 0) FROM person_role
WHERE role = 'steward' AND place_id = ?1 AND side = ?2;

--: steward_side_of_person (person_id i64) -> many (side text, place_id text)
-- Every key that a person ever held: nobody changes sides.
SELECT DISTINCT side, place_id FROM person_role WHERE person_id = ?1 AND role = 'steward' ORDER BY side, place_id;

--: invitation_add (person_id i64, side text, place_id text, org_id text, invited_by i64, invited_at i64) -> one (invitation_id i64)
INSERT INTO steward_invitation (person_id, side, place_id, org_id, invited_by, invited_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
RETURNING invitation_id;

--: invitation_get (invitation_id i64) -> one (person_id i64, side text, place_id text, org_id text, invited_by i64, invited_at i64, confirmed_at i64)
SELECT person_id, side, place_id, org_id, invited_by, invited_at, confirmed_at FROM steward_invitation WHERE invitation_id = ?1;

--: invitation_confirm (invitation_id i64, confirmed_by i64, confirmed_at i64, election text, role_id i64) -> none
UPDATE steward_invitation SET confirmed_by = ?2, confirmed_at = ?3, election = ?4, role_id = ?5 WHERE invitation_id = ?1;

--: invitation_list (place_id text) -> many (invitation_id i64, person_id i64, side text, org_id text, invited_by i64, invited_at i64, name text)
SELECT i.invitation_id, i.person_id, i.side, i.org_id, i.invited_by, i.invited_at, d.name
FROM steward_invitation i LEFT JOIN person_detail d ON d.person_id = i.person_id
WHERE i.place_id = ?1 AND i.confirmed_at IS NULL ORDER BY i.invitation_id;

--: invitation_delete_of (person_id i64) -> none
-- An invitation that nobody confirmed goes with the person.
DELETE FROM steward_invitation WHERE person_id = ?1 AND confirmed_at IS NULL;

--: govern_figure (name text, date i64) -> one (value i64)
SELECT value FROM govern_figure WHERE name = ?1 AND since <= ?2 ORDER BY since DESC LIMIT 1;

--: bank_holiday_list (division text) -> many (date i64)
SELECT date FROM bank_holiday WHERE division = ?1 ORDER BY date;
