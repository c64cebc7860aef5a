-- What each import said of its source, so that taking one back restores what was said before it.
CREATE TABLE batch_source (
	batch_id INTEGER PRIMARY KEY REFERENCES batch,
	kind TEXT NOT NULL,
	publisher TEXT NOT NULL,
	licence TEXT NOT NULL,
	attribution TEXT NOT NULL,
	says INTEGER NOT NULL,
	place_id TEXT,
	is_register INTEGER NOT NULL,
	drawing_only INTEGER NOT NULL
) STRICT;
