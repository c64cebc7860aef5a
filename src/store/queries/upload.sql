--: upload_add (place_id text, person_id i64, file text, folder text, sheet text, sheet_number i64, source text, publisher text, licence text, says text, terms text, data_date i64, uploaded_at i64) -> one (upload_id i64)
INSERT INTO upload (place_id, person_id, file, folder, sheet, sheet_number, source, publisher, licence, says, terms, data_date, uploaded_at, state)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 'waiting') RETURNING upload_id;

--: upload_get (upload_id i64) -> one (upload_id i64, place_id text, person_id i64, file text, folder text, sheet text, sheet_number i64, source text, publisher text, licence text, says text, terms text, data_date i64, uploaded_at i64, job_id i64, job_state text, batch_id i64, batch_at i64, state text)
SELECT u.upload_id, u.place_id, u.person_id, u.file, u.folder, u.sheet, u.sheet_number, u.source, u.publisher, u.licence, u.says, u.terms,
	u.data_date, u.uploaded_at, u.job_id, j.state, u.batch_id, u.batch_at, u.state
FROM upload u LEFT JOIN job j ON j.job_id = u.job_id WHERE u.upload_id = ?1;

--: upload_sheet_set (upload_id i64, sheet_number i64, sheet text) -> none
UPDATE upload SET sheet_number = ?2, sheet = ?3 WHERE upload_id = ?1;

--: upload_queue (upload_id i64, job_id i64) -> none
UPDATE upload SET job_id = ?2, state = 'queued' WHERE upload_id = ?1;

--: upload_done (upload_id i64, batch_id i64, batch_at i64) -> none
-- batch_at is NULL where the very file had been read in before: that batch is another's.
UPDATE upload SET batch_id = ?2, batch_at = ?3, state = 'done' WHERE upload_id = ?1;

--: upload_undone (upload_id i64) -> none
-- What came of it went with the job that was cancelled.
UPDATE upload SET batch_id = NULL, batch_at = NULL, state = 'queued' WHERE upload_id = ?1;

--: upload_give_up (upload_id i64) -> none
UPDATE upload SET state = 'given up' WHERE upload_id = ?1;

--: upload_old (before i64) -> many (upload_id i64, folder text)
-- Waiting since before then, or read in by a job that failed or was cancelled: their folders go.
SELECT u.upload_id, u.folder FROM upload u LEFT JOIN job j ON j.job_id = u.job_id
WHERE u.uploaded_at < ?1 AND (u.state = 'waiting' OR (u.state = 'queued' AND (j.state IS NULL OR j.state IN ('failed', 'cancelled'))))
ORDER BY u.upload_id;
