--: place_enter (place_id text, name text, council_code text, neighbours text, synthetic i64) -> none
-- A place as its recipe says it. Its neighbours are the recipe's only until both keys have decided them, its name until an administrator gave another.
INSERT INTO place VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (place_id) DO UPDATE SET
	name = coalesce((SELECT n.name FROM place_name n WHERE n.place_id = ?1), ?2), council_code = ?3, synthetic = ?5,
	neighbours = CASE WHEN EXISTS (SELECT 1 FROM local_change l WHERE l.place_id = ?1 AND l.decided_at IS NOT NULL) THEN neighbours ELSE ?4 END;

--: local_add (place_id text, was text, becomes text, asked_at i64) -> one (change_id i64)
INSERT INTO local_change (place_id, was, becomes, asked_at) VALUES (?1, ?2, ?3, ?4) RETURNING change_id;

--: local_get (change_id i64) -> one (place_id text, was text, becomes text, motion_id i64, decided_at i64)
SELECT place_id, was, becomes, motion_id, decided_at FROM local_change WHERE change_id = ?1;

--: local_decided (place_id text) -> one (change_id i64, was text, becomes text, motion_id i64, decided_at i64)
-- The newest that both keys put in force.
SELECT change_id, was, becomes, motion_id, decided_at FROM local_change WHERE place_id = ?1 AND decided_at IS NOT NULL
ORDER BY decided_at DESC, change_id DESC LIMIT 1;

--: local_decide (change_id i64, was text, motion_id i64, decided_at i64) -> none
UPDATE local_change SET was = ?2, motion_id = ?3, decided_at = ?4 WHERE change_id = ?1;

--: local_set (place_id text, neighbours text) -> none
UPDATE place SET neighbours = ?2 WHERE place_id = ?1;

--: local_council_name (code text) -> one (name text)
-- As the newest list of areas has it.
SELECT a.name FROM area_code c JOIN area a ON a.area_id = c.area_id JOIN batch b ON b.batch_id = a.batch_id
WHERE c.code = ?1 AND a.kind = 'lad' AND b.state = 'live' ORDER BY b.data_date DESC, b.batch_id DESC LIMIT 1;

--: local_council_named (name text) -> one (code text)
-- The one in the newest boundaries where several councils have had the name.
SELECT c.code FROM area a JOIN area_code c ON c.area_id = a.area_id JOIN batch b ON b.batch_id = a.batch_id
WHERE a.kind = 'lad' AND lower(a.name) = lower(?1) AND b.state = 'live' ORDER BY a.vintage DESC, b.data_date DESC, c.code DESC LIMIT 1;
