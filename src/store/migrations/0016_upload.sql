-- Tables that officers bring by the web, from when they come until they are read in or given up. The file lies in a folder beside the store.
CREATE TABLE upload (
	upload_id INTEGER PRIMARY KEY,
	place_id TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	file TEXT NOT NULL,              -- as it was called
	folder TEXT NOT NULL,            -- name of its folder, by chance
	sheet TEXT NOT NULL,             -- the one that was chosen, of those that the file holds
	source TEXT NOT NULL,
	publisher TEXT NOT NULL,
	says TEXT NOT NULL,
	terms TEXT NOT NULL,
	data_date INTEGER,
	uploaded_at INTEGER NOT NULL,
	job_id INTEGER,                  -- that reads it in
	batch_id INTEGER,                -- that came of it
	state TEXT NOT NULL CHECK (state IN ('waiting', 'queued', 'done', 'given up'))
) STRICT;
