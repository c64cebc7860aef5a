-- Of tables brought by the web: under what licence, which of the file's sheets, and when the batch that came of it was made, since numbers of
-- batches that were taken back are given again.
ALTER TABLE upload ADD COLUMN licence TEXT NOT NULL DEFAULT '';
ALTER TABLE upload ADD COLUMN sheet_number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE upload ADD COLUMN batch_at INTEGER;
UPDATE upload SET batch_at = (SELECT imported_at FROM batch b WHERE b.batch_id = upload.batch_id AND b.imported_at >= upload.uploaded_at);

-- What the columns under these headings were last taken for in that place: the next file of the same headings starts from it.
CREATE TABLE column_choice (
	place_id TEXT NOT NULL,
	headings TEXT NOT NULL,          -- digest of the row of headings
	rows TEXT NOT NULL,              -- organisations, services, grants or suppliers
	fields TEXT NOT NULL,            -- one for each column, with commas between
	chosen_at INTEGER NOT NULL,
	PRIMARY KEY (place_id, headings)
) STRICT;
