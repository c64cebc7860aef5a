--: published_next (place_id text) -> one (number i64)
SELECT coalesce(max(number), 0) + 1 FROM published_report WHERE place_id = ?1;

--: published_add (place_id text, number i64, motion_id i64, digest text, said text, published_at i64) -> none
INSERT INTO published_report VALUES (?1, ?2, ?3, ?4, ?5, ?6);

--: published_list (place_id text) -> many (number i64, motion_id i64, digest text, said text, published_at i64)
-- Newest first.
SELECT number, motion_id, digest, statement, published_at FROM published_report WHERE place_id = ?1 ORDER BY number DESC;

--: published_get (place_id text, number i64) -> one (published_at i64)
SELECT published_at FROM published_report WHERE place_id = ?1 AND number = ?2;
