-- Reports that were published: what two keys, or one side alone, put in force. The files lie in a folder beside the store.
CREATE TABLE published_report (
	place_id TEXT NOT NULL REFERENCES place,
	number INTEGER NOT NULL,
	motion_id INTEGER NOT NULL,
	digest TEXT NOT NULL,            -- of what the motion enacted
	statement TEXT NOT NULL,         -- who decided it, in a sentence
	published_at INTEGER NOT NULL,
	PRIMARY KEY (place_id, number)
) STRICT, WITHOUT ROWID;
