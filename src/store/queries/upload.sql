--: upload_add (place_id text, person_id i64, file text, folder text, sheet text, source text, publisher text, says text, terms text, data_date i64, uploaded_at i64) -> one (upload_id i64)
INSERT INTO upload (place_id, person_id, file, folder, sheet, source, publisher, says, terms, data_date, uploaded_at, state)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'waiting') RETURNING upload_id;

--: upload_get (upload_id i64) -> one (upload_id i64, place_id text, person_id i64, file text, folder text, sheet text, source text, publisher text, says text, terms text, data_date i64, uploaded_at i64, job_id i64, batch_id i64, state text)
SELECT upload_id, place_id, person_id, file, folder, sheet, source, publisher, says, terms, data_date, uploaded_at, job_id, batch_id, state
FROM upload WHERE upload_id = ?1;

--: upload_queue (upload_id i64, job_id i64) -> none
UPDATE upload SET job_id = ?2, state = 'queued' WHERE upload_id = ?1 AND state = 'waiting';

--: upload_done (upload_id i64, batch_id i64) -> none
UPDATE upload SET batch_id = ?2, state = 'done' WHERE upload_id = ?1;

--: upload_give_up (upload_id i64) -> none
UPDATE upload SET state = 'given up' WHERE upload_id = ?1 AND state = 'waiting';

--: upload_old (before i64) -> many (upload_id i64, folder text)
-- Waiting since before then: their folders go.
SELECT upload_id, folder FROM upload WHERE state = 'waiting' AND uploaded_at < ?1 ORDER BY upload_id;

--: upload_of_batch (batch_id i64, place_id text) -> one (upload_id i64)
SELECT upload_id FROM upload WHERE batch_id = ?1 AND place_id = ?2 ORDER BY upload_id DESC LIMIT 1;
