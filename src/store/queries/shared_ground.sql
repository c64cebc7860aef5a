--: ground_put (mine text, other text, org_id text, kind text, may_show i64, person_id i64, said_at i64) -> none
INSERT INTO ground_answer VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET org_id = ?3, kind = ?4, may_show = ?5,
	person_id = ?6, said_at = ?7;

--: ground_take_back (mine text, other text) -> none
DELETE FROM ground_answer WHERE mine = ?1 AND other = ?2;

--: ground_said (mine text, other text) -> one (org_id text, kind text, may_show i64, said_at i64)
-- What counts: said by whoever the service belongs to now, or by an entry since merged into it.
SELECT g.org_id, g.kind, g.may_show, g.said_at FROM ground_answer g JOIN service s ON s.service_id = g.mine
WHERE g.mine = ?1 AND g.other = ?2 AND (s.org_id = g.org_id OR EXISTS (SELECT 1 FROM redirect r WHERE r.old_id = g.org_id AND r.org_id = s.org_id));

--: ground_agreed () -> many (a text, b text, kind text)
-- Pairs of which both say the same and both allow that it is shown.
SELECT x.mine, x.other, x.kind FROM ground_answer x JOIN ground_answer y ON y.mine = x.other AND y.other = x.mine AND y.kind = x.kind
JOIN service s ON s.service_id = x.mine JOIN service t ON t.service_id = y.mine
WHERE x.mine < x.other AND x.may_show = 1 AND y.may_show = 1
AND (s.org_id = x.org_id OR EXISTS (SELECT 1 FROM redirect r WHERE r.old_id = x.org_id AND r.org_id = s.org_id))
AND (t.org_id = y.org_id OR EXISTS (SELECT 1 FROM redirect r WHERE r.old_id = y.org_id AND r.org_id = t.org_id))
ORDER BY x.mine, x.other;

--: ground_service (service_id text) -> one (org_id text, name text)
SELECT org_id, name FROM service WHERE service_id = ?1;
